import Dictionary
import Journal
import Storage
import Testing

@testable import App

@Suite("Forms of records are kept like questionnaires", .serialized)
struct KeptFormTests {
    private func world() async throws -> (WebWorld, WebBrowser, WebWorld.Place, String) {
        let world = try WebWorld()
        return (world, await world.browser(.caseworker, of: 0), world.places[0], "/cases/\(world.places[0].caseRecord)")
    }

    private func entries(_ place: WebWorld.Place, _ record: String) throws -> [Entry] {
        try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).entries(of: record).map(\.entry).filter { $0.act != .read }
        }
    }

    @Test("What is wrong is told on a page of its own address, with everything that was typed; mended and sent, the draft is gone")
    func refused() async throws {
        let (world, browser, place, path) = try await world()
        let sheet = FormSheet(await browser.get("\(path)/add/violation").text)
        let answers = [("description", "Locked <b> in"), ("since", "the day before yesterday"), ("type.note", "Half known")]
        let refused = await browser.send(sheet, answers)
        let address = try #require(refused.location)
        #expect(refused.status == 303 && address == "\(path)/add/violation?draft=\(sheet.number)&check=1")
        let page = await browser.get(address).text
        #expect(page.contains("Locked &lt;b&gt; in") && page.contains("id=\"problem-since\"") && page.contains("Half known"))
        #expect(try world.world.count("form_draft") == 1)
        let stored = try place.node.database.read { try $0.all("SELECT content FROM form_draft") { String(decoding: $0.blob(0), as: UTF8.self) } }
        #expect(!stored[0].contains("Locked"), "the draft is sealed")
        // It is in the list of whoever typed it, which leads back to it; a colleague who may open the case too does not find it.
        #expect(await browser.get("/forms").text.contains("/forms/drafts/\(sheet.number)"))
        #expect(await browser.get("/forms/drafts/\(sheet.number)").location == "\(path)/add/violation?draft=\(sheet.number)")
        let colleague = await world.browser(.supervisor, of: 0)
        #expect(await colleague.get("/forms/drafts/\(sheet.number)").status == 404)
        #expect(await colleague.get(address).location == "\(path)/add/violation")
        let mended = await browser.send(FormSheet(page), [("description", "Locked in"), ("since", "2025-03")])
        #expect(mended.location == path)
        #expect(try world.world.count("form_draft") == 0)
        // Going back to the draft leads to the case, and sending it once more adds nothing.
        #expect(await browser.get(address).location == path)
        #expect(await browser.send(FormSheet(page), [("description", "Locked in"), ("since", "2025-03")]).location == path)
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(report.linked.filter { $0.view.kind == "violation" }.count == 1)
    }

    @Test("What is kept now and then, or sent after the session has ended, is there again for its writer only")
    func rescued() async throws {
        let (world, browser, place, path) = try await world()
        let edit = "\(path)/records/\(place.caseRecord)"
        let sheet = FormSheet(await browser.get(edit).text)
        let kept = await browser.send(sheet, [("summary", "First half")], ("action", "keep"))
        #expect(kept.location == "\(edit)?draft=\(sheet.number)&kept=1")
        #expect(try entries(place, place.caseRecord).count == 1)
        try place.node.database.write { try $0.execute("DELETE FROM session") }
        let lost = await browser.send(sheet, [("summary", "First half, second half"), ("status", "intake")])
        #expect(lost.location == "/sign-in")
        let stranger = WebBrowser(world.pipeline)
        stranger.take(browser.cookies)
        _ = await stranger.signIn("supervisor-0", WebWorld.passphrase)
        #expect(await stranger.get("/forms/recover").location == "/today")
        _ = await browser.signIn("caseworker-0", WebWorld.passphrase)
        let address = try #require(await browser.get("/forms/recover").location)
        #expect(address == "\(edit)?draft=\(sheet.number)&rescued=1")
        let page = await browser.get(address).text
        #expect(page.contains("First half, second half") && page.contains("role=\"status\""))
        #expect(await browser.send(FormSheet(page), [("summary", "First half, second half"), ("status", "intake")]).location == path)
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(report.view.answer("summary")?.value?.displayText == "First half, second half")
    }

    @Test("What was typed into several tabs when the session ended is there again, for each of its writers")
    func rescuedTabs() async throws {
        let (world, browser, place, path) = try await world()
        let note = FormSheet(await browser.get("\(path)/notes").text)
        let task = FormSheet(await browser.get("\(path)/tasks").text)
        let contact = FormSheet(await browser.get("/forms/fill/first_contact").text)
        try place.node.database.write { try $0.execute("DELETE FROM session") }
        for (sheet, fields) in [(note, [("note", "Typed note")]), (task, [("title", "Typed task")]), (contact, [("q-what_happened", "Typed contact")])] {
            #expect(await browser.send(sheet, fields).location == "/sign-in")
        }
        // Somebody else signs in first, and has nothing of it; their own form is kept beside it.
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        #expect(await browser.get("/forms/recover").location == "/today")
        let others = FormSheet(await browser.get("\(path)/notes").text)
        try place.node.database.write { try $0.execute("DELETE FROM session") }
        #expect(await browser.send(others, [("note", "Note of the other")]).location == "/sign-in")
        _ = await browser.signIn("caseworker-0", WebWorld.passphrase)
        let place1 = try #require(await browser.get("/forms/recover").location)
        #expect(place1 == "/forms/drafts/\(contact.number)?rescued=several")
        #expect(await browser.get(place1).text.contains("Typed contact"))
        for (sheet, words) in [(note, "Typed note"), (task, "Typed task")] {
            let draft = try #require(await browser.get("/forms/drafts/\(sheet.number)").location)
            #expect(await browser.get(draft).text.contains(words))
        }
        #expect(!(await browser.get("/forms").text.contains("Note of the other")))
        try place.node.database.write { try $0.execute("DELETE FROM session") }
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        let theirs = try #require(await browser.get("/forms/recover").location)
        #expect(await browser.get(theirs).text.contains("Note of the other"))
        #expect(await browser.get("/forms/recover").location == "/today", "it is recovered once")
    }

    @Test("What a draft begins with is shown only as long as its case opens")
    func firstWords() async throws {
        let (world, browser, place, path) = try await world()
        let sheet = FormSheet(await browser.get("\(path)/notes").text)
        #expect(await browser.send(sheet, [("note", "Qxwords of a note")], ("action", "keep")).status == 303)
        #expect(await browser.get("/forms").text.contains("Qxwords of a note"))
        try place.node.change(by: "test") { try $0.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["assigned-to": nil, "confidential": Answer(.code("yes"))])) }
        #expect(await browser.get(path).status == 404)
        let list = await browser.get("/forms").text
        #expect(list.contains(sheet.number) && !list.contains("Qxwords"))
        #expect(try world.world.count("form_draft") == 1)
    }

    @Test("A change whose answer was lost is saved once, also when a colleague changed the same meanwhile")
    func sentTwice() async throws {
        let (world, browser, place, path) = try await world()
        let edit = "\(path)/records/\(place.caseRecord)"
        let sheet = FormSheet(await browser.get(edit).text)
        let base = [("status", "intake"), ("group", "no"), ("destination-country", "QA"), ("intake-date", "2026-01-02")]
        #expect(await browser.send(sheet, base + [("summary", "Mine")]).location == path)
        let colleague = await world.browser(.supervisor, of: 0)
        #expect(await colleague.send(FormSheet(await colleague.get(edit).text), base + [("summary", "Newer")]).location == path)
        let before = try entries(place, place.caseRecord).count
        #expect(await browser.send(sheet, base + [("summary", "Mine")]).location == path)
        #expect(try entries(place, place.caseRecord).count == before)
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(report.view.answer("summary")?.value?.displayText == "Newer")
        // Something else from the same page is a change of its own, and the clash is shown.
        #expect(await browser.send(sheet, base + [("summary", "Mine after all")]).location == path)
        #expect(try entries(place, place.caseRecord).count == before + 1)
    }
}
