import Synchronization
import Yams

/// What rules, and statements about mandates and agencies, say in other languages than English, by their English sentence: `Resources/languages/rules.yaml` and `statements.yaml`. A rule whose sentence was corrected has no translation until
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
        let files = EmbeddedFiles.all(in: "languages/").filter { $0.name.utf8.reversed().starts(with: ".yaml".utf8.reversed()) }
        return RuleTranslations(entries: files.reduce(into: [:]) { $0.merge(readAll($1.bytes, file: $1.name).translations.entries) { first, _ in first } })
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
        let (translations, errors) = readAll(bytes, file: file)
        if let error = errors.first { throw error }
        return translations
    }

    /// The whole file, with every fault of it; an entry that has one is left out. O(bytes).
    public static func readAll(_ bytes: [UInt8], file: String) -> (translations: RuleTranslations, errors: [LawError]) {
        var errors: [LawError] = []
        func error(_ node: Node?, _ problem: String, _ remedy: String, _ field: String = "") {
            errors.append(LawError(place: "\(file), line \(node?.mark?.line ?? 1)", problem: problem, remedy: remedy, field: field))
        }
        guard bytes.count <= 4 << 20 else {
            error(nil, "the file is larger than 4 MB", "Take out what is not used.")
            return (RuleTranslations(entries: [:]), errors)
        }
        guard let node = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), case .sequence(let list) = node else {
            error(nil, "it is no list of sentences", "Begin each with “- en:”; put texts that hold a colon in quotes.")
            return (RuleTranslations(entries: [:]), errors)
        }
        var entries: [String: [String: Text]] = [:]
        for item in list {
            guard let mapping = item.mapping, let english = mapping["en"]?.string, !english.isEmpty else {
                error(item, "“en” is missing", "Write the sentence of the rule as its book has it.", "en")
                continue
            }
            if entries[english] != nil {
                error(item, "“\(english)” is there twice", "Keep one.", "en")
                continue
            }
            let reviewed = Set(mapping["review"]?.sequence?.compactMap(\.string) ?? [])
            var texts: [String: Text] = [:]
            for (key, value) in mapping {
                guard let name = key.string, name != "en", name != "review" else { continue }
                guard Phrases.languages.contains(name), let text = value.string, !text.isEmpty else {
                    error(key, "“\(key.string ?? "")” is no language with a sentence", "Write one of \(Phrases.languages.joined(separator: ", ")).", name)
                    continue
                }
                texts[name] = Text(text: text, isReviewed: reviewed.contains(name))
            }
            entries[english] = texts
        }
        return (RuleTranslations(entries: entries), errors)
    }
}
