/// Text and values of attributes.
enum XMLText {
    /// With references replaced and line ends as XML wants them (XML 1.0, sections 2.11, 3.3.3 and 4.6).
    static func decoded(_ bytes: ArraySlice<UInt8>, isAttribute: Bool) throws(XMLReader.Stop) -> String {
        guard let first = bytes.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "&") }) else { return try string(bytes) }
        var result = Array(bytes[..<first])
        result.reserveCapacity(bytes.count)
        var index = first
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&") {
                index = try appendReference(in: bytes, at: index, to: &result)
                continue
            }
            if byte < 0x20 { try appendControl(in: bytes, at: index, isAttribute: isAttribute, to: &result) } else { result.append(byte) }
            index += 1
        }
        return try string(result[...], writtenAt: bytes.startIndex)
    }

    /// A CDATA section: only line ends change.
    static func literal(_ bytes: ArraySlice<UInt8>) throws(XMLReader.Stop) -> String {
        guard bytes.contains(where: { $0 < 0x20 }) else { return try string(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for index in bytes.indices {
            if bytes[index] < 0x20 {
                try appendControl(in: bytes, at: index, isAttribute: false, to: &result)
            } else {
                result.append(bytes[index])
            }
        }
        return try string(result[...], writtenAt: bytes.startIndex)
    }

    static func string(_ bytes: ArraySlice<UInt8>, writtenAt start: Int? = nil) throws(XMLReader.Stop) -> String {
        guard let string = UTF8Check.string(bytes) else { throw .fault(.invalidUTF8, at: start ?? bytes.startIndex) }
        return string
    }

    private static func appendControl(
        in bytes: ArraySlice<UInt8>, at index: Int, isAttribute: Bool, to result: inout [UInt8]
    ) throws(XMLReader.Stop) {
        switch bytes[index] {
        case 0x0D:
            // The line feed of a pair stands for both.
            if index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { return }
            result.append(isAttribute ? 0x20 : 0x0A)
        case 0x0A, 0x09: result.append(isAttribute ? 0x20 : bytes[index])
        case let byte: throw .fault(.invalidCharacter(byte), at: index)
        }
    }

    /// Replaces the reference at an index and gives the index after it.
    private static func appendReference(
        in bytes: ArraySlice<UInt8>, at start: Int, to result: inout [UInt8]
    ) throws(XMLReader.Stop) -> Int {
        let name = bytes[(start + 1)...].prefix(32).prefix { $0 != UInt8(ascii: ";") }
        guard name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: ";") else {
            throw .fault(.malformed(expected: "“;” after “&” and a name; write a lone “&” as “&amp;”"), at: start)
        }
        if name.first == UInt8(ascii: "#") {
            UTF8Check.append(try character(name.dropFirst(), at: start), to: &result)
        } else if let byte = predefined.first(where: { name.elementsEqual($0.name.utf8) })?.byte {
            result.append(byte)
        } else {
            throw .fault(.undefinedEntity(String(decoding: name, as: UTF8.self)), at: start)
        }
        return name.endIndex + 1
    }

    private static let predefined: [(name: String, byte: UInt8)] = [
        ("amp", UInt8(ascii: "&")), ("lt", UInt8(ascii: "<")), ("gt", UInt8(ascii: ">")), ("quot", UInt8(ascii: "\"")), ("apos", UInt8(ascii: "'")),
    ]

    private static func character(_ digits: ArraySlice<UInt8>, at start: Int) throws(XMLReader.Stop) -> Unicode.Scalar {
        let isHexadecimal = digits.first == UInt8(ascii: "x")
        let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
        // UInt32 would accept a sign.
        guard text.utf8.first != UInt8(ascii: "+"), let value = UInt32(text, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value)
        else { throw .fault(.invalidCharacterReference, at: start) }
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...: return scalar
        default: throw .fault(.invalidCharacterReference, at: start)
        }
    }
}
