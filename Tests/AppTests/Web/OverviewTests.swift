import Dictionary
import Foundation
import Journal
import Testing

@testable import App

/// What keeps the overview: numbers of cases, the open ones first, one history, who was given which role, and what day it is.
@Suite("Overview of cases and colleagues")
struct OverviewTests {
    @Test("A new case has the next number of its year, is found by it and is linked by it; two numbers are never the same")
    func numbers() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)"
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get(path).text.contains(">2026-0001<"))
        let registration = CaseRegistration(node: place.node, account: place.accounts[.caseworker]?.identifier ?? "")
        let day = try #require(CalendarDay(year: 2026, month: 1, day: 3))
        func register(_ submission: String, _ more: [String: Answer?] = [:], on day: CalendarDay) throws -> String {
            let answers: [String: Answer?] = [
                "person.names": Answer(try FieldValue(list: [.name(PersonName(full: "Bina \(submission)"))], type: .name)),
                "case.destination-country": Answer(.code("QA")), "case.summary": Answer(try FieldValue(text: "Told", limit: 1000)),
            ]
            return try registration.save(answers.merging(more) { $1 }, submission: submission, day: day)
        }
        func number(_ record: String, of node: Node = place.node) throws -> String? {
            guard case .identifier(let reference)? = try RecordViewing(node, reader: .keyHolder).report(on: record, withHistory: false).view
                .answer("reference")?.value
            else { return nil }
            return reference.number
        }
        let second = try register("second", on: day)
        #expect(try number(second) == "2026-0002")
        #expect(try register("second", on: day) == second, "sent again")
        let own = Answer(.identifier(try Identifier(kind: "case-reference", number: "KTM/7")))
        #expect(try number(try register("own", ["case.reference": own], on: day)) == "KTM/7")
        #expect(try number(try register("third", on: day)) == "2026-0003")
        #expect(try number(try register("later", on: try #require(CalendarDay(year: 2027, month: 1, day: 1)))) == "2027-0001")
        #expect(try number(world.places[1].caseRecord, of: world.places[1].node) == "2026-0001", "each organisation counts its own")

        for place in world.places { try world.pipeline.services.search.prepare(place.node) }
        let asked = await supervisor.refusal("\(path)/related/new", [("submission", "r"), ("role", "part-of"), ("other", "2026-0002")])
        #expect(asked.status == 200 && asked.text.contains("value=\"\(second)\"") && asked.text.contains("Bina second"))
        #expect(await supervisor.get("\(path)/related/new").text.contains("Which of these?") == false)
        #expect(await supervisor.post("\(path)/related/new", [("submission", "r"), ("role", "part-of"), ("chosen", second)]).status == 303)
        #expect(await supervisor.get(path).text.contains("Bina second"))
        // Another organisation's case is found by nobody.
        #expect(await supervisor.isRefused("\(path)/related/new", [("submission", "s"), ("role", "part-of"), ("other", world.places[1].workerName)]))
    }

    @Test("The list begins with open cases, and the others are one step away")
    func open() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        #expect(await browser.get("/today").text.contains("href=\"/cases?open=yes\""))
        #expect(await browser.get("/cases?open=yes").text.contains(place.workerName))
        try place.node.change(by: "test") {
            _ = try $0.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["status": Answer(.code("closed"))]))
        }
        #expect(await browser.get("/cases?open=yes").text.contains(place.workerName) == false)
        #expect(await browser.get("/cases").text.contains(place.workerName))
        #expect(await browser.get("/cases?open=yes&status=closed").text.contains(place.workerName), "a status that is chosen says it more exactly")
    }

    @Test("The history of a case tells of all its records, each with a way to its own; a partner reads none of it")
    func history() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        try place.node.change(by: place.accounts[.supervisor]?.identifier ?? "") {
            _ = try $0.save(RecordChange(record: place.personRecord, kind: "person", answers: ["sex": Answer(.code("female"))]))
        }
        let page = await browser.get("/cases/\(place.caseRecord)/history").text
        #expect(page.contains("/cases/\(place.caseRecord)/records/\(place.personRecord)/history"))
        #expect(page.contains("Colleague supervisor 0") && page.contains(place.workerName))
        let own = await browser.get("/cases/\(place.caseRecord)/records/\(place.personRecord)/history").text
        #expect(!own.contains("Told \(place.workerName)"))
        let partner = await world.browser(.partner, of: 0)
        #expect(await partner.get("/cases/\(place.caseRecord)/history").status == 404)
    }

    @Test("Leaving in a hurry ends the session; a page that asks it without the form's token ends nothing")
    func leaving() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.post("/leave", [], token: "x").status == 403)
        #expect(await browser.get("/cases").status == 200)
        let session = try #require(browser.cookies["session"])
        let left = await browser.post("/leave", [])
        #expect(left.status == 303 && left.location == "/leave")
        browser.take(["session": session])
        #expect(await browser.get("/cases").status == 303)
        #expect(await WebBrowser(world.pipeline).post("/leave", []).status == 303, "also without a session")
    }

    @Test("Invitations that were not used are listed and can be withdrawn; who gave whom which role stands in the journal and in the log")
    func staff() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let administrator = await world.browser(.administrator, of: 0)
        let invited = await administrator.post("/administration/invitations", [("roles", "custodian")])
        let link = try #require(invited.text.firstMatch(of: #/\/invitation\/([A-Za-z0-9_-]+)/#)).1
        let path = try #require(invited.text.firstMatch(of: #/action="(\/administration\/invitations\/[0-9a-f]+\/withdraw)"/#)).1
        #expect(await world.browser(.administrator, of: 1).post(String(path), []).status == 404)
        #expect(await administrator.post(String(path), []).status == 303)
        #expect(await administrator.post(String(path), []).status == 404)
        #expect(await WebBrowser(world.pipeline).get("/invitation/\(link)").status == 404)
        let analyst = try #require(place.accounts[.analyst]).identifier
        #expect(await administrator.post("/administration/accounts/\(analyst)", [("roles", "supervisor"), ("state", "active")]).status == 303)
        let log = await world.browser(.supervisor, of: 0).get("/log").text
        #expect(log.contains("Roles: Supervisor") && log.contains("State: Active") && log.contains("Whose: Colleague analyst 0"))
        #expect(log.contains("State: Invitation withdrawn") && log.contains("Colleague administrator 0"))
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
        #expect(throws: AppError.self) {
            try place.node.change(by: "test") {
                _ = try $0.save(RecordChange(record: RecordIdentifier.random(), kind: "staff-account", answers: ["roles": Answer(try FieldValue(codes: ["custodian"]))]))
            }
        }
    }

    @Test("It is the day and the time of the organisation's country, whatever the machine's clock is set to")
    func clock() throws {
        let world = try WebWorld()
        let kathmandu = try LocalClock(Organisation(number: 1, identifier: "a", name: "A", country: "NP"))
        var translator = Translator(catalogue: try LanguageCatalogue.standard(), language: "en")
        let evening: UInt64 = 1_764_201_600_000 - 3_600_000  // 2025-11-26 23:00 UTC
        #expect(MomentText.text(evening, translator) == "26 November 2025 23:00 UTC")
        translator.clock = kathmandu
        #expect(MomentText.text(evening, translator) == "27 November 2025 04:45")
        #expect(translator.day(of: evening)?.description == "2025-11-27")
        let day = try #require(translator.day(of: evening))
        #expect(kathmandu.day(of: kathmandu.start(of: day))?.description == "2025-11-27")
        #expect(kathmandu.day(of: kathmandu.start(of: day) - 60_000)?.description == "2025-11-26")
        #expect(world.places[0].node.today == world.places[0].node.clock.day(of: world.places[0].node.now()))
    }
}
