import Dictionary
import Foundation
import Journal
import Storage
import TestSupport
import Testing

@testable import App

/// What cases call for, computed, kept in step and kept secret.
@Suite("What is due")
struct DueTests {
    private func date(_ text: String) throws -> Answer { Answer(.date(try PartialDate(edtf: text))) }

    private func kinds(_ world: World, _ record: String) throws -> [String] {
        let subject = try world.node.database.read { try DueReading(node: world.node, connection: $0).subject(record) }
        return (subject?.reminders ?? []).map { "\($0.kind.rawValue) \($0.day)" }
    }

    @Test("Each rule reminds while its reason holds and not longer")
    func rules() throws {
        let world = try World()
        let saved = try world.saveCase()
        let today = try #require(CalendarDay(daysSinceEpoch: Int(world.node.now() / 86_400_000)))
        #expect(try kinds(world, saved.case) == ["no-consent \(today)"])
        try world.save(
            "consent",
            [
                "case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(["act-for-me"]),
                "given-on": try date("2026-01-01"), "until": try date("2026-06"),
            ])
        #expect(try kinds(world, saved.case) == ["consent-expires 2026-06-30"])
        let claim = try world.save(
            "claim", ["case": .link(saved.case), "stage": .code("hearing"), "next-hearing": try date("2026-02-20"), "deadline": try date("2026-03")])
        #expect(try kinds(world, saved.case) == ["hearing 2026-02-20", "claim-deadline 2026-03-01", "consent-expires 2026-06-30"])
        _ = try world.save("claim", ["stage": .code("paid")], record: claim)
        let violation = try world.save("violation", ["case": .link(saved.case), "type": .code("document-retention"), "since": try date("2025-12")])
        let action = try world.save(
            "action",
            [
                "case": .link(saved.case), "type": .code("advice"), "status": .code("done"), "date": try date("2026-01-15"),
                "next-follow-up": try date("2026-02-01"),
            ])
        #expect(try kinds(world, saved.case) == ["passport-held 2025-12-01", "follow-up 2026-02-01", "consent-expires 2026-06-30"])
        _ = try world.save("violation", ["documents-returned": .code("yes")], record: violation)
        _ = try world.save("action", ["follow-up-done": .code("yes")], record: action)
        _ = try world.save(
            "case", ["priority": .code("urgent"), "next-step-date": try date("2026-02-10"), "departure-date": try date("2026-02-12")], record: saved.case)
        // Thirty days after the last thing that was done.
        #expect(try kinds(world, saved.case) == ["next-step 2026-02-10", "departure 2026-02-12", "no-action 2026-03-04", "consent-expires 2026-06-30"])
        let task = try world.save("task", ["case": .link(saved.case), "title": .text("Call"), "due": try date("2026-02-11")])
        #expect(try kinds(world, saved.case).contains("task 2026-02-11"))
        _ = try world.save("case", ["status": .code("closed")], record: saved.case)
        #expect(try kinds(world, saved.case) == ["task 2026-02-11"])
        _ = try world.save("task", ["done": .code("yes")], record: task)
        #expect(try kinds(world, saved.case) == [])
    }

    @Test("The boards follow the journal, also what another process wrote, and are the same after a restart", arguments: Backend.available)
    func inStep(_ backend: Backend) throws {
        let world = try World(backend)
        let saved = try world.saveCase()
        let book = DueBook(world.node)
        let far = try #require(CalendarDay(year: 2030, month: 1, day: 1))
        func all(_ book: DueBook) throws -> [DueBoards.Item] {
            try #require(try book.look { boards in DueBoards.Section.allCases.flatMap { boards.items($0, .everyone, today: far, from: 0, limit: 1000) } })
        }
        #expect(try all(book).map(\.reminder.kind) == [.noConsent])
        // The book learns of it from the journal alone.
        _ = try world.save("case", ["next-step-date": try date("2026-02-10")], record: saved.case)
        #expect(try all(book).map(\.reminder.kind) == [.nextStep, .noConsent])
        let task = try world.save("task", ["case": .link(saved.case), "title": .text("Call"), "due": try date("2026-02-11")])
        let other = try world.saveCase(name: "Hari Rai")
        // A task that goes to another case leaves the first one.
        _ = try world.save("task", ["case": .link(other.case)], record: task)
        #expect(try all(book).filter { $0.reminder.kind == .task }.map(\.subject) == [other.case])
        let afterRestart = DueBook(world.node)
        #expect(Set(try all(afterRestart)) == Set(try all(book)))
        try world.node.change(by: "tester") { try $0.setRetracted(true, record: other.case, ground: "a test") }
        #expect(try all(book).map(\.subject) == [saved.case, saved.case])
        #expect(Set(try all(DueBook(world.node))) == Set(try all(book)))
    }

    @Test("A random history gives the boards that computing everything anew gives")
    func randomHistory() throws {
        let world = try World()
        var random = SeededGenerator(seed: 11)
        let book = DueBook(world.node)
        let far = try #require(CalendarDay(year: 2030, month: 1, day: 1))
        var cases: [SavedCase] = []
        for step in 0..<60 {
            if cases.isEmpty || step % 9 == 0 { cases.append(try world.saveCase(name: "Worker \(step)")) }
            let chosen = try #require(cases.randomElement(using: &random))
            let day = "2026-0\(Int.random(in: 1...9, using: &random))-1\(Int.random(in: 0...9, using: &random))"
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                _ = try world.save(
                    "case", ["next-step-date": try date(day), "assigned-to": Answer(.list([.link("account-\(step % 3)")]))], record: chosen.case)
            case 1: _ = try world.save("case", ["status": .code(step % 2 == 0 ? "closed" : "active")], record: chosen.case)
            case 2: try world.save("task", ["case": .link(chosen.case), "title": .text("T"), "due": try date(day)])
            case 3: try world.save("claim", ["case": .link(chosen.case), "deadline": try date(day), "stage": .code("filed")])
            case 4: _ = try world.save("case", ["confidential": .code(step % 2 == 0 ? "yes" : "no")], record: chosen.case)
            default: try world.save("consent", ["case": .link(chosen.case), "given": .code("yes"), "scopes": .codes(["media"]), "until": try date(day)])
            }
            guard step % 7 == 0 else { continue }
            for scope in [DueBoards.Scope.everyone, .account("account-1")] {
                let kept = try #require(
                    try book.look { boards in DueBoards.Section.allCases.map { boards.items($0, scope, today: far, from: 0, limit: 1000) } })
                var fresh = DueBoards()
                fresh.load(
                    try world.node.database.read { connection in
                        try cases.compactMap { try DueReading(node: world.node, connection: connection).subject($0.case) }
                    })
                let expected = DueBoards.Section.allCases.map { fresh.items($0, scope, today: far, from: 0, limit: 1000) }
                #expect(kept.map(Set.init) == expected.map(Set.init), "step \(step)")
                #expect(kept.map { $0.map(\.reminder.day) } == expected.map { $0.map(\.reminder.day) })
            }
        }
    }

    @Test("No date of what is due lies open on the disk, and an erased case leaves nothing there")
    func sealed() throws {
        let world = try World()
        let saved = try world.saveCase()
        _ = try world.save("case", ["next-step-date": try date("2031-07-19")], record: saved.case)
        try DueBook(world.node).prepare()
        let days = String(try #require(CalendarDay(year: 2031, month: 7, day: 19)).daysSinceEpoch)
        for file in try FileManager.default.contentsOfDirectory(at: world.data, includingPropertiesForKeys: nil)
        where file.lastPathComponent.hasPrefix("corridor.sqlite") {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(!bytes.contains(Array("2031-07-19".utf8)) && !bytes.contains(Array(days.utf8)))
        }
        #expect(try world.count("due_subject") == 1)
        _ = try Erasure(world.node).erase(saved.case, reason: "a test")
        #expect(try world.count("due_subject") == 0)
        try DueBook(world.node).prepare()
        #expect(try world.count("due_subject") == 0)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("Sections of a board have their borders at midnight")
    func sections() throws {
        var boards = DueBoards()
        let today = try #require(CalendarDay(year: 2026, month: 3, day: 10))
        let offsets = [-400, -1, 0, 1, 14, 15]
        boards.load(
            try offsets.enumerated().map { index, offset in
                DueSubject(
                    record: "case-\(index)", isCase: true, isConfidential: false, accounts: ["a"],
                    reminders: [Reminder(kind: .nextStep, day: try #require(today.adding(days: offset)), record: "case-\(index)", accounts: nil)])
            })
        func found(_ section: DueBoards.Section) -> [String] { boards.items(section, .account("a"), today: today, from: 0, limit: 10).map(\.subject) }
        #expect(found(.overdue) == ["case-1", "case-0"] && found(.today) == ["case-2"] && found(.soon) == ["case-3", "case-4"] && found(.standing) == [])
        #expect(boards.count(.overdue, .everyone, today: today) == 2)
        #expect(boards.items(.overdue, .everyone, today: today, from: 1, limit: 10).map(\.subject) == ["case-0"])
        boards.replace("case-1", with: nil)
        #expect(found(.overdue) == ["case-0"] && boards.count(.today, .account("b"), today: today) == 0)
    }
}
