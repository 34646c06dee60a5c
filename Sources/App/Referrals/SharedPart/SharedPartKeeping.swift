import Dictionary
import Journal
import Referral
import Storage
import Vault

/// Brings what a partner shared into the case here: each record of theirs becomes a record of ours that says whose it is.
///
/// Of the partner's case itself only open facts become answers of the case here. What was told in confidence stays in the shared part, which is shown beside the case:
/// so that a withdrawal can take all of it away without touching what was written here.
struct SharedPartKeeping {
    let ledger: ReferralLedger

    private var node: Node { ledger.node }
    private var transaction: RecordTransaction { ledger.transaction }

    /// The record of the case that a referral makes here.
    static func caseRecord(of referral: String, _ node: Node) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "referred-case\n\(referral)"))
    }

    /// Makes a case of a referral that was accepted.
    /// - Returns: the record of the case.
    func makeCase(of row: ReferralRow, _ part: SharedPart, account: String, files: [ExchangeMessage.Attachment]) throws -> String {
        let record = Self.caseRecord(of: row.referral, node)
        var answers: [String: Answer?] = [
            "status": Answer(.code("intake")), "group": Answer(.code("no")),
            "assigned-to": Answer(try FieldValue(list: [FieldValue(link: account)], type: .link)),
        ]
        for item in part.items where item.kind == "case" { answers.merge(openFacts(of: item)) { own, _ in own } }
        answers["priority"] = priority(of: row, stated: answers["priority"] ?? nil)
        if let today = node.today {
            answers["intake-date"] = Answer(.date(PartialDate(today)))
            try CaseNumbers.number(&answers, on: today, transaction)
        }
        try transaction.save(RecordChange(record: record, kind: "case", answers: answers))
        var row = row
        row.caseRecord = record
        try keep(part, of: row, files: files)
        return record
    }

    /// The open facts of the sender's own case that a referral told, each with all that was said of it.
    func facts(of row: ReferralRow) throws -> [String: [Answer]] {
        var facts: [String: [Answer]] = [:]
        for step in try ledger.steps.all(of: row.referral) where step.side == row.side.other && !step.isOvertaken {
            for item in step.content?.part.items ?? [] where item.kind == "case" {
                for case let (name, answer?) in openFacts(of: item) { facts[name, default: []].append(answer) }
            }
        }
        if let priority = priority(of: row, stated: facts["priority"]?.first) { facts["priority", default: []].append(priority) }
        return facts
    }

    /// How soon a case must be taken up that is asked for so urgently: no later than the sender wants an answer, and no later than the sender's own case says.
    func priority(of row: ReferralRow, stated: Answer?) -> Answer? {
        let codes = node.dictionary.vocabulary("priority")?.terms.map(\.code) ?? []
        let asked = row.urgency == "same-day" ? "urgent" : row.urgency
        var known = [asked]
        if case .code(let code)? = stated?.value { known.append(code) }
        // The list begins with the most urgent.
        guard let first = codes.first(where: known.contains) else { return stated }
        return stated?.value == .code(first) ? stated : Answer(.code(first))
    }

    private func openFacts(of item: SharedPart.Item) -> [String: Answer?] {
        var answers: [String: Answer?] = [:]
        for (name, answer) in item.fields where answer.note == nil {
            guard let field = node.dictionary.field("case", name), field.sensitivity == .open, !["status", "group", "confidential"].contains(name) else {
                continue
            }
            answers[name] = answer
        }
        return answers
    }

    /// Adds the records of a part to the case, or what is new in them. The partner's word changes only what came from the partner.
    /// - Parameter salt: tells a record that is made again from the one before, which can never be written any more.
    func keep(_ part: SharedPart, of row: ReferralRow, files: [ExchangeMessage.Attachment], salt: String = "") throws {
        for item in part.items where item.kind != "case" {
            if let known = try origin(item.shared, row.referral) {
                guard known.side == row.side.other, let state = try transaction.state(of: known.record), !state.isErased, state.kind == item.kind else {
                    continue
                }
                try save(item, as: known.record, row, files)
            } else {
                let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "referred\n\(row.referral)\n\(item.shared)\(salt)"))
                try save(item, as: record, row, files)
                try note(item.shared, is: record, of: row.side.other, in: row.referral)
                try tie(item, record, row, salt)
            }
        }
    }

    /// Makes records again that were erased because another referral, which had brought them too, was withdrawn: of what this one says of them, and no more.
    func restore(_ shared: Set<String>, of row: ReferralRow, after other: String) throws {
        for name in shared {
            try transaction.connection.execute("DELETE FROM referral_record WHERE referral = ? AND shared = ?", [.text(row.referral), .text(name)])
        }
        for step in try ledger.steps.all(of: row.referral) where step.side == row.side.other && !step.isOvertaken {
            var part = step.content?.part ?? SharedPart()
            part.items.removeAll { !shared.contains($0.shared) }
            let files = try ReferralFiles(node: node).attachments(of: part, transaction.connection) { _ in row.referral }
            try keep(part, of: row, files: files, salt: "\n\(other)")
        }
    }

    private func save(_ item: SharedPart.Item, as record: String, _ row: ReferralRow, _ files: [ExchangeMessage.Attachment]) throws {
        var answers = Listing.withoutSteps([String: Answer?](item.fields.map { ($0.name, $0.answer) }, uniquingKeysWith: { $1 }), of: item.kind)
        if let field = node.dictionary.field(item.kind, "case") {
            let link = try FieldValue(link: row.caseRecord)
            answers["case"] = Answer(try field.takesList ? FieldValue(list: [link], type: .link) : link)
        }
        try transaction.save(RecordChange(record: record, kind: item.kind, answers: answers))
        try ReferralFiles(node: node).keep(files, named: item, at: record, in: transaction)
    }

    private func tie(_ item: SharedPart.Item, _ record: String, _ row: ReferralRow, _ salt: String) throws {
        guard item.kind == "person" || item.kind == "party", let role = item.role else { return }
        let relation = RecordIdentifier.text(node.keys.recordIdentifier(for: "referred-relation\n\(row.referral)\n\(item.shared)\(salt)"))
        // Whoever was asked for answers about the same worker: that makes no group of one case.
        let isGroup = try role == "worker" && !(row.direction == .outgoing && isKnown(item, besides: record, row))
        try CaseWork.relate(record, to: row.caseRecord, as: role, record: relation, marksGroup: isGroup, transaction)
    }

    /// Whether the case has a worker already who is called so.
    private func isKnown(_ item: SharedPart.Item, besides record: String, _ row: ReferralRow) throws -> Bool {
        let told = item.fields.filter { $0.name == "names" }.compactMap(\.answer.value).flatMap(PersonNames.keys)
        guard !told.isEmpty else { return false }
        let rows = RecordRows(connection: transaction.connection, organisation: node.organisation.number)
        var gate = Gate(reader: .keyHolder, node: node, connection: transaction.connection)
        for worker in try rows.workers(of: row.caseRecord) where worker != record {
            guard let state = try transaction.state(of: worker), !state.isErased, !state.isRetracted else { continue }
            let known = try gate.answer("names", state, of: worker)?.value.map(PersonNames.keys) ?? []
            if PersonNames.areAlike(told, known) { return true }
        }
        return false
    }

    // MARK: Which record is which

    /// The record here behind an identifier of the conversation, and whose it is.
    func origin(_ shared: String, _ referral: String) throws -> (record: String, side: ReferralSide)? {
        try transaction.connection.first("SELECT record, side FROM referral_record WHERE referral = ? AND shared = ?", [.text(referral), .text(shared)]) {
            ($0.text(0), ReferralSide(rawValue: $0.text(1)) ?? .sender)
        }
    }

    func note(_ shared: String, is record: String, of side: ReferralSide, in referral: String) throws {
        guard try origin(shared, referral) == nil else { return }
        try transaction.connection.execute(
            "INSERT INTO referral_record (referral, shared, record, side) VALUES (?, ?, ?, ?)",
            [.text(referral), .text(shared), .text(record), .text(side.rawValue)])
    }
}
