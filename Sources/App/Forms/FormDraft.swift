import Formats
import Foundation

/// What somebody has typed into a form and not yet saved to a case.
struct FormDraft: Sendable {
    /// Which form it is.
    enum Sheet: Sendable, Hashable {
        case questionnaire(form: String, version: String)
        /// The form of a page, such as that in which a record is changed: its address, and the kind of record.
        case page(String, kind: String)
    }

    var number: String
    var sheet: Sheet
    /// The case that it adds to; nil for a new one.
    var caseRecord: String?
    /// Of a questionnaire, as ``FormFilling/json``; of a page, as ``FormFields/json``.
    var answers: JSONValue
    /// What the case and its worker said when the form was first shown: records to their latest entries.
    var heads: [String: String] = [:]
    /// When it was last kept, in milliseconds since 1970.
    var changed: UInt64
    /// Files that were chosen, by the name of their control.
    var files: [String: UploadedFile] = [:]

    /// Where it is gone on with.
    var address: String { Self.address(number) }

    static func address(_ number: String) -> String { "/forms/drafts/\(number)" }
}

/// A draft as it is kept.
extension FormDraft {
    var content: JSONValue {
        var members: JSONObject = ["answers": answers, "heads": .object(JSONObject(heads.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }))]
        switch sheet {
        case .questionnaire(let form, let version): (members["form"], members["version"]) = (.string(form), .string(version))
        case .page(let address, let kind): (members["page"], members["kind"]) = (.string(address), .string(kind))
        }
        if let caseRecord { members["case"] = .string(caseRecord) }
        let kept = files.sorted { $0.key < $1.key }.map { control, file in
            JSONObject.Member(
                control, .object(["name": .string(file.fileName), "type": .string(file.mediaType), "bytes": .string(Data(file.bytes).base64EncodedString())]))
        }
        if !kept.isEmpty { members["files"] = .object(JSONObject(kept)) }
        return .object(members)
    }

    init?(number: String, content: JSONValue, changed: UInt64) {
        let sheet: Sheet
        if let form = content["form"]?.string, let version = content["version"]?.string {
            sheet = .questionnaire(form: form, version: version)
        } else if let page = content["page"]?.string, let kind = content["kind"]?.string {
            sheet = .page(page, kind: kind)
        } else {
            return nil
        }
        guard let answers = content["answers"] else { return nil }
        self.init(number: number, sheet: sheet, caseRecord: content["case"]?.string, answers: answers, changed: changed)
        for member in content["heads"]?.object?.members ?? [] { heads[member.name] = member.value.string }
        for member in content["files"]?.object?.members ?? [] {
            guard let name = member.value["name"]?.string, let type = member.value["type"]?.string,
                let bytes = member.value["bytes"]?.string.flatMap({ Data(base64Encoded: $0) })
            else { continue }
            files[member.name] = UploadedFile(field: member.name, fileName: name, mediaType: type, bytes: [UInt8](bytes))
        }
    }
}

/// Fields of a form as they are kept: pairs of name and value, without what belongs to one sending only.
extension FormFields {
    private static let passing = ["form-token", "holder", "account", "action"]

    var json: JSONValue { .array(items.filter { !Self.passing.contains($0.name) }.map { .array([.string($0.name), .string($0.value)]) }) }

    init(json: JSONValue) {
        for item in json.array ?? [] {
            if let name = item.array?.first?.string, let value = item.array?.last?.string { items.append(.init(name: name, value: value)) }
        }
    }
}
