/// A name with its namespace (Namespaces in XML 1.0).
public struct XMLName: Hashable, Sendable {
    /// The name without prefix.
    public var local: String
    /// The namespace's name, nil for none.
    public var namespace: String?

    public init(_ local: String, namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }
}

/// An attribute of a start tag.
public struct XMLAttribute: Hashable, Sendable {
    public var name: XMLName
    /// The value with character references replaced and line ends turned to spaces (XML 1.0, section 3.3.3).
    public var value: String
}

/// A start tag. Declarations of namespaces are not among the attributes.
public struct XMLElement: Hashable, Sendable {
    public var name: XMLName
    public var attributes: [XMLAttribute]

    /// The value of the attribute with this local name, in no namespace. O(attributes).
    public subscript(local: String) -> String? {
        attributes.first { $0.name.namespace == nil && UTF8Check.same($0.name.local, local) }?.value
    }
}

/// What ``XMLReader/next()`` gives.
public enum XMLEvent: Hashable, Sendable {
    case start(XMLElement)
    /// An end tag, or the end of an element written `<a/>`.
    case end(XMLName)
    /// Text or a CDATA section. Text next to a CDATA section, a comment or an instruction comes as an event of its own.
    case text(String)
}

/// Bounds on what the XML reader accepts.
public struct XMLLimits: Hashable, Sendable {
    /// Elements within elements.
    public var depth: Int
    /// Attributes of one element, declarations of namespaces included.
    public var attributes: Int
    /// Bytes of one tag, text, comment or instruction, as it is written.
    public var tokenBytes: Int

    /// By default 256 levels, 256 attributes, 4 MiB.
    public init(depth: Int = 256, attributes: Int = 256, tokenBytes: Int = 4 << 20) {
        self.depth = depth
        self.attributes = attributes
        self.tokenBytes = tokenBytes
    }

    public static let standard = XMLLimits()
}
