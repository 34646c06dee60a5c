import Dictionary

/// The form in which any record of a case is written: the fields of its kind, the usual ones first.
struct RecordPages {
    private let request: WebRequest
    private let form: AnswerForm
    private let caseRecord: String
    private let kind: String
    private let clearance: Sensitivity

    /// The fields that are shown at once; the others are one step away.
    static let usual: [String: [String]] = [
        "case": ["status", "priority", "origin-country", "destination-country", "sector", "summary", "wishes", "next-step", "next-step-date", "safe-contact"],
        "person": ["names", "sex", "date-of-birth", "nationality", "mobile-phones", "identifiers", "home-place", "kin-contact"],
        "party": ["names", "kind", "country", "address", "phones"],
        "violation": ["type", "since", "until", "place", "description", "amount"],
        "action": ["type", "date", "status", "description", "result", "next-follow-up"],
        "claim": ["head", "amount", "stage", "forum", "deadline", "next-hearing"],
        "clause": ["paper", "topic", "number", "wording", "translation", "breaches"],
        "consent": ["given", "words", "scopes", "excluded", "manner", "given-on", "until", "withdrawn-on", "withdrawal-words"],
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

    /// - Parameter request: its form has the answers, and for a record that is there the entries from which it was made.
    init(_ request: WebRequest, _ form: AnswerForm, caseRecord: String, kind: String, upTo clearance: Sensitivity = .identity) {
        self.request = request
        self.form = form
        self.caseRecord = caseRecord
        self.kind = kind
        self.clearance = clearance
    }

    private var translator: Translator { request.translator }

    func html() -> HTML {
        let seen = request.form["seen"]
        let title = seen == nil ? "cases.add.title" : "cases.edit.title"
        let page = Page(request, title: title, area: .cases)
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: form.dictionary.record(kind)?.label(translator.language) ?? kind)
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, kind)
                html.element("input", [.type("hidden"), .name(KeptForm.kindField), .value(kind)])
                if let seen {
                    html.element("input", [.type("hidden"), .name("seen"), .value(seen)])
                } else if kind == "person" || kind == "party" {
                    role(&html, controls)
                }
                fields(&html, controls)
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    private func fields(_ html: inout HTMLWriter, _ controls: FormControls) {
        Self.fields(
            &html, of: kind, form, controls, among: form.dictionary.fields(of: kind).filter { AnswerForm.isAnswerable($0) && $0.sensitivity <= clearance })
    }

    /// The controls of a record's fields: the usual ones, and the others one step away.
    static func fields(_ html: inout HTMLWriter, of kind: String, _ form: AnswerForm, _ controls: FormControls, among fields: [Field]) {
        let names = usual[kind] ?? []
        let rest = fields.filter { field in !names.contains(field.name) }
        let answered = Set(
            controls.values.items.filter { !$0.value.isEmpty }.map { $0.name.split(separator: ".").first.map(String.init) ?? "" }
                + controls.problems.map(\.field))
        for field in names.compactMap({ name in fields.first { $0.name == name } }) { form.control(&html, field, controls) }
        html.element("details", [.flag("open", if: rest.contains { answered.contains($0.name) })]) { html in
            html.element("summary", text: controls.translator("cases.form.more"))
            for field in rest { form.control(&html, field, controls) }
        }
    }

    /// In which roles a person or party can be tied to a case.
    static func roles(of kind: String, _ dictionary: DataDictionary) -> [Term] {
        (dictionary.vocabulary("relation-role")?.terms ?? []).filter { term in
            !term.isDeprecated && (term.extra["from_record"]?.split(separator: "|").contains { $0 == kind } ?? true)
                && (term.extra["to_record"]?.split(separator: "|").contains { $0 == "case" } ?? true)
        }
    }

    private func role(_ html: inout HTMLWriter, _ controls: FormControls) {
        let fitting = Self.roles(of: kind, form.dictionary)
        controls.select(
            &html, "role", label: translator("cases.form.role"),
            options: fitting.map { .init(value: $0.code, label: $0.label(translator.language)) }, .init(isRequired: true))
    }
}
