import HTTPTypes

/// The cookies that the product sets: the session, and a number for people who are not signed in so that their forms have a token.
struct Cookies: Sendable {
    /// Whether people reach the server by TLS: then the names begin with `__Host-`, which binds a cookie to this host (RFC 6265bis, 4.1.3.2).
    let isSecure: Bool

    var sessionName: String { isSecure ? "__Host-session" : "session" }
    var visitorName: String { isSecure ? "__Host-visitor" : "visitor" }
    /// Finds what was typed when the session had ended.
    var rescueName: String { isSecure ? "__Host-rescue" : "rescue" }
    /// Tells a browser in which somebody has signed in before; see ``KnownBrowser``.
    var knownName: String { isSecure ? "__Host-known" : "known" }
    var languageName: String { isSecure ? "__Host-language" : "language" }

    /// The value of a cookie in a request; nil if it is not there or there twice, when somebody planted one.
    func value(_ name: String, in headers: HTTPFields) -> String? {
        var found: String?
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let text = String(decoding: pair, as: UTF8.self).trimmingSpaces
                guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), text[..<equals] == name else { continue }
                guard found == nil else { return nil }
                found = String(text[text.index(after: equals)...])
            }
        }
        return found
    }

    /// A cookie that ends with the browser. Values are the product's own tokens: letters, digits, `-` and `_`.
    func setting(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// A cookie that outlasts the browser's window.
    func setting(_ name: String, _ value: String, seconds: Int) -> String { setting(name, value) + "; Max-Age=\(seconds)" }

    func clearing(_ name: String) -> String { setting(name, "") + "; Max-Age=0" }
}
