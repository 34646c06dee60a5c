import Dictionary
import HTTPTypes
import Referral
import Storage

/// A partner asks for a case that it knows to exist: whoever answers says which of the own cases it is, and goes on to choose what of it the partner sees.
enum ReferralCaseRoutes {
    private static let lines = 20

    static var all: [Route] {
        [
            .get("/referrals/{referral}/case", .permission(.writeCases), ask),
            .post("/referrals/{referral}/case", .permission(.writeCases), choose),
        ]
    }

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await ReferralRoutes.opened(request, services)
        guard sheet.row.asksForOwnCase else { return .seeOther("/referrals/\(sheet.row.referral)") }
        return .page(ReferralCasePage.html(request, sheet.row, found: nil, answers(request, access, services)))
    }

    /// What is looked for is posted, so that it stands in no address; the case that was found is posted the same way.
    private static func choose(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await ReferralRoutes.opened(request, services)
        guard sheet.row.asksForOwnCase else { return .seeOther("/referrals/\(sheet.row.referral)") }
        if let chosen = request.form.text("case") { return .seeOther(try await take(chosen, sheet.row, request, access, services)) }
        let found = try await find(request, access, services)
        return .page(ReferralCasePage.html(request, sheet.row, found: found, answers(request, access, services)))
    }

    /// Own cases by a name, a number, an identifier or an address.
    static func find(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> CaseSearch.Found {
        let typed = request.form.text("q") ?? ""
        let query = SearchQuery(CaseWorkRoutes.caseIdentifier(typed) ?? typed)
        return try await services.work {
            let found = try access.node.database.read { try CaseSearch(access, services, $0).find(query, limit: lines) }
            try CaseListRoutes.logReading(of: found.results.map(\.line), access, services, request.now)
            return found
        }
    }

    /// - Returns: the page on which is chosen what of the case goes.
    private static func take(_ chosen: String, _ row: ReferralRow, _ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> String
    {
        try await ReferralRoutes.explained(request) {
            try await services.work {
                let reader = try access.node.database.read { try access.requireCase(chosen, $0) }
                // Who sees only a part of a case cannot say what of it may go.
                guard reader.clearance == .identity, !reader.isPartner else { throw WebError.notAllowed }
                let taken = try ReferralWork(node: access.node, account: access.session.account).take(chosen, for: row.referral)
                return try ReferralOfferRoutes.addition(to: taken, access, now: request.now)
            }
        }
    }

    private static func answers(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) -> AnswerText {
        AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
    }
}
