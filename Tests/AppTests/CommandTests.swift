import Dictionary
import Formats
import Foundation
import Journal
import Testing

@testable import App

@Suite("The command")
struct CommandTests {
    @Test(
        "wrong use exits with 2 and says what is missing, on standard error only",
        arguments: [
            [], ["frobnicate"], ["init"], ["init", "--organisation", "X", "--country", "NP"], ["import"], ["import", "x.csv", "--data", "d"],
            ["import", "x.csv", "--data", "d", "--preset", "nothing"], ["import", "x.csv", "--data", "d", "--preset", "ctdc", "--mapping", "m.yaml"],
            ["cases"], ["cases", "--data", "d", "--limit", "many"], ["cases", "--data", "d", "--limit", "-1"], ["show", "--data", "d"],
            ["tabulate", "--data", "d"],
            ["tabulate", "--data", "d", "--by", "sector", "--format", "xml"], ["tabulate", "--data", "d", "--by", ""],
            ["export", "--data", "d", "--format", "pdf", "--output", "f"],
            ["export", "--data", "d", "--format", "jsonl"], ["verify"], ["verify", "--data", "d", "--frobnicate"], ["rebuild"], ["backup", "--data", "d"],
            ["restore", "--data", "d"],
            ["erase", "--data", "d", "--reason", "x"], ["erase", "ABCD", "--data", "d"], ["undo", "--data", "d"], ["keys", "frobnicate"],
            ["keys", "rotate", "--key", "front-door", "--data", "d"],
            ["dictionary", "show"], ["dictionary", "frobnicate"], ["verify", "--data", "d", "superfluous"],
        ])
    func wrongUse(_ arguments: [String]) throws {
        let folder = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try ChildProcess(Command.program, arguments, environment: ["HOME": folder.path]).wait()
        if arguments.isEmpty {
            // Without anything the command says what it can do.
            #expect(result.status == 0 && result.text.contains("SUBCOMMANDS"))
            return
        }
        result.failed("Usage", status: 2)
        #expect(result.output.isEmpty)
    }

    @Test("help and work succeed with 0")
    func help() throws {
        let world = try World()
        for arguments in [["--help"], ["import", "--help"], ["help", "tabulate"], ["keys", "--help"], ["dictionary", "check"]] {
            let result = try ChildProcess(Command.program, arguments, environment: world.environment).wait().succeeded()
            #expect(!result.output.isEmpty)
        }
    }

    @Test("the shapes of --json are those of the issue, and nothing else is on standard output", arguments: Backend.available)
    func shapes(_ backend: Backend) throws {
        let world = try World(backend)
        try world.writeIntake(rows: 1...12)
        let imported = try world.importIntake("register.csv", "--json").succeeded().json()
        for name in ["read", "imported", "rejected"] { #expect(imported[name]?.integer != nil, "\(name)") }
        #expect(imported["read"]?.integer == 12 && imported["imported"]?.integer == 12 && imported["rejected"]?.integer == 0)
        #expect(RecordIdentifier.read(imported["batch"]?.string ?? "") != nil)
        #expect(isNumber(imported["seconds"]))

        let tabulated = try world.run("tabulate", "--by", "sector,person.sex", "--where", "destination-country=QA", "--format", "json").succeeded().json()
        #expect(tabulated.members.map(\.name).sorted() == ["by", "rows", "total"])
        #expect(tabulated["by"] == .array([.string("sector"), .string("person.sex")]))
        #expect(tabulated["total"]?.integer == 4)
        let rows = try #require(tabulated["rows"]?.array)
        for row in rows { #expect(row.object?.members.map(\.name).sorted() == ["count", "person.sex", "sector"]) }
        #expect(rows.reduce(0) { $0 + ($1["count"]?.integer ?? 0) } == 4)

        let verified = try world.run("verify", "--json").succeeded().json()
        #expect(verified["entries"]?.integer == Int64(try world.count("journal_entry")))
        #expect(verified["records"]?.integer == Int64(try world.count("record_state")))
        for part in ["chain", "signatures", "projections"] { #expect(verified[part]?.string == "ok") }
        #expect(verified["firstFault"] == .null)

        let cases = try world.run("cases", "--where", "sector=construction", "--limit", "2", "--json").succeeded().json()
        #expect(cases["total"]?.integer == 3 && cases["cases"]?.array?.count == 2)
        let record = try #require(cases["cases"]?.array?.first?["record"]?.string)
        let shown = try world.run("show", record, "--history", "--json").succeeded().json()
        #expect(shown["kind"]?.string == "case" && shown["history"]?.array?.count == 1)
        let output = world.file("out.jsonl").path
        for arguments in [
            ["export", "--format", "jsonl", "--output", output, "--json"], ["rebuild", "--json"], ["imports", "--json"], ["keys", "show", "--json"],
            ["backup", "--output", world.file("b.corridor").path, "--json"], ["undo", try #require(imported["batch"]?.string), "--reason", "x", "--json"],
            ["erase", record, "--reason", "x", "--json"], ["keys", "split", "--json"],
        ] {
            let result = try world.start(arguments, environment: [:]).wait().succeeded()
            _ = try result.json()
            #expect(!result.errorText.contains("{"))
        }
        for arguments in [
            ["dictionary", "list", "--json"], ["dictionary", "show", "violation-type", "--json"], ["dictionary", "show", "person.sex", "--json"],
            ["dictionary", "check", "--json"],
        ] {
            _ = try ChildProcess(Command.program, arguments, environment: world.environment).wait().succeeded().json()
        }
    }

    private func isNumber(_ value: JSONValue?) -> Bool {
        switch value {
        case .integer, .number: true
        default: false
        }
    }

    @Test("table and csv of tabulate, and lists for people")
    func tables() throws {
        let world = try World()
        try world.writeIntake(rows: 1...8)
        try world.importIntake().succeeded()
        let csv = try world.run("tabulate", "--by", "sector", "--format", "csv").succeeded()
        #expect(csv.text.split(separator: "\r\n").first == "sector,count")
        #expect(csv.text.contains("construction,2"))
        let table = try world.run("tabulate", "--by", "sector").succeeded()
        #expect(table.text.contains("construction") && table.errorText.contains("8 cases"))
        let missing = try world.run("tabulate", "--by", "violation.type", "--format", "json").succeeded().json()
        #expect(missing["rows"]?.array?.contains { $0["violation.type"] == .null && $0["count"]?.integer == 1 } == true)
        #expect(try world.run("cases", "--limit", "3").succeeded().errorText.contains("3 of 8"))
    }

    @Test("fields and codes that do not exist, or that may not be counted, get a sentence")
    func unknownFields() throws {
        let world = try World()
        try world.run("tabulate", "--by", "colour").failed("colour", status: 2)
        try world.run("tabulate", "--by", "person.names").failed("person.names", "identity", status: 2)
        try world.run("tabulate", "--by", "case.migration-status").failed("sensitive", status: 2)
        try world.run("tabulate", "--by", "sector", "--where", "sector").failed("field=code", status: 2)
        try world.run("tabulate", "--by", "sector", "--where", "sector=diving").failed("diving", "dictionary show", status: 2)
        try world.run("cases", "--where", "colour=red").failed("colour", status: 2)
        try world.run("cases", "--where", "person.sex=blue").failed("blue", status: 2)
        try world.run("show", "NOTANIDENTIFIER").failed("identifier", status: 2)
        try world.run("show", RecordIdentifier.random()).failed("no record")
        try world.run("show", RecordIdentifier.random(), "--as-of", "yesterday").failed("not a date", "2026-11-23", status: 2)
        try world.run("undo", "999", "--reason", "x").failed("no entry 999")
        try world.run("undo", RecordIdentifier.random(), "--reason", "x").failed("no import")
        try world.run("undo", "what", "--reason", "x").failed("imports")
        try world.runBare("dictionary", "show", "colour").failed("colour")
    }

    @Test("an import again adds nothing, a trial changes nothing, and an undone one can come back", arguments: Backend.available)
    func importing(_ backend: Backend) throws {
        let world = try World(backend)
        try world.writeIntake(rows: 1...20)
        let trial = try world.importIntake("register.csv", "--dry-run", "--json").succeeded().json()
        #expect(trial["read"]?.integer == 20 && trial["imported"]?.integer == 20)
        for table in ["journal_entry", "record_state", "record_key", "case_facts", "case_list", "fact_term"] {
            #expect(try world.count(table) == 0, "\(table)")
        }

        let first = try world.importIntake("register.csv", "--json").succeeded().json()
        let facts = try facts(of: world)
        let entries = try world.count("journal_entry")
        let again = try world.importIntake("register.csv", "--json").succeeded().json()
        #expect(again["imported"]?.integer == 0 && again["unchanged"]?.integer == 20 && again["batch"] == first["batch"])
        #expect(try self.facts(of: world) == facts)
        // Only the batch's own record notes that it ran again.
        #expect(try world.count("journal_entry") <= entries + 2)

        // A longer file with the same rows and one that was corrected.
        var corrected = Intake.row(3)
        corrected[4] = "A better summary."
        try world.write(Intake.csv([corrected] + (4...22).map { Intake.row($0) }), to: "register.csv")
        let longer = try world.importIntake("register.csv", "--json").succeeded().json()
        #expect(longer["imported"]?.integer == 3 && longer["unchanged"]?.integer == 17)
        #expect(try total(world) == 22)

        try world.run("undo", try #require(longer["batch"]?.string), "--reason", "The wrong file.").succeeded()
        #expect(try total(world) == 20)
        #expect(try self.facts(of: world) == facts)
        try world.run("undo", try #require(first["batch"]?.string), "--reason", "All of it.").succeeded()
        // A case that a later import corrected, and whose correction was undone, goes with the import that made it.
        #expect(try total(world) == 0)
        #expect(try world.run("imports", "--json").succeeded().json()["imports"]?.array?.allSatisfy { $0["status"]?.string == "undone" } == true)
        let back = try world.importIntake("register.csv", "--json").succeeded().json()
        #expect(back["imported"]?.integer == 20)
        #expect(try total(world) == 20)
        #expect(try world.verify().faults.isEmpty)
    }

    private func total(_ world: World) throws -> Int64? {
        try world.run("cases", "--limit", "0", "--json").succeeded().json()["total"]?.integer
    }

    private func facts(of world: World) throws -> [String] {
        try world.run("export", "--format", "facts-csv", "--output", world.file("facts.csv").path).succeeded()
        return try String(decoding: Data(contentsOf: world.file("facts.csv")), as: UTF8.self).split(separator: "\r\n").map(String.init).sorted()
    }

    @Test("one entry can be undone, and a record be seen as it was")
    func undoAndAsOf() throws {
        let world = try World()
        let saved = try world.saveCase(sector: "construction", summary: "First account.")
        let between = world.clock.next()
        try world.save("case", ["sector": .code("agriculture"), "summary": .text("Second account.")], record: saved.case, ground: "She called again.")
        let moment = Date(timeIntervalSince1970: Double(between) / 1000).formatted(.iso8601)
        let before = try world.run("show", saved.case, "--as-of", moment, "--json").succeeded().json()
        #expect(before["answers"]?["summary"]?["value"]?.string == "First account.")
        #expect(before["answers"]?["sector"]?["value"]?.string == "construction")
        try world.run("show", saved.case, "--as-of", "2020-01-01").failed("no record")
        let history = try #require(try world.run("show", saved.case, "--history", "--json").succeeded().json()["history"]?.array)
        #expect(history.map { $0["act"]?.string } == ["create", "change", "read"], "showing it as it was is a reading too")
        #expect(history[1]["ground"]?.string == "She called again.")
        let sequence = try #require(history[1]["sequence"]?.integer)
        try world.run("undo", String(sequence), "--reason", "It was another worker.").succeeded()
        let now = try world.run("show", saved.case, "--history", "--json").succeeded().json()
        #expect(now["answers"]?["summary"]?["value"]?.string == "First account.")
        #expect(now["answers"]?["sector"]?["value"]?.string == "construction")
        // Reading with identity is written down; the first showing above is in the history by now.
        let acts = try #require(now["history"]?.array).compactMap { $0["act"]?.string }
        #expect(acts.contains("undo") && acts.contains("read"))
        #expect(try world.verify().faults.isEmpty)
        // Undoing what made the record takes it out of lists.
        try world.run("undo", "1", "--reason", "By mistake.").succeeded()
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("two nodes: what is exported as HTCDS comes in again and goes out the same")
    func htcdsRoundTrip() throws {
        let world = try World()
        try world.writeIntake(rows: 1...15)
        try world.importIntake().succeeded()
        let first = world.file("first.json")
        try world.run("export", "--format", "htcds-json", "--output", first.path).succeeded()
        let other = try World()
        let outcome = try other.run("import", first.path, "--preset", "htcds", "--json").succeeded().json()
        #expect(outcome["read"]?.integer == 15 && outcome["rejected"]?.integer == 0)
        let second = other.file("second.json")
        try other.run("export", "--format", "htcds-json", "--output", second.path).succeeded()
        let third = try World()
        try third.run("import", second.path, "--preset", "htcds").succeeded()
        try third.run("export", "--format", "htcds-json", "--output", third.file("third.json").path).succeeded()
        #expect(try Data(contentsOf: second) == Data(contentsOf: third.file("third.json")))
    }
}
