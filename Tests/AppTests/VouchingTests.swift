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
        // What was said before counts from the moment when the coordinator is believed.
        try Vouching.setCoordinator(known, true, second)
        let shown = try #require(try partner(name, of: second))
        #expect(shown.trust == .unverified && shown.keys == first.keys.publicKeys)
        #expect(try word(on: name, second) == known)
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
        #expect(try word(on: name, second) == nil)
        #expect(throws: ExchangeError(.unverifiedPartner)) { try Vouching.accept(name, second) }
    }

    private func word(on partner: String, _ node: Node) throws -> String? {
        try node.database.read { connection in
            try Vouching.word(on: try #require(try Partners.find(partner, node, connection)), node, connection)?.coordinator.identifier
        }
    }

    @Test("Who becomes a partner later is told what was said until then, also that it was taken back; a blocked partner's word is taken back", arguments: Backend.available)
    func later(_ backend: Backend) throws {
        let world = try World(backend)
        let coordinator = world.node
        let places = NodeOrganisations(coordinator)
        let (first, second) = (try places.add(name: "First Helpline", country: "QA"), try places.add(name: "Second Helpline", country: "LB"))
        let late = try places.add(name: "Late Helpline", country: "KE")
        let exchange = LocalExchange([coordinator, first, second, late])
        let (name, other, known) = (first.organisation.identifier, second.organisation.identifier, coordinator.organisation.identifier)
        try Partners.verifyEachOther(coordinator, first)
        try Partners.verifyEachOther(coordinator, second)
        #expect(try Vouching.vouch(for: name, coordinator, by: "test") == 1)
        #expect(try Vouching.vouch(for: other, coordinator, by: "test") == 1)
        try exchange.settle()
        // It was nobody's partner when that was said.
        try Partners.verifyEachOther(coordinator, late)
        try exchange.settle()
        #expect(try partner(name, of: late) == nil)
        try Vouching.setCoordinator(known, true, late)
        #expect(try word(on: name, late) == known && word(on: other, late) == known)
        try Vouching.accept(name, late)
        #expect(try partner(name, of: late)?.trust == .vouched)
        // One that an invitation brought first is vouched for as well, with the date of the word.
        #expect(try Partners.add(try Invitation.own(first), second).trust == .unverified)
        try Vouching.setCoordinator(known, true, second)
        #expect(try word(on: name, second) == known)
        // While it does not believe the coordinator, taking back still ends what rests on the word.
        try Vouching.setCoordinator(known, false, late)
        try Partners.set(.blocked, of: name, coordinator)
        try exchange.settle()
        #expect(try partner(name, of: late)?.trust == .unverified && word(on: name, second) == nil)
        try Vouching.setCoordinator(known, true, late)
        #expect(try word(on: name, late) == nil && word(on: other, late) == known)
        // An older statement that comes again changes nothing.
        let kept = try late.database.read { try KeyWords(node: late, connection: $0).find(by: known, on: name) }
        #expect(kept?.isRevoked == true)
    }

    @Test("A statement that somebody else has signed, or that was altered, is refused; one that comes again changes nothing")
    func forged() throws {
        let world = try World()
        let coordinator = world.node
        let places = NodeOrganisations(coordinator)
        let (first, second) = (try places.add(name: "First Helpline", country: "QA"), try places.add(name: "Second Helpline", country: "LB"))
        try Partners.verifyEachOther(coordinator, first)
        try Partners.verifyEachOther(coordinator, second)
        try Vouching.setCoordinator(coordinator.organisation.identifier, true, second)
        let subject = try #require(try partner(first.organisation.identifier, of: coordinator))
        func hear(_ content: [UInt8]) throws {
            try second.change(by: "test") { transaction in
                try Vouching().receive(
                    ReceivedMessage(
                        message: "m", sender: coordinator.organisation.identifier, conversation: "c", kind: Vouching.kind, content: content, attachments: [],
                        made: 0), node: second, in: transaction)
            }
        }
        let word = try KeyWord(on: subject, said: 5, isRevoked: false, by: coordinator)
        var altered = String(decoding: try word.message(), as: UTF8.self).replacing("\"said\":5", with: "\"said\":6")
        #expect(throws: MessageRefusal(code: "malformed")) { try hear(Array(altered.utf8)) }
        altered = String(decoding: try KeyWord(on: subject, said: 5, isRevoked: false, by: first).message(), as: UTF8.self)
        #expect(throws: MessageRefusal(code: "malformed")) { try hear(Array(altered.utf8)) }
        for bad in ["", "{}", #"{"word":{},"signature":"","generation":1}"#] { #expect(throws: MessageRefusal(code: "malformed")) { try hear(Array(bad.utf8)) } }
        #expect(try partner(first.organisation.identifier, of: second) == nil)
        try hear(try KeyWord(on: subject, said: 9, isRevoked: true, by: coordinator).message())
        try hear(try word.message())
        #expect(try partner(first.organisation.identifier, of: second) == nil, "what was taken back since does not count")
        try hear(try KeyWord(on: subject, said: 10, isRevoked: false, by: coordinator).message())
        #expect(try self.word(on: first.organisation.identifier, second) == coordinator.organisation.identifier)
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
        #expect(held.keys == invitation.keys && held.trust == .unverified)
        #expect(try word(on: third.organisation.identifier, pair.receiver.node) == nil)
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
