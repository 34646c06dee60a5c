import Synchronization
import Yams

/// What rules say in other languages than English, by their English sentence: `Resources/languages/rules.yaml`. A rule whose sentence was corrected has no translation until
/// somebody writes it for the new wording, so that no old translation passes for the new rule.
public struct RuleTranslations: Sendable {
    /// One sentence in a language.
    public struct Text: Sendable, Hashable {
        public let text: String
        /// Whether somebody who speaks the language as their own has read it.
        public let isReviewed: Bool
    }

    private let entries: [String: [String: Text]]

    /// The English sentences, in order.
    public var sentences: [String] { entries.keys.sorted() }

    /// The sentence in a language; nil where there is no translation of this very wording. O(1).
    public func text(_ english: String, in language: String) -> Text? { entries[english]?[language] }

    // MARK: Those in use

    private static let standard: RuleTranslations = {
        guard let bytes = EmbeddedFiles.bytes("Entitlements/Resources/languages/rules.yaml") else { return RuleTranslations(entries: [:]) }
        return (try? read(bytes, file: "languages/rules.yaml")) ?? RuleTranslations(entries: [:])
    }()
    private static let corrected = Mutex<RuleTranslations?>(nil)

    static func use(_ translations: RuleTranslations?) { corrected.withLock { $0 = translations } }

    /// Those that come with the program, and over them those that were corrected.
    public static func current() -> RuleTranslations {
        guard let own = corrected.withLock({ $0 }) else { return standard }
        return RuleTranslations(entries: standard.entries.merging(own.entries) { old, new in old.merging(new) { _, new in new } })
    }

    // MARK: Reading

    private init(entries: [String: [String: Text]]) { self.entries = entries }

    /// Reads a list of entries: `en` the sentence of the rule, `review` (`awaiting`, or the languages that a native speaker has read, as `[ne, ar]`), and the sentence in
    /// the languages of ``Phrases``.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(_ bytes: [UInt8], file: String) throws(LawError) -> RuleTranslations {
        func error(_ node: Node?, _ problem: String, _ remedy: String) -> LawError {
            LawError(place: "\(file), line \(node?.mark?.line ?? 1)", problem: problem, remedy: remedy)
        }
        guard bytes.count <= 4 << 20 else { throw error(nil, "the file is larger than 4 MB", "Take out what is not used.") }
        guard let node = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), case .sequence(let list) = node else {
            throw error(nil, "it is no list of sentences", "Begin each with “- en:”; put texts that hold a colon in quotes.")
        }
        var entries: [String: [String: Text]] = [:]
        for item in list {
            guard let mapping = item.mapping, let english = mapping["en"]?.string, !english.isEmpty else {
                throw error(item, "“en” is missing", "Write the sentence of the rule as its book has it.")
            }
            guard entries[english] == nil else { throw error(item, "“\(english)” is there twice", "Keep one.") }
            let reviewed = Set(mapping["review"]?.sequence?.compactMap(\.string) ?? [])
            var texts: [String: Text] = [:]
            for (key, value) in mapping {
                guard let name = key.string, name != "en", name != "review" else { continue }
                guard Phrases.languages.contains(name), let text = value.string, !text.isEmpty else {
                    throw error(key, "“\(key.string ?? "")” is no language with a sentence", "Write one of \(Phrases.languages.joined(separator: ", ")).")
                }
                texts[name] = Text(text: text, isReviewed: reviewed.contains(name))
            }
            entries[english] = texts
        }
        return RuleTranslations(entries: entries)
    }
}
