import Dictionary
import Forms
import Foundation
import Journal
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Forms of an organisation's own", .serialized)
struct OwnFormTests {
    @Test("Numbers are taken in the digits of any script, and saved as any other")
    func nativeDigits() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let added = await browser.addForm(
            """
            survey
            ,type,name,label,relevant,constraint,save_to
            ,text,who,Who,,,person.names
            ,integer,age,Age,,. < 120,
            ,text,school,School,${age} < 18,,
            ,decimal,pay,Pay,,,case.wage-agreed.amount
            ,select_one currencies,currency,Currency,,,case.wage-agreed.currency
            ,range,grade,Grade,,,
            ,geopoint,at,Where,,,
            ,time,hour,When,,,
            choices
            ,list_name,name,label
            ,currencies,QAR,Riyal

            """)
        #expect(added.status == 200, "\(added.text)")
        let sheet = FormSheet(await browser.get("/forms/fill/visit").text)
        let answers = [
            ("q-who", "N"), ("q-age", "१७"), ("q-pay", "१४००٫५"), ("q-currency", "QAR"), ("q-grade", "५"), ("q-at", "२७.७ ८५.३"), ("q-hour", "१०:३०"),
        ]
        // The question that follows from the age comes up.
        let more = try #require(await browser.send(sheet, answers).location)
        #expect(more == "/forms/drafts/\(sheet.number)?more=1#field-q-school")
        let page = await browser.get(more).text
        #expect(page.contains("value=\"१७\"") && page.contains("value=\"१४००٫५\""))
        let location = try #require(await browser.send(FormSheet(page), answers + [("q-school", "No")]).location)
        try #require(location.hasPrefix("/cases/"), "\(location)")
        let report = try RecordViewing(world.places[0].node, reader: .keyHolder).report(on: String(location.dropFirst(7)), withHistory: false)
        #expect(report.view.answer("wage-agreed")?.value?.displayText == "1400.50 QAR")
        let content = report.linked.first { $0.view.kind == "submission" }?.view.answer("content")?.value?.displayText ?? ""
        for text in ["\"17\"", "\"1400.5\"", "\"27.7 85.3\"", "\"10:30\"", "\"१०:३०\""] { #expect(content.contains(text), "\(text) in \(content)") }
    }

    private static let unsaved = """
        survey
        ,type,name,label,required
        ,select_one moods,mood,Mood,yes
        ,select_multiple moods,others,Moods of others,
        ,date,when,When,
        ,integer,number,Number,
        ,note,told,They are ${others} (${when}),
        choices
        ,list_name,name,label
        ,moods,calm,Calm
        ,moods,sad,Sad

        """

    @Test("An answer that is saved nowhere can be not known, refused or not applicable, with a note, and is kept with the form")
    func absences() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        #expect(await browser.addForm(Self.unsaved).status == 200)
        let page = await browser.get("/forms/fill/visit?case=\(place.caseRecord)").text
        for name in ["mood", "others", "when", "number"] { #expect(page.contains("name=\"q-\(name).absent\"") && page.contains("name=\"q-\(name).note\"")) }
        // Nothing at all is no answer.
        let empty = await browser.send(FormSheet(page), [])
        #expect(empty.location?.contains("check=1") == true)
        let answers = [("q-mood.absent", "refused"), ("q-mood.note", "Not in <b>company"), ("q-others", "sad"), ("q-when", "2024"), ("q-when.note", "As it seems")]
        #expect(await browser.send(FormSheet(page), answers).location == "/cases/\(place.caseRecord)")
        let link = try #require(
            await browser.get("/cases/\(place.caseRecord)").text.firstMatch(of: #/href="(\/cases\/[0-9A-Z]{16}\/submissions\/[0-9A-Z]{16})"/#).map { String($0.1) })
        let shown = await browser.get(link).text
        for text in ["Did not want to say", "Not in &lt;b&gt;company", "As it seems", "Sad"] { #expect(shown.contains(text), "\(text)") }
        // A case does not begin with a form of which nothing is saved.
        let blank = await browser.get("/forms/fill/visit").text
        #expect(blank.contains("so a case cannot begin with it"))
        let alone = await browser.send(FormSheet(blank), answers)
        #expect(alone.location?.contains("check=1") == true)
        #expect(await browser.get(try #require(alone.location)).text.contains("Open a case and fill it in from there"))
    }

    @Test("A form that asks nothing is refused")
    func asksNothing() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let refused = await browser.addForm("survey\n,type,name,label\n,begin_group,g,Group\n,end_group,,\n")
        #expect(refused.status == 422 && refused.text.contains("The form asks nothing."))
    }

    @Test("What is missing in one of several rounds names the round")
    func roundsAreNamed() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let form = """
            survey
            ,type,name,label,required
            ,begin_repeat,r,Violation,
            ,text,a,What was done,yes
            ,end_repeat,,,
            settings
            ,form_id,form_title
            ,visit,Visit

            """
        #expect(await browser.addForm(form).status == 200)
        let page = await browser.get("/forms/fill/visit?case=\(world.places[0].caseRecord)").text
        let empty = try #require(await browser.send(FormSheet(page), []).location)
        #expect(empty.contains("check=1"), "nothing at all is no answer, also where no question is shown yet")
        func added(to page: String) async throws -> String {
            let location = try #require(await browser.send(FormSheet(page), [], ("add", "q-r")).location)
            return await browser.get(try #require(location.components(separatedBy: "#").first)).text
        }
        let single = await browser.get(try #require(await browser.send(FormSheet(try await added(to: page)), []).location)).text
        #expect(single.contains("What was done: an answer is needed") && !single.contains("Violation 1: "))
        let told = await browser.get(try #require(await browser.send(FormSheet(try await added(to: single)), []).location)).text
        #expect(told.contains("Violation 1: What was done") && told.contains("Violation 2: What was done"))
    }

    @Test("An answer and a reason why there is none cannot both stand; nothing that was typed is lost")
    func answeredAndAbsent() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        let sentence = "There is an answer and a reason why there is none."
        // Saved to a field.
        let contact = FormSheet(await browser.get("/cases/new").text)
        let location = try #require(await browser.send(contact, FormTests.contact + [("q-worker_name.absent", "refused"), ("q-priority", "urgent")]).location)
        #expect(location == "/forms/drafts/\(contact.number)?check=1")
        let refused = await browser.get(location).text
        #expect(refused.contains("id=\"problem-q-worker_name\"") && refused.contains(sentence) && refused.contains("राम थापा | Ram Thapa"))
        #expect(await browser.send(FormSheet(refused), FormTests.contact).location?.hasPrefix("/cases/") == true)
        // Saved nowhere, with boxes that stay ticked.
        #expect(await browser.addForm(Self.unsaved).status == 200)
        let sheet = FormSheet(await browser.get("/forms/fill/visit?case=\(place.caseRecord)").text)
        let answers = [
            ("q-mood", "calm"), ("q-mood.absent", "unknown"), ("q-others", "calm"), ("q-others", "sad"), ("q-others.absent", "refused"), ("q-when", "२०२४-०३"), ("q-when.absent", "unknown"),
        ]
        let page = await browser.get(try #require(await browser.send(sheet, answers).location)).text
        for name in ["mood", "others", "when"] { #expect(page.contains("id=\"problem-q-\(name)\""), "\(name)") }
        #expect(page.matches(of: #/value="(?:calm|sad)" id="[^"]+" checked/#).count == 3 && page.contains("२०२४-०३"))
        #expect(await browser.send(FormSheet(page), [("q-mood", "calm")]).location == "/cases/\(place.caseRecord)")
    }

    @Test("A part of an answer and a reason why the whole is not there cannot both stand; a currency alone is no answer")
    func partAndAbsent() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        let form = """
            survey
            ,type,name,label,save_to
            ,decimal,pay,Pay,case.wage-agreed.amount
            ,select_one currencies,currency,Currency,case.wage-agreed.currency
            choices
            ,list_name,name,label
            ,currencies,QAR,Riyal

            """
        #expect(await browser.addForm(form).status == 200)
        let sheet = FormSheet(await browser.get("/forms/fill/visit?case=\(place.caseRecord)").text)
        let page = await browser.get(try #require(await browser.send(sheet, [("q-pay", "1200"), ("q-currency.absent", "unknown")]).location)).text
        #expect(page.contains("id=\"problem-q-currency\"") && page.contains("value=\"1200\""))
        let answers = [("q-pay.absent", "refused"), ("q-pay.note", "Later"), ("q-currency", "QAR")]
        #expect(await browser.send(FormSheet(page), answers).location == "/cases/\(place.caseRecord)")
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(report.view.answer("wage-agreed") == Answer(absent: .refused, note: "Later"))
    }

    @Test("A field that takes one answer cannot be asked for in each round of a repeat")
    func repeatedFields() throws {
        func problems(_ rows: String) throws -> [String] {
            let form = try #require(FormReader.read(bytes: Array(("survey\n,type,name,label,save_to\n" + rows).utf8), name: "f").form)
            return try FormChecking.problems(of: form).map(\.place)
        }
        #expect(try problems(",begin_repeat,r,R,\n,text,a,A,case.summary\n,end_repeat,,,\n") == ["survey, row 3, column “save_to”"])
        #expect(try problems(",begin_repeat,r,R,\n,begin_group,g,G,\n,date,a,A,person.date-of-birth\n,end_group,,,\n,end_repeat,,,\n") == ["survey, row 4, column “save_to”"])
        #expect(try problems(",begin_group,g,G,violation\n,begin_repeat,r,R,\n,date,a,A,violation.since\n,end_repeat,,,\n,end_group,,,\n") == ["survey, row 4, column “save_to”"])
        #expect(try problems(",begin_repeat,r,R,\n,text,a,A,person.names\n,end_repeat,,,\n,begin_repeat,s,S,violation\n,date,b,B,violation.since\n,end_repeat,,,\n").isEmpty)
    }

    @Test("Where a converted form cannot be written, a sentence says so")
    func unwritable() throws {
        let world = try World()
        let form = world.file("visit.csv")
        try Data(Self.unsaved.utf8).write(to: form)
        try world.runBare("forms", "convert", form.path, "--output", world.file("nowhere").path + "/visit.xml").failed("cannot be written", "--output FILE.xml")
        try world.runBare("forms", "convert", form.path, "--output", world.file("visit.xml").path).succeeded()
        try world.runBare("forms", "check", form.path).succeeded()
    }
}
