import Dictionary
import Formats

/// Checks documents against the fields, types and lists of HTCDS 2.0. It knows the standard's tables and the lists of values in the dictionary's
/// reference, and nothing of how the export works.
public struct HTCDSChecker: Sendable {
    private let lists: [String: Set<String>]
    private let countries: Set<String>
    private let languages: Set<String>

    public init(dictionary: DataDictionary) {
        var lists: [String: Set<String>] = [:]
        let reference = DataDictionary.embeddedFiles("reference/htcds-2.0.csv") ?? []
        if var reader = try? CSVReader(bytes: reference) {
            while let record = try? reader.next() {
                if record.fields.count == 2, !record.fields[1].isEmpty { lists[record.fields[0], default: []].insert(record.fields[1]) }
            }
        }
        self.lists = lists
        countries = Set(dictionary.vocabulary("country")?.terms.map(\.code) ?? [])
        languages = Set(dictionary.vocabulary("language")?.terms.map(\.code) ?? [])
    }

    /// Everything in a document that is not as the standard says; empty: the document is valid.
    public func faults(document: JSONValue) -> [String] {
        guard document["standard"]?.string == "HTCDS", document["version"]?.string == HTCDSStandard.version else {
            return ["The document does not say that it is HTCDS \(HTCDSStandard.version)."]
        }
        guard let cases = document["cases"]?.array else { return ["The document has no array “cases”."] }
        return cases.enumerated().flatMap { index, one in faults(case: one).map { "Case \(index + 1): \($0)" } }
    }

    /// Everything in one case that is not as the standard says.
    public func faults(case json: JSONValue) -> [String] {
        guard case .object(let object) = json else { return ["It is not an object."] }
        var faults: [String] = []
        for member in object.members where member.name != "identifier" {
            if let section = HTCDSStandard.Section(rawValue: member.name), section != .single {
                guard let entries = member.value.array else {
                    faults.append("\(member.name) is not an array.")
                    continue
                }
                for entry in entries { faults += self.faults(section: entry, section) }
            } else if let fault = fault(member, section: .single) {
                faults.append(fault)
            }
        }
        return faults
    }

    func require(_ json: JSONValue) throws(ExportError) {
        if let fault = faults(case: json).first {
            throw ExportError(
                place: "HTCDS, case \(json["identifier"]?.string ?? "")", problem: String(fault.dropLast()),
                remedy: "This is a fault of the dictionary's equivalents: run `corridor dictionary check`.")
        }
    }

    private func faults(section json: JSONValue, _ section: HTCDSStandard.Section) -> [String] {
        guard case .object(let object) = json else { return ["An entry of \(section.rawValue) is not an object."] }
        return object.members.compactMap { fault($0, section: section) }
    }

    private func fault(_ member: JSONObject.Member, section: HTCDSStandard.Section) -> String? {
        let name = member.name
        guard let field = HTCDSStandard.field(name), field.section == section else { return "\(name) is not a field of the standard here." }
        switch (field.type, member.value) {
        case (.text, .string(let text)): return text.isEmpty ? "\(name) is empty." : nil
        case (.checkbox, .bool), (.number, .integer), (.number, .number): return nil
        case (.date, .string(let text)): return HTCDSValue.isDay(text) ? nil : "\(name) is not a day."
        case (.picklist, .string(let text)): return isKnown(text, name) ? nil : "\(name) has no value “\(text)”."
        case (.multiselect, .array(let values)):
            let texts = values.compactMap(\.string)
            guard texts.count == values.count, Set(texts).count == texts.count, !texts.isEmpty else {
                return "\(name) is not a list of different values."
            }
            return texts.first { !isKnown($0, name) }.map { "\(name) has no value “\($0)”." }
        default: return "\(name) has a value of another type."
        }
    }

    private func isKnown(_ text: String, _ name: String) -> Bool {
        if name == "prs_Citizenship" { return countries.contains(text) }
        if HTCDSStandard.openLists.contains(name) { return languages.contains(text) }
        return lists[name]?.contains(text) ?? true
    }
}
