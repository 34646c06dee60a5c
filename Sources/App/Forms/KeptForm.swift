import Formats
import Foundation
import HTTPTypes
import Storage
import Vault

/// A form in which nothing that was typed is lost and nothing is saved twice: a questionnaire, or the form of a page.
///
/// The page shows what was kept if its address has `draft=NUMBER`; what is sent with the button to keep it, or with something wrong in it, is kept and shown again from
/// there, so that going back or reloading sends nothing. The form of a page is made so by ``Route/kept(on:as:shownBy:)`` on the route that takes it and
/// ``Route/showingKept`` on that of its page, and by ``Page/keptFields(_:_:)`` between them.
enum KeptForm {
    /// The control that tells the kind of record to whoever finds the draft.
    static let kindField = "record-kind"

    /// The number that a form was shown with; nil if it is none of ours.
    static func number(_ fields: FormFields) -> String? {
        fields.text("submission").flatMap { $0.utf8.count == 16 && RecordIdentifier.read($0) == $0 ? $0 : nil }
    }

    static func isToBeKept(_ request: WebRequest) -> Bool { request.form["action"] == "keep" }

    /// A key of the catalogue: what was done before the page came.
    static func notice(_ request: WebRequest) -> String? {
        if request.query.isTicked("kept") { return "forms.kept" }
        guard let rescued = request.query["rescued"] else { return nil }
        return rescued == "several" ? "forms.rescued-several" : "forms.rescued"
    }

    /// Attributes of the form's element, for the script that sends it and keeps it now and then.
    static func attributes(_ translator: Translator) -> [Attribute?] {
        [Attribute("method", "post")] + sentences(translator)
    }

    /// Further attributes of a form that the browser, or a script of its own, sends: it gives out a file, or takes large ones. What is typed is kept all the same.
    static func sendingItself(_ translator: Translator) -> [Attribute?] { sentences(translator) + [Attribute.flag("data-sends-itself")] }

    private static func sentences(_ translator: Translator) -> [Attribute?] {
        [
            Attribute("data-offline", translator("forms.no-connection")), Attribute("data-kept", translator("forms.kept")),
            Attribute("data-found", translator("forms.kept.found")),
        ]
    }

    /// Says below the form that it was kept.
    static func state(_ html: inout HTMLWriter) { html.element("p", [.class("form-state"), .role("status")]) }

    static let scripts = ["waiting.js", "drafts.js"]

    /// Attributes of a form with the text `words` that may be sent without a connection: it waits in the browser, sealed with a key that only this account is given, and is
    /// sent once by the script when there is a connection again.
    /// - Parameter form: tells the forms of a person apart, such as the record that a message is about.
    static func waiting(_ form: String, account: String, node: Node, _ translator: Translator) -> [Attribute?] {
        let place = RecordIdentifier.text(node.keys.recordIdentifier(for: "waiting-form\n\(account)\n\(form)"))
        let key = node.keys.recordIdentifier(for: "waiting-form-key\n\(account)")
        return [
            Attribute("data-waits", translator("forms.waits")), Attribute("data-remove", translator("forms.waits.remove")), Attribute("data-place", place),
            Attribute("data-seal", Data(key).base64EncodedString()),
        ]
    }

    /// The form's token and number, and whose it is.
    static func hidden(_ html: inout HTMLWriter, _ page: Page, number: String, account: String, node: Node) {
        page.formToken(&html)
        let holder = FormHolder.mark(number: number, account: account, node: node)
        for (name, value) in [("submission", number), ("holder", holder), ("account", account)] {
            html.element("input", [.type("hidden"), .name(name), .value(value)])
        }
    }

    /// - Parameter isLong: whether there is a button to keep it for later; the script keeps short ones as well.
    static func actions(_ html: inout HTMLWriter, _ translator: Translator, save: String, isLong: Bool = true) {
        html.element("p", [.class("actions")]) { html in
            html.element("button", [.type("submit"), .name("action"), .value("save")], text: save)
            if isLong { html.element("button", [.type("submit"), .class("second"), .name("action"), .value("keep")], text: translator("forms.keep")) }
        }
        state(&html)
    }
}

/// What is wrong with a form that was sent. A form of a page that is kept is shown again with it; see ``KeptSending``.
struct UnfinishedForm: Error, Sendable {
    var problems: [FieldProblem]
}

extension WebRequest {
    /// Whether a page's script sends it, which shows the answer in the page instead of leaving it.
    var isSentByScript: Bool { headers[.accept]?.contains("application/json") == true }

    /// Where a form that was sent leads: the page's script, which sends it by itself, is told the address; a browser is sent there.
    func leading(to path: String) -> WebResponse {
        isSentByScript ? .json(.object(["location": .string(path)])) : .seeOther(path)
    }
}
