import Dictionary
import Referral
import Storage
import Vault

/// Takes what partners say about referrals.
struct ReferralReceiver: MessageReceiver {
    let kinds: Set<String> = [ReferralContent.messageKind, ReferralEarlier.messageKind]

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let ledger = ReferralLedger(node, transaction)
        guard message.kind == ReferralContent.messageKind else { return try ReferralEarlier(ledger: ledger).hear(message) }
        let content: ReferralContent
        do { content = try ReferralContent(bytes: message.content, node.dictionary) } catch { throw MessageRefusal(code: "malformed") }
        let row = try ledger.rows.find(conversation: message.conversation, partner: message.sender)
        // The same answer for what is not there and for what is somebody else's.
        switch (row, content.offer) {
        case (nil, .some(let offer)): try begin(offer, content, message, ledger)
        case (.some(let row), nil): try hear(content, message, row, ledger)
        default: throw MessageRefusal(code: "not-available")
        }
    }

    private func begin(_ offer: ReferralContent.Offer, _ content: ReferralContent, _ message: ReceivedMessage, _ ledger: ReferralLedger) throws {
        let node = ledger.node
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "referral\n\(message.sender)\n\(message.conversation)"))
        let partner = try Partners.find(message.sender, node, ledger.transaction.connection)
        let now = node.now()
        // A clock that is ahead must not make a referral that is never due.
        let made = min(UInt64(max(0, message.made)), now)
        try ledger.begin(
            ReferralRow(
                referral: record, conversation: message.conversation, partner: message.sender, partnerName: partner?.name ?? "", caseRecord: "",
                direction: .incoming, kind: offer.kind, urgency: offer.urgency, state: .offered, chain: record, list: [], account: "", offered: made,
                patience: ReferralUrgency.patience(offer.urgency, arrival: offer.arrival?.moment ?? 0, offered: made, node.dictionary),
                arrival: offer.arrival?.moment ?? 0, hasNews: true, changed: now),
            content, bytes: message.content, account: "")
        try ReferralFiles(node: node).keep(message.attachments, of: content.part, at: record, in: ledger.transaction)
        try ReferralNotices(transaction: ledger.transaction).announceToDesk(
            isUrgent: ReferralUrgency.isMostUrgent(offer.urgency, node.dictionary))
    }

    private func hear(_ content: ReferralContent, _ message: ReceivedMessage, _ row: ReferralRow, _ ledger: ReferralLedger) throws {
        let moment = min(UInt64(max(0, message.made)), ledger.node.now())
        let heard: (row: ReferralRow, effect: ReferralRules.Effect)
        do {
            heard = try ledger.apply(content, bytes: message.content, by: row.side.other, to: row, moment: moment, account: "")
        } catch is ReferralError {
            throw MessageRefusal(code: "not-possible")
        }
        guard heard.effect != .overtaken else { return }
        try Self.follow(content, heard.row, message.attachments, ledger)
    }

    /// What else happens when the other side has done something.
    static func follow(_ content: ReferralContent, _ after: ReferralRow, _ files: [ExchangeMessage.Attachment], _ ledger: ReferralLedger) throws {
        try ReferralNotices(transaction: ledger.transaction).announce(after)
        try ReferralFiles(node: ledger.node).keep(files, of: content.part, at: after.referral, in: ledger.transaction)
        switch content.event {
        case .withdraw: try ReferralSealing(ledger: ledger).sealAway(after)
        case .share where !after.caseRecord.isEmpty: try SharedPartKeeping(ledger: ledger).keep(content.part, of: after, files: files)
        case .award where !after.account.isEmpty: _ = try ReferralTaking(ledger: ledger).take(after, account: after.account)
        case .accept:
            try ReferralChain(ledger: ledger).heard(after)
            if try ledger.rows.find(after.referral)?.state == .accepted { try ReferralLead(ledger: ledger).passOn(after) }
        case .decline:
            // What was shared before the refusal had arrived does not cross any more.
            try Outbox.takeBack(after.conversation, from: after.partner, node: ledger.node, ledger.transaction.connection)
            try ReferralSealing.endLink(of: after.referral, ledger.transaction.connection)
            try ReferralChain(ledger: ledger).askNext(after)
        case .giveBack where after.kind == .transfer: try ReferralLead(ledger: ledger).takeBack(after)
        default: break
        }
    }

    // MARK: At the moment of sending

    var asksAtSending: Bool { true }

    /// Words, papers and facts go through the gate once more when they would go: between choosing and sending lie hours where the line is bad. A step that moves the
    /// referral goes without its words.
    func verdict(on message: WaitingMessage, node: Node, _ connection: any Connection) throws -> WaitingVerdict {
        guard message.kind == ReferralContent.messageKind, let content = try? ReferralContent(bytes: message.content, node.dictionary), content.saysSomething,
            let row = try ReferralRows(node, connection).find(conversation: message.conversation, partner: message.partner),
            try !SharingGate(node: node, connection: connection).obstacles(to: content, on: row).isEmpty
        else { return .goes }
        guard let event = content.event, event != .message, event != .share else { return .isHeldBack }
        var bare = content
        (bare.words, bare.part) = (nil, SharedPart())
        return .goesWith(bare.canonicalBytes)
    }

    /// Whoever wrote it, and whoever works on the referral, is told. An offer that was held back is taken back, and the next on the list is asked.
    func heldBack(_ message: WaitingMessage, node: Node, in transaction: RecordTransaction) throws {
        let ledger = ReferralLedger(node, transaction)
        guard var row = try ledger.rows.find(conversation: message.conversation, partner: message.partner) else { return }
        let writer = try ledger.steps.noteHeldBack(message.content, of: row, made: UInt64(max(0, message.made)))
        let isOffer = (try? ReferralContent(bytes: message.content, node.dictionary))?.offer != nil
        if isOffer, row.rules.permits(.withdraw, by: row.side, in: row.state) { row = try ledger.act(ReferralContent(.withdraw), on: row, account: "") }
        (row.hasNews, row.changed) = (true, node.now())
        try ledger.rows.update(row)
        if isOffer { try ReferralChain(ledger: ledger).askNext(row) }
        try ReferralNotices(transaction: transaction).announce(row)
        if let writer, !writer.isEmpty, writer != row.account { try Notifications.announce(to: writer, in: transaction) }
    }

    /// The partner did not take a message: whoever looks at the referral is told.
    func refused(_ refusal: ReceivedRefusal, node: Node, in transaction: RecordTransaction) throws {
        // A partner whose program is older makes a case for each.
        guard refusal.kind == ReferralContent.messageKind else { return }
        let rows = ReferralRows(node, transaction.connection)
        guard var row = try rows.find(conversation: refusal.conversation, partner: refusal.partner) else { return }
        // What was withdrawn before it had crossed is not there to be withdrawn.
        guard row.state != .withdrawn else { return }
        (row.hasNews, row.changed) = (true, node.now())
        try rows.update(row)
        try ReferralNotices(transaction: transaction).announce(row)
    }
}

/// What an urgency asks of a receiver.
enum ReferralUrgency {
    /// Whether nothing is more urgent: the first of the list `referral-urgency`, which says that a life is at risk.
    static func isMostUrgent(_ code: String, _ dictionary: DataDictionary) -> Bool {
        dictionary.vocabulary("referral-urgency")?.terms.first?.code == code
    }

    /// Minutes within which a referral must be acknowledged: the column `acknowledge_minutes` of the list `referral-urgency`. Three days where the list has none.
    static func minutes(_ code: String, _ dictionary: DataDictionary) -> UInt64 {
        dictionary.vocabulary("referral-urgency")?.term(code)?.extra["acknowledge_minutes"].flatMap { UInt64($0) } ?? 4_320
    }

    /// Minutes within which an offer must be acknowledged. A hand-over whose worker arrives sooner is acknowledged half-way to the arrival, so that it is decided when they
    /// arrive; nobody can answer in less than ``least``.
    /// - Parameters:
    ///   - arrival: milliseconds since 1970; 0 for none.
    ///   - offered: when it was offered, milliseconds since 1970.
    static func patience(_ code: String, arrival: UInt64, offered: UInt64, _ dictionary: DataDictionary) -> UInt64 {
        let usual = minutes(code, dictionary)
        guard arrival > offered else { return usual }
        return min(usual, max(least, (arrival - offered) / 120_000))
    }

    /// Minutes.
    private static let least: UInt64 = 15
}
