import Formats

/// The product's words in all languages: `Resources/languages/TAG/` holds `language.json` and a file of texts for each feature. A language is added by a folder
/// here, or by a file in the node's folder (``OwnLanguage``).
struct LanguageCatalogue: Sendable {
    private let texts: [String: [String: JSONValue]]
    private let facts: [String: LanguageFacts]
    private let english: LanguageFacts

    /// - Parameter files: bytes by path, such as `ne/cases.json`.
    /// - Throws: ``AppError`` that names the file.
    init(files: [String: [UInt8]]) throws {
        var texts: [String: [String: JSONValue]] = [:]
        var facts: [String: LanguageFacts] = [:]
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".json") {
            guard let language = path.split(separator: "/").first.map(String.init), let object = try? JSONValue.parse(bytes), let members = object.object else {
                throw AppError("The file of texts languages/\(path) is not a JSON object.")
            }
            if path.hasSuffix("/language.json") {
                guard let read = LanguageFacts(object) else {
                    throw AppError(
                        "The file languages/\(path) lacks one of name, direction, digits, group, decimal, months, plurals, or one of them is malformed.")
                }
                facts[language] = read
            } else {
                for member in members.members where texts[language, default: [:]].updateValue(member.value, forKey: member.name) != nil {
                    throw AppError("The text «\(member.name)» is there twice; the second time in languages/\(path).")
                }
            }
        }
        guard let english = facts["en"] else { throw AppError("The folder languages/en has no language.json.") }
        self.texts = texts
        self.facts = facts
        self.english = english
    }

    private init(texts: [String: [String: JSONValue]], facts: [String: LanguageFacts], english: LanguageFacts) {
        self.texts = texts
        self.facts = facts
        self.english = english
    }

    /// With an operator's languages and texts, which go before those of the program.
    /// - Throws: ``AppError`` that names the file.
    func adding(_ own: [OwnLanguage]) throws -> LanguageCatalogue {
        var texts = texts
        var facts = facts
        for language in own {
            guard let known = language.facts ?? facts[language.tag] else {
                throw AppError(
                    "The file languages/\(language.tag).json has no «language», and \(language.tag) does not come with the program. See Docs/operating.md.")
            }
            facts[language.tag] = known
            texts[language.tag, default: [:]].merge(language.texts) { $1 }
        }
        return LanguageCatalogue(texts: texts, facts: facts, english: english)
    }

    /// The languages that are compiled into the binary.
    static func standard() throws -> LanguageCatalogue { try readStandard.get() }

    /// Read once in a process: the files are compiled in, so it never changes.
    private static let readStandard = Result { try LanguageCatalogue(files: EmbeddedFiles.under("App/Resources/languages/")) }

    /// English first, then by tag.
    var languages: [String] { ["en"] + facts.keys.filter { $0 != "en" }.sorted() }

    func facts(of language: String) -> LanguageFacts { facts[language] ?? english }

    func direction(of language: String) -> String { facts(of: language).direction }

    /// The keys that a language has texts for.
    func keys(_ language: String) -> Set<String> { Set(texts[language].map { Array($0.keys) } ?? []) }

    /// The text as the file has it: one, or one for each form of the plural.
    func entry(_ key: String, _ language: String) -> JSONValue? { texts[language]?[key] }

    /// The text of a key in a language, else in English, else the key.
    func text(_ key: String, language: String, _ arguments: [String: Translator.Argument]) -> String {
        var language = language
        if texts[language]?[key] == nil { language = "en" }
        guard let entry = texts[language]?[key] else { return key }
        let facts = facts(of: language)
        var pattern = entry.string
        if pattern == nil, let forms = entry.object {
            var category = "other"
            if case .number(let count)? = arguments["count"] { category = facts.pluralCategory(DecimalOperands(count)) }
            pattern = (forms[category] ?? forms["other"])?.string
        }
        guard let pattern else { return key }
        return arguments.isEmpty ? pattern : Self.fill(pattern, arguments, facts)
    }

    /// Puts arguments in place of `{name}`; a name that has no argument stays, so that a mistake is seen.
    private static func fill(_ pattern: String, _ arguments: [String: Translator.Argument], _ facts: LanguageFacts) -> String {
        var result = ""
        var rest = pattern.unicodeScalars[...]
        while let open = rest.firstIndex(of: "{") {
            result.unicodeScalars.append(contentsOf: rest[..<open])
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "}"), let argument = arguments[String(inside[..<close])] else {
                result.unicodeScalars.append(rest[open])
                rest = inside
                continue
            }
            switch argument {
            case .text(let text): result += text
            case .number(let number): result += facts.text(number)
            }
            rest = inside[inside.index(after: close)...]
        }
        result.unicodeScalars.append(contentsOf: rest)
        return result
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4), by weight, then by order; English if none is ours.
    func best(forAccepted header: String) -> String {
        let wanted = header.utf8.prefix(1_000).split(separator: UInt8(ascii: ",")).enumerated().compactMap { index, part -> (String, Double, Int)? in
            let pieces = part.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self).trimmingSpaces.lowercased() }
            guard let tag = pieces.first, !tag.isEmpty else { return nil }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0 ? (tag, weight, index) : nil
        }
        for (tag, _, _) in wanted.sorted(by: { ($1.1, $0.2) < ($0.1, $1.2) }) {
            let base = tag.split(separator: "-").first.map(String.init) ?? tag
            if facts[tag] != nil { return tag }
            if facts[base] != nil { return base }
        }
        return "en"
    }
}
