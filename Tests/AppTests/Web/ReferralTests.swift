import Dictionary
import Exchange
import Foundation
import Journal
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// Two organisations on one node that have compared their keys, and what crosses between them.
struct ReferralWorld {
    var web: WebWorld

    init(_ backend: Backend = .sqlite) throws {
        web = try WebWorld(backend)
        try Partners.verifyEachOther(web.places[0].node, web.places[1].node)
    }

    var sender: WebWorld.Place { web.places[0] }
    var receiver: WebWorld.Place { web.places[1] }

    func settle() throws { try LocalExchange(web.places.map(\.node)).settle() }

    func work(_ place: Int) -> ReferralWork {
        ReferralWork(node: web.places[place].node, account: web.places[place].accounts[.caseworker]?.identifier ?? "")
    }

    /// What the workers agree to.
    func agree(_ scopes: [String], countries: [String] = []) throws {
        var answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: scopes)), "manner": Answer(.code("spoken")),
            "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
        ]
        if !countries.isEmpty { answers["for-country"] = Answer(try FieldValue(codes: countries)) }
        try CaseWork(node: sender.node, account: "test").addConsent(answers, of: nil, to: sender.caseRecord, submission: RecordIdentifier.random())
    }

    /// An agreement of the sender's with the receiver.
    func addAgreement(_ purposes: Set<String>, until: String) throws {
        let node = sender.node
        try node.change(by: "test") { transaction in
            let entries = PartnerEntries(node: node, connection: transaction.connection)
            let record = try entries.record(of: receiver.node.organisation.identifier)
            try entries.ensure(record, in: transaction)
            try Agreements(node: node, connection: transaction.connection).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: record, purposes: purposes, clearance: .identity, since: "2020-01-01", until: until,
                    ended: "", words: "", madeBy: "test"))
        }
    }

    func choice() throws -> SharedChoice {
        try sender.node.database.read { try SharedChoice(of: sender.caseRecord, as: .keyHolder, sender.node, $0) }
    }

    func draft(_ kind: ReferralKind = .referral, to partners: [String]? = nil) -> ReferralDraft {
        var draft = ReferralDraft(
            draft: RecordIdentifier.random(), caseRecord: sender.caseRecord, account: sender.accounts[.caseworker]?.identifier ?? "", made: sender.node.now())
        draft.partners = partners ?? [receiver.node.organisation.identifier]
        draft.offer = ReferralContent.Offer(kind: kind, urgency: "life-at-risk")
        return draft
    }

    /// Sends the case with everything that can be chosen, and carries it over.
    func sent(_ kind: ReferralKind = .referral) throws -> String {
        let choice = try choice()
        let all = Set(choice.records.flatMap { record in record.fields.map { SharedChoice.name(record.view.record, $0.field.name) } })
        let chosen = try work(0).choose(all, choice, for: draft(kind))
        let referral = try work(0).send(chosen, mark: chosen.mark)[0]
        try settle()
        return referral
    }

    /// Sends the case to a partner without a server, who is told by a link.
    /// - Parameter isWhole: with everything that can be chosen; otherwise with what is usual.
    func sentWithoutNode(isWhole: Bool = false) throws -> String {
        var made = draft(to: [ReferralDraft.withoutNode])
        made.partnerName = "House of the Sisters"
        let choice = try choice()
        let all = Set(choice.records.flatMap { record in record.fields.map { SharedChoice.name(record.view.record, $0.field.name) } })
        let chosen = try work(0).choose(isWhole ? all : choice.usual, choice, for: made)
        return try work(0).send(chosen, mark: chosen.mark)[0]
    }

    /// A paper of the sender's case that may be shared.
    func keepTicket(_ bytes: [UInt8]) throws -> (record: String, file: FileReference) {
        let file = try FileReference(sha256: DocumentStore.digest(of: bytes), name: "ticket.pdf", type: "application/pdf", bytes: Int64(bytes.count))
        let paper = RecordIdentifier.random()
        try sender.node.change(by: "test") { transaction in
            try transaction.save(
                RecordChange(
                    record: paper, kind: "document",
                    answers: [
                        "title": Answer(try FieldValue(text: "Ticket")), "share-allowed": Answer(.code("yes")),
                        "case": Answer(try FieldValue(list: [FieldValue(link: sender.caseRecord)], type: .link)),
                        "file": Answer(try FieldValue(list: [.file(file)], type: .file)),
                    ]))
            _ = try DocumentStore(node: sender.node).keep(bytes, name: "ticket.pdf", record: paper, in: transaction)
        }
        return (paper, file)
    }

    /// The receiver's referral of the same conversation.
    func received(_ referral: String) throws -> ReferralRow {
        let conversation = try #require(try row(0, referral)).conversation
        return try #require(
            try receiver.node.database.read {
                try ReferralRows(receiver.node, $0).find(conversation: conversation, partner: sender.node.organisation.identifier)
            })
    }

    func row(_ place: Int, _ referral: String) throws -> ReferralRow? {
        try web.places[place].node.database.read { try ReferralRows(web.places[place].node, $0).find(referral) }
    }

    func steps(_ place: Int, _ referral: String) throws -> [ReferralStep] {
        try web.places[place].node.database.read { try ReferralSteps(web.places[place].node, $0).all(of: referral) }
    }
}

@Suite("Referrals between organisations", .serialized)
struct ReferralTests {
    @Test("A case is referred with consent, acknowledged, accepted, worked on by both, and its outcome comes back", arguments: Backend.available)
    func wholeStory(_ backend: Backend) throws {
        let world = try ReferralWorld(backend)
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        var received = try world.received(referral)
        #expect(received.state == .offered && received.caseRecord.isEmpty && received.hasNews)
        try world.work(1).act(ReferralContent(.acknowledge), on: received.referral)
        received = try world.work(1).act(ReferralContent(.accept), on: received.referral)
        try world.settle()
        #expect(try world.row(0, referral)?.state == .accepted)
        let measured = try world.sender.node.database.read { try PartnerResponses(node: world.sender.node, connection: $0).all() }.values.first
        #expect(measured?.acknowledgedInTime == 1 && (measured?.medianMinutes ?? 99) < 60)
        // A case of the receiver's own, with the worker from the partner.
        let report = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: received.caseRecord, withHistory: false)
        #expect(report.view.code("destination-country") == "QA")
        #expect(report.view.answer("summary") == nil)
        #expect(report.linked.contains { $0.view.names == world.sender.workerName })
        let shared = try world.receiver.node.database.read { try SharedOrigins(of: received.caseRecord, world.receiver.node, $0) }
        let person = try #require(report.linked.first { $0.view.names == world.sender.workerName }).view
        #expect(shared.partner(of: person.record) == world.sender.node.organisation.name)
        let names = try #require(person.fields.first { $0.field.name == "names" })
        #expect(shared.mark(names, of: person.record)?.isTheirs == true)
        #expect(shared.partner(of: received.caseRecord) == nil)
        // Both write; each knows what the other has seen.
        var message = ReferralContent(.message)
        message.words = "Which hospital?"
        try world.work(1).act(message, on: received.referral)
        try world.settle()
        #expect(try world.steps(0, referral).last?.content?.words == "Which hospital?")
        try world.work(0).noteSeen(referral)
        message.words = "The one at the port"
        try world.work(0).act(message, on: referral)
        try world.settle()
        #expect(try world.received(referral).heard == 3)
        var outcome = ReferralContent(.resolve)
        (outcome.outcome, outcome.words) = ("achieved", "She is home")
        try world.work(1).act(outcome, on: received.referral)
        try world.settle()
        #expect(try world.row(0, referral)?.state == .resolved)
        try world.work(0).act(ReferralContent(.close), on: referral)
        try world.settle()
        #expect(try world.received(referral).state == .closed)
        let record = try RecordViewing(world.sender.node, reader: .keyHolder).report(on: referral, withHistory: false).view
        #expect(record.code("status") == "closed" && record.code("outcome") == "achieved" && record.text("outcome-note") == "She is home")
        let fault = try NodeMaintenance(world.receiver.node).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    @Test("What crosses is what the preview showed, byte for byte, and holds nothing that was not chosen")
    func previewIsWhatCrosses() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        var random = SeededGenerator(seed: 7)
        let choice = try world.choice()
        let all = choice.records.flatMap { record in record.fields.map { (SharedChoice.name(record.view.record, $0.field.name), $0) } }
        for _ in 0..<12 {
            let chosen = Set(all.filter { _ in Bool.random(using: &random) }.map(\.0))
            let draft = try world.work(0).choose(chosen, choice, for: world.draft())
            let shown = try ReferralContent(bytes: draft.content, world.sender.node.dictionary)
            let referral = try world.work(0).send(draft, mark: draft.mark)[0]
            try world.settle()
            let received = try world.received(referral)
            let bytes = try world.receiver.node.database.read { try ReferralSteps(world.receiver.node, $0).bytes(1, of: received.referral) }
            #expect(bytes == draft.content)
            #expect(try world.steps(1, received.referral).first?.content?.part == shown.part)
            // Neither an identity nor an identifier of what stayed is in it. Codes also occur as names of fields, so they tell nothing.
            let text = String(decoding: draft.content, as: UTF8.self)
            let chosenTexts = all.filter { chosen.contains($0.0) }.compactMap { $0.1.answer?.value?.displayText }
            for (name, entry) in all where !chosen.contains(name) {
                guard entry.field.sensitivity == .identity, let value = entry.answer?.value?.displayText, value.count > 4,
                    !chosenTexts.contains(where: { $0.contains(value) })
                else { continue }
                #expect(!text.contains(value), "\(name)")
            }
            for record in choice.records { #expect(!text.contains(record.view.record)) }
        }
    }

    @Test("More than was agreed to does not go, unless a second person lets it in an emergency; that is in the record")
    func consent() throws {
        let world = try ReferralWorld()
        let choice = try world.choice()
        let chosen = choice.usual
        func draft() throws -> ReferralDraft { try world.work(0).choose(chosen, choice, for: world.draft()) }
        // Nobody was asked; sharing inside the country only; a consent that names another country.
        for scopes in [[], ["share-with-partner"], ["share-with-network"]] {
            if !scopes.isEmpty { try world.agree(scopes) }
            let draft = try draft()
            #expect(throws: ReferralError(.beyondConsent)) { _ = try world.work(0).send(draft, mark: draft.mark) }
        }
        try world.agree(["share-across-border"], countries: ["MY"])
        let made = try draft()
        #expect(throws: ReferralError(.beyondConsent)) { _ = try world.work(0).send(made, mark: made.mark) }
        #expect(throws: ReferralError(.changedSincePreview)) { _ = try world.work(0).send(made, mark: "another") }
        let asked = try world.work(0).askSecondPerson(made, reason: "She is locked in")
        #expect(asked.mark != made.mark)
        let own = ReferralWork.SecondPerson(account: made.account, name: "The same")
        #expect(throws: ReferralError(.samePerson)) { _ = try world.work(0).send(asked, mark: asked.mark, second: own) }
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: supervisor.profile.displayName)
        let referral = try ReferralWork(node: world.sender.node, account: supervisor.identifier).send(asked, mark: asked.mark, second: second)[0]
        let record = try RecordViewing(world.sender.node, reader: .keyHolder).report(on: referral, withHistory: false).view
        #expect(record.text("override-reason") == "She is locked in")
        #expect(record.text("override-second-person") == supervisor.profile.displayName)
        try world.agree(["share-across-border"])
        let covered = try draft()
        _ = try world.work(0).send(covered, mark: covered.mark)
    }

    @Test("A withdrawn referral is sealed away at the receiver: its words are on no disk there, its use is refused, and the sender is told what was read")
    func withdrawal() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let received = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        try world.settle()
        try world.receiver.node.change(by: "reader") { try $0.logReading(of: received.referral, kind: "referral", ground: nil) }
        try CaseWork(node: world.receiver.node, account: "own").addNote("Our own note", to: received.caseRecord, submission: "n")
        var withdrawal = ReferralContent(.withdraw)
        withdrawal.words = "She changed her mind"
        try world.work(0).act(withdrawal, on: referral)
        try world.settle()
        let after = try world.received(referral)
        #expect(after.state == .withdrawn)
        #expect(try world.steps(1, after.referral).allSatisfy { $0.content == nil })
        #expect(throws: ReferralError(.withdrawn)) { try world.work(1).act(ReferralContent(.start), on: after.referral) }
        let report = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: received.caseRecord, withHistory: true)
        #expect(!report.linked.contains { $0.view.names == world.sender.workerName })
        #expect(report.linked.contains { $0.view.text("text") == "Our own note" })
        // The sender knows that it was read once.
        let seal = try world.steps(0, referral).last
        #expect(seal?.event == .seal && seal?.content?.reads?.count == 1)
        #expect(try world.row(0, referral)?.state == .withdrawn)
        let fault = try NodeMaintenance(world.receiver.node).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    @Test("The clock reminds once, and at the deadline asks the next partner with the same bytes; a late acceptance still counts")
    func escalation() throws {
        let world = try ReferralWorld()
        let third = try NodeOrganisations(world.sender.node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(world.sender.node, third)
        try world.agree(["share-across-border"])
        let choice = try world.choice()
        let partners = [world.receiver.node.organisation.identifier, third.organisation.identifier]
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft(to: partners))
        let first = try world.work(0).send(draft, mark: draft.mark)[0]
        let clock = ReferralClockwork(node: world.sender.node)
        #expect(try clock.run() == 0)
        world.web.world.clock.advance(minutes: 31)
        try clock.run()
        try clock.run()
        #expect(try world.steps(0, first).map(\.event) == [nil, .remind])
        world.web.world.clock.advance(minutes: 30)
        try clock.run()
        #expect(try world.row(0, first)?.state == .expired)
        let chain = try world.sender.node.database.read { try ReferralRows(world.sender.node, $0).chain(draft.draft) }
        #expect(chain.map(\.partner) == partners && chain.map(\.state) == [.expired, .offered])
        let bytes = try world.sender.node.database.read { try ReferralSteps(world.sender.node, $0).bytes(1, of: chain[1].referral) }
        #expect(bytes == draft.content)
        // The first accepts after all: the other is told that it is gone, and has nothing left of it.
        let all = LocalExchange([world.sender.node, world.receiver.node, third])
        try all.settle()
        try world.work(1).act(ReferralContent(.accept), on: try world.received(first).referral)
        try all.settle()
        #expect(try world.row(0, first)?.state == .accepted)
        // An hour was asked for: an answer on the same day, a minute later, was not in time. Who was asked next and told in time that it is gone, was not asked.
        let measured = try world.sender.node.database.read { try PartnerResponses(node: world.sender.node, connection: $0).all() }
        let (answered, waiting) = (measured.values.first { !$0.waits.isEmpty }, measured.values.first { $0.waits.isEmpty })
        #expect(answered?.asked == 1 && answered?.acknowledgedInTime == 0 && answered?.accepted == 1 && (61..<120).contains(answered?.medianMinutes ?? 0))
        #expect(waiting?.sent == 1 && waiting?.asked == 0)
        let own = try world.receiver.node.database.read { try PartnerResponses(node: world.receiver.node, connection: $0).own() }
        #expect(own.asked == 1 && own.acknowledgedInTime == 0, "the partner sees of itself what the sender sees of it")
        let other = try #require(
            try third.database.read {
                try ReferralRows(third, $0).find(conversation: chain[1].conversation, partner: world.sender.node.organisation.identifier)
            })
        #expect(other.state == .withdrawn)
        #expect(try third.database.read { try ReferralSteps(third, $0).bytes(1, of: other.referral) } == nil)
    }

    @Test("A message that is no referral, or not possible, or not theirs, is refused and changes nothing")
    func foreignMessages() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let row = try world.received(referral)
        func take(_ text: String, from sender: String? = nil, in conversation: String? = nil) throws {
            try world.receiver.node.change(by: "exchange") { transaction in
                try ReferralReceiver().receive(
                    ReceivedMessage(
                        message: "", sender: sender ?? world.sender.node.organisation.identifier, conversation: conversation ?? row.conversation,
                        kind: ReferralContent.messageKind, content: Array(text.utf8), attachments: [], made: 0), node: world.receiver.node, in: transaction)
            }
        }
        for text in ["", "{}", "{\"format\":2,\"event\":\"close\"}", "{\"format\":1,\"event\":\"offer\"}", "{\"format\":1,\"event\":\"close\",\"words\":1}"] {
            #expect(throws: MessageRefusal(code: "malformed")) { try take(text) }
        }
        #expect(throws: MessageRefusal(code: "not-possible")) { try take("{\"event\":\"close\",\"format\":1}") }
        #expect(throws: MessageRefusal(code: "not-possible")) { try take("{\"event\":\"accept\",\"format\":1}") }
        #expect(throws: MessageRefusal(code: "not-available")) { try take("{\"event\":\"withdraw\",\"format\":1}", from: "0000000000000000") }
        #expect(throws: MessageRefusal(code: "not-available")) {
            try take("{\"event\":\"withdraw\",\"format\":1}", in: ExchangeMessage.newConversation())
        }
        #expect(try world.received(referral) == row)
    }

    @Test("On the web: refer, preview, send; the other organisation's desk acknowledges and accepts, in English and Arabic")
    func pages() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let worker = await world.web.browser(.caseworker, of: 0)
        let path = "/cases/\(world.sender.caseRecord)/refer"
        #expect(await worker.isRefused(path, [("submission", "one")]))
        let begun = await worker.post(
            path,
            [
                ("submission", "one"), ("kind", "arrival-hand-over"), ("partner", world.receiver.node.organisation.identifier), ("urgency", "same-day"),
                ("words", "Needs a wheelchair"), ("arrival-day", "2026-02-03"), ("arrival-time", "14:35"), ("arrival-offset", "345"), ("flight", "QR 652"),
                ("recognise", "Blue scarf"),
            ])
        let draft = try #require(begun.location)
        let choice = try world.choice()
        let shown = await worker.get(draft)
        #expect(shown.status == 200 && shown.text.contains(world.sender.workerName))
        let previewed = await worker.post(draft, choice.usual.map { ("chosen", $0) })
        let preview = await worker.get(try #require(previewed.location))
        #expect(preview.text.contains("Blue scarf") && preview.text.contains("14:35 (UTC+05:45)"))
        let sent = await worker.post(draft + "/send", [("mark", WebBrowser.value(of: "mark", in: preview.text) ?? "")])
        #expect(sent.status == 303 && sent.location?.hasPrefix("/referrals/") == true)
        try world.settle()
        let desk = await world.web.browser(.caseworker, of: 1)
        let list = await desk.get("/referrals")
        let received = try world.received(String(try #require(sent.location).dropFirst("/referrals/".count)))
        #expect(list.text.contains(received.referral) && !list.text.contains(world.sender.workerName))
        let day = try #require(CalendarDay(year: 2026, month: 2, day: 3)).daysSinceEpoch
        let arrivals = await desk.get("/referrals/arrivals?day=\(day)")
        #expect(arrivals.text.contains("QR 652") && arrivals.text.contains(world.sender.workerName))
        let page = await desk.get("/referrals/\(received.referral)?language=ar")
        #expect(page.status == 200 && page.text.contains(world.sender.workerName))
        #expect(await desk.isRefused("/referrals/\(received.referral)/steps", [("event", "decline")]))
        #expect(await desk.isRefused("/referrals/\(received.referral)/steps", [("event", "award")]))
        let accepted = await desk.post("/referrals/\(received.referral)/steps", [("event", "accept")])
        let ownCase = await desk.get(try #require(accepted.location))
        #expect(ownCase.text.contains(world.sender.workerName) && ownCase.text.contains(world.sender.node.organisation.name))
        // A colleague without access to the case does not see its referral either.
        let lawyer = await world.web.browser(.legal, of: 1)
        #expect((await lawyer.get("/referrals/\(received.referral)")).status == 404)
        #expect(!(await lawyer.get("/referrals")).text.contains(received.referral))
    }
}
