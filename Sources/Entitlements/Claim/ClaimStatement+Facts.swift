/// The facts that a schedule rests on: a court wants to see who worked where, how long and for how much before it reads what is owed.
extension ClaimStatement {
    /// Name and value of each fact that is known, from top to bottom.
    func facts(_ claim: Claim) -> [[String]] {
        let facts = claim.facts
        var rows: [[String]] = []
        func add(_ name: String, _ value: String) { if !value.isEmpty { rows.append([phrases.words("statement." + name), value]) } }
        add("worker", facts.worker)
        add("employer", facts.employer)
        add("country", phrases.has("country." + facts.country) ? phrases.words("country." + facts.country) : facts.country)
        add("category", phrases.words("category." + facts.category.rawValue))
        add("service", service(claim))
        add("ending", facts.ending.map { phrases.words("ending." + $0.rawValue) } ?? "")
        add("wage-whole", wage(facts.wage.monthly, facts.wage, claim))
        add("wage-basic", facts.wage.basic.map { say("statement.per-month", [money($0, claim)], claim) } ?? "")
        add("wage-paid", paid(facts.wage, claim))
        return rows + history(claim)
    }

    private func service(_ claim: Claim) -> String {
        let facts = claim.facts
        guard let start = facts.start else { return facts.service.map(phrases.service) ?? "" }
        guard let end = facts.end else { return start.description }
        guard let first = start.day, let last = end.day, first <= last else { return "\(start) – \(end)" }
        let length = ServiceLength(from: first, through: last)
        return phrases.text(Sentence("statement.from-to", [.day(first), .day(last), .service(length)]), claim.currency)
    }

    private func wage(_ monthly: Fraction?, _ wage: Wage, _ claim: Claim) -> String {
        if let monthly { return say("statement.per-month", [money(monthly, claim)], claim) }
        if let daily = wage.daily { return say("statement.per-day", [money(daily, claim)], claim) }
        return wage.hourly.map { say("statement.per-hour", [money($0, claim)], claim) } ?? ""
    }

    /// What was really paid, for the time that the wage is agreed for.
    private func paid(_ wage: Wage, _ claim: Claim) -> String {
        guard let paid = wage.paid else { return "" }
        let isMonthly = wage.monthly != nil || wage.basic != nil || (wage.daily == nil && wage.hourly == nil)
        return say(isMonthly ? "statement.per-month" : wage.daily == nil ? "statement.per-hour" : "statement.per-day", [money(paid, claim)], claim)
    }

    /// Earlier wages, each with the day from which it was paid.
    private func history(_ claim: Claim) -> [[String]] {
        claim.facts.wage.history.compactMap { period in
            guard let from = period.from, let amount = period.monthly ?? period.basic else { return nil }
            let name = phrases.words(period.monthly == nil ? "statement.wage-basic" : "statement.wage-whole")
            return ["\(name), \(from)", say("statement.per-month", [money(amount, claim)], claim)]
        }
    }
}
