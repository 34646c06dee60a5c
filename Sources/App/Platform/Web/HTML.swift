/// Markup that is safe to send: only ``HTMLWriter`` makes it.
public struct HTML: Sendable, Hashable {
    /// UTF-8.
    public internal(set) var bytes: [UInt8]

    init(bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Markup written by a function.
    init(_ write: (inout HTMLWriter) -> Void) {
        var writer = HTMLWriter()
        write(&writer)
        bytes = writer.bytes
    }
}

/// An attribute of an element. Its value is escaped and always quoted.
struct Attribute: Sendable {
    let name: StaticString
    /// Nil for an attribute that is only there, such as `checked`.
    let value: String?

    init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }

    private init(flag name: StaticString) {
        self.name = name
        value = nil
    }

    static func flag(_ name: StaticString) -> Attribute { Attribute(flag: name) }
    /// Nil, which the writer leaves out, unless the condition holds.
    static func flag(_ name: StaticString, if condition: Bool) -> Attribute? { condition ? Attribute(flag: name) : nil }
    static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
    static func id(_ value: String) -> Attribute { Attribute("id", value) }
    static func href(_ value: String) -> Attribute { Attribute("href", value) }
    static func name(_ value: String) -> Attribute { Attribute("name", value) }
    static func value(_ value: String) -> Attribute { Attribute("value", value) }
    static func type(_ value: String) -> Attribute { Attribute("type", value) }
    static func `for`(_ value: String) -> Attribute { Attribute("for", value) }
    static func role(_ value: String) -> Attribute { Attribute("role", value) }
    static func lang(_ value: String) -> Attribute { Attribute("lang", value) }
    /// Direction of text: `auto` for what people wrote.
    static func dir(_ value: String) -> Attribute { Attribute("dir", value) }
}

/// Writes markup. Whatever is not a name in the source is escaped over its UTF-8 bytes, so that a combining mark behind a quote changes nothing.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Elements that have no content and no end tag (HTML Standard, 13.1.2 “Void elements”).
    private static let void: Set<String> = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]

    /// Text between tags.
    mutating func text(_ text: String) {
        escape(text)
    }

    /// Markup that another writer made.
    mutating func insert(_ html: HTML) {
        bytes += html.bytes
    }

    /// An element with what `content` writes in it.
    mutating func element(_ name: StaticString, _ attributes: [Attribute?] = [], _ content: (inout HTMLWriter) -> Void = { _ in }) {
        bytes.append(UInt8(ascii: "<"))
        literal(name)
        for case let attribute? in attributes {
            bytes.append(UInt8(ascii: " "))
            literal(attribute.name)
            guard let value = attribute.value else { continue }
            bytes += [UInt8(ascii: "="), UInt8(ascii: "\"")]
            escape(value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
        if Self.void.contains(name.description) { return }
        content(&self)
        bytes += [UInt8(ascii: "<"), UInt8(ascii: "/")]
        literal(name)
        bytes.append(UInt8(ascii: ">"))
    }

    /// An element that holds only text.
    mutating func element(_ name: StaticString, _ attributes: [Attribute?] = [], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// The declaration that a page starts with.
    mutating func doctype() {
        bytes += Array("<!DOCTYPE html>\n".utf8)
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes += $0 }
    }

    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            bytes.reserveCapacity(bytes.count + utf8.count)
            for byte in utf8 {
                switch byte {
                case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
                case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
                case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
                case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
                case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
                case 0: bytes += Array("\u{FFFD}".utf8)
                default: bytes.append(byte)
                }
            }
        }
    }
}
