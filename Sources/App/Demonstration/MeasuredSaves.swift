import Dictionary
import Foundation
import Journal
import Storage
import Vault

/// Saves made-up records one by one, each as a transaction of its own, as people's saves are. For measurements.
package struct MeasuredSaves {
    private let node: Node
    private let changes: [RecordChange]

    /// - Parameter count: how many records are made ready to be saved.
    package init(_ node: Node, count: Int, seed: UInt64) throws {
        self.node = node
        let generator = CaseGenerator(seed: seed, caseCount: count)
        var changes: [RecordChange] = []
        var made: Set<PartyGenerator.Key> = []
        var number = 1
        while changes.count < count {
            let next = try generator.make(number)
            for key in next.parties where made.insert(key).inserted { changes.append(try generator.parties.change(key)) }
            changes += next.changes
            number += 1
        }
        self.changes = Array(changes.prefix(count))
    }

    package var count: Int { changes.count }

    /// Saves some of them. Each is durable before the next begins.
    package func save(_ range: Range<Int>) throws {
        for change in changes[range] {
            try node.change(by: "measurement") { try $0.save(change) }
        }
    }

    /// Saves some of them in one transaction under one signature, as an import does.
    package func saveTogether(_ range: Range<Int>) throws {
        try node.change(by: "measurement") { transaction in
            for change in changes[range] { try transaction.save(change) }
        }
    }

    /// The bytes of the journal's entries from a place on, as the peer is given them.
    package func bodies(after sequence: Int64, limit: Int) throws -> [[UInt8]] {
        try node.database.read { connection in
            try connection.all("SELECT body FROM journal_entry WHERE sequence > ? ORDER BY sequence LIMIT \(limit)", [.integer(sequence)]) { $0.blob(0) }
        }
    }
}

/// The parts that make up a save, each by itself. For measurements.
package struct MeasuredParts {
    private let dictionary: DataDictionary
    private let sealing: AnswerSealing
    private let answers: [(answer: Answer, field: Field)]
    private let entries: [[UInt8]]
    private let decoded: [Entry]
    private let clock = Timestamp(milliseconds: 1_700_000_000_000, counter: 0, device: DeviceIdentifier(1))

    package init(dictionary: DataDictionary, bodies: [[UInt8]]) throws {
        self.dictionary = dictionary
        sealing = AnswerSealing(organisation: RecordIdentifier.random(), record: RecordIdentifier.random(), key: RecordKey())
        var answers: [(Answer, Field)] = []
        let generator = CaseGenerator(seed: 1, caseCount: 1000)
        for number in 1...50 {
            for change in try generator.make(number).changes {
                for case (let name, let answer?) in change.answers {
                    if let field = dictionary.field(change.kind, name), AnswerSealing.needsKey(answer, sensitivity: field.sensitivity) {
                        answers.append((answer, field))
                    }
                }
            }
        }
        self.answers = answers
        entries = bodies
        decoded = try bodies.map { try Entry(body: $0) }
    }

    /// Seals each value once and returns how many there were.
    package func seal() throws -> Int {
        for (answer, field) in answers { _ = try sealing.stored(answer, field: field.name, sensitivity: field.sensitivity, clock: clock) }
        return answers.count
    }

    /// Seals and opens each value once.
    package func sealAndOpen() throws -> Int {
        for (answer, field) in answers {
            let stored = try sealing.stored(answer, field: field.name, sensitivity: field.sensitivity, clock: clock)
            _ = try sealing.answer(stored, field: field.name, type: field.type, multiple: field.multiple, clock: clock)
        }
        return answers.count
    }

    package func decode() throws -> Int {
        for body in entries { _ = try Entry(body: body) }
        return entries.count
    }

    package func encode() -> Int {
        for entry in decoded { _ = entry.canonicalBytes() }
        return decoded.count
    }
}
