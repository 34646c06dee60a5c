import Dictionary
import Formats
import Journal
import Storage
import Vault

/// Two organisations speak of an agreement: one writes it down and proposes it, with its text; the other agrees or does not; either ends it.
///
/// The word of a partner can end what may be shared, never begin it: what it proposes allows nothing here until somebody here agrees.
struct AgreementMessage: MessageReceiver {
    static let kind = "network-agreement"
    let kinds: Set<String> = [Self.kind]

    /// Letters of the text that stands in the message itself.
    static let wordsLimit = 100_000
    /// Of one partner not more than so many proposals wait for an answer.
    static let proposalLimit = 20
    /// What is taken as the text of an agreement.
    static let types: Set<MediaKind> = [.pdf, .docx, .odt]
    /// The bytes in the largest text that is taken.
    static let fileLimit = 16 << 20

    enum Event: String { case offer, agree, decline, end }

    // MARK: Telling

    /// Proposes an agreement that was just written down to the partner that it is with.
    /// - Returns: false if messages do not cross to it.
    static func propose(_ agreement: Agreement, text: (name: String, bytes: [UInt8])?, _ node: Node, in transaction: RecordTransaction) throws -> Bool {
        guard !agreement.conversation.isEmpty, let partner = try reachable(agreement.partner, node, transaction) else { return false }
        let content = JSONValue.object([
            "format": .integer(1), "event": .string(Event.offer.rawValue), "purposes": .array(agreement.purposes.sorted().map { .string($0) }),
            "clearance": .string(agreement.clearance.rawValue), "until": .string(agreement.until), "words": .string(agreement.words),
        ])
        let attachments = agreement.file.flatMap { file in text.map { ExchangeMessage.Attachment(name: file.name, mediaType: file.type, bytes: $0.bytes) } }
        try Outbox.put(
            ExchangeMessage(
                conversation: agreement.conversation, kind: kind, content: content.canonicalBytes(), attachments: [attachments].compactMap { $0 }),
            to: partner.identifier, node: node, in: transaction)
        try Agreements(node: node, connection: transaction.connection).set(.told, of: agreement.identifier)
        return true
    }

    /// Tells the partner what happened to an agreement that both know. Nothing where messages do not cross any more: the other side keeps its own.
    static func tell(_ event: Event, of agreement: Agreement, _ node: Node, in transaction: RecordTransaction) throws {
        guard !agreement.conversation.isEmpty, let partner = try reachable(agreement.partner, node, transaction) else { return }
        let content = JSONValue.object(["format": .integer(1), "event": .string(event.rawValue)])
        try Outbox.put(
            ExchangeMessage(conversation: agreement.conversation, kind: kind, content: content.canonicalBytes()), to: partner.identifier, node: node,
            in: transaction)
    }

    private static func reachable(_ record: String, _ node: Node, _ transaction: RecordTransaction) throws -> Partner? {
        guard let partner = try PartnerEntries(node: node, connection: transaction.connection).partner(of: record) else { return nil }
        return try Partners.reachable(node, transaction.connection).first { $0.identifier == partner.identifier }
    }

    // MARK: Hearing

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        guard let json = try? JSONValue.parse(message.content, limits: JSONLimits(depth: 3, bytes: 4 * Self.wordsLimit)), json["format"] == .integer(1),
            let event = json["event"]?.string.flatMap(Event.init), let today = node.today
        else { throw MessageRefusal(code: "malformed") }
        let agreements = Agreements(node: node, connection: transaction.connection)
        let entries = PartnerEntries(node: node, connection: transaction.connection)
        let record = try entries.record(of: message.sender)
        let known = try agreements.find(conversation: message.conversation, partner: record)
        guard event != .offer else {
            guard known == nil else { throw MessageRefusal(code: "not-possible") }
            try entries.ensure(record, in: transaction)
            return try take(json, message, of: record, today, agreements, transaction)
        }
        guard let known else { throw MessageRefusal(code: "not-available") }
        switch event {
        // Only what we proposed can be agreed to, and only once.
        case .agree where known.counts && known.theirs == .told: try agreements.set(.agreed, of: known.identifier)
        case .decline where known.counts && known.theirs == .told: try agreements.set(.declined, of: known.identifier)
        // What crossed with our taking it back.
        case .agree where known.standing == .withdrawn && known.theirs == .told: try agreements.noteAgreedBeforeWithdrawal(known.identifier)
        case .decline where known.standing == .withdrawn && known.theirs == .told: try agreements.set(.declined, of: known.identifier)
        case .end where known.standing == .proposed: try agreements.withdraw(known.identifier, on: today)
        case .end: try agreements.end(known.identifier, on: today)
        default: throw MessageRefusal(code: "not-possible")
        }
        try announce(node, transaction)
    }

    /// Keeps what a partner proposes, to be looked at.
    private func take(
        _ json: JSONValue, _ message: ReceivedMessage, of record: String, _ today: CalendarDay, _ agreements: Agreements, _ transaction: RecordTransaction
    ) throws {
        let node = agreements.node
        let kinds = node.dictionary.vocabulary("referral-kind")
        let purposes = Set((json["purposes"]?.array ?? []).compactMap(\.string).filter { kinds?.contains($0) == true })
        let (words, until) = (json["words"]?.string ?? "", json["until"]?.string ?? "")
        guard !purposes.isEmpty, let clearance = json["clearance"]?.string.flatMap(Sensitivity.init(rawValue:)), words.utf8.count <= Self.wordsLimit,
            until.isEmpty || (try? PartialDate(edtf: until))?.latest?.description == until, message.attachments.count <= 1,
            message.attachments.allSatisfy({ $0.bytes.count <= Self.fileLimit })
        else { throw MessageRefusal(code: "malformed") }
        guard try agreements.everything(with: record).count(where: { $0.standing == .proposed }) < Self.proposalLimit else {
            throw MessageRefusal(code: "not-possible")
        }
        let identifier = RecordIdentifier.text(node.keys.recordIdentifier(for: "agreement\n\(message.sender)\n\(message.conversation)"))
        var agreement = Agreement(
            identifier: identifier, partner: record, purposes: purposes, clearance: clearance, since: today.description, until: until, ended: "", words: words,
            madeBy: "")
        (agreement.standing, agreement.theirs, agreement.conversation) = (.proposed, .agreed, message.conversation)
        let text = message.attachments.first.map { (name: $0.name, bytes: $0.bytes) }
        guard text.map({ Self.isText($0.bytes) }) ?? true else { throw MessageRefusal(code: "malformed") }
        _ = try agreements.add(agreement, text: text, in: transaction)
        try announce(node, transaction)
    }

    /// Whether bytes are of a kind that is taken as the text of an agreement.
    static func isText(_ bytes: [UInt8]) -> Bool {
        MediaKind(beginning: Array(bytes.prefix(MediaKind.recognisedWithin))).map(types.contains) ?? false
    }

    /// Those who can write agreements down are told that there is something to see.
    private func announce(_ node: Node, _ transaction: RecordTransaction) throws {
        for account in try AccountRows(node: node, connection: transaction.connection).all() where !account.isDisabled {
            guard account.roles.contains(where: { $0.permissions.contains(.assignCases) }) else { continue }
            try Notifications.announce(to: account.identifier, in: transaction)
        }
    }
}
