import Storage

/// Who writes which entries of the directory, and how their owners have answered. Each organisation writes the entries of its feed; whoever follows it adds private notes
/// only. Whose an entry is it says itself: ``PartnerEntries``.
struct DirectoryOwners {
    let node: Node
    let connection: any Connection

    /// The identifier of the organisation whose feed brought an entry; nil for an entry that is written here.
    func writer(of record: String) throws -> String? {
        try connection.first(
            "SELECT owner FROM directory_feed_entry WHERE record = ? AND organisation = ?", [.text(record), .integer(node.organisation.number)]
        ) { $0.text(0) }
    }

    /// All entries that came by feeds.
    func records() throws -> Set<String> {
        Set(
            try connection.all("SELECT record FROM directory_feed_entry WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.text(0) })
    }

    /// How the givers of services have answered, by record of the organisation: the same for all entries that are one organisation. O(referrals + partners).
    func responses() throws -> [String: PartnerResponses.Response] {
        var responses = try PartnerResponses(node: node, connection: connection).all()
        let entries = PartnerEntries(node: node, connection: connection)
        for (record, response) in responses where !record.hasPrefix(PartnerResponses.nameMark) {
            for other in try entries.same(as: record) where other != record { responses[other] = response }
        }
        return responses
    }
}
