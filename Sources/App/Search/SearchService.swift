import Foundation
import Journal
import Storage
import Synchronization

/// The search indexes of all organisations of a node: loaded or built in the background, in step with the journals, kept on disk sealed.
///
/// Nothing writes to an index but what was read from the journal and its records. A question brings the index up to date first, as far as that is quick; what is more
/// is done in the background, and the answer says that it is behind.
final class SearchService: Sendable {
    /// So many changed records are read while somebody waits for an answer.
    private static let promptLimit = 100
    /// So many are read between two moments at which others can ask.
    private static let pieceLimit = 50
    /// After so many changed records the index on disk is written anew.
    private static let saveLimit = 1_000

    /// How far an index is.
    enum Progress: Sendable, Hashable {
        case building(done: Int, of: Int)
        /// Up to date.
        case ready
        /// Some of the latest changes are not in it yet.
        case behind
    }

    private struct State: Sendable {
        var index: SearchIndex?
        var building: (done: Int, of: Int)?
        /// Changed records that have not been read yet.
        var waiting: [JournalTail.Change] = []
        var unsaved = 0
        var needsCompacting = false
    }

    private final class Holder: Sendable {
        let node: Node
        let state = Mutex(State())
        /// Held while the background works on this index, so that two never do.
        let work = Mutex(())

        init(_ node: Node) { self.node = node }
    }

    private let holders: [Int64: Holder]
    private let isEnding = Mutex(false)
    /// Held for each turn of the work in the background.
    private let turn = Mutex(())

    init(_ organisations: OrganisationDirectory) {
        holders = [Int64: Holder](organisations.all.map { ($0.organisation.number, Holder($0)) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Asking

    /// Calls `body` with the organisation's index, brought up to date in the connection's transaction as far as that is quick.
    /// - Returns: nil for the result while there is no index yet; it is then being built.
    func read<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (inout SearchIndex) throws -> Result) throws -> (
        result: Result?, progress: Progress
    ) {
        guard let holder = holders[node.organisation.number] else { throw WebError.notFound }
        return try holder.state.withLock { state throws -> (result: Result?, progress: Progress) in
            guard state.index != nil else { return (nil, .building(done: state.building?.done ?? 0, of: state.building?.of ?? 0)) }
            // In a transaction that began before the index was last brought up to date records look older than the index has them.
            let isCurrent = try Self.notice(&state, node, connection)
            if isCurrent, state.waiting.count <= Self.promptLimit { try Self.catchUp(&state, node, connection, limit: .max) }
            let progress = state.waiting.isEmpty ? Progress.ready : .behind
            // Taken out and put back, so that what the question sorts is not copied.
            guard var index = state.index.take() else { return (nil, .building(done: 0, of: 0)) }
            defer { state.index = index }
            return (try body(&index), progress)
        }
    }

    /// Notes what was appended to the journal. What was erased is forgotten at once.
    /// - Returns: whether the transaction sees all that the index has seen.
    @discardableResult
    private static func notice(_ state: inout State, _ node: Node, _ connection: any Connection) throws -> Bool {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        let head = try tail.head()
        guard let sequence = state.index?.sequence, head > sequence else { return head == state.index?.sequence }
        for change in try tail.changes(after: sequence) {
            if change.isErasure {
                state.index?.remove(change.record)
                state.needsCompacting = true
            }
            state.waiting.append(change)
        }
        state.index?.sequence = head
        return true
    }

    private static func catchUp(_ state: inout State, _ node: Node, _ connection: any Connection, limit: Int) throws {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        var reader = SearchContentReader(node, connection)
        var records: Set<String> = []
        let now = state.waiting.prefix(limit)
        for change in now {
            if SearchContentReader.people.contains(change.kind) { records.insert(change.record) } else { records.formUnion(try tail.cases(of: change.record)) }
        }
        for record in records {
            if let content = try reader.content(of: record) { state.index?.put(content) } else { state.index?.remove(record) }
        }
        state.waiting.removeFirst(now.count)
        state.unsaved += now.count
    }

    // MARK: In the background

    /// Loads or builds all indexes and keeps them in step, in a thread of its own, until ``end()``.
    func start() {
        let thread = Thread { [self] in
            while !isEnding.withLock({ $0 }) {
                turn.withLock { _ in tendAll() }
                // Erased names leave memory and disk within seconds even if nobody asks anything.
                Thread.sleep(forTimeInterval: 2)
            }
        }
        thread.qualityOfService = .utility
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Ends the work in the background, waits until it has ended, and writes what has changed since the indexes were last written.
    func end() {
        isEnding.withLock { $0 = true }
        turn.withLock { _ in }
        for holder in holders.values where holder.state.withLock({ $0.unsaved > 0 && $0.index != nil }) { try? save(holder) }
    }

    /// Makes the organisation's index ready, in the caller's thread.
    func prepare(_ node: Node) throws {
        guard let holder = holders[node.organisation.number] else { return }
        try holder.work.withLock { _ in
            try makeReady(holder)
            try bringUpToDate(holder)
        }
    }

    /// One turn of the work in the background: loads or builds what is missing, reads what was written, saves what is due.
    func tendAll() {
        for holder in holders.values.sorted(by: { $0.node.organisation.number < $1.node.organisation.number }) where !isEnding.withLock({ $0 }) { tend(holder) }
    }

    private func tend(_ holder: Holder) {
        // A fault, such as a database that does not answer, is met again at the next turn.
        try? prepare(holder.node)
        let isCompacted = compactIfNeeded(holder)
        if isCompacted || holder.state.withLock({ $0.unsaved >= Self.saveLimit }) {
            try? save(holder)
            FreedMemory.giveBack()
        }
    }

    private func makeReady(_ holder: Holder) throws {
        guard holder.state.withLock({ $0.index == nil }) else { return }
        defer { FreedMemory.giveBack() }
        if let index = SearchSnapshotFile(node: holder.node).read() {
            holder.state.withLock { $0.index = index }
            return
        }
        let index = try build(holder)
        holder.state.withLock { state in
            state.index = index
            state.building = nil
            state.unsaved = index.count
        }
        try save(holder)
    }

    private func bringUpToDate(_ holder: Holder) throws {
        while !isEnding.withLock({ $0 }) {
            let left = try holder.node.database.read { connection in
                try holder.state.withLock { state throws -> Int in
                    guard try Self.notice(&state, holder.node, connection) else { return state.waiting.count }
                    try Self.catchUp(&state, holder.node, connection, limit: Self.pieceLimit)
                    return state.waiting.count
                }
            }
            if left == 0 { return }
        }
    }

    /// Reads all people, parties and cases, a piece at a time, so that writers and askers are never kept waiting.
    private func build(_ holder: Holder) throws -> SearchIndex {
        let node = holder.node
        let number = Value.integer(node.organisation.number)
        var index = SearchIndex()
        let total = try node.database.read { connection in
            index.sequence = try JournalTail(connection: connection, organisation: node.organisation.number).head()
            return try connection.first(
                "SELECT count(*) FROM record_state WHERE organisation = ? AND kind IN ('case', 'person', 'party') AND retracted = 0", [number]
            ) { Int($0.integer(0)) } ?? 0
        }
        for kind in ["person", "party", "case"] {
            var last = (created: "", record: "")
            while !isEnding.withLock({ $0 }) {
                let page = try node.database.read { connection -> [(created: String, record: String)] in
                    let page = try connection.all(
                        """
                        SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) > (?, ?)
                        ORDER BY created, record LIMIT 100
                        """, [number, .text(kind), .text(last.created), .text(last.record)]
                    ) { (created: $0.text(0), record: $0.text(1)) }
                    var reader = SearchContentReader(node, connection)
                    for row in page { if let content = try reader.content(of: row.record) { index.put(content) } }
                    return page
                }
                guard let end = page.last else { break }
                last = end
                let done = index.count
                holder.state.withLock { $0.building = (done, total) }
            }
        }
        // A part of it, once written, would be taken for the whole at the next start.
        if isEnding.withLock({ $0 }) { throw CancellationError() }
        return index
    }

    /// Frees what records that were erased or replaced have left in memory. Others ask meanwhile; if one of them changes the index, it is done at the next turn.
    /// - Returns: whether it was done.
    private func compactIfNeeded(_ holder: Holder) -> Bool {
        let large = holder.state.withLock { state in state.needsCompacting || state.index?.isWorthCompacting == true ? state.index : nil }
        guard let large else { return false }
        let small = large.compacted()
        return holder.state.withLock { state in
            guard state.index?.changeCount == large.changeCount else { return false }
            state.index = small
            state.needsCompacting = false
            return true
        }
    }

    /// Writes the index to disk. The transaction that gives the key also shows that nothing in the index was erased meanwhile.
    private func save(_ holder: Holder) throws {
        let node = holder.node
        let file = SearchSnapshotFile(node: node)
        let (index, key) = try node.database.write { connection in
            let index = try holder.state.withLock { state throws -> SearchIndex? in
                try Self.notice(&state, node, connection)
                try Self.catchUp(&state, node, connection, limit: .max)
                // What was erased may still stand in the memory of the index; it must not reach the disk.
                guard !state.needsCompacting else { return nil }
                state.unsaved = 0
                return state.index
            }
            return (index, try file.keyForWriting(connection))
        }
        if let index { try file.write(index, key: key) }
    }
}
