import Exchange
import Formats

/// The pages on which envelopes are carried by hand: made as a file or as codes for one partner, taken from any.
enum CarryingPages {
    /// Making something for a partner.
    static func make(_ html: inout HTMLWriter, _ page: Page, partner: String) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h3", text: translator("exchange.carry.title"))
            html.element("p", text: translator("exchange.carry.lead"))
            html.element("div", [.class("actions")]) { html in
                for way in ["file", "codes"] {
                    let attributes = [Attribute("method", "post"), Attribute("action", "/administration/partners/\(partner)/carry"), .flag("data-downloads")]
                    html.element("form", attributes) { html in
                        page.formToken(&html)
                        html.element("input", [.type("hidden"), .name("way"), .value(way)])
                        html.element("button", [.type("submit"), .class("second")], text: translator("exchange.carry.\(way)"))
                    }
                }
            }
            html.element("p", [.class("hint")], text: translator("exchange.carry.hint"))
        }
    }

    /// One code of a sequence, with the way to the others; in a loop the browser goes on by itself until it is stopped.
    static func code(_ request: WebRequest, _ partner: Partner, _ code: QRCode, number: Int, count: Int, isLoop: Bool) -> HTML {
        let translator = request.translator
        let base = "/administration/partners/\(partner.identifier)"
        let place: [String: Translator.Argument] = ["number": .number(number), "total": .number(count)]
        return Page(request, title: "exchange.codes.title", area: .administration).html { html in
            html.element("p") { html in html.element("a", [.href(base), .dir("auto")], text: partner.name) }
            html.element("p", text: translator("exchange.codes.lead"))
            html.element("p", [.class("lead"), .role("status")], text: translator("exchange.codes.place", place))
            QRPicture.write(&html, code, label: translator("exchange.codes.place", place))
            html.element("nav", [.class("actions"), Attribute("aria-label", translator("exchange.codes.title"))]) { html in
                func link(_ key: String, _ number: Int, _ loops: Bool) {
                    html.element("a", [.href("\(base)/codes?code=\(number)\(loops ? "&loop=yes" : "")"), .class("button second")], text: translator(key))
                }
                if number > 1 { link("exchange.codes.previous", number - 1, false) }
                if number < count { link("exchange.codes.next", number + 1, false) }
                if count > 1 { link(isLoop ? "exchange.codes.stop" : "exchange.codes.loop", number, !isLoop) }
            }
        }
    }

    /// Taking what came by hand.
    static func take(_ request: WebRequest, outcome: CarriedFiles.Taken?, problems: [FieldProblem]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "exchange.take.title", area: .administration)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p") { html in html.element("a", [.href("/administration/partners")], text: translator("exchange.partner.all")) }
            if let outcome { result(&html, outcome, translator) }
            html.element("p", text: translator("exchange.take.lead"))
            controls.summary(&html)
            html.element(
                "form",
                [
                    Attribute("method", "post"), Attribute("action", "/administration/partners/take"), Attribute("enctype", "multipart/form-data"),
                    .class("card"),
                ]
            ) { html in
                page.formToken(&html)
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("file")], text: translator("exchange.take.file"))
                    html.element("input", [.type("file"), .id("file"), .name("file")])
                }
                pictures(&html, translator)
                controls.text(
                    &html, "codes", label: translator("exchange.take.codes"),
                    .init(hint: translator("exchange.take.hint"), rows: 6, direction: "ltr"))
                controls.submit(&html, translator("exchange.take.button"))
            }
        }
    }

    /// Codes through the camera or in photographs, for browsers that can read them by themselves; shown by the script where that is so. The field has no name: pictures are
    /// never sent.
    private static func pictures(_ html: inout HTMLWriter, _ translator: Translator) {
        html.element(
            "div",
            [
                .class("field"), .flag("hidden"), Attribute("data-code-pictures", ""), Attribute("data-read", translator("exchange.take.pictures.read")),
                Attribute("data-without", translator("exchange.take.pictures.without")),
            ]
        ) { html in
            camera(&html, translator)
            html.element("label", [.for("pictures")], text: translator("exchange.take.pictures"))
            html.element("p", [.class("hint"), .id("pictures-hint")], text: translator("exchange.take.pictures.hint"))
            html.element(
                "input",
                [.type("file"), .id("pictures"), Attribute("accept", "image/*"), .flag("multiple"), Attribute("aria-describedby", "pictures-hint")])
            html.element("p", [.role("status"), .class("small")], text: "")
        }
        html.element("script", [Attribute("src", Assets.standard.path("codes.js")), .flag("defer")])
    }

    private static func camera(_ html: inout HTMLWriter, _ translator: Translator) {
        html.element(
            "div",
            [
                .flag("hidden"), Attribute("data-code-camera", ""), Attribute("data-stop", translator("exchange.take.camera.stop")),
                Attribute("data-refused", translator("exchange.take.camera.refused")),
            ]
        ) { html in
            html.element("button", [.type("button"), .class("second")], text: translator("exchange.take.camera"))
            html.element(
                "video",
                [.flag("hidden"), .flag("muted"), .flag("playsinline"), .class("camera"), Attribute("aria-label", translator("exchange.take.camera.picture"))])
        }
    }

    private static func result(_ html: inout HTMLWriter, _ outcome: CarriedFiles.Taken, _ translator: Translator) {
        html.element("div", [.class(outcome.taken == 0 ? "problems" : "notice"), .role("status")]) { html in
            html.element(
                "p",
                text: outcome.taken == 0
                    ? translator("exchange.take.refused")
                    : translator("exchange.take.done", ["new": .number(outcome.new), "repeated": .number(outcome.repeated)]))
            for reason in outcome.reasons { html.element("p", text: translator("exchange.error.\(reason.rawValue)")) }
        }
    }
}
