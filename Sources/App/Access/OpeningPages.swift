/// The pages of openings: asking, one's own requests, and the custodian's list.
enum OpeningPages {
    struct Line: Sendable {
        var opening: Opening
        var words: (reason: String?, reply: String?)
        /// Who asked, as colleagues call them.
        var name: String?
    }

    /// On the page of a case of which the identity is not shown: where to ask for it.
    static func invitation(_ html: inout HTMLWriter, _ record: String, _ translator: Translator) {
        html.element("p", [.class("notice")]) { html in
            html.text(translator("access.opening.hidden"))
            html.text(" ")
            html.element("a", [.href("/cases/\(record)/opening")], text: translator("access.opening.title"))
        }
    }

    static func ask(_ request: WebRequest, _ sight: CaseSight) -> HTML {
        let page = Page(request, title: "access.opening.title")
        let translator = request.translator
        var values = request.form
        if values["way"] == nil { values.items.append(.init(name: "way", value: (sight.mayAsk ? Opening.Way.authorisation : .emergency).rawValue)) }
        let controls = FormControls(translator: translator, values: values, problems: request.problems)
        var ways: [FormControls.Option] = []
        if sight.mayAsk { ways.append(.init(value: Opening.Way.authorisation.rawValue, label: translator("access.opening.way.authorisation"))) }
        if sight.mayOpenInEmergency {
            let hours: [String: Translator.Argument] = ["count": .number(Opening.emergencyHours)]
            ways.append(.init(value: Opening.Way.emergency.rawValue, label: translator("access.opening.way.emergency", hours)))
        }
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.opening.lead"))
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "access.opening.title")
                controls.choices(&html, "way", label: translator("access.opening.way"), options: ways, single: true)
                controls.text(
                    &html, "reason", label: translator("access.opening.reason"),
                    .init(hint: translator("access.opening.reason.hint"), isRequired: true, rows: 4))
                page.keptActions(&html, save: translator("access.opening.button"))
            }
        }
    }

    /// Where somebody who knows whom or what a case is about finds it although it is closed to them.
    /// - Parameter found: nil before anything was asked.
    static func find(_ request: WebRequest, found: [String]?) -> HTML {
        let page = Page(request, title: "access.find.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.find.lead"))
            controls.summary(&html)
            if let found {
                html.element("section", [.class("card"), .role("status")]) { html in
                    html.element("h2", text: translator("access.find.found", ["count": .number(found.count)]))
                    html.element("ul") { html in
                        for record in found {
                            html.element("li") { html in
                                html.element("a", [.href("/cases/\(record)/opening")]) { $0.element("code", [.dir("ltr")], text: record) }
                            }
                        }
                    }
                }
            }
            let attributes = [Attribute("method", "post"), Attribute("action", request.path), .class("card")] + KeptForm.sendingItself(translator)
            html.element("form", attributes) { html in
                page.keptFields(&html, "access.find.title")
                controls.text(
                    &html, "question", label: translator("access.find.question"), .init(hint: translator("access.find.question.hint"), isRequired: true))
                controls.text(
                    &html, "reason", label: translator("access.opening.reason"),
                    .init(hint: translator("access.opening.reason.hint"), isRequired: true, rows: 3))
                controls.submit(&html, translator("access.find.button"))
                KeptForm.state(&html)
            }
        }
    }

    static func own(_ request: WebRequest, _ lines: [Line]) -> HTML {
        let page = Page(request, title: "access.openings.own")
        let translator = request.translator
        return page.html { html in
            if lines.isEmpty { html.element("p", text: translator("access.openings.own.empty")) }
            for line in lines {
                html.element("section", [.class("card")]) { html in
                    heading(&html, line, request)
                    words(&html, line, translator)
                    guard line.opening.isInForce(at: request.now) else { return }
                    let path = request.session?.may(.readCases) == true ? "cases" : "facts"
                    html.element("p") { $0.element("a", [.href("/\(path)/\(line.opening.caseRecord)")], text: translator("access.openings.case")) }
                }
            }
        }
    }

    static func list(_ request: WebRequest, _ lines: [Line], _ beyond: [BeyondConsent.Line], _ names: [String: String]) -> HTML {
        let page = Page(request, title: "access.openings.title", area: .openings)
        let translator = request.translator
        let pending = lines.filter { $0.opening.isPending(at: request.now) }
        let rest = lines.filter { !$0.opening.isPending(at: request.now) }
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.openings.lead"))
            html.element("h2", text: translator("access.openings.pending", ["count": .number(pending.count)]))
            for line in pending { card(&html, line, page) }
            if !beyond.isEmpty { self.beyond(&html, page, beyond, names) }
            html.element("h2", text: translator("access.openings.past"))
            if rest.isEmpty { html.element("p", [.class("muted")], text: translator("access.openings.none")) }
            for line in rest { card(&html, line, page) }
        }
    }

    /// Referrals that went beyond what people agreed to, those that nobody has looked at first.
    private static func beyond(_ html: inout HTMLWriter, _ page: Page, _ lines: [BeyondConsent.Line], _ names: [String: String]) {
        let translator = page.request.translator
        html.element("h2", [.id("beyond")], text: translator("access.beyond.title", ["number": .number(lines.count { !$0.isSeen })]))
        html.element("p", text: translator("access.beyond.lead"))
        for line in lines.filter({ !$0.isSeen }) + lines.filter(\.isSeen) {
            html.element("section", [.class("card")]) { html in
                html.element("h3", [.dir("auto")], text: line.row.partnerName.isEmpty ? translator("referrals.they") : line.row.partnerName)
                html.element("p", [.class("muted")]) { html in
                    html.text(MomentText.text(line.row.offered, translator) + " · ")
                    html.element("code", [.dir("ltr")], text: line.row.caseRecord)
                }
                html.element("dl", [.class("facts")]) { html in
                    let facts = [
                        ("access.beyond.asked", names[line.row.account] ?? translator("cases.author.other")),
                        ("access.beyond.second", line.secondPerson ?? translator("cases.not-shown")),
                        ("referrals.beyond.reason", line.reason ?? translator("cases.not-shown")),
                    ]
                    for (key, text) in facts {
                        html.element("dt", text: translator(key))
                        html.element("dd", [.dir("auto")], text: text)
                    }
                }
                guard !line.isSeen else {
                    return html.element("p") { $0.element("span", [.class("badge")], text: translator("access.beyond.seen")) }
                }
                guard line.row.account != page.request.session?.account, line.secondPerson != page.request.session?.displayName else {
                    return html.element("p", [.class("muted")], text: translator("access.openings.own-request"))
                }
                html.element("form", [Attribute("method", "post"), Attribute("action", "/openings/beyond/\(line.row.referral)")]) { html in
                    page.formToken(&html)
                    html.element("button", [.type("submit"), .class("second")], text: translator("access.openings.seen"))
                }
            }
        }
    }

    private static func card(_ html: inout HTMLWriter, _ line: Line, _ page: Page) {
        let translator = page.request.translator
        let opening = line.opening
        html.element("section", [.class("card")]) { html in
            heading(&html, line, page.request)
            words(&html, line, translator)
            guard opening.account != page.request.session?.account else {
                html.element("p", [.class("muted")], text: translator("access.openings.own-request"))
                return
            }
            switch opening.decision {
            case .asked: decision(&html, line, page)
            case .allowed where opening.isInForce(at: page.request.now) || opening.isPending(at: page.request.now):
                html.element("div", [.class("actions")]) { html in
                    if !opening.isSeen { button(&html, opening, .allowed, "access.openings.seen", page) }
                    if opening.isInForce(at: page.request.now) { button(&html, opening, .ended, "access.openings.end", page) }
                }
            default: return
            }
        }
    }

    private static func heading(_ html: inout HTMLWriter, _ line: Line, _ request: WebRequest) {
        let translator = request.translator
        let opening = line.opening
        html.element("h3") { html in
            if let name = line.name {
                html.element("span", [.dir("auto")], text: name)
                html.text(" · ")
            }
            html.text(translator("access.openings.way.\(opening.way.rawValue)"))
        }
        html.element("p", [.class("muted")]) { html in
            html.text(translator("access.openings.asked", ["time": .text(MomentText.text(opening.asked, translator))]))
            html.text(" · ")
            html.element("code", [.dir("ltr")], text: opening.caseRecord)
        }
        html.element("p") { html in
            if opening.isInForce(at: request.now) {
                html.text(translator("access.openings.until", ["time": .text(MomentText.text(opening.end, translator))]))
            } else {
                let decision = opening.decision == .allowed ? "over" : opening.decision.rawValue
                html.element("span", [.class("badge")], text: translator("access.openings.decision.\(decision)"))
            }
        }
    }

    private static func words(_ html: inout HTMLWriter, _ line: Line, _ translator: Translator) {
        html.element("dl", [.class("facts")]) { html in
            html.element("dt", text: translator("access.opening.reason"))
            html.element("dd", [.dir("auto")], text: line.words.reason ?? translator("cases.not-shown"))
            guard let reply = line.words.reply else { return }
            html.element("dt", text: translator("access.openings.reply"))
            html.element("dd", [.dir("auto")], text: reply)
        }
    }

    private static func decision(_ html: inout HTMLWriter, _ line: Line, _ page: Page) {
        let translator = page.request.translator
        let record = line.opening.record
        html.element("form", [Attribute("method", "post"), Attribute("action", "/openings/\(record)")]) { html in
            page.formToken(&html)
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for("hours-\(record)")], text: translator("access.openings.hours"))
                html.element("select", [.id("hours-\(record)"), .name("hours")]) { html in
                    for hours in Opening.hoursOffered {
                        html.element(
                            "option", [.value("\(hours)"), .flag("selected", if: hours == 8)],
                            text: translator("access.openings.hours.count", ["count": .number(hours)]))
                    }
                }
            }
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for("reply-\(record)")], text: translator("access.openings.reply"))
                html.element(
                    "input",
                    [.id("reply-\(record)"), .name("reply"), .type("text"), .dir("auto"), Attribute("autocomplete", "off"), Attribute("maxlength", "500")])
            }
            html.element("div", [.class("actions")]) { html in
                html.element(
                    "button", [.type("submit"), .name("decision"), .value(Opening.Decision.allowed.rawValue)], text: translator("access.openings.allow"))
                html.element(
                    "button", [.type("submit"), .name("decision"), .value(Opening.Decision.refused.rawValue), .class("second")],
                    text: translator("access.openings.refuse"))
            }
        }
    }

    private static func button(_ html: inout HTMLWriter, _ opening: Opening, _ decision: Opening.Decision, _ key: String, _ page: Page) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "/openings/\(opening.record)")]) { html in
            page.formToken(&html)
            html.element(
                "button", [.type("submit"), .name("decision"), .value(decision.rawValue), .class("second")], text: page.request.translator(key))
        }
    }
}
