import Dictionary
import Journal
import Referral
import Storage
import Vault

/// Applies steps to a referral within a transaction, whoever took them: the rules, the row, the history and the record in the journal move together or not at all.
struct ReferralLedger {
    let node: Node
    let transaction: RecordTransaction
    let rows: ReferralRows
    let steps: ReferralSteps

    init(_ node: Node, _ transaction: RecordTransaction) {
        self.node = node
        self.transaction = transaction
        rows = ReferralRows(node, transaction.connection)
        steps = ReferralSteps(node, transaction.connection)
    }

    // MARK: Beginning

    /// Enters an offer that goes out or came in.
    /// - Parameters:
    ///   - bytes: the offer as it crosses.
    ///   - entry: the record in the directory of a partner without a node; nil for one that is not in it.
    func begin(
        _ row: ReferralRow, _ content: ReferralContent, bytes: [UInt8], account: String, entry: String? = nil, more: [String: Answer?] = [:]
    ) throws {
        guard let offer = content.offer else { throw ReferralContentError("offer") }
        var row = row
        row.wind()
        try rows.insert(row)
        var answers: [String: Answer?] = [
            "direction": Answer(.code(row.direction.rawValue)), "kind": Answer(.code(row.kind.rawValue)), "status": Answer(.code(row.state.rawValue)),
            "urgency": Answer(.code(row.urgency)), "sent-on": try day(row.offered), "acknowledge-by": try day(row.clock.acknowledgeBy),
        ]
        if !row.caseRecord.isEmpty { answers["case"] = Answer(try FieldValue(link: row.caseRecord)) }
        if !row.partnerName.isEmpty {
            answers[row.direction == .outgoing ? "to-name" : "from-name"] = Answer(try FieldValue(text: row.partnerName, limit: 1_000))
        }
        if let organisation = try organisation(row, entry) {
            answers[row.direction == .outgoing ? "to-organisation" : "from-organisation"] = Answer(try FieldValue(link: organisation))
        }
        if let reason = offer.reason { answers["reason"] = Answer(.code(reason)) }
        if !offer.needs.isEmpty { answers["needs"] = Answer(try FieldValue(codes: offer.needs)) }
        if content.isBeyondConsent { answers["beyond-consent"] = Answer(.code("yes")) }
        if let words = content.words { answers["details"] = Answer(try FieldValue(text: words, limit: ReferralContent.wordsLimit)) }
        if let arrival = offer.arrival {
            answers["arrival-date"] = try day(arrival.moment)
            let told = [arrival.flight, arrival.desk, arrival.description].filter { !$0.isEmpty }.joined(separator: "\n")
            if !told.isEmpty { answers["arrival"] = Answer(try FieldValue(text: told, limit: 4 * ReferralContent.wordsLimit)) }
        }
        try transaction.save(RecordChange(record: row.referral, kind: "referral", answers: answers.merging(more) { $1 }), isGuarded: true)
        try steps.append(
            nil, by: .sender, to: row.referral, bytes: bytes, isOvertaken: false, moment: row.offered, account: account,
            key: try transaction.key(of: row.referral))
    }

    /// The other organisation in the directory: with an entry, its answers are counted, and consents can name it.
    private func organisation(_ row: ReferralRow, _ entry: String?) throws -> String? {
        guard !row.partner.isEmpty else { return entry }
        let entries = PartnerEntries(node: node, connection: transaction.connection)
        let record = try entries.record(of: row.partner)
        try entries.ensure(record, in: transaction)
        return record
    }

    // MARK: Steps

    /// Applies a step.
    /// - Parameters:
    ///   - bytes: the step as it crosses.
    ///   - moment: when it was taken.
    ///   - account: who took it, if it was one of ours.
    /// - Returns: the row as it is then.
    func apply(_ content: ReferralContent, bytes: [UInt8], by side: ReferralSide, to row: ReferralRow, moment: UInt64, account: String) throws -> (
        row: ReferralRow, effect: ReferralRules.Effect
    ) {
        guard let event = content.event else { throw ReferralContentError("event") }
        let effect = row.rules.effect(of: event, by: side, in: row.state)
        guard effect != .impossible else { throw ReferralError(.notNow) }
        var row = row
        row.changed = node.now()
        let isTheirs = side != row.side
        if isTheirs { (row.hasNews, row.heard) = (true, max(row.heard, content.heard)) }
        if case .moves(let state) = effect { row.state = state }
        if event == .remind { row.reminded = moment }
        row.wind()
        // The history first: what follows may take the record's key away. What was sealed away never gets a key again.
        let isSealed = try transaction.state(of: row.referral)?.isErased == true
        try steps.append(
            event, by: side, to: row.referral, bytes: bytes, isOvertaken: effect == .overtaken, moment: moment, account: account,
            key: isSealed ? nil : try transaction.key(of: row.referral))
        try write(content, event, effect, row, moment)
        try rows.update(row)
        return (row, effect)
    }

    /// What the record in the journal says.
    private func write(_ content: ReferralContent, _ event: ReferralEvent, _ effect: ReferralRules.Effect, _ row: ReferralRow, _ moment: UInt64) throws {
        var answers: [String: Answer?] = [:]
        if case .moves(let state) = effect { answers["status"] = Answer(.code(state.rawValue)) }
        switch event {
        case .acknowledge: answers["acknowledged-on"] = try day(moment)
        case .accept, .decline:
            answers["decided-on"] = try day(moment)
            // A reason that this organisation's dictionary does not know is another reason: without any the record would not say that it was a refusal.
            if event == .decline { answers["refusal-reason"] = Answer(.code(content.refusal ?? "other")) }
        // An outcome counts also if a withdrawal crossed it: what was done for the worker was done.
        case .resolve, .giveBack:
            if let outcome = content.outcome { answers["outcome"] = Answer(.code(outcome)) }
            if let words = content.words { answers["outcome-note"] = Answer(try FieldValue(text: words, limit: ReferralContent.wordsLimit)) }
        case .share: if content.isBeyondConsent { answers["beyond-consent"] = Answer(.code("yes")) }
        case .close, .withdraw:
            answers["closed-on"] = try day(moment)
            if content.isTakenElsewhere { answers["taken-elsewhere"] = Answer(.code("yes")) }
        default: break
        }
        guard !answers.isEmpty, try transaction.state(of: row.referral)?.isErased == false else { return }
        try transaction.save(RecordChange(record: row.referral, kind: "referral", answers: answers), isGuarded: true)
    }

    private func day(_ moment: UInt64) throws -> Answer? {
        node.clock.day(of: moment).map { Answer(.date(PartialDate($0))) }
    }

    // MARK: Crossing

    /// A step of ours: applied here and put on its way, in one transaction.
    @discardableResult
    func act(_ content: ReferralContent, on row: ReferralRow, account: String, attachments: [ExchangeMessage.Attachment] = []) throws -> ReferralRow {
        guard let event = content.event, row.rules.permits(event, by: row.side, in: row.state) else { throw ReferralError(.notNow) }
        var content = content
        content.heard = try steps.heard(row)
        let bytes = content.canonicalBytes
        // What was offered and shared does not cross any more, wherever it is on its way.
        if event == .withdraw, !row.partner.isEmpty { try Outbox.takeBack(row.conversation, from: row.partner, node: node, transaction.connection) }
        // A step without words says nothing of anybody, and a refusal is what the sender waits for: they must still go when the record is erased.
        let outlives = event == .decline || content.words == nil && content.part.isEmpty
        try send(bytes, on: row, attachments, about: outlives ? nil : row.referral)
        return try apply(content, bytes: bytes, by: row.side, to: row, moment: node.now(), account: account).row
    }

    /// Nothing goes to a partner without a node: it looks at what is here.
    /// - Parameter subject: the record with which the message goes when that is erased before it has gone.
    func send(_ bytes: [UInt8], on row: ReferralRow, _ attachments: [ExchangeMessage.Attachment] = [], about subject: String?) throws {
        guard !row.partner.isEmpty else { return }
        do {
            try Outbox.put(
                ExchangeMessage(
                    conversation: row.conversation, kind: ReferralContent.messageKind, content: bytes, attachments: attachments, subject: subject),
                to: row.partner, node: node, in: transaction)
        } catch let error as ExchangeError {
            throw ReferralError(error.kind == .tooLarge ? .tooLarge : .partner)
        }
    }
}
