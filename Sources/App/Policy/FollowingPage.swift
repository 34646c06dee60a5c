import Dictionary
import Entitlements

/// The corridors that somebody follows, and what is new in them.
enum FollowingPage {
    static func html(
        _ request: WebRequest, _ text: PolicyText, _ corridors: [PolicyFollowing.Corridor], _ news: PolicyNews, _ register: PolicyRegister
    ) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.following.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.following.lead"))
            if !corridors.isEmpty { self.news(&html, page, text, news, register) }
            html.element("h2", text: translator("policy.following.corridors", ["count": .number(corridors.count)]))
            html.element("ul", [.class("due")]) { html in
                for corridor in corridors { html.element("li") { line(&$0, page, text, corridor) } }
            }
            let controls = FormControls(translator: translator, values: FormFields())
            html.element("form", [Attribute("method", "post"), Attribute("action", "/policy/following"), .class("card")]) { html in
                page.formToken(&html)
                for name in ["origin", "destination"] {
                    controls.select(&html, name, label: translator("policy.filter.\(name)"), options: PolicyPages.options("country", text))
                }
                controls.submit(&html, translator("policy.following.follow"))
            }
        }
    }

    private static func news(_ html: inout HTMLWriter, _ page: Page, _ text: PolicyText, _ news: PolicyNews, _ register: PolicyRegister) {
        let translator = text.translator
        html.element("h2", text: translator("policy.following.news", ["count": .number(news.count)]))
        PolicyPages.list(&html, text, Array(news.changes.prefix(100)), register, today: page.request.day)
        html.element("ul", [.class("due")]) { html in
            for change in news.approved.prefix(100) {
                html.element("li") { html in
                    html.element("span", [.class("when")], text: text.label("policy-change-kind", change.change.kind.rawValue))
                    html.element("span", [.class("what")]) { html in
                        if let entry = register[change.entry] { PolicyPages.link(&html, text, entry) }
                    }
                }
            }
        }
        guard news.count > 0 else { return }
        html.element("form", [Attribute("method", "post"), Attribute("action", "/policy/following"), .class("actions")]) { html in
            page.formToken(&html)
            html.element("button", [.type("submit"), .name("act"), .value("seen")], text: translator("policy.following.seen"))
        }
    }

    private static func line(_ html: inout HTMLWriter, _ page: Page, _ text: PolicyText, _ corridor: PolicyFollowing.Corridor) {
        let translator = text.translator
        let ends = [corridor.origin, corridor.destination].map { $0.isEmpty ? translator("policy.all-countries") : text.countries([$0]) }
        let name = "\(ends[0]) \(translator("policy.arrow")) \(ends[1])"
        html.element("span", [.class("what")], text: name)
        html.element("form", [Attribute("method", "post"), Attribute("action", "/policy/following")]) { html in
            page.formToken(&html)
            for (field, value) in [("act", "stop"), ("origin", corridor.origin), ("destination", corridor.destination)] {
                html.element("input", [.type("hidden"), .name(field), .value(value)])
            }
            html.element("button", [.type("submit"), .class("second")]) { html in
                html.text(translator("policy.following.stop"))
                html.element("span", [.class("hidden")], text: " " + name)
            }
        }
    }
}
