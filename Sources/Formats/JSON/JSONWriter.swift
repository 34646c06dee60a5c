extension JSONValue {
    /// The canonical form (RFC 8785, "JSON Canonicalization Scheme"): one sequence of bytes for one value, fit to be hashed and signed.
    ///
    /// No white space; members ordered by the UTF-16 code units of their names; numbers as ECMAScript writes them. The standard knows only floating
    /// point numbers, so an integer beyond ±2⁵³ is written as the nearest `Double`: give such a number as a string. A number that is not finite,
    /// which no parser returns, is written as `null` as ECMAScript's `JSON.stringify` does.
    ///
    /// - Complexity: O(n), and O(m log m) in the members of each object that are not in order yet.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter()
        writer.writeCanonical(self)
        return writer.bytes
    }

    /// Appends the canonical form to a buffer; see ``canonicalBytes()``.
    public func appendCanonicalBytes(to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        writer.writeCanonical(self)
        swap(&writer.bytes, &bytes)
    }

    /// The value over several lines, two spaces a level, members in their own order, integers exact. Ends without a line feed.
    public func prettyPrinted() -> String {
        var writer = JSONWriter()
        writer.writePretty(self, indentation: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

struct JSONWriter {
    var bytes: [UInt8] = []

    mutating func writeCanonical(_ value: JSONValue) {
        switch value {
        case .null: write("null")
        case .bool(true): write("true")
        case .bool(false): write("false")
        case .integer(let integer): writeCanonical(integer)
        case .number(let double): JSONNumber.append(double, to: &bytes)
        case .string(let string): write(string: string)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var first = true
            for element in elements {
                if !first { bytes.append(UInt8(ascii: ",")) }
                first = false
                writeCanonical(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): writeCanonical(object.members)
        }
    }

    private mutating func writeCanonical(_ members: [JSONObject.Member]) {
        bytes.append(UInt8(ascii: "{"))
        if Self.isOrdered(members) {
            for index in members.indices { writeCanonical(members[index], first: index == 0) }
        } else {
            // The index decides between equal names, so that the order is the same each time.
            let order = members.indices.sorted {
                JSONNameOrder.precedes(members[$0].name, members[$1].name)
                    || (!JSONNameOrder.precedes(members[$1].name, members[$0].name) && $0 < $1)
            }
            for (place, index) in order.enumerated() { writeCanonical(members[index], first: place == 0) }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func writeCanonical(_ member: JSONObject.Member, first: Bool) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        write(string: member.name)
        bytes.append(UInt8(ascii: ":"))
        writeCanonical(member.value)
    }

    private static func isOrdered(_ members: [JSONObject.Member]) -> Bool {
        guard members.count > 1 else { return true }
        for index in 1..<members.count where JSONNameOrder.precedes(members[index].name, members[index - 1].name) { return false }
        return true
    }

    private mutating func writeCanonical(_ integer: Int64) {
        if integer.magnitude <= UInt64(1) << 53 {
            write(decimal: integer)
        } else {
            JSONNumber.append(Double(integer), to: &bytes)
        }
    }

    mutating func writePretty(_ value: JSONValue, indentation: Int) {
        switch value {
        case .integer(let integer): write(decimal: integer)
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                newLine(indentation + 1, comma: index > 0)
                writePretty(element, indentation: indentation + 1)
            }
            newLine(indentation, comma: false)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                newLine(indentation + 1, comma: index > 0)
                write(string: member.name)
                write(": ")
                writePretty(member.value, indentation: indentation + 1)
            }
            newLine(indentation, comma: false)
            bytes.append(UInt8(ascii: "}"))
        default: writeCanonical(value)
        }
    }

    private mutating func newLine(_ indentation: Int, comma: Bool) {
        if comma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<indentation { write("  ") }
    }

    @inline(__always)
    private mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func write(decimal: Int64) {
        if (0..<10).contains(decimal) {
            bytes.append(UInt8(ascii: "0") + UInt8(decimal))
        } else {
            bytes.append(contentsOf: String(decimal).utf8)
        }
    }
}
