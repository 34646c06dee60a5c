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

    /// The state after all entries taken in; nil if there are none. O(n log n + answers) for n entries of which each
    /// had seen all before it; up to O(n²/64) if none had.
    public func state() -> RecordState? {
        let items = items.map { Item(identifier: $0.key, entry: $0.value) }
            .sorted { ($0.entry.clock, $0.identifier) < ($1.entry.clock, $1.identifier) }
        guard let first = items.first, let last = items.last else { return nil }
        let history = History(items.map { ($0.identifier, $0.entry) })
        var live: [String: [Int]] = [:]
        for (index, item) in items.enumerated() {
            for (name, answer) in item.entry.answers where answer.counts(for: name) {
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
            fields: [:])
        for (name, answer) in entry.answers where answer != .cleared && answer.counts(for: name) {
            fields[name] = FieldState(answer: answer, clock: entry.clock, others: [])
        }
        self = withoutErasedParts()
    }

    /// The state after one more entry, where that needs no look at the others: the entry has seen all of them.
    /// - Returns: nil if the entry did not see everything, so that the whole history has to be folded.
    public func applying(_ entry: Entry, identifier: Digest) -> RecordState? {
        guard entry.act != .read else { return self }
        guard entry.base == heads, entry.clock > changed else { return nil }
        var state = self
        for (name, answer) in entry.answers where answer.counts(for: name) {
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
            guard field.hasSealedPart else { return field }
            return FieldState(
                written: field.written.compactMap { written in
                    written.answer.withoutSealedPart.map { FieldState.Written(answer: $0, clock: written.clock) }
                })
        }
        return state
    }
}

extension StoredAnswer {
    /// Erasure is never taken back: whatever else is written over its mark counts for nothing.
    fileprivate func counts(for name: String) -> Bool {
        name != Mark.erased || self == .mark
    }
}

extension FieldState {
    /// - Parameter written: answers that did not see each other, the earliest first.
    /// - Returns: nil if all that is left is that the field was cleared.
    fileprivate init?(written: [Written]) {
        guard let shown = written.last else { return nil }
        var others: [Written] = []
        if written.count > 1 {
            var known: Set<StoredAnswer> = [shown.answer]
            for other in written.dropLast().reversed() where known.insert(other.answer).inserted { others.append(other) }
        }
        if shown.answer == .cleared && others.isEmpty { return nil }
        self.init(answer: shown.answer, clock: shown.clock, others: others)
    }

    /// The answers that did not see each other, the earliest first.
    fileprivate var written: [Written] { others.reversed() + [Written(answer: answer, clock: clock)] }

    fileprivate var hasSealedPart: Bool { answer.hasSealedPart || others.contains { $0.answer.hasSealedPart } }
}

/// Which entry of a record had seen which. Entries are given by their place in the order of clocks.
private struct History {
    /// What one entry had seen: all entries before a place, and of those behind it some, one bit each.
    private struct Seen {
        var prefix = 0
        /// Bits of the places from `firstWord` · 64 on. What is before `prefix` may be missing from them.
        var firstWord = 0
        var bits: [UInt64] = []

        func contains(_ place: Int) -> Bool {
            if place < prefix { return true }
            let word = place / 64 - firstWord
            return word >= 0 && word < bits.count && bits[word] & (1 << UInt64(place % 64)) != 0
        }
    }

    private var seen: [Seen] = []
    private(set) var heads: [Int] = []

    init(_ entries: [(identifier: Digest, entry: Entry)]) {
        let place = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.identifier, $0) })
        var heads: Set<Int> = []
        for (index, item) in entries.enumerated() {
            // What claims to have been seen but is not earlier by the clock, or has not arrived, counts as not seen.
            let bases = item.entry.base.compactMap { place[$0] }.filter { entries[$0].entry.clock < item.entry.clock }
            // Whoever saw all the heads saw everything. So it is nearly always, and then nothing needs to be noted entry by entry.
            seen.append(heads.isSubset(of: bases) ? Seen(prefix: index) : union(bases))
            heads.subtract(bases)
            heads.insert(index)
        }
        self.heads = heads.sorted()
    }

    /// These entries and all that they had seen.
    private func union(_ bases: [Int]) -> Seen {
        var result = Seen(prefix: bases.map { seen[$0].prefix }.max() ?? 0)
        result.firstWord = result.prefix / 64
        guard let last = bases.max(), last >= result.prefix else { return result }
        result.bits = [UInt64](repeating: 0, count: last / 64 - result.firstWord + 1)
        for base in bases {
            let other = seen[base]
            for (offset, word) in other.bits.enumerated() where offset + other.firstWord >= result.firstWord {
                result.bits[offset + other.firstWord - result.firstWord] |= word
            }
            if base >= result.prefix { result.bits[base / 64 - result.firstWord] |= 1 << UInt64(base % 64) }
        }
        return result
    }

    /// Whether entry `later` had seen entry `earlier`.
    func sees(_ later: Int, _ earlier: Int) -> Bool {
        seen[later].contains(earlier)
    }
}
