import Foundation

/// Puts records of one file together into people, such that a chain of likely pairs does not join what disagrees.
///
/// Pairs are taken from the strongest down. Two groups become one if the evidence between all their records, in the mean, is for it (average linkage;
/// R. R. Sokal, C. D. Michener, 1958). So A–B and B–C join A with C where A and C say little about each other, and do not where they contradict.
struct Clustering {
    /// The evidence of one pair counts at most this much to either side, in bits: one very strong pair does not outweigh several contradictions.
    private static let mostEvidence = 12.0
    /// Above this many pairs between two groups only so many are looked at.
    private static let mostPairs = 4_096

    /// - Parameters:
    ///   - pairs: those above the threshold.
    ///   - evidence: log odds of any two records, prior included; negative infinity where a person said that they are two people.
    ///   - threshold: log odds that the mean evidence has to reach.
    /// - Returns: for each record that is in a group the records of its group.
    static func groups(_ pairs: [ScoredPair], threshold: Double, evidence: (UInt32, UInt32) -> Double) -> [[UInt32]] {
        var groupOf: [UInt32: Int] = [:]
        var groups: [[UInt32]] = []
        for pair in pairs.sorted(by: { ($1.weight, $0.left, $0.right) < ($0.weight, $1.left, $1.right) }) {
            let left = group(of: pair.left, &groupOf, &groups)
            let right = group(of: pair.right, &groupOf, &groups)
            if left == right || !belongTogether(groups[left], groups[right], threshold, evidence) { continue }
            let (larger, smaller) = groups[left].count >= groups[right].count ? (left, right) : (right, left)
            for record in groups[smaller] { groupOf[record] = larger }
            groups[larger].append(contentsOf: groups[smaller])
            groups[smaller] = []
        }
        return groups.filter { $0.count > 1 }.map { $0.sorted() }
    }

    private static func group(of record: UInt32, _ groupOf: inout [UInt32: Int], _ groups: inout [[UInt32]]) -> Int {
        if let known = groupOf[record] { return known }
        groups.append([record])
        groupOf[record] = groups.count - 1
        return groups.count - 1
    }

    private static func belongTogether(_ left: [UInt32], _ right: [UInt32], _ threshold: Double, _ evidence: (UInt32, UInt32) -> Double) -> Bool {
        if left.count == 1, right.count == 1 { return true }
        var total = 0.0
        var count = 0
        for first in left {
            for second in right {
                let told = evidence(min(first, second), max(first, second))
                // A person said that these two are not one.
                if told == -.infinity { return false }
                total += max(-mostEvidence, min(mostEvidence, told))
                count += 1
            }
            if count > mostPairs { break }
        }
        return total / Double(count) >= threshold
    }
}
