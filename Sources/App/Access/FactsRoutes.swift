import Dictionary
import Disclosure
import Journal
import Storage

/// The view without identity: cases by their open facts, one by one for analysts, counted for whoever reads statistics.
enum FactsRoutes {
    static let pageSize = 25
    /// Counts below this are not told to somebody who sees numbers only: fewer could be recognised. As the smallest group in the data that the Counter Trafficking
    /// Data Collaborative publishes (k = 11 in its k-anonymised data set).
    static let smallestCount = 11

    static var all: [Route] {
        [
            .get("/facts", .permission(.readFacts), list),
            .get("/facts/{case}", .permission(.readFacts), show),
            .get("/statistics", .permission(.readStatistics), statistics),
        ]
    }

    /// By what the cases of an organisation are counted.
    struct Question: Sendable, Hashable {
        var organisation: Int64
        var field: String
    }

    struct Line: Sendable {
        var record: String
        var created: String
        /// Open facts by full name of the field.
        var facts: [String: String]
    }

    static let columns = ["case.origin-country", "case.destination-country", "case.sector", "case.status", "case.registration-year"]

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let after = FactsCursor(request.query.text("after"))
        let (lines, next) = try await services.work {
            try access.node.database.read { connection in
                let page = try FactsReading(access: access, connection: connection).page(after: after, limit: pageSize)
                return (page.cases.map { line($0.record, $0.created, $0.state) }, page.next)
            }
        }
        return .page(FactsPages.list(request, lines, next: next, dictionary: access.node.dictionary))
    }

    private static func line(_ record: String, _ created: String, _ state: RecordState) -> Line {
        var facts: [String: String] = [:]
        for name in columns { facts[name] = CaseFacts.openText(state, String(name.dropFirst("case.".count))) }
        return Line(record: record, created: created, facts: facts)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let record = try request.parameter("case")
        let (report, sight) = try await services.work {
            let (reader, sight) = try access.node.database.read { try access.requireFacts(record, $0) }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) })
            return (report, sight)
        }
        return .page(FactsPages.show(request, report, dictionary: access.node.dictionary, sight: sight))
    }

    /// Cases counted by one fact. Whoever sees numbers only gets no count that is small enough to recognise somebody.
    private static func statistics(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let offered = node.dictionary.fields.filter { $0.isCountable && ["case", "person", "violation", "claim", "action"].contains($0.record) }
        let name = request.query.text("by") ?? "case.destination-country"
        guard let field = offered.first(where: { $0.fullName == name }) else { throw WebError.notFound }
        let tabulation = try await services.work {
            // Whatever is recorded in a case moves this number, so that counts are gone through anew only when they may be others.
            let changes = try node.database.read { try services.lists.read(node, $0) { $0.changes } }
            return try services.statistics.answer(Question(organisation: node.organisation.number, field: field.fullName), basis: [changes]) {
                try CaseStatistics(node).tabulate(by: [field.fullName], where: [])
            }
        }
        let counts = FactCounts(tabulation, smallest: session.may(.readFacts) ? 1 : smallestCount)
        return .page(FactsPages.statistics(request, counts, by: field, offered: offered, dictionary: node.dictionary))
    }
}

/// Where a page of cases begins: behind this case, in the order of the newest first.
struct FactsCursor: Sendable, Hashable {
    var created: String
    var record: String

    /// Before the newest case: no clock sorts behind it.
    static let beginning = FactsCursor(created: "~", record: "~")

    init(created: String, record: String) {
        self.created = created
        self.record = record
    }

    /// From `CREATED.RECORD`; nil if the text is none.
    init?(_ text: String?) {
        guard let parts = text?.split(separator: ".", maxSplits: 1).map(String.init), parts.count == 2 else { return nil }
        self.init(created: parts[0], record: parts[1])
    }

    var text: String { "\(created).\(record)" }
}

/// Counts of cases by one fact, with those left out that are too small to be told.
struct FactCounts: Sendable, Hashable {
    struct Row: Sendable, Hashable {
        /// Nil where nothing is recorded.
        var code: String?
        /// Nil if it is too small to be told.
        var count: Int?
    }

    var rows: [Row] = []
    /// Nil where it would tell what was left out.
    var total: Int?

    /// - Parameter smallest: the smallest count that is told.
    init(_ tabulation: Tabulation, smallest: Int) {
        rows = tabulation.rows.map { row in Row(code: row.values.first ?? nil, count: row.count < smallest ? nil : row.count) }
        total = rows.contains { $0.count == nil } || tabulation.total < smallest ? nil : tabulation.total
    }
}
