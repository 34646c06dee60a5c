import Crypto
import Vault

/// A browser in which an account has signed in before. It is told apart from the others at its address, so that somebody who tries passphrases from the same office, or the same
/// shared address of a telephone network, does not make the account's owner wait (device cookies: OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
///
/// The browser keeps a number and a mark that only this server can make of account and number. Neither says whose it is.
struct KnownBrowser: Sendable {
    /// How long a browser is known without signing in again, in seconds.
    static let lifetime = 60 * 24 * 60 * 60

    private let key: SymmetricKey

    init(_ node: Node) { key = SymmetricKey(data: node.keys.recordIdentifier(for: "known-browser")) }

    /// What the browser is to keep.
    func make(for account: String) -> String {
        let number = RecordIdentifier.random()
        return "\(number)_\(Array(HMAC<SHA256>.authenticationCode(for: Self.content(number, account), using: key)).base64URL)"
    }

    /// The number of a browser that this account has signed in with; nil for anything else.
    func number(_ kept: String?, of account: String) -> String? {
        guard let parts = kept?.split(separator: "_", maxSplits: 1).map(String.init), parts.count == 2, let mark = [UInt8](base64URL: parts[1]) else { return nil }
        return HMAC<SHA256>.isValidAuthenticationCode(mark, authenticating: Self.content(parts[0], account), using: key) ? parts[0] : nil
    }

    private static func content(_ number: String, _ account: String) -> [UInt8] { Array("\(account)\n\(number)".utf8) }
}
