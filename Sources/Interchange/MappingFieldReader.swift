import Yams

extension MappingReader {
    /// The rule of one field: a column's name, or a section.
    func field(_ name: String, _ node: Node, line: Int) throws(ImportError) -> FieldRule {
        guard case .mapping = node else {
            guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
                throw ImportError(
                    place: "\(file), line \(line)", problem: "the field “\(name)” names no column",
                    remedy: "Write the column after the colon, or a section with “column”, “constant”, “columns”, “parts” or “flags”.")
            }
            try YAMLSection.refuseAnchor(node, file: file)
            return FieldRule(line: line, field: name, source: .column(Mapping.Named(name: scalar.string, line: node.mark?.line ?? line)))
        }
        var section = try YAMLSection(node, file: file, title: "the field “\(name)”")
        let rule = try fieldRule(name, section: &section, line: line)
        try section.refuseRest()
        return rule
    }

    func fieldRule(_ name: String, section: inout YAMLSection, line: Int) throws(ImportError) -> FieldRule {
        var rule = FieldRule(line: line, field: name, source: try valueSource(name, section: &section, line: line))
        if let node = section.take("values") { rule.values = try values(node) }
        if let node = section.take("otherwise") { rule.otherwise = try outcome(node, section, line: node.mark?.line ?? line) }
        if let node = section.take("split") { rule.split = try section.filledText(node, "“split”") }
        if let node = section.take("several") {
            switch try section.text(node, "“several”") {
            case "first": rule.takesFirst = true
            case "reject": rule.takesFirst = false
            default: throw section.error(node, "“several” is neither “first” nor “reject”", "Write “several: first” or leave the line out.")
            }
        }
        if let node = section.take("unread") {
            switch try section.text(node, "“unread”") {
            case "keep-row": rule.keepsRow = true
            case "reject": rule.keepsRow = false
            default: throw section.error(node, "“unread” is neither “keep-row” nor “reject”", "Write “unread: keep-row” or leave the line out.")
            }
        }
        if let node = section.take("missing") { rule.missing = try section.texts(node, "“missing”") }
        if let node = section.take("codes") { rule.codes = try codes(node) }
        if let node = section.take("note") { rule.note = .constant(try section.filledText(node, "“note”")) }
        if let node = section.take("note-column") { rule.note = .column(try column(node, section)) }
        if let node = section.take("dates") { rule.dates = try dates(node, section) }
        if let node = section.take("currency") { rule.currency = try section.filledText(node, "“currency”") }
        if let node = section.take("unit") { rule.unit = try section.filledText(node, "“unit”") }
        if let node = section.take("kind") { rule.identifierKind = try section.filledText(node, "“kind”") }
        return rule
    }

    private func column(_ node: Node, _ section: YAMLSection) throws(ImportError) -> Mapping.Named {
        Mapping.Named(name: try section.filledText(node, "the column's name"), line: node.mark?.line ?? section.line)
    }

    private func valueSource(_ name: String, section: inout YAMLSection, line: Int) throws(ImportError) -> FieldRule.Source {
        var sources: [FieldRule.Source] = []
        if let node = section.take("column") { sources.append(.column(try column(node, section))) }
        let join = section.take("join")
        if let node = section.take("columns") {
            let separator = try join.map { node throws(ImportError) in try section.text(node, "“join”") } ?? " "
            sources.append(.columns(try section.named(node, "“columns”"), join: separator))
        }
        if let node = section.take("constant") { sources.append(.constant(try section.filledText(node, "“constant”"))) }
        if let node = section.take("absent") { sources.append(.absent(try section.filledText(node, "“absent”"))) }
        if let node = section.take("parts") { sources.append(.parts(try parts(node))) }
        let set = section.take("set")
        let unset = section.take("unset")
        if let node = section.take("flags") {
            let setTexts = try set.map { node throws(ImportError) in try section.texts(node, "“set”") } ?? ["1", "yes", "Yes", "true", "TRUE"]
            let unsetTexts = try unset.map { node throws(ImportError) in try section.texts(node, "“unset”") } ?? ["0", "no", "No", "false", "FALSE"]
            sources.append(.flags(try flags(node), set: setTexts, unset: unsetTexts))
        }
        guard let source = sources.first else {
            throw ImportError(
                place: "\(file), line \(line)", problem: "the field “\(name)” names no column",
                remedy: "Add “column”, “columns”, “constant”, “absent”, “parts” or “flags” to it.")
        }
        guard sources.count == 1 else {
            throw ImportError(
                place: "\(file), line \(line)", problem: "the field “\(name)” is filled in more than one way",
                remedy: "Keep one of “column”, “columns”, “constant”, “absent”, “parts” and “flags”.")
        }
        return source
    }

    private func flags(_ node: Node) throws(ImportError) -> [(column: Mapping.Named, outcome: OutcomeRule)] {
        let section = try YAMLSection(node, file: file, title: "“flags”")
        var flags: [(column: Mapping.Named, outcome: OutcomeRule)] = []
        for member in section.all {
            flags.append((Mapping.Named(name: member.key, line: member.line), try outcome(member.node, section, line: member.line)))
        }
        return flags
    }

    private func parts(_ node: Node) throws(ImportError) -> [PartRule] {
        var parts: [PartRule] = []
        let all = try YAMLSection(node, file: file, title: "“parts”")
        for member in all.all {
            var part = PartRule(line: member.line, part: member.key)
            if case .mapping = member.node {
                var section = try YAMLSection(member.node, file: file, title: "the part “\(member.key)”")
                if let node = section.take("column") { part.column = try column(node, section) }
                if let node = section.take("constant") { part.constant = try section.filledText(node, "“constant”") }
                if let node = section.take("values") { part.values = try values(node) }
                try section.refuseRest()
                guard (part.column == nil) != (part.constant == nil) else {
                    throw section.error(member.node, "the part “\(member.key)” needs “column” or “constant”", "Write one of the two.")
                }
            } else {
                part.column = try column(member.node, all)
            }
            parts.append(part)
        }
        return parts
    }

    private func codes(_ node: Node) throws(ImportError) -> CodeSystem {
        var section = try YAMLSection(node, file: file, title: "“codes”")
        var systems: [CodeSystem] = []
        if let list = section.take("huridocs") { systems.append(.huridocs(list: try section.filledText(list, "“huridocs”"))) }
        if let field = section.take("htcds") { systems.append(.htcds(field: try section.filledText(field, "“htcds”"))) }
        if let column = section.take("column") { systems.append(.column(try section.filledText(column, "“column”"))) }
        try section.refuseRest()
        guard systems.count == 1 else {
            throw section.error(
                node, "“codes” needs one of “huridocs”, “htcds” and “column”",
                "Write “codes: {huridocs: 4}”, “codes: {htcds: prs_Gender}” or “codes: {column: alpha3}”.")
        }
        return systems[0]
    }

    // MARK: Values

    private func values(_ node: Node) throws(ImportError) -> [ValueRule] {
        let section = try YAMLSection(node, file: file, title: "“values”")
        var rules: [ValueRule] = []
        for member in section.all {
            rules.append(ValueRule(line: member.line, text: member.key, outcome: try outcome(member.node, section, line: member.line)))
        }
        return rules
    }

    /// A code, a list of codes, nothing at all, or a section with `absent`, `reject`, `keep`, `value` and `note`.
    private func outcome(_ node: Node, _ section: YAMLSection, line: Int) throws(ImportError) -> OutcomeRule {
        try YAMLSection.refuseAnchor(node, file: file)
        switch node {
        case .scalar(let scalar):
            // `Other:` and `Other: ~` both say that the text means nothing.
            if scalar.style == .plain, scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null" {
                return OutcomeRule(line: line, meaning: .nothing)
            }
            if scalar.style == .plain, scalar.string == "keep" { return OutcomeRule(line: line, meaning: .keep) }
            return OutcomeRule(line: line, meaning: .values([scalar.string]))
        case .sequence: return OutcomeRule(line: line, meaning: .values(try section.texts(node, "the value")))
        default: return try outcomeSection(node, line: line)
        }
    }

    private func outcomeSection(_ node: Node, line: Int) throws(ImportError) -> OutcomeRule {
        var section = try YAMLSection(node, file: file, title: "the value")
        let note = try section.take("note").map { node throws(ImportError) in try section.filledText(node, "“note”") }
        var meanings: [OutcomeRule.Meaning] = []
        if let value = section.take("value") { meanings.append(.values(try section.texts(value, "“value”"))) }
        if let absent = section.take("absent") { meanings.append(.absent(try section.filledText(absent, "“absent”"))) }
        if let reject = section.take("reject") { meanings.append(.reject(try section.filledText(reject, "“reject”"))) }
        try section.refuseRest()
        guard meanings.count == 1, let meaning = meanings.first else {
            throw section.error(
                node, "a value needs exactly one of “value”, “absent” and “reject”", "Write for example “Unknown: {absent: unknown}”.")
        }
        return OutcomeRule(line: line, meaning: meaning, note: note)
    }
}
