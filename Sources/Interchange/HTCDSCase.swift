import Formats

/// A case in the terms of HTCDS: values by the standard's field names, between a file and our records.
struct HTCDSCase: Sendable, Hashable {
    typealias Values = [String: [String]]

    /// The number under which the file, or we, know the case.
    var identifier: String?
    var single: Values = [:]
    var repeated: [HTCDSStandard.Section: [Values]] = [:]

    /// The entries of a section that may come several times.
    subscript(section: HTCDSStandard.Section) -> [Values] {
        get { repeated[section] ?? [] }
        set { repeated[section] = newValue.isEmpty ? nil : newValue }
    }
}

extension HTCDSCase {
    /// The case as a JSON object: members named as in the standard, sections that come several times as arrays of objects.
    var json: JSONValue {
        var object = HTCDSCase.object(single)
        if let identifier { object.members.append(JSONObject.Member("identifier", .string(identifier))) }
        for section in HTCDSStandard.Section.allCases where section != .single {
            let entries = self[section]
            guard !entries.isEmpty else { continue }
            object.members.append(JSONObject.Member(section.rawValue, .array(entries.map { .object(HTCDSCase.object($0)) })))
        }
        return .object(object)
    }

    static func object(_ values: Values) -> JSONObject {
        var object = JSONObject()
        for (name, texts) in values {
            guard let field = HTCDSStandard.field(name) else { continue }
            object.members.append(JSONObject.Member(name, json(texts, type: field.type)))
        }
        return object
    }

    private static func json(_ texts: [String], type: HTCDSStandard.FieldType) -> JSONValue {
        let text = texts.first ?? ""
        switch type {
        case .multiselect: return .array(texts.map(JSONValue.string))
        case .checkbox: return .bool(text == "true")
        case .number:
            if let whole = Int64(text), abs(whole) < 1 << 53 { return .integer(whole) }
            return Double(text).map(JSONValue.number) ?? .string(text)
        case .text, .date, .picklist: return .string(text)
        }
    }

    /// What decides the order of entries: their date, then everything in them. It depends on nothing but the data, so that a file that is imported
    /// and exported again has the same order.
    static func order(_ entries: [Values], date: String) -> [Values] {
        let keyed = entries.map { entry in (entry[date]?.first ?? "", JSONValue.object(object(entry)).canonicalBytes(), entry) }
        return keyed.sorted { left, right in
            left.0 != right.0 ? left.0.utf8.lexicographicallyPrecedes(right.0.utf8) : left.1.lexicographicallyPrecedes(right.1)
        }.map { $0.2 }
    }
}
