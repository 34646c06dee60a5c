extension Mapping {
    /// The columns that a table must have for this mapping, in the order in which they are named.
    var requiredColumns: [String] {
        var names: [String] = []
        var seen = Set(optional.map(\.name))
        func add(_ named: [Named]) {
            for column in named where seen.insert(column.name).inserted { names.append(column.name) }
        }
        add(identifier)
        for record in records {
            add(record.conditions.map(\.column))
            for condition in record.conditions {
                if case .anyFilled(let columns) = condition.test { add(columns) }
            }
            add(record.key)
            for field in record.fields + (record.forEach.map { [$0.rule] } ?? []) { add(field.columns) }
            for link in record.links {
                if case .keyed(_, let column, _) = link.target { add([column]) }
            }
        }
        return names
    }
}

extension FieldRule {
    /// The columns that the rule reads.
    var columns: [Mapping.Named] {
        var named: [Mapping.Named]
        switch source {
        case .column(let column): named = [column]
        case .columns(let columns, _), .every(let columns): named = columns
        case .datedAs(let column, let kind): named = [column, kind]
        case .parts(let parts): named = parts.compactMap(\.column)
        case .flags(let flags, _, _): named = flags.map(\.column)
        case .constant, .absent: named = []
        }
        if case .column(let column) = note { named.append(column) }
        return named
    }
}
