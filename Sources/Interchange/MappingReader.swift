import Dictionary
import Yams

/// Reads a mapping file (YAML) strictly: every setting must be known, aliases are refused, and each error names the line.
struct MappingReader {
    let file: String

    static func read(_ bytes: [UInt8], file: String, limits: ImportLimits) throws(ImportError) -> Mapping {
        let text = try MappingGuard.text(of: bytes, file: file, limits: limits)
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ImportError(
                    place: file, problem: "the mapping file is empty", remedy: "Begin with “source:” and “records:” (see Docs/import.md).")
            }
            root = node
        } catch let error as ImportError {
            throw error
        } catch {
            throw describe(error, file: file)
        }
        return try MappingReader(file: file).mapping(root)
    }

    private static func describe(_ error: any Error, file: String) -> ImportError {
        let remedy = "Compare the line and the one before it with the examples in Docs/import.md: indentation by spaces, a space after each colon."
        guard let error = error as? YamlError else {
            return ImportError(place: file, problem: "the mapping file cannot be read as YAML", remedy: remedy)
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return ImportError(place: "\(file), line \(mark.line)", problem: "the YAML is not well formed (\(problem))", remedy: remedy)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "“\($0)”" }.joined(separator: ", ")
            return ImportError(
                place: "\(file), line \(context.mark.line)", problem: "\(names) is written twice", remedy: "Keep one of the two.")
        default:
            return ImportError(place: file, problem: "the mapping file cannot be read as YAML", remedy: remedy)
        }
    }

    // MARK: The whole file

    private func mapping(_ root: Node) throws(ImportError) -> Mapping {
        var section = try YAMLSection(root, file: file, title: "the mapping file")
        if let version = section.take("mapping") {
            guard try section.text(version, "“mapping”") == "1" else {
                throw section.error(version, "the mapping is written for another version", "Write “mapping: 1”.")
            }
        }
        guard let source = section.take("source") else {
            throw section.error(nil, "“source” is missing", "Add a line “source: a-name-for-where-the-data-comes-from”.")
        }
        var mapping = Mapping(file: file, source: try sourceName(source, section))
        if let node = section.take("title") { mapping.title = try section.text(node, "“title”") }
        if let node = section.take("identifier") { mapping.identifier = try section.named(node, "“identifier”") }
        if let node = section.take("dates") { mapping.dates = try dates(node, section) }
        if let node = section.take("encoding") { mapping.encoding = try section.filledText(node, "“encoding”") }
        if let node = section.take("sheet") { mapping.sheet = try section.filledText(node, "“sheet”") }
        if let node = section.take("missing") { mapping.missing = try section.texts(node, "“missing”") }
        if let node = section.take("ignore") { mapping.ignore = try section.named(node, "“ignore”") }
        if let node = section.take("optional") { mapping.optional = try section.named(node, "“optional”") }
        if let node = section.take("unmapped") {
            switch try section.text(node, "“unmapped”") {
            case "ignore": mapping.ignoresUnmapped = true
            case "error": mapping.ignoresUnmapped = false
            default: throw section.error(node, "“unmapped” is neither “ignore” nor “error”", "Write “unmapped: ignore” or leave the line out.")
            }
        }
        guard let records = section.take("records") else {
            throw section.error(nil, "“records” is missing", "Add “records:” and under it at least one “- record: case”.")
        }
        for node in try section.list(records, "“records”") { mapping.records.append(try record(node)) }
        guard !mapping.records.isEmpty else { throw section.error(records, "“records” is empty", "Write at least one “- record: case”.") }
        try section.refuseRest()
        return mapping
    }

    /// The namespace stands in identifiers, so it is kept to letters, digits and hyphens.
    private func sourceName(_ node: Node, _ section: YAMLSection) throws(ImportError) -> String {
        let name = try section.filledText(node, "“source”")
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "_")
        }
        guard isPlain, name.utf8.count <= 80 else {
            throw section.error(
                node, "“source” may hold only letters a to z, digits, hyphens, dots and underscores, and at most 80 of them",
                "Write for example “source: helpline-kathmandu”.")
        }
        return name
    }

    func dates(_ node: Node, _ section: YAMLSection) throws(ImportError) -> DateOrder {
        let names: [(String, DateOrder)] = [
            ("year-month-day", .yearFirst), ("day-month-year", .dayFirst), ("month-day-year", .monthFirst),
        ]
        let text = try section.text(node, "“dates”")
        guard let order = names.first(where: { $0.0 == text })?.1 else {
            throw section.error(node, "“\(text)” is not an order of dates", Nearest.remedy(for: text, in: names.map(\.0), called: "order"))
        }
        return order
    }

    // MARK: Records

    private func record(_ node: Node) throws(ImportError) -> RecordRule {
        var section = try YAMLSection(node, file: file, title: "the record")
        guard let kind = section.take("record") else {
            throw section.error(node, "the record does not say what it is", "Add “record: case” (or person, violation, party, …).")
        }
        let kindName = try section.filledText(kind, "“record”")
        var rule = RecordRule(line: section.line, name: kindName, kind: kindName)
        if let node = section.take("name") { rule.name = try section.filledText(node, "“name”") }
        if let node = section.take("when") { rule.conditions = try conditions(node, section) }
        if let node = section.take("key") { rule.key = try section.named(node, "“key”") }
        if let node = section.take("adds") { rule.isAddition = try yesOrNo(node, "“adds”", section) }
        if let node = section.take("for-each") { rule.forEach = try forEach(node) }
        if let node = section.take("fields") {
            for member in try YAMLSection(node, file: file, title: "“fields”").all {
                rule.fields.append(try field(member.key, member.node, line: member.line))
            }
        }
        if let node = section.take("links") {
            for member in try YAMLSection(node, file: file, title: "“links”").all {
                rule.links.append(try link(member.key, member.node, line: member.line, section))
            }
        }
        try section.refuseRest()
        return rule
    }

    private func yesOrNo(_ node: Node, _ what: String, _ section: YAMLSection) throws(ImportError) -> Bool {
        switch try section.text(node, what) {
        case "yes", "true": true
        case "no", "false": false
        default: throw section.error(node, "\(what) is neither yes nor no", "Write yes or no.")
        }
    }

    private func conditions(_ node: Node, _ section: YAMLSection) throws(ImportError) -> [ConditionRule] {
        if case .sequence = node {
            var conditions: [ConditionRule] = []
            for element in try section.list(node, "“when”") { conditions.append(try condition(element, section)) }
            return conditions
        }
        return [try condition(node, section)]
    }

    private func condition(_ node: Node, _ section: YAMLSection) throws(ImportError) -> ConditionRule {
        if case .scalar = node {
            return ConditionRule(column: Mapping.Named(name: try section.filledText(node, "“when”"), line: node.mark?.line ?? 1), test: .filled)
        }
        var condition = try YAMLSection(node, file: file, title: "“when”")
        if let any = condition.take("any") {
            let columns = try condition.named(any, "“any”")
            try condition.refuseRest()
            guard let first = columns.first else { throw condition.error(any, "“any” names no column", "List at least one column.") }
            return ConditionRule(column: first, test: .anyFilled(columns))
        }
        guard let column = condition.take("column") else {
            throw condition.error(node, "“when” names no column", "Write “when: {column: NAME, is: VALUE}”.")
        }
        let name = Mapping.Named(name: try condition.filledText(column, "“column”"), line: column.mark?.line ?? condition.line)
        var tests: [ConditionRule.Test] = []
        if let values = condition.take("is") { tests.append(.isOneOf(try condition.texts(values, "“is”"))) }
        if let values = condition.take("not") { tests.append(.isNoneOf(try condition.texts(values, "“not”"))) }
        if let filled = condition.take("filled") { tests.append(try yesOrNo(filled, "“filled”", condition) ? .filled : .empty) }
        try condition.refuseRest()
        guard tests.count < 2 else { throw condition.error(node, "“when” has several tests", "Write a list of conditions with one test each.") }
        return ConditionRule(column: name, test: tests.first ?? .filled)
    }

    private func forEach(_ node: Node) throws(ImportError) -> ForEachRule {
        var section = try YAMLSection(node, file: file, title: "“for-each”")
        guard let fieldNode = section.take("field") else {
            throw section.error(node, "“for-each” does not say which field takes the value", "Add “field: kind” to it.")
        }
        let name = try section.filledText(fieldNode, "“field”")
        let rule = try fieldRule(name, section: &section, line: section.line)
        try section.refuseRest()
        switch rule.source {
        case .column, .flags: return ForEachRule(line: section.line, field: name, rule: rule)
        default: throw section.error(node, "“for-each” needs “column” or “flags”", "Name the column whose values become one record each.")
        }
    }

    // MARK: Links

    private func link(_ field: String, _ node: Node, line: Int, _ section: YAMLSection) throws(ImportError) -> LinkRule {
        guard case .mapping = node else {
            return LinkRule(line: line, field: field, target: .local(try section.named(node, "the link “\(field)”")))
        }
        var target = try YAMLSection(node, file: file, title: "the link “\(field)”")
        guard let name = target.take("name"), let column = target.take("column") else {
            throw target.error(
                node, "the link “\(field)” needs “name” and “column”", "Name the record it points to and the column that holds that record's key.")
        }
        let split = target.take("split")
        let rule = LinkRule(
            line: line, field: field,
            target: .keyed(
                name: try target.filledText(name, "“name”"),
                column: Mapping.Named(name: try target.filledText(column, "“column”"), line: column.mark?.line ?? line),
                split: try split.map { node throws(ImportError) in try target.filledText(node, "“split”") }))
        try target.refuseRest()
        return rule
    }
}
