import Dictionary
import Journal
import Storage
import Testing

@testable import App

@Suite("Leaving a network", .serialized)
struct NetworkLeavingTests {
    private struct Three {
        let world: World
        let coordinator: Node
        let first: Node
        let second: Node
        let exchange: LocalExchange

        init(_ backend: Backend) throws {
            world = try World(backend)
            coordinator = world.node
            first = try NodeOrganisations(coordinator).add(name: "First Helpline", country: "QA")
            second = try NodeOrganisations(coordinator).add(name: "Second Helpline", country: "LB")
            exchange = LocalExchange([coordinator, first, second])
            for (one, other) in [(coordinator, first), (coordinator, second), (first, second)] { try Partners.verifyEachOther(one, other) }
        }
    }

    private func record(of other: Node, at node: Node) throws -> String {
        try node.change(by: "test") { transaction in
            let entries = PartnerEntries(node: node, connection: transaction.connection)
            let record = try entries.record(of: other.organisation.identifier)
            try entries.ensure(record, in: transaction)
            return record
        }
    }

    private func join(_ other: Node, at node: Node, _ network: String = "Gulf network", isCoordinator: Bool = false) throws {
        let (record, day) = (try record(of: other, at: node), try day(node))
        try node.database.write { try Networks(node: node, connection: $0).add(record, to: network, isCoordinator: isCoordinator, since: day) }
    }

    private func agree(with other: Node, at node: Node) throws {
        let (record, day) = (try record(of: other, at: node), try day(node))
        try node.database.write {
            try Agreements(node: node, connection: $0).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: record, purposes: ["referral"], clearance: .identity, since: day.description, until: "",
                    ended: "", words: "", madeBy: "test"))
        }
    }

    private func day(_ node: Node) throws -> CalendarDay { try #require(CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000))) }

    private func verdict(on other: Node, at node: Node) throws -> Agreements.Verdict {
        let (record, day) = (try record(of: other, at: node), try day(node))
        return try node.database.read { try Agreements(node: node, connection: $0).allow("referral", of: .open, with: record, on: day) }
    }

    private func leavings(_ node: Node) throws -> [Networks.Leaving] { try node.database.read { try Networks(node: node, connection: $0).leavings() } }

    private func mayCompare(with other: Node, at node: Node) throws -> Bool {
        try node.database.read { try LinkageAgreements(node, $0).find(other.organisation.identifier)?.isInForce(at: Int64(node.now())) ?? false }
    }

    private func hasLeft(_ verdict: Agreements.Verdict) -> Bool { if case .left = verdict { true } else { false } }

    @Test("The coordinator takes a member out: it and the others hear of it, what was agreed ends, the gate refuses at once", arguments: Backend.available)
    func removal(_ backend: Backend) throws {
        let three = try Three(backend)
        let (coordinator, first, second) = (three.coordinator, three.first, three.second)
        for other in [first, second] { try join(other, at: coordinator) }
        // Each writes the network's name as it likes.
        for (node, other) in [(first, second), (second, first)] {
            try join(coordinator, at: node, "The Gulf Network", isCoordinator: true)
            try join(other, at: node, "The Gulf Network")
            try agree(with: other, at: node)
            #expect(try verdict(on: other, at: node).isAllowed)
            try LinkageAsking(node: node, account: "test").say(
                LinkageTerms(records: 100, rounds: 2, until: Int64(node.now()) + 86_400_000), to: other.organisation.identifier)
        }
        try three.exchange.settle()
        for (node, other) in [(first, second), (second, first)] { #expect(try mayCompare(with: other, at: node)) }
        let left = try record(of: first, at: coordinator)
        let told = try LeavingMessage.remove(left, from: "Gulf network", telling: true, on: day(coordinator), coordinator, by: "test")
        #expect(told == 2)
        #expect(try hasLeft(verdict(on: first, at: coordinator)))
        #expect(try LeavingMessage.remove(left, from: "Gulf network", telling: true, on: day(coordinator), coordinator, by: "test") == nil)
        try three.exchange.settle()
        #expect(try hasLeft(verdict(on: first, at: second)))
        #expect(try hasLeft(verdict(on: second, at: first)))
        for (node, other) in [(first, second), (second, first)] { #expect(try !mayCompare(with: other, at: node)) }
        let name = coordinator.organisation.identifier
        #expect(try leavings(second).map(\.author) == [name] && !leavings(second)[0].isSeen)
        // For the one that was taken out the network is over, and it knows that it is meant itself.
        #expect(try Set(leavings(first).map(\.partner)).contains("") && leavings(first).count == 3)
        #expect(try second.database.read { try Networks(node: second, connection: $0).countUnseen() } == 1)
        #expect(try coordinator.database.read { try LeavingMessage.told(coordinator, $0) }.allSatisfy { !$0.isRefused })
        // Whoever is still in another network keeps what was agreed; a new agreement stands above the leaving only from the next day on, or at once where it is in force.
        try agree(with: first, at: second)
        #expect(try verdict(on: first, at: second).isAllowed)
        try join(first, at: second, "Another network")
        let (record, today) = (try record(of: first, at: second), try day(second))
        try second.database.write { try Networks(node: second, connection: $0).add(record, to: "The Gulf Network", isCoordinator: false, since: today) }
        #expect(try leavings(second).isEmpty)
        try second.change(by: "test") { _ = try NetworkDeparture(transaction: $0, day: today).remove(record, from: "The Gulf Network") }
        #expect(try verdict(on: first, at: second).isAllowed)
    }

    @Test("The word of one who does not coordinate the network counts for nothing, and the sender is told so")
    func notTheCoordinator() throws {
        let three = try Three(.sqlite)
        let (coordinator, first, second) = (three.coordinator, three.first, three.second)
        for other in [first, second] { try join(other, at: coordinator) }
        try join(coordinator, at: second)
        try join(first, at: second)
        try agree(with: first, at: second)
        let left = try record(of: first, at: coordinator)
        _ = try LeavingMessage.remove(left, from: "Gulf network", telling: true, on: day(coordinator), coordinator, by: "test")
        try three.exchange.settle()
        #expect(try verdict(on: first, at: second).isAllowed && leavings(second).isEmpty)
        let told = try coordinator.database.read { try LeavingMessage.told(coordinator, $0) }
        #expect(told.contains { $0.name == "Second Helpline" && $0.isRefused })
    }
}
