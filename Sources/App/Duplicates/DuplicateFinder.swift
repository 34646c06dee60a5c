import Foundation
import Journal
import Matching
import Storage

/// Finds who may be the same person as somebody, among the people of one organisation: candidates and the weight of names by the index of the search, everything else as
/// tracing compares two records (``TraceComparison``).
struct DuplicateFinder {
    private let node: Node
    private let connection: any Connection
    private let rows: DuplicateRows
    private let find: TracingWork.Find
    private let least: Double
    private let states: RecordRows
    private var reader: TraceProfileReader

    /// So much more may the evidence weigh that the index does not know: sex and nationality, and what a place weighs otherwise.
    private static let unknownBits = 6.0
    /// The most that names weigh by which the index finds neither of the two: others of that name come before.
    private static let commonNameBits = 4.0

    /// - Parameters:
    ///   - least: what weighs less is not kept.
    ///   - find: asks the index of people.
    init(_ node: Node, _ connection: any Connection, least: Double, _ find: @escaping TracingWork.Find) {
        self.node = node
        self.connection = connection
        self.find = find
        self.least = least
        rows = DuplicateRows(connection: connection, organisation: node.organisation.number)
        states = RecordRows(connection: connection, organisation: node.organisation.number)
        reader = TraceProfileReader(node, connection)
    }

    /// What is assumed before anybody has decided: by chance alone one of so many people agrees with somebody in as many bits as the logarithm of their number; that one person in
    /// about sixteen is there twice (four bits) is judgement, as is the probability from which on a pair is worth a look: it takes a minute, and what is not found
    /// is found when the two cases are next read.
    /// - Parameter people: how many the index knows. A thousand more are thought to stand behind them, as for the rarity of names (`Matching.EvidenceWeights`).
    static func basis(people: Int) -> TraceThreshold.Basis {
        let start = log2(Double(people) + 1_000).rounded() + 4
        return TraceThreshold.Basis(start: start, shownFrom: 0.2, least: start - 5)
    }

    /// The pairs of a person, with those that somebody has decided on; none of somebody who is not there any more.
    /// - Complexity: a few milliseconds among 100,000 people.
    mutating func pairs(of record: String) throws -> [DuplicatePair] {
        guard let profile = try reader.profile(of: record), profile.kind == .person, profile.isOpen, profile.isComparable else { return [] }
        var found: [String: Double] = [:]
        for match in try TracingBook.matches(for: profile, find) where match.identifier != record && match.weight >= least - Self.unknownBits {
            found[match.identifier] = Self.nameBits(match)
        }
        let judged = try Judgements(node: node).judgements(of: record, connection)
        let verdicts = [String: Judgement.Verdict](judged.map { ($0.first == record ? $0.second : $0.first, $0.verdict) }) { _, later in later }
        // Also whom only the other found: of many people of one name each knows the few that fit best.
        let known = try rows.pairs(of: record).map { $0.first == record ? $0.second : $0.first }
        var pairs: [DuplicatePair] = []
        for other in Set(found.keys).union(verdicts.keys).union(known).sorted() {
            guard let candidate = try reader.profile(of: other), candidate.kind == .person, candidate.isOpen, candidate.isComparable else { continue }
            let names = try found[other] ?? nameBits(of: candidate, finding: profile)
            let comparison = TraceComparison(profile, candidate, nameBits: names)
            let verdict = verdicts[other]
            guard try verdict != nil || comparison.weight >= least && !areTwo(record, other, comparison) else { continue }
            pairs.append(Self.pair(comparison, record, other, nameBits: names, verdict: verdict))
        }
        return pairs
    }

    /// Whether somebody has said that they are two: how they stand to each other (a brother with the same telephone), or by registering both in one case, unless name and number say otherwise.
    private func areTwo(_ one: String, _ other: String, _ comparison: TraceComparison) throws -> Bool {
        if try states.areTied(one, other) { return true }
        guard try states.areInOneCase(one, other) else { return false }
        let isSameName = comparison.evidence.contains { $0.kind == .name && $0.agreement != "other-name" }
        return !isSameName || !comparison.evidence.contains { $0.kind == .number && $0.bits > 0 }
    }

    /// What the names of two people weigh, for a pair that is not kept.
    func nameBits(_ left: TraceProfile, _ right: TraceProfile) throws -> Double {
        if let match = try TracingBook.matches(for: left, find).first(where: { $0.identifier == right.record }) { return Self.nameBits(match) }
        return try nameBits(of: right, finding: left)
    }

    private func nameBits(of candidate: TraceProfile, finding profile: TraceProfile) throws -> Double {
        if let match = try TracingBook.matches(for: candidate, find).first(where: { $0.identifier == profile.record }) { return Self.nameBits(match) }
        let own = TraceComparison(profile, candidate).evidence.first { $0.kind == .name }?.bits ?? 0
        return min(own, Self.commonNameBits)
    }

    private static func pair(_ comparison: TraceComparison, _ one: String, _ other: String, nameBits: Double, verdict: Judgement.Verdict?) -> DuplicatePair {
        let reasons = comparison.evidence.filter { $0.bits > 0 }.sorted { $0.bits > $1.bits }.map(\.kind)
        return DuplicatePair(one, other, weight: comparison.weight, nameBits: nameBits, reasons: reasons, verdict: verdict)
    }

    /// What of a match the names weigh.
    private static func nameBits(_ match: PersonMatch) -> Double {
        match.evidence.reduce(0) { sum, evidence in
            switch evidence.kind {
            case .born, .place, .number: sum
            case .sameName, .similarName, .initial, .beginning, .missingName, .furtherName: sum + evidence.weight
            }
        }
    }
}

extension RecordRows {
    /// Whether two people have a part in the same case.
    func areInOneCase(_ one: String, _ other: String) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to'
            JOIN record_state a ON a.record = f.record AND a.retracted = 0
            JOIN record_link t2 ON t2.field = 'to' AND t2.target = t.target
            JOIN record_link f2 ON f2.record = t2.record AND f2.field = 'from' AND f2.target = ?
            JOIN record_state b ON b.record = f2.record AND b.retracted = 0
            WHERE f.field = 'from' AND f.target = ? LIMIT 1
            """, [.text(other), .text(one)]
        ) { _ in true } ?? false
    }

    /// Whether a relation ties two records, in either direction.
    func areTied(_ one: String, _ other: String) throws -> Bool {
        try [(one, other), (other, one)].contains { from, to in
            try connection.first(
                """
                SELECT 1 FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to' AND t.target = ?
                JOIN record_state s ON s.record = f.record AND s.retracted = 0 WHERE f.field = 'from' AND f.target = ? LIMIT 1
                """, [.text(to), .text(from)]
            ) { _ in true } ?? false
        }
    }
}
