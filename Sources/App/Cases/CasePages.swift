import Dictionary
import Journal

/// The pages of cases.
enum CasePages {
    static func firstContact(_ request: WebRequest, _ form: AnswerForm, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "cases.first.title", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("cases.first.lead"))
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/new"), .class("card")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("submission"), .value(request.form["submission"] ?? "")])
                for name in FirstContact.required { if let field = form.dictionary.field(name) { form.control(&html, field, controls, isRequired: true) } }
                html.element("details", [.flag("open", if: !problems.isEmpty)]) { html in
                    html.element("summary", text: translator("cases.first.more"))
                    for name in FirstContact.optional { if let field = form.dictionary.field(name) { form.control(&html, field, controls) } }
                }
                controls.submit(&html, translator("cases.first.save"))
            }
        }
    }

    // MARK: One case

    static func show(
        _ request: WebRequest, _ report: RecordReport, dictionary: DataDictionary, colleagues: [(account: String, name: String)], sight: CaseSight
    ) -> HTML {
        let page = Page(request, title: "cases.show.title", area: .cases)
        let translator = request.translator
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        let record = report.view.record
        let mayWrite = request.session?.may(.writeCases) == true
        return page.html { html in
            if sight.mayAsk { OpeningPages.invitation(&html, record, translator) }
            if report.view.isErased { html.element("p", [.class("warning")], text: translator("cases.erased")) }
            if report.view.fields.contains(where: { !$0.others.isEmpty }) { html.element("p", [.class("warning")], text: translator("cases.clash.help")) }
            if !report.linked.contains(where: { $0.view.kind == "consent" }) { html.element("p", [.class("warning")], text: translator("cases.no-consent")) }
            section(&html, "who", report.linked.filter { $0.view.kind == "person" || $0.view.kind == "party" }, ["person", "party"], page, answers, record, mayWrite)
            caseCard(&html, report.view, page, answers, mayWrite)
            section(&html, "happened", report.linked.filter { $0.view.kind == "violation" }, ["violation"], page, answers, record, mayWrite)
            section(&html, "owed", report.linked.filter { $0.view.kind == "claim" }, ["claim"], page, answers, record, mayWrite)
            section(&html, "done", report.linked.filter { $0.view.kind == "action" }, ["action"], page, answers, record, mayWrite)
            let rest = report.linked.filter { !["person", "party", "violation", "claim", "action", "relation", "submission"].contains($0.view.kind) }
            if !rest.isEmpty { section(&html, "other", rest, [], page, answers, record, false) }
            if request.session?.may(.assignCases) == true { assignment(&html, page, report.view, colleagues) }
            if request.session.map({ !AccessPolicy.readsAsPartner($0.roles) }) == true {
                if mayWrite { html.element("p") { $0.element("a", [.href("/forms?case=\(record)")], text: translator("forms.from-case")) } }
                html.element("p") { $0.element("a", [.href("/cases/\(record)/history")], text: translator("cases.history")) }
            }
        }
    }

    private static func caseCard(_ html: inout HTMLWriter, _ view: RecordView, _ page: Page, _ answers: AnswerText, _ mayWrite: Bool) {
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: answers.translator("cases.section.case"))
            facts(&html, view, answers)
            if mayWrite && !view.isErased {
                html.element("p") { $0.element("a", [.href("/cases/\(view.record)/records/\(view.record)")], text: answers.translator("cases.edit")) }
            }
        }
    }

    private static func section(
        _ html: inout HTMLWriter, _ name: String, _ linked: [RecordReport.Linked], _ kinds: [String], _ page: Page, _ answers: AnswerText, _ record: String,
        _ mayWrite: Bool
    ) {
        let translator = answers.translator
        html.element("section") { html in
            html.element("h2", text: translator("cases.section.\(name)"))
            if linked.isEmpty { html.element("p", [.class("muted")], text: translator("cases.section.empty")) }
            for item in linked {
                html.element("div", [.class("card")]) { html in
                    html.element("h3") { html in
                        html.text(answers.dictionary.record(item.view.kind)?.label(translator.language) ?? item.view.kind)
                        if let role = answers.dictionary.vocabulary("relation-role")?.term(item.field) { html.text(" · \(role.label(translator.language))") }
                    }
                    facts(&html, item.view, answers)
                    if mayWrite && !item.view.isErased {
                        html.element("p") { $0.element("a", [.href("/cases/\(record)/records/\(item.view.record)")], text: translator("cases.edit")) }
                    }
                }
            }
            if mayWrite && !kinds.isEmpty {
                html.element("p", [.class("actions")]) { html in
                    for kind in kinds {
                        html.element(
                            "a", [.class("button second"), .href("/cases/\(record)/add/\(kind)")],
                            text: translator("cases.add", ["kind": .text(answers.dictionary.record(kind)?.label(translator.language) ?? kind)]))
                    }
                }
            }
        }
    }

    static func facts(_ html: inout HTMLWriter, _ view: RecordView, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("dl", [.class("facts")]) { html in
            for entry in view.fields where entry.field.type != .link {
                html.element("dt", text: entry.field.label(translator.language))
                html.element("dd") { html in
                    html.element("span", [.dir("auto")], text: answers.text(entry.answer, entry.field))
                    if let note = entry.answer?.note { html.element("span", [.class("muted"), .dir("auto")], text: " (\(note))") }
                    for other in entry.others {
                        html.text(" ")
                        html.element("span", [.class("badge")], text: translator("cases.clash"))
                        html.text(" ")
                        html.element("span", [.dir("auto")], text: answers.text(other.answer, entry.field))
                    }
                }
            }
        }
        if !view.hiddenFields.isEmpty { html.element("p", [.class("muted")], text: translator("cases.hidden", ["count": .number(view.hiddenFields.count)])) }
    }

    private static func assignment(_ html: inout HTMLWriter, _ page: Page, _ view: RecordView, _ colleagues: [(account: String, name: String)]) {
        let translator = page.request.translator
        var values = FormFields()
        if case .list(let accounts)? = view.answer("assigned-to")?.value { values.items = accounts.map { .init(name: "account", value: $0.displayText) } }
        let controls = FormControls(translator: translator, values: values)
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("cases.assign.title"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/\(view.record)/assign")]) { html in
                page.formToken(&html)
                controls.choices(&html, "account", label: translator("cases.assign.who"), options: colleagues.map { .init(value: $0.account, label: $0.name) })
                controls.submit(&html, translator("cases.assign.button"))
            }
        }
    }

    static func history(_ request: WebRequest, _ report: RecordReport, dictionary: DataDictionary, colleagues: [(account: String, name: String)]) -> HTML {
        let page = Page(request, title: "cases.history", area: .cases)
        let translator = request.translator
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        let names = [String: String](colleagues.map { ($0.account, $0.name) }, uniquingKeysWith: { $1 })
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(report.view.record)")], text: translator("cases.back")) }
            html.element("ol", [.class("history")]) { html in
                for entry in report.history.reversed() {
                    html.element("li") { html in
                        html.element("h2", text: translator("cases.act.\(entry.act.rawValue)"))
                        html.element("p", [.class("muted")]) { html in
                            html.element("span", [.dir("auto")], text: names[entry.author] ?? translator("cases.author.other"))
                            html.text(" · \(MomentText.text(entry.clock.milliseconds, translator))")
                        }
                        if let ground = entry.ground { html.element("p", [.dir("auto")], text: ground) }
                        changes(&html, entry, report.view.kind, answers)
                    }
                }
            }
        }
    }

    private static func changes(_ html: inout HTMLWriter, _ entry: RecordReport.HistoryEntry, _ kind: String, _ answers: AnswerText) {
        guard !entry.changes.isEmpty else { return }
        html.element("dl", [.class("facts")]) { html in
            for change in entry.changes {
                guard let field = answers.dictionary.field(kind, change.field), field.type != .link else { continue }
                html.element("dt", text: field.label(answers.translator.language))
                html.element("dd", [.dir("auto")], text: change.isHidden ? answers.translator("cases.not-shown") : answers.text(change.answer, field))
            }
        }
    }
}
