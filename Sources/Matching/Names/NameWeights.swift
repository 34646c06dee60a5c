import Foundation

/// What each feature of two names counts: `name-weights.csv` in Resources, learned by logistic regression on labelled pairs.
struct NameWeights: Sendable {
    let intercept: Double
    private let weights: [Double]

    static let standard = NameWeights()

    private init() {
        var (intercept, weights) = (-5.0, [Double](repeating: 0, count: NameFeatures.Kind.allCases.count))
        for row in MatchingResources.rows("name-weights.csv") where row.count == 3 {
            guard let value = Double(row[1]) else { continue }
            if row[0] == "intercept" {
                intercept = value
            } else if let kind = NameFeatures.Kind.allCases.first(where: { "\($0)" == row[0] }) {
                weights[kind.rawValue] = value
            }
        }
        self.intercept = intercept
        self.weights = weights
    }

    func terms(_ features: NameFeatures) -> [Double] { zip(weights, features.values).map { $0 * Double($1) } }

    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
