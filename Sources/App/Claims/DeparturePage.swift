import Dictionary

/// The list of what to take down before a worker leaves, on a phone, in the worker's language, with how far it has come.
struct DeparturePage {
    private let page: Page
    private let sheet: CaseSheet
    private let form: AnswerForm
    private let dates: DateText
    /// The part that was sent and had something wrong.
    private let failed: String?
    private let worker: RecordView?

    private var translator: Translator { page.request.translator }
    private var path: String { "/cases/\(sheet.view.record)/departure" }

    init(_ request: WebRequest, _ sheet: CaseSheet, _ form: AnswerForm, _ dates: DateText) {
        page = Page(request, title: "claims.departure.title", area: .claims)
        self.sheet = sheet
        self.form = form
        self.dates = dates
        failed = request.isResumed ? request.form.text("item") : nil
        worker = ClaimReading.workers(sheet).first
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(sheet.view.record)")], text: translator("cases.back")) }
            inTheirLanguage(&html)
            languages(&html)
            html.element("p", [.class("lead")], text: translator("claims.departure.lead"))
            progress(&html)
            hours(&html)
            FormControls(translator: translator, values: page.request.form, problems: page.request.problems).summary(&html)
            for item in DepartureItem.allCases { part(&html, item) }
        }
    }

    /// The language in which the worker wishes to speak, or another that they speak, if the program has it.
    private var spoken: String? {
        guard let worker else { return nil }
        let own = [worker.code("primary-language")].compactMap(\.self) + worker.codes("other-languages")
        return own.lazy.compactMap { Self.languages[$0] }.first { translator.catalogue.languages.contains($0) }
    }

    /// Codes of the list `language` (ISO 639-3) and what the program calls them.
    private static let languages = [
        "eng": "en", "nep": "ne", "npi": "ne", "hin": "hi", "ben": "bn", "ara": "ar", "arb": "ar", "ind": "id",
    ]

    /// Offered first and in their own words, so that whoever sits beside the worker need not look for it.
    private func inTheirLanguage(_ html: inout HTMLWriter) {
        guard let spoken, spoken != translator.language else { return }
        let own = Translator(catalogue: translator.catalogue, language: spoken, clock: translator.clock)
        html.element("p", [.class("actions")]) { html in
            html.element(
                "a", [.class("button"), .href("\(path)?language=\(spoken)"), .lang(spoken), .dir("auto")],
                text: own("claims.departure.own-language", ["language": .text(own.catalogue.facts(of: spoken).name)]))
        }
    }

    /// In the language of the worker who sits beside.
    private func languages(_ html: inout HTMLWriter) {
        html.element("nav", [.class("within"), Attribute("aria-label", translator("claims.departure.language"))]) { html in
            html.element("ul") { html in
                for language in translator.catalogue.languages {
                    html.element("li") { html in
                        html.element(
                            "a",
                            [
                                .href("\(path)?language=\(language)"), .lang(language),
                                language == translator.language ? Attribute("aria-current", "page") : nil,
                            ], text: translator.catalogue.facts(of: language).name)
                    }
                }
            }
        }
    }

    private func progress(_ html: inout HTMLWriter) {
        let done = DepartureItem.allCases.filter { $0.isDone(sheet, worker) }.count
        let total = DepartureItem.allCases.count
        let text = translator("claims.departure.progress", ["count": .number(done), "total": .number(total)])
        html.element("p") { html in
            html.element("strong", text: text + " ")
            html.element("progress", [Attribute("max", "\(total)"), .value("\(done)"), Attribute("aria-label", text)])
        }
    }

    private func hours(_ html: inout HTMLWriter) {
        let controls = controls("hours")
        html.element("details", [.class("card"), .flag("open", if: sheet.view.date("departure-date") == nil || failed == "hours")]) { html in
            html.element("summary") { html in
                html.text(
                    sheet.view.date("departure-date").map { translator("claims.departure.on", ["date": .text(moment($0))]) }
                        ?? translator("claims.departure.when"))
                if let left = sheet.view.date("departure-date").flatMap(left) {
                    html.text(" ")
                    html.element("strong", text: left)
                }
            }
            html.element("form", page.keptAttributes("\(path)/hours", look: nil)) { html in
                hidden(&html, "hours")
                controls.text(&html, "hours", label: translator("claims.departure.hours"), .init(inputMode: "numeric", direction: "ltr"))
                page.keptActions(&html, save: translator("platform.save"), isLong: false)
            }
        }
    }

    /// The hour too, where it is known: by the clock of the organisation and by that of the country in which the worker is, each with its name.
    private func moment(_ date: PartialDate) -> String {
        guard let departure = DepartureMoment.milliseconds(date) else { return dates.text(date) }
        guard let clock = translator.clock else { return MomentText.text(departure, translator) }
        let answers = AnswerText(dictionary: form.dictionary, dates: dates)
        let there = sheet.view.code("destination-country").flatMap { $0 == clock.country ? nil : clock.of(country: $0) }
        return ([clock] + [there].compactMap(\.self)).map { $0.text(departure, answers) }.joined(separator: " = ")
    }

    /// How much time is left; nil where the hour is not known.
    private func left(_ date: PartialDate) -> String? {
        guard let departure = DepartureMoment.milliseconds(date) else { return nil }
        guard departure > page.request.now else { return translator("claims.departure.over") }
        let minutes = Int((departure - page.request.now) / 60_000)
        // Under two hours the minutes matter; hours are rounded down, so that nobody counts on time that is not there, but for the five minutes since it was typed.
        return minutes < 120
            ? translator("claims.departure.left.minutes", ["count": .number(minutes)]) : translator("claims.departure.left", ["count": .number((minutes + 5) / 60)])
    }

    private func hidden(_ html: inout HTMLWriter, _ item: String) {
        page.keptFields(&html, "claims.departure.title", matching: ("item", item))
        html.element("input", [.type("hidden"), .name("item"), .value(item)])
        html.element("input", [.type("hidden"), .name("page-language"), .value(translator.language)])
    }

    private func part(_ html: inout HTMLWriter, _ item: DepartureItem) {
        let isDone = item.isDone(sheet, worker)
        html.element("section", [.class("card"), .id(item.rawValue), Attribute("aria-labelledby", "title-\(item.rawValue)")]) { html in
            html.element("h2", [.id("title-\(item.rawValue)")]) { html in
                html.element("span", [.class(isDone ? "badge" : "badge strong")], text: translator(isDone ? "claims.departure.done" : "claims.departure.open"))
                html.text(" " + translator("claims.departure.\(item.rawValue)"))
            }
            html.element("p", text: translator("claims.departure.\(item.rawValue).help"))
            if item == .permission {
                html.element("p", [.class("actions")]) {
                    $0.element("a", [.class("button second"), .href("/cases/\(sheet.view.record)/consents/new")], text: translator("consents.record"))
                }
                return
            }
            html.element("details", [.flag("open", if: !isDone || failed == item.rawValue)]) { html in
                html.element("summary", text: translator("claims.departure.take"))
                html.element(
                    "form", page.keptAttributes("\(path)/\(item.rawValue)", look: nil) + [Attribute("enctype", "multipart/form-data")]
                ) { html in
                    hidden(&html, item.rawValue)
                    fields(&html, item)
                    page.keptActions(&html, save: translator("platform.save"), isLong: false)
                }
            }
        }
    }

    /// What was typed stands again in the part that was sent.
    private func controls(_ item: String) -> FormControls { page.request.controls(of: "claims.departure.title", matching: ("item", item)) }

    private func fields(_ html: inout HTMLWriter, _ item: DepartureItem) {
        var controls = controls(item.rawValue)
        func label(_ name: String) -> String { form.dictionary.field(name)?.label(translator.language) ?? name }
        switch item {
        case .mandate:
            if failed != item.rawValue, let day = page.request.day { controls.values.items.append(.init(name: "mandate-given-on", value: day.description)) }
            controls.text(&html, "mandate-holder", label: label("claim.mandate-holder"), .init(isRequired: true))
            controls.text(&html, "mandate-given-on", label: label("claim.mandate-given-on"), .init(hint: translator("cases.form.date-hint")))
            html.element("p") { html in
                html.element(
                    "a", [.href("/cases/\(sheet.view.record)/letters/power-of-attorney")], text: translator("claims.papers.power-of-attorney"))
            }
        case .statement: controls.text(&html, "description", label: translator("claims.departure.words"), .init(rows: 5))
        case .contacts:
            for number in 1...2 {
                controls.text(&html, "name-\(number)", label: translator("claims.departure.name", ["count": .number(number)]), .init(isRequired: number == 1))
                controls.text(
                    &html, "phone-\(number)", label: translator("claims.departure.phone", ["count": .number(number)]),
                    .init(type: "tel", inputMode: "tel", direction: "ltr"))
            }
        case .account: controls.text(&html, "bank-account", label: label("person.bank-account"), .init(isRequired: true))
        case .copies, .permission: break
        }
        file(&html, item)
    }

    private func file(_ html: inout HTMLWriter, _ item: DepartureItem) {
        guard let first = item.documentKinds.first else { return }
        let controls = controls(item.rawValue)
        if item.documentKinds.count > 1 {
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for("kind-\(item.rawValue)")], text: form.dictionary.field("document.kind")?.label(translator.language) ?? "")
                html.element("select", [.id("kind-\(item.rawValue)"), .name("kind")]) { html in
                    for kind in item.documentKinds {
                        let text = form.dictionary.vocabulary("document-type")?.label(of: kind, translator.language) ?? kind
                        html.element("option", [.value(kind), .flag("selected", if: (controls.values.text("kind") ?? first) == kind)], text: text)
                    }
                }
            }
        }
        let problem = controls.problems.first { $0.field == "file" }
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("file-\(item.rawValue)")], text: translator("claims.departure.file"))
            if let problem { html.element("p", [.class("problem"), .id("field-file")], text: problem.sentence) }
            html.element(
                "input",
                [
                    .type("file"), .name("file"), .id("file-\(item.rawValue)"), .flag("multiple"),
                    Attribute("accept", "image/*,audio/*,video/*,application/pdf"),
                    problem == nil ? nil : Attribute("aria-invalid", "true"), problem == nil ? nil : Attribute("aria-describedby", "field-file"),
                ])
        }
    }
}
