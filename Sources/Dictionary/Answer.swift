/// What was answered to one question: a value, or why there is none, and optionally a note that clarifies it.
///
/// Required precision makes people invent data; therefore every field may be answered with an ``Absence``.
public struct Answer: Sendable, Hashable {
    /// A value, or the reason why there is none.
    public enum Content: Sendable, Hashable {
        case value(FieldValue)
        case absent(Absence)
    }

    /// What was answered.
    public var content: Content
    /// A clarifying note in free words. It can name people, so it is always sealed, also beside an open code.
    public var note: String?

    /// A value. The note is kept as ``NormalText`` says; an empty one is none.
    public init(_ value: FieldValue, note: String? = nil) {
        content = .value(value)
        self.note = Answer.cleaned(note)
    }

    /// No value, and why.
    public init(absent: Absence, note: String? = nil) {
        content = .absent(absent)
        self.note = Answer.cleaned(note)
    }

    private static func cleaned(_ note: String?) -> String? {
        note.map { NormalText.clean($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value, if there is one.
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
