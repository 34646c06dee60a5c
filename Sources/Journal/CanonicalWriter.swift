import Formats
import Foundation

/// Writes canonical JSON member by member, for shapes whose order of members is known. The caller gives the members in canonical order.
struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() {
        bytes.reserveCapacity(1024)
    }

    mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    mutating func name(_ name: String) {
        element(text: name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func element(text: String) {
        separate()
        JSONValue.string(text).appendCanonicalBytes(to: &bytes)
        needsComma = true
    }

    mutating func raw(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    mutating func member(_ name: String, text: String) {
        self.name(name)
        element(text: text)
    }

    mutating func member(_ name: String, integer: Int64) {
        self.name(name)
        bytes.append(contentsOf: String(integer).utf8)
        needsComma = true
    }

    mutating func member(_ name: String, base64 content: [UInt8]) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: Base64.encode(content))
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func member(_ name: String, json: JSONValue) {
        self.name(name)
        json.appendCanonicalBytes(to: &bytes)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> Data {
        Data(bytes).base64EncodedData()
    }

    static func decode(_ json: JSONValue) throws -> [UInt8] {
        guard let text = json.string, let data = Data(base64Encoded: text) else { throw EntryFormatError(description: "a sealed part is not base64") }
        return [UInt8](data)
    }
}
