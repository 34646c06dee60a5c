import Dictionary
import Journal

/// The pages of cases.
enum CasePages {
    /// - Parameter hints: cases about people who may be the same.
    static func firstContact(_ request: WebRequest, _ form: AnswerForm, problems: [FieldProblem], hints: [SearchResult] = []) -> HTML {
        let page = Page(request, title: "cases.first.title", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("cases.first.lead"))
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/new"), .class("card")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("submission"), .value(request.form["submission"] ?? "")])
                if !hints.isEmpty {
                    DuplicatePages.hints(&html, hints, AnswerText(dictionary: form.dictionary, translator: translator))
                    html.element("input", [.type("hidden"), .name("duplicates"), .value("seen")])
                }
                for name in FirstContact.required { if let field = form.dictionary.field(name) { form.control(&html, field, controls, isRequired: true) } }
                html.element("details", [.flag("open", if: !problems.isEmpty)]) { html in
                    html.element("summary", text: translator("cases.first.more"))
                    for name in FirstContact.optional { if let field = form.dictionary.field(name) { form.control(&html, field, controls) } }
                }
                controls.submit(&html, translator(hints.isEmpty ? "cases.first.save" : "search.duplicate.save"))
            }
        }
    }

    static func facts(_ html: inout HTMLWriter, _ view: RecordView, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("dl", [.class("facts")]) { html in
            for entry in view.fields where entry.field.type != .link {
                html.element("dt", text: entry.field.label(translator.language))
                html.element("dd") { html in
                    html.element("span", [.dir("auto")], text: answers.text(entry.answer, entry.field))
                    if let note = entry.answer?.note { html.element("span", [.class("muted"), .dir("auto")], text: " (\(note))") }
                    for other in entry.others {
                        html.text(" ")
                        html.element("span", [.class("badge")], text: translator("cases.clash"))
                        html.text(" ")
                        html.element("span", [.dir("auto")], text: answers.text(other.answer, entry.field))
                    }
                }
            }
        }
        if !view.hiddenFields.isEmpty { html.element("p", [.class("muted")], text: translator("cases.hidden", ["count": .number(view.hiddenFields.count)])) }
    }
}
