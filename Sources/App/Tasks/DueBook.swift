import Dictionary
import Journal
import Storage
import Synchronization

/// What is due in one organisation, kept in step with its journal: whoever asks sees every entry that was saved before, also by another process.
final class DueBook: Sendable {
    private struct State: Sendable {
        var boards = DueBoards()
        /// The last entry of the journal that is in the boards; nil before the first reading.
        var position: Int64?
        /// The position that is written down.
        var written: Int64 = 0
    }

    private static let casesPerTransaction = 200
    private static let entriesPerStep = 2_000
    /// Entries that only say that somebody read are passed over; so many of them may be passed over again after a restart.
    private static let unwrittenEntries: Int64 = 5_000

    private let node: Node
    private let state = Mutex(State())
    /// The first reading has been done: nobody has to be told to come back.
    private let isReady = Atomic(false)
    private let isEnding = Atomic(false)

    init(_ node: Node) {
        self.node = node
    }

    /// Looks at the boards as they are after the last entry of the journal.
    /// - Returns: nil while they are being computed for the first time.
    func look<Result: Sendable>(_ body: @Sendable (DueBoards) -> Result) throws -> Result? {
        guard !isReady.load(ordering: .acquiring) else { return try state.withLock { try answer(&$0, body) } }
        return try state.withLockIfAvailable { try answer(&$0, body) }
    }

    private func answer<Result: Sendable>(_ state: inout State, _ body: (DueBoards) -> Result) throws -> Result {
        try catchUp(&state)
        return body(state.boards)
    }

    /// Computes or reads what is due, so that nobody has to wait for it later.
    func prepare() throws {
        try state.withLock { try catchUp(&$0) }
    }

    /// Breaks off what is being computed, since the server ends. What is written down stays.
    func end() { isEnding.store(true, ordering: .releasing) }

    // MARK: Steps

    private func catchUp(_ state: inout State) throws {
        if state.position == nil { try begin(&state) }
        while true {
            let (last, touched) = try Self.step(after: state.position ?? 0, node)
            guard let last else { break }
            try update(&state, touched, last)
        }
        try turn(&state)
        isReady.store(true, ordering: .releasing)
    }

    private func requireGoingOn() throws {
        if isEnding.load(ordering: .acquiring) { throw CancellationError() }
    }

    /// Reads what is written down, or computes it for all cases.
    private func begin(_ state: inout State) throws {
        var loaded: [DueSubject] = []
        let position = try node.database.read { connection -> Int64? in
            let rows = DueRows(node: node, connection: connection)
            guard let position = try rows.position() else { return nil }
            try rows.forEach { loaded.append($0) }
            return position
        }
        if position == nil { loaded = try computeAll() }
        let begun = try node.database.read { try DueRows(node: node, connection: $0).position() }
        state.boards.load(loaded)
        state.position = begun ?? 0
        state.written = begun ?? 0
    }

    private func computeAll() throws -> [DueSubject] {
        let node = node
        let head = try node.database.write { connection -> Int64 in
            try DueRows(node: node, connection: connection).removeAll()
            return try connection.first("SELECT sequence FROM journal_head WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.integer(0) } ?? 0
        }
        var computed: [DueSubject] = []
        for kind in ["case", "task"] {
            var after = (created: "", record: "")
            while true {
                try requireGoingOn()
                let page = try node.database.read { connection in
                    try connection.all(
                        """
                        SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) > (?, ?)
                        ORDER BY created, record LIMIT ?
                        """,
                        [.integer(node.organisation.number), .text(kind), .text(after.created), .text(after.record), .integer(Int64(Self.casesPerTransaction))]
                    ) { (created: $0.text(0), record: $0.text(1)) }
                }
                guard let last = page.last else { break }
                computed += try Self.write(page.map(\.record), node).compactMap(\.subject)
                after = last
            }
        }
        try node.database.write { try DueRows(node: node, connection: $0).setPosition(head) }
        return computed
    }

    /// The next entries, and the cases and tasks that they touch.
    private static func step(after position: Int64, _ node: Node) throws -> (last: Int64?, touched: Set<String>) {
        try node.database.read { connection in
            var last: Int64?
            var changed: [(record: String, kind: String)] = []
            try connection.forEach(
                "SELECT sequence, body FROM journal_entry WHERE organisation = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                [.integer(node.organisation.number), .integer(position), .integer(Int64(entriesPerStep))]
            ) { row in
                last = row.integer(0)
                let entry = try Entry(body: row.blob(1))
                if entry.act != .read { changed.append((entry.record, entry.kind)) }
            }
            var touched: Set<String> = []
            let tail = JournalTail(connection: connection, organisation: node.organisation.number)
            for (record, kind) in changed {
                switch kind {
                case "case": touched.insert(record)
                // Who somebody is calls for nothing; the relation that ties them to the case is in the journal itself.
                case "person", "party": continue
                case "task": touched.formUnion(try tail.cases(of: record).union([record]))
                default: touched.formUnion(try tail.cases(of: record))
                }
            }
            return (last, touched)
        }
    }

    private func update(_ state: inout State, _ touched: Set<String>, _ last: Int64) throws {
        try requireGoingOn()
        for start in stride(from: 0, to: touched.count, by: Self.casesPerTransaction) {
            let part = Array(touched.sorted()[start..<min(start + Self.casesPerTransaction, touched.count)])
            for (record, subject) in try Self.write(part, node) { state.boards.replace(record, with: subject) }
        }
        state.position = last
        guard !touched.isEmpty || last - state.written > Self.unwrittenEntries else { return }
        try node.database.write { try DueRows(node: node, connection: $0).setPosition(last) }
        state.written = last
    }

    /// Computes anew what has changed with the day alone.
    private func turn(_ state: inout State) throws {
        guard let today = node.today else { return }
        let changing = state.boards.changing(by: today)
        for start in stride(from: 0, to: changing.count, by: Self.casesPerTransaction) {
            try requireGoingOn()
            let part = Array(changing[start..<min(start + Self.casesPerTransaction, changing.count)])
            for (record, subject) in try Self.write(part, node) { state.boards.replace(record, with: subject) }
        }
    }

    private static func write(_ records: [String], _ node: Node) throws -> [(record: String, subject: DueSubject?)] {
        try node.database.write { connection in
            let rows = DueRows(node: node, connection: connection)
            let reading = DueReading(node: node, connection: connection)
            return try records.map { record in
                let subject = try reading.subject(record)
                try rows.write(subject, of: record)
                return (record, subject)
            }
        }
    }
}

/// The books of all organisations of a node.
struct DueBooks: Sendable {
    private let books: [String: DueBook]

    init(_ organisations: OrganisationDirectory) {
        books = [String: DueBook](organisations.all.map { ($0.organisation.identifier, DueBook($0)) }, uniquingKeysWith: { first, _ in first })
    }

    func book(of node: Node) -> DueBook? { books[node.organisation.identifier] }

    /// Makes all of them ready.
    func prepare() throws { for book in books.values { try book.prepare() } }

    /// Breaks off what is being computed.
    func end() { for book in books.values { book.end() } }
}
