import Dictionary
import Entitlements
import Journal
import Storage

/// The open cases that a version of an entry may touch: by the ends of their corridor and their sector from the list of cases, by the days of employment
/// through the gate.
struct TouchedCases: Sendable {
    struct Line: Sendable {
        var record: String
        var workers: [String]
        /// Days of the employments as far as this reader may know them.
        var employments: [(since: PartialDate?, until: PartialDate?)]
        /// Whether the days are known well enough to be sure.
        var isSure: Bool
    }

    /// Cases of the corridor and sector that may be opened.
    var total = 0
    /// Of those looked at, the cases whose employment may lie in the time of the version.
    var lines: [Line] = []
    var lookedAt = 0
    /// Cases that were looked at and whose employment lies wholly outside.
    var outside = 0

    /// Cases whose days of employment are looked up for one page.
    static let limit = 60
    /// Statuses of cases on which work goes on.
    private static let closed: Set<String> = ["closed", "closed-referred"]

    static func read(_ entry: Instrument, _ version: InstrumentVersion?, _ access: CaseAccess, _ services: AppServices, _ connection: any Connection) throws
        -> TouchedCases
    {
        var touched = TouchedCases()
        var records: [String] = []
        let rule = try access.rule(connection)
        try services.lists.read(access.node, connection) { table in
            var seen: Set<String> = []
            for query in queries(entry, access.node.dictionary) {
                let page = table.page(query, rule, limit: limit)
                touched.total += page.total
                for record in page.records where seen.insert(record).inserted && records.count < limit { records.append(record) }
            }
        }
        touched.lookedAt = records.count
        for record in records {
            let reader = try access.lineReader(record, connection)
            let employments = try employments(of: record, reader, access.node, connection)
            let answers = employments.map { fits($0, version) }
            if !answers.isEmpty, answers.allSatisfy({ $0 == .outside }) {
                touched.outside += 1
            } else {
                touched.lines.append(
                    Line(
                        record: record, workers: try access.workerNames(of: record, connection), employments: employments, isSure: answers.contains(.inside)))
            }
        }
        return touched
    }

    /// A rule that names neither end of a corridor matters to cases that begin or end in its own states: two questions, and no case twice.
    private static func queries(_ entry: Instrument, _ dictionary: DataDictionary) -> [CaseQuery] {
        var query = CaseQuery(order: .changed)
        let open = (dictionary.vocabulary("case-status")?.terms ?? []).map(\.code).filter { !closed.contains($0) }
        query.facts["case.status"] = Set(open)
        if !entry.sectors.isEmpty {
            query.facts["case.sector"] = Set(entry.sectors.flatMap { PolicySectors.within($0, dictionary) }).union(Absence.allCases.map(\.rawValue))
        }
        guard entry.origins.isEmpty, entry.destinations.isEmpty else {
            if !entry.origins.isEmpty { query.facts["case.origin-country"] = Set(entry.origins) }
            if !entry.destinations.isEmpty { query.facts["case.destination-country"] = Set(entry.destinations) }
            return [query]
        }
        return ["case.origin-country", "case.destination-country"].map { field in
            var one = query
            one.facts[field] = Set(entry.countries)
            return one
        }
    }

    private enum Fit { case inside, outside, unsure }

    private static func fits(_ employment: (since: PartialDate?, until: PartialDate?), _ version: InstrumentVersion?) -> Fit {
        guard let version else { return .unsure }
        let first = employment.since?.earliest?.lawDay
        let last = employment.until?.latest?.lawDay
        guard version.touches(from: first, to: last) else { return .outside }
        return first == nil ? .unsure : .inside
    }

    private static func employments(of record: String, _ reader: Reader, _ node: Node, _ connection: any Connection) throws
        -> [(since: PartialDate?, until: PartialDate?)]
    {
        var gate = Gate(reader: reader, node: node, connection: connection)
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        return try rows.linking(to: record).filter { $0.field == "case" && $0.row.state.kind == "employment" && !$0.row.state.isRetracted }.map { item in
            let view = try gate.view(item.row.state, of: item.row.record)
            return (view.date("since"), view.date("until"))
        }
    }
}

/// The list of sectors has two levels: a rule for one holds for those within it.
enum PolicySectors {
    static let vocabulary = "work-sector"

    static func within(_ sector: String, _ dictionary: DataDictionary) -> [String] {
        (dictionary.vocabulary(vocabulary)?.terms ?? []).filter { $0.code == sector || $0.parent == sector }.map(\.code)
    }

    /// A sector and those above it, as questions to the register take them.
    static func above(_ sector: String, _ dictionary: DataDictionary) -> [String] {
        [sector] + (dictionary.vocabulary(vocabulary)?.terms ?? []).filter { $0.code == sector }.compactMap(\.parent)
    }
}
