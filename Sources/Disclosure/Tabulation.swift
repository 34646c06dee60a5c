/// A table of how many cases have which combination of facts.
public struct Tabulation: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        /// One value per fact tabulated by; nil where nothing was recorded.
        public var values: [String?]
        public var count: Int
    }

    public var facts: [String]
    /// Rows with at least one case, in the order of their values («not recorded» last).
    public var rows: [Row]
    /// How many cases were counted. A case with several values of a fact is in several rows, so the rows can add up to more.
    public var total: Int
}

/// A condition on a fact: the case has one of these values; nil stands for «not recorded».
public struct FactCondition: Sendable {
    public var fact: String
    public var anyOf: [String?]

    public init(fact: String, anyOf: [String?]) {
        self.fact = fact
        self.anyOf = anyOf
    }
}

/// The facts of all cases, column by column.
public struct FactTable: Sendable {
    public let columns: [FactColumn]
    public let count: Int

    /// - Parameter columns: all of the same length.
    public init(columns: [FactColumn], count: Int) {
        self.columns = columns
        self.count = count
    }

    /// Counts cases by facts. O(cases × facts).
    /// - Throws: ``TabulationError`` for a fact that is not in the table, or a result of absurd size.
    public func tabulate(by facts: [String], where conditions: [FactCondition] = []) throws -> Tabulation {
        let chosen = try facts.map(column)
        let counts = try CombinationCounts(columns: chosen, selected: try selection(conditions), count: count)
        var cells: [[String?]: Int] = [:]
        counts.forEach { codes, count in
            var rows: [[String?]] = [[]]
            for (column, code) in zip(chosen, codes) {
                let values = column.values(ofCode: code)
                rows = rows.flatMap { row in values.map { row + [$0] } }
            }
            for row in rows { cells[row, default: 0] += count }
        }
        let rows = cells.map { Tabulation.Row(values: $0.key, count: $0.value) }.sorted { FactTable.precedes($0.values, $1.values) }
        return Tabulation(facts: facts, rows: rows, total: counts.total)
    }

    /// Whether each case meets all conditions.
    /// - Throws: ``TabulationError`` for a fact that is not in the table.
    public func selected(where conditions: [FactCondition]) throws -> [Bool] {
        try selection(conditions)?.map { $0 == 1 } ?? [Bool](repeating: true, count: count)
    }

    private func column(_ name: String) throws -> FactColumn {
        guard let column = columns.first(where: { $0.name == name }) else { throw TabulationError.unknownFact(name) }
        return column
    }

    /// Which cases meet all conditions: 1 or 0 for each; nil when there is no condition.
    private func selection(_ conditions: [FactCondition]) throws -> [UInt8]? {
        guard !conditions.isEmpty else { return nil }
        var selected = [UInt8](repeating: 1, count: count)
        for condition in conditions {
            let column = try column(condition.fact)
            let accepted = column.combinations.indices.map { code -> UInt8 in
                column.values(ofCode: code).contains { value in condition.anyOf.contains(value) } ? 1 : 0
            }
            accepted.withUnsafeBufferPointer { accepted in
                column.codes.withUnsafeBufferPointer { codes in
                    for row in 0..<count { selected[row] &= accepted[Int(codes[row])] }
                }
            }
        }
        return selected
    }

    private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
        for (left, right) in zip(left, right) where left != right {
            switch (left, right) {
            case (let left?, let right?): return left.utf8.lexicographicallyPrecedes(right.utf8)
            case (nil, _): return false
            case (_, nil): return true
            }
        }
        return false
    }
}
