/// Reading of start tags, and the small pieces that all tokens share.
extension XMLReader {
    struct StartTag {
        let written: String
        let element: XMLElement
        let isEmpty: Bool
        let end: Int
        let bindingsBefore: Int
    }

    static let xmlNamespace = "http://www.w3.org/XML/1998/namespace"

    private struct WrittenAttribute {
        let name: String
        let value: String
        let index: Int
    }

    mutating func startTag() throws(Stop) -> StartTag {
        let nameEnd = try self.nameEnd(from: position + 1)
        let written = try string(buffer[(position + 1)..<nameEnd])
        var attributes: [WrittenAttribute] = []
        var index = nameEnd
        while true {
            let afterName = index
            while index < buffer.count, Self.isSpace(buffer[index]) { index += 1 }
            guard index < buffer.count else { throw .incomplete }
            if buffer[index] == UInt8(ascii: ">") { break }
            if buffer[index] == UInt8(ascii: "/") {
                guard index + 1 < buffer.count else { throw .incomplete }
                guard buffer[index + 1] == UInt8(ascii: ">") else { throw .fault(.malformed(expected: "“>” after “/”"), at: index + 1) }
                break
            }
            guard index > afterName else { throw .fault(.malformed(expected: "a space before an attribute"), at: index) }
            if attributes.count == limits.attributes { throw .fault(.tooManyAttributes(limit: limits.attributes), at: index) }
            let attribute = try self.attribute(at: &index)
            if attributes.contains(where: { UTF8Check.same($0.name, attribute.name) }) {
                throw .fault(.duplicateAttribute(attribute.name), at: attribute.index)
            }
            attributes.append(attribute)
        }
        let isEmpty = buffer[index] == UInt8(ascii: "/")
        let bindingsBefore = bindings.count
        let element = try resolved(written, attributes)
        return StartTag(written: written, element: element, isEmpty: isEmpty, end: index + (isEmpty ? 2 : 1), bindingsBefore: bindingsBefore)
    }

    private func attribute(at index: inout Int) throws(Stop) -> WrittenAttribute {
        let start = index
        let nameEnd = try self.nameEnd(from: start)
        index = nameEnd
        while index < buffer.count, Self.isSpace(buffer[index]) { index += 1 }
        guard index < buffer.count else { throw .incomplete }
        guard buffer[index] == UInt8(ascii: "=") else { throw .fault(.malformed(expected: "“=” after the name of an attribute"), at: index) }
        index += 1
        while index < buffer.count, Self.isSpace(buffer[index]) { index += 1 }
        guard index < buffer.count else { throw .incomplete }
        let quote = buffer[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw .fault(.malformed(expected: "the value of an attribute in quotes"), at: index)
        }
        let valueStart = index + 1
        index = valueStart
        while index < buffer.count, buffer[index] != quote {
            if buffer[index] == UInt8(ascii: "<") { throw .fault(.malformed(expected: "no “<” in the value of an attribute"), at: index) }
            index += 1
        }
        guard index < buffer.count else { throw .incomplete }
        let value = try XMLText.decoded(buffer[valueStart..<index], isAttribute: true)
        index += 1
        return WrittenAttribute(name: try string(buffer[start..<nameEnd]), value: value, index: start)
    }

    /// Names with prefixes replaced by what they stand for. Only here is `bindings` changed, when the whole tag is there.
    private mutating func resolved(_ written: String, _ attributes: [WrittenAttribute]) throws(Stop) -> XMLElement {
        let parts = XMLNameParts(written)
        if !attributes.contains(where: { $0.name.utf8.contains(UInt8(ascii: ":")) || $0.name == "xmlns" }) {
            // The usual case of data: no prefix and no declaration.
            let name = XMLName(parts.local, namespace: try namespace(of: parts.prefix ?? "", at: position))
            return XMLElement(name: name, attributes: attributes.map { XMLAttribute(name: XMLName($0.name), value: $0.value) })
        }
        var plain: [(WrittenAttribute, XMLNameParts)] = []
        for attribute in attributes {
            let parts = XMLNameParts(attribute.name)
            let namespace = attribute.value.isEmpty ? nil : attribute.value
            if parts.prefix == nil, parts.local == "xmlns" {
                bindings.append(Binding(prefix: "", namespace: namespace))
            } else if parts.prefix == "xmlns" {
                bindings.append(Binding(prefix: parts.local, namespace: namespace))
            } else {
                plain.append((attribute, parts))
            }
        }
        let name = XMLName(parts.local, namespace: try namespace(of: parts.prefix ?? "", at: position))
        var result: [XMLAttribute] = []
        result.reserveCapacity(plain.count)
        for (attribute, parts) in plain {
            let namespace: String? = if let prefix = parts.prefix { try self.namespace(of: prefix, at: attribute.index) } else { nil }
            if namespace != nil, result.contains(where: { $0.name.namespace == namespace && $0.name.local == parts.local }) {
                throw .fault(.duplicateAttribute(attribute.name), at: attribute.index)
            }
            result.append(XMLAttribute(name: XMLName(parts.local, namespace: namespace), value: attribute.value))
        }
        return XMLElement(name: name, attributes: result)
    }

    private func namespace(of prefix: String, at index: Int) throws(Stop) -> String? {
        if let binding = bindings.last(where: { UTF8Check.same($0.prefix, prefix) }), prefix.isEmpty || binding.namespace != nil {
            return binding.namespace
        }
        if prefix.isEmpty { return nil }
        if prefix == "xml" { return Self.xmlNamespace }
        throw .fault(.undeclaredPrefix(prefix), at: index)
    }

    /// The index after a name. All characters beyond ASCII are taken as name characters; no data format has a use for the finer rules.
    func nameEnd(from start: Int) throws(Stop) -> Int {
        var index = start
        while index < buffer.count, Self.isNameByte(buffer[index]) { index += 1 }
        guard index < buffer.count else { throw .incomplete }
        let first = buffer[start]
        if index == start || first &- 0x30 < 10 || first == UInt8(ascii: "-") || first == UInt8(ascii: ".") {
            throw .fault(.malformed(expected: "a name"), at: start)
        }
        return index
    }

    func string(_ bytes: ArraySlice<UInt8>) throws(Stop) -> String {
        try XMLText.string(bytes)
    }

    /// Whether a token begins so; incomplete when the buffer ends before that is known.
    func begins(_ text: StaticString) throws(Stop) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount {
            guard position + offset < buffer.count else { throw .incomplete }
            if buffer[position + offset] != text.utf8Start[offset] { return false }
        }
        return true
    }

    /// The index after the next occurrence of a text of two or three bytes.
    func end(of text: StaticString, from start: Int) throws(Stop) -> Int {
        let count = text.utf8CodeUnitCount
        var index = start
        while index + count <= buffer.count {
            var offset = 0
            while offset < count, buffer[index + offset] == text.utf8Start[offset] { offset += 1 }
            if offset == count { return index + count }
            index += 1
        }
        throw .incomplete
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    @inline(__always)
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }
}

/// A name as it is written, cut at its first colon.
struct XMLNameParts {
    let prefix: String?
    let local: String

    init(_ written: String) {
        if let colon = written.utf8.firstIndex(of: UInt8(ascii: ":")), colon != written.utf8.startIndex {
            prefix = String(written.utf8[..<colon]) ?? ""
            local = String(written.utf8[colon...].dropFirst()) ?? ""
        } else {
            prefix = nil
            local = written
        }
    }
}
