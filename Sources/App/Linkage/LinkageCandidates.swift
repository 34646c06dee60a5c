import Dictionary
import Formats
import Journal
import Storage

/// Which of our records take part in a comparison with a partner, asked anew each time.
struct LinkageCandidates {
    /// More encodings of our own are never made at once.
    static let limit = 200_000

    let node: Node
    let connection: any Connection
    private let rows: RecordRows
    private var reader: TraceProfileReader
    private let today: CalendarDay?
    private var agreements: [String: Bool] = [:]

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
        rows = RecordRows(connection: connection, organisation: node.organisation.number)
        reader = TraceProfileReader(node, connection)
        today = node.today
    }

    /// What we send when we ask: notices and sightings, the latest first.
    /// - Parameter most: so many encodings.
    mutating func forAsking(most: Int) throws -> [LinkageCandidate] { try latest(["notice", "sighting"], most: most) }

    /// What we compare when we are asked: the same, and the workers of cases who agreed to it. Nothing of it leaves.
    mutating func forAnswering() throws -> [LinkageCandidate] {
        var all = try latest(["notice", "sighting"], most: Self.limit)
        var count = all.reduce(0) { $0 + $1.count }
        for person in try agreedWorkers() where count < Self.limit {
            guard let candidate = try candidate(person) else { continue }
            all.append(candidate)
            count += candidate.count
        }
        return all
    }

    private mutating func latest(_ kinds: [String], most: Int) throws -> [LinkageCandidate] {
        var found: [LinkageCandidate] = []
        var count = 0
        for kind in kinds {
            var before = (created: "~", record: "~")
            while true {
                let page = try connection.all(
                    """
                    SELECT created, record FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 AND (created, record) < (?, ?)
                    ORDER BY created DESC, record DESC LIMIT 500
                    """, [.integer(node.organisation.number), .text(kind), .text(before.created), .text(before.record)]
                ) { (created: $0.text(0), record: $0.text(1)) }
                for row in page {
                    guard let candidate = try candidate(row.record), count + candidate.count <= most else { continue }
                    found.append(candidate)
                    count += candidate.count
                }
                guard let last = page.last, page.count == 500, count < most else { break }
                before = last
            }
        }
        return found
    }

    private mutating func candidate(_ record: String) throws -> LinkageCandidate? {
        guard let profile = try reader.profile(of: record), profile.isOpen, try takesPart(record) else { return nil }
        return LinkageCandidate(profile)
    }

    // MARK: Who agreed

    /// Whether a record may be compared with those of partners now: it is there, it runs, it is our own, and the people whom it is about agree.
    ///
    /// A notice whose person was found is compared no more (``candidate(_:)``), but what two organisations have begun about it goes on until it is closed: they have to ask the
    /// found person together.
    /// A sighting that belongs to no case has nobody who could be asked; what a partner showed us is never passed on.
    mutating func takesPart(_ record: String) throws -> Bool {
        guard let state = try rows.state(of: record), !state.isRetracted, !state.isErased, let kind = TraceProfile.Kind(rawValue: state.kind),
            try LinkagePairs(node, connection).find(counterpart: record) == nil
        else { return false }
        switch kind {
        case .notice:
            guard let caseRecord = CaseFacts.openText(state, "case"), !Self.staysInside(state), try reader.profile(of: record)?.isRunning == true else {
                return false
            }
            return try agree(caseRecord)
        case .sighting: return try reader.profile(of: record)?.isOpen == true
        case .person: return try cases(ofWorker: record).contains { try agree($0) }
        }
    }

    /// Whether the seeker wants the search kept inside the organisation.
    private static func staysInside(_ state: RecordState) -> Bool {
        guard case .open(let content, _)? = state.fields["publish"]?.answer else { return false }
        return (content["value"]?.array ?? []).compactMap(\.string) == ["own-organisation"]
    }

    private mutating func agree(_ caseRecord: String) throws -> Bool {
        if let known = agreements[caseRecord] { return known }
        guard let today else { return false }
        let agreed = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)?.allows("matching") ?? false
        agreements[caseRecord] = agreed
        return agreed
    }

    /// The cases in which somebody is a worker.
    func cases(ofWorker person: String) throws -> [String] {
        try rows.linking(to: person).compactMap { item in
            guard item.row.state.kind == "relation", !item.row.state.isRetracted, CaseFacts.openText(item.row.state, "role") == "worker" else { return nil }
            return CaseFacts.openText(item.row.state, "to")
        }
    }

    /// The workers of cases in which a consent names the comparison; whether it holds is asked of each afterwards.
    private func agreedWorkers() throws -> [String] {
        var cases: [String] = []
        var seen: Set<String> = []
        var after = (created: "", record: "")
        while true {
            let page = try connection.all(
                """
                SELECT created, record, state FROM record_state WHERE organisation = ? AND kind = 'consent' AND retracted = 0 AND (created, record) > (?, ?)
                ORDER BY created, record LIMIT 500
                """, [.integer(node.organisation.number), .text(after.created), .text(after.record)]
            ) { (created: $0.text(0), record: $0.text(1), state: try RecordState(canonicalBytes: $0.blob(2))) }
            for row in page {
                guard case .open(let content, _)? = row.state.fields["scopes"]?.answer,
                    (content["value"]?.array ?? []).compactMap(\.string).contains("matching"), let caseRecord = CaseFacts.openText(row.state, "case"),
                    seen.insert(caseRecord).inserted
                else { continue }
                cases.append(caseRecord)
            }
            guard let last = page.last, page.count == 500 else { break }
            after = (last.created, last.record)
        }
        let group = CaseGroup(connection: connection, organisation: node.organisation.number)
        var workers: [String] = []
        for caseRecord in cases { workers += Consents.workers(in: try group.records(ofCase: caseRecord)).sorted() }
        return workers
    }
}
