import Dictionary
import Formats
import Forms
import HTTPTypes
import Journal
import Storage

/// Forms and what was sent with them. Sending is the same step as on the page: ``FormSubmission``.
struct APIForms: Sendable {
    /// Submissions that one request looks through at most, so that somebody who may open few cases does not read all of them at once.
    static let lookedThrough = 500

    var operations: [APIOperation] {
        [
            APIOperation(
                method: .get, pattern: "/forms", name: "listForms", summary: "The forms that can be filled in.", scope: .submitForms,
                answer: .object([.required("items", .array(APIFormDefinition.summary, 0...1_000))]), handler: list),
            APIOperation(
                method: .get, pattern: "/forms/{form}", name: "readForm",
                summary: "A form with its questions, in the language of the header Accept-Language where the form has it.", scope: .submitForms,
                parameters: [Self.form], answer: APIFormDefinition.definition, handler: show),
            APIOperation(
                method: .post, pattern: "/forms/{form}/submissions", name: "submitForm",
                summary:
                    "Sends a filled form. Without `case` it registers a case; with it, it adds to that one. Groups are objects, repeats lists of objects, files are sent on the page of the form.",
                scope: .submitForms, parameters: [Self.form, APIOperation.Parameter.idempotencyKey],
                body: .object([
                    .required("answers", .object([], others: true)), .optional("case", APIRecord.identifier), .optional("version", .string(1...64)),
                ]),
                status: .created, answer: Self.submission, handler: submit),
            APIOperation(
                method: .get, pattern: "/submissions", name: "listSubmissions",
                summary:
                    "Filled forms of the cases that the person may open, the oldest first. A page can hold fewer than `limit`, also none; the last is the one without `next`.",
                scope: .readCases, parameters: [.limit, .after],
                answer: .object([.required("items", .array(Self.submission, 0...100)), .required("next", APIRecord.cursor)]), handler: submissions),
            APIOperation(
                method: .get, pattern: "/cases/{case}/submissions/{record}", name: "readSubmission",
                summary: "A filled form. What was answered shows with the scope people:read only.", scope: .readCases,
                parameters: [.caseIdentifier, .record], answer: Self.submission, handler: submission),
        ]
    }

    private static let form = APIOperation.Parameter(
        name: "form", place: .path, schema: .token(allowed: "-_", lengths: 1...64), description: "The identifier of a form.")

    private static let submission = APISchema.named("Submission") {
        .object([
            .required("submission", APIRecord.identifier), .required("case", APIRecord.identifier), .required("form", .string(1...200)),
            .optional("version", .string(1...200)), .required("created", .moment), .required("records", .array(APIRecord.identifier, 0...10_000)),
            .optional("answers", .object([], others: true)),
        ])
    }

    // MARK: Forms

    private func library(_ call: APICall, _ access: CaseAccess) -> FormLibrary { FormLibrary(node: access.node, cache: call.services.forms) }

    private func list(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        return try await call.services.work {
            let language = call.request.translator.language
            return ["items": .array(try library(call, access).forms().map { .object(APIFormDefinition($0, access.node, language).summary) })]
        }
    }

    private func show(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let identifier = try call.request.parameter("form")
        return try await call.services.work {
            guard let form = try library(call, access).form(identifier) else { throw WebError.notFound }
            return APIFormDefinition(form, access.node, call.request.translator.language).json
        }
    }

    // MARK: Submissions

    private func submit(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let identifier = try call.request.parameter("form")
        guard let day = call.request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let (caseRecord, answer) = try await call.services.work { () -> (String, JSONValue) in
            let node = access.node
            guard let form = try library(call, access).form(identifier, version: nil) else { throw WebError.notFound }
            if let version = call.body["version"]?.string, version != form.program.form.version ?? "" {
                throw APIError.invalid([APIProblem(pointer: "/version", problem: "is not the version that is offered now; read the form again")])
            }
            let caseRecord = call.body["case"]?.string
            if let caseRecord { try node.database.read { try access.requireCase(caseRecord, $0) } }
            try Self.checkStart(form, caseRecord)
            let number = try IdempotentRequests(node).submission(of: call)
            if let saved = try FormSubmission.saved(number, node) {
                try node.database.read { try access.requireCase(saved, $0) }
                return (saved, try report(FormSubmission.record(of: number, node), of: saved, access, call))
            }
            let clock = node.clock.formClock(call.request.now)
            var filling = form.filling(node, language: call.request.translator.language, clock: clock)
            let posting = FormPosting(form: form, dictionary: node.dictionary, calendars: call.services.calendars)
            var existing: FormSubmission.ExistingCase?
            if let caseRecord {
                let known = try KnownCase(caseRecord, access, call.services, call.request)
                posting.fill(&filling, known.answers)
                existing = try KnownCase.existing(caseRecord, heads: known.heads, access)
            }
            let reading = APIFormAnswers(form: form, posting: posting)
            try reading.take(call.body["answers"] ?? .null, into: &filling)
            try reading.check(filling, call.request, node.dictionary, addsToCase: existing != nil)
            let sent = FormSubmission(number: number, form: form, filling: filling, existing: existing, day: day)
            let saved = try sent.save(node, by: access.session.account)
            return (saved, try report(FormSubmission.record(of: number, node), of: saved, access, call))
        }
        await call.location.set("/api/v1/cases/\(caseRecord)")
        return answer
    }

    private static func checkStart(_ form: AvailableForm, _ caseRecord: String?) throws(APIError) {
        switch (form.start, caseRecord) {
        case (.existingCase, nil): throw .invalid([APIProblem(pointer: "/case", problem: "is missing: this form adds to a case that is there")])
        case (.newCase, _?): throw .invalid([APIProblem(pointer: "/case", problem: "does not belong here: this form registers a new case")])
        default: return
        }
    }

    private func submission(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let (caseRecord, record) = (try call.request.parameter("case"), try call.request.parameter("record"))
        return try await call.services.work { try report(record, of: caseRecord, access, call) }
    }

    /// - Throws: ``WebError/notFound`` for what is no submission of a case that opens.
    private func report(_ record: String, of caseRecord: String, _ access: CaseAccess, _ call: APICall) throws -> JSONValue {
        let reader = try access.node.database.read { connection in
            guard try access.requireRecord(record, of: caseRecord, connection).kind == "submission" else { throw WebError.notFound }
            return try access.requireCase(caseRecord, connection)
        }
        let report = try RecordViewing(access.node, reader: reader).report(
            on: record, withHistory: false, log: { call.services.readings.isDue(record, by: access.session.account, now: call.request.now) })
        return Self.json(report.view, of: caseRecord, withAnswers: true)
    }

    private static func json(_ view: RecordView, of caseRecord: String, withAnswers: Bool) -> JSONValue {
        var object: JSONObject = [
            "submission": .string(view.record), "case": .string(caseRecord), "form": .string(view.text("form") ?? "unknown"),
            "created": APIRecord.moment(view.created.milliseconds), "records": .array(view.links("records").map { .string($0) }),
        ]
        if let version = view.text("version") { object["version"] = .string(version) }
        if withAnswers, let content = view.text("content"), let answers = try? JSONValue.parse(Array(content.utf8)) { object["answers"] = answers }
        return .object(object)
    }

    private func submissions(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let after = try SubmissionCursor(call)
        let limit = call.number("limit") ?? 25
        return try await call.services.work {
            try access.node.database.read { connection in
                let number = access.node.organisation.number
                let rows = try connection.all(
                    """
                    SELECT created, record FROM record_state WHERE organisation = ? AND kind = 'submission' AND retracted = 0 AND (created, record) > (?, ?)
                    ORDER BY created, record LIMIT ?
                    """, [.integer(number), .text(after.created), .text(after.record), .integer(Int64(Self.lookedThrough + 1))]
                ) { SubmissionCursor(created: $0.text(0), record: $0.text(1)) }
                var items: [JSONValue] = []
                var last: SubmissionCursor?
                for row in rows.prefix(Self.lookedThrough) {
                    last = row
                    if let item = try line(row.record, access, connection) { items.append(item) }
                    if items.count == limit { break }
                }
                let isMore = last.map { $0.record != rows.last?.record } ?? false
                return ["items": .array(items), "next": isMore ? last.map { .string($0.text) } ?? .null : .null]
            }
        }
    }

    /// Nil for one of a case that does not open for this person.
    private func line(_ record: String, _ access: CaseAccess, _ connection: any Connection) throws -> JSONValue? {
        let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
        guard let caseRecord = try rows.targets(of: record, field: "case").first else { return nil }
        do {
            let state = try access.requireRecord(record, of: caseRecord, connection)
            // Everything in a line is open; the answers stand in the submission itself.
            var gate = Gate(reader: Reader(account: access.session.account, clearance: .open), node: access.node, connection: connection)
            return Self.json(try gate.view(state, of: record), of: caseRecord, withAnswers: false)
        } catch WebError.notFound {
            return nil
        }
    }
}

/// A place in the list of submissions.
private struct SubmissionCursor: Sendable {
    var created = ""
    var record = ""

    var text: String { "\(created).\(record)" }

    init(created: String, record: String) {
        self.created = created
        self.record = record
    }

    init(_ call: APICall) throws(APIError) {
        guard let text = call.text("after") else { return }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
        guard parts.count == 2, Timestamp(parts[0]) != nil, RecordIdentifier.read(parts[1]) != nil else {
            throw .invalid([APIProblem(parameter: "after", problem: "is not `next` of a page")])
        }
        (created, record) = (parts[0], parts[1])
    }
}
