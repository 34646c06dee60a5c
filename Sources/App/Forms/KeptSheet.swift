import HTTPTypes
import Storage

/// What a page knows of the forms on it that are kept.
struct KeptSheet: Sendable {
    let node: Node
    let account: String
    /// What was kept of one of its forms and is gone on with; nil on a fresh page.
    var draft: FormDraft?

    /// Whether the draft is of a form, named by the key of its title.
    func isDraft(of form: String) -> Bool {
        guard case .page(_, let title)? = draft?.sheet else { return false }
        return title == form
    }

    /// Runs the handler of a page with what was kept under the number in the address. What was sent meanwhile leads to where it went then; what is not there any more, or
    /// somebody else's, to the page as it is without it.
    static func show(_ request: WebRequest, _ services: AppServices, _ handler: Route.Handler) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        var request = request
        var sheet = KeptSheet(node: node, account: session.account)
        if let number = request.query.text("draft") {
            let (path, account) = (request.path, session.account)
            let (found, sent) = try await services.work {
                try node.database.read { connection in
                    let draft = try FormDrafts(node: node, connection: connection).find(number, of: account)
                    return (draft, draft == nil ? try SentForms(node: node, connection: connection, account: account).place(of: number) : nil)
                }
            }
            guard let found, case .page(path, _) = found.sheet else { return .seeOther(sent ?? path) }
            sheet.draft = found
            request.form = FormFields(json: found.answers)
        }
        request.kept = sheet
        return try await handler(request, services)
    }
}

extension WebRequest {
    /// Whether the page goes on with what was kept, which is in ``form``.
    var isResumed: Bool { kept?.draft != nil }

    /// What was wrong with the form when it was sent.
    var problems: [FieldProblem] { kept?.draft?.problems ?? [] }

    /// The controls of one of several forms on a page: only that which is gone on with has values.
    /// - Parameter matching: a control and its value that tell this form from others of its name.
    func controls(of form: String, matching: (name: String, value: String)? = nil, fresh: FormFields = FormFields()) -> FormControls {
        guard isResumed(form, matching) else { return FormControls(translator: translator, values: fresh) }
        return FormControls(translator: translator, values: self.form, problems: problems)
    }

    func isResumed(_ form: String, _ matching: (name: String, value: String)? = nil) -> Bool {
        guard let kept, kept.isDraft(of: form) else { return false }
        return matching.map { self.form[$0.name] == $0.value } ?? true
    }

    /// Fills the form of a fresh page; what is gone on with stays as it was typed.
    mutating func prefill(_ items: [FormFields.Item]) {
        if !isResumed { form.items = items }
    }
}

extension Page {
    /// Attributes of the element of a form that is kept.
    func keptAttributes(_ action: String, look: String? = "card") -> [Attribute?] {
        KeptForm.attributes(request.translator) + [Attribute("action", action), look.map { .class($0) }]
    }

    /// The same of a form that may be sent without a connection.
    /// - Parameter name: tells it from others of the person's.
    func waitingAttributes(_ action: String, as name: String) -> [Attribute?] {
        let waiting = request.kept.map { KeptForm.waiting(name, account: $0.account, node: $0.node, request.translator) }
        return keptAttributes(action, look: nil) + (waiting ?? [])
    }

    /// Token, number and holder of a form that is kept, and what became of its files.
    /// - Parameter form: the name of the form, a key of the catalogue: that of its title.
    func keptFields(_ html: inout HTMLWriter, _ form: String, matching: (name: String, value: String)? = nil) {
        guard let kept = request.kept else { return formToken(&html) }
        let isResumed = request.isResumed(form, matching)
        KeptForm.hidden(&html, self, number: isResumed ? kept.draft?.number ?? "" : RecordIdentifier.random(), account: kept.account, node: kept.node)
        guard isResumed, let draft = kept.draft else { return }
        files(&html, "forms.files.kept", draft.files.sorted { $0.key < $1.key }.map(\.value.fileName), look: "muted")
        files(&html, "forms.files.again", draft.missingFiles, look: "warning")
    }

    private func files(_ html: inout HTMLWriter, _ key: String, _ names: [String], look: String) {
        guard !names.isEmpty else { return }
        html.element("div", [.class(look)]) { html in
            html.element("p", text: request.translator(key))
            html.element("ul") { html in for name in names { html.element("li", [.dir("auto")], text: name) } }
        }
    }

    func keptActions(_ html: inout HTMLWriter, save: String, isLong: Bool = true) {
        KeptForm.actions(&html, request.translator, save: save, isLong: isLong)
    }
}
