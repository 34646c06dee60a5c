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

    /// One statement, in English as its sources are.
    public struct Statement: Sendable, Hashable {
        public let subject: Subject
        public let says: String
        /// The statute, or what the source is.
        public let law: String
        public let article: String
        public let source: String
        public let confidence: Confidence
        public let note: String
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
        return Dictionary(try read(bytes, file: "policy/mandates.yaml").map { ($0.country, $0) }) { first, _ in first }
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

    /// Reads a list of countries, each with `apostille` and `statements`.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(_ bytes: [UInt8], file: String) throws(LawError) -> [MandateFacts] {
        func error(_ node: Node?, _ problem: String, _ remedy: String) -> LawError {
            LawError(place: "\(file), line \(node?.mark?.line ?? 1)", problem: problem, remedy: remedy)
        }
        func text(_ node: Node, _ name: String) throws(LawError) -> String {
            guard let text = node.mapping?[name]?.string, !text.isEmpty else { throw error(node, "“\(name)” is missing", "Write “\(name):” and its value.") }
            return text
        }
        func source(_ node: Node) throws(LawError) -> (String, Confidence) {
            let source = try text(node, "source")
            guard SourceCitation.isUsable(source) else { throw error(node, "the source “\(source)” is no address of a page and no print", SourceCitation.remedy) }
            guard let confidence = Confidence(rawValue: try text(node, "confidence")) else {
                throw error(node, "the confidence is not known", "Write high, medium or low.")
            }
            return (source, confidence)
        }
        guard let root = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), let list = root.mapping?["countries"]?.sequence else {
            throw error(nil, "it has no list “countries”", "Begin with “countries:”.")
        }
        var countries: [MandateFacts] = []
        for item in list {
            let country = try text(item, "country")
            guard country.utf8.count == 2, !countries.contains(where: { $0.country == country }) else {
                throw error(item, "“\(country)” is no country code, or is there twice", "Write two capital letters, each country once.")
            }
            var apostille: MandateFacts.Apostille?
            if let node = item.mapping?["apostille"] {
                let (page, confidence) = try source(node)
                let status = try text(node, "status")
                let from = node.mapping?["from"]?.string.flatMap { KnownDate($0) }
                guard status == "not-party" || (status == "party" && from != nil) else {
                    throw error(node, "“\(status)” is no status, or a party has no date", "Write party with from, or not-party.")
                }
                apostille = .init(isParty: status == "party", from: from, source: page, confidence: confidence, note: node.mapping?["note"]?.string ?? "")
            }
            var statements: [MandateFacts.Statement] = []
            for node in item.mapping?["statements"]?.sequence ?? [] {
                guard let subject = MandateFacts.Subject(rawValue: try text(node, "about")) else {
                    throw error(node, "“about” is not known", "Write one of \(MandateFacts.Subject.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                let (page, confidence) = try source(node)
                statements.append(
                    .init(
                        subject: subject, says: try text(node, "says"), law: node.mapping?["law"]?.string ?? "", article: node.mapping?["article"]?.string ?? "",
                        source: page, confidence: confidence, note: node.mapping?["note"]?.string ?? ""))
            }
            countries.append(MandateFacts(country: country, apostille: apostille, statements: statements))
        }
        return countries
    }
}
