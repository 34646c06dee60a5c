import Dictionary

/// A mapping file as it was written, checked for form but not yet against a dictionary or the columns of a file.
struct Mapping: Sendable {
    /// What messages call the mapping file.
    var file: String
    var title: String?
    /// The namespace of identifiers.
    var source: String
    /// Columns that together identify a row; empty: the row's number in this very file does.
    var identifier: [Named] = []
    var dates = DateOrder.yearFirst
    var encoding: String?
    var sheet: String?
    /// Texts that mean that nothing was recorded.
    var missing: [String] = []
    var ignoresUnmapped = false
    var ignore: [Named] = []
    /// Columns that a file may lack.
    var optional: [Named] = []
    var records: [RecordRule] = []
    /// Whether this program made the mapping itself.
    var isPreset = false

    /// A name and where it was written.
    struct Named: Sendable, Hashable {
        var name: String
        var line: Int
    }
}

/// How one record is made from a row.
struct RecordRule: Sendable {
    var line: Int
    var name: String
    var kind: String
    var conditions: [ConditionRule] = []
    /// Columns that identify this record apart from the row.
    var key: [Mapping.Named] = []
    var forEach: ForEachRule?
    var fields: [FieldRule] = []
    var links: [LinkRule] = []
    var isAddition = false
}

/// When a record is made.
struct ConditionRule: Sendable {
    var column: Mapping.Named
    var test: Test

    enum Test: Sendable {
        case filled
        case empty
        /// Any of these columns and the rule's own is filled.
        case anyFilled([Mapping.Named])
        case isOneOf([String])
        case isNoneOf([String])
    }
}

/// One record for each value of a column, or for each of several columns that is set.
struct ForEachRule: Sendable {
    var line: Int
    /// The field that takes the value.
    var field: String
    var rule: FieldRule
}

/// How one field is filled.
struct FieldRule: Sendable {
    var line: Int
    var field: String
    var source: Source
    var values: [ValueRule] = []
    /// What becomes of a text that `values` does not name; nil: rejected where `values` is given.
    var otherwise: OutcomeRule?
    var split: String?
    /// Whether of several values of a field that takes one the first is taken, the others kept in a note; else the row is rejected.
    var takesFirst = false
    /// Number of the HURIDOCS list (or name of the HTCDS field) whose codes stand in the cells.
    var codes: CodeSystem?
    var dates: DateOrder?
    /// What amounts, quantities and identifiers are where the cell holds the bare number.
    var currency: String?
    var unit: String?
    var identifierKind: String?
    var missing: [String]?
    var note: NoteSource?
    /// Whether a text that cannot be read is kept as a note beside “unknown”; else the row is rejected. Presets alone say so.
    var keepsUnreadAsNote = false
    /// Whether a row whose text cannot be read lands without this field, and is told of (``RecordDraft/leftOut``); else it is rejected.
    var keepsRow = false

    enum Source: Sendable {
        case column(Mapping.Named)
        case columns([Mapping.Named], join: String)
        /// Several columns that each give values of a field that takes several.
        case every([Mapping.Named])
        /// A date and how exact it is, by HURIDOCS list 48.
        case datedAs(Mapping.Named, kind: Mapping.Named)
        case constant(String)
        case absent(String)
        case parts([PartRule])
        /// Columns that are set or not, each standing for one code; `set` are the texts that mean set.
        case flags([(column: Mapping.Named, outcome: OutcomeRule)], set: [String], unset: [String])
    }

    enum NoteSource: Sendable {
        case column(Mapping.Named)
        case constant(String)
    }
}

/// A list of codes of another standard.
enum CodeSystem: Sendable, Hashable {
    case huridocs(list: String)
    case htcds(field: String)
    /// A further column of the vocabulary's own list, such as `alpha3` of countries.
    case column(String)
}

/// One part of a value that has parts: `given` of a name, `country` of a place, `currency` of money.
struct PartRule: Sendable {
    var line: Int
    var part: String
    var column: Mapping.Named?
    var constant: String?
    var values: [ValueRule] = []
}

/// A text of the file and what it means.
struct ValueRule: Sendable {
    var line: Int
    var text: String
    var outcome: OutcomeRule
}

/// What a text means.
struct OutcomeRule: Sendable {
    var line: Int
    var meaning: Meaning
    var note: String?

    enum Meaning: Sendable {
        /// One or more values, each written as the field's type is written in a cell.
        case values([String])
        case absent(String)
        /// As if nothing had been written.
        case nothing
        /// The row is rejected for this reason.
        case reject(String)
        /// The text is taken as it stands.
        case keep
    }
}

/// A link of a record.
struct LinkRule: Sendable {
    var line: Int
    var field: String
    var target: Target

    enum Target: Sendable {
        /// Records of the same row by their names.
        case local([Mapping.Named])
        /// A record that has a key of its own, perhaps described elsewhere: its name and the column that holds its key.
        case keyed(name: String, column: Mapping.Named, split: String?)
    }
}
