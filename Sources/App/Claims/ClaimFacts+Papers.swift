import Dictionary
import Entitlements
import Formats

// What only some employments have: papers to compare with, and an injury, illness or death through the work.
extension ClaimFacts {
    /// What papers give, so that heads can be set beside it.
    mutating func addAgreed(_ sheet: CaseSheet) {
        let members: [(AgreedTerm, String)] = [
            (.wage, "monthlyWage"), (.notice, "noticeDays"), (.leave, "leaveDaysPerYear"), (.award, "awardDaysPerYear"), (.overtime, "overtimePercent"),
        ]
        let agreed = ContractClause.terms(ContractClause.of(worker.record, in: sheet)).map { paper, terms -> JSONValue in
            var object: JSONObject = ["basis": .string(paper)]
            for (term, member) in members { if let number = terms[term] { object[member] = .string(number.shortText) } }
            return .object(object)
        }
        if !agreed.isEmpty { json["agreed"] = .array(agreed) }
    }

    /// An injury, illness or death through the work, and the worker's age then.
    mutating func addInjury() {
        set("employees", number("employees"))
        let outcome = code("injury-outcome") ?? injuryOutcome
        if let day = injuredOn ?? Self.day(ended), let age = age(on: day) { json["age"] = .integer(Int64(age)) }
        guard let outcome else { return }
        var injury: JSONObject = [:]
        if !outcome.isEmpty { injury["outcome"] = .string(outcome) }
        if let injuredOn { injury["date"] = .string(injuredOn.description) }
        if let percent = number("injury-percent") { injury["percent"] = percent }
        if case .date(let since)? = value("treatment-since"), case .date(let until)? = value("treatment-until"), let from = Self.day(since),
            let to = Self.day(until)
        {
            var treatment: JSONObject = ["from": .string(from.description), "to": .string(to.description)]
            if let paid = amount("treatment-paid") { treatment["paid"] = paid }
            injury["treatment"] = .object(treatment)
        }
        json["injury"] = .object(injury)
    }

    private var ended: PartialDate? { if case .date(let date)? = value("until") { date } else { nil } }

    /// In whole years; nil where the day of birth is not known well enough to tell.
    private func age(on day: CalendarDay) -> Int? {
        guard case .date(let born)? = worker.answer("date-of-birth")?.value, let first = born.earliest, let last = born.latest else { return nil }
        let ages = [first, last].map { day.year - $0.year - ((day.month, day.day) < ($0.month, $0.day) ? 1 : 0) }
        return ages[0] == ages[1] && (10...100).contains(ages[0]) ? ages[0] : nil
    }
}
