import Dictionary
import Journal
import Storage

/// Proves that the files of documents are those that the journal names: opens every piece and compares the SHA-256 of the whole with the record.
struct DocumentVerification {
    let node: Node

    struct Outcome: Sendable {
        var files = 0
        var bytes: Int64 = 0
        /// The records with a damaged file, each with a sentence.
        var damaged: [(record: String, sentence: String)] = []
    }

    /// - Parameter progress: called with the number of files checked.
    func run(progress: (Int) -> Void) throws -> Outcome {
        var outcome = Outcome()
        let fields = node.dictionary.fields.filter { $0.type == .file }
        for kind in Set(fields.map(\.record)).sorted() {
            var after = (created: "", record: "")
            while true {
                let page = try node.database.read { connection in
                    try connection.all(
                        """
                        SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) > (?, ?)
                        ORDER BY created, record LIMIT 500
                        """, [.integer(node.organisation.number), .text(kind), .text(after.created), .text(after.record)]
                    ) { (created: $0.text(0), record: $0.text(1)) }
                }
                guard let last = page.last else { break }
                for row in page { try check(row.record, fields.filter { $0.record == kind }.map(\.name), &outcome, progress) }
                after = last
            }
        }
        return outcome
    }

    private func check(_ record: String, _ fields: [String], _ outcome: inout Outcome, _ progress: (Int) -> Void) throws {
        let references = try node.database.read { connection -> [FileReference] in
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            guard let state = try rows.state(of: record), !state.isErased else { return [] }
            var gate = Gate(reader: .keyHolder, node: node, connection: connection)
            let view = try gate.view(state, of: record)
            return fields.flatMap { Documents.references(view, in: $0) }
        }
        for reference in references {
            do {
                try DocumentStore(node: node).forEachPiece(of: reference, record: record) { outcome.bytes += Int64($0.count) }
            } catch let error as AppError {
                outcome.damaged.append((record, error.description))
            } catch let error as StorageError {
                throw error
            } catch {
                // A piece that its key does not open is not the one that was sealed.
                outcome.damaged.append((record, "A piece of a file of the document \(record) was altered: its key does not open it. Restore it from a backup."))
            }
            outcome.files += 1
            progress(outcome.files)
        }
    }
}
