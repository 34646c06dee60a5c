import Crypto
import Foundation

/// Guards forms against being sent by another site: each form carries a token that only a page of ours for this browser can hold.
///
/// The token is an HMAC of the browser's session (or visitor number) under a key of this process's start, masked anew for each page so that compressing the page
/// does not give it away (BREACH).
struct FormTokens: Sendable {
    private let key: SymmetricKey

    /// With a random key, or with one that outlives a restart so that open forms stay good.
    init(key: SymmetricKey = SymmetricKey(size: .bits256)) {
        self.key = key
    }

    func token(for browser: String) -> String {
        let mask = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
        return (mask + zip(mask, code(browser)).map { $0 ^ $1 }).base64URL
    }

    /// Compared in constant time.
    func accepts(_ token: String, for browser: String) -> Bool {
        guard let bytes = [UInt8](base64URL: token), bytes.count == 64 else { return false }
        let code = zip(bytes[..<32], bytes[32...]).map { $0 ^ $1 }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array("form\n\(browser)".utf8), using: key)
    }

    private func code(_ browser: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("form\n\(browser)".utf8), using: key))
    }
}

/// Random tokens: 256 bits from the system's generator.
enum RandomToken {
    static func make() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }.base64URL }

    /// What is stored of a token: its SHA-256, so that a copy of the database opens no session.
    static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

extension [UInt8] {
    /// RFC 4648, 5, without padding.
    var base64URL: String {
        var text = Data(self).base64EncodedString()
        while text.utf8.last == UInt8(ascii: "=") { text.removeLast() }
        return String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    init?(base64URL text: String) {
        guard text.utf8.count < 4_096 else { return nil }
        var plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        while plain.utf8.count % 4 != 0 { plain += "=" }
        guard let data = Data(base64Encoded: plain) else { return nil }
        self.init(data)
    }
}
