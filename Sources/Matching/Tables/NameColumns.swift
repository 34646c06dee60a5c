/// What a column called “name” is beside another with a part of the name: in `Vorname; Name` and `name, surname` it is the other part, elsewhere it is the whole.
enum NameColumns {
    private static let lookedAt = 2_000
    /// From this share of records on in which the one column stands within the other, it is a part of it.
    private static let leastShare = 0.5
    /// Names of columns that are as usual for a given name as for a whole one, as ``ColumnRecognition/folded(_:)`` gives them.
    private static let namesOfEither = Set(["nombre", "nombres", "nome", "isim", "ad", "ime", "tên", "नाम"].map { ColumnRecognition.folded($0) })

    static func settle(_ findings: inout [ColumnRecognition.Finding], in table: RecordTable) {
        let wholes = findings.indices.filter { findings[$0].meaning == .fullName }
        let given = findings.indices.filter { findings[$0].meaning == .givenName }
        let surnames = findings.indices.filter { findings[$0].meaning == .surname }
        if wholes.isEmpty {
            // `nombre` and `nome` are the given name where there is a surname, and else the whole.
            if given.count == 1, surnames.isEmpty, namesOfEither.contains(ColumnRecognition.folded(table.header[given[0]])), isOfSeveralWords(given[0], table) {
                findings[given[0]] = ColumnRecognition.Finding(meaning: .fullName, reason: "its values, most of several words, and because there is no surname")
            }
            return
        }
        guard wholes.count == 1, given.isEmpty != surnames.isEmpty, let part = given.first ?? surnames.first else { return }
        if share(of: part, within: wholes[0], table) >= leastShare {
            findings[part] = ColumnRecognition.Finding(meaning: .ignored, reason: "part of the whole name in another column")
        } else {
            let other: ColumnMeaning = given.isEmpty ? .givenName : .surname
            findings[wholes[0]] = ColumnRecognition.Finding(meaning: other, reason: "its name and values, which are not the whole name")
        }
    }

    private static func isOfSeveralWords(_ column: Int, _ table: RecordTable) -> Bool {
        let values = words(column, table).filter { !$0.isEmpty }
        return values.count { $0.count > 1 } * 2 > values.count
    }

    /// In which share of the records the words of one column are among those of another.
    private static func share(of part: Int, within whole: Int, _ table: RecordTable) -> Double {
        let pairs = zip(words(part, table), words(whole, table)).filter { !$0.isEmpty && !$1.isEmpty }
        return pairs.isEmpty ? 0 : Double(pairs.count { Set($1).isSuperset(of: $0) }) / Double(pairs.count)
    }

    private static func words(_ column: Int, _ table: RecordTable) -> [[ArraySlice<UInt8>]] {
        let step = max(1, table.recordCount / lookedAt)
        return stride(from: 0, to: table.recordCount, by: step).map { record in
            let text = table.columns[column].pool.text(table.columns[column].numbers[record])
            return ValueForm.symbols(text, keepsSpaces: true).split(separator: 0x20)
        }
    }
}
