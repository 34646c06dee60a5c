/// An element to be written.
struct XMLNode {
    enum Child {
        case element(XMLNode)
        case text(String)
    }

    var name: String
    var attributes: [(name: String, value: String)]
    var children: [Child] = []

    init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [XMLNode] = []) {
        self.name = name
        self.attributes = attributes.compactMap { key, value in value.map { (key, $0) } }
        self.children = children.map { .element($0) }
    }

    init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String) {
        self.init(name, attributes)
        if !text.isEmpty { children = [.text(text)] }
    }

    mutating func append(_ node: XMLNode?) { if let node { children.append(.element(node)) } }

    mutating func append(_ nodes: [XMLNode]) { children += nodes.map { .element($0) } }

    /// Sets an attribute; the last value of a name counts.
    mutating func set(_ name: String, _ value: String?) {
        guard let value else { return }
        if let index = attributes.firstIndex(where: { $0.name == name }) { attributes[index].value = value } else { attributes.append((name, value)) }
    }

    mutating func set(_ values: [String: String]) { for (name, value) in values.sorted(by: { $0.key < $1.key }) { set(name, value) } }

    /// The document with this element as its root, indented except around text.
    func document() -> String {
        var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        write(to: &bytes, indent: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8], indent: Int?) {
        if let indent { bytes += Array(repeating: UInt8(ascii: " "), count: indent * 2) }
        bytes += Array("<\(name)".utf8)
        for (name, value) in attributes {
            bytes += Array(" \(name)=\"".utf8)
            Self.escape(value, isAttribute: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if children.isEmpty {
            bytes += Array("/>".utf8)
        } else {
            bytes.append(UInt8(ascii: ">"))
            let hasText = children.contains { if case .text = $0 { true } else { false } }
            let inner = hasText ? nil : indent.map { $0 + 1 }
            if inner != nil { bytes.append(0x0A) }
            for child in children {
                switch child {
                case .element(let node): node.write(to: &bytes, indent: inner)
                case .text(let text): Self.escape(text, isAttribute: false, to: &bytes)
                }
            }
            if inner != nil, let indent { bytes += Array(repeating: UInt8(ascii: " "), count: indent * 2) }
            bytes += Array("</\(name)>".utf8)
        }
        if indent != nil { bytes.append(0x0A) }
    }

    /// Characters that XML cannot hold (XML 1.0, production 2) are left out.
    private static func escape(_ text: String, isAttribute: Bool, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += Array("&amp;".utf8)
            case "<": bytes += Array("&lt;".utf8)
            case ">": bytes += Array("&gt;".utf8)
            case "\"" where isAttribute: bytes += Array("&quot;".utf8)
            case "\n" where isAttribute, "\t" where isAttribute, "\r": bytes += Array("&#\(scalar.value);".utf8)
            case "\n", "\t": bytes.append(UInt8(scalar.value))
            default:
                if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF { bytes += Array(String(scalar).utf8) }
            }
        }
    }
}
