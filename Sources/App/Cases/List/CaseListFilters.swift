import Dictionary

/// The filters of the list: only codes that occur among the cases that the person may open, each with how often.
struct CaseListFilters {
    let request: WebRequest
    let found: CaseListRoutes.Found
    let dictionary: DataDictionary

    private var translator: Translator { request.translator }

    func write(_ html: inout HTMLWriter) {
        let controls = FormControls(translator: translator, values: request.query, problems: found.listRequest.problems)
        html.element("details", [.class("card"), .flag("open", if: !found.address.isEmpty && found.address != CaseListRequest.open)]) { html in
            html.element("summary", text: translator("list.filter"))
            html.element("form", [Attribute("method", "get"), Attribute("action", "/cases"), .class("filters")]) { html in
                for field in found.fields.fields {
                    let options = options(field)
                    if !options.isEmpty { controls.select(&html, field.name, label: field.label(translator.language), options: options) }
                }
                if !found.colleagues.isEmpty { controls.select(&html, "assigned", label: translator("list.column.assigned"), options: assignments) }
                controls.text(&html, "since", label: translator("list.since"), .init(type: "date", direction: "ltr"))
                let orders = CaseQuery.Order.allCases.map { FormControls.Option(value: $0.rawValue, label: translator("list.order.\($0.rawValue)")) }
                controls.select(&html, "order", label: translator("list.order"), options: orders)
                for (name, key) in [("open", "list.only-open"), ("clash", "list.clash")] {
                    html.element("label", [.class("choice")]) { html in
                        html.element("input", [.type("checkbox"), .name(name), .value("yes"), .flag("checked", if: request.query.isTicked(name))])
                        html.element("span", text: translator(key))
                    }
                }
                html.element("p", [.class("actions")]) { html in
                    html.element("button", [.type("submit")], text: translator("list.filter.button"))
                    if !found.address.isEmpty { html.element("a", [.class("button second"), .href("/cases")], text: translator("list.filter.clear")) }
                }
            }
        }
    }

    private var assignments: [FormControls.Option] {
        [.init(value: "me", label: translator("list.view.mine")), .init(value: "nobody", label: translator("list.view.nobody"))]
            + found.colleagues.map { .init(value: $0.account, label: $0.name) }
    }

    /// In the order of the list, countries and others with long lists in that of their names.
    private func options(_ field: Field) -> [FormControls.Option] {
        let counts = found.occurring[field.fullName] ?? [:]
        let chosen = Set(request.query.all(field.name))
        let terms = dictionary.vocabulary(of: field)?.terms ?? []
        var options: [FormControls.Option] = []
        for term in terms {
            // A code stands for those below it too, so its count is theirs together.
            let family = dictionary.vocabulary(of: field)?.family(of: term.code).map(\.code) ?? [term.code]
            let count = family.reduce(0) { $0 + (counts[$1] ?? 0) }
            guard count > 0 || chosen.contains(term.code) else { continue }
            options.append(.init(value: term.code, label: label(term.label(translator.language), count)))
        }
        if terms.count > 30 { options.sort { $0.label < $1.label } }
        for absence in Absence.allCases {
            guard let count = counts[absence.rawValue], count > 0 else { continue }
            options.append(.init(value: absence.rawValue, label: label(translator("cases.absence.\(absence.rawValue)"), count)))
        }
        return options
    }

    private func label(_ text: String, _ count: Int) -> String {
        // The count keeps its place beside a name of the other direction.
        "\u{2068}\(text)\u{2069} (\(translator.catalogue.facts(of: translator.language).text(count)))"
    }
}
