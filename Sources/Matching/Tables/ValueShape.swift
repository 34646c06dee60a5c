/// What the values of a column look like, from at most a few thousand of its distinct texts.
struct ValueShape {
    /// Records with a value.
    let filled: Int
    let distinct: Int
    let isUnique: Bool
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
        var counts = (dates: 0, digits: 0, mixed: 0, length: 0)
        let step = max(1, distinct / 4_000)
        var looked = 0
        for number in stride(from: 1, through: distinct, by: step) {
            let text = column.pool.text(UInt32(number))
            looked += 1
            let digitCount = text.count { $0 &- 0x30 < 10 }
            let letterCount = text.count { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }
            counts.length += text.count
            if DateText.components(text, order: .unknown) != nil { counts.dates += 1 }
            if digitCount == text.count { counts.digits += 1 }
            if digitCount >= 3, letterCount > 0, letterCount <= 4, digitCount + letterCount == text.count { counts.mixed += 1 }
        }
        let total = Double(max(1, looked))
        dates = Double(counts.dates) / total
        digits = Double(counts.digits) / total
        alphanumeric = Double(counts.digits + counts.mixed) / total
        meanLength = Double(counts.length) / total
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
