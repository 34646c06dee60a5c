import Dictionary
import Exchange
import HTTPTypes
import Storage

/// Employers behind cases of several organisations: taking part in counts, coordinating them, and what was told.
enum PatternRoutes {
    static var all: [Route] {
        [
            .get("/watchlist/network", .permission(.writeCases), show),
            .post("/watchlist/network/membership", .permission(.assignCases), setMembership),
            .post("/watchlist/network/counts", .permission(.assignCases), begin),
        ]
    }

    /// What the page shows.
    struct Desk: Sendable {
        var partners: [Partner]
        var memberships: [(coordinator: String, until: Int64)]
        var counts: [PatternCount]
        var results: [(party: WatchReading.Opened, members: Int)]
        var listings: [ReceivedListing]
        var own: String

        func name(_ identifier: String) -> String { partners.first { $0.identifier == identifier }?.name ?? "" }
    }

    private static let shown = 60

    private static func desk(_ access: CaseAccess) throws -> Desk {
        let node = access.node
        return try node.database.read { connection in
            let rows = PatternRows(node, connection)
            let reading = WatchReading(access, connection)
            var results: [(party: WatchReading.Opened, members: Int)] = []
            for result in try rows.results(limit: shown * 5) where results.count < shown {
                if let party = try reading.ifOpen(result.party) { results.append((party: party, members: result.members)) }
            }
            return Desk(
                partners: try Partners.reachable(node, connection), memberships: try rows.memberships(), counts: try rows.latest(limit: 20),
                results: results, listings: try ListingRows(node, connection).received(limit: shown), own: node.organisation.identifier)
        }
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services, problems: [])
    }

    private static func page(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        guard !access.reader.isPartner else { throw WebError.notFound }
        let desk = try await services.work { try Self.desk(access) }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(PatternPages(request, desk, answers, problems).html(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func reachable(_ access: CaseAccess, _ services: AppServices) async throws -> Set<String> {
        Set(try await services.work { try access.node.database.read { try Partners.reachable(access.node, $0) } }.map(\.identifier))
    }

    private static func setMembership(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let coordinator = request.form.text("coordinator") ?? ""
        guard try await reachable(access, services).contains(coordinator) else {
            return try await page(
                request, services, problems: [FieldProblem(field: "coordinator", sentence: request.translator("patterns.error.coordinator"))])
        }
        // A year, or over at once.
        let until = request.form.isTicked("leave") ? 0 : Int64(request.now) + 365 * 86_400_000
        try await services.work {
            try access.node.database.write {
                try PatternRows(access.node, $0).setMembership(of: coordinator, until: until, by: access.session.account)
            }
        }
        return .seeOther("/watchlist/network")
    }

    private static func begin(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let reachable = try await reachable(access, services)
        let members = request.form.all("members").filter(reachable.contains)
        let threshold = Int(DecimalDigits.ascii(request.form.text("threshold") ?? "")) ?? 0
        do {
            _ = try await services.work { try PatternWork(node: access.node).begin(with: members, threshold: threshold) }
        } catch let error as PatternError {
            return try await page(
                request, services, problems: [FieldProblem(field: "members", sentence: request.translator("patterns.error.\(error.rawValue)"))])
        } catch let error as ExchangeError {
            throw VisibleError(sentence: PartnerRoutes.sentence(error, request))
        }
        return .seeOther("/watchlist/network")
    }
}
