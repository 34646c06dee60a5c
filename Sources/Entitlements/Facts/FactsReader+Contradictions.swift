import Formats

/// Facts that cannot be, or that contradict each other.
extension FactsReader {
    /// The most days that the service can have had; nil if nothing is known of it.
    func serviceDays(_ facts: EmploymentFacts) -> Fraction? {
        if let start = facts.start?.earliest, let end = facts.end?.latest { return Fraction(end.number - start.number + 1) }
        return facts.service.map { ($0.inYears * 366).rounded(places: 0) }
    }

    /// More months without wages than the employment had are a mistake, together with those whose days are known; entries that say nothing are dropped.
    mutating func checkUndated(_ facts: inout EmploymentFacts) {
        facts.undatedWages.removeAll { $0.months == nil && $0.amount == nil }
        guard let most = serviceDays(facts) else { return }
        let months = (most * 12 / 365).rounded(places: 0) + 1
        let named = facts.undatedWages.reduce(Fraction(0)) { $0 + ($1.months ?? 0) }
        guard named > months else { return }
        warn("unpaidPeriods", "problem.unpaid-months", [.number(named), .number(months)])
        facts.undatedWages = []
    }

    /// Of rest days there is one a week, or as many as the agreed week leaves free, two where that is not known; no law on file has more than thirty public holidays a year. More is
    /// a mistake, as are more days of both together, or more days or hours of work, than the service had; such lists are left out.
    mutating func checkWork(_ facts: inout EmploymentFacts) {
        guard let most = serviceDays(facts) else { return }
        let weeks = (most / 7).floor + 1
        let perWeek = facts.daysPerWeek.map { max(7 - $0, 1) } ?? 2
        checkMost(&facts, "restDaysWorked", \.restDaysWorked, Fraction(weeks * perWeek), "problem.rest-days")
        checkMost(&facts, "holidaysWorked", \.holidaysWorked, Fraction(((most / 365).floor + 1) * 30), "problem.holidays")
        let days: [(String, WritableKeyPath<EmploymentFacts, [WorkItem]>)] = [("restDaysWorked", \.restDaysWorked), ("holidaysWorked", \.holidaysWorked)]
        for (field, list) in days {
            let worked = facts[keyPath: list].reduce(Fraction(0)) { $0 + $1.days }
            guard worked > most else { continue }
            warn(field, "problem.days-of-service", [.number(worked), .number(most)])
            facts[keyPath: list] = []
        }
        let special = (facts.restDaysWorked + facts.holidaysWorked).reduce(Fraction(0)) { $0 + $1.days }
        if special > most {
            warn("holidaysWorked", "problem.days-of-service", [.number(special), .number(most)])
            facts.holidaysWorked = []
        }
        let hours = facts.overtime.reduce(Fraction(0)) { $0 + $1.hours }
        guard hours > most * 24 else { return }
        warn("overtime", "problem.hours-of-service", [.number(hours), .number(most * 24)])
        facts.overtime = []
    }

    private mutating func checkMost(
        _ facts: inout EmploymentFacts, _ field: String, _ list: WritableKeyPath<EmploymentFacts, [WorkItem]>, _ most: Fraction, _ phrase: String
    ) {
        let worked = facts[keyPath: list].reduce(Fraction(0)) { $0 + $1.days }
        guard worked > most else { return }
        warn(field, phrase, [.number(worked), .number(most)])
        facts[keyPath: list] = []
    }

    /// A wage of zero is no wage; a part is not above the whole, and nobody is paid short with more than was agreed.
    mutating func checkWages(_ facts: inout EmploymentFacts) {
        let wages: [(String, WritableKeyPath<Wage, Fraction?>)] = [
            ("wage.monthly", \.monthly), ("wage.basic", \.basic), ("wage.daily", \.daily), ("wage.hourly", \.hourly),
        ]
        for (field, wage) in wages where facts.wage[keyPath: wage]?.isZero == true {
            warn(field, "problem.wage-zero", [])
            facts.wage[keyPath: wage] = nil
        }
        if let monthly = facts.wage.monthly, let basic = facts.wage.basic, basic > monthly {
            warn("wage.basic", "problem.basic-above-monthly", [.number(basic), .number(monthly)])
            facts.wage.monthly = nil
        }
        if let paid = facts.wage.paid, let agreed = facts.wage.monthly ?? facts.wage.daily ?? facts.wage.hourly, paid > agreed {
            warn("wage.paid", "problem.paid-above-agreed", [.number(paid), .number(agreed)])
            facts.wage.paid = nil
        }
        for (index, period) in facts.unpaidPeriods.enumerated() where !period.isLeave {
            if let paid = period.paidMonthly, let agreed = facts.wage.monthly, facts.wage.history.isEmpty, paid > agreed {
                warn("unpaidPeriods[\(index)].paidMonthly", "problem.paid-above-agreed", [.number(paid), .number(agreed)])
            }
            // What is above the wage of all months that the period touches is a mistake.
            let (first, last) = (period.from.parts, period.until.parts)
            let begun = Fraction((last.year - first.year) * 12 + last.month - first.month + 1)
            if let agreed = facts.wage.monthly, facts.wage.history.isEmpty, period.paid > begun * agreed {
                warn("unpaidPeriods[\(index)].paid", "problem.paid-above-due", [.number(period.paid), .day(period.from), .day(period.until), .number(begun * agreed)])
            }
        }
    }

    /// No law on file and no usual contract gives more than sixty days of leave a year.
    mutating func checkLeave(_ facts: inout EmploymentFacts) {
        let most = serviceDays(facts).map { (($0 / 365).floor + 1) * 60 }.map { Fraction($0) }
        for (field, days) in [("leaveBalance", \EmploymentFacts.leaveBalance), ("leaveTaken", \.leaveTaken)] {
            // Without dates, more than a year of leave is asked about.
            guard let given = facts[keyPath: days], given > most ?? 365 else { continue }
            warn(field, "problem.leave-days", [.number(given), .number(most ?? 365)])
            facts[keyPath: days] = nil
        }
        guard let balance = facts.leaveBalance, let taken = facts.leaveTaken else { return }
        warn("leaveTaken", "problem.leave-both", [.number(taken), .number(balance)])
    }

    mutating func readHistory(_ value: JSONValue?, into facts: inout EmploymentFacts) {
        for (index, element) in list(value, "wage.history").enumerated() {
            let field = "wage.history[\(index)]"
            nameUnknown(element, field, Members.history)
            let period = WagePeriod(
                from: date(element["from"], field + ".from")?.earliest, until: date(element["to"] ?? element["until"], field + ".to")?.latest,
                basic: amount(element["basic"], field + ".basic"), monthly: amount(element["monthly"] ?? element["gross"], field + ".monthly"))
            guard period.basic != nil || period.monthly != nil else {
                warn(field, "problem.history-amount", [])
                continue
            }
            if let from = period.from, let until = period.until, from > until {
                warn(field, "problem.period-order", [.day(from), .day(until)])
            } else if let from = period.from, facts.wage.history.contains(where: { $0.from == from }) {
                warn(field, "problem.history-twice", [.day(from)])
            } else {
                facts.wage.history.append(period)
            }
        }
        facts.wage.history.sort { ($0.from?.number ?? Int.min) < ($1.from?.number ?? Int.min) }
    }

    /// Earlier wages against the employment, each other and the wage at the end.
    mutating func checkHistory(_ facts: inout EmploymentFacts) {
        if let span = FactsReader.span(facts) {
            for period in facts.wage.history {
                if let from = period.from, from > span.upperBound {
                    warn("wage.history", "problem.history-after-end", [.day(from), .day(span.upperBound)])
                } else if let until = period.until, until < span.lowerBound {
                    warn("wage.history", "problem.history-before-start", [.day(until), .day(span.lowerBound)])
                }
            }
            facts.wage.history.removeAll { period in
                period.from.map { $0 > span.upperBound } ?? false || period.until.map { $0 < span.lowerBound } ?? false
            }
        }
        for (earlier, later) in zip(facts.wage.history, facts.wage.history.dropFirst()) {
            guard let until = earlier.until, let from = later.from, from <= until else { continue }
            warn("wage.history", "problem.history-overlap", [.day(from), .day(until)])
        }
        // The last entry that is open, or reaches the end, speaks of the same time as the wage itself.
        guard let last = facts.wage.history.last, last.until.map({ until in facts.end.map { $0.latest <= until } ?? false }) ?? true else { return }
        for (field, wage, entry) in [("wage.basic", facts.wage.basic, last.basic), ("wage.monthly", facts.wage.monthly, last.monthly)] {
            guard let wage, let entry, wage != entry else { continue }
            warn(field, "problem.history-contradicts", [.number(wage), .number(entry)])
        }
    }

    /// Days of single events against the first and last day of the employment.
    mutating func checkDays(_ facts: inout EmploymentFacts) {
        guard let span = FactsReader.span(facts) else { return }
        let (first, last) = (facts.start == nil ? nil : span.lowerBound, facts.end == nil ? nil : span.upperBound)
        if let day = facts.injury?.day {
            if let last, day > last { warn("injury.date", "problem.injury-after-end", [.day(day), .day(last)]) }
            if let first, day < first { warn("injury.date", "problem.injury-before-start", [.day(day), .day(first)]) }
        }
        for (index, payment) in facts.deductions.enumerated() {
            guard let day = payment.day else { continue }
            if let last, day > last { warn("deductions[\(index)].date", "problem.deduction-after-end", [.day(day), .day(last)]) }
            if let first, day < first { warn("deductions[\(index)].date", "problem.deduction-before-start", [.day(day), .day(first)]) }
        }
        for (index, payment) in facts.feesPaid.enumerated() {
            guard let day = payment.day else { continue }
            // Recruitment is paid before the work begins; more than two years before it belonged to another job, or the year is wrong.
            if let first, day < first.adding(months: -24) { warn("feesPaid[\(index)].date", "problem.fee-long-before", [.day(day), .day(first)]) }
            if let last, day > last { warn("feesPaid[\(index)].date", "problem.fee-after-end", [.day(day), .day(last)]) }
        }
        if let until = facts.contractUntil, let first, until < first {
            warn("contract.until", "problem.contract-before-start", [.day(until), .day(first)])
            facts.contractUntil = nil
        }
    }

    /// A dismissal needs an employer who ended the work.
    mutating func checkEnding(_ facts: EmploymentFacts) {
        guard facts.unfairDismissal == true, let ending = facts.ending, !ending.isByEmployer else { return }
        warn("unfairDismissal", "problem.no-dismissal", [.words("ending." + ending.rawValue)])
    }
}

extension Ending {
    /// Whether the employer ended it.
    var isByEmployer: Bool { self == .termination || self == .retrenchment || self == .misconduct }
}
