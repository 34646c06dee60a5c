import Exchange
import Storage
import Testing
import Vault

@testable import App

@Suite("The word of a coordinator", .serialized)
struct VouchingTests {
    private func partner(_ identifier: String, of node: Node) throws -> Partner? {
        try node.database.read { try Partners.find(identifier, node, $0) }
    }

    @Test("It counts only where somebody said so, is accepted by a person, goes one step, and can be taken back", arguments: Backend.available)
    func vouching(_ backend: Backend) throws {
        let world = try World(backend)
        let coordinator = world.node
        let first = try NodeOrganisations(coordinator).add(name: "First Helpline", country: "QA")
        let second = try NodeOrganisations(coordinator).add(name: "Second Helpline", country: "LB")
        let exchange = LocalExchange([coordinator, first, second])
        let (name, known) = (first.organisation.identifier, coordinator.organisation.identifier)
        try Partners.verifyEachOther(coordinator, first)
        try Partners.verifyEachOther(coordinator, second)
        // Nobody has said that this partner's word counts.
        #expect(try Vouching.vouch(for: name, coordinator, by: "test") == 1)
        try exchange.settle()
        #expect(try partner(name, of: second) == nil)
        try Vouching.setCoordinator(known, true, second)
        _ = try Vouching.vouch(for: name, coordinator, by: "test")
        try exchange.settle()
        let shown = try #require(try partner(name, of: second))
        #expect(shown.trust == .unverified && shown.vouchedBy == known && shown.keys == first.keys.publicKeys)
        // Nothing crosses until somebody has accepted it.
        func put() throws {
            try second.change(by: "test") { transaction in
                try Outbox.put(
                    ExchangeMessage(conversation: ExchangeMessage.newConversation(), kind: TestMessage.kind, content: TestMessage.content(1)), to: name,
                    node: second, in: transaction)
            }
        }
        #expect(throws: ExchangeError(.unverifiedPartner)) { try put() }
        try Vouching.accept(name, second)
        #expect(try partner(name, of: second)?.trust == .vouched)
        try put()
        // Trust goes one step, and an organisation does not vouch for itself.
        #expect(throws: ExchangeError(.unverifiedPartner)) { _ = try Vouching.vouch(for: name, second, by: "test") }
        #expect(throws: ExchangeError(.unverifiedPartner)) { try Vouching.setCoordinator(name, true, second) }
        _ = try Vouching.vouch(for: name, isRevoked: true, coordinator, by: "test")
        try exchange.settle()
        let revoked = try #require(try partner(name, of: second))
        #expect(revoked.trust == .unverified && revoked.vouchedBy.isEmpty)
        #expect(throws: ExchangeError(.unverifiedPartner)) { try Vouching.accept(name, second) }
    }

    @Test("For other keys than those held here nobody's word counts")
    func otherKeys() throws {
        let pair = try NodePair()
        try Vouching.setCoordinator(pair.senderIdentifier, true, pair.receiver.node)
        let third = try NodeOrganisations(pair.sender.node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(pair.sender.node, third)
        // The receiver holds other keys under this name.
        var invitation = try Invitation.own(third)
        invitation.keys = try OrganisationKeys(organisation: third.organisation.identifier, at: 0).publicKeys
        _ = try Partners.add(invitation, pair.receiver.node)
        _ = try Vouching.vouch(for: third.organisation.identifier, pair.sender.node, by: "test")
        try pair.settle()
        let held = try pair.partner(third.organisation.identifier, of: pair.receiver)
        #expect(held.vouchedBy.isEmpty && held.keys == invitation.keys && held.trust == .unverified)
    }

    @Test("A replaced key is told to all partners at once, and they follow it", arguments: Backend.available)
    func keyChange(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        pair.passKeys()
        try KeyAdministration(pair.sender.node).rotateSigningKey()
        let waiting = try pair.partner(pair.receiverIdentifier, of: pair.sender)
        #expect(waiting.due == 0 && waiting.state.isReportOwed)
        try pair.sender.reopen()
        try pair.settle()
        let held = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        #expect(held.keys.signingGeneration == 2 && held.trust == .verified && held.changedKeys == nil)
    }
}
