import Dictionary
import Entitlements

/// The pages on which the register is looked through.
enum PolicyPages {
    static let pageLines = 50

    /// Links between the pages of the register.
    static func places(_ html: inout HTMLWriter, _ request: WebRequest) {
        let translator = request.translator
        let links = [
            ("/policy", "policy.place.list"), ("/policy/changes", "policy.place.changes"), ("/policy/following", "policy.place.following"),
            ("/policy/sheets", "policy.place.sheets"), ("/policy/proposals", "policy.place.proposals"), ("/policy/due", "policy.place.due"),
            ("/policy/feeds", "policy.place.feeds"),
        ]
        html.element("nav", [.class("within"), Attribute("aria-label", translator("policy.places"))]) { html in
            html.element("ul") { html in
                for (path, key) in links {
                    html.element("li") {
                        $0.element("a", [.href(path), request.path == path ? Attribute("aria-current", "page") : nil], text: translator(key))
                    }
                }
            }
        }
    }

    // MARK: The list

    struct Filter: Sendable {
        var query = Register.Query()
        var sector: String?
        var from = 0

        init(_ form: FormFields, _ dictionary: DataDictionary) {
            query.country = form.text("country")
            query.origin = form.text("origin")
            query.destination = form.text("destination")
            query.kind = form.text("kind").flatMap(InstrumentKind.init(rawValue:))
            query.inForceOn = form.text("on").flatMap { KnownDate($0)?.earliest }
            sector = form.text("sector")
            query.sectors = sector.map { PolicySectors.above($0, dictionary) } ?? []
            from = form.text("from").flatMap { Int($0) }.map { max(0, $0) } ?? 0
        }
    }

    static func list(_ request: WebRequest, _ text: PolicyText, _ filter: Filter, _ entries: [PolicyEntry], today: CalendarDay) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.title", area: .policy)
        return page.html { html in
            places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.lead"))
            filters(&html, page, text, path: "/policy", isWithDate: true)
            html.element("p", [.class("actions")]) { html in
                if request.session?.may(.writeCases) == true {
                    html.element("a", [.href("/policy/new"), .class("button second")], text: translator("policy.propose.new"))
                }
                let asked = query(request.query, without: ["from"])
                html.element("a", [.href("/policy/export.csv\(asked)"), .class("button second")], text: translator("policy.export.csv"))
                html.element("a", [.href("/policy/export.json\(asked)"), .class("button second")], text: translator("policy.export.json"))
            }
            let shown = entries.dropFirst(filter.from).prefix(pageLines)
            table(&html, text, Array(shown), total: entries.count, on: filter.query.inForceOn ?? today.lawDay)
            more(&html, request, from: filter.from, total: entries.count)
        }
    }

    static func filters(_ html: inout HTMLWriter, _ page: Page, _ text: PolicyText, path: String, isWithDate: Bool) {
        let translator = page.request.translator
        var asked = FormFields()
        asked.items = page.request.query.items
        let controls = FormControls(translator: translator, values: asked)
        html.element("form", [Attribute("method", "get"), Attribute("action", path), .class("filters card")]) { html in
            if !isWithDate { controls.text(&html, "since", label: translator("policy.filter.since"), .init(isRequired: true, type: "date", direction: "ltr")) }
            controls.select(&html, "country", label: translator("policy.filter.country"), options: options("country", text))
            controls.select(&html, "origin", label: translator("policy.filter.origin"), options: options("country", text))
            controls.select(&html, "destination", label: translator("policy.filter.destination"), options: options("country", text))
            controls.select(&html, "kind", label: translator("policy.filter.kind"), options: options("instrument-kind", text))
            controls.select(&html, "sector", label: translator("policy.filter.sector"), options: options(PolicySectors.vocabulary, text))
            if isWithDate { controls.text(&html, "on", label: translator("policy.filter.on"), .init(type: "date", direction: "ltr")) }
            controls.submit(&html, translator("policy.filter.show"))
        }
    }

    static func options(_ vocabulary: String, _ text: PolicyText) -> [FormControls.Option] {
        let options = (text.dictionary.vocabulary(vocabulary)?.terms ?? []).map {
            FormControls.Option(value: $0.code, label: $0.label(text.translator.language))
        }
        // Countries are looked for by name; the order of codes is another in every language.
        return vocabulary == "country" ? options.sorted { $0.label < $1.label } : options
    }

    private static func table(_ html: inout HTMLWriter, _ text: PolicyText, _ entries: [PolicyEntry], total: Int, on day: Entitlements.Day) {
        let translator = text.translator
        guard !entries.isEmpty else {
            html.element("p", text: translator("policy.list.none"))
            return
        }
        html.element("table") { html in
            html.element("caption", text: translator("policy.list.count", ["count": .number(total)]))
            html.element("thead") { html in
                html.element("tr") { html in
                    for key in ["entry", "kind", "corridor", "standing"] {
                        html.element("th", [Attribute("scope", "col")], text: translator("policy.list.\(key)"))
                    }
                }
            }
            html.element("tbody") { html in
                for entry in entries { html.element("tr") { row(&$0, text, entry, on: day) } }
            }
        }
    }

    private static func row(_ html: inout HTMLWriter, _ text: PolicyText, _ entry: PolicyEntry, on day: Entitlements.Day) {
        html.element("th", [Attribute("scope", "row")]) { html in
            link(&html, text, entry)
            if entry.origin != .program { html.element("span", [.class("muted small"), .dir("auto")], text: " · " + text.origin(entry)) }
        }
        html.element("td", text: text.kind(entry.instrument.kind))
        html.element("td", text: text.corridor(entry.instrument))
        html.element("td") { html in
            text.writeBadge(&html, entry.instrument, on: day)
            if let from = text.date(entry.instrument.version(on: day)?.from) { html.element("span", [.class("small")], text: " " + from) }
        }
    }

    static func link(_ html: inout HTMLWriter, _ text: PolicyText, _ entry: PolicyEntry) {
        html.element(
            "a", [.href("/policy/entries/\(entry.address)"), .dir("auto"), text.titleLanguage(entry.instrument).map { .lang($0) }],
            text: text.title(entry.instrument))
    }

    static func more(_ html: inout HTMLWriter, _ request: WebRequest, from: Int, total: Int) {
        guard total > pageLines else { return }
        let translator = request.translator
        let base = query(request.query, without: ["from"])
        let joint = base.isEmpty ? "?" : "&"
        html.element("p", [.class("actions")]) { html in
            if from > 0 {
                html.element(
                    "a", [.class("button second"), .href("\(request.path)\(base)\(joint)from=\(max(0, from - pageLines))")], text: translator("policy.earlier"))
            }
            if from + pageLines < total {
                html.element("a", [.class("button second"), .href("\(request.path)\(base)\(joint)from=\(from + pageLines)")], text: translator("policy.later"))
            }
        }
    }

    /// What was asked, as the query of an address; only codes and days are taken over.
    static func query(_ form: FormFields, without left: Set<String> = []) -> String {
        let parts = form.items.filter { item in
            !left.contains(item.name) && !item.value.isEmpty
                && (item.name + item.value).utf8.allSatisfy {
                    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
                }
        }
        return parts.isEmpty ? "" : "?" + parts.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    // MARK: Changes

    static func changes(_ request: WebRequest, _ text: PolicyText, _ changes: [Register.Change]?, _ entries: PolicyRegister, from: Int) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.changes.title", area: .policy)
        return page.html { html in
            places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.changes.lead"))
            filters(&html, page, text, path: "/policy/changes", isWithDate: false)
            guard let changes else { return }
            html.element("h2", text: translator("policy.changes.count", ["count": .number(changes.count)]))
            list(&html, text, Array(changes.dropFirst(from).prefix(pageLines)), entries, today: request.day)
            more(&html, request, from: from, total: changes.count)
        }
    }

    static func list(_ html: inout HTMLWriter, _ text: PolicyText, _ changes: [Register.Change], _ entries: PolicyRegister, today: CalendarDay?) {
        let translator = text.translator
        html.element("ul", [.class("due")]) { html in
            for change in changes {
                guard let entry = entries[change.entry.identifier] else { continue }
                html.element("li") { html in
                    html.element("span", [.class("when")], text: text.date(change.day) ?? "")
                    html.element("span", [.class("what")]) { html in
                        // A day that is still to come has not begun.
                        let isToCome = today.map { change.day.earliest > $0.lawDay } ?? false
                        html.text(translator("policy.changes.\(isToCome ? "will-" : "")\(change.kind.rawValue)") + " ")
                        link(&html, text, entry)
                        html.text(" · " + text.corridor(entry.instrument) + " · " + text.standing(change.version.standing))
                        if let before = change.before {
                            html.text(" · ")
                            html.element(
                                "a", [.href(PolicyEntryPage.comparison(entry, before.identifier, change.version.identifier))],
                                text: translator("policy.compare"))
                        }
                    }
                }
            }
        }
    }

    // MARK: Due

    static func due(_ request: WebRequest, _ text: PolicyText, _ due: [PolicyEntry], planned: [PolicyEntry], names: [String: String]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.due.title", area: .policy)
        return page.html { html in
            places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.due.lead"))
            for (key, entries) in [("overdue", due), ("planned", planned)] {
                html.element("h2", text: translator("policy.due.\(key)", ["count": .number(entries.count)]))
                html.element("ul", [.class("due")]) { html in
                    for entry in entries.prefix(200) {
                        html.element("li") { html in
                            html.element(
                                "span", [.class(key == "overdue" ? "when late" : "when")], text: entry.reviewBy.map(text.dates.text) ?? "")
                            html.element("span", [.class("what")]) { html in
                                link(&html, text, entry)
                                if let reviewer = entry.reviewer { html.element("span", [.dir("auto")], text: " · " + (names[reviewer] ?? reviewer)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
