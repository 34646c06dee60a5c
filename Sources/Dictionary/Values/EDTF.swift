/// The parts of an EDTF text.
enum EDTF {
    struct Fault: Error {
        /// A predicate: "has no such month."
        var problem: String
    }

    /// What ``PartialDate`` keeps of the parts.
    struct Summary {
        var earliest: CalendarDay?
        var latest: CalendarDay?
        var precision: PartialDate.Precision
        var approximate: Bool
        var uncertain: Bool
    }

    /// The end of an interval.
    enum End {
        case date(Point)
        /// `..`
        case open
        /// nothing
        case unknown
    }

    /// An element of a set.
    enum Element {
        case date(Point)
        case range(Point, Point)
        case until(Point)
        case from(Point)
    }

    case single(Point)
    case interval(End, End)
    /// `[…]` one of them, `{…}` all of them.
    case set([Element], all: Bool)

    static func parse(_ text: String) throws(Fault) -> EDTF {
        let bytes = Array(text.utf8)
        guard bytes.count <= PartialDate.limit else { throw Fault(problem: "is too long for a date.") }
        guard let first = bytes.first, let last = bytes.last else { throw Fault(problem: "is empty and not a date.") }
        switch first {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            let close = first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")
            guard bytes.count > 2, last == close else { throw Fault(problem: "begins a set of dates and does not end it.") }
            return .set(try elements(bytes[1..<(bytes.count - 1)]), all: close == UInt8(ascii: "}"))
        default:
            if bytes.contains(UInt8(ascii: "/")) { return try interval(bytes) }
            return .single(try Point(bytes[...], timeAllowed: true))
        }
    }

    private static func interval(_ bytes: [UInt8]) throws(Fault) -> EDTF {
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Fault(problem: "has more than one / in it.") }
        let start = try end(parts[0])
        let finish = try end(parts[1])
        if case .unknown = start, case .unknown = finish { throw Fault(problem: "is an interval without a date.") }
        if case .date(let from) = start, case .date(let to) = finish {
            // An end with unknown digits may still lie after the start; a plain one must not begin before it.
            let limit = to.hasUnknownDigits ? to.latest : to.earliest
            guard from.earliest <= limit else { throw Fault(problem: "ends before it begins.") }
        }
        return .interval(start, finish)
    }

    private static func end(_ bytes: ArraySlice<UInt8>) throws(Fault) -> End {
        if bytes.isEmpty { return .unknown }
        if bytes.elementsEqual("..".utf8) { return .open }
        return .date(try Point(bytes, timeAllowed: false))
    }

    private static func elements(_ bytes: ArraySlice<UInt8>) throws(Fault) -> [Element] {
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        var elements: [Element] = []
        for (index, part) in parts.enumerated() {
            // A space after the comma is common, elsewhere it is a fault.
            let trimmed = index > 0 && part.first == 0x20 ? part.dropFirst() : part
            elements.append(try element(trimmed, isFirst: index == 0, isLast: index == parts.count - 1))
        }
        return elements
    }

    private static func element(_ bytes: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool) throws(Fault) -> Element {
        let dots = bytes.indices.first { bytes[$0] == 0x2E && $0 + 1 < bytes.endIndex && bytes[$0 + 1] == 0x2E }
        guard let dots else { return .date(try Point(bytes, timeAllowed: false)) }
        let before = bytes[..<dots]
        let after = bytes[(dots + 2)...]
        switch (before.isEmpty, after.isEmpty) {
        case (true, true): throw Fault(problem: "has .. without a date beside it.")
        case (true, false):
            guard isFirst else { throw Fault(problem: "has an open start that is not at the beginning.") }
            return .until(try Point(after, timeAllowed: false))
        case (false, true):
            guard isLast else { throw Fault(problem: "has an open end that is not at the end.") }
            return .from(try Point(before, timeAllowed: false))
        case (false, false):
            let from = try Point(before, timeAllowed: false)
            let to = try Point(after, timeAllowed: false)
            guard from.precision == to.precision else { throw Fault(problem: "has a range from a \(from.precision) to a \(to.precision).") }
            guard from.earliest <= to.latest else { throw Fault(problem: "has a range that ends before it begins.") }
            return .range(from, to)
        }
    }

    var summary: Summary {
        switch self {
        case .single(let point):
            return Summary(
                earliest: point.earliest, latest: point.latest, precision: point.precision,
                approximate: point.approximate, uncertain: point.uncertain)
        case .interval(let start, let end):
            let points = [start, end].compactMap { if case .date(let point) = $0 { point } else { nil } }
            var summary = EDTF.marks(of: points, precision: .interval)
            if case .date(let point) = start { summary.earliest = point.earliest }
            if case .date(let point) = end { summary.latest = point.latest }
            return summary
        case .set(let elements, let all):
            var summary = EDTF.marks(of: elements.flatMap(\.points), precision: all ? .allOf : .oneOf)
            summary.earliest = elements.flatMap(\.points).map(\.earliest).min()
            summary.latest = elements.flatMap(\.points).map(\.latest).max()
            if case .until? = elements.first { summary.earliest = nil }
            if case .from? = elements.last { summary.latest = nil }
            return summary
        }
    }

    private static func marks(of points: [Point], precision: PartialDate.Precision) -> Summary {
        Summary(
            precision: precision, approximate: points.contains(where: \.approximate), uncertain: points.contains(where: \.uncertain))
    }
}

extension EDTF.Element {
    var points: [EDTF.Point] {
        switch self {
        case .date(let point), .until(let point), .from(let point): [point]
        case .range(let from, let to): [from, to]
        }
    }
}

// MARK: - The plain dates that nearly all records have

extension EDTF {
    struct PlainDate {
        var earliest: CalendarDay
        var latest: CalendarDay
        var precision: PartialDate.Precision
    }

    /// `2019`, `2019-04`, `2019-04-03`, without allocation; nil for everything else, also for impossible days.
    static func plainDate(_ bytes: UnsafeBufferPointer<UInt8>) -> PlainDate? {
        guard bytes.count == 4 || bytes.count == 7 || bytes.count == 10 else { return nil }
        guard let first = number(bytes, 0), let second = number(bytes, 2) else { return nil }
        let year = first * 100 + second
        if bytes.count == 4 { return PlainDate(earliest: .firstDay(of: year), latest: .lastDay(of: year), precision: .year) }
        guard bytes[4] == 0x2D, let month = number(bytes, 5), (1...12).contains(month) else { return nil }
        if bytes.count == 7 {
            return PlainDate(earliest: CalendarDay(unchecked: year, month, 1), latest: .lastDay(of: month, year), precision: .month)
        }
        guard bytes[7] == 0x2D, let day = number(bytes, 8), let date = CalendarDay(year: year, month: month, day: day) else { return nil }
        return PlainDate(earliest: date, latest: date, precision: .day)
    }

    static func isPlainDate(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { plainDate($0) != nil }
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        let tens = bytes[index] &- 0x30
        let ones = bytes[index + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
