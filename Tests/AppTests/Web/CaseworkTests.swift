import Dictionary
import Foundation
import Journal
import Storage
import Testing

@testable import App

/// The steps on a case as a person takes them in the browser.
@Suite("Casework on the web")
struct CaseworkTests {
    private func world() throws -> (world: WebWorld, path: String, place: WebWorld.Place) {
        let world = try WebWorld()
        return (world, "/cases/\(world.places[0].caseRecord)", world.places[0])
    }

    private func count(_ kind: String, _ place: WebWorld.Place) throws -> Int {
        try place.node.database.read { connection in
            try connection.first(
                "SELECT count(*) FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0",
                [.integer(place.node.organisation.number), .text(kind)]
            ) { Int($0.integer(0)) } ?? 0
        }
    }

    private func records(_ kind: String, _ place: WebWorld.Place) throws -> [String] {
        try place.node.database.read { connection in
            try connection.all(
                "SELECT record FROM record_state WHERE organisation = ? AND kind = ? ORDER BY created", [.integer(place.node.organisation.number), .text(kind)]
            ) { $0.text(0) }
        }
    }

    private func effective(_ place: WebWorld.Place) throws -> ConsentAgreement {
        let day = try #require(CalendarDay(daysSinceEpoch: Int(place.node.now() / 86_400_000)))
        return try #require(try place.node.database.read { try Consents(node: place.node, connection: $0).effective(for: place.caseRecord, on: day) })
    }

    // MARK: Consent

    @Test("Consent in the worker's own words, and withdrawn in them: the page says what holds, and it holds no longer with that entry")
    func consent() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.get(path).text.contains("No consent is recorded"))
        // What is missing is told, and what was typed is still there.
        let refused = await browser.refusal("\(path)/consents/new", [("submission", "c"), ("given", "yes"), ("words", "Write to him.")])
        #expect(refused.status == 200 && refused.text.contains("Write to him.") && refused.text.contains("Choose what the person agreed to."))
        let fields = [
            ("submission", "c"), ("given", "yes"), ("words", "Write to him."), ("scopes", "contact-employer"), ("scopes", "legal-claim"), ("manner", "spoken"),
            ("person", place.personRecord), ("given-on", "2026-01-20"), ("until", "2027-01-20"), ("language", "nep"), ("interpreter", "Maya"),
        ]
        for _ in 0..<2 { #expect(await browser.post("\(path)/consents/new", fields).status == 303) }
        #expect(try count("consent", place) == 1, "sending it twice records it once")
        #expect(try effective(place).allows("contact-employer"))
        var page = await browser.get(path).text
        #expect(
            page.contains("Agreed to:") && page.contains("Contact with employer or agency") && page.contains("until 20 January 2027")
                && page.contains("Write to him."))
        let record = try #require(try records("consent", place).first)
        #expect(await browser.get("\(path)/consents/\(record)/withdraw").text.contains("Legal claim"))
        #expect(await browser.isRefused("\(path)/consents/\(record)/withdraw", [("withdrawn-on", "")]))
        #expect(await browser.isRefused("\(path)/consents/\(record)/withdraw", [("withdrawn-on", "2026-01-19")]), "before it was given")
        let withdrawal = [("withdrawn-on", "2026-02-01"), ("withdrawal-words", "Stop it.")]
        for _ in 1...2 { #expect(await browser.post("\(path)/consents/\(record)/withdraw", withdrawal).status == 303) }
        // What was said then is not written over from a page that was open before.
        #expect(await browser.isRefused("\(path)/consents/\(record)/withdraw", [("withdrawn-on", "2026-02-02"), ("withdrawal-words", "Other words")]))
        #expect(await browser.get("\(path)/consents/\(record)/withdraw").location == "\(path)#consent")
        #expect(try effective(place).standing == .withdrawn)
        page = await browser.get(path).text
        #expect(page.contains("Everything that was agreed to was taken back.") && page.contains("Stop it."))
        // A record cannot be kept and not be kept; and of a refusal the page says what was refused.
        let both = [("submission", "e"), ("given", "yes"), ("scopes", "record-keeping"), ("keeps-data", "no"), ("manner", "spoken")]
        #expect(await browser.isRefused("\(path)/consents/new", both))
        let refusal = [("submission", "f"), ("given", "no"), ("scopes", "media"), ("person", place.personRecord)]
        #expect(await browser.post("\(path)/consents/new", refusal).status == 303)
        #expect(await browser.get(path).text.contains("<dt>Refused</dt>"))
        // A person of another case is nobody here.
        let stranger = await browser.post(
            "\(path)/consents/new",
            fields.filter { $0.0 != "person" && $0.0 != "submission" } + [("person", world.places[1].personRecord), ("submission", "d")])
        #expect(stranger.status == 400)
    }

    // MARK: Tasks and the day

    @Test("A task is added once, stands in the day of whoever does it, and is done from there")
    func tasks() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let fields = [("submission", "t"), ("title", "Call the embassy"), ("due", "2026-02-01"), ("details", "Ask for Ms Rai")]
        for _ in 0..<2 { #expect(await browser.post("\(path)/tasks", fields).status == 303) }
        #expect(try count("task", place) == 1)
        let day = await browser.get("/today")
        #expect(
            day.text.contains("Call the embassy") && day.text.contains(place.workerName) && day.text.contains("Overdue (1)")
                && day.text.contains("No consent recorded"))
        #expect(await browser.isRefused("\(path)/tasks", [("submission", "u"), ("title", " ")]))
        let wrong = await browser.refusal("\(path)/tasks", [("submission", "u"), ("title", "Write"), ("due", "31/02/2026 x")])
        #expect(wrong.status == 200 && wrong.text.contains("value=\"Write\""))
        let task = try #require(try records("task", place).first)
        #expect(await browser.post("\(path)/tasks/\(task)", [("done", "yes"), ("back", "today")]).location == "/today")
        #expect(!(await browser.get("/today").text.contains("Call the embassy")))
        #expect(await browser.get(path).text.contains("Not done after all"))
        // It is changed on a page of its own, to which the general form leads.
        #expect(await browser.get("\(path)/records/\(task)").location == "\(path)/tasks/\(task)/edit")
        let edit = "\(path)/tasks/\(task)/edit"
        let seen = try #require(seenEntries(await browser.get(edit).text, edit))
        #expect(await browser.post(edit, [("title", "Call the consulate"), ("details", "Ask for Ms Rai"), ("seen", seen)]).location == "\(path)#next")
        let changed = await browser.get(path)
        #expect(changed.text.contains("Call the consulate") && changed.text.contains("Ask for Ms Rai"))
        // The colleague who does not work on the case cannot be given a task in it.
        let lawyer = try #require(place.accounts[.legal]?.identifier)
        #expect(await browser.isRefused("\(path)/tasks", [("submission", "v"), ("title", "Read"), ("assignee", lawyer)]))
        // A supervisor can, since they open every case that is not confidential.
        let supervisor = try #require(place.accounts[.supervisor]?.identifier)
        #expect(await browser.post("\(path)/tasks", [("submission", "w"), ("title", "Assign it"), ("assignee", supervisor)]).status == 303)
        #expect(await world.browser(.supervisor, of: 0).get("/today").text.contains("Assign it"))
    }

    @Test("A task of one's own, outside a case, is nobody else's")
    func ownTasks() async throws {
        let (world, _, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.post("/today/tasks", [("submission", "o"), ("title", "Order Nepali keyboards"), ("due", "2026-02-02")]).status == 303)
        #expect(await browser.get("/today").text.contains("Order Nepali keyboards"))
        let task = try #require(try records("task", place).first)
        for role in [Role.supervisor, .legal] {
            let other = await world.browser(role, of: 0)
            for page in ["/today", "/today?who=all"] { #expect(!(await other.get(page).text.contains("Order Nepali"))) }
            #expect(await other.post("/today/tasks/\(task)", [("done", "yes")]).status == 404)
            #expect(await other.get("/today/tasks/\(task)/edit").status == 404)
        }
        // It is changed, keeps what was not typed again, and is given to a colleague, who alone sees it then.
        let edit = "/today/tasks/\(task)/edit"
        let form = await browser.get(edit)
        let seen = try #require(seenEntries(form.text, edit))
        #expect(form.text.contains("value=\"Order Nepali keyboards\""))
        let fields = [("title", "Order Nepali keyboards"), ("due", "2026-02-02"), ("details", "Two, with a cable"), ("seen", seen)]
        #expect(await browser.isRefused(edit, [("title", ""), ("seen", seen)]))
        #expect(await browser.isRefused(edit, fields + [("assignee", world.places[1].accounts[.legal]?.identifier ?? "")]))
        for _ in 1...2 { #expect(await browser.post(edit, fields).location == "/today") }
        #expect(await browser.get("/today").text.contains("Two, with a cable"))
        let legal = try #require(place.accounts[.legal]?.identifier)
        let again = try #require(seenEntries(await browser.get(edit).text, edit))
        #expect(await browser.post(edit, [("title", "Order keyboards"), ("details", "Two"), ("seen", again), ("assignee", legal)]).status == 303)
        let colleague = await world.browser(.legal, of: 0)
        #expect(await colleague.get("/today").text.contains("Order keyboards"))
        #expect(await browser.get(edit).status == 404)
        #expect(await browser.post("/today/tasks", [("submission", "p"), ("title", "Order Nepali stamps"), ("assignee", legal)]).status == 303)
        #expect(await colleague.get("/today").text.contains("Order Nepali stamps"))
        #expect(!(await browser.get("/today").text.contains("Order Nepali")))
    }

    /// The entries from which a page's form was made.
    private func seenEntries(_ page: String, _ action: String) -> String? {
        PageForm.all(in: page).first { $0.action == action }?.hidden.first { $0.0 == "seen" }?.1
    }

    @Test("A date as pages of a language show it can be typed", arguments: [("ne", "वि.सं. २०४७-०५-१५", "BS 2047-05-15"), ("ar", "١٤١٠-٠٢-٠٨ هـ", "AH 1410-02-08"), ("en", "1410-02-08 AH", "AH 1410-02-08")])
    func shownDates(_ language: String, _ typed: String, _ meant: String) async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        _ = await browser.post("/language", [("language", language)])
        let answer = await browser.post("\(path)/tasks", [("submission", "t"), ("title", "Call"), ("due", typed)])
        #expect(answer.status == 303, "\(answer.text)")
        let task = try #require(try records("task", place).first)
        let due = try place.node.database.read { connection -> PartialDate? in
            let state = try RecordRows(connection: connection, organisation: place.node.organisation.number).state(of: task)
            var gate = Gate(reader: Reader(account: "test", clearance: .identity), node: place.node, connection: connection)
            return try state.flatMap { try gate.view($0, of: task) }?.date("due")
        }
        #expect(due?.given?.description == meant)
    }

    @Test("A task done is gone from the day")
    func doneTask() async throws {
        let (world, _, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        _ = await browser.post("/today/tasks", [("submission", "q"), ("title", "Order Nepali keyboards")])
        let task = try #require(try records("task", place).first)
        #expect(await browser.post("/today/tasks/\(task)", [("done", "yes")]).status == 303)
        #expect(!(await browser.get("/today").text.contains("Order Nepali")))
    }

    @Test("The day shows what opens for the person: a supervisor's has everybody's, but not what is confidential")
    func dayOfOthers() async throws {
        let (world, path, place) = try world()
        let caseworker = await world.browser(.caseworker, of: 0)
        _ = await caseworker.post("\(path)/tasks", [("submission", "t"), ("title", "Call the embassy"), ("due", "2026-02-01")])
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(!(await supervisor.get("/today").text.contains("Call the embassy")))
        #expect(await supervisor.get("/today?who=all").text.contains("Call the embassy"))
        // A caseworker cannot ask for everybody's.
        let other = await world.browser(.legal, of: 0)
        for page in ["/today?who=all", "/today?who=all&show=overdue&from=0"] { #expect(!(await other.get(page).text.contains("Call the embassy"))) }
        let stranger = await world.browser(.supervisor, of: 1)
        #expect(!(await stranger.get("/today?who=all").text.contains("Call the embassy")))
        try place.node.change(by: "test") { try $0.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["confidential": .init(.code("yes"))])) }
        let confidential = await supervisor.get("/today?who=all")
        #expect(!confidential.text.contains("Call the embassy") && !confidential.text.contains(place.workerName))
        #expect(await caseworker.get("/today").text.contains("Call the embassy"))
    }

    @Test("Handing over moves all cases and open tasks in one step, and leaves colleagues and done tasks")
    func handOver() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        for title in ["Call", "Write"] { _ = await browser.post("\(path)/tasks", [("submission", title), ("title", title)]) }
        let tasks = try records("task", place)
        _ = await browser.post("\(path)/tasks/\(tasks[1])", [("done", "yes")])
        let (leaving, coming) = (try #require(place.accounts[.caseworker]?.identifier), try #require(place.accounts[.legal]?.identifier))
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get("/hand-over").text.contains("cases: 1, open tasks: 1"))
        for wrong in [
            [("from", leaving), ("to", leaving)], [("from", leaving), ("to", world.places[1].accounts[.legal]?.identifier ?? "")],
            [("from", leaving), ("to", place.accounts[.analyst]?.identifier ?? "")],
        ] {
            #expect(await supervisor.post("/hand-over", wrong).status == 422)
        }
        // First it is shown, and nothing goes.
        let preview = await supervisor.post("/hand-over", [("from", leaving), ("to", coming)])
        #expect(preview.status == 200 && preview.text.contains(place.workerName) && preview.text.contains("Nothing has gone yet."))
        let lawyer = await world.browser(.legal, of: 0)
        #expect(await lawyer.get(path).status == 404)
        let confirmed = [("from", leaving), ("to", coming), ("confirmed", "yes"), ("submission", "h1")]
        let passed = await supervisor.post("/hand-over", confirmed)
        #expect(passed.text.contains("Handed over. Cases: 1, open tasks: 1."))
        // Sent twice it says the same again, with its way back.
        let twice = await supervisor.post("/hand-over", confirmed)
        #expect(twice.text.contains("Handed over. Cases: 1, open tasks: 1.") && twice.text.contains("name=\"undo\""))
        // It can be taken back in one step, and what is not among it stays.
        let undo = try #require(PageForm.all(in: passed.text).first { form in form.hidden.contains { $0.0 == "undo" } })
        #expect(await supervisor.post("/hand-over", undo.hidden).text.contains("Taken back. Cases: 1, open tasks: 1."))
        #expect(await lawyer.get(path).status == 404)
        #expect(await browser.get(path).status == 200)
        #expect(await supervisor.post("/hand-over", undo.hidden).text.contains("Taken back. Cases: 0, open tasks: 0."))
        let anew = [("from", leaving), ("to", coming), ("confirmed", "yes"), ("submission", "h2")]
        #expect(await supervisor.post("/hand-over", anew).text.contains("Handed over. Cases: 1, open tasks: 1."))
        #expect(await lawyer.get(path).status == 200)
        #expect(await browser.get(path).status == 404)
        #expect(await lawyer.get("/today").text.contains("Call"))
        let done = try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).targets(of: tasks[1], field: "assigned-to")
        }
        #expect(done == [leaving])
    }

    // MARK: Closing, history, undo

    @Test("Closing needs outcome and reason; reopening needs a reason; both are steps of the timeline with who and why")
    func closing() async throws {
        let (world, path, _) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let incomplete = await browser.refusal("\(path)/close", [("status", "closed"), ("closing-date", "2026-02-02"), ("closing-note", "Paid in cash.")])
        #expect(incomplete.status == 200 && incomplete.text.contains("Paid in cash.") && incomplete.text.contains("Choose why the case is closed."))
        #expect(
            await browser.post("\(path)/close", [("status", "active"), ("outcomes", "none"), ("closing-reason", "resolved"), ("closing-date", "2026-02-02")])
                .status == 400)
        let contradictions = [
            ("closed", ["none", "released"], "settled", "“Nothing obtained” and “Released”"),
            ("closed", ["money-received-in-full", "no-money-received"], "settled", "“Money received in full” and “No money received”"),
            ("closed", ["none"], "resolved", "“Nothing obtained” and “Resolved”"),
            ("closed", ["released"], "transferred", "“Closed” and “Transferred”"),
            ("closed-referred", ["released"], "settled", "“Closed after transfer” and “Settled”"),
        ]
        for (status, outcomes, reason, told) in contradictions {
            let answers = [("status", status), ("closing-reason", reason), ("closing-date", "2026-02-02")] + outcomes.map { ("outcomes", $0) }
            let refused = await browser.refusal("\(path)/close", answers)
            #expect(refused.status == 200 && refused.text.contains("\(told) cannot both be so."), "\(told)")
        }
        let fields = [
            ("status", "closed"), ("outcomes", "money-received-in-part"), ("closing-reason", "settled"), ("closing-date", "2026-02-02"),
            ("closing-note", "Paid in cash."),
        ]
        for _ in 0..<2 { #expect(await browser.post("\(path)/close", fields).status == 303) }
        var page = await browser.get(path).text
        #expect(
            page.contains("Settled") && page.contains("Money received in part") && page.contains("Reopen the case")
                && !page.contains("class=\"warning\">No consent"))
        #expect(await browser.isRefused("\(path)/reopen", [("reason", " ")]))
        for _ in 0..<2 { #expect(await browser.post("\(path)/reopen", [("reason", "The second half was not paid.")]).status == 303) }
        page = await browser.get(path).text
        #expect(
            page.contains("Reopened") && page.contains("The second half was not paid.") && page.contains("Colleague caseworker 0")
                && page.contains("Close the case"))
        let history = await browser.get(path + "/history").text
        #expect(history.contains("Paid in cash."), "why it was closed stays in the history")
        #expect(history.components(separatedBy: "The second half was not paid.").count == 2, "reopened once")
    }

    @Test("An entry is taken back in the browser with a reason; a removed record comes back the same way")
    func undo() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let edit = await browser.get("\(path)/records/\(place.caseRecord)")
        let seen = WebBrowser.value(of: "seen", in: edit.text) ?? ""
        let base = [("status", "intake"), ("group", "no"), ("destination-country", "QA"), ("intake-date", "2026-01-02"), ("seen", seen)]
        #expect(await browser.post("\(path)/records/\(place.caseRecord)", base + [("summary", "Somebody else's story")]).status == 303)
        let history = await browser.get(path + "/history")
        #expect(history.text.contains("Somebody else&#39;s story"))
        let entry = try #require(WebBrowser.value(of: "entry", in: history.text), "the latest entry comes first")
        let undo = "\(path)/records/\(place.caseRecord)/undo"
        let nameless = await browser.refusal(undo, [("entry", entry), ("reason", "")])
        #expect(nameless.status == 200 && nameless.text.contains("Say why"))
        #expect(await browser.post(undo, [("entry", entry), ("reason", "Wrong case")]).status == 303)
        #expect(await browser.get(path).text.contains("Told \(place.workerName)"))
        #expect(await browser.get(path + "/history").text.contains("Wrong case"))
        // An entry of another record is not taken back through this one.
        for foreign in ["1", "2", "999999", "-1", "x"] {
            let answer = await browser.post("\(path)/records/\(place.personRecord)/undo", [("entry", foreign), ("reason", "r")])
            #expect(answer.status == 404 || answer.status == 400 || foreign == "2", "\(foreign)")
        }
        #expect(await browser.post("\(path)/notes", [("submission", "n"), ("note", "Seen at the market")]).status == 303)
        let note = try #require(try records("note", place).first)
        #expect(await browser.post("\(path)/records/\(note)/remove", [("reason", "About somebody else")]).status == 303)
        #expect(!(await browser.get(path).text.contains("Seen at the market")))
        let removed = await browser.get("\(path)/records/\(note)/history")
        #expect(removed.text.contains("This was removed from the case"))
        #expect(await browser.get(path + "/history").text.contains("/records/\(note)/history"))
        let retraction = try #require(WebBrowser.value(of: "entry", in: removed.text))
        #expect(await browser.post("\(path)/records/\(note)/undo", [("entry", retraction), ("reason", "It was her")]).status == 303)
        #expect(await browser.get(path).text.contains("Seen at the market"))
        #expect(await browser.post("\(path)/records/\(place.caseRecord)/remove", [("reason", "x")]).status == 400)
    }

    @Test("What somebody took out comes back by taking that back; where nothing is left it is said; a case is closed, not taken back from its beginning")
    func takenOut() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let record = "\(path)/records/\(place.caseRecord)"
        let seen = WebBrowser.value(of: "seen", in: await browser.get(record).text) ?? ""
        let fields = [("status", "intake"), ("group", "no"), ("destination-country", ""), ("intake-date", "2026-01-02"), ("seen", seen), ("summary", "")]
        #expect(await browser.post(record, fields).status == 303)
        func shown(_ field: String) throws -> Answer? { try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).view.answer(field) }
        #expect(try shown("summary") == nil && shown("destination-country") == nil)
        let entry = try #require(WebBrowser.value(of: "entry", in: await browser.get(path + "/history").text))
        #expect(await browser.post(record + "/undo", [("entry", entry), ("reason", "By mistake")]).status == 303)
        #expect(try shown("summary")?.value?.displayText == "Told \(place.workerName)" && shown("destination-country")?.value != nil)
        let again = await browser.refusal(record + "/undo", [("entry", entry), ("reason", "Once more")])
        #expect(again.text.contains("Nothing of this entry can be taken back"))
        let first = try place.node.database.read { connection in
            try connection.first("SELECT min(sequence) FROM journal_entry WHERE record = ?", [.text(place.caseRecord)]) { $0.integer(0) }
        }
        let beginning = try #require(first)
        #expect(await !browser.get(path + "/history").text.contains("name=\"entry\" value=\"\(beginning)\""))
        let refused = await browser.refusal(record + "/undo", [("entry", "\(beginning)"), ("reason", "Twice")])
        #expect(refused.text.contains("Close it"))
        #expect(await browser.get(path).status == 200)
    }

    @Test("A closed case is opened again on its own page only, where the reason is asked for")
    func reopeningElsewhere() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.supervisor, of: 0)
        let closing = [("status", "closed"), ("outcomes", "money-received-in-full"), ("closing-reason", "settled"), ("closing-date", "2026-02-02")]
        #expect(await browser.post("\(path)/close", closing).status == 303)
        let record = "\(path)/records/\(place.caseRecord)"
        let seen = WebBrowser.value(of: "seen", in: await browser.get(record).text) ?? ""
        let edited = await browser.refusal(record, [("status", "active"), ("group", "no"), ("destination-country", "QA"), ("seen", seen)] + closing.dropFirst())
        #expect(edited.text.contains("Open it again on its page"))
        let chosen = await browser.post("/cases/chosen/change", [("case", place.caseRecord), ("status", "active")])
        #expect(chosen.status == 422 && chosen.text.contains("opened again one by one") && chosen.text.contains(place.workerName))
        #expect(await browser.post("/cases/chosen/change", [("case", place.caseRecord), ("priority", "urgent")]).status == 303)
        #expect(try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).view.code("status") == "closed")
    }

    @Test("A consent that was taken back stays taken back; what was said can be written down later")
    func withdrawnConsent() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let given = [("submission", "c"), ("person", place.personRecord), ("given", "yes"), ("scopes", "record-keeping"), ("manner", "spoken"), ("given-on", "2026-01-02")]
        #expect(await browser.post("\(path)/consents/new", given).status == 303)
        let consent = try #require(try records("consent", place).last)
        #expect(await browser.post("\(path)/consents/\(consent)/withdraw", [("withdrawn-on", "2026-02-02")]).status == 303)
        let record = "\(path)/records/\(consent)"
        let services = world.pipeline.services
        let form = AnswerForm(
            dictionary: place.node.dictionary, calendars: services.calendars, translator: Translator(catalogue: services.languages, language: "en"))
        /// The page as it stands, with some fields changed.
        func edit(_ changes: [String: String]) async throws -> [(String, String)] {
            let hidden = PageForm.all(in: await browser.get(record).text).first { $0.action == record }?.hidden ?? []
            let view = try RecordViewing(place.node, reader: .keyHolder).report(on: consent, withHistory: false).view
            let shown = form.fields(view).items.map { ($0.name, $0.value) }.filter { changes[$0.0] == nil }
            return hidden + shown + changes.map { ($0.key, $0.value) }
        }
        #expect(await browser.refusal(record, try edit(["withdrawn-on": ""])).text.contains("record a new consent"))
        #expect(await browser.post(record, try edit(["withdrawal-words": "Leave me out."])).status == 303)
        let view = try RecordViewing(place.node, reader: .keyHolder).report(on: consent, withHistory: false).view
        #expect(view.answer("withdrawn-on") != nil && view.answer("withdrawal-words")?.value?.displayText == "Leave me out.")
    }

    @Test("An answer and a reason why there is none are asked about, and a note on what is a card's title is shown there and in the history")
    func notesOnTitles() async throws {
        let (world, path, _) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let both = await browser.refusal("\(path)/add/violation", [("submission", "v"), ("type", "non-payment"), ("type.absent", "refused")])
        #expect(both.text.contains("Keep one of the two"))
        #expect(await browser.post("\(path)/add/violation", [("submission", "v"), ("type", "non-payment"), ("type.note", "Qxonly in part")]).status == 303)
        #expect(await browser.get(path).text.contains("Qxonly in part"))
        #expect(await browser.get(path + "/history").text.contains("Qxonly in part"))
        #expect(await browser.refusal("\(path)/add/person", [("submission", "p"), ("names", "\u{202E}\u{200B}"), ("role", "worker")]).text.contains("id=\"problems\""))
        #expect(await browser.post("\(path)/add/person", [("submission", "p"), ("names", "Qx\u{202E}gone"), ("role", "worker")]).status == 303)
        #expect(await browser.get(path).text.contains("Qxgone"))
    }

    @Test("Of two clashing answers either can be kept from the page of the case")
    func resolving() async throws {
        let (world, path, place) = try world()
        let heads = try place.node.database.read { try RecordRows(connection: $0, organisation: place.node.organisation.number).state(of: place.caseRecord) }?
            .heads
        for keepShown in [true, false] {
            for (author, priority) in [("one", "urgent"), ("two", "low")] {
                try place.node.change(by: author) {
                    try $0.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["priority": Answer(.code(priority))]), seen: heads)
                }
            }
            let browser = await world.browser(.caseworker, of: 0)
            let page = await browser.get(path).text
            #expect(page.contains("2 answers that differ"))
            let clocks = page.matches(of: #/name="clock" value="([^"]*)"/#).map { String($0.output.1) }
            let clock = try #require(keepShown ? clocks.first : clocks.last)
            #expect(clocks.count == 2)
            #expect(await browser.post("\(path)/records/\(place.caseRecord)/resolve", [("field", "priority"), ("clock", clock)]).status == 303)
            let after = await browser.get(path).text
            #expect(!after.contains("2 answers that differ") && after.contains(keepShown ? "Low" : "Urgent"))
        }
        let entries = try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).entries(of: place.caseRecord)
        }
        #expect(entries.filter { $0.entry.act == .resolve }.count == 2)
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    // MARK: Notes, group, relations

    @Test("Notes stand in the case with author and time, the latest first")
    func notes() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        for (number, text) in [("1", "First\nsecond line"), ("1", "First\nsecond line"), ("2", "उहाँले फोन उठाउनुभएन")] {
            #expect(await browser.post("\(path)/notes", [("submission", number), ("note", text)]).status == 303)
        }
        let page = await world.browser(.supervisor, of: 0).get(path).text
        let later = try #require(page.range(of: "उहाँले फोन"))
        let earlier = try #require(page.range(of: "First\nsecond line"))
        #expect(later.lowerBound < earlier.lowerBound && page.contains("Colleague caseworker 0"))
        #expect(try count("note", place) == 2)
        #expect(await browser.isRefused("\(path)/notes", [("submission", "3"), ("note", "  ")]))
    }

    @Test("A group grows by names as they become known, also after a double press")
    func members() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        try place.node.change(by: "test") { transaction in
            let headcount = try transaction.node.dictionary.field("case", "headcount")?.parse("40 persons", in: transaction.node.dictionary)
            try transaction.save(
                RecordChange(record: place.caseRecord, kind: "case", answers: ["group": .init(.code("yes")), "headcount": headcount.map { Answer($0) }]))
        }
        for _ in 0..<2 {
            #expect(
                await browser.post("\(path)/members", [("submission", "m"), ("members", "Ram Thapa | राम थापा\r\n\r\nSita Rai\r\nSita Rai\r\n")]).status == 303)
        }
        #expect(try count("person", place) == 4)
        let page = await browser.get(path).text
        #expect(page.contains("राम थापा") && page.contains("Workers: 40. Known by name: 4."))
        #expect(await browser.isRefused("\(path)/members", [("submission", "n"), ("members", "\n \n")]))
        #expect(await browser.isRefused("\(path)/members", [("submission", "n"), ("members", String(repeating: "A\n", count: 300))]))
        #expect(try count("person", place) == 4)
    }

    @Test("Who may be known already is told before they are added to a case, and a case of two workers is one of a group")
    func knownMembers() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.register("Qxmaya Gurung", summary: "S").status == 303)
        try world.pipeline.services.search.prepare(place.node)
        func group() throws -> Answer? { try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).view.answer("group") }
        #expect(try group() != Answer(.code("yes")))
        let told = await browser.post("\(path)/members", [("submission", "m"), ("members", "Qxmaya Gurung\nSomebody New\n")])
        let page = await browser.get(try #require(told.location))
        #expect(page.text.contains("somebody you already have") && page.text.contains("Somebody New") && page.text.contains("name=\"duplicates\" value=\"seen\""))
        #expect(try count("person", place) == 2)
        #expect(await browser.post("\(path)/members", [("submission", "m"), ("members", "Qxmaya Gurung\nSomebody New\n"), ("duplicates", "seen")]).status == 303)
        #expect(try count("person", place) == 4 && group() == Answer(.code("yes")))
        // The same list once more, as another form, is asked about; the same form sent twice is not.
        let again = await browser.post("\(path)/members", [("submission", "again"), ("members", "Somebody New\n")])
        #expect(await browser.get(try #require(again.location)).text.contains("name=\"duplicates\" value=\"seen\""))
        #expect(await browser.post("\(path)/members", [("submission", "m"), ("members", "Qxmaya Gurung\nSomebody New\n")]).status == 303)
        #expect(try count("person", place) == 4)
        // Also where a second worker is added by another way.
        let other = String(try #require(await browser.register("Qxhari Rai", summary: "S").location).dropFirst(7))
        #expect(
            await browser.post("/cases/\(other)/add/person", [("submission", "p"), ("names", "Qxbina Rai"), ("role", "worker")]).status == 303)
        #expect(try RecordViewing(place.node, reader: .keyHolder).report(on: other, withHistory: false).view.answer("group") == Answer(.code("yes")))
    }

    @Test("A tie to another case shows to whoever may open both, and says nothing of it to others")
    func relatedCases() async throws {
        let (world, path, place) = try world()
        let supervisor = await world.browser(.supervisor, of: 0)
        let made = await supervisor.register("Qxother Zz", summary: "S")
        let other = String(try #require(made.location).dropFirst(7))
        // Neither an unknown case, nor another organisation's, nor the case itself.
        for wrong in ["0000000000000000", world.places[1].caseRecord, place.caseRecord, "<script>", ""] {
            let answer = await supervisor.refusal("\(path)/related/new", [("submission", "r"), ("role", "part-of"), ("other", wrong)])
            #expect(answer.status == 200 && answer.text.contains("There is no other case like that"))
        }
        #expect(await supervisor.isRefused("\(path)/related/new", [("submission", "r"), ("role", "worker"), ("other", other)]))
        for _ in 0..<2 {
            #expect(
                await supervisor.post(
                    "\(path)/related/new", [("submission", "r"), ("role", "part-of"), ("other", "https://x.example/cases/\(other.lowercased())#next")]
                ).status == 303)
        }
        #expect(try records("relation", place).count == 3)
        let page = await supervisor.get(path).text
        #expect(page.contains("Part of") && page.contains("Qxother Zz"))
        #expect(await supervisor.get("/cases/\(other)").text.contains("Includes"))
        // The caseworker works on the first case only.
        let caseworker = await world.browser(.caseworker, of: 0)
        let seen = await caseworker.get(path)
        #expect(seen.status == 200 && !seen.text.contains("Qxother") && !seen.text.contains(other))
        for address in ["\(path)/records/\(other)", "\(path)/records/\(other)/history"] { #expect(await caseworker.get(address).status == 404) }
        #expect(await caseworker.post("\(path)/records/\(other)", [("summary", "x"), ("seen", "")]).status == 404)
        let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
        #expect(!report.linked.contains { $0.view.kind == "case" }, "another case is not drawn into a report")
    }

    @Test("Two people of a case are tied to each other by a role that fits")
    func ties() async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.post("\(path)/add/person", [("submission", "p"), ("role", "family-contact"), ("names", "Maya Rai")]).status == 303)
        let other = try #require(try records("person", place).last)
        let fields = [("submission", "t"), ("first", other), ("role", "spouse-of"), ("second", place.personRecord)]
        #expect(await browser.post("\(path)/ties/new", fields).status == 303)
        #expect(await browser.get(path).text.contains("Husband or wife of \(place.workerName)"))
        for (name, value) in [("role", "branch-of"), ("second", world.places[1].personRecord), ("first", place.personRecord)] {
            #expect(await browser.isRefused("\(path)/ties/new", fields.map { $0.0 == name ? (name, value) : $0 }))
        }
    }

    // MARK: Calendars

    @Test("Dates show in the calendar that the person chose, beside the Gregorian one")
    func calendars() async throws {
        let (world, path, _) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.get(path).text.contains("2 January 2026"))
        #expect(await browser.post("/account/calendar", [("calendar", "bikram-sambat")]).status == 303)
        #expect(await browser.get(path).text.contains("BS 2082-09-18 (2 January 2026)"))
        #expect(await browser.post("/account/calendar", [("calendar", "julian")]).status == 400)
        #expect(await browser.get("/account").text.contains("value=\"bikram-sambat\" id=\"field-calendar-1\" checked"))
    }

    @Test(
        "As precise as it is known, in words",
        arguments: [
            ("2019", "2019"), ("2019-04", "April 2019"), ("2019-04-03?", "3 April 2019 (perhaps)"), ("2019-04~", "about April 2019"),
            ("2019-04-03/2019-05-02", "3 April 2019 – 2 May 2019"), ("2019-04/2019-06", "April 2019 – June 2019"), ("2019/2020", "2019 – 2020"),
            ("2019-04-03/..", "since 3 April 2019"), ("201X", "2010 – 2019"),
        ])
    func dateWords(_ edtf: String, _ words: String) throws {
        let dates = DateText(Translator(catalogue: try LanguageCatalogue.standard(), language: "en"))
        #expect(dates.text(try PartialDate(edtf: edtf)) == words)
    }

    // MARK: What people type

    @Test(
        "What people type is text, in every field of these pages",
        arguments: ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE record_state; --", "</textarea><svg onload=alert(1)>"])
    func injection(_ text: String) async throws {
        let (world, path, place) = try world()
        let browser = await world.browser(.caseworker, of: 0)
        _ = await browser.post("\(path)/notes", [("submission", "1"), ("note", text)])
        _ = await browser.post("\(path)/tasks", [("submission", "2"), ("title", text), ("details", text)])
        _ = await browser.post("\(path)/tasks", [("submission", "3"), ("title", text), ("due", text)])
        _ = await browser.post("\(path)/members", [("submission", "4"), ("members", text)])
        _ = await browser.post(
            "\(path)/consents/new",
            [
                ("submission", "5"), ("given", "yes"), ("scopes", "media"), ("manner", "spoken"), ("words", text), ("excluded", text), ("interpreter", text),
                ("given.note", text),
            ])
        let consent = try #require(try records("consent", place).first)
        _ = await browser.post("\(path)/consents/\(consent)/withdraw", [("withdrawn-on", "2026-02-01"), ("withdrawal-words", text)])
        _ = await browser.post(
            "\(path)/close",
            [("status", "closed"), ("outcomes", "none"), ("closing-reason", "no-prospect"), ("closing-date", "2026-02-02"), ("closing-note", text)])
        _ = await browser.post("\(path)/reopen", [("reason", text)])
        let note = try #require(try records("note", place).first)
        _ = await browser.post("\(path)/records/\(note)/remove", [("reason", text)])
        var pages = [path, path + "/history", "/today", "\(path)/records/\(note)/history", "\(path)/records/\(consent)/history"]
        pages += [
            "\(path)/records/\(consent)", "/today?who=\(WebBrowser.encoded(text))&show=\(WebBrowser.encoded(text))&from=\(WebBrowser.encoded(text))",
        ]
        for page in pages {
            let answer = await browser.get(page)
            #expect(answer.status == 200, "\(page)")
            for sign in ["<script>alert", "<img src=x", "<svg onload", "</textarea><svg"] { #expect(!answer.text.contains(sign), "\(page)") }
        }
        for (address, fields) in [
            ("tasks", [("title", ""), ("details", text)]), ("related/new", [("other", text)]), ("members", [("members", "")]), ("ties/new", [("first", text)]),
        ] {
            let answer = await browser.refusal("\(path)/\(address)", fields + [("submission", text)])
            #expect(answer.status == 200)
            for sign in ["<script>alert", "<img src=x", "<svg onload"] { #expect(!answer.text.contains(sign), "\(address)") }
        }
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("A partner reads the case and can change nothing in it")
    func partner() async throws {
        let (world, path, place) = try world()
        let accounts = [Role.partner, .caseworker].compactMap { place.accounts[$0]?.identifier }
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.post("\(path)/assign", accounts.map { ("account", $0) }).status == 303)
        let partner = await world.browser(.partner, of: 0)
        // Until the worker agrees, and again after, a partner does not see who it is.
        #expect(!(await partner.get(path).text.contains(place.workerName)))
        let consent = [("submission", "c"), ("given", "yes"), ("scopes", "share-with-partner"), ("manner", "spoken"), ("person", place.personRecord)]
        let caseworker = await world.browser(.caseworker, of: 0)
        #expect(await caseworker.post("\(path)/consents/new", consent).status == 303)
        _ = await caseworker.post("\(path)/notes", [("submission", "n"), ("note", "Internal remark")])
        let page = await partner.get(path)
        #expect(!page.text.contains("Internal remark"))
        #expect(page.status == 200 && page.text.contains(place.workerName))
        for word in ["/notes\"", "/tasks", "/close", "/consents/new", "Take this back"] { #expect(!page.text.contains(word), "\(word)") }
        #expect(await partner.get(path + "/history").status == 404)
        #expect(!(await partner.get("/today").text.contains("No consent")))
        for address in ["notes", "tasks", "close", "reopen", "members", "consents/new", "related/new", "records/\(place.caseRecord)/undo"] {
            #expect(
                await partner.post("\(path)/\(address)", [("submission", "x"), ("note", "x"), ("reason", "x"), ("entry", "1")]).status == 403, "\(address)")
        }
        let record = try #require(try records("consent", place).first)
        _ = await caseworker.post("\(path)/consents/\(record)/withdraw", [("withdrawn-on", "2026-02-01"), ("withdrawal-words", "No more.")])
        #expect(!(await partner.get(path).text.contains(place.workerName)), "taking it back takes effect at once")
    }
}
