import Dictionary
import HTTPTypes
import Journal
import Storage
import Vault

/// The addresses of cases.
enum CaseRoutes {
    static var all: [Route] {
        [
            .get("/cases/new", .permission(.writeCases), newCase),
            .post("/cases/new", .permission(.writeCases), saveNewCase),
            .get("/cases/{case}", .permission(.readCases), show),
            .get("/cases/{case}/history", .permission(.readCases), history),
            .get("/cases/{case}/add/{kind}", .permission(.writeCases), addRecord),
            .post("/cases/{case}/add/{kind}", .permission(.writeCases), saveAddedRecord),
            .get("/cases/{case}/records/{record}", .permission(.writeCases), edit),
            .post("/cases/{case}/records/{record}", .permission(.writeCases), saveEdit),
            .post("/cases/{case}/assign", .permission(.assignCases), assign),
        ]
    }

    private static func newCase(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        var request = request
        request.form.items = [.init(name: "submission", value: RecordIdentifier.random())]
        return .page(CasePages.firstContact(request, answerForm(request, access.node, services), problems: []))
    }

    private static func saveNewCase(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let access = try CaseAccess(session, services)
        let form = answerForm(request, access.node, services)
        guard let submission = request.form.text("submission"), submission.utf8.count <= 64 else { throw WebError.badRequest(key: "platform.error.malformed") }
        var answers: [String: Answer?] = [:]
        var problems: [FieldProblem] = []
        for name in FirstContact.required + FirstContact.optional {
            guard let field = access.node.dictionary.field(name) else { continue }
            let (read, wrong) = form.read(request.form, [field])
            problems += wrong
            answers[name] = read[field.name] ?? nil
            if FirstContact.required.contains(name), wrong.isEmpty, read[field.name] == .some(nil) {
                problems.append(
                    FieldProblem(
                        field: field.name,
                        sentence: request.translator("cases.form.needed", ["field": .text(field.label(request.translator.language))])))
            }
        }
        guard problems.isEmpty else { return .page(CasePages.firstContact(request, form, problems: problems), status: .unprocessableContent) }
        let checked = answers
        let contact = FirstContact(node: access.node, account: session.account)
        // A form whose answer was lost is sent once more: the worker it registered is no duplicate of its own.
        if try await services.work({ try contact.isSaved(submission: submission) }) { return .seeOther("/cases/\(contact.caseRecord(submission: submission))") }
        // Asked once: whoever has seen whom it may be and saves all the same has decided.
        if request.form["duplicates"] != "seen" {
            let hints = try await services.work { try DuplicateHints(access, services).find(checked, now: request.now) }
            guard hints.isEmpty else { return .page(CasePages.firstContact(request, form, problems: [], hints: hints)) }
        }
        guard let day = CalendarDay(daysSinceEpoch: Int(request.now / 86_400_000)) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let record = try await services.work {
            try contact.save(checked, submission: submission, day: day)
        }
        return .seeOther("/cases/\(record)")
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("case"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let (sheet, colleagues) = try await services.work {
            let sheet = try access.node.database.read { connection in
                var reading = try CaseSheetReading(of: record, access, connection)
                return try reading.sheet(of: record, today: today)
            }
            if sheet.showsIdentity, services.readings.isDue(record, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: record, kind: "case", ground: nil) }
            }
            return (sheet, try names(access.node, services))
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(CaseSheetPage(request, sheet, answers, colleagues: colleagues, today: today, submission: RecordIdentifier.random()).html())
    }

    private static func history(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("case"))
        return .page(try await CaseWorkRoutes.historyPage(request, access, record, record, services, problems: []))
    }

    /// The case of a request, found to open for whoever asks.
    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, caseRecord: String) {
        let access = try CaseAccess(try request.signedIn(), services)
        let record = try request.parameter("case")
        try await services.work { try access.node.database.read { try access.requireCase(record, $0) } }
        return (access, record)
    }

    /// The number that a form was shown with; nil if it is not there or none of ours.
    static func submission(_ request: WebRequest) -> String? { request.form.text("submission").flatMap { $0.utf8.count <= 64 ? $0 : nil } }

    /// The names of colleagues by account, to show who did what.
    static func names(_ node: Node, _ services: AppServices) throws -> [(account: String, name: String)] {
        try services.accounts.accounts(of: node).map { ($0.identifier, $0.profile.displayName) }
    }

    // MARK: Records of a case

    private static let kinds: Set<String> = ["violation", "action", "claim", "person", "party"]

    private static func addRecord(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, kind) = try await addable(request, services)
        var request = request
        request.form.items = [.init(name: "submission", value: RecordIdentifier.random())]
        return .page(RecordPages.edit(request, kind: kind, answerForm(request, access.node, services), seen: nil, problems: []))
    }

    private static func addable(_ request: WebRequest, _ services: AppServices) async throws -> (CaseAccess, String) {
        let access = try CaseAccess(try request.signedIn(), services)
        let (record, kind) = (try request.parameter("case"), try request.parameter("kind"))
        guard kinds.contains(kind) else { throw WebError.notFound }
        try await services.work { try access.node.database.read { try access.requireCase(record, $0) } }
        return (access, kind)
    }

    private static func saveAddedRecord(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, kind) = try await addable(request, services)
        let caseRecord = try request.parameter("case")
        guard let submission = request.form.text("submission"), submission.utf8.count <= 64 else { throw WebError.badRequest(key: "platform.error.malformed") }
        let form = answerForm(request, access.node, services)
        let fields = access.node.dictionary.fields(of: kind).filter(AnswerForm.isAnswerable)
        var (answers, problems) = form.read(request.form, fields)
        let role = request.form.text("role")
        let needsRole = kind == "person" || kind == "party"
        if needsRole, role.flatMap({ access.node.dictionary.vocabulary("relation-role")?.term($0) }) == nil {
            problems.append(FieldProblem(field: "role", sentence: request.translator("cases.form.role-needed")))
        }
        if !answers.values.contains(where: { $0 != nil }) {
            problems.append(FieldProblem(field: fields.first?.name ?? "", sentence: request.translator("cases.form.empty")))
        }
        guard problems.isEmpty else {
            return .page(RecordPages.edit(request, kind: kind, form, seen: nil, problems: problems), status: .unprocessableContent)
        }
        let record = RecordIdentifier.text(access.node.keys.recordIdentifier(for: "added\n\(caseRecord)\n\(submission)"))
        if !needsRole { answers["case"] = Answer(try FieldValue(link: caseRecord)) }
        let checked = answers
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                guard try transaction.state(of: record) == nil else { return }
                try transaction.save(RecordChange(record: record, kind: kind, answers: checked))
                guard needsRole, let role else { return }
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "relation",
                        answers: [
                            "from": Answer(try FieldValue(link: record)), "to": Answer(try FieldValue(link: caseRecord)), "role": Answer(.code(role)),
                        ]))
            }
        }
        return .seeOther("/cases/\(caseRecord)")
    }

    private static func edit(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (view, heads, reader) = try await editable(request, access, services)
        let form = answerForm(request, access.node, services)
        var request = request
        request.form = form.fields(view)
        return .page(RecordPages.edit(request, kind: view.kind, form, upTo: reader.clearance, seen: heads, problems: []))
    }

    /// The record as this person may see it, its latest entries, and how the person reads the case.
    private static func editable(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> (RecordView, String, Reader) {
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        return try await services.work {
            let (reader, heads) = try access.node.database.read { connection in
                let state = try access.requireRecord(record, of: caseRecord, connection)
                return (try access.requireCase(caseRecord, connection), state.heads.map(\.description).joined(separator: " "))
            }
            return (
                try RecordViewing(access.node, reader: reader).report(
                    on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) }
                ).view, heads, reader
            )
        }
    }

    private static func saveEdit(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        let (view, _, reader) = try await editable(request, access, services)
        let form = answerForm(request, access.node, services)
        // Nobody writes over what they cannot see.
        let fields = access.node.dictionary.fields(of: view.kind).filter { AnswerForm.isAnswerable($0) && $0.sensitivity <= reader.clearance }
        let (answers, problems) = form.read(request.form, fields)
        let seen = request.form["seen"]?.split(separator: " ").compactMap { Digest(String($0)) }
        guard problems.isEmpty, let seen else {
            return .page(
                RecordPages.edit(request, kind: view.kind, form, upTo: reader.clearance, seen: request.form["seen"], problems: problems),
                status: .unprocessableContent)
        }
        try await services.work {
            // Only what was changed on the form is saved. What a colleague wrote meanwhile is not overwritten: both answers stay, and the clash is shown.
            let original = try RecordVersion(node: access.node, reader: reader).view(of: record, seen: seen)
            let changed = answers.filter { $0.value != original?.answer($0.key) }
            guard !changed.isEmpty else { return }
            try access.node.change(by: access.session.account) { transaction in
                _ = try transaction.save(RecordChange(record: record, kind: view.kind, answers: changed), seen: seen)
            }
        }
        return .seeOther("/cases/\(caseRecord)")
    }

    private static func assign(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let caseRecord = try request.parameter("case")
        let chosen = request.form.all("account")
        try await services.work {
            try access.node.database.read { try access.requireCase(caseRecord, $0) }
            let known = Set(try services.accounts.accounts(of: access.node).filter(\.isAssignable).map(\.identifier))
            let accounts = chosen.filter(known.contains)
            guard !accounts.isEmpty else { throw WebError.badRequest(key: "cases.error.assign") }
            let value = try FieldValue(list: accounts.map { try FieldValue(link: $0) }, type: .link)
            try access.node.change(by: access.session.account) { transaction in
                try Notifications.announceAssignment(of: caseRecord, to: accounts, in: transaction)
                _ = try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: ["assigned-to": Answer(value)]))
            }
        }
        return .seeOther("/cases/\(caseRecord)")
    }

    static func answerForm(_ request: WebRequest, _ node: Node, _ services: AppServices) -> AnswerForm {
        AnswerForm(dictionary: node.dictionary, calendars: services.calendars, translator: request.translator)
    }
}
