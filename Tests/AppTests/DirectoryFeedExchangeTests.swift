import Dictionary
import Exchange
import Journal
import Storage
import Testing

@testable import App

@Suite("Feeds of the directory between partners", .serialized)
struct DirectoryFeedExchangeTests {
    private func add(_ name: String, _ pair: NodePair) throws {
        _ = try DirectoryWork(node: pair.sender.node, account: "x").add(
            "organisation", ["names": Answer(.list([.name(try PersonName(full: name))])), "country": Answer(.code("NP"))], of: nil, submission: name)
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
