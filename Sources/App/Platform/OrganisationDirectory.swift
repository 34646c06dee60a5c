import Storage
import Synchronization
import Vault

/// The organisations that live on one node.
final class OrganisationDirectory: Sendable {
    private struct Held {
        var node: Node
        /// The keys as the database holds them, sealed; empty until they were looked at.
        var sealed: [UInt8] = []
    }

    private let nodes: Mutex<[String: Held]>

    init(_ nodes: [Node]) {
        self.nodes = Mutex([String: Held](nodes.map { ($0.organisation.identifier, Held(node: $0)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The node as an organisation sees it: the same database, its own keys.
    func node(_ organisation: String) -> Node? { nodes.withLock { $0[organisation]?.node } }

    /// In the order of their numbers.
    var all: [Node] { nodes.withLock { $0.values.map(\.node) }.sorted { $0.organisation.number < $1.organisation.number } }

    /// Takes keys over that another process has replaced since: what is signed from now on is signed with the new ones. Keys that are sealed with another key of the
    /// node than the one that is open here are left: then the server has to be started again.
    func refreshKeys() throws {
        for node in all {
            let sealed = try node.database.read { connection in
                try connection.first("SELECT sealed_keys FROM organisation WHERE identifier = ?", [.text(node.organisation.identifier)]) { $0.blob(0) }
            }
            guard let sealed, nodes.withLock({ $0[node.organisation.identifier]?.sealed }) != sealed else { continue }
            let keys = try? OrganisationKeys(opening: sealed, with: node.nodeKey)
            nodes.withLock { held in
                held[node.organisation.identifier]?.sealed = sealed
                if let keys { held[node.organisation.identifier]?.node = node.with(keys) }
            }
        }
    }
}
