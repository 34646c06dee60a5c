import Foundation
import Storage

/// What a program signs in with: made by a person for themselves, bound to what that person may, for some purposes, for some time.
struct APIToken: Sendable, Hashable {
    /// Days that a token can be good for.
    static let daysOffered = [7, 30, 90, 365]
    /// More than these one person does not have at the same time.
    static let limit = 20

    var identifier: String
    var scopes: Set<APIScope>
    /// Milliseconds since 1970.
    var created: UInt64
    var expires: UInt64
    /// Nil if it was never used.
    var used: UInt64?
}

enum APISchemaTables {
    static let migrations = [
        Migration(
            number: 8, name: "Tokens of the API, requests that must not be carried out twice",
            statements: [
                """
                CREATE TABLE api_token (
                    token {blob} PRIMARY KEY,
                    identifier {text} NOT NULL,
                    account {text} NOT NULL REFERENCES account (identifier),
                    scopes {text} NOT NULL,
                    created {integer} NOT NULL,
                    expires {integer} NOT NULL,
                    used {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX api_token_by_account ON api_token (account, created)",
                """
                CREATE TABLE api_request (
                    key {blob} PRIMARY KEY,
                    fingerprint {blob} NOT NULL,
                    record {text} NOT NULL,
                    created {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX api_request_by_created ON api_request (created)",
            ])
    ]
}

extension APIScope {
    /// What the person must be allowed for a token of theirs to do this.
    var permission: Permission {
        switch self {
        case .readCases, .readPeople, .search, .readTasks, .readDirectory: .readCases
        case .writeCases, .submitForms, .writeTasks: .writeCases
        case .export: .exportRecords
        case .readFacts: .readFacts
        }
    }
}

extension AccountService {
    /// - Returns: the token, to be shown once. Only its digest is kept. Nil if the person has too many, or none of the scopes is within their rights.
    func makeToken(_ scopes: Set<APIScope>, days: Int, for session: SignedIn, in node: Node, now: UInt64) throws -> String? {
        let allowed = scopes.filter { session.may($0.permission) }
        guard !allowed.isEmpty, try tokens(of: session.account, in: node, now: now).count < APIToken.limit else { return nil }
        let token = "corridor_" + RandomToken.make()
        try node.database.write { connection in
            try connection.execute(
                "INSERT INTO api_token (token, identifier, account, scopes, created, expires, used) VALUES (?, ?, ?, ?, ?, ?, 0)",
                [
                    .blob(RandomToken.digest(token)), .text(RecordIdentifier.random()), .text(session.account),
                    .text(allowed.map(\.rawValue).sorted().joined(separator: " ")), .integer(Int64(now)), .integer(Int64(now) + Int64(days) * 86_400_000),
                ])
        }
        return token
    }

    /// A person's tokens that are still good, the newest first.
    func tokens(of account: String, in node: Node, now: UInt64) throws -> [APIToken] {
        try node.database.write { connection in
            try connection.execute("DELETE FROM api_token WHERE account = ? AND expires <= ?", [.text(account), .integer(Int64(now))])
            return try connection.all(
                "SELECT identifier, scopes, created, expires, used FROM api_token WHERE account = ? ORDER BY created DESC, identifier", [.text(account)]
            ) { row in
                APIToken(
                    identifier: row.text(0), scopes: Self.scopes(row.text(1)), created: UInt64(row.integer(2)), expires: UInt64(row.integer(3)),
                    used: row.integer(4) == 0 ? nil : UInt64(row.integer(4)))
            }
        }
    }

    func endToken(_ identifier: String, of account: String, in node: Node) throws {
        try node.database.write { try $0.execute("DELETE FROM api_token WHERE identifier = ? AND account = ?", [.text(identifier), .text(account)]) }
    }

    private static func scopes(_ text: String) -> Set<APIScope> { Set(text.split(separator: " ").compactMap { APIScope(rawValue: String($0)) }) }

    /// Whose token it is, as if they were signed in, and what it may do; nil for none, an old one, or one of an account that cannot sign in.
    func program(token: String, now: UInt64) throws -> (signedIn: SignedIn, scopes: Set<APIScope>)? {
        guard let database = organisations.all.first?.database, token.utf8.count <= 100 else { return nil }
        let digest = RandomToken.digest(token)
        let found = try database.read { connection in
            try connection.first(
                """
                SELECT t.identifier, t.account, t.scopes, t.expires, t.used, a.organisation FROM api_token t JOIN account a ON a.identifier = t.account
                WHERE t.token = ? AND a.disabled = 0
                """, [.blob(digest)]
            ) {
                (
                    identifier: $0.text(0), account: $0.text(1), scopes: $0.text(2), expires: UInt64($0.integer(3)), used: UInt64($0.integer(4)),
                    organisation: $0.integer(5)
                )
            }
        }
        guard let found, now < found.expires, let node = organisations.all.first(where: { $0.organisation.number == found.organisation }) else { return nil }
        guard let signedIn = try signedIn(found.account, session: "token-\(found.identifier)", in: node) else { return nil }
        // Written once a minute, not at every request.
        if now > found.used + 60_000 {
            try database.write { try $0.execute("UPDATE api_token SET used = ? WHERE token = ?", [.integer(Int64(now)), .blob(digest)]) }
        }
        return (signedIn, Self.scopes(found.scopes))
    }
}
