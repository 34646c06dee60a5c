import Foundation
import Storage
import Synchronization

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
    /// What is assumed before anybody has decided.
    let basis: Basis

    /// What a threshold assumes as long as nobody has decided anything.
    struct Basis: Sendable, Hashable {
        /// The weight at which a suggestion is taken to be right once in two.
        var start = TraceThreshold.start
        /// The probability from which on one is shown.
        var shownFrom = TraceThreshold.shownFrom
        /// The weight below which none is kept.
        var least = TraceThreshold.least
    }

    /// - Complexity: linear in the decisions.
    init(_ decisions: [Decision], _ basis: Basis = Basis()) {
        self.basis = basis
        let start = basis.start
        let assumed: [(weight: Double, same: Double, count: Double)] = [
            (start - 8, 0.02, 4), (start - 4, 0.15, 2), (start, 0.5, 2), (start + 4, 0.85, 2), (start + 8, 0.98, 4),
        ]
        let points = assumed + decisions.map { ($0.weight, $0.isSame ? 1.0 : 0.0, 1.0) }
        var (intercept, slope) = (-start * 0.45, 0.45)
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
        self.intercept = usable ? intercept : -start * 0.45
        self.slope = usable ? slope : 0.45
        decisionCount = decisions.count
    }

    /// From 0 to 1.
    func probability(_ weight: Double) -> Double { 1 / (1 + exp(-(intercept + slope * weight))) }

    /// As people are told: nothing is certain, neither that it is so nor that it is not.
    func toldProbability(_ weight: Double) -> Double { min(0.99, max(0.01, probability(weight))) }

    /// The weight from which on suggestions are shown, in bits.
    var shownWeight: Double { max(basis.least, (log(basis.shownFrom / (1 - basis.shownFrom)) - intercept) / slope) }
}

/// The threshold that decisions on one kind of pair have taught, kept until somebody decides again.
final class LearnedThreshold: Sendable {
    private struct State: Sendable {
        var known: TraceThreshold?
        /// How often decisions were seen to change.
        var changes = 0
    }

    private let node: Node
    private let first: Set<String>
    private let second: Set<String>
    private let state = Mutex(State())

    /// - Parameters:
    ///   - first: kinds of the first record of a pair.
    ///   - second: kinds of the other.
    init(_ node: Node, of first: Set<String>, with second: Set<String>) {
        self.node = node
        self.first = first
        self.second = second
    }

    /// - Complexity: linear in the decisions after each new one, else constant.
    func value(_ connection: any Connection, _ basis: TraceThreshold.Basis = TraceThreshold.Basis()) throws -> TraceThreshold {
        let (known, changes) = state.withLock { ($0.known, $0.changes) }
        if let known, known.basis == basis { return known }
        // What would not have been suggested says nothing of the suggestions: any two records can be judged.
        let decisions = try Judgements(node: node).decisions(of: first, with: second, connection).filter { $0.weight >= basis.least }
        let threshold = TraceThreshold(decisions, basis)
        state.withLock { if $0.changes == changes { $0.known = threshold } }
        return threshold
    }

    /// To be called when a decision was made or taken back.
    func forget() {
        state.withLock { state in
            state.known = nil
            state.changes += 1
        }
    }
}

extension Double {
    var logarithm2: Double { log2(self) }
}
