import Dictionary
import Journal
import Storage

extension RecordTransaction {
    /// Takes back what some entries of a record wrote, where it still shows: each field gets the answer that it had before the first of them.
    /// What they took out comes back, where nobody has answered since. If they made the record, it is retracted. What was written since stays.
    /// - Returns: whether anything of them was left to take back.
    @discardableResult
    func undo(_ clocks: Set<Timestamp>, of record: String, ground: String, batch: String? = nil) throws -> Bool {
        guard let present = try state(of: record) else { return false }
        let entries = try RecordRows(connection: connection, organisation: node.organisation.number).entries(of: record).filter { $0.entry.act != .read }
        guard let first = entries.first(where: { clocks.contains($0.entry.clock) }) else { return false }
        let undone = try present.fields.filter { name, field in
            guard !name.hasPrefix("@") else { return false }
            return clocks.contains(try origin(of: field, field: name, kind: present.kind, record: record, entries: entries.map(\.entry)))
        }
        // Made by what is undone, and nobody else has added anything that still shows: the record itself goes.
        if entries.first?.identifier == first.identifier, present.fields.keys.allSatisfy({ $0.hasPrefix("@") || undone[$0] != nil }) {
            try setRetracted(true, record: record, ground: ground, batch: batch)
            return true
        }
        guard !present.isErased else { return false }
        let names = Array(undone.keys) + Self.takenOut(by: clocks, present, entries.map(\.entry))
        guard !names.isEmpty else { return false }
        var fold = Fold()
        for item in entries where item.entry.clock < first.entry.clock { fold.insert(item.entry, identifier: item.identifier) }
        let before = fold.state()
        var answers: [String: Answer?] = [:]
        for name in names {
            let earlier = try before?.fields[name].flatMap { try answer($0, field: name, kind: present.kind, record: record) }
            answers.updateValue(earlier, forKey: name)
        }
        return try save(RecordChange(record: record, kind: present.kind, answers: answers), act: .undo, ground: ground, batch: batch) != nil
    }

    /// Fields that have no answer because these entries took it out: the last that anybody said of them.
    private static func takenOut(by clocks: Set<Timestamp>, _ present: RecordState, _ entries: [Entry]) -> [String] {
        var last: [String: Entry] = [:]
        for entry in entries.sorted(by: { $0.clock < $1.clock }) { for name in entry.answers.keys { last[name] = entry } }
        return last.filter { name, entry in
            !name.hasPrefix("@") && present.fields[name] == nil && clocks.contains(entry.clock) && entry.answers[name] == .cleared
        }.map(\.key).sorted()
    }

    /// The clock of the entry that first gave the answer that shows. An undoing gives an answer back that somebody had given before; it is that one's still.
    private func origin(of field: FieldState, field name: String, kind: String, record: String, entries: [Entry]) throws -> Timestamp {
        guard entries.first(where: { $0.clock == field.clock })?.act == .undo else { return field.clock }
        let shown = try answer(field.answer, clock: field.clock, field: name, kind: kind, record: record)
        for entry in entries.reversed() where entry.clock < field.clock && entry.act != .undo {
            guard let stored = entry.answers[name] else { continue }
            let written = try answer(stored, clock: entry.clock, field: name, kind: kind, record: record)
            if written == shown { return entry.clock }
        }
        return field.clock
    }

    /// An answer of a state in clear.
    func answer(_ field: FieldState, field name: String, kind: String, record: String) throws -> Answer? {
        try answer(field.answer, clock: field.clock, field: name, kind: kind, record: record)
    }

    /// An answer in clear, given as it is kept and with the clock of the entry that wrote it.
    func answer(_ stored: StoredAnswer, clock: Timestamp, field name: String, kind: String, record: String) throws -> Answer? {
        guard let definition = node.dictionary.field(kind, name) else { return nil }
        guard let sealing = try sealing(of: record) else {
            return try AnswerSealing.answer(open: stored, type: definition.type, multiple: definition.multiple)
        }
        return try sealing.answer(stored, field: name, type: definition.type, multiple: definition.multiple, clock: clock)
    }

    /// What a row adds to a record that another row describes: lists are united, and a single answer is given only where there is none.
    func uniting(_ change: RecordChange) throws -> RecordChange {
        guard let present = try state(of: change.record), !present.isErased else { return change }
        var united = change
        for (name, answer) in change.answers {
            guard let answer, let field = present.fields[name], let definition = node.dictionary.field(change.kind, name) else { continue }
            guard definition.takesList, let added = answer.value, let shown = try self.answer(field, field: name, kind: change.kind, record: change.record)
            else {
                united.answers.removeValue(forKey: name)
                continue
            }
            guard let held = shown.value else { continue }
            let elements = held.elements + added.elements.filter { !held.elements.contains($0) }
            united.answers[name] = Answer(try FieldValue(list: elements, type: definition.type), note: shown.note ?? answer.note)
        }
        return united
    }
}

/// Takes back an import or a single entry.
public struct Undoing: Sendable {
    private let node: Node
    private let author: String

    public init(_ node: Node, author: String = Reader.keyHolder.account) {
        self.node = node
        self.author = author
    }

    /// - Parameter target: identifier of an import, or the number of an entry in the journal.
    /// - Returns: the number of records that were changed.
    public func undo(_ target: String, reason: String) throws -> Int {
        if let sequence = Int64(target) { return try undoEntry(sequence, reason: reason) }
        guard let batch = RecordIdentifier.read(target) else {
            throw AppError("«\(target)» is neither the identifier of an import nor the number of an entry. See: corridor imports --data DIR")
        }
        return try undoBatch(batch, reason: reason)
    }

    private func undoEntry(_ sequence: Int64, reason: String) throws -> Int {
        let entry = try node.database.read { connection in
            try connection.first(
                "SELECT body FROM journal_entry WHERE organisation = ? AND sequence = ?", [.integer(node.organisation.number), .integer(sequence)]
            ) { try Entry(body: $0.blob(0)) }
        }
        guard let entry else { throw AppError("The journal has no entry \(sequence).") }
        guard entry.act != .read, entry.act != .erase else {
            throw AppError(
                "Entry \(sequence) cannot be undone: \(entry.act == .erase ? "an erased record has no key any more" : "it only says that somebody read the record")."
            )
        }
        try node.change(by: author) { transaction in
            switch entry.act {
            case .retract: try transaction.setRetracted(false, record: entry.record, ground: reason)
            case .restore: try transaction.setRetracted(true, record: entry.record, ground: reason)
            default:
                guard try transaction.undo([entry.clock], of: entry.record, ground: reason) else {
                    throw AppError("Nothing of entry \(sequence) shows any more: what it wrote was changed since, or taken back already.")
                }
            }
        }
        return 1
    }

    private func undoBatch(_ batch: String, reason: String) throws -> Int {
        let clocksByRecord = try entries(of: batch)
        guard !clocksByRecord.isEmpty else { throw AppError("There is no import \(batch). See: corridor imports --data DIR") }
        let records = clocksByRecord.keys.filter { $0 != batch }.sorted()
        for start in stride(from: 0, to: records.count, by: Importer.rowsPerTransaction) {
            try node.change(by: author) { transaction in
                for record in records[start..<min(start + Importer.rowsPerTransaction, records.count)] {
                    try transaction.undo(clocksByRecord[record] ?? [], of: record, ground: reason, batch: batch)
                }
            }
        }
        try node.change(by: author) { transaction in
            try transaction.save(RecordChange(record: batch, kind: "import", answers: ["status": Answer(.code("undone"))]), act: .change, ground: reason)
        }
        return records.count
    }

    /// The clocks of the entries that an import made, by record. Reads the whole journal, since imports are undone seldom.
    private func entries(of batch: String) throws -> [String: Set<Timestamp>] {
        try node.database.read { connection in
            var clocks: [String: Set<Timestamp>] = [:]
            var undone: [String: Timestamp] = [:]
            try connection.forEach("SELECT body FROM journal_entry WHERE organisation = ? ORDER BY sequence", [.integer(node.organisation.number)]) { row in
                let entry = try Entry(body: row.blob(0))
                guard entry.batch == batch else { return }
                if entry.act == .undo || entry.act == .retract {
                    undone[entry.record] = entry.clock
                } else {
                    clocks[entry.record, default: []].insert(entry.clock)
                }
            }
            // What an earlier undoing took back, and nothing since has brought again, is left alone.
            return clocks.filter { record, clocks in
                guard let last = undone[record], let latest = clocks.max() else { return true }
                return latest > last
            }
        }
    }
}
