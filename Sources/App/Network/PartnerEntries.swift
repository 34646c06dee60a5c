import Dictionary
import Journal
import Storage
import Vault

/// Which entry of the directory is which organisation that messages are exchanged with: consents and agreements name entries of the directory, messages go to partners.
///
/// The entry itself says whose it is, in the field `owner`: the identifier of the organisation that it describes. Nobody becomes the receiver that a worker named by
/// giving itself that name: only the organisation's own signed feed, a person here who may say so, and the making of an entry for a partner write that field
/// (``check(_:)``).
struct PartnerEntries {
    let node: Node
    let connection: any Connection

    /// An organisation that a consent or an agreement can name.
    struct Choice: Sendable, Hashable {
        /// The record in the directory; of a partner's own entry also before it is there.
        var record: String
        var name: String
        /// A code of the list `country`.
        var country: String?
        /// Whether messages cross to it.
        var isPartner: Bool
        /// Other entries that are the same organisation: records may name them from before.
        var others: [String] = []
    }

    /// What stands in `source` of an entry that was made for a partner.
    static let source = "Partner"
    /// The field that says whose entry it is.
    static let owner = "owner"

    private var rows: RecordRows { RecordRows(connection: connection, organisation: node.organisation.number) }

    // MARK: Which is which

    /// The entry of a partner: the one of its own feed, else the one that somebody said it is, else the one that is made for it.
    /// - Parameter partner: the organisation's identifier.
    func record(of partner: String) throws -> String { try owned(by: partner).first ?? own(partner) }

    private func own(_ partner: String) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "partner entry\n\(partner)")) }

    /// The organisations of the directory that an organisation owns, the one that counts as its entry first. O(its entries).
    func owned(by owner: String) throws -> [String] {
        try connection.all(
            """
            SELECT l.record FROM record_link l JOIN record_state s ON s.record = l.record
            LEFT JOIN directory_feed_entry f ON f.organisation = s.organisation AND f.owner = l.target AND f.record = l.record
            WHERE l.target = ? AND l.field = 'owner' AND s.organisation = ? AND s.kind = 'organisation' AND s.retracted = 0 AND s.erased = 0
            ORDER BY CASE WHEN f.record IS NOT NULL THEN 0 WHEN l.record = ? THEN 2 ELSE 1 END, s.created, l.record
            """, [.text(owner), .integer(node.organisation.number), .text(own(owner))]
        ) { $0.text(0) }
    }

    /// Who owns an entry, by identifier: of a service that is whoever owns the organisation that gives it. Nil for an organisation of which nobody has said it.
    func owner(of record: String) throws -> String? {
        guard var state = try rows.state(of: record) else { return nil }
        if state.kind == "service" {
            guard let giver = CaseFacts.openText(state, "organisation"), let found = try rows.state(of: giver) else { return nil }
            state = found
        }
        return CaseFacts.openText(state, Self.owner)
    }

    /// The partner that an entry is, or that gives a service; nil for none. O(partners) for an entry of which nobody has said it.
    func partner(of record: String) throws -> Partner? {
        let partners = PartnerRows(connection, organisation: node.organisation)
        if let owner = try owner(of: record) {
            let partner = try partners.find(owner)
            return partner?.trust == .removed ? nil : partner
        }
        return try partners.all().first { $0.trust != .removed && own($0.identifier) == record }
    }

    /// All entries that are the same organisation as this one, this one among them: whatever was said of one of them was said of the organisation.
    func same(as record: String) throws -> [String] {
        guard let owner = try owner(of: record) ?? partner(of: record)?.identifier else { return [record] }
        return Set(try owned(by: owner) + [own(owner), record]).sorted()
    }

    /// The entry that counts as that of an organisation of which several are there.
    func standing(for record: String) throws -> String {
        guard let owner = try owner(of: record) ?? partner(of: record)?.identifier else { return record }
        return try self.record(of: owner)
    }

    /// Says whose entry it is. What was said before is forgotten.
    /// - Parameter owner: the identifier of a partner or of this organisation; nil for neither.
    func tie(_ record: String, to owner: String?, in transaction: RecordTransaction) throws {
        let answer = try owner.map { Answer(try FieldValue(link: $0)) }
        try transaction.save(RecordChange(record: record, kind: "organisation", answers: [Self.owner: answer]), isGuarded: true)
    }

    /// Who owns an entry decides to whom a case goes: no form, import or program says it.
    /// - Throws: ``AppError`` for a change from outside that would.
    static func check(_ change: RecordChange) throws {
        guard change.kind == "organisation", change.answers[owner] != nil else { return }
        throw AppError("Whose entry it is cannot be written from outside. Say it on the page of the entry.")
    }

    // MARK: Naming

    /// The organisations of the directory and those that messages cross to, by name; of several entries of one organisation the one that counts. O(entries).
    func choices(_ books: DirectoryBooks) throws -> [Choice] {
        let partners = try PartnerRows(connection, organisation: node.organisation).all().filter { $0.trust.isTrusted }
        var byRecord: [String: (partner: Partner, others: [String])] = [:]
        for partner in partners {
            let record = try record(of: partner.identifier)
            byRecord[record] = (partner, try same(as: record).filter { $0 != record })
        }
        let passedOver = Set(byRecord.values.flatMap(\.others))
        var choices = try books.entries(of: node, .open, connection).organisations.filter { entry in
            entry.view.code("active") != "no" && !passedOver.contains(entry.record) && entry.view.links(Self.owner).first != node.organisation.identifier
        }.map { entry in
            let known = byRecord.removeValue(forKey: entry.record)
            return Choice(
                record: entry.record, name: entry.view.firstName ?? entry.record, country: entry.view.code("country"), isPartner: known != nil,
                others: known?.others ?? [])
        }
        choices += byRecord.map { Choice(record: $0, name: $1.partner.name, country: $1.partner.country, isPartner: true, others: $1.others) }
        return choices.sorted { ($0.name.lowercased(), $0.record) < ($1.name.lowercased(), $1.record) }
    }

    /// Makes the entry of a partner if it is not there yet, so that records can name it.
    /// - Parameter record: of ``choices(_:)``, or of ``record(of:)``.
    func ensure(_ record: String, in transaction: RecordTransaction) throws {
        guard try transaction.state(of: record) == nil, let partner = try partner(of: record) else { return }
        var answers: [String: Answer?] = [
            "names": Answer(try FieldValue(list: [.name(try PersonName(full: partner.name))], type: .name)),
            "source": Answer(try FieldValue(text: Self.source)), Self.owner: Answer(try FieldValue(link: partner.identifier)),
            "source-identifier": Answer(try FieldValue(text: partner.identifier)), "active": Answer(.code("yes")),
        ]
        if node.dictionary.vocabulary("country")?.contains(partner.country) == true { answers["country"] = Answer(.code(partner.country)) }
        try transaction.save(RecordChange(record: record, kind: "organisation", answers: answers), isGuarded: true)
    }

    // MARK: Receiving

    /// What consents are asked about for an organisation of the directory, and for the partner that it is.
    /// - Parameter country: where it works; nil where only the entry says so.
    func receiver(_ record: String, country: String? = nil) throws -> ConsentAgreement.Receiver {
        let state = try rows.state(of: record)
        return ConsentAgreement.Receiver(
            organisations: Set(try same(as: record)), kind: state.flatMap { CaseFacts.openText($0, "kind") },
            country: country ?? state.flatMap { CaseFacts.openText($0, "country") })
    }

    // MARK: From before

    /// Lets the entries say what a table beside them said before: which partner each is, and by whose feed it came. To be done once when the server starts.
    static func carryOver(_ node: Node) throws {
        let told = try node.database.read { connection in
            let organisation = Value.integer(node.organisation.number)
            let ties = try connection.all("SELECT record, partner FROM network_partner WHERE organisation = ?", [organisation]) { ($0.text(0), $0.text(1)) }
            let fed = try connection.all("SELECT record, owner FROM directory_feed_entry WHERE organisation = ?", [organisation]) { ($0.text(0), $0.text(1)) }
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            return try (ties + fed).filter { record, _ in
                guard let state = try rows.state(of: record), state.kind == "organisation", !state.isErased, !state.isRetracted else { return false }
                return CaseFacts.openText(state, owner) == nil
            }
        }
        guard !told.isEmpty else { return }
        try node.change(by: "exchange") { transaction in
            let entries = PartnerEntries(node: node, connection: transaction.connection)
            for (record, owner) in told { try entries.tie(record, to: owner, in: transaction) }
            try transaction.connection.execute("DELETE FROM network_partner WHERE organisation = ?", [.integer(node.organisation.number)])
        }
    }
}
