import Dictionary

/// The forms in which somebody's agreement is recorded and taken back.
enum ConsentPages {
    /// Fields of the form, in the order in which one asks: what was said, to what, how, for whom, until when.
    private static let asked = ["given", "words", "scopes", "excluded", "keeps-data", "manner", "given-on", "until"]
    private static let further = ["language", "interpreter", "given-by-other", "for-whom", "for-country"]

    static func fields(_ dictionary: DataDictionary) -> [Field] { (asked + further).compactMap { dictionary.field("consent", $0) } }

    static func withdrawalFields(_ dictionary: DataDictionary) -> [Field] {
        ["withdrawn-on", "withdrawal-words"].compactMap { dictionary.field("consent", $0) }
    }

    /// Whom and for whom a consent can name.
    struct Choices: Sendable {
        /// People of the case.
        var people: [(record: String, name: String?)]
        /// Organisations that may receive something.
        var organisations: [PartnerEntries.Choice]
    }

    /// Told where something is about to be used without the worker's agreement.
    /// - Parameter scope: in words, what there is no agreement to.
    static func lacking(_ html: inout HTMLWriter, _ scope: String, _ caseRecord: String, _ translator: Translator) {
        html.element("p", [.class("warning"), .role("note")]) { html in
            html.text(translator("consents.lacking", ["scope": .text(scope)]))
            html.text(" ")
            html.element("a", [.href("/cases/\(caseRecord)/consents/new")], text: translator("consents.lacking.ask"))
        }
    }

    /// Says before anything is made of a case, or goes out of it, that it is not to be kept any more.
    static func keepingEnded(_ html: inout HTMLWriter, _ day: CalendarDay?, _ dates: DateText) {
        guard let day else { return }
        html.element("p", [.class("warning")], text: dates.translator("case.warning.keeping-ended", ["date": .text(dates.text(day))]))
    }

    static func record(_ request: WebRequest, _ form: AnswerForm, _ choices: Choices, caseRecord: String) -> HTML {
        let page = Page(request, title: "consents.record", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            back(&html, caseRecord, translator)
            html.element("p", [.class("lead")], text: translator("consents.lead"))
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "consents.record")
                controls.select(
                    &html, "person", label: translator("consents.whose"),
                    options: choices.people.map { .init(value: $0.record, label: $0.name ?? translator("list.unnamed")) },
                    .init(hint: translator("consents.whose.hint")))
                for name in asked {
                    if let field = form.dictionary.field("consent", name) {
                        form.control(
                            &html, field, controls, isRequired: name == "given", hint: name == "scopes" ? translator("consents.scopes.hint") : nil)
                    }
                }
                receivers(&html, form, controls, choices.organisations)
                let isOpen = further.contains { controls.values[$0]?.isEmpty == false } || !request.problems.isEmpty
                html.element("details", [.flag("open", if: isOpen)]) { html in
                    html.element("summary", text: translator("cases.form.more"))
                    for name in further { if let field = form.dictionary.field("consent", name) { form.control(&html, field, controls) } }
                }
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    /// Organisations by name; whom messages cross to first, since it is mostly them.
    private static func receivers(_ html: inout HTMLWriter, _ form: AnswerForm, _ controls: FormControls, _ organisations: [PartnerEntries.Choice]) {
        guard !organisations.isEmpty, let field = form.dictionary.field("consent", "for-organisations") else { return }
        let translator = controls.translator
        let countries = form.dictionary.vocabulary("country")
        let ordered = organisations.filter(\.isPartner) + organisations.filter { !$0.isPartner }
        html.element("details", [.flag("open", if: !controls.values.all("for-organisations").isEmpty)]) { html in
            html.element("summary", text: translator("consents.receivers"))
            controls.select(
                &html, "for-organisations", label: field.label(translator.language),
                options: ordered.map { choice in
                    let country = choice.country.map { " (\(countries?.label(of: $0, translator.language) ?? $0))" } ?? ""
                    return .init(value: choice.record, label: choice.name + country)
                }, .init(hint: translator("consents.receivers.hint"), isMultiple: true))
        }
    }

    static func withdraw(_ request: WebRequest, _ form: AnswerForm, _ view: RecordView, _ answers: AnswerText, caseRecord: String)
        -> HTML
    {
        let page = Page(request, title: "consents.withdraw", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            back(&html, caseRecord, translator)
            html.element("p", [.class("lead")], text: translator("consents.withdraw.lead"))
            html.element("ul", [.class("ticks")]) { html in
                for scope in view.codes("scopes") { html.element("li", text: answers.label("consent.scopes", scope)) }
            }
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "consents.withdraw")
                for field in withdrawalFields(form.dictionary) { form.control(&html, field, controls, isRequired: field.name == "withdrawn-on") }
                page.keptActions(&html, save: translator("consents.withdraw.button"))
            }
        }
    }

    private static func back(_ html: inout HTMLWriter, _ caseRecord: String, _ translator: Translator) {
        html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
    }
}
