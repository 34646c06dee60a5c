import Dictionary
import Storage

/// The secret address of each person's calendar. Only its digest is kept; a new one ends the old one.
struct CalendarAddresses: Sendable {
    let database: any Database

    /// Whether somebody has an address, and since when (milliseconds since 1970).
    func since(of account: String) throws -> UInt64? {
        try database.read { try $0.first("SELECT created FROM claim_calendar WHERE account = ?", [.text(account)]) { UInt64($0.integer(0)) } }
    }

    /// - Returns: the token, to be shown once.
    func make(for account: String, language: String, now: UInt64) throws -> String {
        let token = RandomToken.make()
        try database.write { connection in
            try connection.execute("DELETE FROM claim_calendar WHERE account = ?", [.text(account)])
            try connection.execute(
                "INSERT INTO claim_calendar (account, token, language, created) VALUES (?, ?, ?, ?)",
                [.text(account), .blob(RandomToken.digest(token)), .text(language), .integer(Int64(now))])
        }
        return token
    }

    func revoke(_ account: String) throws {
        try database.write { try $0.execute("DELETE FROM claim_calendar WHERE account = ?", [.text(account)]) }
    }

    /// Whose calendar a token opens: one of an account that can still sign in.
    func account(of token: String) throws -> (account: String, language: String, organisation: Int64)? {
        guard token.utf8.count <= 100 else { return nil }
        return try database.read { connection in
            try connection.first(
                """
                SELECT c.account, c.language, a.organisation FROM claim_calendar c JOIN account a ON a.identifier = c.account
                WHERE c.token = ? AND a.disabled = 0
                """, [.blob(RandomToken.digest(token))]
            ) { ($0.text(0), $0.text(1), $0.integer(2)) }
        }
    }
}
