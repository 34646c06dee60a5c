import Exchange
import Foundation
import Storage
import Testing
import Vault

@testable import App

/// What somebody who means harm, or whose machine is in disorder, can send; a row each. The receiver never takes a thing of it, and goes on with the true partner.
@Suite("A partner who means harm", .serialized)
struct MaliciousPartnerTests {
    enum Attack: String, CaseIterable, Sendable {
        case forgedSender = "forged sender"
        case unknownSender = "unknown sender"
        case otherRecipient = "sealed for somebody else"
        case reflection = "our own envelope comes back"
        case keySwap = "keys that no statement ties to the ones held"
        case forgedReplacement = "a replacement of keys that the partner did not sign"
        case formerKey = "signed with a key that was replaced"
        case giant = "larger than an envelope may be"
        case altered = "a bit is turned"
        case cutShort = "cut short"
        case extended = "something stands behind the end"
        case outOfRange = "a number out of range"
        case blocked = "from a partner who was blocked"
        case unverified = "from a partner whose keys nobody compared"

        /// Why it is not taken: a row that is refused for another reason shows nothing.
        func isRefused(by error: any Error) -> Bool {
            switch self {
            case .unknownSender: error as? ExchangeError == ExchangeError(.unknownPartner)
            case .blocked: error as? ExchangeError == ExchangeError(.blockedPartner)
            case .unverified: error as? ExchangeError == ExchangeError(.unverifiedPartner)
            case .forgedSender, .keySwap, .forgedReplacement: error as? ExchangeError == ExchangeError(.changedKeys)
            case .otherRecipient, .reflection, .altered, .cutShort, .extended: error as? ExchangeError == ExchangeError(.notOurs) || error is VaultError
            default: error is VaultError
            }
        }
    }

    @Test("The control: the very envelope that the rows alter is taken when nobody alters it", arguments: Backend.available)
    func genuineIsTaken(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        pair.passKeys()
        let genuine = try seal(parcel([.init(number: 1, item: item(1))]), by: pair.sender.node.keys, pair)
        #expect(try ExchangeDelivery(node: pair.receiver.node).take(genuine).outcome.new == 1)
    }

    private func item(_ number: UInt64) -> ExchangeItem {
        ExchangeItem(
            identifier: .random(), conversation: .random(), after: .none, made: 0, kind: TestMessage.kind, content: TestMessage.content(Int(number)))
    }

    private func parcel(_ items: [Parcel.Numbered] = [], sent: Int64 = 100) -> Parcel {
        Parcel(
            report: .init(sent: sent, sentLink: .start, received: 0, receivedLink: .start, knownSigning: 1, knownReceiving: 1, isFull: false), items: items)
    }

    private func seal(_ parcel: Parcel, by keys: OrganisationKeys, _ pair: NodePair, made: Int64? = nil, rotations: [KeyRotation] = []) throws -> [UInt8] {
        try Envelope.seal(
            parcel, from: keys, to: pair.receiver.node.keys.publicKeys, made: made ?? Int64(pair.receiver.node.now()), rotations: rotations)
    }

    private func attack(_ attack: Attack, _ pair: NodePair) throws -> [UInt8] {
        let (own, message) = (pair.sender.node.keys, parcel([.init(number: 1, item: item(1))]))
        let genuine = try seal(message, by: own, pair)
        switch attack {
        case .forgedSender: return try seal(message, by: OrganisationKeys(organisation: pair.senderIdentifier, at: 0), pair)
        case .unknownSender: return try seal(message, by: OrganisationKeys(organisation: "0123456789ABCDEF", at: 0), pair)
        case .otherRecipient:
            let other = try OrganisationKeys(organisation: pair.receiverIdentifier, at: 0)
            return try Envelope.seal(message, from: own, to: other.publicKeys, made: 1)
        case .reflection: return try #require(try pair.envelope(from: pair.receiver.node, to: pair.sender.node, isAsked: true))
        case .keySwap:
            var keys = try OrganisationKeys(organisation: pair.senderIdentifier, at: 0)
            _ = try keys.rotateSigningKey(at: Int64(pair.sender.node.now()))
            return try seal(message, by: keys, pair)
        case .forgedReplacement:
            var keys = try OrganisationKeys(organisation: pair.senderIdentifier, at: 0)
            let rotation = try keys.rotateSigningKey(at: Int64(pair.sender.node.now()))
            return try seal(message, by: keys, pair, rotations: [rotation])
        case .formerKey:
            var keys = own
            let rotation = try keys.rotateSigningKey(at: Int64(pair.sender.node.now()))
            // The receiver learns of the replacement; then the stolen older key signs once more.
            _ = try ExchangeDelivery(node: pair.receiver.node).take(try seal(parcel(sent: 0), by: keys, pair, rotations: [rotation]))
            return genuine
        case .giant: return genuine + [UInt8](repeating: 0, count: ExchangeLimits.envelope)
        case .altered:
            var bytes = genuine
            bytes[bytes.count / 2] ^= 1
            return bytes
        case .cutShort: return Array(genuine.dropLast(40))
        case .extended: return genuine + [0]
        case .outOfRange: return try seal(parcel([.init(number: 1 << 60, item: item(1))]), by: own, pair)
        case .blocked:
            try Partners.set(.blocked, of: pair.senderIdentifier, pair.receiver.node)
            return genuine
        case .unverified:
            try Partners.set(.unverified, of: pair.senderIdentifier, pair.receiver.node)
            return genuine
        }
    }

    @Test("Nothing of it is taken, and nothing is told", arguments: Attack.allCases, Backend.available)
    func nothingIsTaken(_ attack: Attack, _ backend: Backend) throws {
        let pair = try NodePair(backend)
        pair.passKeys()
        let envelope = try self.attack(attack, pair)
        let before = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        let error = #expect(throws: (any Error).self) { _ = try ExchangeDelivery(node: pair.receiver.node).take(envelope) }
        #expect(error.map(attack.isRefused) == true, "it is refused for another reason: \(String(describing: error))")
        let after = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        #expect(after.state == before.state && after.keys == before.keys && after.trust == before.trust)
        // Whoever reads the partner's page is to call them; the exchange goes on.
        #expect((after.trouble == .changedKeys) == (error as? ExchangeError == ExchangeError(.changedKeys)) && after.changedKeys == nil)
        #expect(try pair.receiver.count("exchange_incoming") == 0)
    }

    @Test("An envelope that is sent again, or an older one after a newer, changes nothing", arguments: Backend.available)
    func replayAndRollback(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let delivery = ExchangeDelivery(node: pair.receiver.node)
        try pair.put(1)
        let older = try #require(try pair.envelope(from: pair.sender.node, to: pair.receiver.node))
        try pair.put(2)
        let newer = try #require(try pair.envelope(from: pair.sender.node, to: pair.receiver.node))
        #expect(try delivery.take(newer).outcome.new == 2)
        let state = try pair.partner(pair.senderIdentifier, of: pair.receiver).state
        for envelope in [newer, older, newer] { #expect(try delivery.take(envelope).outcome.new == 0) }
        #expect(try pair.partner(pair.senderIdentifier, of: pair.receiver).state == state)
        #expect(try delivery.tell(from: pair.senderIdentifier) == 2)
        #expect(try delivery.tell(from: pair.senderIdentifier) == 0)
        // An older report does not take back what was confirmed.
        let early = try #require(try pair.envelope(from: pair.receiver.node, to: pair.sender.node, isAsked: true))
        try pair.put(3)
        try pair.settle()
        _ = try ExchangeDelivery(node: pair.sender.node).take(early)
        let confirmed = try pair.partner(pair.receiverIdentifier, of: pair.sender)
        #expect(confirmed.unconfirmed == 0 && confirmed.state.question == nil)
    }

    @Test("A flooded inbox takes no more than a partner's share, says so, and stays open for others", arguments: Backend.available)
    func flooding(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let delivery = ExchangeDelivery(node: pair.receiver.node)
        // Attachments that are announced and never come: each counts with its whole size.
        let items = (1...40).map { number in
            var heavy = item(UInt64(number))
            heavy.attachments = [.init(digest: [UInt8](repeating: 1, count: 32), size: ExchangeLimits.attachment, name: "a", mediaType: "b")]
            return Parcel.Numbered(number: Int64(number), item: heavy)
        }
        let outcome = try delivery.take(try seal(parcel(items), by: pair.sender.node.keys, pair)).outcome
        #expect(outcome.new == Int(ExchangeLimits.waitingBytes / ExchangeLimits.attachment))
        let again = try delivery.take(try seal(parcel(items), by: pair.sender.node.keys, pair)).outcome
        #expect(again.new == 0)
        // The partner hears that it is full, and its page says so.
        try pair.carry(from: pair.receiver.node, to: pair.sender.node)
        #expect(try pair.partner(pair.receiverIdentifier, of: pair.sender).state.isPartnerFull)
    }

    @Test("A clock that is wrong by hours hinders nothing; one that was set back costs a question; the page says it", arguments: Backend.available)
    func wrongClock(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        let delivery = ExchangeDelivery(node: pair.receiver.node)
        let hours: Int64 = 6 * 3_600_000
        let first = parcel([.init(number: 1, item: item(1))], sent: 1)
        #expect(try delivery.take(try seal(first, by: pair.sender.node.keys, pair, made: Int64(pair.receiver.node.now()) + hours)).outcome.new == 1)
        #expect(try pair.partner(pair.senderIdentifier, of: pair.receiver).clockOffset > hours / 2)
        // The clock is set right: what it says then counts as old until a question is answered.
        let second = parcel([.init(number: 2, item: item(2))], sent: 2)
        #expect(try delivery.take(try seal(second, by: pair.sender.node.keys, pair)).outcome.isDisagreeing)
        var answer = second
        answer.answer = try pair.partner(pair.senderIdentifier, of: pair.receiver).state.question
        #expect(try delivery.take(try seal(answer, by: pair.sender.node.keys, pair)).outcome.new == 1)
        #expect(abs(try pair.partner(pair.senderIdentifier, of: pair.receiver).clockOffset) < hours / 2)
    }

    @Test("An invitation with other keys under a known name stops the exchange until somebody has called", arguments: Backend.available)
    func otherInvitation(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        var invitation = try Invitation.own(pair.sender.node)
        invitation.keys = try OrganisationKeys(organisation: pair.senderIdentifier, at: 0).publicKeys
        let partner = try Partners.add(invitation, pair.receiver.node)
        #expect(partner.changedKeys != nil && partner.keys == pair.sender.node.keys.publicKeys)
        #expect(throws: ExchangeError(.changedKeys)) {
            _ = try ExchangeDelivery(node: pair.receiver.node).take(try seal(parcel(), by: pair.sender.node.keys, pair))
        }
        #expect(throws: ExchangeError(.wrongCode)) { try Partners.verify(pair.senderIdentifier, code: "000000000000000", pair.receiver.node) }
    }

    @Test("An invitation from before a replacement of keys changes nothing, and says so; a file of it says why it is refused", arguments: Backend.available)
    func olderInvitation(_ backend: Backend) throws {
        let pair = try NodePair(backend)
        pair.passKeys()
        let older = try Invitation.own(pair.sender.node)
        var keys = pair.sender.node.keys
        let rotation = try keys.rotateSigningKey(at: Int64(pair.sender.node.now()))
        _ = try ExchangeDelivery(node: pair.receiver.node).take(try seal(parcel(sent: 0), by: keys, pair, rotations: [rotation]))
        let before = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        #expect(throws: ExchangeError(.olderInvitation)) { _ = try Partners.add(older, pair.receiver.node) }
        let after = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        #expect(after.keys == before.keys && after.changedKeys == nil && after.trust == before.trust)
        let forged = try seal(parcel(), by: OrganisationKeys(organisation: pair.senderIdentifier, at: 0), pair)
        var foreign = try OrganisationKeys(organisation: pair.senderIdentifier, at: 0)
        _ = try foreign.rotateSigningKey(at: Int64(pair.sender.node.now()))
        let file = ExchangeFile.write([try attack(.otherRecipient, pair), try seal(parcel(), by: foreign, pair), forged])
        let taken = try CarriedFiles(node: pair.receiver.node).take(file)
        #expect(taken.taken == 0 && taken.refused == 3 && taken.reasons == [.notOurs, .changedKeys, .olderKeys])
    }

    @Test("A relay's full mailbox takes no more, and one that nobody made takes nothing", arguments: Backend.available)
    func fullMailbox(_ backend: Backend) throws {
        let world = try World(backend)
        let key = MailboxKey()
        try world.node.database.write { connection in
            let relay = Relay(connection: connection, now: 1_000)
            #expect(try relay.deposit([1], in: key.mailbox) == .unknown)
            let request = try key.request(relay: "https://relay.example", after: 0, at: 1_000)
            #expect(try relay.fetch(request, capacity: .init(mailboxes: 0)) == nil)
            #expect(try relay.fetch(request, capacity: .init(mailboxes: 1))?.isEmpty == true)
            #expect(try relay.deposit([1], in: key.mailbox) == .kept)
            try connection.execute("UPDATE relay_mailbox SET bytes = ?", [.integer(Relay.bytes)])
            #expect(try relay.deposit([1], in: key.mailbox) == .full)
            // Another holder gets no mailbox while there is no room, nor one that the operator has not named; what nobody fetches from any more makes room.
            let other = MailboxKey()
            let asked = try other.request(relay: "https://relay.example", after: 0, at: 2_000)
            #expect(try relay.fetch(asked, capacity: .init(mailboxes: 1)) == nil)
            #expect(try relay.fetch(asked, capacity: .init(mailboxes: 9, named: [key.mailbox])) == nil)
            let later = Relay(connection: connection, now: 2_000 + Relay.life)
            #expect(try later.fetch(asked, capacity: .init(mailboxes: 1))?.isEmpty == true)
            #expect(try later.deposit([1], in: key.mailbox) == .unknown)
        }
    }
}
