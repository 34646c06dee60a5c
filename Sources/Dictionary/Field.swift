/// A question of the dictionary.
public struct Field: Sendable, Hashable {
    /// The kind of record it belongs to, such as `person`.
    public let record: String
    /// Its name, unique within the record, such as `date-of-birth`.
    public let name: String
    /// `person.date-of-birth`.
    public let fullName: String
    /// What kind of value it takes.
    public let type: FieldType
    /// Whether it takes several values.
    public let multiple: Bool
    /// The vocabulary of a code.
    public let vocabulary: String?
    /// The kinds of record that a link may lead to.
    public let target: [String]
    /// Who may see its values.
    public let sensitivity: Sensitivity
    /// By language; `en` is always there.
    public let labels: [String: String]
    /// What is meant, so that two people answer alike.
    public let definition: String
    /// Full names of the equivalent fields of HTCDS 2.0, such as `prs_Gender`.
    public let htcds: [String]
    /// Entity and field of the equivalent in the HURIDOCS events formats, such as `person/sex`.
    public let huridocs: [String]
    /// A remark for those who keep the dictionary.
    public let note: String
    /// What a quantity of this field counts where a number is written without a unit; nil where it has to be said.
    public let unit: String?
    /// Whether an organisation added it; standard fields come with the product.
    public let isLocal: Bool

    /// A field; loading checks its names against the rest of the dictionary.
    public init(
        record: String, name: String, type: FieldType, multiple: Bool = false, vocabulary: String? = nil, target: [String] = [],
        sensitivity: Sensitivity, labels: [String: String], definition: String = "", htcds: [String] = [], huridocs: [String] = [],
        note: String = "", unit: String? = nil, isLocal: Bool = false
    ) {
        self.record = record
        self.name = name
        fullName = record + "." + name
        self.type = type
        self.multiple = multiple
        self.vocabulary = vocabulary
        self.target = target
        self.sensitivity = sensitivity
        self.labels = labels
        self.definition = definition
        self.htcds = htcds
        self.huridocs = huridocs
        self.note = note
        self.unit = unit
        self.isLocal = isLocal
    }

    /// Whether its value is a list: several values, or type `codes`.
    public var takesList: Bool { multiple || type == .codes }

    /// The label in a language, or else in its base language, or else in English, or else the name.
    public func label(_ language: String = "en") -> String { labels.label(language) ?? name }
}

extension [String: String] {
    /// The entry of a language: of the tag itself, of its first subtag, of English.
    func label(_ language: String) -> String? { own(language) ?? self["en"] }

    /// The same without English in place of another language.
    func own(_ language: String) -> String? {
        if let exact = self[language] { return exact }
        return language.split(separator: "-").first.flatMap { self[String($0)] }
    }
}
