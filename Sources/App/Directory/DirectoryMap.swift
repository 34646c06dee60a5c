import Dictionary
import Foundation

/// The entries that have coordinates, on the outlines of the land and a grid of degrees (equirectangular). Nothing comes from outside; the list beside it says the places.
struct DirectoryMap {
    struct Point: Sendable {
        var record: String
        var name: String
        var place: String
        var latitude: Double
        var longitude: Double

        /// Nil without coordinates that this reader may see, or where the place must stay secret.
        init?(_ entry: DirectoryEntry, _ answers: AnswerText) {
            let field = entry.view.kind == "service" ? "place" : "address"
            guard entry.view.code("place-secret") != "yes", case .place(let place)? = entry.view.answer(field)?.value,
                let latitude = place.latitude.flatMap({ Double($0.description) }), let longitude = place.longitude.flatMap({ Double($0.description) })
            else { return nil }
            record = entry.record
            name = entry.view.firstName ?? entry.view.text("name") ?? entry.record
            let country = place.country.map { answers.label("service.countries", $0) }
            self.place = [place.locality, country].compactMap { $0 }.joined(separator: answers.translator("cases.part-separator"))
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    let points: [Point]
    let translator: Translator

    private static let width = 960.0

    func write(_ html: inout HTMLWriter) {
        guard let west = points.map(\.longitude).min(), let east = points.map(\.longitude).max(), let south = points.map(\.latitude).min(),
            let north = points.map(\.latitude).max()
        else { return }
        let (left, right) = (max(-180, west - 5), min(180, east + 5))
        let (bottom, top) = (max(-90, south - 5), min(90, north + 5))
        let scale = Self.width / (right - left)
        let height = (top - bottom) * scale
        func x(_ longitude: Double) -> String { Self.text((longitude - left) * scale) }
        func y(_ latitude: Double) -> String { Self.text((top - latitude) * scale) }
        html.element("div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", translator("directory.map.title"))]) {
            html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(Self.text(Self.width)) \(Self.text(height))"), .role("group"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "map-title"),
                ]
            ) { html in
                html.element("title", [.id("map-title")], text: translator("directory.map.count", ["count": .number(points.count)]))
                var land = ""
                for outline in LandOutlines.standard.within(west: left, east: right, south: bottom, north: top) {
                    for (index, point) in outline.points.enumerated() {
                        land += "\(index == 0 ? "M" : "L")\(x(point.longitude)) \(y(point.latitude))"
                    }
                    land += "Z"
                }
                html.element("path", [.class("land"), Attribute("d", land)])
                let step = Self.step(right - left)
                for degree in stride(from: (left / step).rounded(.up) * step, through: right, by: step) {
                    html.element(
                        "line",
                        [.class("tick"), Attribute("x1", x(degree)), Attribute("x2", x(degree)), Attribute("y1", "0"), Attribute("y2", Self.text(height))])
                    // A label that would run over the edge is left out.
                    guard (degree - left) * scale < Self.width - 40 else { continue }
                    html.element("text", [Attribute("x", x(degree)), Attribute("y", Self.text(height - 4))], text: Self.degrees(degree, "E", "W"))
                }
                for degree in stride(from: (bottom / step).rounded(.up) * step, through: top, by: step) {
                    html.element(
                        "line",
                        [.class("tick"), Attribute("x1", "0"), Attribute("x2", Self.text(Self.width)), Attribute("y1", y(degree)), Attribute("y2", y(degree))])
                    html.element("text", [Attribute("x", "4"), Attribute("y", y(degree))], text: Self.degrees(degree, "N", "S"))
                }
                for dot in Self.spread(points.map { (($0.longitude - left) * scale, (top - $0.latitude) * scale) }) {
                    let point = points[dot.index]
                    if dot.x != dot.home.x || dot.y != dot.home.y {
                        html.element(
                            "line",
                            [
                                .class("tick"), Attribute("x1", Self.text(dot.home.x)), Attribute("y1", Self.text(dot.home.y)), Attribute("x2", Self.text(dot.x)),
                                Attribute("y2", Self.text(dot.y)),
                            ])
                    }
                    html.element("a", [.href("/directory/entries/\(point.record)")]) { html in
                        html.element("circle", [.class("event"), Attribute("cx", Self.text(dot.x)), Attribute("cy", Self.text(dot.y)), Attribute("r", "7")]) {
                            $0.element("title", text: "\(point.name), \(point.place)")
                        }
                    }
                }
            }
        }
    }

    /// A dot of the picture, and where its place is.
    struct Dot {
        var index: Int
        var x: Double
        var y: Double
        var home: (x: Double, y: Double)
    }

    /// Dots that would lie on each other, spread on rings around their middle, so that each can be seen and pressed.
    static func spread(_ places: [(x: Double, y: Double)]) -> [Dot] {
        var groups: [[Int]] = []
        for index in places.indices {
            let near = groups.firstIndex { group in
                group.first.map { abs(places[$0].x - places[index].x) < 10 && abs(places[$0].y - places[index].y) < 10 } ?? false
            }
            if let near { groups[near].append(index) } else { groups.append([index]) }
        }
        return groups.flatMap { group -> [Dot] in
            guard group.count > 1, let first = group.first else { return group.map { Dot(index: $0, x: places[$0].x, y: places[$0].y, home: places[$0]) } }
            let home = places[first]
            var dots: [Dot] = []
            var (ring, left) = (1, group[...])
            while !left.isEmpty {
                // Dots of 14 across, with room between them.
                let count = min(left.count, ring * 6)
                for (place, index) in left.prefix(count).enumerated() {
                    let angle = Double(place) / Double(count) * 2 * Double.pi
                    let radius = ring == 1 ? max(9, 8 / sin(Double.pi / Double(count))) : Double(ring) * 16
                    dots.append(Dot(index: index, x: home.x + radius * cos(angle), y: home.y + radius * sin(angle), home: home))
                }
                left = left.dropFirst(count)
                ring += 1
            }
            return dots
        }
    }

    private static func step(_ span: Double) -> Double { [1, 2, 5, 10, 20, 30].first { span / $0 <= 10 } ?? 60 }

    private static func degrees(_ degree: Double, _ positive: String, _ negative: String) -> String {
        "\(Int(abs(degree)))°\(degree == 0 ? "" : degree > 0 ? positive : negative)"
    }

    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension DirectoryPages {
    static func map(_ request: WebRequest, _ points: [DirectoryMap.Point]) -> HTML {
        let translator = request.translator
        return Page(request, title: "directory.map.title", area: .directory).html { html in
            places(&html, request)
            html.element("p", [.class("lead")], text: translator("directory.map.count", ["count": .number(points.count)]))
            DirectoryMap(points: points, translator: translator).write(&html)
            html.element("ul", [.class("plain")]) { html in
                for point in points.sorted(by: { ($0.place, $0.name) < ($1.place, $1.name) }) {
                    html.element("li") { html in
                        html.element("a", [.href("/directory/entries/\(point.record)"), .dir("auto")], text: point.name)
                        html.text(" · \(point.place)")
                    }
                }
            }
        }
    }
}
