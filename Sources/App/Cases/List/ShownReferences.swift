import Synchronization

/// The numbers of cases that lists have shown lately, so that a list that is opened again and again does not open the record of each of its cases anew. They are in memory only, and
/// all are dropped by the first list after ``longestSeconds``; whether a reader may see them is asked before this is.
final class ShownReferences: Sendable {
    private struct Kept: Sendable {
        /// When the case was last changed, as its row says.
        var changed: String
        var references: [String]
    }

    private struct State: Sendable {
        var kept: [String: Kept] = [:]
        /// Milliseconds since 1970.
        var since: UInt64 = 0
    }

    static let greatestCount = 10_000
    static let longestSeconds: UInt64 = 600

    private let state = Mutex(State())

    /// The numbers of a case in its present state: as they were read before, or else as `read` reads them.
    func references(of record: String, changed: String, now: UInt64, read: () throws -> [String]) rethrows -> [String] {
        let known = state.withLock { state -> [String]? in
            if now > state.since + Self.longestSeconds * 1_000 || now < state.since { state = State(since: now) }
            return state.kept[record].flatMap { $0.changed == changed ? $0.references : nil }
        }
        if let known { return known }
        let references = try read()
        state.withLock { state in
            if state.kept.count >= Self.greatestCount { state.kept.removeAll(keepingCapacity: true) }
            state.kept[record] = Kept(changed: changed, references: references)
        }
        return references
    }
}
