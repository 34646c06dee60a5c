import Dictionary
import Foundation
import Interchange
import Vault

/// The list of licensed agencies that an authority publishes, read as parties through the importer that every file goes through.
///
/// A row is one agency by its licence: the same list of a later day changes the status of what is there already. Which agencies of cases these are is suggested on their pages, and
/// decided by a person.
struct LicenceList: Sendable {
    let node: Node
    let author: String

    private static let names = [
        "name", "agency", "agency_name", "company", "company_name", "recruiting_agency", "recruitment_agency", "agency name", "company name",
    ]
    private static let licences = [
        "licence", "license", "licence_no", "license_no", "licence no", "license no", "licence number", "license number", "licence_number", "license_number",
        "rl", "rl no", "rl_no",
    ]
    private static let statuses = ["status", "licence_status", "license_status", "licence status", "license status", "state"]

    /// - Parameter country: a code of the list `country`; nil where it is not told.
    func run(_ file: UploadedFile, country: String?, today: CalendarDay) throws -> TraceImportResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-" + RecordIdentifier.random())
        try PrivateFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, rejects) = (folder.appending(path: "list"), folder.appending(path: "rejects.csv"))
        try PrivateFile.write(Data(file.bytes), to: source)
        let list = try ListHeader.open(source, name: file.fileName) { Self.mapping($0, country: nil, today: today) != nil }
        guard let yaml = Self.mapping(list.columns, country: country, today: today) else {
            throw AppError(
                "The file has no columns for the name and the licence number. Call them, in the first row: name, licence; and, if there is one, status.")
        }
        let outcome = try Importer(
            node: node, file: source, instructions: .mapping(bytes: Array(yaml.utf8), name: file.fileName), author: author, originalRow: list.originalRow
        ).run(rejects: rejects)
        return TraceImportResult(outcome, rejects: rejects)
    }

    /// The mapping (Docs/import.md); nil without a name and a licence.
    static func mapping(_ columns: [String], country: String?, today: CalendarDay) -> String? {
        func column(_ names: [String]) -> String? { columns.first { names.contains($0.lowercased()) } }
        func quoted(_ text: String) -> String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
        guard let name = column(names), let licence = column(licences) else { return nil }
        var fields = [
            "names: {column: \(quoted(name))}", "licence: {column: \(quoted(licence)), kind: recruitment-licence}", "kind: {constant: recruitment-agency}",
            "licence-checked-on: {constant: \"\(today)\"}",
        ]
        if let status = column(statuses) {
            fields.append(
                "licence-status: {column: \(quoted(status)), values: {active: licensed, valid: licensed, cancelled: revoked, canceled: revoked, withdrawn: revoked}, otherwise: keep}"
            )
        } else {
            fields.append("licence-status: {constant: licensed}")
        }
        if let country { fields.append("country: {constant: \(country)}") }
        return
            "source: licence-list\(country.map { "-" + $0.lowercased() } ?? "")\nunmapped: ignore\nmissing: [\"-\", \"n/a\"]\nrecords:\n  - record: party\n    key: \(quoted(licence))\n    fields:\n"
            + fields.map { "      \($0)\n" }.joined()
    }
}
