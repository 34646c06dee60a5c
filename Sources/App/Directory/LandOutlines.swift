/// Outlines of the land by country, for maps that fetch nothing from elsewhere.
///
/// From Natural Earth, Admin 0 Countries 1:110m (https://www.naturalearthdata.com, public domain), simplified by the method of Douglas and Peucker (1973) with a tolerance
/// of 0.35 degrees, to tenths of a degree; islands below 0.15 square degrees are left out. Borders show where places are and say nothing of whose they are.
struct LandOutlines: Sendable {
    /// A closed line, of longitudes and latitudes in degrees.
    struct Outline: Sendable {
        var points: [(longitude: Double, latitude: Double)]
        var west = 180.0, east = -180.0, south = 90.0, north = -90.0
    }

    let outlines: [Outline]

    static let standard = LandOutlines(EmbeddedFiles.under("App/Resources/maps/land")[".csv"] ?? [])

    /// - Parameter bytes: a line for each outline, of whole numbers with spaces between them: the first point in tenths of a degree, then the steps to the next ones.
    init(_ bytes: [UInt8]) {
        outlines = bytes.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
            let numbers = line.split(separator: UInt8(ascii: " ")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            guard numbers.count >= 6, numbers.count % 2 == 0 else { return nil }
            var outline = Outline(points: [])
            var (x, y) = (0, 0)
            for index in stride(from: 0, to: numbers.count, by: 2) {
                x += numbers[index]
                y += numbers[index + 1]
                let (longitude, latitude) = (Double(x) / 10, Double(y) / 10)
                outline.points.append((longitude, latitude))
                (outline.west, outline.east) = (min(outline.west, longitude), max(outline.east, longitude))
                (outline.south, outline.north) = (min(outline.south, latitude), max(outline.north, latitude))
            }
            return outline
        }
    }

    /// The outlines that reach into a part of the world. O(outlines).
    func within(west: Double, east: Double, south: Double, north: Double) -> [Outline] {
        outlines.filter { $0.east >= west && $0.west <= east && $0.north >= south && $0.south <= north }
    }
}
