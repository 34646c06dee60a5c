import Exchange
import Journal
import Storage
import Vault

/// What every part of encoded linkage needs to speak to a partner.
struct LinkageSending {
    let node: Node
    let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// - Throws: `ExchangeError` if nothing crosses to the partner.
    func send(_ message: LinkageMessage, to partner: String, attachments: [ExchangeMessage.Attachment] = [], about record: String? = nil) throws {
        let conversation = LinkageMessage.conversation(node.organisation.identifier, partner)
        try Outbox.put(
            ExchangeMessage(
                conversation: conversation, kind: LinkageMessage.kind, content: message.canonicalBytes, attachments: attachments, subject: record),
            to: partner, node: node, connection)
    }

    /// Tells the partner that a record takes part no more, where anything crosses at all.
    func withdraw(_ pair: LinkagePair) throws {
        do { try send(.over(token: pair.token), to: pair.partner) } catch is ExchangeError {}
    }

    /// What the secret of a round is bound to.
    static func purpose(_ round: String, asker: String, asked: String, askerKey: [UInt8], askedKey: [UInt8]) -> [UInt8] {
        Array("corridor/linkage-round/1\n\(round)\n\(asker)\n\(asked)\n".utf8) + askerKey + askedKey
    }
}

/// What happens to rounds and pairs when their record goes, or the agreement with the partner ends.
enum LinkageEnding {
    /// We take part no more: the partner is told, where anything crosses at all; what runs ends, and what was found about nobody yet asked is withdrawn.
    /// - Parameter account: who says so.
    static func agreement(with partner: String, by account: String, _ transaction: RecordTransaction) throws {
        let (node, connection) = (transaction.node, transaction.connection)
        let agreements = LinkageAgreements(node, connection)
        guard var agreement = try agreements.find(partner) else { return }
        (agreement.own, agreement.account) = (.none, account)
        try agreements.put(agreement)
        do { try LinkageSending(node, connection).send(.end, to: partner) } catch is ExchangeError {}
        let (rounds, pairs) = (LinkageRounds(node, connection), LinkagePairs(node, connection))
        for var round in try rounds.latest(of: partner, limit: 200) where round.isRunning {
            (round.state, round.code) = (.refused, LinkageRefusal.notAgreed.rawValue)
            try rounds.put(round)
        }
        for pair in try pairs.all(in: .found, limit: 5_000) where pair.partner == partner {
            try LinkageSending(node, connection).withdraw(pair)
            try end(pair, as: .over, transaction)
        }
    }

    /// A record is erased here: partners are told that it takes part no more, and nothing that was said or shown about it stays.
    static func erased(_ record: String, _ transaction: RecordTransaction) throws {
        let (node, connection) = (transaction.node, transaction.connection)
        let pairs = LinkagePairs(node, connection)
        for pair in try pairs.all(of: record) {
            // Also of a pair that is over: what was shown of the record may still be there.
            if pair.state != .refused { try LinkageSending(node, connection).withdraw(pair) }
            try pairs.remove(pair)
            try erase(counterpart: pair.counterpart, transaction)
        }
        if var pair = try pairs.find(counterpart: record) {
            pair.counterpart = ""
            try pairs.put(pair)
        }
        try connection.execute("DELETE FROM linkage_number WHERE record = ?", [.text(record)])
    }

    /// A pair ends because our own record does. What the partner showed stays as long as the partner lets it: a case that ended in a reunion rests on it.
    static func endOwn(_ pair: LinkagePair, _ transaction: RecordTransaction) throws {
        var pair = pair
        (pair.state, pair.hasNews) = (.over, true)
        try LinkagePairs(transaction.node, transaction.connection).put(pair)
    }

    private static func erase(counterpart record: String, _ transaction: RecordTransaction) throws {
        guard !record.isEmpty, let present = try transaction.state(of: record), !present.isErased else { return }
        try transaction.erase(record: record, ground: "The organisation that showed it has withdrawn it.")
    }

    /// A pair ends, and what the partner showed of its record is erased here.
    static func end(_ pair: LinkagePair, as state: LinkagePair.State, _ transaction: RecordTransaction) throws {
        var pair = pair
        let counterpart = pair.counterpart
        (pair.state, pair.counterpart, pair.hasNews) = (state, "", true)
        try LinkagePairs(transaction.node, transaction.connection).put(pair)
        try erase(counterpart: counterpart, transaction)
    }
}
