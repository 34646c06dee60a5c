import Exchange
import Formats
import Storage

/// The pages on which partners are added, compared, blocked and looked after.
enum PartnerPages {
    /// What crosses and what waits, counted.
    struct Traffic: Sendable {
        /// Messages that the partner does not have yet, and the oldest of them.
        var waiting = 0
        var oldest: Int64?
        var sent = 0
        var received = 0
        /// Messages that arrived and could not be told to a feature yet.
        var untold = 0
        var refused = 0

        static func read(_ partner: Partner, _ node: Node, _ connection: any Connection) throws -> Traffic {
            let pair: [Value] = [.integer(node.organisation.number), .text(partner.identifier)]
            var traffic = Traffic(waiting: Int(partner.unconfirmed), sent: Int(partner.state.acknowledged), received: Int(partner.state.received))
            traffic.oldest = try connection.first(
                "SELECT made FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND number = ?", pair + [.integer(partner.state.acknowledged + 1)]
            ) { $0.integer(0) }
            func count(_ condition: String) throws -> Int {
                try connection.first("SELECT count(*) FROM exchange_incoming WHERE organisation = ? AND partner = ? AND \(condition)", pair) {
                    Int($0.integer(0))
                } ?? 0
            }
            (traffic.untold, traffic.refused) = (try count("state = 0"), try count("state = 2"))
            return traffic
        }
    }

    static func list(_ request: WebRequest, _ partners: [Partner], ownInvitation: String, own: ExchangeProfile, problems: [FieldProblem]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "exchange.partners.title", area: .administration)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("exchange.partners.lead"))
            if let trouble = own.trouble { warning(&html, translator("exchange.error.\(trouble.rawValue)")) }
            html.element("p") { html in
                html.element("a", [.href("/administration/partners/take"), .class("button second")], text: translator("exchange.take.title"))
            }
            if partners.isEmpty { html.element("p", text: translator("exchange.partners.none")) } else { table(&html, partners, translator) }
            html.element("section", [.class("card")]) { html in
                html.element("h2", text: translator("exchange.add.title"))
                html.element("p", text: translator("exchange.add.lead"))
                controls.summary(&html)
                html.element("form", [Attribute("method", "post"), Attribute("action", "/administration/partners")]) { html in
                    page.formToken(&html)
                    controls.text(
                        &html, "invitation", label: translator("exchange.add.invitation"), .init(isRequired: true, rows: 4, direction: "ltr"))
                    controls.submit(&html, translator("exchange.add.button"))
                }
            }
            html.element("section", [.class("card")]) { html in
                html.element("h2", text: translator("exchange.own.title"))
                html.element("p", [.id("own-hint")], text: translator("exchange.own.lead"))
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("own-invitation")], text: translator("exchange.own.label"))
                    html.element(
                        "textarea",
                        [.id("own-invitation"), .flag("readonly"), Attribute("rows", "4"), .dir("ltr"), Attribute("aria-describedby", "own-hint")],
                        text: ownInvitation)
                }
                if !own.relay.isEmpty {
                    html.element("dl", [.class("facts")]) { html in
                        html.element("dt", text: translator("exchange.own.relay"))
                        html.element("dd", [.dir("ltr")], text: own.relay)
                        html.element("dt", text: translator("exchange.own.mailbox"))
                        html.element("dd") { $0.element("code", [.dir("ltr")], text: own.mailbox) }
                    }
                }
                // One that has grown too long for a code, by many replaced keys, still goes as text.
                if let code = try? QRCode(ownInvitation, correction: .low) { QRPicture.write(&html, code, label: translator("exchange.own.code")) }
            }
        }
    }

    private static func table(_ html: inout HTMLWriter, _ partners: [Partner], _ translator: Translator) {
        html.element("div", [.class("scroll")]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["name", "trust", "waiting", "heard"] {
                            html.element("th", [Attribute("scope", "col")], text: translator("exchange.column.\(key)"))
                        }
                    }
                }
                html.element("tbody") { html in
                    for partner in partners {
                        html.element("tr") { html in
                            html.element("th", [Attribute("scope", "row")]) { html in
                                html.element("a", [.href("/administration/partners/\(partner.identifier)"), .dir("auto")], text: partner.name)
                            }
                            html.element("td", text: translator("exchange.trust.\(state(partner))"))
                            html.element("td", text: number(Int(partner.unconfirmed), translator))
                            html.element("td", text: heard(partner, translator))
                        }
                    }
                }
            }
        }
    }

    private static func number(_ number: Int, _ translator: Translator) -> String { translator.catalogue.facts(of: translator.language).text(number) }

    private static func state(_ partner: Partner) -> String { partner.changedKeys == nil ? partner.trust.rawValue : "changed" }

    private static func heard(_ partner: Partner, _ translator: Translator) -> String {
        partner.arrived == 0 ? translator("exchange.heard.never") : MomentText.text(UInt64(partner.arrived), translator)
    }

    static func show(
        _ request: WebRequest, _ partner: Partner, ours: [String], words: VouchingParts.Words, following: DirectoryFeedExchange.Following, traffic: Traffic,
        problems: [FieldProblem]
    ) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "exchange.partner.title", area: .administration)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        let base = "/administration/partners/\(partner.identifier)"
        return page.html { html in
            html.element("p") { html in
                html.element("a", [.href("/administration/partners")], text: translator("exchange.partner.all"))
            }
            html.element("h2", [.dir("auto")], text: partner.name)
            html.element("p", text: translator("exchange.trust.\(state(partner))"))
            controls.summary(&html)
            if partner.changedKeys != nil { warning(&html, translator("exchange.error.changed-keys")) }
            VouchingParts.offer(&html, page, base, partner, words)
            if partner.trust != .blocked, partner.trust != .removed {
                let isDone = partner.trust.isTrusted && partner.changedKeys == nil
                // The other side may have to compare again, after they had blocked us: then somebody here has to read the digits to them.
                html.element("details", [.flag("open", if: !isDone || !problems.isEmpty)]) { html in
                    html.element("summary", text: translator(isDone ? "exchange.compare.again" : "exchange.compare.title"))
                    comparison(&html, page, controls, base, ours, isDone: isDone && partner.trust == .verified)
                }
            }
            delivery(&html, page, base, partner, traffic)
            if partner.trust.isTrusted, partner.changedKeys == nil { CarryingPages.make(&html, page, partner: partner.identifier) }
            VouchingParts.word(&html, page, base, partner, words)
            VouchingParts.directory(&html, page, base, partner, following)
            trust(&html, page, base, partner)
        }
    }

    private static func warning(_ html: inout HTMLWriter, _ sentence: String) {
        html.element("p", [.class("problems"), .role("alert")], text: sentence)
    }

    private static func comparison(
        _ html: inout HTMLWriter, _ page: Page, _ controls: FormControls, _ base: String, _ ours: [String], isDone: Bool
    ) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.compare.title"))
            if isDone { html.element("p", text: translator("exchange.compare.done")) }
            html.element("p", text: translator("exchange.compare.lead"))
            html.element("p", text: translator("exchange.compare.read"))
            html.element("p", [.class("code"), .dir("ltr")]) { html in
                html.element("code", text: ours.joined(separator: " "))
            }
            html.element("details") { html in
                html.element("summary", text: translator("exchange.compare.scan"))
                if let code = try? QRCode(ours.joined()) { QRPicture.write(&html, code, label: translator("exchange.compare.scan")) }
            }
            guard !isDone else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", base + "/verify")]) { html in
                page.formToken(&html)
                controls.text(
                    &html, "code", label: translator("exchange.compare.theirs"),
                    .init(hint: translator("exchange.compare.hint"), isRequired: true, inputMode: "numeric", direction: "ltr"))
                controls.submit(&html, translator("exchange.compare.button"))
            }
        }
    }

    private static func delivery(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner, _ traffic: Traffic) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.delivery.title"))
            for trouble in partner.troubles { warning(&html, translator("exchange.error.\(trouble.rawValue)")) }
            html.element("dl", [.class("facts")]) { html in
                func line(_ key: String, _ value: String) {
                    html.element("dt", text: translator("exchange.delivery.\(key)"))
                    html.element("dd", [.dir("auto")], text: value)
                }
                let way = !partner.address.isEmpty ? "address" : !partner.relay.isEmpty ? "relay" : "file"
                line("way", translator("exchange.way.\(way)"))
                line("waiting", number(traffic.waiting, translator))
                if let oldest = traffic.oldest { line("oldest", MomentText.text(UInt64(max(0, oldest)), translator)) }
                line("sent", number(traffic.sent, translator))
                line("received", number(traffic.received, translator))
                if traffic.untold > 0 { line("untold", number(traffic.untold, translator)) }
                if traffic.refused > 0 { line("refused", number(traffic.refused, translator)) }
                line("heard", heard(partner, translator))
            }
            if partner.trust.isTrusted {
                html.element("form", [Attribute("method", "post"), Attribute("action", base + "/repair")]) { html in
                    page.formToken(&html)
                    html.element("p", [.class("hint")], text: translator("exchange.repair.hint"))
                    html.element("button", [.type("submit"), .class("plain")], text: translator("exchange.repair.button"))
                }
            }
        }
    }

    private static func trust(_ html: inout HTMLWriter, _ page: Page, _ base: String, _ partner: Partner) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.end.title"))
            let choices = (partner.trust == .blocked ? ["unverified"] : ["blocked"]) + (partner.trust == .removed ? [] : ["removed"])
            for choice in choices {
                // Two steps: what it does is read before it is done.
                html.element("details") { html in
                    html.element("summary", text: translator("exchange.end.\(choice)"))
                    html.element("p", text: translator("exchange.end.\(choice).means", ["partner": .text("\u{2068}\(partner.name)\u{2069}")]))
                    html.element("form", [Attribute("method", "post"), Attribute("action", base + "/trust")]) { html in
                        page.formToken(&html)
                        html.element("input", [.type("hidden"), .name("trust"), .value(choice)])
                        html.element("button", [.type("submit"), .class("second")], text: translator("exchange.end.\(choice).confirm"))
                    }
                }
            }
        }
    }
}
