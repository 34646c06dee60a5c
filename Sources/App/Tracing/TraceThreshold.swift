import Foundation

/// How likely a suggestion is right, learned from what people have decided: a logistic curve over the weight of the evidence.
///
/// It starts from a few decisions that are assumed (half as likely as not at ``start`` bits), so that the first real ones move it a little and many of them a lot. Fitted by
/// Newton's method with the assumed decisions as a prior, after Platt, “Probabilistic outputs for support vector machines” (1999).
struct TraceThreshold: Sendable, Hashable {
    struct Decision: Sendable, Hashable {
        /// In bits.
        var weight: Double
        var isSame: Bool
    }

    /// Nothing below it is kept: it would be noise in any organisation.
    static let least = 7.0
    /// Where a suggestion is taken to be right once in two as long as nobody has decided anything.
    static let start = 14.0
    /// A suggestion is shown from this probability on: a look costs minutes, a person not found costs more.
    static let shownFrom = 0.08

    let intercept: Double
    let slope: Double
    let decisionCount: Int

    /// - Complexity: linear in the decisions.
    init(_ decisions: [Decision]) {
        let assumed: [(weight: Double, same: Double, count: Double)] = [
            (Self.start - 8, 0.02, 4), (Self.start - 4, 0.15, 2), (Self.start, 0.5, 2), (Self.start + 4, 0.85, 2), (Self.start + 8, 0.98, 4),
        ]
        let points = assumed + decisions.map { ($0.weight, $0.isSame ? 1.0 : 0.0, 1.0) }
        var (intercept, slope) = (-Self.start * 0.45, 0.45)
        for _ in 0..<25 {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for point in points {
                let p = 1 / (1 + exp(-(intercept + slope * point.weight)))
                let (error, spread) = ((point.same - p) * point.count, max(p * (1 - p), 1e-6) * point.count)
                g0 += error
                g1 += error * point.weight
                h00 += spread
                h01 += spread * point.weight
                h11 += spread * point.weight * point.weight
            }
            let determinant = h00 * h11 - h01 * h01
            guard determinant > 1e-12 else { break }
            let (step0, step1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
            // Half a step where the whole one would leap away.
            let size = abs(step1) > 0.5 ? 0.5 / abs(step1) : 1
            intercept += step0 * size
            slope += step1 * size
            if abs(step0) + abs(step1) < 1e-9 { break }
        }
        // More evidence never speaks against, whatever a handful of decisions says.
        let usable = slope.isFinite && intercept.isFinite && slope >= 0.05
        self.intercept = usable ? intercept : -Self.start * 0.45
        self.slope = usable ? slope : 0.45
        decisionCount = decisions.count
    }

    /// From 0 to 1.
    func probability(_ weight: Double) -> Double { 1 / (1 + exp(-(intercept + slope * weight))) }

    /// As people are told: nothing is certain, neither that it is so nor that it is not.
    func toldProbability(_ weight: Double) -> Double { min(0.99, max(0.01, probability(weight))) }

    /// The weight from which on suggestions are shown, in bits.
    var shownWeight: Double { max(Self.least, (log(Self.shownFrom / (1 - Self.shownFrom)) - intercept) / slope) }
}

extension Double {
    var logarithm2: Double { log2(self) }
}
