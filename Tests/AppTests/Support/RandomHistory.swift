import Dictionary
import Formats
import Foundation
import Journal
import Storage
import TestSupport

@testable import App

/// Makes a random history in a world: cases, persons and parties that come and go, are changed, retracted, undone, erased, and edited at once on two devices.
struct RandomHistory {
    let world: World
    var random: SeededGenerator
    private var records: [(record: String, kind: String)] = []

    private static let sectors = ["domestic-work", "construction", "agriculture", "care-work", "manufacturing"]
    private static let violations = ["non-payment", "underpayment", "excessive-hours", "deception", "contract-substitution"]

    init(world: World, seed: UInt64) {
        self.world = world
        random = SeededGenerator(seed: seed)
    }

    mutating func run(steps: Int) throws {
        for _ in 0..<steps { try step() }
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<16, using: &random) {
        case 0...3: try addCase()
        case 4...7: try change()
        case 8:
            try add(
                "party", ["names": try .name("Agency \(Int.random(in: 1...99, using: &random))"), "country": .code("NP"), "kind": .code("employer-company")])
        case 9: try addViolation()
        case 10: try relate()
        case 11: try retract()
        case 12: try undoEntry()
        case 13: try erase()
        case 14, 15: try editAtOnce()
        default: break
        }
    }

    private mutating func add(_ kind: String, _ answers: [String: Answer?]) throws {
        records.append((try world.save(kind, answers), kind))
    }

    private mutating func addCase() throws {
        let saved = try world.saveCase(name: "Person \(records.count)", sector: Self.sectors.randomElement(using: &random)!)
        records += [(saved.case, "case"), (saved.person, "person"), (saved.relation, "relation"), (saved.violation, "violation")]
    }

    private mutating func any(_ kinds: String...) -> String? {
        records.filter { kinds.contains($0.kind) }.randomElement(using: &random)?.record
    }

    private func isErased(_ record: String) throws -> Bool {
        try world.node.database.read { try RecordRows(connection: $0, organisation: 1).state(of: record)?.isErased ?? false }
    }

    private mutating func change() throws {
        guard let (record, kind) = records.randomElement(using: &random), !(try isErased(record)) else { return }
        try world.save(kind, try answers(for: kind), record: record, ground: Bool.random(using: &random) ? "A call on Monday." : nil)
    }

    private mutating func answers(for kind: String) throws -> [String: Answer?] {
        switch kind {
        case "case":
            [
                "sector": Bool.random(using: &random) ? .code(Self.sectors.randomElement(using: &random)!) : nil,
                "summary": .text("Account \(Int.random(in: 0...999, using: &random))"), "status": Answer(absent: .unknown, note: "not asked"),
            ]
        case "person":
            ["sex": .code(["female", "male"].randomElement(using: &random)!), "names": try .name("Name \(Int.random(in: 0...999, using: &random))")]
        case "violation": ["type": .code(Self.violations.randomElement(using: &random)!)]
        case "relation": ["role": .code(["worker", "witness"].randomElement(using: &random)!)]
        default: ["country": .code(["NP", "QA", "IN"].randomElement(using: &random)!)]
        }
    }

    private mutating func addViolation() throws {
        guard let caseRecord = any("case"), let party = any("party") else { return }
        try add(
            "violation",
            ["case": .link(caseRecord), "type": .code(Self.violations.randomElement(using: &random)!), "perpetrator": Answer(.list([.link(party)]))])
    }

    private mutating func relate() throws {
        guard let from = any("person", "party"), let to = any("case") else { return }
        try add("relation", ["from": .link(from), "to": .link(to), "role": .code("worker")])
    }

    private mutating func retract() throws {
        guard let record = any("case", "violation", "relation", "person"), !(try isErased(record)) else { return }
        let retracts = Bool.random(using: &random)
        try world.node.change(by: "tester") { try $0.setRetracted(retracts, record: record, ground: "By mistake.") }
    }

    private mutating func undoEntry() throws {
        let count = try world.count("journal_entry")
        guard count > 0 else { return }
        // Entries that cannot be undone (erasures, readings) say so.
        do { _ = try Undoing(world.node).undo(String(Int.random(in: 1...count, using: &random)), reason: "Taken back.") } catch is AppError {}
    }

    private mutating func erase() throws {
        guard Int.random(in: 0..<3, using: &random) == 0, let record = any("case", "person") else { return }
        do { _ = try Erasure(world.node).erase(record, reason: "Asked for.") } catch is AppError {}
    }

    /// An entry of another device that had not seen the record's latest one.
    private mutating func editAtOnce() throws {
        guard let (record, kind) = records.randomElement(using: &random), kind == "case" || kind == "violation", !(try isErased(record)) else { return }
        let field = kind == "case" ? "sector" : "type"
        let code = (kind == "case" ? Self.sectors : Self.violations).randomElement(using: &random)!
        let late = Bool.random(using: &random)
        try world.appendConcurrent(record: record, kind: kind, field: field, code: code, late: late)
    }
}

extension World {
    /// Appends an entry that another device made without having seen the latest entry of the record, and brings the projections up to date.
    /// - Parameter late: whether its clock lies before that of the latest entry.
    func appendConcurrent(record: String, kind: String, field: String, code: String, late: Bool = false) throws {
        let node = node
        let device = DeviceIdentifier(0xbeef)
        try node.database.write { connection in
            let entries = try RecordRows(connection: connection, organisation: 1).entries(of: record).filter { $0.entry.act != .read }
            guard let last = entries.last else { return }
            var writer = try JournalWriter(connection, organisation: node.organisation, keys: node.keys, device: device)
            let ticked = writer.tick(now: self.clock.next())
            let clock = late ? Timestamp(milliseconds: last.entry.clock.milliseconds - 1, counter: 0, device: device) : ticked
            // The same reading twice on one device is no history that can happen.
            guard !entries.contains(where: { $0.entry.clock == clock }) else { return }
            let entry = Entry(
                organisation: node.organisation.identifier, record: record, kind: kind, act: .change, author: "elsewhere", clock: clock,
                base: entries.count > 1 ? [entries[entries.count - 2].identifier] : [], dictionary: node.dictionary.version,
                answers: [field: .open(content: ["value": .string(code)], sealedNote: nil)])
            _ = try writer.append(entry)
            try writer.finish()
        }
        _ = try NodeMaintenance(node).rebuild()
    }
}
