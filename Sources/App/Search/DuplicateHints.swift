import Dictionary
import Journal
import Matching
import Storage

/// Finds cases about people who may be the one that is about to be registered, before anything is saved.
///
/// Cases that the person may open are shown. Of a colleague's case that is closed to them it is said only that there may be one, nothing of it and not how many there are;
/// of confidential cases not even that.
struct DuplicateHints {
    /// So many are shown.
    static let limit = 5

    /// Whoever is about to be registered is none of those whom cases are against, though firms are named after people.
    private static let employers: Set<String> = [
        "employer", "sponsor", "recruiter", "sub-agent", "end-client", "perpetrator", "respondent", "official-in-charge",
    ]

    private let access: CaseAccess
    private let services: AppServices

    init(_ access: CaseAccess, _ services: AppServices) {
        self.access = access
        self.services = services
    }

    /// - Parameter answers: what was answered about the worker.
    /// - Returns: the cases, the likeliest first; none while the index is being built.
    func find(_ answers: [Answer], now: UInt64) throws -> [SearchResult] {
        let (names, numbers) = Self.questions(answers)
        let asked = names.map { NameKey($0) }
        let others = try others(numbers, asked)
        var results: [SearchResult] = []
        for question in names + numbers {
            let found = try access.node.database.read { connection in
                try CaseSearch(access, services, connection).findPeople(SearchQuery(question), limit: Self.limit * 4) { match in
                    !others.contains(match.identifier) && (CaseSearch.hasNumber(match) || match.names.contains { isAlike($0, asked) })
                }
            }
            for result in found {
                let reasons = result.reasons.filter { isLikely($0, asked) }
                guard !reasons.isEmpty else { continue }
                if let index = results.firstIndex(where: { $0.line.record == result.line.record }) {
                    results[index].reasons += reasons.filter { !results[index].reasons.contains($0) }
                } else {
                    results.append(SearchResult(line: result.line, reasons: reasons))
                }
            }
        }
        // Several agreements say more than one.
        results.sort { $0.reasons.count > $1.reasons.count }
        let shown = Array(results.prefix(Self.limit))
        try CaseListRoutes.logReading(of: shown.map(\.line), access, services, now)
        return shown
    }

    /// Whether a colleague may have a case about the worker that does not open for this person.
    func isWithColleague(_ answers: [Answer]) throws -> Bool {
        let (names, numbers) = Self.questions(answers)
        let asked = names.map { NameKey($0) }
        let others = try others(numbers, asked)
        return try access.node.database.read { connection in
            try (names + numbers).contains { question in
                try !CaseSearch(access, services, connection).closed(SearchQuery(question)) { match in
                    !others.contains(match.identifier) && (CaseSearch.hasNumber(match) || match.names.contains { isAlike($0, asked) })
                }.isEmpty
            }
        }
    }

    /// People whom somebody judged to be another person than the one who is meant: who has the number and a name like it is known, and is not they.
    private func others(_ numbers: [String], _ asked: [NameKey]) throws -> Set<String> {
        try access.node.database.read { connection in
            var (meant, others): (Set<String>, Set<String>) = ([], [])
            for number in numbers {
                let query = SearchQuery(number).person(today: access.node.today)
                let found = try services.search.read(access.node, connection) { $0.people.find(query, limit: Self.limit * 4) }.result ?? []
                for match in found where CaseSearch.hasNumber(match) && match.names.contains(where: { isAlike($0, asked) }) { meant.insert(match.identifier) }
            }
            for person in meant {
                for judgement in try Judgements(node: access.node).judgements(of: person, connection) where judgement.verdict == .notSame {
                    others.insert(judgement.first == person ? judgement.second : judgement.first)
                }
            }
            return others.subtracting(meant)
        }
    }

    private static func questions(_ answers: [Answer]) -> (names: [String], numbers: [String]) {
        let values = answers.compactMap(\.value).flatMap(\.elements)
        return (values.compactMap { if case .name(let name) = $0 { name.full } else { nil } }, values.flatMap(SearchContentReader.numbers))
    }

    private func isLikely(_ reason: SearchReason, _ asked: [NameKey]) -> Bool {
        switch reason {
        case .name(let written, let role, _): role.map(Self.employers.contains) != true && isAlike(written, asked)
        case .number(_, _, _, let isExact): isExact
        case .words, .identifier: false
        }
    }

    private func isAlike(_ name: String, _ asked: [NameKey]) -> Bool {
        PersonNames.areAlike(asked, [NameKey(name)])
    }
}

/// Names of people held against each other where it is asked whether somebody may be known already.
enum PersonNames {
    /// From here on two names are called alike: as the matching engine weighs them, from 0 to 1.
    private static let leastScore = 0.8

    /// The names that an answer says.
    static func keys(_ value: FieldValue) -> [NameKey] { value.elements.compactMap { if case .name(let name) = $0 { NameKey(name.full) } else { nil } } }

    static func areAlike(_ left: [NameKey], _ right: [NameKey]) -> Bool {
        left.contains { one in right.contains { NameComparison(one, $0).score >= leastScore } }
    }
}
