import Dictionary
import Journal
import Referral
import Storage

/// The gate through which anything of a case goes to another organisation: what the people agreed to, and what the two organisations agreed on, must both let it. It is
/// asked when somebody chooses, when the preview is shown, in the transaction that sends, and whenever an envelope is made of what waits.
struct SharingGate {
    let node: Node
    let connection: any Connection

    /// What keeps something from going.
    enum Obstacle: Sendable, Hashable {
        /// The people of the case did not agree to it. In an emergency a second person can let it go.
        case consent
        /// What was agreed with the organisation has come to its end. Only a new agreement helps.
        case agreementEnded(Agreement)
        /// The organisation is in the network no longer. Only a new agreement helps.
        case memberLeft(Networks.Leaving)
        /// What is agreed with the organisation does not cover this kind of referral, or nothing as sensitive as this.
        case agreementLimit(Agreement, Excess)

        var isConsent: Bool { self == .consent }
        var isEnd: Bool {
            switch self {
            case .agreementEnded, .memberLeft: true
            case .consent, .agreementLimit: false
            }
        }
    }

    /// What of a message is more than an agreement lets go.
    struct Excess: Sendable, Hashable {
        /// Whether it does not cover this kind of referral at all.
        var isOtherKind = false
        /// The most sensitive that it lets go.
        var clearance = Sensitivity.open
        /// Full names of the fields that are more, such as `person.names`, each once.
        var fields: [String] = []
    }

    /// Who receives, and what the gate found.
    struct Finding: Sendable {
        /// Identifier of a partner, or ``ReferralDraft/withoutNode``.
        var partner: String
        var obstacles: [Obstacle]
        /// Whether it goes back to whoever referred the case, under what the people agreed to there.
        var isReturn = false
    }

    /// Asks for everybody to whom a draft would go.
    func findings(for draft: ReferralDraft) throws -> [Finding] {
        let content = try ReferralContent(bytes: draft.content, node.dictionary)
        let purpose = try purpose(of: draft)
        let row = try draft.referral.flatMap { try ReferralRows(node, connection).find($0) }
        return try draft.partners.map {
            try finding(
                for: content, of: draft.caseRecord, purpose: purpose, to: $0, entry: draft.organisation, within: row, chain: row?.chain ?? draft.draft)
        }
    }

    /// What can be chosen for all of a draft's receivers together.
    struct Limits: Sendable {
        /// The most sensitive that the agreements with all of them let go.
        var clearance = Sensitivity.identity
        /// Those to whom nothing goes as long as there is no new agreement.
        var stopped: [Finding] = []
    }

    /// What the agreements say before anything was chosen.
    func limits(for draft: ReferralDraft) throws -> Limits {
        var limits = Limits()
        guard let today = node.today else { return limits }
        let purpose = try self.purpose(of: draft).rawValue
        let agreements = Agreements(node: node, connection: connection)
        for partner in draft.partners {
            guard let record = try entry(of: partner, or: draft.organisation) else { continue }
            switch try agreements.allow(purpose, of: .open, with: record, on: today) {
            case .allowed: limits.clearance = min(limits.clearance, try agreements.clearance(for: purpose, with: record, on: today) ?? .identity)
            case .noAgreement: break
            case .left(let leaving): limits.stopped.append(Finding(partner: partner, obstacles: [.memberLeft(leaving)]))
            case .expired(let agreement): limits.stopped.append(Finding(partner: partner, obstacles: [.agreementEnded(agreement)]))
            case .notCovered(let agreement): limits.stopped.append(Finding(partner: partner, obstacles: [.agreementLimit(agreement, Excess(isOtherKind: true))]))
            }
        }
        return limits
    }

    private func purpose(of draft: ReferralDraft) throws -> ReferralKind {
        try draft.offer?.kind ?? draft.referral.flatMap { try ReferralRows(node, connection).find($0)?.kind } ?? .referral
    }

    private func entry(of partner: String, or entry: String?) throws -> String? {
        guard partner != ReferralDraft.withoutNode else { return entry }
        return try PartnerEntries(node: node, connection: connection).record(of: partner)
    }

    /// - Parameters:
    ///   - partner: an identifier, or ``ReferralDraft/withoutNode``.
    ///   - entry: the record in the directory of one without a node; nil for one that is not in it.
    ///   - row: the referral to which something is added; nil for a new one.
    ///   - chain: by which records are named in what goes.
    func finding(
        for content: ReferralContent, of caseRecord: String, purpose: ReferralKind, to partner: String, entry: String?, within row: ReferralRow? = nil,
        chain: String
    ) throws -> Finding {
        guard let today = node.today else { return Finding(partner: partner, obstacles: [.consent]) }
        let entries = PartnerEntries(node: node, connection: connection)
        let found = try partner == ReferralDraft.withoutNode ? nil : Partners.find(partner, node, connection)
        let record = try self.entry(of: partner, or: entry)
        var finding = Finding(partner: partner, obstacles: [])
        let words = content.words ?? ""
        let isEmpty = content.part.isEmpty && words.isEmpty && content.offer?.arrival == nil
        // Words, and how somebody is recognised, say whatever they say: they count as identity.
        let sensitivity = words.isEmpty && content.offer?.arrival == nil ? content.part.sensitivity(node.dictionary) : .identity
        if !isEmpty {
            let receiver = try record.map { try entries.receiver($0, country: found?.country) } ?? ConsentAgreement.Receiver(country: found?.country)
            var agreement = try caseRecord.isEmpty ? nil : Consents(node: node, connection: connection).effective(for: caseRecord, on: today)
            if let known = agreement { agreement?.workers = try asked(known, of: content, caseRecord, partner, row, chain) }
            let limit = agreement.flatMap { SharingConsent($0, for: receiver, from: node.organisation.country).limit }
            if limit.map({ sensitivity > $0 }) ?? true {
                finding.isReturn = try row.map { try isReturn(content, in: $0, agreement) } ?? false
                if !finding.isReturn { finding.obstacles.append(.consent) }
            }
        }
        guard let record else { return finding }
        switch try Agreements(node: node, connection: connection).allow(purpose.rawValue, of: isEmpty ? .open : sensitivity, with: record, on: today) {
        // Where nothing was ever agreed, the worker's consent alone decides.
        case .allowed, .noAgreement: break
        case .left(let leaving): finding.obstacles.append(.memberLeft(leaving))
        case .expired(let agreement): finding.obstacles.append(.agreementEnded(agreement))
        case .notCovered(let agreement):
            let excess = try excess(of: content, over: record, purpose, on: today)
            finding.obstacles.append(.agreementLimit(agreement, excess))
        }
        return finding
    }

    // MARK: Referrals under way

    /// What keeps a step of ours from going: its words, and what it shares. A step without either says nothing of anybody and always goes, so that a referral can be taken
    /// back, given back, answered and brought to mind whatever has ended.
    func obstacles(to content: ReferralContent, on row: ReferralRow) throws -> [Obstacle] {
        guard content.saysSomething else { return [] }
        let obstacles = try finding(for: content, on: row).obstacles
        guard obstacles.contains(.consent), try isLetGo(row) || isOwnWord(row, content) else { return obstacles }
        return obstacles.filter { !$0.isConsent }
    }

    /// What keeps any words from going in a referral; empty where they may.
    func obstaclesToWords(on row: ReferralRow) throws -> [Obstacle] {
        var words = ReferralContent(.message)
        words.words = "-"
        return try obstacles(to: words, on: row)
    }

    /// What no longer covers what was sent in a referral that is under way: a consent that was taken back or has come to its end, an agreement that has ended. Empty for one
    /// that came in, has ended, or is covered.
    /// - Parameter steps: where they were read already.
    func ended(_ row: ReferralRow, steps: [ReferralStep]? = nil) throws -> [Obstacle] {
        guard row.direction == .outgoing, row.state.isOpen, !row.caseRecord.isEmpty else { return [] }
        // Where words may go, everything may: nothing needs more. That spares opening what was sent.
        guard try !obstaclesToWords(on: row).isEmpty else { return [] }
        return try ended(row, try steps ?? ReferralSteps(node, connection).all(of: row.referral))
    }

    /// The same, asked of each thing that was sent.
    private func ended(_ row: ReferralRow, _ steps: [ReferralStep]) throws -> [Obstacle] {
        var ended: [Obstacle] = []
        for step in steps where step.side == row.side && !step.isOvertaken && !step.isHeldBack {
            guard let content = step.content, step.event == nil || step.event == .share || content.words != nil else { continue }
            for obstacle in try obstacles(to: content, on: row) where !ended.contains(obstacle) { ended.append(obstacle) }
        }
        return ended
    }

    private func finding(for content: ReferralContent, on row: ReferralRow) throws -> Finding {
        let field = row.direction == .outgoing ? "to-organisation" : "from-organisation"
        let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: row.referral)
        return try finding(
            for: content, of: row.caseRecord, purpose: row.kind, to: row.partner.isEmpty ? ReferralDraft.withoutNode : row.partner,
            entry: state.flatMap { CaseFacts.openText($0, field) }, within: row, chain: row.chain)
    }

    /// The workers whose agreement is needed. Somebody whom the receiving partner itself has told of, as when it is asked for a case, and of whom nothing goes back, is asked
    /// there: else its answer would end what the people here had agreed to. It counts what they have said here, and where nobody else is known all are asked.
    private func asked(
        _ agreement: ConsentAgreement, of content: ReferralContent, _ caseRecord: String, _ partner: String, _ row: ReferralRow?, _ chain: String
    ) throws -> Set<String> {
        guard agreement.workers.count > 1, partner != ReferralDraft.withoutNode else { return agreement.workers }
        let theirs = try connection.all(
            """
            SELECT r.record, r.shared, r.referral FROM referral_record r JOIN referral f ON f.referral = r.referral
            WHERE f.organisation = ? AND f.case_record = ? AND f.partner = ? AND r.side = CASE f.direction WHEN 'outgoing' THEN 'receiver' ELSE 'sender' END
            """, [.integer(node.organisation.number), .text(caseRecord), .text(partner)]
        ) { (record: $0.text(0), shared: $0.text(1), referral: $0.text(2)) }
        guard !theirs.isEmpty else { return agreement.workers }
        let going = Set(content.part.items.map(\.shared))
        let make = ReferralWork.shared(node, chain: chain)
        let isGoing = { (record: String) in
            going.contains(make(record)) || theirs.contains { $0.record == record && $0.referral == row?.referral && going.contains($0.shared) }
        }
        let spared = Set(theirs.map(\.record)).subtracting(agreement.spoken).filter { !isGoing($0) }
        let asked = agreement.workers.subtracting(spared)
        return asked.isEmpty ? agreement.workers : asked
    }

    /// Whether a second person let the referral go beyond consent, in an emergency. What the people said afterwards counts more: once they have taken something back, or
    /// refused it, nothing goes without being asked for anew.
    func isLetGo(_ row: ReferralRow) throws -> Bool {
        let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: row.referral)
        guard state?.fields["override-reason"] != nil, let today = node.today else { return false }
        let steps = try ReferralSteps(node, connection).all(of: row.referral)
        guard let moment = steps.last(where: { $0.side == row.side && $0.content?.isBeyondConsent == true })?.heard else { return false }
        let agreement = try row.caseRecord.isEmpty ? nil : Consents(node: node, connection: connection).effective(for: row.caseRecord, on: today)
        return (agreement?.lastEnded ?? 0) <= moment
    }

    /// Whether the receiver of a referral writes to whoever sent it about the work that it was asked for. It does so under what the people agreed to at the sender, as long
    /// as nobody has said anything about sharing here; then that decides.
    private func isOwnWord(_ row: ReferralRow, _ content: ReferralContent) throws -> Bool {
        guard row.side == .receiver, content.part.isEmpty else { return false }
        guard !row.caseRecord.isEmpty, let today = node.today else { return true }
        return try Consents(node: node, connection: connection).effective(for: row.caseRecord, on: today)?.standing ?? .missing == .missing
    }

    private func excess(of content: ReferralContent, over record: String, _ purpose: ReferralKind, on today: CalendarDay) throws -> Excess {
        guard let clearance = try Agreements(node: node, connection: connection).clearance(for: purpose.rawValue, with: record, on: today) else {
            return Excess(isOtherKind: true)
        }
        var excess = Excess(clearance: clearance)
        func add(_ name: String) { if !excess.fields.contains(name) { excess.fields.append(name) } }
        if clearance < .identity {
            if content.words?.isEmpty == false { add("referral.details") }
            if content.offer?.arrival != nil { add("referral.arrival") }
        }
        for item in content.part.items {
            for (name, answer) in item.fields {
                let sensitivity = answer.note == nil ? node.dictionary.field(item.kind, name)?.sensitivity ?? .identity : .identity
                if sensitivity > clearance { add("\(item.kind).\(name)") }
            }
        }
        return excess
    }

    /// Whether a receiver gives back what a referral is for: what it did and the papers of it, and what came from the sender itself. The people agreed at the sender that
    /// the case is worked on together, and the sender says that they did; that its outcome comes back is what they agreed to. It ends where the people have said anything
    /// about sharing here, which then decides, where the referral itself went beyond what was agreed to, and with everything else that is known here: what a worker told
    /// this organisation was not told to the other.
    private func isReturn(_ content: ReferralContent, in row: ReferralRow, _ agreement: ConsentAgreement?) throws -> Bool {
        // What waited while the sender closed it, or took it back, was chosen while it was being worked on.
        guard row.side == .receiver, row.kind != .requestForCase, !row.state.isUndecided, row.state != .declined,
            content.offer == nil, content.words == nil, agreement?.standing == .missing,
            try !ReferralMarks(row.referral, node, connection).isBeyondConsent
        else { return false }
        let theirs = Set(
            try connection.all("SELECT shared FROM referral_record WHERE referral = ? AND side = 'sender'", [.text(row.referral)]) { $0.text(0) })
        // A case that was here before holds what was done before anybody asked.
        let isOfReferral = try ReferralRows(node, connection).ofCase(row.caseRecord).contains { other in
            other.direction == .incoming && other.partner == row.partner && SharedPartKeeping.caseRecord(of: other.referral, node) == row.caseRecord
        }
        return content.part.items.allSatisfy { theirs.contains($0.shared) || isOfReferral && ["action", "document"].contains($0.kind) }
    }
}
