import Dictionary
import Entitlements
import Foundation
import Storage
import Testing

@testable import App

/// The pages of the register as people use them.
@Suite("Pages of the register of law and policy")
struct PolicyPageTests {
    private let proposal: [(String, String)] = [
        ("submission", "s1"), ("change", "entry"), ("title", "Stop of departures"), ("kind", "ban"), ("countries", "NP"), ("origins", "NP"),
        ("destinations", "QA"), ("from", "2024-01-01"), ("standing", "in-force"), ("summary", "No departures for domestic work."), ("summary-language", "en"),
        ("sources", "https://example.org/gazette\nPage 4"), ("confidence", "medium"), ("reason", "Read in the gazette"),
    ]

    @Test("The register is looked through by country, kind and day, compared and exported")
    func read() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let list = await browser.get("/policy?country=QA&kind=sponsorship")
        #expect(list.status == 200 && list.text.contains("/policy/entries/QA.exit-permit") && !list.text.contains("/policy/entries/SA."))
        let entry = await browser.get("/policy/entries/QA.exit-permit")
        #expect(entry.status == 200 && entry.text.contains("<svg") && entry.text.contains("QA/exit-permit@2018-10-28"))
        let law = await browser.get("/policy/entries/QA.law-14-2004")
        #expect(law.text.contains("Working day at most") && law.text.contains("8 hours a day"))
        let compared = await browser.get("/policy/entries/QA.exit-permit/compare?earlier=QA/exit-permit@2018-10-28&later=QA/exit-permit@2020-01-16")
        #expect(compared.status == 200 && compared.text.contains("<ins>") && compared.text.contains("<del>"))
        #expect(await browser.get("/policy/entries/QA.exit-permit/compare?earlier=x&later=y").status == 404)
        #expect(await browser.get("/policy/changes?since=2020-01-01&country=QA").text.contains("/policy/entries/QA.exit-permit"))
        // The minimum wage of Jordan ends at the end of 2027: a day that is still to come has not been.
        let changes = await browser.get("/policy/changes?since=2026-01-01&country=JO").text
        #expect(!changes.contains("2028") || changes.contains("Will begin:") || changes.contains("Will end:"))
        #expect(await browser.get("/policy/export.csv?country=QA").text.contains("QA/exit-permit"))
        #expect(await browser.get("/policy/export.json?country=QA").text.contains("\"QA/exit-permit\""))
        // The partner sees cases that were referred, not the organisation's register.
        #expect(await world.browser(.partner, of: 0).get("/policy").status == 404)
    }

    @Test("What is wrong is shown beside its field with what was typed; a second person approves; the other organisation sees nothing of it")
    func propose() async throws {
        let world = try WebWorld()
        let first = await world.browser(.caseworker, of: 0)
        #expect(await first.get("/policy/new").status == 200)
        let wrong = await first.post("/policy/new", proposal.filter { $0.0 != "sources" })
        let shown = await first.get(try #require(wrong.location))
        #expect(wrong.status == 303 && shown.text.contains("problem-sources") && shown.text.contains("No departures for domestic work."))
        let sent = await first.post("/policy/new", proposal)
        let path = try #require(sent.location)
        #expect(sent.status == 303)
        // Sending it twice proposes once.
        #expect(await first.post("/policy/new", proposal).location == path)
        let refused = try #require(await first.post(path, [("act", "approve")]).location)
        #expect(refused.hasPrefix(path + "?draft=") && refused.hasSuffix("&check=1"))
        #expect(await first.get(refused).text.contains("Nobody decides on a change of their own"))
        let second = await world.browser(.supervisor, of: 0)
        #expect(await second.get("/today").text.contains("/policy/proposals"))
        #expect(await second.get(path).text.contains("Read in the gazette"))
        #expect(await second.post(path, [("act", "approve"), ("remark", "Compared")]).status == 303)
        #expect(await second.get("/policy?origin=NP&destination=QA&kind=ban").text.contains("Stop of departures"))
        for other in [await world.browser(.caseworker, of: 1), await world.browser(.supervisor, of: 1)] {
            #expect(await !other.get("/policy?origin=NP&destination=QA&kind=ban").text.contains(">Stop of departures<"))
            #expect(await other.get(path).status == 404)
            #expect(await other.post(path, [("act", "approve")]).status == 404)
        }
    }

    @Test("Followers see what is new, an overdue review is shown, and cases that may be touched are those that may be opened")
    func follow() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        #expect(await browser.post("/policy/following", [("origin", "NP"), ("destination", "QA")]).status == 303)
        let first = await world.browser(.caseworker, of: 0)
        let path = try #require(await first.post("/policy/new", proposal).location)
        _ = await world.browser(.legal, of: 0).post(path, [("act", "approve")])
        #expect(await browser.get("/today").text.contains("/policy/following"))
        #expect(await browser.get("/policy/following").text.contains("Stop of departures"))
        _ = await browser.post("/policy/following", [("act", "seen")])
        #expect(await !browser.get("/policy/following").text.contains("Stop of departures"))
        let account = world.places[0].accounts[.supervisor]?.identifier ?? ""
        #expect(
            await browser.post("/policy/entries/QA.exit-permit/review", [("reviewer", account), ("review-by", "2026-01-01"), ("act", "plan")]).status == 303)
        #expect(await browser.get("/policy/due").text.contains("/policy/entries/QA.exit-permit"))
        #expect(await browser.get("/policy/entries/QA.exit-permit/cases").status == 200)
    }

    @Test("A sheet is drawn, kept, and says when it is out of date")
    func sheet() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let fields = [
            ("submission", "s9"), ("stage", "after-arrival"), ("origin", "NP"), ("destination", "QA"), ("sector", "construction"), ("language", "ne"),
        ]
        #expect(await browser.post("/policy/sheets", fields.filter { $0.0 != "destination" }).status == 422)
        let path = try #require(await browser.post("/policy/sheets", fields).location)
        let sheet = await browser.get(path)
        #expect(sheet.status == 200 && sheet.text.contains("lang=\"ne\"") && sheet.text.contains("कामको समय") && !sheet.text.contains("Out of date"))
        let own = [
            ("submission", "c1"), ("change", "version"), ("from", "2026-01-02"), ("standing", "in-force"), ("summary", "Other hours."),
            ("summary-language", "en"), ("sources", "Gazette 9"), ("confidence", "high"), ("reason", "New law"),
        ]
        let change = try #require(await browser.post("/policy/entries/QA.law-14-2004/change", own).location)
        #expect(await !browser.get(path).text.contains("Out of date"))
        #expect(await world.browser(.supervisor, of: 0).post(change, [("act", "approve")]).status == 303)
        #expect(await browser.get(path).text.contains("Out of date"))
        #expect(await browser.get("/policy/sheets").text.contains("out of date"))
        let again = try #require(await browser.post(path, [("again", "yes"), ("submission", "s10")]).location)
        #expect(again != path)
        #expect(await !browser.get(again).text.contains("Out of date"))
    }
}
