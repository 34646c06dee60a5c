import Storage

/// Whose feed an entry of the directory came by. Each organisation writes its own entries; whoever follows it adds private notes only.
struct DirectoryOwners {
    let node: Node
    let connection: any Connection

    /// The organisation's identifier; nil for an entry that was written here.
    func owner(of record: String) throws -> String? {
        try connection.first(
            "SELECT owner FROM directory_feed_entry WHERE record = ? AND organisation = ?", [.text(record), .integer(node.organisation.number)]
        ) { $0.text(0) }
    }

    /// All entries that came by feeds.
    func records() throws -> Set<String> {
        Set(
            try connection.all("SELECT record FROM directory_feed_entry WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.text(0) })
    }

    /// How the givers of services have answered, by record of the organisation: also for those whose entry came by their own feed, and not only for the entry that was made
    /// here for a partner. O(referrals + entries of feeds).
    func responses() throws -> [String: PartnerResponses.Response] {
        var responses = try PartnerResponses(node: node, connection: connection).all()
        let entries = PartnerEntries(node: node, connection: connection)
        let rows = try connection.all(
            "SELECT owner, record FROM directory_feed_entry WHERE organisation = ?", [.integer(node.organisation.number)]
        ) { (owner: $0.text(0), record: $0.text(1)) }
        for (owner, rows) in Dictionary(grouping: rows, by: \.owner) {
            guard let response = responses[try entries.record(of: owner)] else { continue }
            for row in rows where responses[row.record] == nil { responses[row.record] = response }
        }
        return responses
    }
}
