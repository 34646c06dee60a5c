import Foundation

/// What each feature of two names counts: `name-weights.csv` in Resources, learned by logistic regression on labelled pairs.
///
/// The contribution of a feature is a line with corners (an additive model), so that a score is a sum of terms that can each be shown.
struct NameWeights: Sendable {
    /// A line through points, level beyond its ends.
    struct Line: Sendable {
        let places: [Double]
        let values: [Double]

        func value(_ place: Double) -> Double {
            guard let first = places.first, let last = places.last, place > first else { return values.first ?? 0 }
            guard place < last, let next = places.firstIndex(where: { $0 > place }) else { return values.last ?? 0 }
            let share = (place - places[next - 1]) / (places[next] - places[next - 1])
            return values[next - 1] + share * (values[next] - values[next - 1])
        }
    }

    let intercept: Double
    private let lines: [Line?]

    static let standard = NameWeights()

    private init() {
        var intercept = -5.0
        var lines = [Line?](repeating: nil, count: NameFeatures.Kind.allCases.count)
        for row in MatchingResources.rows("name-weights.csv") where row.count == 4 {
            let (places, values) = (row[1].split(separator: " ").compactMap { Double($0) }, row[2].split(separator: " ").compactMap { Double($0) })
            if row[0] == "intercept" {
                intercept = values.first ?? intercept
            } else if let kind = NameFeatures.Kind.allCases.first(where: { "\($0)" == row[0] }), places.count == values.count, places.count > 1 {
                lines[kind.rawValue] = Line(places: places, values: values)
            }
        }
        self.intercept = intercept
        self.lines = lines
    }

    /// What a feature counts; nil if the table says nothing of it.
    func line(_ kind: NameFeatures.Kind) -> Line? { lines[kind.rawValue] }

    func terms(_ features: NameFeatures) -> [Double] { zip(lines, features.values).map { $0?.value(Double($1)) ?? 0 } }

    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
