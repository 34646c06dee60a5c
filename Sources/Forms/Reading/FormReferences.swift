/// A reference to a question, `${name}`, or to its answer in the form filled in last, `${last-saved#name}`.
public struct FormReference: Hashable, Sendable {
    /// Bytes of the text, from the dollar sign to behind the brace.
    public var range: Range<Int>
    public var name: String
    public var isLastSaved: Bool
}

/// Finds references in texts and expressions.
public enum FormReferences {
    /// All well-formed references, in order.
    public static func all(in text: String) -> [FormReference] { scan(text).references }

    /// Pieces that begin as references do but are none: without a closing brace, or with something other than a name in it.
    public static func malformed(in text: String) -> [String] { scan(text).malformed }

    public static func contains(_ text: String) -> Bool { !all(in: text).isEmpty }

    /// The name if the text is a single reference and nothing else.
    public static func single(_ text: String) -> String? {
        let references = all(in: text)
        guard references.count == 1, references[0].range == 0..<text.utf8.count else { return nil }
        return references[0].name
    }

    private static func scan(_ text: String) -> (references: [FormReference], malformed: [String]) {
        let bytes = Array(text.utf8)
        var references: [FormReference] = []
        var malformed: [String] = []
        var index = 0
        while let start = firstIndex(of: Array("${".utf8), in: bytes, from: index) {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
                malformed.append(String(decoding: bytes[start...], as: UTF8.self))
                break
            }
            index = end + 1
            guard end > start + 2 else { continue }
            var inner = bytes[(start + 2)..<end]
            let prefix = Array("last-saved#".utf8)
            let isLastSaved = inner.starts(with: prefix)
            if isLastSaved { inner = inner.dropFirst(prefix.count) }
            let name = String(decoding: inner, as: UTF8.self)
            if SheetText.isSimpleName(name.unicodeScalars) {
                references.append(FormReference(range: start..<(end + 1), name: name, isLastSaved: isLastSaved))
            } else {
                malformed.append(String(decoding: bytes[start...end], as: UTF8.self))
            }
        }
        return (references, malformed)
    }

    static func firstIndex(of part: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = part.first, bytes.count >= part.count else { return nil }
        var index = start
        while index <= bytes.count - part.count {
            if bytes[index] == first, bytes[index..<(index + part.count)].elementsEqual(part) { return index }
            index += 1
        }
        return nil
    }

    /// The text with each reference replaced.
    static func replacing(in text: String, _ replacement: (FormReference) -> String) -> String {
        let references = all(in: text)
        if references.isEmpty { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var last = 0
        for reference in references {
            result += bytes[last..<reference.range.lowerBound]
            result += Array(replacement(reference).utf8)
            last = reference.range.upperBound
        }
        result += bytes[last...]
        return String(decoding: result, as: UTF8.self)
    }
}
