import Dictionary
import Formats
import Journal
import Storage

/// What goes to a mission or a regulator about a party: who it is, and how many cases of which kind name it — only cases whose people agree, and no word about any of them. The same
/// threshold of evidence and right of reply holds as before it is shown to other organisations (``Listing``).
struct PartyExport {
    /// Counts below it are not given: somebody might be recognised by them.
    static let leastCount = 3
    /// By which a party is known; all that is said of one that was removed.
    private static let identifiers = ["names", "trade-names", "licence", "country"]

    private let node: Node
    private let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// A party that was taken off the list goes out with its identifiers, that it was removed and when, for whoever has an earlier sheet: no reason, no reply, no number.
    ///
    /// - Parameter scope: what the people of a case must have agreed to: a code of the list `consent-scope`.
    /// - Throws: ``ListingError/notEnough`` where the party was not asked for its reply or still has time for it, or fewer cases name it than a listing needs whose people agreed.
    func csv(_ sheet: PartySheet, scope: String, today: CalendarDay) throws -> [UInt8] {
        guard sheet.standing.mayLeave || sheet.standing.isRemoved else { throw ListingError.notEnough }
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.write(["field", "value"])
        let view = sheet.party.view
        func write(_ fields: [String]) {
            for entry in view.fields where fields.contains(entry.field.name) {
                guard let value = entry.answer?.value else { continue }
                if case .date(let day) = value { writer.write([entry.field.name, day.edtf]) } else { writer.write([entry.field.name, value.displayText]) }
            }
        }
        write(Self.identifiers)
        // Where it stands with the list, and since which day: whoever has an earlier sheet sees that it was corrected.
        writer.write(["listing", sheet.standing.status ?? "not-listed"])
        if let entry = view.fields.first(where: { $0.field.name == "listing" && $0.answer?.value != nil }), let day = node.clock.day(of: entry.clock.milliseconds) {
            writer.write(["listing-since", "\(day)"])
        }
        if sheet.standing.isRemoved { return writer.takeBytes() }
        write(["licence-status", "address", "listed-on", "asked-to-reply-on", "listing-note"])
        writer.write(["has-replied", sheet.standing.hasReplied ? "yes" : "no"])
        write(["reply"])
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
