import Exchange
import Storage
import Vault

/// Makes envelopes of what waits for partners, and takes theirs: the same for every carrier.
struct ExchangeDelivery: Sendable {
    let node: Node

    /// After the n-th failure in a row the next attempt waits 2ⁿ seconds, at most this many.
    private static let longestWait: Int64 = 15 * 60
    /// How long a carrier without an answer gets before what is not confirmed goes again, in seconds; doubled each time.
    private static let confirmationWait: Int64 = 120

    // MARK: Sending

    /// What a transaction has made.
    private enum Making {
        case nothing
        case parcel(Parcel, Partner, [KeyRotation], Channel<DatabaseChannelStore>.Cursor)
        /// Something of it may not go as it is; nothing was saved.
        case stopped([HoldingBack.Held])
    }

    /// The next envelope for a partner. What of it may not go at this moment is taken out first (``HoldingBack``).
    /// - Parameters:
    ///   - cursor: moved behind what the envelope holds, for carriers on which several go before an answer comes.
    ///   - isAsked: whether an envelope is wanted although there is nothing new to tell.
    ///   - bytes: what it is filled to; one message may go beyond.
    ///   - withPieces: whether attachments go along.
    /// - Returns: nil if there is nothing to tell.
    /// - Throws: ``ExchangeError`` if nothing crosses to the partner.
    func envelope(
        for identifier: String, after cursor: inout Channel<DatabaseChannelStore>.Cursor, isAsked: Bool = false, bytes: Int = ExchangeLimits.parcel,
        withPieces: Bool = true
    ) throws
        -> [UInt8]?
    {
        let start = cursor
        let made = try node.database.write { connection -> Making in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(identifier)
            try partner.requireTrust()
            var cursor = start
            var channel = try DatabaseChannelStore.channel(with: partner, node: node, connection)
            try channel.askWhereStuck(.random(), attempts: partner.attempts)
            let parcel = try channel.parcel(after: &cursor, bytes: bytes, withPieces: withPieces)
            let held = try HoldingBack(node: node, connection: connection).held(in: parcel, to: identifier, channel.store)
            guard held.isEmpty else { return .stopped(held) }
            let isOwed = channel.state.isReportOwed || channel.state.owedAnswer != nil || channel.state.question != nil
            guard !parcel.isBare || isOwed || isAsked else { return .nothing }
            channel.handedOver(parcel)
            partner.state = channel.state
            try rows.update(partner)
            return .parcel(parcel, partner, try KeyRotations.unknown(to: partner, of: node, connection), cursor)
        }
        switch made {
        case .nothing: return nil
        case .stopped(let held):
            try HoldingBack.carryOut(held, node)
            return try envelope(for: identifier, after: &cursor, isAsked: isAsked, bytes: bytes, withPieces: withPieces)
        case .parcel(let parcel, let partner, let rotations, let next):
            cursor = next
            return try Envelope.seal(parcel, from: node.keys, to: partner.keys, made: Int64(node.now()), rotations: rotations)
        }
    }

    /// Takes out of what waits for a partner whatever may not go any more, without making an envelope.
    func holdBack(for identifier: String) throws {
        while true {
            let held = try node.database.read { connection -> [HoldingBack.Held] in
                guard let partner = try PartnerRows(connection, organisation: node.organisation).find(identifier) else { return [] }
                var cursor = Channel<DatabaseChannelStore>.Cursor()
                let channel = try DatabaseChannelStore.channel(with: partner, node: node, connection)
                let parcel = try channel.parcel(after: &cursor, bytes: .max >> 1, withPieces: false)
                return try HoldingBack(node: node, connection: connection).held(in: parcel, to: identifier, channel.store)
            }
            if held.isEmpty { return }
            try HoldingBack.carryOut(held, node)
        }
    }

    /// Notes that an attempt failed, and when the next is due.
    func failed(_ identifier: String, _ trouble: ExchangeError.Kind) throws {
        try update(identifier) { partner, now in
            partner.attempts += 1
            partner.trouble = trouble
            partner.due = now + Self.wait(partner.attempts) * 1000
        }
    }

    /// Notes that an envelope was handed to a carrier that gives no answer: it goes again if nothing is heard.
    func handedOver(_ identifier: String) throws {
        try update(identifier) { partner, now in
            partner.trouble = nil
            partner.attempts += 1
            let wait = min(Self.confirmationWait << Int64(min(partner.attempts - 1, 8)), 6 * 3600)
            guard partner.unconfirmed > 0 || partner.state.question != nil else { return partner.rest() }
            partner.due = now + wait * 1000
        }
    }

    /// There is nothing to tell: nothing is due.
    func rest(_ identifier: String) throws {
        try update(identifier) { partner, now in
            // Something may have been put since it was looked.
            if partner.unconfirmed > 0, !partner.state.isPartnerFull { partner.due = min(partner.due, now) } else { partner.rest() }
        }
    }

    /// After an answer that brought nothing new: what is still not confirmed goes again, later each time.
    func restIfDone(_ identifier: String) throws {
        try update(identifier) { partner, now in
            let state = partner.state
            let isWaiting = state.unconfirmed > 0 || state.isReportOwed || state.question != nil || state.owedAnswer != nil
            guard isWaiting, !state.isPartnerFull else { return }
            partner.attempts += 1
            partner.due = now + Self.wait(partner.attempts) * 1000
        }
    }

    private static func wait(_ attempts: Int) -> Int64 { min(1 << Int64(min(attempts, 20)), longestWait) }

    private func update(_ identifier: String, _ change: (inout Partner, Int64) -> Void) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            guard var partner = try rows.find(identifier) else { return }
            change(&partner, Int64(node.now()))
            try rows.update(partner)
        }
    }

    // MARK: Receiving

    /// What came of an envelope.
    struct Received: Sendable {
        var partner: String
        var outcome: Channel<DatabaseChannelStore>.Outcome
    }

    /// Takes an envelope. When it returns, what was in it is durable here and will be confirmed.
    /// - Parameter isDirect: whether it was made just now. What a relay or a file brings is older, which says nothing of the sender's clock.
    /// - Throws: `VaultError` or ``ExchangeError``; both mean that nothing was taken. The sender of the envelope is told no more than that.
    func take(_ envelope: [UInt8], isDirect: Bool = true) throws -> Received {
        let opened: Envelope.Opened
        do { opened = try Envelope.open(envelope, with: node.keys) } catch {
            throw [.missingKey, .cannotOpen].contains(error.kind) ? ExchangeError(.notOurs) : error
        }
        let found = try node.database.read { try PartnerRows($0, organisation: node.organisation).find(opened.sender) }
        guard let known = found else { throw ExchangeError(.unknownPartner) }
        try known.requireTrust()
        let (parcel, keys): (Parcel, OrganisationPublicKeys)
        do {
            (parcel, keys) = try Envelope.verify(opened, with: known.keys, recipient: node.organisation.identifier)
        } catch {
            guard error.kind == .invalidStatement, opened.recipient == node.organisation.identifier, opened.sender != opened.recipient else { throw error }
            guard opened.signingGeneration < known.keys.signingGeneration else { throw try otherKeys(of: known, .changedKeys) }
            // What was made before the latest that came is only late, or a repetition.
            guard opened.made - known.clockOffset > known.arrived else { throw error }
            throw try otherKeys(of: known, .olderKeys)
        }
        return try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(opened.sender)
            try partner.requireTrust()
            // Between the check and now another envelope may have changed the keys.
            guard partner.keys == known.keys else { throw ExchangeError(.refused) }
            partner.keys = keys
            var channel = try DatabaseChannelStore.channel(with: partner, node: node, connection)
            let outcome = try channel.take(parcel, made: opened.made, question: .random())
            partner.state = channel.state
            let now = Int64(node.now())
            partner.arrived = now
            // Nothing arrives before it was made, on whatever way.
            if isDirect || opened.made > now { partner.clockOffset = opened.made - now }
            try schedule(&partner, after: outcome, channel.store, now)
            try rows.update(partner)
            if keys != known.keys { try Vouching.renew(on: opened.sender, node, connection) }
            return Received(partner: opened.sender, outcome: outcome)
        }
    }

    /// The partner's page says so until something comes with the keys held. The exchange goes on: anybody can seal such an envelope, and would stop it by that.
    private func otherKeys(of partner: Partner, _ trouble: ExchangeError.Kind) throws -> ExchangeError {
        if partner.trouble != trouble { try update(partner.identifier) { partner, _ in partner.trouble = trouble } }
        return ExchangeError(trouble)
    }

    /// When the partner is to be told something next.
    private func schedule(
        _ partner: inout Partner, after outcome: Channel<DatabaseChannelStore>.Outcome, _ store: DatabaseChannelStore, _ now: Int64
    ) throws {
        let state = partner.state
        let owes = state.isReportOwed || state.owedAnswer != nil || state.question != nil
        let waits = try state.unconfirmed > 0 || !store.unfinishedAttachments(upTo: state.sent, limit: 1).isEmpty
        partner.trouble = state.isPartnerFull ? .mailboxFull : nil
        if outcome.isConfirming { partner.attempts = 0 }
        if state.isPartnerFull || outcome.isDisagreeing {
            // A partner who contradicts us again and again must not keep both busy.
            partner.attempts += 1
            partner.due = now + Self.wait(partner.attempts) * 1000
        } else if owes || (waits && (outcome.isConfirming || outcome.isMended)) {
            partner.due = now
        } else if waits {
            // What is not confirmed goes again after a while; the time set when it was sent stays.
            partner.due = max(min(partner.due, now + Self.longestWait * 1000), now + 1000)
        } else {
            partner.rest()
        }
    }

    /// Asks a partner what they have, so that both mend what the other lacks.
    func compare(_ identifier: String) throws {
        try update(identifier) { partner, now in
            guard partner.trust.isTrusted else { return }
            partner.state.question = .random()
            partner.state.isReportOwed = true
            (partner.due, partner.attempts) = (now, 0)
        }
    }

    // MARK: Telling features

    /// Tells the features what has arrived from a partner.
    /// - Returns: how many messages were told, refused ones included.
    @discardableResult
    func tell(from partner: String) throws -> Int {
        var count = 0
        while true {
            let told: Int
            do { told = try tellTogether(from: partner) } catch { told = try tellOne(from: partner) }
            guard told > 0 else { return count }
            count += told
        }
    }

    /// What stands before the identifier of a partner in the author of what it has done here.
    static let authorMark = "partner:"

    private func author(_ partner: String) -> String { Self.authorMark + partner }

    /// A few messages in one transaction: all are told or none.
    private func tellTogether(from identifier: String) throws -> Int {
        guard try hasSomethingToTell(from: identifier) else { return 0 }
        return try node.change(by: author(identifier)) { transaction in
            guard let partner = try PartnerRows(transaction.connection, organisation: node.organisation).find(identifier), partner.trust.isTrusted else {
                return 0
            }
            var store = try DatabaseChannelStore.channel(with: partner, node: node, transaction.connection).store
            var count = 0
            while count < 64 {
                let waiting = try store.deliverable(limit: 64 - count)
                if waiting.isEmpty { break }
                for message in waiting {
                    try tell(message.item, from: partner, store, transaction)
                    try store.markTold(message.item.identifier, isRefused: false)
                }
                count += waiting.count
            }
            return count
        }
    }

    /// One message by itself, after some could not be told together.
    private func tellOne(from identifier: String) throws -> Int {
        let found = try node.database.read { connection -> DatabaseChannelStore.Waiting? in
            guard let partner = try PartnerRows(connection, organisation: node.organisation).find(identifier), partner.trust.isTrusted else { return nil }
            return try DatabaseChannelStore.channel(with: partner, node: node, connection).store.deliverable(limit: 1).first
        }
        guard let message = found else { return 0 }
        do {
            try change(identifier) { partner, store, transaction in
                guard try store.isUntold(message.item.identifier) else { return }
                try tell(message.item, from: partner, store, transaction)
                try store.markTold(message.item.identifier, isRefused: false)
            }
        } catch let refusal as MessageRefusal {
            try change(identifier) { partner, store, transaction in
                guard try store.isUntold(message.item.identifier) else { return }
                try store.markTold(message.item.identifier, isRefused: true)
                try RefusalMessage.put(refusal, of: message.item, to: partner.identifier, node: node, transaction)
            }
        } catch {
            // A fault of ours or of the machine: it is tried again, and what follows in the conversation waits.
            try node.database.write { connection in
                let partner = try PartnerRows(connection, organisation: node.organisation).require(identifier)
                try DatabaseChannelStore.channel(with: partner, node: node, connection).store
                    .postpone(message.item.identifier, until: Int64(node.now()) + Self.wait(message.attempts + 3) * 1000)
            }
        }
        return 1
    }

    private func change(_ identifier: String, _ body: (Partner, inout DatabaseChannelStore, RecordTransaction) throws -> Void) throws {
        try node.change(by: author(identifier)) { transaction in
            let partner = try PartnerRows(transaction.connection, organisation: node.organisation).require(identifier)
            var store = try DatabaseChannelStore.channel(with: partner, node: node, transaction.connection).store
            try body(partner, &store, transaction)
        }
    }

    private func hasSomethingToTell(from identifier: String) throws -> Bool {
        try node.database.read { connection in
            try connection.first(
                """
                SELECT 1 FROM exchange_incoming WHERE state = 0 AND lacking = 0 AND organisation = ? AND partner = ? LIMIT 1
                """, [.integer(node.organisation.number), .text(identifier)]
            ) { _ in true } ?? false
        }
    }

    private func tell(_ item: ExchangeItem, from partner: Partner, _ store: DatabaseChannelStore, _ transaction: RecordTransaction) throws {
        if item.kind == ExchangeItem.removedKind { return }
        if item.kind == RefusalMessage.kind { return try RefusalMessage.tell(item, from: partner.identifier, node: node, transaction) }
        guard let receiver = MessageReceivers.receiver(of: item.kind) else { throw MessageRefusal(code: "unknown-kind") }
        let message = ReceivedMessage(
            message: item.identifier.description, sender: partner.identifier, conversation: item.conversation.description, kind: item.kind,
            content: item.content,
            attachments: try store.attachments(of: item), made: item.made)
        try receiver.receive(message, node: node, in: transaction)
    }
}
