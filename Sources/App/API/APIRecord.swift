import Dictionary
import Formats
import Foundation
import Journal
import Storage

/// Records as programs see them.
enum APIRecord {
    static let identifier = APISchema.token(allowed: "", lengths: 16...16)
    static let cursor = APISchema.oneOf([.token(allowed: ".-", lengths: 1...128), .null])
    private static let codes = APISchema.object([], others: true)

    static let summary = APISchema.named("CaseSummary") {
        .object([
            .required("case", identifier), .required("created", .moment), .required("changed", .moment), .required("facts", codes),
            .required("clash", .boolean),
            .required("assigned", .array(.string(1...64), 0...1_000)), .optional("workers", .array(.string(1...10_000), 0...10)),
        ])
    }
    static let facts = APISchema.named("CaseFacts") { .object([.required("case", identifier), .required("facts", codes)]) }
    static let linked = APISchema.named("LinkedRecord") {
        .object([
            .required("record", identifier), .required("kind", .string(1...64)), .required("through", .string(1...64)), .required("answers", codes),
            .required("hidden", .array(.string(1...64), 0...500)), .required("erased", .boolean),
        ])
    }
    static let record = APISchema.named("Record") {
        .object([
            .required("record", identifier), .required("kind", .string(1...64)), .required("created", .moment), .required("changed", .moment),
            .required("version", .token(allowed: "", lengths: 1...1_024)), .required("answers", codes), .required("hidden", .array(.string(1...64), 0...500)),
            .required("erased", .boolean), .optional("records", .array(linked, 0...10_000)),
        ])
    }

    static func json(_ report: RecordReport, heads: [Digest], isCase: Bool, form: AnswerForm) -> JSONValue {
        let view = report.view
        var object: JSONObject = [
            "record": .string(view.record), "kind": .string(view.kind), "created": moment(view.created.milliseconds),
            "changed": moment(view.changed.milliseconds),
            "version": .string(version(heads)), "answers": answers(view, form), "hidden": .array(view.hiddenFields.map { .string($0) }),
            "erased": .bool(view.isErased),
        ]
        if isCase { object["records"] = .array(report.linked.filter { $0.view.kind != "relation" }.map { json($0, form: form) }) }
        return .object(object)
    }

    static func json(_ linked: RecordReport.Linked, form: AnswerForm) -> JSONValue {
        [
            "record": .string(linked.view.record), "kind": .string(linked.view.kind), "through": .string(linked.field), "answers": answers(linked.view, form),
            "hidden": .array(linked.view.hiddenFields.map { .string($0) }), "erased": .bool(linked.view.isErased),
        ]
    }

    static func json(_ line: CaseLine, withNames: Bool) -> JSONValue {
        var object: JSONObject = [
            "case": .string(line.record), "created": moment(line.created.milliseconds), "changed": moment(line.changed.milliseconds),
            "clash": .bool(line.hasClash),
            "assigned": .array(line.assigned.map { .string($0) }), "facts": facts(line.facts),
        ]
        if withNames { object["workers"] = .array(line.workers.filter { !$0.isEmpty }.map { .string($0) }) }
        return .object(object)
    }

    /// The open facts of a case, those of its workers and of what was recorded in it.
    static func facts(of record: String, _ node: Node, _ connection: any Connection) throws -> JSONValue? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return nil }
        let projections = Projections(connection, dictionary: node.dictionary, terms: node.terms, organisation: node.organisation.number)
        var facts: [String: [String]] = [:]
        for fact in try projections.facts(ofCase: record, state: state).told.sorted() { facts[fact.fact, default: []].append(fact.value) }
        return ["case": .string(record), "facts": self.facts(facts)]
    }

    private static func facts(_ facts: [String: [String]]) -> JSONValue {
        .object(JSONObject(facts.sorted { $0.key < $1.key }.map { .init($0.key, .array($0.value.map { .string($0) })) }))
    }

    private static func answers(_ view: RecordView, _ form: AnswerForm) -> JSONValue {
        let fields = form.fields(view)
        var object = JSONObject()
        for entry in view.fields where AnswerForm.isText(entry.field) && entry.answer != nil {
            let name = entry.field.name
            var answer = JSONObject()
            if let absent = fields["\(name).absent"] {
                answer["absent"] = .string(absent)
            } else {
                answer["values"] = .array(fields.all(name).map { .string($0) })
            }
            if let note = fields["\(name).note"] { answer["note"] = .string(note) }
            if !entry.others.isEmpty { answer["clash"] = .bool(true) }
            object[name] = .object(answer)
        }
        return .object(object)
    }

    /// What a change must have seen: a digest of the record's latest entries.
    static func version(_ heads: [Digest]) -> String {
        RandomToken.digest(heads.map(\.description).sorted().joined(separator: " ")).prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }

    /// RFC 3339 in UTC.
    static func moment(_ milliseconds: UInt64) -> JSONValue {
        .string(Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601))
    }
}

/// Answers as programs write and read them: `{"values": ["…"], "note": "…"}` or `{"absent": "unknown"}`, the values as one types them into a form.
struct APIAnswers: Sendable {
    let dictionary: DataDictionary

    private static let given = APISchema.object([
        .required("values", .array(.string(1...20_000), 1...50)), .optional("note", .string(1...1_000)),
    ])
    private static let absent = APISchema.object([.required("absent", .choice(Absence.allCases.map(\.rawValue))), .optional("note", .string(1...1_000))])
    private static let answer = APISchema.named("Answer") { .oneOf([given, absent]) }
    private static let change = APISchema.named("AnswerOrNull") { .oneOf([given, absent, .null]) }

    func form(_ call: APICall) -> AnswerForm {
        AnswerForm(dictionary: dictionary, calendars: call.services.calendars, translator: call.request.translator, today: call.request.day)
    }

    func schema(of kind: String, clearing: Bool) -> APISchema {
        let properties = dictionary.fields(of: kind).filter(AnswerForm.isAnswerable).map { field in
            APISchema.Property.optional(field.name, clearing ? Self.change : Self.answer)
        }
        return .named("Answers-\(kind)") { .object(properties) }
    }

    /// The answers of some kind of record; which fields it has is checked when the kind is known.
    var schemaOfAnyKind: APISchema {
        let names = Set((["case"] + APICases.kinds).flatMap { dictionary.fields(of: $0).filter(AnswerForm.isAnswerable).map(\.name) }).sorted()
        return .named("Answers") { .object(names.map { .optional($0, Self.change) }) }
    }

    /// - Parameter original: the record that is changed; nil for a new one.
    /// - Throws: ``APIError/invalid(_:)`` with a sentence for each answer that is not one or that a page would refuse, in the language that the program asked for.
    func read(
        _ value: JSONValue?, of kind: String, at pointer: String, upTo clearance: Sensitivity, changing original: RecordView? = nil, _ call: APICall
    ) throws -> [String: Answer?] {
        guard let object = value?.object else { throw APIError.malformed }
        let fields = dictionary.fields(of: kind).filter { AnswerForm.isAnswerable($0) && $0.sensitivity <= clearance }
        var given = FormFields()
        var named: [Field] = []
        for member in object.members {
            guard let field = fields.first(where: { $0.name == member.name }) else {
                throw APIError.invalid([APIProblem(pointer: "\(pointer)/\(member.name)", problem: "is not a field of «\(kind)» that can be written here")])
            }
            named.append(field)
            for text in member.value["values"]?.array ?? [] { given.items.append(.init(name: field.name, value: text.string ?? "")) }
            if let absent = member.value["absent"]?.string { given.items.append(.init(name: "\(field.name).absent", value: absent)) }
            if let note = member.value["note"]?.string { given.items.append(.init(name: "\(field.name).note", value: note)) }
        }
        let form = form(call)
        var (answers, problems) = form.read(given, named, keeping: original)
        if kind == "case" { problems += ClosingContradiction.problems(answers, original, dictionary, form.translator) }
        problems += WithdrawnConsent.problems(answers, original, form.translator)
        guard problems.isEmpty else { throw APIError.invalid(problems.map { APIProblem(pointer: "\(pointer)/\($0.field)", problem: $0.sentence) }) }
        return answers
    }
}
