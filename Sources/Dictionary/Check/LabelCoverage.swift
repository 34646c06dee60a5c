/// How much of a dictionary has a label in a language, so that a translator sees what is left to do.
public struct LabelCoverage: Sendable, Hashable {
    /// Labels that are there, of those that are wanted. A year or another number needs none.
    public struct Share: Sendable, Hashable, CustomStringConvertible {
        /// How many have a label in the language.
        public internal(set) var labelled = 0
        /// How many need one.
        public internal(set) var wanted = 0

        /// `530 of 532`.
        public var description: String { "\(labelled) of \(wanted)" }

        mutating func count(_ labels: [String: String], _ language: String) {
            guard LabelledName("", labels: labels).hasWords else { return }
            wanted += 1
            if labels[language] != nil { labelled += 1 }
        }
    }

    /// The tag of the language.
    public let language: String
    /// Kinds of record.
    public private(set) var kinds = Share()
    /// Fields of all kinds.
    public private(set) var fields = Share()
    /// The names of the lists.
    public private(set) var lists = Share()
    /// Codes of the lists that the project writes itself.
    public private(set) var codes = Share()
    /// Codes of published classifications, whose deeper levels stay in English.
    public private(set) var publishedCodes = Share()

    /// What of the dictionary has a label in the language. O(labels).
    public init(of dictionary: DataDictionary, language: String) {
        self.language = language
        for record in dictionary.records { kinds.count(record.labels, language) }
        for field in dictionary.fields { fields.count(field.labels, language) }
        for vocabulary in dictionary.vocabularies {
            lists.count(vocabulary.labels, language)
            let isPublished = DictionaryFile.publishedLists.contains(vocabulary.name)
            for term in vocabulary.terms where !term.isDeprecated {
                if isPublished { publishedCodes.count(term.labels, language) } else { codes.count(term.labels, language) }
            }
        }
    }
}
