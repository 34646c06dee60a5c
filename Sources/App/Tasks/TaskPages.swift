import Dictionary

/// The form of a task, wherever it is shown.
enum TaskPages {
    /// - Parameter colleagues: who it can be given to.
    static func form(
        _ html: inout HTMLWriter, _ page: Page, action: String, controls: FormControls, colleagues: [(account: String, name: String)]
    ) {
        let translator = page.request.translator
        html.element("form", page.keptAttributes(action, look: nil)) { html in
            page.keptFields(&html, "tasks.add")
            if let seen = controls.values["seen"] { html.element("input", [.type("hidden"), .name("seen"), .value(seen)]) }
            controls.text(&html, "title", label: translator("tasks.what"), .init(isRequired: true))
            controls.text(&html, "due", label: translator("tasks.when"), .init(hint: translator("cases.form.date-hint")))
            if colleagues.count > 1 {
                controls.select(&html, "assignee", label: translator("tasks.who"), options: colleagues.map { .init(value: $0.account, label: $0.name) },
                    .init(hint: action.hasPrefix("/today") ? translator("tasks.who.hint") : nil))
            }
            controls.text(&html, "details", label: translator("tasks.details"), .init(rows: 2))
            page.keptActions(&html, save: translator("tasks.save"), isLong: false)
        }
    }

    /// What was typed; nil for what was left empty.
    static func read(_ request: WebRequest, _ form: AnswerForm, keeping original: RecordView? = nil) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        let fields = ["title", "details", "due"].compactMap { form.dictionary.field("task", $0) }
        var (answers, problems) = form.read(request.form, fields, keeping: original)
        if answers["title"] == .some(nil) { problems.append(FieldProblem(field: "title", sentence: request.translator("tasks.error.title"))) }
        return (answers, problems)
    }

    /// By itself: where something was wrong with it or it was kept, or where it is changed.
    static func page(
        _ request: WebRequest, title: String = "tasks.add", action: String, colleagues: [(account: String, name: String)], back: String
    ) -> HTML {
        let page = Page(request, title: title, area: back == "/today" ? .today : .cases)
        let controls = FormControls(translator: request.translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href(back)], text: request.translator(back == "/today" ? "tasks.today.back" : "cases.back")) }
            controls.summary(&html)
            form(&html, page, action: action, controls: controls, colleagues: colleagues)
        }
    }
}
