/// What claims are looked for.
struct ClaimFilter: Sendable, Hashable {
    /// When something must be done next.
    enum Next: Sendable, Hashable {
        case unknown
        /// Days since 1970.
        case within(ClosedRange<Int>)
    }

    /// Nil for all that are on their way.
    var stage: String?
    var forum: String?
    /// Nil for any day, or none.
    var next: Next?
}
