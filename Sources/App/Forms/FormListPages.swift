import Dictionary
import Forms

/// The list of forms, and the page on which an organisation adds its own.
enum FormListPages {
    /// - Parameter words: what drafts begin with, by number, as far as it is to be shown.
    static func list(
        _ request: WebRequest, _ forms: [AvailableForm], _ drafts: [FormDraft], _ words: [String: String], _ dictionary: DataDictionary, caseRecord: String?
    ) -> HTML {
        let page = Page(request, title: "forms.list.title", area: .forms)
        let translator = request.translator
        let offered = forms.filter { $0.start == .both || ($0.start == .existingCase) == (caseRecord != nil) }
        return page.html { html in
            if let caseRecord { html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("forms.back-to-case")) } }
            for draft in drafts where draft.caseRecord == caseRecord || caseRecord == nil {
                self.draft(&html, page, draft, title(draft, forms, dictionary, translator), words[draft.number])
            }
            html.element("h2", text: translator(caseRecord == nil ? "forms.list.new" : "forms.list.for-case"))
            html.element("ul", [.class("forms")]) { html in
                for form in offered { item(&html, page, form, caseRecord) }
            }
            if caseRecord == nil, request.session?.may(.assignCases) == true {
                html.element("p", [.class("actions")]) { $0.element("a", [.class("button second"), .href("/forms/own")], text: translator("forms.own.add")) }
            }
        }
    }

    private static func item(_ html: inout HTMLWriter, _ page: Page, _ form: AvailableForm, _ caseRecord: String?) {
        let translator = page.request.translator
        html.element("li", [.class("card")]) { html in
            let query = caseRecord.map { "?case=\($0)" } ?? ""
            html.element("a", [.href("/forms/fill/\(form.identifier)\(query)"), .dir("auto")], text: form.title(translator.language))
            html.text(" ")
            html.element("span", [.class("muted")], text: translator(form.isStandard ? "forms.list.standard" : "forms.list.own"))
            if let version = form.program.form.version { html.element("span", [.class("muted")], text: " · \(version)") }
            if !form.isStandard, page.request.session?.may(.assignCases) == true {
                html.element("form", [Attribute("method", "post"), Attribute("action", "/forms/own/\(form.identifier)/retire")]) { html in
                    page.formToken(&html)
                    html.element("button", [.type("submit"), .class("plain")]) { html in
                        html.text(translator("forms.own.retire"))
                        html.element("span", [.class("hidden")], text: form.title(translator.language))
                    }
                }
            }
        }
    }

    private static func title(_ draft: FormDraft, _ forms: [AvailableForm], _ dictionary: DataDictionary, _ translator: Translator) -> String {
        switch draft.sheet {
        case .questionnaire(let form, _): forms.first { $0.identifier == form }?.title(translator.language) ?? form
        case .page(_, let kind): dictionary.record(kind)?.label(translator.language) ?? translator(kind)
        }
    }

    private static func draft(_ html: inout HTMLWriter, _ page: Page, _ draft: FormDraft, _ title: String, _ words: String?) {
        let translator = page.request.translator
        html.element("div", [.class("card")]) { html in
            html.element("h2") { html in
                html.element("a", [.href(draft.address)]) { html in
                    html.text(translator("forms.draft") + ": ")
                    html.element("span", [.dir("auto")], text: title)
                }
            }
            if let words { html.element("p", [.dir("auto")], text: words) }
            html.element("p", [.class("muted")], text: MomentText.text(draft.changed, translator))
            html.element("form", [Attribute("method", "post"), Attribute("action", draft.address + "/discard")]) { html in
                page.formToken(&html)
                html.element("button", [.type("submit"), .class("plain")]) { html in
                    html.text(translator("forms.discard"))
                    html.element("span", [.class("hidden")], text: title)
                }
            }
        }
    }

    /// Whether an identifier can stand in an address as it is.
    static func isAddress(_ identifier: String) -> Bool {
        identifier.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
        } && !identifier.isEmpty && identifier.utf8.count <= 64
    }

    /// - Parameter problems: what came of a form that was just sent; nil for an empty page.
    static func upload(_ request: WebRequest, problems: [FormProblem]?) -> HTML {
        let page = Page(request, title: "forms.own.title", area: .forms)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/forms")], text: translator("forms.list.title")) }
            html.element("p", [.class("lead")], text: translator("forms.own.lead"))
            if let problems { outcome(&html, problems, translator) }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/forms/own"), Attribute("enctype", "multipart/form-data"), .class("card")])
            { html in
                page.formToken(&html)
                for (name, key, isMultiple) in [("form", "forms.own.file", false), ("media", "forms.own.media", true)] {
                    html.element("div", [.class("field")]) { html in
                        html.element("label", [.for("field-\(name)")], text: translator(key))
                        html.element("input", [.type("file"), .name(name), .id("field-\(name)"), .flag("multiple", if: isMultiple)])
                    }
                }
                html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: translator("forms.own.send")) }
            }
        }
    }

    private static func outcome(_ html: inout HTMLWriter, _ problems: [FormProblem], _ translator: Translator) {
        let isRefused = problems.contains { $0.severity == .error }
        html.element("div", [.class(isRefused ? "problems" : "notice"), .role(isRefused ? "alert" : "status"), .id("problems"), Attribute("tabindex", "-1")]) {
            html in
            html.element("h2", text: translator(isRefused ? "forms.own.refused" : "forms.own.added"))
            guard !problems.isEmpty else { return }
            // The engine's sentences are English, as XLSForm's own words are.
            html.element("ul", [.lang("en"), .dir("ltr")]) { html in
                for problem in problems.prefix(100) { html.element("li", text: problem.description) }
            }
        }
    }
}
