import HTTPTypes

/// Headers that every answer has (OWASP ASVS 5.0, V3.4).
enum SecurityHeaders {
    /// Only our own style sheet, script and pictures; no inline script or style; no frames; forms go to us only.
    static let contentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// What pages may ask the browser for: nothing.
    private static let permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"

    /// Lets one page ask for the camera, where it reads codes.
    static func allowCamera(in headers: inout HTTPFields) {
        set("Permissions-Policy", permissions.replacing("camera=()", with: "camera=(self)"), &headers)
    }

    static func add(to headers: inout HTTPFields, isSecure: Bool) {
        set("Content-Security-Policy", contentPolicy, &headers)
        set("X-Content-Type-Options", "nosniff", &headers)
        set("Referrer-Policy", "no-referrer", &headers)
        set("Cross-Origin-Opener-Policy", "same-origin", &headers)
        set("Cross-Origin-Resource-Policy", "same-origin", &headers)
        set("Cross-Origin-Embedder-Policy", "require-corp", &headers)
        set("Permissions-Policy", permissions, &headers)
        // Nothing is kept on a shared computer, also not by going back after signing out. Assets, which hold nothing, say otherwise themselves.
        set("Cache-Control", "no-store", &headers)
        if isSecure { set("Strict-Transport-Security", "max-age=31536000; includeSubDomains", &headers) }
    }

    /// Unless the handler has set it.
    private static func set(_ name: String, _ value: String, _ headers: inout HTTPFields) {
        guard let name = HTTPField.Name(name), headers[name] == nil else { return }
        headers[name] = value
    }
}
