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

    /// What happened before the page is shown.
    enum Event: Sendable {
        /// - Parameter submission: the number of the form that was sent.
        case passed(HandOver.Outcome, submission: String)
        case undone(HandOver.Amount)
    }

    /// What is about to go, to be looked at before it does.
    struct Preview: Sendable {
        var from: Colleague
        var to: Colleague
        /// Of the cases the first, as far as they open.
        var lines: [CaseLine]
    }

    /// Cases that the preview names.
    static let namedCases = 20

    static func preview(_ request: WebRequest, _ preview: Preview, _ answers: AnswerText) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "tasks.hand-over.title", area: .today)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/today")], text: translator("tasks.today.back")) }
            let numbers: [String: Translator.Argument] = [
                "from": .text("\u{2068}\(preview.from.name)\u{2069}"), "to": .text("\u{2068}\(preview.to.name)\u{2069}"),
                "cases": .number(preview.from.amount.cases), "tasks": .number(preview.from.amount.tasks),
            ]
            html.element("p", [.class("lead")], text: translator("tasks.hand-over.preview", numbers))
            if !preview.lines.isEmpty {
                html.element("ul", [.class("plain")]) { html in
                    for line in preview.lines { html.element("li", text: SearchPages.caseText(line, answers)) }
                    if preview.from.amount.cases > preview.lines.count { html.element("li", text: "…") }
                }
            }
            form(&html, page, [("from", preview.from.account), ("to", preview.to.account), ("confirmed", "yes"), ("submission", RecordIdentifier.random())], translator("tasks.hand-over.button"))
        }
    }

    private static func form(_ html: inout HTMLWriter, _ page: Page, _ hidden: [(name: String, value: String)], _ button: String) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "/hand-over")]) { html in
            page.formToken(&html)
            for item in hidden { html.element("input", [.type("hidden"), .name(item.name), .value(item.value)]) }
            html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: button) }
        }
    }

    static func html(_ request: WebRequest, _ colleagues: [Colleague], problems: [FieldProblem], event: Event?) -> HTML {
        let translator = request.translator
        let notice: String? =
            switch event {
            case .passed(let outcome, _):
                translator("tasks.hand-over.moved", ["cases": .number(outcome.amount.cases), "tasks": .number(outcome.amount.tasks)])
            case .undone(let amount): translator("tasks.hand-over.undone", ["cases": .number(amount.cases), "tasks": .number(amount.tasks)])
            case nil: nil
            }
        let page = Page(request, title: "tasks.hand-over.title", area: .today, notice: notice)
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            if case .passed(let outcome, let submission)? = event, !outcome.passed.isEmpty {
                form(&html, page, [("undo", submission)], translator("tasks.hand-over.undo"))
            }
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
                controls.submit(&html, translator("tasks.hand-over.look"))
            }
        }
    }

    private static func label(_ colleague: Colleague, _ translator: Translator) -> String {
        let amount = translator("tasks.hand-over.amount", ["cases": .number(colleague.amount.cases), "tasks": .number(colleague.amount.tasks)])
        let mark = colleague.isDisabled ? " – \(translator("accounts.administration.disabled"))" : ""
        return "\(colleague.name) (\(amount))\(mark)"
    }
}
