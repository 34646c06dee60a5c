import Formats
import Storage
import Vault

/// What a browser holds of what waits for its writers: a token for each form, the one that was sent last behind the others. One window has several tabs, and several people
/// use one browser.
struct RescueTokens: Sendable {
    /// More forms than somebody has open at once.
    static let limit = 8

    private(set) var tokens: [String] = []

    /// Reads the cookie's value.
    init(_ cookie: String?) {
        tokens = (cookie ?? "").utf8.split(separator: UInt8(ascii: ".")).suffix(Self.limit).map { String(decoding: $0, as: UTF8.self) }
    }

    var isEmpty: Bool { tokens.isEmpty }
    /// The cookie's value.
    var text: String { tokens.joined(separator: ".") }

    mutating func add(_ token: String) { tokens = tokens.suffix(Self.limit - 1) + [token] }
    mutating func remove(_ token: String) { tokens.removeAll { $0 == token } }
}

/// What was sent when the session had ended: kept sealed with a key that only the sender's browser has, until they have signed in again.
struct FormRescue {
    /// A day, in milliseconds: nobody signs in again later than that.
    static let lifetime: UInt64 = 86_400_000

    let connection: any Connection

    /// - Returns: the token for the browser.
    func keep(_ content: JSONValue, now: UInt64) throws -> String {
        let token = RandomToken.make()
        try connection.execute("DELETE FROM form_rescue WHERE kept < ?", [.integer(Int64(now) - Int64(Self.lifetime))])
        try connection.execute(
            "INSERT INTO form_rescue (token, kept, content) VALUES (?, ?, ?)",
            [.blob(RandomToken.digest(token)), .integer(Int64(now)), .blob(try RescueSealing.seal(content.canonicalBytes(), token: token))])
        return token
    }

    func find(_ token: String, now: UInt64) throws -> JSONValue? {
        let sealed = try connection.first(
            "SELECT content FROM form_rescue WHERE token = ? AND kept >= ?", [.blob(RandomToken.digest(token)), .integer(Int64(now) - Int64(Self.lifetime))]
        ) { $0.blob(0) }
        guard let sealed, let bytes = RescueSealing.open(sealed, token: token) else { return nil }
        return try? JSONValue.parse(bytes)
    }

    func remove(_ token: String) throws { try connection.execute("DELETE FROM form_rescue WHERE token = ?", [.blob(RandomToken.digest(token))]) }
}
