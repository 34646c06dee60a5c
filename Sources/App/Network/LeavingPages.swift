import Dictionary

/// How a member is taken out of a network, and who is in one no longer.
enum LeavingPages {
    /// Beside a member, for those who may.
    static func form(_ html: inout HTMLWriter, _ page: Page, _ member: Networks.Member) {
        let translator = page.request.translator
        html.element("details") { html in
            html.element("summary", text: translator("network.leave.title"))
            html.element("p", text: translator("network.leave.lead"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/network/members/leave")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("network"), .value(member.network)])
                html.element("input", [.type("hidden"), .name("partner"), .value(member.partner)])
                html.element("label", [.class("choice")]) { html in
                    html.element("input", [.type("checkbox"), .name("tell"), .value("yes")])
                    html.element("span", text: translator("network.leave.tell"))
                }
                html.element("p", [.class("actions")]) {
                    $0.element("button", [.type("submit"), .class("second")], text: translator("network.leave.button"))
                }
            }
        }
    }

    static func list(_ html: inout HTMLWriter, _ page: Page, _ content: NetworkPages.Content, _ answers: AnswerText, mayWrite: Bool) {
        let translator = page.request.translator
        guard !content.leavings.isEmpty else { return }
        html.element("section", [.id("left"), .class(content.leavings.contains { !$0.isSeen } ? "card warning" : "card")]) { html in
            html.element("h3", text: translator("network.left.title"))
            html.element("ul", [.class("plain")]) { html in for leaving in content.leavings { item(&html, leaving, content, answers) } }
            guard mayWrite, content.leavings.contains(where: { !$0.isSeen }) else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/network/left/seen")]) { html in
                page.formToken(&html)
                html.element("button", [.type("submit"), .class("second")], text: translator("network.left.known"))
            }
        }
    }

    private static func item(_ html: inout HTMLWriter, _ leaving: Networks.Leaving, _ content: NetworkPages.Content, _ answers: AnswerText) {
        let translator = answers.translator
        let names: [String: Translator.Argument] = [
            "name": .text(isolated(leaving.partner.isEmpty ? "" : content.name(leaving.partner))), "network": .text(isolated(leaving.network)),
            "date": .text(day(leaving, answers)),
        ]
        html.element("li") { html in
            html.text(translator(leaving.partner.isEmpty ? "network.left.we" : "network.left.member", names))
            if !leaving.author.isEmpty {
                let coordinator = content.partnerNames[leaving.author] ?? translator("cases.author.other")
                html.text(" " + translator("network.left.author", ["name": .text(isolated(coordinator))]))
            }
            let told = content.told.filter { $0.network == leaving.network && $0.partner == leaving.partner }
            for (isRefused, key) in [(false, "network.left.told"), (true, "network.left.refused")] {
                let receivers = told.filter { $0.isRefused == isRefused }.map { isolated($0.name) }
                guard !receivers.isEmpty else { continue }
                html.text(" " + translator(key, ["names": .text(receivers.joined(separator: translator("cases.list-separator")))]))
            }
        }
    }

    /// Why nothing goes to a partner any more.
    static func sentence(_ leaving: Networks.Leaving, _ partner: String, _ answers: AnswerText) -> String {
        answers.translator(
            "network.left.gate", ["partner": .text(partner), "network": .text(isolated(leaving.network)), "date": .text(day(leaving, answers))])
    }

    private static func day(_ leaving: Networks.Leaving, _ answers: AnswerText) -> String {
        (try? PartialDate(edtf: leaving.day)).map(answers.dates.text) ?? leaving.day
    }

    /// A name keeps its own direction within a sentence.
    private static func isolated(_ name: String) -> String { "\u{2068}\(name)\u{2069}" }
}
