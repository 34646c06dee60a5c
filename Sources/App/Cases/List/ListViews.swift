import Formats
import Storage
import Vault

/// A list that somebody has given a name: its filters and its order.
struct ListView: Sendable, Hashable {
    var identifier: String
    /// Identifier of the account that saved it.
    var account: String
    /// Whether colleagues see it too.
    var isShared: Bool
    var name: String
    /// The query part of the list's address.
    var address: String
}

/// Reads and writes the saved views of one organisation. Their names are people's own words, so they are sealed.
struct ListViews {
    /// More views than this one person does not save.
    static let limit = 50
    static let nameLimit = 100

    let node: Node
    let connection: any Connection

    private static let columns = "identifier, account, shared, wrapped_key, content"

    /// A person's own views and those that colleagues share, the oldest first.
    func visible(to account: String, withShared: Bool) throws -> [ListView] {
        let number = Value.integer(node.organisation.number)
        let own = try connection.all(
            "SELECT \(Self.columns) FROM list_view WHERE organisation = ? AND account = ? ORDER BY created, identifier", [number, .text(account)], read)
        guard withShared else { return own }
        let shared = try connection.all(
            "SELECT \(Self.columns) FROM list_view WHERE organisation = ? AND shared = 1 ORDER BY created, identifier LIMIT 100", [number], read)
        return own + shared.filter { $0.account != account }
    }

    func find(_ identifier: String) throws -> ListView? {
        try connection.first(
            "SELECT \(Self.columns) FROM list_view WHERE identifier = ? AND organisation = ?", [.text(identifier), .integer(node.organisation.number)], read)
    }

    /// Takes the place of the person's own view of that name, if there is one.
    /// - Returns: false if the person has ``limit`` views already.
    func insert(_ view: ListView, now: UInt64) throws -> Bool {
        let number = Value.integer(node.organisation.number)
        for former in try visible(to: view.account, withShared: false) where former.name == view.name { try remove(former.identifier) }
        let count = try connection.first("SELECT count(*) FROM list_view WHERE organisation = ? AND account = ?", [number, .text(view.account)]) {
            $0.integer(0)
        }
        guard (count ?? 0) < Int64(Self.limit) else { return false }
        let key = RecordKey()
        let content = JSONValue.object(["name": .string(view.name), "address": .string(view.address)]).canonicalBytes()
        try connection.execute(
            "INSERT INTO list_view (identifier, organisation, account, shared, created, wrapped_key, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .text(view.identifier), number, .text(view.account), .bool(view.isShared), .integer(Int64(now)),
                .blob(try node.keys.wrap(key, record: view.identifier)), .blob(try key.seal(content, for: context(view.identifier))),
            ])
        return true
    }

    func remove(_ identifier: String) throws {
        try connection.execute("DELETE FROM list_view WHERE identifier = ? AND organisation = ?", [.text(identifier), .integer(node.organisation.number)])
    }

    /// Wraps the keys of all views with the newest of the organisation's wrapping keys.
    func rewrap(with keys: OrganisationKeys) throws {
        let rows = try connection.all("SELECT identifier, wrapped_key FROM list_view WHERE organisation = ?", [.integer(node.organisation.number)]) {
            (identifier: $0.text(0), wrapped: $0.blob(1))
        }
        for row in rows {
            let key = try keys.unwrap(row.wrapped, record: row.identifier)
            try connection.execute(
                "UPDATE list_view SET wrapped_key = ? WHERE identifier = ?", [.blob(try keys.wrap(key, record: row.identifier)), .text(row.identifier)])
        }
    }

    private func context(_ identifier: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: identifier, field: "list-view", version: "1")
    }

    private func read(_ row: Row) throws -> ListView {
        let identifier = row.text(0)
        let key = try node.keys.unwrap(row.blob(3), record: identifier)
        let content = try JSONValue.parse(try key.open(row.blob(4), for: context(identifier)))
        return ListView(
            identifier: identifier, account: row.text(1), isShared: row.integer(2) != 0, name: content["name"]?.string ?? "",
            address: content["address"]?.string ?? "")
    }
}
