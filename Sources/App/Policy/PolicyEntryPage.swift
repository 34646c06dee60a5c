import Dictionary
import Entitlements

/// One entry of the register: what holds, its versions with a picture, the rules of the books that rest on it, its review, and what waits to be decided.
struct PolicyEntryPage {
    let request: WebRequest
    let text: PolicyText
    let entry: PolicyEntry
    let today: CalendarDay
    let names: [String: String]
    let waiting: [ProposedChange]
    let mayWrite: Bool

    private var translator: Translator { request.translator }
    private var instrument: Instrument { entry.instrument }
    private var path: String { "/policy/entries/\(entry.address)" }

    func html() -> HTML {
        let page = Page(request, title: "policy.entry.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            head(&html)
            if !waiting.isEmpty {
                html.element("p", [.class("notice")]) {
                    $0.element("a", [.href("/policy/proposals")], text: translator("policy.entry.waiting", ["count": .number(waiting.count)]))
                }
            }
            now(&html)
            versions(&html)
            rules(&html)
            html.element("h2", text: translator("policy.touched.title"))
            html.element("p") { $0.element("a", [.href("\(path)/cases")], text: translator("policy.touched.show")) }
            review(&html, page)
        }
    }

    private func head(_ html: inout HTMLWriter) {
        html.element("div", [.class("head")]) { html in
            html.element("p", [.class("name"), .dir("auto"), text.titleLanguage(instrument).map { .lang($0) }], text: text.title(instrument))
            html.element("p") { html in
                html.text("\(text.kind(instrument.kind)) · \(text.corridor(instrument)) ")
                text.writeBadge(&html, instrument, on: today.lawDay)
            }
            if instrument.destinations.count > 3 || instrument.origins.count > 3 {
                let all = [instrument.origins, instrument.destinations].filter { $0.count > 3 }.map(text.countries).joined(separator: " · ")
                html.element("p", [.class("small")], text: all)
            }
            if !instrument.sectors.isEmpty { html.element("p", text: text.sectors(instrument.sectors)) }
            html.element("p", [.class("muted small"), .dir("auto")], text: text.origin(entry))
        }
        guard mayWrite, entry.owner == nil else { return }
        html.element("p", [.class("actions")]) { html in
            for kind in [RegisterChange.Kind.version, .entry] {
                html.element(
                    "a", [.class("button second"), .href("\(path)/change?kind=\(kind.rawValue)")], text: translator("policy.propose.\(kind.rawValue)"))
            }
        }
    }

    private func now(_ html: inout HTMLWriter) {
        html.element("h2", text: translator("policy.entry.now"))
        html.element("div", [.class("card")]) { html in
            guard let version = instrument.version(on: today.lawDay) else {
                html.element("p", text: translator("policy.entry.nothing-now"))
                return
            }
            html.element("p") { html in
                html.element("strong", text: text.standing(version.standing))
                html.text(" · \(text.time(version))")
            }
            text.writeSummary(&html, version)
            if let asOf = text.date(version.asOf) { html.element("p", [.class("warning")], text: translator("policy.as-of", ["date": .text(asOf)])) }
            if instrument.kind == .ratification, version.from != nil { html.element("p", [.class("hint")], text: translator("policy.treaty.date")) }
            if version.confidence == .low { html.element("p", [.class("warning")], text: text.confidence(.low)) }
        }
    }

    // MARK: Versions

    private func versions(_ html: inout HTMLWriter) {
        html.element("h2", [.id("versions")], text: translator("policy.versions"))
        PolicyTimeline(versions: instrument.versions, today: today, text: text).write(&html)
        html.element("ol", [.class("results")]) { html in
            for (index, version) in instrument.versions.enumerated().reversed() {
                html.element("li", [.class("card")]) { html in
                    self.version(&html, version, before: index > 0 ? instrument.versions[index - 1] : nil)
                }
            }
        }
    }

    private func version(_ html: inout HTMLWriter, _ version: InstrumentVersion, before: InstrumentVersion?) {
        html.element("h3", text: text.time(version))
        html.element("p") { html in
            html.element("span", [.class("badge")], text: text.standing(version.standing))
            html.text(" \(translator("policy.confidence", ["confidence": .text(text.confidence(version.confidence))]))")
        }
        text.writeSummary(&html, version)
        if !version.note.isEmpty { html.element("p", [.class("hint"), .lang("en"), .dir("auto")], text: version.note) }
        html.element("details") { html in
            html.element("summary", text: translator("policy.sources", ["count": .number(version.sources.count)]))
            text.writeSources(&html, version.sources)
        }
        translations(&html, version)
        html.element("p", [.class("actions")]) { html in
            if let before {
                html.element("a", [.href(Self.comparison(entry, before.identifier, version.identifier))], text: translator("policy.compare.before"))
            }
            guard mayWrite, entry.owner == nil else { return }
            for kind in [RegisterChange.Kind.correction, .translation, .withdrawal] where kind != .translation || !version.summary.isEmpty {
                html.element("a", [.href("\(path)/change?kind=\(kind.rawValue)&version=\(version.identifier)")]) { html in
                    html.text(translator("policy.propose.\(kind.rawValue)"))
                    html.element("span", [.class("hidden")], text: " " + text.time(version))
                }
            }
        }
    }

    /// In which languages the summary can be read, and which translations are out of date.
    private func translations(_ html: inout HTMLWriter, _ version: InstrumentVersion) {
        guard !version.summary.isEmpty else { return }
        let languages = ([version.language] + translator.catalogue.languages + version.translations.keys.sorted())
        var seen: Set<String> = []
        let states = languages.filter { seen.insert($0).inserted }.map { ($0, version.translationStatus($0)) }
        html.element("p", [.class("small")]) { html in
            html.text(translator("policy.languages") + " ")
            for (index, state) in states.enumerated() {
                if index > 0 { html.text(translator("cases.list-separator")) }
                html.text("\(text.language(state.0)): \(translator("policy.translation.state.\(state.1.rawValue)"))")
            }
        }
    }

    static func comparison(_ entry: PolicyEntry, _ earlier: String, _ later: String) -> String {
        "/policy/entries/\(entry.address)/compare?earlier=\(earlier)&later=\(later)"
    }

    // MARK: Rules

    private func rules(_ html: inout HTMLWriter) {
        let rules = instrument.rules
        guard !rules.isEmpty else { return }
        html.element("h2", [.id("rules")], text: translator("policy.rules", ["count": .number(rules.count)]))
        html.element("p", [.class("hint")], text: translator("policy.rules.hint"))
        html.element(
            "div",
            [
                .class("picture"), Attribute("tabindex", "0"), .role("group"),
                Attribute("aria-label", translator("policy.rules", ["count": .number(rules.count)])),
            ]
        ) { html in
            html.element("table") { html in
                html.element("caption", [.class("hidden")], text: translator("policy.rules", ["count": .number(rules.count)]))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["topic", "says", "article", "time", "confidence"] {
                            html.element("th", [Attribute("scope", "col")], text: translator("policy.rules.\(key)"))
                        }
                    }
                }
                html.element("tbody") { html in for rule in rules { html.element("tr") { self.rule(&$0, rule) } } }
            }
        }
    }

    private func rule(_ html: inout HTMLWriter, _ rule: Rule) {
        let line = RuleLine(text).line(rule)
        let said = Phrases.standard(translator.language)?.sentence(of: rule) ?? (text: rule.says, language: "en")
        html.element("th", [Attribute("scope", "row")], text: RuleLine(text).topic(rule) ?? rule.topic)
        html.element("td") { html in
            if let line { html.element("p", text: line) }
            html.element("p", [.lang(said.language), .dir("auto"), .class(line == nil ? "" : "muted small")], text: said.text)
        }
        html.element("td", [.dir("auto")], text: rule.article)
        html.element("td", text: text.time(InstrumentVersion(identifier: "", from: rule.from, until: rule.until)))
        html.element("td", text: text.confidence(rule.confidence))
    }

    // MARK: Review

    private func review(_ html: inout HTMLWriter, _ page: Page) {
        html.element("h2", [.id("review")], text: translator("policy.review"))
        html.element("p") { html in
            if let reviewer = entry.reviewer {
                html.element("span", [.dir("auto")], text: names[reviewer] ?? reviewer)
                html.text(" · ")
            }
            html.text(entry.reviewBy.map { translator("policy.review.by", ["date": .text(text.dates.text($0))]) } ?? translator("policy.review.none"))
            if entry.isReviewDue(today) {
                html.text(" ")
                html.element("span", [.class("badge strong")], text: translator("policy.review.overdue"))
            }
            if let reviewed = entry.reviewedOn { html.text(" · " + translator("policy.review.done-on", ["date": .text(text.dates.text(reviewed))])) }
        }
        guard mayWrite, entry.owner == nil else { return }
        var values = FormFields()
        values.items = [.init(name: "reviewer", value: entry.reviewer ?? ""), .init(name: "review-by", value: entry.reviewBy?.description ?? "")]
        let controls = FormControls(translator: translator, values: values)
        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/review"), .class("card")]) { html in
            page.formToken(&html)
            controls.select(
                &html, "reviewer", label: translator("policy.review.reviewer"),
                options: names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { .init(value: $0.key, label: $0.value) })
            controls.text(&html, "review-by", label: translator("policy.review.date"), .init(type: "date", direction: "ltr"))
            html.element("p", [.class("actions")]) { html in
                html.element("button", [.type("submit"), .name("act"), .value("plan")], text: translator("policy.review.plan"))
                html.element("button", [.type("submit"), .class("second"), .name("act"), .value("done")], text: translator("policy.review.done"))
            }
        }
    }
}
