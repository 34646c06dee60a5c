extension DataDictionary {
    /// What the names of an organisation's own fields, vocabularies and codes begin with, so that no later standard can ever collide with them.
    public static let localPrefix = "local-"

    /// Adds an organisation's own parts, from files of the same shape as the standard's.
    ///
    /// `fields.csv`: fields of standard records whose names begin with `local-`. `vocabularies.csv` with `vocabularies/local-….csv`: lists whose
    /// names begin with `local-`, with any codes. `vocabularies/NAME.csv` for a standard list: further codes that begin with `local-`, each
    /// under a parent, so that counts by standard code stay comparable. A standard field, list or code is never redefined.
    public func adding(local files: @escaping (String) -> [UInt8]?) throws(DictionaryError) -> DataDictionary {
        let reading = try DictionaryReading(files: files, isLocal: true)
        if files(DictionaryFile.records) != nil {
            throw DictionaryError(
                "Local files cannot add kinds of records. Remove the file; add fields to a standard record.",
                file: DictionaryFile.records)
        }
        var digest = FilesDigest()
        let localFields = try reading.fields()
        for field in localFields { try DataDictionary.requirePrefix(field.name, "field", DictionaryFile.fields) }
        let localVocabularies = try reading.vocabularies()
        for vocabulary in localVocabularies { try DataDictionary.requirePrefix(vocabulary.name, "vocabulary", DictionaryFile.vocabularies) }
        var extended: [Vocabulary] = []
        for vocabulary in vocabularies {
            guard let terms = try reading.terms(of: vocabulary.name) else {
                extended.append(vocabulary)
                continue
            }
            extended.append(try vocabulary.adding(local: terms))
            digest.add(DictionaryFile.terms(of: vocabulary.name), files)
            digest.add(DictionaryFile.spellings(of: vocabulary.name), files)
        }
        guard !localFields.isEmpty || !localVocabularies.isEmpty || !digest.isEmpty else { return self }
        digest.add(DictionaryFile.fields, files)
        digest.add(DictionaryFile.vocabularies, files)
        for vocabulary in localVocabularies {
            digest.add(DictionaryFile.terms(of: vocabulary.name), files)
            digest.add(DictionaryFile.spellings(of: vocabulary.name), files)
        }
        return try DataDictionary(
            version: "\(version)+local.\(digest.text)", facts: facts, records: records, fields: fields + localFields,
            vocabularies: extended + localVocabularies)
    }

    private static func requirePrefix(_ name: String, _ what: String, _ file: String) throws(DictionaryError) {
        guard name.hasPrefix(localPrefix) else {
            throw DictionaryError(
                "The local \(what) “\(ValueError.excerpt(name))” has a name that a standard may use. "
                    + "Write \(localPrefix)\(ValueError.excerpt(name)).",
                file: file)
        }
    }
}

extension Vocabulary {
    /// The list with further codes, each below one that is there.
    func adding(local additions: [Term]) throws(DictionaryError) -> Vocabulary {
        let file = DictionaryFile.terms(of: name)
        var known = Set(terms.map(\.code))
        for term in additions {
            guard term.code.hasPrefix(DataDictionary.localPrefix) else {
                let reason = contains(term.code) ? "is a code of the standard, which stays as it is" : "is a code that a standard may use"
                throw DictionaryError("“\(term.code)” \(reason). Write \(DataDictionary.localPrefix)\(term.code).", file: file, column: "code")
            }
            guard let parent = term.parent, known.contains(parent) else {
                throw DictionaryError(
                    "The local code “\(term.code)” needs as parent a code of the list that stands before it, so that it is known what it is a kind of.",
                    file: file, column: "parent")
            }
            known.insert(term.code)
        }
        return Vocabulary(
            name: name, labels: labels, definition: definition, source: source, isLocal: isLocal, terms: terms + additions)
    }
}

/// Tells files apart: FNV-1a, 64 bit (Fowler, Noll, Vo; offset basis and prime as in RFC 9923). It recognises a changed file and is no
/// protection against forgery; the entries of the journal are signed.
struct FilesDigest {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private(set) var isEmpty = true

    mutating func add(_ path: String, _ files: (String) -> [UInt8]?) {
        guard let bytes = files(path) else { return }
        isEmpty = false
        for byte in path.utf8 { add(byte) }
        add(0)
        for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
        for byte in bytes { add(byte) }
    }

    private mutating func add(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// Twelve hexadecimal digits.
    var text: String {
        let digits = String(hash >> 16, radix: 16)
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}
