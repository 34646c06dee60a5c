/// Hours of a week in which something is open, in the time of its place.
///
/// Written as `Mo-Fr 08:00-17:00; Sa 09:00-13:00`, `Su-Th 07:00-14:00,16:00-19:00` or `24/7`: a small part of what the OpenStreetMap wiki calls
/// `opening_hours`. Text of any other form stays text.
public struct OpeningHours: Sendable, Hashable {
    /// From a minute of a day to another; one that ends at or before its begin ends on the next day.
    public struct Span: Sendable, Hashable, Comparable {
        /// 0 is Monday.
        public var weekday: Int
        /// Minutes after midnight.
        public var opens: Int
        public var closes: Int

        public static func < (left: Span, right: Span) -> Bool {
            (left.weekday, left.opens, left.closes) < (right.weekday, right.opens, right.closes)
        }
    }

    public private(set) var spans: [Span]

    public init(_ spans: [Span]) { self.spans = Set(spans).sorted() }

    /// Nil if the text is not of the form above. O(length).
    public init?(_ text: String) {
        let trimmed = text.lowercased()
        if trimmed.filter({ $0 != " " }) == "24/7" {
            self.init((0..<7).map { Span(weekday: $0, opens: 0, closes: 24 * 60) })
            return
        }
        var spans: [Span] = []
        for rule in trimmed.split(separator: ";") {
            guard let read = OpeningHours.rule(String(rule)) else { return nil }
            spans += read
        }
        guard !spans.isEmpty else { return nil }
        self.init(spans)
    }

    /// Whether it is open at a minute of a weekday (0 is Monday).
    public func isOpen(weekday: Int, minute: Int) -> Bool {
        spans.contains { span in
            if span.weekday == weekday, minute >= span.opens, minute < span.closes || span.closes <= span.opens { return true }
            return span.closes <= span.opens && (span.weekday + 1) % 7 == weekday && minute < span.closes
        }
    }

    /// Whether it is open day and night.
    public var isAlways: Bool { spans == OpeningHours("24/7")?.spans }

    /// Days that have the same hours and follow each other, also from Sunday to Monday, with these hours.
    public var groups: [(days: [Int], spans: [Span])] {
        var groups: [(days: [Int], spans: [Span])] = []
        for weekday in 0..<7 {
            let own = spans.filter { $0.weekday == weekday }
            guard !own.isEmpty else { continue }
            if let last = groups.last, last.days.last == weekday - 1, OpeningHours.times(last.spans) == OpeningHours.times(own) {
                groups[groups.count - 1].days.append(weekday)
            } else {
                groups.append(([weekday], own))
            }
        }
        if groups.count > 1, groups[0].days[0] == 0, let last = groups.last, last.days.last == 6, OpeningHours.times(last.spans) == OpeningHours.times(groups[0].spans) {
            groups[0].days = last.days + groups[0].days
            groups.removeLast()
        }
        return groups
    }

    /// The hours as they are written; reading it gives the same hours.
    public var text: String {
        if isAlways { return "24/7" }
        return groups.map { group in
            let names = group.days.map { OpeningHours.names[$0] }
            let range = names.count == 1 ? names[0] : names.count == 2 ? names.joined(separator: ",") : "\(names[0])-\(names[names.count - 1])"
            return "\(range) \(OpeningHours.times(group.spans))"
        }.joined(separator: "; ")
    }

    static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

    /// Minutes after midnight as `08:30`.
    public static func clock(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Minutes after midnight of `08:30` or `08:30:00`; nil for anything else.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count >= 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute),
            hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }

    /// The weekday of `Mo`, `MO` or `Monday`.
    static func weekday(_ text: String) -> Int? {
        names.firstIndex { text.lowercased().hasPrefix($0.lowercased()) }
    }

    private static func times(_ spans: [Span]) -> String {
        spans.map { "\(clock($0.opens))-\(clock($0.closes))" }.joined(separator: ",")
    }

    private static func rule(_ text: String) -> [Span]? {
        let words = text.split(separator: " ").map(String.init)
        guard let last = words.last, words.count <= 2 else { return nil }
        guard let days = words.count == 2 ? days(words[0]) : Array(0..<7) else { return nil }
        var spans: [Span] = []
        for range in last.split(separator: ",") {
            let ends = range.split(separator: "-").map(String.init)
            guard ends.count == 2, let opens = minute(ends[0]), let closes = minute(ends[1]) else { return nil }
            spans += days.map { Span(weekday: $0, opens: opens, closes: closes) }
        }
        return spans
    }

    private static func days(_ text: String) -> [Int]? {
        var days: [Int] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map(String.init)
            guard let first = ends.first.flatMap(weekday) else { return nil }
            guard ends.count == 2 else {
                days.append(first)
                continue
            }
            guard let last = weekday(ends[1]) else { return nil }
            days += (0...((last - first + 7) % 7)).map { (first + $0) % 7 }
        }
        return days
    }
}
