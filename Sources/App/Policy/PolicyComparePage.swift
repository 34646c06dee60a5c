import Entitlements

/// Two versions of an entry side by side: what was taken out and what came in.
enum PolicyComparePage {
    static func html(_ request: WebRequest, _ text: PolicyText, _ entry: PolicyEntry, _ earlier: InstrumentVersion, _ later: InstrumentVersion) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.compare.title", area: .policy)
        let difference = VersionDifference(from: earlier, to: later)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p") { PolicyPages.link(&$0, text, entry) }
            html.element("table") { html in
                html.element("caption", [.class("hidden")], text: translator("policy.compare.title"))
                html.element("tr") { html in
                    html.element("td")
                    html.element("th", [Attribute("scope", "col")], text: translator("policy.compare.earlier"))
                    html.element("th", [Attribute("scope", "col")], text: translator("policy.compare.later"))
                }
                row(&html, translator("policy.compare.time"), text.time(earlier), text.time(later))
                row(&html, translator("policy.list.standing"), text.standing(earlier.standing), text.standing(later.standing))
            }
            if !difference.summary.isEmpty {
                html.element("h2", text: translator("policy.compare.summary"))
                html.element("p", [.class("told card"), .lang(later.language), .dir("auto")]) { html in
                    for piece in difference.summary { write(&html, piece, translator) }
                }
            }
            provisions(&html, text, difference.provisions)
            if difference.provisions.isEmpty, !difference.summary.contains(where: { if case .same = $0 { false } else { true } }) {
                html.element("p", text: translator("policy.compare.same"))
            }
        }
    }

    private static func row(_ html: inout HTMLWriter, _ label: String, _ earlier: String, _ later: String) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")], text: label)
            html.element("td", text: earlier)
            html.element("td", text: later)
        }
    }

    /// Marked by elements that say so to screen readers, not by colour alone.
    private static func write(_ html: inout HTMLWriter, _ piece: VersionDifference.Piece, _ translator: Translator) {
        switch piece {
        case .same(let words): html.text(words + " ")
        case .removed(let words): marked(&html, "del", translator("policy.compare.removed"), words)
        case .added(let words): marked(&html, "ins", translator("policy.compare.added"), words)
        }
    }

    private static func marked(_ html: inout HTMLWriter, _ element: StaticString, _ label: String, _ words: String) {
        html.element(element) { html in
            html.element("span", [.class("hidden")], text: label + " ")
            html.text(words)
        }
        html.text(" ")
    }

    private static func provisions(_ html: inout HTMLWriter, _ text: PolicyText, _ provisions: [VersionDifference.Provision]) {
        guard !provisions.isEmpty else { return }
        let translator = text.translator
        html.element("h2", text: translator("policy.compare.rules", ["count": .number(provisions.count)]))
        html.element(
            "div",
            [
                .class("picture"), Attribute("tabindex", "0"), .role("group"),
                Attribute("aria-label", translator("policy.compare.rules", ["count": .number(provisions.count)])),
            ]
        ) { html in
            html.element("table") { html in
                html.element("caption", [.class("hidden")], text: translator("policy.compare.rules", ["count": .number(provisions.count)]))
                html.element("tr") { html in
                    for key in ["policy.rules.topic", "policy.compare.earlier", "policy.compare.later"] {
                        html.element("th", [Attribute("scope", "col")], text: translator(key))
                    }
                }
                for provision in provisions {
                    html.element("tr") { html in
                        let topic = (provision.after ?? provision.before).map { RuleLine(text).topic($0) ?? $0.topic } ?? ""
                        html.element("th", [Attribute("scope", "row")], text: topic)
                        for rule in [provision.before, provision.after] {
                            html.element("td") { html in
                                if let rule {
                                    html.element("p", text: RuleLine(text).line(rule) ?? "\(rule.value) \(rule.unit)")
                                    html.element("p", [.lang("en"), .dir("ltr"), .class("muted small")], text: "\(rule.says) (\(rule.article))")
                                } else {
                                    html.text(translator("policy.compare.none"))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
