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

extension Instrument {
    /// A statute of the books with what is written by hand of it: each of its versions has the summary, translations and remark of the written version of its first day, and
    /// the written sources before those of its rules. Dates, rules and confidence stay those of the books.
    func described(by written: [Instrument]) -> Instrument {
        guard let text = written.first(where: { $0.identifier == identifier }) else { return self }
        var result = self
        if !text.origins.isEmpty { result.origins = text.origins }
        for index in result.versions.indices {
            let version = result.versions[index]
            guard let said = version.from.map({ text.version(on: $0.earliest) }) ?? text.versions.first else { continue }
            result.versions[index].summary = said.summary
            result.versions[index].language = said.language
            result.versions[index].translations = said.translations
            result.versions[index].note = said.note
            result.versions[index].sources = said.sources + version.sources.filter { !said.sources.contains($0) }
        }
        return result
    }
}

extension Rule {
    /// The country of the book that it stands in, ISO 3166-1 alpha-2.
    var country: String { String(Substring(book.prefix(2))) }

    /// Whether it stands in the book of a category of workers.
    public func isOf(_ category: WorkerCategory) -> Bool {
        let wanted = Array("-\(category.rawValue)".utf8)
        return Array(book.suffix(wanted.count)) == wanted
    }

    /// Of a place such as `law/QA-domestic.yaml, line 7`, also in another folder, `QA-domestic`.
    private var book: Substring.UTF8View {
        let bytes = place.utf8
        let end = bytes.lastIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
        return bytes[start..<end]
    }
}
