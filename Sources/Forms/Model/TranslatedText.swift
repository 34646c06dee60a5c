/// A text by language. The keys are as the author wrote them after `::`, such as `English (en)`.
public struct TranslatedText: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// The key of texts in columns without a language where the form names no default language.
    public static let unnamedLanguage = "default"

    public var texts: [String: String]
    /// Whether the text stands in a column without a language and has no translation: then it is shown in every language, and is kept under the
    /// form's default language.
    public var isPlain = false

    public init(_ texts: [String: String] = [:]) { self.texts = texts }

    /// A text shown in every language.
    public init(plain text: String, defaultLanguage: String) {
        texts = [defaultLanguage: text]
        isPlain = true
    }

    public init(dictionaryLiteral elements: (String, String)...) {
        texts = Dictionary(elements) { _, last in last }
    }

    public var isEmpty: Bool { texts.isEmpty }

    public subscript(language: String) -> String? {
        get { texts[language] }
        set { texts[language] = newValue }
    }

    /// The text in a language, else in the default language, else in the first by the alphabet.
    public func text(in language: String, otherwise defaultLanguage: String) -> String? {
        if let text = texts[language] ?? texts[defaultLanguage] { return text }
        return texts.min { $0.key < $1.key }?.value
    }
}

/// A medium shown beside a label.
public enum FormMedium: String, Hashable, Sendable, CaseIterable {
    case image
    case bigImage = "big-image"
    case audio
    case video
}

/// Where in the file something is written.
public struct FormSource: Hashable, Sendable {
    public var sheet: String
    /// From 1, the header included.
    public var row: Int

    public init(sheet: String, row: Int) {
        self.sheet = sheet
        self.row = row
    }
}
