import Dictionary
import Exchange
import Foundation
import HTTPTypes
import Journal
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// What a stranger found who looked at what happens after people, or organisations, take back what they agreed to.
@Suite("Referrals after what covered them has ended", .serialized)
struct ReferralEndingTests {
    /// The workers of a case take back all that they agreed to.
    private func takeBack(_ place: WebWorld.Place, _ caseRecord: String? = nil) throws {
        try CaseWork(node: place.node, account: "test").addConsent(
            ["given": Answer(.code("no"))], of: nil, to: caseRecord ?? place.caseRecord, submission: RecordIdentifier.random())
    }

    private func accepted(_ world: ReferralWorld, _ kind: ReferralKind = .referral) throws -> (referral: String, theirs: ReferralRow) {
        let referral = try world.sent(kind)
        let theirs = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        try world.settle()
        return (referral, theirs)
    }

    private func state(_ place: WebWorld.Place, _ record: String) throws -> RecordState {
        try #require(try place.node.database.read { try RecordRows(connection: $0, organisation: place.node.organisation.number).state(of: record) })
    }

    // MARK: Words

    @Test("Once the people take back what they agreed to no words go; every page says so with the button that takes it back; steps without words go")
    func wordsFollowConsent() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        try world.work(0).act(ReferralContent.saying("Qxbefore"), on: referral)
        try world.settle()
        let worker = await world.web.browser(.caseworker, of: 0)
        let pages = ["/referrals/\(referral)", "/cases/\(world.sender.caseRecord)", "/referrals"]
        for page in pages { #expect(await !worker.get(page).text.contains("Take this referral back"), "\(page)") }
        func reminders() throws -> [Reminder.Kind] {
            try world.sender.node.database.read { try DueReading(node: world.sender.node, connection: $0).subject(world.sender.caseRecord) }?.reminders
                .map(\.kind) ?? []
        }
        #expect(try !reminders().contains(.referralEnded))
        try takeBack(world.sender)
        for content in [ReferralContent.saying("Qxafter"), ReferralContent.saying("Qxafter", .withdraw)] {
            #expect(throws: ReferralError(.wordsBeyond)) { try world.work(0).act(content, on: referral) }
        }
        // A page that was opened before still offers the field.
        let refused = await worker.post("/referrals/\(referral)/steps", [("event", "message"), ("words", "Qxafter"), ("submission", "m")])
        #expect(refused.location?.contains("conversation") != true)
        for page in pages {
            let text = await worker.get(page).text
            #expect(text.contains("Take this referral back") && text.contains("do not agree any more"), "\(page)")
        }
        #expect(await worker.get(pages[0]).text.contains("No message can go now"))
        #expect(try reminders().contains(.referralEnded))
        #expect(await worker.get("/today").text.contains("no longer agrees to"))
        try world.settle()
        let told = try world.steps(1, theirs.referral).compactMap { $0.content?.words }
        #expect(told.contains("Qxbefore") && !told.contains("Qxafter"))
        #expect(await worker.post("/referrals/\(referral)/steps", [("event", "withdraw")]).status == 303)
        #expect(try world.row(0, referral)?.state == .withdrawn)
        for page in pages { #expect(await !worker.get(page).text.contains("Take this referral back"), "\(page)") }
        #expect(try !reminders().contains(.referralEnded))
    }

    @Test("After the end of the agreement between the organisations no words go either; a reminder without words does")
    func wordsFollowAgreement() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let node = world.sender.node
        try world.addAgreement(["referral"], until: "2020-12-31")
        #expect(throws: ReferralError(.agreementEnded)) { try world.work(0).act(ReferralContent.saying("Qxafter"), on: referral) }
        try world.work(0).act(ReferralContent(.remind), on: referral)
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/referrals/\(referral)").text.contains("Take this referral back"))
        #expect(await worker.get("/today").text.contains("Referrals whose agreement with the partner has ended: 1"))
        // What is made to be given to the partner is not made any more.
        #expect(await worker.get("/referrals/\(referral)/form/json").status == 422)
    }

    @Test("What a second person let go keeps its words, until the people refuse; what a receiver writes follows what was said there")
    func wordsOfOthers() async throws {
        let world = try ReferralWorld()
        let choice = try world.choice()
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft())
        let asked = try world.work(0).askSecondPerson(draft, reason: "She is locked in")
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: supervisor.profile.displayName)
        let referral = try ReferralWork(node: world.sender.node, account: supervisor.identifier).send(asked, mark: asked.mark, second: second)[0]
        try world.settle()
        let theirs = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        try world.settle()
        try world.work(0).act(ReferralContent.saying("The third floor"), on: referral)
        try world.work(1).act(ReferralContent.saying("Which house?"), on: theirs.referral)
        try world.settle()
        world.web.world.clock.advance(minutes: 5)
        try takeBack(world.sender)
        #expect(throws: ReferralError(.wordsBeyond)) { try world.work(0).act(ReferralContent.saying("Qxafter"), on: referral) }
        // At the receiver somebody says what may be shared: nothing.
        try CaseWork(node: world.receiver.node, account: "test").addConsent(
            ["given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["record-keeping"])), "manner": Answer(.code("spoken"))], of: nil,
            to: theirs.caseRecord, submission: RecordIdentifier.random())
        #expect(throws: ReferralError(.wordsBeyond)) { try world.work(1).act(ReferralContent.saying("She says"), on: theirs.referral) }
        // To give it back needs a sentence otherwise.
        let desk = await world.web.browser(.caseworker, of: 1)
        #expect(await desk.post("/referrals/\(theirs.referral)/steps", [("event", "return")]).status == 303)
        #expect(try world.received(referral).state == .returned)
    }

    // MARK: The receiver's case

    @Test("A case that was here only because of a referral is closed, unlisted, uncounted and unusable once it is taken back; what was written here stays", arguments: Backend.available)
    func sealedCase(_ backend: Backend) async throws {
        let world = try ReferralWorld(backend)
        try world.sender.node.change(by: "test") { transaction in
            let answers: [String: Answer?] = [
                "type": Answer(.code("document-retention")), "case": Answer(try FieldValue(link: world.sender.caseRecord)),
            ]
            try transaction.save(RecordChange(record: RecordIdentifier.random(), kind: "violation", answers: answers))
        }
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        let node = world.receiver.node
        try CaseWork(node: node, account: "own").addNote("Qxown note", to: theirs.caseRecord, submission: "n")
        func counted(_ kind: String) throws -> Int64 {
            try node.database.read { connection in
                try connection.first(
                    "SELECT count(*) FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0", [.integer(node.organisation.number), .text(kind)]
                ) { $0.integer(0) } ?? 0
            }
        }
        #expect(try counted("case") == 2 && counted("violation") == 1 && counted("person") == 2)
        #expect(try CaseFacts.openText(state(world.receiver, theirs.caseRecord), "destination-country") == "QA")
        let desk = await world.web.browser(.caseworker, of: 1)
        #expect(await desk.get("/cases/\(theirs.caseRecord)").text.contains("/cases/\(theirs.caseRecord)/refer\""))
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        try world.settle()
        #expect(try counted("case") == 1 && counted("violation") == 0 && counted("person") == 1)
        let closed = try state(world.receiver, theirs.caseRecord)
        #expect(closed.isRetracted && CaseFacts.openText(closed, "status") == "closed")
        #expect(CaseFacts.openText(closed, "closing-reason") == ReferralSealing.closingReason && CaseFacts.openText(closed, "destination-country") == nil)
        let page = await desk.get("/cases/\(theirs.caseRecord)")
        #expect(page.status == 200 && page.text.contains("took it back") && page.text.contains("Qxown note"))
        #expect(!page.text.contains("/cases/\(theirs.caseRecord)/refer\"") && !page.text.contains(world.sender.workerName))
        #expect(await !desk.get("/cases").text.contains(theirs.caseRecord))
        // Nothing is made of it, added to it, or brought back.
        for path in ["refer", "consents/new", "close", "history"] {
            #expect(await desk.get("/cases/\(theirs.caseRecord)/\(path)").status == 422, "\(path)")
        }
        #expect(await desk.get("/cases/\(theirs.caseRecord)/letters").status == 404)
        #expect(throws: ReferralError(.withdrawn)) { try CaseWork(node: node, account: "own").addNote("More", to: theirs.caseRecord, submission: "m") }
        #expect(throws: ReferralError(.withdrawn)) {
            try node.change(by: "own") { try $0.setRetracted(false, record: theirs.caseRecord, ground: "No") }
        }
        #expect(throws: ReferralError(.withdrawn)) {
            try node.change(by: "own") { try $0.save(RecordChange(record: theirs.caseRecord, kind: "case", answers: ["status": Answer(.code("active"))])) }
        }
        let session = SignedIn(
            session: "", account: try #require(world.receiver.accounts[.caseworker]).identifier, displayName: "", organisation: node.organisation.identifier,
            roles: [.caseworker])
        var access = try CaseAccess(session, world.web.pipeline.services)
        access.refusesSealed = true
        let program = access
        #expect(throws: WebError.self) { _ = try node.database.read { try program.requireCase(theirs.caseRecord, $0) } }
        let fault = try NodeMaintenance(node).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    @Test("Where somebody here has recorded a worker of their own, the case stays theirs, without what came from the sender")
    func ownWorker() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        let name = Answer(try FieldValue(list: [.name(PersonName(full: "Qxown worker"))], type: .name))
        try CaseWork(node: world.receiver.node, account: "own").addMembers([name], to: theirs.caseRecord, submission: "w")
        try world.receiver.node.change(by: "own") {
            try $0.save(RecordChange(record: theirs.caseRecord, kind: "case", answers: ["origin-country": Answer(.code("NP"))]))
        }
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        try world.settle()
        let kept = try state(world.receiver, theirs.caseRecord)
        #expect(!kept.isRetracted && CaseFacts.openText(kept, "status") == "intake")
        #expect(CaseFacts.openText(kept, "destination-country") == nil && CaseFacts.openText(kept, "origin-country") == "NP")
        let report = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: theirs.caseRecord, withHistory: false)
        #expect(report.linked.filter { $0.view.kind == "person" }.map(\.view.names) == ["Qxown worker"])
    }

    @Test("The sender is told how many people read it, in how many hours, when first and when last")
    func readings() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        let node = world.receiver.node
        for account in ["one", "one", "two"] { try node.change(by: account) { try $0.logReading(of: theirs.referral, kind: "referral", ground: nil) } }
        world.web.world.clock.advance(minutes: 120)
        try node.change(by: "two") { try $0.logReading(of: theirs.referral, kind: "referral", ground: nil) }
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        try world.settle()
        let reads = try #require(try world.steps(0, referral).last?.content?.reads)
        #expect(reads.people == 2 && reads.count == 3 && reads.first > 0 && reads.last >= reads.first + 120 * 60_000)
        let page = await world.web.browser(.caseworker, of: 0).get("/referrals/\(referral)").text
        #expect(page.contains("at least 3") && page.contains("people: 2"))
        // An older receiver says less, and a newer one no less than it did.
        let old = try ReferralContent(bytes: Array(#"{"event":"seal","format":1,"heard":0,"reads":{"count":2,"last":5}}"#.utf8), node.dictionary)
        #expect(old.reads == ReferralContent.Reads(count: 2, people: nil, last: 5))
    }

    @Test("What is asked for because a life is at risk makes an urgent case; a transfer given back closes the case that it made")
    func urgencyAndLead() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world, .transfer)
        #expect(try CaseFacts.openText(state(world.receiver, theirs.caseRecord), "priority") == "life-at-risk")
        #expect(try CaseFacts.openText(state(world.sender, world.sender.caseRecord), "status") == "closed-referred")
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/cases/\(world.sender.caseRecord)/refer").text.contains("This case is closed here"))
        try world.work(1).act(ReferralContent.saying("We cannot go on", .giveBack), on: theirs.referral)
        try world.settle()
        let back = try state(world.receiver, theirs.caseRecord)
        #expect(CaseFacts.openText(back, "status") == "closed-referred" && CaseFacts.openText(back, "closing-reason") == "transferred")
        #expect(try CaseFacts.openText(state(world.sender, world.sender.caseRecord), "status") == "reopened")
        #expect(try world.row(0, referral)?.state == .returned)
        #expect(await !worker.get("/cases/\(world.sender.caseRecord)/refer").text.contains("This case is closed here"))
    }

    // MARK: Without Corridor

    @Test("Taking back what went to a partner without Corridor promises only what can be; with one it promises the seal")
    func promise() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let worker = await world.web.browser(.caseworker, of: 0)
        let byHand = await worker.get("/referrals/\(try world.sentWithoutNode())").text
        #expect(byHand.contains("This partner has no Corridor, so nothing there is sealed away") && !byHand.contains("is sealed away at the partner"))
        let byExchange = await worker.get("/referrals/\(try world.sent())").text
        #expect(byExchange.contains("is sealed away at the partner") && !byExchange.contains("has no Corridor, so"))
    }

    @Test("Nobody hands over an arrival of years ago; whoever chooses no partner is told that")
    func slips() async throws {
        let world = try ReferralWorld()
        let worker = await world.web.browser(.caseworker, of: 0)
        let path = "/cases/\(world.sender.caseRecord)/refer"
        let fields = [
            ("submission", "past"), ("kind", "arrival-hand-over"), ("partner", world.receiver.node.organisation.identifier), ("urgency", "same-day"),
            ("arrival-time", "14:35"), ("arrival-offset", "345"),
        ]
        #expect(await worker.refusal(path, fields + [("arrival-day", "2020-01-01")]).text.contains("This arrival is over"))
        // Each field that is missing or cannot be used is told by itself.
        let arrival = Array(fields.prefix(4))
        for (given, sentences) in [
            ([], ["Give the day of the arrival", "Give the time of the arrival", "Choose the clock"]),
            ([("arrival-day", "soon"), ("arrival-time", "25:99"), ("arrival-offset", "345")], ["no single day", "Give the time of the arrival"]),
            ([("arrival-day", "2026-02"), ("arrival-time", "14:35"), ("arrival-offset", "345")], ["no single day"]),
            ([("arrival-day", "2028-02-03"), ("arrival-time", "14:35"), ("arrival-offset", "345")], ["more than a year away"]),
            ([("arrival-day", "2026-02-03"), ("arrival-time", "14:35"), ("arrival-offset", "7")], ["Choose the clock"]),
            ([("arrival-day", "2026-02-03"), ("arrival-time", "14:35"), ("arrival-offset", "345"), ("flight", String(repeating: "x", count: 201))], ["at most 200 letters"]),
        ] as [([(String, String)], [String])] {
            let text = await worker.refusal(path, arrival + given).text
            let all = ["Give the day of the arrival", "Give the time of the arrival", "Choose the clock", "no single day", "more than a year away", "at most 200 letters"]
            for sentence in all { #expect(text.contains(sentence) == sentences.contains(sentence), "\(given): \(sentence)") }
        }
        let none = await worker.refusal(path, [("submission", "none"), ("kind", "referral"), ("urgency", "same-day")]).text
        #expect(none.contains("Choose who is asked first") && !none.contains("Look at the page of partners"))
    }

    private func multipart(_ fields: [(String, String)], _ files: [(name: String, bytes: [UInt8])]) -> (type: String, body: [UInt8]) {
        var body: [UInt8] = []
        for (name, value) in fields { body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8) }
        for file in files {
            body += Array("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        return ("multipart/form-data; boundary=XX", body + Array("--XX--\r\n".utf8))
    }

    @Test("A program that a partner adds by a link is not taken, and neither is what came with it", arguments: ["tool.exe", "photo.jpg.EXE", "page.html", "tool.bin"])
    func programs(_ name: String) async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        let told = try ReferralLinks(node: world.sender.node).make(for: referral)
        let partner = WebBrowser(world.web.pipeline)
        let page = await partner.post("/referred/\(told.token)", [("code", told.code)])
        let key = try #require(WebBrowser.value(of: "key", in: page.text))
        func add(_ files: [(name: String, bytes: [UInt8])]) async -> WebBrowser.Answer {
            let (type, body) = multipart([("form-token", page.formToken), ("key", key), ("event", "share")], files)
            return await partner.send(.post, "/referred/\(told.token)/files", headers: [.contentType: type], body: body)
        }
        let contents: [String: [UInt8]] = ["page.html": Array("<html><script>".utf8), "tool.bin": [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0]]
        let bad = (name: name, bytes: contents[name] ?? Array("a text that calls itself a program".utf8))
        let answer = await add([bad, (name: "note.txt", bytes: Array("a note".utf8))])
        #expect(answer.status == 422 && answer.text.contains("This kind of file is not taken"))
        #expect(try !world.steps(0, referral).contains { $0.event == .share })
        #expect(await add([(name: "note.txt", bytes: Array("a note".utf8))]).status == 200)
        #expect(try world.steps(0, referral).contains { $0.event == .share })
    }

    @Test("What a partner has filled in on the form comes back as steps that somebody confirms")
    func returned() async throws {
        guard DocumentConversion().isAvailable(.docx) else {
            print("pandoc is not installed: skipped")
            return
        }
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        let catalogue = try LanguageCatalogue.standard()
        let translator = Translator(catalogue: catalogue, language: "ne")
        let dictionary = world.sender.node.dictionary
        let code = ReferralForm.grouped(referral)
        let outcome = try #require(dictionary.vocabulary("action-result")?.terms.first)
        let label = { (field: String) in dictionary.field("referral", field)?.label("ne") ?? "" }
        // The part of the form that a receiver fills in, as it is written (``ReferralForm``), with what somebody wrote over the dots or behind them.
        let dots = "……………………………………"
        let rows = [
            (label("acknowledged-on"), "2026-02-03"), (translator("referrals.do.accept"), "\(dots) ✓"), (translator("referrals.do.decline"), dots),
            (label("refusal-reason"), dots), (label("outcome"), outcome.label("ne")), (label("outcome-note"), "Qxshe is home\(dots)"),
        ]
        let page = HTML { html in
            html.element("html") { html in
                html.element("body") { html in
                    for (heading, lines) in [("", [(translator("referrals.form.code"), code)]), (translator("referrals.form.answer"), rows)] {
                        if !heading.isEmpty { html.element("h2", text: heading) }
                        html.element("table") { html in
                            html.element("tbody") { html in
                                for (name, text) in lines {
                                    html.element("tr") { html in
                                        html.element("td") { $0.element("b", text: name) }
                                        html.element("td", text: text)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        let file = try DocumentConversion().convert(page, to: .docx, language: "ne", isRightToLeft: false)
        let worker = await world.web.browser(.caseworker, of: 0)
        let token = await worker.get("/referrals/import").formToken
        let (type, body) = multipart([("form-token", token), ("submission", "r")], [(name: "back.docx", bytes: file)])
        let taken = await worker.send(.post, "/referrals/import", headers: [.contentType: type], body: body)
        #expect(taken.location == "/referrals/\(referral)/returned")
        // Nothing counts before somebody has looked at it.
        #expect(try world.row(0, referral)?.state == .offered)
        let shown = await worker.get("/referrals/\(referral)/returned").text
        #expect(shown.contains("2026-02-03") && shown.contains("Qxshe is home"))
        for event in ["acknowledge", "accept", "resolve"] { #expect(shown.matches(of: try Regex("value=\"\(event)\"[^>]* checked")).count == 1, "\(event)") }
        let fields = [
            ("events", "acknowledge"), ("events", "accept"), ("events", "resolve"), ("outcome", outcome.code), ("words", "Qxshe is home"),
        ]
        #expect(await worker.post("/referrals/\(referral)/returned", [("events", "resolve")]).status == 422)
        #expect(await worker.post("/referrals/\(referral)/returned", fields).status == 303)
        #expect(try world.row(0, referral)?.state == .resolved)
        let steps = try world.steps(0, referral)
        #expect(steps.map(\.event) == [nil, .share, .acknowledge, .accept, .resolve] && steps.last?.content?.words == "Qxshe is home")
    }

    @Test("An answer on a form is read in every language, and a no beside a step is none", arguments: ["en", "ne", "hi", "bn", "ar", "id"])
    func answers(_ language: String) throws {
        let dictionary = try DataDictionary.standard()
        let catalogue = try LanguageCatalogue.standard()
        let translator = Translator(catalogue: catalogue, language: language)
        let reading = ReferralFormReading(dictionary: dictionary, catalogue: catalogue)
        let refusal = try #require(dictionary.vocabulary("referral-refusal")?.terms.first)
        let no = try #require(dictionary.vocabulary("yes-no")?.term("no")).label(language)
        func line(_ label: String, _ text: String) -> ReferralFormReading.Line { .init(heading: translator("referrals.form.answer"), label: label, text: text) }
        let reason = try #require(dictionary.field("referral", "refusal-reason")).label(language)
        let answer = try reading.read([
            line(translator("referrals.do.accept"), no), line(translator("referrals.do.decline"), "X"), line(reason, refusal.label(language)),
            line("outcome", "……………………………………"),
        ]).answer
        #expect(!answer.accepts && answer.declines && answer.refusal == refusal.code && answer.outcome == nil && answer.words.isEmpty)
    }
}
