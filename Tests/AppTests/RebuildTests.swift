import Dictionary
import Formats
import Foundation
import Journal
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Rebuild")
struct RebuildTests {
    @Test("random histories verify, and a rebuild gives the same tables to the byte", arguments: Array(UInt64(1)...12), Backend.available)
    func randomHistories(_ seed: UInt64, _ backend: Backend) throws {
        // On PostgreSQL fewer, since each step is a round trip.
        guard backend == .sqlite || seed <= 3 else { return }
        let world = try World(backend)
        var history = RandomHistory(world: world, seed: seed)
        for round in 1...3 {
            try history.run(steps: 20)
            let report = try world.verify()
            #expect(report.faults.isEmpty, "seed \(seed), round \(round): \(report.faults.map(\.sentence))")
            #expect(report.entries == (try world.count("journal_entry")))
            let before = try world.dumpProjections()
            if round == 2 { try world.reopen() }
            _ = try NodeMaintenance(world.node).rebuild()
            #expect(try world.dumpProjections() == before, "seed \(seed), round \(round)")
        }
    }

    @Test("what a rebuild finds does not depend on what stood in the tables", arguments: Backend.available)
    func fromEmptyTables(_ backend: Backend) throws {
        let world = try World(backend)
        var history = RandomHistory(world: world, seed: 99)
        try history.run(steps: 50)
        let before = try world.rows("SELECT count(*) FROM record_state") { $0.integer(0) }[0]
        let dump = try world.dumpProjections()
        for table in Schema.projections { try world.tamper("DELETE FROM \(table)") }
        let result = try NodeMaintenance(world.node).rebuild()
        #expect(Int64(result.records) == before)
        #expect(result.entries == (try world.count("journal_entry")))
        #expect(try world.dumpProjections() == dump)
    }

    @Test("a clash keeps both answers, is shown, and its resolution ends it")
    func clash() throws {
        let world = try World()
        let saved = try world.saveCase(sector: "domestic-work")
        try world.save("case", ["sector": .code("construction")], record: saved.case)
        try world.appendConcurrent(record: saved.case, kind: "case", field: "sector", code: "agriculture")
        #expect(try world.verify().faults.isEmpty)
        let shown = try world.run("show", saved.case, "--json").succeeded().json()
        #expect(shown["answers"]?["sector"]?["value"]?.string == "agriculture")
        #expect(shown["answers"]?["sector"]?["clashesWith"]?.array?.first?["value"]?.string == "construction")
        let listed = try world.run("cases", "--json").succeeded().json()
        #expect(listed["cases"]?.array?.first?["clash"]?.bool == true)

        try world.reopen()
        try world.node.change(by: "tester") {
            _ = try $0.save(RecordChange(record: saved.case, kind: "case", answers: ["sector": .code("construction")]), act: .resolve)
        }
        let resolved = try world.run("show", saved.case, "--json").succeeded().json()
        #expect(resolved["answers"]?["sector"]?["value"]?.string == "construction")
        #expect(resolved["answers"]?["sector"]?["clashesWith"] == nil)
        let before = try world.dumpProjections()
        try world.run("rebuild").succeeded()
        #expect(try world.dumpProjections() == before)
        #expect(try world.verify().faults.isEmpty)
    }
}
