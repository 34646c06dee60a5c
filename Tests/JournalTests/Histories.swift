import Formats
import TestSupport

@testable import Journal

/// An entry with its identifier.
struct Written: Sendable, Hashable {
    var entry: Entry
    var identifier: Digest

    init(_ entry: Entry) {
        self.entry = entry
        identifier = Entry.identifier(of: entry.canonicalBytes())
    }
}

/// Makes histories of one record.
enum Histories {
    static let fields = ["nationality", "sex", "occupation", "names", Mark.retracted]

    /// Several devices write offline, each knowing only what it made or was sent, with clocks that are wrong and jump.
    static func offline(_ random: inout SeededGenerator) -> [Written] {
        var history: [Written] = []
        var devices = (0..<Int.random(in: 1...4, using: &random)).map { Device(number: UInt32($0 + 1), skew: .random(in: 0...5000, using: &random)) }
        var time: UInt64 = 1_767_225_600_000
        for _ in 0..<Int.random(in: 1...14, using: &random) {
            time += .random(in: 0...3, using: &random)
            let writer = devices.indices.randomElement(using: &random) ?? 0
            if Int.random(in: 0..<3, using: &random) == 0, let other = devices.indices.randomElement(using: &random) {
                devices[writer].receive(devices[other].known, history)
            }
            if Int.random(in: 0..<10, using: &random) == 0 { devices[writer].skew = .random(in: 0...5000, using: &random) }
            let base = devices[writer].heads(history)
            let clock = devices[writer].clock.tick(now: time + devices[writer].skew)
            let entry = entry(clock: clock, base: base, answers: answers(clock, &random), act: base.isEmpty ? .create : act(&random))
            devices[writer].known.append(history.count)
            history.append(Written(entry))
        }
        return history
    }

    /// What no honest device writes: equal clocks, bases that are unknown or later, mixed kinds, marks of every sort.
    static func hostile(_ random: inout SeededGenerator) -> [Written] {
        var history: [Written] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            var base = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in history.randomElement(using: &random)?.identifier }
            if Int.random(in: 0..<6, using: &random) == 0 { base.append(Digest(of: [UInt8.random(in: 0...255, using: &random)])) }
            let clock = Timestamp(
                milliseconds: .random(in: 0...6, using: &random), counter: 0, device: DeviceIdentifier(.random(in: 1...2, using: &random)))
            var answers = answers(clock, &random)
            if Int.random(in: 0..<8, using: &random) == 0 {
                answers[Mark.erased] = [.mark, .cleared, .sealed([1]), .open(content: ["value": .bool(false)], sealedNote: nil)].randomElement(using: &random)
            }
            var entry = entry(clock: clock, base: base, answers: answers, act: act(&random))
            if Int.random(in: 0..<6, using: &random) == 0 { entry.kind = "party" }
            history.append(Written(entry))
        }
        return history
    }

    static func entry(clock: Timestamp, base: [Digest], answers: [String: StoredAnswer], act: Entry.Act = .change) -> Entry {
        Entry(
            organisation: "7K3M9QXD4T2VB6HA", record: "V3J8N0R5WQ2C7XZT", kind: "person", act: act, author: "operator", clock: clock, base: base,
            dictionary: "2026.1", answers: answers)
    }

    private static func act(_ random: inout SeededGenerator) -> Entry.Act {
        Entry.Act.allCases.randomElement(using: &random) ?? .change
    }

    private static func answers(_ clock: Timestamp, _ random: inout SeededGenerator) -> [String: StoredAnswer] {
        var answers: [String: StoredAnswer] = [:]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            guard let field = fields.randomElement(using: &random) else { continue }
            // Few different answers, so that equal ones meet.
            let value = JSONValue.string(["a", "b", "\u{E9}", "e\u{301}"].randomElement(using: &random) ?? "")
            let note: [UInt8]? = Bool.random(using: &random) ? [UInt8.random(in: 0...2, using: &random)] : nil
            let choices: [StoredAnswer] = [
                .cleared, .sealed([UInt8.random(in: 0...3, using: &random)]), .open(content: ["value": value], sealedNote: note),
                .open(content: ["absent": .string("unknown")], sealedNote: nil),
            ]
            answers[field] = field == Mark.retracted ? [.cleared, .mark].randomElement(using: &random) : choices.randomElement(using: &random)
        }
        if Int.random(in: 0..<40, using: &random) == 0 { answers[Mark.erased] = .mark }
        return answers
    }

    private struct Device {
        var clock: HybridClock
        var skew: UInt64
        var known: [Int] = []

        init(number: UInt32, skew: UInt64) {
            clock = HybridClock(device: DeviceIdentifier(number))
            self.skew = skew
        }

        mutating func receive(_ entries: [Int], _ history: [Written]) {
            for index in entries where !known.contains(index) {
                known.append(index)
                clock.observe(history[index].entry.clock)
            }
        }

        /// What the device has as the record's heads, without the fold: whatever no other entry names.
        func heads(_ history: [Written]) -> [Digest] {
            let changes = known.map { history[$0] }.filter { $0.entry.act != .read }
            let named = Set(changes.flatMap(\.entry.base))
            return changes.map(\.identifier).filter { !named.contains($0) }
        }
    }
}
