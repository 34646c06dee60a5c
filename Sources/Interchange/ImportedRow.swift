import Dictionary

/// What became of one row of an imported file: it lands whole or is rejected whole.
public enum ImportedRow: Sendable, Hashable {
    /// The records that the row describes, and the row as it stood in the file. A case of HTCDS in CSV may stand in several rows; of everything else there
    /// is one.
    case drafts([FileRow], [RecordDraft])
    case rejected(RejectedRow)

    /// The number of the (first) row in its file.
    public var row: Int {
        switch self {
        case .drafts(let rows, _): rows.first?.row ?? 0
        case .rejected(let rejected): rejected.row
        }
    }
}

/// A row as it stood in the file.
public struct FileRow: Sendable, Hashable {
    /// The name of the file (or of the table in a folder or archive) that the row stands in.
    public var file: String
    /// The line (CSV), row number (XLSX) or number of the case (JSON), from 1.
    public var row: Int
    /// The cells, one for each of ``ImportReader/columns``.
    public var fields: [String]

    public init(file: String, row: Int, fields: [String]) {
        self.file = file
        self.row = row
        self.fields = fields
    }

    /// The row for the file of rejects.
    public func rejected(_ reasons: [RejectionReason]) -> RejectedRow {
        RejectedRow(file: file, row: row, fields: fields, reasons: reasons)
    }

    /// The rows of one case for the file of rejects: the first with the reasons, the others saying whose they are.
    public static func rejected(_ rows: [FileRow], _ reasons: [RejectionReason]) -> [RejectedRow] {
        guard let first = rows.first else { return [] }
        let belonging = RejectionReason(
            place: "Row", problem: "the row belongs to the case of row \(first.row), which was rejected",
            remedy: "Mend that row and keep this one below it.")
        return [first.rejected(reasons)] + rows.dropFirst().map { $0.rejected([belonging]) }
    }
}

/// A row that was not imported, as it stood in the file, and everything that is wrong with it.
public struct RejectedRow: Sendable, Hashable {
    /// The name of the file (or of the table in a folder or archive) that the row stands in.
    public var file: String
    /// The line (CSV), row number (XLSX) or number of the case (JSON), from 1.
    public var row: Int
    /// The cells as they stood in the file, one for each of ``ImportReader/columns``.
    public var fields: [String]
    /// All reasons, in the order of the mapping; never empty.
    public var reasons: [RejectionReason]

    public init(file: String, row: Int, fields: [String], reasons: [RejectionReason]) {
        self.file = file
        self.row = row
        self.fields = fields
        self.reasons = reasons
    }
}

extension RejectionReason {
    /// A value's error, said of a place.
    init(place: String, _ error: ValueError) {
        let problem = (error.offered.map { "“\($0)” " } ?? "the value ") + error.problem
        self.init(place: place, problem: Sentence.clause(problem), remedy: error.remedy)
    }
}

/// One thing that is wrong with a row.
public struct RejectionReason: Sendable, Hashable, CustomStringConvertible {
    /// The column of the file, and the dictionary's field where one is concerned: `Date of birth → person.date-of-birth`.
    public var place: String
    /// What is wrong, as a clause: `“31/02/1990” is not a date`.
    public var problem: String
    /// How to mend it, as a sentence.
    public var remedy: String

    public init(place: String, problem: String, remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// Place, problem and remedy as one text for a person.
    public var description: String {
        Sentence.text(place: place, problem: problem, remedy: remedy)
    }
}
