import Dictionary
import Formats
import Foundation
import Storage
import Testing

@testable import App

@Suite("Secrecy")
struct SecrecyTests {
    /// Stands in every identity and sensitive value; letters that nothing else writes.
    private static let marker = "Qzxjv"
    private static let reasonMarker = "Wqpkzreason"
    /// Values that cannot hold a marker but are themselves recognisable.
    private static let values = ["9810000007", "1977-11-08", "2023-08-08"]

    private static var markers: [String] {
        [marker, reasonMarker] + values
    }

    private func makeWorld(_ backend: Backend) throws -> (world: World, said: Data) {
        let world = try World(backend)
        try world.writeIntake(rows: 1...40, marker: Self.marker)
        // Two rows that are rejected: what is wrong with them must not be told with what they hold.
        var bad = Intake.row(41, marker: Self.marker)
        bad[2] = "sector\(Self.marker)"
        var worse = Intake.row(42, marker: Self.marker)
        worse[11] = "born\(Self.marker)"
        try world.write(Intake.csv([bad, worse]), to: "bad.csv")
        var said = Data()
        for result in [try world.importIntake(), try world.importIntake("bad.csv"), try world.importIntake("bad.csv", "--dry-run", "--json")] {
            result.succeeded()
            said += result.output + result.errors
        }
        return (world, said)
    }

    @Test("no identity or sensitive value is in clear on disk, in the log, in a backup, or in what commands say", arguments: Backend.available)
    func onDisk(_ backend: Backend) throws {
        var (world, said) = try makeWorld(backend)
        let search = ByteSearch(Self.markers)
        let listed = try world.run("cases", "--json").succeeded().json()
        let record = try #require(listed["cases"]?.array?.first?["record"]?.string)
        let other = try #require(listed["cases"]?.array?.last?["record"]?.string)

        // Changes with reasons, taken back and erased, while the node is open and the write-ahead log in use.
        try world.save(
            "case", ["summary": .text("\(Self.marker) again"), "sector": .code("fishing", note: Self.marker)], record: record, ground: Self.reasonMarker)
        try world.node.change(by: "tester") { try $0.setRetracted(true, record: record, ground: Self.reasonMarker) }
        let entries = try world.count("journal_entry")
        for result in [
            try world.run("undo", String(entries), "--reason", Self.reasonMarker), try world.run("erase", other, "--reason", Self.reasonMarker),
            try world.run("cases"), try world.run("cases", "--json", "--where", "sector=construction"), try world.run("tabulate", "--by", "sector,person.sex"),
            try world.run("tabulate", "--by", "violation.type", "--format", "json"), try world.run("imports"), try world.run("verify"),
            try world.run("verify", "--json"),
            try world.run("export", "--format", "facts-csv", "--output", world.data.appending(path: "facts.csv").path),
            try world.run("export", "--format", "journal", "--output", world.data.appending(path: "journal.jsonl").path),
            try world.run("backup", "--output", world.data.appending(path: "backup.corridor").path),
            try world.run("show", record, "--up-to", "open", "--history"),
            try world.run("rebuild"),
        ] {
            result.succeeded()
            said += result.output + result.errors
        }
        #expect(search.found(in: said) == [])

        let files = try ByteSearch.files(of: world.data).map(\.lastPathComponent)
        #expect(files.contains("backup.corridor") && files.contains("facts.csv"))
        if backend == .sqlite {
            #expect(files.contains("corridor.sqlite") && files.contains("corridor.sqlite-wal") && files.contains("corridor.sqlite-shm"))
        }
        #expect(try search.found(inFilesOf: world.data) == [])
        try world.node.close()
        #expect(try search.found(inFilesOf: world.data) == [])

        // The search can find: what the holder of the key exports has every one of them.
        let plain = world.file("all.jsonl")
        try world.run("export", "--format", "jsonl", "--output", plain.path).succeeded()
        let found = search.found(in: try Data(contentsOf: plain))
        for text in [Self.marker] + Self.values { #expect(found.contains { $0.hasPrefix(text) }, "the control lacks \(text)") }
    }

    @Test("sensitive values are not in what is exported up to open, nor identity up to sensitive")
    func clearance() throws {
        let (world, _) = try makeWorld(.sqlite)
        for format in ["htcds-json", "htcds-csv", "jsonl"] {
            let file = world.file("open-\(format)")
            try world.run("export", "--format", format, "--up-to", "open", "--output", file.path).succeeded()
            #expect(ByteSearch(Self.markers).found(in: try Data(contentsOf: file)) == [])
        }
        let file = world.file("sensitive.jsonl")
        try world.run("export", "--format", "jsonl", "--up-to", "sensitive", "--output", file.path).succeeded()
        let data = try Data(contentsOf: file)
        #expect(
            ByteSearch(["\(Self.marker)name", "\(Self.marker)summary", "\(Self.marker)mail", "9810000007", "1977-11-08", "note\(Self.marker)"]).found(in: data)
                == [])
        #expect(!ByteSearch(["\(Self.marker)health7"]).found(in: data).isEmpty)
    }

    @Test("the tables of PostgreSQL hold nothing in clear", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES names no server"))
    func postgresTables() throws {
        let (world, _) = try makeWorld(.postgres)
        let tables = try world.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1") { $0.text(0) }
        #expect(tables.contains("journal_entry") && tables.contains("record_state") && tables.contains("fact_term"))
        let search = ByteSearch(Self.markers)
        var size = 0
        for table in tables {
            // Bytes are written in hexadecimal by the cast; the search knows that form too.
            let text = try world.rows("SELECT CAST(t AS TEXT) FROM \(table) t") { $0.text(0) }.joined(separator: "\n")
            size += text.utf8.count
            #expect(search.found(in: Data(text.utf8)) == [], "\(table)")
            for body in table == "journal_entry" ? try world.rows("SELECT body FROM journal_entry", [], { Data($0.blob(0)) }) : [] {
                #expect(search.found(in: body) == [])
            }
        }
        #expect(size > 100_000)
    }

    @Test("files that hold keys or records are readable by their owner only")
    func permissions() throws {
        let (world, _) = try makeWorld(.sqlite)
        try world.run("backup", "--output", world.data.appending(path: "backup.corridor").path).succeeded()
        try world.run("export", "--format", "jsonl", "--output", world.data.appending(path: "all.jsonl").path).succeeded()
        try world.importIntake("bad.csv", "--rejects", world.data.appending(path: "rejects.csv").path).succeeded()
        #expect(try mode(world.data) & 0o077 == 0)
        for file in ["backup.corridor", "all.jsonl", "rejects.csv", "node.json"] { #expect(try mode(world.data.appending(path: file)) & 0o077 == 0, "\(file)") }
        #expect(try mode(world.keyFile) & 0o077 == 0)
    }

    private func mode(_ file: URL) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber).intValue
    }
}
