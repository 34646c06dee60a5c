import Dictionary

/// The page of tracing: what may belong together, and who is looked for.
enum TracingPages {
    static func home(_ request: WebRequest, _ desk: TracingDesk, _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "tracing.title", area: .tracing)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("tracing.lead"))
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.class("button"), .href("/forms/fill/missing_worker")], text: translator("tracing.notice.new"))
                html.element("a", [.class("button second"), .href("/tracing/sightings/new")], text: translator("tracing.sighting.new"))
                html.element("a", [.class("button second"), .href("/tracing/import")], text: translator("tracing.import.title"))
                html.element("a", [.class("button second"), .href("/tracing/partners")], text: translator("linkage.title"))
            }
            if !desk.isReady { html.element("p", [.class("notice")], text: translator("tracing.preparing")) }
            part(&html, "suggestions", translator("tracing.suggestions", ["count": .number(desk.suggestions.count)])) { html in
                html.element("p", [.class("muted")], text: translator("tracing.suggestions.help"))
                if desk.suggestions.isEmpty { html.element("p", text: translator("tracing.suggestions.none")) }
                lines(&html, desk.suggestions, desk.threshold, answers, withNotice: true)
            }
            part(&html, "notices", translator("tracing.notices")) { html in
                if desk.notices.isEmpty { html.element("p", text: translator("tracing.notices.none")) }
                html.element("ul", [.class("due")]) { html in
                    for notice in desk.notices { entry(&html, "/tracing/notices/\(notice.view.record)", notice.view, answers, on: request.day) }
                }
            }
            part(&html, "sightings", translator("tracing.sightings")) { html in
                if desk.sightings.isEmpty { html.element("p", text: translator("tracing.sightings.none")) }
                html.element("ul", [.class("due")]) { html in
                    for sighting in desk.sightings { entry(&html, "/tracing/sightings/\(sighting.view.record)", sighting.view, answers, on: nil) }
                }
            }
        }
    }

    static func part(_ html: inout HTMLWriter, _ name: String, _ title: String, _ content: (inout HTMLWriter) -> Void) {
        html.element("section", [Attribute("aria-labelledby", "title-\(name)"), .class("part")]) { html in
            html.element("h2", [.id("title-\(name)")], text: title)
            content(&html)
        }
    }

    /// Suggestions, each with what speaks for it and a bar for how likely it is.
    static func lines(_ html: inout HTMLWriter, _ lines: [TracingDesk.Line], _ threshold: TraceThreshold, _ answers: AnswerText, withNotice: Bool) {
        let translator = answers.translator
        html.element("ul", [.class("due")]) { html in
            for line in lines {
                html.element("li") { html in
                    html.element("a", [.class("task"), .href("/tracing/notices/\(line.suggestion.notice)/compare/\(line.suggestion.other)")]) { html in
                        if withNotice {
                            html.element("bdi", text: name(line.notice.view, translator))
                            html.text(" ↔ ")
                        }
                        html.element("bdi", text: name(line.other.view, translator))
                    }
                    html.element(
                        "span", [.class("badge")], text: answers.dictionary.record(line.other.view.kind)?.label(translator.language) ?? line.other.view.kind)
                    if let verdict = line.suggestion.verdict {
                        html.element("span", [.class("badge strong")], text: answers.label("judgement.verdict", verdict.rawValue))
                    } else {
                        LikelihoodPicture.write(&html, threshold.toldProbability(line.suggestion.weight), translator)
                    }
                    let reasons = line.suggestion.reasons.map { translator("tracing.evidence.\($0.rawValue)") }
                    html.element("span", [.class("muted")], text: reasons.joined(separator: translator("cases.list-separator")))
                }
            }
        }
    }

    /// - Parameter day: today, for a notice.
    private static func entry(_ html: inout HTMLWriter, _ path: String, _ view: RecordView, _ answers: AnswerText, on day: CalendarDay?) {
        html.element("li") { html in
            html.element("a", [.class("task"), .href(path)]) { $0.element("bdi", text: name(view, answers.translator)) }
            var view = view
            if let day { stage(&html, &view, answers.translator, on: day) }
            for field in ["status", "kind", "last-country", "country", "last-contact", "seen-on"] {
                guard let definition = answers.dictionary.field(view.kind, field), let answer = view.answer(field), answer.value != nil else { continue }
                html.element("span", [.class("muted")], text: answers.text(answer, definition))
            }
        }
    }

    /// Where a notice stands, as a badge. “Looked for” does not stand beside “found”: nobody need go and change it.
    static func stage(_ html: inout HTMLWriter, _ view: inout RecordView, _ translator: Translator, on day: CalendarDay) {
        let stage = NoticeTerm.stage(of: view, on: day)
        if stage != .sought, view.code("status") == "information-sought" { view.fields.removeAll { $0.field.name == "status" } }
        html.element("span", [.class("badge strong")], text: translator("tracing.stage.\(stage.rawValue)"))
    }

    /// Pictures at these addresses; nothing where there are none.
    static func pictures(_ html: inout HTMLWriter, _ addresses: [String], _ translator: Translator) {
        guard !addresses.isEmpty else { return }
        html.element("p", [.class("photographs")]) { html in
            for address in addresses {
                html.element(
                    "img", [Attribute("src", address), Attribute("alt", translator("tracing.picture")), Attribute("loading", "lazy"), .class("preview")])
            }
        }
    }

    /// How a notice, sighting or person is called.
    static func name(_ view: RecordView, _ translator: Translator) -> String {
        view.answer("full-name")?.value?.displayText ?? view.names ?? translator("list.unnamed")
    }
}

/// A bar that says how likely a suggestion is right.
enum LikelihoodPicture {
    /// - Parameter label: a key of the catalogue whose text names the figure `percent`.
    static func write(_ html: inout HTMLWriter, _ probability: Double, _ translator: Translator, label: String = "tracing.likelihood") {
        let percent = Int((probability * 100).rounded())
        let facts = translator.catalogue.facts(of: translator.language)
        let text = translator(label, ["percent": .text(facts.text(percent))])
        html.element(
            "svg",
            [
                .class("likelihood"), Attribute("viewBox", "0 0 100 10"), .role("img"), Attribute("width", "100"), Attribute("height", "10"),
                Attribute("aria-label", text),
            ]
        ) { html in
            html.element("rect", [.class("lane"), Attribute("width", "100"), Attribute("height", "10"), Attribute("rx", "3")])
            html.element("rect", [.class("event"), Attribute("width", "\(max(2, percent))"), Attribute("height", "10"), Attribute("rx", "3")])
        }
        html.element("span", text: text)
    }
}
