import Journal
import Matching
import Storage
import Synchronization

/// The likely duplicates of all organisations of a node.
typealias DuplicateBooks = OrganisationBooks<DuplicateBook>

extension OrganisationBooks where Book == DuplicateBook {
    /// Goes on for a while with each organisation.
    /// - Returns: whether there is more to do.
    func prepare(_ organisations: OrganisationDirectory, _ search: SearchService) throws -> Bool {
        var isMore = false
        for node in organisations.all { if try book(of: node).prepare(search) { isMore = true } }
        return isMore
    }
}

/// Looks up each new or changed person among the others, and once all that were there before, in step with the journal.
///
/// What it finds are pairs (``DuplicateRows``); nothing is merged. It is computed while others read and write, and written in short transactions.
final class DuplicateBook: OrganisationBook {
    /// How far the pairs are.
    enum Progress: Sendable, Hashable {
        /// The index of people is being built.
        case waiting
        /// People are being gone through.
        case building(done: Int, of: Int)
        case ready
    }

    private struct State: Sendable {
        /// The place in the journal up to which changes were seen.
        var seen: Int64?
        /// People who changed and were not looked up yet.
        var waiting: [String] = []
    }

    /// So many people are looked up while somebody waits for an answer.
    private static let promptLimit = 100
    /// So many between two moments at which others can look something up here.
    private static let pieceLimit = 20
    /// So many pieces in one turn of the background.
    private static let turnLimit = 25
    /// After more changes all people are gone through again.
    private static let changeLimit = 20_000

    private let node: Node
    private let state = Mutex(State())
    /// Held by whoever brings it up to date.
    private let work = Mutex(())
    private let isEnding = Mutex(false)
    private let learned: LearnedThreshold

    init(_ node: Node) {
        self.node = node
        learned = LearnedThreshold(node, of: ["person"], with: ["person"])
    }

    func end() { isEnding.withLock { $0 = true } }

    // MARK: Asking

    /// What decisions among people have taught so far.
    func threshold(_ search: SearchService, _ connection: any Connection) throws -> TraceThreshold {
        try learned.value(connection, DuplicateFinder.basis(people: try people(search, connection) ?? 0))
    }

    /// Brings the pairs up to the journal's last entry, if that is quick.
    func catchUp(_ search: SearchService) throws -> Progress {
        guard let people = try node.database.read({ try self.people(search, $0) }) else { return .waiting }
        return try work.withLock { _ in
            try follow()
            while try isLittleWaiting(), try piece(search, people) {}
            let position = try node.database.read { try rows($0).position() }
            guard let position else { return .building(done: 0, of: people) }
            let waiting = state.withLock { $0.waiting.count }
            if !position.isComplete { return .building(done: position.done, of: max(position.total, position.done)) }
            return waiting == 0 ? .ready : .building(done: max(people - waiting, 0), of: people)
        }
    }

    /// Goes on in the background.
    /// - Returns: whether there is more to do.
    func prepare(_ search: SearchService) throws -> Bool {
        guard let people = try node.database.read({ try self.people(search, $0) }) else { return false }
        for _ in 0..<Self.turnLimit {
            if isEnding.withLock({ $0 }) { return false }
            let isMore = try work.withLock { _ in
                try follow()
                return try piece(search, people)
            }
            guard isMore else { return false }
        }
        return true
    }

    /// What weighs the names of two people of whom no pair is kept.
    func nameBits(_ left: TraceProfile, _ right: TraceProfile, _ search: SearchService, _ connection: any Connection) throws -> Double? {
        if let pair = try rows(connection).pair(left.record, right.record) { return pair.nameBits }
        return try DuplicateFinder(node, connection, least: 0, find(search, connection)).nameBits(left, right)
    }

    /// How many people and parties the index knows; nil while it is being built.
    private func people(_ search: SearchService, _ connection: any Connection) throws -> Int? {
        try search.read(node, connection) { $0.people.count }.result
    }

    private func isLittleWaiting() throws -> Bool {
        guard state.withLock({ $0.waiting.count <= Self.promptLimit }) else { return false }
        let position = try node.database.read { try rows($0).position() }
        guard let position else { return true }
        return position.isComplete || position.total <= Self.promptLimit
    }

    private func rows(_ connection: any Connection) -> DuplicateRows {
        DuplicateRows(connection: connection, organisation: node.organisation.number)
    }

    // MARK: Bringing up to date

    /// Notes what was appended to the journal. Decisions show at once.
    private func follow() throws {
        let (head, position, changes) = try node.database.read { connection in
            let position = try rows(connection).position()
            let tail = JournalTail(connection: connection, organisation: node.organisation.number)
            let (head, seen) = (try tail.head(), state.withLock { $0.seen } ?? position?.sequence)
            guard let seen, head > seen else { return (head, position, [JournalTail.Change]()) }
            return (head, position, try tail.changes(after: seen))
        }
        guard let position, changes.count <= Self.changeLimit else { return try begin() }
        let decisions = changes.filter { $0.kind == "judgement" }
        var people = changes.filter { $0.kind == "person" }.map(\.record)
        if !decisions.isEmpty {
            learned.forget()
            people += try node.database.write { connection in try decisions.compactMap { try noteDecision($0.record, connection) } }
        }
        let ties = changes.filter { $0.kind == "relation" }.map(\.record)
        if !ties.isEmpty { people += try node.database.read { connection in try ties.compactMap { try personTied($0, connection) } } }
        state.withLock { state in
            state.seen = head
            let known = Set(state.waiting)
            state.waiting += Set(people).subtracting(known).sorted()
        }
        try keepPlace(head, position, isWorthWriting: !changes.isEmpty)
    }

    /// Where the journal was followed to is written when nothing waits: what waits is in memory only. Readings move the journal's head without changing anything.
    private func keepPlace(_ head: Int64, _ position: DuplicateRows.Position, isWorthWriting: Bool) throws {
        guard state.withLock({ $0.waiting.isEmpty }), isWorthWriting || head - position.sequence > 250, head != position.sequence else { return }
        var position = position
        position.sequence = head
        try node.database.write { try rows($0).setPosition(position) }
    }

    /// Begins to go through all people.
    private func begin() throws {
        let number = node.organisation.number
        let head = try node.database.write { connection in
            // What is kept stays until each person is looked up again, but for those who are not there any more.
            for column in ["first", "second"] {
                try connection.execute(
                    """
                    DELETE FROM duplicate_pair WHERE organisation = ?
                        AND \(column) IN (SELECT record FROM record_state WHERE organisation = ? AND kind = 'person' AND (retracted = 1 OR erased = 1))
                    """, [.integer(number), .integer(number)])
            }
            let head = try JournalTail(connection: connection, organisation: number).head()
            let total = try connection.first(
                "SELECT count(*) FROM record_state WHERE organisation = ? AND kind = 'person' AND retracted = 0", [.integer(number)]
            ) { Int($0.integer(0)) }
            try rows(connection).setPosition(.init(sequence: head, total: total ?? 0))
            return head
        }
        learned.forget()
        state.withLock { $0 = State(seen: head) }
    }

    /// - Returns: a person to be looked up, where the two have no pair yet.
    private func noteDecision(_ record: String, _ connection: any Connection) throws -> String? {
        let states = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try states.state(of: record), let judgement = Judgements.judgement(record, state),
            try states.state(of: judgement.first)?.kind == "person", try states.state(of: judgement.second)?.kind == "person"
        else { return nil }
        let verdict = try Judgements(node: node).latest(judgement.first, judgement.second, connection)?.verdict
        return try rows(connection).setVerdict(verdict, of: judgement.first, judgement.second) || verdict == nil ? nil : judgement.first
    }

    /// A person of whom a relation says how they stand to another person.
    private func personTied(_ relation: String, _ connection: any Connection) throws -> String? {
        let states = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try states.state(of: relation), let from = CaseFacts.openText(state, "from"), let to = CaseFacts.openText(state, "to"),
            try states.state(of: to)?.kind == "person", try states.state(of: from)?.kind == "person"
        else { return nil }
        return from
    }

    /// Looks up a few people: those who changed, else the next of all.
    /// - Returns: whether somebody was looked up.
    private func piece(_ search: SearchService, _ people: Int) throws -> Bool {
        guard var position = try node.database.read({ try rows($0).position() }) else { return false }
        let changed = state.withLock { Array($0.waiting.prefix(Self.pieceLimit)) }
        if !changed.isEmpty {
            try lookUp(changed, search, people) { _ in }
            let seen = state.withLock { state in
                state.waiting.removeFirst(min(changed.count, state.waiting.count))
                return state.waiting.isEmpty ? state.seen : nil
            }
            if let seen { try keepPlace(seen, position, isWorthWriting: true) }
            return true
        }
        guard !position.isComplete else { return false }
        let page = try node.database.read { connection in
            try connection.all(
                """
                SELECT created, record FROM record_state WHERE organisation = ? AND kind = 'person' AND retracted = 0 AND (created, record) > (?, ?)
                ORDER BY created, record LIMIT \(Self.pieceLimit)
                """, [.integer(node.organisation.number), .text(position.created), .text(position.record)]
            ) { (created: $0.text(0), record: $0.text(1)) }
        }
        if let last = page.last {
            (position.created, position.record) = (last.created, last.record)
            position.done += page.count
        }
        position.isComplete = page.count < Self.pieceLimit
        let reached = position
        try lookUp(page.map(\.record), search, people) { try rows($0).setPosition(reached) }
        return true
    }

    /// - Parameter note: what is to be written in the same transaction.
    private func lookUp(_ records: [String], _ search: SearchService, _ people: Int, _ note: (any Connection) throws -> Void) throws {
        let least = DuplicateFinder.basis(people: people).least
        let found = try node.database.read { connection in
            var finder = DuplicateFinder(node, connection, least: least, find(search, connection))
            return try records.flatMap { try finder.pairs(of: $0) }
        }
        try node.database.write { connection in
            let rows = rows(connection)
            for record in records { try rows.remove(record) }
            // Whoever was erased since is not written down again.
            for pair in found { if try isThere(pair.first, connection), try isThere(pair.second, connection) { try rows.put(pair) } }
            try note(connection)
        }
    }

    private func isThere(_ record: String, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM record_state WHERE record = ? AND retracted = 0 AND erased = 0", [.text(record)]) { _ in true } ?? false
    }

    private func find(_ search: SearchService, _ connection: any Connection) -> TracingWork.Find {
        { [node] query, limit in try search.read(node, connection) { $0.people.find(query, limit: limit) }.result ?? [] }
    }
}
