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

    /// Claims that one page looks at; cases are made of them.
    private static let limit = 400

    /// What is asked for; the address holds codes only.
    struct Query: Sendable {
        var stage: String?
        var forum: String?
        /// `over`, `7`, `30`, `90` or `none`.
        var due: String?

        init(_ fields: FormFields) {
            stage = fields.text("stage")
            forum = fields.text("forum")
            due = fields.text("due")
        }

        func fits(_ line: ClaimLine, today: CalendarDay) -> Bool {
            if let stage { guard line.stage == stage else { return false } } else { guard line.isOpen else { return false } }
            if let forum, line.forum != forum { return false }
            guard let due else { return true }
            guard let next = line.next else { return due == "none" }
            let left = next.daysSinceEpoch - today.daysSinceEpoch
            if due == "over" { return left < 0 }
            return Int(due).map { left >= 0 && left <= $0 } ?? false
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

    /// The claims that fit and whose cases open for this person.
    static func matching(_ access: CaseAccess, _ services: AppServices, limit: Int, where fits: @Sendable (ClaimLine) -> Bool) throws -> [ClaimLine] {
        try access.node.database.read { connection in
            // The claims first: while they are read, the list of cases stays free for others.
            try services.claims.read(access.node, connection) { claims in
                try services.lists.read(access.node, connection) { cases in
                    let visible = cases.visible(to: access.rule)
                    return claims.first(limit) { fits($0) && cases.contains($0.caseRecord, in: visible) }
                }
            }
        }
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let today = try ClaimRoutes.today(request)
        let query = Query(request.query)
        let matters = try await services.work {
            let lines = try matching(access, services, limit: limit) { query.fits($0, today: today) }
            var seen: Set<String> = []
            let order = lines.map(\.caseRecord).filter { seen.insert($0).inserted }
            let byCase = [String: [ClaimLine]](grouping: lines, by: \.caseRecord)
            let matters = try access.node.database.read { connection in
                try order.prefix(ClaimListPage.length).map { record in
                    Matter(caseRecord: record, workers: try access.workerNames(of: record, connection), lines: byCase[record] ?? [])
                }
            }
            try log(matters.filter { !$0.workers.isEmpty }.map(\.caseRecord), access, services, request.now)
            return matters
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ClaimListPage(request: request, answers: answers, today: today, query: query, matters: matters).html())
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
        try matching(access, services, limit: .max) { _ in true }
    }

    /// Numbers that change with the claims, and with the cases that open for this person. They are read before the claims are, so that what is computed from later claims
    /// counts for the earlier ones and is computed anew at the next question.
    private static func basis(_ access: CaseAccess, _ services: AppServices) throws -> [UInt64] {
        try access.node.database.read { connection in
            let cases = try services.lists.read(access.node, connection) { [$0.removals, UInt64(bitPattern: Int64($0.visible(to: access.rule).hashValue))] }
            return try services.claims.read(access.node, connection) { cases + [$0.revision] }
        }
    }

    private static func results(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let (results, names) = try await services.work {
            let results = try services.claimResults.answer(access.rule, basis: basis(access, services)) {
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
            let gathered = try services.claimGroups.answer(Gathering(rule: access.rule, kind: kind), basis: basis(access, services)) {
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
                names[record] = try gate.answer("names", state, of: record)?.value?.displayText
            }
            return names
        }
    }
}
