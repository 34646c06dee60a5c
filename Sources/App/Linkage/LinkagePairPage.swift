import Dictionary

/// One pair: our own record, what may be asked, what was said, and, once both agree, what the partner showed.
struct LinkagePairPage {
    private let request: WebRequest
    private let sheet: LinkagePairSheet
    private let answers: AnswerText
    private let names: [String: String]
    private let problems: [FieldProblem]
    private let page: Page
    private var translator: Translator { request.translator }
    private var pair: LinkagePair { sheet.pair }

    init(_ request: WebRequest, _ sheet: LinkagePairSheet, _ answers: AnswerText, _ names: [String: String], _ problems: [FieldProblem]) {
        (self.request, self.sheet, self.answers, self.names, self.problems) = (request, sheet, answers, names, problems)
        page = Page(request, title: "linkage.pair.title", area: .tracing)
    }

    func html() -> HTML {
        page.html { html in
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.href("/tracing/partners")], text: translator("linkage.back"))
                if let caseRecord = sheet.own.caseRecord { html.element("a", [.href("/cases/\(caseRecord)")], text: translator("tracing.notice.case")) }
            }
            html.element("p", [.class("lead")]) { html in
                html.element("bdi", text: TracingPages.name(sheet.own.view, translator))
                html.text(" ↔ ")
                html.element("bdi", text: sheet.partner.name)
            }
            progress(&html)
            html.element("p", text: translator("linkage.pair.\(pair.state.rawValue)"))
            if pair.likeness > 0, pair.state == .found || pair.state == .asking {
                LikelihoodPicture.write(&html, Double(pair.likeness) / 100, translator, label: "linkage.likeness")
            }
            if !sheet.takesPart, LinkagePair.State.inForce.contains(pair.state) {
                html.element("p", [.class("warning")], text: translator("linkage.error.not-consented"))
            }
            shown(&html)
            own(&html)
            conversation(&html)
            if sheet.takesPart || pair.state == .agreed { steps(&html) }
        }
    }

    private func progress(_ html: inout HTMLWriter) {
        // What was done stays done when the pair is over: the state alone would say that nobody had asked.
        let events = Set(sheet.steps.map(\.event))
        let isAgreed = pair.state == .agreed || events.contains(.agree)
        let isAsked = isAgreed || [.asked, .asking].contains(pair.state) || events.contains(.ask)
        let isShown = !pair.counterpart.isEmpty || events.contains(.share)
        let done: [(String, Bool)] = [("found", true), ("asked", isAsked), ("agreed", isAgreed), ("shown", isShown)]
        html.element("ol", [.class("steps")]) { html in
            for (key, isDone) in done {
                html.element("li", [.class(isDone ? "done" : "open")]) { html in
                    html.text(translator("linkage.progress.\(key)"))
                    html.element("span", [.class("hidden")], text: " " + translator(isDone ? "tracing.progress.done" : "tracing.progress.not-yet"))
                }
            }
        }
    }

    /// What the partner showed, and where to compare it.
    private func shown(_ html: inout HTMLWriter) {
        guard let counterpart = sheet.counterpart else { return }
        html.element("section", [.class("card"), Attribute("aria-labelledby", "title-shown")]) { html in
            html.element("h2", [.id("title-shown")], text: translator("linkage.shown"))
            CasePages.facts(&html, counterpart.view, answers)
            html.element("p", [.class("actions")]) { html in
                if let path = sheet.comparePath {
                    html.element("a", [.class("button"), .href(path)], text: translator("linkage.compare"))
                } else {
                    let kind = counterpart.view.kind == "notice" ? "notices" : "sightings"
                    html.element("a", [.class("button second"), .href("/tracing/\(kind)/\(counterpart.view.record)")], text: translator("linkage.open"))
                }
            }
        }
    }

    private func own(_ html: inout HTMLWriter) {
        html.element("section", [.class("card"), Attribute("aria-labelledby", "title-own")]) { html in
            html.element("h2", [.id("title-own")], text: translator("linkage.own"))
            CasePages.facts(&html, sheet.own.view, answers)
        }
    }

    private func conversation(_ html: inout HTMLWriter) {
        guard !sheet.steps.isEmpty else { return }
        TracingPages.part(&html, "conversation", translator("linkage.conversation")) { html in
            html.element("ol", [.class("history")]) { html in
                for step in sheet.steps {
                    html.element("li") { html in
                        html.element("p", [.class("muted")]) { html in
                            html.text(MomentText.text(step.moment, translator) + " · ")
                            html.element("bdi", text: step.isOurs ? names[step.account] ?? translator("linkage.we") : sheet.partner.name)
                            html.text(" · " + translator("linkage.event.\(step.event.rawValue)"))
                        }
                        if !step.words.isEmpty { html.element("p", [.class("told"), .dir("auto")], text: step.words) }
                    }
                }
            }
        }
    }

    private func steps(_ html: inout HTMLWriter) {
        for event in [LinkageStep.Event.ask, .agree, .message, .refuse] where LinkageAsking.mayTake(event, pair.state) {
            let isTold = request.form["event"] == event.rawValue
            let controls = FormControls(
                translator: translator, values: isTold ? request.form : FormFields(items: usual(event)), problems: isTold ? problems : [])
            let isFirst = event == .ask || event == .agree
            html.element("details", [.class("card"), .flag("open", if: isTold || isFirst)]) { html in
                html.element("summary", text: translator("linkage.do.\(event.rawValue)"))
                html.element("p", [.class("muted")], text: translator("linkage.do.\(event.rawValue).help"))
                controls.summary(&html)
                html.element("form", [Attribute("method", "post"), Attribute("action", "/tracing/pairs/\(pair.token)/steps")]) { html in
                    page.formToken(&html)
                    html.element("input", [.type("hidden"), .name("event"), .value(event.rawValue)])
                    if isFirst { choices(&html, controls) }
                    // Two forms of the page have this field, so each has an identifier of its own.
                    html.element("div", [.class("field")]) { html in
                        let isAgreed = event == .agree || pair.state == .agreed
                        html.element("label", [.for("field-words-\(event.rawValue)")], text: translator(isAgreed ? "linkage.words.agreed" : "linkage.words"))
                        html.element(
                            "p", [.id("hint-words-\(event.rawValue)"), .class("hint")], text: translator(isAgreed ? "linkage.words.agreed.help" : "linkage.words.help"))
                        for problem in controls.problems where problem.field == "words-\(event.rawValue)" {
                            html.element("p", [.id("problem-words-\(event.rawValue)"), .class("problem")], text: problem.sentence)
                        }
                        html.element(
                            "textarea",
                            [
                                .id("field-words-\(event.rawValue)"), .name("words"), Attribute("rows", "3"), .dir("auto"),
                                Attribute("aria-describedby", "hint-words-\(event.rawValue)"),
                                .flag("required", if: event == .message),
                            ], text: controls.values["words"] ?? "")
                    }
                    controls.submit(&html, translator("linkage.do.\(event.rawValue)"))
                }
            }
        }
    }

    private func usual(_ event: LinkageStep.Event) -> [FormFields.Item] {
        let usual = SharedRecord.Kind(rawValue: sheet.own.view.kind)?.usual ?? []
        return sheet.choices.filter { usual.contains($0.field.name) }.map { .init(name: "fields", value: $0.field.name) }
    }

    /// What the partner will see once both agree, ticked field by field beside what it says.
    private func choices(_ html: inout HTMLWriter, _ controls: FormControls) {
        guard !sheet.choices.isEmpty else {
            html.element("p", [.class("warning")], text: translator("linkage.fields.none"))
            return
        }
        controls.choices(
            &html, "fields", label: translator("linkage.fields"),
            options: sheet.choices.map { choice in
                .init(value: choice.field.name, label: "\(choice.field.label(translator.language)): \(answers.text(choice.answer, choice.field))")
            })
    }
}
