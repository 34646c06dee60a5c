import Dictionary

/// The poster, and the pages for people outside.
enum PosterPages {
    static func preview(_ request: WebRequest, _ poster: Poster, _ answers: AnswerText, isPDFPossible: Bool) -> HTML {
        let page = Page(request, title: "tracing.poster.title", area: .tracing)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("actions")]) { $0.element("a", [.href("/tracing/notices/\(poster.record)")], text: translator("tracing.compare.back")) }
            if !poster.isAgreed { html.element("p", [.class("warning")], text: translator("tracing.poster.not-agreed")) }
            guard poster.contact != nil else {
                // Whoever recognised somebody would not know whom to call.
                html.element("p", [.class("warning")]) { html in
                    html.text(noContact(translator))
                    guard page.request.session?.may(.administer) == true else { return }
                    html.text(" ")
                    html.element("a", [.href("/administration/settings")], text: translator("access.settings.title"))
                }
                return
            }
            html.element("p", [.class("muted")], text: translator(poster.showsMissing ? "tracing.poster.shows-missing" : "tracing.poster.shows-seeker"))
            html.element("section", [.class("card poster")]) { content(&$0, poster, answers, pictures: poster.pictures.map(\.path)) }
            if poster.mayPublish {
                html.element("p") { html in
                    html.text(translator("tracing.poster.address"))
                    html.text(" ")
                    html.element("a", [.href(poster.path)], text: translator("tracing.poster.page"))
                }
                html.element("form", [Attribute("method", "post"), Attribute("action", request.path)]) { html in
                    page.formToken(&html)
                    if isPDFPossible { html.element("button", [.type("submit")], text: translator("tracing.poster.pdf")) }
                }
            }
        }
    }

    /// Which field is missing, and where it is filled in.
    static func noContact(_ translator: Translator) -> String {
        translator("tracing.poster.no-contact", ["field": .text(translator("access.settings.public-contact"))])
    }

    /// The poster as a document of its own, for printing.
    /// - Parameter pictures: addresses of its pictures.
    static func document(_ poster: Poster, _ answers: AnswerText, pictures: [String]) -> HTML {
        let translator = answers.translator
        return HTML { html in
            html.doctype()
            html.element("html", [.lang(translator.language), .dir(translator.direction)]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: translator("tracing.poster.title"))
                    html.element("style", text: style)
                }
                html.element("body") { content(&$0, poster, answers, pictures: pictures) }
            }
        }
    }

    private static let style =
        "@page{size:A4;margin:2.5cm}body{font:16pt/1.6 Noto Sans,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Arabic,sans-serif;text-align:center}"
        + "h2{font-size:34pt;line-height:1.2;margin:2cm 0 1cm}.reference{font-size:12pt;margin-top:2cm}.big{font-size:22pt;font-weight:700}"
        + "img{max-width:12cm;max-height:11cm}"

    private static func content(_ html: inout HTMLWriter, _ poster: Poster, _ answers: AnswerText, pictures: [String]) {
        let translator = answers.translator
        html.element("h2", text: translator("tracing.poster.headline"))
        if let relation = poster.relation {
            html.element(
                "p", [.class("big")], text: translator("tracing.poster.seeker", ["relation": .text(answers.label("notice.seeker-relation", relation))]))
        }
        if poster.showsMissing { for name in poster.names { html.element("p", [.class("big")]) { $0.element("bdi", text: name) } } }
        for (address, picture) in zip(pictures, poster.pictures) {
            html.element("p") { html in
                html.element("img", [Attribute("src", address), Attribute("alt", translator("tracing.picture.\(picture.shows.rawValue)")), .class("preview")])
            }
        }
        let facts = [
            poster.sex.map { answers.label("notice.sex", $0) }, poster.ageGroup.map { answers.label("notice.age-group", $0) },
            poster.country.map { translator("tracing.poster.country", ["country": .text(answers.label("notice.last-country", $0))]) },
        ].compactMap { $0 }
        if !facts.isEmpty { html.element("p", text: facts.joined(separator: translator("cases.list-separator"))) }
        html.element("p", text: translator("tracing.poster.contact", ["organisation": .text(poster.organisation)]))
        if let contact = poster.contact { html.element("p", [.class("big")]) { $0.element("bdi", text: contact) } }
        html.element("p", text: translator("tracing.poster.safe"))
        html.element("p", [.class("reference")]) { html in
            html.text(translator("tracing.poster.reference"))
            html.text(" ")
            html.element("bdi", text: poster.record)
        }
    }

    // MARK: For everybody

    /// - Parameter found: nil before a search.
    static func search(_ request: WebRequest, found: [Poster]?, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "tracing.public.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("tracing.public.lead"))
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                controls.text(&html, "name", label: translator("tracing.public.name"), .init(hint: translator("tracing.public.name.hint"), isRequired: true))
                controls.submit(&html, translator("tracing.public.search"))
            }
            guard let found else { return }
            html.element("h2", text: translator("tracing.public.found"))
            if found.isEmpty { html.element("p", text: translator("tracing.public.none")) }
            html.element("ul", [.class("due")]) { html in
                for poster in found {
                    html.element("li") { $0.element("a", [.href(poster.path)], text: translator("tracing.public.somebody")) }
                }
            }
        }
    }

    static func published(_ request: WebRequest, _ poster: Poster, _ answers: AnswerText, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "tracing.public.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            let pictures = poster.pictures.indices.map { "\(poster.path)/pictures/\($0)" }
            html.element("section", [.class("card poster")]) { content(&$0, poster, answers, pictures: pictures) }
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("submission"), .value(request.form["submission"] ?? "")])
                html.element("h2", text: translator("tracing.public.tell"))
                html.element("p", [.class("muted")], text: translator("tracing.public.tell.help"))
                controls.text(&html, "description", label: translator("tracing.public.tell.words"), .init(isRequired: true, rows: 5))
                controls.text(&html, "full-name", label: translator("tracing.public.tell.name"))
                controls.choices(
                    &html, "spoke", label: translator("tracing.public.tell.spoke"), options: [.init(value: "yes", label: translator("tracing.public.tell.yes"))]
                )
                controls.text(&html, "author", label: translator("tracing.public.tell.author"))
                controls.text(&html, "author-contact", label: translator("tracing.public.tell.contact"))
                controls.submit(&html, translator("tracing.public.tell.send"))
            }
        }
    }

    static func thanks(_ request: WebRequest) -> HTML {
        Page(request, title: "tracing.public.title").html { html in
            html.element("p", [.class("notice"), .role("status")], text: request.translator("tracing.public.thanks"))
        }
    }
}
