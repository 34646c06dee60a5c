import Dictionary
import Entitlements

/// A rule of the books of law as a line in the reader's language, made of words from the catalogue and the rule's own numbers. Nothing is translated that is
/// not there.
struct RuleLine {
    let text: PolicyText

    init(_ text: PolicyText) { self.text = text }

    /// Topics that have a name in every language.
    static let topics: Set<String> = [
        "hours-day", "hours-week", "hours-ramadan", "weekly-rest", "daily-rest", "overtime-premium", "overtime-night-premium", "rest-day-pay", "holiday-pay",
        "annual-leave", "sick-leave", "public-holidays", "minimum-wage", "minimum-wage-food", "minimum-wage-housing", "minimum-wage-none", "wage-payment",
        "deduction-cap", "notice", "end-of-service-rate", "end-of-service-minimum-service", "passport", "recruitment-fee", "permit-fee", "transfer-fee",
        "return-ticket", "repatriation-of-remains", "limitation", "unfair-dismissal", "final-settlement", "coverage", "contract", "dispute-step-1",
        "termination-benefit-rate", "severance-rate", "long-service-rate",
    ]
    /// Units that have words in every language.
    static let units: [String: String] = [
        "hours a day": "hours-day", "hours a week": "hours-week", "days a year": "days-year", "weeks a year": "weeks-year", "days a month": "days-month",
        "percent": "percent", "percent of the day's wage": "percent-day", "times": "times", "days of wage": "days-wage", "days": "days", "weeks": "weeks",
        "months": "months", "years": "years", "hours": "hours", "money a month": "money-month", "money a day": "money-day", "money an hour": "money-hour",
        "days of wage a year": "days-wage-year", "weeks of wage a year": "weeks-wage-year", "months of wage a year": "months-wage-year",
        "months of wage": "months-wage", "Hijri months": "hijri-months", "percent of wage": "percent-wage", "working days": "working-days",
    ]
    /// Values in words that have words in every language.
    static let values: [String: String] = [
        "prohibited": "prohibited", "employer pays": "employer-pays", "not explicitly prohibited": "not-prohibited", "not prohibited": "not-prohibited",
        "excluded": "excluded", "covered": "covered", "separate law": "separate-law", "separate regulation": "separate-law", "partial": "partial",
        "required": "required", "standard contract": "standard-contract", "worker pays": "worker-pays", "allowed": "allowed", "none": "none",
        "labour department": "labour-department", "ministry, then court": "ministry-then-court", "no statutory premium": "none",
    ]

    func topic(_ rule: Rule) -> String? {
        Self.topics.contains(rule.topic) ? text.translator("policy.topic.\(rule.topic)") : nil
    }

    /// Nil where a part of the rule has no words in the catalogue.
    func line(_ rule: Rule) -> String? {
        guard let topic = topic(rule), let value = value(rule), let conditions = conditions(rule.conditions) else { return nil }
        return conditions.isEmpty ? "\(topic): \(value)" : "\(topic) (\(conditions)): \(value)"
    }

    private func value(_ rule: Rule) -> String? {
        let translator = text.translator
        if case .words(let words) = rule.value {
            guard rule.unit.isEmpty, let key = Self.values[words] else { return nil }
            return translator("policy.value.\(key)")
        }
        guard let unit = Self.units[rule.unit] else { return nil }
        let facts = translator.catalogue.facts(of: translator.language)
        return translator("policy.unit.\(unit)", ["number": .text(facts.localised(number(rule.value))), "currency": .text(currency(rule))])
    }

    private func number(_ value: RuleValue) -> String {
        if case .span(let low, let high) = value { "\(low.shortText)–\(high.shortText)" } else { value.description }
    }

    private func currency(_ rule: Rule) -> String {
        RegisterLibrary.currency(of: rule)?.code ?? ""
    }

    /// Nil for conditions that have no words here; empty for none.
    private func conditions(_ conditions: RuleConditions) -> String? {
        let translator = text.translator
        guard conditions.pay == nil, conditions.contract == nil, conditions.work == nil, conditions.daysPerWeek == nil else { return nil }
        var parts: [String] = []
        if let service = conditions.service {
            guard let words = band(service) else { return nil }
            parts.append(words)
        }
        if !conditions.endings.isEmpty {
            parts.append(conditions.endings.map { text.label("employment-ending", $0.rawValue) }.joined(separator: translator("cases.list-separator")))
        }
        if let party = conditions.party { parts.append(translator("policy.party.\(party.rawValue)")) }
        return parts.joined(separator: translator("cases.list-separator"))
    }

    private func band(_ band: ServiceBand) -> String? {
        let translator = text.translator
        let facts = translator.catalogue.facts(of: translator.language)
        var words: [String] = []
        for clause in band.words.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = clause.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard parts.count >= 3, let unit = parts.last, let number = parts.dropLast().last else { return nil }
            let key = parts.dropLast(2).joined(separator: "-")
            guard ["at-least", "over", "at-most", "under"].contains(key) else { return nil }
            let plural = ["year": "years", "month": "months", "week": "weeks"][unit] ?? unit
            guard let unitKey = Self.units[plural] else { return nil }
            let span = translator("policy.unit.\(unitKey)", ["number": .text(facts.localised(number)), "currency": .text("")])
            words.append(translator("policy.service.\(key)", ["span": .text(span)]))
        }
        return words.joined(separator: translator("cases.list-separator"))
    }
}
