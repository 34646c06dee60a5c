import Dictionary
import HTTPTypes
import Journal
import Storage

/// Recording what somebody agreed to, and taking it back.
enum ConsentRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/consents/new", .permission(.writeCases), new).showingKept,
            .post("/cases/{case}/consents/new", .permission(.writeCases), save).kept(on: "/cases/{case}/consents/new", as: "consents.record", shownBy: new),
            .get("/cases/{case}/consents/{record}/withdraw", .permission(.writeCases), askWithdrawal).showingKept,
            .post("/cases/{case}/consents/{record}/withdraw", .permission(.writeCases), withdraw)
                .kept(on: "/cases/{case}/consents/{record}/withdraw", as: "consents.withdraw", shownBy: askWithdrawal),
        ]
    }

    private static func new(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let choices = try await choices(access, caseRecord, services)
        var request = request
        request.prefill(
            (choices.people.count == 1 ? [.init(name: "person", value: choices.people[0].record)] : [])
                + (request.day.map { [.init(name: "given-on", value: $0.description)] } ?? []))
        return .page(ConsentPages.record(request, CaseRoutes.answerForm(request, access.node, services), choices, caseRecord: caseRecord))
    }

    private static func choices(_ access: CaseAccess, _ caseRecord: String, _ services: AppServices) async throws -> ConsentPages.Choices {
        try await services.work {
            try access.node.database.read { connection in
                var gate = Gate(reader: try access.requireCase(caseRecord, connection), node: access.node, connection: connection)
                let people = try CaseGroup(connection: connection, organisation: access.node.organisation.number).records(ofCase: caseRecord)
                    .filter { $0.state.kind == "person" }.map { ($0.record, try gate.view($0.state, of: $0.record).names) }
                return ConsentPages.Choices(
                    people: people, organisations: try PartnerEntries(node: access.node, connection: connection).choices(services.directory))
            }
        }
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let choices = try await choices(access, caseRecord, services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        var (answers, problems) = form.read(request.form, ConsentPages.fields(form.dictionary))
        let person = request.form.text("person")
        if let person, !choices.people.contains(where: { $0.record == person }) { throw WebError.badRequest(key: "platform.error.malformed") }
        answers = answers.filter { $0.value != nil }
        let receivers = Set(request.form.all("for-organisations").filter { !$0.isEmpty })
        guard receivers.isSubset(of: choices.organisations.map(\.record)) else { throw WebError.badRequest(key: "platform.error.malformed") }
        if !receivers.isEmpty {
            answers["for-organisations"] = Answer(try FieldValue(list: receivers.sorted().map { try FieldValue(link: $0) }, type: .link))
        }
        problems += missing(answers, request) + impossible(answers, request)
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        answers["taken-by"] = Answer(try FieldValue(text: access.session.displayName, limit: 1_000))
        let checked = answers
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                let entries = PartnerEntries(node: access.node, connection: transaction.connection)
                for receiver in receivers { try entries.ensure(receiver, in: transaction) }
            }
            try CaseWork(node: access.node, account: access.session.account).addConsent(checked, of: person, to: caseRecord, submission: submission)
        }
        return .seeOther("/cases/\(caseRecord)#consent")
    }

    /// What a consent must say to mean something: yes or no; with a yes, to what and in what way.
    private static func missing(_ answers: [String: Answer?], _ request: WebRequest) -> [FieldProblem] {
        func has(_ name: String) -> Bool { answers[name].map { $0 != nil } ?? false }
        var problems: [FieldProblem] = []
        if !has("given") { problems.append(FieldProblem(field: "given", sentence: request.translator("consents.error.given"))) }
        guard case .code("yes")? = answers["given"]??.value else { return problems }
        if !has("scopes") { problems.append(FieldProblem(field: "scopes", sentence: request.translator("consents.error.scopes"))) }
        if !has("manner") { problems.append(FieldProblem(field: "manner", sentence: request.translator("consents.error.manner"))) }
        return problems
    }

    /// A day of consent that has not come yet, and an end before the beginning, are slips.
    private static func impossible(_ answers: [String: Answer?], _ request: WebRequest) -> [FieldProblem] {
        func date(_ name: String) -> PartialDate? { if case .date(let date)? = answers[name]??.value { date } else { nil } }
        var problems: [FieldProblem] = []
        // Where the day of consent is given too, the two are compared as those of every record are.
        if case .code(let keeps)? = answers["keeps-data"]??.value, case .code(let given)? = answers["given"]??.value, ["yes", "no"].contains(keeps), keeps != given {
            let scopes = answers["scopes"]??.value?.elements ?? []
            // A refusal without anything ticked is one of everything.
            if scopes.contains(.code("record-keeping")) || given == "no" && scopes.isEmpty {
                problems.append(FieldProblem(field: "keeps-data", sentence: request.translator("consents.error.keeps-data")))
            }
        }
        if date("given-on") == nil, let last = date("until")?.latest, let first = request.day, last < first {
            problems.append(FieldProblem(field: "until", sentence: request.translator("consents.error.until")))
        }
        return problems
    }

    // MARK: Taking back

    private static func consent(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, caseRecord: String, view: RecordView) {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let record = try request.parameter("record")
        let view = try await services.work {
            try access.node.database.read { connection in
                let state = try access.requireRecord(record, of: caseRecord, connection)
                guard state.kind == "consent" else { throw WebError.notFound }
                var gate = Gate(reader: try access.requireCase(caseRecord, connection), node: access.node, connection: connection)
                return try gate.view(state, of: record)
            }
        }
        return (access, caseRecord, view)
    }

    private static func askWithdrawal(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, view) = try await consent(request, services)
        if view.answer("withdrawn-on") != nil, !request.isResumed { return .seeOther("/cases/\(caseRecord)#consent") }
        var request = request
        request.prefill(request.day.map { [.init(name: "withdrawn-on", value: $0.description)] } ?? [])
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ConsentPages.withdraw(request, CaseRoutes.answerForm(request, access.node, services), view, answers, caseRecord: caseRecord))
    }

    private static func withdraw(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, view) = try await consent(request, services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        var (answers, problems) = form.read(request.form, ConsentPages.withdrawalFields(form.dictionary))
        if answers["withdrawn-on"] == .some(nil) {
            problems.append(FieldProblem(field: "withdrawn-on", sentence: request.translator("consents.error.withdrawn-on")))
        }
        let day: PartialDate? = if case .date(let date)? = answers["withdrawn-on"]??.value { date } else { nil }
        if let day = day?.latest, let given = view.date("given-on")?.earliest, day < given {
            problems.append(FieldProblem(field: "withdrawn-on", sentence: request.translator("consents.error.withdrawn-before")))
        }
        let isSaid = view.answer("withdrawn-on") != nil
        // Sent twice it is one withdrawal.
        if isSaid, answers.allSatisfy({ $0.value == view.answer($0.key) }) { return .seeOther("/cases/\(caseRecord)#consent") }
        if isSaid { problems.append(FieldProblem(field: "withdrawn-on", sentence: request.translator("consents.error.withdrawn-already"))) }
        guard problems.isEmpty, let date = answers.removeValue(forKey: "withdrawn-on") ?? nil else {
            throw UnfinishedForm(problems: problems)
        }
        let words = answers["withdrawal-words"] ?? nil
        try await services.work {
            try CaseWork(node: access.node, account: access.session.account).withdraw(view.record, on: date, words: words)
        }
        return .seeOther("/cases/\(caseRecord)#consent")
    }
}
