import Dictionary
import Journal
import Storage
import Vault

/// Which entry of the directory is which organisation that messages are exchanged with: consents and agreements name entries of the directory, messages go to partners.
///
/// Nobody becomes the receiver that a worker named by giving itself that name: an entry is a partner's when it was made for that partner, or when somebody here has
/// said so.
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
    }

    /// What stands in `source` of an entry that was made for a partner; such entries are not published as our own.
    static let source = "Partner"

    // MARK: Which is which

    /// The entry of a partner: the one that somebody said it is, or else its own.
    /// - Parameter partner: the organisation's identifier.
    func record(of partner: String) throws -> String {
        try connection.first(
            "SELECT record FROM network_partner WHERE organisation = ? AND partner = ?", [.integer(node.organisation.number), .text(partner)]
        ) { $0.text(0) } ?? own(partner)
    }

    private func own(_ partner: String) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "partner entry\n\(partner)")) }

    /// The partner that an entry is; nil for none. O(partners).
    func partner(of record: String) throws -> Partner? {
        try PartnerRows(connection, organisation: node.organisation).all().first { partner in
            guard partner.trust != .removed else { return false }
            return try self.record(of: partner.identifier) == record
        }
    }

    /// Says that an entry is a partner. What it was before is forgotten.
    /// - Parameter partner: nil for no partner.
    func tie(_ record: String, to partner: String?) throws {
        let organisation = Value.integer(node.organisation.number)
        try connection.execute("DELETE FROM network_partner WHERE organisation = ? AND record = ?", [organisation, .text(record)])
        guard let partner else { return }
        try connection.execute(
            """
            INSERT INTO network_partner (organisation, partner, record) VALUES (?, ?, ?)
            ON CONFLICT (organisation, partner) DO UPDATE SET record = excluded.record
            """, [organisation, .text(partner), .text(record)])
    }

    // MARK: Naming

    /// The organisations of the directory and those that messages cross to, by name. O(entries).
    func choices(_ books: DirectoryBooks) throws -> [Choice] {
        let partners = try PartnerRows(connection, organisation: node.organisation).all().filter { $0.trust.isTrusted }
        var byRecord: [String: Partner] = [:]
        for partner in partners { byRecord[try record(of: partner.identifier)] = partner }
        var choices = try books.entries(of: node, .open, connection).organisations.filter { $0.view.code("active") != "no" }.map { entry in
            Choice(
                record: entry.record, name: entry.view.firstName ?? entry.record, country: entry.view.code("country"),
                isPartner: byRecord.removeValue(forKey: entry.record) != nil)
        }
        choices += byRecord.map { Choice(record: $0, name: $1.name, country: $1.country, isPartner: true) }
        return choices.sorted { ($0.name.lowercased(), $0.record) < ($1.name.lowercased(), $1.record) }
    }

    /// Makes the entry of a partner if it is not there yet, so that records can name it.
    /// - Parameter record: of ``choices(_:)``, or of ``record(of:)``.
    func ensure(_ record: String, in transaction: RecordTransaction) throws {
        guard try transaction.state(of: record) == nil, let partner = try partner(of: record) else { return }
        var answers: [String: Answer?] = [
            "names": Answer(try FieldValue(list: [.name(try PersonName(full: partner.name))], type: .name)),
            "source": Answer(try FieldValue(text: Self.source)),
            "source-identifier": Answer(try FieldValue(text: partner.identifier)), "active": Answer(.code("yes")),
        ]
        if node.dictionary.vocabulary("country")?.contains(partner.country) == true { answers["country"] = Answer(.code(partner.country)) }
        try transaction.save(RecordChange(record: record, kind: "organisation", answers: answers))
    }

    // MARK: Receiving

    /// What consents are asked about for an organisation of the directory, and for the partner that it is.
    /// - Parameter country: where it works; nil where only the entry says so.
    func receiver(_ record: String, country: String? = nil) throws -> ConsentAgreement.Receiver {
        let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record)
        return ConsentAgreement.Receiver(
            organisation: record, kind: state.flatMap { CaseFacts.openText($0, "kind") },
            country: country ?? state.flatMap { CaseFacts.openText($0, "country") })
    }
}
