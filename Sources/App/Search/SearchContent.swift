import Dictionary
import Journal
import Matching
import Storage

/// What the search knows of one record: for a person or party who it is, for a case what its numbers are, and the words of what was written.
struct SearchContent: Sendable {
    var record: String
    /// Nil where there is neither a name nor a number.
    var person: PersonRecord?
    var words: Set<String> = []

    /// A date as ``ComparedDate`` reads it again.
    static func text(_ date: ComparedDate) -> String {
        guard let year = date.year else { return "\(date.years.lowerBound)/\(date.years.upperBound)" }
        guard let month = date.month else { return "\(year)" }
        return "\(year)-\(month < 10 ? "0" : "")\(month)" + (date.day.map { "-\($0 < 10 ? "0" : "")\($0)" } ?? "")
    }
}

/// Reads what the search knows of records. Everything is opened through the gate, with the clearance of the index itself: what is found is shown to somebody only
/// after the gate has been asked again for that person.
struct SearchContentReader {
    /// Kinds of records that are found by themselves and lead to the cases they are tied to. The others belong to one case and are read with it.
    static let people: Set<String> = ["person", "party"]

    private let rows: RecordRows
    private var gate: Gate

    init(_ node: Node, _ connection: any Connection) {
        rows = RecordRows(connection: connection, organisation: node.organisation.number)
        gate = Gate(reader: Reader(account: "search", clearance: .identity), node: node, connection: connection)
    }

    /// Nil if there is nothing to be found: no such record, a retracted or an erased one.
    mutating func content(of record: String) throws -> SearchContent? {
        guard let state = try rows.state(of: record), !state.isRetracted, !state.isErased else { return nil }
        var content = SearchContent(record: record)
        let view = try gate.view(state, of: record)
        add(view, to: &content, asPerson: true)
        guard state.kind == "case" else { return content }
        for linked in try rows.linking(to: record) where linked.field == "case" && linked.row.state.kind != "submission" && !linked.row.state.isRetracted && !linked.row.state.isErased {
            add(try gate.view(linked.row.state, of: linked.row.record), to: &content, asPerson: false)
        }
        return content
    }

    private func add(_ view: RecordView, to content: inout SearchContent, asPerson: Bool) {
        var person = PersonRecord(identifier: content.record, names: [])
        for entry in view.fields {
            for answer in [entry.answer] + entry.others.map(\.answer) {
                guard let answer else { continue }
                if let note = answer.note { content.words.formUnion(SearchWords.words(note)) }
                for value in answer.value.map({ $0.elements }) ?? [] { add(value, entry.field, to: &person, &content.words) }
            }
        }
        guard asPerson, !person.names.isEmpty || !person.numbers.isEmpty else { return }
        content.person = person
    }

    private func add(_ value: FieldValue, _ field: Field, to person: inout PersonRecord, _ words: inout Set<String>) {
        switch value {
        case .name(let name): person.names.append(name.full)
        case .phone, .identifier: person.numbers += SearchContentReader.numbers(value)
        case .date(let date): if field.name == "date-of-birth" { person.born = ComparedDate(date.edtf) }
        case .text(let text):
            words.formUnion(SearchWords.words(text))
        case .place:
            words.formUnion(SearchWords.words(value.displayText))
            if field.name == "home-place" { person.place = value.displayText }
        default: break
        }
    }

    /// Whether a field's values are numbers that people look for.
    static func holdsNumbers(_ field: Field) -> Bool { field.type == .identifier || field.type == .phone }

    /// The numbers in a value, as they are compared.
    static func numbers(_ value: FieldValue) -> [String] {
        switch value {
        case .identifier(let identifier): [identifier.number]
        case .phone: [value.displayText]
        default: []
        }
    }
}
