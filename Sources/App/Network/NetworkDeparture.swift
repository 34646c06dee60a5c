import Dictionary
import Storage

/// A partner, or this organisation, leaves a network: what was agreed with the partner ends.
struct NetworkDeparture {
    let transaction: RecordTransaction
    let day: CalendarDay
    /// Identifier of the coordinator that said so; nil where somebody here did.
    var saidBy: String?

    private var node: Node { transaction.node }
    private var networks: Networks { Networks(node: node, connection: transaction.connection) }

    /// Takes a member out. What was agreed with it ends on this day, unless it is still in another network; ``Agreements/allow(_:of:with:on:)`` refuses from now on.
    /// - Parameter partner: the record in the directory.
    /// - Returns: false if it was no member.
    @discardableResult
    func remove(_ partner: String, from network: String) throws -> Bool {
        let removed = try PartnerEntries(node: node, connection: transaction.connection).same(as: partner).reduce(0) { count, record in
            count
                + (try transaction.connection.execute(
                    "DELETE FROM network_member WHERE organisation = ? AND network = ? AND partner = ?",
                    [.integer(node.organisation.number), .text(network), .text(record)]))
        }
        guard removed > 0 else { return false }
        try networks.note(Networks.Leaving(network: network, partner: partner, day: day.description, author: saidBy ?? "", isSeen: saidBy == nil))
        if try !networks.isMember(partner) { try endAgreements(with: partner) }
        return true
    }

    /// This organisation itself was taken out of a network: for it, that is the end of the network.
    func leave(_ network: String) throws {
        for member in try networks.members() where member.network == network { try remove(member.partner, from: network) }
        try networks.note(Networks.Leaving(network: network, partner: "", day: day.description, author: saidBy ?? "", isSeen: false))
    }

    private func endAgreements(with partner: String) throws {
        let agreements = Agreements(node: node, connection: transaction.connection)
        for agreement in try agreements.all(with: partner) where agreement.ended.isEmpty { try agreements.end(agreement.identifier, on: day) }
        guard let reached = try PartnerEntries(node: node, connection: transaction.connection).partner(of: partner) else { return }
        try LinkageEnding.agreement(with: reached.identifier, by: transaction.author, transaction)
    }
}
