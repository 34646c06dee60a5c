import Formats

/// Facts that only some claims have: an injury, the worker's age, how many people the employer employs, a passport that was kept.
extension FactsReader {
    mutating func readSpecial(_ object: JSONObject, into facts: inout EmploymentFacts) {
        facts.passportKept = flag(object["passportKept"], "passportKept")
        facts.age = whole(object["age"], "age", 10...100)
        facts.employees = whole(object["employees"], "employees", 1...10_000_000)
        guard let value = object["injury"], value != .null else { return }
        guard value.object != nil else {
            warn("injury", "problem.injury", [])
            return
        }
        nameUnknown(value, "injury", Members.injury)
        var injury = Injury()
        injury.day = day(value["date"], "injury.date")
        injury.outcome = choice(value["outcome"], "injury.outcome", Injury.Outcome.self)
        if let percent = number(value["percent"], "injury.percent") {
            if percent > 100 || percent.isZero { warn("injury.percent", "problem.percent", [.number(percent)]) } else { injury.percent = percent }
        }
        if let treatment = value["treatment"], treatment != .null { injury.treatment = unpaidPeriod(treatment, "injury.treatment") }
        facts.injury = injury
    }

    /// A whole number within limits; others are named and left out.
    private mutating func whole(_ value: JSONValue?, _ field: String, _ limits: ClosedRange<Int>) -> Fraction? {
        guard let number = number(value, field) else { return nil }
        guard number.denominator == 1, number >= Fraction(limits.lowerBound), number <= Fraction(limits.upperBound) else {
            warn(field, "problem.whole", [.number(number), .number(Fraction(limits.lowerBound)), .number(Fraction(limits.upperBound))])
            return nil
        }
        return number
    }
}
