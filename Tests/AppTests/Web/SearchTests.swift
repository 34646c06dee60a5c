import Dictionary
import Foundation
import Journal
import Storage
import Testing

@testable import App

/// Searching as people do: what is found, why, and what must never be.
@Suite("Search", .serialized)
struct SearchTests {
    /// A case of the first organisation with a worker, as the caseworker registers one.
    @discardableResult
    private func add(
        _ world: WebWorld, _ place: Int = 0, name: String, phone: String? = nil, passport: String? = nil, summary: String? = nil,
        assigned: [Role] = [.caseworker],
        confidential: Bool = false
    ) throws -> (caseRecord: String, person: String) {
        let (record, person) = (RecordIdentifier.random(), RecordIdentifier.random())
        let node = world.places[place].node
        func parsed(_ kind: String, _ field: String, _ text: String) throws -> Answer {
            Answer(try #require(node.dictionary.field(kind, field)).parse(text, in: node.dictionary))
        }
        try node.change(by: "test") { transaction in
            var answers: [String: Answer?] = ["destination-country": .code("QA")]
            if let summary { answers["summary"] = .text(summary) }
            if confidential { answers["confidential"] = .code("yes") }
            let links = try assigned.compactMap { world.places[place].accounts[$0]?.identifier }.map { try FieldValue(link: $0) }
            if !links.isEmpty { answers["assigned-to"] = Answer(try FieldValue(list: links, type: .link)) }
            try transaction.save(RecordChange(record: record, kind: "case", answers: answers))
            var personAnswers: [String: Answer?] = ["names": try parsed("person", "names", name)]
            if let phone { personAnswers["mobile-phones"] = try parsed("person", "mobile-phones", phone) }
            if let passport { personAnswers["identifiers"] = try parsed("person", "identifiers", passport) }
            try transaction.save(RecordChange(record: person, kind: "person", answers: personAnswers))
            try transaction.save(
                RecordChange(
                    record: RecordIdentifier.random(), kind: "relation", answers: ["from": .link(person), "to": .link(record), "role": .code("worker")]))
        }
        return (record, person)
    }

    private func ask(_ browser: WebBrowser, _ question: String) async -> (text: String, cases: [String]) {
        let answer = await browser.post("/search", [("q", question)])
        #expect(answer.status == 200)
        return (answer.text, answer.text.matches(of: /href="\/cases\/([0-9A-Z]{16})"/).map { String($0.output.1) })
    }

    private func prepared(_ world: WebWorld) throws {
        for place in world.places { try world.pipeline.services.search.prepare(place.node) }
    }

    @Test("Names in another spelling and script, numbers, words of the story, each with its reason", arguments: Backend.available)
    func finds(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let sita = try add(
            world, name: "Sita Tamang | सीता तामाङ", phone: "+9779812345678", passport: "passport: PA7654321",
            summary: "The employer kept her passport in a locked drawer.")
        let mohammed = try add(world, name: "محمد عبد الرحمن", summary: "صاحب العمل لم يدفع الأجور منذ أشهر")
        let hari = try add(world, name: "Hari Prasad Bhandari", summary: "मालिकले तीन महिनादेखि तलब दिएन।")
        try prepared(world)
        let browser = await world.browser(.supervisor, of: 0)
        for (question, record) in [
            ("Seeta Tamang", sita.caseRecord), ("सिता तामाङ", sita.caseRecord), ("Mohamed Abdurrahman", mohammed.caseRecord), ("Hari Bhandary", hari.caseRecord),
            ("9812345678", sita.caseRecord), ("+977 98-1234-5678", sita.caseRecord), ("PA7654321", sita.caseRecord), ("345678", sita.caseRecord),
            ("5678", sita.caseRecord), ("654321", sita.caseRecord), ("pa 7654321", sita.caseRecord), ("Sita 5678", sita.caseRecord), ("locked drawer", sita.caseRecord),
            ("DRAWER", sita.caseRecord), ("الأُجور", mohammed.caseRecord), ("तलब", hari.caseRecord), (hari.caseRecord.lowercased(), hari.caseRecord),
        ] {
            let found = await ask(browser, question)
            #expect(found.cases.first == record, "\(question)")
            #expect(found.text.contains("class=\"reasons\""), "\(question)")
        }
        #expect(await ask(browser, "locked drawer").text.contains("<mark>locked</mark> drawer"))
        #expect(await ask(browser, "drawer wages").cases.isEmpty, "all words must stand in the case")
        #expect(await ask(browser, "zzyzxq").cases.isEmpty)
        #expect(await ask(browser, "").cases.isEmpty)
        // What was asked stands in no address.
        #expect(!(await ask(browser, "Seeta").text.contains("?q=")))
    }

    @Test("What is saved is found by the next question, what is changed or taken out is not")
    func keepsStep() async throws {
        let world = try WebWorld()
        try prepared(world)
        let browser = await world.browser(.supervisor, of: 0)
        let made = try add(world, name: "Gyanendra Limbu", summary: "Unpaid overtime")
        #expect(await ask(browser, "Gyanendra Limbu").cases == [made.caseRecord])
        #expect(await ask(browser, "overtime").cases == [made.caseRecord])
        let node = world.places[0].node
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: made.caseRecord, kind: "case", answers: ["summary": .text("Confiscated papers")])) }
        #expect(await ask(browser, "overtime").cases.isEmpty)
        #expect(await ask(browser, "confiscated").cases == [made.caseRecord])
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: made.person, kind: "person", answers: ["names": try .name("Wangdu Sherpa")])) }
        #expect(await ask(browser, "Gyanendra Limbu").cases.isEmpty)
        #expect(await ask(browser, "Wangdu Sherpa").cases == [made.caseRecord])
        try node.change(by: "test") { try $0.setRetracted(true, record: made.caseRecord, ground: "twice") }
        #expect(await ask(browser, "Wangdu Sherpa").cases.isEmpty)
        #expect(await ask(browser, "confiscated").cases.isEmpty)
    }

    @Test("A case that may not be opened is never found, nor counted, by any of its parts", arguments: Backend.available)
    func gate(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let hidden = try add(
            world, name: "Bishnu Qwertam", phone: "+9779811112222", passport: "passport: ZZ9876543", summary: "peculiarword", assigned: [.legal],
            confidential: true)
        let foreign = try add(
            world, 1, name: "Bishnu Qwertam", phone: "+9779811112222", passport: "passport: ZZ9876543", summary: "peculiarword", assigned: [.caseworker])
        try prepared(world)
        let questions = ["Bishnu Qwertam", "बिष्णु", "9811112222", "ZZ9876543", "peculiarword", hidden.caseRecord, foreign.caseRecord]
        for (role, place, allowed) in [
            (Role.supervisor, 0, [String]()), (.caseworker, 0, []), (.partner, 0, []), (.legal, 0, [hidden.caseRecord]), (.supervisor, 1, [foreign.caseRecord]),
            (.caseworker, 1, [foreign.caseRecord]), (.legal, 1, []),
        ] {
            let browser = await world.browser(role, of: place)
            for question in questions {
                let found = await ask(browser, question)
                #expect(Set(found.cases).isSubset(of: allowed), "\(role) of \(place): \(question)")
                if allowed.isEmpty {
                    // The same page as for what nobody has.
                    let nothing = await ask(browser, "qqqqzzzz")
                    #expect(plain(found.text, question) == plain(nothing.text, "qqqqzzzz"), "\(role) of \(place): \(question)")
                } else if question == "Bishnu Qwertam" || question == "peculiarword" || question == "9811112222" || question == "ZZ9876543" {
                    #expect(found.cases == allowed, "\(role) of \(place): \(question)")
                }
            }
        }
        for role in [Role.analyst, .administrator, .custodian, .coordinator] {
            let browser = await world.browser(role, of: 0)
            #expect(await browser.post("/search", [("q", "Bishnu")]).status == 403, "\(role)")
        }
    }

    /// A page without what differs from one answer to the next.
    private func plain(_ page: String, _ question: String) -> String {
        page.replacing(#/value="[A-Za-z0-9_-]{80,}"/#, with: "token").replacing("value=\"\(question)\"", with: "question")
    }

    @Test("What results show of identity is in the journal")
    func logsReading() async throws {
        let world = try WebWorld()
        let made = try add(world, name: "Gyanendra Limbu")
        try prepared(world)
        let browser = await world.browser(.supervisor, of: 0)
        _ = await ask(browser, "Gyanendra Limbu")
        let node = world.places[0].node
        let entries = try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: made.caseRecord) }
        #expect(entries.filter { $0.entry.act == .read }.map(\.entry.author) == [world.places[0].accounts[.supervisor]?.identifier])
    }

    @Test("Somebody who may be known already is shown before saving, once; of a case that may not be opened it is said only that a colleague may have it")
    func duplicates() async throws {
        let world = try WebWorld()
        let known = try add(world, name: "Sita Tamang", phone: "+9779812345678", assigned: [.caseworker])
        let closed = try add(world, name: "Kamala Gurung", phone: "+9779800000009", assigned: [.legal])
        try add(world, name: "Maya Rai", phone: "+9779800000006", assigned: [.legal], confidential: true)
        try add(world, 1, name: "Dolma Lama", phone: "+9779800000008")
        try prepared(world)
        let browser = await world.browser(.caseworker, of: 0)
        let count = try world.world.count("journal_entry")
        let answers = [("q-worker_name", "Seeta Tamang"), ("q-destination", "QA"), ("q-what_happened", "x"), ("q-phone", "+9779899999999")]
        let asked = await browser.send(FormSheet(await browser.get("/cases/new").text), answers)
        let location = try #require(asked.location)
        #expect(asked.status == 303 && location.hasSuffix("?known=1"))
        let page = await browser.get(location).text
        #expect(page.contains("/cases/\(known.caseRecord)") && page.contains("value=\"Seeta Tamang\""), "with what was typed")
        let phone = await browser.register("Quite Another", phone: "+9779812345678")
        #expect(await browser.get(phone.location ?? "").text.contains("/cases/\(known.caseRecord)"))
        let saved = try world.rows(of: "journal_entry")
        #expect(saved - count <= 2, "nothing but the readings was written")
        #expect(await browser.send(FormSheet(page), answers).location?.hasPrefix("/cases/") == true)
        let colleague = await browser.register("Kamala Gurung", phone: "+9779800000001")
        let told = await browser.get(try #require(colleague.location)).text
        #expect(told.contains("A colleague may have a case") && !told.contains(closed.caseRecord) && !told.contains("9800000009"))
        // A confidential case and another organisation's are not hinted at: the case is saved at once.
        for (name, phone) in [("Maya Rai", "+9779800000006"), ("Dolma Lama", "+9779800000008"), ("Nobody Known", "+9779800000007")] {
            #expect(await browser.register(name, phone: phone).location?.hasPrefix("/cases/") == true, "\(name)")
        }
    }

    @Test("While there is no index, the search says so and everything else works")
    func building() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let found = await ask(browser, world.places[0].workerName)
        #expect(found.cases.isEmpty && found.text.contains("role=\"status\""))
        let caseworker = await world.browser(.caseworker, of: 0)
        #expect(
            await caseworker.register("A Person").location?.hasPrefix("/cases/") == true)
    }
}

extension WebWorld {
    fileprivate func rows(of table: String) throws -> Int { try world.count(table) }
}
