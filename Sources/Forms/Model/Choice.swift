/// A named list of answers to choose from.
public struct ChoiceList: Hashable, Sendable {
    public var name: String
    public var choices: [Choice]

    public init(name: String, choices: [Choice] = []) {
        self.name = name
        self.choices = choices
    }
}

/// One answer to choose.
public struct Choice: Hashable, Sendable {
    /// What is stored.
    public var name: String
    public var label: TranslatedText
    public var media: [FormMedium: TranslatedText]
    /// Further columns, which choice filters compare: in the order of columns.
    public var extra: [ChoiceColumn]
    public var source: FormSource

    public init(name: String, label: TranslatedText, source: FormSource, media: [FormMedium: TranslatedText] = [:], extra: [ChoiceColumn] = []) {
        self.name = name
        self.label = label
        self.source = source
        self.media = media
        self.extra = extra
    }

    /// The value in a further column, nil where the cell is empty.
    public func value(ofColumn name: String) -> String? { extra.first { $0.name == name }?.value }
}

/// The value of a further column of a choice.
public struct ChoiceColumn: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
