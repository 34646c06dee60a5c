/// All fields and vocabularies: the one source that storage, forms, validation, redaction, export and statistics read.
public struct DataDictionary: Sendable {
    /// Such as `2026.1`; with an organisation's own parts `2026.1+local.3f2a9c81d0e4`, where the last part tells these local files from others.
    public let version: String
    /// The other facts of `dictionary.csv`, such as `published`.
    public let facts: [String: String]
    /// In the order of the files.
    public let records: [RecordKind]
    /// In the order of the files, local fields last.
    public let fields: [Field]
    /// In the order of the files, local ones last.
    public let vocabularies: [Vocabulary]

    private let recordPositions: [String: Int]
    private let fieldPositions: [String: [String: Int]]
    private let vocabularyPositions: [String: Int]
    private let fieldsByRecord: [String: [Field]]
    private let linkFieldsByRecord: [String: [Field]]

    init(version: String, facts: [String: String], records: [RecordKind], fields: [Field], vocabularies: [Vocabulary]) throws(DictionaryError) {
        self.version = version
        self.facts = facts
        self.records = records
        self.fields = fields
        self.vocabularies = vocabularies
        recordPositions = try DataDictionary.positions(records.map(\.name), what: "record", file: DictionaryFile.records)
        vocabularyPositions = try DataDictionary.positions(vocabularies.map(\.name), what: "vocabulary", file: DictionaryFile.vocabularies)
        var positions: [String: [String: Int]] = [:]
        for (position, field) in fields.enumerated() {
            guard CodeSyntax.isName(field.name) else {
                throw DictionaryError(
                    "“\(ValueError.excerpt(field.name))” is not a name of a field. Use lower-case words joined by hyphens.",
                    file: DictionaryFile.fields, column: "field")
            }
            guard recordPositions[field.record] != nil else {
                throw DictionaryError("\(field.fullName) belongs to a kind of record that records.csv does not have.", file: DictionaryFile.fields)
            }
            if let vocabulary = field.vocabulary, vocabularyPositions[vocabulary] == nil {
                throw DictionaryError(
                    "\(field.fullName) names the vocabulary “\(vocabulary)”, which vocabularies.csv does not have.", file: DictionaryFile.fields)
            }
            guard positions[field.record, default: [:]].updateValue(position, forKey: field.name) == nil else {
                throw DictionaryError("\(field.fullName) is there twice. Remove or rename one.", file: DictionaryFile.fields, column: "field")
            }
        }
        fieldPositions = positions
        fieldsByRecord = [String: [Field]](grouping: fields, by: \.record)
        linkFieldsByRecord = fieldsByRecord.mapValues { $0.filter { $0.type == .link } }
    }

    private static func positions(_ names: [String], what: String, file: String) throws(DictionaryError) -> [String: Int] {
        var positions: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            guard CodeSyntax.isName(name) else {
                throw DictionaryError(
                    "“\(ValueError.excerpt(name))” is not a name of a \(what). Use lower-case words joined by hyphens.", file: file)
            }
            guard positions.updateValue(position, forKey: name) == nil else {
                throw DictionaryError("The \(what) “\(name)” is there twice. Remove or rename one.", file: file)
            }
        }
        return positions
    }

    /// Reads the files of a dictionary; `files` gives the bytes of a path such as `fields.csv` or `vocabularies/sex.csv`, or nil.
    public init(files: @escaping (String) -> [UInt8]?) throws(DictionaryError) {
        let reading = try DictionaryReading(files: files, isLocal: false)
        guard let version = reading.facts["version"], !version.isEmpty else {
            throw DictionaryError("The dictionary has no version. Add a row version,2026.1.", file: DictionaryFile.version)
        }
        try self.init(
            version: version, facts: reading.facts, records: reading.records(), fields: reading.fields(), vocabularies: reading.vocabularies())
    }

    // MARK: Looking up

    /// O(1).
    public func record(_ name: String) -> RecordKind? { recordPositions[name].map { records[$0] } }

    /// O(1).
    public func field(_ record: String, _ name: String) -> Field? { fieldPositions[record]?[name].map { fields[$0] } }

    /// By full name, such as `person.sex`. O(1).
    public func field(_ fullName: String) -> Field? {
        guard let dot = fullName.utf8.firstIndex(of: 0x2E) else { return nil }
        return field(String(fullName[..<dot]), String(fullName[fullName.index(after: dot)...]))
    }

    /// The fields of a kind of record, in order. O(1).
    public func fields(of record: String) -> [Field] { fieldsByRecord[record] ?? [] }

    /// The fields of a kind of record that lead to other records, in order. O(1).
    public func linkFields(of record: String) -> [Field] { linkFieldsByRecord[record] ?? [] }

    /// O(1).
    public func vocabulary(_ name: String) -> Vocabulary? { vocabularyPositions[name].map { vocabularies[$0] } }

    /// The vocabulary of a field of type code or codes.
    public func vocabulary(of field: Field) -> Vocabulary? { field.vocabulary.flatMap(vocabulary) }

    /// The languages in which something has a label, English first, then by tag.
    public var languages: [String] {
        var tags: Set<String> = []
        for field in fields { tags.formUnion(field.labels.keys) }
        for vocabulary in vocabularies { for term in vocabulary.terms { tags.formUnion(term.labels.keys) } }
        return ["en"] + tags.subtracting(["en"]).sorted()
    }

    /// The labels of all fields in a language (English where one is missing), by full name.
    public func labels(_ language: String) -> [String: String] {
        [String: String](fields.map { ($0.fullName, $0.label(language)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The field that a person means: by full name (`person.sex`), or by its own name where only one kind of record has such a field (`sex`).
    public func resolve(_ name: String) throws(DictionaryError) -> Field {
        let name = name.trimmingSpaces
        if let field = field(name) { return field }
        let candidates = fields.filter { $0.name == name }
        if candidates.count == 1, let field = candidates.first { return field }
        if !candidates.isEmpty {
            let names = candidates.map(\.fullName).joined(separator: ", ")
            throw DictionaryError("“\(name)” is a field of more than one kind of record. Write one of \(names).")
        }
        let near = nearNames(name)
        let remedy = near.isEmpty ? "`corridor dictionary list` shows all fields." : "Is it \(near.joined(separator: " or "))?"
        throw DictionaryError("The dictionary has no field “\(ValueError.excerpt(name))”. \(remedy)")
    }

    /// At most three full names that differ in at most two letters, or whose field name holds the text.
    private func nearNames(_ name: String) -> [String] {
        let wanted = name.lowercased()
        guard !wanted.isEmpty, wanted.utf8.count <= CodeSyntax.limit else { return [] }
        let scored: [(Int, String)] = fields.compactMap { field in
            let distance = min(editDistance(wanted, field.name), editDistance(wanted, field.fullName))
            if distance <= 2 { return (distance, field.fullName) }
            return wanted.utf8.count >= 3 && field.name.contains(wanted) ? (3, field.fullName) : nil
        }
        return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.1)
    }
}

/// How many letters must be added, removed or replaced (Levenshtein), on bytes; more than 3 is said as 4.
func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8)
    let right = Array(right.utf8)
    guard abs(left.count - right.count) <= 3 else { return 4 }
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let replaced = diagonal + (byte == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
        }
    }
    return min(row[right.count], 4)
}
