import Dictionary

/// A record as one row of a file describes it, before it has an identifier of its own.
///
/// Two drafts with the same ``sourceKey`` describe the same record: an employer that stands in forty rows, a person that one OpenEvSys table describes
/// and another names. The caller makes the record's identifier from the source key, so that an import that is repeated, or resumed, meets its own records
/// again, and the order in which rows and files come does not matter.
public struct RecordDraft: Sendable, Hashable {
    /// The name of the record within the row, as the mapping gives it (`worker`, `employer`, …).
    public var localName: String
    /// The kind of record in the dictionary: `case`, `person`, `violation`, …
    public var kind: String
    /// What identifies the record for ever: the namespace of the source, the identifier in the file, and the local name.
    public var sourceKey: String
    /// Values of fields, each field at most once, in the order of the mapping. Fields of type `link` are in ``links``.
    public var answers: [DraftAnswer]
    /// Links to other records by their source keys. A target need not stand in the same row, nor in the same file.
    public var links: [DraftLink]
    /// Whether this row only adds to a record that another row describes. Of an addition, fields with several values are united with what is there,
    /// and a field with one value is filled only where nothing was answered yet.
    public var isAddition: Bool
    /// Fields that the row lands without, because what it says of them cannot be read.
    public var leftOut: [DraftOmission] = []

    public init(
        localName: String, kind: String, sourceKey: String, answers: [DraftAnswer] = [], links: [DraftLink] = [], isAddition: Bool = false
    ) {
        self.localName = localName
        self.kind = kind
        self.sourceKey = sourceKey
        self.answers = answers
        self.links = links
        self.isAddition = isAddition
    }

    /// The answer to a field of this draft. O(number of answers).
    public subscript(field: String) -> Answer? {
        answers.first { $0.field == field }?.answer
    }
}

/// One field of a draft and what was answered.
public struct DraftAnswer: Sendable, Hashable {
    /// The field's name within its record, such as `date-of-birth`.
    public var field: String
    public var answer: Answer

    public init(field: String, answer: Answer) {
        self.field = field
        self.answer = answer
    }
}

/// A field that a row landed without, because what stood there cannot be read. The draft says “unknown”, with what was written as a note.
public struct DraftOmission: Sendable, Hashable {
    /// The field's name within its record, such as `date-of-birth`.
    public var field: String
    /// What stood in the row.
    public var written: String
    public var reason: RejectionReason

    public init(field: String, written: String, reason: RejectionReason) {
        self.field = field
        self.written = written
        self.reason = reason
    }
}

/// One link field of a draft and the records it points to.
public struct DraftLink: Sendable, Hashable {
    /// The field's name within its record, such as `case` or `perpetrator`.
    public var field: String
    /// Source keys of the records, without repetition.
    public var targets: [String]

    public init(field: String, targets: [String]) {
        self.field = field
        self.targets = targets
    }
}
