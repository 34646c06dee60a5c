/// What the shares of the levels of agreement are taken to be before anything was learned: `linkage-priors.csv` in Resources.
///
/// Of few records nothing can be learned: there these shares decide, and the more records there are the less they count. They were counted, by `Benchmarks/linkage/learn_priors.py`, in
/// sets whose true pairs are known; what the sets do not have is a careful judgement, which the column `source` says.
struct LinkagePriors: Sendable {
    static let standard = LinkagePriors()

    /// Records at which what was learned and what is presumed count about alike.
    private static let evenRecords = 300.0
    private static let mostPairs = 200.0
    private static let fewestPairs = 8.0
    private static let mostDifferentPairs = 20_000.0
    private static let fewestDifferentPairs = 20.0
    private static let mostPresumed = 300.0
    private static let fewestPresumed = 20.0

    private struct Key: Hashable {
        let kind: ComparisonKind
        let acrossScripts: Bool
    }

    private let matching: [Key: [Double]]
    private let different: [Key: [Double]]

    private init() {
        var matching: [Key: [Double]] = [:]
        var different: [Key: [Double]] = [:]
        for row in MatchingResources.rows("linkage-priors.csv") where row.count == 6 {
            guard let kind = ComparisonKind(rawValue: row[0]), let level = AgreementLevel.names.firstIndex(of: row[2]), let match = Double(row[3]), let other = Double(row[4])
            else { continue }
            let key = Key(kind: kind, acrossScripts: row[1] == "across")
            matching[key, default: Array(repeating: 0, count: AgreementLevel.count)][level] = match
            different[key, default: Array(repeating: 0, count: AgreementLevel.count)][level] = other
        }
        self.matching = matching
        self.different = different
    }

    /// Shares among pairs of one person; they add up to one.
    func matching(_ column: PreparedColumn) -> [Double] { mixed(matching, column) }

    /// Shares among pairs of different people; they add up to one.
    func different(_ column: PreparedColumn) -> [Double] { mixed(different, column) }

    /// How often two different people have the same value.
    func sameValue(_ kind: ComparisonKind) -> Double {
        different[Key(kind: kind, acrossScripts: false)]?[Int(AgreementLevel.exact)] ?? 0.01
    }

    private func mixed(_ shares: [Key: [Double]], _ column: PreparedColumn) -> [Double] {
        let even = Array(repeating: 1 / Double(AgreementLevel.count), count: AgreementLevel.count)
        let same = shares[Key(kind: column.kind, acrossScripts: false)] ?? even
        guard column.acrossScripts > 0, let across = shares[Key(kind: column.kind, acrossScripts: true)] else { return same }
        return zip(same, across).map { $0 * (1 - column.acrossScripts) + $1 * column.acrossScripts }
    }

    /// 1 for a few records, a half of the half at ``evenRecords``, and nearly nothing for thousands.
    private static func smallness(_ records: Int) -> Double {
        let share = evenRecords / (evenRecords + Double(records))
        return share * share
    }

    /// The shares are worth this share of the pairs that were seen, besides.
    static let presumedShare = 0.2

    /// How many pairs of one person the shares are worth at least.
    static func pairs(_ records: Int) -> Double { fewestPairs + (mostPairs - fewestPairs) * smallness(records) }

    /// How many pairs of different people the shares are worth.
    static func differentPairs(_ records: Int) -> Double { fewestDifferentPairs + (mostDifferentPairs - fewestDifferentPairs) * smallness(records) }

    /// How many other records are presumed beside those of the file where it is asked how common a value is.
    static func presumedRecords(_ records: Int) -> Double { fewestPresumed + (mostPresumed - fewestPresumed) * smallness(records) }

    /// The share of the others who have a value, when two records agree on it.
    ///
    /// Of many records it is the value's own share. Of few, the two are left out, and as many others are presumed as above, of whom the usual share has it; but no less than the share that
    /// the file itself shows beside the two: where all are of one village, the village says nothing.
    static func share(_ frequency: Double, of filled: Double, usual: Double, records: Int) -> Double {
        let small = smallness(records)
        let presumed = presumedRecords(records)
        let others = max(1 - 0.95 * small, frequency - 2 * small)
        let blended = (others + usual * presumed) / (filled + presumed)
        return max(blended, (frequency - 2) / max(1, filled))
    }
}
