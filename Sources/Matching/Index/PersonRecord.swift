/// A person as an index knows them.
public struct PersonRecord: Hashable, Sendable {
    /// What the caller finds the person by; unique in an index.
    public var identifier: String
    /// Names as written, in any script; several where there are several.
    public var names: [String]
    public var born: ComparedDate?
    /// A place, from coarse to fine or the other way, divided by commas.
    public var place: String?
    /// Numbers of documents and telephones.
    public var numbers: [String]

    public init(identifier: String, names: [String], born: ComparedDate? = nil, place: String? = nil, numbers: [String] = []) {
        self.identifier = identifier
        self.names = names
        self.born = born
        self.place = place
        self.numbers = numbers
    }
}

/// What is known of a person who is looked for.
public struct PersonQuery: Hashable, Sendable {
    /// A name or a part of it in any script; the last word may be unfinished. Years and longer numbers in it are looked for as such.
    public var text: String
    public var born: ComparedDate?
    public var place: String?
    /// Numbers of documents and telephones.
    public var numbers: [String]

    public init(_ text: String, born: ComparedDate? = nil, place: String? = nil, numbers: [String] = []) {
        self.text = text
        self.born = born
        self.place = place
        self.numbers = numbers
    }
}

/// One person found.
public struct PersonMatch: Hashable, Sendable {
    public let identifier: String
    /// The names as they were given to the index.
    public let names: [String]
    /// From 0 to 1: how likely this is the person looked for, if that person is in the index and nothing else is known.
    public let score: Double
    /// What speaks for and against, in bits (base 2), the strongest first; its sum is ``weight``.
    public let evidence: [MatchEvidence]
    /// The sum of the evidence in bits: 10 means a thousand times more likely than for anybody of the index.
    public let weight: Double
}

/// One piece of evidence that two records are one person.
public struct MatchEvidence: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The same part of a name.
        case sameName
        /// A part of a name that is spelt in another way, or in another script.
        case similarName
        /// An initial that fits a name.
        case initial
        /// A name that begins so.
        case beginning
        /// A part of a name that the other side has not.
        case missingName
        /// A further part that only the record has.
        case furtherName
        case born
        case place
        case number
    }

    public let kind: Kind
    /// What was looked for, as it was read; empty where there is nothing.
    public let left: String
    /// What the record says.
    public let right: String
    /// How they agree, in the words of the comparison: `same`, `swapped`, `sameYear`…; empty for names.
    public let agreement: String
    /// In bits; negative where it speaks against.
    public let weight: Double

    public init(kind: Kind, left: String, right: String, agreement: String = "", weight: Double) {
        self.kind = kind
        self.left = left
        self.right = right
        self.agreement = agreement
        self.weight = weight
    }
}
