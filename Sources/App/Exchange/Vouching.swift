import Exchange
import Storage
import Vault

/// The coordinator of a network says to its members whose keys it has compared, so that they need not all call each other.
///
/// The word of a partner counts only if somebody here has compared its own keys and has said that it counts. It makes nobody a trusted partner by itself: the
/// organisation appears among the partners with what the coordinator said, and somebody here accepts that or compares the code. Trust goes one step: who is vouched for
/// does not vouch.
///
/// A word is kept with its signature and date on both sides (``KeyWords``), and whether it counts is asked when somebody looks: so it also takes effect where the
/// coordinator is believed later, or the organisation is added later; and who becomes a partner of the coordinator later is told what it has said until then.
struct Vouching: MessageReceiver {
    static let kind = "exchange-vouch"
    let kinds: Set<String> = [Self.kind]

    // MARK: Saying

    /// Tells all other partners that these are the keys of one whose code was compared here, or takes that back.
    /// - Returns: to how many it goes now. Who becomes a partner later is told then.
    static func vouch(for identifier: String, isRevoked: Bool = false, _ node: Node, by author: String) throws -> Int {
        try node.change(by: author) { try say(of: identifier, isRevoked: isRevoked, node, $0.connection) }
    }

    private static func say(of identifier: String, isRevoked: Bool, _ node: Node, _ connection: any Connection) throws -> Int {
        let partner = try PartnerRows(connection, organisation: node.organisation).require(identifier)
        guard isRevoked || (partner.trust == .verified && partner.changedKeys == nil) else { throw ExchangeError(.unverifiedPartner) }
        let words = KeyWords(node: node, connection: connection)
        // Whatever the clock says, the latest word is the one that was said last.
        let before = try words.find(by: node.organisation.identifier, on: identifier)?.said ?? -1
        let word = try KeyWord(on: partner, said: max(Int64(node.now()), before + 1), isRevoked: isRevoked, by: node)
        try words.keep(word)
        let others = try Partners.reachable(node, connection).filter { $0.identifier != identifier }
        for other in others { try tell(word, to: other.identifier, node, connection) }
        return others.count
    }

    /// Tells somebody who has become a partner, or is one again, all that was said until now.
    static func tellAll(to partner: String, _ node: Node, _ connection: any Connection) throws {
        for word in try KeyWords(node: node, connection: connection).all(by: node.organisation.identifier) where word.subject.organisation != partner {
            try tell(word, to: partner, node, connection)
        }
    }

    /// Takes back what was said of a partner that is trusted here no longer; nothing where nothing was said.
    static func takeBack(on partner: String, _ node: Node, _ connection: any Connection) throws {
        guard try isSaid(of: partner, node, connection) != nil else { return }
        _ = try say(of: partner, isRevoked: true, node, connection)
    }

    /// Says anew what was said of a partner whose keys have been replaced since, so that it names the keys that others will see.
    static func renew(on partner: String, _ node: Node, _ connection: any Connection) throws {
        guard let word = try KeyWords(node: node, connection: connection).find(by: node.organisation.identifier, on: partner), !word.isRevoked,
            let held = try PartnerRows(connection, organisation: node.organisation).find(partner), held.trust == .verified, held.changedKeys == nil,
            held.keys.fingerprint != word.subject.keys.fingerprint
        else { return }
        _ = try say(of: partner, isRevoked: false, node, connection)
    }

    /// When this organisation said of a partner's keys that they are right; nil if it did not, or has taken that back.
    static func isSaid(of partner: String, _ node: Node, _ connection: any Connection) throws -> Int64? {
        let word = try KeyWords(node: node, connection: connection).find(by: node.organisation.identifier, on: partner)
        return word?.isRevoked == false ? word?.said : nil
    }

    private static func tell(_ word: KeyWord, to partner: String, _ node: Node, _ connection: any Connection) throws {
        try Outbox.put(
            ExchangeMessage(conversation: ExchangeMessage.newConversation(), kind: kind, content: try word.message()), to: partner, node: node, connection)
    }

    // MARK: Hearing

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let connection = transaction.connection
        let rows = PartnerRows(connection, organisation: node.organisation)
        let sender = try rows.require(message.sender)
        guard let word = KeyWord(message: message.content), word.isSigned(by: sender) else { throw MessageRefusal(code: "malformed") }
        let subject = word.subject.organisation
        guard subject != node.organisation.identifier, subject != message.sender else { return }
        let words = KeyWords(node: node, connection: connection)
        let before = try words.find(by: message.sender, on: subject)
        // Said before what is known already.
        if let before, before.said >= word.said { return }
        guard try before != nil || words.count(by: message.sender) < KeyWords.limit else { throw MessageRefusal(code: "not-possible") }
        try words.keep(word)
        guard word.isRevoked else { return try Self.show(word, sender, node, connection) }
        // What rests on this word alone falls with it, whether or not the coordinator is still believed.
        guard var partner = try rows.find(subject), partner.trust == .vouched, partner.vouchedBy == message.sender else { return }
        (partner.trust, partner.vouchedBy) = (.unverified, "")
        try rows.update(partner)
    }

    /// The organisation that a believed coordinator speaks of appears among the partners, unverified.
    private static func show(_ word: KeyWord, _ coordinator: Partner, _ node: Node, _ connection: any Connection) throws {
        guard isBelieved(coordinator), !word.isRevoked, try Partners.find(word.subject.organisation, node, connection) == nil else { return }
        _ = try Partners.insert(word.subject, node, connection)
    }

    /// The same for everything that a coordinator has said before it was believed.
    static func showAll(by coordinator: String, _ node: Node, _ connection: any Connection) throws {
        guard let partner = try Partners.find(coordinator, node, connection), isBelieved(partner) else { return }
        for word in try KeyWords(node: node, connection: connection).all(by: coordinator) { try show(word, partner, node, connection) }
    }

    // MARK: Deciding

    private static func isBelieved(_ coordinator: Partner) -> Bool {
        coordinator.isCoordinator && coordinator.trust == .verified && coordinator.changedKeys == nil
    }

    /// The coordinator whose word counts for exactly the keys that are held of a partner, and when it was said; nil for none. Of several the one who said it last.
    /// O(words on the partner).
    static func word(on partner: Partner, _ node: Node, _ connection: any Connection) throws -> (coordinator: Partner, said: Int64)? {
        guard partner.changedKeys == nil else { return nil }
        return try KeyWords(node: node, connection: connection).all(on: partner.identifier).filter { word in
            !word.isRevoked && word.subject.keys.fingerprint == partner.keys.fingerprint
        }.compactMap { word in
            guard let coordinator = try Partners.find(word.coordinator, node, connection), isBelieved(coordinator), word.isSigned(by: coordinator) else {
                return nil
            }
            return (coordinator, word.said)
        }.max { $0.said < $1.said }
    }

    /// Trusts a partner because of what a coordinator said.
    /// - Throws: ``ExchangeError`` if nobody whose word counts has said so.
    static func accept(_ identifier: String, _ node: Node) throws {
        try node.database.write { connection in
            let partner = try PartnerRows(connection, organisation: node.organisation).require(identifier)
            guard partner.trust == .unverified, let word = try word(on: partner, node, connection) else { throw ExchangeError(.unverifiedPartner) }
            try Partners.vouch(identifier, keys: partner.keys.fingerprint, by: word.coordinator.identifier, node, connection)
        }
    }

    /// Says whether a partner's word on the keys of others counts here. It then counts for all that it has said until now as well.
    /// - Throws: ``ExchangeError`` if its own keys were not compared.
    static func setCoordinator(_ identifier: String, _ isCoordinator: Bool, _ node: Node) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(identifier)
            guard !isCoordinator || (partner.trust == .verified && partner.changedKeys == nil) else { throw ExchangeError(.unverifiedPartner) }
            partner.isCoordinator = isCoordinator
            try rows.update(partner)
            if isCoordinator { try showAll(by: identifier, node, connection) }
        }
    }
}
