import Dictionary

/// A record as the reader may see it, given to an exporter. Whoever calls decides what is in it: exporters hide nothing and add nothing.
public struct ExportRecord: Sendable, Hashable {
    public var identifier: String
    /// The kind of record in the dictionary.
    public var kind: String
    /// Answers by field name within the record; links hold identifiers of other records.
    public var answers: [String: Answer]

    public init(identifier: String, kind: String, answers: [String: Answer]) {
        self.identifier = identifier
        self.kind = kind
        self.answers = answers
    }
}

/// A case and the records that belong to it: persons, parties, violations, relations, consents, …
public struct ExportCase: Sendable, Hashable {
    /// The records in any order; one of them is of kind `case`. Exporters that need an order make it from the identifiers.
    public var records: [ExportRecord]

    public init(records: [ExportRecord]) {
        self.records = records
    }

    /// The record of kind `case`.
    public var caseRecord: ExportRecord? {
        records.first { $0.kind == "case" }
    }
}

/// Writes cases in a format, one after another, so that memory does not grow with their number.
///
/// The file is what ``start()`` gives, then what ``add(_:)`` gives for each case, then what ``finish()`` gives.
public protocol CaseExporter: Sendable {
    /// The bytes before the first case.
    mutating func start() throws(ExportError) -> [UInt8]
    /// The bytes of one case.
    mutating func add(_ group: ExportCase) throws(ExportError) -> [UInt8]
    /// The bytes after the last case.
    mutating func finish() throws(ExportError) -> [UInt8]
}
