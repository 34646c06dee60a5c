import Yams

/// That the law of a country of origin makes the recruitment agency answer for what the employer abroad owes. `Resources/policy/agencies.yaml`; only what a source was read for.
public struct AgencyLiability: Sendable, Hashable {
    /// Of origin, ISO 3166-1 alpha-2.
    public let country: String
    /// In English, as the sources are.
    public let says: String
    public let law: String
    public let article: String
    public let source: String
    public let confidence: Confidence
    public let note: String
    /// Where it stands in the data files.
    public let place: String
}

/// What is on file about the liability of agencies, by country of origin.
public enum AgencyLibrary {
    private static let held: Result<[String: AgencyLiability], LawError> = Result { () throws(LawError) in
        guard let bytes = EmbeddedFiles.all(in: "policy/agencies.yaml").first?.bytes else {
            throw LawError(place: "policy/agencies.yaml", problem: "it is missing", remedy: "Take the program again.")
        }
        let (agencies, errors) = read(bytes, file: "policy/agencies.yaml")
        if let error = errors.first { throw error }
        return Dictionary(agencies.map { ($0.country, $0) }) { first, _ in first }
    }

    /// - Throws: ``LawError`` if the file is damaged.
    public static func all() throws(LawError) -> [AgencyLiability] { try held.get().values.sorted { $0.country < $1.country } }

    /// Nil where nothing is on file of a country.
    public static func liability(in country: String) -> AgencyLiability? { (try? held.get())?[country] }

    /// Reads a list `agencies`, and everything that is wrong in it. O(bytes).
    public static func read(_ bytes: [UInt8], file: String) -> (agencies: [AgencyLiability], errors: [LawError]) {
        guard let root = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), let list = root.mapping?["agencies"]?.sequence else {
            return ([], [LawError(place: "\(file), line 1", problem: "it has no list “agencies”", remedy: "Begin with “agencies:”.", field: "agencies")])
        }
        var (agencies, errors): ([AgencyLiability], [LawError]) = ([], [])
        for item in list {
            let known = errors.count
            let place = "\(file), line \(item.mark?.line ?? 1)"
            let country = item.mapping?["country"]?.string ?? ""
            func text(_ name: String) -> String {
                let text = item.mapping?[name]?.string ?? ""
                if text.isEmpty {
                    errors.append(LawError(place: place, problem: "“\(name)” is missing", remedy: "Write “\(name):” and its value.", rule: country, field: name))
                }
                return text
            }
            let (says, law, article, source) = (text("says"), text("law"), text("article"), text("source"))
            if country.utf8.count != 2 || agencies.contains(where: { $0.country == country }) {
                errors.append(
                    LawError(
                        place: place, problem: "“\(country)” is no country code, or is there twice", remedy: "Write two capital letters, each country once.",
                        field: "country"))
            }
            if !source.isEmpty, !SourceCitation.isUsable(source) {
                errors.append(
                    LawError(
                        place: place, problem: "the source “\(source)” is no address of a page and no print", remedy: SourceCitation.remedy, rule: country,
                        field: "source"))
            }
            let confidence = Confidence(rawValue: text("confidence"))
            if confidence == nil {
                errors.append(
                    LawError(place: place, problem: "the confidence is not known", remedy: "Write high, medium or low.", rule: country, field: "confidence"))
            }
            for name in item.mapping?.keys.compactMap(\.string) ?? []
            where !["country", "says", "law", "article", "source", "confidence", "note"].contains(name) {
                errors.append(
                    LawError(
                        place: place, problem: "an entry has no member “\(name)”",
                        remedy: "It may have country, says, law, article, source, confidence, note.", rule: country, field: name))
            }
            guard errors.count == known, let confidence else { continue }
            agencies.append(
                AgencyLiability(
                    country: country, says: says, law: law, article: article, source: source, confidence: confidence,
                    note: item.mapping?["note"]?.string ?? "", place: place))
        }
        return (agencies, errors)
    }
}
