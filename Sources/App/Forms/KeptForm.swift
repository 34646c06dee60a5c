import Formats
import HTTPTypes
import Storage

/// The form of a page about a case, such as that of a record, which is kept as a draft until it can be saved, as a questionnaire is.
///
/// The page shows what was kept if its address has `draft=NUMBER`; what is sent with the button to keep it, or with something wrong in it, is kept and shown again from
/// there, so that going back or reloading sends nothing.
struct KeptForm: Sendable {
    /// The control that tells the kind of record to whoever finds the draft.
    static let kindField = "record-kind"

    var caseRecord: String
    /// The kind of record, or the empty text.
    var kind: String

    // MARK: What every form that is kept has

    /// The number that a form was shown with; nil if it is none of ours.
    static func number(_ fields: FormFields) -> String? {
        fields.text("submission").flatMap { $0.utf8.count == 16 && RecordIdentifier.read($0) == $0 ? $0 : nil }
    }

    static func isToBeKept(_ request: WebRequest) -> Bool { request.form["action"] == "keep" }

    /// A key of the catalogue: what was done before the page came.
    static func notice(_ request: WebRequest) -> String? {
        request.query.isTicked("kept") ? "forms.kept" : request.query.isTicked("rescued") ? "forms.rescued" : nil
    }

    /// Attributes of the form's element, for the script that sends it and keeps it now and then.
    static func attributes(_ translator: Translator) -> [Attribute?] {
        [
            .id("form"), .class("card"), Attribute("method", "post"), Attribute("data-offline", translator("forms.no-connection")),
            Attribute("data-kept", translator("forms.kept")),
        ]
    }

    static let scripts = ["drafts.js"]

    /// The form's token and number, and whose it is.
    static func hidden(_ html: inout HTMLWriter, _ page: Page, number: String, _ access: CaseAccess) {
        page.formToken(&html)
        let account = access.session.account
        let holder = FormHolder.mark(number: number, account: account, node: access.node)
        for (name, value) in [("submission", number), ("holder", holder), ("account", account)] {
            html.element("input", [.type("hidden"), .name(name), .value(value)])
        }
    }

    static func actions(_ html: inout HTMLWriter, _ translator: Translator, save: String) {
        html.element("p", [.class("actions")]) { html in
            html.element("button", [.type("submit"), .name("action"), .value("save")], text: save)
            html.element("button", [.type("submit"), .class("second"), .name("action"), .value("keep")], text: translator("forms.keep"))
        }
        html.element("p", [.id("form-state"), .role("status")])
    }

    // MARK: Forms of pages

    /// The request with what its page's form shows: what was kept under the number in the address, else something fresh with a new number.
    /// - Returns: nil if nothing is kept under the number, since it was saved or discarded meanwhile.
    func opened(_ request: WebRequest, _ access: CaseAccess, fresh: () throws -> FormFields) throws -> WebRequest? {
        var request = request
        if let number = request.query.text("draft") {
            let draft = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
            guard let draft, case .page(request.path, _) = draft.sheet else { return nil }
            request.form = FormFields(json: draft.answers)
        } else {
            request.form = try fresh()
            request.form.items.append(.init(name: "submission", value: RecordIdentifier.random()))
        }
        return request
    }

    /// Keeps what was sent if that is wanted, or if something is wrong with it.
    /// - Returns: where it is shown again; nil if it can be saved.
    func keptAddress(_ request: WebRequest, _ access: CaseAccess, hasProblems: Bool) throws -> String? {
        let isToBeKept = Self.isToBeKept(request)
        guard isToBeKept || hasProblems else { return nil }
        guard let draft = draft(request.form, at: request.path, now: request.now) else { throw WebError.badRequest(key: "platform.error.malformed") }
        try access.node.database.write { try FormDrafts(node: access.node, connection: $0).keep(draft, of: access.session.account) }
        return "\(request.path)?draft=\(draft.number)&" + (isToBeKept ? "kept=1" : "check=1")
    }

    func draft(_ fields: FormFields, at path: String, now: UInt64) -> FormDraft? {
        Self.number(fields).map { FormDraft(number: $0, sheet: .page(path, kind: kind), caseRecord: caseRecord, answers: fields.json, changed: now) }
    }

    /// Forgets what was kept, in the transaction that saves it.
    func remove(_ request: WebRequest, _ transaction: RecordTransaction) throws {
        guard let number = Self.number(request.form) else { return }
        try FormDrafts(node: transaction.node, connection: transaction.connection).remove(number, of: transaction.author)
    }
}

extension WebRequest {
    /// Where a form that was sent leads: the page's script, which sends it by itself, is told the address; a browser is sent there.
    func leading(to path: String) -> WebResponse {
        headers[.accept]?.contains("application/json") == true ? .json(.object(["location": .string(path)])) : .seeOther(path)
    }
}
