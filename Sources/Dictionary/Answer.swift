/// What was answered to one question: a value, or why there is none, and optionally a note that clarifies it.
///
/// Required precision makes people invent data; therefore every field may be answered with an ``Absence``.
public struct Answer: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        case value(FieldValue)
        case absent(Absence)
    }

    public var content: Content
    /// A clarifying note in free words. It can name people, so it is always sealed, also beside an open code.
    public var note: String?

    public init(_ value: FieldValue, note: String? = nil) {
        content = .value(value)
        self.note = note
    }

    public init(absent: Absence, note: String? = nil) {
        content = .absent(absent)
        self.note = note
    }

    public var value: FieldValue? {
        if case .value(let value) = content { value } else { nil }
    }
}

/// Why a question has no value.
public enum Absence: String, Sendable, Hashable, CaseIterable {
    /// Asked, and nobody knows.
    case unknown
    /// Asked, and the person did not want to say.
    case refused
    /// The question does not apply to this record.
    case notApplicable = "not-applicable"
}
