import Dictionary
import Formats
import Forms
import HTTPTypes
import Journal
import Storage
import Vault

/// Filling in forms, going on with drafts, and an organisation's own forms.
enum FormRoutes {
    /// Answers and the files that come with them.
    private static let limit = Route.Input.form(limit: 12 << 20)

    static var all: [Route] {
        [
            .get("/forms", .permission(.writeCases), list),
            .get("/forms/fill/{form}", .permission(.writeCases), begin),
            .post("/forms/fill/{form}", .permission(.writeCases), input: limit, send).rescued(by: rescue),
            .get("/forms/drafts/{draft}", .permission(.writeCases), resume),
            .post("/forms/drafts/{draft}/discard", .permission(.writeCases), discard),
            .get("/forms/recover", .permission(.writeCases), recover),
            .get("/forms/files/{form}/{version}/{name}", .permission(.writeCases), file),
            .get("/forms/own", .permission(.assignCases)) { request, _ in .page(FormListPages.upload(request, problems: nil)) },
            .post("/forms/own", .permission(.assignCases), input: limit, upload),
            .post("/forms/own/{form}/retire", .permission(.assignCases), retire),
        ]
    }

    private static func library(_ request: WebRequest, _ services: AppServices) throws -> FormLibrary {
        FormLibrary(node: try services.node(for: try request.signedIn()), cache: services.forms)
    }

    private static func clock(_ request: WebRequest) -> FormClock { FormClock(now: Int64(request.now), offset: 0) }

    // MARK: Choosing

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let caseRecord = request.query.text("case")
        let (forms, drafts) = try await services.work {
            if let caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
            let drafts = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).all(of: access.session.account) }
            return (try library.forms(), drafts)
        }
        return .page(FormListPages.list(request, forms, drafts, caseRecord: caseRecord))
    }

    // MARK: Filling in

    private static func begin(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let (identifier, caseRecord) = (try request.parameter("form"), request.query.text("case"))
        return try await services.work {
            guard let form = try library.form(identifier), form.start != .existingCase || caseRecord != nil, form.start != .newCase || caseRecord == nil else {
                throw WebError.notFound
            }
            var filling = form.filling(access.node, language: request.translator.language, clock: clock(request))
            var heads: [String: String] = [:]
            if let caseRecord {
                let known = try KnownCase(caseRecord, access, services, request)
                FormPosting(form: form, dictionary: access.node.dictionary, calendars: services.calendars).fill(&filling, known.answers)
                heads = known.heads
            }
            let number = RecordIdentifier.random()
            return page(request, access, form, filling, number: number, caseRecord: caseRecord, heads: heads)
        }
    }

    private static func page(
        _ request: WebRequest, _ access: CaseAccess, _ form: AvailableForm, _ filling: FormFilling, number: String, caseRecord: String?,
        heads: [String: String],
        problems: [FieldProblem] = [], notice: String? = nil, files: [String: UploadedFile] = [:]
    ) -> WebResponse {
        let state = FormSheetState(
            number: number, caseRecord: caseRecord, heads: heads, problems: problems, notice: notice,
            holder: FormHolder.mark(number: number, account: access.session.account, node: access.node), files: files)
        let lists = form.lists(access.node, request.translator.language)
        let script = form.program.isDynamic ? filling.script { lists.table($0) } : nil
        return .page(FormPage(request: request, form: form, filling: filling, state: state).html(script))
    }

    private static func resume(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let number = try request.parameter("draft")
        return try await services.work {
            let found = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
            if found == nil, let saved = try FormSubmission.saved(number, access.node) {
                // Going back after saving.
                try access.node.database.read { try access.requireCase(saved, $0) }
                return .seeOther("/cases/\(saved)")
            }
            guard let draft = found, let form = try library.form(draft.form, version: draft.version.isEmpty ? nil : draft.version) else {
                throw WebError.notFound
            }
            if let caseRecord = draft.caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
            var filling = form.filling(access.node, language: request.translator.language, clock: clock(request))
            filling.restore(draft.answers)
            let problems = request.query.isTicked("check") ? FormFaults(request, form, filling, access.node.dictionary).problems : []
            let notice = ["kept": "forms.kept", "more": "forms.more-questions", "rescued": "forms.rescued"].first { request.query.isTicked($0.key) }?.value
            return page(
                request, access, form, filling, number: number, caseRecord: draft.caseRecord, heads: draft.heads, problems: problems, notice: notice,
                files: draft.files)
        }
    }

    /// What was sent, as answers.
    private struct Sent {
        var form: AvailableForm
        var filling: FormFilling
        var draft: FormDraft
        /// Questions that count now and did not before, so that the sender has not seen them.
        var newQuestions: [Int]
    }

    private static func read(
        _ request: WebRequest, _ fields: FormFields, _ identifier: String, _ access: CaseAccess, _ library: FormLibrary, _ services: AppServices
    )
        throws -> Sent
    {
        guard let number = fields.text("submission"), number.utf8.count == 16, RecordIdentifier.read(number) == number else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        guard let form = try library.form(identifier, version: fields.text("version")) else { throw WebError.notFound }
        let caseRecord = fields.text("case")
        if let caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
        let before = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
        var filling = form.filling(access.node, language: request.translator.language, clock: clock(request))
        if let before { filling.restore(before.answers) }
        let seen = Set(filling.allNodes.filter { filling.isShown($0) && filling.isRelevant($0) }.map { filling.controlName(of: $0) })
        FormPosting(form: form, dictionary: access.node.dictionary, calendars: services.calendars).take(fields, into: &filling)
        var heads: [String: String] = [:]
        for text in fields.all("heads") {
            let words = FormFilling.words(text)
            if let record = words.first { heads[record] = words.dropFirst().joined(separator: " ") }
        }
        var draft = FormDraft(
            number: number, form: identifier, version: form.version, caseRecord: caseRecord, answers: filling.json, heads: heads, changed: request.now)
        draft.files = before?.files ?? [:]
        for file in request.files where draft.files.count < 20 { draft.files[file.field] = file }
        let new = filling.allNodes.filter { filling.isShown($0) && filling.isRelevant($0) && !seen.contains(filling.controlName(of: $0)) }
        return Sent(form: form, filling: filling, draft: draft, newQuestions: new)
    }

    private static func send(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let identifier = try request.parameter("form")
        let path = try await services.work { () -> String in
            let node = access.node
            if let number = request.form.text("submission"), let saved = try FormSubmission.saved(number, node) {
                try node.database.read { try access.requireCase(saved, $0) }
                return "/cases/\(saved)"
            }
            var sent = try read(request, request.form, identifier, access, library, services)
            let place = "/forms/drafts/\(sent.draft.number)"
            var target: String?
            if let name = request.form.text("add") { target = place + "#field-" + add(name, &sent.filling) }
            if let name = request.form.text("remove") { target = place + remove(name, &sent.filling) }
            if request.form["action"] != "save", target == nil { target = place + "?kept=1" }
            if target == nil, let first = sent.newQuestions.first, !request.form.isTicked("script") {
                target = place + "?more=1#field-" + sent.filling.controlName(of: first)
            }
            if target == nil, !FormFaults(request, sent.form, sent.filling, node.dictionary).problems.isEmpty { target = place + "?check=1" }
            if let target {
                sent.draft.answers = sent.filling.json
                let draft = sent.draft
                try node.database.write { try FormDrafts(node: node, connection: $0).keep(draft, of: access.session.account) }
                return target
            }
            return "/cases/" + (try save(sent, access, request))
        }
        if request.headers[.accept]?.contains("application/json") == true { return .json(.object(["location": .string(path)])) }
        return .seeOther(path)
    }

    private static func add(_ name: String, _ filling: inout FormFilling) -> String {
        for (element, parent) in filling.freeRepeats where filling.controlName(ofElement: element, in: parent) == name {
            if let node = filling.addRound(of: element, in: parent) {
                filling.compute()
                return filling.controlName(of: node)
            }
        }
        return name
    }

    private static func remove(_ name: String, _ filling: inout FormFilling) -> String {
        guard let node = filling.allNodes.first(where: { filling.round(of: $0) > 0 && filling.controlName(of: $0) == name }),
            let element = filling.element(of: node)
        else { return "" }
        let parent = filling.parent(of: node)
        let place = filling.controlName(ofElement: element, in: parent)
        filling.remove(round: node)
        filling.compute()
        return "#field-" + place
    }

    private static func save(_ sent: Sent, _ access: CaseAccess, _ request: WebRequest) throws -> String {
        let node = access.node
        guard let day = CalendarDay(daysSinceEpoch: Int(request.now / 86_400_000)) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let existing = try sent.draft.caseRecord.map { try KnownCase.existing($0, heads: sent.draft.heads, access) }
        let submission = FormSubmission(number: sent.draft.number, form: sent.form, filling: sent.filling, existing: existing, day: day)
        return try submission.save(node, by: access.session.account) { transaction, record in
            for (control, file) in sent.draft.files.sorted(by: { $0.key < $1.key }) {
                try FormAttachments(transaction: transaction).keep(file, control: control, of: record)
            }
            try FormDrafts(node: node, connection: transaction.connection).remove(sent.draft.number, of: access.session.account)
        }
    }

    private static func discard(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let number = try request.parameter("draft")
        try await services.work {
            let drafts = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
            guard drafts != nil else { throw WebError.notFound }
            try access.node.database.write { try FormDrafts(node: access.node, connection: $0).remove(number, of: access.session.account) }
        }
        return .seeOther("/forms")
    }

    // MARK: Rescue

    /// Keeps what was typed when the session had ended or the page was from an earlier one.
    private static func rescue(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let identifier = try request.parameter("form")
        let fields = request.form
        guard let number = fields.text("submission"), let account = fields.text("account"), let holder = fields.text("holder"),
            services.organisations.all.contains(where: { FormHolder.mark(number: number, account: account, node: $0) == holder })
        else { throw request.session == nil ? WebError.signInNeeded : WebError.formExpired }
        let items = fields.items.filter { $0.name != "form-token" }.map { JSONValue.array([.string($0.name), .string($0.value)]) }
        let content = JSONValue.object(["form": .string(identifier), "items": .array(items)])
        let token = try await services.work {
            guard let node = services.organisations.all.first else { throw WebError.signInNeeded }
            return try node.database.write { try FormRescue(connection: $0).keep(content, now: request.now) }
        }
        let path = request.session == nil ? "/sign-in" : "/forms/recover"
        var response: WebResponse =
            request.headers[.accept]?.contains("application/json") == true ? .json(.object(["location": .string(path)])) : .seeOther(path)
        let cookies = Cookies(isSecure: services.settings.isSecure)
        response.headers.append(HTTPField(name: .setCookie, value: cookies.setting(cookies.rescueName, token)))
        return response
    }

    /// Makes a draft of what was kept, if this is the person who typed it.
    private static func recover(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let cookies = Cookies(isSecure: services.settings.isSecure)
        let token = cookies.value(cookies.rescueName, in: request.headers)
        let path = try await services.work { () -> String in
            guard let token, let content = try access.node.database.read({ try FormRescue(connection: $0).find(token, now: request.now) }) else {
                return Landing.path(for: access.session)
            }
            var fields = FormFields()
            for item in content["items"]?.array ?? [] {
                if let name = item.array?.first?.string, let value = item.array?.last?.string { fields.items.append(.init(name: name, value: value)) }
            }
            guard let number = fields.text("submission"), let form = content["form"]?.string,
                fields.text("holder") == FormHolder.mark(number: number, account: access.session.account, node: access.node)
            else { return Landing.path(for: access.session) }
            try access.node.database.write { try FormRescue(connection: $0).remove(token) }
            if let saved = try FormSubmission.saved(number, access.node) { return "/cases/\(saved)" }
            let sent = try read(request, fields, form, access, library, services)
            try access.node.database.write { try FormDrafts(node: access.node, connection: $0).keep(sent.draft, of: access.session.account) }
            return "/forms/drafts/\(number)?rescued=1"
        }
        var response = WebResponse.seeOther(path)
        response.headers.append(HTTPField(name: .setCookie, value: cookies.clearing(cookies.rescueName)))
        return response
    }

    // MARK: Own forms

    private static func file(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try library(request, services)
        let (form, version, name) = (try request.parameter("form"), try request.parameter("version"), try request.parameter("name"))
        let types = [".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"]
        guard let type = types.first(where: { name.lowercased().hasSuffix($0.key) })?.value else { throw WebError.notFound }
        guard let bytes = try await services.work({ try library.file(form, version: version, name: name) }) else { throw WebError.notFound }
        return WebResponse(headers: [.contentType: type], body: .bytes(bytes), isCompressible: false)
    }

    private static func upload(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try library(request, services)
        guard let workbook = request.files.first(where: { $0.field == "form" }) else {
            return .page(
                FormListPages.upload(request, problems: [FormProblem(.error, request.translator("forms.own.missing"), remedy: "")]),
                status: .unprocessableContent)
        }
        let others = request.files.filter { $0.field == "media" }
        let problems = try await services.work { () -> [FormProblem] in
            let name = workbook.fileName.lastIndex(of: ".").map { String(workbook.fileName[..<$0]) } ?? workbook.fileName
            let (form, problems) = FormLibrary.check(workbook.bytes, name: name, node: library.node)
            guard let form else { return problems }
            if services.forms.standard(library.node.dictionary).contains(where: { $0.identifier == form.identifier })
                || !FormListPages.isAddress(form.identifier)
            {
                return [
                    FormProblem(
                        .error, sheet: "settings", row: 2, column: "form_id",
                        "“\(form.identifier)” is the identifier of a standard form, or has signs that an address cannot have.",
                        remedy: "Choose another form_id of letters, digits, hyphens and underscores.")
                ]
            }
            try library.add(form, bytes: workbook.bytes, files: others.map { ($0.fileName, $0.bytes) }, now: request.now)
            return problems
        }
        let isRefused = problems.contains { $0.severity == .error }
        return .page(FormListPages.upload(request, problems: problems), status: isRefused ? .unprocessableContent : .ok)
    }

    private static func retire(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try library(request, services)
        let form = try request.parameter("form")
        try await services.work {
            guard try library.forms().contains(where: { $0.identifier == form && !$0.isStandard }) else { throw WebError.notFound }
            try library.retire(form)
            services.forms.forget(library.node.organisation.number, form)
        }
        return .seeOther("/forms")
    }
}

/// Marks to whom a form was given, so that what is sent after the session's end goes to nobody else.
enum FormHolder {
    static func mark(number: String, account: String, node: Node) -> String {
        node.keys.recordIdentifier(for: "form-holder\n\(account)\n\(number)").base64URL
    }
}

/// What is known of a case and its worker when a form is begun for it.
struct KnownCase {
    private(set) var answers: [FormPlan.Scope: [String: Answer]] = [:]
    private(set) var heads: [String: String] = [:]

    init(_ record: String, _ access: CaseAccess, _ services: AppServices, _ request: WebRequest) throws {
        try access.node.database.read { try access.requireCase(record, $0) }
        let report = try RecordViewing(access.node, reader: access.reader).report(
            on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) })
        answers[.theCase] = Self.answers(report.view)
        let worker = try access.node.database.read { try Self.worker(of: record, access.node, $0) }
        if let worker, let view = report.linked.first(where: { $0.view.record == worker })?.view { answers[.theWorker] = Self.answers(view) }
        for known in [record, worker].compactMap({ $0 }) {
            heads[known] = try access.node.database.read { connection in
                try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: known)?.heads.map(\.description).joined(
                    separator: " ") ?? ""
            }
        }
    }

    private static func answers(_ view: RecordView) -> [String: Answer] {
        var answers: [String: Answer] = [:]
        for entry in view.fields { answers[entry.field.name] = entry.answer }
        return answers
    }

    /// The worker of a case; nil where there is none or more than one.
    private static func worker(of record: String, _ node: Node, _ connection: any Connection) throws -> String? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        let workers = try rows.linking(to: record).filter {
            $0.field == "to" && $0.row.state.kind == "relation" && !$0.row.state.isRetracted && CaseFacts.openText($0.row.state, "role") == "worker"
        }.compactMap { CaseFacts.openText($0.row.state, "from") }
        return Set(workers).count == 1 ? workers[0] : nil
    }

    /// The case as its form was begun with it: what the records said at those entries.
    static func existing(_ record: String, heads: [String: String], _ access: CaseAccess) throws -> FormSubmission.ExistingCase {
        let worker = try access.node.database.read { try Self.worker(of: record, access.node, $0) }
        var shown: [String: FormSubmission.ExistingCase.Shown] = [:]
        for known in [record, worker].compactMap({ $0 }) {
            let digests = FormFilling.words(heads[known] ?? "").compactMap { Digest($0) }
            guard let view = try RecordVersion(node: access.node, reader: access.reader).view(of: known, seen: digests) else { continue }
            shown[known] = .init(answers: answers(view), heads: digests)
        }
        return FormSubmission.ExistingCase(record: record, worker: worker, shown: shown)
    }
}
