import Dictionary
import Formats
import Storage

/// The running numbers of an organisation's cases, `2026-0143`: what people say on the phone and write on papers. A number tells how many cases there were that year, and
/// nothing else.
enum CaseNumbers {
    static let migrations = [
        Migration(
            number: 62, name: "Running numbers of cases",
            statements: [
                """
                CREATE TABLE case_number (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    year {integer} NOT NULL,
                    last {integer} NOT NULL,
                    PRIMARY KEY (organisation, year)
                ) {keyed}
                """
            ])
    ]

    static let sourceTables = [SourceTable("case_number", "organisation:i year:i last:i")]

    /// Gives a case that is being registered the next number, unless it has a reference already.
    static func number(_ answers: inout [String: Answer?], on day: CalendarDay, _ transaction: RecordTransaction) throws {
        if let given = answers["reference"], given != nil { return }
        let number = written(year: day.year, try take(year: day.year, transaction))
        answers["reference"] = Answer(.identifier(try Identifier(kind: "case-reference", number: number)))
    }

    private static func written(year: Int, _ number: Int64) -> String {
        let digits = "\(number)"
        return "\(year)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The number of a case as it is written, for `143` or `2026-143` in digits of any script; nil for anything else.
    static func number(asked text: String, today: CalendarDay?) -> String? {
        let plain = withASCIIDigits(text) ?? text
        let parts = plain.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ (1...5).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let last = parts.last.flatMap({ Int64($0) }),
            last > 0
        else { return nil }
        switch parts.count {
        case 1: return today.map { written(year: $0.year, last) }
        case 2: return parts[0].utf8.count == 4 ? Int(parts[0]).map { written(year: $0, last) } : nil
        default: return nil
        }
    }

    /// Whether a text is the number of a case with its year.
    static func isWhole(_ text: String) -> Bool { text.contains("-") && number(asked: text, today: nil) != nil }

    /// Within the transaction that saves the case, so that no number is given twice and none is lost.
    private static func take(year: Int, _ transaction: RecordTransaction) throws -> Int64 {
        let place: [Value] = [.integer(transaction.node.organisation.number), .integer(Int64(year))]
        try transaction.connection.execute(
            """
            INSERT INTO case_number (organisation, year, last) VALUES (?, ?, 1)
            ON CONFLICT (organisation, year) DO UPDATE SET last = case_number.last + 1
            """, place)
        return try transaction.connection.first("SELECT last FROM case_number WHERE organisation = ? AND year = ?", place) { $0.integer(0) } ?? 1
    }
}
