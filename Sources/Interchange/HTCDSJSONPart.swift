import Dictionary
import Formats
import Foundation

/// HTCDS as JSON: `{"standard":"HTCDS","version":"2.0","cases":[…]}`, read case by case.
struct HTCDSJSONPart: ImportPart {
    let file: String
    let columns = ["case"]
    let unitsTotal: Int
    private var splitter: JSONCaseSplitter
    private let importer: HTCDSImport
    private var number = 0

    init(file url: URL, name: String, importer: HTCDSImport, limits: ImportLimits) throws(ImportError) {
        file = name
        self.importer = importer
        unitsTotal = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        guard let handle = try? FileHandle(forReadingFrom: url) else {
            throw ImportError(place: name, problem: "the file cannot be opened", remedy: "Check its permissions.")
        }
        splitter = JSONCaseSplitter(file: name, maximumBytes: limits.bytesPerCase) { try handle.read(upToCount: 256 << 10).map { [UInt8]($0) } ?? [] }
    }

    var unitsRead: Int { splitter.bytesRead }

    mutating func next() throws(ImportError) -> ImportPartRow? {
        guard let bytes = try splitter.next() else {
            try checkFrame()
            return nil
        }
        number += 1
        let row = SourceRow(number: number, fields: [String(decoding: bytes, as: UTF8.self)])
        do throws(JSONError) {
            let json = try JSONValue.parse(bytes)
            var reasons: [RejectionReason] = []
            let input = HTCDSJSON.read(json, reasons: &reasons)
            guard reasons.isEmpty else { return ImportPartRow(rows: [row], reasons: reasons, identity: input.identifier) }
            let result = importer.convert(input, number: number)
            return ImportPartRow(rows: [row], drafts: result.drafts, reasons: result.reasons, identity: input.identifier)
        } catch {
            let reason = RejectionReason(
                place: "Case \(number)", problem: "the case is not well-formed JSON (\(Sentence.clause("\(error)")))", remedy: "Export the file again.")
            return ImportPartRow(rows: [row], reasons: [reason])
        }
    }

    /// What stands around the cases must say that this is HTCDS 2.0.
    private func checkFrame() throws(ImportError) {
        let remedy = "The file is {\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[…]} (Docs/import.md)."
        guard splitter.foundCases else {
            throw ImportError(place: file, problem: "the file has no array “cases”", remedy: remedy)
        }
        guard let frame = try? JSONValue.parse(splitter.frame) else {
            throw ImportError(place: file, problem: "the file is not well-formed JSON, or it was cut off", remedy: remedy)
        }
        guard frame["standard"]?.string == "HTCDS", frame["version"]?.string == HTCDSStandard.version else {
            throw ImportError(place: file, problem: "the file does not say that it is HTCDS \(HTCDSStandard.version)", remedy: remedy)
        }
    }
}

/// Reads the JSON form of a case.
enum HTCDSJSON {
    static func read(_ json: JSONValue, reasons: inout [RejectionReason]) -> HTCDSCase {
        var input = HTCDSCase()
        guard case .object(let object) = json else {
            reasons.append(RejectionReason(place: "Case", problem: "the case is not an object", remedy: "Write {…}."))
            return input
        }
        for member in object.members {
            if member.name == "identifier" {
                guard let text = member.value.string, !CellText.trimmed(text).isEmpty else {
                    reasons.append(RejectionReason(place: "identifier", problem: "the identifier is not a text", remedy: "Put it in quotes."))
                    continue
                }
                input.identifier = CellText.trimmed(text)
            } else if let section = HTCDSStandard.Section(rawValue: member.name), section != .single {
                input[section] = entries(member.value, section: section, reasons: &reasons)
            } else if let texts = texts(member, section: .single, reasons: &reasons) {
                input.single[member.name] = texts
            }
        }
        return input
    }

    private static func entries(
        _ json: JSONValue, section: HTCDSStandard.Section, reasons: inout [RejectionReason]
    ) -> [HTCDSCase.Values] {
        guard case .array(let elements) = json else {
            reasons.append(RejectionReason(place: section.rawValue, problem: "the section is not an array", remedy: "Write [{…}]."))
            return []
        }
        var entries: [HTCDSCase.Values] = []
        for element in elements {
            guard case .object(let object) = element else {
                reasons.append(RejectionReason(place: section.rawValue, problem: "an entry is not an object", remedy: "Write {…}."))
                continue
            }
            var values: HTCDSCase.Values = [:]
            for member in object.members {
                if let texts = texts(member, section: section, reasons: &reasons) { values[member.name] = texts }
            }
            if !values.isEmpty { entries.append(values) }
        }
        return entries
    }

    private static func texts(
        _ member: JSONObject.Member, section: HTCDSStandard.Section, reasons: inout [RejectionReason]
    ) -> [String]? {
        guard let field = HTCDSStandard.field(member.name), field.section == section else {
            let names = HTCDSStandard.fields.filter { $0.section == section }.map(\.name)
            reasons.append(
                RejectionReason(
                    place: member.name, problem: "HTCDS has no such field here", remedy: Nearest.remedy(for: member.name, in: names, called: "field"))
            )
            return nil
        }
        switch member.value {
        case .null: return nil
        case .string(let text): return CellText.trimmed(text).isEmpty ? nil : [text]
        case .bool(let isSet) where field.type == .checkbox: return [isSet ? "true" : "false"]
        case .integer(let number) where field.type == .number: return [String(number)]
        case .number(let number) where field.type == .number: return [String(decoding: JSONValue.number(number).canonicalBytes(), as: UTF8.self)]
        case .array(let elements) where field.type == .multiselect:
            let texts = elements.compactMap(\.string)
            guard texts.count == elements.count else { break }
            return texts.isEmpty ? nil : texts
        default: break
        }
        reasons.append(
            RejectionReason(place: member.name, problem: "the value is not of the field's type", remedy: "Write \(description(of: field.type))."))
        return nil
    }

    private static func description(of type: HTCDSStandard.FieldType) -> String {
        switch type {
        case .text: "a text in quotes"
        case .date: "a day in quotes, such as \"2019-04-03\""
        case .number: "a number"
        case .checkbox: "true or false"
        case .picklist: "one value of the list in quotes"
        case .multiselect: "an array of values of the list"
        }
    }
}
