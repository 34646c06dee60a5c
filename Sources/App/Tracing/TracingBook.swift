import Dictionary
import Journal
import Matching
import Storage
import Synchronization

/// The notices and sightings of each organisation in memory, and the suggestions that follow from them, in step with the journal.
typealias TracingBooks = OrganisationBooks<TracingBook>

extension OrganisationBooks where Book == TracingBook {
    /// Brings all organisations up to date, however much there is to do.
    func prepare(_ organisations: OrganisationDirectory, _ search: SearchService) throws {
        for node in organisations.all { try book(of: node).prepare(search) }
    }
}

/// Compares each new or changed notice with older sightings and people, and each new or changed sighting or person with the notices.
///
/// Whoever asks sees every entry that was saved before, also by another process, unless so much was saved that it is read in the background. What it keeps are suggestions
/// (``SuggestionRows``); nothing is merged.
final class TracingBook: OrganisationBook {
    private struct State: Sendable {
        var memory: TracingMemory?
    }

    /// So many entries, or records where nothing was read yet, are read while somebody waits for an answer.
    private static let promptLimit = 500
    /// So many records are worked on in one transaction.
    private static let pieceLimit = 50
    /// So many candidates are compared in full for each name.
    private static let candidateLimit = 12

    private let node: Node
    /// Never held while the database is waited for.
    private let state = Mutex(State())
    /// Held by whoever brings it up to date.
    private let work = Mutex(())
    private let isEnding = Mutex(false)
    private let learned: LearnedThreshold

    init(_ node: Node) {
        self.node = node
        learned = LearnedThreshold(node, of: ["notice"], with: ["sighting", "person"])
    }

    func end() { isEnding.withLock { $0 = true } }

    // MARK: Asking

    /// Brings the suggestions up to the journal's last entry, if that is quick.
    /// - Returns: false while the index of people or what is kept here is still being built; then suggestions are those of an earlier moment.
    func catchUp(_ search: SearchService) throws -> Bool {
        guard try isLittleWaiting() else { return false }
        return try prepare(search)
    }

    /// As ``catchUp(_:)``, however long it takes.
    @discardableResult
    func prepare(_ search: SearchService) throws -> Bool {
        let isReady = try self.isReady(search)
        try work.withLock { _ in try bringUpToDate(search, isReady: isReady) }
        return isReady
    }

    /// Notices in force of people called so whose seekers chose that they are shown in public, the likeliest first.
    /// - Returns: nil while they are being read.
    func published(named name: String, limit: Int) -> [String]? {
        state.withLock { $0.memory?.published.find(PersonQuery(name), limit: limit).map(\.identifier) }
    }

    /// What decisions have taught so far.
    func threshold(_ connection: any Connection) throws -> TraceThreshold { try learned.value(connection) }

    private func isReady(_ search: SearchService) throws -> Bool {
        try node.database.read { connection in try search.read(node, connection) { _ in true }.result ?? false }
    }

    private func isLittleWaiting() throws -> Bool {
        let known = state.withLock { state in state.memory.map { (sequence: $0.sequence, notices: $0.notices.count) } }
        return try node.database.read { connection in
            guard let known else {
                let count = try connection.first(
                    "SELECT count(*) FROM (SELECT 1 FROM record_state WHERE organisation = ? AND kind IN ('notice', 'sighting') LIMIT ?) AS waiting",
                    [.integer(node.organisation.number), .integer(Int64(Self.promptLimit + 1))]
                ) { $0.integer(0) }
                return (count ?? 0) <= Self.promptLimit
            }
            guard let position = try rows(connection).position() else { return known.notices <= Self.promptLimit }
            let head = try JournalTail(connection: connection, organisation: node.organisation.number).head()
            return head - min(position, known.sequence) <= Self.promptLimit
        }
    }

    private func rows(_ connection: any Connection) -> SuggestionRows {
        SuggestionRows(connection: connection, organisation: node.organisation.number)
    }

    // MARK: Bringing up to date

    /// What is in memory does not wait for the index of people; suggestions do.
    private func bringUpToDate(_ search: SearchService, isReady: Bool) throws {
        if state.withLock({ $0.memory == nil }) {
            let (memory, over) = try load()
            try erase(over)
            state.withLock { $0.memory = memory }
        }
        try forgetWhatRanOut()
        let sequence = state.withLock { $0.memory?.sequence ?? 0 }
        let (position, head, changes) = try node.database.read { connection in
            let position = try rows(connection).position()
            let tail = JournalTail(connection: connection, organisation: node.organisation.number)
            let (head, known) = (try tail.head(), min(position ?? sequence, sequence))
            return (position, head, try head == known ? [] : tail.changes(after: known))
        }
        if !changes.isEmpty { try take(changes) }
        state.withLock { $0.memory?.sequence = head }
        guard isReady else { return }
        // Readings move the journal's head without changing anything; that alone is not worth a write each time.
        guard position == nil || !changes.isEmpty || head - (position ?? 0) > Int64(Self.promptLimit / 2) else { return }
        if position == nil { try compareAll(search) } else { try compare(changes, search) }
        try node.database.write { try rows($0).setPosition(head) }
    }

    /// - Returns: also the notices from elsewhere whose term has ended there.
    private func load() throws -> (memory: TracingMemory, over: [TraceProfile]) {
        var memory = TracingMemory()
        var over: [TraceProfile] = []
        memory.sequence = try node.database.read { try JournalTail(connection: $0, organisation: node.organisation.number).head() }
        for kind in [TraceProfile.Kind.notice, .sighting] {
            var after = (created: "", record: "")
            while true {
                if isEnding.withLock({ $0 }) { throw CancellationError() }
                let (page, profiles) = try node.database.read { connection in
                    let page = try connection.all(
                        """
                        SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) > (?, ?)
                        ORDER BY created, record LIMIT 200
                        """, [.integer(node.organisation.number), .text(kind.rawValue), .text(after.created), .text(after.record)]
                    ) { (created: $0.text(0), record: $0.text(1)) }
                    var reader = TraceProfileReader(node, connection)
                    return (page, try page.compactMap { try reader.profile(of: $0.record) })
                }
                for profile in profiles { memory.put(profile) }
                over += profiles.filter { isOver($0) }
                guard let last = page.last else { break }
                after = last
            }
        }
        return (memory, over)
    }

    private func isOver(_ profile: TraceProfile) -> Bool {
        guard profile.source != nil, let end = profile.end, let today = node.today else { return false }
        return end < today
    }

    /// What others told us until a day is not kept longer than they keep it.
    private func erase(_ notices: [TraceProfile]) throws {
        let importer = PFIFImport(node: node, author: "tracing")
        try inPieces(notices) { piece in
            try node.change(by: "tracing") { transaction in for notice in piece { if let source = notice.source { try importer.erase(source, transaction) } } }
        }
    }

    /// A notice that ran out overnight has no entry in the journal that would say so.
    private func forgetWhatRanOut() throws {
        guard let today = node.today else { return }
        let over = state.withLock { $0.memory?.begin(today) ?? [] }
        guard !over.isEmpty else { return }
        try node.database.write { connection in
            for record in over {
                try rows(connection).remove(notice: record)
                try rows(connection).remove(other: record)
            }
        }
        try erase(
            try node.database.read { connection in
                var reader = TraceProfileReader(node, connection)
                return try over.compactMap { try reader.profile(of: $0) }.filter(isOver)
            })
    }

    /// Reads changed notices and sightings into memory.
    private func take(_ changes: [JournalTail.Change]) throws {
        if changes.contains(where: { $0.kind == "judgement" }) { learned.forget() }
        try inPieces(changes) { piece in
            let profiles = try node.database.read { connection in
                var reader = TraceProfileReader(node, connection)
                let work = TracingWork(node, connection)
                let records = try piece.flatMap { change -> [String] in
                    switch change.kind {
                    case "notice", "sighting": return [change.record]
                    case "person": return try work.notices(about: change.record)
                    default: return []
                    }
                }
                return try Set(records).compactMap { try reader.profile(of: $0) }
            }
            state.withLock { state in for profile in profiles { state.memory?.put(profile) } }
        }
    }

    private func compareAll(_ search: SearchService) throws {
        let notices = state.withLock { $0.memory?.notices.records.map(\.identifier) ?? [] }
        try node.database.write { try rows($0).removeAll() }
        try inPieces(notices) { piece in
            try node.database.write { connection in
                var work = TracingWork(node, connection)
                for notice in piece { try work.suggest(notice: notice, sightings: findSightings, people: findPeople(search, connection)) }
            }
        }
    }

    /// Notices first: a notice that is no more takes its suggestions with it.
    private func compare(_ changes: [JournalTail.Change], _ search: SearchService) throws {
        let order = ["notice": 0, "judgement": 2]
        let sorted = changes.sorted { (order[$0.kind] ?? 1, $0.record) < (order[$1.kind] ?? 1, $1.record) }
        try inPieces(sorted) { piece in
            try node.database.write { connection in
                var work = TracingWork(node, connection)
                for change in piece {
                    switch change.kind {
                    case "notice": try work.suggest(notice: change.record, sightings: findSightings, people: findPeople(search, connection))
                    case "sighting": try work.suggest(other: change.record, notices: findNotices)
                    case "person":
                        for notice in try work.notices(about: change.record) {
                            try work.suggest(notice: notice, sightings: findSightings, people: findPeople(search, connection))
                        }
                        try work.suggest(other: change.record, notices: findNotices)
                    case "judgement": try work.refreshVerdict(of: change.record)
                    default: break
                    }
                }
            }
        }
    }

    private func inPieces<Element>(_ all: [Element], _ body: ([Element]) throws -> Void) throws {
        for start in stride(from: 0, to: all.count, by: Self.pieceLimit) {
            if isEnding.withLock({ $0 }) { throw CancellationError() }
            try body(Array(all[start..<min(start + Self.pieceLimit, all.count)]))
        }
    }

    // MARK: Candidates

    private func findNotices(_ query: PersonQuery, _ limit: Int) -> [PersonMatch] { state.withLock { $0.memory?.notices.find(query, limit: limit) ?? [] } }

    private func findSightings(_ query: PersonQuery, _ limit: Int) -> [PersonMatch] { state.withLock { $0.memory?.sightings.find(query, limit: limit) ?? [] } }

    private func findPeople(_ search: SearchService, _ connection: any Connection) -> (PersonQuery, Int) throws -> [PersonMatch] {
        { [node] query, limit in try search.read(node, connection) { $0.people.find(query, limit: limit) }.result ?? [] }
    }

    /// Candidates for a profile among an index, the likeliest first.
    static func candidates(for profile: TraceProfile, _ find: (PersonQuery, Int) throws -> [PersonMatch]) rethrows -> [String] {
        try matches(for: profile, find).map(\.identifier)
    }

    /// As ``candidates(for:_:)``, with what the index says of each: where several names of the profile find somebody, by the one that fits best.
    static func matches(for profile: TraceProfile, _ find: (PersonQuery, Int) throws -> [PersonMatch]) rethrows -> [PersonMatch] {
        var found: [PersonMatch] = []
        var places: [String: Int] = [:]
        var queries = profile.names.prefix(6).map { PersonQuery($0, born: profile.born, place: profile.place, numbers: Array(profile.numbers.prefix(8))) }
        if queries.isEmpty { queries = [PersonQuery("", numbers: Array(profile.numbers.prefix(8)))] }
        for query in queries {
            for match in try find(query, candidateLimit) {
                guard let place = places[match.identifier] else {
                    places[match.identifier] = found.count
                    found.append(match)
                    continue
                }
                if match.weight > found[place].weight { found[place] = match }
            }
        }
        return found
    }
}
