import Formats

/// Reads a file of facts: takes what is good, and says of the rest what is wrong with it.
public struct FactsReader {
    var problems: [FactProblem] = []

    /// One employment. Never traps; O(bytes).
    public static func read(_ bytes: [UInt8]) -> FactsReading {
        do throws(JSONError) {
            return read(try JSONValue.parse(bytes, limits: JSONLimits(depth: 32, bytes: 4 << 20)))
        } catch {
            return FactsReading(facts: nil, problems: [FactProblem(field: "", sentence: Sentence("problem.json", [.text(error.description)]), isFatal: true)])
        }
    }

    /// One employment from a parsed file.
    public static func read(_ value: JSONValue) -> FactsReading {
        var reader = FactsReader()
        guard let object = value.object else {
            reader.fatal("", "problem.object", [])
            return FactsReading(facts: nil, problems: reader.problems)
        }
        let facts = reader.facts(object)
        return FactsReading(facts: reader.problems.contains(where: \.isFatal) ? nil : facts, problems: reader.problems)
    }

    private static let known: Set<String> = [
        "country", "category", "currency", "worker", "employer", "start", "end", "service", "ending", "contract", "wage", "payBasis", "daysPerWeek",
        "hoursPerWeek", "hoursPerDay", "unpaidDays", "unpaidPeriods", "overtime", "restDaysWorked", "holidaysWorked", "leaveTaken", "leaveBalance",
        "noticeGivenDays", "deductions", "feesPaid", "provided", "ticket", "latePayments", "unfairDismissal", "socialSecurity", "events", "agreed",
        "interestPaid", "remittances", "asOf", "injury", "age", "employees", "passportKept", "$schema", "comment",
    ]

    private mutating func facts(_ object: JSONObject) -> EmploymentFacts {
        for member in object.members where !FactsReader.known.contains(member.name) { warn(member.name, "problem.unknown-member", [.text(member.name)]) }
        var facts = EmploymentFacts(country: country(object["country"]), category: category(object["category"]))
        facts.worker = object["worker"]?.string ?? ""
        facts.employer = object["employer"]?.string ?? ""
        facts.start = date(object["start"], "start")
        facts.end = date(object["end"], "end")
        facts.service = service(object["service"])
        facts.ending = choice(object["ending"], "ending", Ending.self)
        readContract(object["contract"], into: &facts)
        facts.daysPerWeek = daysPerWeek(object["daysPerWeek"])
        readWage(object["wage"], into: &facts)
        facts.payBasis = choice(object["payBasis"], "payBasis", PayBasis.self) ?? (facts.wage.isDailyOnly ? .daily : .monthly)
        readTime(object, into: &facts)
        readEvents(object, into: &facts)
        readPayments(object, into: &facts)
        readSpecial(object, into: &facts)
        check(&facts, object)
        return facts
    }

    // MARK: Parts

    private mutating func country(_ value: JSONValue?) -> String {
        guard let text = value?.string?.uppercased(), text.utf8.count == 2, text.utf8.allSatisfy({ (65...90).contains($0) }) else {
            fatal("country", "problem.country", [.text(describe(value))])
            return ""
        }
        return text
    }

    /// Laws for domestic workers give other amounts, so what was taken in place of an answer is said.
    private mutating func category(_ value: JSONValue?) -> WorkerCategory {
        if let category = choice(value, "category", WorkerCategory.self) { return category }
        warn("category", "problem.category", [])
        return .privateSector
    }

    private mutating func readContract(_ value: JSONValue?, into facts: inout EmploymentFacts) {
        guard let value, value != .null else { return }
        if value.string != nil {
            facts.contract = choice(value, "contract", ContractKind.self)
            return
        }
        nameUnknown(value, "contract", Members.contract)
        guard value.object != nil else { return }
        facts.contract = choice(value["type"], "contract.type", ContractKind.self)
        facts.contractUntil = day(value["until"], "contract.until")
        if facts.contract == nil, facts.contractUntil != nil { facts.contract = .fixedTerm }
    }

    private mutating func readWage(_ value: JSONValue?, into facts: inout EmploymentFacts) {
        guard let value, value != .null else { return }
        guard let object = value.object else {
            // A bare number is a wage a month.
            facts.wage.monthly = amount(value, "wage")
            return
        }
        nameUnknown(value, "wage", Members.wage)
        if let allowances = object["allowances"] { nameUnknown(allowances, "wage.allowances", Members.allowances) }
        (facts.wage.monthly, facts.monthlySpan) = span(object["monthly"] ?? object["gross"], "wage.monthly")
        (facts.wage.basic, facts.basicSpan) = span(object["basic"], "wage.basic")
        facts.wage.daily = amount(object["daily"], "wage.daily")
        facts.wage.hourly = amount(object["hourly"], "wage.hourly")
        // The wage of a week is that of its working days; where their number is not known, of six.
        if let weekly = amount(object["weekly"], "wage.weekly"), facts.wage.daily == nil {
            facts.wage.weekly = weekly
            facts.wage.daily = weekly / Fraction(facts.daysPerWeek ?? 6)
        }
        facts.wage.paid = amount(object["paid"], "wage.paid")
        if let paid = facts.wage.paid, object["daily"] == nil, object["weekly"] != nil { facts.wage.paid = paid / Fraction(facts.daysPerWeek ?? 6) }
        let allowances = object["allowances"]?.object
        facts.wage.housing = amount(allowances?["housing"], "wage.allowances.housing")
        facts.wage.food = amount(allowances?["food"], "wage.allowances.food")
        facts.wage.social = amount(allowances?["social"], "wage.allowances.social")
        facts.wage.otherAllowances = amount(allowances?["other"], "wage.allowances.other")
        readHistory(object["history"], into: &facts)
    }

    private mutating func daysPerWeek(_ value: JSONValue?) -> Int? {
        guard let days = number(value, "daysPerWeek") else { return nil }
        guard days.denominator == 1, days >= 1, days <= 7 else {
            warn("daysPerWeek", "problem.days-per-week", [.number(days)])
            return nil
        }
        return days.floor
    }

    private mutating func readTime(_ object: JSONObject, into facts: inout EmploymentFacts) {
        if let hours = number(object["hoursPerWeek"], "hoursPerWeek") {
            // A worker who rests six hours a night has 126 hours left, none of them for food or the way; beyond 98 (14 hours on seven days) a record is more likely wrong.
            if hours > 98 || hours.isZero { warn("hoursPerWeek", "problem.hours-per-week", [.number(hours)]) } else { facts.hoursPerWeek = hours }
        }
        if let hours = number(object["hoursPerDay"], "hoursPerDay") {
            if hours > 18 || hours.isZero { warn("hoursPerDay", "problem.hours-per-day", [.number(hours)]) } else { facts.hoursPerDay = hours }
        }
        facts.unpaidDays = number(object["unpaidDays"], "unpaidDays") ?? 0
        for (index, element) in periods(object["unpaidPeriods"], "unpaidPeriods").enumerated() {
            let field = "unpaidPeriods[\(index)]"
            if let undated = undatedWages(element, field) {
                facts.undatedWages.append(undated)
                continue
            }
            guard let period = unpaidPeriod(element, field) else { continue }
            facts.unpaidPeriods += counted(period, after: facts.unpaidPeriods, within: FactsReader.span(facts), field)
        }
        for (index, element) in periods(object["latePayments"], "latePayments").enumerated() {
            if let period = unpaidPeriod(element, "latePayments[\(index)]") { facts.latePayments.append(period) }
        }
        let week = facts.daysPerWeek ?? 6
        let span = FactsReader.span(facts)
        facts.overtime = items(object["overtime"], "overtime", unit: "hours", daysPerWeek: week, within: span)
        facts.restDaysWorked = items(object["restDaysWorked"], "restDaysWorked", unit: "days", daysPerWeek: week, within: span)
        facts.holidaysWorked = items(object["holidaysWorked"], "holidaysWorked", unit: "days", daysPerWeek: week, within: span)
        facts.leaveTaken = number(object["leaveTaken"], "leaveTaken")
        facts.leaveBalance = number(object["leaveBalance"], "leaveBalance")
        facts.noticeGiven = number(object["noticeGivenDays"], "noticeGivenDays")
    }

    private mutating func readEvents(_ object: JSONObject, into facts: inout EmploymentFacts) {
        for (index, element) in list(object["events"], "events").enumerated() {
            if let day = day(element["date"], "events[\(index)].date") { facts.events.append(ClaimEvent(day: day, kind: element["kind"]?.string ?? "")) }
        }
        facts.unfairDismissal = flag(object["unfairDismissal"], "unfairDismissal")
        facts.socialSecurity = flag(object["socialSecurity"], "socialSecurity")
        facts.asOf = day(object["asOf"], "asOf")
        if let provided = object["provided"], provided != .null {
            nameUnknown(provided, "provided", Members.provided)
            facts.foodProvided = flag(provided["food"], "provided.food")
            facts.housingProvided = flag(provided["housing"], "provided.housing")
        }
        for (index, element) in list(object["agreed"], "agreed").enumerated() {
            let field = "agreed[\(index)]"
            nameUnknown(element, field, Members.agreed)
            facts.agreed.append(
                AgreedTerms(
                    basis: element["basis"]?.string ?? "contract", monthlyWage: amount(element["monthlyWage"], field + ".monthlyWage"),
                    noticeDays: number(element["noticeDays"], field + ".noticeDays"),
                    leaveDaysPerYear: number(element["leaveDaysPerYear"], field + ".leaveDaysPerYear"),
                    awardDaysPerYear: number(element["awardDaysPerYear"], field + ".awardDaysPerYear"),
                    overtimePercent: number(element["overtimePercent"], field + ".overtimePercent")))
        }
    }

    private mutating func readPayments(_ object: JSONObject, into facts: inout EmploymentFacts) {
        facts.deductions = payments(object["deductions"], "deductions")
        facts.feesPaid = payments(object["feesPaid"], "feesPaid")
        if let ticket = object["ticket"], ticket != .null {
            nameUnknown(ticket, "ticket", Members.ticket)
            facts.ticketCost = amount(ticket["cost"], "ticket.cost")
            if let payer = choice(ticket["paidBy"], "ticket.paidBy", Payer.self) { facts.ticketPaidByEmployer = payer == .employer }
        }
        facts.interestPaid = amount(object["interestPaid"], "interestPaid")
        facts.remittances = payments(object["remittances"], "remittances")
    }

    private enum Payer: String, CaseIterable { case worker, employer }

    private mutating func service(_ value: JSONValue?) -> ServiceLength? {
        guard let value, value != .null else { return nil }
        if value.object != nil { nameUnknown(value, "service", Members.service) }
        let known = problems.count
        // A bare number is so many years.
        let years = number(value.object == nil ? value : value["years"], "service.years") ?? 0
        let months = number(value["months"], "service.months") ?? 0
        let days = number(value["days"], "service.days") ?? 0
        // The rest of a service of which one part cannot be read would be a shorter service that nobody gave.
        guard problems.count == known else { return nil }
        guard years <= 80, months <= 960, days <= 30_000, days.denominator == 1 else {
            warn("service", "problem.service", [])
            return nil
        }
        // 4.5 years are 4 years and 6 months; what is less than a month becomes days of a year of 365.
        let inMonths = years * 12 + months
        let whole = inMonths.floor
        let rest = ((inMonths - Fraction(whole)) * Fraction(365, over: 12)).rounded(places: 0).floor
        return ServiceLength(years: whole / 12, months: whole % 12, days: rest + days.floor)
    }

    // MARK: Contradictions

    private mutating func check(_ facts: inout EmploymentFacts, _ object: JSONObject) {
        if let start = facts.start, let end = facts.end, start.earliest > end.latest {
            warn("end", "problem.end-before-start", [.day(end.latest), .day(start.earliest)])
            facts.start = nil
            facts.end = nil
        }
        if let start = facts.start?.earliest, let end = facts.end?.latest, ServiceLength(from: start, through: end).years > 70 {
            warn("end", "problem.too-long", [])
            facts.start = nil
        }
        if let start = facts.start?.day, let end = facts.end?.day, let given = facts.service {
            let counted = ServiceLength(from: start, through: end)
            if counted != given { warn("service", "problem.service-contradicts", [.service(given), .service(counted)]) }
            facts.service = nil
        }
        if let most = serviceDays(facts), facts.unpaidDays > most {
            warn("unpaidDays", "problem.unpaid-days", [.number(facts.unpaidDays), .number(most)])
            facts.unpaidDays = 0
        }
        checkUndated(&facts)
        checkWork(&facts)
        checkLeave(&facts)
        checkWages(&facts)
        checkHistory(&facts)
        checkDays(&facts)
        checkEnding(facts)
        if let currency = object["currency"]?.string ?? object["wage"]?["currency"]?.string {
            facts.currency = Currency(currency.uppercased())
            if facts.currency == nil { warn("currency", "problem.currency", [.text(currency)]) }
        }
    }
}
