/// Texts with formatting runs, as shared strings and inline strings have them.
struct XLSXText {
    private var text = ""
    private var textDepth = 0
    private var phoneticDepth = 0

    /// Follows one event inside the text's element.
    mutating func follow(_ event: XMLEvent) {
        switch event {
        case .start(let element):
            // Phonetic runs repeat the text in another script for reading aloud.
            if element.name.local == "rPh" { phoneticDepth += 1 }
            if element.name.local == "t" { textDepth += 1 }
        case .end(let name):
            if name.local == "rPh" { phoneticDepth -= 1 }
            if name.local == "t" { textDepth -= 1 }
        case .text(let piece):
            if textDepth > 0, phoneticDepth == 0 { text += piece }
        }
    }

    var byteCount: Int { text.utf8.count }

    var value: String { Self.unescaped(text) }

    /// Replaces `_xHHHH_` by the character it stands for (ECMA-376 part 1, section 22.9.2.19): XML cannot hold every character. What would be
    /// half a surrogate pair or U+0000 stays as it is written.
    static func unescaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "_")) else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let scalar = escaped(bytes, at: index) {
                UTF8Check.append(scalar, to: &result)
                index += 7
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escaped(_ bytes: [UInt8], at index: Int) -> Unicode.Scalar? {
        guard index + 7 <= bytes.count, bytes[index] == UInt8(ascii: "_"), bytes[index + 1] == UInt8(ascii: "x"),
            bytes[index + 6] == UInt8(ascii: "_")
        else { return nil }
        let digits = bytes[(index + 2)..<(index + 6)]
        guard digits.allSatisfy({ ($0 &- 0x30 < 10) || (($0 | 0x20) &- 0x61 < 6) }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
        else { return nil }
        return Unicode.Scalar(value)
    }

    /// All shared strings of a workbook, in their order.
    static func sharedStrings(_ part: String, in package: XLSXPackage, limits: XLSXLimits) throws(XLSXError) -> [String] {
        var reader = try package.reader(part)
        var strings: [String] = []
        var total = 0
        var current: XLSXText?
        while let event = try next(&reader, part) {
            if case .start(let element) = event, element.name.local == "si" {
                current = XLSXText()
            } else if case .end(let name) = event, name.local == "si", let finished = current {
                strings.append(finished.value)
                total += finished.byteCount + 32
                if total > limits.sharedStringBytes { throw .tooManySharedStrings(limit: limits.sharedStringBytes) }
                current = nil
            } else {
                current?.follow(event)
                if let current, current.byteCount > limits.cellBytes { throw .textTooLong(part: part, limit: limits.cellBytes) }
            }
        }
        return strings
    }

    private static func next(_ reader: inout XMLReader, _ part: String) throws(XLSXError) -> XMLEvent? {
        do throws(XMLError) {
            return try reader.next()
        } catch {
            throw .part(name: part, error)
        }
    }
}
