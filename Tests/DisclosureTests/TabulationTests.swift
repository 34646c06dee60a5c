import TestSupport
import Testing

@testable import Disclosure

/// Counting is compared with a plain count over the cases, for random tables.
@Suite struct TabulationTests {
    private struct Case {
        var facts: [String: Set<String>]
    }

    private static let names = ["sex", "sector", "violation", "country"]

    private func randomCases(_ count: Int, domain: Int, seed: UInt64) -> [Case] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            Case(
                facts: Dictionary(
                    uniqueKeysWithValues: Self.names.map { name in
                        let values = (0..<Int.random(in: 0...(name == "violation" ? 3 : 1), using: &generator)).map { _ in
                            "\(name)-\(Int.random(in: 0..<domain, using: &generator))"
                        }
                        return (name, Set(values))
                    }))
        }
    }

    private func table(_ cases: [Case]) throws -> FactTable {
        let columns = try Self.names.map { name in
            var column = FactColumn(name: name)
            var index: [String: UInt16] = [:]
            for entry in cases {
                var present: [UInt16] = []
                for value in entry.facts[name] ?? [] {
                    if index[value] == nil { index[value] = try column.addValue(value) }
                    present.append(try #require(index[value]))
                }
                try column.append(present)
            }
            return column
        }
        return FactTable(columns: columns, count: cases.count)
    }

    /// The count that nobody could get wrong: one case after the other, row by row.
    private func plainCount(_ cases: [Case], by facts: [String], where condition: FactCondition?) -> [[String?]: Int] {
        var counts: [[String?]: Int] = [:]
        for entry in cases {
            func values(_ name: String) -> [String?] { (entry.facts[name] ?? []).isEmpty ? [nil] : (entry.facts[name] ?? []).map { $0 } }
            if let condition, !values(condition.fact).contains(where: { condition.anyOf.contains($0) }) { continue }
            var rows: [[String?]] = [[]]
            for fact in facts { rows = rows.flatMap { row in values(fact).map { row + [$0] } } }
            for row in rows { counts[row, default: 0] += 1 }
        }
        return counts
    }

    @Test(arguments: [["sex"], ["sex", "sector"], ["violation", "sector", "sex"], ["country", "violation", "sector", "sex"]], [2, 9, 90])
    func agreesWithAPlainCount(facts: [String], domain: Int) throws {
        let cases = randomCases(3_000, domain: domain, seed: UInt64(domain))
        let table = try table(cases)
        for condition in [nil, FactCondition(fact: "violation", anyOf: ["violation-1"]), FactCondition(fact: "country", anyOf: [nil, "country-0"])] {
            let result = try table.tabulate(by: facts, where: condition.map { [$0] } ?? [])
            #expect(Dictionary(uniqueKeysWithValues: result.rows.map { ($0.values, $0.count) }) == plainCount(cases, by: facts, where: condition))
        }
    }

    @Test func totalCountsCasesNotRows() throws {
        var column = FactColumn(name: "violation")
        let (a, b) = (try column.addValue("a"), try column.addValue("b"))
        for present in [[a, b], [a], [], [b, a, a]] { try column.append(present) }
        let result = try FactTable(columns: [column], count: 4).tabulate(by: ["violation"])
        #expect(result.total == 4)
        #expect(result.rows == [.init(values: ["a"], count: 3), .init(values: ["b"], count: 2), .init(values: [nil], count: 1)])
    }

    @Test func refusesAFactThatIsNotThere() throws {
        #expect(throws: TabulationError.self) { try FactTable(columns: [], count: 0).tabulate(by: ["sex"]) }
    }

    @Test func refusesTooManyDistinctValues() throws {
        var column = FactColumn(name: "reference")
        for number in 0..<65_535 { _ = try column.addValue("\(number)") }
        #expect(throws: TabulationError.self) { try column.addValue("one more") }
    }
}
