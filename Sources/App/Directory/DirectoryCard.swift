import Dictionary

/// What is printed for one corridor and given to workers: only what was confirmed in time, and only numbers that may be given to workers.
enum DirectoryCard {
    struct Line: Sendable {
        var organisation: DirectoryEntry?
        var service: DirectoryEntry
    }

    /// Services given in one of the countries of the corridor that are open to people from the country of origin; nil for all countries.
    static func lines(_ organisations: [DirectoryEntry], _ services: [DirectoryEntry], from: String?, to: String?, today: CalendarDay?) -> [Line] {
        let byRecord = Dictionary(organisations.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = Set([from, to].compactMap { $0 })
        let fitting = services.filter { service in
            let view = service.view
            let nationalities = view.codes("nationalities")
            return view.code("status") != "closed" && view.confirmation(today) != nil
                && !(today.map(view.isConfirmationDue) ?? false)
                && (wanted.isEmpty || !wanted.isDisjoint(with: view.codes("countries")))
                && (nationalities.isEmpty || (from.map(nationalities.contains) ?? true))
        }
        return fitting.map { Line(organisation: $0.view.links("organisation").first.flatMap { byRecord[$0] }, service: $0) }.sorted { order($0) < order($1) }
    }

    private static func order(_ line: Line) -> (String, String) {
        (line.service.view.codes("countries").first ?? "", line.service.view.text("name") ?? "")
    }
}

extension DirectoryPages {
    /// - Parameter countries: those of the directory, which are offered first.
    static func card(
        _ request: WebRequest, _ answers: AnswerText, _ lines: [DirectoryCard.Line], countries: Set<String>, from: String?, to: String?
    ) -> HTML {
        let translator = request.translator
        var asked = FormFields()
        asked.items = request.query.items
        let controls = FormControls(translator: translator, values: asked)
        return Page(request, title: "directory.card.title", area: .directory).html { html in
            places(&html, request)
            html.element("form", [Attribute("method", "get"), Attribute("action", "/directory/card"), .class("filters card")]) { html in
                let options = CountryOptions.all(answers.dictionary, translator.language, first: countries)
                controls.select(&html, "from", label: translator("directory.card.from"), options: options)
                controls.select(&html, "to", label: translator("directory.card.to"), options: options)
                controls.submit(&html, translator("directory.list.show"))
            }
            html.element("p", [.class("lead")]) { html in
                let ends = [from, to].compactMap { $0 }.map { answers.label("service.countries", $0) }
                html.text(ends.joined(separator: translator.direction == "rtl" ? " ← " : " → "))
            }
            // Whoever holds the paper sees how old it is.
            if let today = request.day { html.element("p", text: translator("directory.card.date", ["date": .text(answers.dates.text(today))])) }
            html.element("p", [.class("hint others")], text: translator("directory.card.lead"))
            if lines.isEmpty { html.element("p", text: translator("directory.card.none")) }
            for line in lines { html.element("section", [.class("card")]) { item(&$0, line, answers, today: request.day) } }
        }
    }

    private static let shown = ["countries", "area", "languages", "hours", "phone", "emergency-phone", "how-to-apply", "cost"]

    private static func item(_ html: inout HTMLWriter, _ line: DirectoryCard.Line, _ answers: AnswerText, today: CalendarDay?) {
        let view = line.service.view
        html.element("h2", [.dir("auto")], text: view.text("name") ?? "")
        if let organisation = line.organisation?.view.firstName { html.element("p", [.class("muted"), .dir("auto")], text: organisation) }
        html.element("p", text: view.codes("types").map { answers.label("service.types", $0) }.joined(separator: answers.translator("cases.list-separator")))
        html.element("dl", [.class("facts")]) { html in
            for name in shown {
                guard let entry = view.fields.first(where: { $0.field.name == name }), let answer = entry.answer else { continue }
                html.element("dt", text: entry.field.label(answers.translator.language))
                html.element("dd", [.dir("auto")], text: answers.entryText(answer, entry.field))
            }
        }
        guard let date = view.confirmation(today) else { return }
        let when: [String: Translator.Argument] = ["date": .text(answers.dates.text(date))]
        let sentence =
            if let name = view.text("confirmed-by") {
                answers.translator("directory.card.confirmed", when.merging(["name": .text("\u{2068}\(name)\u{2069}")]) { first, _ in first })
            } else {
                answers.translator("directory.confirmed-on", when)
            }
        html.element("p", [.class("muted small")], text: sentence)
    }
}
