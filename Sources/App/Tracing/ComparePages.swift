import Dictionary

/// The desk on which two records lie beside each other.
enum ComparePages {
    /// What is shown, as rows: the fields of notices, people and sightings that answer to each other.
    private static let rows: [(key: String, fields: [String])] = [
        ("name", ["full-name", "names", "other-names"]),
        ("sex", ["sex"]),
        ("born", ["date-of-birth", "age-group"]),
        ("nationality", ["nationality"]),
        ("number", ["identifiers", "last-phone", "mobile-phones", "home-phone"]),
        ("country", ["last-country", "country"]),
        ("place", ["last-place", "place", "place-kind", "home-place"]),
        ("time", ["last-contact", "departure", "seen-on", "written-on"]),
        ("business", ["last-employer", "last-agent"]),
        ("told", ["description", "physical-description", "remarks", "kind", "author", "spoke-to-person", "reliability"]),
    ]

    static func html(_ request: WebRequest, _ comparing: TraceComparing, _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "tracing.compare.title", area: .tracing)
        let translator = request.translator
        let notice = comparing.first.view
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/tracing/notices/\(notice.record)")], text: translator("tracing.compare.back")) }
            parts(&html, page, comparing, answers, path: "/tracing/notices/\(notice.record)/compare/\(comparing.second.view.record)")
        }
    }

    /// The two records, what speaks for and against, and the decision.
    /// - Parameter path: where the decision is sent; with `/undo` behind it, where it is taken back.
    static func parts(_ html: inout HTMLWriter, _ page: Page, _ comparing: TraceComparing, _ answers: AnswerText, path: String) {
        table(&html, comparing, answers)
        TracingPages.part(&html, "evidence", answers.translator("tracing.compare.evidence")) { html in evidence(&html, comparing, answers) }
        decision(&html, page, comparing, answers, path: path)
    }

    private static func table(_ html: inout HTMLWriter, _ comparing: TraceComparing, _ answers: AnswerText) {
        let translator = answers.translator
        let (first, second) = (comparing.first.view, comparing.second.view)
        let sides = sides(first, second, answers)
        html.element("div", [.class("picture"), Attribute("tabindex", "0"), .role("region"), Attribute("aria-label", translator("tracing.compare.title"))]) {
            html in
            html.element("table", [.class("compare")]) { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        html.element("td")
                        for side in sides {
                            html.element("th", [Attribute("scope", "col")]) { $0.element("bdi", text: side) }
                        }
                    }
                }
                html.element("tbody") { html in
                    if !comparing.pictures.first.isEmpty || !comparing.pictures.second.isEmpty {
                        html.element("tr") { html in
                            html.element("th", [Attribute("scope", "row")], text: translator("tracing.pictures"))
                            html.element("td") { TracingPages.pictures(&$0, comparing.pictures.first, translator) }
                            html.element("td") { TracingPages.pictures(&$0, comparing.pictures.second, translator) }
                        }
                    }
                    for row in rows {
                        var left = texts(first, row.fields, answers)
                        if let missing = comparing.missing { left += texts(missing, row.fields, answers).filter { !left.contains($0) } }
                        let right = texts(second, row.fields, answers)
                        guard !left.isEmpty || !right.isEmpty else { continue }
                        html.element("tr") { html in
                            html.element("th", [Attribute("scope", "row")], text: translator("tracing.row.\(row.key)"))
                            for (side, texts) in zip(sides, [left, right]) {
                                html.element("td") { html in
                                    // On a narrow screen the two stand below each other.
                                    html.element("span", [.class("side muted")]) { $0.element("bdi", text: side) }
                                    if texts.isEmpty { html.element("p", [.class("muted")], text: translator("tracing.compare.nothing")) }
                                    // At the side of the page's language, each text in the direction of its own.
                                    for text in texts { html.element("p", [.class("told")]) { $0.element("bdi", text: text) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What each side is called: a notice, a sighting, a person; two of one kind by their names.
    private static func sides(_ first: RecordView, _ second: RecordView, _ answers: AnswerText) -> [String] {
        let kinds = [kind(first, answers), kind(second, answers)]
        guard kinds[0] == kinds[1], let fields = rows.first(where: { $0.key == "name" })?.fields else { return kinds }
        let names = [first, second].map { texts($0, fields, answers).first ?? kind($0, answers) }
        return names[0] == names[1] ? names.enumerated().map { "\($0 + 1) · \($1)" } : names
    }

    private static func kind(_ view: RecordView, _ answers: AnswerText) -> String {
        answers.dictionary.record(view.kind)?.label(answers.translator.language) ?? view.kind
    }

    private static func texts(_ view: RecordView, _ fields: [String], _ answers: AnswerText) -> [String] {
        fields.compactMap { name in
            guard let entry = view.fields.first(where: { $0.field.name == name }), entry.answer?.value != nil else { return nil }
            return answers.text(entry.answer, entry.field)
        }
    }

    /// Every piece of evidence in words, with a bar: to the end of the line speaks for, to its beginning against.
    private static func evidence(_ html: inout HTMLWriter, _ comparing: TraceComparing, _ answers: AnswerText) {
        let translator = answers.translator
        let evidence = comparing.comparison.evidence.sorted { abs($0.bits) > abs($1.bits) }
        let most = max(10, evidence.map { abs($0.bits) }.max() ?? 10)
        if evidence.isEmpty { html.element("p", text: translator("tracing.compare.no-evidence")) }
        html.element("table", [.class("evidence")]) { html in
            html.element("tbody") { html in
                for one in evidence {
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row")], text: translator("tracing.evidence.\(one.kind.rawValue)"))
                        html.element("td") { html in
                            html.text(translator("tracing.agreement.\(one.agreement)"))
                            html.text(" ")
                            html.element("bdi", [.class("muted")], text: word(one, one.left, answers))
                            html.text(" · ")
                            html.element("bdi", [.class("muted")], text: word(one, one.right, answers))
                        }
                        html.element("td") { EvidenceBar.write(&$0, one.bits, most: most, translator) }
                    }
                }
            }
        }
        let percent = Int((comparing.threshold.toldProbability(comparing.comparison.weight) * 100).rounded())
        let facts = translator.catalogue.facts(of: translator.language)
        html.element("p") { html in
            html.element("strong", text: translator("tracing.likelihood", ["percent": .text(facts.text(percent))]))
            html.text(" ")
            html.element("span", [.class("muted")], text: translator("tracing.compare.learned", ["count": .number(comparing.threshold.decisionCount)]))
        }
    }

    private static func word(_ evidence: TraceEvidence, _ text: String, _ answers: AnswerText) -> String {
        switch evidence.kind {
        case .sex: answers.label("person.sex", text)
        // As the table above writes dates, in the page's calendar and digits.
        case .born: (try? PartialDate(edtf: text)).map { answers.dates.text($0) } ?? text
        case .nationality, .country: answers.label("notice.last-country", text)
        default: text
        }
    }

    private static func decision(_ html: inout HTMLWriter, _ page: Page, _ comparing: TraceComparing, _ answers: AnswerText, path: String) {
        let translator = answers.translator
        if let judgement = comparing.judgement {
            html.element("section", [.class("card")]) { html in
                html.element("h2", text: translator("tracing.compare.decided"))
                html.element("p") { $0.element("strong", text: answers.label("judgement.verdict", judgement.verdict.rawValue)) }
                if let reason = comparing.reason { html.element("p", [.class("told"), .dir("auto")], text: reason) }
                html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/undo")]) { html in
                    page.formToken(&html)
                    html.element("button", [.type("submit"), .class("second")], text: translator("tracing.compare.undo"))
                }
            }
        }
        var values = page.request.form
        if !page.request.isResumed, let judgement = comparing.judgement { values.items.append(.init(name: "verdict", value: judgement.verdict.rawValue)) }
        let controls = FormControls(translator: translator, values: values, problems: page.request.problems)
        html.element("form", page.keptAttributes(path)) { html in
            page.keptFields(&html, "tracing.compare.title")
            html.element("h2", text: translator("tracing.compare.decide"))
            html.element("p", [.class("muted")], text: translator("tracing.compare.help"))
            controls.summary(&html)
            controls.choices(
                &html, "verdict", label: translator("tracing.compare.question"),
                options: Judgement.Verdict.allCases.map { .init(value: $0.rawValue, label: answers.label("judgement.verdict", $0.rawValue)) }, single: true)
            controls.text(&html, "reason", label: translator("tracing.compare.reason"), .init(rows: 3))
            page.keptActions(&html, save: translator("platform.save"), isLong: false)
        }
    }
}

/// One piece of evidence as a bar.
enum EvidenceBar {
    /// - Parameter most: the bits that fill half of the picture.
    static func write(_ html: inout HTMLWriter, _ bits: Double, most: Double, _ translator: Translator) {
        let width = min(abs(bits) / most, 1) * 60
        let amount = (abs(bits) * 10).rounded() / 10
        let label = translator(bits < 0 ? "tracing.evidence.against" : "tracing.evidence.for")
        html.element(
            "svg",
            [
                .class("bar"), Attribute("viewBox", "0 0 124 14"), Attribute("width", "124"), Attribute("height", "14"), .role("img"),
                Attribute("aria-label", "\(label): \(amount)"),
            ]
        ) { html in
            html.element("rect", [.class("lane"), Attribute("width", "124"), Attribute("height", "14"), Attribute("rx", "2")])
            html.element(
                "rect",
                [
                    .class(bits < 0 ? "event violation" : "event"), Attribute("x", "\(bits < 0 ? 62 - width : 62)"), Attribute("y", "2"),
                    Attribute("width", "\(max(width, 1))"), Attribute("height", "10"),
                ])
            html.element("line", [.class("tick"), Attribute("x1", "62"), Attribute("x2", "62"), Attribute("y1", "0"), Attribute("y2", "14")])
        }
    }
}
