import Formats
import Foundation
import Testing

@testable import App

@Suite("Bad input")
struct BadInputTests {
    /// Imports a file that cannot be read to its end: status 1, a sentence with these words, and nothing half done is left.
    private func expectRefused(
        _ content: Data, name: String, words: String..., mapping: String = Intake.mapping, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let world = try World()
        try content.write(to: world.file(name))
        try world.write(mapping, to: "intake.yaml")
        let rejects = world.file("rejects.csv")
        let result = try world.importIntake(name, "--rejects", rejects.path)
        #expect(result.status == 1, "\(result.text)\(result.errorText)", sourceLocation: sourceLocation)
        for word in words {
            #expect(result.errorText.lowercased().contains(word.lowercased()), "«\(word)» is missing in: \(result.errorText)", sourceLocation: sourceLocation)
        }
        #expect(result.errorText.utf8.count < 4000, sourceLocation: sourceLocation)
        let left = try FileManager.default.contentsOfDirectory(atPath: world.folder.path)
        #expect(!left.contains { $0.contains("partial") } && !left.contains("rejects.csv"), "\(left)", sourceLocation: sourceLocation)
        #expect(try world.verify().faults.isEmpty, sourceLocation: sourceLocation)
        #expect(try world.run("cases", "--limit", "0", "--json").json()["total"]?.integer == 0, sourceLocation: sourceLocation)
    }

    private var header: String { Intake.columns.joined(separator: ",") + "\n" }

    @Test("files that are no readable table")
    func unreadable() throws {
        try expectRefused(Data(), name: "empty.csv", words: "empty.csv", "empty")
        try expectRefused(Data("number,title\n1,x\n".utf8), name: "short.csv", words: "intake.yaml, line", "column")
        try expectRefused(Data((header.replacing("sector,", with: "sektor,") + "").utf8), name: "misspelt.csv", words: "“sector”", "sektor")
        try expectRefused(Data((header.dropLast() + ",title\n").utf8), name: "twice.csv", words: "more than one column", "title")
        try expectRefused(Data((header.dropLast() + ",colour\n").utf8), name: "more.csv", words: "colour", "ignore")
        let wide = (0..<1_000_000).map { "c\($0)" }.joined(separator: ",") + "\n"
        try expectRefused(Data(wide.utf8), name: "wide.csv", words: "wide.csv", "line 1", "16384")
        let cell = Data((header + "1,\"").utf8) + Data(repeating: UInt8(ascii: "x"), count: 10_000_000) + Data("\",a\n".utf8)
        try expectRefused(cell, name: "cell.csv", words: "cell.csv", "line 2")
        try expectRefused(Data((header + "1,\"never closed").utf8), name: "quote.csv", words: "quote.csv", "quot")
    }

    @Test("a wrong encoding is named with its place, and the encoding can be given")
    func encoding() throws {
        let row = Intake.row(1)
        let text = Intake.csv([row]).replacing("Worker name1", with: "José")
        let latin = Data(text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") })
        try expectRefused(latin, name: "latin.csv", words: "latin.csv", "UTF-8")
        let world = try World()
        try latin.write(to: world.file("latin.csv"))
        try world.write(Intake.mapping.replacing("identifier: number\n", with: "identifier: number\nencoding: windows-1252\n"), to: "intake.yaml")
        try world.importIntake("latin.csv").succeeded()
        try world.run("export", "--format", "jsonl", "--output", world.file("all.jsonl").path).succeeded()
        #expect(try String(decoding: Data(contentsOf: world.file("all.jsonl")), as: UTF8.self).contains("José"))
        try expectRefused(latin, name: "l.csv", words: "klingon", mapping: Intake.mapping + "encoding: klingon\n")
    }

    @Test("workbooks that are cut off, hostile or none")
    func workbooks() throws {
        try expectRefused(Data("PK\u{3}\u{4}nothing".utf8), name: "cut.xlsx", words: "cut.xlsx")
        try expectRefused(Data("number,title\n".utf8), name: "text.xlsx", words: "text.xlsx")
        let bomb = try zipped(["xl/workbook.xml": Data(repeating: UInt8(ascii: " "), count: 200_000_000), "[Content_Types].xml": Data("<Types/>".utf8)])
        #expect(bomb.count < 2_000_000)
        try expectRefused(bomb, name: "bomb.xlsx", words: "bomb.xlsx")
        try expectRefused(bomb.prefix(bomb.count / 2), name: "half.xlsx", words: "half.xlsx")
    }

    private func zipped(_ files: [String: Data]) throws -> Data {
        let folder = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: file)
        }
        let archive = folder.appending(path: "archive.zip")
        let script =
            "import sys, zipfile, os\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nfor n in sys.argv[3:]: z.write(os.path.join(sys.argv[2], n), n)\nz.close()"
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": ProcessInfo.processInfo.environment["HOME"] ?? "/"]
        let made = try ChildProcess("python3", ["-c", script, archive.path, folder.path] + files.keys.sorted(), environment: environment).wait()
        try #require(made.status == 0, "python3 is needed to make an archive: \(made.errorText)")
        return try Data(contentsOf: archive)
    }

    @Test("mappings that cannot be meant")
    func mappings() throws {
        let table = Data(Intake.csv(rows: 1...2).utf8)
        let cases: [(mapping: String, words: [String])] = [
            ("", ["intake.yaml", "empty"]), ("source: [", ["intake.yaml, line"]), ("records: []\n", ["source"]), ("source: x\n", ["records"]),
            ("source: x\nrecords: []\n", ["records", "empty"]), ("source: x\nrecords:\n  - record: case\n", ["column"]),
            ("source: x\nunmapped: ignore\nrecords:\n  - record: kase\n    fields: {title: title}\n", ["kase", "case"]),
            ("source: x\nunmapped: ignore\nrecords:\n  - record: case\n    fields: {titel: title}\n", ["titel", "title"]),
            ("source: x\nunmapped: ignore\nrecords:\n  - record: case\n    fields: {title: titel}\n", ["titel", "line 5"]),
            ("source: x\nunmapped: ignore\nrecords:\n  - record: case\n    fields: {sector: {column: sector, values: {construction: diving}}}\n", ["diving"]),
            ("source: x\nunmapped: ignore\nrecord: case\n", ["record"]), ("mapping: 7\nsource: x\nrecords: []\n", ["version"]),
        ]
        for (mapping, words) in cases {
            let world = try World()
            try table.write(to: world.file("register.csv"))
            try world.write(mapping, to: "intake.yaml")
            let result = try world.importIntake()
            #expect(result.status == 1, "\(mapping): \(result.text)\(result.errorText)")
            for word in words { #expect(result.errorText.contains(word), "\(mapping): \(result.errorText)") }
            #expect(try world.count("journal_entry") == 0, "\(mapping)")
        }
        let world = try World()
        try world.writeIntake(rows: 1...2)
        try world.run("import", world.file("register.csv").path, "--mapping", world.file("missing.yaml").path).failed("missing.yaml")
        try world.run("import", world.file("missing.csv").path, "--mapping", world.file("intake.yaml").path).failed("missing.csv")
        try world.run("import", world.file("register.csv").path, "--preset", "ctdc").failed("register.csv")
    }

    @Test("good rows land, bad ones come back with their reasons, and the mended file adds only them", arguments: Backend.available)
    func rejects(_ backend: Backend) throws {
        let world = try World(backend)
        var rows = (1...10).map { Intake.row($0) }
        rows[1][2] = "diving"
        rows[3][11] = "31.13.2001"
        rows[4][5] = "2023-02-30"
        rows[5][7] = "a lot"
        rows[7][17] = "non-payment;witchcraft"
        rows[8] = rows[0]
        rows[8][1] = "Another case with the same number"
        try world.write(Intake.csv(rows), to: "register.csv")
        try world.write(Intake.mapping, to: "intake.yaml")
        let rejects = world.file("rejects.csv")
        let outcome = try world.importIntake("register.csv", "--rejects", rejects.path, "--json").succeeded().json()
        #expect(outcome["read"]?.integer == 10)
        let rejected = try #require(outcome["rejected"]?.integer)
        #expect((outcome["imported"]?.integer ?? 0) + (outcome["unchanged"]?.integer ?? 0) + rejected == 10)
        #expect(rejected == 6)
        var reader = try CSVReader(bytes: [UInt8](Data(contentsOf: rejects)))
        let columns = try #require(try reader.next()).fields
        let reason = try #require(columns.firstIndex { $0.hasSuffix("reason") })
        var reasons: [String: String] = [:]
        while let record = try reader.next() {
            let number = record.fields[try #require(columns.firstIndex(of: "number"))]
            reasons[number] = record.fields[reason]
            #expect(record.fields[try #require(columns.firstIndex(of: "name"))].hasPrefix("Worker"))
        }
        #expect(reasons["H2"]?.contains("diving") == true)
        #expect(reasons["H4"]?.contains("birth") == true)
        #expect(reasons["H5"]?.contains("since") == true)
        #expect(reasons["H6"]?.contains("debt") == true)
        #expect(reasons["H8"]?.contains("witchcraft") == true)
        #expect(reasons["H1"]?.contains("row 2 already") == true, "\(reasons)")
        #expect(try world.run("cases", "--limit", "0", "--json").succeeded().json()["total"]?.integer == 4)
        #expect(try world.verify().faults.isEmpty)

        // The person mends the rows in the file of rejects and imports that.
        var mended = try String(decoding: Data(contentsOf: rejects), as: UTF8.self)
        for (wrong, right) in [
            ("diving", "construction"), ("31.13.2001", "2001-12-31"), ("2023-02-30", "2023-02-28"), ("a lot", "1500"), ("witchcraft", "deception"),
        ] {
            // Only the cell, which comes first in its line, not the reason after it.
            mended = mended.split(separator: "\r\n", omittingEmptySubsequences: false).map { $0.replacing(wrong, with: right, maxReplacements: 1) }.joined(
                separator: "\r\n")
        }
        try world.write(mended, to: "mended.csv")
        let second = try world.importIntake("mended.csv", "--json").succeeded().json()
        #expect(second["imported"]?.integer == 6, "\(second)")
        #expect(try world.run("cases", "--limit", "0", "--json").succeeded().json()["total"]?.integer == 9)
        #expect(try world.verify().faults.isEmpty)
    }
}
