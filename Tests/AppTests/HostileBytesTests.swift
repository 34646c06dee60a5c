import Dictionary
import Exchange
import Foundation
import Interchange
import Referral
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// Whatever comes from a partner, a relay, a file or a link may be damaged or made up: each reader reads it or refuses it, and none stops the program. Here the same damage
/// in each run; what can be compiled without the application is searched deeper by `Scripts/fuzz.sh` (exchange, hsds, json, csv, zip, xml).
@Suite("Bytes from outside")
struct HostileBytesTests {
    private static let rounds = 400

    /// Valid bytes with damage in them, many times; some must be refused, or the damage is none.
    private func damage(_ seeds: [[UInt8]], seed: UInt64, _ read: ([UInt8]) throws -> Void) {
        var generator = SeededGenerator(seed: seed)
        var refused = 0
        for seed in seeds { #expect(throws: Never.self, "the bytes are not valid to begin with") { try read(seed) } }
        for round in 0..<Self.rounds {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.damage(&bytes, &generator) }
            do { try read(bytes) } catch { refused += 1 }
        }
        #expect(refused > 0, "no damage was noticed")
    }

    private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard bytes.count > 1 else { return }
        let index = Int.random(in: bytes.indices, using: &generator)
        let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
        let telling = Array("\"{}[]:,\\-0e9".utf8) + [0, 0x0A, 0x7F, 0x80, 0xC0, 0xED, 0xFF]
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(telling.randomElement(using: &generator) ?? 0, at: index)
        case 2: bytes.removeSubrange(index..<end)
        case 3: bytes.insert(contentsOf: bytes[index..<end], at: index)
        default: bytes.removeLast(bytes.count - index)
        }
    }

    @Test("An invitation: damaged in any part it is refused")
    func invitation() throws {
        let world = try World()
        let text = try Invitation.own(world.node).text(signedBy: world.node.keys)
        let whole = try Invitation.read(text)
        damage([Array(text.utf8)], seed: 1) { bytes in
            let read = try Invitation.read(String(decoding: bytes, as: UTF8.self))
            #expect(read.keys == whole.keys && read.organisation == whole.organisation, "what is signed was altered")
        }
    }

    @Test("A step of a referral: what is read can be written and read again")
    func referral() throws {
        let dictionary = try World().node.dictionary
        var offer = ReferralContent.Offer(kind: .arrivalHandOver, urgency: "same-day", reason: nil, needs: ["legal-aid"])
        offer.arrival = ReferralContent.Arrival(moment: 1_800_000_000_000, offset: 345, flight: "QR 652", desk: "4", description: "Blue scarf")
        var content = ReferralContent(offer: offer)
        content.words = "Please meet her"
        content.part = SharedPart(items: [
            .init(
                shared: RecordIdentifier.random(), kind: "person", role: "worker",
                fields: [("names", Answer(try FieldValue(list: [.name(PersonName(full: "Maya"))], type: .name)))])
        ])
        damage([content.canonicalBytes, ReferralContent(.accept).canonicalBytes], seed: 2) { bytes in
            let read = try ReferralContent(bytes: bytes, dictionary)
            #expect(try ReferralContent(bytes: read.canonicalBytes, dictionary).canonicalBytes == read.canonicalBytes)
        }
    }

    @Test("A signed feed: nothing that was altered in what is signed is read")
    func feed() throws {
        let world = try World()
        _ = try DirectoryWork(node: world.node, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: "Shelter"))])), "country": Answer(.code("NP"))], of: nil, submission: "a")
        let bytes = try DirectoryFeed.bytes(of: world.node)
        let whole = try DirectoryFeed(bytes: bytes, file: "feed")
        damage([bytes], seed: 3) { bytes in
            let feed = try DirectoryFeed(bytes: bytes, file: "feed")
            #expect(feed.signed.entries == whole.signed.entries && feed.keys == whole.keys && feed.signed.issued == whole.signed.issued)
        }
    }

    @Test("A relay's answer, a sequence of codes, a file of envelopes")
    func carriers() throws {
        let kept = [RelayAnswer.Kept(number: 1, bytes: [1, 2, 3]), .init(number: 9, bytes: [UInt8](repeating: 7, count: 100))]
        damage([RelayAnswer.write(kept)], seed: 4) { bytes in
            let read = try RelayAnswer.read(bytes)
            #expect(RelayAnswer.write(read) == bytes)
        }
        let file = ExchangeFile.write([[UInt8](repeating: 5, count: 900), [1]])
        damage([file], seed: 5) { bytes in
            let read = try ExchangeFile.read(bytes)
            #expect(ExchangeFile.write(read) == bytes)
        }
    }

    @Test("The word of a coordinator, and what asks for a feed")
    func messages() throws {
        let pair = try NodePair()
        try pair.receiver.node.database.write { connection in
            let rows = PartnerRows(connection, organisation: pair.receiver.node.organisation)
            var coordinator = try rows.require(pair.senderIdentifier)
            coordinator.isCoordinator = true
            try rows.update(coordinator)
        }
        let member = try World()
        var said = try Invitation.own(member.node)
        said.address = "https://member.example"
        let coordinator = pair.sender.node
        let subject = try coordinator.database.write { connection in
            _ = try Partners.insert(said, coordinator, connection)
            return try PartnerRows(connection, organisation: coordinator.organisation).require(said.organisation)
        }
        let word = try KeyWord(on: subject, said: 1, isRevoked: false, by: coordinator).message()
        for (kind, content) in [(Vouching.kind, word), (DirectoryFeedExchange.followKind, Array(#"{"follow":true}"#.utf8))] {
            damage([content], seed: 6) { bytes in
                let message = ReceivedMessage(
                    message: "m", sender: pair.senderIdentifier, conversation: "c", kind: kind, content: bytes, attachments: [], made: 0)
                let receiver = try #require(MessageReceivers.receiver(of: kind))
                try pair.receiver.node.change(by: "test") { try receiver.receive(message, node: pair.receiver.node, in: $0) }
            }
        }
    }

    @Test("A list of referrals in a file")
    func list() throws {
        let reading = ReferralFormReading(dictionary: try World().node.dictionary, catalogue: try .standard())
        let text = "referral.from-organisation,referral.urgency,arrival.time,person.names\nDoha,same-day,2026-11-25 14:35 UTC+05:45,Maya\n"
        damage([Array(text.utf8)], seed: 7) { _ = try reading.referrals(csv: $0) }
    }
}
