/// Passing a case, or a part of the work, to another organisation and bringing the outcome back.
enum ReferralRoutes {
    static let all: [Route] = []

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? { nil }
}
