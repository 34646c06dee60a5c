import Exchange

/// The carrier between organisations on one node: the same envelopes, handed over within the program.
struct LocalExchange: Sendable {
    /// By identifier of the organisation.
    private let nodes: [String: Node]

    init(_ nodes: [Node]) {
        self.nodes = [String: Node](nodes.map { ($0.organisation.identifier, $0) }, uniquingKeysWith: { $1 })
    }

    /// Carries one envelope to a partner on this node, and their answer back.
    /// - Returns: whether anything changed on either side.
    func carry(from node: Node, to partner: String, _ cursor: inout Channel<DatabaseChannelStore>.Cursor) throws -> Bool {
        guard let other = nodes[partner] else { return false }
        let (ours, theirs) = (ExchangeDelivery(node: node), ExchangeDelivery(node: other))
        guard let envelope = try ours.envelope(for: partner, after: &cursor) else {
            try ours.rest(partner)
            return false
        }
        do {
            _ = try theirs.take(envelope)
        } catch {
            // The same as another node would answer, and no more.
            try ours.failed(partner, .refused)
            return false
        }
        var answers = Channel<DatabaseChannelStore>.Cursor()
        if let answer = try theirs.envelope(for: node.organisation.identifier, after: &answers, isAsked: true) { _ = try ours.take(answer) }
        try theirs.tell(from: node.organisation.identifier)
        try ours.tell(from: partner)
        return true
    }

    /// Carries everything between the organisations until nothing is left to tell. What waits after a failure is tried once.
    func settle() throws {
        for _ in 0..<10_000 {
            var isQuiet = true
            for node in nodes.values.sorted(by: { $0.organisation.number < $1.organisation.number }) {
                for partner in try Partners.list(node) where partner.trust.isTrusted && partner.changedKeys == nil && nodes[partner.identifier] != nil {
                    var cursor = Channel<DatabaseChannelStore>.Cursor()
                    if try carry(from: node, to: partner.identifier, &cursor) { isQuiet = false }
                }
            }
            if isQuiet { return }
        }
    }
}
