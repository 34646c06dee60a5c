/// In what SQLite and PostgreSQL differ, as far as Corridor's SQL meets it.
public enum Dialect: String, Sendable {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// Puts the dialect's words in place of `{integer}`, `{text}` (compared by bytes), `{blob}` and `{strict}` (after the closing parenthesis of a table) in a definition.
    /// `{keyed}` stands for `{strict}` at a table of small rows that are found by their primary key: SQLite then keeps the rows in the order of the key, without a second tree.
    public func render(_ sql: String) -> String {
        let words: [(String, String)] =
            switch self {
            case .sqlite: [("{integer}", "INTEGER"), ("{text}", "TEXT"), ("{blob}", "BLOB"), ("{strict}", "STRICT"), ("{keyed}", "STRICT, WITHOUT ROWID")]
            case .postgres: [("{integer}", "BIGINT"), ("{text}", "TEXT COLLATE \"C\""), ("{blob}", "BYTEA"), ("{strict}", ""), ("{keyed}", "")]
            }
        var rendered = sql
        for (token, word) in words {
            rendered = rendered.split(separator: token, omittingEmptySubsequences: false).joined(separator: word)
        }
        return rendered
    }
}
