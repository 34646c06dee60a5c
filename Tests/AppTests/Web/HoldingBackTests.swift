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

/// What waits to be sent when that which covered it comes to its end.
@Suite("What waits and may not go any more", .serialized)
struct HoldingBackTests {
    private func takeBack(_ world: ReferralWorld) throws {
        try CaseWork(node: world.sender.node, account: "test").addConsent(
            ["given": Answer(.code("no"))], of: nil, to: world.sender.caseRecord, submission: RecordIdentifier.random())
    }

    private func accepted(_ world: ReferralWorld) throws -> (referral: String, theirs: ReferralRow) {
        let referral = try world.sent()
        let theirs = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        try world.settle()
        return (referral, theirs)
    }

    private func day(_ days: Int, _ node: Node) throws -> Answer { Answer(.date(PartialDate(try #require(node.today?.adding(days: days))))) }

    @Test("Words, facts and papers that wait do not go once the people take back what they agreed to; a step goes without its words; the writer is told", arguments: Backend.available)
    func wordsAndPapers(_ backend: Backend) async throws {
        let world = try ReferralWorld(backend)
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        let paper = try world.keepTicket(Array("%PDF-1.7\nQxticket\n%%EOF\n".utf8))
        try world.work(0).act(ReferralContent.saying("Qxearlier"), on: referral)
        try world.settle()
        // From here on the line is down.
        try world.work(0).act(ReferralContent.saying("Qxwaits"), on: referral)
        try world.work(0).act(ReferralContent.saying("Qxwaits"), on: referral)
        var more = world.draft()
        (more.referral, more.offer) = (referral, nil)
        let chosen = try world.work(0).choose([SharedChoice.name(paper.record, "file"), SharedChoice.name(paper.record, "title")], try world.choice(), for: more)
        _ = try world.work(0).send(chosen, mark: chosen.mark)
        try takeBack(world)
        try world.settle()
        let told = try world.steps(1, theirs.referral)
        #expect(told.compactMap { $0.content?.words } == ["Qxearlier"] && !told.contains { $0.event == .share })
        #expect(try world.steps(0, referral).filter(\.isHeldBack).map(\.event) == [.message, .message, .share])
        #expect(try world.row(0, referral)?.hasNews == true)
        let page = await world.web.browser(.caseworker, of: 0).get("/referrals/\(referral)").text
        #expect(page.contains("was held back and not sent") && page.contains("held back, not sent"))
        #expect(try ByteSearch(["Qxwaits", "Qxticket"]).found(inFilesOf: world.web.world.folder).isEmpty)
        for place in [world.sender, world.receiver] { #expect(try NodeMaintenance(place.node).verify().firstFault == nil) }
    }

    @Test("The words of a step that moves a referral are held back, and the step goes")
    func stepWithWords() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        try world.work(0).act(ReferralContent.saying("Qxhurry", .remind), on: referral)
        try takeBack(world)
        try world.settle()
        let theirs = try world.received(referral)
        let reminded = try #require(try world.steps(1, theirs.referral).last)
        #expect(reminded.event == .remind && reminded.content?.words == nil)
        #expect(try world.steps(0, referral).last?.isHeldBack == true)
    }

    @Test("An offer that waits is taken back when the agreement with its partner ends, the next on the list is asked, and the partner hears nothing of anybody")
    func offer() throws {
        let world = try ReferralWorld()
        let node = world.sender.node
        let third = try NodeOrganisations(node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(node, third)
        try world.agree(["share-across-border"])
        let choice = try world.choice()
        let draft = try world.work(0).choose(
            choice.usual, choice, for: world.draft(to: [world.receiver.node.organisation.identifier, third.organisation.identifier]))
        let referral = try world.work(0).send(draft, mark: draft.mark)[0]
        try world.addAgreement(["referral"], until: "2020-12-31")
        try LocalExchange([node, world.receiver.node, third]).settle()
        let row = try #require(try world.row(0, referral))
        #expect(row.state == .withdrawn && row.hasNews)
        #expect(try world.receiver.node.database.read { try ReferralRows(world.receiver.node, $0).latest(.incoming, limit: 9) }.isEmpty)
        let next = try node.database.read { try ReferralRows(node, $0).chain(row.chain) }
        #expect(next.map(\.state) == [.withdrawn, .offered] && next.last?.partner == third.organisation.identifier)
        #expect(try third.database.read { try ReferralRows(third, $0).latest(.incoming, limit: 9) }.count == 1)
        // It was not asked, so it has not failed to answer.
        world.web.world.clock.advance(minutes: 24 * 60)
        let measured = try node.database.read { connection in
            try PartnerResponses(node: node, connection: connection).lines().first { $0.record == referral }?.response
        }
        #expect(measured?.asked == 0)
    }

    @Test("A receiver gives back what it was asked for, although the sender has closed the referral before the line was up again")
    func givenBack() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let (referral, theirs) = try accepted(world)
        let node = world.receiver.node
        var outcome = ReferralContent(.resolve)
        outcome.outcome = node.dictionary.vocabulary("action-result")?.terms.first?.code
        try world.work(1).act(outcome, on: theirs.referral)
        try world.settle()
        // What waits while the line is down: a share of the receiver, and the sender's closing.
        let choice = try node.database.read { try SharedChoice(of: theirs.caseRecord, as: .keyHolder, node, $0) }
        var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: theirs.caseRecord, account: "test", made: node.now())
        (draft.partners, draft.referral) = ([world.sender.node.organisation.identifier], theirs.referral)
        let person = try #require(choice.records.first { $0.view.kind == "person" })
        let names = Set(person.fields.map { SharedChoice.name(person.view.record, $0.field.name) })
        let chosen = try world.work(1).choose(names, choice, for: draft)
        _ = try world.work(1).send(chosen, mark: chosen.mark)
        try world.work(0).act(ReferralContent(.close), on: referral)
        var cursor = Channel<DatabaseChannelStore>.Cursor()
        let envelope = try #require(try ExchangeDelivery(node: world.sender.node).envelope(for: node.organisation.identifier, after: &cursor))
        _ = try ExchangeDelivery(node: node).take(envelope)
        try ExchangeDelivery(node: node).tell(from: world.sender.node.organisation.identifier)
        #expect(try world.row(1, theirs.referral)?.state == .closed)
        try world.settle()
        #expect(try !world.steps(1, theirs.referral).contains(where: \.isHeldBack))
        #expect(try world.steps(0, referral).last { $0.event == .share }?.content?.part.isEmpty == false)
    }

    @Test("A consent that ends by its date calls for taking a referral back on the day after, although nothing of the case changes", arguments: Backend.available)
    func consentEndsByDate(_ backend: Backend) throws {
        let world = try ReferralWorld(backend)
        let node = world.sender.node
        let consent: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border"])), "manner": Answer(.code("spoken")),
            "given-on": try day(0, node), "until": try day(2, node),
        ]
        try CaseWork(node: node, account: "test").addConsent(consent, of: nil, to: world.sender.caseRecord, submission: RecordIdentifier.random())
        _ = try world.sent()
        let book = DueBook(node)
        let record = world.sender.caseRecord
        func kinds(_ book: DueBook) throws -> [Reminder.Kind] { try #require(try book.look { $0.reminders(of: record).map(\.kind) }) }
        try book.prepare()
        #expect(try !kinds(book).contains(.referralEnded))
        world.web.world.clock.advance(minutes: 2 * 1440)
        #expect(try !kinds(book).contains(.referralEnded), "the last day is still covered")
        // As after a restart: what was written down says when to look again.
        let restarted = DueBook(node)
        world.web.world.clock.advance(minutes: 1440)
        #expect(try kinds(book).contains(.referralEnded) && kinds(restarted).contains(.referralEnded))
        let ended = try #require(try book.look { $0.reminders(of: record).first { $0.kind == .referralEnded } } ?? nil)
        #expect(ended.day == node.today?.adding(days: -1))
    }

    @Test("The form for a document of a case that was taken back does not open; papers of the shared part are fetched from it, before and after it is accepted")
    func papers() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let paper = try world.keepTicket(Array("%PDF-1.7\nQxticket\n%%EOF\n".utf8))
        let referral = try world.sent()
        let theirs = try world.received(referral)
        let (here, there) = (await world.web.browser(.caseworker, of: 0), await world.web.browser(.caseworker, of: 1))
        for (browser, record) in [(here, referral), (there, theirs.referral)] {
            let address = "/referrals/\(record)/files/\(paper.file.sha256)"
            #expect(await browser.get("/referrals/\(record)").text.contains(address))
            let given = await browser.get(address)
            #expect(given.status == 200 && given.headers[.contentDisposition] == "attachment; filename=\"ticket.pdf\"")
        }
        #expect(await there.get("/referrals/\(referral)/files/\(paper.file.sha256)").status == 404)
        #expect(await there.get("/referrals/\(theirs.referral)/files/\(String(repeating: "0", count: 64))").status == 404)
        let row = try world.work(1).act(ReferralContent(.accept), on: theirs.referral)
        #expect(await there.get("/referrals/\(theirs.referral)/files/\(paper.file.sha256)").status == 200)
        let form = "/cases/\(row.caseRecord)/documents/new"
        #expect(await there.get(form).status == 200)
        try world.settle()
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        try world.settle()
        let refused = await there.get(form)
        #expect(refused.status != 200 && refused.text.contains("It was withdrawn"))
        #expect(await there.get("/referrals/\(theirs.referral)/files/\(paper.file.sha256)").status == 404)
    }

    @Test("A referral beyond consent goes on along the list, marked for whom it is so, until somebody takes something back")
    func escalationBeyondConsent() throws {
        let world = try ReferralWorld()
        let node = world.sender.node
        // The people agree to what stays in the country only: the first is abroad, the second is not, the third is abroad again.
        try world.agree(["share-with-partner"])
        let places = NodeOrganisations(node)
        let (home, abroad) = (try places.add(name: "Home Helpline", country: node.organisation.country), try places.add(name: "Abroad Helpline", country: "KE"))
        for other in [home, abroad] { try Partners.verifyEachOther(node, other) }
        let partners = [world.receiver.node.organisation.identifier, home.organisation.identifier, abroad.organisation.identifier]
        let choice = try world.choice()
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft(to: partners))
        let asked = try world.work(0).askSecondPerson(draft, reason: "She is locked in")
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: supervisor.profile.displayName)
        _ = try ReferralWork(node: node, account: supervisor.identifier).send(asked, mark: asked.mark, second: second)
        func chain() throws -> [(partner: String, isBeyond: Bool, second: String?)] {
            try node.database.read { connection in
                var gate = Gate(reader: .keyHolder, node: node, connection: connection)
                return try ReferralRows(node, connection).chain(draft.draft).map { row in
                    let state = try #require(try RecordRows(connection: connection, organisation: node.organisation.number).state(of: row.referral))
                    let content = try #require(try ReferralSteps(node, connection).all(of: row.referral).first?.content)
                    return (row.partner, content.isBeyondConsent, try gate.view(state, of: row.referral).text("override-second-person"))
                }
            }
        }
        func expire() throws {
            for minutes: UInt64 in [31, 30] {
                world.web.world.clock.advance(minutes: minutes)
                try ReferralClockwork(node: node).run()
            }
        }
        try expire()
        var asks = try chain()
        #expect(asks.map(\.partner) == Array(partners.prefix(2)) && asks.map(\.isBeyond) == [true, false] && asks[1].second == nil)
        try expire()
        asks = try chain()
        #expect(asks.map(\.partner) == partners && asks[2].isBeyond && asks[2].second == supervisor.profile.displayName)
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
    }
}
