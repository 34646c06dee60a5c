import Formats

/// Single values of a file of facts: what cannot be used is left out with a sentence about it.
extension FactsReader {
    mutating func warn(_ field: String, _ phrase: String, _ values: [SentenceValue]) {
        problems.append(FactProblem(field: field, sentence: Sentence(phrase, values), isFatal: false))
    }

    mutating func fatal(_ field: String, _ phrase: String, _ values: [SentenceValue]) {
        problems.append(FactProblem(field: field, sentence: Sentence(phrase, values), isFatal: true))
    }

    /// What was given, short enough for a sentence.
    func describe(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: ""
        case .string(let text)?: String(text.unicodeScalars.prefix(40).reduce(into: String.UnicodeScalarView()) { $0.append($1) })
        case .integer(let number)?: String(number)
        case .number(let number)?: "\(number)"
        case .bool(let flag)?: flag ? "true" : "false"
        default: "…"
        }
    }

    /// A number that is not negative. Written as a JSON number it is taken as its shortest decimal text, so that `75.3` is 75.3.
    mutating func number(_ value: JSONValue?, _ field: String) -> Fraction? {
        guard let value, value != .null else { return nil }
        guard let number = Fraction(describe(value)), !number.isNegative else {
            warn(field, "problem.number", [.text(describe(value))])
            return nil
        }
        return number
    }

    mutating func amount(_ value: JSONValue?, _ field: String) -> Fraction? {
        guard let amount = number(value, field) else { return nil }
        guard amount <= 10_000_000_000 else {
            warn(field, "problem.amount", [.number(amount)])
            return nil
        }
        return amount
    }

    /// An amount, or the lowest and the highest that it can be.
    mutating func span(_ value: JSONValue?, _ field: String) -> (Fraction?, ClosedRange<Fraction>?) {
        guard let object = value?.object else { return (amount(value, field), nil) }
        guard let low = amount(object["low"], field + ".low"), let high = amount(object["high"], field + ".high"), low <= high, !low.isZero else {
            warn(field, "problem.span", [])
            return (nil, nil)
        }
        return low == high ? (low, nil) : (nil, low...high)
    }

    mutating func date(_ value: JSONValue?, _ field: String) -> KnownDate? {
        guard let value, value != .null else { return nil }
        guard let date = KnownDate(describe(value)) else {
            warn(field, "problem.date", [.text(describe(value))])
            return nil
        }
        return date
    }

    mutating func day(_ value: JSONValue?, _ field: String) -> Day? {
        guard let date = date(value, field) else { return nil }
        guard let day = date.day else {
            warn(field, "problem.day", [.text(date.description)])
            return nil
        }
        return day
    }

    mutating func flag(_ value: JSONValue?, _ field: String) -> Bool? {
        guard let value, value != .null else { return nil }
        guard let flag = value.bool else {
            warn(field, "problem.flag", [.text(describe(value))])
            return nil
        }
        return flag
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ value: JSONValue?, _ field: String, _: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let value, value != .null, value.string != "unknown" else { return nil }
        guard let choice = (value.string?.lowercased()).flatMap(Choice.init(rawValue:)) else {
            warn(field, "problem.choice", [.text(describe(value)), .text(Choice.allCases.map(\.rawValue).joined(separator: ", "))])
            return nil
        }
        return choice
    }

    /// A list, or one entry without brackets.
    mutating func list(_ value: JSONValue?, _ field: String) -> [JSONValue] {
        guard let value, value != .null else { return [] }
        if value.object != nil { return [value] }
        guard let list = value.array, list.count <= 10_000 else {
            warn(field, "problem.list", [])
            return []
        }
        return list
    }
}
