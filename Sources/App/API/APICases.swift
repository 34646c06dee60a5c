import Dictionary
import Formats
import HTTPTypes
import Journal
import Storage
import Vault

/// The operations on cases and the people in them. What they show goes through ``CaseAccess`` and the ``Gate``, as on the pages.
struct APICases: Sendable {
    /// The kinds of record that can be added to a case.
    static let kinds = ["violation", "action", "claim", "person", "party"]

    let dictionary: DataDictionary
    let forms: APIAnswers

    init(_ dictionary: DataDictionary) {
        self.dictionary = dictionary
        forms = APIAnswers(dictionary: dictionary)
    }

    var operations: [APIOperation] {
        return [
            APIOperation(
                method: .get, pattern: "/cases", name: "listCases", summary: "The cases that the person may open, a page at a time.", scope: .readCases,
                parameters: listParameters,
                answer: .object([
                    .required("items", .array(APIRecord.summary, 0...100)), .required("total", .integer(0...Int64.max)), .required("next", APIRecord.cursor),
                ]),
                handler: list),
            APIOperation(
                method: .post, pattern: "/cases", name: "registerCase", summary: "Registers a case about one worker.", scope: .writeCases,
                parameters: [.idempotencyKey],
                body: .object([.required("case", forms.schema(of: "case", clearing: false)), .required("person", forms.schema(of: "person", clearing: false))]),
                status: .created, answer: APIRecord.record, handler: register),
            APIOperation(
                method: .get, pattern: "/cases/{case}", name: "readCase", summary: "A case with what was recorded in it.", scope: .readCases,
                parameters: [.caseIdentifier],
                answer: APIRecord.record, handler: show),
            APIOperation(
                method: .patch, pattern: "/cases/{case}/records/{record}", name: "changeRecord",
                summary: "Changes answers of a case or of a record in it; fields that are not named stay as they are, null takes an answer out.",
                scope: .writeCases,
                parameters: [.caseIdentifier, .record],
                body: .object([.required("version", .token(allowed: "", lengths: 1...1_024)), .required("answers", forms.schemaOfAnyKind)]),
                answer: APIRecord.record,
                handler: change),
            APIOperation(
                method: .post, pattern: "/cases/{case}/records", name: "addRecord",
                summary: "Adds a violation, an action, a claim, a person or a party to a case.",
                scope: .writeCases, parameters: [.caseIdentifier, .idempotencyKey],
                body: .object([
                    .required("kind", .choice(Self.kinds)), .optional("role", .choice(roles)), .required("answers", forms.schemaOfAnyKind),
                ]), status: .created, answer: APIRecord.record, handler: add),
            APIOperation(
                method: .get, pattern: "/cases/{case}/people", name: "listPeople", summary: "The people in a case, with the role of each.", scope: .readPeople,
                parameters: [.caseIdentifier], answer: .object([.required("items", .array(APIRecord.linked, 0...10_000))]), handler: people),
            APIOperation(
                method: .get, pattern: "/exports/facts", name: "exportFacts",
                summary: "The open facts of the cases that the person may count, the newest first, a page at a time; nobody is identified.",
                scope: .readFacts, parameters: [.limit, .after],
                answer: .object([.required("items", .array(APIRecord.facts, 0...100)), .required("next", APIRecord.cursor)]), handler: facts),
        ]
    }

    private var roles: [String] { Set(["person", "party"].flatMap(roles(of:))).sorted() }

    /// In which roles something can be tied to a case, as its page offers them.
    private func roles(of kind: String) -> [String] { RecordPages.roles(of: kind, dictionary).map(\.code) }

    private static let filters = ["status", "priority", "destination-country", "sector"]

    private var listParameters: [APIOperation.Parameter] {
        let filters = Self.filters.map { name in
            let codes = dictionary.field("case", name).flatMap { dictionary.vocabulary(of: $0) }?.terms.map(\.code) ?? []
            return APIOperation.Parameter(name: name, place: .query, schema: .choice(codes), description: "Only cases with this code.")
        }
        return [
            .limit, .after,
            .init(name: "order", place: .query, schema: .choice(CaseQuery.Order.allCases.map(\.rawValue)), description: "newest if it is not given."),
        ] + filters
    }

    // MARK: Reading

    /// A page of the cases that may be opened.
    func page(_ call: APICall, _ access: CaseAccess, _ connection: any Connection) throws -> (page: CasePage, lines: [CaseLine]) {
        var query = CaseQuery()
        if let order = call.text("order").flatMap(CaseQuery.Order.init(rawValue:)) { query.order = order }
        for name in Self.filters { if let code = call.text(name) { query.facts["case.\(name)"] = [code] } }
        var after: CaseCursor?
        if let text = call.text("after") {
            guard let cursor = CaseCursor(text) else { throw APIError.invalid([APIProblem(parameter: "after", problem: "is not `next` of a page")]) }
            after = cursor
        }
        let limit = call.number("limit") ?? 25
        let fixed = query
        let rule = try access.rule(connection)
        let (page, fields) = try call.services.lists.read(access.node, connection) { table in
            (table.page(fixed, rule, after: after, limit: limit), table.fields)
        }
        var reading = CaseLines(access, fields, connection)
        let lines = try reading.lines(page.records)
        return (page, lines)
    }

    private func list(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        return try await call.services.work {
            let (page, lines) = try access.node.database.read { try self.page(call, access, $0) }
            if access.mayReadPeople { try CaseListRoutes.logReading(of: lines, access, call.services, call.request.now) }
            return [
                "items": .array(lines.map { APIRecord.json($0, withNames: access.mayReadPeople) }), "total": .integer(Int64(page.total)),
                "next": page.next.map { .string($0.text) } ?? .null,
            ]
        }
    }

    private func facts(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let after = try call.text("after").map { text in
            guard let place = FactsCursor(text) else { throw APIError.invalid([APIProblem(parameter: "after", problem: "is not `next` of a page")]) }
            return place
        }
        return try await call.services.work {
            try access.node.database.read { connection in
                // Facts leave the program to be counted.
                let page = try FactsReading(access: access, connection: connection).page(after: after, limit: call.number("limit") ?? 25) {
                    try !CaseFacts.isOutOfStatistics($0.record, access.node.terms, connection)
                }
                let items = try page.cases.compactMap { try APIRecord.facts(of: $0.record, access.node, connection) }
                return ["items": .array(items), "next": page.next.map { .string($0.text) } ?? .null]
            }
        }
    }

    private func show(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let record = try call.request.parameter("case")
        return try await call.services.work { try report(record, of: record, access, call) }
    }

    /// A record of a case as the program may see it, with what is linked to it if it is the case itself.
    private func report(_ record: String, of caseRecord: String, _ access: CaseAccess, _ call: APICall) throws -> JSONValue {
        let (reader, heads) = try access.node.database.read { connection in
            let state = try access.requireRecord(record, of: caseRecord, connection)
            return (try access.requireCase(caseRecord, connection), state.heads)
        }
        let report = try RecordViewing(access.node, reader: reader).report(
            on: record, withHistory: false, log: { call.services.readings.isDue(record, by: access.session.account, now: call.request.now) })
        return APIRecord.json(report, heads: heads, isCase: record == caseRecord, form: forms.form(call))
    }

    private func people(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let record = try call.request.parameter("case")
        return try await call.services.work {
            let reader = try access.node.database.read { try access.requireCase(record, $0) }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: false, log: { call.services.readings.isDue(record, by: access.session.account, now: call.request.now) })
            return ["items": .array(report.linked.filter { $0.view.kind == "person" }.map { APIRecord.json($0, form: forms.form(call)) })]
        }
    }

    // MARK: Writing

    private func register(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        guard let day = call.request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        var answers: [String: Answer?] = [:]
        for kind in ["case", "person"] {
            let read = try forms.read(call.body[kind], of: kind, at: "/\(kind)", upTo: .identity, call)
            for (name, answer) in read { answers["\(kind).\(name)"] = answer }
        }
        for name in CaseRegistration.required where (answers[name] ?? nil) == nil {
            throw APIError.invalid([APIProblem(pointer: "/" + name.replacing(".", with: "/"), problem: "is missing; say so with `absent` if it is not known")])
        }
        let checked = answers
        let (record, answer) = try await call.services.work {
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let record = try CaseRegistration(node: access.node, account: access.session.account).save(checked, submission: submission, day: day)
            return (record, try report(record, of: record, access, call))
        }
        await call.location.set("/api/v1/cases/\(record)")
        return answer
    }

    private func add(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let caseRecord = try call.request.parameter("case")
        guard let kind = call.body["kind"]?.string else { throw APIError.malformed }
        let role = call.body["role"]?.string
        let isTied = kind == "person" || kind == "party"
        guard isTied == (role != nil) else {
            throw APIError.invalid([
                APIProblem(pointer: "/role", problem: isTied ? "is missing: people and parties have a role in a case" : "is for people and parties only")
            ])
        }
        if let role, !roles(of: kind).contains(role) {
            throw APIError.invalid([APIProblem(pointer: "/role", problem: "is no role of a \(kind) in a case: \(roles(of: kind).joined(separator: ", "))")])
        }
        let answer = try await call.services.work {
            let reader = try access.node.database.read { try access.requireCase(caseRecord, $0) }
            var answers = try forms.read(call.body["answers"], of: kind, at: "/answers", upTo: reader.clearance, call)
            guard answers.values.contains(where: { $0 != nil }) else {
                throw APIError.invalid([APIProblem(pointer: "/answers", problem: "must answer something")])
            }
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let record = RecordIdentifier.text(access.node.keys.recordIdentifier(for: "added\n\(caseRecord)\n\(submission)"))
            if !isTied { answers["case"] = Answer(try FieldValue(link: caseRecord)) }
            let checked = answers
            try access.node.change(by: access.session.account) { transaction in
                guard try transaction.state(of: record) == nil else { return }
                try transaction.save(RecordChange(record: record, kind: kind, answers: checked))
                guard let role else { return }
                try CaseWork.relate(record, to: caseRecord, as: role, record: RecordIdentifier.random(), transaction)
            }
            return (record, try report(record, of: caseRecord, access, call))
        }
        await call.location.set("/api/v1/cases/\(caseRecord)")
        return answer.1
    }

    private func change(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let (caseRecord, record) = (try call.request.parameter("case"), try call.request.parameter("record"))
        return try await call.services.work {
            let (state, reader, original) = try access.node.database.read { connection in
                let (state, reader) = (try access.requireRecord(record, of: caseRecord, connection), try access.requireCase(caseRecord, connection))
                var gate = Gate(reader: reader, node: access.node, connection: connection)
                return (state, reader, try gate.view(state, of: record))
            }
            guard call.body["version"]?.string == APIRecord.version(state.heads) else { throw APIError.stale }
            guard !state.isErased else { throw APIError.invalid([APIProblem(pointer: "/", problem: "was erased; nothing can be added to it")]) }
            guard try access.node.database.read({ try !ReferralGuard.isWritten(record, $0) }) else {
                throw APIError.invalid([APIProblem(pointer: "/", problem: "is written by the steps of a referral; it is changed on the referral's page")])
            }
            let answers = try forms.read(call.body["answers"], of: state.kind, at: "/answers", upTo: reader.clearance, changing: original, call)
            try access.node.change(by: access.session.account) { transaction in
                // Again inside the transaction, so that of two programs that change it at once one is told.
                guard let present = try transaction.state(of: record), present.heads == state.heads else { throw APIError.stale }
                let kept = state.kind == "case" ? try access.keepingReachable(answers, of: record, transaction.connection) : answers
                _ = try transaction.save(RecordChange(record: record, kind: state.kind, answers: kept))
            }
            return try report(record, of: caseRecord, access, call)
        }
    }
}

extension APICall {
    /// The program's access to cases: that of its person, without identity unless its token is for people.
    func access() throws -> CaseAccess {
        var access = try CaseAccess(try request.signedIn(), services)
        access.mayReadPeople = request.scopes.contains(.readPeople)
        access.refusesSealed = true
        return access
    }
}
