import Dictionary
import Storage
import Vault

/// The organisations that live on one node: they share its database and its key, and see nothing of each other.
public struct NodeOrganisations: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// The node as each of its organisations sees it, in the order in which they came.
    public func all() throws -> [Node] {
        let rows = try node.database.read { connection in
            try connection.all("SELECT number, identifier, name, country, sealed_keys FROM organisation ORDER BY number") { row in
                (Organisation(number: row.integer(0), identifier: row.text(1), name: row.text(2), country: row.text(3)), row.blob(4))
            }
        }
        return try rows.map { organisation, sealed in try node.seen(by: organisation, keys: OrganisationKeys(opening: sealed, with: node.nodeKey)) }
    }

    /// Adds an organisation with keys of its own.
    /// - Throws: ``AppError`` if the name is empty or the country is not known.
    public func add(name: String, country: String) throws -> Node {
        let name = name.trimmingSpaces
        guard !name.isEmpty, name.count <= 200 else {
            throw AppError("The organisation's name must have 1 to 200 characters: --organisation NAME", isWrongUse: true)
        }
        let code = country.uppercased()
        guard node.dictionary.vocabulary("country")?.term(code) != nil else {
            throw AppError("«\(country)» is not a country code. Give the two letters of ISO 3166, such as NP or QA: --country CODE", isWrongUse: true)
        }
        let identifier = RecordIdentifier.random()
        let keys = try OrganisationKeys(organisation: identifier, at: Int64(node.now()))
        let number = try node.database.write { connection in
            let number = (try connection.first("SELECT max(number) FROM organisation") { $0.integer(0) } ?? 0) + 1
            try OrganisationRows.insert(identifier, number: number, name: name, country: code, keys: keys, nodeKey: node.nodeKey, in: connection)
            return number
        }
        return node.seen(by: Organisation(number: number, identifier: identifier, name: name, country: code), keys: keys)
    }
}

extension Node {
    /// The same node for another of its organisations.
    func seen(by organisation: Organisation, keys: OrganisationKeys) -> Node {
        Node(
            folder: folder, configuration: configuration, database: database, dictionary: dictionary, organisation: organisation, nodeKey: nodeKey, keys: keys,
            terms: terms, listFields: listFields, clock: clock.of(organisation), now: now)
    }
}
