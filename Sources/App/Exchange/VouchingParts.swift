import Storage

/// What the page of a partner says about the word of coordinators, and about whose directory is followed.
enum VouchingParts {
    /// What is said of a partner's keys, by others and here.
    struct Words: Sendable {
        /// The name of the coordinator who vouches for exactly the keys that are held, and when it said so; nil for none.
        var coordinator: (name: String, said: Int64)?
        /// When this organisation vouched for them; nil if it does not.
        var own: Int64?

        init(on partner: Partner, _ node: Node, _ connection: any Connection) throws {
            own = try Vouching.isSaid(of: partner.identifier, node, connection)
            if let word = try Vouching.word(on: partner, node, connection) {
                coordinator = (word.coordinator.name, word.said)
            } else if partner.trust == .vouched, let name = try Partners.find(partner.vouchedBy, node, connection)?.name {
                // It was accepted; the coordinator is believed no longer, but has not taken it back.
                coordinator = (name, partner.trusted)
            }
        }
    }

    /// What a coordinator has said about a partner that is not trusted yet, to be accepted or not.
    static func offer(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner, _ words: Words) {
        guard let coordinator = words.coordinator, partner.trust == .unverified || partner.trust == .vouched else { return }
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.vouch.heard"))
            html.element("p", text: translator("exchange.vouch.by", ["coordinator": .text("\u{2068}\(coordinator.name)\u{2069}")]))
            html.element("p", [.class("muted")], text: translator("exchange.vouch.since", ["moment": .text(moment(coordinator.said, translator))]))
            guard partner.trust == .unverified, partner.changedKeys == nil else { return }
            html.element("p", [.class("hint")], text: translator("exchange.vouch.choice"))
            form(&html, page, base, "accept")
        }
    }

    /// Our own word about a partner whose keys were compared here, and whether its word counts.
    static func word(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner, _ words: Words) {
        let isCompared = partner.trust == .verified && partner.changedKeys == nil
        guard isCompared || words.own != nil else { return }
        let translator = page.request.translator
        html.element("section", [.class("card"), .id("vouching")]) { html in
            html.element("h3", text: translator("exchange.vouch.title"))
            if let own = words.own {
                html.element("p", text: translator("exchange.vouch.said", ["moment": .text(moment(own, translator))]))
                form(&html, page, base, "revoke")
            } else {
                html.element("p", text: translator("exchange.vouch.lead"))
                form(&html, page, base, "say")
            }
            guard isCompared else { return }
            html.element("p", text: translator(partner.isCoordinator ? "exchange.vouch.believed" : "exchange.vouch.not-believed"))
            form(&html, page, base, partner.isCoordinator ? "disbelieve" : "believe")
        }
    }

    private static func moment(_ time: Int64, _ translator: Translator) -> String { MomentText.text(UInt64(max(0, time)), translator) }

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
