import Dictionary

/// The form in which any record of a case is written: the fields of its kind, the usual ones first.
enum RecordPages {
    /// The fields that are shown at once; the others are one step away.
    static let usual: [String: [String]] = [
        "case": ["status", "priority", "origin-country", "destination-country", "sector", "summary", "wishes", "next-step", "next-step-date", "safe-contact"],
        "person": ["names", "sex", "date-of-birth", "nationality", "mobile-phones", "identifiers", "home-place", "kin-contact"],
        "party": ["names", "kind", "country", "address", "phones"],
        "violation": ["type", "since", "until", "place", "description", "amount"],
        "action": ["type", "date", "status", "description", "result", "next-follow-up"],
        "claim": ["head", "amount", "stage", "forum", "deadline", "next-hearing"],
        "consent": ["given", "words", "scopes", "excluded", "manner", "given-on", "until", "withdrawn-on", "withdrawal-words"],
        "task": ["title", "due", "details", "done"],
        "note": ["text"],
        "document": ["title", "kind", "description", "received-on", "received-from"],
        "organisation": [
            "names", "kind", "country", "description", "address", "phones", "duty-phone", "duty-hours", "languages", "corridors-from", "corridors-to",
            "contact-persons", "private-note",
        ],
        "service": [
            "name", "types", "countries", "area", "nationalities", "sexes", "sectors", "migration-statuses", "languages", "hours", "phone", "emergency-phone",
            "capacity", "places-free", "status", "private-note",
        ],
    ]

    static func edit(
        _ request: WebRequest, kind: String, _ form: AnswerForm, upTo clearance: Sensitivity = .identity, seen: String?, problems: [FieldProblem],
        area: Page.Area = .cases
    ) -> HTML {
        let new = area == .directory ? "directory.add.title" : "cases.add.title"
        let page = Page(request, title: seen == nil ? new : "cases.edit.title", area: area)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        let fields = form.dictionary.fields(of: kind).filter {
            AnswerForm.isAnswerable($0) && $0.sensitivity <= clearance && !DirectoryWork.kept.contains($0.name)
        }
        let names = usual[kind] ?? []
        let first = names.compactMap { name in fields.first { $0.name == name } }
        let rest = fields.filter { field in !names.contains(field.name) }
        let answered = Set(
            request.form.items.filter { !$0.value.isEmpty }.map { $0.name.split(separator: ".").first.map(String.init) ?? "" } + problems.map(\.field))
        return page.html { html in
            html.element("p", [.class("lead")], text: form.dictionary.record(kind)?.label(translator.language) ?? kind)
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                if let seen {
                    html.element("input", [.type("hidden"), .name("seen"), .value(seen)])
                } else {
                    html.element("input", [.type("hidden"), .name("submission"), .value(request.form["submission"] ?? "")])
                    if kind == "person" || kind == "party" { role(&html, kind, form, controls) }
                }
                for field in first { form.control(&html, field, controls) }
                html.element("details", [.flag("open", if: rest.contains { answered.contains($0.name) })]) { html in
                    html.element("summary", text: translator("cases.form.more"))
                    for field in rest { form.control(&html, field, controls) }
                }
                controls.submit(&html, translator("platform.save"))
            }
        }
    }

    private static func role(_ html: inout HTMLWriter, _ kind: String, _ form: AnswerForm, _ controls: FormControls) {
        let terms = form.dictionary.vocabulary("relation-role")?.terms ?? []
        let fitting = terms.filter { term in
            !term.isDeprecated && (term.extra["from_record"]?.split(separator: "|").contains { $0 == kind } ?? true)
                && (term.extra["to_record"]?.split(separator: "|").contains { $0 == "case" } ?? true)
        }
        controls.select(
            &html, "role", label: controls.translator("cases.form.role"),
            options: fitting.map { .init(value: $0.code, label: $0.label(controls.translator.language)) }, .init(isRequired: true))
    }
}
