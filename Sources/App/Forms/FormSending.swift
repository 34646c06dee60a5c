import Dictionary
import Forms
import Storage
import Vault

/// Takes a questionnaire as it was sent: keeps it as a draft where something is still to be done, else saves it.
struct FormSending: Sendable {
    /// More files than come with one form.
    private static let fileLimit = 20

    private let request: WebRequest
    private let access: CaseAccess
    private let library: FormLibrary
    private let services: AppServices

    init(_ request: WebRequest, _ access: CaseAccess, _ library: FormLibrary, _ services: AppServices) {
        self.request = request
        self.access = access
        self.library = library
        self.services = services
    }

    private var node: Node { access.node }

    /// What was sent, as answers.
    private struct Sent {
        var form: AvailableForm
        var filling: FormFilling
        var draft: FormDraft
        /// Questions that count now and did not before, so that the sender has not seen them.
        var newQuestions: [Int]
    }

    /// - Returns: where the sender goes on.
    func send(_ identifier: String) throws -> String {
        if let number = request.form.text("submission"), let saved = try FormSubmission.saved(number, node) {
            return try sendAgain(request.form, identifier, files: request.files, number, saved)
        }
        var sent = try read(request.form, identifier, files: request.files)
        guard let unfinished = try unfinished(&sent) else { return "/cases/" + (try save(sent)) }
        sent.draft.answers = sent.filling.json
        let draft = sent.draft
        try node.database.write { try FormDrafts(node: node, connection: $0).keep(draft, of: access.session.account) }
        return draft.address + unfinished
    }

    /// Takes a form under a number that was saved before, by another tab or a sending whose answer was lost. The same once more leads to the case; what differs from what
    /// was saved is kept as a draft of that case, whose author decides what of it is new.
    /// - Parameter saved: the case that the number was saved to.
    /// - Returns: where the sender goes on.
    func sendAgain(_ fields: FormFields, _ identifier: String, files: [UploadedFile], _ number: String, _ saved: String) throws -> String {
        try node.database.read { try access.requireCase(saved, $0) }
        let mark = Self.mark(fields, identifier, files, node)
        let isOther = try node.database.read { try SentForms(node: node, connection: $0, account: access.session.account).wasOther(number, mark) }
        guard isOther else { return "/cases/\(saved)" }
        let following = FormMark.following(number, node)
        if try FormSubmission.saved(following, node) != nil { return try sendAgain(fields, identifier, files: files, following, saved) }
        var late = fields
        late.replace("submission", with: following)
        late.replace("case", with: saved)
        var draft = try read(late, identifier, files: files).draft
        draft.heads = try KnownCase(saved, access, services, request).heads
        let kept = draft
        try node.database.write { try FormDrafts(node: node, connection: $0).keep(kept, of: access.session.account) }
        return draft.address + "?late=1"
    }

    /// Which page it was sent from, and how the case was then, is no content.
    private static func mark(_ fields: FormFields, _ identifier: String, _ files: [UploadedFile], _ node: Node) -> String {
        var content = fields
        content.items.removeAll { ["submission", "case", "heads"].contains($0.name) }
        return FormMark.text("sent-questionnaire\n\(identifier)", content, files, node)
    }

    /// What was typed before the session ended, as a draft.
    func draft(_ fields: FormFields, _ identifier: String, files: [UploadedFile]) throws -> FormDraft { try read(fields, identifier, files: files).draft }

    private func read(_ fields: FormFields, _ identifier: String, files: [UploadedFile]) throws -> Sent {
        guard let number = KeptForm.number(fields) else { throw WebError.badRequest(key: "platform.error.malformed") }
        guard let form = try library.form(identifier, version: fields.text("version")) else { throw WebError.notFound }
        let caseRecord = fields.text("case")
        if let caseRecord { try node.database.read { try access.requireCase(caseRecord, $0) } }
        let before = try node.database.read { try FormDrafts(node: node, connection: $0).find(number, of: access.session.account) }
        var filling = form.filling(node, language: request.translator.language, clock: node.clock.formClock(request.now))
        if let before { filling.restore(before.answers) }
        let seen = Set(filling.allNodes.filter { filling.isShown($0) && filling.isRelevant($0) }.map { filling.controlName(of: $0) })
        FormPosting(form: form, dictionary: node.dictionary, calendars: services.calendars, habit: DateHabit(request)).take(fields, into: &filling)
        var draft = FormDraft(
            number: number, sheet: .questionnaire(form: identifier, version: form.version), caseRecord: caseRecord, answers: filling.json, changed: request.now)
        for text in fields.all("heads") {
            let words = FormFilling.words(text)
            if let record = words.first { draft.heads[record] = words.dropFirst().joined(separator: " ") }
        }
        draft.files = before?.files ?? [:]
        for file in files where draft.files.count < Self.fileLimit { draft.files[file.field] = file }
        attach(draft.files, &filling)
        draft.answers = filling.json
        let new = filling.allNodes.filter { filling.isShown($0) && filling.isRelevant($0) && !seen.contains(filling.controlName(of: $0)) }
        return Sent(form: form, filling: filling, draft: draft, newQuestions: new)
    }

    /// A question with a file is answered by the file's name.
    private func attach(_ files: [String: UploadedFile], _ filling: inout FormFilling) {
        guard !files.isEmpty else { return }
        for node in filling.allNodes { if let file = files[filling.controlName(of: node)] { filling.answer(node, value: file.fileName) } }
        filling.compute()
    }

    // MARK: What is still to be done

    /// Query and place on the draft's page; nil if the form can be saved.
    private func unfinished(_ sent: inout Sent) throws -> String? {
        if let name = request.form.text("add") { return "#field-" + add(name, &sent.filling) }
        if let name = request.form.text("remove") { return remove(name, &sent.filling) }
        if KeptForm.isToBeKept(request) { return "?kept=1" }
        if let first = sent.newQuestions.first, !request.form.isTicked("script") { return "?more=1#field-" + sent.filling.controlName(of: first) }
        let faults = FormFaults(request, sent.form, sent.filling, node.dictionary, files: sent.draft.files, addsToCase: sent.draft.caseRecord != nil)
        if !faults.problems.isEmpty { return "?check=1" }
        return try mayBeKnown(sent) ? "?known=1" : nil
    }

    /// Whether the worker of a new case may be in another one already. Asked once: whoever has seen who it may be and saves all the same has decided.
    private func mayBeKnown(_ sent: Sent) throws -> Bool {
        guard sent.draft.caseRecord == nil, request.form["duplicates"] != "seen" else { return false }
        let answers = FormAnswers(sent.filling, sent.form.plan, node.dictionary).workers(sent.form.plan)
        let hints = DuplicateHints(access, services)
        return try !hints.find(answers, now: request.now).isEmpty || hints.isWithColleague(answers)
    }

    private func add(_ name: String, _ filling: inout FormFilling) -> String {
        for (element, parent) in filling.freeRepeats where filling.controlName(ofElement: element, in: parent) == name {
            if let node = filling.addRound(of: element, in: parent) {
                filling.compute()
                return filling.controlName(of: node)
            }
        }
        return name
    }

    private func remove(_ name: String, _ filling: inout FormFilling) -> String {
        guard let node = filling.allNodes.first(where: { filling.round(of: $0) > 0 && filling.controlName(of: $0) == name }),
            let element = filling.element(of: node)
        else { return "" }
        let parent = filling.parent(of: node)
        let place = filling.controlName(ofElement: element, in: parent)
        filling.remove(round: node)
        filling.compute()
        return "#field-" + place
    }

    // MARK: Saving

    private func save(_ sent: Sent) throws -> String {
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let existing = try sent.draft.caseRecord.map { try KnownCase.existing($0, heads: sent.draft.heads, access) }
        let submission = FormSubmission(
            number: sent.draft.number, form: sent.form, filling: sent.filling, existing: existing, day: day, files: sent.draft.files)
        let mark = Self.mark(request.form, sent.form.identifier, request.files, node)
        let place = "/cases/" + (existing?.record ?? FormSubmission.caseRecord(of: sent.draft.number, node))
        return try submission.save(node, by: access.session.account) { transaction in
            let (connection, account) = (transaction.connection, access.session.account)
            try FormDrafts(node: node, connection: connection).remove(sent.draft.number, of: account)
            try SentForms(node: node, connection: connection, account: account).note(sent.draft.number, mark, at: place, now: request.now)
        }
    }
}

extension FormAnswers {
    /// What was answered about the workers of the case.
    func workers(_ plan: FormPlan) -> [Answer] {
        drafts.filter { draft in
            switch draft.scope {
            case .theWorker: true
            case .group(let element): plan.declarations[element].map { $0.kind == "person" && $0.role == "worker" } ?? false
            case .theCase, .only: false
            }
        }.flatMap { $0.answers.values.compactMap { $0 } }
    }
}
