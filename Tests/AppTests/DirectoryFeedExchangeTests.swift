import Dictionary
import Exchange
import Interchange
import Journal
import Storage
import Testing

@testable import App

@Suite("Feeds of the directory between partners", .serialized)
struct DirectoryFeedExchangeTests {
    private func add(_ name: String, _ pair: NodePair) throws {
        _ = try DirectoryWork(node: pair.sender.node, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: name))])), "country": Answer(.code("NP"))], of: nil, isOwn: true, submission: name)
    }

    private func names(_ pair: NodePair) throws -> Set<String> {
        try pair.receiver.node.database.read { connection in
            var reading = DirectoryReading(pair.receiver.node, reader: .keyHolder, connection)
            return Set(try reading.entries("organisation").compactMap(\.view.firstName))
        }
    }

    private func send(_ pair: NodePair) throws {
        #expect(try DirectoryFeedExchange(node: pair.sender.node).sendChanged(by: "test") == 1)
        try pair.settle()
        #expect(try DirectoryFeedExchange(node: pair.receiver.node).takeWaiting(by: "test") == 1)
    }

    @Test("What an owner takes out of its feed is taken out at its followers, and comes back when it is published again", arguments: Backend.available)
    func takenOut(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        try add("Shelter by the river", pair)
        try add("Legal aid at the port", pair)
        try DirectoryFeedExchange(node: pair.receiver.node).follow(pair.senderIdentifier, true, by: "test")
        try pair.settle()
        try send(pair)
        #expect(try names(pair) == ["Shelter by the river", "Legal aid at the port"])
        // The receiver's own entry of the same name is nobody else's to take out.
        _ = try DirectoryWork(node: pair.receiver.node, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: "Own house"))])), "country": Answer(.code("NP"))], of: nil, submission: "own")
        let record = try pair.sender.node.database.read { connection in
            var reading = DirectoryReading(pair.sender.node, reader: .keyHolder, connection)
            return try #require(try reading.entries("organisation").first { $0.view.firstName == "Shelter by the river" }).record
        }
        try pair.sender.node.change(by: "x") { try $0.setRetracted(true, record: record, ground: "It has closed") }
        try send(pair)
        #expect(try names(pair) == ["Legal aid at the port", "Own house"])
        try pair.sender.node.change(by: "x") { try $0.setRetracted(false, record: record, ground: "It is open again") }
        try send(pair)
        #expect(try names(pair) == ["Shelter by the river", "Legal aid at the port", "Own house"])
    }

    @Test(
        "An entry says whose it is: a feed has one's own only, what it brings leads to the partner, and what was agreed before holds", arguments: Backend.available)
    func owners(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let (owner, follower) = (pair.sender.node, pair.receiver.node)
        func service(_ name: String, of organisation: String) throws {
            _ = try DirectoryWork(node: owner, account: "x").add(
                "service", ["name": Answer(try FieldValue(text: name)), "types": Answer(try FieldValue(codes: ["shelter"]))], of: organisation, submission: name)
        }
        try add("Shelter by the river", pair)
        let own = try #require(try owner.database.read { try PartnerEntries(node: owner, connection: $0).owned(by: owner.organisation.identifier).first })
        try service("Beds for tonight", of: own)
        let others = try DirectoryWork(node: owner, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: "Somebody else's house"))]))], of: nil, submission: "others")
        try service("Beds elsewhere", of: others)
        // The follower knew the partner before, and has agreed something with it.
        let before = try follower.change(by: "x") { transaction in
            let entries = PartnerEntries(node: follower, connection: transaction.connection)
            let record = try entries.record(of: pair.senderIdentifier)
            try entries.ensure(record, in: transaction)
            let agreement = Agreement(
                identifier: RecordIdentifier.random(), partner: record, purposes: ["referral"], clearance: .open, since: "2020-01-01", until: "", ended: "",
                words: "", madeBy: "")
            try Agreements(node: follower, connection: transaction.connection).add(agreement)
            return record
        }
        try DirectoryFeedExchange(node: follower).follow(pair.senderIdentifier, true, by: "test")
        try pair.settle()
        #expect(try owner.database.read { try DirectoryFeedExchange(node: owner).isSomethingDue($0) })
        try send(pair)
        #expect(try !owner.database.read { try DirectoryFeedExchange(node: owner).isSomethingDue($0) })
        try follower.database.read { connection in
            var reading = DirectoryReading(follower, reader: .keyHolder, connection)
            let services = try reading.entries("service")
            #expect(services.compactMap { $0.view.text("name") } == ["Beds for tonight"])
            let giver = try #require(services.first?.view.links("organisation").first)
            let ways = ReferralWays(follower, connection)
            let way = try #require(try ways.way(to: giver, name: "Shelter by the river"))
            #expect(way.partner?.identifier == pair.senderIdentifier && way.agreement.isAllowed)
            let entries = PartnerEntries(node: follower, connection: connection)
            #expect(try entries.record(of: pair.senderIdentifier) == giver && entries.same(as: giver) == [before, giver].sorted())
            let choices = try entries.choices(DirectoryBooks())
            #expect(choices.map(\.record) == [giver] && choices.first?.others == [before] && choices.first?.isPartner == true)
            #expect(try entries.receiver(giver).organisations == [before, giver])
        }
        #expect(try DirectoryFeed(bytes: DirectoryFeed.bytes(of: follower), file: "f").document.organizations.isEmpty)
        // Nobody refers to themselves, and nobody becomes somebody by writing it.
        #expect(try owner.database.read { try ReferralWays(owner, $0).way(to: own, name: "") } == nil)
        #expect(throws: AppError.self) {
            try follower.change(by: "x") { transaction in
                let answer = Answer(try FieldValue(link: pair.senderIdentifier))
                try transaction.save(RecordChange(record: RecordIdentifier.random(), kind: "organisation", answers: ["owner": answer]))
            }
        }
        // What a table said before, the entries say.
        let old = try DirectoryWork(node: follower, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: "From a list"))]))], of: nil, submission: "old")
        try follower.database.write {
            _ = try $0.execute(
                "INSERT INTO network_partner (organisation, partner, record) VALUES (?, ?, ?)",
                [.integer(follower.organisation.number), .text(pair.senderIdentifier), .text(old)])
        }
        for _ in 0..<2 { try PartnerEntries.carryOver(follower) }
        #expect(try follower.database.read { try PartnerEntries(node: follower, connection: $0).owner(of: old) } == pair.senderIdentifier)
    }

    @Test("The feed of a partner that a coordinator vouched for is taken in with the keys that are held for it", arguments: Backend.available)
    func vouchedPartner(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        try add("Shelter by the river", pair)
        try pair.receiver.node.database.write { connection in
            let rows = PartnerRows(connection, organisation: pair.receiver.node.organisation)
            var partner = try rows.require(pair.senderIdentifier)
            partner.trust = .vouched
            try rows.update(partner)
        }
        try DirectoryFeedExchange(node: pair.receiver.node).follow(pair.senderIdentifier, true, by: "test")
        try pair.settle()
        try send(pair)
        #expect(try names(pair) == ["Shelter by the river"])
    }

    @Test("Whoever follows gets the feed whenever its entries change, and nobody else does", arguments: Backend.available)
    func following(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let (owner, follower) = (DirectoryFeedExchange(node: pair.sender.node), DirectoryFeedExchange(node: pair.receiver.node))
        try add("Shelter by the river", pair)
        #expect(try owner.sendChanged(by: "test") == 0)
        try follower.follow(pair.senderIdentifier, true, by: "test")
        try pair.settle()
        #expect(try owner.sendChanged(by: "test") == 1)
        try pair.settle()
        #expect(try follower.takeWaiting(by: "test") == 1)
        func taken() throws -> Int {
            try pair.receiver.node.database.read { connection in
                var reading = DirectoryReading(pair.receiver.node, reader: .keyHolder, connection)
                return try reading.entries("organisation").count
            }
        }
        #expect(try taken() == 1)
        // Nothing has changed, so nothing goes; then something does.
        #expect(try owner.sendChanged(by: "test") == 0)
        try add("Legal aid at the port", pair)
        #expect(try owner.sendChanged(by: "test") == 1)
        try pair.settle()
        #expect(try follower.takeWaiting(by: "test") == 1)
        #expect(try taken() == 2)
        try follower.follow(pair.senderIdentifier, false, by: "test")
        try pair.settle()
        try add("Another", pair)
        #expect(try owner.sendChanged(by: "test") == 0)
    }
}
