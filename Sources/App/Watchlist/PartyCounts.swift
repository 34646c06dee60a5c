import Journal
import Storage

/// How many cases name each party, in step with the journal. Parties that somebody judged to be one are counted as one, under the one that most cases name.
struct PartyCounts {
    /// Kinds of party that the ledger is about: those who recruit, employ, or profit. People of the family and officials are not in it.
    static let kinds: Set<String> = [
        "employer-household", "employer-company", "subcontractor", "labour-supplier", "vessel", "end-client", "sponsor", "recruitment-agency", "agency-origin",
        "agency-destination", "sub-agent", "travel-or-visa-agent", "training-or-medical-centre", "money-lender",
    ]

    let node: Node
    let connection: any Connection
    private var organisation: Value { .integer(node.organisation.number) }

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// Brings the counts up to the last entry of the journal. The first time all parties are counted.
    static func catchUp(_ node: Node) throws {
        let (position, head) = try node.database.read { connection in
            (
                try connection.first("SELECT sequence FROM watch_position WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.integer(0) },
                try JournalTail(connection: connection, organisation: node.organisation.number).head()
            )
        }
        guard position != head else { return }
        try node.database.write { connection in
            let counts = PartyCounts(node, connection)
            if let position {
                let changes = try JournalTail(connection: connection, organisation: node.organisation.number).changes(after: position)
                try counts.count(try changes.flatMap { try counts.parties(touchedBy: $0) })
            } else {
                try connection.execute("DELETE FROM watch_party WHERE organisation = ?", [counts.organisation])
                let parties = try connection.all(
                    "SELECT record FROM record_state WHERE organisation = ? AND kind = 'party' AND retracted = 0", [counts.organisation]
                ) { $0.text(0) }
                try counts.count(parties)
            }
            try connection.execute(
                "INSERT INTO watch_position (organisation, sequence) VALUES (?, ?) ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence",
                [counts.organisation, .integer(head)])
        }
    }

    private func parties(touchedBy change: JournalTail.Change) throws -> [String] {
        switch change.kind {
        case "party": return [change.record]
        case "relation", "judgement":
            guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: change.record) else { return [] }
            return ["from", "to", "first", "second"].compactMap { CaseFacts.openText(state, $0) }
        default: return []
        }
    }

    /// Counts the groups of these anew: those that they are in now, and those that somebody who left them is in.
    private func count(_ changed: [String]) throws {
        var counted: Set<String> = []
        for record in changed.sorted() {
            // One that is no party any more holds nobody together.
            let members = try group(of: record)
            if try !isInLedger(record) {
                try forget(record)
                for other in members.dropFirst() { try countGroup(of: other, &counted) }
            } else {
                try countGroup(of: record, &counted)
            }
        }
    }

    private func countGroup(of party: String, _ counted: inout Set<String>) throws {
        guard !counted.contains(party) else { return }
        let members = try group(of: party).filter(isInLedger).map { (party: $0, cases: try cases(of: $0)) }
        counted.formUnion(members.map(\.party))
        guard let first = members.max(by: { ($0.cases.count, $1.party) < ($1.cases.count, $0.party) }) else { return }
        for other in members where other.party != first.party { try forget(other.party) }
        let all = members.reduce(into: Set<String>()) { $0.formUnion($1.cases) }
        try connection.execute(
            """
            INSERT INTO watch_party (organisation, party, cases) VALUES (?, ?, ?)
            ON CONFLICT (organisation, party) DO UPDATE SET cases = excluded.cases
            """, [organisation, .text(first.party), .integer(Int64(all.count))])
    }

    private func isInLedger(_ record: String) throws -> Bool {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return false }
        return state.kind == "party" && !state.isRetracted && !state.isErased && Self.kinds.contains(CaseFacts.openText(state, "kind") ?? "")
    }

    private func forget(_ party: String) throws {
        try connection.execute("DELETE FROM watch_party WHERE organisation = ? AND party = ?", [organisation, .text(party)])
    }

    /// The cases that relations tie a party to.
    func cases(of party: String) throws -> Set<String> {
        // SQLite keeps the order of cross joins; otherwise it goes through all cases of the organisation.
        Set(
            try connection.all(
                """
                SELECT t.target FROM record_link f CROSS JOIN record_link t CROSS JOIN record_state r CROSS JOIN record_state c
                WHERE f.target = ? AND f.field = 'from' AND t.record = f.record AND t.field = 'to' AND r.record = f.record AND r.retracted = 0
                    AND c.record = t.target AND c.kind = 'case' AND c.retracted = 0 AND c.organisation = ?
                """, [.text(party), organisation]
            ) { $0.text(0) })
    }

    /// The parties that most cases name; of those judged to be one, the one that most name.
    func most(after: Int, limit: Int) throws -> [(party: String, cases: Int)] {
        try connection.all(
            "SELECT party, cases FROM watch_party WHERE organisation = ? ORDER BY cases DESC, party DESC LIMIT ? OFFSET ?",
            [organisation, .integer(Int64(limit)), .integer(Int64(after))]
        ) { ($0.text(0), Int($0.integer(1))) }
    }

    /// All parties that somebody judged to be one with this, itself among them: over judgements and over relations “same as”.
    func group(of party: String) throws -> [String] {
        var group = [party]
        var next = 0
        while next < group.count, group.count < 50 {
            for other in try same(as: group[next]) where !group.contains(other) { group.append(other) }
            next += 1
        }
        return group
    }

    private func same(as party: String) throws -> [String] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var others = try Judgements(node: node).judgements(of: party, connection).filter { $0.verdict == .same }.map {
            $0.first == party ? $0.second : $0.first
        }
        for item in try rows.linking(to: party) where item.row.state.kind == "relation" && !item.row.state.isRetracted {
            guard CaseFacts.openText(item.row.state, "role") == "same-as" else { continue }
            if let other = CaseFacts.openText(item.row.state, item.field == "from" ? "to" : "from") { others.append(other) }
        }
        return try others.filter { other in
            guard let state = try rows.state(of: other) else { return false }
            return state.kind == "party" && !state.isRetracted && !state.isErased
        }
    }
}
