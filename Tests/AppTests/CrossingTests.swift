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

    @Test(
        "Of random cases, consents and choices exactly the preview crosses or nothing does, and no marker stands in clear on the wire or on the receiver's disk",
        arguments: Backend.available)
    func preview(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        var random = SeededGenerator(seed: 41)
        var all: [String] = []
        var (sent, refused) = (0, 0)
        for _ in 0..<12 {
            let made = try marked(pair.sender, &random)
            all += made.markers.values
            let scopes = [[], ["share-with-partner"], ["share-with-network"], ["share-with-partner", "share-with-network"]][Int(random.next() % 4)]
            if !scopes.isEmpty { try pair.agree(scopes, made.record) }
            let choice = try pair.choice(made.record)
            let names = choice.records.flatMap { record in record.fields.map { SharedChoice.name(record.view.record, $0.field.name) } }
            #expect(Set(names).isSuperset(of: made.markers.keys))
            let chosen = Set(names.filter { _ in Bool.random(using: &random) })
            let draft = try pair.work(pair.sender).choose(chosen, choice, for: pair.draft(made.record, words: Bool.random(using: &random) ? "Words" : nil))
            let isCovered = try pair.sender.node.database.read { connection in
                try SharingGate(node: pair.sender.node, connection: connection).findings(for: draft).allSatisfy(\.obstacles.isEmpty)
            }
            // Worked out by itself: nothing but an open part crosses with the network's consent alone, anything with the partner's, and nothing without.
            let isBare = !names.contains(where: chosen.contains) && draft.words == nil
            if scopes.contains("share-with-partner") || isBare { #expect(isCovered) }
            if scopes.isEmpty, !isBare { #expect(!isCovered) }
            if !scopes.contains("share-with-partner"), draft.words != nil || made.markers.keys.contains(where: chosen.contains) { #expect(!isCovered) }
            let before = pair.crossed.count
            guard isCovered else {
                refused += 1
                #expect(throws: ReferralError(.beyondConsent)) { _ = try pair.work(pair.sender).send(draft, mark: draft.mark) }
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
        #expect(sent >= 3 && refused >= 3)
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
