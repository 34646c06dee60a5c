import Formats

/// Finds what is wrong or missing in a book of law: gaps and overlaps in time and between bands of service, rules without source or article, units that cannot be
/// computed with, topics on which nothing is said.
public enum LawCheck {
    /// One thing found.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        public enum Severity: String, Sendable, Hashable {
            /// The rules contradict each other or cannot be used.
            case error
            /// Something is missing, or not for computing.
            case warning
        }

        public let severity: Severity
        public let place: String
        public let problem: String
        public let remedy: String
        /// The rule, by topic and sentence; empty where it is none.
        public var rule = ""
        /// The member of the rule; empty where it is none.
        public var field = ""

        public var description: String { "\(place): \(severity.rawValue): \(problem). \(remedy)\(Self.subject(rule, field))" }

        /// Which rule and member a sentence is about, in brackets behind it.
        static func subject(_ rule: String, _ field: String) -> String {
            let parts = [rule.isEmpty ? nil : "rule \(rule)", field.isEmpty ? nil : "field “\(field)”"].compactMap(\.self)
            return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
        }
    }

    /// What could not be read, beside what the check finds.
    public static func findings(_ errors: [LawError]) -> [Finding] {
        errors.map { Finding(severity: .error, place: $0.place, problem: $0.problem, remedy: $0.remedy, rule: $0.rule, field: $0.field) }
    }

    /// What is wrong in a file of rules: what could not be read, what else is wrong in the same rules, and what the check finds in the others.
    public static func findings(_ reading: LawReading.Result) -> [Finding] {
        let unread = findings(reading.errors)
        let named = Set(unread.map { "\($0.place)\n\($0.field)" })
        // A member that was not understood is empty here, and what follows from that is no other fault.
        let damaged = reading.damaged.flatMap { rule in
            inRule(rule).filter { finding in
                finding.severity == .error && !unread.contains { $0.rule == finding.rule && $0.field == finding.field } && !named.contains("\(finding.place)\n\(finding.field)")
                    && !(finding.field == "source" && rule.source.isEmpty) && !(finding.field == "value" && rule.value.description.isEmpty)
            }
        }
        return unread + damaged + (reading.book.map { findings($0) } ?? [])
    }

    /// All findings, errors first. O(rules of a topic squared).
    public static func findings(_ book: LawBook) -> [Finding] {
        let all = book.rules.flatMap(inRule) + groups(book).flatMap(inTime) + bands(book).flatMap(inBands) + ended(book) + missing(book)
        return all.filter { $0.severity == .error } + all.filter { $0.severity == .warning }
    }

    // MARK: One rule

    private static func inRule(_ rule: Rule) -> [Finding] {
        var findings: [Finding] = []
        if SourceCitation.isOtherAddress(rule.source) || (!SourceCitation.isUsable(rule.source) && rule.confidence != .low) {
            findings.append(
                error(rule, "the source “\(rule.source)” is no address of a page and no print", SourceCitation.remedy + " Without one the confidence is low.", "source"))
        } else if rule.confidence == .high, SourceCitation.isAddress(rule.source), !OfficialPublishers.publishes(rule.source) {
            findings.append(
                warning(
                    rule, "“\(rule.topic)” (\(rule.says)) has high confidence, and its source is no publisher of law on file",
                    "Name the page of the official text or of the authority, or set the confidence to medium; publishers are in policy/publishers.csv.", "source"))
        }
        // A rule that says that the law gives nothing, or says nothing, has no article.
        if rule.article.isEmpty, Topic.units[rule.topic] != nil, !rule.topic.utf8.reversed().starts(with: "-none".utf8.reversed()),
            !Topic.silence.contains(rule.value.description)
        {
            findings.append(warning(rule, "“\(rule.topic)” (\(rule.says)) names no article", "Find the text and write the number of the article.", "article"))
        }
        if let from = rule.from, let until = rule.until, until.latest < from.earliest {
            findings.append(error(rule, "it ends before it begins", "Correct “from” or “until”.", "until"))
        }
        if let units = Topic.units[rule.topic] {
            findings += unit(rule, units)
        } else if !Topic.forReading.contains(rule.topic) {
            findings.append(
                warning(
                    rule, "“\(rule.topic)” is no topic that is known", "Write it as in Docs/entitlements.md; a rule under another name is not computed with.", "topic"))
        }
        if rule.confidence == .low, Topic.units[rule.topic] != nil, !rule.isAlternative {
            findings.append(
                warning(rule, "“\(rule.topic)” (\(rule.says)) has low confidence and is not computed with", "Find a source and raise it to medium or high.", "confidence"))
        }
        return findings
    }

    private static func unit(_ rule: Rule, _ units: [String]) -> [Finding] {
        guard case .words = rule.value else {
            if units.isEmpty { return [error(rule, "“\(rule.topic)” takes words, not a number", "Write what applies in words.", "value")] }
            let known = units.contains(rule.unit)
            return (known ? [] : [error(rule, "“\(rule.unit)” is no unit of “\(rule.topic)”", "Write \(units.joined(separator: " or ")).", "unit")]) + amount(rule)
        }
        if rule.unit == Topic.Rate.byAge, AgeTable(rule.value.description) == nil {
            return [error(rule, "the value of “\(rule.topic)” is no table by age", "Write “14: 136, 15: 135” and so on, the ages rising.", "value")]
        }
        if let known = Topic.knownWords(rule.topic), !known.contains(rule.value.description) {
            return [error(rule, "“\(rule.value)” is no word of “\(rule.topic)”", "Write \(known.joined(separator: " or ")).", "value")]
        }
        // Words in place of a number say that the law gives none.
        return units.isEmpty || Topic.mayBeWords.contains(rule.topic)
            ? [] : [error(rule, "the value of “\(rule.topic)” is no number", "Write a number, a fraction or “3 to 12”.", "value")]
    }

    /// Amounts that no law gives: below zero; a period, a divisor or an hourly count of nothing; more than the whole.
    private static func amount(_ rule: Rule) -> [Finding] {
        let (least, most): (Fraction, Fraction)
        switch rule.value {
        case .number(let number): (least, most) = (number, number)
        case .span(let low, let high): (least, most) = (low, high)
        case .words: return []
        }
        if least < 0 { return [error(rule, "“\(rule.value)” is below zero", "Write an amount that is not negative.", "value")] }
        let topic = rule.topic.utf8
        let isTime = rule.topic == "limitation" || rule.topic == "dispute-appeal" || topic.reversed().starts(with: "-divisor".utf8.reversed())
        if isTime, least.isZero { return [error(rule, "“\(rule.topic)” of nothing cannot be counted with", "Write how many \(rule.unit) it is.", "value")] }
        if rule.unit == "share of the award", most > 1 {
            return [error(rule, "a share of “\(rule.value)” is more than the whole award", "Write a fraction such as 2/3.", "value")]
        }
        if rule.topic == "deduction-cap", most > 100 { return [error(rule, "more than the whole wage cannot be deducted", "Write at most 100 percent.", "value")] }
        return []
    }

    // MARK: Time

    /// Rules that answer the same question for the same circumstances.
    private static func groups(_ book: LawBook) -> [[Rule]] {
        let asked = book.rules.filter {
            !$0.isAlternative && !Topic.mayRepeat($0.topic) && !["recruitment-fee", "limitation", "overtime-threshold", "dispute-appeal"].contains($0.topic)
        }
        return Dictionary(grouping: asked) { Question(topic: $0.topic, conditions: $0.conditions) }.values
            .map { $0.sorted { ($0.from?.earliest.number ?? Int.min, $0.place) < ($1.from?.earliest.number ?? Int.min, $1.place) } }
            .sorted { ($0.first?.place ?? "") < ($1.first?.place ?? "") }
    }

    private struct Question: Hashable {
        let topic: String
        let conditions: RuleConditions
    }

    private static func inTime(_ rules: [Rule]) -> [Finding] {
        zip(rules, rules.dropFirst()).compactMap { earlier, later in
            guard let from = later.from?.earliest else {
                return error(later, "overlaps with \(earlier.place)", "Say from when it applies, or make one a second reading.", "from")
            }
            guard let until = earlier.until?.latest else {
                return error(later, "overlaps with \(earlier.place), which has no end", "Say until when the earlier rule applied.", "until")
            }
            if until >= from {
                return error(later, "overlaps with \(earlier.place), which applies until \(until)", "Move one of the dates, or make one a second reading.", "from")
            }
            if until.adding(days: 1) < from {
                return warning(later, "no rule applies from \(until.adding(days: 1)) to \(from.adding(days: -1))", "Add the rule of that time.", "from")
            }
            return nil
        }
    }

    // MARK: What is missing

    /// Rules that ended and that no other of their topic follows for the same circumstances: repealed without a successor on file, or forgotten.
    private static func ended(_ book: LawBook) -> [Finding] {
        book.rules.compactMap { rule in
            guard !rule.isAlternative, Topic.units[rule.topic] != nil, let until = rule.until else { return nil }
            let next = until.latest.adding(days: 1)
            let follows = book.rules.contains { other in
                // Of a date that is known by its month or year only, the next may begin anywhere in it.
                other.topic == rule.topic && !other.isAlternative && (other.until.map { next <= $0.latest } ?? true)
                    && (other.from.map { $0.earliest <= next || $0.earliest.number - next.number < 366 } ?? true) && rule.conditions.meets(other.conditions)
            }
            guard !follows else { return nil }
            return warning(rule, "it ended on \(until.description), and no rule of “\(rule.topic)” follows it", "Add the rule that applies since, or say in its note that none does.", "until")
        } + book.notFound.map {
            Finding(
                severity: .warning, place: $0.place, problem: "“\($0.topic)”\($0.work.map { " (\($0))" } ?? "") was looked for on \($0.looked.description) and not found",
                remedy: "Add the rule with its source.", field: "not-found")
        }
    }

    private static func missing(_ book: LawBook) -> [Finding] {
        let topics = Set(book.rules.map(\.topic))
        return Topic.expected.filter { topics.isDisjoint(with: $0.alternatives) }.map {
            Finding(
                severity: .warning, place: "\(book.country)-\(book.category.rawValue)", problem: "nothing is on file about \($0.topic)",
                remedy: "Add a rule of the topic \($0.alternatives.joined(separator: " or ")).")
        }
    }

    private static func error(_ rule: Rule, _ problem: String, _ remedy: String, _ field: String) -> Finding {
        Finding(severity: .error, place: rule.place, problem: problem, remedy: remedy, rule: "\(rule.topic) “\(rule.says)”", field: field)
    }

    private static func warning(_ rule: Rule, _ problem: String, _ remedy: String, _ field: String) -> Finding {
        Finding(severity: .warning, place: rule.place, problem: problem, remedy: remedy, rule: "\(rule.topic) “\(rule.says)”", field: field)
    }
}

extension RuleConditions {
    /// Whether some employment meets both.
    func meets(_ other: RuleConditions) -> Bool {
        func agree<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool { left == nil || right == nil || left == right }
        if !endings.isEmpty, !other.endings.isEmpty, Set(endings).isDisjoint(with: other.endings) { return false }
        if let service, !service.overlaps(other.service) { return false }
        if let age, !age.overlaps(other.age) { return false }
        if let employees, !employees.overlaps(other.employees) { return false }
        return agree(pay, other.pay) && agree(contract, other.contract) && agree(party, other.party) && agree(work, other.work)
            && agree(daysPerWeek, other.daysPerWeek)
    }
}

extension LawCheck.Finding {
    /// As a member of `findings` of `corridor law check --json`.
    public var json: JSONObject {
        [
            "severity": .string(severity.rawValue), "place": .string(place), "rule": .string(rule), "field": .string(field), "problem": .string(problem),
            "remedy": .string(remedy),
        ]
    }
}
