/// Why a value was not accepted: a sentence that says what is wrong and how to mend it.
///
/// The offered text is kept apart from the sentence, because it may name a person: what goes to a log uses ``withoutValue``.
public struct ValueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of faults, for callers that decide by kind and not by wording.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The JSON form or the cell has another type than the field.
        case wrongType = "wrong-type"
        /// Nothing was given where something is needed.
        case empty
        /// More than the limit of the type.
        case tooLong = "too-long"
        /// It does not have the form of the type.
        case malformed
        /// The form is right, the number or day is impossible.
        case outOfRange = "out-of-range"
        /// It can be read in more than one way, and nothing here guesses.
        case ambiguous
        /// The vocabulary does not have this code.
        case unknownCode = "unknown-code"
        /// The dictionary does not have this field.
        case unknownField = "unknown-field"
        /// Two parts of the value contradict each other.
        case contradictory
    }

    /// What kind of fault it is.
    public var kind: Kind
    /// The full name of the field, such as `person.sex`, where it is known.
    public var field: String?
    /// What was offered, shortened and with invisible characters made visible; nil if it does not help.
    public var offered: String?
    /// What is wrong, as a predicate: "is not a code of the vocabulary sex."
    public var problem: String
    /// How to mend it: a sentence.
    public var remedy: String

    /// A fault; `offered` is shortened, and its invisible characters are made visible.
    public init(_ kind: Kind, offered: String? = nil, _ problem: String, remedy: String, field: String? = nil) {
        self.kind = kind
        self.field = field
        self.offered = offered.map(ValueError.excerpt)
        self.problem = problem
        self.remedy = remedy
    }

    /// The sentence for the person who gave the value.
    public var description: String { sentence(subject: offered.map { "“\($0)”" } ?? "The value") }

    /// The same sentence without the offered text, for logs and for anyone who may not see the value.
    public var withoutValue: String { sentence(subject: "The value") }

    private func sentence(subject: String) -> String {
        let place = field.map { "\($0): " } ?? ""
        return remedy.isEmpty ? "\(place)\(subject) \(problem)" : "\(place)\(subject) \(problem) \(remedy)"
    }

    /// The same fault, said of this field.
    public func named(_ field: String) -> ValueError {
        var copy = self
        copy.field = field
        return copy
    }

    /// At most 60 scalars; control, format and other invisible characters are written as `\u{…}` so that nothing hides in a message.
    static func excerpt(_ text: String) -> String {
        var excerpt = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == 60 { return excerpt + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                excerpt += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default:
                excerpt.unicodeScalars.append(scalar)
            }
        }
        return excerpt
    }
}
