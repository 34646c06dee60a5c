import Foundation

/// The address of a node that envelopes are sent to.
struct ExchangeAddress: Sendable, Hashable {
    var isSecure: Bool
    var host: String
    var port: Int
    /// Without a slash at its end.
    var path: String

    /// Reads `https://cases.example.org`, with or without a port and a path.
    /// - Parameter allowsLoopback: whether http is allowed to this very machine; to any other it never is.
    /// - Throws: ``ExchangeError`` of the kind `unsuitableAddress`.
    init(_ text: String, allowsLoopback: Bool) throws(ExchangeError) {
        guard let address = URLComponents(string: text), let scheme = address.scheme?.lowercased(), let host = address.host, !host.isEmpty,
            address.user == nil, address.query == nil, address.fragment == nil, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw ExchangeError(.unsuitableAddress) }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(bare.lowercased())
        guard scheme == "https" || (scheme == "http" && allowsLoopback && isLoopback) else { throw ExchangeError(.unsuitableAddress) }
        isSecure = scheme == "https"
        self.host = bare
        port = address.port ?? (isSecure ? 443 : 80)
        var path = address.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// Whether the host is written as numbers, which a certificate names otherwise than a name.
    var isNumeric: Bool { host.contains(":") || host.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E } }
}
