import Dictionary
import Journal
import Storage

/// A record as somebody had it before them when a form was shown, which may not be what it says now.
struct RecordVersion: Sendable {
    let node: Node
    let reader: Reader

    /// - Parameter seen: the latest entries that the form was made from.
    /// - Returns: nil if none of them is an entry of the record.
    func view(of record: String, seen: [Digest]) throws -> RecordView? {
        try node.database.read { connection in
            let entries = try RecordRows(connection: connection, organisation: node.organisation.number).entries(of: record)
            guard let last = entries.lastIndex(where: { seen.contains($0.identifier) }) else { return nil }
            var fold = Fold()
            for item in entries[...last] { fold.insert(item.entry, identifier: item.identifier) }
            guard let state = fold.state() else { return nil }
            var gate = Gate(reader: reader, node: node, connection: connection)
            return try gate.view(state, of: record)
        }
    }

    /// Whether somebody saved just this from the same version before, as when a form is sent once more because its answer was lost. Without this a colleague's answer of
    /// meanwhile would clash with it.
    func holds(_ answers: [String: Answer?], of record: String, by account: String, seen: [Digest]) throws -> Bool {
        let entries = try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: record) }
        let own = entries.filter { item in
            item.entry.author == account && item.entry.act == .change && Set(item.entry.base) == Set(seen)
                && item.entry.answers.keys.allSatisfy { answers.keys.contains($0) }
        }
        return try own.contains { item in
            let view = try view(of: record, seen: [item.identifier])
            return answers.allSatisfy { $0.value == view?.answer($0.key) }
        }
    }
}
