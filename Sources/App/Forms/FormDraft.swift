import Formats
import Foundation

/// What somebody has typed into a form and not yet saved to a case.
struct FormDraft: Sendable {
    /// Which form it is.
    enum Sheet: Sendable, Hashable {
        case questionnaire(form: String, version: String)
        /// The form of a page, such as that in which a record is changed: the page's address, and the kind of record or the key of the form's title.
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
    /// Files that were chosen: of a questionnaire by the name of their control, of a page by their number.
    var files: [String: UploadedFile] = [:]
    /// Names of files that were chosen and are not kept, since they are too large to wait here: they have to be chosen again.
    var missingFiles: [String] = []
    /// What was wrong with the form of a page when it was sent.
    var problems: [FieldProblem] = []

    /// Where it is gone on with.
    var address: String { Self.address(number) }

    static func address(_ number: String) -> String { "/forms/drafts/\(number)" }

    /// The first words in it that somebody wrote, so that its author knows it again; nil where only codes, dates and numbers were given.
    var firstWords: String? { Self.firstWords(in: answers).map { String($0.prefix(60)) } }

    private static let unwritten: Set<String> = ["form-token", "submission", "holder", "account", "action", KeptForm.kindField, "number"]

    private static func firstWords(in value: JSONValue) -> String? {
        switch value {
        case .string(let text): isWritten(text) ? text : nil
        case .array(let items):
            // A pair of a control and its value.
            if let name = items.first?.string, items.count == 2, unwritten.contains(name) { nil } else { items.lazy.compactMap(firstWords).first }
        case .object(let object): object.members.lazy.filter { !unwritten.contains($0.name) }.compactMap { firstWords(in: $0.value) }.first
        default: nil
        }
    }

    /// Codes and names of controls are small Latin letters, those of countries and currencies two or three capitals, identifiers have sixteen signs.
    private static func isWritten(_ text: String) -> Bool {
        RecordIdentifier.read(text) == nil && text.utf8.count > 3 && text.unicodeScalars.contains { $0.properties.isAlphabetic && ($0.properties.isUppercase || !$0.isASCII) }
    }
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
                control, file.json)
        }
        if !kept.isEmpty { members["files"] = .object(JSONObject(kept)) }
        if !missingFiles.isEmpty { members["missing"] = .array(missingFiles.map { .string($0) }) }
        if !problems.isEmpty { members["problems"] = .array(problems.map { .array([.string($0.field), .string($0.sentence)]) }) }
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
            files[member.name] = UploadedFile(json: member.value)
        }
        missingFiles = (content["missing"]?.array ?? []).compactMap(\.string)
        problems = (content["problems"]?.array ?? []).compactMap { problem in
            guard let field = problem.array?.first?.string, let sentence = problem.array?.last?.string else { return nil }
            return FieldProblem(field: field, sentence: sentence)
        }
    }
}

/// A file as it is kept with a draft.
extension UploadedFile {
    var json: JSONValue {
        .object([
            "field": .string(field), "name": .string(fileName), "type": .string(mediaType), "bytes": .string(Data(bytes).base64EncodedString()),
        ])
    }

    init?(json: JSONValue) {
        guard let field = json["field"]?.string, let name = json["name"]?.string, let type = json["type"]?.string,
            let bytes = json["bytes"]?.string.flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        self.init(field: field, fileName: name, mediaType: type, bytes: [UInt8](bytes))
    }
}

/// Fields of a form as they are kept: pairs of name and value, without what belongs to one sending only.
extension FormFields {
    private static let passing = ["form-token", "holder", "account", "action", "beginning"]

    var json: JSONValue { .array(items.filter { !Self.passing.contains($0.name) }.map { .array([.string($0.name), .string($0.value)]) }) }

    init(json: JSONValue) {
        for item in json.array ?? [] {
            if let name = item.array?.first?.string, let value = item.array?.last?.string { items.append(.init(name: name, value: value)) }
        }
    }
}
