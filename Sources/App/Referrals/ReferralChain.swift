import Dictionary
import Journal
import Referral
import Storage

/// The same need put to several partners: who gets it, and who is asked next.
struct ReferralChain {
    let ledger: ReferralLedger

    /// An acceptance was heard: the sender's word to whoever gets it, and to the others that it is gone.
    func heard(_ row: ReferralRow) throws {
        guard row.direction == .outgoing else { return }
        let others = try ledger.rows.chain(row.chain)
        let states = others.map { (conversation: $0.conversation, state: $0.state) }
        for decision in ReferralCall.decisions(row.rules, states, after: row.conversation) {
            guard let other = others.first(where: { $0.conversation == decision.conversation }) else { continue }
            var word = ReferralContent(decision.event)
            // Whoever does not get it is told that it is in good hands, not that nobody needs them.
            word.isTakenElsewhere = decision.event == .withdraw
            try ledger.act(word, on: other, account: "")
        }
    }

    /// Asks the next partner on the list for the same: the bytes that the first was sent, but for the mark that they go beyond what the people agreed to, which tells each
    /// partner how it is with them. Whoever the people's agreement does not cover is passed over, unless a second person has let the referral go beyond it, to all on
    /// the list, and nobody has taken anything back since; no agreement between the organisations is passed by anybody's word.
    func askNext(_ row: ReferralRow) throws {
        guard row.direction == .outgoing, !row.list.isEmpty, row.kind != .urgentCall else { return }
        let node = ledger.node
        let chain = try ledger.rows.chain(row.chain)
        guard !chain.contains(where: { $0.state.isTaken || $0.state == .resolved || $0.state == .closed }),
            let sent = try ledger.steps.bytes(1, of: row.referral)
        else { return }
        var content = try ReferralContent(bytes: sent, node.dictionary)
        // What a second person let go was let go to the whole list.
        let letGo = try chain.first { try SharingGate(node: node, connection: ledger.transaction.connection).isLetGo($0) }
        var waiting = row.list
        while let next = EscalationList(waiting).next(asked: Set(chain.map(\.partner))) {
            waiting = Array(waiting.drop { $0 != next }.dropFirst())
            guard let partner = try Partners.find(next, node, ledger.transaction.connection), partner.trust.isTrusted, partner.changedKeys == nil,
                let isBeyond = try isBeyondConsent(content, partner, row, isLetGo: letGo != nil)
            else { continue }
            content.isBeyondConsent = isBeyond
            let bytes = content.canonicalBytes
            var following = ReferralRow(
                referral: RecordIdentifier.random(), conversation: ExchangeMessage.newConversation(), partner: next, partnerName: partner.name,
                caseRecord: row.caseRecord, direction: .outgoing, kind: row.kind, urgency: row.urgency, state: .offered, chain: row.chain, list: waiting,
                account: row.account, offered: node.now(),
                patience: ReferralUrgency.patience(row.urgency, arrival: row.arrival, offered: node.now(), node.dictionary), arrival: row.arrival, changed: node.now())
            following.hasNews = true
            try ledger.begin(following, content, bytes: bytes, account: "", more: isBeyond ? try override(of: letGo ?? row) : [:])
            if isBeyond {
                try ledger.transaction.logReading(of: row.caseRecord, kind: "case", ground: "referral beyond consent: next on the list")
                try ReferralNotices(transaction: ledger.transaction).announceToCustodians()
            }
            let keeping = SharedPartKeeping(ledger: ledger)
            for item in content.part.items {
                guard let origin = try keeping.origin(item.shared, row.referral) else { continue }
                try keeping.note(item.shared, is: origin.record, of: .sender, in: following.referral)
            }
            let files = try ReferralFiles(node: node).attachments(of: content.part, ledger.transaction.connection) { item in
                try keeping.origin(item.shared, row.referral)?.record
            }
            try ledger.send(bytes, on: following, files, about: following.referral)
            try ReferralEarlier(ledger: ledger).tell(following)
            return
        }
    }

    /// Whether what was sent to the first goes beyond what the people agreed to if it goes to the next on this day; nil if it may not go to them.
    private func isBeyondConsent(_ content: ReferralContent, _ partner: Partner, _ row: ReferralRow, isLetGo: Bool) throws -> Bool? {
        let gate = SharingGate(node: ledger.node, connection: ledger.transaction.connection)
        let obstacles = try gate.finding(for: content, of: row.caseRecord, purpose: row.kind, to: partner.identifier, entry: nil, chain: row.chain).obstacles
        if obstacles.isEmpty { return false }
        return isLetGo && obstacles.allSatisfy(\.isConsent) ? true : nil
    }

    /// Why the first went beyond consent, and who let it.
    private func override(of row: ReferralRow) throws -> [String: Answer?] {
        guard let state = try ledger.transaction.state(of: row.referral), !state.isErased else { return [:] }
        var gate = Gate(reader: .keyHolder, node: ledger.node, connection: ledger.transaction.connection)
        let view = try gate.view(state, of: row.referral)
        var answers: [String: Answer?] = [:]
        for name in ["override-reason", "override-second-person"] { if let answer = view.answer(name) { answers[name] = answer } }
        return answers
    }
}

/// Who has the lead in a case that was transferred. There is one: while the receiver has it the sender's case is closed as passed on, and when the receiver gives it back
/// its own is.
struct ReferralLead {
    let ledger: ReferralLedger

    /// The receiver has accepted: the sender's case ends as passed on.
    func passOn(_ row: ReferralRow) throws {
        guard row.kind == .transfer, row.direction == .outgoing else { return }
        try set("closed-referred", row)
    }

    /// The receiver gave it back: the sender's case is worked on again.
    func takeBack(_ row: ReferralRow) throws {
        guard row.direction == .outgoing else { return }
        try set("reopened", row)
    }

    /// The receiver gives it back: its own case ends, since the sender has the lead again. One that was there before the transfer goes on.
    func giveBack(_ row: ReferralRow) throws {
        guard row.kind == .transfer, row.direction == .incoming, row.caseRecord == SharedPartKeeping.caseRecord(of: row.referral, ledger.node) else { return }
        let others = try ledger.rows.ofCase(row.caseRecord).contains { $0.direction == .incoming && $0.referral != row.referral && $0.state.isTaken }
        guard !others else { return }
        var answers: [String: Answer?] = ["status": Answer(.code("closed-referred")), "closing-reason": Answer(.code("transferred"))]
        if let today = ledger.node.today { answers["closing-date"] = Answer(.date(PartialDate(today))) }
        try set(answers, row)
    }

    private func set(_ status: String, _ row: ReferralRow) throws { try set(["status": Answer(.code(status))], row) }

    private func set(_ answers: [String: Answer?], _ row: ReferralRow) throws {
        guard let state = try ledger.transaction.state(of: row.caseRecord), !state.isErased, !state.isRetracted else { return }
        try ledger.transaction.save(RecordChange(record: row.caseRecord, kind: "case", answers: answers))
    }
}

/// What the clock does for a sender: it reminds, and asks the next partner when a deadline has passed.
struct ReferralClockwork: Sendable {
    let node: Node

    /// The author of what nobody did.
    static let author = "clock"

    /// Does everything that is due. Each referral is a transaction of its own, so that one that fails keeps no other waiting.
    /// - Returns: how many it did something to.
    @discardableResult
    func run() throws -> Int {
        let now = node.now()
        let due = try node.database.read { try ReferralRows(node, $0).due(now) }
        for waiting in due {
            try node.change(by: Self.author) { transaction in
                let ledger = ReferralLedger(node, transaction)
                guard let row = try ledger.rows.find(waiting.referral), row.due <= now,
                    let event = row.clock.due(row.state, reminded: row.reminded == 0 ? nil : row.reminded, now: now)
                else { return }
                do {
                    let after = try ledger.act(ReferralContent(event == .remind ? .remind : .expire), on: row, account: "")
                    // Whom nothing reaches by itself, somebody has to call.
                    guard event == .expire || row.partner.isEmpty else { return }
                    // No help has come: whoever sent it must not find that out by looking.
                    var unanswered = after
                    unanswered.hasNews = true
                    try ledger.rows.update(unanswered)
                    try ReferralNotices(transaction: transaction).announce(unanswered)
                    if event == .expire { try ReferralChain(ledger: ledger).askNext(unanswered) }
                } catch is ReferralError {
                    // Nothing crosses to this partner any more. People have to decide what happens; the clock does not ask again at each tick.
                    var stopped = row
                    (stopped.due, stopped.hasNews, stopped.changed) = (ReferralRow.never, true, now)
                    try ledger.rows.update(stopped)
                    try ReferralNotices(transaction: transaction).announce(stopped)
                    try ReferralChain(ledger: ledger).askNext(row)
                }
            }
        }
        return due.count
    }
}
