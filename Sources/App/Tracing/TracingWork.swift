import Journal
import Matching
import Storage

/// Computes suggestions within one transaction.
struct TracingWork {
    private let node: Node
    private let connection: any Connection
    private let rows: SuggestionRows
    private var reader: TraceProfileReader

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
        rows = SuggestionRows(connection: connection, organisation: node.organisation.number)
        reader = TraceProfileReader(node, connection)
    }

    /// The notices that look for a person.
    func notices(about person: String) throws -> [String] {
        try connection.all(
            "SELECT record FROM record_link WHERE target = ? AND field = 'missing-person' ORDER BY record", [.text(person)]
        ) { $0.text(0) }
    }

    /// Finds those who may be meant by a query, at most so many.
    typealias Find = (PersonQuery, Int) throws -> [PersonMatch]

    /// A notice against sightings and people.
    mutating func suggest(notice: String, sightings: Find, people: Find) throws {
        try rows.remove(notice: notice)
        guard let profile = try reader.profile(of: notice), profile.isComparable else { return }
        try keep(profile)
        guard profile.isOpen else { return }
        let others = try TracingBook.candidates(for: profile, sightings) + TracingBook.candidates(for: profile, people)
        for other in try others + told(about: notice).filter({ !others.contains($0) }) where !profile.own.contains(other) {
            if let candidate = try reader.profile(of: other), candidate.isOpen { try put(profile, candidate) }
        }
    }

    /// A sighting or a person against the notices.
    mutating func suggest(other: String, notices: Find) throws {
        try rows.remove(other: other)
        guard let profile = try reader.profile(of: other), profile.isComparable else { return }
        try keep(profile)
        guard profile.isOpen else { return }
        let found = try TracingBook.candidates(for: profile, notices)
        for notice in found + profile.toldAbout.subtracting(found).sorted() {
            guard let candidate = try reader.profile(of: notice), candidate.isOpen, !candidate.own.contains(other) else { continue }
            try put(candidate, profile)
        }
    }

    /// What people outside told on the public page of a notice.
    private func told(about notice: String) throws -> [String] {
        try connection.all("SELECT record FROM record_link WHERE target = ? AND field = 'told-about' ORDER BY record", [.text(notice)]) { $0.text(0) }
    }

    /// What somebody judged to be one stays beside each other, also when the search is over.
    private mutating func keep(_ profile: TraceProfile) throws {
        for judgement in try Judgements(node: node).judgements(of: profile.record, connection) where judgement.verdict == .same {
            guard let notice = try reader.profile(of: judgement.first), notice.kind == .notice, let other = try reader.profile(of: judgement.second),
                notice.isComparable, other.isComparable
            else { continue }
            try put(notice, other)
        }
    }

    private func put(_ notice: TraceProfile, _ other: TraceProfile) throws {
        // That somebody was not at a place finds nobody.
        guard !other.isAbsence || other.toldAbout.contains(notice.record) else { return }
        let comparison = TraceComparison(notice, other)
        guard comparison.weight >= TraceThreshold.least || other.toldAbout.contains(notice.record) else { return }
        // What was told on the notice's own page stands first, by which it is found.
        let reasons = comparison.evidence.filter { $0.bits > 0 }.sorted { ($0.kind == .told ? 1 : 0, $0.bits) > ($1.kind == .told ? 1 : 0, $1.bits) }.map(\.kind)
        let verdict = try Judgements(node: node).latest(notice.record, other.record, connection)?.verdict
        try rows.put(
            TraceSuggestion(
                notice: notice.record, other: other.record, kind: other.kind, weight: comparison.weight, reasons: reasons,
                verdict: verdict == .cannotSay ? nil : verdict))
    }

    /// After something was decided, or a decision was taken back.
    func refreshVerdict(of judgement: String) throws {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: judgement),
            let judgement = Judgements.judgement(judgement, state)
        else { return }
        let verdict = try Judgements(node: node).latest(judgement.first, judgement.second, connection)?.verdict
        try rows.setVerdict(verdict == .cannotSay ? nil : verdict, notice: judgement.first, other: judgement.second)
    }
}
