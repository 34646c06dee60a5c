import Dictionary
import Foundation
import Journal
import Storage

/// What a demonstration made.
public struct DemonstrationOutcome: Sendable {
    public var cases = 0
    public var records = 0
    /// Entries in the journal, also those that changed a record later.
    public var entries = 0
    /// Organisations and services of the directory, all made up.
    public var directory = 0
    public var seconds = 0.0
    public var seed: UInt64 = 0
    /// A record of which two people gave different answers without seeing each other's.
    public var clash: String?
    /// A record of which an entry was taken back.
    public var undone: String?
}

/// Fills a node with made-up cases: believable enough to try everything, and marked as generated wherever they show.
///
/// The same seed gives the same records with the same identifiers and answers; keys and clocks differ.
public struct Demonstration: Sendable {
    private static let casesPerTransaction = 100
    /// Every so many cases, one is tied to the case before it.
    private static let casesPerTie = 12

    private let node: Node
    private let caseCount: Int
    private let seed: UInt64
    private let author = "demonstration"

    /// - Parameter caseCount: at least 1.
    /// - Throws: ``AppError`` if the node has records already: made-up cases must not be mixed with real ones.
    public init(_ node: Node, cases caseCount: Int, seed: UInt64) throws {
        guard caseCount > 0, caseCount <= 10_000_000 else { throw AppError("The number of cases must be between 1 and 10,000,000: --cases N") }
        let present = try node.database.read {
            try $0.first("SELECT sequence FROM journal_head WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.integer(0) }
        }
        guard present == nil else {
            throw AppError(
                "The node in \(node.folder.path) has entries already. Made-up cases are not mixed with others; choose an empty folder: corridor demo --data DIR"
            )
        }
        self.node = node
        self.caseCount = caseCount
        self.seed = seed
    }

    /// Makes up the cases and saves them. Each is checked against the dictionary first.
    /// - Parameter progress: called now and then with what has been made so far.
    public func run(progress: (DemonstrationOutcome) -> Void = { _ in }) throws -> DemonstrationOutcome {
        let start = ContinuousClock.now
        let generator = CaseGenerator(seed: seed, caseCount: caseCount)
        var outcome = DemonstrationOutcome()
        outcome.seed = seed
        var madeParties: Set<PartyGenerator.Key> = []
        for first in stride(from: 1, through: caseCount, by: Self.casesPerTransaction) {
            try node.change(by: author) { transaction in
                for number in first...min(first + Self.casesPerTransaction - 1, caseCount) {
                    try save(try generator.make(number), generator: generator, madeParties: &madeParties, outcome: &outcome, in: transaction)
                    try tie(number, generator, outcome: &outcome, in: transaction)
                }
            }
            outcome.seconds = (ContinuousClock.now - start).seconds
            progress(outcome)
        }
        outcome.directory = try node.change(by: author) { try DemonstrationDirectory(node: node).save(in: $0) }
        outcome.records += outcome.directory
        outcome.entries += outcome.directory
        outcome.clash = try makeClash(generator, &outcome)
        outcome.undone = try undoOne(generator, &outcome)
        outcome.seconds = (ContinuousClock.now - start).seconds
        return outcome
    }

    private func save(
        _ made: GeneratedCase, generator: CaseGenerator, madeParties: inout Set<PartyGenerator.Key>, outcome: inout DemonstrationOutcome,
        in transaction: RecordTransaction
    ) throws {
        for key in made.parties where madeParties.insert(key).inserted {
            try save(try generator.parties.change(key), outcome: &outcome, in: transaction)
            outcome.records += 1
        }
        for change in made.changes {
            try save(change, outcome: &outcome, in: transaction)
            outcome.records += 1
        }
        for change in made.later { try save(change, outcome: &outcome, in: transaction) }
        outcome.cases += 1
    }

    /// Ties some cases to the one before.
    private func tie(_ number: Int, _ generator: CaseGenerator, outcome: inout DemonstrationOutcome, in transaction: RecordTransaction) throws {
        guard number % Self.casesPerTie == 0, number > 1 else { return }
        var random = SeededRandom(seed: seed ^ 0x7469_6573, stream: UInt64(number))
        let answers: [String: Answer?] = [
            "from": Answer(.link(try generator.record(ofCase: number))), "to": Answer(.link(try generator.record(ofCase: number - 1))),
            "role": Answer(.code(random.element(of: ["follows", "part-of", "same-event-as"]))),
        ]
        try save(RecordChange(record: RecordIdentifier.text(random.bytes(10)), kind: "relation", answers: answers), outcome: &outcome, in: transaction)
        outcome.records += 1
    }

    private func save(_ change: RecordChange, outcome: inout DemonstrationOutcome, in transaction: RecordTransaction) throws {
        for case (let name, let answer?) in change.answers { try node.dictionary.validate(record: change.kind, field: name, answer: answer) }
        if try transaction.save(change) != nil { outcome.entries += 1 }
    }

    /// Two people write the priority of the same case without seeing each other's entry.
    private func makeClash(_ generator: CaseGenerator, _ outcome: inout DemonstrationOutcome) throws -> String {
        let record = try generator.record(ofCase: min(2, caseCount))
        let seen = try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).state(of: record) }?.heads ?? []
        for (caseworker, priority, step) in [("caseworker-1", "urgent", "Call the embassy today."), ("caseworker-2", "low", "Wait for the agency's answer.")] {
            let answers = ["priority": Answer(.code(priority)), "next-step": Answer(.text(step))]
            try node.change(by: caseworker) { transaction in
                if try transaction.save(RecordChange(record: record, kind: "case", answers: answers), seen: seen) != nil { outcome.entries += 1 }
            }
        }
        return record
    }

    /// Somebody closes a case by mistake and takes it back.
    private func undoOne(_ generator: CaseGenerator, _ outcome: inout DemonstrationOutcome) throws -> String {
        let record = try generator.record(ofCase: min(3, caseCount))
        let answers = ["status": Answer(.code("closed-referred")), "closing-reason": Answer(.code("duplicate"))]
        try node.change(by: "caseworker-1") { transaction in
            if try transaction.save(RecordChange(record: record, kind: "case", answers: answers)) != nil { outcome.entries += 1 }
        }
        let last = try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: record).last }
        guard let last else { return record }
        _ = try Undoing(node, author: "caseworker-2").undo(String(last.sequence), reason: "Closed the wrong case; this one goes on.")
        outcome.entries += 1
        return record
    }
}
