import Exchange
import Formats
import Foundation
import Storage
import Vault

/// The coordinator of a network says to its members whose keys it has compared, so that they need not all call each other.
///
/// The word of a partner counts only if somebody here has compared its own keys and has said that it counts. It makes nobody a trusted partner by itself: the
/// organisation appears among the partners with what the coordinator said, and somebody here accepts that or compares the code. Trust goes one step: who is vouched for
/// does not vouch.
struct Vouching: MessageReceiver {
    static let kind = "exchange-vouch"
    let kinds: Set<String> = [Self.kind]

    // MARK: Saying

    /// Tells all other partners that these are the keys of one whose code was compared here, or takes that back.
    /// - Returns: to how many it goes.
    static func vouch(for identifier: String, isRevoked: Bool = false, _ node: Node, by author: String) throws -> Int {
        try node.change(by: author) { transaction in
            let partner = try PartnerRows(transaction.connection, organisation: node.organisation).require(identifier)
            guard isRevoked || (partner.trust == .verified && partner.changedKeys == nil) else { throw ExchangeError(.unverifiedPartner) }
            let others = try Partners.reachable(node, transaction.connection).filter { $0.identifier != identifier }
            let content = try content(of: partner, isRevoked: isRevoked)
            for other in others {
                try Outbox.put(
                    ExchangeMessage(conversation: ExchangeMessage.newConversation(), kind: kind, content: content), to: other.identifier, node: node,
                    in: transaction)
            }
            return others.count
        }
    }

    private static func content(of partner: Partner, isRevoked: Bool) throws -> [UInt8] {
        JSONValue.object([
            "address": .string(partner.address), "country": .string(partner.country), "keys": try JSONValue.parse(Array(PartnerRows.text(partner.keys).utf8)),
            "mailbox": .string(partner.mailbox), "name": .string(partner.name), "organisation": .string(partner.identifier),
            "relay": .string(partner.relay), "revoked": .bool(isRevoked), "rotations": .array([]),
        ]).canonicalBytes()
    }

    // MARK: Hearing

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let rows = PartnerRows(transaction.connection, organisation: node.organisation)
        guard let coordinator = try rows.find(message.sender), coordinator.isCoordinator, coordinator.trust == .verified else {
            throw MessageRefusal(code: "not-available")
        }
        guard let json = try? JSONValue.parse(message.content, limits: JSONLimits(depth: 8, bytes: 64 << 10)), let said = Invitation.read(json),
            let isRevoked = json["revoked"]?.bool
        else { throw MessageRefusal(code: "malformed") }
        guard said.organisation != node.organisation.identifier, said.organisation != message.sender else { return }
        var partner = try rows.find(said.organisation)
        if isRevoked {
            guard partner?.vouchedBy == message.sender else { return }
            if partner?.trust == .vouched { partner?.trust = .unverified }
            partner?.vouchedBy = ""
            if let partner { try rows.update(partner) }
            return
        }
        if partner == nil { partner = try Partners.insert(said, node, transaction.connection) }
        // For other keys than those held here people have to call, whoever vouches.
        guard var partner, partner.trust == .unverified, partner.changedKeys == nil, partner.keys.fingerprint == said.keys.fingerprint else { return }
        partner.vouchedBy = message.sender
        try rows.update(partner)
    }

    // MARK: Deciding

    /// Trusts a partner because of what a coordinator said.
    /// - Throws: ``ExchangeError`` if nobody whose word counts has said so.
    static func accept(_ identifier: String, _ node: Node) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            let partner = try rows.require(identifier)
            guard partner.trust == .unverified, let coordinator = try rows.find(partner.vouchedBy), coordinator.isCoordinator, coordinator.trust == .verified
            else { throw ExchangeError(.unverifiedPartner) }
            try Partners.vouch(identifier, keys: partner.keys.fingerprint, by: coordinator.identifier, node, connection)
        }
    }

    /// Says whether a partner's word on the keys of others counts here.
    /// - Throws: ``ExchangeError`` if its own keys were not compared.
    static func setCoordinator(_ identifier: String, _ isCoordinator: Bool, _ node: Node) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(identifier)
            guard !isCoordinator || (partner.trust == .verified && partner.changedKeys == nil) else { throw ExchangeError(.unverifiedPartner) }
            partner.isCoordinator = isCoordinator
            try rows.update(partner)
        }
    }
}
