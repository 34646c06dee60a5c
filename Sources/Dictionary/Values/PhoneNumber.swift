import Formats

/// A telephone number: always as it was written, and in international form where that is certain.
///
/// A number without a country can be a valid number in many countries, so nothing is guessed: only a text that itself begins with `+`, and
/// holds nothing but one number, has an international form.
public struct PhoneNumber: Sendable, Hashable {
    /// As written (NFC).
    public let written: String
    /// E.164: `+` and 8 to 15 digits (ITU-T E.164, 6.1); nil if it is not certain.
    public let number: String?

    /// Keeps what was written, and the international number if the text is one.
    public init(written: String) throws(ValueError) {
        self.written = try NormalText.clean(written, limit: 200, what: "phone number")
        number = PhoneNumber.international(self.written)
    }

    /// With a number that is certain for another reason, such as a country that was chosen beside it.
    public init(written: String, number: String?) throws(ValueError) {
        self.written = try NormalText.clean(written, limit: 200, what: "phone number")
        if let number, !PhoneNumber.isInternational(number) {
            throw ValueError(
                .malformed, offered: number, "is not an international phone number.",
                remedy: "Write + and 8 to 15 digits without spaces, such as +9779841234567, or leave it out.")
        }
        self.number = number
    }

    private static func isInternational(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (9...16).contains(bytes.count) && bytes[0] == 0x2B && bytes[1] != 0x30 && bytes[1...].allSatisfy(CodeSyntax.isDigit)
    }

    /// The E.164 form of a text that holds one international number and nothing else.
    static func international(_ text: String) -> String? {
        var digits = ""
        var started = false
        for scalar in (withASCIIDigits(text) ?? text).unicodeScalars {
            switch scalar {
            case "0"..."9":
                guard started else { return nil }
                digits.unicodeScalars.append(scalar)
            case "+", "\u{FF0B}":
                guard !started else { return nil }
                started = true
            // A group in brackets such as (0) is not dialled from abroad; what it means is not certain, so brackets are not read.
            case " ", "\u{A0}", "\u{202F}", "\u{2009}", "-", "\u{2010}"..."\u{2013}", "\u{2212}", ".", "\u{FF0D}", "\u{3000}": break
            // Directional marks come along when a number is copied out of Arabic text.
            case "\u{200B}"..."\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}": break
            default: return nil
            }
        }
        let number = "+" + digits
        return isInternational(number) ? number : nil
    }
}

extension PhoneNumber {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .phone, allowed: ["number", "written"])
        let number = try members.optional("number")
        if let written = try members.optional("written") {
            try self.init(written: written, number: number)
        } else {
            let number = try members.required("number")
            try self.init(written: number, number: number)
        }
    }

    /// `{"number":"+9779812345678","written":"98-123…"}`, the number only if it is certain.
    public var json: JSONValue {
        guard let number else { return .object(["written": .string(written)]) }
        return .object(["number": .string(number), "written": .string(written)])
    }
}
