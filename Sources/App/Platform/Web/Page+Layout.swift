import HTTPTypes

extension Page {
    /// The whole page, with what `content` writes in its middle.
    func html(_ content: (inout HTMLWriter) -> Void) -> HTML {
        HTML { html in
            html.doctype()
            let translator = request.translator
            html.element("html", [.lang(translator.language), .dir(translator.direction)]) { html in
                head(&html)
                html.element("body", sessionAttributes) { html in
                    html.element("a", [.class("skip"), .href("#content")], text: translator("platform.skip"))
                    header(&html)
                    html.element("main", [.id("content"), Attribute("tabindex", "-1")]) { html in
                        if let notice { html.element("p", [.class("notice"), .role("status")], text: notice) }
                        if request.session?.hasRenewal == true, request.path != "/account" { RenewalPages.notice(&html, translator) }
                        html.element("h1", text: translator(title))
                        content(&html)
                    }
                    footer(&html)
                }
            }
        }
    }

    /// When the session ends if nothing is done, for the script that tells it before.
    private var sessionAttributes: [Attribute?] {
        guard request.session != nil else { return [] }
        return [
            Attribute("data-idle", "\(AccountService.idleLimit / 1000)"), Attribute("data-ending", request.translator("platform.session.ending")),
            Attribute("data-stay", request.translator("platform.session.stay")),
        ]
    }

    private func head(_ html: inout HTMLWriter) {
        html.element("head") { html in
            html.element("meta", [Attribute("charset", "utf-8")])
            html.element("meta", [.name("viewport"), Attribute("content", "width=device-width, initial-scale=1")])
            html.element("meta", [.name("color-scheme"), Attribute("content", "light dark")])
            html.element("meta", [.name("robots"), Attribute("content", "noindex, nofollow")])
            html.element("title", text: "\(request.translator(title)) · Corridor")
            html.element("link", [Attribute("rel", "icon"), .href(Assets.standard.path("mark.svg")), .type("image/svg+xml")])
            html.element("link", [Attribute("rel", "stylesheet"), .href(Assets.standard.path("corridor.css"))])
            for script in ["corridor.js"] + scripts { html.element("script", [Attribute("src", Assets.standard.path(script)), .flag("defer")]) }
        }
    }

    private func header(_ html: inout HTMLWriter) {
        let translator = request.translator
        html.element("header", [.class("top")]) { html in
            html.element("a", [.class("brand"), .href("/")]) { html in
                html.element(
                    "img", [Attribute("src", Assets.standard.path("mark.svg")), Attribute("alt", ""), Attribute("width", "28"), Attribute("height", "28")])
                html.element("span", text: "Corridor")
            }
            if request.session != nil { navigation(&html) }
            html.element("div", [.class("tools")]) { html in
                if let session = request.session {
                    html.element("a", [.href("/account"), .dir("auto")], text: session.displayName)
                    html.element("form", [Attribute("method", "post"), Attribute("action", "/sign-out")]) { html in
                        formToken(&html)
                        html.element("button", [.type("submit"), .class("plain")], text: translator("platform.sign-out"))
                    }
                }
                html.element(
                    "button", [.type("button"), .class("plain"), .id("privacy-screen"), .flag("hidden"), Attribute("title", translator("platform.hide.hint"))],
                    text: translator("platform.hide"))
                quickExit(&html)
            }
        }
    }

    /// Ends the session and leads to a neutral page that nobody asks about. Works without the script, which also removes this page from the way back.
    private func quickExit(_ html: inout HTMLWriter) {
        let text = request.translator("platform.leave")
        guard request.session != nil else {
            let attributes: [Attribute] = [.class("leave"), .id("quick-exit"), .href("/leave"), Attribute("rel", "noreferrer"), Attribute("accesskey", "x")]
            return html.element("a", attributes, text: text)
        }
        html.element("form", [Attribute("method", "post"), Attribute("action", "/leave"), .id("quick-exit")]) { html in
            formToken(&html)
            html.element("button", [.type("submit"), .class("plain leave"), Attribute("accesskey", "x")], text: text)
        }
    }

    private func navigation(_ html: inout HTMLWriter) {
        let translator = request.translator
        html.element("nav", [Attribute("aria-label", translator("platform.navigation"))]) { html in
            html.element("ul") { html in
                for place in places {
                    html.element("li") { html in
                        html.element(
                            "a", [.href(place.path), area == place.area ? Attribute("aria-current", "page") : nil],
                            text: translator("platform.area.\(place.area.rawValue)"))
                    }
                }
            }
        }
    }

    /// The places that the person's role has something to do in.
    private var places: [(area: Area, path: String)] {
        guard let session = request.session, !session.needsSecondFactor else { return [] }
        var places: [(Area, String)] = []
        if session.may(.readCases), !AccessPolicy.readsAsPartner(session.roles) { places.append((.today, "/today")) }
        if session.may(.readCases) {
            let list = AccessPolicy.readsAsPartner(session.roles) ? "/cases" : "/cases?\(CaseListRequest.open)"
            places += [(.cases, list), (.search, "/search")]
        }
        if session.may(.writeCases) { places.append((.forms, "/forms")) }
        let features = [
            ReferralRoutes.place(for: session), TracingRoutes.place(for: session), ClaimRoutes.place(for: session), WatchlistRoutes.place(for: session),
            DirectoryRoutes.place(for: session), PolicyRoutes.place(for: session),
        ]
        places += features.compactMap { $0 }
        if session.may(.readFacts), !session.may(.readCases) { places.append((.facts, "/facts")) }
        if session.may(.readStatistics) { places.append((.statistics, "/statistics")) }
        if session.may(.authoriseIdentity) { places.append((.openings, "/openings")) }
        if session.may(.readLog) { places.append((.log, "/log")) }
        if session.may(.administer) { places.append((.administration, "/administration/accounts")) }
        return places
    }

    private func footer(_ html: inout HTMLWriter) {
        let translator = request.translator
        guard offersLanguages else { return }
        html.element("footer", [.class("bottom")]) { html in
            html.element("nav", [Attribute("aria-label", translator("platform.languages"))]) { html in
                html.element("form", [Attribute("method", "post"), Attribute("action", "/language")]) { html in
                    formToken(&html)
                    // So that whoever changes the language stays where they are. An answer to a form cannot be asked for again.
                    if request.method == .get { html.element("input", [.type("hidden"), .name("from"), .value(request.path)]) }
                    for language in translator.catalogue.languages {
                        let isCurrent = language == translator.language
                        html.element(
                            "button",
                            [
                                .type("submit"), .class("plain"), .name("language"), .value(language), .lang(language),
                                isCurrent ? Attribute("aria-current", "true") : nil,
                            ], text: translator.catalogue.facts(of: language).name)
                    }
                }
            }
        }
    }

    /// To be put into every form that is posted.
    func formToken(_ html: inout HTMLWriter) {
        html.element("input", [.type("hidden"), .name("form-token"), .value(request.formToken)])
    }
}
