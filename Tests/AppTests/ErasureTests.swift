import Dictionary
import Disclosure
import Formats
import Foundation
import Journal
import Storage
import Testing

@testable import App

@Suite("Erasure")
struct ErasureTests {
    private static let marker = "Qzxjv"

    /// What says who row 7 of the register is.
    private static let identity = [
        "\(marker)name7", "\(marker)summary7", "\(marker)title7", "\(marker)mail7", "\(marker)told7", "9810000007", "1977-11-08", "P\(marker)7", "H\(marker)7",
    ]

    /// Finds a record by what the holder of the key can read.
    private func record(_ kind: String, holding text: String, in world: World) throws -> String {
        let file = world.file("find-\(UUID().uuidString).jsonl")
        try world.run("export", "--format", "jsonl", "--output", file.path).succeeded()
        for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
            let object = try JSONValue.parse([UInt8](line))
            guard object["kind"]?.string == kind, String(decoding: line, as: UTF8.self).contains(text) else { continue }
            return try #require(object["record"]?.string)
        }
        struct NotFound: Error { var kind: String, text: String }
        throw NotFound(kind: kind, text: text)
    }

    private func wrappedKeys(in world: World) throws -> [String: [UInt8]] {
        [String: [UInt8]](uniqueKeysWithValues: try world.rows("SELECT record, wrapped FROM record_key") { ($0.text(0), $0.blob(1)) })
    }

    @Test("after erasing a person nothing yields who it was, and the case is still counted", arguments: Backend.available)
    func person(_ backend: Backend) throws {
        let world = try World(backend)
        try world.writeIntake(rows: 1...9, marker: Self.marker)
        let outcome = try world.importIntake("register.csv", "--json").succeeded().json()
        let person = try record("person", holding: "\(Self.marker)name7", in: world)
        let caseRecord = try record("case", holding: "\(Self.marker)title7", in: world)
        let moment = ISO8601DateFormatter().string(from: Date().addingTimeInterval(1))
        let counts = try tabulations(of: world)
        let keys = try wrappedKeys(in: world)

        let answer = try world.run("erase", person, "--reason", "She asked for it.", "--json").succeeded().json()
        let erased = try #require(answer["erased"]?.array).compactMap(\.string)
        #expect(erased.contains(person) && erased.contains(caseRecord))
        let destroyed = ByteSearch(bytes: erased.compactMap { record in keys[record].map { ("key of \(record)", $0) } })
        let identity = ByteSearch(Self.identity)
        if backend == .sqlite { #expect(try destroyed.found(inFilesOf: world.data) == []) }
        for record in erased { #expect(try world.rows("SELECT record FROM record_key WHERE record = ?", [.text(record)], { $0.text(0) }).isEmpty) }

        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
        #expect(try tabulations(of: world) == counts)
        for record in [person, caseRecord] { try expectSilent(world, record, asOf: moment, identity) }
        try expectRestoredSilent(world, record: caseRecord, identity, destroyed, counts)

        // The same file again: its row is refused, and nothing of it comes back.
        let again = try world.importIntake("register.csv", "--json").succeeded().json()
        #expect(again["rejected"]?.integer == 1)
        #expect(again["unchanged"]?.integer == 8)
        #expect(try record("person", holding: "\(Self.marker)name6", in: world) != person)
        try world.run("rebuild").succeeded()
        try world.run("undo", try #require(outcome["batch"]?.string), "--reason", "All of it.").succeeded()
        for record in [person, caseRecord] { try expectSilent(world, record, asOf: moment, identity) }
        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
        _ = try world.run("undo", String(try sequence(of: person, in: world)), "--reason", "Back.")
        try expectSilent(world, person, asOf: moment, identity)
        if backend == .sqlite { #expect(try destroyed.found(inFilesOf: world.data) == []) }
    }

    private func sequence(of record: String, in world: World) throws -> Int64 {
        try world.rows("SELECT min(sequence) FROM journal_entry WHERE record = ?", [.text(record)]) { $0.integer(0) }[0]
    }

    private func tabulations(of world: World) throws -> [String] {
        try ["sector", "person.sex", "violation.type", "destination-country"].map { try world.run("tabulate", "--by", $0, "--format", "json").succeeded().text }
    }

    /// No way of reading says who it was.
    private func expectSilent(_ world: World, _ record: String, asOf moment: String, _ identity: ByteSearch) throws {
        for arguments in [
            ["show", record], ["show", record, "--json"], ["show", record, "--history"], ["show", record, "--history", "--json"],
            ["show", record, "--as-of", moment],
            ["show", record, "--as-of", moment, "--history", "--json"], ["cases", "--json"], ["cases"],
        ] {
            let result = try world.start(arguments, environment: [:]).wait().succeeded()
            #expect(identity.found(in: result.output + result.errors) == [], "\(arguments)")
        }
        for format in ["jsonl", "htcds-json", "htcds-csv", "facts-csv", "journal"] {
            let file = world.file("silent.\(format)")
            try world.run("export", "--format", format, "--output", file.path).succeeded()
            #expect(identity.found(in: try Data(contentsOf: file)) == [], "\(format)")
        }
    }

    private func expectRestoredSilent(_ world: World, record: String, _ identity: ByteSearch, _ destroyed: ByteSearch, _ counts: [String]) throws {
        let backup = world.file("after.corridor")
        try world.run("backup", "--output", backup.path).succeeded()
        #expect(identity.found(in: try Data(contentsOf: backup)) == [])
        let database = try world.anotherDatabase()
        defer { database?.remove() }
        let folder = world.file("restored")
        let place = database.map { ["--database", $0.address] } ?? []
        let restored = try ChildProcess(Command.program, ["restore", backup.path, "--data", folder.path] + place, environment: world.environment).wait()
            .succeeded()
        #expect(identity.found(in: restored.output + restored.errors) == [])
        for arguments in [["show", record, "--history"], ["tabulate", "--by", "sector", "--format", "json"]] {
            let result = try ChildProcess(Command.program, arguments + ["--data", folder.path], environment: world.environment).wait().succeeded()
            #expect(identity.found(in: result.output) == [])
            if arguments[0] == "tabulate" { #expect(result.text == counts[0]) }
        }
        #expect(try destroyed.found(inFilesOf: folder) == [])
    }

    @Test("a person in two cases: the case that is also about another stays, what was done to the person in it goes")
    func twoCases() throws {
        let world = try World()
        let alone = try world.saveCase(name: "Sita Tamang", summary: "Only about Sita.")
        let shared = try world.saveCase(name: "Maya Rai", summary: "About both of them.")
        let tie = try world.relate(alone.person, to: shared.case)
        let violation = try world.save(
            "violation", ["case": .link(shared.case), "victim": .link(alone.person), "type": .code("deception"), "description": .text("To Sita.")])
        let erased = try Erasure(world.node).erase(alone.person, reason: "She asked for it.").erased
        #expect(Set(erased) == [alone.person, alone.case, alone.relation, alone.violation, tie, violation])
        let report = try RecordViewing(world.node, reader: .keyHolder).report(on: shared.case, withHistory: false)
        #expect(report.view.answer("summary") == .text("About both of them."))
        #expect(report.linked.contains { $0.view.record == shared.person && $0.view.answer("names") != nil })
        let other = try RecordViewing(world.node, reader: .keyHolder).report(on: alone.person, withHistory: true)
        #expect(other.view.isErased && other.view.answer("names") == nil)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("a case with several workers: erasing one leaves the case and the other")
    func severalWorkers() throws {
        let world = try World()
        let saved = try world.saveCase(name: "Sita Tamang", summary: "About both of them.")
        let second = try world.save("person", ["names": try .name("Maya Rai")])
        try world.relate(second, to: saved.case)
        let outcome = try Erasure(world.node).erase(second, reason: "She asked for it.")
        // The case is about the other worker too: it stays, and whoever erased is told to look into it.
        #expect(outcome.mayStillName == [saved.case])
        let erased = outcome.erased
        #expect(erased.contains(second) && !erased.contains(saved.case) && !erased.contains(saved.person))
        let view = try RecordViewing(world.node, reader: .keyHolder).report(on: saved.case, withHistory: false).view
        #expect(view.answer("summary") == .text("About both of them."))
    }

    @Test("erasing a case takes the people who are in no other, and leaves those who are")
    func wholeCase() throws {
        let world = try World()
        let saved = try world.saveCase(name: "Sita Tamang")
        let other = try world.saveCase(name: "Maya Rai")
        let tie = try world.relate(other.person, to: saved.case, as: "witness")
        let erased = try Erasure(world.node).erase(saved.case, reason: "The time to keep it is over.").erased
        #expect(Set(erased) == [saved.case, saved.person, saved.relation, saved.violation, tie])
        let stays = try RecordViewing(world.node, reader: .keyHolder).report(on: other.person, withHistory: false).view
        #expect(try stays.answer("names") == .name("Maya Rai"))
        #expect(try CaseStatistics(world.node).tabulate(by: ["sector"], where: []).total == 2)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("an erased record takes no change, no second erasure and no key")
    func afterwards() throws {
        let world = try World()
        let saved = try world.saveCase()
        _ = try Erasure(world.node).erase(saved.person, reason: "Asked for.")
        #expect(throws: AppError.self) { try world.save("person", ["sex": .code("male")], record: saved.person) }
        #expect(throws: AppError.self) { _ = try Erasure(world.node).erase(saved.person, reason: "Again.") }
        try world.run("erase", saved.person, "--reason", "Again.").failed("erased already")
        try world.run("erase", RecordIdentifier.random(), "--reason", "Again.").failed("no record")
        try world.run("erase", saved.person, "--reason", "  ").failed("--reason", status: 2)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("keys of erased records are in no file of a large node, free pages and log included")
    func keysInLargeNode() throws {
        let world = try World()
        var cases: [SavedCase] = []
        for number in 0..<300 { cases.append(try world.saveCase(name: "Person \(number)")) }
        let keys = try wrappedKeys(in: world)
        var erased: [String] = []
        for index in stride(from: 3, to: 300, by: 23) { erased += try Erasure(world.node).erase(cases[index].case, reason: "Asked for.").erased }
        let search = ByteSearch(bytes: erased.compactMap { record in keys[record].map { ("key of \(record)", $0) } })
        #expect(!erased.isEmpty)
        #expect(try search.found(inFilesOf: world.data) == [])
        // A key that was not destroyed is found, so the search can find.
        let kept = try #require(keys[cases[0].case])
        #expect(try !ByteSearch(bytes: [("kept", kept)]).found(inFilesOf: world.data).isEmpty)
        // Nor does rotating the wrapping key leave an older wrapping of it.
        _ = try KeyAdministration(world.node).rotateWrappingKey()
        let all = ByteSearch(bytes: keys.map { ("old key of \($0.key)", $0.value) })
        #expect(try all.found(inFilesOf: world.data).count == 0)
    }

    @Test("an employer on whom another worker's case rests stays, and can be recorded again")
    func employerStays() throws {
        let world = try World()
        let (first, second) = (try world.saveCase(), try world.saveCase(name: "Maya Rai"))
        let employer = try world.save("party", ["kind": .code("employer-household"), "names": try .name("Al Noor")])
        try world.relate(employer, to: first.case, as: "employer")
        try world.save("violation", ["case": .link(second.case), "type": .code("non-payment"), "perpetrator": Answer(.list([.link(employer)]))])
        let outcome = try Erasure(world.node).erase(first.person, reason: "She asked for it.")
        #expect(!outcome.erased.contains(employer) && outcome.erased.contains(first.case))
        #expect(outcome.mayStillName == [employer])
        let view = try RecordViewing(world.node, reader: .keyHolder).report(on: employer, withHistory: false).view
        #expect(view.answer("names") != nil)
    }

    @Test("a document about the person alone goes with her, also when only a sealed link says so; one about others too is named")
    func documents() throws {
        let world = try World()
        let saved = try world.saveCase(summary: "About both of them.")
        let second = try world.save("person", ["names": try .name("Maya Rai")])
        try world.relate(second, to: saved.case)
        let own = try world.save(
            "document", ["case": Answer(.list([.link(saved.case)])), "about": Answer(.list([.link(second)])), "title": .text("Passport of Maya")])
        let both = try world.save(
            "document", ["case": Answer(.list([.link(saved.case)])), "about": Answer(.list([.link(second), .link(saved.person)])), "title": .text("Both")])
        let outcome = try Erasure(world.node).erase(second, reason: "She asked for it.")
        #expect(outcome.erased.contains(own) && !outcome.erased.contains(both))
        #expect(Set(outcome.mayStillName).isSuperset(of: [saved.case]))
        let further = try Erasure(world.node).erase(saved.case, also: [both], reason: "And the rest.")
        #expect(Set(further.erased).isSuperset(of: [saved.case, both]))
    }
}
