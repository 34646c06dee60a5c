import Dictionary
import Formats
import Journal
import Storage

/// What goes to a mission or a regulator about a party: who it is, and how many cases of which kind name it — only cases whose people agree, and no word about any of them. The same
/// threshold of evidence and right of reply holds as before it is shown to other organisations (``Listing``).
struct PartyExport {
    /// Counts below it are not given: somebody might be recognised by them.
    static let leastCount = 3

    private let node: Node
    private let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// - Parameter scope: what the people of a case must have agreed to: a code of the list `consent-scope`.
    /// - Throws: ``ListingError/notEnough`` where the party was not asked for its reply or still has time for it, or fewer cases name it than a listing needs whose people agreed.
    func csv(_ sheet: PartySheet, scope: String, today: CalendarDay) throws -> [UInt8] {
        guard sheet.standing.mayLeave else { throw ListingError.notEnough }
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.write(["field", "value"])
        for entry in sheet.party.view.fields
        where ["names", "trade-names", "licence", "country", "licence-status", "address", "reply"].contains(entry.field.name) {
            guard let value = entry.answer?.value else { continue }
            writer.write([entry.field.name, value.displayText])
        }
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var agreed = 0
        var violations: [String: Int] = [:]
        for item in sheet.cases {
            guard try Consents(node: node, connection: connection).effective(for: item.record, on: today)?.allows(scope) == true else { continue }
            agreed += 1
            let types = try rows.linking(to: item.record).filter { $0.field == "case" && $0.row.state.kind == "violation" && !$0.row.state.isRetracted }
            for type in Set(types.compactMap { CaseFacts.openText($0.row.state, "type") }) { violations[type, default: 0] += 1 }
        }
        guard agreed >= Listing.leastCases else { throw ListingError.notEnough }
        writer.write(["cases", "\(agreed)"])
        for (type, count) in violations.sorted(by: { $0.key < $1.key }) where count >= Self.leastCount { writer.write(["violation \(type)", "\(count)"]) }
        return writer.takeBytes()
    }
}
