import Formats

/// Makes entries of the statutes that the books of law rest on. A version is a time in which the same rules are on file: it begins and ends where one of them
/// does.
enum StatuteInstruments {
    /// A statute by its name in the books.
    struct Statute: Sendable, Hashable {
        var country: String
        var law: String
        var identifier: String
        var kind: InstrumentKind
    }

    /// - Parameter statutes: what `Resources/policy/statutes.csv` says.
    static func entries(_ statutes: [Statute], books: [LawBook]) -> [Instrument] {
        statutes.compactMap { statute in
            let rules = books.filter { $0.country == statute.country }.flatMap(\.rules).filter { $0.law == statute.law }
            guard !rules.isEmpty else { return nil }
            return Instrument(
                identifier: statute.identifier, kind: statute.kind, title: statute.law, countries: [statute.country], destinations: [statute.country],
                sectors: sectors(rules), versions: versions(of: rules, statute.identifier))
        }
    }

    /// A statute of which only the book for domestic workers speaks concerns their sector.
    private static func sectors(_ rules: [Rule]) -> [String] {
        rules.allSatisfy { $0.isOf(.domestic) } ? ["domestic-work"] : []
    }

    /// A rule whose first day is not on file is taken to hold as long as the statute does.
    static func versions(of rules: [Rule], _ identifier: String) -> [InstrumentVersion] {
        var starts: [Int: KnownDate] = [:]
        for rule in rules {
            if let from = rule.from { starts[from.earliest.number] = narrower(from, starts[from.earliest.number]) }
        }
        let first = starts.keys.min()
        for rule in rules {
            guard let until = rule.until else { continue }
            let next = KnownDate(earliest: until.latest.adding(days: 1), latest: until.latest.adding(days: 1))
            starts[next.earliest.number] = narrower(next, starts[next.earliest.number])
        }
        var days = starts.keys.sorted()
        if let first { days = days.filter { $0 >= first } }
        let openings: [KnownDate?] = first == nil ? [nil] + days.map { starts[$0] } : days.map { starts[$0] }
        return openings.enumerated().compactMap { index, from in
            let probe = from?.earliest ?? Day(number: (days.first ?? 1) - 1)
            let held = rules.filter { rule in
                (rule.from.map { $0.earliest <= probe } ?? true) && (rule.until.map { probe <= $0.latest } ?? true)
            }
            guard !held.isEmpty else { return nil }
            let next = index + 1 < openings.count ? openings[index + 1] : nil
            var sources: [String] = []
            for rule in held where !sources.contains(rule.source) { sources.append(rule.source) }
            return InstrumentVersion(
                identifier: "\(identifier)@\(from?.earliest.description ?? "start")", from: from, until: next.map { KnownDate($0.earliest.adding(days: -1)) },
                sources: sources, confidence: held.map(\.confidence).min() ?? .low, provisions: held)
        }
    }

    private static func narrower(_ date: KnownDate, _ other: KnownDate?) -> KnownDate {
        guard let other else { return date }
        return date.latest <= other.latest ? date : other
    }
}

extension Rule {
    /// Whether it stands in the book of a category of workers.
    public func isOf(_ category: WorkerCategory) -> Bool { place.utf8.starts(with: "law/".utf8) ? hasCategory(category) : false }

    private func hasCategory(_ category: WorkerCategory) -> Bool {
        // Places are `law/QA-domestic.yaml, line 7`.
        let name = place.utf8.prefix { $0 != UInt8(ascii: ".") }
        let wanted = Array("-\(category.rawValue)".utf8)
        return Array(name.suffix(wanted.count)) == wanted
    }
}
