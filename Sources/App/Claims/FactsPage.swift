import Dictionary

/// The form of the facts that a computation asks for, in the order in which a paralegal asks them.
enum FactsPage {
    private static let groups: [(key: String, names: [String])] = [
        ("law", ["country", "category", "social-security", "employees"]), ("time", ["since", "until", "ending", "contract-term", "contract-until", "notice-given"]),
        ("wage", ["pay-basis", "wage", "wage-paid", "basic-wage", "food-allowance", "housing-allowance", "other-allowances", "earlier-wages", "earlier-wages-until"]),
        ("hours", ["days-a-week", "hours-a-week", "overtime-hours", "rest-days-worked", "holidays-worked", "leave-taken", "unpaid-days"]),
        ("given", ["food-provided", "housing-provided", "ticket-cost", "ticket-paid-by-employer", "fee-rate", "interest-paid"]),
        ("injury", ["injury-outcome", "injury-percent", "treatment-since", "treatment-until", "treatment-paid"]),
    ]

    static func fields(_ dictionary: DataDictionary) -> [Field] { groups.flatMap(\.names).compactMap { dictionary.field("employment", $0) } }

    static func html(
        _ request: WebRequest, _ facts: ClaimFacts, _ form: AnswerForm, caseRecord: String, currency: String?
    ) -> HTML {
        let page = Page(request, title: "claims.facts.title", area: .claims)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/claim/\(facts.worker.record)")], text: translator("claims.back")) }
            html.element("p", [.class("head name"), .dir("auto")], text: facts.worker.names ?? translator("list.unnamed"))
            html.element("p", [.class("lead")], text: translator("claims.facts.lead"))
            if let currency { html.element("p", [.class("hint")], text: translator("claims.facts.currency", ["currency": .text(currency)])) }
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path, look: nil)) { html in
                page.keptFields(&html, "claims.facts.title")
                html.element("input", [.type("hidden"), .name("seen"), .value(request.form["seen"] ?? "")])
                for group in groups {
                    html.element("fieldset", [.class("card")]) { html in
                        html.element("legend") { $0.element("strong", text: translator("claims.facts.group.\(group.key)")) }
                        for name in group.names { if let field = form.dictionary.field("employment", name) { form.control(&html, field, controls) } }
                    }
                }
                page.keptActions(&html, save: translator("claims.facts.save"))
            }
        }
    }
}
