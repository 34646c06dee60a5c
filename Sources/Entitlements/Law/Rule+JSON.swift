import Formats

extension Rule {
    /// The value with what it counts, as rules are read: `48 hours a week`, `QAR 1000 a month`, `prohibited`.
    /// - Parameter currency: of the book that the rule stands in.
    public func measure(in currency: Currency) -> String {
        guard Topic.money.contains(unit) else { return unit.isEmpty ? value.description : "\(value) \(number == 1 ? Rule.singular(unit) : unit)" }
        let time = String(decoding: unit.utf8.dropFirst("money".utf8.count), as: UTF8.self)
        return "\(currency.code) \(value)\(time)"
    }

    /// The unit of one: `month of wage` of `months of wage`.
    private static func singular(_ unit: String) -> String {
        let first = unit.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard ["days", "weeks", "months", "years", "hours", "times"].contains(String(Substring(first))) else { return unit }
        return String(Substring(first.dropLast())) + String(Substring(unit.utf8[first.endIndex...]))
    }

    /// As a member of `rules` of a head: what was used.
    public var citation: JSONObject {
        [
            "law": .string(law), "article": .string(article), "source": .string(source), "confidence": .string(confidence.rawValue), "topic": .string(topic),
            "says": .string(says), "value": .string(value.description), "unit": .string(unit), "from": from.map { .string($0.description) } ?? .null,
            "until": until.map { .string($0.description) } ?? .null, "place": .string(place),
        ]
    }

    /// All that is on file.
    public var json: JSONObject {
        var object = citation
        object["when"] = .object(conditions.json)
        object["note"] = .string(note)
        object["secondReading"] = .bool(isAlternative)
        return object
    }
}

extension RuleConditions {
    fileprivate var json: JSONObject {
        var object: JSONObject = [:]
        if let service { object["service"] = .string(service.words) }
        if !endings.isEmpty { object["ending"] = .array(endings.map { .string($0.rawValue) }) }
        if let pay { object["pay"] = .string(pay.rawValue) }
        if let contract { object["contract"] = .string(contract.rawValue) }
        if let party { object["party"] = .string(party.rawValue) }
        if let work { object["work"] = .string(work) }
        if let daysPerWeek { object["daysPerWeek"] = .integer(Int64(daysPerWeek)) }
        if let age { object["age"] = .string(age.words) }
        if let employees { object["employees"] = .string(employees.words) }
        return object
    }

    /// The conditions in one line: `service at least 2 years; ending resignation`.
    public var summary: String {
        json.members.map { member in
            let value =
                member.value.array.map { $0.compactMap(\.string).joined(separator: " or ") } ?? member.value.string ?? member.value.integer.map { String($0) }
                ?? ""
            return "\(member.name) \(value)"
        }.joined(separator: "; ")
    }
}
