import Formats

/// Lists of a file of facts: periods, work at a time, payments.
extension FactsReader {
    /// The members that entries may have. Whatever else is there is named, since a misspelt fact would silently be left out of the claim.
    enum Members {
        static let wage: Set<String> = ["monthly", "gross", "basic", "daily", "hourly", "weekly", "paid", "currency", "allowances", "history", "comment"]
        static let allowances: Set<String> = ["housing", "food", "social", "other", "comment"]
        static let history: Set<String> = ["from", "to", "until", "basic", "monthly", "gross", "comment"]
        static let service: Set<String> = ["years", "months", "days", "comment"]
        static let period: Set<String> = ["from", "to", "due", "until", "paid-on", "month", "paid", "paidMonthly", "kind", "comment"]
        static let undated: Set<String> = ["months", "amount", "paid", "paidMonthly", "kind", "comment"]
        static let item: Set<String> = [
            "date", "month", "from", "to", "until", "hours", "days", "hoursPerWeek", "hoursPerDay", "kind", "paid", "dayInLieu", "atOwnRequest",
            "comment",
        ]
        static let payment: Set<String> = ["amount", "currency", "date", "to", "purpose", "reason", "lawful", "rate", "comment"]
        static let provided: Set<String> = ["food", "housing", "comment"]
        static let ticket: Set<String> = ["cost", "paidBy", "comment"]
        static let contract: Set<String> = ["type", "until", "comment"]
        static let injury: Set<String> = ["date", "outcome", "percent", "treatment", "comment"]
        static let agreed: Set<String> = [
            "basis", "monthlyWage", "noticeDays", "leaveDaysPerYear", "awardDaysPerYear", "overtimePercent", "comment",
        ]
    }

    /// Says what is not understood of a value that must be an object.
    mutating func nameUnknown(_ value: JSONValue, _ field: String, _ known: Set<String>) {
        guard let object = value.object else {
            warn(field, "problem.member-object", [.text(known.subtracting(["comment"]).sorted().joined(separator: ", "))])
            return
        }
        for member in object.members where !known.contains(member.name) {
            warn("\(field).\(member.name)", "problem.unknown-member", [.text(member.name)])
        }
    }

    /// A period with its first and last day; a month or a year stands for all its days, and a bare month for that month.
    mutating func unpaidPeriod(_ element: JSONValue, _ field: String) -> UnpaidPeriod? {
        // A member that is null says nothing.
        if element.object != nil { nameUnknown(element, field, Members.period.union(Members.undated.filter { element[$0] == .null })) }
        let month = date(element.object == nil ? element : element["month"], field + ".month")
        // The wage of a month that was paid on a day was late from the end of the month to that day.
        let paidOn = date(element["paid-on"], field + ".paid-on")
        let begin = paidOn == nil ? month?.earliest : month?.latest
        guard let from = begin ?? date(element["from"] ?? element["due"], field + ".from")?.earliest,
            let until = (paidOn ?? month ?? date(element["to"] ?? element["until"], field + ".to"))?.latest
        else {
            warn(field, "problem.period", [])
            return nil
        }
        guard from <= until else {
            warn(field, "problem.period-order", [.day(from), .day(until)])
            return nil
        }
        return UnpaidPeriod(
            from: from, until: until, paid: amount(element["paid"], field + ".paid") ?? 0,
            isLeave: ["leave", "absence"].contains(element["kind"]?.string ?? "wages"), paidMonthly: amount(element["paidMonthly"], field + ".paidMonthly"))
    }

    /// Wages of which only a number of months or a sum is known; nil if the entry gives its days.
    mutating func undatedWages(_ element: JSONValue, _ field: String) -> UndatedWages? {
        guard element.object != nil, !["from", "to", "due", "until", "month", "paid-on"].contains(where: { element[$0] != nil && element[$0] != .null }),
            element["months"] != nil || element["amount"] != nil
        else { return nil }
        nameUnknown(element, field, Members.undated)
        let paidMonthly = amount(element["paidMonthly"], field + ".paidMonthly")
        let wages = UndatedWages(
            months: number(element["months"], field + ".months"), amount: amount(element["amount"], field + ".amount"),
            paid: amount(element["paid"], field + ".paid") ?? 0, paidMonthly: paidMonthly,
            isShort: paidMonthly?.isZero == false || element["kind"]?.string == "short")
        return wages
    }

    /// Periods; one may stand without brackets, also as a bare month or year.
    mutating func periods(_ value: JSONValue?, _ field: String) -> [JSONValue] { value?.string == nil ? list(value, field) : value.map { [$0] } ?? [] }

    /// Work at a time: a list, one entry without a list, or a bare number.
    mutating func items(_ value: JSONValue?, _ field: String, unit: String, daysPerWeek: Int, within span: ClosedRange<Day>?) -> [WorkItem] {
        guard let value, value != .null else { return [] }
        if value.array == nil, value.object == nil {
            // A bare number is so many hours or days in all.
            guard let count = number(value, field) else { return [] }
            var item = WorkItem()
            if unit == "hours" { item.hours = count } else { item.days = count }
            return count.isZero ? [] : [item]
        }
        var items: [WorkItem] = []
        for (index, element) in list(value, field).enumerated() {
            let name = "\(field)[\(index)]"
            nameUnknown(element, name, Members.item)
            var item = WorkItem()
            let month = date(element["month"], name + ".month")
            let date = day(element["date"], name + ".date")
            item.from = date ?? month?.earliest ?? day(element["from"], name + ".from")
            item.until = date ?? month?.latest ?? day(element["to"] ?? element["until"], name + ".to") ?? item.from
            item.hours = number(element["hours"], name + ".hours") ?? 0
            item.days = number(element["days"], name + ".days") ?? (unit == "days" && item.hours.isZero ? 1 : 0)
            item.hoursPerWeek = number(element["hoursPerWeek"], name + ".hoursPerWeek")
            if item.hoursPerWeek == nil, let hours = number(element["hoursPerDay"], name + ".hoursPerDay") { item.hoursPerWeek = hours * Fraction(daysPerWeek) }
            item.paid = amount(element["paid"], name + ".paid") ?? 0
            item.dayInLieu = element["dayInLieu"]?.bool ?? false
            item.atOwnRequest = flag(element["atOwnRequest"], name + ".atOwnRequest")
            item.kind = element["kind"]?.string ?? "day"
            if !["day", "night", "rest-day", "holiday", "half-day"].contains(item.kind) {
                warn(name + ".kind", "problem.choice", [.text(item.kind), .text("day, night, rest-day, holiday, half-day")])
                item.kind = "day"
            }
            if let date, item.hours > 24 {
                warn(name + ".hours", "problem.hours-of-day", [.number(item.hours), .day(date)])
                continue
            }
            if let from = item.from, let until = item.until, date == nil, from <= until, item.hours > Fraction((until.number - from.number + 1) * 24) {
                warn(name + ".hours", "problem.hours-of-period", [.number(item.hours), .day(from), .day(until)])
                continue
            }
            if unit == "days", item.hours.isZero, let date, items.contains(where: { $0.from == date && $0.until == date }) {
                warn(name + ".date", "problem.day-twice", [.day(date)])
                continue
            }
            if item.hours.isZero, item.days.isZero, item.hoursPerWeek == nil {
                warn(name, "problem.item-amount", [])
            } else if let inside = counted(item, within: span, name) {
                items.append(inside)
            }
        }
        return items
    }

    /// Payments: a list, or a bare number.
    mutating func payments(_ value: JSONValue?, _ field: String) -> [Payment] {
        if let value, value.array == nil, value.object == nil, value != .null {
            // A bare number is one payment in the currency of the claim.
            return amount(value, field).map { [Payment(amount: $0)] } ?? []
        }
        var payments: [Payment] = []
        for (index, element) in list(value, field).enumerated() {
            let name = "\(field)[\(index)]"
            if element.object != nil { nameUnknown(element, name, Members.payment) }
            guard let paid = amount(element["amount"] ?? (element.object == nil ? element : nil), name + ".amount") else {
                warn(name, "problem.payment-amount", [])
                continue
            }
            let currency = element["currency"]?.string?.uppercased()
            if let currency, Currency(currency) == nil {
                warn(name + ".currency", "problem.payment-currency", [.text(currency)])
                continue
            }
            payments.append(
                Payment(
                    amount: paid, currency: currency, day: day(element["date"], name + ".date"), to: element["to"]?.string ?? "",
                    purpose: element["purpose"]?.string ?? element["reason"]?.string ?? "", isLawful: flag(element["lawful"], name + ".lawful"),
                    rate: number(element["rate"], name + ".rate")))
        }
        return payments
    }
}
