/// What rules and articles are called in a reader's language.
extension Phrases {
    /// What a rule says: in English as its file has it. Rules are written in English, so other languages are told its value; words without a translation stay as they are.
    func says(_ rule: Rule, _ currency: Currency?) -> String {
        guard language != "en" else { return rule.says }
        if let translation = RuleTranslations.current().text(rule.says, in: language) { return translation.text }
        switch rule.value {
        case .words(let words):
            let name = "value." + letters(of: words)
            return has(name) ? self.words(name) : rule.says
        case .number(let number): return measure(number, rule.unit, currency)
        case .span(let low, let high): return "\(measure(low, rule.unit, currency)) – \(measure(high, rule.unit, currency))"
        }
    }

    /// What a rule gives, in a word or a number with its unit: its value in this language where there are words for it.
    public func says(_ rule: Rule, in currency: Currency?) -> String {
        guard case .words(let words) = rule.value else { return says(rule, currency) }
        let name = "value." + letters(of: words)
        return has(name) ? self.words(name) : words
    }

    /// The value of a rule with its unit in this language; nil for words that have no translation.
    public func says(value rule: Rule, in currency: Currency?) -> String? {
        switch rule.value {
        case .words(let words):
            has("value." + letters(of: words)) ? says(rule, in: currency) : nil
        case .number(let number): measure(number, rule.unit, currency)
        case .span(let low, let high): "\(measure(low, rule.unit, currency)) – \(measure(high, rule.unit, currency))"
        }
    }

    /// The sentence of a rule in this language where it was translated, else in English; with the language that it is in.
    public func sentence(of rule: Rule) -> (text: String, language: String) { sentence(rule.says) }

    /// An English sentence of the data files in this language where it was translated, else as it is; with the language that it is in. O(1).
    public func sentence(_ english: String) -> (text: String, language: String) {
        if language != "en", let translation = RuleTranslations.current().text(english, in: language) { return (translation.text, language) }
        return (english, "en")
    }

    /// The number of an article with the word for it; citations of other kinds, such as `s. 60E`, stay as the law of the place writes them.
    public func article(_ article: String) -> String {
        guard !article.isEmpty else { return words("article.none") }
        let parts = article.utf8.split(separator: UInt8(ascii: ",")).map { part in
            let text = String(Substring(part.drop { $0 == UInt8(ascii: " ") }))
            let name = "article." + letters(of: text)
            if has(name) { return words(name) }
            let amended = " as amended"
            guard text.utf8.count > amended.utf8.count, text.hasSuffix(amended) else { return text }
            return String(Substring(text.utf8.dropLast(amended.utf8.count))) + " " + words("article.as-amended")
        }
        let joined = parts.joined(separator: comma)
        guard let first = joined.utf8.first, (48...57).contains(first) else { return joined }
        return text(Sentence("article.named", [.text(joined)]), nil)
    }

    /// On what a rule depends, in one line in this language; the kind of work, which every law names in its own words, as its file has it. Empty for none.
    public func conditions(_ conditions: RuleConditions) -> String {
        var parts: [String] = []
        for (name, band) in [("service", conditions.service), ("age", conditions.age), ("employees", conditions.employees)] {
            if let band { parts.append(text(Sentence("condition." + name, [.text(self.band(band))]), nil)) }
        }
        if !conditions.endings.isEmpty { parts.append(conditions.endings.map { words("ending." + $0.rawValue) }.joined(separator: " / ")) }
        if let pay = conditions.pay { parts.append(words("condition.pay." + pay.rawValue)) }
        if let contract = conditions.contract { parts.append(words("condition.contract." + contract.rawValue)) }
        if let party = conditions.party { parts.append(words("condition.party." + party.rawValue)) }
        if let work = conditions.work { parts.append(work) }
        if let days = conditions.daysPerWeek { parts.append(text(Sentence("condition.days-a-week", [.number(Fraction(days))]), nil)) }
        return parts.joined(separator: "; ")
    }

    /// `at least 2 years, under 5 years` in this language.
    private func band(_ band: ServiceBand) -> String {
        band.words.utf8.split(separator: UInt8(ascii: ",")).map { clause in
            let parts = clause.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard parts.count >= 3, let number = Fraction(parts[parts.count - 2]), let unit = parts.last else { return String(Substring(clause)) }
            let name = "band." + parts.dropLast(2).joined(separator: "-")
            guard has(name) else { return String(Substring(clause)) }
            return text(Sentence(name, [.text(measure(number, unit.utf8.last == UInt8(ascii: "s") ? unit : unit + "s", nil))]), nil)
        }.joined(separator: comma)
    }

    /// A number of a unit of the rules; a unit without words here as its file has it.
    public func measure(_ number: Fraction, _ unit: String, _ currency: Currency?) -> String {
        let name = "measure." + letters(of: unit)
        guard has(name) else { return unit.isEmpty ? number.shortText : "\(number.shortText) \(unit)" }
        return text(Sentence(name, [Topic.money.contains(unit) ? .money(number) : .number(number)]), currency)
    }

    private func letters(of words: String) -> String {
        String(decoding: words.utf8.filter { (97...122).contains($0 | 32) }, as: UTF8.self)
    }
}
