import Dictionary
import Exchange
import Foundation
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// What crosses is what the preview showed, over made-up cases in which every text is a marker that can be looked for.
@Suite("What crosses between two nodes", .serialized)
struct CrossingTests {
    private struct MarkedCase {
        var record: String
        /// Of every record and field that holds a text of its own.
        var markers: [String: String]
    }

    private func marked(_ world: World, _ random: inout SeededGenerator) throws -> MarkedCase {
        func marker() -> String { "Marker\(random.next() % 1_000_000_000)x\(random.next() % 1_000_000_000)" }
        let (name, summary, told, phone) = (marker(), marker(), marker(), "+974\(10_000_000 + random.next() % 89_999_999)")
        let saved = try world.saveCase(name: name, summary: summary)
        try world.save("person", ["mobile-phones": Answer(.list([.phone(try PhoneNumber(written: phone))]))], record: saved.person)
        try world.save("violation", ["description": .text(told)], record: saved.violation)
        return MarkedCase(
            record: saved.case,
            markers: [
                SharedChoice.name(saved.person, "names"): name, SharedChoice.name(saved.case, "summary"): summary,
                SharedChoice.name(saved.violation, "description"): told, SharedChoice.name(saved.person, "mobile-phones"): phone,
            ])
    }

    /// What two organisations have agreed, as a test makes it up and judges it by itself.
    private struct MarkedAgreement {
        var clearance: Sensitivity
        var coversReferrals: Bool
        var hasEnded: Bool

        func allows(_ sensitivity: Sensitivity) -> Bool { !hasEnded && coversReferrals && clearance >= sensitivity }
    }

    /// One case in four has no agreement; of the others some have ended, some cover other kinds of referral.
    private func agree(_ pair: NodePair, _ random: inout SeededGenerator) throws -> MarkedAgreement? {
        let node = pair.sender.node
        let made: MarkedAgreement? =
            random.next() % 4 == 0
            ? nil
            : MarkedAgreement(
                clearance: Sensitivity.allCases[Int(random.next() % 3)], coversReferrals: random.next() % 5 > 0, hasEnded: random.next() % 5 == 0)
        try node.database.write { connection in
            try connection.execute("DELETE FROM network_agreement")
            guard let made else { return }
            let partner = try PartnerEntries(node: node, connection: connection).record(of: pair.receiverIdentifier)
            try Agreements(node: node, connection: connection).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: partner, purposes: [made.coversReferrals ? "referral" : "urgent-call"],
                    clearance: made.clearance, since: "2020-01-01", until: made.hasEnded ? "2020-12-31" : "", ended: "", words: "", madeBy: "test"))
        }
        return made
    }

    @Test(
        "Of random cases, consents, agreements and choices exactly the preview crosses or nothing does, and no marker stands in clear on the wire or the receiver's disk",
        arguments: Backend.available)
    func preview(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        var random = SeededGenerator(seed: 41)
        var all: [String] = []
        var (sent, refused, stopped) = (0, 0, 0)
        for _ in 0..<30 {
            let made = try marked(pair.sender, &random)
            all += made.markers.values
            let scopes = [[], ["share-with-partner"], ["share-with-network"], ["share-with-partner", "share-with-network"]][Int(random.next() % 4)]
            if !scopes.isEmpty { try pair.agree(scopes, made.record) }
            let agreement = try agree(pair, &random)
            let choice = try pair.choice(made.record)
            let fields = choice.records.flatMap { record in
                record.fields.map { (name: SharedChoice.name(record.view.record, $0.field.name), sensitivity: $0.field.sensitivity) }
            }
            #expect(Set(fields.map(\.name)).isSuperset(of: made.markers.keys))
            let chosen = Set(fields.map(\.name).filter { _ in Bool.random(using: &random) })
            let words = Bool.random(using: &random) ? "Words" : nil
            let draft = try pair.work(pair.sender).choose(chosen, choice, for: pair.draft(made.record, words: words))
            let findings = try pair.sender.node.database.read { try SharingGate(node: pair.sender.node, connection: $0).findings(for: draft) }
            // Worked out by itself: nothing but an open part crosses with the network's consent alone, anything with the partner's, and nothing without; and an agreement
            // lets nothing more sensitive than it says, nothing of another kind, and nothing when it is over.
            let sensitivity = words == nil ? fields.filter { chosen.contains($0.name) }.map(\.sensitivity).max() : .identity
            let isConsented = sensitivity == nil || scopes.contains("share-with-partner") || (scopes.contains("share-with-network") && sensitivity == .open)
            let isAgreed = agreement?.allows(sensitivity ?? .open) ?? true
            #expect(findings.allSatisfy { $0.obstacles.contains(.consent) == !isConsented }, "\(scopes), \(String(describing: sensitivity))")
            #expect(findings.allSatisfy { $0.obstacles.contains(where: { !$0.isConsent }) == !isAgreed }, "\(String(describing: agreement))")
            let before = pair.crossed.count
            guard isConsented, isAgreed else {
                (refused, stopped) = (refused + 1, stopped + (isAgreed ? 0 : 1))
                #expect(throws: ReferralError.self) { _ = try pair.work(pair.sender).send(draft, mark: draft.mark) }
                // Against an agreement no second person helps.
                if !isAgreed {
                    #expect(throws: ReferralError.self) {
                        _ = try pair.work(pair.sender).send(draft, mark: draft.mark, second: .init(account: "second", name: "Second"))
                    }
                }
                try pair.settle()
                #expect(pair.crossed.count == before)
                continue
            }
            sent += 1
            let referral = try pair.work(pair.sender).send(draft, mark: draft.mark)[0]
            try pair.settle()
            let received = try #require(try pair.received(referral))
            let readable = try pair.readable(received)
            #expect(Array(readable) == draft.content)
            for (name, marker) in made.markers {
                // The search sees what is there, and nothing else is.
                #expect(ByteSearch([marker]).found(in: readable).isEmpty == !chosen.contains(name), "\(name)")
            }
        }
        #expect(sent >= 5 && refused >= 5 && stopped >= 3, "\(sent) \(refused) \(stopped)")
        let search = ByteSearch(all)
        #expect(search.found(in: pair.crossed).isEmpty)
        #expect(try search.found(inFilesOf: pair.receiver.folder).isEmpty)
        // The sender's tables are searched the same way elsewhere; here the receiver's as a text, as a dump of a database shows them.
        #expect(search.found(in: Data(try pair.receiver.dumpSources().utf8)).isEmpty)
        #expect(search.found(in: Data(try pair.receiver.dumpProjections().utf8)).isEmpty)
    }

    @Test("After a withdrawal nothing of it can be read at the receiver, and what had not crossed yet never does", arguments: Backend.available)
    func withdrawal(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        var random = SeededGenerator(seed: 5)
        let made = try marked(pair.sender, &random)
        try pair.agree(["share-with-partner"], made.record)
        let choice = try pair.choice(made.record)
        func send() throws -> String {
            let draft = try pair.work(pair.sender).choose(Set(made.markers.keys), choice, for: pair.draft(made.record))
            return try pair.work(pair.sender).send(draft, mark: draft.mark)[0]
        }
        let search = ByteSearch(Array(made.markers.values))
        let first = try send()
        try pair.settle()
        let received = try #require(try pair.received(first))
        #expect(search.found(in: try pair.readable(received)).count >= 4)
        try pair.work(pair.sender).act(ReferralContent(.withdraw), on: first)
        try pair.settle()
        #expect(try pair.received(first)?.state == .withdrawn)
        #expect(try pair.readable(received).isEmpty)
        #expect(try search.found(inFilesOf: pair.receiver.folder).isEmpty)
        // Withdrawn before it went: the receiver gets an empty message, and never the referral.
        let second = try send()
        try pair.work(pair.sender).act(ReferralContent(.withdraw), on: second)
        try pair.settle()
        #expect(try pair.received(second) == nil)
        let row = try pair.sender.node.database.read { try ReferralRows(pair.sender.node, $0).find(second) }
        #expect(row?.state == .withdrawn)
        #expect(try NodeMaintenance(pair.receiver.node).verify().firstFault == nil)
    }

    @Test("Test messages are put on their way in parts, each of which is told, so that an interruption ends between two")
    func testMessages() throws {
        let pair = try NodePair()
        var told: [Int] = []
        try ExchangeAdministration(pair.sender.node).sendTest(to: pair.receiverIdentifier, count: 600) { told.append($0) }
        #expect(told == [250, 500, 600])
    }

    @Test("What is put after a time without anything to tell goes at once", arguments: Backend.available)
    func afterRest(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let delivery = ExchangeDelivery(node: pair.sender.node)
        // An attempt that brought nothing new, and then there is nothing to tell.
        try delivery.compare(pair.receiverIdentifier)
        try delivery.restIfDone(pair.receiverIdentifier)
        #expect(try pair.partner(pair.receiverIdentifier, of: pair.sender).attempts == 1)
        try pair.settle()
        try delivery.rest(pair.receiverIdentifier)
        #expect(try pair.partner(pair.receiverIdentifier, of: pair.sender).due == Partner.never)
        try pair.put(1)
        #expect(try pair.partner(pair.receiverIdentifier, of: pair.sender).due <= Int64(pair.sender.node.now()))
        // Put between looking for something to tell and resting.
        try delivery.rest(pair.receiverIdentifier)
        #expect(try pair.partner(pair.receiverIdentifier, of: pair.sender).due <= Int64(pair.sender.node.now()))
    }

    @Test("What was shared while a refusal was on the way does not cross any more")
    func refusal() throws {
        let pair = try NodePair()
        var random = SeededGenerator(seed: 6)
        let made = try marked(pair.sender, &random)
        try pair.agree(["share-with-partner"], made.record)
        let choice = try pair.choice(made.record)
        let offered = try pair.work(pair.sender).choose([], choice, for: pair.draft(made.record, words: "Can you help?"))
        let referral = try pair.work(pair.sender).send(offered, mark: offered.mark)[0]
        try pair.settle()
        let received = try #require(try pair.received(referral))
        var decline = ReferralContent(.decline)
        decline.refusal = "no-capacity"
        try pair.work(pair.receiver).act(decline, on: received.referral)
        // The sender adds something before it hears of it.
        var more = pair.draft(made.record)
        (more.offer, more.referral) = (nil, referral)
        let chosen = try pair.work(pair.sender).choose(Set(made.markers.keys), choice, for: more)
        _ = try pair.work(pair.sender).send(chosen, mark: chosen.mark)
        try pair.carry(from: pair.receiver.node, to: pair.sender.node)
        try pair.settle()
        #expect(ByteSearch(Array(made.markers.values)).found(in: try pair.readable(received)).isEmpty)
        #expect(try pair.received(referral)?.state == .declined)
    }
}
