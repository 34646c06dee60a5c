import App
import Disclosure
import Foundation
import Storage

/// Counting at a million cases.
struct FactsBenchmark {
    /// The facts that the queries use; `violation.type` has several values a case.
    static let facts = [
        "case.destination-country", "case.sector", "case.origin-country", "case.status", "case.registration-year", "person.sex", "person.age-group",
        "violation.type",
    ]

    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    /// Fills a node's tables of facts, and writes the same facts as CSV for the peer.
    func fill() throws {
        let count = options.count(or: 1_000_000)
        let node = try options.newNode("facts")
        let time = try seconds {
            try DemonstrationFacts(node, cases: count, seed: 11).fill { done in
                if done.isMultiple(of: 100_000) { FileHandle.standardError.write(Data("\(done) cases\n".utf8)) }
            }
        }
        let file = options.folder.appending(path: "facts.csv")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else { throw BenchmarkError("\(file.path) cannot be written.") }
        let handle = try FileHandle(forWritingTo: file)
        try MeasuredTable(node, facts: Self.facts).writeCSV { try handle.write(contentsOf: Data($0.utf8)) }
        try handle.close()
        let bytes = try node.database.sizeOnDisk()
        try node.close()
        try printFigures(["cases": count, "fillSeconds": time, "bytesOnDisk": bytes])
    }

    /// Times each query of `Benchmarks/queries.json` on the facts in memory.
    func tabulate() throws {
        let node = try options.node("facts")
        let queries = try JSONDecoder().decode([Query].self, from: Data(contentsOf: URL(filePath: options["queries"] ?? "Benchmarks/queries.json")))
        var table: MeasuredTable?
        let loading = try seconds { table = try MeasuredTable(node, facts: Self.facts) }
        guard let facts = table?.table else { return }
        var results: [[String: Any]] = []
        for query in queries {
            let conditions = query.filters.sorted { $0.key < $1.key }.map { FactCondition(fact: $0.key, anyOf: $0.value) }
            var rows: [[String: Any]] = []
            let times = try (0..<15).map { _ in
                try seconds {
                    let tabulation = try facts.tabulate(by: query.by, where: conditions)
                    if rows.isEmpty { rows = tabulation.rows.map { ["values": $0.values.map { $0 ?? "" }, "count": $0.count] } }
                }
            }
            results.append(["name": query.name, "milliseconds": median(times) * 1000, "rows": rows])
        }
        try printFigures(["loadSeconds": loading, "queries": results])
    }

    private struct Query: Decodable {
        var name: String
        var by: [String]
        var filters: [String: [String]]
    }
}
