import Dictionary
import Formats
import Forms
import Foundation
import HTTPTypes
import Journal
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Forms on the web", .serialized)
struct FormTests {
    static let contact = [("q-worker_name", "राम थापा | Ram Thapa"), ("q-destination", "QA"), ("q-what_happened", "No wages")]

    @Test("All five standard forms can be used with the standard dictionary, and their first pages are small")
    func standardForms() async throws {
        let world = try WebWorld()
        let forms = FormCache().standard(world.places[0].node.dictionary).map(\.identifier)
        #expect(forms == ["first_contact", "rights_violation_report", "missing_worker", "arrival_hand_over", "service_and_follow_up"])
        let browser = await world.browser(.caseworker, of: 0)
        let list = await browser.get("/forms")
        #expect(list.status == 200 && list.text.contains("/forms/fill/first_contact") && !list.text.contains("/forms/fill/service_and_follow_up"))
        for language in ["en", "ne", "ar"] {
            let page = await browser.get("/forms/fill/first_contact?language=\(language)")
            #expect(page.status == 200)
            let size = Compression.gzip(Array(page.text.utf8))?.count ?? .max
            #expect(size < 14_000, "\(language): \(size) bytes")
        }
    }

    @Test("A form registers a case, once", arguments: Backend.available)
    func firstContact(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        let saved = await browser.send(sheet, Self.contact)
        #expect(saved.status == 303)
        let location = try #require(saved.location)
        #expect(location.hasPrefix("/cases/"))
        let page = await browser.get(location)
        #expect(page.status == 200 && page.text.contains("राम थापा") && page.text.contains("Ram Thapa") && page.text.contains("No wages"))
        let before = try count(world, "person")
        #expect(await browser.send(sheet, Self.contact).location == location)
        #expect(try count(world, "person") == before)
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
        // Names are nowhere on the disk in clear.
        let rows = try world.places[0].node.database.read { try $0.all("SELECT body FROM journal_entry") { String(decoding: $0.blob(0), as: UTF8.self) } }
        #expect(!rows.contains { $0.contains("Ram Thapa") })
    }

    @Test("What is typed into a form that another tab has saved, or whose answer was lost, is kept as a draft of the case")
    func savedBefore() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        let location = try #require(await browser.send(sheet, Self.contact).location)
        let changed = Self.contact.filter { $0.0 != "q-what_happened" } + [("q-what_happened", "His passport is held as well")]
        let kept = try #require(await browser.send(sheet, changed + [("action", "keep")]).location)
        #expect(kept.hasPrefix("/forms/drafts/") && kept.hasSuffix("?late=1") && !kept.contains(sheet.number))
        // Neither going on nor saving in the old tab makes another draft, or another case.
        #expect(await browser.send(sheet, changed).location == kept)
        let page = await browser.get(kept).text
        #expect(page.contains("This form was saved before") && page.contains("His passport is held as well"))
        let before = try count(world, "case")
        #expect(await browser.send(FormSheet(page), changed).location == location)
        #expect(await browser.send(sheet, changed).location == location)
        #expect(try count(world, "case") == before)
        #expect(await browser.get(location).text.contains("His passport is held as well"))
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
    }

    private func count(_ world: WebWorld, _ kind: String) throws -> Int64 {
        try world.places[0].node.database.read { try $0.first("SELECT count(*) FROM record_state WHERE kind = ?", [.text(kind)]) { $0.integer(0) } } ?? 0
    }

    @Test("What is missing is told beside the question, and what was typed is still there")
    func refused() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        let answer = await browser.send(sheet, [("q-what_happened", "Only this <b>\"'\u{301}")])
        #expect(answer.status == 303)
        let location = try #require(answer.location)
        #expect(location == "/forms/drafts/\(sheet.number)?check=1")
        let page = await browser.get(location)
        #expect(
            page.text.contains("Only this &lt;b&gt;") && page.text.contains("id=\"problem-q-worker_name\"")
                && page.text.contains("href=\"#field-q-destination\""))
        // The draft is in the list of whoever typed it, and of nobody else.
        #expect(await browser.get("/forms").text.contains("/forms/drafts/\(sheet.number)"))
        for (role, place) in [(Role.supervisor, 0), (.caseworker, 1)] {
            let other = await world.browser(role, of: place)
            #expect(await other.get("/forms/drafts/\(sheet.number)").status == 404)
            #expect(!(await other.get("/forms").text.contains(sheet.number)))
        }
        let stored = try world.places[0].node.database.read { try $0.all("SELECT content FROM form_draft") { String(decoding: $0.blob(0), as: UTF8.self) } }
        #expect(stored.count == 1 && !stored[0].contains("Only this"))
        // Mended and sent: the draft is gone.
        let second = FormSheet(page.text)
        #expect(await browser.send(second, Self.contact).location?.hasPrefix("/cases/") == true)
        // Going back shows the case.
        #expect(await browser.get("/forms/drafts/\(sheet.number)").location?.hasPrefix("/cases/") == true)
        #expect(!(await browser.get("/forms").text.contains(sheet.number)))
    }

    @Test("Not known, refused and not applicable are answers, with a note, also where one is needed")
    func absences() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        let answers = [
            ("q-worker_name.absent", "refused"), ("q-worker_name.note", "Afraid"), ("q-destination.absent", "unknown"), ("q-what_happened", "A call"),
        ]
        let location = try #require(await browser.send(sheet, answers).location)
        #expect(location.hasPrefix("/cases/"))
        let report = try RecordViewing(world.places[0].node, reader: .keyHolder).report(on: String(location.dropFirst(7)), withHistory: false)
        #expect(report.view.answer("destination-country") == Answer(absent: .unknown))
        #expect(report.linked.contains { $0.view.kind == "person" && $0.view.answer("names") == Answer(absent: .refused, note: "Afraid") })
    }

    @Test("A report with several perpetrators, violations and interventions makes records that are tied to each other")
    func violationReport() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let browser = await world.browser(.caseworker, of: 0)
        var sheet = FormSheet(await browser.get("/forms/fill/rights_violation_report").text)
        var answers = [
            ("q-summary", "Kept and not paid"), ("q-destination", "QA"), ("q-worker_name", "Sita Example"), ("q-born_on", "BS 2050-01"), ("q-is_group", "no"),
        ]
        for repeated in ["perpetrators", "perpetrators", "violations", "violations", "interventions"] {
            let answer = await browser.send(sheet, answers, ("add", "q-\(repeated)"))
            let location = try #require(answer.location)
            #expect(answer.status == 303 && location.hasPrefix("/forms/drafts/\(sheet.number)#field-q-\(repeated)_"))
            let page = await browser.get(String(location.prefix { $0 != "#" })).text
            #expect(page.contains("Sita Example"))
            sheet = FormSheet(page)
        }
        answers += [
            ("q-party_name_1", "Gulf Labour Co"), ("q-party_role_1", "employer"), ("q-party_name_2", "Himal Manpower"), ("q-party_role_2", "recruiter"),
            ("q-what_1", "non-payment"), ("q-since_1", "2025-02"), ("q-amount_1", "1200.50"), ("q-amount_currency_1", "QAR"), ("q-months_unpaid_1", "3"),
            ("q-done_by_1", "Gulf_Labour_Co"), ("q-what_2", "recruitment-fee"), ("q-done_by_2", "Gulf_Labour_Co"), ("q-done_by_2", "Himal_Manpower"),
            ("q-action_kind_1", "advice"), ("q-action_date_1", "2025-06-01"),
        ]
        // Without a script, questions that follow from answers come up first.
        let more = await browser.send(sheet, answers)
        #expect(more.location?.hasPrefix("/forms/drafts/\(sheet.number)?more=1#field-q-") == true)
        sheet = FormSheet(await browser.get("/forms/drafts/\(sheet.number)").text)
        let saved = await browser.send(sheet, answers)
        let location = try #require(saved.location)
        try #require(location.hasPrefix("/cases/"), "\(location)")
        let report = try RecordViewing(node, reader: .keyHolder).report(on: String(location.dropFirst(7)), withHistory: false)
        let violations = report.linked.filter { $0.view.kind == "violation" }.map(\.view)
        try #require(violations.count == 2)
        let unpaid = try #require(violations.first { $0.answer("type")?.value == .code("non-payment") })
        #expect(unpaid.answer("amount")?.value?.displayText == "1200.50 QAR")
        #expect(unpaid.answer("months-unpaid")?.value?.displayText == "3 months")
        #expect(unpaid.answer("since")?.value?.displayText.contains("2025") == true)
        let people = report.linked.filter { $0.view.kind == "person" }
        try #require(people.count == 1)
        #expect(unpaid.answer("victim")?.value == .link(people[0].view.record))
        let parties = report.linked.filter { $0.view.kind == "party" }
        #expect(Set(parties.map(\.field)) == ["employer", "recruiter"])
        let employer = try #require(parties.first { $0.field == "employer" })
        #expect(unpaid.answer("perpetrator")?.value == .list([.link(employer.view.record)]))
        let fee = try #require(violations.first { $0.answer("type")?.value == .code("recruitment-fee") })
        if case .list(let links)? = fee.answer("perpetrator")?.value { #expect(links.count == 2) } else { Issue.record("no perpetrators") }
        #expect(report.linked.contains { $0.view.kind == "action" && $0.view.answer("type")?.value == .code("advice") })
        let born = try #require(people[0].view.date("date-of-birth"))
        #expect(born.given?.description == "BS 2050-01" && born.edtf == "1993-04-13/1993-05-13")
        #expect(await browser.get(location).text.contains("BS 2050-01"))
        let submission = try #require(report.linked.first { $0.view.kind == "submission" })
        #expect(submission.view.answer("content")?.value?.displayText.contains("Himal Manpower") == true)
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
        _ = try Erasure(node).erase(String(location.dropFirst(7)), reason: "A test")
        #expect(try RecordViewing(node, reader: .keyHolder).report(on: submission.view.record, withHistory: false).view.isErased)
    }

    @Test("A form for a case shows what is known, and changes only what was changed")
    func existingCase() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        let page = await browser.get("/forms/fill/rights_violation_report?case=\(place.caseRecord)")
        #expect(page.status == 200 && page.text.contains("Told \(place.workerName)") && page.text.contains(place.workerName))
        let sheet = FormSheet(page.text)
        // A colleague changes the summary meanwhile.
        try place.node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["summary": Answer(try FieldValue(text: "Newer"))]))
        }
        let entries = try entryCount(place.node, place.personRecord)
        let answers = [("q-summary", "Told \(place.workerName)"), ("q-destination", "QA"), ("q-worker_name", place.workerName), ("q-sector", "domestic-work")]
        let saved = await browser.send(sheet, answers)
        #expect(saved.location == "/cases/\(place.caseRecord)")
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(report.view.answer("summary")?.value?.displayText == "Newer")
        #expect(report.view.answer("sector")?.value == .code("domestic-work"))
        #expect(try entryCount(place.node, place.personRecord) == entries)
        #expect(report.linked.filter { $0.view.kind == "person" }.count == 1)
        // Another organisation's case is nowhere.
        #expect(await browser.get("/forms/fill/rights_violation_report?case=\(world.places[1].caseRecord)").status == 404)
        #expect(await browser.get("/forms?case=\(world.places[1].caseRecord)").status == 404)
        let foreign = sheet.fields.map {
            $0.0 == "case" ? ("case", world.places[1].caseRecord) : $0.0 == "submission" ? ("submission", RecordIdentifier.random()) : $0
        }
        #expect(await browser.post(sheet.action, foreign + answers + [("action", "save")], token: sheet.token).status == 404)
    }

    private func entryCount(_ node: Node, _ record: String) throws -> Int {
        try node.database.read {
            try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: record).filter { $0.entry.act != .read }.count
        }
    }

    @Test("What is sent after the session has ended waits for the same person, and for nobody else")
    func rescue() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("/forms/fill/first_contact").text)
        // The session ends on the server; the browser does not know.
        try world.places[0].node.database.write { try $0.execute("DELETE FROM session") }
        let lost = await browser.send(sheet, Self.contact)
        #expect(lost.status == 303 && lost.location == "/sign-in")
        let kept = try world.places[0].node.database.read { try $0.all("SELECT content FROM form_rescue") { String(decoding: $0.blob(0), as: UTF8.self) } }
        #expect(kept.count == 1 && !kept[0].contains("Ram Thapa"))
        // A colleague at the same computer does not get it.
        let stranger = WebBrowser(world.pipeline)
        stranger.take(browser.cookies)
        _ = await stranger.signIn("supervisor-0", WebWorld.passphrase)
        #expect(await stranger.get("/").location == "/forms/recover")
        #expect(await stranger.get("/forms/recover").location == "/today")
        _ = await browser.signIn("caseworker-0", WebWorld.passphrase)
        #expect(await browser.get("/").location == "/forms/recover")
        let recovered = await browser.get("/forms/recover")
        let location = try #require(recovered.location)
        #expect(location == "/forms/drafts/\(sheet.number)?rescued=1")
        let page = await browser.get(location)
        #expect(page.text.contains("Ram Thapa") && page.text.contains("No wages"))
        // A page from before signing in again is not lost either.
        #expect(await browser.send(sheet, Self.contact).location == "/forms/recover")
        // What was never given out is not kept.
        let forged = sheet.fields.map { $0.0 == "holder" ? ("holder", "AAAAAAAAAAAAAAAAAAAAAA") : $0 }
        let refused = await WebBrowser(world.pipeline).post(sheet.action, forged + Self.contact, token: "x")
        #expect(refused.status == 401 || refused.status == 403)
        #expect(await browser.send(FormSheet(page.text), Self.contact).location?.hasPrefix("/cases/") == true)
    }

    @Test("Long lists are not in the page of a form: its script finds them, and the browser keeps them")
    func longLists() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let page = await browser.get("/forms/fill/rights_violation_report").text
        let address = String(try #require(page.firstMatch(of: #/&quot;subdivision&quot;:&quot;([^&]+)&quot;|"subdivision":"([^"]+)"/#).flatMap { $0.output.1 ?? $0.output.2 }))
        let list = await browser.get(address)
        let content = try #require(try? JSONValue.parse(Array(list.text.utf8)))
        #expect(list.status == 200 && content["columns"]?.array?.first?.string == "name" && (content["rows"]?.array?.count ?? 0) > 1_000)
        #expect(page.utf8.count < 250_000 && !page.contains("NP-P1"))
        #expect(await browser.get(String(address.dropLast()) + "x").status == 404)
        #expect(await world.browser(.analyst, of: 0).get(address).status == 403)
    }

    @Test("An organisation adds its own form; one with faults is refused with their places")
    func ownForm() async throws {
        let world = try WebWorld()
        let supervisor = await world.browser(.supervisor, of: 0)
        let bad = await supervisor.addForm("survey\n,type,name,label,calculation,save_to\n,text,a,A,,person.nmes\n,calculate,b,,summ(${a}),\n")
        #expect(
            bad.status == 422 && bad.text.contains("survey, row 2") && bad.text.contains("person.names") && bad.text.contains("row 3")
                && bad.text.contains("sum"))
        let camps = "survey\n,type,name,label,media::image\n,select_one_from_file camps.csv,camp,Which **camp**?,map.png\n"
        let incomplete = await supervisor.addForm(camps)
        #expect(incomplete.status == 422 && incomplete.text.contains("survey, row 2, column “type”") && incomplete.text.contains("camps.csv"))
        #expect(await supervisor.addForm(camps, with: [("camps.csv", "name,label\na,\"A")]).status == 422)
        let complete = await supervisor.addForm(camps, with: [("camps.csv", "name,label\na,Camp A\n")])
        #expect(complete.status == 200 && complete.text.contains("map.png"))
        #expect(await supervisor.get("/forms/fill/visit").text.contains("Which <strong>camp</strong>?"))
        let good = await supervisor.addForm(
            """
            survey
            ,type,name,label,relevant,constraint,constraint_message,calculation,save_to
            ,text,who,Who,,,,,person.names
            ,integer,age,Age,,. >= 0 and . < 120,Between 0 and 119,,
            ,calculate,double,,,,,${age} * 2,
            ,select_one yn,minor,A minor?,${age} < 18,,,,
            ,rank yn,order,Order,,,,,
            ,geopoint,at,Where,,,,,
            ,note,told,Twice is ${double},,,,,
            ,text,told_text,What,,,,,case.summary
            choices
            ,list_name,name,label
            ,yn,yes,Yes
            ,yn,no,No

            """)
        #expect(good.status == 200, "\(good.text)")
        #expect(await supervisor.get("/forms").text.contains("/forms/fill/visit"))
        let other = await world.browser(.supervisor, of: 1)
        #expect(!(await other.get("/forms").text.contains("/forms/fill/visit")))
        #expect(await other.get("/forms/fill/visit").status == 404)
        let sheet = FormSheet(await supervisor.get("/forms/fill/visit").text)
        let wrong = await supervisor.send(sheet, [("q-who", "N"), ("q-age", "130"), ("q-at", "nowhere"), ("q-told_text", "x"), ("script", "1")])
        let page = await supervisor.get(try #require(wrong.location)).text
        #expect(page.contains("Between 0 and 119") && page.contains("Twice is <bdi data-output=\"0\">260</bdi>") && page.contains("problem-q-at"))
        let right = await supervisor.send(
            FormSheet(page),
            [("q-who", "N"), ("q-age", "30"), ("q-at", "25.29 51.53"), ("q-told_text", "x"), ("q-order", "no"), ("q-order", "yes"), ("script", "1")])
        #expect(right.location?.hasPrefix("/cases/") == true)
        #expect(await supervisor.post("/forms/own/visit/retire", []).status == 303)
        #expect(await supervisor.get("/forms/fill/visit").status == 404)
    }

    @Test("Mistakes in save_to are told with row and remedy")
    func mapping() throws {
        let text = """
            survey
            ,type,name,label,save_to
            ,text,a,A,person.nmes
            ,text,b,B,case.wage-agreed.unit
            ,begin_repeat,c,C,persn
            ,text,d,D,person.names
            ,end_repeat,,,
            ,begin_group,e,E,party
            ,text,f,F,party.names
            ,end_group,,,
            ,begin_group,g,G,violation victim=nobody
            ,select_one l,h,H,violation.type
            ,end_group,,,
            ,text,i,I,case.responsible-organisation
            choices
            ,list_name,name,label
            ,l,non-paymnt,X

            """
        let form = try #require(FormReader.read(bytes: Array(text.utf8), name: "f").form)
        let problems = try FormChecking.problems(of: form)
        let found = problems.map { "\($0.sheet ?? "") \($0.row ?? 0)" }
        #expect(Set(found) == ["survey 2", "survey 3", "survey 4", "survey 7", "survey 10", "survey 13", "choices 2"], "\(problems.map(\.description))")
        #expect(problems.allSatisfy { !$0.remedy.isEmpty })
    }
}
