import Foundation

/// Lengths and areas on the globe, as ODK computes them.
///
/// ODK XForms specification, `area`, `distance`, `geofence`. The earth is taken for a sphere.
struct GeographicShape {
    struct Point: Hashable {
        var latitude: Double
        var longitude: Double
    }

    /// In metres: the equator's, as JavaRosa has it.
    static let radius = 6_378_100.0

    var points: [Point]

    /// Reads `latitude longitude altitude accuracy`, several points with semicolons between. Nil if a point is none; empty text has no points.
    init?(_ text: String) {
        points = []
        for part in text.utf8.split(separator: UInt8(ascii: ";")) {
            let words = SheetText.words(String(decoding: Array(part), as: UTF8.self))
            if words.isEmpty { continue }
            guard words.count >= 2, let latitude = Double(words[0]), let longitude = Double(words[1]), abs(latitude) <= 90, abs(longitude) <= 180 else {
                return nil
            }
            points.append(Point(latitude: latitude, longitude: longitude))
        }
    }

    /// In metres, from point to point.
    var length: Double { zip(points, points.dropFirst()).reduce(0) { $0 + Self.distance($1.0, $1.1) } }

    /// The great circle's (haversine formula).
    static func distance(_ first: Point, _ second: Point) -> Double {
        let (from, to) = (first.latitude * .pi / 180, second.latitude * .pi / 180)
        let latitude = sin((to - from) / 2)
        let longitude = sin((second.longitude - first.longitude) * .pi / 360)
        return 2 * radius * asin(min(1, sqrt(latitude * latitude + cos(from) * cos(to) * longitude * longitude)))
    }

    /// In square metres, of the shape laid flat around its first point (shoelace formula).
    var area: Double {
        guard points.count > 2, let origin = points.first else { return 0 }
        let circumference = 2 * Double.pi * Self.radius
        let flat = points.map { point in
            (
                x: (point.longitude - origin.longitude) * circumference * cos(point.latitude * .pi / 180) / 360,
                y: (point.latitude - origin.latitude) * circumference / 360
            )
        }
        var sum = 0.0
        for (index, point) in flat.enumerated() {
            let next = flat[(index + 1) % flat.count]
            sum += point.x * next.y - next.x * point.y
        }
        return abs(sum) / 2
    }

    /// Whether a point lies within (ray casting).
    func contains(_ point: Point) -> Bool {
        var isInside = false
        for (index, corner) in points.enumerated() {
            let other = points[(index + points.count - 1) % points.count]
            guard (corner.latitude > point.latitude) != (other.latitude > point.latitude) else { continue }
            let share = (point.latitude - corner.latitude) / (other.latitude - corner.latitude)
            if point.longitude < corner.longitude + share * (other.longitude - corner.longitude) { isInside.toggle() }
        }
        return isInside
    }
}
