import Dictionary
import Journal
import Referral
import Storage
import Vault

/// What people do with referrals, each step one transaction under their name. Whether they may open the case is asked before.
struct ReferralWork: Sendable {
    let node: Node
    let account: String

    // MARK: Preparing

    /// The identifier of a record for all partners that are asked for the same thing: it tells nobody else's from it that it is the same record.
    static func shared(_ node: Node, chain: String) -> (String) -> String {
        { record in RecordIdentifier.text(node.keys.recordIdentifier(for: "shared\n\(chain)\n\(record)")) }
    }

    /// Makes the bytes that cross, from what was chosen, and keeps them with the draft.
    func choose(_ chosen: Set<String>, _ choice: SharedChoice, for draft: ReferralDraft) throws -> ReferralDraft {
        var draft = draft
        draft.chosen = chosen.sorted()
        var content = draft.offer.map { ReferralContent(offer: $0) } ?? ReferralContent(.share)
        content.words = draft.words
        content.part = choice.part(chosen, shared: try identifiers(for: draft))
        guard content.part.items.count <= SharedPart.itemLimit, content.canonicalBytes.count <= 250 << 10 else { throw ReferralError(.tooLarge) }
        draft.content = content.canonicalBytes
        (draft.isWaiting, draft.refusedBy, draft.refusal) = (false, nil, nil)
        let saved = draft
        try node.change(by: account) { try ReferralDrafts(node: node).save(saved, in: $0) }
        return draft
    }

    private func identifiers(for draft: ReferralDraft) throws -> (String) -> String {
        guard let referral = draft.referral else { return Self.shared(node, chain: draft.draft) }
        let row = try node.database.read { try ReferralRows(node, $0).find(referral) }
        guard let row else { throw WebError.notFound }
        let make = Self.shared(node, chain: row.chain)
        // What came from the partner keeps the partner's name for it.
        let known = try node.database.read { connection in
            try connection.all("SELECT record, shared FROM referral_record WHERE referral = ?", [.text(referral)]) { ($0.text(0), $0.text(1)) }
        }
        let names = [String: String](known, uniquingKeysWith: { first, _ in first })
        return { record in names[record] ?? make(record) }
    }

    /// Asks a second person to let it go although the people did not agree to it. From now on what crosses says so.
    /// - Returns: the draft as that person sees it.
    @discardableResult
    func askSecondPerson(_ draft: ReferralDraft, reason: String) throws -> ReferralDraft {
        var draft = try marked(draft, isBeyond: true)
        (draft.override, draft.isWaiting, draft.refusedBy, draft.refusal) = (reason, true, nil, nil)
        let saved = draft
        try node.change(by: account) { transaction in
            try ReferralDrafts(node: node).save(saved, in: transaction)
            let urgency = try saved.offer?.urgency ?? saved.referral.flatMap { try ReferralRows(node, transaction.connection).find($0)?.urgency }
            try ReferralNotices(transaction: transaction).announceSecondPerson(
                for: saved.caseRecord, isUrgent: urgency.map { ReferralUrgency.isMostUrgent($0, node.dictionary) } ?? false)
        }
        return draft
    }

    /// The second person does not let it go. Whoever asked is told, and it stands in the log.
    /// - Parameter words: what that person says; nil for nothing.
    func refuse(_ draft: ReferralDraft, words: String?, as second: SecondPerson) throws {
        guard second.account != draft.account else { throw ReferralError(.samePerson) }
        try node.change(by: account) { transaction in
            let drafts = ReferralDrafts(node: node)
            guard var current = try drafts.find(draft.draft, ofCase: draft.caseRecord, transaction.connection), current.isWaiting else {
                throw ReferralError(.notNow)
            }
            current = try marked(current, isBeyond: false)
            (current.isWaiting, current.refusedBy, current.refusal) = (false, second.name, words)
            try drafts.save(current, in: transaction)
            try Notifications.announce(to: current.account, in: transaction)
            try transaction.logReading(
                of: current.caseRecord, kind: "case", ground: "referral beyond consent not let go: \(current.override ?? "") — \(words ?? "")")
        }
    }

    /// The draft with bytes that say whether they go beyond what the people agreed to.
    private func marked(_ draft: ReferralDraft, isBeyond: Bool) throws -> ReferralDraft {
        var (draft, content) = (draft, try ReferralContent(bytes: draft.content, node.dictionary))
        content.isBeyondConsent = isBeyond
        draft.content = content.canonicalBytes
        return draft
    }

    /// The same kept, where the people have agreed since a second person was asked.
    func settle(_ draft: ReferralDraft) throws -> ReferralDraft {
        var settled = try marked(draft, isBeyond: false)
        (settled.isWaiting, settled.override) = (false, nil)
        let saved = settled
        try node.change(by: account) { try ReferralDrafts(node: node).save(saved, in: $0) }
        return settled
    }

    /// Whoever lets something go beyond what was agreed to.
    struct SecondPerson: Sendable, Hashable {
        var account: String
        var name: String
    }

    // MARK: Sending

    /// Sends what the preview showed: the bytes of the draft and nothing else.
    /// - Parameters:
    ///   - mark: of the content that was shown.
    ///   - second: whoever lets it go beyond what was agreed to; nil where it does not.
    /// - Returns: the referrals that were sent.
    func send(_ draft: ReferralDraft, mark: String, second: SecondPerson? = nil) throws -> [String] {
        try node.change(by: account) { transaction in
            let ledger = ReferralLedger(node, transaction)
            guard let current = try ReferralDrafts(node: node).find(draft.draft, ofCase: draft.caseRecord, transaction.connection), current.mark == mark else {
                throw ReferralError(.changedSincePreview)
            }
            let obstacles = try SharingGate(node: node, connection: transaction.connection).findings(for: current).flatMap(\.obstacles)
            if let obstacle = obstacles.first(where: { !$0.isConsent }) { throw ReferralError(obstacle.isEnd ? .agreementEnded : .agreementLimit) }
            let isBeyond = !obstacles.isEmpty
            guard !isBeyond || second != nil else { throw ReferralError(.beyondConsent) }
            guard second == nil || second?.account != current.account else { throw ReferralError(.samePerson) }
            let content = try ReferralContent(bytes: current.content, node.dictionary)
            guard content.isBeyondConsent == isBeyond else { throw ReferralError(.changedSincePreview) }
            let sent = try current.referral == nil ? offer(current, content, isBeyond, second, ledger) : share(current, content, isBeyond, second, ledger)
            try ReferralDrafts(node: node).remove(draft.draft, transaction.connection)
            // That identity left the organisation is in the journal, beside what the referral says.
            try transaction.logReading(
                of: current.caseRecord, kind: "case", ground: isBeyond ? "referral beyond consent: \(current.override ?? "")" : "referral")
            if isBeyond { try ReferralNotices(transaction: transaction).announceToCustodians() }
            return sent
        }
    }

    private func offer(_ draft: ReferralDraft, _ content: ReferralContent, _ isBeyond: Bool, _ second: SecondPerson?, _ ledger: ReferralLedger) throws
        -> [String]
    {
        guard let offer = draft.offer, !draft.partners.isEmpty else { throw ReferralError(.nothingChosen) }
        let now = node.now()
        let first = offer.kind == .urgentCall ? draft.partners : Array(draft.partners.prefix(1))
        let rest = offer.kind == .urgentCall ? [] : Array(draft.partners.dropFirst())
        return try first.enumerated().map { index, partner in
            let found = try partner == ReferralDraft.withoutNode ? nil : Partners.find(partner, node, ledger.transaction.connection)
            let row = ReferralRow(
                referral: RecordIdentifier.text(node.keys.recordIdentifier(for: "referral-sent\n\(draft.draft)\n\(index)")),
                conversation: ExchangeMessage.newConversation(), partner: found == nil ? "" : partner, partnerName: found?.name ?? draft.partnerName,
                caseRecord: draft.caseRecord, direction: .outgoing, kind: offer.kind, urgency: offer.urgency, state: .offered, chain: draft.draft, list: rest,
                account: draft.account, offered: now, patience: ReferralUrgency.patience(offer.urgency, arrival: offer.arrival?.moment ?? 0, offered: now, node.dictionary),
                arrival: offer.arrival?.moment ?? 0, changed: now)
            try ledger.begin(
                row, content, bytes: draft.content, account: draft.account, entry: draft.organisation, more: try beyond(draft, isBeyond, second))
            let files = try attach(content, draft, to: row, ledger)
            try ledger.send(draft.content, on: row, files, about: row.referral)
            try ReferralEarlier(ledger: ledger).tell(row)
            return row.referral
        }
    }

    private func share(_ draft: ReferralDraft, _ content: ReferralContent, _ isBeyond: Bool, _ second: SecondPerson?, _ ledger: ReferralLedger) throws
        -> [String]
    {
        guard let row = try ledger.rows.find(draft.referral ?? ""), row.caseRecord == draft.caseRecord else { throw WebError.notFound }
        guard !content.part.isEmpty else { throw ReferralError(.nothingChosen) }
        guard row.rules.permits(.share, by: row.side, in: row.state) else { throw ReferralError(.notNow) }
        let files = try attach(content, draft, to: row, ledger)
        try ledger.send(draft.content, on: row, files, about: row.referral)
        _ = try ledger.apply(content, bytes: draft.content, by: row.side, to: row, moment: node.now(), account: draft.account)
        let more = try beyond(draft, isBeyond, second)
        if !more.isEmpty { try ledger.transaction.save(RecordChange(record: row.referral, kind: "referral", answers: more), isGuarded: true) }
        return [row.referral]
    }

    /// What the record says where it went beyond what was agreed to: why, and who agreed.
    private func beyond(_ draft: ReferralDraft, _ isBeyond: Bool, _ second: SecondPerson?) throws -> [String: Answer?] {
        guard isBeyond, let reason = draft.override, let second else { return [:] }
        return [
            "override-reason": Answer(try FieldValue(text: reason, limit: ReferralContent.wordsLimit)),
            "override-second-person": Answer(try FieldValue(text: second.name, limit: 1_000)),
        ]
    }

    private func attach(_ content: ReferralContent, _ draft: ReferralDraft, to row: ReferralRow, _ ledger: ReferralLedger) throws -> [ExchangeMessage
        .Attachment]
    {
        let keeping = SharedPartKeeping(ledger: ledger)
        let make = Self.shared(node, chain: row.chain)
        for name in draft.chosen {
            let record = SharedChoice.record(of: name)
            let shared = make(record)
            if content.part.items.contains(where: { $0.shared == shared }) { try keeping.note(shared, is: record, of: row.side, in: row.referral) }
        }
        return try ReferralFiles(node: node).attachments(of: content.part, ledger.transaction.connection) {
            try keeping.origin($0.shared, row.referral)?.record
        }
    }

    // MARK: Steps

    /// What one of ours does: acknowledges, accepts, declines, writes, ends. Words go through the gate like everything that is shared.
    /// - Parameters:
    ///   - form: the form with which it was sent, which has no second effect; nil for none.
    ///   - place: where the form leads then.
    ///   - into: of an acceptance, a case here that opens for whoever does it, to which the referral is put; nil for a case of its own.
    /// - Returns: the row as it is then.
    @discardableResult
    func act(
        _ content: ReferralContent, on referral: String, into: String? = nil, form: FormBeingSent? = nil,
        place: (@Sendable (ReferralRow) -> String)? = nil
    ) throws -> ReferralRow {
        try node.change(by: account) { transaction in
            let ledger = ReferralLedger(node, transaction)
            guard var row = try ledger.rows.find(referral) else { throw WebError.notFound }
            guard row.state != .withdrawn else { throw ReferralError(.withdrawn) }
            if content.event == .accept, let into { try ReferralEarlier(ledger: ledger).choose(into, for: row) }
            // The offer to take an urgent call makes no case: that comes with the sender's word.
            if content.event == .accept, row.kind != .urgentCall { row = try ReferralTaking(ledger: ledger).take(row, account: account) }
            // As the case is now: what was agreed to when somebody opened the page may have ended since.
            if let obstacle = try SharingGate(node: node, connection: transaction.connection).obstacles(to: content, on: row).first {
                throw ReferralError(obstacle.isConsent ? .wordsBeyond : obstacle.isEnd ? .agreementEnded : .agreementLimit)
            }
            row.hasNews = false
            var after = try ledger.act(content, on: row, account: account)
            if content.event == .withdraw || content.event == .close {
                try ReferralSealing.endLink(of: referral, ledger.transaction.connection)
            }
            if content.event == .giveBack { try ReferralLead(ledger: ledger).giveBack(after) }
            if content.event == .accept { after.account = account }
            try ledger.rows.update(after)
            try ledger.steps.noteSeen(referral, by: account)
            if content.event == .decline { try ReferralSealing(ledger: ledger).sealDeclined(after) }
            if let place { try form?.finish(at: place(after), node, transaction.connection) }
            return after
        }
    }

    /// Says which of the own cases a partner asks for, and accepts.
    /// - Parameter caseRecord: a case that opens for whoever does it.
    func take(_ caseRecord: String, for referral: String) throws -> ReferralRow {
        try node.change(by: account) { transaction in
            let ledger = ReferralLedger(node, transaction)
            guard var row = try ledger.rows.find(referral) else { throw WebError.notFound }
            guard row.asksForOwnCase else { throw ReferralError(.notNow) }
            (row.caseRecord, row.account, row.hasNews) = (caseRecord, account, false)
            try transaction.save(
                RecordChange(record: referral, kind: "referral", answers: ["case": Answer(try FieldValue(link: caseRecord))]), isGuarded: true)
            if row.state.isUndecided { row = try ledger.act(ReferralContent(.accept), on: row, account: account) }
            try ledger.rows.update(row)
            try ledger.steps.noteSeen(referral, by: account)
            return row
        }
    }

    /// What a partner without a node answered by telephone or on paper, entered by one of ours.
    func enter(_ content: ReferralContent, _ files: [ExchangeMessage.Attachment] = [], on referral: String) throws {
        try enter([content], files, on: referral)
    }

    /// Several steps that one answer tells of: all of them, or none.
    func enter(_ contents: [ReferralContent], _ files: [ExchangeMessage.Attachment] = [], on referral: String) throws {
        try node.change(by: account) { transaction in
            let ledger = ReferralLedger(node, transaction)
            for content in contents {
                guard let row = try ledger.rows.find(referral), row.partner.isEmpty, row.direction == .outgoing, let event = content.event else {
                    throw WebError.notFound
                }
                guard row.rules.permits(event, by: .receiver, in: row.state) else { throw ReferralError(.notNow) }
                var after = try ledger.apply(content, bytes: content.canonicalBytes, by: .receiver, to: row, moment: node.now(), account: account).row
                try ReferralReceiver.follow(content, after, files, ledger)
                // Whoever entered it knows it.
                after.hasNews = false
                guard let current = try ledger.rows.find(referral), current.state == after.state else { continue }
                try ledger.rows.update(after)
            }
            try ledger.steps.noteSeen(referral, by: account)
        }
    }

    /// Notes that everything was looked at.
    func noteSeen(_ referral: String) throws {
        try node.database.write { connection in
            let rows = ReferralRows(node, connection)
            guard var row = try rows.find(referral) else { return }
            try ReferralSteps(node, connection).noteSeen(referral, by: account)
            guard row.hasNews else { return }
            row.hasNews = false
            try rows.update(row)
        }
    }
}
