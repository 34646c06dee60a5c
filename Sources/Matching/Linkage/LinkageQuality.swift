import Foundation

/// How good an answer is beside the truth.
public struct LinkageQuality: Sendable {
    public let right: Int
    public let given: Int
    public let wanted: Int
    /// Pairs of the truth of which a record is not in the files; they count neither way.
    public let absent: Int

    /// The share of the pairs given that are right; 1 if none was given.
    public var precision: Double { given == 0 ? 1 : Double(right) / Double(given) }
    /// The share of the true pairs that were given; 1 if there are none.
    public var recall: Double { wanted == 0 ? 1 : Double(right) / Double(wanted) }
    public var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

    /// - Parameter truth: a file of pairs; the order within a pair does not matter, and a pair that stands twice counts once.
    public init(_ pairs: [LinkedPair], truth: URL, names: RecordNames) throws {
        let truth = try PairFile.read(truth).known(in: names)
        absent = truth.absent
        let known = Set(truth.pairs.filter(\.isMatch).map { UInt64($0.left) << 32 | UInt64($0.right) })
        right = pairs.count { known.contains(UInt64(min($0.left, $0.right)) << 32 | UInt64(max($0.left, $0.right))) }
        given = pairs.count
        wanted = known.count
    }
}
