import Dictionary
import Journal
import Storage
import Vault

/// The steps of keeping the directory, each one transaction under the name of whoever takes it.
struct DirectoryWork: Sendable {
    /// Days after which an entry must be confirmed again, unless it says another day. A judgement: half of the time in which the search halves its weight.
    static let confirmationDays = 90
    /// Fields that no form shows: what the source said is kept as it came.
    static let kept: Set<String> = ["source-details"]

    let node: Node
    let account: String

    /// Says that somebody checked the entry today, by calling or visiting.
    func confirm(_ entry: DirectoryEntry, by name: String, on day: CalendarDay) throws {
        var answers: [String: Answer?] = [
            "confirmed-on": Answer(.date(PartialDate(day))), "confirmed-by": Answer(try FieldValue(text: name)),
        ]
        if let next = day.adding(days: Self.confirmationDays) { answers["confirm-by"] = Answer(.date(PartialDate(next))) }
        try save(entry, answers)
    }

    /// Free places as of today. None left makes the service full, a place makes a full one open again.
    func setPlaces(_ count: Int, of entry: DirectoryEntry, on day: CalendarDay) throws {
        var answers: [String: Answer?] = [
            "places-free": Answer(.quantity(try Quantity(amount: "\(count)", unit: "places"))), "capacity-on": Answer(.date(PartialDate(day))),
        ]
        let status = entry.view.code("status")
        if count == 0, status == nil || status == "active" { answers["status"] = Answer(.code("full")) }
        if count > 0, status == "full" { answers["status"] = Answer(.code("active")) }
        try save(entry, answers)
    }

    /// A new entry; the same submission makes one.
    /// - Parameters:
    ///   - organisation: of a service, the organisation that gives it.
    ///   - isOwn: of an organisation, whether it is this one, which publishes it.
    func add(_ kind: String, _ answers: [String: Answer?], of organisation: String?, isOwn: Bool = false, submission: String) throws -> String {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "directory added\n\(account)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            var answers = answers
            if let organisation { answers["organisation"] = Answer(try FieldValue(link: organisation)) }
            try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
            guard isOwn, kind == "organisation" else { return }
            try PartnerEntries(node: node, connection: transaction.connection).tie(record, to: node.organisation.identifier, in: transaction)
        }
        return record
    }

    private func save(_ entry: DirectoryEntry, _ answers: [String: Answer?]) throws {
        try node.change(by: account) { try $0.save(RecordChange(record: entry.record, kind: entry.view.kind, answers: answers)) }
    }
}
