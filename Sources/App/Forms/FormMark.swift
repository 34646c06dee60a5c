import Crypto
import Formats
import Vault

/// Tells what was sent with a form from other content under the same number, without telling what it is.
enum FormMark {
    /// - Parameter form: which form it is, such as the address that it is sent to.
    static func text(_ form: String, _ fields: FormFields, _ files: [UploadedFile], _ node: Node) -> String {
        let content = String(decoding: fields.json.canonicalBytes(), as: UTF8.self)
        let chosen = files.map { "\($0.field)\n\($0.fileName)\n\(SHA256.hash(data: $0.bytes))" }.joined(separator: "\n")
        return RecordIdentifier.text(node.keys.recordIdentifier(for: "\(form)\n\(content)\n\(chosen)"))
    }

    /// The number under which other content of a number that was saved goes on.
    /// - Parameter mark: of that content, where each is a form of its own; nil where all of it goes on as one.
    static func following(_ number: String, mark: String? = nil, _ node: Node) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "form-again\n\(number)" + (mark.map { "\n\($0)" } ?? "")))
    }
}
