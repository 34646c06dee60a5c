import Dictionary
import Journal
import Storage

/// A party with everything that its page shows.
struct PartySheet: Sendable {
    struct Case: Sendable {
        var record: String
        var workers: [String]
        var status: String?
        var role: String
    }

    /// A party of the chain, with how many of the group's open cases name it.
    struct Link: Sendable, Hashable {
        var record: String
        var name: String
        /// 0 the village's sub-agent, 1 the agency, 2 the employer, 3 the end client.
        var stage: Int
        var cases: Int
        var isSubject: Bool
    }

    var party: WatchReading.Opened
    /// Others that somebody judged to be the same.
    var same: [RecordView] = []
    var candidates: [(party: WatchReading.Opened, comparison: PartyComparison)] = []
    var cases: [Case] = []
    var chain: [Link] = []
    /// Between two links, by their places in ``chain``: the number of cases in which both are named.
    var ties: [(from: Int, to: Int, cases: Int)] = []
    var standing: Listing.Standing
    /// How many organisations have cases with it, as far as that was told.
    var members: Int?
    /// Partners that can be shown a listing, each with whether it has been.
    var partners: [(partner: Partner, hasListing: Bool)] = []

    static let caseLimit = 200

    init(_ record: String, _ reading: WatchReading, _ search: SearchService) throws {
        party = try reading.party(record)
        let group = try reading.counts.group(of: record)
        candidates = try reading.candidates(for: party, besides: group, search)
        var openCases = Set(party.cases)
        for other in group where other != record {
            guard let opened = try reading.ifOpen(other) else { continue }
            same.append(opened.view)
            openCases.formUnion(opened.cases)
        }
        let (node, connection) = (reading.access.node, reading.connection)
        standing = Listing.Standing(party.view, cases: openCases.count, node)
        members = try group.compactMap { try PatternRows(node, connection).members(of: $0)?.members }.max()
        let shown = try ListingRows(node, connection).sent(of: record)
        partners = try Partners.reachable(node, connection).map { partner in
            (partner: partner, hasListing: shown.contains { $0.partner == partner.identifier && !$0.digest.isEmpty })
        }
        var builder = ChainBuilder(subject: Set([record] + same.map(\.record)))
        for caseRecord in openCases.sorted().prefix(Self.caseLimit) {
            let tied = try Self.parties(of: caseRecord, reading)
            for one in tied where builder.subject.contains(one.party) {
                cases.append(
                    Case(
                        record: caseRecord, workers: try reading.access.workerNames(of: caseRecord, reading.connection),
                        status: try RecordRows(connection: reading.connection, organisation: reading.access.node.organisation.number).state(of: caseRecord)
                            .flatMap { CaseFacts.openText($0, "status") }, role: one.role))
                break
            }
            builder.add(tied)
        }
        (chain, ties) = try builder.chain { try reading.ifOpen($0)?.view.names }
    }

    static func parties(of caseRecord: String, _ reading: WatchReading) throws -> [(party: String, role: String)] {
        // SQLite keeps the order of cross joins; otherwise it goes through all parties of the organisation.
        try reading.connection.all(
            """
            SELECT f.target, r.state FROM record_link t CROSS JOIN record_state r CROSS JOIN record_link f CROSS JOIN record_state p
            WHERE t.target = ? AND t.field = 'to' AND r.record = t.record AND r.kind = 'relation' AND r.retracted = 0
                AND f.record = t.record AND f.field = 'from' AND p.record = f.target AND p.kind = 'party' AND p.retracted = 0 AND p.organisation = ?
            ORDER BY f.target
            """, [.text(caseRecord), .integer(reading.access.node.organisation.number)]
        ) { (party: $0.text(0), role: CaseFacts.openText(try RecordState(canonicalBytes: $0.blob(1)), "role") ?? "") }
    }
}

/// Puts the parties of many cases into the chain from the village's sub-agent to the end client.
struct ChainBuilder {
    /// So many are drawn at each stage: those that most cases name.
    static let perStage = 6
    private static let stages = ["sub-agent": 0, "recruiter": 1, "employer": 2, "sponsor": 2, "end-client": 3]

    let subject: Set<String>
    private var counts: [String: [Int: Int]] = [:]
    private var together: [[String]: Int] = [:]

    init(subject: Set<String>) { self.subject = subject }

    mutating func add(_ parties: [(party: String, role: String)]) {
        var seen: [String: Int] = [:]
        for one in parties {
            guard let stage = Self.stages[one.role], seen[one.party] == nil else { continue }
            seen[one.party] = stage
            counts[one.party, default: [:]][stage, default: 0] += 1
        }
        for (first, stage) in seen {
            for (second, other) in seen where stage < other { together[[first, second], default: 0] += 1 }
        }
    }

    /// The stage at which a party stands most often.
    private static func usual(_ stages: [Int: Int]) -> Int? {
        stages.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
    }

    /// - Parameter name: how a party is called; nil if it does not open for the reader.
    func chain(_ name: (String) throws -> String?) throws -> (links: [PartySheet.Link], ties: [(from: Int, to: Int, cases: Int)]) {
        var links: [PartySheet.Link] = []
        for stage in 0...3 {
            var here: [(party: String, cases: Int)] = []
            for (party, stages) in counts where Self.usual(stages) == stage { here.append((party, stages.values.reduce(0, +))) }
            here.sort { first, second in
                let (isFirst, isSecond) = (subject.contains(first.party), subject.contains(second.party))
                if isFirst != isSecond { return isFirst }
                return (first.cases, first.party) > (second.cases, second.party)
            }
            for one in here.prefix(Self.perStage) {
                guard let called = try name(one.party) else { continue }
                links.append(PartySheet.Link(record: one.party, name: called, stage: stage, cases: one.cases, isSubject: subject.contains(one.party)))
            }
        }
        let places = [String: Int](links.enumerated().map { ($0.element.record, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let ties = together.compactMap { pair, count -> (from: Int, to: Int, cases: Int)? in
            guard let from = places[pair[0]], let to = places[pair[1]], links[to].stage > links[from].stage else { return nil }
            // Only neighbours are tied, or who would be neighbours if nobody stood between.
            let between = links.contains { $0.stage > links[from].stage && $0.stage < links[to].stage }
            return between ? nil : (from, to, count)
        }
        return (links, ties.sorted { ($0.from, $0.to) < ($1.from, $1.to) })
    }
}
