import Dictionary
import Journal
import Matching
import Storage

/// The persons of a node for searching by name.
public struct NodePeople: Sendable {
    private let node: Node
    private let reader: Reader

    public init(_ node: Node, reader: Reader) {
        self.node = node
        self.reader = reader
    }

    /// An index of all persons whose names the reader may see. That identity was read is written into the journal first.
    ///
    /// - Complexity: linear in the persons of the organisation.
    public func index() throws -> PersonIndex {
        try node.change(by: reader.account) { try $0.logReading(of: node.organisation.identifier, kind: "organisation", ground: "match find") }
        return try node.database.read { connection in
            var gate = Gate(reader: reader, node: node, connection: connection)
            return try PersonIndex.build { add in
                var rows = PagedRows<(created: String, row: RecordRow)> { after in
                    try connection.all(
                        """
                        SELECT record, organisation, state, created FROM record_state WHERE organisation = ? AND kind = 'person' AND retracted = 0
                        AND (created, record) > (?, ?) ORDER BY created, record LIMIT 1000
                        """, [.integer(node.organisation.number), .text(after?.created ?? ""), .text(after?.row.record ?? "")]
                    ) { ($0.text(3), RecordRow(record: $0.text(0), organisation: $0.integer(1), state: try RecordState(canonicalBytes: $0.blob(2)))) }
                }
                while let (_, row) = try rows.next() {
                    if let person = Self.person(row.record, try gate.view(row.state, of: row.record)) { add(person) }
                }
            }
        }
    }

    private static func person(_ record: String, _ view: RecordView) -> PersonRecord? {
        var person = PersonRecord(identifier: record, names: [])
        for entry in view.fields {
            guard let value = entry.answer?.value else { continue }
            let values = if case .list(let values) = value { values } else { [value] }
            for value in values { add(value, of: entry.field.name, to: &person) }
        }
        return person.names.isEmpty ? nil : person
    }

    private static func add(_ value: FieldValue, of field: String, to person: inout PersonRecord) {
        switch (field, value) {
        case ("names", .name(let name)), ("other-names", .name(let name)): person.names.append(name.full)
        case ("date-of-birth", .date(let date)): person.born = ComparedDate(date.edtf)
        case ("identifiers", .identifier(let identifier)): person.numbers.append(identifier.number)
        case ("mobile-phones", .phone(let phone)), ("home-phone", .phone(let phone)): person.numbers.append(phone.number ?? phone.written)
        case ("home-place", .place(let place)):
            person.place = [place.locality, place.subdivision, place.country].compactMap { $0 }.joined(separator: ", ")
        default: break
        }
    }
}
