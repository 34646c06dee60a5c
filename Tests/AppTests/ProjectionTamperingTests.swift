import Dictionary
import Formats
import Foundation
import Storage
import Testing

@testable import App

/// One edit of one projection, and the table that `verify` has to name.
struct ProjectionEdit: Sendable, CustomTestStringConvertible {
    var name: String
    var statement: String
    var table: String

    var testDescription: String { name }

    /// The record that most edits touch: the case with the lowest identifier.
    private static let aCase = "(SELECT min(record) FROM record_state WHERE kind = 'case')"
    private static let someTerm = "(SELECT min(number) FROM fact_term WHERE fact = 'case.sector')"

    static let all: [ProjectionEdit] = [
        column("record_state", "record", "'AAAAAAAAAAAAAAAA'"), column("record_state", "organisation", "2"), column("record_state", "kind", "'party'"),
        column("record_state", "created", "'019000000000000000000001'"), column("record_state", "changed", "'019000000000000000000001'"),
        column("record_state", "retracted", "1"), column("record_state", "erased", "1"), column("record_state", "clash", "1"),
        column("record_state", "facts", "{blob}"),
        ProjectionEdit(
            name: "record_state.state is another's",
            statement: "UPDATE record_state SET state = (SELECT state FROM record_state WHERE kind = 'person' LIMIT 1) WHERE record = \(aCase)",
            table: "record_state"),
        ProjectionEdit(
            name: "record_state.state is no JSON", statement: "UPDATE record_state SET state = {blob} WHERE record = \(aCase)", table: "record_state"),
        ProjectionEdit(name: "record_state row removed", statement: "DELETE FROM record_state WHERE record = \(aCase)", table: "record_state"),
        ProjectionEdit(
            name: "record_state last row removed", statement: "DELETE FROM record_state WHERE record = (SELECT max(record) FROM record_state)",
            table: "record_state"),
        added(
            "record_state", "record, organisation, kind, created, changed, retracted, erased, clash, facts, state",
            "organisation, kind, created, changed, retracted, erased, clash, facts, state", record: "'0000000000000000'", where: "record = \(aCase)"),
        added(
            "record_state", "record, organisation, kind, created, changed, retracted, erased, clash, facts, state",
            "organisation, kind, created, changed, retracted, erased, clash, facts, state", record: "'ZZZZZZZZZZZZZZZZ'", where: "record = \(aCase)"),
        added(
            "record_state", "record, organisation, kind, created, changed, retracted, erased, clash, facts, state",
            "organisation, kind, created, changed, retracted, erased, clash, facts, state", record: "''", where: "record = \(aCase)"),
        ProjectionEdit(name: "record_state emptied", statement: "DELETE FROM record_state", table: "record_state"),
        ProjectionEdit(name: "record_link.record", statement: "UPDATE record_link SET record = \(aCase) WHERE field = 'from'", table: "record_link"),
        ProjectionEdit(name: "record_link.field", statement: "UPDATE record_link SET field = 'perpetrator' WHERE field = 'victim'", table: "record_link"),
        ProjectionEdit(name: "record_link.target", statement: "UPDATE record_link SET target = \(aCase) WHERE field = 'from'", table: "record_link"),
        ProjectionEdit(name: "record_link row removed", statement: "DELETE FROM record_link WHERE field = 'to'", table: "record_link"),
        ProjectionEdit(
            name: "record_link row added", statement: "INSERT INTO record_link (record, field, target) VALUES (\(aCase), 'case', 'X')", table: "record_link"),
        ProjectionEdit(
            name: "record_link row added first", statement: "INSERT INTO record_link (record, field, target) VALUES ('', '', '')", table: "record_link"),
        ProjectionEdit(
            name: "record_link row added last", statement: "INSERT INTO record_link (record, field, target) VALUES ('ZZZZ', 'case', 'X')", table: "record_link"),
        ProjectionEdit(name: "case_facts.record", statement: "UPDATE case_facts SET record = 'AAAA' WHERE record = \(aCase)", table: "case_facts"),
        ProjectionEdit(name: "case_facts.organisation", statement: "UPDATE case_facts SET organisation = 2 WHERE record = \(aCase)", table: "case_facts"),
        ProjectionEdit(name: "case_facts.facts", statement: "UPDATE case_facts SET facts = {blob} WHERE record = \(aCase)", table: "case_facts"),
        ProjectionEdit(name: "case_facts row removed", statement: "DELETE FROM case_facts WHERE record = \(aCase)", table: "case_facts"),
        added("case_facts", "record, organisation, facts", "organisation, facts", record: "'ZZZZ'", where: "record = \(aCase)"),
        added("case_facts", "record, organisation, facts", "organisation, facts", record: "''", where: "record = \(aCase)"),
        column("case_list", "created", "'019000000000000000000001'"), column("case_list", "changed", "'019000000000000000000001'"),
        column("case_list", "clash", "1"), column("case_list", "erased", "1"), column("case_list", "assigned", "'AAAAAAAAAAAAAAAA'"),
        column("case_list", "workers", "''"), column("case_list", "facts", "{blob}"), column("case_list", "organisation", "2"),
        column("case_list", "record", "'AAAA'"),
        ProjectionEdit(name: "case_list row removed", statement: "DELETE FROM case_list WHERE record = \(aCase)", table: "case_list"),
        ProjectionEdit(name: "case_list emptied", statement: "DELETE FROM case_list", table: "case_list"),
        added(
            "case_list", "record, organisation, created, changed, clash, erased, assigned, workers, facts",
            "organisation, created, changed, clash, erased, assigned, workers, facts", record: "'ZZZZ'", where: "record = \(aCase)"),
        ProjectionEdit(name: "fact_term.number", statement: "UPDATE fact_term SET number = 7 WHERE number = \(someTerm)", table: "fact_term"),
        ProjectionEdit(name: "fact_term.fact", statement: "UPDATE fact_term SET fact = 'case.status' WHERE number = \(someTerm)", table: "fact_term"),
        ProjectionEdit(name: "fact_term.value", statement: "UPDATE fact_term SET value = 'mining' WHERE number = \(someTerm)", table: "fact_term"),
        ProjectionEdit(name: "fact_term row removed", statement: "DELETE FROM fact_term WHERE number = \(someTerm)", table: "fact_term"),
        ProjectionEdit(
            name: "fact_term row added", statement: "INSERT INTO fact_term (number, fact, value) VALUES (7, 'case.sector', 'mining')", table: "fact_term"),
    ]

    private static func column(_ table: String, _ column: String, _ value: String) -> ProjectionEdit {
        ProjectionEdit(name: "\(table).\(column)", statement: "UPDATE \(table) SET \(column) = \(value) WHERE record = \(aCase)", table: table)
    }

    private static func added(_ table: String, _ columns: String, _ copied: String, record: String, where condition: String) -> ProjectionEdit {
        ProjectionEdit(
            name: "\(table) row \(record) added", statement: "INSERT INTO \(table) (\(columns)) SELECT \(record), \(copied) FROM \(table) WHERE \(condition)",
            table: table)
    }

    func apply(to world: World) throws {
        let garbage = world.backend == .sqlite ? "x'0102030405'" : "'\\x0102030405'::bytea"
        try world.tamper(statement.replacing("{blob}", with: garbage))
    }
}

@Suite("Tampering with projections")
struct ProjectionTamperingTests {
    @Test("an edit of a projection is found, named and mended", arguments: ProjectionEdit.all, Backend.available)
    func edit(_ edit: ProjectionEdit, _ backend: Backend) throws {
        let world = try World(backend)
        let first = try world.saveCase()
        _ = try world.saveCase(name: "Maya Rai", sector: "construction")
        try world.save("case", ["status": .code("intake")], record: first.case)
        let untouched = try world.dumpProjections()
        try edit.apply(to: world)
        #expect(try world.dumpProjections() != untouched, "the edit did nothing")

        let report = try world.verify()
        let fault = try #require(report.firstFault, "not found")
        #expect(fault.part == .projections)
        #expect(fault.table == edit.table)
        #expect(fault.sentence.contains("rebuild"))
        #expect(report.result(.chain) == "ok" && report.result(.signatures) == "ok" && report.result(.keys) == "ok")

        // The node that runs and one that starts afresh both mend it.
        if edit.name.utf8.count.isMultiple(of: 2) { try world.reopen() }
        _ = try NodeMaintenance(world.node).rebuild()
        #expect(try world.dumpProjections() == untouched)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("verify and rebuild say so as commands")
    func asCommands() throws {
        let world = try World()
        _ = try world.saveCase()
        try world.tamper("UPDATE case_facts SET facts = x'010203'")
        let report = try world.run("verify", "--json")
        #expect(report.status == 1)
        #expect(try report.json()["firstFault"]?["table"]?.string == "case_facts")
        #expect(try report.json()["chain"]?.string == "ok")
        try world.run("rebuild").succeeded()
        let mended = try world.run("verify", "--json").succeeded().json()
        #expect(mended["projections"]?.string == "ok")
        #expect(mended["firstFault"] == .null)
    }
}
