import Dictionary

/// The timeline as a picture: a line for each kind of event; a mark where the day is known, a bar where it is not or where something lasted.
///
/// The picture says nothing that the table beside it does not; time runs in the direction of the language.
struct TimelinePicture {
    let events: [TimelineEvent]
    let today: CalendarDay
    let translator: Translator

    private static let width = 640
    private static let labelWidth = 120
    private static let laneHeight = 30
    private static let axisHeight = 28

    func write(_ html: inout HTMLWriter) {
        guard let span else { return }
        let lanes = TimelineEvent.Lane.allCases.filter { lane in events.contains { $0.lane == lane } }
        let height = lanes.count * Self.laneHeight + Self.axisHeight
        let isMirrored = translator.direction == "rtl"
        html.element(
            "div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", translator("case.section.timeline"))]
        ) { html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(Self.width) \(height)"), .role("img"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "timeline-title"),
                ]
            ) { html in
                html.element("title", [.id("timeline-title")], text: translator("case.timeline.title", ["count": .number(events.count)]))
                axis(&html, span, height: height, isMirrored)
                for (index, lane) in lanes.enumerated() { self.lane(&html, lane, y: index * Self.laneHeight + Self.laneHeight / 2, span, isMirrored) }
            }
        }
    }

    /// From the first to the last day that is on it, with some room.
    private var span: (first: Int, last: Int)? {
        let days = events.flatMap { ends($0) }
        guard let first = days.min(), let last = days.max() else { return nil }
        let room = max(10, (last - first) / 30)
        return (first - room, last + room)
    }

    /// The first and last day that an event takes. An open end is drawn as the one that is known.
    private func ends(_ event: TimelineEvent) -> [Int] {
        let first = event.date.earliest ?? event.date.latest
        let last = event.until?.latest ?? event.until?.earliest ?? event.date.latest ?? event.date.earliest
        return [first, last].compactMap { $0?.daysSinceEpoch }
    }

    private func x(_ day: Int, _ span: (first: Int, last: Int), _ isMirrored: Bool) -> Int {
        let width = Self.width - Self.labelWidth - 20
        let offset = (day - span.first) * width / max(1, span.last - span.first)
        return isMirrored ? Self.width - Self.labelWidth - 10 - offset : Self.labelWidth + 10 + offset
    }

    private func axis(_ html: inout HTMLWriter, _ span: (first: Int, last: Int), height: Int, _ isMirrored: Bool) {
        for tick in ticks(span) {
            let x = "\(x(tick.day, span, isMirrored))"
            html.element(
                "line", [.class("tick"), Attribute("x1", x), Attribute("x2", x), Attribute("y1", "0"), Attribute("y2", "\(height - Self.axisHeight + 4)")])
            html.element("text", [Attribute("x", x), Attribute("y", "\(height - 8)"), Attribute("text-anchor", "middle")], text: tick.label)
        }
        guard (span.first...span.last).contains(today.daysSinceEpoch) else { return }
        let now = "\(x(today.daysSinceEpoch, span, isMirrored))"
        html.element(
            "line", [.class("now"), Attribute("x1", now), Attribute("x2", now), Attribute("y1", "0"), Attribute("y2", "\(height - Self.axisHeight + 4)")])
    }

    /// Years; months where less than two years are shown.
    private func ticks(_ span: (first: Int, last: Int)) -> [(day: Int, label: String)] {
        guard let first = CalendarDay(daysSinceEpoch: span.first), let last = CalendarDay(daysSinceEpoch: span.last) else { return [] }
        let facts = translator.catalogue.facts(of: translator.language)
        let months = (last.year - first.year) * 12 + last.month - first.month + 1
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 240].first { months / $0 <= 6 } ?? 600
        var ticks: [(day: Int, label: String)] = []
        for month in stride(from: 0, through: months + 12, by: 1) {
            let number = first.year * 12 + first.month - 1 + month
            guard number % step == 0, let day = CalendarDay(year: number / 12, month: number % 12 + 1, day: 1),
                (span.first...span.last).contains(day.daysSinceEpoch)
            else { continue }
            let label = step >= 12 ? "\(day.year)" : "\(day.year)-\(day.month < 10 ? "0" : "")\(day.month)"
            ticks.append((day.daysSinceEpoch, facts.localised(label)))
        }
        return ticks
    }

    private func lane(_ html: inout HTMLWriter, _ lane: TimelineEvent.Lane, y: Int, _ span: (first: Int, last: Int), _ isMirrored: Bool) {
        let line = [Self.labelWidth + 10, Self.width - 10].map { isMirrored ? Self.width - $0 : $0 }
        html.element("line", [.class("lane"), Attribute("x1", "\(line[0])"), Attribute("x2", "\(line[1])"), Attribute("y1", "\(y)"), Attribute("y2", "\(y)")])
        html.element(
            "text",
            [
                .class("label"), Attribute("x", "\(isMirrored ? Self.width : 0)"), Attribute("y", "\(y + 4)"),
                Attribute("text-anchor", isMirrored ? "end" : "start"),
            ],
            text: translator("case.timeline.\(lane.rawValue)"))
        for event in events where event.lane == lane {
            let places = ends(event).map { x($0, span, isMirrored) }
            guard let start = places.min(), let end = places.max() else { continue }
            if end - start > 8 {
                html.element(
                    "rect",
                    [
                        .class("event \(lane.rawValue)"), Attribute("x", "\(start)"), Attribute("y", "\(y - 4)"), Attribute("width", "\(end - start)"),
                        Attribute("height", "8"), Attribute("rx", "4"),
                    ])
            } else {
                html.element(
                    "circle", [.class("event \(lane.rawValue)"), Attribute("cx", "\((start + end) / 2)"), Attribute("cy", "\(y)"), Attribute("r", "6")])
            }
        }
    }
}
