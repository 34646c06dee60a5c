import Dictionary

/// The claims that are on their way, a line for each case, the most urgent first: forty at a glance.
struct ClaimListPage {
    /// Cases on one page.
    static let length = 40

    let request: WebRequest
    let answers: AnswerText
    let today: CalendarDay
    let query: ClaimListRoutes.Query
    let matters: [ClaimListRoutes.Matter]
    /// Whether there are more behind these.
    let hasMore: Bool
    /// How many claims were read so far, where not all are yet.
    var known: Int?

    private var translator: Translator { request.translator }

    func html() -> HTML {
        let page = Page(request, title: "claims.list.title", area: .claims)
        return page.html { html in
            Self.places(&html, request, current: "/claims")
            filters(&html)
            if let known { html.element("p", [.class("warning"), .role("status")], text: translator("claims.list.reading", ["count": .number(known)])) }
            guard !matters.isEmpty else {
                guard known == nil else { return }
                html.element("p", text: translator("claims.list.empty"))
                return
            }
            html.element("table", [.class("cases")]) { html in
                html.element("caption", text: translator("claims.list.caption", ["count": .number(matters.count)]))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for text in columns { html.element("th", [Attribute("scope", "col")], text: text) }
                    }
                }
                html.element("tbody") { html in for matter in matters { row(&html, matter) } }
            }
            turning(&html)
        }
    }

    /// The ways to the pages before and behind.
    private func turning(_ html: inout HTMLWriter) {
        let before = query.skip > 0 ? query.path(skip: max(0, query.skip - Self.length)) : nil
        let behind = hasMore ? query.path(skip: query.skip + Self.length) : nil
        guard before != nil || behind != nil else { return }
        html.element("nav", [.class("actions"), Attribute("aria-label", translator("claims.list.pages"))]) { html in
            if let before { html.element("a", [.href(before), .class("button second")], text: translator("claims.list.before")) }
            if let behind { html.element("a", [.href(behind), .class("button second")], text: translator("claims.list.behind")) }
        }
    }

    /// The pages over all claims.
    static func places(_ html: inout HTMLWriter, _ request: WebRequest, current: String) {
        let translator = request.translator
        html.element("nav", [.class("within"), Attribute("aria-label", translator("claims.list.places"))]) { html in
            html.element("ul") { html in
                for (path, key) in [
                    ("/claims", "claims.list.title"), ("/claims/together", "claims.together.title"), ("/claims/results", "claims.results.title"),
                    ("/claims/calendar", "claims.calendar.title"),
                ] {
                    html.element("li") { $0.element("a", [.href(path), path == current ? Attribute("aria-current", "page") : nil], text: translator(key)) }
                }
            }
        }
    }

    private func label(_ field: String) -> String { answers.dictionary.field("claim", field)?.label(translator.language) ?? field }

    private var columns: [String] {
        [translator("claims.column.worker"), label("head"), label("amount"), label("stage"), label("forum"), translator("claims.list.next")]
    }

    private func filters(_ html: inout HTMLWriter) {
        var values = FormFields()
        for (name, value) in [("stage", query.stage), ("forum", query.forum), ("due", query.due)] {
            if let value { values.items.append(.init(name: name, value: value)) }
        }
        let controls = FormControls(translator: translator, values: values)
        html.element("form", [Attribute("method", "get"), Attribute("action", "/claims"), .class("card filters")]) { html in
            for name in ["stage", "forum"] {
                let terms = answers.dictionary.field("claim", name).flatMap { answers.dictionary.vocabulary(of: $0) }?.terms ?? []
                controls.select(
                    &html, name, label: label(name),
                    options: terms.filter { !$0.isDeprecated }.map { .init(value: $0.code, label: $0.label(translator.language)) })
            }
            controls.select(
                &html, "due", label: translator("claims.list.next"),
                options: ["over", "7", "30", "90", "none"].map { .init(value: $0, label: translator("claims.list.due.\($0)")) })
            controls.submit(&html, translator("claims.list.show"))
        }
    }

    private func row(_ html: inout HTMLWriter, _ matter: ClaimListRoutes.Matter) {
        let cells = columns
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row"), .dir("auto")]) { html in
                html.element(
                    "a", [.href("/cases/\(matter.caseRecord)/claim")],
                    text: matter.workers.isEmpty ? translator("list.unnamed") : matter.workers.joined(separator: translator("cases.list-separator")))
            }
            let heads = matter.lines.compactMap(\.head).map { answers.label("claim.head", $0) }
            let stages = unique(matter.lines.map { answers.label("claim.stage", $0.stage) })
            let forums = unique(matter.lines.compactMap { $0.forum.map { answers.label("claim.forum", $0) } })
            let sums = CoinSpan.totals(matter.lines.map(\.amount)).map { "\u{2068}\($0.text(translator))\u{2069}" }
            for (index, texts) in [unique(heads), sums, stages, forums].enumerated() {
                html.element(
                    "td", [Attribute("data-label", cells[index + 1])], text: texts.isEmpty ? "–" : texts.joined(separator: translator("cases.list-separator")))
            }
            html.element("td", [Attribute("data-label", cells[5])]) { html in
                guard let next = matter.lines.compactMap(\.next).min() else {
                    html.text("–")
                    return
                }
                let left = next.daysSinceEpoch - today.daysSinceEpoch
                html.element("span", [left < 0 ? .class("late") : nil], text: answers.dates.text(next))
                html.text(" ")
                html.element(
                    "span", [.class("small muted")],
                    text: left < 0 ? translator("claims.deadline.over") : translator("claims.deadline.left", ["count": .number(left)]))
            }
        }
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
