import Formats

extension Answer {
    /// Reads `{"value":…}` or `{"absent":"unknown|refused|not-applicable"}`, each optionally with `"note":"…"`.
    public init(json: JSONValue, type: FieldType, multiple: Bool = false) throws(ValueError) {
        guard case .object(let object) = json else {
            throw ValueError(.wrongType, "is not an answer.", remedy: "Write {\"value\": …} or {\"absent\": \"unknown\"}.")
        }
        var value: JSONValue?
        var absent: JSONValue?
        var note: JSONValue?
        for member in object.members {
            if member.name.utf8.elementsEqual("value".utf8) {
                value = member.value
            } else if member.name.utf8.elementsEqual("absent".utf8) {
                absent = member.value
            } else if member.name.utf8.elementsEqual("note".utf8) {
                note = member.value
            } else {
                throw ValueError(
                    .malformed, "has a member “\(ValueError.excerpt(member.name))” that an answer does not have.",
                    remedy: "An answer has “value” or “absent”, and perhaps “note”.")
            }
        }
        switch (value, absent) {
        case (let value?, nil): content = .value(try FieldValue(json: value, type: type, multiple: multiple))
        case (nil, let absent?): content = .absent(try Absence(json: absent))
        case (nil, nil): throw ValueError(.empty, "is an answer without value.", remedy: "Write “value”, or “absent” and why.")
        case (_?, _?): throw ValueError(.contradictory, "is both a value and absent.", remedy: "Write “value” or “absent”, not both.")
        }
        self.note = try Answer.note(note)
    }

    /// Reads an answer to a field of the dictionary; the error names the field.
    public init(json: JSONValue, field: Field) throws(ValueError) {
        do {
            try self.init(json: json, type: field.type, multiple: field.multiple)
        } catch {
            throw error.named(field.fullName)
        }
    }

    private static func note(_ json: JSONValue?) throws(ValueError) -> String? {
        switch json {
        case nil, .null?: return nil
        case .string(let text)?: return try NormalText.clean(text, limit: NormalText.noteLimit, what: "note")
        default: throw ValueError(.wrongType, "has a note that is not text.", remedy: "Write it in quotation marks.")
        }
    }

    /// The JSON form.
    public var json: JSONValue {
        var members: [JSONObject.Member] = []
        switch content {
        case .value(let value): members.append(.init("value", value.json))
        case .absent(let absence): members.append(.init("absent", .string(absence.rawValue)))
        }
        if let note { members.append(.init("note", .string(note))) }
        return .object(JSONObject(members))
    }

    /// The reason why there is no value, if there is none.
    public var absence: Absence? {
        if case .absent(let absence) = content { absence } else { nil }
    }
}

extension Absence {
    init(json: JSONValue) throws(ValueError) {
        guard case .string(let text) = json, let absence = Absence(rawValue: text), text.utf8.elementsEqual(absence.rawValue.utf8) else {
            throw ValueError(
                .malformed, offered: json.string, "is no reason for a missing value.", remedy: "Write unknown, refused or not-applicable.")
        }
        self = absence
    }
}
