/// The organisations that live on one node.
struct OrganisationDirectory: Sendable {
    private let nodes: [String: Node]

    init(_ nodes: [Node]) {
        self.nodes = [String: Node](nodes.map { ($0.organisation.identifier, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The node as an organisation sees it: the same database, its own keys.
    func node(_ organisation: String) -> Node? { nodes[organisation] }

    /// In the order of their numbers.
    var all: [Node] { nodes.values.sorted { $0.organisation.number < $1.organisation.number } }
}
