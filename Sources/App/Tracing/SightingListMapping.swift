import Interchange
import Matching

/// Makes the mapping for a list of people — of a detention centre, a hospital, a shelter, a morgue, a court, an airline — from the names of its columns.
///
/// Each row becomes a sighting. What is understood of each column is told before anything is saved; a column that is not understood goes into the description, so that nothing
/// of the list is lost. A cell that cannot be read — a date that no calendar has, a nationality that is no country — does not lose the person either: the row lands without it, with what
/// was written beside the field.
struct SightingListMapping: Sendable {
    /// What became of one column: a field of the sighting.
    struct Column: Sendable, Hashable {
        var name: String
        var field: String
    }

    /// The namespace of the rows' identifiers.
    static let source = "sighting-list"
    /// The kinds of list that can be imported: codes of the list `sighting-kind`.
    static let kinds = ["list-detention", "list-hospital", "list-shelter", "list-morgue", "list-court", "list-flight", "list-employer"]

    let columns: [Column]
    /// The mapping (Docs/import.md).
    let yaml: String

    /// - Parameters:
    ///   - kind: one of ``kinds``.
    ///   - country: where the list is from, a code of the list `country`.
    ///   - place: of which place the list is, in words.
    ///   - seenOn: the day of the list in EDTF.
    ///   - dates: how dates are written, as mappings name it.
    ///   - cells: the different cells of a column by its name. Dates of other calendars and the names of countries and peoples in other languages are told from them, as when files
    ///     are linked.
    /// - Returns: nil if no column holds a name or a number of a paper.
    init?(_ names: [String], kind: String, country: String?, place: String?, seenOn: String?, author: String?, dates: String, cells: (String) -> [String] = { _ in [] }) {
        var used: [Column] = []
        var fields: [String] = []
        func first(_ meaning: ColumnMeaning) -> String? { names.first { ColumnMeaning(columnNamed: $0) == meaning } }
        func take(_ name: String, _ field: String) { used.append(Column(name: name, field: field)) }
        if let full = first(.fullName) {
            fields.append("full-name: {column: \(Self.quoted(full))}")
            take(full, "full-name")
        } else {
            let parts = [("given", first(.givenName)), ("middle", first(.middleName)), ("family", first(.surname))].compactMap { part, name in
                name.map { (part, $0) }
            }
            if !parts.isEmpty {
                fields.append("full-name: {parts: {\(parts.map { "\($0.0): \(Self.quoted($0.1))" }.joined(separator: ", "))}}")
                for part in parts { take(part.1, "full-name") }
            }
        }
        if let born = first(.birthDate) ?? first(.birthYear) {
            let order: ListCells.Order = dates == "day-month-year" ? .dayFirst : dates == "month-day-year" ? .monthFirst : .unknown
            let others = ListCells.birthDatesOfOtherCalendars(cells(born), order: order).map { cell, date in
                "\(Self.quoted(cell)): {value: \(Self.quoted(date)), note: \(Self.quoted(cell))}"
            }
            fields.append("date-of-birth: {column: \(Self.quoted(born)), dates: \(dates), \(Self.values(others))unread: keep-row}")
            take(born, "date-of-birth")
        }
        if let sex = first(.sex) {
            fields.append("sex: {column: \(Self.quoted(sex)), values: {\(Self.sexes)}, otherwise: keep, unread: keep-row}")
            take(sex, "sex")
        }
        if let paper = first(.document) {
            fields.append("identifiers: {column: \(Self.quoted(paper)), kind: \(SightingListColumns.paper(paper) ?? "national-identity"), unread: keep-row}")
            take(paper, "identifiers")
        }
        if let nationality = first(.nationality) {
            let countries = cells(nationality).compactMap { cell in ListCells.country(cell).map { "\(Self.quoted(cell)): \(Self.quoted($0))" } }
            fields.append("nationality: {column: \(Self.quoted(nationality)), \(Self.values(countries))unread: keep-row}")
            take(nationality, "nationality")
        }
        guard used.contains(where: { ["full-name", "identifiers"].contains($0.field) }) else { return nil }
        let rest = names.filter { name in !name.isEmpty && !used.contains { $0.name == name } && ColumnMeaning(columnNamed: name) != .recordIdentifier }
        if !rest.isEmpty {
            fields.append("description: {columns: [\(rest.map(Self.quoted).joined(separator: ", "))], join: \"; \"}")
            for name in rest { take(name, "description") }
        }
        fields.append("kind: {constant: \(kind)}")
        if let country { fields.append("country: {constant: \(country)}") }
        if let place { fields.append("place: {parts: {locality: {constant: \(Self.quoted(place))}}}") }
        if let seenOn { fields.append("seen-on: {constant: \(Self.quoted(seenOn))}") }
        if let author { fields.append("author: {constant: \(Self.quoted(author))}") }
        columns = used
        yaml =
            "source: \(Self.source)\ntitle: \(kind)\nunmapped: ignore\nmissing: [\"-\", \"n/a\", \"N/A\"]\nrecords:\n  - record: sighting\n    fields:\n"
            + fields.map { "      \($0)\n" }.joined()
    }

    /// Every word for a sex that is read when files are linked, with the code of the list `sex`.
    private static let sexes = ComparedSex.words.map { "\(quoted($0.word)): \($0.sex == .female ? "female" : "male")" }.joined(separator: ", ")

    /// What single cells mean, in a mapping; nothing for none.
    private static func values(_ rules: [String]) -> String { rules.isEmpty ? "" : "values: {\(rules.joined(separator: ", "))}, otherwise: keep, " }

    /// A text in YAML's double quotes.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n", "\r", "\t": quoted += " "
            default:
                if scalar.properties.generalCategory != .control { quoted.unicodeScalars.append(scalar) }
            }
        }
        return quoted + "\""
    }
}
