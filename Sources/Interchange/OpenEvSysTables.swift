import Dictionary

/// Makes the mapping of one OpenEvSys table: fields by the dictionary's HURIDOCS equivalents, links by record numbers.
///
/// Records are keyed by the record numbers of OpenEvSys, so that tables which name each other meet in whatever order they come. Perpetrators are persons
/// in OpenEvSys; here each also becomes a party, tied to its person as the same.
struct OpenEvSysTables {
    let dictionary: DataDictionary
    let entity: String
    let columns: [String]
    let file: String

    /// The tables and the columns that identify their rows.
    static let keys: [(entity: String, column: String)] = [
        ("event", "event_record_number"), ("act", "act_record_number"), ("involvement", "involvement_record_number"),
        ("information", "information_record_number"), ("intervention", "intervention_record_number"),
        ("chain_of_events", "chain_of_events_record_number"), ("biographic_details", "biographic_details_record_number"),
        ("person", "person_record_number"), ("address", "address_record_number"), ("arrest", "arrest_record_number"),
        ("killing", "killing_record_number"), ("torture", "torture_record_number"), ("destruction", "destruction_record_number"),
        ("supporting_docs_meta", "doc_id"),
    ]

    static func entity(columns: [String]) -> String? {
        let names = Set(columns)
        return keys.first { names.contains($0.column) }?.entity
    }

    private var key: String { Self.keys.first { $0.entity == entity }?.column ?? "" }

    func mapping() throws(ImportError) -> Mapping {
        var mapping = Mapping(file: "the OpenEvSys preset, table \(entity)", title: "OpenEvSys", source: OpenEvSysPreset.source)
        mapping.isPreset = true
        mapping.dates = .yearFirst
        mapping.missing = ["NULL", "0000-00-00"]
        // Columns without a place in the dictionary: internal numbers and types of address.
        mapping.ignoresUnmapped = true
        mapping.records = try records()
        for record in mapping.records {
            guard record.fields.isEmpty, record.links.isEmpty, record.key.isEmpty else { continue }
            throw ImportError(place: file, problem: "nothing of the table can be read", remedy: "Export the table with its columns' names.")
        }
        return mapping
    }

    private func records() throws(ImportError) -> [RecordRule] {
        switch entity {
        case "event":
            var rule = record("case", name: "event", key: [key])
            add(text("source-record", key), to: &rule)
            add(place("place", detail: "local_geographical_area", locality: "event_location"), to: &rule)
            return [rule]
        case "person":
            var rule = record("person", name: "person", key: [key])
            add(place("address", detail: "person_addresses", locality: "person_location"), to: &rule)
            add(place("place-of-birth", detail: "place_of_birth", locality: "locality_of_birth"), to: &rule)
            return [rule]
        case "act": return actRecords()
        case "involvement": return involvementRecords()
        case "information": return informationRecords()
        case "intervention":
            var rule = record("action", name: "intervention", key: [key])
            rule.links = links([("case", "event", "event", nil), ("for-person", "person", "victim", ";")])
            add(place("place", detail: "intervention_location", locality: nil), to: &rule)
            return [rule]
        case "chain_of_events":
            var rule = record("relation", name: "chain-of-events", key: [key])
            rule.links = links([("from", "event", "event", nil), ("to", "event", "related_event", nil)])
            return [rule]
        case "biographic_details": return biographicRecords()
        case "address":
            guard columns.contains("person") else {
                throw ImportError(
                    place: file, problem: "the table of addresses does not say whose they are",
                    remedy: "Add the column “person” with the person's record number.")
            }
            var rule = record("person", name: "person", key: ["person"], adds: true)
            add(place("address", detail: "address", locality: nil), to: &rule)
            return [rule]
        case "supporting_docs_meta": return [record("document", name: "document", key: [key])]
        default: return [record("violation", name: "act", key: [key], adds: true)]
        }
    }

    private func actRecords() -> [RecordRule] {
        var act = record("violation", name: "act", key: [key])
        act.links = links([("case", "event", "event", nil), ("victim", "person", "victim", nil)])
        add(place("place", detail: "exact_location", locality: "act_location"), to: &act)
        add(place("place-at-end", detail: "exact_location_at_end_of_act", locality: nil), to: &act)
        return [act] + relation("victim-of-event", role: "worker", from: ("person", "victim"), to: ("event", "event"))
    }

    private func involvementRecords() -> [RecordRule] {
        var party = record("party", name: "perpetrator", key: ["perpetrator"], adds: true, without: ["names"])
        party.conditions = filled(["perpetrator"])
        var act = RecordRule(line: 0, name: "act", kind: "violation", isAddition: true)
        act.key = named(["act"])
        act.conditions = filled(["act", "perpetrator"])
        act.links = links([("perpetrator", "perpetrator", "perpetrator", nil)])
        return [party, act] + relation("perpetrator-of-event", role: "perpetrator", from: ("perpetrator", "perpetrator"), to: ("event", "event"))
            + relation("perpetrator-as-person", role: "same-as", from: ("perpetrator", "perpetrator"), to: ("person", "perpetrator"))
    }

    private func informationRecords() -> [RecordRule] {
        var document = record("document", name: "information", key: [key])
        document.links = links([("case", "event", "event", nil)])
        add(text("source-record", key), to: &document)
        var source = relation("source-of-event", role: "source", from: ("person", "source"), to: ("event", "event"))
        if !source.isEmpty {
            if columns.contains("reliability_of_information") {
                var rule = FieldRule(line: 0, field: "reliability", source: .column(named("reliability_of_information")))
                rule.codes = .huridocs(list: "42")
                add(rule, to: &source[0])
            }
            let remarks = ["remarks", "comments"].filter(columns.contains)
            if !remarks.isEmpty {
                add(FieldRule(line: 0, field: "remarks", source: .columns(named(remarks), join: "\n\n")), to: &source[0])
            }
            if columns.contains("source_connection_to_information") {
                source[0].fields[0].note = .column(named("source_connection_to_information"))
            }
        }
        return [document] + source
    }

    private func biographicRecords() -> [RecordRule] {
        var relation = record("relation", name: "biographic-details", key: [key])
        relation.conditions = filled(["person", "related_person"])
        relation.links = links([("from", "person", "person", nil), ("to", "person", "related_person", nil)])
        var person = record("person", name: "person", key: ["person"], adds: true)
        person.conditions = filled(["person"])
        return columns.contains("related_person") ? [relation, person] : [person]
    }

    // MARK: Rules

    /// A record with the fields that the dictionary's equivalents give.
    private func record(_ kind: String, name: String, key: [String], adds: Bool = false, without: Set<String> = []) -> RecordRule {
        var rule = RecordRule(line: 0, name: name, kind: kind, isAddition: adds)
        rule.key = named(key)
        for field in dictionary.fields(of: kind) where !without.contains(field.name) && field.type != .place {
            if let fieldRule = equivalent(field) { rule.fields.append(fieldRule) }
        }
        return rule
    }

    private func equivalent(_ field: Field) -> FieldRule? {
        guard field.type != .link, field.type != .file else { return nil }
        let prefix = entity + "/"
        let own = field.huridocs.filter { $0.utf8.starts(with: prefix.utf8) }.map { String($0.dropFirst(prefix.count)) }.filter(columns.contains)
        guard let first = own.first else { return nil }
        var rule = FieldRule(line: 0, field: field.name, source: .column(named(first)))
        switch field.type {
        case .date:
            if own.count > 1, own[1].hasSuffix("_type") { rule.source = .datedAs(named(first), kind: named(own[1])) }
        case .text, .narrative:
            if field.takesList { rule.source = .every(named(own)) } else if own.count > 1 { rule.source = .columns(named(own), join: "\n\n") }
        case .code, .codes:
            if let list = OpenEvSysLists.list(entity: entity, column: first) {
                rule.codes = .huridocs(list: list)
            } else if field.vocabulary == "yes-no" {
                rule.values = Self.yesNo
            } else {
                rule.keepsUnreadAsNote = true
            }
        // OpenEvSys has free text here: “about 40 bags of rice”.
        case .money: rule.keepsUnreadAsNote = true
        case .quantity: rule.unit = "persons"
        case .identifier: rule.identifierKind = kind(of: field)
        default: break
        }
        if field.takesList, field.vocabulary != nil { rule.split = ";" }
        return rule
    }

    private func kind(of field: Field) -> String {
        field.name == "court-number" ? "court-file" : field.record == "case" ? "partner-reference" : "national-identity"
    }

    private static let yesNo: [ValueRule] = [
        ("y", "yes"), ("yes", "yes"), ("1", "yes"), ("true", "yes"), ("n", "no"), ("no", "no"), ("0", "no"), ("false", "no"),
    ]
    .map { ValueRule(line: 0, text: $0.0, outcome: OutcomeRule(line: 0, meaning: .values([$0.1]))) }

    private func text(_ field: String, _ column: String) -> FieldRule { FieldRule(line: 0, field: field, source: .column(named(column))) }

    /// A place from free text: what is exact goes into the detail.
    private func place(_ field: String, detail: String?, locality: String?) -> FieldRule? {
        let parts = [("detail", detail), ("locality", locality)].compactMap { part, column -> PartRule? in
            guard let column, columns.contains(column) else { return nil }
            return PartRule(line: 0, part: part, column: named(column))
        }
        return parts.isEmpty ? nil : FieldRule(line: 0, field: field, source: .parts(parts))
    }

    private func add(_ field: FieldRule?, to rule: inout RecordRule) {
        guard let field, dictionary.field(rule.kind, field.field) != nil else { return }
        rule.fields.removeAll { $0.field == field.field }
        rule.fields.append(field)
    }

    /// A relation between two records, once for each pair.
    private func relation(_ name: String, role: String, from: (name: String, column: String), to: (name: String, column: String)) -> [RecordRule] {
        guard columns.contains(from.column), columns.contains(to.column) else { return [] }
        var rule = RecordRule(line: 0, name: name, kind: "relation")
        rule.key = from.column == to.column ? named([from.column]) : named([from.column, to.column])
        rule.conditions = filled([from.column, to.column])
        rule.fields = [FieldRule(line: 0, field: "role", source: .constant(role))]
        rule.links = links([("from", from.name, from.column, nil), ("to", to.name, to.column, nil)])
        rule.isAddition = true
        return [rule]
    }

    private func links(_ wanted: [(field: String, name: String, column: String, split: String?)]) -> [LinkRule] {
        wanted.filter { columns.contains($0.column) }.map { link in
            LinkRule(line: 0, field: link.field, target: .keyed(name: link.name, column: named(link.column), split: link.split))
        }
    }

    private func filled(_ names: [String]) -> [ConditionRule] {
        names.map { ConditionRule(column: named($0), test: .filled) }
    }

    private func named(_ name: String) -> Mapping.Named { Mapping.Named(name: name, line: 0) }
    private func named(_ names: [String]) -> [Mapping.Named] { names.map(named) }
}
