import Dictionary
import Entitlements
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

/// Contracts beside the law, claims gathered, last days as reminders with the clock moved, and schedules for several workers.
@Suite("Claims with contracts, together and in time")
struct ContractTests {
    private static let facts = [
        ("seen", ""), ("country", "QA"), ("category", "private"), ("since", "2021-06-01"), ("until", "2025-12-31"), ("ending", "termination"),
        ("contract-term", "indefinite"), ("pay-basis", "month"), ("wage", "1200"), ("basic-wage", "900"), ("days-a-week", "6"), ("leave-taken", "0"),
        ("food-provided", "yes"), ("housing-provided", "yes"), ("notice-given", "0"),
    ]

    private func opened(_ backend: Backend = .sqlite) async throws -> (world: WebWorld, browser: WebBrowser, place: WebWorld.Place, claim: String) {
        let world = try WebWorld(backend)
        let browser = await world.browser(.caseworker, of: 0)
        let place = world.places[0]
        let claim = "/cases/\(place.caseRecord)/claim/\(place.personRecord)"
        #expect(await browser.post("\(claim)/facts", Self.facts).status == 303)
        return (world, browser, place, claim)
    }

    private func clause(_ submission: String, _ paper: String, _ topic: String, _ number: String, _ wording: String = "") -> [(String, String)] {
        [("submission", submission), ("paper", paper), ("topic", topic), ("number", number), ("wording", wording)]
    }

    @Test("Clauses stand beside the law, what gives less is marked, the best is marked, and heads are compared with them", arguments: Backend.available)
    func contract(_ backend: Backend) async throws {
        let (_, browser, place, claim) = try await opened(backend)
        let path = "\(claim)/contract"
        #expect(await browser.get(claim).text.contains("Contract beside the law"))
        #expect(await browser.get(path).text.contains("Terms side by side"))
        for wrong in [clause("w", "", "leave", "30"), clause("w", "promised", "leave", "thirty"), clause("w", "promised", "leave", "")] {
            #expect(await browser.isRefused(path, wrong))
        }
        // Two weeks of leave are less than three; forty days of notice are more than nothing but less than two months; the origin asks for the most leave.
        for fields in [
            clause("a", "signed-at-home", "leave", "14", "Fourteen days of leave a year."), clause("b", "origin-minimum", "leave", "30"),
            clause("c", "signed-at-work", "passport", "", "The company keeps the passport."), clause("d", "signed-at-home", "hours", "60"),
        ] {
            for _ in 0..<2 { #expect(await browser.post(path, fields).location == path) }
        }
        let page = await browser.get(path).text
        #expect(page.contains("Fourteen days of leave a year.") && page.contains("The company keeps the passport.") && page.contains("Law No. 21 of 2015"))
        #expect(page.components(separatedBy: "Less than the law").count == 3, "14 days of leave and 60 hours a week give less")
        let computed = await browser.get(claim).text
        #expect(computed.contains("Minimum of the country of origin") && computed.contains("better for the worker"))
        // The clauses were sent twice and are there once; another organisation cannot see them.
        let count = try place.node.database.read { connection in
            try connection.first(
                "SELECT COUNT(*) FROM record_state WHERE organisation = ? AND kind = 'clause'", [.integer(place.node.organisation.number)]
            ) { $0.integer(0) }
        }
        #expect(count == 4)
    }

    @Test("Claims under the same rule or of the same pattern are gathered; the export has only cases that agreed, and no name")
    func together() async throws {
        let (world, browser, place, claim) = try await opened()
        _ = await browser.post("\(claim)/heads", [("head", "leave"), ("head", "end-of-service")])
        let account = try #require(place.accounts[.caseworker]?.identifier)
        let other = RecordIdentifier.random()
        try place.node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(
                    record: other, kind: "case",
                    answers: [
                        "status": Answer(.code("active")), "assigned-to": Answer(try FieldValue(list: [FieldValue(link: account)], type: .link)),
                        "destination-country": Answer(.code("QA")),
                    ]))
            try transaction.save(
                RecordChange(
                    record: RecordIdentifier.random(), kind: "consent",
                    answers: [
                        "case": Answer(try FieldValue(link: other)), "given": Answer(.code("yes")),
                        "scopes": Answer(try FieldValue(list: [.code("share-with-network"), .code("record-keeping")], type: .code)),
                        "given-on": Answer(.date(try PartialDate(edtf: "2025-01-01"))),
                    ]))
            for (head, basis) in [("leave", "Labour Law, Law No. 14 of 2004, 79"), ("end-of-service", "Labour Law, Law No. 14 of 2004, 54")] {
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "claim",
                        answers: [
                            "case": Answer(try FieldValue(link: other)), "head": Answer(.code(head)), "country": Answer(.code("QA")),
                            "stage": Answer(.code("decided")), "basis": Answer(try FieldValue(text: basis)), "decision": Answer(.code("granted")),
                            "decided-on": Answer(.date(try PartialDate(edtf: "2025-05-02"))),
                            "precedent": Answer(try FieldValue(text: "The bank statement decided it.", limit: 1000)),
                            "amount": Answer(.money(try Money(amount: "700", currency: "QAR"))),
                        ]))
            }
        }
        let rules = await browser.get("/claims/together?by=rule").text
        #expect(rules.contains("Labour Law, Law No. 14 of 2004, 54") && rules.contains("The bank statement decided it.") && rules.contains("Cases: 2"))
        let patterns = await browser.get("/claims/together?by=pattern").text
        #expect(patterns.contains("Cases: 2") && patterns.contains("Qatar: "))
        let form = [("by", "rule"), ("group", "Labour Law, Law No. 14 of 2004, 54")]
        #expect(await browser.post("/claims/together/export", form).status == 403, "a caseworker may not export")
        let answer = await world.browser(.supervisor, of: 0).post("/claims/together/export", form)
        #expect(answer.status == 200 && answer.text.contains("left out,1") && answer.text.contains("700") && !answer.text.contains(place.workerName))
        #expect(!answer.text.contains(other) && !answer.text.contains(place.caseRecord) && !answer.text.contains("2025-05-02"))
        #expect(await world.browser(.supervisor, of: 0).post("/claims/together/export", [("by", "rule"), ("group", "no such rule")]).status == 404)
    }

    @Test("Ninety, thirty and seven days before the last day a reminder stands in the day view; filing ends it")
    func reminders() async throws {
        let (world, browser, place, claim) = try await opened()
        let account = try #require(place.accounts[.caseworker]?.identifier)
        let record = RecordIdentifier.random()
        let today = try #require(CalendarDay(daysSinceEpoch: Int(world.world.clock.next() / 86_400_000)))
        let last = try #require(today.adding(days: 100))
        try place.node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(
                    record: record, kind: "claim",
                    answers: [
                        "case": Answer(try FieldValue(link: place.caseRecord)), "head": Answer(.code("leave")), "stage": Answer(.code("preparing")),
                        "claimant": Answer(try FieldValue(list: [FieldValue(link: place.personRecord)], type: .link)),
                        "deadline": Answer(.date(PartialDate(last))),
                    ]))
        }
        let feed = try await calendar(browser)
        #expect(feed.contains("DTSTART;VALUE=DATE:" + last.description.replacingOccurrences(of: "-", with: "")))
        for alert in [90, 30, 7] {
            #expect(feed.contains("TRIGGER:-P\(alert)D"), "the calendar reminds \(alert) days before")
        }
        var passed = 0
        for (left, name) in [(90, "90"), (30, "30"), (7, "7")] {
            world.world.clock.advance(minutes: UInt64(100 - left - passed) * 1440)
            passed = 100 - left
            // A session has ended after so many days.
            let later = await world.browser(.caseworker, of: 0)
            #expect(await later.get("/today").text.contains("\(name) days"), "\(left) days before")
        }
        let later = await world.browser(.caseworker, of: 0)
        let filing = [("submission", "f"), ("heads", record), ("forum", "labour-office"), ("filed-on", today.description)]
        #expect(await later.post("\(claim)/steps/filing", filing).status == 303)
        #expect(!(await later.get("/today").text.contains("7 days")))
    }

    private func calendar(_ browser: WebBrowser) async throws -> String {
        let page = await browser.post("/claims/calendar", [("do", "make")]).text
        let start = try #require(page.range(of: "/calendar/"))
        return await browser.get("/calendar/" + page[start.upperBound...].prefix { $0 != "<" }).text
    }

    @Test("Two workers of one employer have a table, a sum and one joint schedule")
    func jointly() async throws {
        let (_, browser, place, claim) = try await opened()
        #expect(await browser.post("/cases/\(place.caseRecord)/members", [("submission", "m"), ("members", "Qxsecond Example")]).status == 303)
        let all = "/cases/\(place.caseRecord)/claim"
        let page = await browser.get(all).text
        let second = try #require(page.matches(of: #/claim\/([A-Za-z0-9-]+)"/#).map { String($0.output.1) }.first { !claim.hasSuffix($0) })
        #expect(await browser.post("\(all)/\(second)/facts", Self.facts).status == 303)
        let table = await browser.get(all).text
        #expect(table.contains("Qxsecond Example") && table.contains(place.workerName) && table.contains("Certain for all together"))
        guard DocumentConversion().isAvailable(.docx) else { return }
        let answer = await browser.post("\(all)/schedule", [("submission", "j"), ("format", "docx"), ("letter-language", "en")])
        #expect(answer.status == 200 && answer.headers[.contentType]?.contains("wordprocessing") == true)
    }
}
