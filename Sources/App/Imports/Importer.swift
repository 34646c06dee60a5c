import Dictionary
import Foundation
import Interchange
import Journal
import Vault

/// What an import did.
public struct ImportOutcome: Sendable {
    /// Rows read from the file.
    public var read = 0
    /// Rows that added or changed a record.
    public var imported = 0
    /// Rows whose records said the same already: of an earlier run of this import, or of an earlier file with the same identifiers.
    public var unchanged = 0
    public var rejected = 0
    /// Parts that rows landed without, with the number of the row; at most ``Importer/omissionLimit`` are kept.
    public var leftOut: [(row: Int, kind: String, omission: DraftOmission)] = []
    /// How many such parts there were.
    public var leftOutCount = 0
    /// Identifier of the import; `corridor undo` takes it.
    public var batch = ""
    public var seconds = 0.0
}

/// How far an import has come, for the person who waits.
public struct ImportStep: Sendable {
    public var outcome: ImportOutcome
    /// Between 0 and 1.
    public var fraction: Double
    public var rowsPerSecond: Double { outcome.seconds > 0 ? Double(outcome.read) / outcome.seconds : 0 }
    public var secondsLeft: Double { fraction > 0 ? outcome.seconds * (1 - fraction) / fraction : 0 }
}

/// Imports a file as one batch of the journal.
///
/// Records get identifiers that follow from what identifies the row, so an import that is repeated or resumed meets its own records again and adds nothing twice.
/// Rows are saved in transactions of ``rowsPerTransaction``; each row lands whole or not at all.
public struct Importer {
    static let rowsPerTransaction = 500
    /// So many parts that could not be read are told one by one.
    public static let omissionLimit = 1_000

    private let node: Node
    private let file: URL
    private let instructions: ImportInstructions
    private let isDryRun: Bool
    private let author: String
    private let originalRow: @Sendable (Int) -> Int
    private let refusing: @Sendable (RecordDraft) -> RejectionReason?

    /// - Parameters:
    ///   - originalRow: the number of a row in the file that people know, where this one was made from it.
    ///   - refusing: why a row that could be read is not taken all the same, judged by a record that it describes; nil for one that is.
    public init(
        node: Node, file: URL, instructions: ImportInstructions, isDryRun: Bool = false, author: String = Reader.keyHolder.account,
        originalRow: @escaping @Sendable (Int) -> Int = { $0 },
        refusing: @escaping @Sendable (RecordDraft) -> RejectionReason? = { _ in nil }
    ) {
        self.node = node
        self.file = file
        self.instructions = instructions
        self.isDryRun = isDryRun
        self.author = author
        self.originalRow = originalRow
        self.refusing = refusing
    }

    /// Reads the file and saves its rows.
    /// - Parameters:
    ///   - rejects: where rows that were not imported are written, with a column of reasons; nil to write none.
    ///   - kept: further files that the rejected rows must not replace, such as the mapping.
    ///   - progress: called after each transaction.
    /// - Throws: `ImportError` before the first row if the mapping or the columns are wrong; after the rows that could be read if the file breaks off.
    public func run(rejects: URL? = nil, keeping kept: [URL] = [], progress: (ImportStep) -> Void = { _ in }) throws -> ImportOutcome {
        let start = ContinuousClock.now
        let digest = try FileDigest.of(file)
        var reader = try ImportReader(file: file, instructions: instructions, fileDigest: digest, dictionary: node.dictionary)
        reader.originalRow = originalRow
        var rejectsFile = try rejects.map { try RejectsFile($0, columns: reader.columns, keeping: node.ownFiles + [file] + kept) }
        var outcome = ImportOutcome()
        outcome.batch = batchIdentifier(source: reader.source, digest: digest)
        try note(outcome, reader: reader, digest: digest, status: "running")
        var isAtEnd = false
        var failure: ImportError?
        while !isAtEnd {
            var rows: [ReadRow] = []
            while rows.count < Self.rowsPerTransaction {
                let next: ImportedRow?
                do throws(ImportError) {
                    next = try reader.next()
                } catch {
                    // What could be read up to this place is saved before the fault is told.
                    failure = error
                    next = nil
                }
                guard let next else {
                    isAtEnd = true
                    break
                }
                outcome.read += 1
                switch next {
                case .drafts(let origin, let drafts): rows.append((origin, drafts))
                case .rejected(var rejected):
                    outcome.rejected += 1
                    rejected.row = originalRow(rejected.row)
                    try rejectsFile?.add(rejected)
                }
            }
            for (row, result) in zip(rows, try save(rows, batch: outcome.batch)) {
                switch result {
                case .imported: outcome.imported += 1
                case .unchanged: outcome.unchanged += 1
                case .refused(let origin, let reason):
                    outcome.rejected += 1
                    for var row in FileRow.rejected(origin, [reason]) {
                        row.row = originalRow(row.row)
                        try rejectsFile?.add(row)
                    }
                    continue
                }
                note(row, &outcome)
            }
            outcome.seconds = (ContinuousClock.now - start).seconds
            progress(ImportStep(outcome: outcome, fraction: reader.progress.fraction))
        }
        if let failure {
            if outcome.rejected > 0 { try rejectsFile?.finish() }
            throw AppError(
                "\(failure) The \(outcome.read) rows before that place were read: \(outcome.imported) imported, \(outcome.unchanged) there already, \(outcome.rejected) rejected. Mend the file and import it again."
            )
        }
        try note(outcome, reader: reader, digest: digest, status: "complete")
        try rejectsFile?.finish()
        outcome.seconds = (ContinuousClock.now - start).seconds
        return outcome
    }

    // MARK: Saving

    /// A row, or the rows of one case, as they stood in the file, and the records that they describe.
    private typealias ReadRow = (origin: [FileRow], drafts: [RecordDraft])

    private enum RowResult {
        case imported
        case unchanged
        case refused([FileRow], RejectionReason)
    }

    /// Thrown to take back what a trial wrote.
    private struct TrialEnded: Error {
        var results: [RowResult]
    }

    private func save(_ rows: [ReadRow], batch: String) throws -> [RowResult] {
        guard !rows.isEmpty else { return [] }
        do {
            return try node.change(by: author) { transaction in
                let results = try rows.map { try save($0, batch: batch, in: transaction) }
                if isDryRun { throw TrialEnded(results: results) }
                return results
            }
        } catch let trial as TrialEnded {
            return trial.results
        }
    }

    private func save(_ row: ReadRow, batch: String, in transaction: RecordTransaction) throws -> RowResult {
        if let reason = row.drafts.lazy.compactMap(refusing).first { return .refused(row.origin, reason) }
        let changes = try row.drafts.map { try change(for: $0, in: transaction) }
        for change in changes {
            if let state = try transaction.state(of: change.record), state.isErased || state.kind != change.kind {
                let reason = state.isErased ? "was erased" : "is a \(state.kind), not a \(change.kind)"
                return .refused(
                    row.origin,
                    RejectionReason(
                        place: "Row", problem: "its record \(change.record) \(reason)", remedy: "Take the row out of the file, or give it another identifier."))
            }
        }
        var hasChanged = false
        for change in changes {
            if try transaction.save(change, batch: batch) != nil { hasChanged = true }
        }
        return hasChanged ? .imported : .unchanged
    }

    private func change(for draft: RecordDraft, in transaction: RecordTransaction) throws -> RecordChange {
        let record = identifier(for: draft.sourceKey)
        var answers: [String: Answer?] = [:]
        for answer in draft.answers { answers[answer.field] = answer.answer }
        for link in draft.links {
            let targets = link.targets.map { FieldValue.link(identifier(for: $0)) }
            let isMultiple = node.dictionary.field(draft.kind, link.field)?.multiple ?? false
            if let first = targets.first { answers[link.field] = Answer(isMultiple ? .list(targets) : first) }
        }
        let change = RecordChange(record: record, kind: draft.kind, answers: answers)
        return draft.isAddition ? try transaction.uniting(change) : change
    }

    private func identifier(for sourceKey: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: sourceKey))
    }

    /// Which parts a row landed without.
    private func note(_ row: ReadRow, _ outcome: inout ImportOutcome) {
        for draft in row.drafts {
            for omission in draft.leftOut {
                outcome.leftOutCount += 1
                guard outcome.leftOut.count < Self.omissionLimit else { continue }
                outcome.leftOut.append((originalRow(row.origin.first?.row ?? 0), draft.kind, omission))
            }
        }
    }

    // MARK: The batch's own record

    private func batchIdentifier(source: String, digest: String) -> String {
        let mapping: String =
            switch instructions {
            case .preset(let preset): preset.rawValue
            case .mapping(let bytes, _): Digest(of: bytes).description
            }
        return identifier(for: "import\n\(source)\n\(digest)\n\(mapping)")
    }

    private func note(_ outcome: ImportOutcome, reader: ImportReader, digest: String, status: String) throws {
        guard !isDryRun else { return }
        var answers: [String: Answer?] = [
            "source": Answer(try FieldValue(text: reader.source)), "title": Answer(try FieldValue(text: reader.title)),
            "file-digest": Answer(try FieldValue(text: digest)), "status": Answer(.code(status)),
        ]
        if status == "complete" {
            answers["rows-read"] = Answer(.quantity(try Quantity(amount: String(outcome.read), unit: "rows")))
            answers["rows-rejected"] = Answer(.quantity(try Quantity(amount: String(outcome.rejected), unit: "rows")))
        }
        try node.change(by: author) { transaction in
            try transaction.save(RecordChange(record: outcome.batch, kind: "import", answers: answers), batch: outcome.batch)
        }
    }
}

extension Duration {
    /// The duration in seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
