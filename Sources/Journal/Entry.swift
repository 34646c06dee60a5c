/// One signed step in the history of one record: who set which fields to what, when, on which device, having seen what.
///
/// Entries are never changed or removed. `Docs/journal.md` specifies their bytes.
public struct Entry: Sendable, Hashable {
    public enum Act: String, Sendable, Hashable, CaseIterable {
        /// The first entry of a record.
        case create
        /// New answers to some fields.
        case change
        /// Answers as they were before an earlier entry.
        case undo
        /// A choice between answers that were given without seeing each other.
        case resolve
        /// The record no longer counts: it was made by mistake, or its import was undone.
        case retract
        /// A retracted record counts again.
        case restore
        /// The record's key was destroyed.
        case erase
        /// Somebody saw identity in the record. Changes nothing.
        case read
    }

    /// Identifier of the organisation in whose journal this was written.
    public var organisation: String
    public var record: String
    /// Kind of record, as in the data dictionary.
    public var kind: String
    public var act: Act
    /// Identifier of the account that made the entry; never a person's name.
    public var author: String
    /// When and on which device.
    public var clock: Timestamp
    /// The record's latest entries that the author had seen, in ascending order, none twice: none for a new record, one as a rule, several after a clash.
    public var base: [Digest]
    /// Version of the data dictionary that the answers follow.
    public var dictionary: String
    /// The import or other group of entries that this one belongs to.
    public var batch: String?
    /// Why, in free words, sealed.
    public var ground: [UInt8]?
    /// The answers, by field name. Names that begin with `@` are marks on the record itself: ``Mark``.
    public var answers: [String: StoredAnswer]

    public init(
        organisation: String, record: String, kind: String, act: Act, author: String, clock: Timestamp, base: [Digest], dictionary: String,
        batch: String? = nil, ground: [UInt8]? = nil, answers: [String: StoredAnswer]
    ) {
        self.organisation = organisation
        self.record = record
        self.kind = kind
        self.act = act
        self.author = author
        self.clock = clock
        self.base = base.count < 2 ? base : Set(base).sorted()
        self.dictionary = dictionary
        self.batch = batch
        self.ground = ground
        self.answers = answers
    }
}

/// Marks on a record, kept beside its fields so that they merge and can be undone as fields do.
public enum Mark {
    /// The record does not count. Set or taken back.
    public static let retracted = "@retracted"
    /// The record's key was destroyed. Never taken back: the fold passes over an entry's attempt to.
    public static let erased = "@erased"
}
