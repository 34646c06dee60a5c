import Dictionary

/// The form of one step for several heads of a claim at once.
enum StepPage {
    static func html(
        _ request: WebRequest, _ step: ClaimStep, _ worker: RecordView, _ claims: [RecordView], _ form: AnswerForm, _ answers: AnswerText, caseRecord: String
    ) -> HTML {
        let page = Page(request, title: "claims.step.\(step.rawValue)", area: .claims)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/claim/\(worker.record)/steps")], text: translator("claims.steps.back")) }
            html.element("p", [.class("head name"), .dir("auto")], text: worker.names ?? translator("list.unnamed"))
            if step.sum != nil { html.element("p", [.class("lead")], text: translator("claims.step.divided")) }
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "claims.steps.title")
                controls.choices(
                    &html, "heads", label: translator("claims.step.heads"),
                    options: claims.map { view in
                        let head = view.code("head").map { answers.label("claim.head", $0) } ?? "–"
                        return .init(value: view.record, label: [head, view.answer("amount")?.value?.displayText].compactMap { $0 }.joined(separator: ": "))
                    })
                for name in step.fields {
                    if let field = form.dictionary.field("claim", name) {
                        form.control(&html, field, controls, isRequired: step.needed.contains(name))
                    }
                }
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }
}
