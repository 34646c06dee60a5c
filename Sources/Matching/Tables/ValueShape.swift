/// What the values of a column look like, from at most a few thousand of its distinct texts.
struct ValueShape {
    /// Records with a value.
    let filled: Int
    let distinct: Int
    let isUnique: Bool
    /// Whether the values are whole numbers that lie close together and are different in each record, as where somebody counted.
    let counts: Bool
    /// Whether nearly no value has a space in it.
    let isWithoutSpaces: Bool
    private let dates: Double
    private let digits: Double
    private let alphanumeric: Double
    private let meanLength: Double
    private let recordCount: Int

    init(_ column: RecordTable.Column, recordCount: Int) {
        self.recordCount = recordCount
        filled = column.numbers.count { $0 != 0 }
        distinct = column.pool.count - 1
        isUnique = filled == recordCount && distinct == recordCount
        counts = isUnique && Self.counts(column.pool)
        var seen = (dates: 0, digits: 0, mixed: 0, length: 0, spaces: 0)
        let step = max(1, distinct / 4_000)
        var looked = 0
        for number in stride(from: 1, through: distinct, by: step) {
            let text = column.pool.text(UInt32(number))
            looked += 1
            let digitCount = text.count { $0 &- 0x30 < 10 }
            let letterCount = text.count { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }
            seen.length += text.count
            if text.contains(0x20) { seen.spaces += 1 }
            if DateText.components(text) != nil { seen.dates += 1 }
            if digitCount == text.count { seen.digits += 1 }
            if digitCount >= 3, letterCount > 0, letterCount <= 4, digitCount + letterCount == text.count { seen.mixed += 1 }
        }
        let total = Double(max(1, looked))
        dates = Double(seen.dates) / total
        digits = Double(seen.digits) / total
        alphanumeric = Double(seen.digits + seen.mixed) / total
        meanLength = Double(seen.length) / total
        isWithoutSpaces = Double(seen.spaces) / total < 0.01
    }

    /// Whether all values are whole numbers in a range not much wider than there are values.
    private static func counts(_ pool: TextPool) -> Bool {
        var (low, high) = (Int.max, Int.min)
        for number in 1..<max(1, pool.count) {
            guard let value = Int(pool.string(UInt32(number))) else { return false }
            (low, high) = (min(low, value), max(high, value))
        }
        return high.subtractingReportingOverflow(low).overflow ? false : high - low < 2 * pool.count
    }

    /// What a column of such values most likely tells when its name says nothing.
    var meaning: ColumnMeaning {
        if distinct <= 1 { return .ignored }
        if dates > 0.8, meanLength >= 6 { return .date }
        if alphanumeric > 0.9, meanLength >= 6 { return .document }
        if digits > 0.9 { return .number }
        if distinct <= max(2, min(200, recordCount / 20)) { return .category }
        return meanLength <= 60 ? .text : .ignored
    }

    var reasonForIgnoring: String {
        distinct <= 1 ? "the same value everywhere" : "texts too long to compare"
    }
}
