import Dictionary
import Foundation
import Journal
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// What the pages of a referral say must be so for whoever reads them: who is asked, until when, what has gone, who has seen it.
@Suite("What is said of a referral", .serialized)
struct ReferralSayingTests {
    /// The worker of a case says that it may cross the border.
    private func agree(_ place: WebWorld.Place) throws {
        let answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border"])), "manner": Answer(.code("spoken")),
            "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
        ]
        try CaseWork(node: place.node, account: "test").addConsent(
            answers, of: place.personRecord, to: place.caseRecord, submission: RecordIdentifier.random())
    }

    /// The sender asks for a case; the receiver shares its own.
    private func answered(_ world: ReferralWorld) throws -> String {
        for place in [world.sender, world.receiver] { try agree(place) }
        let (node, own) = (world.receiver.node, world.receiver.caseRecord)
        let referral = try world.sent(.requestForCase)
        let taken = try world.work(1).take(own, for: try world.received(referral).referral)
        let choice = try node.database.read { try SharedChoice(of: own, as: .keyHolder, node, $0) }
        var draft = ReferralDraft(
            draft: RecordIdentifier.random(), caseRecord: own, account: world.receiver.accounts[.caseworker]?.identifier ?? "", made: node.now())
        (draft.referral, draft.partners) = (taken.referral, [world.sender.node.organisation.identifier])
        let chosen = try world.work(1).choose(choice.usual, choice, for: draft)
        _ = try world.work(1).send(chosen, mark: chosen.mark)
        try world.settle()
        return referral
    }

    private func workers(_ world: ReferralWorld) throws -> [String] {
        let node = world.sender.node
        return try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).workers(of: world.sender.caseRecord) }
    }

    private func group(_ world: ReferralWorld) throws -> String? {
        try RecordViewing(world.sender.node, reader: .keyHolder).report(on: world.sender.caseRecord, withHistory: false).view.code("group")
    }

    @Test("What the asked partner answers about the worker ends nothing that the people here agreed to, unless they say so here")
    func answerOfTheAsked() async throws {
        let world = try ReferralWorld()
        let referral = try answered(world)
        #expect(try workers(world).count == 2)
        let node = world.sender.node
        func silenced() throws -> [SharingGate.Obstacle] {
            let row = try #require(try world.row(0, referral))
            return try node.database.read { connection in
                let gate = SharingGate(node: node, connection: connection)
                return try gate.obstaclesToWords(on: row) + gate.ended(row)
            }
        }
        #expect(try silenced().isEmpty)
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.post("/referrals/\(referral)/steps", [("event", "message"), ("words", "Thank you")]).status == 303)
        // What that person is told to have said counts here as everybody's word does.
        let theirs = try #require(try workers(world).first { $0 != world.sender.personRecord })
        try CaseWork(node: node, account: "test").addConsent(
            ["given": Answer(.code("no"))], of: theirs, to: world.sender.caseRecord, submission: RecordIdentifier.random())
        #expect(try silenced().contains(.consent))
    }

    @Test("Of the worker whom the asked partner told of nothing goes back without their agreement here")
    func nothingGoesBack() throws {
        let world = try ReferralWorld()
        let referral = try answered(world)
        let node = world.sender.node
        let theirs = try #require(try workers(world).first { $0 != world.sender.personRecord })
        var draft = world.draft()
        (draft.referral, draft.offer) = (referral, nil)
        func obstacles(_ record: String) throws -> [SharingGate.Obstacle] {
            let chosen = try world.work(0).choose([SharedChoice.name(record, "names")], try world.choice(), for: draft)
            return try node.database.read { try SharingGate(node: node, connection: $0).findings(for: chosen).flatMap(\.obstacles) }
        }
        #expect(try obstacles(world.sender.personRecord).isEmpty)
        #expect(try obstacles(theirs) == [.consent])
    }

    @Test("A worker whom the asked partner calls by the same name makes no group of the case, and the page says that the two may be one")
    func samePerson() async throws {
        let world = try ReferralWorld()
        let node = world.receiver.node
        try node.change(by: "test") {
            try $0.save(
                RecordChange(
                    record: world.receiver.personRecord, kind: "person",
                    answers: ["names": Answer(.list([.name(try PersonName(full: world.sender.workerName))]))]))
        }
        _ = try answered(world)
        #expect(try workers(world).count == 2 && group(world) != "yes")
        let worker = await world.web.browser(.caseworker, of: 0)
        let page = await worker.get("/cases/\(world.sender.caseRecord)").text
        #expect(page.contains("This may be the same person as"))
        // Once somebody has said so, nobody is asked again.
        let ends = try workers(world)
        try CaseWork(node: world.sender.node, account: "test").relate(ends[0], to: ends[1], as: "same-as", submission: RecordIdentifier.random())
        #expect(await !worker.get("/cases/\(world.sender.caseRecord)").text.contains("This may be the same person as"))
    }

    @Test("Who arrives soon is acknowledged half-way and decided on at the arrival, on both sides; otherwise the urgency counts")
    func arrivalAndPatience() throws {
        let world = try ReferralWorld()
        let dictionary = world.sender.node.dictionary
        let (minute, now): (UInt64, UInt64) = (60_000, 1_795_000_000_000)
        func patience(_ urgency: String, _ minutes: UInt64?) -> UInt64 {
            ReferralUrgency.patience(urgency, arrival: minutes.map { now + $0 * minute } ?? 0, offered: now, dictionary)
        }
        #expect(patience("same-day", nil) == 360 && patience("same-day", 300) == 150 && patience("same-day", 2_000) == 360)
        #expect(patience("life-at-risk", 300) == 60 && patience("low", 10) == 15)
        // Over already: at most a day, and the urgency says how soon.
        #expect(ReferralUrgency.patience("urgent", arrival: now - 60 * minute, offered: now, dictionary) == 1_440)
        try world.agree(["share-across-border"])
        var draft = world.draft(.arrivalHandOver)
        let arrival = world.sender.node.now() + 300 * minute
        draft.offer = ReferralContent.Offer(kind: .arrivalHandOver, urgency: "low")
        draft.offer?.arrival = .init(moment: arrival, offset: 180, flight: "QR 652")
        let choice = try world.choice()
        let made = try world.work(0).choose(choice.usual, choice, for: draft)
        let referral = try world.work(0).send(made, mark: made.mark)[0]
        try world.settle()
        for row in [try #require(try world.row(0, referral)), try world.received(referral)] {
            #expect(try #require(row.deadline) < arrival && row.clock.decideBy <= arrival)
        }
    }

    @Test("The preview says who is asked first and who only after that; of an urgent call that all are asked, or that it goes to one alone")
    func receivers() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let third = try NodeOrganisations(world.sender.node).add(name: "Zeta House", country: "QA")
        try Partners.verifyEachOther(world.sender.node, third)
        let partners = [world.receiver.node.organisation.identifier, third.organisation.identifier]
        let worker = await world.web.browser(.caseworker, of: 0)
        func preview(_ kind: String, _ fields: [(String, String)]) async throws -> String {
            let begun = await worker.post(
                "/cases/\(world.sender.caseRecord)/refer",
                [("submission", RecordIdentifier.random()), ("kind", kind), ("partner", partners[0]), ("urgency", "same-day")] + fields)
            let chosen = await worker.post(try #require(begun.location), try world.choice().usual.map { ("chosen", $0) })
            return await worker.get(try #require(chosen.location)).text
        }
        let one = try await preview("referral", [("next-1", partners[1])])
        let (then, zeta) = (try #require(one.range(of: "id=\"then\"")), try #require(one.range(of: "Zeta House")))
        let first = try #require(one.range(of: world.receiver.node.organisation.name, range: one.range(of: "<main")!.upperBound..<one.endIndex))
        #expect(first.lowerBound < then.lowerBound && then.lowerBound < zeta.lowerBound)
        let call = try await preview("urgent-call", [("next-1", partners[1])])
        #expect(call.contains("Zeta House") && !call.contains("id=\"then\"") && !call.contains("id=\"alone\""))
        #expect(try await preview("urgent-call", []).contains("id=\"alone\""))
    }

    @Test("Whoever reads a message first is not told that nobody has seen it")
    func firstReader() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let received = try world.received(referral).referral
        try world.work(0).act(ReferralContent.saying("At the gate"), on: referral)
        try world.settle()
        let page = await world.web.browser(.caseworker, of: 1).get("/referrals/\(received)").text
        #expect(page.contains("At the gate") && !page.contains("nobody has seen it"))
        #expect(page.contains("seen by"))
    }

    @Test("What waits and may not go any more is not to be told by telephone either")
    func notByTelephone() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        try world.settle()
        try world.work(0).act(ReferralContent.saying("She coughs"), on: referral)
        let worker = await world.web.browser(.caseworker, of: 0)
        let sentence = "Do not pass it on by telephone either"
        #expect(await !worker.get("/referrals/\(referral)").text.contains(sentence))
        try CaseWork(node: world.sender.node, account: "test").addConsent(
            ["given": Answer(.code("no"))], of: nil, to: world.sender.caseRecord, submission: RecordIdentifier.random())
        #expect(await worker.get("/referrals/\(referral)").text.contains(sentence))
        try world.settle()
        #expect(await !worker.get("/referrals/\(referral)").text.contains(sentence))
    }

    @Test("A code that is not eight digits long costs no try, and the sentence says so", arguments: ["", "123", "1234 56789", "٠١٢"])
    func shortCode(_ typed: String) async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        let told = try ReferralLinks(node: world.sender.node).make(for: referral)
        let partner = WebBrowser(world.web.pipeline)
        for _ in 0..<ReferralLinks.failureLimit {
            let answer = await partner.post("/referred/\(told.token)", [("code", typed)])
            #expect(answer.status == 422 && answer.text.contains("The code has eight digits"))
        }
        let failures = try world.sender.node.database.read { try $0.first("SELECT failures FROM referral_link WHERE referral = ?", [.text(referral)]) { $0.integer(0) } }
        #expect(failures == 0)
        #expect(await partner.post("/referred/\(told.token)", [("code", told.code)]).status == 200)
    }

    @Test("A moment beside its place is written with the comma of the language")
    func comma() throws {
        let world = try ReferralWorld()
        let clock = try LocalClock(world.receiver.node.organisation)
        let moment = try #require(ArrivalTime.moment(day: "2026-11-25", time: "22:30", offset: 0))
        func text(_ language: String) throws -> String {
            clock.text(
                moment, AnswerText(dictionary: world.receiver.node.dictionary, translator: Translator(catalogue: try LanguageCatalogue.standard(), language: language)))
        }
        #expect(try text("en").contains(", ") && !text("en").contains("،"))
        #expect(try text("ar").contains("، ") && !text("ar").contains(","))
    }
}
