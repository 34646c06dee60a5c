import HTTPTypes
import Storage

/// The addresses of the search. What is looked for is posted, so that it stands in no address, no log and no history of a browser.
enum SearchRoutes {
    static let pageSize = 10
    /// Nobody reads further than this; a narrower question finds more.
    static let greatestSkip = 200

    static var all: [Route] {
        [
            .get("/search", .permission(.readCases)) { request, _ in .page(SearchPages.page(request, found: nil)) },
            .post("/search", .permission(.readCases), search),
        ]
    }

    /// The referral whose reply code was typed, if it opens for whoever looks for it.
    private static func referral(_ typed: String, _ access: CaseAccess, _ services: AppServices) async throws -> String? {
        guard let code = ReferralForm.code(typed), access.session.may(.writeCases) else { return nil }
        return try await services.work {
            try access.node.database.read { connection in
                do { return try ReferralSheet(code, access, connection).row.referral } catch WebError.notFound { return nil }
            }
        }
    }

    private static func search(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        if let referral = try await referral(request.form.text("q") ?? "", access, services) { return .seeOther("/referrals/\(referral)") }
        let query = SearchQuery(request.form.text("q") ?? "")
        let skip = min(greatestSkip, max(0, request.form.text("skip").flatMap { Int($0) } ?? 0))
        let found = try await services.work {
            let found = try access.node.database.read { try CaseSearch(access, services, $0).find(query, skip: skip, limit: pageSize) }
            try CaseListRoutes.logReading(of: found.results.map(\.line), access, services, request.now)
            return found
        }
        return .page(SearchPages.page(request, found: (found, query, skip), dictionary: access.node.dictionary))
    }
}
