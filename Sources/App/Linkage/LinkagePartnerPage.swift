import Exchange

/// One partner: the terms of both sides, a comparison to begin, and the log of those that were.
struct LinkagePartnerPage {
    private let request: WebRequest
    private let line: LinkageReading.PartnerLine
    private let rounds: [LinkageRound]
    private let problems: [FieldProblem]
    private let page: Page
    private var translator: Translator { request.translator }
    private var path: String { "/tracing/partners/\(line.partner.identifier)" }
    private var now: Int64 { Int64(request.now) }

    init(_ request: WebRequest, _ line: LinkageReading.PartnerLine, _ rounds: [LinkageRound], _ problems: [FieldProblem]) {
        (self.request, self.line, self.rounds, self.problems) = (request, line, rounds, problems)
        page = Page(request, title: "linkage.partner.title", area: .tracing)
    }

    /// Where the agreement stands: the end of a key.
    static func standing(_ line: LinkageReading.PartnerLine, _ now: UInt64) -> String {
        guard line.isReachable else { return "unreachable" }
        guard let agreement = line.agreement else { return "none" }
        let (own, theirs) = (agreement.own.hold(at: Int64(now)), agreement.theirs.hold(at: Int64(now)))
        return own && theirs ? "agreed" : own ? "waiting" : theirs ? "asked" : "none"
    }

    func html() -> HTML {
        let standing = Self.standing(line, request.now)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/tracing/partners")], text: translator("linkage.back")) }
            html.element("p", [.class("lead")]) { html in
                html.element("bdi", text: line.partner.name)
                html.text(" ")
                html.element("span", [.class("badge")], text: translator("linkage.standing.\(standing)"))
            }
            if standing == "unreachable" { html.element("p", [.class("warning")], text: translator("linkage.unreachable")) }
            for round in rounds where round.state == .held { held(&html, round) }
            if let agreement = line.agreement { terms(&html, agreement) }
            if standing == "agreed" { begin(&html) }
            log(&html)
            if line.isReachable, page.request.session?.may(.assignCases) == true { termsForm(&html) }
            LinkagePages.settings(&html, translator)
        }
    }

    private func number(_ number: Int) -> String { translator.catalogue.facts(of: translator.language).text(number) }

    private func post(_ html: inout HTMLWriter, _ action: String, _ content: (inout HTMLWriter) -> Void) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/\(action)")]) { html in
            page.formToken(&html)
            content(&html)
        }
    }

    /// What each side said, and what follows from both.
    private func terms(_ html: inout HTMLWriter, _ agreement: LinkageAgreement) {
        html.element("section", [.class("card"), Attribute("aria-labelledby", "title-terms")]) { html in
            html.element("h2", [.id("title-terms")], text: translator("linkage.terms"))
            html.element("div", [.class("scroll")]) { html in
                html.element("table") { html in
                    html.element("thead") { html in
                        html.element("tr") { html in
                            html.element("td")
                            for key in ["own", "theirs", "both"] {
                                html.element("th", [Attribute("scope", "col")], text: translator("linkage.terms.\(key)"))
                            }
                        }
                    }
                    html.element("tbody") { html in
                        row(&html, "records", agreement) { $0.hold(at: now) ? number($0.records) : "–" }
                        row(&html, "rounds", agreement) { $0.hold(at: now) ? number($0.rounds) : "–" }
                        row(&html, "until", agreement) { $0.hold(at: now) ? MomentText.day(of: UInt64(max(0, $0.until)), translator) : "–" }
                    }
                }
            }
        }
    }

    private func row(_ html: inout HTMLWriter, _ key: String, _ agreement: LinkageAgreement, _ text: (LinkageTerms) -> String) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")], text: translator("linkage.terms.\(key)"))
            for (side, terms) in [("own", agreement.own), ("theirs", agreement.theirs), ("both", agreement.terms)] {
                html.element("td", [Attribute("data-label", translator("linkage.terms.\(side)"))], text: text(terms))
            }
        }
    }

    private func begin(_ html: inout HTMLWriter) {
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("linkage.begin"))
            html.element("p", text: translator("linkage.begin.help"))
            post(&html, "rounds") { $0.element("button", [.type("submit")], text: translator("linkage.begin.button")) }
        }
    }

    /// A doubtful list, with what makes it so.
    private func held(_ html: inout HTMLWriter, _ round: LinkageRound) {
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("linkage.held.title"))
            html.element("p", text: translator("linkage.held.counts", ["encodings": .number(round.encodings), "matches": .number(round.matches)]))
            html.element("ul") { html in
                for doubt in round.doubts { html.element("li", text: translator("linkage.doubt.\(doubt.rawValue)")) }
            }
            html.element("p", [.class("muted")], text: translator("linkage.held.help"))
            guard page.request.session?.may(.assignCases) == true else { return }
            post(&html, "rounds/\(round.round)") { html in
                html.element("p", [.class("actions")]) { html in
                    html.element("button", [.type("submit"), .name("decision"), .value("refuse")], text: translator("linkage.held.refuse"))
                    html.element("button", [.type("submit"), .name("decision"), .value("answer"), .class("second")], text: translator("linkage.held.answer"))
                }
            }
        }
    }

    private func log(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "rounds", translator("linkage.rounds")) { html in
            if rounds.isEmpty { html.element("p", text: translator("linkage.rounds.none")) }
            html.element("ul", [.class("due")]) { html in
                for round in rounds {
                    html.element("li") { html in
                        html.element("span", [.class("when")], text: MomentText.text(UInt64(max(0, round.started)), translator))
                        html.element("span", [.class("what")]) { html in
                            html.text(translator(round.isAsking ? "linkage.round.asking" : "linkage.round.asked") + " ")
                            html.element("span", [.class("badge")], text: translator("linkage.round.\(round.state.rawValue)"))
                            html.text(
                                " " + translator("linkage.held.counts", ["encodings": .number(round.encodings), "matches": .number(round.matches)]))
                            if round.state == .refused, LinkageRefusal(rawValue: round.code) != nil {
                                html.text(" " + translator("linkage.refusal.\(round.code)"))
                            }
                            if round.state == .done { for doubt in round.doubts { html.text(" " + translator("linkage.doubt.\(doubt.rawValue)")) } }
                        }
                    }
                }
            }
        }
    }

    private func termsForm(_ html: inout HTMLWriter) {
        var values = request.form
        if values["records"] == nil {
            let own = line.agreement?.own
            let known = own.flatMap { $0.hold(at: now) ? $0 : nil }
            values.items += [
                .init(name: "records", value: "\(known?.records ?? LinkageTerms.usual.records)"),
                .init(name: "rounds", value: "\(known?.rounds ?? LinkageTerms.usual.rounds)"),
                .init(name: "days", value: "\(LinkageTerms.usual.days)"),
            ]
        }
        let controls = FormControls(translator: translator, values: values, problems: problems)
        html.element("details", [.class("card"), .flag("open", if: !problems.isEmpty || line.agreement?.own.hold(at: now) != true)]) { html in
            html.element("summary", text: translator("linkage.terms.say"))
            html.element("p", text: translator("linkage.terms.help"))
            controls.summary(&html)
            post(&html, "terms") { html in
                for name in ["records", "rounds", "days"] {
                    controls.text(
                        &html, name, label: translator("linkage.terms.\(name)"), .init(isRequired: true, inputMode: "numeric", direction: "ltr"))
                }
                controls.submit(&html, translator("linkage.terms.button"))
            }
            if line.agreement?.own.hold(at: now) == true {
                html.element("p", [.class("muted")], text: translator("linkage.end.help"))
                post(&html, "end") { $0.element("button", [.type("submit"), .class("second")], text: translator("linkage.end")) }
            }
        }
    }
}
