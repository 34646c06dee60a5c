import Foundation

/// What registers write for a sex or a country, in the languages of the corridors, as one code each.
///
/// Sexes are in `sex-words.csv`. Countries are those of the dictionary, with its labels and usual adjectives, and `country-names.csv` for languages that the dictionary does not have.
struct ValueWords: Sendable {
    static let standard = ValueWords()

    /// What is written for a sex, in lower case, each word once.
    let wordsForSexes: [(word: String, code: String)]
    private let sexes: [String: String]
    private let countries: [String: String]
    /// Words for several countries, such as Congolese.
    private let ofSeveralCountries: Set<String>

    private init() {
        var sexes: [String: String] = [:]
        var words: [(word: String, code: String)] = []
        for row in MatchingResources.rows("sex-words.csv") where row.count == 4 {
            sexes[Self.folded(row[0])] = row[1]
            words.append((row[0].lowercased(), row[1]))
        }
        wordsForSexes = words
        self.sexes = sexes
        var countries: [String: String] = [:]
        var ofSeveral: Set<String> = []
        func add(_ spelling: String, _ code: String) {
            let (key, code) = (Self.folded(spelling), code.lowercased())
            guard !key.isEmpty else { return }
            if let known = countries[key] {
                if known != code { ofSeveral.insert(key) }
            } else {
                countries[key] = code
            }
        }
        let own = MatchingResources.dictionaryRows("vocabularies/country.csv").filter { $0.count >= 9 }
        for row in own { for spelling in [row[0], row[2], row[8]] { add(spelling, row[0]) } }
        for language in ["ar", "bn", "hi", "id", "ne"] {
            for row in MatchingResources.dictionaryRows("labels/\(language)/code-lists.csv") where row.count == 3 && row[0] == "country" { add(row[2], row[1]) }
        }
        for row in MatchingResources.dictionaryRows("spellings/country.csv") where row.count == 4 {
            for spelling in row[2].split(separator: "|") { add(String(spelling), row[0]) }
        }
        for row in MatchingResources.rows("country-names.csv") where row.count == 4 { add(row[0], row[1]) }
        self.countries = countries
        ofSeveralCountries = ofSeveral
    }

    /// `f` or `m`; nil for other answers and for none.
    func sex(_ text: String) -> String? { sexes[Self.folded(text)] }

    /// The two letters of ISO 3166-1 in lower case.
    func country(_ text: String) -> String? { countries[Self.folded(text)] }

    /// The same; nil for words that several countries are meant by.
    func onlyCountry(_ text: String) -> String? { ofSeveralCountries.contains(Self.folded(text)) ? nil : country(text) }

    /// Letters and digits without case, accents, spaces and the Arabic article, which is written or left out.
    static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            // Below this block these are accents and the vowel points of Arabic; the vowel signs of Indic scripts are letters.
            if scalar.properties.generalCategory == .nonspacingMark, scalar.value < 0x0900 { continue }
            if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .spacingMark
                || scalar.properties.numericType == .decimal
            {
                folded.append(scalar == "ة" ? "ه" : scalar == "ى" || scalar == "ی" ? "ي" : scalar)
            }
        }
        let result = String(folded)
        return result.hasPrefix("ال") && result.unicodeScalars.count > 4 ? String(result.dropFirst(2)) : result
    }
}
