import Dictionary

/// Binds a mapping to a dictionary and to the columns of a table, and refuses everything that does not fit before the first row is read.
struct MappingCompiler {
    let mapping: Mapping
    let dictionary: DataDictionary
    let limits: ImportLimits
    /// The columns of the table, the first of each name.
    let columns: [String: Int]
    let columnNames: [String]
    let duplicated: Set<String>
    /// What messages call the table.
    let table: String
    /// Columns that the mapping names and the table may lack stand for an empty one behind the last.
    private(set) var used: Set<Int> = []
    private(set) var usesEmptyColumn = false

    /// Columns that this program itself adds to files of rejected rows.
    static let ownColumns: Set<String> = ["corridor-file", "corridor-row", "corridor-reason"]

    init(mapping: Mapping, dictionary: DataDictionary, columns: [String], table: String, limits: ImportLimits) {
        self.mapping = mapping
        self.dictionary = dictionary
        self.limits = limits
        self.table = table
        columnNames = columns
        var found: [String: Int] = [:]
        var twice: Set<String> = []
        for (index, name) in columns.enumerated() {
            if found[name] == nil { found[name] = index } else { twice.insert(name) }
        }
        self.columns = found
        duplicated = twice
    }

    static func compile(
        _ mapping: Mapping, dictionary: DataDictionary, columns: [String], table: String, fileDigest: String, limits: ImportLimits
    ) throws(ImportError) -> RowConverter {
        var compiler = MappingCompiler(mapping: mapping, dictionary: dictionary, columns: columns, table: table, limits: limits)
        return try compiler.compile(fileDigest: fileDigest)
    }

    private mutating func compile(fileDigest: String) throws(ImportError) -> RowConverter {
        try checkNames()
        var identifier: [Int] = []
        for column in mapping.identifier { identifier.append(try index(of: column)) }
        var records: [RecordConverter] = []
        for rule in mapping.records { records.append(try record(rule)) }
        try refuseUnmapped()
        return RowConverter(
            source: mapping.source, fileDigest: fileDigest, identifier: identifier,
            identifierNames: mapping.identifier.map(\.name).joined(separator: ", "),
            columnCount: columnNames.count, maximumRecords: limits.recordsPerRow, records: records)
    }

    private func checkNames() throws(ImportError) {
        var seen: Set<String> = []
        for rule in mapping.records where !seen.insert(rule.name).inserted {
            throw error(rule.line, "two records are called “\(rule.name)”", "Give one of them another “name”.")
        }
    }

    private func refuseUnmapped() throws(ImportError) {
        guard !mapping.ignoresUnmapped else { return }
        let ignored = Set(mapping.ignore.map(\.name))
        let rest = columnNames.enumerated().filter { index, name in
            !used.contains(index) && !ignored.contains(name) && !name.isEmpty && !Self.ownColumns.contains(name)
        }
        guard rest.isEmpty else {
            let names = rest.prefix(12).map { "“\($0.element)”" }.joined(separator: ", ")
            throw ImportError(
                place: table,
                problem: "\(mapping.file) says nothing of the column\(rest.count == 1 ? "" : "s") \(names)\(rest.count > 12 ? ", …" : "")",
                remedy: "Map each of them to a field, or name it under “ignore”, or write “unmapped: ignore”.")
        }
    }

    // MARK: Columns

    mutating func index(of column: Mapping.Named) throws(ImportError) -> Int {
        guard let index = columns[column.name] else {
            guard mapping.optional.contains(where: { $0.name == column.name }) else { throw missingColumn(column) }
            usesEmptyColumn = true
            return columnNames.count
        }
        guard !duplicated.contains(column.name) else {
            throw error(column.line, "the table \(table) has more than one column “\(column.name)”", "Give its columns different names.")
        }
        used.insert(index)
        return index
    }

    private func missingColumn(_ column: Mapping.Named) -> ImportError {
        error(
            column.line, "the table \(table) has no column “\(column.name)”",
            Nearest.remedy(for: column.name, in: columnNames.filter { !$0.isEmpty }, called: "column"))
    }

    func error(_ line: Int, _ problem: String, _ remedy: String) -> ImportError {
        ImportError(place: "\(mapping.file), line \(line)", problem: problem, remedy: remedy)
    }

    // MARK: Records

    private mutating func record(_ rule: RecordRule) throws(ImportError) -> RecordConverter {
        guard dictionary.record(rule.kind) != nil else {
            throw error(
                rule.line, "the dictionary has no record “\(rule.kind)”",
                Nearest.remedy(for: rule.kind, in: dictionary.records.map(\.name), called: "record"))
        }
        var conditions: [RecordConverter.Condition] = []
        for condition in rule.conditions { conditions.append(try self.condition(condition)) }
        var key: [Int] = []
        for column in rule.key { key.append(try index(of: column)) }
        var fields: [FieldConverter] = []
        var filled: Set<String> = []
        for field in rule.fields {
            fields.append(try fieldConverter(field, kind: rule.kind))
            filled.insert(field.field)
        }
        var forEach: FieldConverter?
        if let each = rule.forEach {
            guard filled.insert(each.field).inserted else {
                throw error(each.line, "the field “\(each.field)” is filled twice", "Keep it under “for-each” or under “fields”.")
            }
            forEach = try fieldConverter(each.rule, kind: rule.kind)
        }
        return RecordConverter(
            name: rule.name, kind: rule.kind, conditions: conditions, key: key, keyNames: rule.key.map(\.name).joined(separator: ", "),
            forEach: forEach, fields: fields, links: try links(rule), isAddition: rule.isAddition)
    }

    private mutating func condition(_ rule: ConditionRule) throws(ImportError) -> RecordConverter.Condition {
        let empty = Set(mapping.missing).union([""])
        let test: RecordConverter.Condition.Test
        switch rule.test {
        case .filled: test = .isNoneOf(empty)
        case .empty: test = .isOneOf(empty)
        case .isOneOf(let texts): test = .isOneOf(Set(texts))
        case .isNoneOf(let texts): test = .isNoneOf(Set(texts))
        case .anyFilled(let columns):
            var indices: [Int] = []
            for column in columns { indices.append(try index(of: column)) }
            test = .anyOf(indices, empty: empty)
        }
        return RecordConverter.Condition(column: try index(of: rule.column), test: test)
    }

    private mutating func links(_ rule: RecordRule) throws(ImportError) -> [RecordConverter.Link] {
        var links: [RecordConverter.Link] = []
        for link in rule.links {
            guard let field = dictionary.field(rule.kind, link.field) else { throw unknownField(link.field, kind: rule.kind, line: link.line) }
            guard field.type == .link else {
                throw error(link.line, "\(rule.kind).\(link.field) is no link but of type \(field.type.rawValue)", "Write it under “fields”.")
            }
            links.append(RecordConverter.Link(field: link.field, target: try target(link, field: field)))
        }
        return links
    }

    private mutating func target(_ link: LinkRule, field: Field) throws(ImportError) -> RecordConverter.Link.Target {
        switch link.target {
        case .local(let names):
            var indices: [Int] = []
            for name in names {
                guard let index = mapping.records.firstIndex(where: { $0.name == name.name }) else {
                    throw error(
                        name.line, "no record of this mapping is called “\(name.name)”",
                        Nearest.remedy(for: name.name, in: mapping.records.map(\.name), called: "record"))
                }
                let kind = mapping.records[index].kind
                guard field.target.isEmpty || field.target.contains(kind) else {
                    throw error(
                        name.line, "\(field.record).\(field.name) cannot point to a \(kind)",
                        "It may point to: \(field.target.joined(separator: ", ")).")
                }
                indices.append(index)
            }
            return .local(indices)
        case .keyed(let name, let column, let split): return .keyed(name: name, column: try index(of: column), split: split)
        }
    }

    func unknownField(_ name: String, kind: String, line: Int) -> ImportError {
        error(
            line, "the dictionary has no field \(kind).\(name)",
            Nearest.remedy(for: name, in: dictionary.fields(of: kind).map(\.name), called: "field of \(kind)", plural: "fields of \(kind)"))
    }
}
