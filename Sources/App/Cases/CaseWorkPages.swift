import Dictionary

/// The forms of steps on a case: a note, closing and reopening, members of a group, relations.
enum CaseWorkPages {
    /// A person or party that can be tied to another.
    struct Involved: Sendable {
        var record: String
        var kind: String
        var name: String?
    }

    static let closingNeeded = ["status", "outcomes", "closing-reason", "closing-date"]

    static func closingFields(_ dictionary: DataDictionary) -> [Field] {
        (closingNeeded + ["closing-note", "worker-satisfied"]).compactMap { dictionary.field("case", $0) }
    }

    /// What one kind of record can be to another.
    static func roles(_ from: String, _ to: String, _ dictionary: DataDictionary) -> [Term] {
        (dictionary.vocabulary("relation-role")?.terms ?? []).filter { term in
            !term.isDeprecated && term.extra["from_record"]?.split(separator: "|").contains { $0 == from } == true
                && term.extra["to_record"]?.split(separator: "|").contains { $0 == to } == true
        }
    }

    static func note(_ request: WebRequest, _ caseRecord: String) -> HTML {
        form(request, title: "case.note.add", caseRecord, button: "case.note.add") { html, controls in
            controls.text(&html, "note", label: request.translator("case.note.label"), .init(isRequired: true, rows: 4))
        }
    }

    /// - Parameter openTasks: how many tasks of the case are not done.
    static func close(_ request: WebRequest, _ answers: AnswerForm, _ caseRecord: String, openTasks: Int) -> HTML {
        form(request, title: "case.close.title", lead: "case.close.lead", caseRecord, button: "case.close.title") { html, controls in
            let translator = request.translator
            if openTasks > 0 {
                html.element("p", [.class("warning")]) {
                    $0.element("a", [.href("/cases/\(caseRecord)#next")], text: translator("case.close.open-tasks", ["count": .number(openTasks)]))
                }
            }
            let statuses = (answers.dictionary.vocabulary("case-status")?.terms ?? []).filter { ReminderRules.closedStatuses.contains($0.code) }
            let label = answers.dictionary.field("case", "status")?.label(translator.language) ?? "status"
            controls.choices(&html, "status", label: label, options: statuses.map { .init(value: $0.code, label: $0.label(translator.language)) }, single: true)
            for field in closingFields(answers.dictionary) where field.name != "status" {
                answers.control(&html, field, controls, isRequired: closingNeeded.contains(field.name))
            }
        }
    }

    static func reopen(_ request: WebRequest, _ caseRecord: String) -> HTML {
        form(request, title: "case.reopen.title", lead: "case.reopen.lead", caseRecord, button: "case.reopen.title") { html, controls in
            controls.text(&html, "reason", label: request.translator("case.reason"), .init(isRequired: true, rows: 3))
        }
    }

    /// - Parameter hints: cases that may be about the same people.
    static func members(
        _ request: WebRequest, _ answers: AnswerText, _ caseRecord: String, _ hints: [SearchResult], isWithColleague: Bool
    ) -> HTML {
        let mayBeKnown = !hints.isEmpty || isWithColleague
        let button = mayBeKnown ? "case.members.known" : "platform.save"
        return form(request, title: "case.members.add", lead: "case.members.lead", caseRecord, button: button) { html, controls in
            if mayBeKnown {
                DuplicatePages.hints(&html, hints, isWithColleague: isWithColleague, answers)
                html.element("input", [.type("hidden"), .name("duplicates"), .value("seen")])
            }
            controls.text(
                &html, "members", label: request.translator("case.members.label"),
                .init(hint: request.translator("case.members.hint"), isRequired: true, rows: 8))
        }
    }

    /// - Parameter found: the cases that what was typed may mean.
    static func related(_ request: WebRequest, _ answers: AnswerText, _ caseRecord: String, found: [CaseLine] = []) -> HTML {
        form(request, title: "case.related.add", lead: "case.related.lead", caseRecord, button: "platform.save") { html, controls in
            let language = request.translator.language
            controls.select(
                &html, "role", label: request.translator("case.related.role"),
                options: roles("case", "case", answers.dictionary).map { .init(value: $0.code, label: $0.label(language)) },
                .init(isRequired: true))
            controls.text(
                &html, "other", label: request.translator("case.related.other"),
                .init(hint: request.translator("case.related.other.hint"), isRequired: found.isEmpty))
            guard !found.isEmpty else { return }
            controls.choices(
                &html, "chosen", label: request.translator("case.related.which"),
                options: found.map { .init(value: $0.record, label: SearchPages.caseText($0, answers)) }, single: true)
        }
    }

    static func tie(_ request: WebRequest, _ dictionary: DataDictionary, _ caseRecord: String, _ involved: [Involved]) -> HTML {
        form(request, title: "case.tie.add", lead: "case.tie.lead", caseRecord, button: "platform.save") { html, controls in
            let translator = request.translator
            let options = involved.map { FormControls.Option(value: $0.record, label: $0.name ?? translator("list.unnamed")) }
            let kinds = Set(involved.map(\.kind))
            let fitting = (dictionary.vocabulary("relation-role")?.terms ?? []).filter { term in
                !term.isDeprecated
                    && [term.extra["from_record"], term.extra["to_record"]].allSatisfy { allowed in
                        allowed?.split(separator: "|").contains { kinds.contains(String($0)) } == true
                    }
            }
            controls.select(&html, "first", label: translator("case.tie.first"), options: options, .init(isRequired: true))
            controls.select(
                &html, "role", label: translator("case.tie.role"), options: fitting.map { .init(value: $0.code, label: $0.label(translator.language)) },
                .init(isRequired: true))
            controls.select(&html, "second", label: translator("case.tie.second"), options: options, .init(isRequired: true))
        }
    }

    private static func form(
        _ request: WebRequest, title: String, lead: String? = nil, _ caseRecord: String, button: String,
        _ content: (inout HTMLWriter, FormControls) -> Void
    ) -> HTML {
        let page = Page(request, title: title, area: .cases)
        let controls = FormControls(translator: request.translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: request.translator("cases.back")) }
            if let lead { html.element("p", [.class("lead")], text: request.translator(lead)) }
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, title)
                content(&html, controls)
                page.keptActions(&html, save: request.translator(button))
            }
        }
    }
}
