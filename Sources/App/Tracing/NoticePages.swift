import Dictionary

/// The page of a notice: where the search stands, what is to be done next, what may belong to it.
struct NoticePages {
    private let request: WebRequest
    private let sheet: NoticeSheet
    private let form: AnswerForm
    private let answers: AnswerText
    private let page: Page
    private var view: RecordView { sheet.notice.view }
    private var translator: Translator { request.translator }
    private var path: String { "/tracing/notices/\(view.record)" }

    init(_ request: WebRequest, _ sheet: NoticeSheet, _ form: AnswerForm, _ answers: AnswerText) {
        self.request = request
        self.sheet = sheet
        self.form = form
        self.answers = answers
        page = Page(request, title: "tracing.notice.title", area: .tracing)
    }

    func html() -> HTML {
        page.html { html in
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.href("/tracing")], text: translator("tracing.back"))
                if let caseRecord = sheet.notice.caseRecord { html.element("a", [.href("/cases/\(caseRecord)")], text: translator("tracing.notice.case")) }
                html.element("a", [.href("\(path)/poster")], text: translator("tracing.poster.title"))
                html.element("a", [.href("\(path)/pfif")], text: translator("tracing.pfif.export"))
            }
            FormControls(translator: translator, values: request.form, problems: request.problems).summary(&html)
            var shown = view
            html.element("p") { TracingPages.stage(&$0, &shown, translator, on: sheet.today) }
            term(&html)
            progress(&html)
            html.element("section", [.class("card")]) { CasePages.facts(&$0, shown, answers) }
            pictures(&html)
            suggestions(&html)
            partners(&html)
            sightings(&html)
            consents(&html)
            steps(&html)
        }
    }

    /// When it ends.
    private func term(_ html: inout HTMLWriter) {
        guard view.answer("closed-on")?.value == nil, let end = NoticeTerm.end(of: view) else { return }
        let isOver = end < sheet.today
        html.element(
            "p", [.class(isOver ? "warning" : "muted")],
            text: translator(isOver ? "tracing.notice.expired" : "tracing.notice.runs", ["date": .text(answers.dates.text(end))]))
    }

    /// The steps to reunion, each with whether it is done; what must not come before another is marked.
    private func progress(_ html: inout HTMLWriter) {
        let done: [(key: String, isDone: Bool)] = [
            ("sought", true), ("matched", sheet.isMatched), ("found", view.answer("found-on")?.value != nil),
            ("asked", view.answer("found-wishes")?.value != nil), ("told", view.answer("family-told-on")?.value != nil),
            ("closed", view.answer("closed-on")?.value != nil),
        ]
        html.element("ol", [.class("steps")]) { html in
            for step in done {
                html.element("li", [.class(step.isDone ? "done" : "open")]) { html in
                    html.text(translator("tracing.progress.\(step.key)"))
                    html.element("span", [.class("hidden")], text: " " + translator(step.isDone ? "tracing.progress.done" : "tracing.progress.not-yet"))
                }
            }
        }
    }

    /// The pictures of the case that show the missing person or the seeker, and whether they may be on the poster.
    private func pictures(_ html: inout HTMLWriter) {
        guard let caseRecord = sheet.notice.caseRecord else { return }
        TracingPages.part(&html, "pictures", translator("tracing.pictures")) { html in
            html.element("p", [.class("muted")], text: translator("tracing.pictures.help"))
            if let agreement = sheet.agreement, !agreement.allows("photograph"), !sheet.pictures.isEmpty {
                html.element("p", [.class("warning")], text: translator("tracing.pictures.not-agreed"))
            }
            if !sheet.pictures.isEmpty {
                html.element("ul", [.class("photographs")]) { html in for one in sheet.pictures { html.element("li") { picture(&$0, one) } } }
            }
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/documents/new")], text: translator("tracing.pictures.add")) }
        }
    }

    private func picture(_ html: inout HTMLWriter, _ picture: NoticePicture) {
        let shows = translator("tracing.picture.\(picture.shows.rawValue)")
        html.element("img", [Attribute("src", picture.path), Attribute("alt", shows), Attribute("loading", "lazy"), .class("preview")])
        html.element("p") { html in
            html.element("a", [.href("/cases/\(picture.caseRecord)/documents/\(picture.document)")], text: shows)
            html.text(" ")
            if picture.isAllowed { html.element("span", [.class("badge strong")], text: translator("tracing.picture.allowed")) }
        }
        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/pictures")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("document"), .value(picture.document)])
            if !picture.isAllowed { html.element("input", [.type("hidden"), .name("allowed"), .value("yes")]) }
            html.element(
                "button", [.type("submit"), .class("second")], text: translator(picture.isAllowed ? "tracing.picture.forbid" : "tracing.picture.allow"))
        }
    }

    private func suggestions(_ html: inout HTMLWriter) {
        TracingPages.part(&html, "suggestions", translator("tracing.suggestions", ["count": .number(sheet.lines.count)])) { html in
            if !sheet.isReady { html.element("p", [.class("notice")], text: translator("tracing.preparing")) }
            if sheet.lines.isEmpty { html.element("p", text: translator("tracing.suggestions.none")) }
            TracingPages.lines(&html, sheet.lines, sheet.threshold, answers, withNotice: false)
        }
    }

    /// Partners who probably know of the same person.
    private func partners(_ html: inout HTMLWriter) {
        guard !sheet.linkage.isEmpty else { return }
        TracingPages.part(&html, "linkage", translator("linkage.pairs")) { LinkagePages.list(&$0, sheet.linkage, answers) }
    }

    /// What was seen over time, as it was judged to belong to this notice.
    private func sightings(_ html: inout HTMLWriter) {
        guard !sheet.sightings.isEmpty else { return }
        TracingPages.part(&html, "sightings", translator("tracing.notice.sightings")) { html in
            html.element("ol", [.class("history")]) { html in
                for sighting in sheet.sightings {
                    html.element("li") { html in
                        html.element("a", [.href("\(path)/compare/\(sighting.record)")]) { html in
                            html.text(sighting.date("seen-on").map { answers.dates.text($0) } ?? translator("tracing.notice.no-date"))
                        }
                        for field in ["kind", "place", "country", "description"] {
                            guard let definition = form.dictionary.field("sighting", field), let answer = sighting.answer(field), answer.value != nil else {
                                continue
                            }
                            html.element("p", [.class("told"), .dir("auto")], text: answers.text(answer, definition))
                        }
                    }
                }
            }
        }
    }

    /// What may be done with the notice, use by use.
    private func consents(_ html: inout HTMLWriter) {
        guard let agreement = sheet.agreement, let caseRecord = sheet.notice.caseRecord else { return }
        TracingPages.part(&html, "consents", translator("tracing.notice.consents")) { html in
            html.element("ul", [.class("plain")]) { html in
                for scope in ["matching", "tracing-publication", "share-with-partner", "share-across-border", "contact-authorities", "photograph"] {
                    html.element("li") { html in
                        html.element(
                            "span", [.class("badge")], text: translator(agreement.allows(scope) ? "tracing.notice.agreed" : "tracing.notice.not-agreed"))
                        html.text(" " + answers.label("consent.scopes", scope))
                    }
                }
            }
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/consents/new")], text: translator("consents.record")) }
        }
    }

    private func steps(_ html: inout HTMLWriter) {
        for step in NoticeStep.allCases where step.isOpen(view, today: sheet.today) {
            let matching = (name: "step", value: step.rawValue)
            let isTold = request.isResumed("tracing.notice.title", matching)
            let controls = request.controls(of: "tracing.notice.title", matching: matching)
            html.element("details", [.class("card"), .flag("open", if: isTold)]) { html in
                html.element("summary", text: translator("tracing.step.\(step.rawValue)"))
                html.element("p", [.class("muted")], text: translator("tracing.step.\(step.rawValue).help"))
                html.element("form", page.keptAttributes("\(path)/steps", look: nil)) { html in
                    page.keptFields(&html, "tracing.notice.title", matching: matching)
                    html.element("input", [.type("hidden"), .name("step"), .value(step.rawValue)])
                    for name in step.fields {
                        if let field = form.dictionary.field("notice", name) { form.control(&html, field, controls, isRequired: step.required.contains(name)) }
                    }
                    page.keptActions(&html, save: translator("tracing.step.\(step.rawValue)"), isLong: false)
                }
            }
        }
        if view.answer("found-on")?.value != nil, !NoticeStep.mayTell(view), view.answer("closed-on")?.value == nil {
            html.element("p", [.class("warning")], text: translator("tracing.step.told.blocked"))
        }
    }
}
