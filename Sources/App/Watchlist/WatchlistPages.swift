import Dictionary

/// The ledger: parties by how many cases name them, and lists of licences.
enum WatchlistPages {
    /// - Parameter parties: each with those that were judged to be one with it.
    static func list(_ request: WebRequest, _ parties: [(party: WatchReading.Opened, others: [RecordView])], _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "watchlist.title", area: .watchlist)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("watchlist.lead"))
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.class("button second"), .href("/watchlist/licences")], text: translator("watchlist.licences.title"))
                html.element("a", [.class("button second"), .href("/watchlist/network")], text: translator("patterns.title"))
            }
            if parties.isEmpty { html.element("p", text: translator("watchlist.none")) }
            let most = max(1, parties.map(\.party.cases.count).max() ?? 1)
            html.element("ul", [.class("due")]) { html in
                for (party, others) in parties {
                    html.element("li") { html in
                        html.element("a", [.class("task"), .href("/watchlist/\(party.view.record)")]) {
                            $0.element("bdi", text: party.view.names ?? translator("list.unnamed"))
                        }
                        let also = others.compactMap(\.names)
                        if !also.isEmpty {
                            let names = also.joined(separator: translator("cases.list-separator"))
                            html.element("span", [.class("muted"), .dir("auto")], text: translator("watchlist.also", ["names": .text(names)]))
                        }
                        html.element("span", [.class("muted")], text: party.view.code("kind").map { answers.label("party.kind", $0) } ?? "")
                        CountBar.write(&html, party.cases.count, most: most)
                        html.element("span", text: translator("watchlist.cases", ["count": .number(party.cases.count)]))
                        let group = [party.view] + others
                        if let listing = group.lazy.compactMap({ $0.code("listing") }).first {
                            html.element("span", [.class("badge strong")], text: answers.label("party.listing", listing))
                        }
                        if let licence = group.lazy.compactMap({ $0.code("licence-status") }).first {
                            html.element("span", [.class("badge")], text: answers.label("party.licence-status", licence))
                        }
                    }
                }
            }
        }
    }

    static func licences(_ request: WebRequest, result: TraceImportResult? = nil) -> HTML {
        let page = Page(request, title: "watchlist.licences.title", area: .watchlist)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/watchlist")], text: translator("watchlist.back")) }
            if let result {
                ImportReport.write(
                    &html, read: result.read, imported: result.imported, unchanged: result.unchanged, rejected: result.rejected, translator)
                ImportReport.rejects(&html, result.rejects, translator)
            }
            html.element("p", [.class("lead")], text: translator("watchlist.licences.lead"))
            controls.summary(&html)
            html.element("form", page.uploadAttributes("/watchlist/licences")) { html in
                page.keptFields(&html, "watchlist.licences.title")
                controls.file(
                    &html, label: translator("tracing.import.file"), hint: translator("watchlist.licences.hint"),
                    isRequired: request.kept?.draft?.files.isEmpty != false)
                controls.text(
                    &html, "country", label: translator("watchlist.licences.country"),
                    .init(hint: translator("watchlist.licences.country.hint"), isRequired: true))
                controls.submit(&html, translator("tracing.import.button"))
                KeptForm.state(&html)
            }
        }
    }
}

/// A number as a bar.
enum CountBar {
    static func write(_ html: inout HTMLWriter, _ count: Int, most: Int) {
        html.element(
            "svg",
            [.class("bar count"), Attribute("viewBox", "0 0 100 10"), Attribute("width", "100"), Attribute("height", "10"), Attribute("aria-hidden", "true")]
        ) { html in
            html.element("rect", [.class("lane"), Attribute("width", "100"), Attribute("height", "10"), Attribute("rx", "3")])
            html.element("rect", [.class("event"), Attribute("width", "\(count * 100 / max(1, most))"), Attribute("height", "10"), Attribute("rx", "3")])
        }
    }
}
