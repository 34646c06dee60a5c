import Disclosure
import Foundation
import Storage
import Testing

@testable import App

@Suite("Demonstration") struct DemonstrationTests {
    private func node() throws -> Node {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-demonstration-\(UUID().uuidString)")
        let means = UnlockMeans(environment: ["CORRIDOR_PASSPHRASE": "four words of a test"])
        return try NodeInitialisation(folder: folder, organisationName: "Made up", country: "NP", means: means).run().node
    }

    private func remove(_ node: Node) throws {
        try node.close()
        try FileManager.default.removeItem(at: node.folder)
    }

    @Test("A seed makes the same cases; they verify, are marked, and hold a clash and an undone entry")
    func sameCases() throws {
        let nodes = [try node(), try node()]
        var tables: [[String]] = []
        for node in nodes {
            let outcome = try Demonstration(node, cases: 30, seed: 4).run()
            #expect(outcome.cases == 30)
            let report = try NodeMaintenance(node).verify()
            #expect(report.faults.isEmpty)
            #expect(report.entries == outcome.entries && report.records == outcome.records)
            let clashes = try node.database.read { try $0.all("SELECT record FROM record_state WHERE clash = 1") { $0.text(0) } }
            #expect(clashes == [outcome.clash])
            #expect(try CaseStatistics(node).tabulate(by: ["case.data-source"], where: []).rows.map(\.values) == [["generated"]])
            tables.append(
                try node.database.read { try $0.all("SELECT record, facts FROM case_facts ORDER BY record") { "\($0.text(0)) \($0.blob(1))" } })
        }
        #expect(tables[0] == tables[1])
        for node in nodes { try remove(node) }
    }

    @Test("Some workers of a demonstration were registered twice, and are found", .timeLimit(.minutes(5)))
    func registeredTwice() throws {
        let node = try node()
        _ = try Demonstration(node, cases: 120, seed: 7).run()
        let generator = CaseGenerator(seed: 7, caseCount: 120)
        let repeated = try stride(from: 17, through: 120, by: 20).compactMap { try generator.make($0).changes.first { $0.kind == "person" }?.record }
        let search = SearchService(OrganisationDirectory([node]))
        try search.prepare(node)
        let book = DuplicateBook(node)
        while try book.prepare(search) {}
        let threshold = TraceThreshold([], DuplicateFinder.basis(people: 120))
        let found = try node.database.read { connection in
            try DuplicateRows(connection: connection, organisation: node.organisation.number).pairs(nil, from: threshold.shownWeight, limit: 1_000)
        }
        #expect(repeated.contains { person in found.contains { $0.first == person || $0.second == person } })
        try remove(node)
    }

    @Test("Made-up cases are not mixed with others")
    func refusesUsedNode() throws {
        let node = try node()
        _ = try Demonstration(node, cases: 1, seed: 1).run()
        #expect(throws: AppError.self) { try Demonstration(node, cases: 1, seed: 1) }
        try remove(node)
    }

    @Test("The facts of a case from packed facts are those computed from its records")
    func factNumbers() throws {
        let node = try node()
        _ = try Demonstration(node, cases: 25, seed: 9).run()
        try node.database.read { connection in
            let projections = Projections(connection, dictionary: node.dictionary, terms: node.terms)
            for record in try connection.all("SELECT record FROM case_facts", [], { $0.text(0) }) {
                let state = try #require(try projections.state(of: record))
                let expected = try projections.facts(ofCase: record, state: state)
                #expect(!expected.values.isEmpty)
                #expect(FactTerms.packed(try #require(try projections.summary(ofCase: record)?.summary).facts) == node.terms.packed(expected))
            }
        }
        try remove(node)
    }
}
