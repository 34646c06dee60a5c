import Formats
import Yams

/// What is on file about acting for a worker in a country: how a paper of that country is certified abroad, and what its bodies ask of a power of attorney. `Resources/policy/mandates.yaml`; only
/// what a source was read for.
public struct MandateFacts: Sendable, Hashable {
    /// What a statement is about.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        /// What the paper must be like.
        case form
        case notarisation
        /// How a foreign paper is made to count there, or a paper of the country to count abroad.
        case legalisation
        /// What the country's missions abroad, or foreign missions there, do for the paper.
        case mission
        /// Who may act before a body.
        case whoMayAct = "who-may-act"
        case expiry
        /// Hearing somebody who is abroad.
        case remoteHearing = "remote-hearing"
    }

    /// One statement, in English as its sources are; ``Phrases/sentence(_:)`` gives its texts in other languages.
    public struct Statement: Sendable, Hashable {
        public let subject: Subject
        public let says: String
        /// The statute, as it is cited; empty where it is none.
        public let law: String
        public let article: String
        /// Who says it, where it is no statute.
        public let by: String
        public let source: String
        public let confidence: Confidence
        public let note: String
        /// Where it stands in the data files.
        public let place: String
    }

    /// The Hague Convention of 5 October 1961 abolishing the requirement of legalisation for foreign public documents.
    public struct Apostille: Sendable, Hashable {
        /// Whether the country is a party; one that is not asks for legalisation.
        public let isParty: Bool
        /// Since when the convention is in force for it.
        public let from: KnownDate?
        public let source: String
        public let confidence: Confidence
        public let note: String
        /// Where it stands in the data files.
        public let place: String
    }

    /// ISO 3166-1 alpha-2.
    public let country: String
    /// Nil where nothing was found out.
    public let apostille: Apostille?
    public let statements: [Statement]
}

/// What is on file about mandates, by country.
public enum MandateLibrary {
    private static let held: Result<[String: MandateFacts], LawError> = Result { () throws(LawError) in
        guard let bytes = EmbeddedFiles.all(in: "policy/mandates.yaml").first?.bytes else {
            throw LawError(place: "policy/mandates.yaml", problem: "it is missing", remedy: "Take the program again.")
        }
        let (mandates, errors) = read(bytes, file: "policy/mandates.yaml")
        if let error = errors.first { throw error }
        return Dictionary(mandates.map { ($0.country, $0) }) { first, _ in first }
    }

    /// - Throws: ``LawError`` if the file is damaged.
    public static func all() throws(LawError) -> [MandateFacts] { try held.get().values.sorted { $0.country < $1.country } }

    /// Nil where nothing is on file of a country.
    public static func facts(of country: String) -> MandateFacts? { (try? held.get())?[country] }

    /// Whether a paper that is signed in one country needs an apostille for the other, instead of a chain of legalisations: both are parties on that day.
    /// - Returns: nil where it is not on file for both.
    public static func needsOnlyApostille(from country: String?, to forum: String?, on day: Day) -> Bool? {
        guard let country, let forum, country != forum, let one = facts(of: country)?.apostille, let other = facts(of: forum)?.apostille else { return nil }
        return [one, other].allSatisfy { $0.isParty && ($0.from.map { $0.latest <= day } ?? false) }
    }

    /// Reads a list of countries, each with `apostille` and `statements`, and everything that is wrong in it. O(bytes).
    public static func read(_ bytes: [UInt8], file: String) -> (mandates: [MandateFacts], errors: [LawError]) {
        let reading = MandateReading(file: file)
        return (reading.countries(bytes), reading.found.errors)
    }
}

/// Reads the file of mandates member by member: each fault is noted, and the rest is read all the same.
private struct MandateReading {
    let file: String
    let found = Found()

    final class Found {
        var errors: [LawError] = []
        /// The country that is being read.
        var country = ""
    }

    private static let country = ["country", "apostille", "statements"]
    private static let apostille = ["status", "from", "source", "confidence", "note"]
    private static let statement = ["about", "says", "law", "article", "by", "source", "confidence", "note"]

    func countries(_ bytes: [UInt8]) -> [MandateFacts] {
        guard let root = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), let list = root.mapping?["countries"]?.sequence else {
            error(nil, "it has no list “countries”", "Begin with “countries:”.", "countries")
            return []
        }
        var countries: [MandateFacts] = []
        for item in list {
            found.country = ""
            let country = text(item, "country")
            if let country, country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) }) || countries.contains(where: { $0.country == country }) {
                error(item, "“\(country)” is no country code, or is there twice", "Write two capital letters, each country once.", "country")
            }
            found.country = country ?? ""
            nameUnknown(item, Self.country, "a country")
            let apostille = item.mapping?["apostille"].flatMap { self.apostille($0) }
            let statements = (item.mapping?["statements"]?.sequence ?? []).compactMap { statement($0) }
            if let country { countries.append(MandateFacts(country: country, apostille: apostille, statements: Array(statements))) }
        }
        return countries
    }

    private func apostille(_ node: Node) -> MandateFacts.Apostille? {
        nameUnknown(node, Self.apostille, "“apostille”")
        let (source, confidence) = (source(node), confidence(node))
        let status = text(node, "status")
        let words = node.mapping?["from"]?.string
        let from = words.flatMap { KnownDate($0) }
        if let words, from == nil { error(node, "“\(words)” is no date", "Write 2021-03-20, or 2021-03 or 2021 if no more is known.", "from") }
        if let status, status != "not-party", status != "party" { error(node, "“\(status)” is no status", "Write party with from, or not-party.", "status") }
        if status == "party", words == nil { error(node, "a party has no date", "Write “from:” and the day on which the convention is in force for it.", "from") }
        guard let source, let confidence, let status else { return nil }
        return .init(isParty: status == "party", from: from, source: source, confidence: confidence, note: node.mapping?["note"]?.string ?? "", place: place(node))
    }

    private func statement(_ node: Node) -> MandateFacts.Statement? {
        nameUnknown(node, Self.statement, "a statement")
        let (about, says, source, confidence) = (text(node, "about"), text(node, "says"), source(node), confidence(node))
        let subject = about.flatMap { MandateFacts.Subject(rawValue: $0) }
        if about != nil, subject == nil {
            error(node, "“about” is not known", "Write one of \(MandateFacts.Subject.allCases.map(\.rawValue).joined(separator: ", ")).", "about")
        }
        let (law, by) = (node.mapping?["law"]?.string ?? "", node.mapping?["by"]?.string ?? "")
        if law.isEmpty == by.isEmpty {
            error(node, "it names no statute and nobody who says it, or both", "Write “law:” with the statute, or “by:” with whoever says it.", law.isEmpty ? "law" : "by")
        }
        guard let subject, let says, let source, let confidence else { return nil }
        return .init(
            subject: subject, says: says, law: law, article: node.mapping?["article"]?.string ?? "", by: by, source: source, confidence: confidence,
            note: node.mapping?["note"]?.string ?? "", place: place(node))
    }

    // MARK: Members

    private func text(_ node: Node, _ name: String) -> String? {
        guard let text = node.mapping?[name]?.string, !text.isEmpty else {
            error(node, "“\(name)” is missing", "Write “\(name):” and its value.", name)
            return nil
        }
        return text
    }

    private func source(_ node: Node) -> String? {
        guard let source = text(node, "source") else { return nil }
        guard SourceCitation.isUsable(source) else {
            error(node, "the source “\(source)” is no address of a page and no print", SourceCitation.remedy, "source")
            return nil
        }
        return source
    }

    private func confidence(_ node: Node) -> Confidence? {
        guard let word = text(node, "confidence") else { return nil }
        guard let confidence = Confidence(rawValue: word) else {
            error(node, "the confidence “\(word)” is not known", "Write high, medium or low.", "confidence")
            return nil
        }
        return confidence
    }

    private func nameUnknown(_ node: Node, _ known: [String], _ title: String) {
        for key in node.mapping?.keys.map({ $0 }) ?? [] where !known.contains(key.string ?? "") {
            error(key, "\(title) has no member “\(key.string ?? "")”", "It may have \(known.joined(separator: ", ")).", key.string ?? "")
        }
    }

    private func place(_ node: Node?) -> String { "\(file), line \(node?.mark?.line ?? 1)" }

    private func error(_ node: Node?, _ problem: String, _ remedy: String, _ field: String) {
        found.errors.append(LawError(place: place(node), problem: problem, remedy: remedy, rule: found.country, field: field))
    }
}
