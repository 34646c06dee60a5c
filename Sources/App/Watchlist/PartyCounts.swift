import Journal
import Storage

/// How many cases name each party, in step with the journal.
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
                for change in try JournalTail(connection: connection, organisation: node.organisation.number).changes(after: position) {
                    for party in try counts.parties(touchedBy: change) { try counts.count(party) }
                }
            } else {
                try connection.execute("DELETE FROM watch_party WHERE organisation = ?", [counts.organisation])
                let parties = try connection.all(
                    "SELECT record FROM record_state WHERE organisation = ? AND kind = 'party' AND retracted = 0", [counts.organisation]
                ) { $0.text(0) }
                for party in parties { try counts.count(party) }
            }
            try connection.execute(
                "INSERT INTO watch_position (organisation, sequence) VALUES (?, ?) ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence",
                [counts.organisation, .integer(head)])
        }
    }

    private func parties(touchedBy change: JournalTail.Change) throws -> [String] {
        switch change.kind {
        case "party": return [change.record]
        case "relation":
            let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: change.record)
            return state.flatMap { CaseFacts.openText($0, "from") }.map { [$0] } ?? []
        default: return []
        }
    }

    private func count(_ party: String) throws {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: party), state.kind == "party",
            !state.isRetracted, !state.isErased, Self.kinds.contains(CaseFacts.openText(state, "kind") ?? "")
        else {
            try connection.execute("DELETE FROM watch_party WHERE organisation = ? AND party = ?", [organisation, .text(party)])
            return
        }
        try connection.execute(
            """
            INSERT INTO watch_party (organisation, party, cases) VALUES (?, ?, ?)
            ON CONFLICT (organisation, party) DO UPDATE SET cases = excluded.cases
            """, [organisation, .text(party), .integer(Int64(try cases(of: party).count))])
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

    /// The parties that most cases name.
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
