import Dictionary
import Entitlements

/// The versions of an entry as bars over the years. It says nothing that the table beside it does not; time runs in the direction of the language.
struct PolicyTimeline {
    let versions: [InstrumentVersion]
    let today: CalendarDay
    let text: PolicyText

    private static let width = 640
    private static let barHeight = 22
    private static let axisHeight = 26

    func write(_ html: inout HTMLWriter) {
        guard let span else { return }
        let height = versions.count * (Self.barHeight + 6) + Self.axisHeight
        let translator = text.translator
        html.element(
            "div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", translator("policy.versions"))]
        ) { html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(Self.width) \(height)"), .role("img"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "versions-title"),
                ]
            ) { html in
                html.element("title", [.id("versions-title")], text: translator("policy.timeline.title", ["count": .number(versions.count)]))
                axis(&html, span, height)
                for (index, version) in versions.enumerated() { bar(&html, version, index, span) }
            }
        }
    }

    /// From the first known day to today, or further where a version is announced, with some room.
    private var span: (first: Int, last: Int)? {
        let days = versions.flatMap { [$0.from?.earliest.number, $0.until?.latest.number] }.compactMap { $0 }
        guard let first = days.min(), let last = days.max() else { return nil }
        let end = max(last, today.daysSinceEpoch)
        let room = max(60, (end - first) / 25)
        return (first - room, end + room)
    }

    private func x(_ day: Int, _ span: (first: Int, last: Int)) -> Int {
        let offset = (day - span.first) * (Self.width - 4) / max(1, span.last - span.first)
        return text.translator.direction == "rtl" ? Self.width - 2 - offset : 2 + offset
    }

    private func axis(_ html: inout HTMLWriter, _ span: (first: Int, last: Int), _ height: Int) {
        guard let first = CalendarDay(daysSinceEpoch: span.first), let last = CalendarDay(daysSinceEpoch: span.last) else { return }
        let step = [1, 2, 5, 10, 20, 50].first { (last.year - first.year) / $0 <= 7 } ?? 100
        let facts = text.translator.catalogue.facts(of: text.translator.language)
        for year in first.year...(last.year + 1) where year % step == 0 {
            guard let day = CalendarDay(year: year, month: 1, day: 1), (span.first...span.last).contains(day.daysSinceEpoch) else { continue }
            line(&html, "tick", day.daysSinceEpoch, span, height)
            html.element(
                "text", [Attribute("x", "\(x(day.daysSinceEpoch, span))"), Attribute("y", "\(height - 8)"), Attribute("text-anchor", "middle")],
                text: facts.localised("\(year)"))
        }
        line(&html, "now", today.daysSinceEpoch, span, height)
    }

    private func line(_ html: inout HTMLWriter, _ name: String, _ day: Int, _ span: (first: Int, last: Int), _ height: Int) {
        let place = "\(x(day, span))"
        html.element(
            "line",
            [.class(name), Attribute("x1", place), Attribute("x2", place), Attribute("y1", "0"), Attribute("y2", "\(height - Self.axisHeight + 4)")])
    }

    private func bar(_ html: inout HTMLWriter, _ version: InstrumentVersion, _ index: Int, _ span: (first: Int, last: Int)) {
        let ends = [x(version.from?.earliest.number ?? span.first, span), x(version.until?.latest.number ?? span.last, span)]
        guard let left = ends.min(), let right = ends.max() else { return }
        let top = index * (Self.barHeight + 6) + 2
        html.element(
            "rect",
            [
                .class(version.standing.isBinding ? "event" : "event status"), Attribute("x", "\(left)"), Attribute("y", "\(top)"),
                Attribute("width", "\(max(3, right - left))"), Attribute("height", "\(Self.barHeight)"), Attribute("rx", "4"),
            ]
        ) { $0.element("title", text: "\(text.time(version)) · \(text.standing(version.standing))") }
    }
}
