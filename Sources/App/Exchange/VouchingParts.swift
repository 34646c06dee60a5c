/// What the page of a partner says about the word of coordinators, and about whose directory is followed.
enum VouchingParts {
    /// What a coordinator has said about a partner that is not trusted yet, to be accepted or not.
    static func offer(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner, _ coordinator: String?) {
        guard let coordinator, partner.trust == .unverified || partner.trust == .vouched else { return }
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.vouch.heard"))
            html.element("p", text: translator("exchange.vouch.by", ["coordinator": .text(coordinator)]))
            guard partner.trust == .unverified, partner.changedKeys == nil else { return }
            html.element("p", [.class("hint")], text: translator("exchange.vouch.choice"))
            form(&html, page, base, "accept")
        }
    }

    /// Our own word about a partner whose keys were compared here, and whether its word counts.
    static func word(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner) {
        guard partner.trust == .verified, partner.changedKeys == nil else { return }
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.vouch.title"))
            html.element("p", text: translator("exchange.vouch.lead"))
            html.element("div", [.class("actions")]) { html in
                form(&html, page, base, "say")
                form(&html, page, base, "revoke")
            }
            html.element("p", text: translator(partner.isCoordinator ? "exchange.vouch.believed" : "exchange.vouch.not-believed"))
            form(&html, page, base, partner.isCoordinator ? "disbelieve" : "believe")
        }
    }

    /// Whose entries of the directory come and go.
    static func directory(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner, _ following: DirectoryFeedExchange.Following) {
        guard partner.trust.isTrusted, partner.changedKeys == nil else { return }
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.feed.title"))
            html.element("p", text: translator(following.isFollowed ? "exchange.feed.followed" : "exchange.feed.not-followed"))
            if following.isFollowed {
                let minutes: [String: Translator.Argument] = ["minutes": .number(DirectoryFeedExchange.interval / 60_000)]
                let last = following.latest.map { translator("exchange.feed.last", ["moment": .text(MomentText.text($0, translator))]) }
                html.element("p", text: last ?? translator("exchange.feed.none-yet"))
                html.element("p", [.class("hint")], text: translator("exchange.feed.next", minutes))
            }
            if following.followsUs {
                let own: [String: Translator.Argument] = [
                    "organisations": .number(following.own.organisations), "services": .number(following.own.services),
                ]
                html.element("p", text: translator("exchange.feed.follows-us"))
                html.element("p", text: translator(following.own.organisations == 0 ? "exchange.feed.nothing-own" : "exchange.feed.own", own))
                if following.own.organisations == 0 {
                    html.element("p") { $0.element("a", [.href("/directory")], text: translator("directory.title")) }
                }
            }
            form(&html, page, base, following.isFollowed ? "unfollow" : "follow")
        }
    }

    private static func form(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ act: String) {
        html.element("form", [Attribute("method", "post"), Attribute("action", base + "/vouch")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("act"), .value(act)])
            html.element("button", [.type("submit"), .class("second")], text: page.request.translator("exchange.vouch.\(act)"))
        }
    }
}
