import Dictionary

/// The ledger beyond one organisation: counts without saying whose, and what partners have listed.
struct PatternPages {
    private let request: WebRequest
    private let desk: PatternRoutes.Desk
    private let answers: AnswerText
    private let problems: [FieldProblem]
    private let page: Page
    private var translator: Translator { request.translator }
    private var mayDecide: Bool { request.session?.may(.assignCases) == true }

    init(_ request: WebRequest, _ desk: PatternRoutes.Desk, _ answers: AnswerText, _ problems: [FieldProblem]) {
        (self.request, self.desk, self.answers, self.problems) = (request, desk, answers, problems)
        page = Page(request, title: "patterns.title", area: .watchlist)
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/watchlist")], text: translator("watchlist.back")) }
            html.element("p", [.class("lead")], text: translator("patterns.lead"))
            FormControls(translator: translator, values: request.form, problems: problems).summary(&html)
            results(&html)
            listings(&html)
            membership(&html)
            if mayDecide { coordinate(&html) }
            log(&html)
            html.element("details", [.class("card")]) { html in
                html.element("summary", text: translator("patterns.how"))
                html.element("ul") { html in
                    for key in ["secret", "coordinator", "threshold", "steps", "consent", "risk"] {
                        html.element("li", text: translator("patterns.how.\(key)"))
                    }
                }
            }
        }
    }

    /// Employers with how many organisations have cases, as bars.
    private func results(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "results", translator("patterns.results")) { html in
            if desk.results.isEmpty { html.element("p", text: translator("patterns.results.none")) }
            let most = max(1, desk.results.map(\.members).max() ?? 1)
            html.element("ul", [.class("due")]) { html in
                for result in desk.results {
                    html.element("li") { html in
                        html.element("a", [.class("task"), .href("/watchlist/\(result.party.view.record)")]) {
                            $0.element("bdi", text: result.party.view.names ?? translator("list.unnamed"))
                        }
                        CountBar.write(&html, result.members, most: most)
                        html.element("span", text: translator("patterns.members", ["count": .number(result.members)]))
                    }
                }
            }
        }
    }

    /// What partners have listed, with what the party replied.
    private func listings(_ html: inout HTMLWriter) {
        guard !desk.listings.isEmpty else { return }
        TracingPages.part(&html, "listings", translator("patterns.listings")) { html in
            for listing in desk.listings {
                html.element("section", [.class("card")]) { html in
                    html.element("h3") { $0.element("bdi", text: listing.content.names.joined(separator: translator("cases.list-separator"))) }
                    html.element("p", [.class("badges")]) { html in
                        html.element("span", [.class("badge strong")], text: answers.label("party.listing", listing.content.status))
                        if let kind = listing.content.kind { html.element("span", [.class("badge")], text: answers.label("party.kind", kind)) }
                        if let country = listing.content.country { html.element("span", [.class("badge")], text: answers.label("party.country", country)) }
                    }
                    html.element("p") { html in
                        html.element("bdi", text: listing.partnerName)
                        html.text(" · " + translator("patterns.listing.cases", ["count": .number(listing.content.cases)]))
                        html.text(" · " + MomentText.day(of: UInt64(max(0, listing.changed)), translator))
                    }
                    text(&html, "party.licence", listing.content.licence)
                    text(&html, "party.reply", listing.content.reply ?? translator("patterns.listing.no-reply"))
                    text(&html, "party.listing-note", listing.content.note)
                }
            }
        }
    }

    private func text(_ html: inout HTMLWriter, _ field: String, _ text: String?) {
        guard let text else { return }
        html.element("p", [.class("muted")], text: answers.dictionary.field(field)?.label(translator.language) ?? field)
        html.element("p", [.class("told"), .dir("auto")], text: text)
    }

    // MARK: Taking part

    private func membership(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "membership", translator("patterns.membership")) { html in
            html.element("p", text: translator("patterns.membership.help"))
            html.element("ul", [.class("due")]) { html in
                for membership in desk.memberships where membership.until > Int64(request.now) {
                    html.element("li") { html in
                        html.element("bdi", text: desk.name(membership.coordinator))
                        html.element("span", [.class("muted")], text: MomentText.day(of: UInt64(max(0, membership.until)), translator))
                        guard mayDecide else { return }
                        html.element("form", [Attribute("method", "post"), Attribute("action", "/watchlist/network/membership")]) { html in
                            page.formToken(&html)
                            html.element("input", [.type("hidden"), .name("coordinator"), .value(membership.coordinator)])
                            html.element("button", [.type("submit"), .class("second"), .name("leave"), .value("yes")], text: translator("patterns.leave"))
                        }
                    }
                }
            }
            guard mayDecide, !desk.partners.isEmpty else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/watchlist/network/membership"), .class("card")]) { html in
                page.formToken(&html)
                let controls = FormControls(translator: translator, values: request.form, problems: problems)
                controls.select(
                    &html, "coordinator", label: translator("patterns.coordinator"),
                    options: desk.partners.map { .init(value: $0.identifier, label: $0.name) }, .init(isRequired: true))
                controls.submit(&html, translator("patterns.join"))
            }
        }
    }

    private func coordinate(_ html: inout HTMLWriter) {
        guard desk.partners.count >= PatternCounting.leastThreshold else { return }
        var values = request.form
        if values["threshold"] == nil { values.items.append(.init(name: "threshold", value: "\(PatternCounting.usualThreshold)")) }
        let controls = FormControls(translator: translator, values: values, problems: problems)
        html.element("details", [.class("card"), .flag("open", if: problems.contains { $0.field == "members" })]) { html in
            html.element("summary", text: translator("patterns.coordinate"))
            html.element("p", text: translator("patterns.coordinate.help"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/watchlist/network/counts")]) { html in
                page.formToken(&html)
                controls.choices(
                    &html, "members", label: translator("patterns.chosen"), options: desk.partners.map { .init(value: $0.identifier, label: $0.name) })
                controls.text(
                    &html, "threshold", label: translator("patterns.threshold"), .init(isRequired: true, inputMode: "numeric", direction: "ltr"))
                controls.submit(&html, translator("patterns.begin"))
            }
        }
    }

    private func log(_ html: inout HTMLWriter) {
        guard !desk.counts.isEmpty else { return }
        TracingPages.part(&html, "counts", translator("patterns.counts")) { html in
            html.element("ul", [.class("due")]) { html in
                for count in desk.counts {
                    html.element("li") { html in
                        html.element("span", [.class("when")], text: MomentText.text(UInt64(max(0, count.started)), translator))
                        html.element("span", [.class("what")]) { html in
                            html.element("bdi", text: count.coordinator == desk.own ? translator("linkage.we") : desk.name(count.coordinator))
                            html.text(" ")
                            html.element("span", [.class("badge")], text: translator("patterns.state.\(count.state.rawValue)"))
                            html.text(
                                " "
                                    + translator(
                                        "patterns.count",
                                        [
                                            "members": .number(count.members.count), "threshold": .number(count.threshold),
                                            "encodings": .number(count.encodings), "results": .number(count.results),
                                        ]))
                        }
                    }
                }
            }
        }
    }
}
