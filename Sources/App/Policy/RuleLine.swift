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
    /// Ends of names of topics that several heads have, such as the wage that an award, leave or notice is reckoned by.
    static let endings = ["basis", "divisor", "share", "cap", "floor", "threshold"]
    /// Values in words that have words in every language.
    static let values: [String: String] = [
        "prohibited": "prohibited", "employer pays": "employer-pays", "not explicitly prohibited": "not-prohibited", "not prohibited": "not-prohibited",
        "excluded": "excluded", "covered": "covered", "separate law": "separate-law", "separate regulation": "separate-law", "partial": "partial",
        "required": "required", "standard contract": "standard-contract", "worker pays": "worker-pays", "allowed": "allowed", "none": "none",
        "labour department": "labour-department", "ministry, then court": "ministry-then-court", "no statutory premium": "none",
    ]

    func topic(_ rule: Rule) -> String? {
        if Self.topics.contains(rule.topic) { return text.translator("policy.topic.\(rule.topic)") }
        return Self.endings.first { rule.topic.hasSuffix("-" + $0) }.map { text.translator("policy.topic.any-\($0)") }
    }

    /// Nil where a part of the rule has no words in the catalogue.
    func line(_ rule: Rule) -> String? {
        guard rule.conditions.work == nil, let phrases = Phrases.standard(text.translator.language), let topic = topic(rule), let value = value(rule, phrases) else {
            return nil
        }
        let conditions = phrases.conditions(rule.conditions)
        return conditions.isEmpty ? "\(topic): \(value)" : "\(topic) (\(localised(conditions))): \(value)"
    }

    private func localised(_ words: String) -> String { text.translator.catalogue.facts(of: text.translator.language).localised(words) }

    private func value(_ rule: Rule, _ phrases: Phrases) -> String? {
        if case .words(let words) = rule.value {
            guard rule.unit.isEmpty else { return nil }
            return Self.values[words].map { text.translator("policy.value.\($0)") } ?? phrases.says(value: rule, in: RegisterLibrary.currency(of: rule))
        }
        return phrases.says(value: rule, in: RegisterLibrary.currency(of: rule)).map(localised)
    }
}

/// What the topics of rules are called in a reader's language.
public enum PolicyTopics {
    /// Nil where the topic has no name in that language.
    public static func name(of rule: Rule, in language: String) -> String? {
        guard let catalogue = try? LanguageCatalogue.standard(), catalogue.languages.contains(language), let dictionary = try? DataDictionary.standard() else { return nil }
        let translator = Translator(catalogue: catalogue, language: language)
        return RuleLine(PolicyText(dictionary: dictionary, dates: DateText(translator))).topic(rule)
    }
}
