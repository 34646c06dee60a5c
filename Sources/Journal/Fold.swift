/// Computes a record's state from its entries.
///
/// The state depends only on which entries there are, not on the order or number of times in which they arrived: an answer is superseded exactly
/// when an entry that had seen it (through its base, at any remove) answers the same field. Answers that did not see each other
/// both stay; the later one by the clock shows.
public struct Fold: Sendable {
    private struct Item {
        var identifier: Digest
        var entry: Entry
    }

    private var items: [Digest: Entry] = [:]

    public init() {}

    /// Takes an entry in, in any order, any number of times. Entries that only read change nothing.
    public mutating func insert(_ entry: Entry, identifier: Digest) {
        if entry.act != .read { items[identifier] = entry }
    }

    /// The state after all entries taken in; nil if there are none. O(n²/64 + total answers) for n entries of the record.
    public func state() -> RecordState? {
        let items = items.map { Item(identifier: $0.key, entry: $0.value) }
            .sorted { ($0.entry.clock, $0.identifier) < ($1.entry.clock, $1.identifier) }
        guard let first = items.first, let last = items.last else { return nil }
        let history = History(items.map { ($0.identifier, $0.entry) })
        var live: [String: [Int]] = [:]
        for (index, item) in items.enumerated() {
            for name in item.entry.answers.keys {
                live[name] = (live[name] ?? []).filter { !history.sees(index, $0) } + [index]
            }
        }
        var fields: [String: FieldState] = [:]
        for (name, writers) in live {
            let written = writers.compactMap { index in
                items[index].entry.answers[name].map { FieldState.Written(answer: $0, clock: items[index].entry.clock) }
            }
            fields[name] = FieldState(written: written)
        }
        return RecordState(
            heads: history.heads.map { items[$0].identifier }.sorted(), kind: first.entry.kind, created: first.entry.clock, changed: last.entry.clock,
            fields: fields
        ).withoutErasedParts()
    }
}

extension RecordState {
    /// The state of a record of which this is the only entry.
    public init(first entry: Entry, identifier: Digest) {
        self.init(
            heads: [identifier], kind: entry.kind, created: entry.clock, changed: entry.clock,
            fields: entry.answers.compactMapValues { $0 == .cleared ? nil : FieldState(answer: $0, clock: entry.clock, others: []) })
        self = withoutErasedParts()
    }

    /// The state after one more entry, where that needs no look at the others: the entry has seen all of them.
    /// - Returns: nil if the entry did not see everything, so that the whole history has to be folded.
    public func applying(_ entry: Entry, identifier: Digest) -> RecordState? {
        guard entry.act != .read else { return self }
        guard entry.base == heads, entry.clock > changed else { return nil }
        var state = self
        for (name, answer) in entry.answers {
            state.fields[name] = answer == .cleared ? nil : FieldState(answer: answer, clock: entry.clock, others: [])
        }
        state.heads = [identifier]
        state.changed = entry.clock
        return state.withoutErasedParts()
    }

    /// Of an erased record only open facts remain.
    fileprivate func withoutErasedParts() -> RecordState {
        guard isErased else { return self }
        var state = self
        state.fields = fields.compactMapValues { field in
            FieldState(
                written: ([FieldState.Written(answer: field.answer, clock: field.clock)] + field.others)
                    .compactMap { written in written.answer.withoutSealedPart.map { FieldState.Written(answer: $0, clock: written.clock) } }
                    .sorted { $0.clock < $1.clock })
        }
        return state
    }
}

extension FieldState {
    /// - Parameter written: answers that did not see each other, the earliest first.
    /// - Returns: nil if all that is left is that the field was cleared.
    fileprivate init?(written: [Written]) {
        guard let shown = written.last else { return nil }
        var others: [Written] = []
        for other in written.dropLast().reversed() where other.answer != shown.answer && !others.contains(where: { $0.answer == other.answer }) {
            others.append(other)
        }
        if shown.answer == .cleared && others.isEmpty { return nil }
        self.init(answer: shown.answer, clock: shown.clock, others: others)
    }
}

/// Which entry of a record had seen which. Entries are given by their place in the order of clocks.
private struct History {
    /// For each entry the set of those it had seen, one bit each.
    private var seen: [[UInt64]] = []
    private(set) var heads: [Int] = []

    init(_ entries: [(identifier: Digest, entry: Entry)]) {
        let place = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.identifier, $0) })
        let words = (entries.count + 63) / 64
        var isHead = [Bool](repeating: true, count: entries.count)
        for item in entries {
            var bits = [UInt64](repeating: 0, count: words)
            for base in item.entry.base {
                // What claims to have been seen but is not earlier by the clock, or has not arrived, counts as not seen.
                guard let earlier = place[base], entries[earlier].entry.clock < item.entry.clock else { continue }
                isHead[earlier] = false
                for word in 0..<words { bits[word] |= seen[earlier][word] }
                bits[earlier / 64] |= 1 << UInt64(earlier % 64)
            }
            seen.append(bits)
        }
        heads = isHead.indices.filter { isHead[$0] }
    }

    /// Whether entry `later` had seen entry `earlier`.
    func sees(_ later: Int, _ earlier: Int) -> Bool {
        seen[later][earlier / 64] & (1 << UInt64(earlier % 64)) != 0
    }
}
