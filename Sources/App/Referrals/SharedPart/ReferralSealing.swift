import Journal
import Referral
import Storage

/// Takes away what a partner had shared and what may not be used any more: of a referral that its sender withdrew, and of one that was declined here.
struct ReferralSealing {
    let ledger: ReferralLedger

    /// The grounds that stand in the journal with each record that is gone.
    static let ground = "The organisation that had shared it took it back."
    static let declinedGround = "It was declined: what was shared for it is not needed here."

    private var transaction: RecordTransaction { ledger.transaction }

    /// Destroys the keys of everything that came from the sender, here, in what waits to be sent and in what was passed on to others, and tells the sender what had been
    /// read until then. What was written here stays, but nothing that says who it is about.
    func sealAway(_ row: ReferralRow) throws {
        guard row.side == .receiver else { return }
        let records = try transaction.connection.all(
            "SELECT record FROM referral_record WHERE referral = ? AND side = 'sender'", [.text(row.referral)]
        ) { $0.text(0) }
        var receipt = ReferralContent(.seal)
        receipt.reads = try reads(of: [row.referral] + records)
        try ledger.act(receipt, on: row, account: "")
        let others = try others(naming: records, than: row)
        for record in records { try transaction.erase(record: record, ground: Self.ground) }
        try withdrawOnward(naming: Set(records))
        try erase(row.referral, Self.ground)
        for (other, shared) in others { try SharedPartKeeping(ledger: ledger).restore(shared, of: other, after: row.referral) }
    }

    /// Referrals of the same sender that brought some of these records too, and that nobody took back: what they say of them may still be used.
    private func others(naming records: [String], than row: ReferralRow) throws -> [(row: ReferralRow, shared: Set<String>)] {
        var shared: [String: Set<String>] = [:]
        for record in records {
            let naming = try transaction.connection.all(
                "SELECT referral, shared FROM referral_record WHERE record = ? AND side = 'sender' AND referral <> ?", [.text(record), .text(row.referral)]
            ) { ($0.text(0), $0.text(1)) }
            for (referral, name) in naming { shared[referral, default: []].insert(name) }
        }
        return try shared.keys.sorted().compactMap { referral in
            guard let other = try ledger.rows.find(referral), other.direction == .incoming, other.partner == row.partner, !other.caseRecord.isEmpty,
                ![.withdrawn, .declined].contains(other.state)
            else { return nil }
            return (other, shared[referral] ?? [])
        }
    }

    /// Whoever declined has no use for what was shown: who asked, when, and why it was declined stays, and nothing of the person.
    func sealDeclined(_ row: ReferralRow) throws {
        guard row.side == .receiver, row.state == .declined else { return }
        try erase(row.referral, Self.declinedGround)
    }

    /// Ends the link by which a partner without a node sees a referral.
    static func endLink(of referral: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM referral_link WHERE referral = ?", [.text(referral)])
    }

    /// What may not be used here may not be used by those either to whom it was passed on: each such referral is withdrawn, and the copy that was kept of it goes.
    private func withdrawOnward(naming records: Set<String>) throws {
        guard !records.isEmpty else { return }
        try ReferralDrafts(node: ledger.node).remove(naming: records, transaction.connection)
        var referrals: Set<String> = []
        for record in records {
            let naming = try transaction.connection.all(
                """
                SELECT r.referral FROM referral_record r JOIN referral o ON o.referral = r.referral
                WHERE r.record = ? AND o.organisation = ? AND o.direction = 'outgoing'
                """, [.text(record), .integer(ledger.node.organisation.number)]
            ) { $0.text(0) }
            referrals.formUnion(naming)
        }
        for referral in referrals.sorted() {
            guard let row = try ledger.rows.find(referral) else { continue }
            if row.state != .withdrawn { try withdraw(row) }
            try ReferralNotices(transaction: transaction).announce(row)
            try erase(referral, Self.ground)
        }
    }

    private func withdraw(_ row: ReferralRow) throws {
        let withdrawal = ReferralContent(.withdraw)
        do {
            var after = try ledger.act(withdrawal, on: row, account: "")
            after.hasNews = true
            try ledger.rows.update(after)
        } catch is ReferralError {
            // Nothing crosses to that partner any more; here it is withdrawn all the same.
            _ = try ledger.apply(
                withdrawal, bytes: withdrawal.canonicalBytes, by: row.side, to: row, moment: ledger.node.now(), account: "")
        }
    }

    private func erase(_ referral: String, _ ground: String) throws {
        try DocumentStore(node: ledger.node).removeFiles(of: referral, transaction.connection)
        try transaction.erase(record: referral, ground: ground)
        try Self.endLink(of: referral, transaction.connection)
        try ReferralEarlier.forget(referral, transaction.connection)
    }

    /// How often people here looked at the records, and when last.
    private func reads(of records: [String]) throws -> ReferralContent.Reads {
        let rows = RecordRows(connection: transaction.connection, organisation: ledger.node.organisation.number)
        let readings = try records.flatMap { try rows.entries(of: $0) }.filter { $0.entry.act == .read }
        return ReferralContent.Reads(count: readings.count, last: readings.map(\.entry.clock.milliseconds).max() ?? 0)
    }
}
