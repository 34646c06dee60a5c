import Dictionary
import Formats
import HTTPTypes
import Journal
import Storage

/// The addresses of the list: filters, saved views, and changing several cases at once.
enum CaseListRoutes {
    static let pageSize = 25
    /// So many cases are changed together at most, in one transaction.
    static let chosenLimit = 500

    static var all: [Route] {
        [
            .get("/cases", .permission(.readCases), list),
            .post("/cases/views", .permission(.readCases), saveView),
            .post("/cases/views/{view}/remove", .permission(.readCases), removeView),
            .post("/cases/chosen", .permission(.writeCases), choose),
            .post("/cases/chosen/change", .permission(.writeCases), changeChosen),
        ]
    }

    /// What the page of a list is made from.
    struct Found: Sendable {
        var page: CasePage
        var lines: [CaseLine]
        /// The codes that occur, with how often, by full name of the field.
        var occurring: [String: [String: Int]]
        var fields: CaseListFields
        var views: [ListView]
        var colleagues: [(account: String, name: String)]
        var listRequest: CaseListRequest
        /// The query part of this list's address, without the place in it.
        var address: String
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let found = try await find(request, services)
        return .page(CaseListPage.list(request, found, dictionary: try services.node(for: try request.signedIn()).dictionary))
    }

    private static func find(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem] = []) async throws -> Found {
        let access = try CaseAccess(try request.signedIn(), services)
        let translator = request.translator
        return try await services.work {
            var found = try access.node.database.read { connection in
                let rule = try access.rule(connection)
                let (page, occurring, fields, listRequest) = try services.lists.read(access.node, connection) { table in
                    let listRequest = CaseListRequest(request.query, table.fields, account: access.session.account, translator)
                    return (
                        table.page(listRequest.widened(access.node.dictionary), rule, after: listRequest.after, limit: pageSize),
                        table.occurring(rule),
                        table.fields, listRequest
                    )
                }
                var reading = CaseLines(access, fields, connection)
                let lines = try reading.lines(page.records, references: services.shownReferences)
                return Found(
                    page: page, lines: lines, occurring: occurring, fields: fields,
                    views: try ListViews(node: access.node, connection: connection).visible(
                        to: access.session.account, withShared: access.session.may(.writeCases)), colleagues: [], listRequest: listRequest,
                    address: CaseListRequest.address(request.query, fields))
            }
            found.listRequest.problems += problems
            if access.seesAllCases { found.colleagues = try colleagues(access.node, services) }
            try logReading(of: found.lines, access, services, request.now)
            return found
        }
    }

    /// A list shows names, which is reading too.
    static func logReading(of lines: [CaseLine], _ access: CaseAccess, _ services: AppServices, _ now: UInt64) throws {
        let seen = lines.filter { !$0.workers.isEmpty && services.readings.isDue($0.record, by: access.session.account, now: now) }
        guard !seen.isEmpty else { return }
        try access.node.change(by: access.session.account) { transaction in
            for line in seen { try transaction.logReading(of: line.record, kind: "case", ground: nil) }
        }
    }

    /// Those who can work on cases, in the order of their names.
    private static func colleagues(_ node: Node, _ services: AppServices) throws -> [(account: String, name: String)] {
        try services.accounts.accounts(of: node)
            .filter { $0.isAssignable }
            .map { ($0.identifier, $0.profile.displayName) }
            .sorted { ($0.name, $0.account) < ($1.name, $1.account) }
    }

    // MARK: Saved views

    private static func saveView(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let address = CaseListRequest.address(try sentQuery(request), access.node.listFields)
        let name = request.form.text("name") ?? ""
        let isShared = request.form.isTicked("shared") && access.session.may(.writeCases)
        var problem: String?
        if name.isEmpty || name.utf8.count > ListViews.nameLimit { problem = "list.error.view-name" }
        if problem == nil {
            let view = ListView(identifier: RecordIdentifier.random(), account: access.session.account, isShared: isShared, name: name, address: address)
            let isSaved = try await services.work {
                try access.node.database.write { try ListViews(node: access.node, connection: $0).insert(view, now: request.now) }
            }
            if !isSaved { problem = "list.error.view-limit" }
        }
        guard let problem else { return .seeOther("/cases?" + address) }
        var request = request
        request.query = try FormReading.urlencoded(address.utf8)
        let found = try await find(request, services, problems: [FieldProblem(field: "name", sentence: request.translator(problem))])
        return .page(CaseListPage.list(request, found, dictionary: access.node.dictionary), status: .unprocessableContent)
    }

    private static func removeView(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let identifier = try request.parameter("view")
        try await services.work {
            try access.node.database.write { connection in
                let views = ListViews(node: access.node, connection: connection)
                // One's own; of the shared ones also whoever sees to the organisation's cases, since people leave.
                guard let view = try views.find(identifier), view.account == access.session.account || (view.isShared && access.session.may(.assignCases))
                else {
                    throw WebError.notFound
                }
                try views.remove(identifier)
            }
        }
        return .seeOther("/cases")
    }

    /// The query part of a list's address, as the list's forms send it along.
    private static func sentQuery(_ request: WebRequest) throws -> FormFields { try FormReading.urlencoded((request.form["list"] ?? "").utf8) }

    // MARK: Several cases at once

    /// Shows what was chosen and asks what is to be done with it.
    private static func choose(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        return try await confirm(request, access, services, problems: [])
    }

    private static func confirm(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let query = try sentQuery(request)
        let (translator, now) = (request.translator, request.now)
        let fields = access.node.listFields
        let listRequest = request.form.isTicked("all") ? CaseListRequest(query, fields, account: access.session.account, translator) : nil
        let ticked = Array(request.form.all("case").prefix(chosenLimit))
        let (chosen, colleagues) = try await services.work { () throws -> ([CaseLine], [(account: String, name: String)]) in
            let chosen = try access.node.database.read { connection throws -> [CaseLine] in
                let rule = try access.rule(connection)
                let records = try services.lists.read(access.node, connection) { table throws -> [String] in
                    guard let listRequest else { return ticked }
                    return table.page(listRequest.widened(access.node.dictionary), rule, limit: chosenLimit).records
                }
                var lines = CaseLines(access, fields, connection)
                return try lines.lines(records)
            }
            try logReading(of: chosen, access, services, now)
            return (chosen, try Self.colleagues(access.node, services))
        }
        guard !chosen.isEmpty else { return backToList(query, fields, "none=1") }
        return .page(
            CaseListPage.confirm(
                request, chosen, colleagues: colleagues, address: CaseListRequest.address(query, fields), dictionary: access.node.dictionary, problems: problems
            ),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func changeChosen(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let change = try await services.work { try ChosenChange(request.form, access, services) }
        if let problem = change.problem {
            return try await confirm(request, access, services, problems: [FieldProblem(field: problem.field, sentence: request.translator(problem.key))])
        }
        let records = Array(request.form.all("case").prefix(chosenLimit))
        guard !records.isEmpty else { return backToList(try sentQuery(request), access.node.listFields, "none=1") }
        let closed = try await services.work { () throws -> [CaseLine] in
            let records = try change.wouldReopen(records, access)
            return try access.node.database.read { connection in
                var lines = CaseLines(access, access.node.listFields, connection)
                return try lines.lines(records)
            }
        }
        guard closed.isEmpty else {
            let translator = request.translator
            let names = closed.map { "\u{2068}\($0.name(translator))\u{2069}" }
            let sentence = translator("list.error.closed", ["names": .text(names.joined(separator: translator("cases.list-separator")))])
            return try await confirm(request, access, services, problems: [FieldProblem(field: "status", sentence: sentence)])
        }
        let count = try await services.work { try change.apply(to: records, access) }
        return backToList(try sentQuery(request), access.node.listFields, "changed=\(count)")
    }

    /// To the list as it was filtered.
    /// - Parameter outcome: what the list says of it, as a part of the address.
    private static func backToList(_ query: FormFields, _ fields: CaseListFields, _ outcome: String) -> WebResponse {
        let address = CaseListRequest.address(query, fields)
        return .seeOther("/cases?" + address + (address.isEmpty ? "" : "&") + outcome)
    }
}
