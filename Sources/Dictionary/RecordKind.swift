/// A kind of record, such as case, person or violation.
public struct RecordKind: Sendable, Hashable {
    /// Its name, such as `case`.
    public let name: String
    /// By language; `en` is always there.
    public let labels: [String: String]
    /// Labels of several, by language.
    public let pluralLabels: [String: String]
    /// What is meant.
    public let definition: String
    /// The standard of the field that it follows.
    public let standard: String

    /// A kind of record; loading checks its name.
    public init(name: String, labels: [String: String], pluralLabels: [String: String], definition: String = "", standard: String = "") {
        self.name = name
        self.labels = labels
        self.pluralLabels = pluralLabels
        self.definition = definition
        self.standard = standard
    }

    /// The label in a language, or else in its base language, or else in English, or else the name.
    public func label(_ language: String = "en") -> String { labels.label(language) ?? name }
    /// The label of several in a language, falling back as ``label(_:)`` does.
    public func pluralLabel(_ language: String = "en") -> String { pluralLabels.label(language) ?? label(language) }
}
