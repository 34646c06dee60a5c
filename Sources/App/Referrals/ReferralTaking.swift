import Dictionary
import Journal
import Referral

/// The receiver takes a referral on.
struct ReferralTaking {
    let ledger: ReferralLedger

    /// Makes the case that the receiver works on, of everything that was shared until now, or adds that to the case that somebody has put it to. Whoever is asked for a
    /// case has one already.
    func take(_ row: ReferralRow, account: String) throws -> ReferralRow {
        guard row.caseRecord.isEmpty, row.side == .receiver, row.kind != .requestForCase, row.kind != .information else { return row }
        let keeping = SharedPartKeeping(ledger: ledger)
        var row = row
        if let into = try ReferralEarlier(ledger: ledger).chosen(for: row), let state = try ledger.transaction.state(of: into), !state.isErased,
            !state.isRetracted
        {
            row.caseRecord = into
            try ReferralEarlier(ledger: ledger).recognise(in: row)
            var answers: [String: Answer?] = [:]
            // Somebody asks again for a case that was finished here.
            if ReminderRules.closedStatuses.contains(CaseFacts.openText(state, "status") ?? "") { answers["status"] = Answer(.code("reopened")) }
            // What is asked for urgently makes a case no less urgent than that.
            let present = CaseFacts.openText(state, "priority").map { Answer(.code($0)) }
            if let priority = keeping.priority(of: row, stated: present), priority != present { answers["priority"] = priority }
            if !answers.isEmpty { try ledger.transaction.save(RecordChange(record: into, kind: "case", answers: answers)) }
        }
        for step in try ledger.steps.all(of: row.referral) where step.side == .sender && !step.isOvertaken {
            guard let content = step.content, step.event == nil || step.event == .share else { continue }
            let files = try ReferralFiles(node: ledger.node).attachments(of: content.part, ledger.transaction.connection) { _ in row.referral }
            if row.caseRecord.isEmpty {
                row.caseRecord = try keeping.makeCase(of: row, content.part, account: account, files: files)
            } else {
                try keeping.keep(content.part, of: row, files: files)
            }
        }
        row.account = account
        try ledger.rows.update(row)
        try ledger.transaction.save(
            RecordChange(record: row.referral, kind: "referral", answers: ["case": Answer(try FieldValue(link: row.caseRecord))]), isGuarded: true)
        return row
    }
}
