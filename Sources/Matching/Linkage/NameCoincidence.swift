import Foundation

/// How likely it is that another person has the same whole name.
///
/// How often a whole name stands in a file cannot tell: of two records with a rare name nobody knows whether they are of one person. Its words do: they stand in other names too.
/// If they met by chance, a name would be as frequent as its words together; that they do not (of a people or a faith the words are the same) is measured at the names that are
/// frequent enough, and counted for all.
struct NameCoincidence: Sendable {
    /// By text of the column, without its base: the share of other people with this name.
    let shares: [Double]
    /// The probability that two people taken at random have the same name.
    let expected: Double
    /// By text of the column, without its base: what each of its words tells, and how much less words tell that stand together.
    let words: NameWords

    /// However rare its words are: of a thousand lists of this size one has another person of this name.
    private static let smallestCount = 0.001
    /// Beside the file's own some other names are presumed, with words that this share of the people has; it decides for a handful of records.
    private static let presumedRecords = 20.0
    private static let presumedShare = 0.005

    init(_ column: PreparedColumn, _ texts: JoinedTexts) {
        let total = Double(column.filled) + Self.presumedRecords
        var pool = TextPool()
        var counts: [Double] = [0]
        var words: [[UInt32]] = Array(repeating: [], count: column.frequencies.count)
        var inOrder: [[UInt32]] = words
        texts.withPointers { bytes, ends in
            for value in 1..<max(1, column.frequencies.count) where column.frequencies[value] > 0 {
                let start = ends[Int(column.base) + value - 1]
                let text = UnsafeBufferPointer(start: bytes + start, count: ends[Int(column.base) + value] - start)
                for word in text.split(separator: 0x20) {
                    let number = pool.number(of: UnsafeBufferPointer(rebasing: word))
                    if Int(number) == counts.count { counts.append(0) }
                    // The empty word: one that stands there again tells nothing more.
                    inOrder[value].append(words[value].contains(number) ? 0 : number)
                    if words[value].contains(number) { continue }
                    words[value].append(number)
                    counts[Int(number)] += Double(column.frequencies[value])
                }
            }
        }
        // Of those who have the word one is the person in question.
        let wordShares = counts.map { (max(1, $0 - 1) + Self.presumedRecords * Self.presumedShare) / total }
        let independent = words.map { $0.reduce(1.0) { $0 * wordShares[Int($1)] } }
        let lift = Self.lift(independent, column.frequencies, total)
        var expected = 0.0
        shares = column.frequencies.indices.map { value in
            let frequency = Double(column.frequencies[value])
            let share = min((max(1, frequency) + Self.presumedRecords * Self.presumedShare) / total, max(Self.smallestCount / total, independent[value] * lift))
            if value > 0, frequency > 0 { expected += frequency / total * share }
            return share
        }
        self.expected = max(expected, 1e-9)
        self.words = NameWords(
            inOrder.map { $0.map { $0 == 0 ? 0 : -log2(wordShares[Int($0)]) } }, together: log2(lift), most: log2(total / Self.smallestCount), base: column.base)
    }

    /// How many times more often names are met than their words would by chance; from names of which at least one other is to be expected.
    private static func lift(_ independent: [Double], _ frequencies: [UInt32], _ total: Double) -> Double {
        var (met, chance) = (0.0, 0.0)
        for value in independent.indices.dropFirst() where frequencies[value] > 0 && independent[value] * total >= 1 {
            met += Double(frequencies[value]) * (Double(frequencies[value]) - 1)
            chance += Double(frequencies[value]) * independent[value] * total
        }
        return chance > 20 ? min(100, max(1, met / chance)) : 1
    }
}
