import Crypto
import Foundation

extension FormFilling {
    /// Nil if the function is none of texts. Lengths and places count UTF-16 units, as ODK's clients do.
    func textFunction(_ name: String, _ values: [FormValue]) throws(ExpressionError) -> FormValue? {
        func text(_ index: Int) -> String { string(values[index]) }
        switch name {
        case "string": return .text(text(0))
        case "string-length": return .number(Double(text(0).utf16.count))
        case "selected": return .boolean(SheetText.words(text(0)).contains(SheetText.trimmed(text(1))))
        case "count-selected": return .number(Double(SheetText.words(text(0)).count))
        case "selected-at":
            let (words, index) = (SheetText.words(text(0)), number(values[1]))
            return .text(Int(exactly: index).flatMap { words.indices.contains($0) ? words[$0] : nil } ?? "")
        case "substr": return .text(Self.part(text(0), number(values[1]), values.count > 2 ? number(values[2]) : .infinity))
        case "substring-before": return .text(Self.split(text(0), text(1))?.before ?? "")
        case "substring-after": return .text(Self.split(text(0), text(1))?.after ?? "")
        case "concat": return .text(texts(values).joined())
        case "join": return .text(texts(Array(values.dropFirst())).joined(separator: text(0)))
        case "contains": return .boolean(text(1).isEmpty || Self.split(text(0), text(1)) != nil)
        case "starts-with": return .boolean(text(0).utf8.starts(with: text(1).utf8))
        case "ends-with": return .boolean(text(0).utf8.reversed().starts(with: text(1).utf8.reversed()))
        case "normalize-space": return .text(SheetText.words(text(0)).joined(separator: " "))
        case "translate": return .text(Self.translated(text(0), text(1), text(2)))
        case "regex": return .boolean(try Self.matches(text(0), text(1)))
        case "digest": return .text(try Self.digest(text(0), text(1), values.count > 2 ? text(2) : "base64"))
        case "base64-decode": return .text(Data(base64Encoded: text(0)).map { String(decoding: $0, as: UTF8.self) } ?? "")
        case "uuid": return .text(values.isEmpty ? UUID().uuidString.lowercased() : Self.randomText(number(values[0])))
        case "version": return .text(program.form.version ?? "")
        default: return nil
        }
    }

    /// The texts of all arguments, those of nodes one by one.
    private func texts(_ values: [FormValue]) -> [String] {
        values.flatMap { value -> [String] in
            guard case .nodes(let found) = value else { return [string(value)] }
            return found.map { string(.nodes([$0])) }
        }
    }

    /// From `start` to before `end`, counted from 0; negative numbers count from the end.
    private static func part(_ text: String, _ start: Double, _ end: Double) -> String {
        let units = Array(text.utf16)
        func bounded(_ number: Double) -> Int {
            if number.isNaN { return 0 }
            let number = number < 0 ? number + Double(units.count) : number
            return Int(max(0, min(Double(units.count), number.rounded(.towardZero))))
        }
        let (first, last) = (bounded(start), bounded(end))
        return first < last ? String(decoding: units[first..<last], as: UTF16.self) : ""
    }

    private static func split(_ text: String, _ part: String) -> (before: String, after: String)? {
        let (bytes, part) = (Array(text.utf8), Array(part.utf8))
        guard !part.isEmpty, let start = FormReferences.firstIndex(of: part, in: bytes, from: 0) else { return part.isEmpty ? ("", text) : nil }
        return (String(decoding: bytes[..<start], as: UTF8.self), String(decoding: bytes[(start + part.count)...], as: UTF8.self))
    }

    private static func translated(_ text: String, _ from: String, _ to: String) -> String {
        let (from, to) = (Array(from.unicodeScalars), Array(to.unicodeScalars))
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let place = from.firstIndex(of: scalar) else {
                result.append(scalar)
                continue
            }
            if place < to.count { result.append(to[place]) }
        }
        return String(result)
    }

    /// Whether the whole text matches. Longer texts than any answer that has a pattern are refused, since some patterns take very long on them.
    private static func matches(_ text: String, _ pattern: String) throws(ExpressionError) -> Bool {
        guard text.utf16.count <= 2_000, let expression = try? NSRegularExpression(pattern: "^(?:\(pattern))$") else {
            throw ExpressionError("“\(pattern)” is no regular expression, or the text is too long for one.", remedy: "Check its brackets.")
        }
        // Without these options “$” would also match before a line break at the end.
        let range = NSRange(location: 0, length: text.utf16.count)
        return expression.firstMatch(in: text, options: [.anchored], range: range)?.range.length == range.length
    }

    private static func digest(_ text: String, _ algorithm: String, _ encoding: String) throws(ExpressionError) -> String {
        let data = Data(text.utf8)
        let bytes: [UInt8]
        switch algorithm {
        case "MD5": bytes = Array(Insecure.MD5.hash(data: data))
        case "SHA-1": bytes = Array(Insecure.SHA1.hash(data: data))
        case "SHA-256": bytes = Array(SHA256.hash(data: data))
        case "SHA-384": bytes = Array(SHA384.hash(data: data))
        case "SHA-512": bytes = Array(SHA512.hash(data: data))
        default: throw ExpressionError("“digest” knows no “\(algorithm)”.", remedy: "Use MD5, SHA-1, SHA-256, SHA-384 or SHA-512.")
        }
        switch encoding {
        case "hex": return bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        case "base64": return Data(bytes).base64EncodedString()
        default: throw ExpressionError("“digest” writes no “\(encoding)”.", remedy: "Use hex or base64.")
        }
    }

    private static func randomText(_ length: Double) -> String {
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let count = length.isFinite ? Int(max(0, min(1_000, length))) : 0
        return String(decoding: (0..<count).map { _ in letters[Int.random(in: letters.indices)] }, as: UTF8.self)
    }
}
