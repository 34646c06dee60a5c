import Dictionary
import Foundation
import Journal
import Storage
import Testing

@testable import App

/// What holds after consents were given, refused, taken back and have run out.
@Suite("What was agreed to")
struct ConsentTests {
    private let day = CalendarDay(year: 2026, month: 3, day: 10)

    private func date(_ text: String) throws -> Answer { Answer(.date(try PartialDate(edtf: text))) }

    private func effective(_ world: World, _ record: String, on day: CalendarDay? = nil) throws -> ConsentAgreement {
        let asked = try #require(day ?? self.day)
        return try #require(try world.node.database.read { try Consents(node: world.node, connection: $0).effective(for: record, on: asked) })
    }

    @Test("A case without a consent allows nothing; neither does one of somebody who refused")
    func nothing() throws {
        let world = try World()
        let saved = try world.saveCase()
        #expect(try effective(world, saved.case).standing == .missing)
        try world.save("consent", ["case": .link(saved.case), "person": .link(saved.person), "given": .code("no"), "given-on": try date("2026-03-01")])
        let agreement = try effective(world, saved.case)
        #expect(agreement.standing == .refused && !agreement.allows("statistics") && agreement.keepingEndedOn == CalendarDay(year: 2026, month: 3, day: 1))
    }

    @Test("A scope holds from the day it was given to the last day it can end on, and for no other purpose")
    func span() throws {
        let world = try World()
        let saved = try world.saveCase()
        try world.save(
            "consent",
            [
                "case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(["act-for-me", "share-with-partner"]),
                "given-on": try date("2026-03-02"), "until": try date("2026-05"),
            ])
        for (text, holds) in [("2026-03-01", false), ("2026-03-02", true), ("2026-05-31", true), ("2026-06-01", false)] {
            let day = try #require(try PartialDate(edtf: text).earliest)
            let agreement = try effective(world, saved.case, on: day)
            #expect(agreement.allows("share-with-partner") == holds, "\(text)")
            #expect(!agreement.allows("media"), "\(text)")
        }
        #expect(try effective(world, saved.case, on: CalendarDay(year: 2027, month: 1, day: 1)).standing == .expired)
    }

    @Test("Taking one consent back ends its scopes also where an earlier consent gave them; a newer one gives them again")
    func withdrawal() throws {
        let world = try World()
        let saved = try world.saveCase()
        func give(_ scopes: [String], _ text: String) throws -> String {
            try world.save(
                "consent",
                ["case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(scopes), "given-on": try date(text)])
        }
        _ = try give(["record-keeping", "share-with-partner"], "2026-01-05")
        let second = try give(["share-with-partner", "media"], "2026-02-05")
        #expect(try effective(world, saved.case).allows("share-with-partner"))
        try world.node.change(by: "tester") { try $0.save(RecordChange(record: second, kind: "consent", answers: ["withdrawn-on": try date("2026-02-20")])) }
        var agreement = try effective(world, saved.case)
        #expect(!agreement.allows("share-with-partner") && !agreement.allows("media") && agreement.allows("record-keeping"))
        #expect(try effective(world, saved.case, on: CalendarDay(year: 2026, month: 2, day: 19)).allows("media"), "before it was taken back it held")
        _ = try give(["media"], "2026-03-01")
        agreement = try effective(world, saved.case)
        #expect(agreement.allows("media") && !agreement.allows("share-with-partner"))
    }

    @Test("Words of withdrawal without a day count from the entry that holds them")
    func withdrawalWithoutDay() throws {
        let world = try World()
        let saved = try world.saveCase()
        let consent = try world.save(
            "consent",
            [
                "case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(["statistics"]),
                "given-on": try date("2026-01-05"),
            ])
        try world.node.change(by: "tester") {
            try $0.save(
                RecordChange(
                    record: consent, kind: "consent", answers: ["withdrawal-words": .text("Leave me out of it."), "withdrawn-on": Answer(absent: .unknown)]))
        }
        #expect(try effective(world, saved.case).standing == .withdrawn)
    }

    @Test("In a group every known worker must have agreed, or somebody for the group")
    func group() throws {
        let world = try World()
        let saved = try world.saveCase()
        let other = try world.save("person", ["names": try .name("Hari Rai")])
        try world.relate(other, to: saved.case)
        try world.save(
            "consent",
            [
                "case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(["legal-claim"]),
                "given-on": try date("2026-01-05"),
            ])
        #expect(!(try effective(world, saved.case).allows("legal-claim")))
        #expect(try effective(world, saved.case).scopes.isEmpty)
        try world.save("consent", ["case": .link(saved.case), "given": .code("yes"), "scopes": .codes(["legal-claim"]), "given-on": try date("2026-01-06")])
        #expect(try effective(world, saved.case).allows("legal-claim"))
        // One of them says no for themselves: what somebody agreed to for all of them holds no more.
        try world.save(
            "consent",
            ["case": .link(saved.case), "person": .link(other), "given": .code("no"), "scopes": .codes(["legal-claim"]), "given-on": try date("2026-02-01")])
        #expect(!(try effective(world, saved.case).allows("legal-claim")))
    }

    @Test("A limit to receivers or countries is kept, and an unknown receiver does not meet it")
    func receivers() throws {
        let world = try World()
        let saved = try world.saveCase()
        let kinds = try #require(world.node.dictionary.vocabulary("organisation-kind")).terms.prefix(2).map(\.code)
        try world.save(
            "consent",
            [
                "case": .link(saved.case), "person": .link(saved.person), "given": .code("yes"), "scopes": .codes(["share-with-partner"]),
                "for-whom": .codes([kinds[0]]),
                "for-country": .codes(["NP"]), "given-on": try date("2026-01-05"),
            ])
        let agreement = try effective(world, saved.case)
        let receivers: [(ConsentAgreement.Receiver, Bool)] = [
            (.init(kind: kinds[0], country: "NP"), true), (.init(kind: kinds[1], country: "NP"), false), (.init(kind: kinds[0], country: "QA"), false),
            (.init(), false),
        ]
        for (receiver, isAllowed) in receivers { #expect(agreement.allows("share-with-partner", for: receiver) == isAllowed, "\(receiver)") }
    }

    @Test("An organisation learns nothing of the consents of another's case")
    func otherOrganisation() throws {
        let world = try World()
        let saved = try world.saveCase()
        let other = try NodeOrganisations(world.node).add(name: "Other", country: "QA")
        let day = try #require(day)
        #expect(try other.database.read { try Consents(node: other, connection: $0).effective(for: saved.case, on: day) } == nil)
    }

    @Test(
        "An export for somebody else holds the cases whose people agree at that moment, and no notes or tasks",
        arguments: [NodeExportFormat.jsonLines, .htcdsJSON, .htcdsCSV])
    func exports(_ format: NodeExportFormat) throws {
        let world = try World()
        let agreeing = try world.saveCase(name: "Agreeing Worker", summary: "Agreeing summary")
        let silent = try world.saveCase(name: "Silent Worker", summary: "Silent summary")
        try world.save("note", ["case": .link(agreeing.case), "text": .text("Internal remark")])
        let consent = try world.save(
            "consent",
            [
                "case": .link(agreeing.case), "person": .link(agreeing.person), "given": .code("yes"), "scopes": .codes(["share-with-partner"]),
                "given-on": try date("2026-01-05"),
            ])
        func export(_ purpose: String) throws -> (outcome: ExportOutcome, text: String) {
            let file = world.file("export")
            let purpose = try ExportPurpose(purpose, dictionary: world.node.dictionary)
            let outcome = try NodeExport(world.node, reader: .keyHolder, purpose: purpose).write(format, to: file)
            return (outcome, try String(contentsOf: file, encoding: .utf8))
        }
        let own = try export("own-use")
        #expect(own.outcome.cases == 2 && own.outcome.withheld == 0)
        let shared = try export("share-with-partner")
        #expect(shared.outcome.cases == 1 && shared.outcome.withheld == 1)
        #expect(
            shared.text.contains("Agreeing") && !shared.text.contains("Silent") && !shared.text.contains(silent.case)
                && !shared.text.contains("Internal remark"))
        #expect(try export("media").outcome.cases == 0)
        try world.node.change(by: "tester") { try $0.save(RecordChange(record: consent, kind: "consent", answers: ["withdrawal-words": .text("No more.")])) }
        let after = try export("share-with-partner")
        #expect(after.outcome.cases == 0 && after.outcome.withheld == 2 && !after.text.contains("Agreeing"))
    }

    @Test("A purpose that is none, and a journal for somebody else, are refused with what would be right")
    func wrongPurpose() throws {
        let world = try World()
        let error = #expect(throws: AppError.self) { try ExportPurpose("everything", dictionary: world.node.dictionary) }
        #expect(error?.description.contains("share-with-partner") == true)
        #expect(throws: AppError.self) {
            try NodeExport(world.node, reader: .keyHolder, purpose: .sharing(scope: "research")).write(.journal, to: world.file("journal"))
        }
    }
}
