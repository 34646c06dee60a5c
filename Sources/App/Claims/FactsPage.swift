import Dictionary

/// The form of the facts that a computation asks for, in the order in which a paralegal asks them.
enum FactsPage {
    private static let groups: [(key: String, names: [String])] = [
        ("law", ["country", "category"]), ("time", ["since", "until", "ending", "contract-term", "contract-until", "notice-given"]),
        ("wage", ["pay-basis", "wage", "basic-wage", "food-allowance", "housing-allowance", "other-allowances", "earlier-wages", "earlier-wages-until"]),
        ("hours", ["days-a-week", "hours-a-week", "overtime-hours", "rest-days-worked", "holidays-worked", "leave-taken", "unpaid-days"]),
        ("given", ["food-provided", "housing-provided", "ticket-cost", "ticket-paid-by-employer", "fee-rate", "interest-paid"]),
        ("injury", ["injury-outcome", "injury-percent", "treatment-since", "treatment-until", "treatment-paid", "employees"]),
    ]

    static func fields(_ dictionary: DataDictionary) -> [Field] { groups.flatMap(\.names).compactMap { dictionary.field("employment", $0) } }

    /// The units in which bare numbers are meant.
    private static let units = [
        "notice-given": "days", "days-a-week": "days-per-week", "hours-a-week": "hours-per-week", "overtime-hours": "hours", "rest-days-worked": "days",
        "holidays-worked": "days", "leave-taken": "days", "unpaid-days": "days", "injury-percent": "percent", "employees": "persons",
    ]

    /// The form as it is read: a bare number gets the unit that its field counts in, and a bare amount the currency of the country of work.
    static func completed(_ form: FormFields, currency: String?, _ dictionary: DataDictionary) -> FormFields {
        var form = form
        for (index, item) in form.items.enumerated() {
            guard let field = dictionary.field("employment", item.name), let text = form.items[index].value.trimmingSpaces.nonEmpty else { continue }
            let isBare = text.utf8.allSatisfy { ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
            guard isBare else { continue }
            if field.type == .quantity, let unit = units[field.name] { form.items[index].value = "\(text) \(unit)" }
            if field.type == .money, let currency { form.items[index].value = "\(text) \(currency)" }
        }
        return form
    }

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

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
