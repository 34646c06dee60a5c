import Dictionary

extension MappingCompiler {
    mutating func fieldConverter(_ rule: FieldRule, kind: String) throws(ImportError) -> FieldConverter {
        guard let field = dictionary.field(kind, rule.field) else { throw unknownField(rule.field, kind: kind, line: rule.line) }
        guard field.type != .link else {
            throw error(rule.line, "\(kind).\(rule.field) is a link", "Write it under “links”.")
        }
        guard field.type != .file else {
            throw error(rule.line, "\(kind).\(rule.field) holds a file, which cannot stand in a cell", "Leave it out and attach the file afterwards.")
        }
        let form = try form(rule, field: field)
        let converter = FieldConverter(field: field, place: place(rule, field: field), form: form, maximumParts: limits.partsPerCell)
        converter.takesFirst = rule.takesFirst
        converter.keepsRow = rule.keepsRow
        switch rule.note {
        case .constant(let text): converter.note = .constant(text)
        case .column(let column): converter.note = .column(try index(of: column))
        case nil: break
        }
        return converter
    }

    private func place(_ rule: FieldRule, field: Field) -> String {
        let name = "\(field.record).\(field.name)"
        switch rule.source {
        case .column(let column): return "\(column.name) → \(name)"
        case .columns(let columns, _): return columns.map(\.name).joined(separator: " + ") + " → " + name
        case .parts(let parts): return parts.compactMap(\.column?.name).joined(separator: " + ") + " → " + name
        case .every(let columns): return columns.map(\.name).joined(separator: ", ") + " → " + name
        case .datedAs(let column, _): return "\(column.name) → \(name)"
        case .constant, .absent, .flags: return name
        }
    }

    private mutating func form(_ rule: FieldRule, field: Field) throws(ImportError) -> FieldConverter.Form {
        switch rule.source {
        case .column(let column):
            return .column(try index(of: column), split: rule.split, try cellConverter(rule, field: field))
        case .columns(let columns, let separator):
            var indices: [Int] = []
            for column in columns { indices.append(try index(of: column)) }
            return .joined(indices, separator: separator, try cellConverter(rule, field: field))
        case .every(let columns):
            var indices: [Int] = []
            for column in columns { indices.append(try index(of: column)) }
            return .every(indices, split: rule.split, try cellConverter(rule, field: field))
        case .datedAs(let column, let kind):
            return .datedAs(try index(of: column), kind: try index(of: kind), try cellConverter(rule, field: field))
        case .constant(let text):
            let outcome = OutcomeRule(line: rule.line, meaning: .values([text]))
            guard case .values(let values, _) = try self.outcome(outcome, converter: plainConverter(rule, field: field)) else {
                return .constant(Answer(absent: .unknown))
            }
            return .constant(try constant(values, field: field, line: rule.line))
        case .absent(let text):
            return .constant(Answer(absent: try absence(text, line: rule.line)))
        case .flags(let flags, let set, let unset):
            var compiled: [FieldConverter.Flag] = []
            let converter = plainConverter(rule, field: field)
            for flag in flags {
                compiled.append(
                    FieldConverter.Flag(
                        column: try index(of: flag.column), name: flag.column.name, outcome: try outcome(flag.outcome, converter: converter)))
            }
            let empty = Set(rule.missing ?? mapping.missing)
            return .flags(compiled, set: Set(set), unset: Set(unset).union(empty))
        case .parts(let parts):
            var compiled: [FieldConverter.Part] = []
            for part in parts { compiled.append(try self.part(part, rule: rule, field: field)) }
            return .parts(compiled)
        }
    }

    private func constant(_ values: [FieldValue], field: Field, line: Int) throws(ImportError) -> Answer {
        if field.takesList { return Answer(.list(FieldConverter.ordered(values))) }
        guard values.count == 1, let value = values.first else {
            throw error(line, "\(field.record).\(field.name) takes one value", "Write one value.")
        }
        return Answer(value)
    }

    private func plainConverter(_ rule: FieldRule, field: Field) -> CellConverter {
        let reading = CellReading(
            dates: DateReader(order: rule.dates ?? mapping.dates), currency: rule.currency, unit: rule.unit, identifierKind: rule.identifierKind)
        return CellConverter(field: field, dictionary: dictionary, reading: reading, missing: Set(rule.missing ?? mapping.missing))
    }

    private func cellConverter(_ rule: FieldRule, field: Field) throws(ImportError) -> CellConverter {
        let converter = plainConverter(rule, field: field)
        if let system = rule.codes {
            guard let name = field.vocabulary, let vocabulary = dictionary.vocabulary(name) else {
                throw error(rule.line, "\(field.record).\(field.name) has no vocabulary", "Leave “codes” out.")
            }
            let codes = ForeignCodes(system, vocabulary: vocabulary)
            guard !codes.isEmpty || mapping.isPreset else {
                throw error(
                    rule.line, "the vocabulary “\(name)” knows no codes of \(codes.listName)", "Name the list that the field's equivalents belong to."
                )
            }
            converter.foreignCodes = codes
        }
        for value in rule.values {
            let outcome = try self.outcome(value.outcome, converter: converter, text: value.text)
            converter.table[value.text] = outcome
            converter.tableTexts.append(value.text)
            let folded = value.text.lowercased()
            if converter.foldedTable[folded] == nil { converter.foldedTable[folded] = outcome }
        }
        if let otherwise = rule.otherwise, !otherwise.isKeep { converter.otherwise = try outcome(otherwise, converter: converter) }
        converter.keepsUnreadAsNote = rule.keepsUnreadAsNote
        converter.readsOtherTexts = rule.values.isEmpty || (rule.otherwise?.isKeep ?? false)
        return converter
    }

    private func outcome(_ rule: OutcomeRule, converter: CellConverter, text: String = "") throws(ImportError) -> CellOutcome {
        switch rule.meaning {
        case .nothing: return .nothing
        case .reject(let reason): return .rejected(problem: reason, remedy: "The mapping rejects this text (\(mapping.file), line \(rule.line)).")
        case .absent(let name): return .absent(try absence(name, line: rule.line), note: rule.note)
        case .keep: return try parsed([text], rule, converter)
        case .values(let texts): return try parsed(texts, rule, converter)
        }
    }

    private func parsed(_ texts: [String], _ rule: OutcomeRule, _ converter: CellConverter) throws(ImportError) -> CellOutcome {
        var values: [FieldValue] = []
        let field = converter.field
        for text in texts {
            switch converter.parse(text) {
            case .values(let parsed, _): values += parsed
            case .rejected(let problem, let remedy): throw error(rule.line, problem, codeRemedy(text, field: field) ?? remedy)
            default: break
            }
        }
        guard field.takesList || values.count == 1 else {
            throw error(rule.line, "\(field.record).\(field.name) takes one value", "Write one value.")
        }
        return .values(values, note: rule.note)
    }

    private func codeRemedy(_ text: String, field: Field) -> String? {
        guard let name = field.vocabulary, let vocabulary = dictionary.vocabulary(name) else { return nil }
        return Nearest.remedy(for: text, in: vocabulary.terms.map(\.code), called: "code of \(name)", plural: "codes of \(name)")
    }

    private func absence(_ text: String, line: Int) throws(ImportError) -> Absence {
        guard let absence = Absence(rawValue: text) else {
            throw error(
                line, "“\(text)” is not a reason why there is no value",
                Nearest.remedy(for: text, in: Absence.allCases.map(\.rawValue), called: "reason"))
        }
        return absence
    }

    // MARK: Parts

    private static let partNames: [FieldType: [String]] = [
        .money: ["amount", "currency"], .quantity: ["amount", "unit"],
        .place: ["country", "subdivision", "locality", "detail", "latitude", "longitude"],
        .phone: ["number", "written"], .identifier: ["kind", "number", "issuer"], .name: ["full", "given", "family", "middle", "script"],
    ]

    private mutating func part(_ part: PartRule, rule: FieldRule, field: Field) throws(ImportError) -> FieldConverter.Part {
        guard let names = Self.partNames[field.type] else {
            throw error(rule.line, "\(field.record).\(field.name) is of type \(field.type.rawValue), which has no parts", "Name one column.")
        }
        guard names.contains(part.part) else {
            throw error(part.line, "a \(field.type.rawValue) has no part “\(part.part)”", Nearest.remedy(for: part.part, in: names, called: "part"))
        }
        var table: [String: String] = [:]
        var missing = Set(rule.missing ?? mapping.missing)
        for value in part.values {
            switch value.outcome.meaning {
            case .values(let texts): table[value.text] = texts.joined(separator: " ")
            case .nothing, .absent: missing.insert(value.text)
            case .keep: break
            case .reject:
                throw error(value.line, "a part cannot reject a row", "Map the column to a field of its own with “reject”.")
            }
        }
        return FieldConverter.Part(
            name: part.part, column: try part.column.map { column throws(ImportError) in try index(of: column) }, constant: part.constant,
            table: table, missing: missing)
    }
}

extension OutcomeRule {
    var isKeep: Bool { if case .keep = meaning { true } else { false } }
}
