/// Facts that cannot be, or that contradict each other.
extension FactsReader {
    /// The most days that the service can have had; nil if nothing is known of it.
    func serviceDays(_ facts: EmploymentFacts) -> Fraction? {
        if let start = facts.start?.earliest, let end = facts.end?.latest { return Fraction(end.number - start.number + 1) }
        return facts.service.map { ($0.inYears * 366).rounded(places: 0) }
    }

    /// More days or hours of work than the service had are a mistake; such lists are left out.
    mutating func checkWork(_ facts: inout EmploymentFacts) {
        guard let most = serviceDays(facts) else { return }
        let days: [(String, WritableKeyPath<EmploymentFacts, [WorkItem]>)] = [("restDaysWorked", \.restDaysWorked), ("holidaysWorked", \.holidaysWorked)]
        for (field, list) in days {
            let worked = facts[keyPath: list].reduce(Fraction(0)) { $0 + $1.days }
            guard worked > most else { continue }
            warn(field, "problem.days-of-service", [.number(worked), .number(most)])
            facts[keyPath: list] = []
        }
        let hours = facts.overtime.reduce(Fraction(0)) { $0 + $1.hours }
        guard hours > most * 24 else { return }
        warn("overtime", "problem.hours-of-service", [.number(hours), .number(most * 24)])
        facts.overtime = []
    }

    /// A wage of zero is no wage.
    mutating func checkWages(_ facts: inout EmploymentFacts) {
        let wages: [(String, WritableKeyPath<Wage, Fraction?>)] = [
            ("wage.monthly", \.monthly), ("wage.basic", \.basic), ("wage.daily", \.daily), ("wage.hourly", \.hourly),
        ]
        for (field, wage) in wages where facts.wage[keyPath: wage]?.isZero == true {
            warn(field, "problem.wage-zero", [])
            facts.wage[keyPath: wage] = nil
        }
    }
}
