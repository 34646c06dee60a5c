import Formats
import TestSupport
import Testing

@testable import Journal

/// The state follows from the set of entries alone, and from what `Docs/journal.md` says.
struct FoldPropertyTests {
    static let cases = 2000

    private func history(_ number: Int, _ random: inout SeededGenerator) -> [Written] {
        number.isMultiple(of: 2) ? Histories.offline(&random) : Histories.hostile(&random)
    }

    private func fold(_ entries: some Sequence<Written>) -> RecordState? {
        var fold = Fold()
        for item in entries { fold.insert(item.entry, identifier: item.identifier) }
        return fold.state()
    }

    @Test func anyOrderAndAnyRepetitionGiveTheSameState() {
        var random = SeededGenerator(seed: 1)
        for number in 0..<Self.cases {
            let history = history(number, &random)
            let expected = fold(history)?.canonicalBytes()
            for _ in 0..<3 {
                var arrival = history.shuffled(using: &random)
                for _ in 0..<Int.random(in: 0...history.count, using: &random) {
                    if let again = history.randomElement(using: &random) {
                        arrival.insert(again, at: Int.random(in: 0...arrival.count, using: &random))
                    }
                }
                #expect(fold(arrival)?.canonicalBytes() == expected, "case \(number)")
            }
        }
    }

    @Test func theStateIsTheOneThatThePageDescribes() throws {
        var random = SeededGenerator(seed: 2)
        var clashes = 0
        var erased = 0
        for number in 0..<Self.cases {
            let history = history(number, &random)
            let state = fold(history)
            #expect(try state?.canonicalBytes() == PlainFold.state(history.map { $0.entry.canonicalBytes() }), "case \(number)")
            if state?.hasClash == true { clashes += 1 }
            if state?.isErased == true { erased += 1 }
        }
        // The cases are worth something only if they reach what is hard.
        #expect(clashes > Self.cases / 10)
        #expect(erased > Self.cases / 50)
    }

    /// What arrives is applied to the state before where that is possible and folded with everything where it is not, as a node does.
    @Test func stepByStepIsTheSameAsAllAtOnce() {
        var random = SeededGenerator(seed: 3)
        var steps = 0
        for number in 0..<Self.cases {
            var history = history(number, &random)
            if number % 3 == 0 { history.shuffle(using: &random) }
            var arrived: [Written] = []
            var state: RecordState?
            for item in history {
                arrived.append(item)
                if let before = state, let next = before.applying(item.entry, identifier: item.identifier) {
                    state = next
                    steps += 1
                } else {
                    state = fold(arrived)
                }
                #expect(state?.canonicalBytes() == fold(arrived)?.canonicalBytes(), "case \(number), after \(arrived.count)")
            }
        }
        #expect(steps > Self.cases)
    }

    @Test func theFirstEntryAloneIsFoldedTheShortWayToo() {
        var random = SeededGenerator(seed: 4)
        for number in 0..<Self.cases {
            guard let first = history(number, &random).first(where: { $0.entry.act != .read }) else { continue }
            #expect(RecordState(first: first.entry, identifier: first.identifier).canonicalBytes() == fold([first])?.canonicalBytes(), "case \(number)")
        }
    }

    /// Two nodes that exchange what they have say the same, however it was split.
    @Test func splitArrivalMeets() {
        var random = SeededGenerator(seed: 5)
        for number in 0..<Self.cases {
            let history = history(number, &random)
            let here = history.filter { _ in Bool.random(using: &random) }
            let there = history.filter { !here.contains($0) || Bool.random(using: &random) }
            #expect(fold(here + there)?.canonicalBytes() == fold(there.reversed() + here.shuffled(using: &random))?.canonicalBytes(), "case \(number)")
        }
    }

    @Test func aStateIsReadBackAsItWasWritten() throws {
        var random = SeededGenerator(seed: 6)
        for number in 0..<Self.cases {
            guard let state = fold(history(number, &random)) else { continue }
            let bytes = state.canonicalBytes()
            let again = try RecordState(canonicalBytes: bytes)
            #expect(again == state && again.canonicalBytes() == bytes, "case \(number)")
        }
    }

    /// Long histories pass the boundaries of the words in which the fold keeps what was seen.
    @Test func longHistoriesWithBranches() throws {
        var random = SeededGenerator(seed: 7)
        for number in 0..<10 {
            var history: [Written] = []
            for time in 0..<UInt64(200) {
                let recent = history.suffix(number.isMultiple(of: 2) ? 3 : 90)
                let base = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in recent.randomElement(using: &random)?.identifier }
                let all = Int.random(in: 0..<12, using: &random) == 0 ? history.map(\.identifier) : base
                let field = ["a", "b", "c"].randomElement(using: &random) ?? "a"
                history.append(
                    Written(
                        Histories.entry(
                            clock: Timestamp(milliseconds: time, counter: 0, device: DeviceIdentifier(1)), base: all,
                            answers: [field: .open(content: ["value": .integer(Int64(time))], sealedNote: nil)])))
            }
            let expected = try PlainFold.state(history.map { $0.entry.canonicalBytes() })
            #expect(fold(history.shuffled(using: &random))?.canonicalBytes() == expected, "case \(number)")
        }
    }
}
