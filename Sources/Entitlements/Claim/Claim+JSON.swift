import Formats

extension Claim {
    /// The claim as `corridor claim compute --json` prints it; amounts are texts with the currency's decimal places.
    public func json(_ phrases: Phrases) -> JSONObject {
        let span = totalSpan
        var object: JSONObject = [
            "country": .string(facts.country), "category": .string(facts.category.rawValue), "currency": .string(currency.code),
            "language": .string(phrases.language),
            "heads": .array(heads.map { .object($0.json(phrases, currency)) }), "total": .string(currency.text(total)),
            "totalLow": .string(currency.text(span.low)), "totalHigh": span.high.map { .string(currency.text($0)) } ?? .null,
            "notInTotal": .array(heads.filter { !$0.isInTotal }.map { .string($0.kind.rawValue) }),
            "deadlines": .array(deadlines.map { .object($0.json(phrases, currency)) }),
            "limitationGaps": .array(limitationGaps.map { .object($0.json(phrases, currency)) }),
            "duties": .array(duties.map { .object($0.json(phrases, currency)) }),
            "problems": .array(problems.map { .object($0.json(phrases, currency)) }),
        ]
        if !facts.worker.isEmpty { object["worker"] = .string(facts.worker) }
        if let realWage {
            object["realHourlyWage"] = .object([
                "agreed": .string(currency.text(realWage.agreed)), "real": .string(currency.text(realWage.real)),
                "steps": .array(realWage.steps.map { .string(phrases.text($0, currency)) }),
            ])
        }
        return object
    }
}

extension Head {
    fileprivate func json(_ phrases: Phrases, _ currency: Currency) -> JSONObject {
        func text(_ amount: Fraction?) -> JSONValue { amount.map { .string(currency.text($0)) } ?? .null }
        func readings(_ readings: [Reading]) -> JSONValue {
            .array(readings.map { .object(["amount": .string(currency.text($0.amount)), "basis": .string(phrases.text($0.basis, currency))]) })
        }
        var object: JSONObject = [
            "head": .string(kind.rawValue), "title": .string(phrases.words("head." + kind.rawValue)), "amount": text(amount), "low": text(low),
            "high": text(high),
            "inTotal": .bool(isInTotal), "rules": .array(rules.map { .object($0.citation) }),
            "steps": .array(steps.map { .string(phrases.text($0, currency)) }),
            "warnings": .array(warnings.map { .string(phrases.text($0, currency)) }), "narrowedBy": .array(narrowedBy.map { .string($0) }),
            "readings": readings(self.readings), "roundings": readings(roundings),
            "comparisons": .array(
                comparisons.map { .object(["basis": .string($0.basis), "amount": .string(currency.text($0.amount)), "better": .bool($0.isBetter)]) }),
        ]
        if let apart {
            object["apart"] = .object([
                "low": text(apart.low), "high": text(apart.high), "rules": .array(apart.rules.map { .object($0.citation) }),
                "steps": .array(apart.steps.map { .string(phrases.text($0, currency)) }),
            ])
        }
        return object
    }
}

extension Deadline {
    /// As a member of `deadlines`.
    public func json(_ phrases: Phrases, _ currency: Currency) -> JSONObject {
        [
            "claim": .string(phrases.sentence(of: rule).text), "date": .string(day.description), "lawDate": lawDate.map { .string($0) } ?? .null,
            "alerts": .array(alerts.map { .string($0.description) }), "rule": .object(rule.citation),
            "steps": .array(steps.map { .string(phrases.text($0, currency)) }), "warnings": .array(warnings.map { .string(phrases.text($0, currency)) }),
        ]
    }
}

extension LimitationGap {
    /// As a member of `limitationGaps`.
    public func json(_ phrases: Phrases, _ currency: Currency) -> JSONObject {
        ["kind": .string(kind.rawValue), "says": .string(says(phrases, currency))]
    }

    /// That nothing is on file, and since when that is known.
    public func says(_ phrases: Phrases, _ currency: Currency) -> String {
        ([sentence] + (looked.map { [$0] } ?? [])).map { phrases.text($0, currency) }.joined(separator: " ")
    }
}

extension Duty {
    fileprivate func json(_ phrases: Phrases, _ currency: Currency) -> JSONObject {
        ["duty": .string(kind.rawValue), "says": .string(phrases.text(sentence, currency)), "rule": rule.map { .object($0.citation) } ?? .null]
    }
}

extension FactProblem {
    /// As a member of `problems`.
    public func json(_ phrases: Phrases, _ currency: Currency?) -> JSONObject {
        ["field": .string(field), "problem": .string(phrases.text(sentence, currency))]
    }
}
