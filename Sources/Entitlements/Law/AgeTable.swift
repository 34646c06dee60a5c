/// Months of wage by age, as some laws of compensation list them: `14: 136, 15: 135, … 66: 48`. Each entry holds up to the next.
struct AgeTable: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        let age: Int
        let months: Fraction
    }

    private let entries: [Entry]

    /// - Returns: nil unless every part is an age, a colon and a number, the ages rising.
    init?(_ words: String) {
        var entries: [Entry] = []
        for part in words.utf8.split(separator: UInt8(ascii: ",")) {
            guard part.contains(UInt8(ascii: ":")) else { return nil }
            let sides = part.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }.map { String(Substring($0)) }
            guard sides.count == 2, let age = Int(sides[0]), let months = Fraction(sides[1]), age > entries.last?.age ?? -1 else { return nil }
            entries.append(Entry(age: age, months: months))
        }
        guard !entries.isEmpty else { return nil }
        self.entries = entries
    }

    /// For an age; those who are younger than the first entry have the first. O(entries).
    func months(at age: Int) -> Fraction { (entries.last { $0.age <= age } ?? entries[0]).months }

    /// From the least to the most that any age has.
    var span: (least: Fraction, most: Fraction) {
        let months = entries.map(\.months)
        return (months.min() ?? 0, months.max() ?? 0)
    }
}
