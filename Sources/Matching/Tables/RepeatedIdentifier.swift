/// A column that is called as numbers of records are, and does not tell them apart: the records are then called by their rows.
public struct RepeatedIdentifier: Sendable, Hashable {
    public let file: String
    public let column: String
    /// Values that stand in several records.
    public let values: Int
    /// One of them; empty where only values are missing.
    public let example: String
    /// Records without a value.
    public let missing: Int

    /// Nil where every record has a value of its own.
    init?(_ column: RecordTable.Column, named name: String, file: String) {
        var counts = [UInt32](repeating: 0, count: column.pool.count)
        for number in column.numbers { counts[Int(number)] += 1 }
        let repeated = counts.indices.dropFirst().filter { counts[$0] > 1 }
        missing = counts.isEmpty ? 0 : Int(counts[0])
        guard !repeated.isEmpty || missing > 0 else { return nil }
        self.file = file
        self.column = name
        values = repeated.count
        example = repeated.first.map { column.pool.string(UInt32($0)) } ?? ""
    }

    /// What a record is called that its column does not name; no number alone, which could be taken for another record's name.
    static func name(ofRow row: Int) -> String { "row \(row)" }

    /// A sentence for the person who asked.
    public var sentence: String {
        var reasons: [String] = []
        if values > 0 {
            reasons.append(
                "“\(example)”\(values > 1 ? " and \(values - 1) other values" : "") of \(column) \(values > 1 ? "stand" : "stands") in several records")
        }
        if missing > 0 { reasons.append(missing == 1 ? "1 record has no \(column)" : "\(missing) records have no \(column)") }
        return
            "\(file): \(reasons.joined(separator: ", and ")), so records are called by their rows: “\(Self.name(ofRow: 1))” is the first after the names of the columns."
    }
}
