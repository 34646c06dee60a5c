import Dictionary
import Formats
import Journal
import Storage

/// What of one notice, sighting or person goes to the other organisation once both agreed to speak about it: chosen fields, nothing else.
struct SharedRecord: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable {
        case notice, sighting, person

        /// The fields that can be chosen, in the order in which they are shown. How to reach a seeker or a witness is never among them: that goes by conversation.
        var fields: [String] {
            switch self {
            case .notice:
                [
                    "full-name", "sex", "age-group", "nationality", "last-country", "last-place", "last-contact", "last-employer", "last-agent", "last-phone",
                    "departure", "identifiers", "description",
                ]
            case .sighting:
                [
                    "full-name", "sex", "date-of-birth", "nationality", "country", "place", "place-kind", "seen-on", "kind", "spoke-to-person", "identifiers",
                    "description",
                ]
            case .person: ["names", "other-names", "sex", "date-of-birth", "nationality"]
            }
        }

        /// Those that are shown unless somebody takes them out.
        var usual: Set<String> { Set(fields).subtracting(["description", "last-phone", "identifiers", "place"]) }

        /// What it becomes at the other organisation: somebody who is looked for, or a trace of somebody.
        var arriving: String { self == .notice ? "notice" : "sighting" }

        func arrivingField(_ name: String) -> String? {
            guard self == .person else { return name }
            switch name {
            case "names": return "full-name"
            case "other-names": return nil
            default: return name
            }
        }
    }

    /// What is needed to read one.
    struct Reading: Sendable {
        var dictionary: DataDictionary
    }

    var kind: Kind
    /// The last day on which a notice runs at its owner.
    var until: CalendarDay?
    /// By name.
    var fields: [Field]

    struct Field: Sendable, Hashable {
        var name: String
        var answer: Answer
    }

    init(_ kind: Kind, until: CalendarDay?, fields: [Field]) {
        (self.kind, self.until, self.fields) = (kind, until, fields)
    }

    /// The chosen fields of a record that say something.
    init?(_ view: RecordView, choosing names: [String]) {
        guard let kind = Kind(rawValue: view.kind) else { return nil }
        let fields = kind.fields.filter(names.contains).compactMap { name in
            view.answer(name)?.value.map { Field(name: name, answer: Answer($0)) }
        }
        self.init(kind, until: kind == .notice ? NoticeTerm.end(of: view) : nil, fields: fields)
    }

    // MARK: Bytes

    var json: JSONValue {
        var members: [JSONObject.Member] = [.init("kind", .string(kind.rawValue))]
        if let until { members.append(.init("until", .string(until.description))) }
        members.append(.init("fields", .object(JSONObject(fields.map { .init($0.name, $0.answer.json) }))))
        return .object(JSONObject(members))
    }

    /// What a partner sent. A field that is not known here, or not one that crosses, is left out.
    init?(json: JSONValue, _ reading: Reading) {
        guard let object = json.object, let kind = object["kind"]?.string.flatMap({ Kind(rawValue: $0) }), let values = object["fields"]?.object,
            values.members.count <= 50
        else { return nil }
        let fields = kind.fields.compactMap { name -> Field? in
            guard let value = values[name], let field = reading.dictionary.field(kind.rawValue, name), let answer = try? Answer(json: value, field: field),
                SharedPart.isKnown(answer, field, reading.dictionary), let said = answer.value
            else { return nil }
            return Field(name: name, answer: Answer(said))
        }
        let until = object["until"]?.string.flatMap { (try? PartialDate(edtf: $0))?.latest }
        self.init(kind, until: until, fields: fields)
    }

    // MARK: Arriving

    /// The record that is made of it here. It has no case; whoever writes cases sees it, and it is never passed on.
    /// - Parameters:
    ///   - partner: the name of the organisation that showed it, which stands as author.
    ///   - today: from which the usual term of a notice is counted, if that is shorter.
    func change(_ record: String, from partner: String, today: CalendarDay, _ dictionary: DataDictionary) throws -> RecordChange {
        var answers: [String: Answer?] = [:]
        for field in fields {
            guard let name = kind.arrivingField(field.name), dictionary.field(kind.arriving, name) != nil else { continue }
            answers[name] = field.answer
        }
        let usual = today.adding(days: NoticeTerm.days)
        let end = [until, usual].compactMap { $0 }.min()
        if let end { answers["expires-on"] = Answer(.date(PartialDate(end))) }
        if kind == .notice {
            answers["status"] = Answer(.code("information-sought"))
            answers["seeker-contact"] = Answer(try FieldValue(text: partner))
        } else {
            answers["author"] = Answer(try FieldValue(text: partner, limit: 1_000))
            answers["written-on"] = Answer(.date(PartialDate(today)))
        }
        return RecordChange(record: record, kind: kind.arriving, answers: answers)
    }
}
