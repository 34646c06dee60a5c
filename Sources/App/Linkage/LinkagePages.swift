import Dictionary
import Exchange

/// The desk of encoded linkage: with whom it takes place, what was found, what waits for somebody here.
enum LinkagePages {
    static func desk(_ request: WebRequest, _ desk: LinkageReading.Desk, _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "linkage.title", area: .tracing)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/tracing")], text: translator("tracing.back")) }
            html.element("p", [.class("lead")], text: translator("linkage.lead"))
            for (round, name) in desk.held { heldNotice(&html, round, name, translator) }
            TracingPages.part(&html, "pairs", translator("linkage.pairs")) { html in
                if desk.isEmpty { html.element("p", text: translator("linkage.pairs.none")) }
                for (state, lines) in desk.pairs where !lines.isEmpty {
                    html.element("h3", text: translator("linkage.state.\(state.rawValue)"))
                    list(&html, lines, answers)
                }
            }
            TracingPages.part(&html, "partners", translator("linkage.partners")) { html in partners(&html, desk.partners, request.now, translator) }
            settings(&html, translator)
        }
    }

    private static func heldNotice(_ html: inout HTMLWriter, _ round: LinkageRound, _ name: String, _ translator: Translator) {
        html.element("p", [.class("warning")]) { html in
            html.text(translator("linkage.held") + " ")
            html.element("a", [.href("/tracing/partners/\(round.partner)"), .dir("auto")], text: name)
        }
    }

    /// Pairs, each with our own record and how alike the encodings were.
    static func list(_ html: inout HTMLWriter, _ lines: [LinkageReading.Line], _ answers: AnswerText) {
        let translator = answers.translator
        html.element("ul", [.class("due")]) { html in
            for line in lines {
                html.element("li") { html in
                    html.element("a", [.class("task"), .href("/tracing/pairs/\(line.pair.token)")]) { html in
                        html.element("bdi", text: TracingPages.name(line.own.view, translator))
                        html.text(" ↔ ")
                        html.element("bdi", text: line.partnerName)
                    }
                    html.element(
                        "span", [.class("badge")], text: answers.dictionary.record(line.own.view.kind)?.label(translator.language) ?? line.own.view.kind)
                    if line.pair.hasNews { html.element("span", [.class("badge strong")], text: translator("referrals.news")) }
                    html.element("span", [.class("muted")], text: MomentText.day(of: UInt64(max(0, line.pair.found)), translator))
                }
            }
        }
    }

    private static func partners(_ html: inout HTMLWriter, _ lines: [LinkageReading.PartnerLine], _ now: UInt64, _ translator: Translator) {
        if lines.isEmpty { html.element("p", text: translator("linkage.partners.none")) }
        html.element("ul", [.class("due")]) { html in
            for line in lines {
                html.element("li") { html in
                    html.element("a", [.class("task"), .href("/tracing/partners/\(line.partner.identifier)"), .dir("auto")], text: line.partner.name)
                    html.element("span", [.class("badge")], text: translator("linkage.standing.\(LinkagePartnerPage.standing(line, now))"))
                    if let last = line.last {
                        html.element("span", [.class("muted")], text: MomentText.day(of: UInt64(max(0, last.started)), translator))
                    }
                }
            }
        }
    }

    /// What is encoded and how it is hardened, so that whoever agrees knows to what.
    static func settings(_ html: inout HTMLWriter, _ translator: Translator) {
        html.element("details", [.class("card")]) { html in
            html.element("summary", text: translator("linkage.settings"))
            html.element("ul") { html in
                for key in ["fields", "secret", "filters", "order", "compared", "kept", "limits", "risk"] {
                    html.element("li", text: translator("linkage.settings.\(key)"))
                }
            }
        }
    }
}
