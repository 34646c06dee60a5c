import Dictionary
import HTTPTypes
import Journal
import Storage

/// The claims of all cases that somebody may open: by stage, forum and deadline; together against one employer; and what came of them.
enum ClaimListRoutes {
    static var all: [Route] {
        [
            .get("/claims", .permission(.readCases), list),
            .get("/claims/together", .permission(.readCases), together),
            .post("/claims/together/export", .permission(.exportRecords), export),
            .get("/claims/results", .permission(.readCases), results),
        ]
    }

    /// Nobody reads further than this; a filter finds more.
    private static let greatestSkip = 2_000

    /// What is asked for; the address holds codes only.
    struct Query: Sendable {
        var stage: String?
        var forum: String?
        /// `over`, `7`, `30`, `90` or `none`.
        var due: String?

        /// How many cases stand on the pages before.
        var skip: Int

        init(_ fields: FormFields) {
            stage = fields.text("stage")
            forum = fields.text("forum")
            due = fields.text("due")
            skip = min(greatestSkip, max(0, fields.text("skip").flatMap { Int($0) } ?? 0))
        }

        func filter(_ today: CalendarDay) -> ClaimFilter {
            let today = today.daysSinceEpoch
            let next: ClaimFilter.Next? =
                switch due {
                case "none": .unknown
                case "over": .within(Int(Int32.min)...(today - 1))
                case "7", "30", "90": due.flatMap { Int($0) }.map { .within(today...(today + $0)) }
                default: nil
                }
            return ClaimFilter(stage: stage, forum: forum, next: next)
        }

        /// The address of the page that begins behind so many cases.
        func path(skip: Int) -> String {
            let given = [("stage", stage), ("forum", forum), ("due", due), ("skip", skip > 0 ? String(skip) : nil)]
            let fields = given.compactMap { name, value in value.map { "\(name)=\(FormReading.encoded($0))" } }
            return (["/claims"] + (fields.isEmpty ? [] : [fields.joined(separator: "&")])).joined(separator: "?")
        }
    }

    /// A case with its claims that fit, the most urgent first.
    struct Matter: Sendable {
        var caseRecord: String
        var workers: [String]
        var lines: [ClaimLine]
    }

    static func access(_ request: WebRequest, _ services: AppServices) throws -> CaseAccess {
        let access = try CaseAccess(try request.signedIn(), services)
        // What is claimed is reckoned by who acts for the worker; a case that was passed on is opened by itself.
        guard !AccessPolicy.readsAsPartner(access.session.roles) else { throw WebError.notFound }
        return access
    }

    /// Asks the claims in memory, with whether a case opens for this person.
    private static func read<Result: Sendable>(
        _ access: CaseAccess, _ services: AppServices, _ body: (ClaimTable, _ opens: (String) -> Bool) -> Result
    ) throws -> Result {
        try access.node.database.read { connection in
            let rule = try access.rule(connection)
            // The claims first: while they are read, the list of cases stays free for others.
            return try services.claims.read(access.node, connection) { claims in
                try services.lists.read(access.node, connection) { cases in
                    let visible = cases.visible(to: rule)
                    return body(claims) { cases.contains($0, in: visible) }
                }
            }
        }
    }

    /// The same while all claims are being read: of what is known so far, and how many claims that is; none where nothing is known yet.
    private static func readKnown<Result: Sendable>(
        _ access: CaseAccess, _ services: AppServices, _ body: (ClaimTable, _ opens: (String) -> Bool) -> Result
    ) throws -> (result: Result, known: Int?) {
        do {
            return (try read(access, services, body), nil)
        } catch WebError.beingPrepared {
            let claims = services.claims.known(access.node) ?? ClaimTable()
            let result = try access.node.database.read { connection in
                let rule = try access.rule(connection)
                return try services.lists.read(access.node, connection) { cases in
                    let visible = cases.visible(to: rule)
                    return body(claims) { cases.contains($0, in: visible) }
                }
            }
            return (result, claims.count)
        }
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let today = try ClaimRoutes.today(request)
        let query = Query(request.query)
        let (matters, hasMore, known) = try await services.work {
            // One more than is shown tells whether there are more.
            let (found, known) = try readKnown(access, services) { $0.cases(query.filter(today), skip: query.skip, limit: ClaimListPage.length + 1, where: $1) }
            let matters = try access.node.database.read { connection in
                try found.prefix(ClaimListPage.length).map {
                    Matter(caseRecord: $0.record, workers: try access.workerNames(of: $0.record, connection), lines: $0.lines)
                }
            }
            try log(matters.filter { !$0.workers.isEmpty }.map(\.caseRecord), access, services, request.now)
            return (matters, found.count > matters.count, known)
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ClaimListPage(request: request, answers: answers, today: today, query: query, matters: matters, hasMore: hasMore, known: known).html())
    }

    /// A list shows names, which is reading too.
    private static func log(_ records: [String], _ access: CaseAccess, _ services: AppServices, _ now: UInt64) throws {
        let seen = records.filter { services.readings.isDue($0, by: access.session.account, now: now) }
        guard !seen.isEmpty else { return }
        try access.node.change(by: access.session.account) { transaction in
            for record in seen { try transaction.logReading(of: record, kind: "case", ground: nil) }
        }
    }

    /// What is gathered for whom.
    struct Gathering: Sendable, Hashable {
        var rule: CaseRule
        var kind: ClaimGroups.Kind
    }

    /// All claims whose cases open for this person.
    private static func all(_ access: CaseAccess, _ services: AppServices) throws -> [ClaimLine] {
        try read(access, services) { $0.all(where: $1) }
    }

    /// Numbers that change with the claims, and with the cases that open for this person. They are read before the claims are, so that what is computed from later claims
    /// counts for the earlier ones and is computed anew at the next question.
    private static func basis(_ access: CaseAccess, _ services: AppServices) throws -> [UInt64] {
        try access.node.database.read { connection in
            let rule = try access.rule(connection)
            let cases = try services.lists.read(access.node, connection) { [$0.removals, UInt64(bitPattern: Int64($0.visible(to: rule).hashValue))] }
            return try services.claims.read(access.node, connection) { cases + [$0.revision] }
        }
    }

    private static func results(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let (results, names) = try await services.work {
            let rule = try access.node.database.read { try access.rule($0) }
            let results = try services.claimResults.answer(rule, basis: basis(access, services)) {
                let lines = try all(access, services)
                return ClaimResults(lines, named: NamedRespondents(lines))
            }
            return (results, try Self.names(results.named, access))
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ClaimResultsPage(request: request, answers: answers, results: results, names: names).html())
    }

    private static func gather(_ fields: FormFields, _ access: CaseAccess, _ services: AppServices) async throws -> (GatheredClaims, [String: String]) {
        let kind = fields.text("by").flatMap(ClaimGroups.Kind.init) ?? .respondent
        return try await services.work {
            let rule = try access.node.database.read { try access.rule($0) }
            let gathered = try services.claimGroups.answer(Gathering(rule: rule, kind: kind), basis: basis(access, services)) {
                GatheredClaims(kind, of: try all(access, services))
            }
            return (gathered, try Self.names(gathered.named, access))
        }
    }

    private static func together(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let (gathered, names) = try await gather(request.query, access, services)
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ClaimsTogetherPage(request: request, answers: answers, gathered: gathered, names: names).html())
    }

    private static func export(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let today = try ClaimRoutes.today(request)
        let (gathered, names) = try await gather(request.form, access, services)
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        let page = ClaimsTogetherPage(request: request, answers: answers, gathered: gathered, names: names)
        guard let chosen = gathered.groups.first(where: { $0.key == request.form.text("group") }), let title = page.title(chosen) else {
            throw WebError.notFound
        }
        let bytes = try await services.work {
            guard let group = ClaimGroups(gathered.kind, of: try all(access, services)).groups.first(where: { $0.key == chosen.key }) else {
                throw WebError.notFound
            }
            return try access.node.database.read { try ClaimGroupExport(node: access.node, connection: $0).csv(group, title: title, today: today).bytes }
        }
        return .download(bytes, fileName: "claims.csv", mediaType: "text/csv; charset=utf-8")
    }

    /// The names of those against whom most cases are brought, as far as this person may see them in the cases that open.
    private static func names(_ named: NamedRespondents, _ access: CaseAccess) throws -> [String: String] {
        try access.node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
            var names: [String: String] = [:]
            for (record, caseRecord) in named.caseByRespondent {
                guard let state = try rows.state(of: record), !state.isErased else { continue }
                var gate = Gate(reader: try access.lineReader(caseRecord, connection), node: access.node, connection: connection)
                names[record] = try gate.answer("names", state, of: record)?.value?.namesText
            }
            return names
        }
    }
}
