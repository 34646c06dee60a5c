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
            try services.lists.read(access.node, connection) { cases in
                let visible = cases.visible(to: access.rule)
                return try services.claims.read(access.node, connection) { claims in
                    claims.first(limit) { fits($0) && cases.contains($0.caseRecord, in: visible) }
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

    private static func results(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let lines = try await services.work { try matching(access, services, limit: .max) { _ in true } }
        let names = try await services.work { try respondents(of: lines, access, services) }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ClaimResultsPage(request: request, answers: answers, lines: lines, names: names).html())
    }

    private static func gather(_ fields: FormFields, _ access: CaseAccess, _ services: AppServices) async throws -> (ClaimGroups, [String: String]) {
        let kind = fields.text("by").flatMap(ClaimGroups.Kind.init) ?? .respondent
        return try await services.work {
            let lines = try matching(access, services, limit: .max) { _ in true }
            return (ClaimGroups(kind, of: lines), try respondents(of: lines, access, services))
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
        guard let group = gathered.groups.first(where: { $0.key == request.form.text("group") }), let title = page.title(group) else { throw WebError.notFound }
        let bytes = try await services.work {
            try access.node.database.read { try ClaimGroupExport(node: access.node, connection: $0).csv(group, title: title, today: today).bytes }
        }
        return .download(bytes, fileName: "claims.csv", mediaType: "text/csv; charset=utf-8")
    }

    /// At most so many employers and agencies are named on one page: those in most cases.
    static let namedRespondents = 30

    /// The names of those against whom most cases are brought, as far as this person may see them in the cases that open.
    private static func respondents(of lines: [ClaimLine], _ access: CaseAccess, _ services: AppServices) throws -> [String: String] {
        var cases: [String: Set<String>] = [:]
        for line in lines { for respondent in line.respondents { cases[respondent, default: []].insert(line.caseRecord) } }
        let most = cases.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.prefix(namedRespondents)
        return try access.node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
            var names: [String: String] = [:]
            for (record, found) in most {
                guard let caseRecord = found.min(), let state = try rows.state(of: record), !state.isErased else { continue }
                var gate = Gate(reader: try access.lineReader(caseRecord, connection), node: access.node, connection: connection)
                names[record] = try gate.answer("names", state, of: record)?.value?.displayText
            }
            return names
        }
    }
}
