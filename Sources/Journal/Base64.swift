import Formats

/// Base64 with padding and without line breaks (RFC 4648, section 4), read strictly: of the texts that stand for the same bytes only the one that is written.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    /// The value of each letter; 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func append(_ content: [UInt8], to text: inout [UInt8]) {
        alphabet.withUnsafeBufferPointer { letters in
            var index = 0
            while index + 3 <= content.count {
                let group = UInt32(content[index]) << 16 | UInt32(content[index + 1]) << 8 | UInt32(content[index + 2])
                append(group, letters: 4, of: letters, to: &text)
                index += 3
            }
            switch content.count - index {
            case 1:
                append(UInt32(content[index]) << 16, letters: 2, of: letters, to: &text)
                text.append(padding)
                text.append(padding)
            case 2:
                append(UInt32(content[index]) << 16 | UInt32(content[index + 1]) << 8, letters: 3, of: letters, to: &text)
                text.append(padding)
            default: break
            }
        }
    }

    @inline(__always)
    private static func append(_ group: UInt32, letters count: Int, of letters: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        for place in 0..<count { text.append(letters[Int((group >> UInt32(18 - 6 * place)) & 63)]) }
    }

    /// The bytes that a text stands for; nil if it is not written as ``append(_:to:)`` writes.
    static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { letters in
            guard letters.count.isMultiple(of: 4) else { return nil }
            guard letters.count > 0 else { return [] }
            let padded = letters[letters.count - 1] != padding ? 0 : letters[letters.count - 2] != padding ? 1 : 2
            let count = letters.count - padded
            var content: [UInt8] = []
            content.reserveCapacity(letters.count / 4 * 3)
            var group: UInt32 = 0
            let values = values
            for index in 0..<count {
                let value = values[Int(letters[index])]
                guard value != 255 else { return nil }
                group = group << 6 | UInt32(value)
                if index & 3 == 3 {
                    content.append(UInt8(truncatingIfNeeded: group >> 16))
                    content.append(UInt8(truncatingIfNeeded: group >> 8))
                    content.append(UInt8(truncatingIfNeeded: group))
                    group = 0
                }
            }
            switch padded {
            case 1:
                guard group & 0b11 == 0 else { return nil }
                content.append(UInt8(truncatingIfNeeded: group >> 10))
                content.append(UInt8(truncatingIfNeeded: group >> 2))
            case 2:
                guard group & 0b1111 == 0 else { return nil }
                content.append(UInt8(truncatingIfNeeded: group >> 4))
            default: break
            }
            return content
        }
    }

    static func decode(_ json: JSONValue) throws -> [UInt8] {
        guard let text = json.string, let content = decode(text) else { throw EntryFormatError(description: "a sealed part is not base64") }
        return content
    }
}
