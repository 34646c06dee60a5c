import Formats
import Storage
import Vault

/// Keeps drafts, each sealed with a key of its own, for the account that began them only.
struct FormDrafts {
    /// More drafts than one person has open; beyond them the oldest goes.
    static let limit = 100

    let node: Node
    let connection: any Connection

    func find(_ number: String, of account: String) throws -> FormDraft? {
        try connection.first(
            "SELECT number, changed, wrapped_key, content FROM form_draft WHERE number = ? AND organisation = ? AND account = ?",
            [.text(number), .integer(node.organisation.number), .text(account)], read) ?? nil
    }

    /// The latest first.
    func all(of account: String) throws -> [FormDraft] {
        try connection.all(
            "SELECT number, changed, wrapped_key, content FROM form_draft WHERE organisation = ? AND account = ? ORDER BY changed DESC LIMIT \(Self.limit)",
            [.integer(node.organisation.number), .text(account)], read
        ).compactMap { $0 }
    }

    /// Keeps a draft in place of what was kept under its number. A number of somebody else is left alone.
    func keep(_ draft: FormDraft, of account: String) throws {
        let number = Value.integer(node.organisation.number)
        let key = RecordKey()
        try connection.execute("DELETE FROM form_draft WHERE number = ? AND organisation = ? AND account = ?", [.text(draft.number), number, .text(account)])
        guard try connection.first("SELECT 1 FROM form_draft WHERE number = ?", [.text(draft.number)], { _ in true }) == nil else { return }
        try connection.execute(
            """
            DELETE FROM form_draft WHERE number IN
                (SELECT number FROM form_draft WHERE organisation = ? AND account = ? ORDER BY changed DESC LIMIT 1 OFFSET \(Self.limit - 1))
            """, [number, .text(account)])
        try connection.execute(
            "INSERT INTO form_draft (number, organisation, account, changed, wrapped_key, content) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(draft.number), number, .text(account), .integer(Int64(draft.changed)), .blob(try node.keys.wrap(key, record: draft.number)),
                .blob(try key.seal(draft.content.canonicalBytes(), for: context(draft.number))),
            ])
    }

    /// With the files that were attached to it.
    func remove(_ number: String, of account: String) throws {
        let organisation = Value.integer(node.organisation.number)
        let own = try connection.first(
            "SELECT 1 FROM form_draft WHERE number = ? AND organisation = ? AND account = ?", [.text(number), organisation, .text(account)]
        ) { _ in true }
        guard own == true else { return }
        try connection.execute("DELETE FROM form_draft WHERE number = ?", [.text(number)])
    }

    /// Wraps the keys of all drafts with the newest of the organisation's wrapping keys.
    func rewrap(with keys: OrganisationKeys) throws {
        let rows = try connection.all("SELECT number, wrapped_key FROM form_draft WHERE organisation = ?", [.integer(node.organisation.number)]) {
            (number: $0.text(0), wrapped: $0.blob(1))
        }
        for row in rows {
            let key = try keys.unwrap(row.wrapped, record: row.number)
            try connection.execute(
                "UPDATE form_draft SET wrapped_key = ? WHERE number = ?", [.blob(try keys.wrap(key, record: row.number)), .text(row.number)])
        }
    }

    private func context(_ number: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: number, field: "form-draft", version: "1")
    }

    private func read(_ row: Row) throws -> FormDraft? {
        let number = row.text(0)
        let key = try node.keys.unwrap(row.blob(2), record: number)
        let content = try JSONValue.parse(try key.open(row.blob(3), for: context(number)))
        return FormDraft(number: number, content: content, changed: UInt64(max(0, row.integer(1))))
    }
}
