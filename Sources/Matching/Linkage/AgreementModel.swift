import Foundation

/// The parameters of Fellegi and Sunter's model (I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64, 1969): for each column and level of
/// agreement its share among pairs of the same person (`m`) and among pairs of different people (`u`).
public struct AgreementModel: Sendable {
    /// `[column][level]`; each row adds up to one.
    var matching: [[Double]]
    var different: [[Double]]
    /// As `different`, for pairs that agree exactly on the parent column.
    var differentUnderParent: [[Double]]
    /// A column on whose agreement that of this column depends among different people, such as the town for the postcode; -1 without one.
    var parents: [Int]
    /// The probability that a pair taken at random is of the same person.
    var prior: Double

    /// Weights never go beyond what this share gives, however rare a level was among what was learned from.
    private static let smallestShare = 1e-7

    /// Evidence in bits: the logarithm to the base two of how much more often a level is found among pairs of the same person.
    func weight(_ column: Int, _ level: Int, parentAgrees: Bool) -> Double {
        let other = parentAgrees ? differentUnderParent[column][level] : different[column][level]
        return log2(max(matching[column][level], Self.smallestShare) / max(other, Self.smallestShare))
    }

    /// Evidence of agreeing on a value that this share of the records has.
    func exactWeight(_ column: Int, frequency: Double) -> Double {
        log2(max(matching[column][Int(AgreementLevel.exact)], Self.smallestShare) / max(frequency, Self.smallestShare))
    }

    /// The logarithm of the odds before any evidence.
    var priorWeight: Double { log2(prior / (1 - prior)) }

    static func probability(ofWeight weight: Double) -> Double { 1 / (1 + exp2(-weight)) }

    /// In 1/256 bit as the comparison adds them up.
    static func units(_ weight: Double) -> Int32 { Int32((max(-120, min(120, weight)) * 256).rounded()) }
}

extension PairComparer.Tables {
    /// Takes over what was learned.
    mutating func set(_ model: AgreementModel) {
        parents = model.parents
        for column in parents.indices {
            for level in 0..<AgreementLevel.count {
                weights[column * 2 * AgreementLevel.count + level] = AgreementModel.units(model.weight(column, level, parentAgrees: false))
                weights[(column * 2 + 1) * AgreementLevel.count + level] = AgreementModel.units(model.weight(column, level, parentAgrees: true))
            }
        }
        setBestWeights()
    }
}

extension PreparedRecords {
    /// Writes into every cell what agreeing exactly on its value counts: much for a rare value, little for a common one.
    mutating func setExactWeights(_ model: AgreementModel) {
        let width = columnCount
        for column in 0..<width {
            let total = Double(max(1, columns[column].filled))
            let base = columns[column].base
            // Most values are rare: what counts of up to 64 weigh is computed once.
            let small = (0...64).map { Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: Double(max(1, $0)) / total))) }
            let weights = columns[column].frequencies.map { frequency in
                frequency <= 64
                    ? small[Int(frequency)] : Int16(clamping: AgreementModel.units(model.exactWeight(column, frequency: Double(frequency) / total)))
            }
            cells.withUnsafeMutableBufferPointer { cells in
                weights.withUnsafeBufferPointer { weights in
                    for record in 0..<recordCount {
                        let index = record &* width &+ column
                        let value = cells[index].value
                        cells[index].exactWeight = value == 0 ? 0 : weights[Int(value &- base)]
                    }
                }
            }
        }
    }
}
