import Vault

/// Marks to whom a form was given, so that what is sent after the session's end goes to nobody else.
enum FormHolder {
    static func mark(number: String, account: String, node: Node) -> String {
        node.keys.recordIdentifier(for: "form-holder\n\(account)\n\(number)").base64URL
    }
}
