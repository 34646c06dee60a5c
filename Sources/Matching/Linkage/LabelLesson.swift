import Foundation

/// What decisions of people teach: how far the evidence of each column is to be trusted, and from which evidence on two records are one person.
///
/// A logistic regression on the evidence of the columns (for linkage M. Bilenko, R. J. Mooney, 2003), held to what was learned without decisions by a normal prior: a few decisions
/// move little. That people are mostly asked about doubtful pairs does no harm, because what is learned is the chance given the evidence.
struct LabelLesson {
    /// What the evidence of each column is multiplied with.
    private(set) var trust: [Double]
    /// What is added to the log odds, in bits.
    private(set) var shift = 0.0

    /// How much the trust in a column may differ from 1 (standard deviation), and the shift from 0, in nats, before any decision.
    private static let trustDeviation = 0.5
    private static let shiftDeviation = 2.0
    private static let leastTrust = 0.1
    private static let mostTrust = 3.0
    private static let rounds = 200
    private static let natsOfBit = log(2.0)

    /// - Parameters:
    ///   - evidence: for each decided pair the evidence of the columns, in bits.
    ///   - isMatch: what was decided of each.
    ///   - prior: the log odds before any evidence, in bits.
    /// - Returns: nil unless there are decisions of both kinds.
    init?(_ evidence: [[Double]], isMatch: [Bool], prior: Double) {
        guard let columns = evidence.first?.count, isMatch.contains(true), isMatch.contains(false) else { return nil }
        trust = Array(repeating: 1, count: columns)
        let base = prior * Self.natsOfBit
        var offset = 0.0
        // The steps are as long as the curvature allows: the objective is convex, so that they lead to its one minimum.
        for _ in 0..<Self.rounds {
            var (slope, curvature) = (trust.map { ($0 - 1) / (Self.trustDeviation * Self.trustDeviation) }, Array(repeating: 1 / (Self.trustDeviation * Self.trustDeviation), count: columns))
            var (offsetSlope, offsetCurvature) = (offset / (Self.shiftDeviation * Self.shiftDeviation), 1 / (Self.shiftDeviation * Self.shiftDeviation))
            for (pair, answer) in zip(evidence, isMatch) {
                let logit = base + offset + zip(trust, pair).reduce(0) { $0 + $1.0 * $1.1 * Self.natsOfBit }
                let probability = 1 / (1 + exp(-logit))
                let error = probability - (answer ? 1 : 0)
                // Each direction is bounded by the sum over all of them, as in a diagonal bound of the curvature.
                let size = 1 + pair.reduce(0) { $0 + abs($1) * Self.natsOfBit }
                for column in pair.indices {
                    let told = pair[column] * Self.natsOfBit
                    slope[column] += error * told
                    curvature[column] += 0.25 * abs(told) * size
                }
                offsetSlope += error
                offsetCurvature += 0.25 * size
            }
            var change = 0.0
            for column in trust.indices {
                let next = min(Self.mostTrust, max(Self.leastTrust, trust[column] - slope[column] / curvature[column]))
                change = max(change, abs(next - trust[column]))
                trust[column] = next
            }
            offset -= offsetSlope / offsetCurvature
            if change < 1e-5, abs(offsetSlope) < 1e-4 { break }
        }
        shift = offset / Self.natsOfBit
    }
}
