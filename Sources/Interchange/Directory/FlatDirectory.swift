import Dictionary
import Formats

/// A list of organisations with one row each and the columns `kind`, `name`, `operator_country`, `located_in`, `city`, `address`, `latitude`, `longitude`, `phone`,
/// `email`, `website`, `source` and `confidence` (`high`, `medium`, `low`, `unknown`), such as lists of missions are kept in.
///
/// A number in such a list was checked by nobody: it goes into the private note, never where a worker could be given it. Rows of low or unknown confidence stay out.
public struct FlatDirectory: Sendable {
    public struct Outcome: Sendable {
        /// Organisations and, of missions and institutions, their service.
        public var entries: [HSDSEntry] = []
        /// Rows that were left out, each with its line and the reason.
        public var leftOut: [String] = []
    }

    /// What the kinds of row are: the kind of organisation, the kind of service that every such body gives, if one follows from what it is.
    static let kinds: [String: (organisation: String, service: String?)] = [
        "embassy": ("mission", "consular-help"), "consulate": ("mission", "consular-help"), "consulate general": ("mission", "consular-help"),
        "high commission": ("mission", "consular-help"), "nhri": ("human-rights-institution", "human-rights-institution"),
        "government-complaints": ("labour-authority", "labour-inspection"), "dispute-service": ("labour-authority", "labour-inspection"),
        "information-service": ("labour-authority", nil), "ngo": ("non-governmental", nil), "trade-union": ("trade-union", "union"),
    ]

    static let columns = ["kind", "name", "located_in", "source", "confidence"]

    /// - Throws: ``ImportError`` if the columns that every row needs are not there.
    public static func read(_ bytes: [UInt8], file: String) throws(ImportError) -> Outcome {
        var table = try CSVTable(bytes: bytes, name: file, encoding: nil)
        let missing = columns.filter { !table.columns.contains($0) }
        guard missing.isEmpty else {
            throw ImportError(
                place: file, problem: "the columns \(missing.joined(separator: ", ")) are missing",
                remedy: "Give a list with the columns \(columns.joined(separator: ", ")), or HSDS as JSON or as a folder of its CSV files.")
        }
        var outcome = Outcome()
        while let row = try table.next() {
            var cells: [String: String] = [:]
            for (column, text) in zip(table.columns, row.fields) where !text.trimmed.isEmpty { cells[column] = text.trimmed }
            do throws(ValueError) {
                outcome.entries += try entries(cells)
            } catch {
                outcome.leftOut.append("\(file), line \(row.number): \(error.description)")
            }
        }
        return outcome
    }

    private static func entries(_ cells: [String: String]) throws(ValueError) -> [HSDSEntry] {
        guard let name = cells["name"] else { throw ValueError(.empty, "has no name.", remedy: "Write the name of the organisation.", field: "name") }
        guard ["high", "medium"].contains(cells["confidence"] ?? "") else {
            throw ValueError(
                .malformed, offered: cells["confidence"], "is no confidence with which an entry is taken over.",
                remedy: "Check the row, and write high or medium when it is right.", field: "confidence")
        }
        guard let kind = kinds[cells["kind"] ?? ""] else {
            throw ValueError(
                .unknownCode, offered: cells["kind"], "is not a kind that is read.",
                remedy: "Write one of \(kinds.keys.sorted().joined(separator: ", ")).", field: "kind")
        }
        let identifier = HSDSIdentifier.derived(from: "list/\(cells["wikidata_id"] ?? "")/\(cells["kind"] ?? "")/\(name)/\(cells["located_in"] ?? "")")
        var answers: [String: Answer] = [
            "names": Answer(.list([.name(try PersonName(full: name))])), "kind": Answer(.code(kind.organisation)),
            "source": Answer(try FieldValue(text: cells["source"] ?? "")), "source-identifier": Answer(try FieldValue(text: identifier)),
        ]
        if let country = cells["located_in"] { answers["country"] = Answer(.code(country)) }
        if let website = cells["website"], kind.organisation == "mission" { answers["website"] = Answer(try FieldValue(text: website)) }
        if let place = try place(cells) { answers["address"] = Answer(.place(place)) }
        if kind.organisation == "mission", let origin = cells["operator_country"] {
            answers["corridors-from"] = Answer(try FieldValue(list: [.code(origin)], type: .codes))
            if let country = cells["located_in"] { answers["corridors-to"] = Answer(try FieldValue(list: [.code(country)], type: .codes)) }
        }
        let unchecked = ["phone", "email"].compactMap { column in cells[column].map { "\(column): \($0)" } }
        if !unchecked.isEmpty {
            let note = "Unchecked, from the source; call before it is given to anybody: \(unchecked.joined(separator: ", "))"
            answers["private-note"] = Answer(try FieldValue(text: note, limit: NormalText.narrativeLimit))
        }
        let organisation = HSDSEntry(kind: "organisation", identifier: identifier, organisation: nil, answers: answers, findings: [])
        guard let service = kind.service else { return [organisation] }
        return [organisation, try self.service(service, name, cells, of: identifier)]
    }

    private static func service(_ type: String, _ name: String, _ cells: [String: String], of organisation: String) throws(ValueError) -> HSDSEntry {
        let identifier = HSDSIdentifier.derived(from: "\(organisation)/\(type)")
        var answers: [String: Answer] = [
            "name": Answer(try FieldValue(text: name)), "types": Answer(try FieldValue(list: [.code(type)], type: .codes)),
            "source": Answer(try FieldValue(text: cells["source"] ?? "")), "source-identifier": Answer(try FieldValue(text: identifier)),
        ]
        if let country = cells["located_in"] { answers["countries"] = Answer(try FieldValue(list: [.code(country)], type: .codes)) }
        if let city = cells["city"] { answers["area"] = Answer(try FieldValue(text: city)) }
        // A mission helps its own nationals.
        if type == "consular-help", let origin = cells["operator_country"] {
            answers["nationalities"] = Answer(try FieldValue(list: [.code(origin)], type: .codes))
        }
        return HSDSEntry(kind: "service", identifier: identifier, organisation: organisation, answers: answers, findings: [])
    }

    private static func place(_ cells: [String: String]) throws(ValueError) -> Place? {
        guard cells["located_in"] != nil || cells["city"] != nil || cells["address"] != nil else { return nil }
        let latitude = try cells["latitude"].map { text throws(ValueError) in try ExactDecimal(text) }
        let longitude = try cells["longitude"].map { text throws(ValueError) in try ExactDecimal(text) }
        return try Place(
            country: cells["located_in"], locality: cells["city"], detail: cells["address"], latitude: longitude == nil ? nil : latitude,
            longitude: latitude == nil ? nil : longitude)
    }
}
