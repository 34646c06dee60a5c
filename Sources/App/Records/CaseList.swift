import Disclosure
import Journal
import Storage

/// A case in a list: its identifier and open facts, nothing that identifies anybody.
public struct CaseSummary: Sendable {
    public var record: String
    public var created: Timestamp
    public var isErased: Bool
    public var hasClash: Bool
    /// Values by full name of the field, each sorted.
    public var facts: [String: [String]]
}

/// Lists cases by their open facts, the newest first.
public struct CaseList: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// - Parameter conditions: as in ``CaseStatistics/tabulate(by:where:)``.
    /// - Returns: up to `limit` cases, and how many there are.
    public func cases(where conditions: [String], limit: Int) throws -> (cases: [CaseSummary], total: Int) {
        let parsed = try conditions.map(CaseStatistics(node).condition)
        return try node.database.read { connection in
            if parsed.isEmpty { return try newest(limit, connection) }
            let matching = try FactTableReader(connection: connection, organisation: node.organisation.number).cases(where: parsed)
            let summaries = try matching.map { try created(of: $0, connection) }.sorted { ($0.created, $0.record) > ($1.created, $1.record) }
            return (try summaries.prefix(limit).map { try summary($0.record, connection) }.compactMap { $0 }, matching.count)
        }
    }

    private func newest(_ limit: Int, _ connection: any Connection) throws -> ([CaseSummary], Int) {
        let number = Value.integer(node.organisation.number)
        let total = try connection.first("SELECT count(*) FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0", [number]) {
            Int($0.integer(0))
        }
        let records = try connection.all(
            """
            SELECT record FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0
            ORDER BY created DESC, record DESC LIMIT ?
            """, [number, .integer(Int64(limit))]
        ) { $0.text(0) }
        return (try records.compactMap { try summary($0, connection) }, total ?? 0)
    }

    private func created(of record: String, _ connection: any Connection) throws -> (created: String, record: String) {
        (try connection.first("SELECT created FROM record_state WHERE record = ?", [.text(record)]) { $0.text(0) } ?? "", record)
    }

    private func summary(_ record: String, _ connection: any Connection) throws -> CaseSummary? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return nil }
        let projections = Projections(connection, dictionary: node.dictionary, terms: node.terms, organisation: node.organisation.number)
        var facts: [String: [String]] = [:]
        for fact in try projections.facts(ofCase: record, state: state).told.sorted() { facts[fact.fact, default: []].append(fact.value) }
        return CaseSummary(record: record, created: state.created, isErased: state.isErased, hasClash: state.hasClash, facts: facts)
    }
}
