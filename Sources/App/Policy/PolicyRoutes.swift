import Dictionary
import Entitlements
import Formats
import HTTPTypes
import Journal
import Storage

/// The register of law and policy for reading, what changed in it, and who is told.
enum PolicyRoutes {
    static var all: [Route] {
        [
            .get("/policy", .permission(.readCases), list), .get("/policy/export.json", .permission(.readCases), exportJSON),
            .get("/policy/export.csv", .permission(.readCases), exportCSV), .get("/policy/changes", .permission(.readCases), changes),
            .get("/policy/following", .permission(.readCases), following), .post("/policy/following", .permission(.readCases), follow),
            .get("/policy/due", .permission(.readCases), due), .get("/policy/entries/{entry}", .permission(.readCases), show),
            .get("/policy/entries/{entry}/compare", .permission(.readCases), compare), .get("/policy/entries/{entry}/cases", .permission(.readCases), cases),
            .post("/policy/entries/{entry}/review", .permission(.writeCases), review),
        ] + ProposalRoutes.all + SheetRoutes.all + PolicyFeedRoutes.all
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.readCases) && !AccessPolicy.readsAsPartner(session.roles) ? (.policy, "/policy") : nil
    }

    static func today(_ request: WebRequest) throws -> CalendarDay {
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        return day
    }

    static func register(_ access: CaseAccess, _ services: AppServices) async throws -> PolicyRegister {
        try await services.work {
            try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                return try reading.register()
            }
        }
    }

    // MARK: Lists

    private static func asked(_ request: WebRequest, _ services: AppServices) async throws
        -> (access: CaseAccess, filter: PolicyPages.Filter, entries: [PolicyEntry])
    {
        let access = try DirectoryRoutes.access(request, services)
        let filter = PolicyPages.Filter(request.query, access.node.dictionary)
        return (access, filter, try await register(access, services).entries(filter.query))
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, filter, entries) = try await asked(request, services)
        let text = PolicyText(request, access, services)
        // By the names of countries in the reader's language; the register itself keeps its entries by identifier.
        let byName = entries.map { (text.countries($0.instrument.countries), text.title($0.instrument), $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return .page(PolicyPages.list(request, text, filter, byName, today: try today(request)))
    }

    private static func exportJSON(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let entries = try await asked(request, services).entries.map(\.instrument)
        let bytes = Array(RegisterDocument.json(entries).prettyPrinted().utf8)
        return .download(bytes, fileName: "register.json", mediaType: "application/json")
    }

    private static func exportCSV(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let entries = try await asked(request, services).entries.map(\.instrument)
        return .download(RegisterDocument.csv(entries), fileName: "register.csv", mediaType: "text/csv; charset=utf-8")
    }

    private static func changes(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let filter = PolicyPages.Filter(request.query, access.node.dictionary)
        let register = try await register(access, services)
        let since = request.query.text("since").flatMap { KnownDate($0)?.earliest }
        let found = since.map { register.register.changes(since: $0, filter.query) }
        return .page(PolicyPages.changes(request, PolicyText(request, access, services), found, register, from: filter.from))
    }

    private static func due(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let today = try today(request)
        let register = try await register(access, services)
        let names = try await services.work { try services.accounts.names(of: access.node) }
        let planned = register.all.filter { $0.reviewBy != nil && !$0.isReviewDue(today) }.sorted { ($0.reviewBy ?? today) < ($1.reviewBy ?? today) }
        return .page(PolicyPages.due(request, PolicyText(request, access, services), register.due(today), planned: planned, names: names))
    }

    // MARK: Following

    private static func following(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let today = try today(request)
        let (corridors, news, register) = try await services.work {
            let read = try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                let corridors = try PolicyFollowing(node: access.node, connection: connection).corridors(of: access.session.account)
                return (corridors, try PolicyNews.read(access, today: today, connection), try reading.register())
            }
            return read
        }
        return .page(FollowingPage.html(request, PolicyText(request, access, services), corridors, news, register))
    }

    private static func follow(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let countries = Set((access.node.dictionary.vocabulary("country")?.terms ?? []).map(\.code))
        let ends = ["origin", "destination"].map { name in request.form.text(name).flatMap { countries.contains($0) ? $0 : nil } ?? "" }
        let corridor = PolicyFollowing.Corridor(origin: ends[0], destination: ends[1])
        let act = request.form["act"]
        guard act == "seen" || corridor.origin + corridor.destination != "" else { throw VisibleError(sentence: request.translator("policy.error.corridor")) }
        try await services.work {
            try access.node.database.write { connection in
                let rows = PolicyFollowing(node: access.node, connection: connection)
                switch act {
                case "seen": try rows.markSeen(by: access.session.account, now: request.now)
                case "stop": try rows.unfollow(corridor, by: access.session.account)
                default: try rows.follow(corridor, by: access.session.account, now: request.now)
                }
            }
        }
        return .seeOther("/policy/following")
    }

    // MARK: One entry

    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, entry: PolicyEntry) {
        let access = try DirectoryRoutes.access(request, services)
        let identifier = PolicyEntry.identifier(try request.parameter("entry"))
        guard let entry = try await register(access, services)[identifier] else { throw WebError.notFound }
        return (access, entry)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await opened(request, services)
        let (names, waiting) = try await services.work {
            let names = try services.accounts.names(of: access.node)
            let changes = try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                return try reading.changes()
            }
            return (names, changes.filter { $0.state == .waiting && $0.entry == entry.instrument.identifier })
        }
        let page = PolicyEntryPage(
            request: request, text: PolicyText(request, access, services), entry: entry, today: try today(request), names: names, waiting: waiting,
            mayWrite: access.session.may(.writeCases))
        return .page(page.html())
    }

    private static func compare(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await opened(request, services)
        let versions = ["earlier", "later"].map { name in entry.instrument.versions.first { $0.identifier == request.query.text(name) } }
        guard let earlier = versions[0], let later = versions[1] else { throw WebError.notFound }
        return .page(PolicyComparePage.html(request, PolicyText(request, access, services), entry, earlier, later))
    }

    private static func cases(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await opened(request, services)
        let today = try today(request)
        let wanted = request.query.text("version")
        let version = entry.instrument.versions.first { $0.identifier == wanted } ?? entry.instrument.version(on: today.lawDay)
        let touched = try await services.work {
            let touched = try access.node.database.read { try TouchedCases.read(entry.instrument, version, access, services, $0) }
            // The page shows names, which is reading too.
            let named = touched.lines.filter { !$0.workers.isEmpty }.map(\.record)
            let seen = named.filter { services.readings.isDue($0, by: access.session.account, now: request.now) }
            if !seen.isEmpty {
                try access.node.change(by: access.session.account) { transaction in
                    for record in seen { try transaction.logReading(of: record, kind: "case", ground: nil) }
                }
            }
            return touched
        }
        return .page(TouchedPage.html(request, PolicyText(request, access, services), entry, version, touched))
    }

    private static func review(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await opened(request, services)
        guard entry.owner == nil else { throw WebError.notFound }
        let today = try today(request)
        let day = request.form.text("review-by").flatMap { KnownDate($0)?.day?.calendar }
        let names = try await services.work { try services.accounts.names(of: access.node) }
        let reviewer = request.form.text("reviewer").flatMap { names[$0] == nil ? nil : $0 }
        try await services.work {
            let work = PolicyWork(node: access.node, account: access.session.account)
            if request.form["act"] == "done" {
                try work.review(entry, on: today, next: day.map { $0 > today ? $0 : nil } ?? nil)
            } else {
                try work.setReview(of: entry, reviewer: reviewer, by: day)
            }
        }
        return .seeOther("/policy/entries/\(entry.address)#review")
    }
}
