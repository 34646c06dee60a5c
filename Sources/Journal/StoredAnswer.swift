import Formats

/// An answer as the journal holds it: in clear, with at most its note sealed, or sealed as a whole.
public enum StoredAnswer: Sendable, Hashable {
    /// The field has no answer any more.
    case cleared
    /// `content` is `{"value": …}` or `{"absent": …}`.
    case open(content: JSONObject, sealedNote: [UInt8]?)
    case sealed([UInt8])

    public static let mark = StoredAnswer.open(content: ["value": .bool(true)], sealedNote: nil)

    /// Whether a key is needed to read any part of it.
    public var hasSealedPart: Bool {
        switch self {
        case .cleared: false
        case .open(_, let note): note != nil
        case .sealed: true
        }
    }

    /// What is left when the record's key no longer exists; nil where nothing is.
    var withoutSealedPart: StoredAnswer? {
        switch self {
        case .cleared: .cleared
        case .open(let content, _): .open(content: content, sealedNote: nil)
        case .sealed: nil
        }
    }
}

extension StoredAnswer {
    /// Equal are answers whose bytes in the journal are equal: the order of members does not matter, and composed and decomposed letters differ.
    public static func == (left: StoredAnswer, right: StoredAnswer) -> Bool {
        switch (left, right) {
        case (.cleared, .cleared): true
        case (.sealed(let left), .sealed(let right)): left == right
        case (.open(let left, let leftNote), .open(let right, let rightNote)):
            leftNote == rightNote && JSONValue.object(left).canonicalBytes() == JSONValue.object(right).canonicalBytes()
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .cleared: break
        case .sealed(let bytes): hasher.combine(bytes)
        case .open(let content, let note):
            hasher.combine(JSONValue.object(content).canonicalBytes())
            hasher.combine(note)
        }
    }
}
