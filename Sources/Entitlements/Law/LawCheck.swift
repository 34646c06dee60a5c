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

        public var description: String { "\(place): \(severity.rawValue): \(problem). \(remedy)" }
    }

    /// All findings, errors first. O(rules of a topic squared).
    public static func findings(_ book: LawBook) -> [Finding] {
        let all = book.rules.flatMap(inRule) + groups(book).flatMap(inTime) + bands(book).flatMap(inBands) + missing(book)
        return all.filter { $0.severity == .error } + all.filter { $0.severity == .warning }
    }

    // MARK: One rule

    private static func inRule(_ rule: Rule) -> [Finding] {
        var findings: [Finding] = []
        if SourceCitation.isOtherAddress(rule.source) || (!SourceCitation.isUsable(rule.source) && rule.confidence != .low) {
            findings.append(
                error(rule, "the source “\(rule.source)” is no address of a page and no print", SourceCitation.remedy + " Without one the confidence is low."))
        } else if rule.confidence == .high, SourceCitation.isAddress(rule.source), !OfficialPublishers.publishes(rule.source) {
            findings.append(
                warning(
                    rule, "“\(rule.topic)” (\(rule.says)) has high confidence, and its source is no publisher of law on file",
                    "Name the page of the official text or of the authority, or set the confidence to medium; publishers are in policy/publishers.csv."))
        }
        // A rule that says that the law gives nothing has no article.
        if rule.article.isEmpty, Topic.units[rule.topic] != nil, !rule.topic.utf8.reversed().starts(with: "-none".utf8.reversed()) {
            findings.append(warning(rule, "“\(rule.topic)” (\(rule.says)) names no article", "Find the text and write the number of the article."))
        }
        if let from = rule.from, let until = rule.until, until.latest < from.earliest {
            findings.append(error(rule, "it ends before it begins", "Correct “from” or “until”."))
        }
        if let units = Topic.units[rule.topic] {
            findings += unit(rule, units)
        } else if !Topic.forReading.contains(rule.topic) {
            findings.append(
                warning(
                    rule, "“\(rule.topic)” is no topic that is known", "Write it as in Docs/entitlements.md; a rule under another name is not computed with."))
        }
        if rule.confidence == .low, Topic.units[rule.topic] != nil, !rule.isAlternative {
            findings.append(
                warning(rule, "“\(rule.topic)” (\(rule.says)) has low confidence and is not computed with", "Find a source and raise it to medium or high."))
        }
        return findings
    }

    private static func unit(_ rule: Rule, _ units: [String]) -> [Finding] {
        guard case .words = rule.value else {
            if units.isEmpty { return [error(rule, "“\(rule.topic)” takes words, not a number", "Write what applies in words.")] }
            return units.contains(rule.unit) ? [] : [error(rule, "“\(rule.unit)” is no unit of “\(rule.topic)”", "Write \(units.joined(separator: " or ")).")]
        }
        if rule.unit == Topic.Rate.byAge, AgeTable(rule.value.description) == nil {
            return [error(rule, "the value of “\(rule.topic)” is no table by age", "Write “14: 136, 15: 135” and so on, the ages rising.")]
        }
        if let known = Topic.knownWords(rule.topic), !known.contains(rule.value.description) {
            return [error(rule, "“\(rule.value)” is no word of “\(rule.topic)”", "Write \(known.joined(separator: " or ")).")]
        }
        // Words in place of a number say that the law gives none.
        return units.isEmpty || Topic.mayBeWords.contains(rule.topic)
            ? [] : [error(rule, "the value of “\(rule.topic)” is no number", "Write a number, a fraction or “3 to 12”.")]
    }

    // MARK: Time

    /// Rules that answer the same question for the same circumstances.
    private static func groups(_ book: LawBook) -> [[Rule]] {
        let asked = book.rules.filter {
            !$0.isAlternative && !Topic.mayRepeat($0.topic) && !["recruitment-fee", "limitation", "overtime-threshold", "limitation-injury"].contains($0.topic)
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
                return error(later, "overlaps with \(earlier.place)", "Say from when it applies, or make one a second reading.")
            }
            guard let until = earlier.until?.latest else {
                return error(later, "overlaps with \(earlier.place), which has no end", "Say until when the earlier rule applied.")
            }
            if until >= from {
                return error(later, "overlaps with \(earlier.place), which applies until \(until)", "Move one of the dates, or make one a second reading.")
            }
            if until.adding(days: 1) < from {
                return warning(later, "no rule applies from \(until.adding(days: 1)) to \(from.adding(days: -1))", "Add the rule of that time.")
            }
            return nil
        }
    }

    // MARK: What is missing

    private static func missing(_ book: LawBook) -> [Finding] {
        let topics = Set(book.rules.map(\.topic))
        return Topic.expected.filter { topics.isDisjoint(with: $0.alternatives) }.map {
            Finding(
                severity: .warning, place: "\(book.country)-\(book.category.rawValue)", problem: "nothing is on file about \($0.topic)",
                remedy: "Add a rule of the topic \($0.alternatives.joined(separator: " or ")).")
        }
    }

    private static func error(_ rule: Rule, _ problem: String, _ remedy: String) -> Finding {
        Finding(severity: .error, place: rule.place, problem: problem, remedy: remedy)
    }

    private static func warning(_ rule: Rule, _ problem: String, _ remedy: String) -> Finding {
        Finding(severity: .warning, place: rule.place, problem: problem, remedy: remedy)
    }
}
