/// In what SQLite and PostgreSQL differ, as far as Corridor's SQL meets it.
public enum Dialect: String, Sendable {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// Puts the dialect's words in place of `{integer}`, `{text}` (compared by bytes), `{blob}` and `{strict}` (after the closing parenthesis of a table) in a definition.
    public func render(_ sql: String) -> String {
        let words: [(String, String)] =
            switch self {
            case .sqlite: [("{integer}", "INTEGER"), ("{text}", "TEXT"), ("{blob}", "BLOB"), ("{strict}", "STRICT")]
            case .postgres: [("{integer}", "BIGINT"), ("{text}", "TEXT COLLATE \"C\""), ("{blob}", "BYTEA"), ("{strict}", "")]
            }
        var rendered = sql
        for (token, word) in words {
            rendered = rendered.split(separator: token, omittingEmptySubsequences: false).joined(separator: word)
        }
        return rendered
    }
}
