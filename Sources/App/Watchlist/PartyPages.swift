import Dictionary

/// The page of an employer or recruiter.
struct PartyPages {
    private let request: WebRequest
    private let sheet: PartySheet
    private let answers: AnswerText
    private let page: Page
    private var view: RecordView { sheet.party.view }
    private var translator: Translator { request.translator }
    private var path: String { "/watchlist/\(view.record)" }

    init(_ request: WebRequest, _ sheet: PartySheet, _ answers: AnswerText) {
        self.request = request
        self.sheet = sheet
        self.answers = answers
        page = Page(request, title: "watchlist.party.title", area: .watchlist)
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/watchlist")], text: translator("watchlist.back")) }
            html.element("div", [.class("head")]) { html in
                html.element("p", [.class("name")]) { $0.element("bdi", text: view.names ?? translator("list.unnamed")) }
                html.element("p", [.class("badges")]) { html in
                    if let kind = view.code("kind") { html.element("span", [.class("badge")], text: answers.label("party.kind", kind)) }
                    if let licence = view.code("licence-status") {
                        html.element("span", [.class("badge strong")], text: answers.label("party.licence-status", licence))
                    }
                    if let listing = view.code("listing") { html.element("span", [.class("badge strong")], text: answers.label("party.listing", listing)) }
                }
            }
            if let members = sheet.members {
                html.element("p", [.class("notice")], text: translator("patterns.party", ["count": .number(members)]))
            }
            if !sheet.chain.isEmpty {
                TracingPages.part(&html, "chain", translator("watchlist.chain")) { ChainPicture(sheet, translator).write(&$0) }
            }
            html.element("section", [.class("card")]) { CasePages.facts(&$0, view, answers) }
            same(&html)
            candidates(&html)
            cases(&html)
            standing(&html)
        }
    }

    private func same(_ html: inout HTMLWriter) {
        guard !sheet.same.isEmpty else { return }
        TracingPages.part(&html, "same", translator("watchlist.same")) { html in
            html.element("ul", [.class("due")]) { html in
                for other in sheet.same {
                    html.element("li") { html in
                        html.element("a", [.href("/watchlist/\(other.record)")]) { $0.element("bdi", text: other.names ?? translator("list.unnamed")) }
                        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/compare/\(other.record)")]) { html in
                            page.formToken(&html)
                            html.element("button", [.type("submit"), .class("second"), .name("undo"), .value("yes")]) { html in
                                html.text(translator("tracing.compare.undo"))
                                html.element("span", [.class("hidden")], text: " " + (other.names ?? ""))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Parties that may be this one, with the evidence and a decision for each.
    private func candidates(_ html: inout HTMLWriter) {
        guard !sheet.candidates.isEmpty else { return }
        TracingPages.part(&html, "candidates", translator("watchlist.candidates", ["count": .number(sheet.candidates.count)])) { html in
            for candidate in sheet.candidates.prefix(8) { self.candidate(&html, candidate) }
        }
    }

    private func candidate(_ html: inout HTMLWriter, _ candidate: (party: WatchReading.Opened, comparison: PartyComparison)) {
        let other = candidate.party.view
        let name = other.names ?? translator("list.unnamed")
        html.element("section", [.class("card")]) { html in
            html.element("h3") { $0.element("a", [.href("/watchlist/\(other.record)")]) { $0.element("bdi", text: name) } }
            html.element("table", [.class("evidence")]) { html in
                html.element("tbody") { html in
                    for one in candidate.comparison.evidence {
                        html.element("tr") { html in
                            html.element("th", [Attribute("scope", "row")], text: translator("tracing.evidence.\(one.kind.rawValue)"))
                            html.element("td") { html in
                                html.text(translator("tracing.agreement.\(one.agreement)") + " ")
                                html.element("bdi", [.class("muted")], text: one.kind == .country ? answers.label("party.country", one.left) : one.left)
                                html.text(" · ")
                                html.element("bdi", [.class("muted")], text: one.kind == .country ? answers.label("party.country", one.right) : one.right)
                            }
                            html.element("td") { EvidenceBar.write(&$0, one.bits, most: 16, translator) }
                        }
                    }
                }
            }
            html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/compare/\(other.record)"), .class("actions")]) { html in
                page.formToken(&html)
                for verdict in Judgement.Verdict.allCases {
                    html.element("button", [.type("submit"), .class("second"), .name("verdict"), .value(verdict.rawValue)]) { html in
                        html.text(answers.label("judgement.verdict", verdict.rawValue))
                        html.element("span", [.class("hidden")], text: " " + name)
                    }
                }
            }
        }
    }

    private func cases(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "cases", translator("watchlist.party.cases", ["count": .number(sheet.cases.count)])) { html in
            html.element("ul", [.class("due")]) { html in
                for item in sheet.cases {
                    html.element("li") { html in
                        html.element("a", [.class("task"), .href("/cases/\(item.record)")]) { html in
                            html.element(
                                "bdi",
                                text: item.workers.isEmpty
                                    ? translator("list.unnamed") : item.workers.joined(separator: translator("cases.list-separator")))
                        }
                        html.element("span", [.class("muted")], text: answers.label("relation.role", item.role))
                        if let status = item.status { html.element("span", [.class("badge")], text: answers.label("case.status", status)) }
                    }
                }
            }
        }
    }

    /// Evidence, right of reply, listing, correction, removal; and what goes to a mission or a regulator.
    private func standing(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "standing", translator("watchlist.standing")) { html in
            html.element(
                "p", [.class("muted")], text: translator("watchlist.standing.help", ["count": .number(Listing.leastCases), "days": .number(Listing.replyDays)]))
            if let ends = sheet.standing.replyEnds, !sheet.standing.hasReplied, sheet.standing.status == "asked" {
                html.element("p", text: translator("watchlist.standing.until", ["date": .text(answers.dates.text(ends))]))
            }
            if request.session?.may(.assignCases) == true {
                html.element("form", page.keptAttributes("\(path)/standing")) { html in
                    page.keptFields(&html, "watchlist.standing")
                    let controls = request.controls(of: "watchlist.standing")
                    controls.summary(&html)
                    controls.text(&html, "note", label: translator("watchlist.standing.note"), .init(rows: 3))
                    html.element("p", [.class("actions")]) { html in
                        for step in sheet.standing.steps {
                            html.element(
                                "button", [.type("submit"), .class("second"), .name("listing-step"), .value(step.rawValue)],
                                text: translator("watchlist.standing.\(step.rawValue)"))
                        }
                    }
                    html.element("p", [.class("form-state"), .role("status")])
                }
            }
            sharing(&html)
            if request.session?.may(.exportRecords) == true, sheet.standing.isRemoved {
                html.element("p", [.class("actions")]) { html in
                    html.element("a", [.class("button second"), .href("\(path)/export?for=regulator")], text: translator("watchlist.export.removal"))
                }
                html.element("p", [.class("muted")], text: translator("watchlist.export.removal.help"))
            } else if request.session?.may(.exportRecords) == true, !sheet.standing.mayLeave {
                html.element("p", [.class("muted")], text: translator("watchlist.export.not-yet"))
            } else if request.session?.may(.exportRecords) == true {
                html.element("p", [.class("actions")]) { html in
                    html.element("a", [.class("button second"), .href("\(path)/export?for=mission")], text: translator("watchlist.export.mission"))
                    html.element("a", [.class("button second"), .href("\(path)/export?for=regulator")], text: translator("watchlist.export.regulator"))
                }
                html.element("p", [.class("muted")], text: translator("watchlist.export.help"))
            }
        }
    }
}

extension PartyPages {
    /// To whom a listed party is shown. Corrections and removals follow by themselves.
    private func sharing(_ html: inout HTMLWriter) {
        guard ["listed", "corrected"].contains(view.code("listing") ?? ""), request.session?.may(.assignCases) == true, !sheet.partners.isEmpty else { return }
        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/share"), .class("card")]) { html in
            page.formToken(&html)
            html.element("h3", text: translator("patterns.share"))
            html.element("p", [.class("muted")], text: translator("patterns.share.help", ["count": .number(Listing.leastCases)]))
            html.element("ul") { html in
                for one in sheet.partners where one.hasListing { html.element("li") { $0.element("bdi", text: one.partner.name) } }
            }
            FormControls(translator: translator, values: request.form).select(
                &html, "partner", label: translator("patterns.share.partner"),
                options: sheet.partners.map { .init(value: $0.partner.identifier, label: $0.partner.name) }, .init(isRequired: true))
            html.element("p", [.class("actions")]) { $0.element("button", [.type("submit"), .class("second")], text: translator("patterns.share.button")) }
        }
    }
}

/// The chain from the village's sub-agent to the end client: a column a stage, a line as thick as the cases that name both.
struct ChainPicture {
    private static let (column, row, width, height) = (210.0, 46.0, 180.0, 34.0)
    private let sheet: PartySheet
    private let translator: Translator

    init(_ sheet: PartySheet, _ translator: Translator) {
        self.sheet = sheet
        self.translator = translator
    }

    func write(_ html: inout HTMLWriter) {
        var heights = [0, 0, 0, 0]
        var places: [(x: Double, y: Double)] = []
        for link in sheet.chain {
            places.append((Double(link.stage) * Self.column + 10, Double(heights[link.stage]) * Self.row + 34))
            heights[link.stage] += 1
        }
        let total = Double(heights.max() ?? 1) * Self.row + 44
        html.element(
            "div", [.class("picture"), .dir("ltr"), Attribute("tabindex", "0"), .role("region"), Attribute("aria-label", translator("watchlist.chain.help"))]
        ) { html in
            // Its boxes are links, which a picture must not hold.
            html.element(
                "svg", [Attribute("viewBox", "0 0 830 \(total)"), .role("group"), Attribute("aria-label", translator("watchlist.chain"))]
            ) { html in
                for (stage, key) in ["sub-agent", "agency", "employer", "client"].enumerated() {
                    html.element(
                        "text", [Attribute("x", "\(Double(stage) * Self.column + 10)"), Attribute("y", "18")], text: translator("watchlist.chain.\(key)"))
                }
                for tie in sheet.ties {
                    let (from, to) = (places[tie.from], places[tie.to])
                    html.element(
                        "line",
                        [
                            .class("tick"), Attribute("x1", "\(from.x + Self.width)"), Attribute("y1", "\(from.y + Self.height / 2)"),
                            Attribute("x2", "\(to.x)"),
                            Attribute("y2", "\(to.y + Self.height / 2)"), Attribute("stroke-width", "\(min(10, 1 + tie.cases))"),
                        ])
                }
                for (link, place) in zip(sheet.chain, places) { box(&html, link, place) }
            }
        }
    }

    private func box(_ html: inout HTMLWriter, _ link: PartySheet.Link, _ place: (x: Double, y: Double)) {
        html.element("a", [.href("/watchlist/\(link.record)")]) { html in
            html.element(
                "rect",
                [
                    .class(link.isSubject ? "event" : "chainbox"), Attribute("x", "\(place.x)"), Attribute("y", "\(place.y)"),
                    Attribute("width", "\(Self.width)"),
                    Attribute("height", "\(Self.height)"), Attribute("rx", "5"),
                ])
            let name = String(link.name.prefix(22)) + (link.name.count > 22 ? "…" : "")
            html.element(
                "text", [.class(link.isSubject ? "chainsubject" : "label"), Attribute("x", "\(place.x + 8)"), Attribute("y", "\(place.y + 15)")], text: name)
            html.element(
                "text", [.class(link.isSubject ? "chainsubject" : "label"), Attribute("x", "\(place.x + 8)"), Attribute("y", "\(place.y + 29)")],
                text: translator("watchlist.cases", ["count": .number(link.cases)]))
        }
    }
}
