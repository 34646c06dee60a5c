/// What a worker is owed, and getting it.
enum ClaimRoutes {
    static let all: [Route] = []

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? { nil }
}
