import Journal
import Storage

/// Cases by their open facts, the newest first, for whoever may see these of a case but not the case itself.
struct FactsReading {
    struct Case: Sendable {
        var record: String
        var created: String
        var state: RecordState

        var place: FactsCursor { FactsCursor(created: created, record: record) }
    }

    /// Cases that are read in one step.
    private static let stepLength = 50
    /// So many steps are made for one page, however many cases that are not shown stand between the others.
    private static let longestSearch = 40

    let access: CaseAccess
    let connection: any Connection

    /// - Parameters:
    ///   - place: the last case of the page before; nil for the first page.
    ///   - isShown: what else a case must be to stand on the page.
    /// - Returns: at most `limit` cases, and where the next page goes on; nil if this is the last.
    func page(
        after place: FactsCursor?, limit: Int, where isShown: (Case) throws -> Bool = { _ in true }
    ) throws -> (cases: [Case], next: FactsCursor?) {
        var cases: [Case] = []
        var bound = place ?? .beginning
        for _ in 0..<Self.longestSearch {
            let found = try connection.all(
                """
                SELECT record, created, state FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0 AND (created, record) < (?, ?)
                ORDER BY created DESC, record DESC LIMIT \(Self.stepLength)
                """, [.integer(access.node.organisation.number), .text(bound.created), .text(bound.record)]
            ) { Case(record: $0.text(0), created: $0.text(1), state: try RecordState(canonicalBytes: $0.blob(2))) }
            for item in found {
                guard try access.sight(of: item.record, connection)?.clearance != nil, try isShown(item) else { continue }
                if cases.count == limit { return (cases, cases.last?.place) }
                cases.append(item)
            }
            guard found.count == Self.stepLength, let last = found.last else { return (cases, nil) }
            bound = last.place
        }
        return (cases, bound)
    }
}
