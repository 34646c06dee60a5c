/// An employment with every fact settled that a calculation asks for: one of the cases that the known facts allow.
struct Employment: Sendable {
    let facts: EmploymentFacts
    var start: Day?
    var end: Day?
    /// How long it lasted; nil if that is not known.
    var length: ServiceLength?
    var ending: Ending?
    var contract: ContractKind
    var wage: Wage
    /// The day whose law is asked for: the end, or else today.
    var lawDay: Day

    var payClass: PayClass { facts.payBasis.payClass }

    var circumstances: Circumstances {
        Circumstances(
            service: length?.inYears, ending: ending, pay: payClass, contract: contract, party: nil, work: nil, daysPerWeek: facts.daysPerWeek,
            age: facts.age, employees: facts.employees)
    }

    /// The wage agreed for a day: the last entry of the history that had begun, or else the wage at the end.
    func wage(on day: Day) -> Wage {
        guard let period = wage.history.last(where: { $0.covers(day) }) else { return wage }
        var earlier = wage
        earlier.monthly = period.monthly
        earlier.basic = period.basic
        return earlier
    }

    /// The wage at the end.
    var lastWage: Wage {
        guard wage.monthly == nil, wage.basic == nil, let last = wage.history.last else { return wage }
        var wage = wage
        wage.monthly = last.monthly
        wage.basic = last.basic
        return wage
    }
}

/// A wage a month that counts for something, and what had to be supposed to get it.
struct CountedWage: Sendable {
    let amount: Fraction
    /// A phrase to warn with; nil if the facts give the wage as the law wants it.
    let supposition: String?
}

extension Wage {
    /// The wage a month by a basis (``Topic/Basis``).
    /// - Parameter divisor: the days of a month by which a wage a day becomes one a month.
    func counted(by basis: String, divisor: Fraction, hoursPerDay: Fraction) -> CountedWage? {
        if isDailyOnly, let perDay = daily ?? hourly.map({ $0 * hoursPerDay }) { return CountedWage(amount: perDay * divisor, supposition: nil) }
        let extras = (housing ?? 0) + (food ?? 0) + (otherAllowances ?? 0)
        let hasAllowances = housing != nil || food != nil || otherAllowances != nil || social != nil
        switch basis {
        case Topic.Basis.whole:
            if let monthly { return CountedWage(amount: monthly, supposition: nil) }
            return basic.map { CountedWage(amount: $0 + extras + (social ?? 0), supposition: hasAllowances ? nil : "supposed.allowances") }
        case Topic.Basis.gross:
            if let basic, hasAllowances || monthly == nil {
                let supposition = hasAllowances ? nil : "supposed.allowances"
                return CountedWage(amount: basic + (otherAllowances ?? 0) + (social ?? 0), supposition: supposition)
            }
            guard let monthly else { return nil }
            let without = monthly - (housing ?? 0) - (food ?? 0)
            let isKnown = (housing != nil || food != nil) && without > 0 || basic == monthly
            return CountedWage(amount: isKnown ? without : monthly, supposition: isKnown ? nil : "supposed.gross")
        case Topic.Basis.basicAndSocial:
            if let basic { return CountedWage(amount: basic + (social ?? 0), supposition: nil) }
        default:
            if let basic { return CountedWage(amount: basic, supposition: nil) }
        }
        guard let monthly else { return nil }
        let excluded = extras + (basis == Topic.Basis.basicAndSocial ? 0 : social ?? 0)
        let without = monthly - excluded
        return hasAllowances && without > 0 ? CountedWage(amount: without, supposition: nil) : CountedWage(amount: monthly, supposition: "supposed.basic")
    }
}
