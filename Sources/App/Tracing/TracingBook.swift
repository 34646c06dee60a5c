import Dictionary
import Journal
import Matching
import Storage
import Synchronization

/// The notices and sightings of each organisation in memory, and the suggestions that follow from them, in step with the journal.
final class TracingBooks: Sendable {
    private let books = Mutex<[Int64: TracingBook]>([:])

    func book(of node: Node) -> TracingBook {
        books.withLock { books in
            if let book = books[node.organisation.number] { return book }
            let book = TracingBook(node)
            books[node.organisation.number] = book
            return book
        }
    }
}

/// Compares each new or changed notice with older sightings and people, and each new or changed sighting or person with the notices.
///
/// Whoever asks sees every entry that was saved before, also by another process. What it keeps are suggestions (``SuggestionRows``); nothing is merged.
final class TracingBook: Sendable {
    private struct State: Sendable {
        var notices = PersonIndex()
        var sightings = PersonIndex()
        var isLoaded = false
        /// The day of the last look: what ran out since takes part no more.
        var day: CalendarDay?
    }

    /// So many candidates are compared in full for each name.
    private static let candidateLimit = 12

    private let node: Node
    private let state = Mutex(State())

    init(_ node: Node) { self.node = node }

    /// Brings the suggestions up to the journal's last entry.
    /// - Returns: false while the index of people is still being built; then suggestions are those of an earlier moment.
    func catchUp(_ search: SearchService) throws -> Bool {
        let node = node
        return try state.withLock { state throws -> sending Bool in
            let isReady = try node.database.read { connection in try search.read(node, connection) { _ in true }.result ?? false }
            guard isReady else { return false }
            try Self.load(&state, node)
            let (position, head, changes) = try node.database.read { connection in
                let position = try SuggestionRows(connection: connection, organisation: node.organisation.number).position()
                let tail = JournalTail(connection: connection, organisation: node.organisation.number)
                return (position, try tail.head(), try position.map { try tail.changes(after: $0) })
            }
            if let changes {
                guard head != position else { return true }
                try Self.update(&state, changes, head, node, search)
            } else {
                try Self.computeAll(&state, head, node, search)
            }
            return true
        }
    }

    /// Notices in force of people called so, the likeliest first.
    func noticesNamed(_ name: String, limit: Int) -> [String] {
        state.withLock { $0.notices.find(PersonQuery(name), limit: limit).map(\.identifier) }
    }

    // MARK: Loading

    private static func load(_ state: inout State, _ node: Node) throws {
        let today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000))
        guard !state.isLoaded || state.day != today else { return }
        let isNewDay = state.isLoaded
        state.notices = PersonIndex()
        state.sightings = PersonIndex()
        for kind in [TraceProfile.Kind.notice, .sighting] {
            try forEach(kind, node) { record, connection in
                var reader = TraceProfileReader(node, connection)
                if let profile = try reader.profile(of: record) { put(profile, &state) }
            }
        }
        state.isLoaded = true
        state.day = today
        guard isNewDay else { return }
        // A notice that ran out overnight has no entry in the journal that would say so.
        try node.database.write { connection in
            let rows = SuggestionRows(connection: connection, organisation: node.organisation.number)
            let kept = Set(state.notices.records.map(\.identifier))
            for notice in try rows.notices() where !kept.contains(notice) { try rows.remove(notice: notice) }
        }
    }

    private static func forEach(_ kind: TraceProfile.Kind, _ node: Node, _ body: (String, any Connection) throws -> Void) throws {
        var after = (created: "", record: "")
        while true {
            let page = try node.database.read { connection in
                let page = try connection.all(
                    """
                    SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) > (?, ?)
                    ORDER BY created, record LIMIT 200
                    """, [.integer(node.organisation.number), .text(kind.rawValue), .text(after.created), .text(after.record)]
                ) { (created: $0.text(0), record: $0.text(1)) }
                for row in page { try body(row.record, connection) }
                return page
            }
            guard let last = page.last else { return }
            after = last
        }
    }

    private static func put(_ profile: TraceProfile, _ state: inout State) {
        let isIn = profile.isOpen && profile.isComparable
        let person = PersonRecord(identifier: profile.record, names: profile.names, born: profile.born, place: profile.place, numbers: profile.numbers)
        switch profile.kind {
        case .notice: if isIn { state.notices.insert(person) } else { state.notices.remove(profile.record) }
        case .sighting: if isIn { state.sightings.insert(person) } else { state.sightings.remove(profile.record) }
        case .person: break
        }
    }

    // MARK: Computing

    private static func computeAll(_ state: inout State, _ head: Int64, _ node: Node, _ search: SearchService) throws {
        let notices = state.notices.records.map(\.identifier)
        try node.database.write { connection in
            let rows = SuggestionRows(connection: connection, organisation: node.organisation.number)
            try rows.removeAll()
            var work = TracingWork(node, connection, search)
            for notice in notices { try work.suggest(notice: notice, state.sightings) }
            try rows.setPosition(head)
        }
    }

    private static func update(_ state: inout State, _ changes: [JournalTail.Change], _ head: Int64, _ node: Node, _ search: SearchService) throws {
        try node.database.write { connection in
            var work = TracingWork(node, connection, search)
            var touched: [String: TraceProfile.Kind] = [:]
            for change in changes {
                switch change.kind {
                case "notice": touched[change.record] = .notice
                case "sighting": touched[change.record] = .sighting
                case "person":
                    touched[change.record] = .person
                    for notice in try work.notices(about: change.record) { touched[notice] = .notice }
                case "judgement": try work.refreshVerdict(of: change.record)
                default: break
                }
            }
            // Notices first, so that what is compared with them knows them.
            for kind in [TraceProfile.Kind.notice, .sighting] {
                for (record, touchedKind) in touched.sorted(by: { $0.key < $1.key }) where touchedKind == kind {
                    guard let profile = try work.profile(record) else { continue }
                    put(profile, &state)
                }
            }
            for (record, kind) in touched.sorted(by: { $0.key < $1.key }) {
                switch kind {
                case .notice: try work.suggest(notice: record, state.sightings)
                case .sighting, .person: try work.suggest(other: record, kind, state.notices)
                }
            }
            try SuggestionRows(connection: connection, organisation: node.organisation.number).setPosition(head)
        }
    }

    /// Candidates for a profile among an index, the likeliest first.
    static func candidates(for profile: TraceProfile, _ find: (PersonQuery, Int) throws -> [PersonMatch]) rethrows -> [String] {
        var found: [String] = []
        var queries = profile.names.prefix(6).map { PersonQuery($0, born: profile.born, place: profile.place, numbers: Array(profile.numbers.prefix(8))) }
        if queries.isEmpty { queries = [PersonQuery("", numbers: Array(profile.numbers.prefix(8)))] }
        for query in queries {
            for match in try find(query, candidateLimit) where !found.contains(match.identifier) { found.append(match.identifier) }
        }
        return found
    }
}
