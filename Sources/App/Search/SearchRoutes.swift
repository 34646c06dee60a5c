import HTTPTypes
import Storage

/// The addresses of the search. What is looked for is posted, so that it stands in no address, no log and no history of a browser.
enum SearchRoutes {
    static let pageSize = 10
    /// Nobody reads further than this; a narrower question finds more.
    static let greatestSkip = 200

    static var all: [Route] {
        [
            .get("/search", .permission(.readCases)) { request, services in
                .page(SearchPages.page(request, found: nil, twice: try await DuplicateRoutes.waiting(request, services)))
            },
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
        let place = request.form.text("after").flatMap { CaseSearch.Place(cursor: $0) } ?? .start
        let found = try await services.work {
            let found = try access.node.database.read { try CaseSearch(access, services, $0).find(query, after: place, limit: pageSize) }
            try CaseListRoutes.logReading(of: found.results.map(\.line), access, services, request.now)
            return found
        }
        return .page(SearchPages.page(request, found: (found, query, place), dictionary: access.node.dictionary))
    }
}

/// The place as it is sent back.
extension CaseSearch.Place {
    var cursor: String { "\(count).\(record)" }

    /// Nil for what is no place, or one further than anybody reads.
    init?(cursor: String) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let count = Int(parts[0]), (1...SearchRoutes.greatestSkip).contains(count), let record = RecordIdentifier.read(parts[1]) else {
            return nil
        }
        self.init(count: count, record: record)
    }
}
