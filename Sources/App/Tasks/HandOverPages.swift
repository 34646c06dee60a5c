/// The page on which somebody's work is passed on.
enum HandOverPages {
    struct Colleague: Sendable {
        var account: String
        var name: String
        var isDisabled: Bool
        /// Whether the person can take cases.
        var canWork: Bool
        var amount: HandOver.Amount
    }

    static func html(_ request: WebRequest, _ colleagues: [Colleague], problems: [FieldProblem], moved: HandOver.Amount?) -> HTML {
        let translator = request.translator
        let notice = moved.map { translator("tasks.hand-over.moved", ["cases": .number($0.cases), "tasks": .number($0.tasks)]) }
        let page = Page(request, title: "tasks.hand-over.title", area: .today, notice: notice)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("tasks.hand-over.lead"))
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/hand-over"), .class("card")]) { html in
                page.formToken(&html)
                // Those who cannot sign in any more come first: their work waits.
                let givers = colleagues.filter { $0.amount != HandOver.Amount() }.sorted { ($0.isDisabled ? 0 : 1) < ($1.isDisabled ? 0 : 1) }
                controls.select(
                    &html, "from", label: translator("tasks.hand-over.from"), options: givers.map { .init(value: $0.account, label: label($0, translator)) },
                    .init(isRequired: true))
                controls.select(
                    &html, "to", label: translator("tasks.hand-over.to"),
                    options: colleagues.filter(\.canWork).map { .init(value: $0.account, label: $0.name) },
                    .init(isRequired: true))
                controls.submit(&html, translator("tasks.hand-over.button"))
            }
        }
    }

    private static func label(_ colleague: Colleague, _ translator: Translator) -> String {
        let amount = translator("tasks.hand-over.amount", ["cases": .number(colleague.amount.cases), "tasks": .number(colleague.amount.tasks)])
        let mark = colleague.isDisabled ? " – \(translator("accounts.administration.disabled"))" : ""
        return "\(colleague.name) (\(amount))\(mark)"
    }
}
