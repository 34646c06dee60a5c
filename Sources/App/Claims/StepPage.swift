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
                        return .init(value: view.record, label: [head, HeadSums(view).claimed?.text(translator)].compactMap { $0 }.joined(separator: ": "))
                    })
                for name in step.fields {
                    if let field = form.dictionary.field("claim", name) {
                        control(&html, field, form, controls, step)
                    }
                }
                confirmation(&html, request, translator)
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    /// One more sum or day has a field of its own, not the rows of a list; the other answers are asked for as everywhere.
    private static func control(_ html: inout HTMLWriter, _ field: Field, _ form: AnswerForm, _ controls: FormControls, _ step: ClaimStep) {
        guard step.adds, field.type != .narrative else { return form.control(&html, field, controls, isRequired: step.needed.contains(field.name)) }
        var look = FormControls.Look(isRequired: step.needed.contains(field.name))
        look.hint =
            field.type == .date
            ? form.translator("cases.form.date-hint")
            : form.currency.map { form.translator("claims.facts.currency", ["currency": .text($0)]) } ?? form.translator("cases.form.money-hint")
        controls.text(&html, field.name, label: field.label(form.translator.language), look)
    }

    /// Asked for only where something is unusual, beside what is unusual about it.
    private static func confirmation(_ html: inout HTMLWriter, _ request: WebRequest, _ translator: Translator) {
        guard request.problems.contains(where: { $0.field == StepCheck.confirmation }) else { return }
        html.element("label", [.class("choice"), .id("field-\(StepCheck.confirmation)")]) { html in
            html.element("input", [.type("checkbox"), .name(StepCheck.confirmation), .value("yes")])
            html.element("span", text: translator("claims.step.confirm"))
        }
    }
}
