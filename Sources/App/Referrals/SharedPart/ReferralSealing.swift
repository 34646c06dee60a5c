import Dictionary
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
    /// read until then. What came from the sender is in no list, count or export any more, its open facts included; a case that is here only because of it is closed, and
    /// may not be used. What was written here stays, but nothing that says who it is about.
    func sealAway(_ row: ReferralRow) throws {
        guard row.side == .receiver else { return }
        let records = try transaction.connection.all(
            "SELECT record FROM referral_record WHERE referral = ? AND side = 'sender'", [.text(row.referral)]
        ) { $0.text(0) }
        var receipt = ReferralContent(.seal)
        receipt.reads = try reads(of: [row.referral] + records)
        try ledger.act(receipt, on: row, account: "")
        let others = try others(naming: records, than: row)
        for record in records { try takeOut(record) }
        // While the steps can still be read: afterwards nobody knows what came from the sender.
        try takeBackFacts(of: row)
        let isClosed = try closeCase(of: row)
        try withdrawOnward(naming: Set(records + (isClosed ? [row.caseRecord] : [])))
        try erase(row.referral, Self.ground)
        for (other, shared) in others { try SharedPartKeeping(ledger: ledger).restore(shared, of: other, after: row.referral) }
    }

    /// Takes a record that came from the sender out of lists, counts and exports, with what tied it to others, and destroys its key. Erasing alone would leave what is open
    /// in it.
    private func takeOut(_ record: String) throws {
        guard let state = try transaction.state(of: record), !state.isErased else { return }
        let rows = RecordRows(connection: transaction.connection, organisation: ledger.node.organisation.number)
        for item in try rows.linking(to: record) where item.field == "from" && item.row.state.kind == "relation" {
            try transaction.setRetracted(true, record: item.row.record, ground: Self.ground)
        }
        try transaction.setRetracted(true, record: record, ground: Self.ground)
        try transaction.erase(record: record, ground: Self.ground)
    }

    /// Takes open facts of the sender's case out of the case that they were written into: as far as it still says what the sender said, and no other referral of the same
    /// case says it too. What somebody here has changed is theirs.
    private func takeBackFacts(of row: ReferralRow) throws {
        let record = row.caseRecord
        guard !record.isEmpty, record == SharedPartKeeping.caseRecord(of: row.referral, ledger.node), let state = try transaction.state(of: record),
            !state.isErased, !state.isRetracted
        else { return }
        let keeping = SharedPartKeeping(ledger: ledger)
        let others = try living(inCase: record, than: row).map { try keeping.facts(of: $0) }
        var answers: [String: Answer?] = [:]
        for (name, told) in try keeping.facts(of: row) {
            guard let field = state.fields[name], let present = try transaction.answer(field, field: name, kind: "case", record: record),
                told.contains(present), !others.contains(where: { $0[name]?.contains(present) == true })
            else { continue }
            answers.updateValue(nil, forKey: name)
        }
        guard !answers.isEmpty else { return }
        try transaction.save(RecordChange(record: record, kind: "case", answers: answers), ground: Self.ground)
    }

    /// Closes a case that is here only because of referrals which were all taken back, and takes it out of lists and counts. Where somebody here has recorded a worker of
    /// their own, it is a case of this organisation's as well, and stays.
    /// - Returns: whether it was closed.
    private func closeCase(of row: ReferralRow) throws -> Bool {
        let (record, node) = (row.caseRecord, ledger.node)
        guard !record.isEmpty, let state = try transaction.state(of: record), !state.isErased, !state.isRetracted,
            try ledger.rows.ofCase(record).contains(where: { $0.direction == .incoming && SharedPartKeeping.caseRecord(of: $0.referral, node) == record }),
            try living(inCase: record, than: row).isEmpty, try !hasOwnPeople(record)
        else { return false }
        var answers: [String: Answer?] = ["status": Answer(.code("closed")), "closing-reason": Answer(.code(Self.closingReason))]
        if let today = node.today { answers["closing-date"] = Answer(.date(PartialDate(today))) }
        try transaction.save(RecordChange(record: record, kind: "case", answers: answers), ground: Self.ground)
        try transaction.setRetracted(true, record: record, ground: Self.ground)
        return true
    }

    /// Why such a case is closed: a code of the list `closing-reason`.
    static let closingReason = "withdrawn-by-sender"

    /// Other referrals that came in for a case and that nobody declined or took back.
    private func living(inCase record: String, than row: ReferralRow) throws -> [ReferralRow] {
        try ledger.rows.ofCase(record).filter { $0.direction == .incoming && $0.referral != row.referral && ![.withdrawn, .declined].contains($0.state) }
    }

    private func hasOwnPeople(_ caseRecord: String) throws -> Bool {
        let group = try CaseGroup(connection: transaction.connection, organisation: ledger.node.organisation.number).records(ofCase: caseRecord)
        let workers = Consents.workers(in: group)
        return group.contains { $0.state.kind == "person" && workers.contains($0.record) && !$0.state.isErased }
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

    /// How many people here looked at the records, in how many hours, when first and when last. Nobody knows how often: within an hour one entry is kept of a person and a
    /// record (``ReadingLog``), so that entries of several records of one person in one hour count once.
    private func reads(of records: [String]) throws -> ReferralContent.Reads {
        let rows = RecordRows(connection: transaction.connection, organisation: ledger.node.organisation.number)
        let readings = try records.flatMap { try rows.entries(of: $0) }.filter { $0.entry.act == .read }
        let moments = readings.map(\.entry.clock.milliseconds)
        let hours = Set(readings.map { [$0.entry.author, "\($0.entry.clock.milliseconds / 3_600_000)"] })
        return ReferralContent.Reads(
            count: hours.count, people: Set(readings.map(\.entry.author)).count, first: moments.min() ?? 0, last: moments.max() ?? 0)
    }
}
