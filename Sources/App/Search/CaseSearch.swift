import Dictionary
import Journal
import Matching
import Storage

/// What somebody looks for, read.
struct SearchQuery: Sendable {
    /// Longer questions are cut.
    static let lengthLimit = 200

    let text: String
    /// Its words, as the index of words has them; none that say nothing.
    let words: [String]
    /// The identifier of a record, if the question is one.
    let record: String?

    init(_ typed: String) {
        let scalars = typed.trimmingSpaces.unicodeScalars.prefix(Self.lengthLimit)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        self.text = String(text)
        words = Array(SearchWords.words(self.text).prefix(12))
        record = RecordIdentifier.read(self.text)
    }

    var isEmpty: Bool { words.isEmpty }

    /// What is asked of the index of people. A number that was typed with spaces or signs between its digits is one number.
    var person: PersonQuery {
        let digits = text.unicodeScalars.filter { $0.properties.numericType == .decimal }.count
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic).count
        return letters == 0 && digits >= 5 ? PersonQuery("", numbers: [text]) : PersonQuery(text)
    }
}

/// Why a case was found.
enum SearchReason: Sendable, Hashable {
    /// Somebody of the case has a name like it.
    case name(written: String, role: String?, kinds: [MatchEvidence.Kind])
    /// Somebody of the case, or the case, has this number.
    case number(written: String, field: Field, role: String?, isExact: Bool)
    /// Words of the question stand here: text before, the word as written, text behind.
    case words(field: Field, before: String, word: String, after: String)
    /// The question is the case's identifier.
    case identifier
}

/// A case that was found, as the person may see it.
struct SearchResult: Sendable {
    var line: CaseLine
    var reasons: [SearchReason]
}

/// Finds cases for somebody: candidates come from the index, pass the rule of who may open which case, and are opened through the gate, which must show the reason
/// to this reader too; otherwise there is no result.
struct CaseSearch {
    /// Candidates of each kind that are looked at further.
    private static let candidateLimit = 200
    private static let wideCandidateLimit = 3_000
    /// So many cases are opened at most for somebody who sees identity only in some.
    private static let openedLimit = 200
    /// Names that are less likely than this, in bits of evidence, are not those that were meant.
    private static let leastWeight = 1.0
    /// So many bits below the best name is another name.
    private static let greatestDistance = 9.0

    private let access: CaseAccess
    private let services: AppServices
    private let connection: any Connection
    /// The roles of people in cases, by the numbers of their facts.
    private let roles: [Int64: String]

    init(_ access: CaseAccess, _ services: AppServices, _ connection: any Connection) {
        self.access = access
        self.services = services
        self.connection = connection
        let terms = access.node.dictionary.vocabulary("relation-role")?.terms ?? []
        roles = [Int64: String](terms.map { (FactTerms.number(fact: "relation.role", value: $0.code), $0.code) }, uniquingKeysWith: { first, _ in first })
    }

    struct Found: Sendable {
        var results: [SearchResult] = []
        /// How many cases were found and may be opened.
        var total = 0
        var progress: SearchService.Progress = .ready
    }

    /// A case that was found, with what led to it.
    private struct Candidate {
        var score = 0.0
        var people: [(match: PersonMatch, role: String?)] = []
        var hasWords = false
        /// People and parties of the case whose own texts hold the words.
        var wordRecords: [(record: String, role: String?)] = []
        var isNamed = false
    }

    /// - Parameters:
    ///   - skip: how many results of the same question were shown before.
    ///   - onlyPeople: whether only names and numbers are looked at, not what was written.
    func find(_ query: SearchQuery, skip: Int = 0, onlyPeople: Bool = false, limit: Int) throws -> Found {
        guard !query.isEmpty else { return Found() }
        let (hits, progress) = try services.search.read(access.node, connection) { index in
            (
                people: index.people.find(query.person, limit: access.rule.seesAll ? Self.candidateLimit : Self.wideCandidateLimit),
                records: onlyPeople ? [] : index.records(withWords: query.words)
            )
        }
        guard let hits else { return Found(progress: progress) }
        var candidates: [String: Candidate] = [:]
        try services.lists.read(access.node, connection) { table in
            try addPeople(hits.people, &candidates, table)
            try addWords(hits.records, &candidates, table)
            if let record = query.record, table.mayOpen(record, access.rule) {
                candidates[record, default: Candidate()].isNamed = true
                candidates[record]?.score += 1_000
            }
            for record in Array(candidates.keys) { candidates[record]?.score += table.recency(of: record) }
        }
        return try open(candidates, query, skip: skip, limit: limit, progress)
    }

    // MARK: Candidates

    private func addPeople(_ matches: [PersonMatch], _ candidates: inout [String: Candidate], _ table: CaseTable) throws {
        var best: Double?
        for match in matches {
            let speaksFor = match.evidence.contains { $0.weight > 0 && $0.kind != .born && $0.kind != .place }
            guard speaksFor, match.weight >= Self.leastWeight, match.weight >= (best ?? match.weight) - Self.greatestDistance else { continue }
            var isVisible = false
            for tie in try ties(of: match.identifier) where table.mayOpen(tie.caseRecord, access.rule) {
                isVisible = true
                var candidate = candidates[tie.caseRecord] ?? Candidate()
                candidate.people.append((match, tie.role))
                candidate.score = max(candidate.score, 10 + match.weight)
                candidates[tie.caseRecord] = candidate
            }
            // The best is the best of what the person may see: what is hidden does not show by what is left out.
            if isVisible { best = max(best ?? match.weight, match.weight) }
        }
    }

    private func addWords(_ records: [String], _ candidates: inout [String: Candidate], _ table: CaseTable) throws {
        var looked = 0
        for record in records {
            if table.mayOpen(record, access.rule) {
                candidates[record, default: Candidate()].hasWords = true
                candidates[record]?.score += 5
            } else if !table.contains(record), looked < Self.candidateLimit {
                looked += 1
                for tie in try ties(of: record) where table.mayOpen(tie.caseRecord, access.rule) {
                    candidates[tie.caseRecord, default: Candidate()].wordRecords.append((record, tie.role))
                    candidates[tie.caseRecord]?.score += 3
                }
            }
        }
    }

    /// The cases that a record leads to: itself if it is one, or those that relations tie it to, with the role.
    private func ties(of record: String) throws -> [(caseRecord: String, role: String?)] {
        let number = Value.integer(access.node.organisation.number)
        let ties = try connection.all(
            """
            SELECT t.target, s.facts FROM record_link l
            JOIN record_state s ON s.record = l.record AND s.organisation = ? AND s.kind = 'relation' AND s.retracted = 0
            JOIN record_link t ON t.record = l.record AND t.field = 'to'
            WHERE l.target = ? AND l.field = 'from' ORDER BY s.created DESC, s.record LIMIT 200
            """, [number, .text(record)]
        ) { (caseRecord: $0.text(0), role: role(in: $0)) }
        return ties.isEmpty ? [(record, nil)] : ties
    }

    private func role(in row: Row) -> String? {
        var role: String?
        row.withBytes(1) { bytes in FactTerms.forEach(in: bytes) { number in if let known = roles[number] { role = known } } }
        return role
    }

    // MARK: Opening

    private func open(_ candidates: [String: Candidate], _ query: SearchQuery, skip: Int, limit: Int, _ progress: SearchService.Progress) throws -> Found {
        let ordered = candidates.sorted { ($0.value.score, $0.key) > ($1.value.score, $1.key) }
        var opening = Opening(lines: CaseLines(access, CaseListFields(access.node.dictionary), connection), reasons: SearchReasons(access, query, connection))
        guard !seesIdentityByItself else {
            var found = Found(total: ordered.count, progress: progress)
            for (record, candidate) in ordered.dropFirst(skip) where found.results.count < limit {
                if let result = try self.result(record, candidate, &opening) { found.results.append(result) } else { found.total -= 1 }
            }
            return found
        }
        // Even how many there are would tell such a reader of names and stories that are closed to them: only what the gate has shown counts.
        let results = try ordered.prefix(Self.openedLimit).compactMap { try self.result($0.key, $0.value, &opening) }
        return Found(results: Array(results.dropFirst(skip).prefix(limit)), total: results.count, progress: progress)
    }

    private struct Opening {
        var lines: CaseLines
        var reasons: SearchReasons
    }

    /// Whether all that the cases of the list say is open to the person, without anybody's authorisation or consent.
    private var seesIdentityByItself: Bool { access.reader.clearance == .identity && !access.reader.isPartner }

    /// The case with the reasons that the gate shows to this reader; nil without any, since then it is none.
    private func result(_ record: String, _ candidate: Candidate, _ opening: inout Opening) throws -> SearchResult? {
        guard let reader = try reader(of: record), let line = try opening.lines.lines([record]).first else { return nil }
        var why: [SearchReason] = candidate.isNamed ? [.identifier] : []
        for person in candidate.people.prefix(3) { why += try opening.reasons.person(person.match, role: person.role, of: record, reader) }
        if candidate.hasWords { why += try opening.reasons.words(inCase: record, reader) }
        for other in candidate.wordRecords.prefix(2) { why += try opening.reasons.words(in: other.record, role: other.role, of: record, reader) }
        return why.isEmpty ? nil : SearchResult(line: line, reasons: why)
    }

    private func reader(of record: String) throws -> Reader? {
        do { return try access.requireCase(record, connection) } catch WebError.notFound { return nil }
    }
}
