import Foundation

/// What each feature of two names counts: `name-weights.csv` in Resources, learned by logistic regression on labelled pairs.
///
/// The contribution of a feature is a line with corners (an additive model), so that a score is a sum of terms that can each be shown.
struct NameWeights: Sendable {
    /// A line through points, level beyond its ends.
    struct Line: Sendable {
        let places: [Double]
        let values: [Double]
    }

    let intercept: Double
    private let lines: [Line?]
    /// The corners of all lines, one line behind the other, and where each begins, by feature.
    private let corners: [SIMD2<Double>]
    private let starts: [Int]
    /// The most that likeness of all words run together can count.
    let mostTogether: Double

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
        corners = lines.flatMap { line in line.map { zip($0.places, $0.values).map { SIMD2($0, $1) } } ?? [] }
        starts = lines.reduce(into: [0]) { $0.append(($0.last ?? 0) + ($1?.places.count ?? 0)) }
        mostTogether = lines[NameFeatures.Kind.together.rawValue]?.values.max() ?? 0
    }

    /// What a feature counts; nil if the table says nothing of it.
    func line(_ kind: NameFeatures.Kind) -> Line? { lines[kind.rawValue] }

    /// What each feature counts, in the order of ``NameFeatures/Kind``.
    func terms(_ features: NameFeatures) -> [Double] { NameFeatures.Kind.allCases.map { term($0, features) } }

    /// What a feature counts.
    @inline(__always)
    func term(_ kind: NameFeatures.Kind, _ features: NameFeatures) -> Double {
        corners.withUnsafeBufferPointer { corners in
            let (first, end) = (starts[kind.rawValue], starts[kind.rawValue &+ 1])
            if first == end { return 0 }
            let place = Double(features[kind])
            guard place > corners[first].x else { return corners[first].y }
            guard place < corners[end &- 1].x else { return corners[end &- 1].y }
            var next = first &+ 1
            while corners[next].x <= place { next &+= 1 }
            let share = (place - corners[next &- 1].x) / (corners[next].x - corners[next &- 1].x)
            return corners[next &- 1].y + share * (corners[next].y - corners[next &- 1].y)
        }
    }

    /// The sum of the terms, in the order of ``NameFeatures/Kind``.
    ///
    /// - Parameter exception: a feature that is left out.
    func sum(_ features: NameFeatures, without exception: NameFeatures.Kind? = nil) -> Double {
        var sum = 0.0
        for number in 0..<starts.count &- 1 where number != exception?.rawValue {
            if let kind = NameFeatures.Kind(rawValue: number) { sum += term(kind, features) }
        }
        return sum
    }

    static func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
}
