import Crypto
import Dictionary
import Foundation
import HTTPTypes
import Testing

@testable import App

@Suite("Calendar feed")
struct CalendarFeedTests {
    @Test("Lines have at most 75 bytes, are never cut within a character, and unfold to what was written")
    func folding() {
        for text in [
            "SUMMARY:short", "SUMMARY:" + String(repeating: "अन्तिम दिन ", count: 30), String(repeating: "x", count: 75), String(repeating: "é", count: 76), "",
        ] {
            let bytes = CalendarFeed.folded(text)
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 75 } && lines.last == "")
            let unfolded = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n ", with: "").replacingOccurrences(of: "\r\n", with: "")
            #expect(unfolded == text)
        }
    }

    @Test("Text is escaped")
    func escaping() {
        #expect(CalendarFeed.escaped("a;b,c\\d\ne\u{7}") == "a\\;b\\,c\\\\d\\ne")
    }

    @Test("The address is secret, is renewed and revoked, and the calendar names nobody", arguments: Backend.available)
    func address(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        let account = try #require(place.accounts[.caseworker]?.identifier)
        try place.node.change(by: account) { transaction in
            // A decision or a hearing on several heads is one day.
            for (field, date) in [("deadline", "2026-05-01"), ("next-hearing", "2026-03-01"), ("deadline", "2026-05-01"), ("next-hearing", "2026-03-01")] {
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "claim",
                        answers: [
                            "case": Answer(try FieldValue(link: place.caseRecord)), "stage": Answer(.code("preparing")),
                            field: Answer(.date(try PartialDate(edtf: date))),
                        ]))
            }
        }
        try world.pipeline.services.due.prepare()
        func made() async throws -> String {
            let page = await browser.post("/claims/calendar", [("do", "make")]).text
            let start = try #require(page.range(of: "/calendar/"))
            return "/calendar/" + page[start.upperBound...].prefix { $0 != "<" }
        }
        let first = try await made()
        let stranger = WebBrowser(world.pipeline)
        let feed = await stranger.get(first)
        #expect(feed.status == 200 && feed.headers[.contentType]?.hasPrefix("text/calendar") == true)
        #expect(feed.text.contains("DTSTART;VALUE=DATE:20260501") && feed.text.contains("TRIGGER:-P30D") && feed.text.contains("DTSTART;VALUE=DATE:20260301"))
        #expect(feed.text.components(separatedBy: "BEGIN:VEVENT").count == 3)
        for secret in [place.workerName, place.caseRecord, place.personRecord, account] { #expect(!feed.text.contains(secret)) }
        let second = try await made()
        #expect(await stranger.get(first).status == 404)
        #expect(await stranger.get(second).status == 200)
        #expect(await browser.post("/claims/calendar", [("do", "revoke")]).status == 303)
        #expect(await stranger.get(second).status == 404)
        #expect(await stranger.get("/calendar/nothing.ics").status == 404)
    }
}
