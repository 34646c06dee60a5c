/// Dates as people and programs write them, taken apart without refusing what no calendar has: a slip of a digit must not lose the rest.
enum DateText {
    /// Which of the first two numbers of `3/4/1990` is the day.
    enum Order: Sendable {
        case unknown, dayFirst, monthFirst
    }

    struct Components: Hashable, Sendable {
        /// Four digits.
        var year: Int
        /// 0 where it is not told.
        var month: Int
        var day: Int
    }

    /// The order that a column's values show: a first number above 12 can only be a day.
    static func order(of pool: TextPool) -> Order {
        var votes = (day: 0, month: 0)
        let step = max(1, pool.count / 20_000)
        for number in stride(from: 1, to: pool.count, by: step) {
            let parts = self.parts(pool.text(UInt32(number)))
            guard parts.count == 3, parts[0].digits <= 2, parts[2].digits == 4 || parts[2].digits == 2, parts[1].isNumber else { continue }
            if parts[0].value > 12, parts[1].value <= 12 { votes.day += 1 }
            if parts[1].value > 12, parts[0].value <= 12 { votes.month += 1 }
        }
        if votes.day == votes.month { return .unknown }
        return votes.day > votes.month ? .dayFirst : .monthFirst
    }

    /// Year, month and day of a text, nil if it is none. Without a known order the day comes first, as in most of the world.
    static func components(_ text: ArraySlice<UInt8>, order: Order) -> Components? {
        guard let first = text.first, first &- 0x30 < 10 || (first | 0x20) &- 0x61 < 26 else { return nil }
        let parts = self.parts(text)
        switch parts.count {
        case 1 where parts[0].digits == 8:
            let value = parts[0].value
            let compact = Components(year: value / 10_000, month: value / 100 % 100, day: value % 100)
            return (1_000...2_999).contains(compact.year) ? compact : Components(year: value % 10_000, month: value / 10_000 % 100, day: value / 1_000_000)
        case 1 where parts[0].digits == 4 && (1_800...2_199).contains(parts[0].value):
            return Components(year: parts[0].value, month: 0, day: 0)
        case 2 where parts[0].digits == 4 && parts[1].value <= 12:
            return Components(year: parts[0].value, month: parts[1].value, day: 0)
        case 3...:
            return components(parts, order: order)
        default:
            return nil
        }
    }

    private static func components(_ parts: [Part], order: Order) -> Components? {
        // What follows the third part is the time of day.
        let (first, second, third) = (parts[0], parts[1], parts[2])
        if first.digits == 4, third.digits <= 2 { return Components(year: first.value, month: second.value, day: third.value) }
        guard third.digits == 4 || third.digits == 2 else { return nil }
        let year = third.digits == 4 ? third.value : third.value + (third.value > 30 ? 1_900 : 2_000)
        if !second.isNumber { return Components(year: year, month: second.value, day: first.value) }
        if !first.isNumber { return Components(year: year, month: first.value, day: second.value) }
        guard first.digits <= 2, second.digits <= 2 else { return nil }
        let monthFirst = order == .monthFirst || (order == .unknown && second.value > 12 && first.value <= 12)
        return monthFirst
            ? Components(year: year, month: first.value, day: second.value) : Components(year: year, month: second.value, day: first.value)
    }

    private struct Part {
        var value = 0
        var digits = 0
        var isNumber = true
    }

    private static func parts(_ text: ArraySlice<UInt8>) -> [Part] {
        var parts: [Part] = []
        var index = text.startIndex
        while index < text.endIndex, parts.count < 8 {
            if text[index] &- 0x30 < 10 {
                var part = Part()
                while index < text.endIndex, text[index] &- 0x30 < 10 {
                    if part.digits < 9 { part.value = part.value * 10 + Int(text[index] - 0x30) }
                    part.digits += 1
                    index += 1
                }
                parts.append(part)
            } else if (text[index] | 0x20) &- 0x61 < 26 {
                var word: [UInt8] = []
                while index < text.endIndex, (text[index] | 0x20) &- 0x61 < 26 {
                    word.append(text[index] | 0x20)
                    index += 1
                }
                // The `T` between date and time, and `th` after a day, are no parts.
                if word.count >= 3, let month = months.firstIndex(where: { $0.elementsEqual(word.prefix(3)) }) {
                    parts.append(Part(value: month + 1, digits: 2, isNumber: false))
                } else if word.count >= 3 {
                    return []
                }
            } else {
                index += 1
            }
        }
        return parts
    }

    private static let months: [[UInt8]] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map { Array($0.utf8) }
}
