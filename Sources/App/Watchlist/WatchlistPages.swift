import Dictionary

/// The ledger: parties by how many cases name them, and lists of licences.
enum WatchlistPages {
    static func list(_ request: WebRequest, _ parties: [WatchReading.Opened], _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "watchlist.title", area: .watchlist)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("watchlist.lead"))
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.class("button second"), .href("/watchlist/licences")], text: translator("watchlist.licences.title"))
                html.element("a", [.class("button second"), .href("/watchlist/network")], text: translator("patterns.title"))
            }
            if parties.isEmpty { html.element("p", text: translator("watchlist.none")) }
            let most = max(1, parties.map(\.cases.count).max() ?? 1)
            html.element("ul", [.class("due")]) { html in
                for party in parties {
                    html.element("li") { html in
                        html.element("a", [.class("task"), .href("/watchlist/\(party.view.record)")]) {
                            $0.element("bdi", text: party.view.names ?? translator("cases.list.unnamed"))
                        }
                        html.element("span", [.class("muted")], text: party.view.code("kind").map { answers.label("party.kind", $0) } ?? "")
                        CountBar.write(&html, party.cases.count, most: most)
                        html.element("span", text: translator("watchlist.cases", ["count": .number(party.cases.count)]))
                        if let listing = party.view.code("listing") {
                            html.element("span", [.class("badge strong")], text: answers.label("party.listing", listing))
                        }
                        if let licence = party.view.code("licence-status") {
                            html.element("span", [.class("badge")], text: answers.label("party.licence-status", licence))
                        }
                    }
                }
            }
        }
    }

    static func licences(_ request: WebRequest, result: TraceImportResult?, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "watchlist.licences.title", area: .watchlist)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/watchlist")], text: translator("watchlist.back")) }
            if let result {
                html.element(
                    "p", [.class("notice"), .role("status")],
                    text: translator(
                        "tracing.import.done",
                        [
                            "read": .number(result.read), "imported": .number(result.imported), "unchanged": .number(result.unchanged),
                            "rejected": .number(result.rejected),
                        ]))
                if !result.rejects.isEmpty {
                    html.element("label", [.for("rejects")], text: translator("tracing.import.rejects.help"))
                    html.element(
                        "textarea", [.id("rejects"), Attribute("rows", "10"), .flag("readonly"), .dir("auto")],
                        text: String(decoding: result.rejects, as: UTF8.self))
                }
            }
            html.element("p", [.class("lead")], text: translator("watchlist.licences.lead"))
            controls.summary(&html)
            html.element(
                "form", [Attribute("method", "post"), Attribute("action", "/watchlist/licences"), Attribute("enctype", "multipart/form-data"), .class("card")]
            ) { html in
                page.formToken(&html)
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("field-file")], text: translator("tracing.import.file"))
                    html.element("p", [.class("hint"), .id("hint-file")], text: translator("watchlist.licences.hint"))
                    html.element("input", [.type("file"), .name("file"), .id("field-file"), .flag("required"), Attribute("aria-describedby", "hint-file")])
                }
                controls.text(
                    &html, "country", label: translator("watchlist.licences.country"),
                    .init(hint: translator("watchlist.licences.country.hint"), direction: "ltr"))
                controls.submit(&html, translator("tracing.import.button"))
            }
        }
    }
}

/// A number as a bar.
enum CountBar {
    static func write(_ html: inout HTMLWriter, _ count: Int, most: Int) {
        html.element(
            "svg", [.class("bar"), Attribute("viewBox", "0 0 100 10"), Attribute("width", "100"), Attribute("height", "10"), Attribute("aria-hidden", "true")]
        ) { html in
            html.element("rect", [.class("lane"), Attribute("width", "100"), Attribute("height", "10"), Attribute("rx", "3")])
            html.element("rect", [.class("event"), Attribute("width", "\(count * 100 / max(1, most))"), Attribute("height", "10"), Attribute("rx", "3")])
        }
    }
}
