import Dictionary
import Formats
import Journal
import Storage

/// The coordinator of a network tells its members, and whoever it concerns, that one is in it no longer.
///
/// The word of a partner counts only in a network of which somebody here has written down that it is the coordinator, and it can end what may be shared, never begin
/// it. A new agreement that somebody here writes down stands above it.
struct LeavingMessage: MessageReceiver {
    static let kind = "network-leaving"
    let kinds: Set<String> = [Self.kind]

    // MARK: Telling

    /// Takes a member out and tells it and the other members that messages cross to.
    /// - Parameter partner: the record in the directory.
    /// - Returns: how many were told; nil if it was no member.
    static func remove(_ partner: String, from network: String, telling isTold: Bool, on day: CalendarDay, _ node: Node, by author: String) throws -> Int? {
        try node.change(by: author) { transaction in
            let networks = Networks(node: node, connection: transaction.connection)
            let records = Set(try networks.members().filter { $0.network == network }.map(\.partner))
            guard try NetworkDeparture(transaction: transaction, day: day).remove(partner, from: network) else { return nil }
            let entries = PartnerEntries(node: node, connection: transaction.connection)
            // Others know it by its identifier, which only an organisation that messages cross to has.
            guard isTold, let left = try entries.partner(of: partner) else { return 0 }
            let content = JSONValue.object(["network": .string(network), "organisation": .string(left.identifier)]).canonicalBytes()
            let receivers = try Partners.reachable(node, transaction.connection).filter { receiver in
                try !records.isDisjoint(with: entries.same(as: entries.record(of: receiver.identifier)))
            }
            for receiver in receivers {
                let message = try Outbox.put(
                    ExchangeMessage(conversation: ExchangeMessage.newConversation(), kind: kind, content: content), to: receiver.identifier, node: node,
                    in: transaction)
                try transaction.connection.execute(
                    "INSERT INTO network_told (message, organisation, network, partner, told, refused) VALUES (?, ?, ?, ?, ?, 0)",
                    [.text(message), .integer(node.organisation.number), .text(network), .text(partner), .text(receiver.identifier)])
            }
            return receivers.count
        }
    }

    /// Who was told of a leaving, and who did not take our word.
    struct Told: Sendable, Hashable {
        var network: String
        /// The record of the one that left.
        var partner: String
        /// The name of the one that was told.
        var name: String
        var isRefused: Bool
    }

    static func told(_ node: Node, _ connection: any Connection) throws -> [Told] {
        try connection.all(
            """
            SELECT t.network, t.partner, p.name, t.refused FROM network_told t JOIN exchange_partner p ON p.organisation = t.organisation AND p.partner = t.told
            WHERE t.organisation = ? ORDER BY p.name, t.message
            """, [.integer(node.organisation.number)]
        ) { Told(network: $0.text(0), partner: $0.text(1), name: $0.text(2), isRefused: $0.integer(3) != 0) }
    }

    // MARK: Hearing

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        guard let json = try? JSONValue.parse(message.content, limits: JSONLimits(depth: 2, bytes: 4096)), let name = json["network"]?.string,
            let left = json["organisation"]?.string
        else { throw MessageRefusal(code: "malformed") }
        let connection = transaction.connection
        let networks = Networks(node: node, connection: connection)
        let entries = PartnerEntries(node: node, connection: connection)
        let sender = try entries.same(as: entries.record(of: message.sender))
        let members = try networks.members()
        let coordinated = members.filter { sender.contains($0.partner) && $0.isCoordinator }.map(\.network)
        guard let network = Self.network(name, among: coordinated), let today = node.today else {
            throw MessageRefusal(code: "not-available")
        }
        let departure = NetworkDeparture(transaction: transaction, day: today, saidBy: message.sender)
        if left == node.organisation.identifier {
            try departure.leave(network)
        } else if try !departure.remove(entries.record(of: left), from: network) {
            return
        }
        for account in try AccountRows(node: node, connection: connection).all() where !account.isDisabled {
            guard account.roles.contains(where: { $0.permissions.contains(.coordinateNetwork) }) else { continue }
            try Notifications.announce(to: account.identifier, in: transaction)
        }
    }

    /// Every organisation writes the names of its networks itself: the one of this name, or the only one that the sender coordinates.
    private static func network(_ name: String, among coordinated: [String]) -> String? {
        coordinated.first { $0.trimmingSpaces.lowercased() == name.trimmingSpaces.lowercased() } ?? (coordinated.count == 1 ? coordinated.first : nil)
    }

    func refused(_ refusal: ReceivedRefusal, node: Node, in transaction: RecordTransaction) throws {
        try transaction.connection.execute(
            "UPDATE network_told SET refused = 1 WHERE message = ? AND organisation = ?", [.text(refusal.message), .integer(node.organisation.number)])
    }
}
