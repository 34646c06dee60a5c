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

    /// Takes a member out. What was agreed with it ends on this day, unless it is still in another network; ``Agreements/allow(_:of:with:on:)`` refuses from now on.
    /// - Parameters:
    ///   - partner: the record in the directory.
    ///   - coordinator: identifier of the coordinator that said so; nil where somebody here did.
    /// - Returns: false if it was no member.
    @discardableResult
    func remove(_ partner: String, from network: String, on day: CalendarDay, saidBy coordinator: String? = nil) throws -> Bool {
        let removed = try connection.execute(
            "DELETE FROM network_member WHERE organisation = ? AND network = ? AND partner = ?", [organisation, .text(network), .text(partner)])
        guard removed > 0 else { return false }
        try note(Leaving(network: network, partner: partner, day: day.description, author: coordinator ?? "", isSeen: coordinator == nil))
        guard try !isMember(partner) else { return true }
        let agreements = Agreements(node: node, connection: connection)
        for agreement in try agreements.all(with: partner) where agreement.ended.isEmpty { try agreements.end(agreement.identifier, on: day) }
        return true
    }

    /// This organisation itself was taken out of a network: for it, that is the end of the network.
    func leave(_ network: String, on day: CalendarDay, saidBy coordinator: String) throws {
        for member in try members() where member.network == network { try remove(member.partner, from: network, on: day, saidBy: coordinator) }
        try note(Leaving(network: network, partner: "", day: day.description, author: coordinator, isSeen: false))
    }

    private func note(_ leaving: Leaving) throws {
        try connection.execute(
            """
            INSERT INTO network_leaving (organisation, partner, network, day, author, seen) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, partner, network) DO UPDATE SET day = excluded.day, author = excluded.author, seen = excluded.seen
            """, [organisation, .text(leaving.partner), .text(leaving.network), .text(leaving.day), .text(leaving.author), .bool(leaving.isSeen)])
    }

    private func isMember(_ partner: String) throws -> Bool {
        try connection.first("SELECT 1 FROM network_member WHERE organisation = ? AND partner = ?", [organisation, .text(partner)]) { _ in true } ?? false
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
        return try connection.first(
            "SELECT network, partner, day, author, seen FROM network_leaving WHERE organisation = ? AND partner = ? ORDER BY day DESC, network",
            [organisation, .text(partner)], Self.leaving)
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
