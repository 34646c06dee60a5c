import Dictionary
import Exchange
import Journal
import Referral
import Storage

/// What people do at a node in a rehearsal, each by the same functions as the pages call.
struct RehearsedActs {
    let node: Node
    let cases: [String]
    let partner: String
    private var work: ReferralWork { ReferralWork(node: node, account: RehearsedPlace.account) }

    /// What was done, and the texts of the case that the partner can read from now on.
    struct Done {
        var referral: String
        var texts: [String] = []
    }

    /// Offers a case, or does something that the rules permit.
    /// - Returns: nil if nothing could be done.
    func act(among rows: [ReferralRow], _ random: inout RehearsalGenerator) throws -> Done? {
        let open = rows.filter { !permitted($0).isEmpty }
        guard !open.isEmpty, !random.happens(perMille: 300) else { return try offer(&random) }
        let row = open[random.number(0...open.count - 1)]
        let events = permitted(row)
        let event = events[random.number(0...events.count - 1)]
        if event == .share { return try share(row, &random) }
        if event == .accept, row.asksForOwnCase {
            _ = try work.take(cases[random.number(0...cases.count - 1)], for: row.referral)
            return Done(referral: row.referral)
        }
        try work.act(content(event, &random), on: row.referral)
        return Done(referral: row.referral)
    }

    private func permitted(_ row: ReferralRow) -> [ReferralEvent] {
        row.rules.permitted(to: row.side, in: row.state).filter { event in
            // Done by the program itself; and a receiver's own cases have nobody's consent here.
            ![.seal, .award, .expire].contains(event) && !(event == .share && row.side == .receiver)
        }
    }

    private func content(_ event: ReferralEvent, _ random: inout RehearsalGenerator) -> ReferralContent {
        var content = ReferralContent(event)
        switch event {
        case .message, .giveBack: content.words = "Words \(random.next())"
        case .decline: content.refusal = node.dictionary.vocabulary("referral-refusal")?.terms.first?.code
        case .resolve: content.outcome = node.dictionary.vocabulary("action-result")?.terms.first?.code
        default: break
        }
        return content
    }

    private func offer(_ random: inout RehearsalGenerator) throws -> Done? {
        let kinds = ReferralKind.allCases.filter { $0 != .arrivalHandOver }
        var draft = ReferralDraft(
            draft: RecordIdentifier.random(), caseRecord: cases[random.number(0...cases.count - 1)], account: RehearsedPlace.account, made: node.now())
        draft.partners = [partner]
        draft.offer = ReferralContent.Offer(kind: kinds[random.number(0...kinds.count - 1)], urgency: "same-day")
        return try send(draft, &random)
    }

    private func share(_ row: ReferralRow, _ random: inout RehearsalGenerator) throws -> Done? {
        var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: row.caseRecord, account: RehearsedPlace.account, made: node.now())
        (draft.partners, draft.referral) = ([partner], row.referral)
        return try send(draft, &random)
    }

    private func send(_ draft: ReferralDraft, _ random: inout RehearsalGenerator) throws -> Done? {
        let choice = try node.database.read { try SharedChoice(of: draft.caseRecord, as: .keyHolder, node, $0) }
        let fields = choice.records.flatMap { record in record.fields.map { (name: SharedChoice.name(record.view.record, $0.field.name), answer: $0.answer) } }
        let chosen = fields.filter { _ in random.happens(perMille: 600) }
        guard !chosen.isEmpty else { return nil }
        let prepared = try work.choose(Set(chosen.map(\.name)), choice, for: draft)
        guard let referral = try work.send(prepared, mark: prepared.mark).first else { return nil }
        // Texts that are nowhere else; codes and dates are in every case.
        let texts = chosen.compactMap { $0.answer?.value?.displayText }.filter { $0.utf8.count > 20 }
        return Done(referral: referral, texts: texts)
    }
}
