/// Why an XML document cannot be read, and where.
public struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// A document type declaration, by which entities are defined and files opened. Never read.
        case documentType
        /// A reference to an entity that XML itself does not define.
        case undefinedEntity(String)
        case invalidCharacterReference
        case unsupportedEncoding(String)
        case invalidUTF8
        /// A character that XML does not allow, such as a control character.
        case invalidCharacter(UInt8)
        case unexpectedEnd
        /// What stands here is not XML; the text says what was expected.
        case malformed(expected: String)
        case mismatchedEnd(open: String, found: String)
        case duplicateAttribute(String)
        case undeclaredPrefix(String)
        case noElement
        case tooDeep(limit: Int)
        case tooManyAttributes(limit: Int)
        case tokenTooLong(limit: Int)
        /// What the document is read from failed; the text says why.
        case source(String)
    }

    public let reason: Reason
    /// The line of the fault, from 1.
    public let line: Int
    /// Bytes before the fault, counted in UTF-8.
    public let offset: Int

    public var description: String { "XML, line \(line) (byte \(offset)): \(reason.sentence)" }
}

extension XMLError.Reason {
    var sentence: String {
        switch self {
        case .documentType:
            "the document has a document type declaration (DOCTYPE), which can open files and expand without bound. Remove it; "
                + "data files do not need one."
        case .undefinedEntity(let name): "the entity “&\(name);” is not one of XML's own five. Write the character itself."
        case .invalidCharacterReference: "this reference names no character that XML allows."
        case .unsupportedEncoding(let name): "the document is written in \(name). Save it as UTF-8."
        case .invalidUTF8: "the text is not UTF-8 here. Save it as UTF-8."
        case .invalidCharacter(let byte): "the byte 0x\(hexadecimal(byte)) is not allowed in XML. Remove it."
        case .unexpectedEnd: "the document ends before all elements are closed. It may have been cut off; get the whole file again."
        case .malformed(let expected): "expected \(expected)."
        case .mismatchedEnd(let open, let found): "the element “\(open)” is closed by “\(found)”."
        case .duplicateAttribute(let name): "the attribute “\(name)” stands twice in one tag."
        case .undeclaredPrefix(let prefix): "the prefix “\(prefix)” has no namespace declared for it."
        case .noElement: "the document has no element. Is this an XML file?"
        case .tooDeep(let limit): "elements are nested more than \(limit) deep."
        case .tooManyAttributes(let limit): "a tag has more than \(limit) attributes."
        case .tokenTooLong(let limit): "a tag or text is longer than \(limit) bytes."
        case .source(let why): why
        }
    }
}
