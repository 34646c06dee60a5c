import Formats

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

    /// A name that holds nothing to escape.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func name(field: String) {
        element(text: field)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func element(text: String) {
        separate()
        append(text)
        needsComma = true
    }

    mutating func element(_ digest: Digest) {
        separate()
        quoted { Hexadecimal.append(digest.bytes, to: &$0) }
    }

    mutating func raw(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    mutating func member(_ name: StaticString, text: String) {
        self.name(name)
        element(text: text)
    }

    mutating func member(_ name: StaticString, integer: Int64) {
        self.name(name)
        bytes.append(contentsOf: String(integer).utf8)
        needsComma = true
    }

    mutating func member(_ name: StaticString, clock: Timestamp) {
        self.name(name)
        quoted { clock.append(to: &$0) }
    }

    mutating func member(_ name: StaticString, base64 content: [UInt8]) {
        self.name(name)
        quoted { Base64.append(content, to: &$0) }
    }

    mutating func member(_ name: StaticString, json: JSONValue) {
        self.name(name)
        if case .string(let text) = json { append(text) } else { json.appendCanonicalBytes(to: &bytes) }
        needsComma = true
    }

    private mutating func quoted(_ body: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Most texts hold nothing that must be escaped and are copied; the others go the general way.
    private mutating func append(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { units in
            guard units.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: units)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isPlain { JSONValue.string(text).appendCanonicalBytes(to: &bytes) }
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }
}
