import Foundation

/// The parameters of Fellegi and Sunter's model (I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64, 1969): for each column and level of
/// agreement its share among pairs of the same person (`m`) and among pairs of different people (`u`).
public struct AgreementModel: Sendable {
    /// `[column][level]`; each row adds up to one.
    var matching: [[Double]]
    var different: [[Double]]
    /// As `different`, for pairs that agree on the parent column.
    var differentUnderParent: [[Double]]
    /// A column on whose agreement that of this column depends among different people, such as the town for the postcode; -1 without one.
    var parents: [Int]
    /// The levels of the parent under which it counts as agreeing, a bit each by the level and one; see ``PairComparer/Pattern``.
    var parentLevels: [UInt16]
    /// The probability that a pair taken at random is of the same person.
    var prior: Double
    /// Pairs of people who are not one and share much; none where the columns could not tell them from one person.
    var groups: [SharedGroup]

    /// Weights never go beyond what this share gives, however rare a level was among what was learned from.
    static let smallestShare = 1e-7
    /// Values that agree exactly are no less one person's because few can: where the scripts differ, or all is written anew each time.
    static let smallestExact = 0.1

    /// Takes over what was counted in a column among pairs that are taken to be one person's, as if some more pairs had been seen that agree as is expected of the kind of column.
    ///
    /// Those more are a share of what was counted too: a level that was not met is rare, not impossible, and where two columns alone are compared the pairs cannot show which of two
    /// models is right.
    ///
    /// - Parameter begins: while it is not settled yet which pairs are one person's, these hardly differ in what tells persons apart.
    mutating func learn(_ column: Int, _ prepared: PreparedColumn, from counts: [Double], records: Int, begins: Bool = false) {
        let counted = counts.reduce(0, +)
        let presumed = LinkagePriors.pairs(records) + LinkagePriors.presumedShare * counted
        var shares = zip(counts, LinkagePriors.standard.matching(prepared)).map { ($0 + $1 * presumed) / (counted + presumed) }
        let (differing, most) = (shares[Int(AgreementLevel.different)], begins ? prepared.mostDifferent / 4 : prepared.mostDifferent)
        if prepared.mostDifferent < 1, differing > most {
            shares = shares.map { $0 * (1 - most) / (1 - differing) }
            shares[Int(AgreementLevel.different)] = most
        }
        matching[column] = OrderedEvidence.shares(shares, different[column], ordered: AgreementLevel.ordered(prepared.kind))
    }

    /// Evidence in bits: the logarithm to the base two of how much more often a level is found among pairs of the same person.
    func weight(_ column: Int, _ level: Int, parentAgrees: Bool) -> Double {
        let other = parentAgrees ? differentUnderParent[column][level] : different[column][level]
        return log2(max(matching[column][level], Self.smallestShare) / max(other, Self.smallestShare))
    }

    /// The evidence of all levels of a column as pairs are scored by it: not falling from disagreement to near agreement.
    ///
    /// An initial or other beginning of a name stands beside that order: it says what it says, and only not more than agreeing exactly.
    func orderedWeights(_ column: Int, _ kind: ComparisonKind, parentAgrees: Bool) -> [Double] {
        var weights = (0..<AgreementLevel.count).map { weight(column, $0, parentAgrees: parentAgrees) }
        let ordered = AgreementLevel.ordered(kind)
        let other = parentAgrees ? differentUnderParent[column] : different[column]
        let pooled = OrderedEvidence.weights(ordered.map { matching[column][$0] }, ordered.map { other[$0] }, smallestShare: Self.smallestShare)
        for (level, weight) in zip(ordered, pooled) { weights[level] = weight }
        // The same name in another spelling is no less than a similar one.
        let (similar, spoken) = (Int(AgreementLevel.similar), Int(AgreementLevel.spoken))
        weights[spoken] = max(weights[spoken], weights[similar])
        return weights
    }

    /// What is taken off the evidence of agreeing exactly when the parent agrees too: a value is the more common among those who share the parent's.
    func exactCorrection(_ column: Int) -> Double {
        let exact = Int(AgreementLevel.exact)
        return -log2(max(1, differentUnderParent[column][exact] / max(different[column][exact], Self.smallestShare)))
    }

    /// Evidence of agreeing on a value that this share of the records has.
    func exactWeight(_ column: Int, frequency: Double) -> Double {
        log2(max(matching[column][Int(AgreementLevel.exact)], Self.smallestExact) / max(frequency, 1e-12))
    }

    /// What agreeing exactly would weigh more if all pairs of one person did.
    func exactGain(_ column: Int) -> Double { -log2(max(matching[column][Int(AgreementLevel.exact)], Self.smallestExact)) }

    /// The logarithm of the odds before any evidence.
    var priorWeight: Double { log2(prior / (1 - prior)) }

    static func probability(ofWeight weight: Double) -> Double { 1 / (1 + exp2(-weight)) }

    /// In 1/256 bit as the comparison adds them up.
    static func units(_ weight: Double) -> Int32 { Int32((max(-120, min(120, weight)) * 256).rounded()) }
}

extension PairComparer.Tables {
    /// Takes over what was learned.
    mutating func set(_ model: AgreementModel, _ columns: [PreparedColumn]) {
        groups = SharedGains(model, columns)
        if let first = exchanges.first {
            let rate = model.matching[first.first][Int(AgreementLevel.exchanged)]
            exchangeRarity = AgreementModel.units(-log2(min(0.5, max(rate, 1e-4))))
        }
        parents = model.parents
        parentLevels = model.parentLevels
        for column in parents.indices {
            let kind = ComparisonKind.allCases[Int(kinds[column])]
            for (level, weight) in model.orderedWeights(column, kind, parentAgrees: false).enumerated() {
                weights[column * 2 * AgreementLevel.count + level] = AgreementModel.units(weight)
            }
            for (level, weight) in model.orderedWeights(column, kind, parentAgrees: true).enumerated() {
                weights[(column * 2 + 1) * AgreementLevel.count + level] = AgreementModel.units(weight)
            }
            exactGains[column] = AgreementModel.units(model.exactGain(column))
            weights[(column * 2 + 1) * AgreementLevel.count + Int(AgreementLevel.exact)] = AgreementModel.units(model.exactCorrection(column))
        }
        setBestWeights()
    }
}

extension PreparedRecords {
    /// Writes into every cell what agreeing exactly on its value counts: much for a rare value, little for a common one.
    mutating func setExactWeights(_ model: AgreementModel) {
        let weights = columns.indices.map { exactWeights($0, model) }
        highestExact = weights.map { Int32($0.max() ?? 0) }
        let width = columnCount
        let bases = columns.map(\.base)
        let count = recordCount
        Parallel.update(&cells, count: count, width: width) { records, cells in
            for column in 0..<width {
                let base = bases[column]
                weights[column].withUnsafeBufferPointer { weights in
                    for record in records {
                        let place = record &* width &+ column
                        let value = cells[place].value
                        cells[place].exactWeight = value == 0 ? 0 : weights[Int(value &- base)]
                    }
                }
            }
        }
    }

    /// Below this number of records the table of common names is asked.
    private static let fewRecords = 1_000

    /// By text of the column.
    private func exactWeights(_ column: Int, _ model: AgreementModel) -> [Int16] {
        if let coincidence = columns[column].coincidence {
            return coincidence.shares.map { Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: $0))) }
        }
        let (filled, kind, records) = (Double(columns[column].filled), columns[column].kind, recordCount)
        let usual = LinkagePriors.standard.sameValue(kind)
        func share(_ frequency: UInt32, _ usual: Double) -> Double {
            LinkagePriors.share(Double(max(1, frequency)), of: filled, usual: usual, records: records)
        }
        func weight(_ frequency: UInt32) -> Int16 {
            Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: share(frequency, usual))))
        }
        // A year alone is shared by one in some forty; and the first of January stands where nobody knew the day.
        if kind == .date, recordCount < Self.fewRecords {
            return columns[column].frequencies.indices.map { value in
                let date = texts.string(value == 0 ? 0 : columns[column].base + UInt32(value))
                let own = date.hasSuffix("0000") ? 0.025 : date.hasSuffix("00") || date.hasSuffix("0101") ? 0.002_5 : usual
                return Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: share(columns[column].frequencies[value], own))))
            }
        }
        // Of few records a name everybody has would seem rare: how common it is elsewhere counts.
        if kind == .name, recordCount < Self.fewRecords {
            return columns[column].frequencies.indices.map { value in
                let rarity = spoken.with(columns[column].base + UInt32(value)) { value in (0..<value.name.count).map { value.name[$0].rarity }.max() } ?? 1
                let common = usual * Double(exp2(8 * (1 - rarity)))
                return Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: share(columns[column].frequencies[value], min(0.2, common)))))
            }
        }
        // Most values are rare: what values of up to 64 records weigh is computed once.
        let rare = (0...UInt32(64)).map(weight)
        return columns[column].frequencies.map { $0 <= 64 ? rare[Int($0)] : weight($0) }
    }
}
