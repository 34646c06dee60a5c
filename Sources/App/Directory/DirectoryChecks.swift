import Dictionary
import Foundation

/// What somebody writes into the directory so that others call it, write to it, open it or check signatures with it must be something with which that can be done. A case
/// may hold half of a number that a worker remembers; here it would be given to a worker in need.
enum DirectoryChecks {
    /// - Parameter answers: by name of the field.
    static func problems(_ answers: [String: Answer?], of kind: String, _ dictionary: DataDictionary, _ translator: Translator) -> [FieldProblem] {
        answers.keys.sorted().compactMap { name in
            guard let field = dictionary.field(kind, name), let value = answers[name]??.value else { return nil }
            let label: [String: Translator.Argument] = ["field": .text(field.label(translator.language))]
            func problem(_ key: String, if isWrong: (String) -> Bool) -> FieldProblem? {
                value.elements.contains { isWrong($0.displayText) } ? FieldProblem(field: name, sentence: translator(key, label)) : nil
            }
            switch name {
            case "email": return problem("directory.error.email") { !isMailbox($0) }
            case "website": return problem("directory.error.website") { !isPage($0) }
            case "public-key": return problem("directory.error.public-key") { !isKey($0) }
            default: return field.type == .phone ? problem("cases.fault.phone") { !isDialled($0) } : nil
            }
        }
    }

    /// From three digits, as emergency numbers have (112), to the fifteen of ITU-T E.164 and an extension; no more letters than digits.
    static func isDialled(_ text: String) -> Bool {
        let digits = DecimalDigits.ascii(text).count
        return (3...20).contains(digits) && text.unicodeScalars.count { $0.properties.isAlphabetic } <= digits
    }

    /// One mailbox at a domain with a dot, which is less than RFC 5321 lets and all that is in use.
    static func isMailbox(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else { return false }
        return isDomain(String(parts[1]))
    }

    /// An address of a page, with or without its scheme.
    static func isPage(_ text: String) -> Bool {
        let address = text.contains("://") ? text : "https://\(text)"
        guard !text.contains(where: \.isWhitespace), let parts = URLComponents(string: address), let host = parts.host else { return false }
        return ["http", "https"].contains(parts.scheme?.lowercased() ?? "") && isDomain(host)
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty && $0.unicodeScalars.count <= 63 }
    }

    /// 32 bytes, as keys of Ed25519 and X25519 are (RFC 8032, RFC 7748), in Base64 or hexadecimal digits.
    static func isKey(_ text: String) -> Bool {
        if text.utf8.count == 64 { return text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 } }
        return Data(base64Encoded: text)?.count == 32
    }
}
