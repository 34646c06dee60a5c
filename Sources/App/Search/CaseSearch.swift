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
    /// - Parameter today: the year that the number of a case is of where only its end is asked for.
    func person(today: CalendarDay?) -> PersonQuery {
        if let number = CaseNumbers.number(asked: text, today: today) { return PersonQuery("", numbers: [number, text]) }
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic).count
        guard letters > 0 else { return Self.digits(text) >= ComparedNumber.shortestEnding ? PersonQuery("", numbers: [text]) : PersonQuery(text) }
        // A reference or a paper's number has letters too, with or without a space behind them; and a number may stand beside a name.
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let numbers = words.filter { Self.digits($0) >= ComparedNumber.shortestEnding }
        let joined: [String] = Self.digits(text) >= ComparedNumber.shortestEnding && words.count > 1 ? [text] : []
        return PersonQuery(text, numbers: numbers + joined)
    }

    private static func digits(_ text: String) -> Int { text.unicodeScalars.filter { $0.properties.numericType == .decimal }.count }
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
    /// So many candidates more than are shown are kept, for those that turn out not to be one.
    private static let sparedCount = 100
    /// So many cases are opened at most for somebody who sees identity only in some.
    private static let openedLimit = 200
    /// Names that are less likely than this, in bits of evidence, are not those that were meant.
    private static let leastWeight = 1.0
    private static let workerBits = 1.0
    /// So many bits below the best name is another name.
    private static let greatestDistance = 9.0

    private let access: CaseAccess
    private let services: AppServices
    private let connection: any Connection

    init(_ access: CaseAccess, _ services: AppServices, _ connection: any Connection) {
        self.access = access
        self.services = services
        self.connection = connection
    }

    /// What is in memory, as it is while one question is answered.
    private struct Memory {
        let table: CaseTable
        let ties: CaseTieSource
        /// The cases that the person may open.
        let visible: Bitmap

        /// The cases that a record leads to, as far as they open: itself if it is one, or those that relations tie it to.
        func cases(of record: String) throws -> [CaseTies.Tie] {
            let ties = try ties.ties(of: record)
            return (ties.isEmpty ? [CaseTies.Tie(caseRecord: record)] : ties).filter { table.contains($0.caseRecord, in: visible) }
        }
    }

    /// Where a page of results ended: how many there were up to there, and the last of them. Where others came or went meanwhile the record says where to go on.
    struct Place: Sendable, Hashable {
        static let start = Place(count: 0, record: "")

        var count: Int
        var record: String
    }

    struct Found: Sendable {
        var results: [SearchResult] = []
        /// Where the next page goes on; nil if this is the last.
        var next: Place?
        /// How many cases were found and may be opened.
        var total = 0
        var progress: SearchService.Progress = .ready
    }

    /// - Parameters:
    ///   - place: where the page before of the same question ended.
    func find(_ query: SearchQuery, after place: Place = .start, limit: Int) throws -> Found {
        guard !query.isEmpty else { return Found() }
        let (candidates, progress) = try candidates(query, onlyPeople: false, kept: place.count + limit)
        guard let candidates else { return Found(progress: progress) }
        return try open(candidates, query, after: place, limit: limit, progress)
    }

    /// Looks at names and numbers only, not at what was written.
    /// - Parameter isMeant: whether a case is worth opening for what was found of somebody in it.
    func findPeople(_ query: SearchQuery, limit: Int, where isMeant: (PersonMatch) -> Bool) throws -> [SearchResult] {
        guard !query.isEmpty, var candidates = try candidates(query, onlyPeople: true, kept: limit).result else { return [] }
        candidates.keep { $0.people.contains { isMeant($0.match) } }
        return try open(candidates, query, after: .start, limit: limit, .ready).results
    }

    // MARK: Cases that are closed to the person

    /// As the hint of duplicates calls two names alike.
    static let closedScore = 0.8

    /// Whether a match has a number that was asked for as a whole, perhaps with a slip.
    static func hasNumber(_ match: PersonMatch) -> Bool { match.evidence.contains { $0.kind == .number && $0.weight > Self.endingWeight } }

    private static func hasWholeNumber(_ match: PersonMatch) -> Bool {
        match.evidence.contains { $0.kind == .number && $0.weight >= EvidenceWeights.bits(ComparedNumber.Agreement.sameEnding) }
    }

    /// The last digits alone may be anybody's.
    private static let endingWeight = EvidenceWeights.bits(ComparedNumber.Agreement.ending)

    /// Cases that do not open for the person and are not confidential, of which a worker or the number is meant.
    func closed(_ query: SearchQuery, where isMeant: (PersonMatch) -> Bool) throws -> [String] {
        // Whoever sees a case but not whom it is about cannot find it by a name either.
        let rule = seesIdentityByItself ? try access.rule(connection) : CaseRule(account: access.session.account, roles: [.caseworker])
        let found = try services.search.read(access.node, connection) { index in
            try services.lists.read(access.node, connection) { table in
                try services.ties.ask(access.node, connection) { ties in
                    var closed = table.visible(to: CaseRule(account: "", roles: [.supervisor]))
                    closed.subtract(table.visible(to: rule))
                    let memory = Memory(table: table, ties: ties, visible: closed)
                    var records: [String] = []
                    if let record = query.record, table.contains(record, in: closed) { records.append(record) }
                    let meant = index.people.find(query.person(today: access.node.today), limit: Self.candidateLimit).filter(isMeant)
                    // Whoever gives a whole number means what has it, and nothing else.
                    let exact = meant.filter(Self.hasWholeNumber)
                    for match in exact.isEmpty ? meant : exact {
                        for tie in try memory.cases(of: match.identifier) where tie.role == nil || tie.role == "worker" { records.append(tie.caseRecord) }
                    }
                    return records
                }
            }
        }
        var seen: Set<String> = []
        return Array((found.result ?? []).filter { seen.insert($0).inserted }.prefix(Self.closedLimit))
    }

    // MARK: Candidates

    private func candidates(_ query: SearchQuery, onlyPeople: Bool, kept: Int) throws -> (result: Candidates?, progress: SearchService.Progress) {
        let rule = try access.rule(connection)
        return try services.search.read(access.node, connection) { index in
            try services.lists.read(access.node, connection) { table in
                try services.ties.ask(access.node, connection) { ties in
                    let memory = Memory(table: table, ties: ties, visible: table.visible(to: rule))
                    return try candidates(query, &index, memory, onlyPeople: onlyPeople, kept: kept)
                }
            }
        }
    }

    private func candidates(_ query: SearchQuery, _ index: inout SearchIndex, _ memory: Memory, onlyPeople: Bool, kept: Int) throws -> Candidates {
        var candidates = Candidates(limit: seesIdentityByItself ? kept + Self.sparedCount : Self.openedLimit)
        let people = index.people.find(query.person(today: access.node.today), limit: access.seesAllCases ? Self.candidateLimit : Self.wideCandidateLimit)
        try addPeople(people, &candidates, memory)
        // Whoever gives the number of a case means that case, and no other that says something like it. To whom numbers are closed nothing is left out for one.
        if seesIdentityByItself, CaseNumbers.isWhole(query.text), candidates.keepOnlyWithNumber() { return candidates }
        if let record = query.record, memory.table.contains(record, in: memory.visible) {
            candidates.change(record) {
                $0.isNamed = true
                $0.score += 1_000
            }
        }
        if !onlyPeople {
            let table = memory.table
            let hits = index.hits(withWords: query.words, otherLimit: Self.candidateLimit, state: table.removals, tableSequence: table.sequence) {
                table.place(of: $0)
            }
            try addWords(hits, &candidates, memory)
        }
        candidates.addRecency(memory.table)
        return candidates
    }

    private func addPeople(_ matches: [PersonMatch], _ candidates: inout Candidates, _ memory: Memory) throws {
        var best: Double?
        for match in matches {
            let speaksFor = match.evidence.contains { $0.weight > 0 && $0.kind != .born && $0.kind != .place }
            guard speaksFor, match.weight >= Self.leastWeight, match.weight >= (best ?? match.weight) - Self.greatestDistance else { continue }
            var isVisible = false
            for tie in try memory.cases(of: match.identifier) {
                isVisible = true
                candidates.change(tie.caseRecord) {
                    $0.people.append((match, tie.role))
                    // Of two who fit equally a worker comes before whoever else is in a case.
                    $0.score = max($0.score, 10 + match.weight + (tie.role == "worker" ? Self.workerBits : 0))
                }
            }
            // The best is the best of what the person may see: what is hidden does not show by what is left out.
            if isVisible { best = max(best ?? match.weight, match.weight) }
        }
    }

    /// People and parties first: of the many cases that a common word leads to only the best are kept, and which these are must be known by then.
    private func addWords(_ hits: SearchIndex.WordHits, _ candidates: inout Candidates, _ memory: Memory) throws {
        for record in hits.others {
            for tie in try memory.cases(of: record) {
                candidates.change(tie.caseRecord) {
                    $0.wordRecords.append((record, tie.role))
                    $0.score += 3
                }
            }
        }
        var cases = hits.cases
        cases.formIntersection(memory.visible)
        for record in candidates.records {
            guard let place = memory.table.place(of: record), cases.contains(Int(place)) else { continue }
            candidates.addWordCase(record, recency: 0)
            cases.remove(Int(place))
        }
        let kept = memory.table.newest(cases, limit: candidates.limit)
        for record in kept { candidates.addWordCase(record, recency: memory.table.recency(of: record)) }
        candidates.countWordCases(cases.count - kept.count)
    }

    // MARK: Opening

    private func open(_ candidates: Candidates, _ query: SearchQuery, after place: Place, limit: Int, _ progress: SearchService.Progress) throws -> Found {
        let ordered = candidates.ordered
        var opening = Opening(lines: CaseLines(access, access.node.listFields, connection), reasons: SearchReasons(access, query, connection))
        guard !seesIdentityByItself else {
            let start = Self.start(after: place, among: ordered.map(\.record))
            var found = Found(total: candidates.count, progress: progress)
            var last = start
            for (record, candidate) in ordered.dropFirst(start) {
                guard found.results.count < limit else { break }
                last += 1
                if let result = try self.result(record, candidate, &opening) { found.results.append(result) } else { found.total -= 1 }
            }
            if last < ordered.count, last > start { found.next = Place(count: last, record: ordered[last - 1].record) }
            return found
        }
        // Even how many there are would tell such a reader of names and stories that are closed to them: only what the gate has shown counts.
        let results = try ordered.prefix(Self.openedLimit).compactMap { try self.result($0.record, $0.candidate, &opening) }
        let start = Self.start(after: place, among: results.map(\.line.record))
        let page = Array(results.dropFirst(start).prefix(limit))
        let end = start + page.count
        return Found(
            results: page, next: end < results.count ? page.last.map { Place(count: end, record: $0.line.record) } : nil, total: results.count, progress: progress)
    }

    private static func start(after place: Place, among records: [String]) -> Int {
        guard place != .start else { return 0 }
        return records.firstIndex(of: place.record).map { $0 + 1 } ?? min(place.count, records.count)
    }

    private struct Opening {
        var lines: CaseLines
        var reasons: SearchReasons
    }

    /// Whether all that the cases of the list say is open to the person, without anybody's authorisation or consent.
    private var seesIdentityByItself: Bool { access.reader.clearance == .identity && !access.reader.isPartner }

    /// The case with the reasons that the gate shows to this reader; nil without any, since then it is none.
    private func result(_ record: String, _ candidate: Candidates.Candidate, _ opening: inout Opening) throws -> SearchResult? {
        // The line is there only if the case opens, which its row says once more.
        guard let line = try opening.lines.lines([record]).first else { return nil }
        let reader = try access.lineReader(record, connection)
        var why: [SearchReason] = candidate.isNamed ? [.identifier] : []
        for person in candidate.people.prefix(3) { why += try opening.reasons.person(person.match, role: person.role, of: record, reader) }
        if candidate.hasWords { why += try opening.reasons.words(inCase: record, reader) }
        for other in candidate.wordRecords.prefix(2) { why += try opening.reasons.words(in: other.record, role: other.role, of: record, reader) }
        return why.isEmpty ? nil : SearchResult(line: line, reasons: why)
    }
}
