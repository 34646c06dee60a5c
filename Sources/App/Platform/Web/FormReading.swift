/// Reads the fields of `application/x-www-form-urlencoded` bodies and of queries (URL Standard, 5.1), byte by byte.
enum FormReading {
    /// More fields than any form of the product has; beyond them somebody is trying something.
    static let fieldLimit = 5_000

    /// - Throws: ``WebError/badRequest(key:)`` for malformed percent signs, bytes that are no UTF-8, or too many fields.
    static func urlencoded(_ bytes: some Collection<UInt8>) throws(WebError) -> FormFields {
        var fields = FormFields()
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard fields.items.count < fieldLimit else { throw .tooLarge }
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try decoded(pair[..<(equals ?? pair.endIndex)], plusIsSpace: true)
            let value = try equals.map { index throws(WebError) in try decoded(pair[pair.index(after: index)...], plusIsSpace: true) } ?? ""
            fields.items.append(.init(name: name, value: value))
        }
        return fields
    }

    /// Percent-decoding of one part.
    static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) throws(WebError) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    throw .badRequest(key: "platform.error.malformed")
                }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(0x20)
            default: result.append(byte)
            }
        }
        guard let text = String(validating: result, as: UTF8.self), !result.contains(0) else { throw .badRequest(key: "platform.error.malformed") }
        return text
    }

    /// A value for a query: every byte but letters, digits, `-`, `.`, `_` and `~` as a percent sign and two digits (RFC 3986, 2.3).
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The segments of a path, decoded one by one. A segment that would climb or hold a separator is refused, so that no pattern ever matches it.
    static func segments(ofPath path: some Collection<UInt8>) throws(WebError) -> [String] {
        var segments: [String] = []
        for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true) {
            let segment = try decoded(part, plusIsSpace: false)
            guard segment != ".", segment != "..", !segment.utf8.contains(UInt8(ascii: "/")), !segment.utf8.contains(UInt8(ascii: "\\")) else {
                throw .notFound
            }
            segments.append(segment)
        }
        return segments
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
