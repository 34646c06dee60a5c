/// Columns that one of two files lacks and that are made of what it has, so that the files meet: a whole name of its parts, an address of its places, a year of birth of a date.
struct DerivedColumns {
    private var tables: [RecordTable]
    private var findings: [[ColumnRecognition.Finding]]
    /// For each file what it is to have: what the other has, or what was asked for.
    private let wanted: [Set<ColumnMeaning>]
    /// The year in which ages were told.
    private let referenceYear: Int

    /// Adds to two files what each needs to be compared with the other, and to one what is asked for.
    ///
    /// - Complexity: linear in the records of a file to which a column is added.
    static func add(to tables: inout [RecordTable], _ findings: inout [[ColumnRecognition.Finding]], wanted: Set<ColumnMeaning> = [], referenceYear: Int) {
        guard tables.count <= 2 else { return }
        let own = findings.map { Set($0.map(\.meaning)) }
        var derived = DerivedColumns(tables: tables, findings: findings, wanted: own.count == 2 ? own.reversed() : [wanted], referenceYear: referenceYear)
        for file in tables.indices {
            derived.joinName(file)
            derived.joinAddress(file)
            derived.takeYear(file)
            derived.takeYearOfAge(file)
        }
        (tables, findings) = (derived.tables, derived.findings)
    }

    private static let nameParts: [ColumnMeaning] = [.givenName, .middleName, .surname]

    private func has(_ file: Int, _ meanings: ColumnMeaning...) -> Bool { findings[file].contains { meanings.contains($0.meaning) } }

    private func wants(_ file: Int, _ meanings: ColumnMeaning...) -> Bool { !wanted[file].isDisjoint(with: meanings) }

    /// Puts the parts of a name together where the other file has whole names and not the same parts.
    private mutating func joinName(_ file: Int) {
        let parts = Self.nameParts.flatMap { meaning in findings[file].indices.filter { findings[file][$0].meaning == meaning } }
        guard !parts.isEmpty, !has(file, .fullName), wants(file, .fullName), !(wants(file, .givenName) && wants(file, .surname)) else { return }
        join(parts, file, .fullName, "put together, because whole names are compared", becoming: "part of a whole name")
    }

    /// Puts village, district and the like together where the other file has them in one address.
    private mutating func joinAddress(_ file: Int) {
        let parts = findings[file].indices.filter { findings[file][$0].meaning == .place }
        guard !parts.isEmpty, !has(file, .address), wants(file, .address), !wants(file, .place) else { return }
        join(parts, file, .address, "put together, because addresses are compared", becoming: "part of an address")
    }

    private mutating func join(_ parts: [Int], _ file: Int, _ meaning: ColumnMeaning, _ reason: String, becoming partReason: String) {
        let table = tables[file]
        let columns = parts.map { table.columns[$0] }
        append(file, parts.map { table.header[$0] }.joined(separator: " "), meaning, reason) { record in
            var whole: [UInt8] = []
            for column in columns {
                let text = column.pool.text(column.numbers[record])
                if !whole.isEmpty, !text.isEmpty { whole.append(0x20) }
                whole += text
            }
            return whole
        }
        for part in parts { findings[file][part] = ColumnRecognition.Finding(meaning: .ignored, reason: partReason) }
    }

    /// Takes the year of a date of birth where the other file has only a year.
    private mutating func takeYear(_ file: Int) {
        guard wants(file, .birthYear) || wantsOnlyAges(file), !wants(file, .birthDate), !has(file, .birthYear), let date = findings[file].firstIndex(where: { $0.meaning == .birthDate })
        else { return }
        let column = tables[file].columns[date]
        let form = ValueForm.of(column.pool, .date, .birthDate, referenceYear: referenceYear)
        let years = (0..<column.pool.count).map { Array(form.form(of: column.pool.text(UInt32($0))).prefix(4)) }
        append(file, "year of \(tables[file].header[date])", .birthYear, "taken from the date, because years are compared") {
            years[Int(column.numbers[$0])]
        }
    }

    private func hasOnlyAges(_ file: Int) -> Bool { has(file, .age) && !has(file, .birthYear, .birthDate) }

    private func wantsOnlyAges(_ file: Int) -> Bool { wants(file, .age) && !wants(file, .birthYear, .birthDate) }

    /// Makes years of birth of ages where the other file has dates or years of birth: somebody of 34 was born 34 years before, or 35, which the comparison of numbers forgives.
    private mutating func takeYearOfAge(_ file: Int) {
        guard hasOnlyAges(file), wants(file, .birthYear, .birthDate), let age = findings[file].firstIndex(where: { $0.meaning == .age }) else { return }
        let column = tables[file].columns[age]
        let years = (0..<column.pool.count).map { number -> [UInt8] in
            DateText.yearOfBirth(ofAge: column.pool.text(UInt32(number)), inYear: referenceYear).map { Array(String($0).utf8) } ?? []
        }
        append(file, "year of birth by \(tables[file].header[age])", .birthYear, "reckoned from the age in \(referenceYear), because dates or years are compared") {
            years[Int(column.numbers[$0])]
        }
        findings[file][age] = ColumnRecognition.Finding(meaning: .ignored, reason: "the year of birth is reckoned from it")
    }

    private mutating func append(_ file: Int, _ name: String, _ meaning: ColumnMeaning, _ reason: String, _ text: (Int) -> [UInt8]) {
        var column = RecordTable.Column()
        column.numbers.reserveCapacity(tables[file].recordCount)
        for record in 0..<tables[file].recordCount { column.numbers.append(column.pool.number(of: text(record))) }
        tables[file] = RecordTable(header: tables[file].header + [name], columns: tables[file].columns + [column], recordCount: tables[file].recordCount)
        findings[file].append(ColumnRecognition.Finding(meaning: meaning, reason: reason))
    }
}
