import Dictionary
import Dispatch
import Journal
import Storage
import Synchronization

/// Fills the tables that statistics read with the facts of made-up cases, without journal and records: so that counting can be measured at a million cases
/// in minutes. The facts are computed and packed by the code that saves real cases; beyond ``distinctCases`` they repeat under other identifiers.
/// Such a node is for measurements only; its check finds the journal empty.
package struct DemonstrationFacts: Sendable {
    package static let distinctCases = 100_000
    private static let casesPerTransaction = 50_000

    private let node: Node
    private let generator: CaseGenerator
    private let caseCount: Int
    private let seed: UInt64

    package init(_ node: Node, cases: Int, seed: UInt64) {
        self.node = node
        self.seed = seed
        caseCount = cases
        generator = CaseGenerator(seed: seed, caseCount: min(cases, Self.distinctCases))
    }

    package func fill(progress: (Int) -> Void = { _ in }) throws {
        let facts = try computed(1...min(caseCount, Self.distinctCases))
        let fresh = try node.database.write { connection in
            var fresh: Set<Int64> = []
            for facts in facts { for fact in facts.values { try node.terms.intern(fact, fresh: &fresh, in: connection) } }
            return fresh
        }
        node.terms.remember(fresh)
        let packed = facts.map(node.terms.packed)
        var random = SeededRandom(seed: seed, stream: .max)
        // In the order of the key, in which they are written fastest.
        let rows = (0..<caseCount).map { (record: RecordIdentifier.text(random.bytes(10)), facts: $0 % packed.count) }.sorted { $0.record < $1.record }
        for first in stride(from: 0, to: rows.count, by: Self.casesPerTransaction) {
            let last = min(first + Self.casesPerTransaction, rows.count)
            try node.database.write { connection in
                for row in rows[first..<last] {
                    try connection.execute(
                        "INSERT INTO case_facts (record, organisation, facts) VALUES (?, ?, ?)",
                        [.text(row.record), .integer(node.organisation.number), .blob(packed[row.facts])])
                }
            }
            progress(last)
        }
    }

    /// The facts of some cases, computed on all cores.
    private func computed(_ numbers: ClosedRange<Int>) throws -> [CaseFacts] {
        let parts = 64
        let size = (numbers.count + parts - 1) / parts
        let results = Mutex<[Result<[CaseFacts], any Error>?]>(Array(repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let first = numbers.lowerBound + part * size
            let result = Result { try (first..<max(first, min(first + size, numbers.upperBound + 1))).map(facts) }
            results.withLock { $0[part] = result }
        }
        return try results.withLock { $0 }.flatMap { try $0?.get() ?? [] }
    }

    private func facts(_ number: Int) throws -> CaseFacts {
        let made = try generator.make(number)
        var facts = CaseFacts()
        let counted = Set(made.changes.filter { $0.kind == "relation" && text($0, "role") == "worker" }.compactMap { text($0, "from") })
        for change in made.changes where change.kind != "person" || counted.contains(change.record) {
            if change.kind == "relation" && text(change, "to") != made.changes[0].record { continue }
            let later = made.later.first { $0.record == change.record }?.answers ?? [:]
            facts.add(state(change.kind, change.answers.merging(later) { $1 }), dictionary: node.dictionary)
        }
        for key in made.parties {
            let party = try generator.parties.change(key)
            facts.add(state("party", party.answers), dictionary: node.dictionary)
        }
        return facts
    }

    private func text(_ change: RecordChange, _ field: String) -> String? {
        switch change.answers[field]??.value {
        case .code(let text)?, .link(let text)?: text
        default: nil
        }
    }

    private func state(_ kind: String, _ answers: [String: Answer?]) -> RecordState {
        var stored: [String: StoredAnswer] = [:]
        for case (let name, let answer?) in answers {
            guard let field = node.dictionary.field(kind, name), field.isCountable else { continue }
            stored[name] = AnswerSealing.stored(open: answer)
        }
        let clock = Timestamp(milliseconds: 0, counter: 0, device: DeviceIdentifier(1))
        let entry = Entry(
            organisation: node.organisation.identifier, record: "", kind: kind, act: .create, author: "demonstration", clock: clock, base: [],
            dictionary: node.dictionary.version, answers: stored)
        return RecordState(first: entry, identifier: .zero)
    }
}
