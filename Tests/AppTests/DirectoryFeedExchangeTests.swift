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
