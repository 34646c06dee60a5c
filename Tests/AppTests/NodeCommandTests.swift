import Formats
import Foundation
import Storage
import Testing

@testable import App

@Suite("Nodes, keys and backups through the command")
struct NodeCommandTests {
    @Test("init makes a node once, in a country that exists")
    func initialise() throws {
        let folder = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = ["HOME": folder.path, "XDG_CONFIG_HOME": folder.appending(path: "config").path]
        let data = folder.appending(path: "a/b/node").path
        func run(_ arguments: [String], _ extra: [String: String] = [:]) throws -> ProgramResult {
            try ChildProcess(Command.program, arguments, environment: environment.merging(extra) { $1 }).wait()
        }
        let make = ["init", "--data", data, "--organisation", "Test Helpline", "--country"]
        try run(make + ["XX"]).failed("XX", "--country", status: 2)
        try run(make + ["Nepal"]).failed("Nepal", "NP", status: 2)
        try run(["init", "--data", data, "--organisation", "  ", "--country", "NP"]).failed("--organisation", status: 2)
        #expect(!FileManager.default.fileExists(atPath: data + "/node.json"))
        let made = try run(make + ["np", "--json"]).succeeded().json()
        let keyFile = try #require(made["keyFile"]?.string)
        #expect(keyFile.hasPrefix(folder.path) && !keyFile.hasPrefix(data))
        try run(make + ["NP"]).failed("already a node")
        // The key file is found by itself.
        #expect(try run(["verify", "--data", data, "--json"]).succeeded().json()["entries"]?.integer == 0)
        #expect(try run(["tabulate", "--by", "sector", "--data", data, "--format", "json"]).succeeded().json()["total"]?.integer == 0)
        try run(["verify", "--data", folder.appending(path: "nowhere").path]).failed("no node", "corridor init")
        try FileManager.default.moveItem(atPath: keyFile, toPath: keyFile + ".away")
        try run(["verify", "--data", data]).failed("locked", "CORRIDOR_PASSPHRASE", "--key-file")
        try run(["verify", "--data", data, "--key-file", keyFile + ".away"]).succeeded()
        try run(["verify", "--data", data, "--key-file", "/etc/hostname"]).failed("not a key file")
    }

    @Test("a passphrase from the environment opens the node, a wrong one does not")
    func passphrase() throws {
        let folder = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = folder.appending(path: "node").path
        func run(_ arguments: [String], _ passphrase: String?) throws -> ProgramResult {
            var environment = ["HOME": folder.path]
            environment["CORRIDOR_PASSPHRASE"] = passphrase
            return try ChildProcess(Command.program, arguments, environment: environment).wait()
        }
        try run(["init", "--data", data, "--organisation", "X", "--country", "NP"], "correct horse battery").succeeded()
        try run(["verify", "--data", data], "correct horse battery").succeeded()
        try run(["verify", "--data", data], "incorrect horse").failed("passphrase")
        try run(["verify", "--data", data], nil).failed("locked")
        let file = folder.appending(path: "passphrase.txt")
        try Data("correct horse battery\n".utf8).write(to: file)
        #expect(try ChildProcess(Command.program, ["verify", "--data", data], environment: ["CORRIDOR_PASSPHRASE_FILE": file.path]).wait().status == 0)
        let output = try run(["keys", "show", "--data", data, "--json"], "correct horse battery").succeeded().json()
        #expect(output["locks"]?.array == [.string("passphrase")])
        for file in try ByteSearch.files(of: folder.appending(path: "node")) {
            #expect(try Data(contentsOf: file).range(of: Data("correct horse".utf8)) == nil)
        }
    }

    @Test("shares: enough holders recover the key, too few or a mistyped share do not")
    func shares() throws {
        let world = try World()
        let saved = try world.saveCase()
        let split = try world.run("keys", "split", "--shares", "5", "--threshold", "3", "--json").succeeded().json()
        let shares = try #require(split["shares"]?.array).compactMap(\.string)
        #expect(shares.count == 5 && split["threshold"]?.integer == 3)
        try world.run("keys", "split", "--shares", "2", "--threshold", "3").failed("3")
        try FileManager.default.removeItem(at: world.keyFile)
        let lost = ["CORRIDOR_KEY_FILE": "", "CORRIDOR_NEW_PASSPHRASE": "a new passphrase"]
        try world.run("verify", environment: lost).failed("locked")
        func recover(_ chosen: [String]) throws -> ProgramResult {
            try world.start(["keys", "recover"] + chosen.flatMap { ["--share", $0] }, environment: lost).wait()
        }
        try recover([shares[0], shares[1]]).failed("3")
        try recover([shares[0], shares[0], shares[0]]).failed("share")
        try recover([shares[0], shares[1], String(shares[2].dropLast()) + (shares[2].hasSuffix("A") ? "B" : "A")]).failed("share")
        try recover([shares[0], shares[1], "nonsense"]).failed("share")
        try world.write(shares[4], to: "share-5.txt")
        try world.start(["keys", "recover", world.file("share-5.txt").path, "--share", shares[1], "--share", shares[3]], environment: lost).wait().succeeded()
        let open = ["CORRIDOR_KEY_FILE": "", "CORRIDOR_PASSPHRASE": "a new passphrase"]
        let shown = try world.run("show", saved.case, "--json", environment: open).succeeded().json()
        #expect(shown["answers"]?["summary"]?["value"]?.string == "She was not paid for nine months.")
        try world.run("verify", environment: open).succeeded()
    }

    @Test("after protecting and rotating each key everything still reads and verifies", arguments: Backend.available)
    func rotation(_ backend: Backend) throws {
        let world = try World(backend)
        let saved = try world.saveCase()
        try world.node.close()
        let backup = world.file("before.corridor")
        try world.run("backup", "--output", backup.path).succeeded()
        let oldKey = try Data(contentsOf: world.keyFile)
        func expectReadable(_ environment: [String: String] = [:]) throws {
            let shown = try world.run("show", saved.case, "--json", environment: environment).succeeded().json()
            #expect(shown["answers"]?["summary"]?["value"]?.string == "She was not paid for nine months.")
            #expect(try world.run("verify", "--json", environment: environment).succeeded().json()["firstFault"] == .null)
        }
        try world.run("keys", "rotate", "--key", "wrapping").succeeded()
        try expectReadable()
        let fingerprint = try world.run("keys", "show", "--json").succeeded().json()["fingerprint"]
        try world.run("keys", "rotate", "--key", "signing").succeeded()
        try expectReadable()
        #expect(try world.run("keys", "show", "--json").succeeded().json()["fingerprint"] != fingerprint)
        try world.run("erase", saved.violation, "--reason", "Signed by the new key.").succeeded()
        try expectReadable()

        let newKey = world.file("keys/new.key")
        try world.run("keys", "rotate", "--key", "node", "--new-key-file", newKey.path).succeeded()
        try world.run("verify").failed("key file")
        try expectReadable(["CORRIDOR_KEY_FILE": newKey.path])
        try world.run("keys", "protect", environment: ["CORRIDOR_KEY_FILE": newKey.path, "CORRIDOR_NEW_PASSPHRASE": "words to open it"]).succeeded()
        try world.run("verify", environment: ["CORRIDOR_KEY_FILE": newKey.path]).failed("key file")
        try expectReadable(["CORRIDOR_KEY_FILE": "", "CORRIDOR_PASSPHRASE": "words to open it"])

        // A backup made before opens with what opened the node then.
        try oldKey.write(to: world.file("keys/old.key"))
        let database = try world.anotherDatabase()
        defer { database?.remove() }
        let restored = world.file("restored").path
        try ChildProcess(
            Command.program,
            ["restore", backup.path, "--data", restored, "--key-file", world.file("keys/old.key").path] + (database.map { ["--database", $0.address] } ?? []),
            environment: world.environment
        ).wait().succeeded()
    }

    @Test("backup and restore give the same records, also into the other kind of database", arguments: Backend.available)
    func backup(_ backend: Backend) throws {
        let world = try World(backend)
        try world.writeIntake(rows: 1...30)
        try world.importIntake().succeeded()
        try world.appendConcurrent(record: try world.saveCase().case, kind: "case", field: "sector", code: "agriculture")
        let file = world.file("b.corridor")
        let outcome = try world.run("backup", "--output", file.path, "--json").succeeded().json()
        #expect(outcome["entries"]?.integer == Int64(try world.count("journal_entry")))
        func restore(_ source: URL, _ name: String, _ extra: [String] = []) throws -> ProgramResult {
            try ChildProcess(Command.program, ["restore", source.path, "--data", world.file(name).path] + extra, environment: world.environment).wait()
        }
        let database = Backend.postgresAddress == nil ? nil : try PostgresPlace(server: Backend.postgresAddress ?? "")
        defer { database?.remove() }
        let other = backend == .sqlite ? database.map { ["--database", $0.address] } ?? [] : []
        try restore(file, "restored", other).succeeded()
        func exported(_ data: URL) throws -> [String] {
            let output = world.file("compare.jsonl")
            try ChildProcess(Command.program, ["export", "--format", "jsonl", "--output", output.path, "--data", data.path], environment: world.environment)
                .wait().succeeded()
            return try String(decoding: Data(contentsOf: output), as: UTF8.self).split(separator: "\n").map(String.init)
        }
        #expect(try exported(world.file("restored")) == exported(world.data))
        try restore(file, "restored").failed("already a node")

        // Damaged, cut off, somebody else's, no backup at all: a sentence, and no node.
        let bytes = try Data(contentsOf: file)
        var altered = bytes
        altered[altered.count / 2] ^= 1
        for (name, content) in [
            ("altered", altered), ("cut", bytes.dropLast(100)), ("half", bytes.prefix(bytes.count / 2)), ("text", Data("not a backup".utf8)), ("empty", Data()),
        ] {
            let damaged = world.file("\(name).corridor")
            try Data(content).write(to: damaged)
            try restore(damaged, "from-\(name)").failed()
            #expect(!FileManager.default.fileExists(atPath: world.file("from-\(name)/node.json").path), "\(name)")
        }
        try restore(world.file("missing.corridor"), "from-missing").failed("missing.corridor")
    }

    @Test("nodes that are damaged or newer get a sentence, and nothing is changed")
    func damaged() throws {
        let world = try World()
        _ = try world.saveCase()
        let journalPage = try world.rows("SELECT rootpage FROM sqlite_master WHERE name = 'journal_entry'") { Int($0.integer(0)) }.first
        // So that the database file holds everything and the log nothing.
        try world.node.database.purgeDeletedContent()
        try world.node.close()
        let configuration = world.data.appending(path: "node.json")
        let database = world.data.appending(path: "corridor.sqlite")
        let (goodConfiguration, goodDatabase) = (try Data(contentsOf: configuration), try Data(contentsOf: database))
        func with(_ content: Data, in file: URL, _ body: () throws -> Void) throws {
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database.path + suffix) }
            let good = try Data(contentsOf: file)
            try content.write(to: file)
            try body()
            if file == configuration { #expect(try Data(contentsOf: file) == content) }
            try good.write(to: file)
        }
        try with(Data("{".utf8), in: configuration) { try world.run("verify").failed("node.json", "damaged", "restore") }
        try with(Data(), in: configuration) { try world.run("verify").failed("node.json") }
        let newer = String(decoding: goodConfiguration, as: UTF8.self).replacing("\"version\" : 1", with: "\"version\" : 2")
        try with(Data(newer.utf8), in: configuration) { try world.run("verify").failed("newer version") }
        try with(Data("this is a text file, not a database at all. ".utf8) + Data(repeating: 65, count: 4096), in: database) {
            try world.run("verify").failed("not a database", "restore")
        }
        try with(goodDatabase.prefix(4096 * 3), in: database) { try world.run("verify").failed() }
        let page = try #require(journalPage)
        var holed = goodDatabase
        holed.replaceSubrange(4096 * (page - 1)..<4096 * page, with: Data(repeating: 0xA5, count: 4096))
        try with(holed, in: database) { try world.run("verify").failed() }
        try world.run("verify").succeeded()
    }

    @Test("a database of a newer version is left alone", arguments: Backend.available)
    func newerDatabase(_ backend: Backend) throws {
        let world = try World(backend)
        try world.tamper("INSERT INTO migration (number, name) VALUES (99, 'from the future')")
        for command in [["verify"], ["rebuild"], ["cases"], ["tabulate", "--by", "sector"]] {
            try world.start(command, environment: [:]).wait().failed("newer version", "nothing was changed")
        }
    }
}
