import Dictionary
import Foundation
import Journal
import Storage
import Testing

@testable import App

/// Forms of records sent as a browser sends them: with everything that stood in them.
@Suite("Forms of records", .serialized)
struct RecordFormTests {
    /// What a browser sends of a page's form when nothing was changed: inputs, areas and what is chosen in lists.
    private func fields(_ page: String) -> [(String, String)] {
        let seen = page.range(of: "name=\"seen\"")?.lowerBound ?? page.startIndex
        let start = page.range(of: "<form", options: .backwards, range: page.startIndex..<seen)?.lowerBound ?? page.startIndex
        let form = String(page[start..<(page.range(of: "</form>", range: start..<page.endIndex)?.lowerBound ?? page.endIndex)])
        func text(_ escaped: some StringProtocol) -> String {
            var text = String(escaped)
            for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
                text = text.replacing(entity, with: letter)
            }
            return text
        }
        func attribute(_ name: String, _ tag: some StringProtocol) -> String? {
            guard let found = tag.range(of: " \(name)=\"") else { return nil }
            return text(tag[found.upperBound...].prefix { $0 != "\"" })
        }
        var fields: [(String, String)] = []
        for match in form.matches(of: /<input([^>]*)>|<select([^>]*)>(.*?)<\/select>|<textarea([^>]*)>([^<]*)<\/textarea>/.dotMatchesNewlines()) {
            if let tag = match.output.1 {
                guard let name = attribute("name", tag) else { continue }
                let type = attribute("type", tag)
                if (type == "checkbox" || type == "radio") && !tag.contains(" checked") { continue }
                fields.append((name, attribute("value", tag) ?? ""))
            } else if let tag = match.output.2, let content = match.output.3, let name = attribute("name", tag) {
                let chosen = content.matches(of: /<option([^>]*)>/).map(\.output.1).filter { $0.contains(" selected") }.map { attribute("value", $0) ?? "" }
                fields += (chosen.isEmpty && !tag.contains(" multiple") ? [""] : chosen).map { (name, $0) }
            } else if let tag = match.output.4, let name = attribute("name", tag) {
                fields.append((name, text(match.output.5 ?? "")))
            }
        }
        return fields
    }

    private func save(_ node: Node, _ kind: String, _ answers: [String: Answer?], record: String = RecordIdentifier.random()) throws -> String {
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: answers)) }
        return record
    }

    private func answers(_ node: Node, _ record: String) throws -> RecordView {
        try RecordViewing(node, reader: .keyHolder).report(on: record, withHistory: false).view
    }

    @Test("Whoever changes one answer of a record changes no other: lists, parts of names and issuers stay")
    func oneChange() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        let name = try PersonName(full: "Sita Devi Tamang", given: "Sita Devi", family: "Tamang")
        let passport = try Identifier(kind: "passport", number: "PA7654321", issuer: "NP")
        _ = try save(
            place.node, "person",
            [
                "names": Answer(.list([.name(name), .name(try PersonName(full: "सीता तामाङ"))])), "nationality": Answer(try FieldValue(codes: ["NP", "IN"])),
                "identifiers": Answer(.list([.identifier(passport), .identifier(try Identifier(kind: "visa", number: "77"))])),
            ], record: place.personRecord)
        let path = "/cases/\(place.caseRecord)/records/\(place.personRecord)"
        let before = try answers(place.node, place.personRecord)
        let page = await browser.get(path)
        var sent = fields(page.text).filter { $0.0 != "sex" }
        sent.append(("sex", "female"))
        let first = await browser.post(path, sent, token: page.formToken)
        try #require(first.status == 303, "\(first.status)")
        let after = try answers(place.node, place.personRecord)
        #expect(after.answer("sex")?.value == .code("female"))
        for field in ["names", "nationality", "identifiers"] { #expect(after.answer(field) == before.answer(field), "\(field)") }
        // A third name, one passport less.
        let again = await browser.get(path)
        sent = fields(again.text)
        let names = sent.indices.filter { sent[$0].0 == "names" }
        try #require(names.count == 3 && sent[names[2]].1.isEmpty, "there is always an empty line")
        sent[names[2]].1 = "Sita Lama"
        let numbers = sent.indices.filter { sent[$0].0 == "identifiers" }
        sent[numbers[1]].1 = ""
        #expect(await browser.post(path, sent, token: again.formToken).status == 303)
        let last = try answers(place.node, place.personRecord)
        #expect(last.answer("names")?.value == .list([.name(name), .name(try PersonName(full: "सीता तामाङ")), .name(try PersonName(full: "Sita Lama"))]))
        #expect(last.answer("identifiers")?.value == .list([.identifier(passport)]))
    }

    @Test("Languages, of which there are thousands, are written by name and stay as they were; whoever follows a feed writes only a note")
    func directory() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let browser = await world.browser(.supervisor, of: 0)
        let house = try save(node, "organisation", ["names": Answer(.list([.name(try PersonName(full: "Cedar House"))])), "country": Answer(.code("LB"))])
        let service = try save(
            node, "service",
            [
                "organisation": Answer(try FieldValue(link: house)), "name": Answer(.text("Night shelter")),
                "languages": Answer(try FieldValue(codes: ["ara", "eng", "nep"])), "types": Answer(try FieldValue(codes: ["shelter", "legal-aid"])),
                "nationalities": Answer(try FieldValue(codes: ["NP", "ET"])),
            ])
        let path = "/directory/entries/\(service)/edit"
        let page = await browser.get(path)
        #expect(page.text.utf8.count < 200_000, "the languages of the world are not in the page")
        var sent = fields(page.text).filter { $0.0 != "name" }
        sent.append(("name", "Night shelter for women"))
        sent.append(("languages", "Tagalog"))
        #expect(await browser.post(path, sent, token: page.formToken).status == 303)
        let after = try answers(node, service)
        #expect(after.text("name") == "Night shelter for women")
        #expect(after.codes("languages") == ["ara", "eng", "nep", "tgl"])
        #expect(after.codes("types") == ["legal-aid", "shelter"] && after.codes("nationalities") == ["ET", "NP"])

        #expect(await browser.get("/directory/due").text.contains("/directory/entries/\(service)"))
        try node.database.write {
            try $0.execute(
                "INSERT INTO directory_feed_entry (organisation, owner, record) VALUES (?, ?, ?)",
                [.integer(node.organisation.number), .text("OTHER"), .text(service)])
        }
        #expect(await !browser.get("/directory/due").text.contains("/directory/entries/\(service)"), "its owner confirms it")
        let note = await browser.get(path)
        #expect(note.text.contains("name=\"private-note\"") && !note.text.contains("name=\"languages\""))
        let seen = ("seen", WebBrowser.value(of: "seen", in: note.text) ?? "")
        #expect(await browser.post(path, [("private-note", "Ask for Rima."), ("name", "Mine now"), seen], token: note.formToken).status == 303)
        #expect(try answers(node, service).text("name") == "Night shelter for women")
        #expect(try answers(node, service).text("private-note") == "Ask for Rima.")
        for step in ["confirm", "places"] {
            #expect(await browser.post("/directory/entries/\(service)/\(step)", [("places", "3")]).status >= 400)
        }
    }

    @Test("Whoever changes the language stays where they are, and is led to no other server")
    func language() async throws {
        let world = try WebWorld()
        let visitor = WebBrowser(world.pipeline)
        let invitation = await visitor.get("/sign-in?x=y")
        #expect(WebBrowser.value(of: "from", in: invitation.text) == "/sign-in")
        for (from, to) in [
            ("/cases/new", "/cases/new"), ("//evil.example", "/sign-in"), ("https://evil.example", "/sign-in"), ("/\\evil.example", "/sign-in"),
            ("/a/../b", "/sign-in"), ("/x\r\nSet-Cookie: y", "/x%0D%0ASet-Cookie%3A%20y"),
        ] {
            #expect(await visitor.post("/language", [("language", "ne"), ("from", from)], token: invitation.formToken).location == to, "\(from)")
        }
        #expect(await visitor.post("/language", [("language", "ne")], token: invitation.formToken).location == "/sign-in")
    }

    @Test("A phone number is taken in the digits of the worker's script", arguments: ["+९७७ ९८४१२३४५६७", "٠٥٠١٢٣٤٥٦٧", "+৮৮০১৭১২৩৪৫৬৭৮", "+977 9841234567"])
    func digits(_ phone: String) async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        let saved = await browser.send(
            sheet, [("q-worker_name", "Ram Thapa"), ("q-destination", "QA"), ("q-what_happened", "No wages"), ("q-phone", phone)])
        #expect(saved.location?.hasPrefix("/cases/") == true)
    }
}
