import Dictionary
import Formats
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// How many times programs are killed: `CORRIDOR_KILLS`, 200 where `CORRIDOR_SOAK` is set, fewer otherwise.
private let killCount: Int = {
    let environment = ProcessInfo.processInfo.environment
    if let count = environment["CORRIDOR_KILLS"].flatMap({ Int($0) }) { return count }
    return environment["CORRIDOR_SOAK"] == nil ? 40 : 200
}()

/// Imports take longer than saves, so most kills are of saves.
private let importKills = max(1, killCount / 5)

@Suite("Killed at any instant", .serialized)
struct CrashTests {
    private static let rowCount = 1600

    /// Everything that a holder of the key can read, in an order that does not depend on the history.
    private func everything(in world: World) throws -> [String] {
        let file = world.file("everything.jsonl")
        try world.run("export", "--format", "jsonl", "--output", file.path).succeeded()
        return try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map(String.init).sorted()
    }

    private func lastSequence(_ world: World) throws -> Int64 {
        try world.node.database.read { try $0.first("SELECT coalesce(max(sequence), 0) FROM journal_entry") { $0.integer(0) } ?? 0 }
    }

    @Test("an import that is killed again and again ends as one that was not")
    func imports() throws {
        let template = try World()
        try template.node.close()
        let reference = try World(copyOf: template)
        try reference.writeIntake(rows: 1...Self.rowCount)
        let start = ContinuousClock.now
        try reference.importIntake().succeeded()
        let duration = (ContinuousClock.now - start).seconds
        let expected = try everything(in: reference)
        let expectedFacts = try facts(of: reference)
        let whole = try lastSequence(reference)
        #expect(expected.count > Self.rowCount * 3)

        var random = SeededGenerator(seed: 2026)
        var kills = 0
        var interrupted = 0
        while kills < importKills {
            let world = try World(copyOf: template)
            try world.writeIntake(rows: 1...Self.rowCount)
            var complete = false
            while !complete {
                let killed = kills < importKills
                let child = try world.start(["import", world.file("register.csv").path, "--mapping", world.file("intake.yaml").path, "--json"])
                var seen: Int64 = 0
                if killed {
                    // By what was written and not by the clock, since an import that goes on has less to do, and a machine may be busy.
                    let first = try lastSequence(world)
                    let goal = first + Int64(Double.random(in: 0...0.9, using: &random) * Double(whole - first))
                    let latest = ContinuousClock.now + .seconds(60)
                    // It stands still while we look: on a busy machine it would come to its end meanwhile.
                    while try child.whilePaused({ try lastSequence(world) }) < goal, ContinuousClock.now < latest { Thread.sleep(forTimeInterval: 0.002) }
                    Thread.sleep(forTimeInterval: Double.random(in: 0...duration * 0.05, using: &random))
                    try child.whilePaused {
                        // What another program could read already was acknowledged.
                        seen = try lastSequence(world)
                        child.kill()
                    }
                    kills += 1
                }
                let result = child.wait()
                if result.signal == SIGKILL { interrupted += 1 }
                complete = result.status == 0
                #expect(killed || complete, "\(result.errorText)")
                try expectWhole(world, atLeast: seen)
            }
            #expect(try everything(in: world) == expected)
            #expect(try facts(of: world) == expectedFacts)
            let creations = try world.rows(
                "SELECT record, count(*) FROM journal_entry GROUP BY record HAVING count(*) > 1 AND record NOT IN (SELECT record FROM record_state WHERE kind = 'import')"
            ) { $0.text(0) }
            #expect(creations == [], "records of the import were written more than once")
        }
        #expect(interrupted > kills / 2, "only \(interrupted) of \(kills) kills came before the end")
    }

    private func facts(of world: World) throws -> [String] {
        let file = world.file("facts.csv")
        try world.run("export", "--format", "facts-csv", "--output", file.path).succeeded()
        return try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\r\n").map(String.init).sorted()
    }

    /// Nothing that was seen is gone, and everything verifies.
    private func expectWhole(_ world: World, atLeast seen: Int64) throws {
        let report = try world.verify()
        #expect(report.faults.isEmpty, "\(report.faults.map(\.sentence))")
        #expect(Int64(report.entries) >= seen)
    }

    @Test("no save that was answered is lost when a burst of saves is killed")
    func saves() throws {
        var random = SeededGenerator(seed: 77)
        var world = try World()
        var answered = 0
        for kill in 1...max(1, killCount - importKills) {
            if kill.isMultiple(of: 20) { world = try World() }
            let answers = world.file("answers-\(kill)")
            _ = FileManager.default.createFile(atPath: answers.path, contents: nil)
            let child = try BurstOfSaves.start(on: world, answers: answers)
            let deadline = Date().addingTimeInterval(60)
            while try Data(contentsOf: answers).isEmpty, Date() < deadline { Thread.sleep(forTimeInterval: 0.002) }
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.25, using: &random))
            child.kill()
            let result = child.wait()
            try #require(result.signal == SIGKILL, "the helper ended by itself: \(result.errorText)\(result.text)")
            let lines = try String(decoding: Data(contentsOf: answers), as: UTF8.self).split(separator: "\n")
            try #require(!lines.isEmpty, "the helper answered nothing: \(result.errorText)\(result.text)")
            for line in lines where line.utf8.count == 16 {
                answered += 1
                let state = try world.node.database.read { try RecordRows(connection: $0, organisation: 1).state(of: String(line)) }
                #expect(state != nil, "the save of \(line) was answered and is lost")
            }
            try expectWhole(world, atLeast: 0)
        }
        #expect(answered >= killCount - importKills)
    }

    @Test("two imports at the same time both land whole")
    func concurrentImports() throws {
        let world = try World()
        try world.writeIntake(rows: 1...700, name: "one.csv")
        try world.writeIntake(rows: 600...1300, name: "two.csv")
        let mapping = world.file("intake.yaml").path
        let children = try ["one.csv", "two.csv"].map { try world.start(["import", world.file($0).path, "--mapping", mapping, "--json"]) }
        let results = children.map { $0.wait() }
        for result in results { result.succeeded() }
        #expect(try world.run("cases", "--limit", "0", "--json").succeeded().json()["total"]?.integer == 1300)
        #expect(try world.verify().faults.isEmpty)
    }
}

/// A program that saves one record after the other and writes each identifier down once the save was answered: this very test program, started again
/// with nothing to run but the test below.
@Suite("Helper")
struct BurstOfSaves {
    private static let variable = "CORRIDOR_TEST_BURST"

    static func start(on world: World, answers: URL) throws -> ChildProcess {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var environment = world.environment.merging(ProcessInfo.processInfo.environment) { own, _ in own }
        environment[variable] = world.data.path
        environment["CORRIDOR_TEST_BURST_ANSWERS"] = answers.path
        var arguments = CommandLine.arguments.dropFirst().filter { $0.hasSuffix(".xctest") }
        arguments += ["--testing-library", "swift-testing", "--filter", "BurstOfSaves"]
        return try ChildProcess(program, Array(arguments), environment: environment)
    }

    @Test("saves until it is killed", .enabled(if: ProcessInfo.processInfo.environment["CORRIDOR_TEST_BURST"] != nil, "only as a helper of another test"))
    func save() throws {
        let environment = ProcessInfo.processInfo.environment
        let folder = URL(filePath: try #require(environment[Self.variable]))
        let handle = try FileHandle(forWritingTo: URL(filePath: try #require(environment["CORRIDOR_TEST_BURST_ANSWERS"])))
        let node = try Node.open(folder, unlock: UnlockMeans(environment: environment))
        while true {
            let record = RecordIdentifier.random()
            try node.change(by: "burst") {
                _ = try $0.save(
                    RecordChange(record: record, kind: "case", answers: ["sector": .code("construction"), "summary": .text("Account of \(record).")]))
            }
            try handle.write(contentsOf: Data("\(record)\n".utf8))
        }
    }
}
