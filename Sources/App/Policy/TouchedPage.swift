import Dictionary
import Entitlements

/// Which open cases an entry may touch, as far as the reader may open them.
enum TouchedPage {
    static func html(_ request: WebRequest, _ text: PolicyText, _ entry: PolicyEntry, _ version: InstrumentVersion?, _ touched: TouchedCases) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.touched.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")]) { PolicyPages.link(&$0, text, entry) }
            versions(&html, request, text, entry, version)
            html.element("p", text: translator("policy.touched.by-facts", ["count": .number(touched.total)]))
            html.element(
                "p", [.class("hint")],
                text: translator("policy.touched.looked-at", ["count": .number(touched.lookedAt), "outside": .number(touched.outside)]))
            html.element("ul", [.class("due")]) { html in
                for line in touched.lines {
                    html.element("li") { html in
                        html.element("span", [.class("when")], text: translator(line.isSure ? "policy.touched.sure" : "policy.touched.unsure"))
                        html.element("span", [.class("what")]) { html in
                            html.element(
                                "a", [.href("/cases/\(line.record)"), .dir("auto")],
                                text: line.workers.isEmpty
                                    ? translator("list.unnamed") : line.workers.joined(separator: translator("cases.list-separator")))
                            for employment in line.employments {
                                let ends = [employment.since, employment.until].map { $0.map(text.dates.text) ?? "…" }
                                html.text(" · \(ends[0]) – \(ends[1])")
                            }
                        }
                    }
                }
            }
        }
    }

    /// Which version is asked about.
    private static func versions(_ html: inout HTMLWriter, _ request: WebRequest, _ text: PolicyText, _ entry: PolicyEntry, _ version: InstrumentVersion?) {
        html.element("nav", [.class("within"), Attribute("aria-label", text.translator("policy.versions"))]) { html in
            html.element("ul") { html in
                for other in entry.instrument.versions {
                    html.element("li") { html in
                        html.element(
                            "a",
                            [
                                .href("/policy/entries/\(entry.address)/cases?version=\(other.identifier)"),
                                other.identifier == version?.identifier ? Attribute("aria-current", "page") : nil,
                            ], text: text.time(other))
                    }
                }
            }
        }
    }
}
