import Dictionary
import Disclosure
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing
import Vault

@testable import App

/// What the organisation's settings, custodians and emergencies change, through the pages.
@Suite("Custodians, emergencies, settings, the log", .serialized)
struct OpeningTests {
    private func require(_ world: WebWorld, secondFactor: Bool = false, authorisation: Bool = false) throws {
        let place = world.places[0]
        try OrganisationSettings(requiresSecondFactor: secondFactor, identityNeedsAuthorisation: authorisation)
            .write(to: place.node, by: place.accounts[.administrator]?.identifier ?? "")
    }

    private func ask(_ browser: WebBrowser, _ path: String, _ way: Opening.Way) async -> WebBrowser.Answer {
        let form = await browser.get(path + "/opening")
        return await browser.post(
            path + "/opening",
            [("way", way.rawValue), ("reason", "The worker calls from the airport."), ("submission", WebBrowser.value(of: "submission", in: form.text) ?? "")],
            token: form.formToken)
    }

    @Test("Where identity needs authorisation a supervisor sees the case without it, asks, is allowed, sees it, and no longer when it is ended")
    func authorisation() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)"
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get(path).text.contains(place.workerName))
        try require(world, authorisation: true)
        for page in [
            path, path + "/history", "/cases", "/facts", "/facts/\(place.caseRecord)", path + "/records/\(place.personRecord)",
            path + "/records/\(place.caseRecord)",
        ] {
            let answer = await supervisor.get(page)
            #expect(answer.status == 200 && !answer.text.contains(place.workerName), "\(page)")
        }
        // Nor can they write over what they do not see.
        let edit = await supervisor.get(path + "/records/\(place.personRecord)")
        #expect(!edit.text.contains("name=\"names\""))
        let sent = await supervisor.post(
            path + "/records/\(place.personRecord)", [("names", "Somebody else"), ("seen", WebBrowser.value(of: "seen", in: edit.text) ?? "")],
            token: edit.formToken)
        #expect(sent.status == 303)
        #expect(await ask(supervisor, path, .authorisation).location == "/openings/own")
        #expect(await supervisor.get("/openings/own").text.contains("Not decided yet"))
        let custodian = await world.browser(.custodian, of: 0)
        let list = await custodian.get("/openings")
        #expect(list.text.contains("The worker calls from the airport.") && !list.text.contains(place.workerName))
        for page in [path, "/facts/\(place.caseRecord)"] { #expect(await custodian.get(page).status == 403) }
        let record = try #require(list.text.firstMatch(of: #/action="\/openings\/([0-9A-Z]{16})"/#)).output.1
        #expect(await custodian.post("/openings/\(record)", [("decision", "allowed"), ("hours", "8"), ("reply", "Until tonight.")]).status == 303)
        let allowed = await supervisor.get(path)
        #expect(allowed.text.contains(place.workerName) && !allowed.text.contains("Somebody else"))
        #expect(await supervisor.get("/openings/own").text.contains("Until tonight."))
        #expect(await custodian.post("/openings/\(record)", [("decision", "ended")]).status == 303)
        #expect(!(await supervisor.get(path).text.contains(place.workerName)))
        // All of it is in the journal, with who did it.
        let entries = try place.node.database.read { try RecordRows(connection: $0, organisation: place.node.organisation.number).entries(of: String(record)) }
        #expect(entries.map(\.entry.author) == [.supervisor, .custodian, .custodian].map { place.accounts[$0]?.identifier })
        let log = await custodian.get("/log?record=\(record)")
        #expect(log.text.contains("Colleague supervisor 0") && log.text.contains("Colleague custodian 0"))
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("An emergency opens a colleague's case at once, the custodian is told, and a confidential one stays shut")
    func emergency() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)"
        let lawyer = await world.browser(.legal, of: 0)
        #expect(await lawyer.get(path).status == 404)
        // Without the setting there is nobody to ask, only the emergency.
        #expect(await ask(lawyer, path, .authorisation).location?.contains("check=1") == true)
        #expect(await ask(lawyer, path, .emergency).location == path)
        #expect(await lawyer.get(path).text.contains(place.workerName))
        let custodian = await world.browser(.custodian, of: 0)
        let list = await custodian.get("/openings")
        #expect(list.text.contains("One to look at") && list.text.contains("Colleague legal 0"))
        let record = try #require(list.text.firstMatch(of: #/action="\/openings\/([0-9A-Z]{16})"/#)).output.1
        #expect(await custodian.post("/openings/\(record)", [("decision", "allowed")]).status == 303)
        #expect(await custodian.get("/openings").text.contains("0 to look at"))
        #expect(await lawyer.get(path).status == 200)
        #expect(await custodian.post("/openings/\(record)", [("decision", "ended")]).status == 303)
        #expect(await lawyer.get(path).status == 404)
        try place.node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["confidential": .init(.code("yes"))]))
        }
        #expect(await lawyer.get(path + "/opening").status == 404)
        // Somebody must be able to reach it when those who worked on it are gone.
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get(path).status == 404)
        #expect(await ask(supervisor, path, .emergency).status == 303)
        #expect(await supervisor.get(path).status == 200)
    }

    @Test("An analyst sees facts and no identity; a partner sees a referred case, who it is about only with the worker's consent, and no other case")
    func withoutIdentity() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let analyst = await world.browser(.analyst, of: 0)
        for page in ["/facts", "/facts/\(place.caseRecord)", "/statistics"] {
            let answer = await analyst.get(page)
            #expect(answer.status == 200 && !answer.text.contains(place.workerName), "\(page)")
            #expect(answer.text.contains("Qatar"), "\(page)")
        }
        let partner = await world.browser(.partner, of: 0)
        let path = "/cases/\(place.caseRecord)"
        #expect(await partner.get(path).status == 404)
        let accounts = [Role.partner, .caseworker].compactMap { place.accounts[$0]?.identifier }
        func save(_ record: String, _ kind: String, _ answers: [String: Answer?]) throws {
            try place.node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: answers)) }
        }
        let caseLink = Answer(try FieldValue(link: place.caseRecord))
        try save(place.caseRecord, "case", ["assigned-to": Answer(try FieldValue(list: accounts.map { try FieldValue(link: $0) }, type: .link))])
        try save(
            "DDDDDDDDDDDDDDD0", "document",
            [
                "case": Answer(try FieldValue(list: [.link(place.caseRecord)], type: .link)), "kind": Answer(.code("passport")),
                "title": Answer(.text("Papertitle")),
            ])
        let withoutConsent = await partner.get(path)
        #expect(withoutConsent.status == 200 && !withoutConsent.text.contains(place.workerName) && withoutConsent.text.contains("Qatar"))
        try save(
            "CCCCCCCCCCCCCCC0", "consent",
            ["case": caseLink, "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-with-partner"]))])
        let withConsent = await partner.get(path)
        #expect(withConsent.text.contains(place.workerName) && !withConsent.text.contains("Papertitle"))
        #expect(await partner.get(path + "/history").status == 404)
        #expect(await partner.get("/cases").text.contains(place.workerName))
        try save("CCCCCCCCCCCCCCC0", "consent", ["withdrawn-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3)))))])
        #expect(await partner.get(path).status == 404)
        let list = await partner.get("/cases").text
        #expect(!list.contains(place.workerName) && !list.contains(place.caseRecord) && !list.contains("Qatar"), "not as a count or a filter either")
    }

    @Test("Who does not want to be counted is in no statistics and not before analysts, from the withdrawal on, and again once they agree anew")
    func notCounted() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let analyst = await world.browser(.analyst, of: 0)
        var number = 0
        func save(_ record: String, _ answers: [String: Answer?]) throws {
            try place.node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: "consent", answers: answers)) }
        }
        func consent(_ given: String, _ scopes: [String], person: String? = nil) throws -> String {
            number += 1
            let record = "CCCCCCCCCCCCCCC\(number)"
            var answers: [String: Answer?] = ["case": .link(place.caseRecord), "given": .code(given)]
            if !scopes.isEmpty { answers["scopes"] = Answer(try FieldValue(codes: scopes)) }
            if let person { answers["person"] = .link(person) }
            try save(record, answers)
            return record
        }
        func counted() throws -> Int { try CaseStatistics(place.node).tabulate(by: ["case.destination-country"], where: []).total }
        let all = try counted()
        let page = "/facts/\(place.caseRecord)"
        #expect(await analyst.get(page).status == 200)
        let first = try consent("yes", ["statistics", "matching"])
        #expect(try counted() == all)
        // What is taken back besides does not matter.
        let other = try consent("yes", ["media"])
        try save(other, ["withdrawal-words": .text("No.")])
        #expect(try counted() == all)
        try save(first, ["withdrawal-words": .text("Leave me out.")])
        #expect(try counted() == all - 1)
        #expect(await analyst.get(page).status == 404)
        #expect(!(await analyst.get("/facts").text.contains(place.caseRecord)))
        _ = try consent("yes", ["statistics"])
        #expect(try counted() == all)
        #expect(await analyst.get(page).status == 200)
        // One of several workers is enough; and a refusal of everything refuses this.
        _ = try consent("no", [], person: place.personRecord)
        #expect(try counted() == all - 1)
        #expect(try world.world.verify().faults.isEmpty)
    }

    @Test("A colleague's case that is closed is hinted at before a second one is saved, found with a reason, and opened in an emergency; never a confidential one")
    func closedCases() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        try place.node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["assigned-to": nil]))
        }
        try world.pipeline.services.search.prepare(place.node)
        let caseworker = await world.browser(.caseworker, of: 0)
        let path = "/cases/\(place.caseRecord)"
        let closed = await caseworker.get(path)
        #expect(closed.status == 404 && closed.text.contains("/openings/find"))
        // The same is said of a case that is not there.
        #expect(await caseworker.get("/cases/\(RecordIdentifier.random())").text.contains("/openings/find"))
        #expect(await caseworker.isRefused("/openings/find", [("question", place.workerName), ("reason", "short")]))
        let why: [(String, String)] = [("reason", "She is at the airport and has no paper.")]
        let found = await caseworker.post("/openings/find", [("question", place.workerName)] + why)
        #expect(found.status == 200 && found.text.contains("\(path)/opening") && found.text.contains("One case"))
        // Custodians read why, in the log; supervisors do where they see identities by themselves. Other grounds of reading disturb nobody.
        try place.node.change(by: "test") { try $0.logReading(of: place.caseRecord, kind: "case", ground: "export jsonl") }
        for (role, authorisation, isTold) in [(Role.custodian, false, true), (.supervisor, false, true), (.custodian, true, true), (.supervisor, true, false)] {
            try require(world, authorisation: authorisation)
            let log = await world.browser(role, of: 0).get("/log")
            #expect(log.status == 200 && log.text.contains(why[0].1) == isTold && !log.text.contains("jsonl"), "\(role) \(authorisation)")
        }
        try require(world)
        #expect(await caseworker.post("/openings/find", [("question", "Quite Unknown")] + why).text.contains("0 cases"))
        try place.node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["confidential": .code("yes")]))
        }
        #expect(await caseworker.post("/openings/find", [("question", place.workerName)] + why).text.contains("0 cases"))
        // Nobody tries names without end.
        var last = found
        for _ in 0..<12 { last = await caseworker.post("/openings/find", [("question", "Somebody Else")] + why) }
        #expect(last.status == 429)
    }

    @Test("Whoever sees numbers only gets no small ones, and no total that would give them away")
    func smallNumbers() async throws {
        let world = try WebWorld()
        let coordinator = await world.browser(.coordinator, of: 0)
        let page = await coordinator.get("/statistics")
        #expect(page.status == 200 && page.text.contains("fewer than 11") && page.text.contains("total is not told"))
        #expect(await coordinator.get("/facts").status == 403)
        #expect(await coordinator.get("/statistics?by=person.names").status == 404)
    }

    @Test("Counts that were gone through before hold until something is recorded, in the case or in what belongs to it")
    func countedAnew() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let analyst = await world.browser(.analyst, of: 0)
        func page(_ field: String) async -> String { await analyst.get("/statistics?by=\(field)").text.replacing(#/value="[^"]*"/#, with: "") }
        let before = (sector: await page("case.sector"), sex: await page("person.sex"))
        let again = (sector: await page("case.sector"), sex: await page("person.sex"))
        #expect(again.sector == before.sector && again.sex == before.sex)
        try place.node.change(by: try #require(place.accounts[.caseworker]?.identifier)) { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["sector": Answer(.code("domestic-work"))]))
            try transaction.save(RecordChange(record: place.personRecord, kind: "person", answers: ["sex": Answer(.code("female"))]))
        }
        let after = (sector: await page("case.sector"), sex: await page("person.sex"))
        #expect(after.sector != before.sector && after.sector.contains("Domestic work"))
        #expect(after.sex != before.sex && after.sex.contains("Female"))
    }

    @Test("A second factor that is required comes before anything else")
    func secondFactor() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let administrator = await world.browser(.administrator, of: 0)
        #expect(await administrator.post("/administration/settings", [("second-factor", "yes")]).status == 303)
        #expect(await browser.get("/cases").location == "/account")
        for route in RouteTable.product where route.access != .anyone && !route.isOpenWithoutSecondFactor && !route.pattern.contains("{") {
            if case .scope = route.access { continue }
            let answer = route.method == .get ? await browser.get(route.pattern) : await browser.post(route.pattern, [])
            #expect(answer.location == "/account" || answer.status == 403, "\(route.pattern)")
        }
        let page = await browser.post("/account/second-factor", [])
        let secret = try #require(WebBrowser.value(of: "secret", in: page.text).flatMap { Data(base64Encoded: $0) })
        let code = try OneTimePassword(secret: [UInt8](secret)).code(at: Int64(world.world.clock.next() / 1000))
        let confirmed = await browser.post(
            "/account/second-factor/confirm", [("secret", secret.base64EncodedString()), ("code", code), ("factor-passphrase", WebWorld.passphrase)],
            token: page.formToken)
        #expect(confirmed.status == 200)
        #expect(await browser.get("/cases").status == 200)
    }

    @Test("A setting that nobody could act on is refused")
    func settings() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let administrator = await world.browser(.administrator, of: 0)
        #expect(await administrator.post("/administration/settings", [("identity-authorisation", "yes")]).status == 303)
        let custodian = try #require(place.accounts[.custodian]?.identifier)
        try world.pipeline.services.accounts.change(custodian, in: place.node, endingSessions: true) { $0.isDisabled = true }
        #expect(await administrator.post("/administration/settings", [("identity-authorisation", "yes")]).status == 422)
    }

    @Test("The log tells who read and wrote which fields, page by page, and never what was written")
    func log() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let supervisor = await world.browser(.supervisor, of: 0)
        _ = await supervisor.get("/cases/\(place.caseRecord)")
        let all = await supervisor.get("/log")
        #expect(all.status == 200 && !all.text.contains(place.workerName) && all.text.contains("Colleague caseworker 0"))
        let own = place.accounts[.supervisor]?.identifier ?? ""
        let read = await supervisor.get("/log?act=read&account=\(own)&record=\(place.caseRecord)")
        #expect(read.text.contains("data-label=\"What\">Seen<") && !read.text.contains("data-label=\"What\">Registered<"))
        for number in 0..<120 {
            try place.node.change(by: own) { transaction in
                try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["next-step": Answer(.text("Step \(number)"))]))
            }
        }
        var page = await supervisor.get("/log?act=change")
        var count = 0
        var pages = 0
        while pages < 10 {
            pages += 1
            count += page.text.matches(of: #/<th scope="row">/#).count
            guard let next = page.text.firstMatch(of: #/href="(\/log\?before=[^"]*)"/#) else { break }
            page = await supervisor.get(String(next.output.1).replacing("&amp;", with: "&"))
        }
        #expect(count == 120)
    }
}
