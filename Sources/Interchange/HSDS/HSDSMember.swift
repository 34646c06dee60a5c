import Dictionary
import Formats

/// How one field of the dictionary stands in an HSDS object.
///
/// An object that came from elsewhere is kept as it came. When it goes out again, a member whose reading is still what the record says is left alone, so that
/// nothing is lost that no field holds; only what was changed here is written anew.
struct HSDSMember: Sendable {
    /// Where values are being read, with what cannot be held.
    struct Reading {
        let dictionary: DataDictionary
        var findings: [String] = []
        /// Whether something was written that nobody could use.
        var isUnusable = false

        /// Tells what no field takes: the field, what was written, why not, and what to do.
        mutating func leaveOut(_ field: String, _ written: String, _ problem: String, _ remedy: String) {
            let shown = written.isEmpty ? "A value" : "“\(written)”"
            findings.append("\(field): \(shown) \(problem) It is left out. \(remedy)")
            isUnusable = true
        }
    }

    /// What is being written.
    struct Writing {
        let dictionary: DataDictionary
        /// The HSDS identifier of the object, from which those of its parts follow.
        let identifier: String

        func part(_ path: String) -> JSONValue { .string(HSDSIdentifier.derived(from: "\(identifier)/\(path)")) }
    }

    /// The field's name within its record.
    let field: String
    /// Members of the object that it reads; those of no field are told as kept aside.
    let members: [String]
    let read: @Sendable (JSONObject, inout Reading) throws(ValueError) -> FieldValue?
    let write: @Sendable (inout JSONObject, FieldValue?, Writing) -> Void

    init(
        _ field: String, members: [String], read: @escaping @Sendable (JSONObject, inout Reading) throws(ValueError) -> FieldValue?,
        write: @escaping @Sendable (inout JSONObject, FieldValue?, Writing) -> Void
    ) {
        self.field = field
        self.members = members
        self.read = read
        self.write = write
    }

    /// A text that is a member of its own.
    static func text(_ field: String, _ member: String) -> HSDSMember {
        HSDSMember(field, members: [member]) { object, _ throws(ValueError) in
            guard let text = object[member]?.string, !text.trimmed.isEmpty else { return nil }
            return try FieldValue(text: text)
        } write: { object, value, _ in
            object[member] = value.map { .string($0.displayText) }
        }
    }

    // MARK: Attributes

    /// The name under which fields that HSDS has no member for stand as attributes.
    static let taxonomy = "Corridor directory"

    /// A field that stands as an attribute with the field's full name as code, several values with `|` between them.
    static func attribute(_ field: String, of kind: String) -> HSDSMember {
        let code = "\(kind).\(field)"
        return HSDSMember(field, members: []) { object, reading throws(ValueError) in
            guard let definition = reading.dictionary.field(kind, field),
                let text = attributes(object, taxonomy: taxonomy).first(where: { $0.code == code })?.value, !text.trimmed.isEmpty
            else { return nil }
            return try definition.parse(text, in: reading.dictionary)
        } write: { object, value, writing in
            remove(from: &object) { $0.taxonomy == taxonomy && $0.code == code }
            guard let value, let definition = writing.dictionary.field(kind, field) else { return }
            append(
                to: &object, id: writing.part("attribute/\(code)"), code: code, name: definition.label(), description: definition.definition,
                taxonomy: taxonomy, value: cell(value), writing)
        }
    }

    /// Codes of a vocabulary, each as an attribute with the code as taxonomy term.
    static func terms(_ field: String, of kind: String, taxonomy: String, vocabulary: String) -> HSDSMember {
        HSDSMember(field, members: []) { object, reading throws(ValueError) in
            guard let list = reading.dictionary.vocabulary(vocabulary) else { return nil }
            var codes: [String] = []
            for attribute in attributes(object, taxonomy: nil) where attribute.taxonomy != HSDSMember.taxonomy {
                let named = attribute.taxonomy == taxonomy ? [attribute.code] : list.codes(writtenAs: attribute.name)
                if let code = named.first, list.contains(code) {
                    if !codes.contains(code) { codes.append(code) }
                } else if attribute.taxonomy == taxonomy {
                    reading.leaveOut(field, attribute.code, "is no code of the list \(vocabulary).", "The command corridor dictionary show \(vocabulary) lists them.")
                } else {
                    reading.findings.append(
                        "\(field): The term “\(attribute.name)” of the taxonomy “\(attribute.taxonomy)” is none of our kinds of service. It is kept aside. Add a kind of service by hand.")
                }
            }
            return codes.isEmpty ? nil : try FieldValue(list: codes.map(FieldValue.code), type: .codes)
        } write: { object, value, writing in
            remove(from: &object) { $0.taxonomy == taxonomy }
            guard case .list(let values)? = value, let list = writing.dictionary.vocabulary(vocabulary) else { return }
            for code in values.map(\.displayText) {
                append(
                    to: &object, id: writing.part("\(field)/\(code)"), code: code, name: list.label(of: code), description: list.term(code)?.definition ?? "",
                    taxonomy: taxonomy, value: code, writing)
            }
        }
    }

    struct AttributeTerm {
        var taxonomy: String
        var code: String
        var name: String
        var value: String
    }

    static func attributes(_ object: JSONObject, taxonomy: String?) -> [AttributeTerm] {
        (object["attributes"]?.array ?? []).compactMap { term($0) }.filter { taxonomy == nil || $0.taxonomy == taxonomy }
    }

    private static func term(_ attribute: JSONValue) -> AttributeTerm? {
        guard let term = attribute["taxonomy_term"] else { return nil }
        return AttributeTerm(
            taxonomy: term["taxonomy"]?.string ?? "", code: term["code"]?.string ?? "", name: term["name"]?.string ?? "",
            value: attribute["value"]?.string ?? "")
    }

    private static func remove(from object: inout JSONObject, where isGone: (AttributeTerm) -> Bool) {
        let kept = (object["attributes"]?.array ?? []).filter { term($0).map { !isGone($0) } ?? true }
        object["attributes"] = kept.isEmpty ? nil : .array(kept)
    }

    private static func append(
        to object: inout JSONObject, id: JSONValue, code: String, name: String, description: String, taxonomy: String, value: String, _ writing: Writing
    ) {
        let term: JSONObject = [
            "id": .string(HSDSIdentifier.derived(from: "\(taxonomy)/\(code)")), "code": .string(code), "name": .string(name),
            "description": .string(description.isEmpty ? name : description), "taxonomy": .string(taxonomy),
        ]
        object["attributes"] = .array(
            (object["attributes"]?.array ?? []) + [
                .object(["id": id, "link_id": .string(writing.identifier), "value": .string(value), "taxonomy_term": .object(term)])
            ])
    }

    /// A value as a cell of a table.
    static func cell(_ value: FieldValue) -> String {
        switch value {
        case .list(let values): values.map(cell).joined(separator: "|")
        case .date(let date): date.edtf
        case .phone(let number): number.written
        default: value.displayText
        }
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String { CellText.trimmed(self) }
}
