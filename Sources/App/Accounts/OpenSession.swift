/// Where an account is signed in.
struct OpenSession: Sendable {
    var identifier: String
    /// When it began, in milliseconds since 1970.
    var created: UInt64
    /// When it was last used, to the minute; in milliseconds since 1970.
    var seen: UInt64
    /// With what; see ``SignInDevice``.
    var device: String
}
