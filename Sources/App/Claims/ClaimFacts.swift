import Dictionary
import Entitlements
import Formats

/// The facts of one worker's employment as the records of a case give them, in the form that the engine reads; each with the record that says it.
///
/// What the record of the employment says goes first; then what the case says of a single employment; unpaid wages, deductions and fees come from the violations.
struct ClaimFacts: Sendable {
    /// Which record a fact was taken from.
    enum Origin: String, Sendable {
        /// The text of an origin is `claims.origin.NAME`.
        case employment, `case`, violation
    }

    struct Fact: Sendable {
        /// A field of the record `employment`.
        var field: Field
        var answer: Answer
        /// The field that the answer was given to, for showing it.
        var shown: Field
        var origin: Origin
    }

    /// Something that happened and that the engine was told of, or could not be.
    struct Event: Sendable {
        var violation: RecordView
        var isCounted: Bool
    }

    let worker: RecordView
    /// The record of the employment, if there is one yet.
    let employment: RecordView?
    private(set) var facts: [Fact] = []
    private(set) var events: [Event] = []
    /// Fields whose amount is in another currency than the wage's, or whose unit the engine does not know: they are not counted.
    private(set) var leftOut: [Field] = []
    /// What the engine reads.
    var json: JSONObject = [:]

    /// Of the accident, as a violation says it.
    private(set) var injuredOn: CalendarDay?
    /// As a violation says it: empty if there was an injury and no more is known; nil if there was none.
    private(set) var injuryOutcome: String?

    private let dictionary: DataDictionary
    private let caseView: RecordView

    init(of worker: RecordView, in sheet: CaseSheet, dictionary: DataDictionary) {
        self.worker = worker
        self.dictionary = dictionary
        caseView = sheet.view
        let workers = sheet.people.filter { $0.role == "worker" }
        employment = sheet.employments.first {
            $0.links("worker").contains(worker.record) || ($0.links("worker").isEmpty && workers.count == 1)
        }
        gather()
        addWork()
        addWages()
        addPayments(sheet, isOnlyWorker: workers.count == 1)
        addAgreed(sheet)
        addInjury()
        json["worker"] = .string(worker.names ?? "")
    }

    /// Where the case has the same fact, for cases that were written before there was a record of the employment.
    private static let inCase = [
        "since": "employment-since", "until": "employment-until", "ending": "employment-ending", "pay-basis": "wage-period", "wage": "wage-agreed",
        "wage-paid": "wage-paid",
    ]

    private mutating func gather() {
        for field in dictionary.fields(of: "employment") where field.type != .link {
            if let answer = employment?.answer(field.name) {
                facts.append(Fact(field: field, answer: answer, shown: field, origin: .employment))
            } else if let name = Self.inCase[field.name], let answer = caseView.answer(name), let shown = dictionary.field("case", name) {
                facts.append(Fact(field: field, answer: answer, shown: shown, origin: .case))
            }
        }
        addFromCase("country", ["exploitation-country", "destination-country"])
        guard value("category") == nil, let sector = caseView.code("sector"), let field = dictionary.field("employment", "category"),
            let shown = dictionary.field("case", "sector")
        else { return }
        json["category"] = .string(sector == "domestic-work" ? "domestic" : "private")
        facts.append(Fact(field: field, answer: Answer(.code(sector)), shown: shown, origin: .case))
    }

    private mutating func addFromCase(_ name: String, _ names: [String]) {
        guard value(name) == nil, let field = dictionary.field("employment", name) else { return }
        for other in names {
            guard let answer = caseView.answer(other), case .value = answer.content, let shown = dictionary.field("case", other) else { continue }
            facts.append(Fact(field: field, answer: answer, shown: shown, origin: .case))
            return
        }
    }

    // MARK: Single values

    func value(_ name: String) -> FieldValue? { facts.first { $0.field.name == name }?.answer.value }

    func code(_ name: String) -> String? { if case .code(let code)? = value(name) { code } else { nil } }

    func number(_ name: String) -> JSONValue? { if case .quantity(let quantity)? = value(name) { .string(quantity.amount.description) } else { nil } }

    private func flag(_ name: String) -> JSONValue? { code(name).flatMap { ["yes": .bool(true), "no": .bool(false)][$0] } }

    private func money(_ name: String) -> Money? { if case .money(let money)? = value(name) { money } else { nil } }

    /// As the engine writes dates: a day, or the first and the last that it can be. Nil where one end is open.
    static func text(_ date: PartialDate) -> String? {
        guard let first = date.earliest, let last = date.latest else { return nil }
        return first == last ? first.description : "\(first)/\(last)"
    }

    static func day(_ date: PartialDate?) -> CalendarDay? { date.flatMap { $0.earliest == $0.latest ? $0.earliest : nil } }

    mutating func set(_ name: String, _ value: JSONValue?) { if let value { json[name] = value } }

    // MARK: Work

    private mutating func addWork() {
        set("country", code("country").map { .string($0) })
        if let category = employment?.code("category") { json["category"] = .string(category) }
        if case .date(let since)? = value("since") { set("start", Self.text(since).map { .string($0) }) }
        if case .date(let until)? = value("until") { set("end", Self.text(until).map { .string($0) }) }
        // Whether a worker who left because of what was done to them has resigned or was dismissed in law is not decided here: without an ending both are computed.
        if let ending = code("ending"), Ending(rawValue: ending) != nil { json["ending"] = .string(ending) }
        if case .date(let until)? = value("contract-until"), let day = Self.day(until) {
            json["contract"] = .object(["type": .string("fixed-term"), "until": .string(day.description)])
        } else {
            set("contract", code("contract-term").map { .string($0) })
        }
        for (name, member) in [
            ("days-a-week", "daysPerWeek"), ("hours-a-week", "hoursPerWeek"), ("overtime-hours", "overtime"), ("rest-days-worked", "restDaysWorked"),
            ("holidays-worked", "holidaysWorked"), ("leave-taken", "leaveTaken"), ("unpaid-days", "unpaidDays"), ("notice-given", "noticeGivenDays"),
        ] { set(member, number(name)) }
        var provided: JSONObject = [:]
        if let food = flag("food-provided") { provided["food"] = food }
        if let housing = flag("housing-provided") { provided["housing"] = housing }
        if !provided.members.isEmpty { json["provided"] = .object(provided) }
        set("socialSecurity", flag("social-security"))
    }

    // MARK: Wages

    /// The currency of the wage: all other amounts but fees must be in it.
    private var currency: String? { money("wage")?.currency ?? money("basic-wage")?.currency }

    /// The amount as the engine reads it; nil, and said, if it is in another currency than the wage.
    mutating func amount(_ name: String) -> JSONValue? {
        guard let money = money(name) else { return nil }
        guard money.currency == currency else {
            leaveOut(name)
            return nil
        }
        return .string(money.amountText)
    }

    private mutating func leaveOut(_ name: String) { if let field = dictionary.field("employment", name) { leftOut.append(field) } }

    private mutating func addWages() {
        set("currency", currency.map { .string($0) })
        var wage: JSONObject = [:]
        let basis = code("pay-basis") ?? "month"
        // Only these are units that the engine knows; a wage for a voyage is not divided by guess.
        if let member = ["month": "monthly", "week": "weekly", "day": "daily", "hour": "hourly"][basis] {
            if let amount = amount("wage") { wage[member] = amount }
            if let paid = amount("wage-paid") { wage["paid"] = paid }
            json["payBasis"] = .string(member)
        } else if value("wage") != nil || value("wage-paid") != nil {
            leaveOut("pay-basis")
        }
        if let basic = amount("basic-wage") { wage["basic"] = basic }
        var allowances: JSONObject = [:]
        for (name, member) in [("food-allowance", "food"), ("housing-allowance", "housing"), ("other-allowances", "other")] {
            if let amount = amount(name) { allowances[member] = amount }
        }
        if !allowances.members.isEmpty { wage["allowances"] = .object(allowances) }
        let history = earlierWages()
        if !history.isEmpty { wage["history"] = .array(history) }
        if !wage.members.isEmpty { json["wage"] = .object(wage) }
        set("interestPaid", amount("interest-paid"))
        var ticket: JSONObject = [:]
        if let cost = amount("ticket-cost") { ticket["cost"] = cost }
        if let payer = code("ticket-paid-by-employer"), payer == "yes" || payer == "no" { ticket["paidBy"] = .string(payer == "yes" ? "employer" : "worker") }
        if !ticket.members.isEmpty { json["ticket"] = .object(ticket) }
    }

    private mutating func earlierWages() -> [JSONValue] {
        let wages = value("earlier-wages")?.elements ?? []
        let ends = value("earlier-wages-until")?.elements ?? []
        guard !wages.isEmpty else { return [] }
        var history: [JSONValue] = []
        var from: CalendarDay?
        if case .date(let since)? = value("since") { from = Self.day(since) }
        for (wage, end) in zip(wages, ends) {
            guard case .money(let money) = wage, case .date(let date) = end, let until = Self.day(date), money.currency == currency else {
                leaveOut("earlier-wages")
                return history
            }
            var period: JSONObject = ["to": .string(until.description), "monthly": .string(money.amountText)]
            if let from { period["from"] = .string(from.description) }
            history.append(.object(period))
            from = until.adding(days: 1)
        }
        if wages.count != ends.count { leaveOut("earlier-wages-until") }
        return history
    }

    // MARK: What happened

    private mutating func addPayments(_ sheet: CaseSheet, isOnlyWorker: Bool) {
        var unpaid: [JSONValue] = []
        var deductions: [JSONValue] = []
        var fees: [JSONValue] = []
        for view in sheet.violations {
            let victims = view.links("victim")
            guard victims.contains(worker.record) || victims.isEmpty && isOnlyWorker, let type = view.code("type") else { continue }
            var isCounted = true
            switch type {
            case "non-payment", "underpayment":
                if let period = unpaidPeriod(view, isWhole: type == "non-payment") { unpaid.append(period) } else { isCounted = false }
            case "illegal-deduction":
                if let payment = payment(view, mayConvert: false) { deductions.append(payment) } else { isCounted = false }
            case "recruitment-fee":
                if let payment = payment(view, mayConvert: true) { fees.append(payment) } else { isCounted = false }
            case "unfair-dismissal", "dismissal-for-pregnancy": json["unfairDismissal"] = .bool(true)
            case "document-retention": json["passportKept"] = .bool(true)
            case "injury", "occupational-illness", "death-at-work":
                injuredOn = Self.day(view.date("since"))
                if type == "death-at-work" { injuryOutcome = "death" } else if injuryOutcome == nil { injuryOutcome = "" }
            default: continue
            }
            events.append(Event(violation: view, isCounted: isCounted))
        }
        if !unpaid.isEmpty { json["unpaidPeriods"] = .array(unpaid) }
        if !deductions.isEmpty { json["deductions"] = .array(deductions) }
        if !fees.isEmpty { json["feesPaid"] = .array(fees) }
        // A claim names its latest filing; one before another body stands among what was done.
        let before = sheet.actions.filter { $0.code("type") == "complaint" && $0.code("status") == "done" }.compactMap { Self.day($0.date("date")) }
        let filed = Set(sheet.claims.compactMap { Self.day($0.date("filed-on")) } + before).sorted().map { ($0, "complaint") }
        let happened = filed + decisions(sheet)
        if !happened.isEmpty { json["events"] = .array(happened.map { .object(["date": .string($0.0.description), "kind": .string($0.1)]) }) }
    }

    /// Decisions that somebody may appeal against, by who decided: a ministry or labour office, or a court or tribunal.
    private func decisions(_ sheet: CaseSheet) -> [(CalendarDay, String)] {
        let decided = sheet.claims.filter { $0.links("claimant").contains(worker.record) || $0.links("claimant").isEmpty }.compactMap { claim -> (CalendarDay, String)? in
            guard let day = Self.day(claim.date("decided-on")), let decision = claim.code("decision"), decision != "settled" else { return nil }
            return (day, ComputedClaim.decision(by: claim.code("forum")))
        }
        var seen: Set<String> = []
        return decided.filter { seen.insert("\($0.0) \($0.1)").inserted }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// Days where they are known; else so many months, or the sum that is missing, as the record has them.
    private mutating func unpaidPeriod(_ view: RecordView, isWhole: Bool) -> JSONValue? {
        var period: JSONObject = [:]
        if case .money(let paid)? = view.answer("wage-paid")?.value {
            guard isOfClaim(paid) else { return nil }
            period[isWhole ? "paid" : "paidMonthly"] = .string(paid.amountText)
        }
        let isPaidKnown = !period.members.isEmpty
        var amount: Money?
        if case .money(let money)? = view.answer("amount")?.value, isOfClaim(money) { amount = money }
        // Days say what is missing only together with a wage.
        if let from = Self.day(view.date("since")), let until = Self.day(view.date("until")), isWhole || isPaidKnown, json["wage"] != nil || amount == nil {
            period["from"] = .string(from.description)
            period["to"] = .string(until.description)
            return .object(period)
        }
        // What was paid each month says what is missing only together with the number of months.
        if case .quantity(let months)? = view.answer("months-unpaid")?.value, isWhole || isPaidKnown { period["months"] = .string(months.amount.description) }
        if let amount { period["amount"] = .string(amount.amountText) }
        guard period["months"] != nil || period["amount"] != nil else { return nil }
        if !isWhole { period["kind"] = .string("short") }
        return .object(period)
    }

    /// Whether an amount is in the currency of the wage; where no wage is known, the first amount decides.
    private mutating func isOfClaim(_ money: Money) -> Bool {
        if let currency { return money.currency == currency }
        if let known = json["currency"]?.string { return money.currency == known }
        json["currency"] = .string(money.currency)
        return true
    }

    private func payment(_ view: RecordView, mayConvert: Bool) -> JSONValue? {
        guard case .money(let money)? = view.answer("amount")?.value else { return nil }
        guard money.currency == currency || mayConvert else { return nil }
        var payment: JSONObject = ["amount": .string(money.amountText), "currency": .string(money.currency)]
        if let day = Self.day(view.date("since")) { payment["date"] = .string(day.description) }
        if mayConvert {
            payment["purpose"] = .string("recruitment")
            // The rate stands before its source: 0.027 (central bank, 3 March 2019).
            if money.currency != currency, case .text(let rate)? = value("fee-rate") {
                let digits = rate.utf8.prefix { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") }
                if !digits.isEmpty { payment["rate"] = .string(String(decoding: Array(digits), as: UTF8.self)) }
            }
        }
        return .object(payment)
    }
}
