/// What changed in a book of law since a day.
public enum LawChanges {
    /// A rule that began or ended.
    public struct Change: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            case began, ended
        }

        public let kind: Kind
        /// The first day of the new rule, or the first day without the old one.
        public let day: KnownDate
        public let rule: Rule
    }

    /// Changes on or after a day, in their order. A date of which only the month or year is known counts if any of its days does.
    public static func since(_ day: Day, in book: LawBook) -> [Change] {
        var changes: [Change] = []
        for rule in book.rules {
            if let from = rule.from, from.latest >= day { changes.append(Change(kind: .began, day: from, rule: rule)) }
            if let until = rule.until {
                let next = KnownDate(earliest: until.earliest.adding(days: 1), latest: until.latest.adding(days: 1))
                if next.latest >= day { changes.append(Change(kind: .ended, day: next, rule: rule)) }
            }
        }
        return changes.sorted { ($0.day.earliest, $0.kind.rawValue, $0.rule.place) < ($1.day.earliest, $1.kind.rawValue, $1.rule.place) }
    }
}
