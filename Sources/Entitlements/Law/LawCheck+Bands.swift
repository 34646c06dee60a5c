/// Bands of service: rules that differ in nothing else must not hold for the same service at one time, and should leave no service out.
extension LawCheck {
    private struct Question: Hashable {
        let topic: String
        /// Of leave only: a rate by the month for those who worked less than a year stands beside that by the year. Other bands go on from unit to unit, such as days for each of
        /// the first years and a month for each later one.
        let unit: String
        let conditions: RuleConditions
    }

    /// Rules of one topic that differ in their bands alone, by their lower ends.
    static func bands(_ book: LawBook) -> [[Rule]] {
        let banded = book.rules.filter { !$0.isAlternative && Topic.units[$0.topic] != nil && $0.conditions.service != nil }
        let groups = Dictionary(grouping: banded) { rule in
            var conditions = rule.conditions
            conditions.service = nil
            return Question(topic: rule.topic, unit: rule.topic == "annual-leave" ? rule.unit : "", conditions: conditions)
        }
        return groups.values.map { $0.sorted { (lower($0), $0.place) < (lower($1), $1.place) } }.sorted { ($0.first?.place ?? "") < ($1.first?.place ?? "") }
    }

    /// Each rule beside those after it that apply at the same time: O(rules of the group squared).
    static func inBands(_ rules: [Rule]) -> [Finding] {
        rules.indices.flatMap { index -> [Finding] in
            let rule = rules[index]
            let later = rules[(index + 1)...].filter { meet(rule, $0) }
            let clashes = later.filter { rule.conditions.service?.overlaps($0.conditions.service) ?? false }.map { other in
                Finding(
                    severity: .error, place: other.place, problem: "holds for the same service as \(rule.place)",
                    remedy: "Correct one of the bands, or make one a second reading.")
            }
            guard clashes.isEmpty, let next = later.first, let band = rule.conditions.service, let other = next.conditions.service,
                band.leavesOut(before: other)
            else { return clashes }
            return [
                Finding(
                    severity: .warning, place: next.place, problem: "no rule holds for service between “\(band.words)” and “\(other.words)”",
                    remedy: "Add the rule of that service, or correct one of the bands.")
            ]
        }
    }

    private static func lower(_ rule: Rule) -> Fraction { rule.conditions.service?.lower ?? 0 }

    /// Whether there is a day on which both apply.
    private static func meet(_ left: Rule, _ right: Rule) -> Bool {
        func ends(_ one: Rule, before other: Rule) -> Bool {
            guard let until = one.until?.latest, let from = other.from?.earliest else { return false }
            return until < from
        }
        return !ends(left, before: right) && !ends(right, before: left)
    }
}

extension ServiceBand {
    /// Whether some service lies in both.
    func overlaps(_ other: ServiceBand?) -> Bool {
        guard let other else { return true }
        return reaches(other) && other.reaches(self)
    }

    /// Whether the upper end is not below the lower end of the other.
    private func reaches(_ other: ServiceBand) -> Bool {
        guard let upper, let lower = other.lower else { return true }
        return upper > lower || (upper == lower && includesUpper && other.includesLower)
    }

    /// Whether some service lies above this band and below the other.
    func leavesOut(before other: ServiceBand) -> Bool {
        guard let upper, let lower = other.lower else { return false }
        return upper < lower || (upper == lower && !includesUpper && !other.includesLower)
    }
}
