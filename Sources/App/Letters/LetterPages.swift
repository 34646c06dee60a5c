import Dictionary

/// The pages on which letters are chosen, looked at and made.
enum LetterPages {
    /// - Parameter keepingEnded: since when the case is not to be kept any more.
    static func choose(_ request: WebRequest, _ caseRecord: String, _ catalogue: LetterCatalogue, keepingEnded: CalendarDay?, _ dates: DateText) -> HTML {
        let page = Page(request, title: "letters.title", area: .cases)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
            ConsentPages.keepingEnded(&html, keepingEnded, dates)
            html.element("p", [.class("lead")], text: translator("letters.lead"))
            html.element("ul", [.class("choices")]) { html in
                for name in catalogue.names {
                    html.element("li") { html in
                        html.element(
                            "a", [.class("button second"), .href("/cases/\(caseRecord)/letters/\(name)")],
                            text: catalogue.title(of: name, language: translator.language))
                    }
                }
            }
        }
    }

    /// - Parameters:
    ///   - lacking: in words, what the letter needs the worker's agreement to and does not have.
    ///   - keepingEnded: since when the case is not to be kept any more.
    static func show(
        _ request: WebRequest, _ caseRecord: String, _ template: LetterTemplate, _ letter: Letter, _ languages: [String], lacking: String?,
        keepingEnded: CalendarDay?, _ dates: DateText
    ) -> HTML {
        let page = Page(request, title: "letters.show.title", area: .cases)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/letters")], text: translator("letters.back")) }
            if !letter.missing.isEmpty {
                html.element("details", [.class("warning")]) { html in
                    html.element("summary", text: translator("letters.missing", ["count": .number(letter.missing.count)]))
                    html.element("ul") { html in for name in letter.missing { html.element("li", text: name) } }
                }
            }
            ConsentPages.keepingEnded(&html, keepingEnded, dates)
            if let lacking { ConsentPages.lacking(&html, lacking, caseRecord, translator) }
            controls(&html, "/cases/\(caseRecord)/letters/\(template.name)", template, languages, page, needsReason: lacking != nil)
            html.element("article", [.class("card letter"), .lang(letter.language), .dir(letter.isRightToLeft ? "rtl" : "ltr")]) { html in
                letter.write(&html)
            }
        }
    }

    /// What the letter says that is not in the case, and what it is made into. It is posted, for what is written here may name people.
    private static func controls(_ html: inout HTMLWriter, _ path: String, _ template: LetterTemplate, _ languages: [String], _ page: Page, needsReason: Bool) {
        let translator = page.request.translator
        let controls = FormControls(translator: translator, values: page.request.form, problems: page.request.problems)
        controls.summary(&html)
        let attributes = [Attribute("method", "post"), Attribute("action", path), .class("card")] + KeptForm.sendingItself(translator)
        html.element("form", attributes) { html in
            for name in gaps(of: template) {
                controls.text(&html, name, label: translator("letters.gap.\(name)"), .init(rows: ["request", "powers", "addressee"].contains(name) ? 3 : nil))
            }
            if needsReason {
                controls.text(&html, "reason", label: translator("letters.reason"), .init(hint: translator("letters.reason.hint"), rows: 2))
            }
            MadeDocument.controls(&html, page, languages: languages, chosen: template.language, keptAs: "letters.title")
            html.element("p", [.class("actions")]) { html in
                html.element("button", [.type("submit")], text: translator("letters.make"))
                html.element("button", [.type("submit"), .class("second"), .name("look"), .value("yes")], text: translator("letters.look"))
            }
            KeptForm.state(&html)
        }
    }

    /// The words that this letter wants from whoever writes it, in its order.
    private static func gaps(of template: LetterTemplate) -> [String] {
        var names: [String] = []
        for part in template.parts {
            let lines = if case .line(let line) = part { [line] } else { [LetterTemplate.Line]() }
            for case .gap("letter", let field) in lines.flatMap(\.pieces) where field != "date" && !names.contains(field) { names.append(field) }
        }
        return names
    }
}
