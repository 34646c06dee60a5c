import Dictionary
import Storage

/// Which partners are in which network, and who coordinates it.
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

    func members() throws -> [Member] {
        try connection.all(
            "SELECT network, partner, coordinator, since FROM network_member WHERE organisation = ? ORDER BY network, partner",
            [.integer(node.organisation.number)]
        ) { Member(network: $0.text(0), partner: $0.text(1), isCoordinator: $0.integer(2) != 0, since: $0.text(3)) }
    }

    func add(_ partner: String, to network: String, isCoordinator: Bool, since: CalendarDay) throws {
        try connection.execute(
            """
            INSERT INTO network_member (organisation, network, partner, coordinator, since) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organisation, network, partner) DO UPDATE SET coordinator = excluded.coordinator
            """,
            [.integer(node.organisation.number), .text(network), .text(partner), .integer(isCoordinator ? 1 : 0), .text(since.description)])
    }
}
