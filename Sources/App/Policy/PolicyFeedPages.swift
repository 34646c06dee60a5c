import Dictionary
import Entitlements
import Vault

/// The pages of feeds: what this organisation publishes, what it follows, what came and waits.
enum PolicyFeedPages {
    /// Entries of a feed that are listed by name; the rest is counted.
    private static let shown = 200

    static func list(
        _ request: WebRequest, _ text: PolicyText, _ followed: [FollowedFeed], _ waiting: [WaitingFeed], _ register: PolicyRegister, ownCode: String,
        mayDecide: Bool, problems: [FieldProblem]
    ) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.feeds.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.feeds.lead"))
            let controls = FormControls(translator: translator, values: request.form, problems: problems)
            controls.summary(&html)
            if !waiting.isEmpty { self.waiting(&html, translator, waiting) }
            self.followed(&html, text, followed, register)
            if mayDecide {
                html.element("h2", text: translator("policy.feeds.take"))
                html.element("form", page.uploadAttributes("/policy/feeds")) { html in
                    page.formToken(&html)
                    controls.file(&html, label: translator("policy.feeds.file"), hint: translator("policy.feeds.file.hint"), accept: "application/json,.json")
                    controls.submit(&html, translator("policy.feeds.look"))
                }
            }
            own(&html, translator, register, ownCode: ownCode, mayDecide: mayDecide)
        }
    }

    private static func waiting(_ html: inout HTMLWriter, _ translator: Translator, _ waiting: [WaitingFeed]) {
        html.element("h2", text: translator("policy.feeds.waiting", ["count": .number(waiting.count)]))
        html.element("ul", [.class("due")]) { html in
            for item in waiting {
                html.element("li") { html in
                    html.element("span", [.class("what")]) { html in
                        html.element("a", [.href("/policy/feeds/waiting/\(item.feed.keys.organisation)"), .dir("auto")], text: item.feed.name)
                    }
                    html.element("span", [.class("badge")], text: translator("policy.feeds.standing.\(item.standing.rawValue).short"))
                }
            }
        }
    }

    private static func followed(_ html: inout HTMLWriter, _ text: PolicyText, _ followed: [FollowedFeed], _ register: PolicyRegister) {
        let translator = text.translator
        html.element("h2", text: translator("policy.feeds.followed", ["count": .number(followed.count)]))
        if followed.isEmpty { html.element("p", [.class("muted")], text: translator("policy.feeds.none")) }
        for feed in followed {
            let entries = register.all.filter { $0.owner == feed.owner }
            html.element("section", [.class("card")]) { html in
                html.element("h3", [.dir("auto")], text: feed.name)
                html.element("p") { html in
                    html.text(translator("policy.feeds.issued", ["date": .text(MomentText.day(of: feed.issued, translator))]) + " ")
                    html.element("span", [.class("badge")], text: translator("policy.feeds.standing.\(feed.trust.rawValue).short"))
                }
                html.element("p", [.class("small muted")]) { html in
                    html.text(translator("policy.feeds.code") + " ")
                    html.element("span", [.dir("ltr"), .class("code")], text: feed.verificationCode)
                }
                entriesList(&html, text, "policy.feeds.entries", entries.map(\.instrument), linked: true)
            }
        }
    }

    private static func own(_ html: inout HTMLWriter, _ translator: Translator, _ register: PolicyRegister, ownCode: String, mayDecide: Bool) {
        let count = register.all.count { $0.origin == .own && !$0.versionRecords.isEmpty }
        html.element("h2", text: translator("policy.feeds.own"))
        html.element("div", [.class("card")]) { html in
            html.element("p", text: translator("policy.feeds.own.lead", ["count": .number(count)]))
            html.element("p") { html in
                html.text(translator("policy.feeds.code") + " ")
                html.element("strong", [.dir("ltr"), .class("code")], text: ownCode)
            }
            html.element("p", [.class("hint")], text: translator("policy.feeds.own.hint"))
            guard mayDecide else { return }
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.href("/policy/feeds/own"), .class("button second")], text: translator("policy.feeds.own.download"))
            }
        }
    }

    // MARK: What came

    static func waiting(
        _ request: WebRequest, _ text: PolicyText, _ waiting: WaitingFeed, _ difference: PolicyExchange.FeedDifference, problems: [FieldProblem]
    ) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.feeds.came", area: .policy)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p") { html in html.element("a", [.href("/policy/feeds")], text: translator("policy.feeds.all")) }
            controls.summary(&html)
            html.element("p", [.class("lead"), .dir("auto")], text: waiting.feed.name)
            html.element("p", text: translator("policy.feeds.issued", ["date": .text(MomentText.day(of: waiting.feed.issued, translator))]))
            html.element("p", [.class(waiting.standing.needsCode || !waiting.standing.canBeTaken ? "problems" : "notice")]) { html in
                html.text(translator("policy.feeds.standing.\(waiting.standing.rawValue)"))
            }
            entriesList(&html, text, "policy.feeds.added", difference.added, linked: false)
            entriesList(&html, text, "policy.feeds.changed", difference.changed, linked: false)
            entriesList(&html, text, "policy.feeds.gone", difference.gone, linked: false)
            html.element("p", [.class("muted")], text: translator("policy.feeds.unchanged", ["count": .number(difference.unchanged)]))
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                if waiting.standing.needsCode {
                    controls.text(
                        &html, "code", label: translator("policy.feeds.compare"),
                        .init(hint: translator("policy.feeds.compare.hint"), direction: "ltr"))
                    html.element("div", [.class("field")]) { html in
                        html.element("label") { html in
                            html.element("input", [.type("checkbox"), .name("coordinator"), .value("yes")])
                            html.text(" " + translator("policy.feeds.coordinator"))
                        }
                    }
                }
                html.element("p", [.class("actions")]) { html in
                    if waiting.standing.canBeTaken {
                        html.element("button", [.type("submit"), .name("act"), .value("take")], text: translator("policy.feeds.accept"))
                    }
                    html.element("button", [.type("submit"), .name("act"), .value("refuse"), .class("second")], text: translator("policy.feeds.refuse"))
                }
            }
        }
    }

    private static func entriesList(_ html: inout HTMLWriter, _ text: PolicyText, _ key: String, _ entries: [Instrument], linked: Bool) {
        guard !entries.isEmpty else { return }
        let translator = text.translator
        html.element("details", [.flag("open", if: entries.count <= 12)]) { html in
            html.element("summary", text: translator(key, ["count": .number(entries.count)]))
            html.element("ul", [.class("plain")]) { html in
                for entry in entries.prefix(shown) {
                    html.element("li") { html in
                        if linked {
                            html.element(
                                "a", [.href("/policy/entries/\(PolicyEntry.address(entry.identifier))"), .dir("auto")], text: text.title(entry))
                        } else {
                            html.element("span", [.dir("auto")], text: text.title(entry))
                        }
                        html.text(" · \(text.kind(entry.kind)) · \(text.corridor(entry))")
                        for version in entry.versions where !linked { summary(&html, text, version) }
                    }
                }
                if entries.count > shown { html.element("li", text: translator("policy.sources.more", ["count": .number(entries.count - shown)])) }
            }
        }
    }

    /// What a version of another organisation says, so that somebody can read it before it is taken in.
    private static func summary(_ html: inout HTMLWriter, _ text: PolicyText, _ version: InstrumentVersion) {
        html.element("p", [.class("small muted")], text: "\(text.time(version)) · \(text.standing(version.standing)) · \(text.confidence(version.confidence))")
        text.writeSummary(&html, version)
        text.writeSources(&html, version.sources)
    }
}
