import Dictionary
import Forms
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

@Suite("Forms as they were filled in, and the files that came with them", .serialized)
struct SubmissionTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 7, count: 600_000)

    /// Sends a form with files, as a browser does.
    private func send(_ browser: WebBrowser, _ sheet: FormSheet, _ answers: [(String, String)], files: [(control: String, name: String, bytes: [UInt8])]) async
        -> WebBrowser.Answer
    {
        var body: [UInt8] = []
        for (name, value) in sheet.fields + answers + [("form-token", sheet.token)] {
            body += Array("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            body +=
                Array("--b\r\nContent-Disposition: form-data; name=\"\(file.control)\"; filename=\"\(file.name)\"\r\n\r\n".utf8) + file.bytes
                + Array("\r\n".utf8)
        }
        body += Array("--b--\r\n".utf8)
        return await browser.send(.post, sheet.action, headers: [.contentType: "multipart/form-data; boundary=b"], body: body)
    }

    @Test("A form is shown as it was filled in, to those who may open the case, from the case and its history")
    func shown() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let answers =
            FormTests.contact + [
                ("q-priority", "urgent"), ("q-sex.absent", "refused"), ("q-sex.note", "Not in front of <b>him"), ("q-keeps_record", "yes"),
            ]
        let location = try #require(await browser.send(FormSheet(await browser.get("/cases/new").text), answers).location)
        let record = String(location.dropFirst(7))
        let page = await browser.get(location).text
        let link = try #require(page.firstMatch(of: #/href="(\/cases\/[0-9A-Z]{16}\/submissions\/[0-9A-Z]{16})"/#).map { String($0.1) })
        #expect(await browser.get(location + "/history").text.contains(link))
        #expect(!page.contains("worker_name"), "the answers as they are kept are no text for people")
        let sheet = await browser.get(link)
        #expect(sheet.status == 200)
        for text in [
            "First contact", "राम थापा | Ram Thapa", "Name of the worker", "Qatar", "No wages", "Urgent", "Did not want to say", "Not in front of &lt;b&gt;him",
            "Colleague caseworker 0",
        ] {
            #expect(sheet.text.contains(text), "\(text)")
        }
        #expect(!sheet.text.contains("Where in the journey does"), "what was not answered is left out")
        #expect(await browser.get(link + "?language=ne").text.contains("कामदारको नाम"))
        // The reading is logged, and nobody else gets there.
        let node = world.places[0].node
        let entries = try node.database.read {
            try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: String(link.suffix(16)))
        }
        #expect(entries.contains { $0.entry.act == .read })
        #expect(await world.browser(.legal, of: 0).get(link).status == 404)
        #expect(await world.browser(.supervisor, of: 1).get(link).status == 404)
        #expect(await browser.get("/cases/\(world.places[0].caseRecord)/submissions/\(link.suffix(16))").status == 404)
        #expect(await browser.get("/cases/\(record)/submissions/\(record)").status == 404)
        // A partner to whom the case is referred sees what it is about, but not the form, which names everybody.
        let partner = try #require(world.places[0].accounts[.partner]?.identifier)
        try node.change(by: "test") { transaction in
            try transaction.save(
                RecordChange(
                    record: record, kind: "case", answers: ["assigned-to": Answer(try FieldValue(list: [FieldValue(link: partner)], type: .link))]))
        }
        let guest = await world.browser(.partner, of: 0)
        let shared = await guest.get(location)
        #expect(shared.status == 200 && !shared.text.contains("/submissions/") && !shared.text.contains("Not in front of"))
        #expect(await guest.get(link).status == 404)
        // What was erased is not shown any more.
        _ = try Erasure(node).erase(record, reason: "A test")
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(!(await supervisor.get(link).text.contains("Ram Thapa")))
    }

    @Test("A file of a form is a document of the case; what is not taken is told, and the rest stays")
    func files() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        var sheet = FormSheet(await browser.get("/forms/fill/missing_worker").text)
        let required = try #require(world.pipeline.services.forms.standard(place.node.dictionary).first { $0.identifier == "missing_worker" })
        let answers = answersNeeded(by: required, place.node)
        let refused = await send(browser, sheet, answers + [("action", "save")], files: [("q-photo", "virus.exe", Array("MZ\u{0}\u{1}".utf8))])
        #expect(refused.location == "/forms/drafts/\(sheet.number)?check=1")
        sheet = FormSheet(await browser.get(refused.location ?? "").text)
        let kept = await send(browser, sheet, answers + [("action", "keep")], files: [("q-photo", "Sita.png", Self.png)])
        let draft = await browser.get(kept.location ?? "").text
        #expect(draft.contains("Sita.png"))
        // Sent without the file, which is kept with the draft; then once more.
        let saved = await browser.send(FormSheet(draft), answers)
        var location = try #require(saved.location)
        if location.contains("more=1") {
            location = try #require(await browser.send(FormSheet(await browser.get(location).text), answers).location)
        }
        try #require(location.hasPrefix("/cases/"), "\(location)")
        #expect(await browser.send(FormSheet(draft), answers).location == location)
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: String(location.dropFirst(7)), withHistory: false)
        let documents = report.linked.filter { $0.view.kind == "document" }.map(\.view)
        try #require(documents.count == 1)
        let reference = try #require(Documents.references(documents[0]).first)
        #expect(reference.type == "image/png" && reference.bytes == Int64(Self.png.count) && documents[0].text("title") == "Photograph")
        #expect(try DocumentStore(node: place.node).bytes(of: reference, record: documents[0].record) == Self.png)
        #expect(documents[0].links("about").count == 1, "it is about the person in the picture")
        let page = await browser.get(location).text
        #expect(page.contains("\(location)/documents/\(documents[0].record)"))
        #expect(try world.world.count("document_file") == 1 && world.world.count("form_draft") == 0)
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("What is agreed to in a form holds, and a form without it agrees to nothing", arguments: [["matching", "share-across-border"], []])
    func consent(_ scopes: [String]) async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        let form = try #require(world.pipeline.services.forms.standard(place.node.dictionary).first { $0.identifier == "missing_worker" })
        let answers = answersNeeded(by: form, place.node) + scopes.map { ("q-consent_scopes", $0) }
        var location = try #require(await browser.send(FormSheet(await browser.get("/forms/fill/missing_worker").text), answers).location)
        if location.contains("more=1") {
            location = try #require(await browser.send(FormSheet(await browser.get(location).text), answers).location)
        }
        try #require(location.hasPrefix("/cases/"), "\(location)")
        let today = try #require(CalendarDay(daysSinceEpoch: Int(place.node.now() / 86_400_000)))
        let agreement = try place.node.database.read {
            try Consents(node: place.node, connection: $0).effective(for: String(location.dropFirst(7)), on: today)
        }
        for scope in ["matching", "share-across-border"] { #expect(agreement?.allows(scope) == scopes.contains(scope), "\(scope)") }
    }

    /// Something for every question that must be answered at the start.
    private func answersNeeded(by form: AvailableForm, _ node: Node) -> [(String, String)] {
        let filling = form.filling(node, language: "en", clock: FormClock(now: 1_767_225_600_000, offset: 0))
        return filling.allNodes.filter { filling.isShown($0) && filling.isRelevant($0) && filling.isRequired($0) }.map { place in
            let value =
                switch filling.definition(of: place)?.questionType {
                case .date: "2026-01-02"
                case .integer, .decimal, .range: "1"
                default: filling.choices(of: place).first?.name ?? "Something"
                }
            return (filling.controlName(of: place), value)
        }
    }
}
