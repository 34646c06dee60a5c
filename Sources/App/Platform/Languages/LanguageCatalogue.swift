import EmbeddedResources
import Formats

/// The product's words in all languages.
struct LanguageCatalogue: Sendable {
    /// By language, then key.
    private let texts: [String: [String: JSONValue]]

    init(texts: [String: [String: JSONValue]]) {
        self.texts = texts
    }

    /// English first, then by tag.
    var languages: [String] { ["en"] + texts.keys.filter { $0 != "en" }.sorted() }

    func direction(of language: String) -> String {
        let base = language.split(separator: "-").first.map(String.init) ?? language
        return ["ar", "fa", "he", "ur", "ps", "dv", "ckb"].contains(base) ? "rtl" : "ltr"
    }

    /// The text of a key in a language, else in English, else the key.
    func text(_ key: String, language: String, _ arguments: [String: Translator.Argument]) -> String {
        guard let text = texts[language]?[key]?.string ?? texts["en"]?[key]?.string else { return key }
        return text
    }
}
