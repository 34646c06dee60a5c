import Dictionary
import Foundation
import Journal
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// What people of the two organisations are told, see and may no longer see of a referral.
@Suite("The desk of referrals", .serialized)
struct ReferralDeskTests {
    /// Who was told that there is something to see, since the last time that this was asked.
    private func told(_ world: ReferralWorld, _ place: Int) throws -> Set<String> {
        let node = world.web.places[place].node
        return try node.database.write { connection in
            let accounts = try connection.all("SELECT account FROM mail_waiting WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.text(0) }
            try connection.execute("DELETE FROM mail_waiting WHERE organisation = ?", [.integer(node.organisation.number)])
            return Set(accounts)
        }
    }

    private func account(_ world: ReferralWorld, _ place: Int, _ role: Role) throws -> String {
        try #require(world.web.places[place].accounts[role]).identifier
    }

    private func refuse(_ world: ReferralWorld, _ referral: String) throws {
        var refusal = ReferralContent(.decline)
        refusal.refusal = try #require(world.sender.node.dictionary.vocabulary("referral-refusal")?.terms.first?.code)
        try world.work(1).act(refusal, on: referral)
    }

    private func find(_ node: Node, _ conversation: String, from partner: Node) throws -> ReferralRow {
        try #require(try node.database.read { try ReferralRows(node, $0).find(conversation: conversation, partner: partner.organisation.identifier) })
    }

    @Test("A reminder that nobody has taken reaches the whole desk; a deadline that passes and a refusal reach whoever sent it")
    func told() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let desk = Set(try [Role.caseworker, .supervisor, .legal].map { try account(world, 1, $0) })
        #expect(try told(world, 1) == desk)
        _ = try told(world, 0)
        world.web.world.clock.advance(minutes: 31)
        try ReferralClockwork(node: world.sender.node).run()
        try world.settle()
        #expect(try told(world, 1) == desk, "the reminder")
        #expect(try told(world, 0).isEmpty)
        world.web.world.clock.advance(minutes: 30)
        try ReferralClockwork(node: world.sender.node).run()
        #expect(try world.row(0, referral)?.state == .expired)
        #expect(try told(world, 0) == [account(world, 0, .caseworker)])
        #expect(try world.row(0, referral)?.hasNews == true)
        try world.settle()
        _ = try told(world, 0)
        try refuse(world, try world.received(referral).referral)
        try world.settle()
        #expect(try told(world, 0) == [account(world, 0, .caseworker)])
    }

    @Test("As long as a referral has not reached the partner its page says so, with the reason where there is one, and it is no missing answer")
    func undelivered() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let choice = try world.choice()
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft())
        let referral = try world.work(0).send(draft, mark: draft.mark)[0]
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/referrals/\(referral)").text.contains("This has not reached the partner yet."))
        try ExchangeDelivery(node: world.sender.node).failed(world.receiver.node.organisation.identifier, .unreachable)
        #expect(await worker.get("/referrals/\(referral)").text.contains("Nothing answers at the partner"))
        world.web.world.clock.advance(minutes: 61)
        try ReferralClockwork(node: world.sender.node).run()
        func measured() throws -> PartnerResponses.Response? {
            try world.sender.node.database.read { try PartnerResponses(node: world.sender.node, connection: $0).all() }.values.first { $0.sent > 0 }
        }
        #expect(try measured()?.asked == 0)
        try world.settle()
        #expect(try measured()?.asked == 1)
        #expect(await !worker.get("/referrals/\(referral)").text.contains("not reached the partner"))
    }

    @Test("What was withdrawn goes from what the receiver had passed on, from what it was preparing, and from the third organisation")
    func onward() async throws {
        let world = try ReferralWorld()
        let third = try NodeOrganisations(world.sender.node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(world.receiver.node, third)
        let all = LocalExchange([world.sender.node, world.receiver.node, third])
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let received = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        let answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border", "share-with-partner"])),
            "manner": Answer(.code("spoken")), "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
        ]
        try CaseWork(node: world.receiver.node, account: "test").addConsent(answers, of: nil, to: received.caseRecord, submission: RecordIdentifier.random())
        let choice = try world.receiver.node.database.read { try SharedChoice(of: received.caseRecord, as: .keyHolder, world.receiver.node, $0) }
        func prepared() throws -> ReferralDraft {
            var draft = ReferralDraft(
                draft: RecordIdentifier.random(), caseRecord: received.caseRecord, account: try account(world, 1, .caseworker), made: world.receiver.node.now())
            draft.partners = [third.organisation.identifier]
            draft.offer = ReferralContent.Offer(kind: .referral, urgency: "life-at-risk")
            return try world.work(1).choose(choice.usual, choice, for: draft)
        }
        let draft = try prepared()
        let onward = try world.work(1).send(draft, mark: draft.mark)[0]
        try all.settle()
        let waiting = try prepared()
        let worker = await world.web.browser(.caseworker, of: 1)
        let search = ByteSearch([world.sender.workerName])
        let pages = ["/referrals/\(onward)", "/referrals/\(onward)/form/json", "/cases/\(received.caseRecord)/refer/\(waiting.draft)/preview"]
        for page in pages { #expect(await !search.found(in: Data(worker.get(page).text.utf8)).isEmpty, "\(page)") }
        let crossed = try #require(try world.row(1, onward))
        #expect(try find(third, crossed.conversation, from: world.receiver.node).state == .offered)
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        try all.settle()
        #expect(try world.row(1, onward)?.state == .withdrawn)
        #expect(try world.steps(1, onward).allSatisfy { $0.content == nil })
        #expect(
            try world.receiver.node.database.read { try ReferralDrafts(node: world.receiver.node).find(waiting.draft, ofCase: received.caseRecord, $0) } == nil)
        for page in pages + ["/cases/\(received.caseRecord)", "/referrals", "/referrals/\(received.referral)"] {
            #expect(await search.found(in: Data(worker.get(page).text.utf8)).isEmpty, "\(page)")
        }
        let last = try find(third, crossed.conversation, from: world.receiver.node)
        #expect(last.state == .withdrawn)
        #expect(try third.database.read { try ReferralSteps(third, $0).bytes(1, of: last.referral) } == nil)
        for node in [world.receiver.node, third] {
            let fault = try NodeMaintenance(node).verify().firstFault
            #expect(fault == nil, "\(fault?.sentence ?? "")")
        }
    }

    @Test("Whoever declines sees who asked, when and why it was declined, and nothing more of the person", arguments: [ReferralKind.referral, .urgentCall])
    func declined(_ kind: ReferralKind) async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent(kind)
        let received = try world.received(referral).referral
        let desk = await world.web.browser(.caseworker, of: 1)
        #expect(await desk.get("/referrals/\(received)").text.contains(world.sender.workerName))
        // Something of the sender is on its way when it is declined: it changes nothing, and gives the record no key again.
        var message = ReferralContent(.message)
        message.words = "\(world.sender.workerName) is at the gate"
        try world.work(0).act(message, on: referral)
        try refuse(world, received)
        try world.settle()
        #expect(try world.row(0, referral)?.state == .declined)
        let page = await desk.get("/referrals/\(received)")
        let term = try #require(world.sender.node.dictionary.vocabulary("referral-refusal")?.terms.first)
        #expect(page.status == 200 && !page.text.contains(world.sender.workerName))
        #expect(page.text.contains(term.label("en")) && page.text.contains(world.sender.node.organisation.name))
        #expect(try world.steps(1, received).allSatisfy { $0.content == nil })
        try world.work(0).act(ReferralContent(.close), on: referral)
        try world.settle()
        #expect(try world.received(referral).state == .closed)
        // The refusal counts as before, for both.
        let own = try world.receiver.node.database.read { try PartnerResponses(node: world.receiver.node, connection: $0).own() }
        #expect(own.refusals == [term.code: 1] && own.asked == 1)
        let fault = try NodeMaintenance(world.receiver.node).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    @Test("What a referral says is written by its steps: neither a form, nor taking an entry back, nor taking the record out changes it")
    func byHand() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let worker = await world.web.browser(.caseworker, of: 0)
        let path = "/cases/\(world.sender.caseRecord)/records/\(referral)"
        #expect(await worker.get(path).location == "/referrals/\(referral)")
        let heads = try world.sender.node.database.read {
            try RecordRows(connection: $0, organisation: world.sender.node.organisation.number).state(of: referral)
        }
        let seen = try #require(heads).heads.map(\.description).joined(separator: " ")
        #expect(await worker.post(path, [("seen", seen), ("status", "resolved")]).location != "/cases/\(world.sender.caseRecord)")
        let change = RecordChange(record: referral, kind: "referral", answers: ["status": Answer(.code("resolved"))])
        #expect(throws: ReferralError(.byHand)) { try world.sender.node.change(by: "test") { try $0.save(change) } }
        #expect(throws: ReferralError(.byHand)) { try CaseWork(node: world.sender.node, account: "test").remove(referral, reason: "No") }
        let entry = try world.sender.node.database.read {
            try $0.first("SELECT max(sequence) FROM journal_entry WHERE record = ?", [.text(referral)]) { $0.integer(0) }
        }
        #expect(throws: ReferralError(.byHand)) {
            try CaseWork(node: world.sender.node, account: "test").undo(try #require(entry), of: referral, reason: "No")
        }
        let history = await worker.get(path + "/history")
        #expect(history.status == 200 && !history.text.contains(path + "/undo"))
        let record = try RecordViewing(world.sender.node, reader: .keyHolder).report(on: referral, withHistory: false).view
        #expect(record.code("status") == "offered")
    }

    @Test("Who is asked next is the sender's order, whatever the names are")
    func order() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        var partners = [world.receiver.node.organisation.identifier]
        for name in ["Zeta House", "Alpha House"] {
            let node = try NodeOrganisations(world.sender.node).add(name: name, country: "QA")
            try Partners.verifyEachOther(world.sender.node, node)
            partners.append(node.organisation.identifier)
        }
        let worker = await world.web.browser(.caseworker, of: 0)
        let path = "/cases/\(world.sender.caseRecord)/refer"
        let page = await worker.get(path).text
        let (alpha, zeta) = (try #require(page.range(of: "Alpha House")), try #require(page.range(of: "Zeta House")))
        #expect(alpha.lowerBound < zeta.lowerBound)
        for (number, order) in [[0, 1, 2], [2, 1, 0], [1, 0, 2]].enumerated() {
            let begun = await worker.post(
                path,
                [
                    ("submission", "order-\(number)"), ("kind", "referral"), ("partner", partners[order[0]]), ("next-1", partners[order[1]]),
                    ("next-2", partners[order[2]]), ("urgency", "same-day"),
                ])
            let draft = try #require(begun.location?.split(separator: "/").last.map(String.init))
            let found = try world.sender.node.database.read { try ReferralDrafts(node: world.sender.node).find(draft, ofCase: world.sender.caseRecord, $0) }
            #expect(found?.partners == order.map { partners[$0] })
        }
    }

    @Test("The second person is told, finds it counted on the view of the day, and sees who asks, for whom and how soon")
    func secondPerson() async throws {
        let world = try ReferralWorld()
        let choice = try world.choice()
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft())
        _ = try told(world, 0)
        try world.work(0).askSecondPerson(draft, reason: "She is locked in")
        #expect(try told(world, 0) == [account(world, 0, .supervisor)])
        let supervisor = await world.web.browser(.supervisor, of: 0)
        let page = await supervisor.get("/referrals")
        let asking = try #require(world.sender.accounts[.caseworker]).profile.displayName
        let urgency = try #require(world.sender.node.dictionary.vocabulary("referral-urgency")?.term("life-at-risk")).label("en")
        #expect(page.text.contains(asking) && page.text.contains(world.receiver.node.organisation.name) && page.text.contains(urgency))
        let session = SignedIn(
            session: "", account: try account(world, 0, .supervisor), displayName: "", organisation: world.sender.node.organisation.identifier,
            roles: [.supervisor])
        let access = try CaseAccess(session, world.web.pipeline.services)
        let waiting = try world.sender.node.database.read { try ReferralDesk(access: access, connection: $0).waiting(now: world.sender.node.now()) }
        #expect(waiting.second == 1)
    }

    @Test("Where one partner has taken it, the refusals of the others are nothing to look at any more, and count as late nowhere")
    func settled() throws {
        let world = try ReferralWorld()
        let third = try NodeOrganisations(world.sender.node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(world.sender.node, third)
        try world.agree(["share-across-border"])
        let choice = try world.choice()
        let draft = try world.work(0).choose(
            choice.usual, choice, for: world.draft(to: [world.receiver.node.organisation.identifier, third.organisation.identifier]))
        let first = try world.work(0).send(draft, mark: draft.mark)[0]
        let all = LocalExchange([world.sender.node, world.receiver.node, third])
        try all.settle()
        try refuse(world, try world.received(first).referral)
        try all.settle()
        func unsettled() throws -> [String] {
            try world.sender.node.database.read { try ReferralRows(world.sender.node, $0).unsettled(limit: 9).map(\.referral) }
        }
        #expect(try unsettled() == [first])
        let chain = try world.sender.node.database.read { try ReferralRows(world.sender.node, $0).chain(draft.draft) }
        let other = try find(third, try #require(chain.last).conversation, from: world.sender.node)
        try ReferralWork(node: third, account: "test").act(ReferralContent(.accept), on: other.referral)
        try all.settle()
        #expect(try unsettled().isEmpty)
        // What was accepted and withdrawn afterwards was accepted.
        try world.work(0).act(ReferralContent(.withdraw), on: try #require(chain.last).referral)
        try all.settle()
        let measured = try world.sender.node.database.read { try PartnerResponses(node: world.sender.node, connection: $0).all() }
        #expect(measured.values.map(\.accepted).reduce(0, +) == 1)
    }

    @Test("A link that a second person let go beyond consent ends with the agreement all the same")
    func linkAndAgreement() throws {
        let world = try ReferralWorld()
        let node = world.sender.node
        let entry = RecordIdentifier.random()
        try node.change(by: "test") { transaction in
            let name = FieldValue.name(try PersonName(full: "House of the Sisters"))
            try transaction.save(RecordChange(record: entry, kind: "organisation", answers: ["names": Answer(try FieldValue(list: [name], type: .name))]))
        }
        func add(until: String) throws {
            try node.database.write {
                try Agreements(node: node, connection: $0).add(
                    Agreement(
                        identifier: RecordIdentifier.random(), partner: entry, purposes: ["referral"], clearance: .identity, since: "2020-01-01", until: until,
                        ended: "", words: "", madeBy: "test"))
            }
        }
        try add(until: "")
        var draft = world.draft(to: [ReferralDraft.withoutNode])
        (draft.partnerName, draft.organisation) = ("House of the Sisters", entry)
        let choice = try world.choice()
        let made = try world.work(0).choose(choice.usual, choice, for: draft)
        let asked = try world.work(0).askSecondPerson(made, reason: "She is locked in")
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: supervisor.profile.displayName)
        let referral = try ReferralWork(node: node, account: supervisor.identifier).send(asked, mark: asked.mark, second: second)[0]
        let (row, steps) = (try #require(try world.row(0, referral)), try world.steps(0, referral))
        #expect(try node.database.read { try ReferralLinks.isCovered(row, steps, node, $0) })
        try node.database.write { connection in
            try connection.execute("DELETE FROM network_agreement WHERE partner = ?", [.text(entry)])
        }
        try add(until: "2020-12-31")
        #expect(try node.database.read { try !ReferralLinks.isCovered(row, steps, node, $0) })
    }

    @Test("Whoever arrives is listed on the day of the organisation's country, and no longer once the hand-over was declined")
    func arrivals() throws {
        let world = try ReferralWorld()
        let clock = try LocalClock(world.receiver.node.organisation)
        // Doha is three hours ahead of UTC: at 22:30 UTC the next day has begun there.
        let evening = try #require(ArrivalTime.moment(day: "2026-11-25", time: "22:30", offset: 0))
        #expect(clock.day(of: evening) == CalendarDay(year: 2026, month: 11, day: 26))
        #expect(clock.midnight(before: evening) == ArrivalTime.moment(day: "2026-11-26", time: "00:00", offset: 180))
        let answers = AnswerText(
            dictionary: world.receiver.node.dictionary, translator: Translator(catalogue: try LanguageCatalogue.standard(), language: "en"))
        #expect(clock.text(evening, answers).contains("26 November 2026 01:30") && clock.text(evening, answers).contains("UTC+03:00"))
        try world.agree(["share-across-border"])
        var draft = world.draft(.arrivalHandOver)
        draft.offer?.arrival = .init(moment: evening, offset: 180, flight: "QR 652")
        let choice = try world.choice()
        let made = try world.work(0).choose(choice.usual, choice, for: draft)
        let referral = try world.work(0).send(made, mark: made.mark)[0]
        try world.settle()
        func listed() throws -> Int {
            try world.receiver.node.database.read { try ReferralRows(world.receiver.node, $0).arrivals(from: evening - 1, to: evening + 1).count }
        }
        #expect(try listed() == 1)
        try refuse(world, try world.received(referral).referral)
        #expect(try listed() == 0)
    }

    private func agreeAtReceiver(_ world: ReferralWorld, _ caseRecord: String) throws {
        let answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border", "share-with-partner"])),
            "manner": Answer(.code("spoken")), "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
        ]
        try CaseWork(node: world.receiver.node, account: "test").addConsent(answers, of: nil, to: caseRecord, submission: RecordIdentifier.random())
    }

    @Test("Whoever is asked for a case says which of their own it is, chooses what of it goes, and the asker sees that and no more")
    func requestedCase() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let own = world.receiver.caseRecord
        try agreeAtReceiver(world, own)
        let referral = try world.sent(.requestForCase)
        let received = try world.received(referral).referral
        let desk = await world.web.browser(.caseworker, of: 1)
        let path = "/referrals/\(received)/case"
        #expect(await desk.get("/referrals/\(received)").text.contains(path))
        #expect(await desk.post("/referrals/\(received)/steps", [("event", "accept")]).location == path)
        #expect(await desk.get(path).status == 200)
        #expect(await desk.post(path, [("case", world.sender.caseRecord)]).status == 404)
        #expect(try world.received(referral).state == .offered)
        let taken = await desk.post(path, [("case", own)])
        let draft = try #require(taken.location)
        #expect(draft.hasPrefix("/cases/\(own)/refer/"))
        #expect(try world.received(referral).caseRecord == own && world.received(referral).state == .accepted)
        #expect(await desk.get(path).location == "/referrals/\(received)")
        let choice = try world.receiver.node.database.read { try SharedChoice(of: own, as: .keyHolder, world.receiver.node, $0) }
        let previewed = await desk.post(draft, choice.usual.map { ("chosen", $0) })
        let preview = await desk.get(try #require(previewed.location))
        #expect(await desk.post(draft + "/send", [("mark", WebBrowser.value(of: "mark", in: preview.text) ?? "")]).status == 303)
        try world.settle()
        #expect(try world.row(0, referral)?.state == .accepted)
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/referrals/\(referral)").text.contains(world.receiver.workerName))
    }

    @Test(
        "The page of a case shows its referrals: the partner, where it stands, what was said last with a field to answer, and what the partner tells of its case"
    )
    func onTheCase() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let received = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        var message = ReferralContent(.message)
        message.words = "Which hospital?"
        try world.work(1).act(message, on: received.referral)
        try world.settle()
        let worker = await world.web.browser(.caseworker, of: 0)
        let page = await worker.get("/cases/\(world.sender.caseRecord)").text
        #expect(page.contains("Which hospital?") && page.contains(world.receiver.node.organisation.name))
        #expect(page.contains("action=\"/referrals/\(referral)/steps\"") && page.contains("message-\(referral)"))
        #expect(!page.contains("/records/\(referral)\""), "it is not edited as a record")
        let answered = await worker.post("/referrals/\(referral)/steps", [("event", "message"), ("words", "The one at the port")])
        #expect(answered.status == 303)
        try world.settle()
        let desk = await world.web.browser(.caseworker, of: 1)
        let own = await desk.get("/cases/\(received.caseRecord)").text
        #expect(own.contains("The one at the port") && own.contains("Told \(world.sender.workerName)"))
        // What was told in confidence is shown, and is no answer of the case here.
        let view = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: received.caseRecord, withHistory: false).view
        #expect(view.answer("summary") == nil)
    }
}
