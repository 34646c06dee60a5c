/// Missing workers: notices, sightings, comparison, reunion.
enum TracingRoutes {
    static let all: [Route] = []

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? { nil }
}
