import Dictionary
import Storage

/// Which partners are in which network, who coordinates it, and who is in it no longer.
struct Networks {
    let node: Node
    let connection: any Connection

    struct Member: Sendable, Hashable {
        var network: String
        /// The partner's record in the directory.
        var partner: String
        var isCoordinator: Bool
        /// A day as `2026-11-25`.
        var since: String
    }

    /// That a partner, or this organisation, is in a network no longer.
    struct Leaving: Sendable, Hashable {
        var network: String
        /// The partner's record in the directory; empty for this organisation itself.
        var partner: String
        /// A day as `2026-11-25`.
        var day: String
        /// Identifier of the coordinator that said so; empty where somebody here did.
        var author: String
        /// Whether somebody here has said that they know.
        var isSeen: Bool
    }

    private var organisation: Value { .integer(node.organisation.number) }

    func members() throws -> [Member] {
        try connection.all(
            "SELECT network, partner, coordinator, since FROM network_member WHERE organisation = ? ORDER BY network, partner", [organisation]
        ) { Member(network: $0.text(0), partner: $0.text(1), isCoordinator: $0.integer(2) != 0, since: $0.text(3)) }
    }

    func add(_ partner: String, to network: String, isCoordinator: Bool, since: CalendarDay) throws {
        try connection.execute(
            """
            INSERT INTO network_member (organisation, network, partner, coordinator, since) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organisation, network, partner) DO UPDATE SET coordinator = excluded.coordinator
            """,
            [organisation, .text(network), .text(partner), .integer(isCoordinator ? 1 : 0), .text(since.description)])
        try connection.execute(
            "DELETE FROM network_leaving WHERE organisation = ? AND partner = ? AND network = ?", [organisation, .text(partner), .text(network)])
    }

    // MARK: Leaving

    func note(_ leaving: Leaving) throws {
        try connection.execute(
            """
            INSERT INTO network_leaving (organisation, partner, network, day, author, seen) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, partner, network) DO UPDATE SET day = excluded.day, author = excluded.author, seen = excluded.seen
            """, [organisation, .text(leaving.partner), .text(leaving.network), .text(leaving.day), .text(leaving.author), .bool(leaving.isSeen)])
    }

    func isMember(_ partner: String) throws -> Bool {
        let records = try PartnerEntries(node: node, connection: connection).same(as: partner)
        return try records.contains { record in
            try connection.first("SELECT 1 FROM network_member WHERE organisation = ? AND partner = ?", [organisation, .text(record)]) { _ in true } ?? false
        }
    }

    /// The newest first.
    func leavings() throws -> [Leaving] {
        try connection.all(
            "SELECT network, partner, day, author, seen FROM network_leaving WHERE organisation = ? ORDER BY day DESC, network, partner", [organisation],
            Self.leaving)
    }

    /// How a partner that is in no network any more left the last one; nil for one that never left or is in one again.
    func lastLeaving(of partner: String) throws -> Leaving? {
        guard try !isMember(partner) else { return nil }
        let leavings = try PartnerEntries(node: node, connection: connection).same(as: partner).compactMap { record in
            try connection.first(
                "SELECT network, partner, day, author, seen FROM network_leaving WHERE organisation = ? AND partner = ? ORDER BY day DESC, network",
                [organisation, .text(record)], Self.leaving)
        }
        return leavings.max { $0.day < $1.day }
    }

    private static func leaving(_ row: Row) -> Leaving {
        Leaving(network: row.text(0), partner: row.text(1), day: row.text(2), author: row.text(3), isSeen: row.integer(4) != 0)
    }

    /// How many leavings a coordinator has told of which nobody here has said that they know.
    func countUnseen() throws -> Int {
        try connection.first("SELECT count(*) FROM network_leaving WHERE organisation = ? AND seen = 0", [organisation]) { Int($0.integer(0)) } ?? 0
    }

    func markSeen() throws {
        try connection.execute("UPDATE network_leaving SET seen = 1 WHERE organisation = ? AND seen = 0", [organisation])
    }
}
