import Dictionary
import Journal

// What is next: the step, tasks and reminders; consents; notes; the timeline.
extension CaseSheetPage {
    func next(_ html: inout HTMLWriter) {
        paragraph(&html, "wishes")
        paragraph(&html, "next-step")
        reminderList(&html)
        let open = sheet.tasks.filter { $0.code("done") != "yes" }
        let done = sheet.tasks.filter { $0.code("done") == "yes" }
        html.element("h3", text: translator("tasks.title"))
        if open.isEmpty { html.element("p", [.class("muted")], text: translator("tasks.none")) }
        if !open.isEmpty { html.element("ul", [.class("tasks")]) { html in for task in open { taskLine(&html, task) } } }
        if !done.isEmpty {
            html.element("details") { html in
                html.element("summary", text: translator("tasks.done-list", ["count": .number(done.count)]))
                html.element("ul", [.class("tasks")]) { html in for task in done { taskLine(&html, task) } }
            }
        }
        if mayWrite { taskForm(&html) }
    }

    private func reminderList(_ html: inout HTMLWriter) {
        let reminders = sheet.reminders.filter { $0.kind != .task && $0.kind != .openTask }
        guard !reminders.isEmpty else { return }
        html.element("h3", text: translator("tasks.reminders"))
        html.element("ul", [.class("plain")]) { html in
            for reminder in reminders {
                html.element("li") { html in
                    let isLate = !reminder.kind.isStanding && reminder.day < today
                    html.element("span", [isLate ? .class("late") : nil], text: translator("tasks.reminder.\(reminder.kind.rawValue)"))
                    // The next step stands above in its own words.
                    if reminder.kind != .nextStep, let view = (sheet.actions + sheet.claims).first(where: { $0.record == reminder.record }),
                        let detail = DueLine.Detail(reminder.kind, view)
                    {
                        TodayPage.detail(&html, detail, answers)
                    }
                    html.text(" · \(answers.dates.text(reminder.day))")
                }
            }
        }
    }

    private func taskLine(_ html: inout HTMLWriter, _ task: RecordView) {
        let isDone = task.code("done") == "yes"
        html.element("li") { html in
            html.element("span", [.dir("auto"), .class(isDone ? "muted" : "task")], text: task.text("title") ?? translator("cases.not-shown"))
            html.element("p", [.class("small muted")]) { html in
                if let due = task.date("due") {
                    let isLate = !isDone && due.earliest.map { $0 < today } == true
                    html.element("span", [isLate ? .class("late") : nil], text: translator("tasks.due", ["date": .text(answers.dates.text(due))]) + " ")
                }
                let who = task.links("assigned-to").map { names[$0] ?? translator("cases.author.other") }
                if !who.isEmpty { html.element("span", [.dir("auto")], text: who.joined(separator: translator("cases.list-separator"))) }
                if mayWrite {
                    html.text(" ")
                    html.element("a", [.href("/cases/\(record)/tasks/\(task.record)/edit")], text: translator("cases.edit"))
                }
            }
            if let details = task.text("details") { html.element("p", [.class("told"), .dir("auto")], text: details) }
            guard mayWrite else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/\(record)/tasks/\(task.record)")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("done"), .value(isDone ? "no" : "yes")])
                html.element("button", [.type("submit"), .class("second")], text: translator(isDone ? "tasks.reopen" : "tasks.mark-done"))
            }
        }
    }

    private func taskForm(_ html: inout HTMLWriter) {
        html.element("details") { html in
            html.element("summary", text: translator("tasks.add"))
            let values = FormFields(items: [.init(name: "assignee", value: page.request.session?.account ?? "")])
            TaskPages.form(
                &html, page, action: "/cases/\(record)/tasks", controls: FormControls(translator: translator, values: values), colleagues: taskColleagues)
        }
    }

    /// Whoever works on the case can be given a task in it; and whoever sees the page, for themselves.
    private var taskColleagues: [(account: String, name: String)] {
        let own = page.request.session?.account
        let assigned = Set(sheet.view.links("assigned-to"))
        return colleagues.filter { assigned.contains($0.account) || $0.account == own }
    }

    // MARK: Consent

    func consent(_ html: inout HTMLWriter) {
        html.element("div", [.class("card agreement")]) { html in
            html.element("p", [.class("lead")], text: translator("consents.standing.\(sheet.agreement.standing.rawValue)"))
            let scopes = sheet.agreement.scopes
            guard !scopes.isEmpty else { return }
            html.element("ul", [.class("ticks")]) { html in
                for (scope, until) in scopes {
                    html.element("li") { html in
                        html.text(answers.label("consent.scopes", scope))
                        if let until {
                            html.element("span", [.class("muted")], text: " " + translator("consents.until", ["date": .text(answers.dates.text(until))]))
                        }
                    }
                }
            }
        }
        for view in sheet.consents {
            let who = view.links("person").first.flatMap { sheet.involved($0)?.view.names }
            let isWithdrawn = view.answer("withdrawn-on") != nil
            card(&html, view, title: who, tag: translator("consents.state.\(state(of: view))")) { html in
                let receivers = view.links("for-organisations").map { "\u{2068}\(sheet.receivers[$0] ?? translator("cases.author.other"))\u{2069}" }
                if !receivers.isEmpty {
                    let names = receivers.joined(separator: translator("cases.list-separator"))
                    html.element("p", text: translator("consents.receivers.only", ["names": .text(names)]))
                }
                guard mayWrite, view.code("given") == "yes", !isWithdrawn else { return }
                html.element("p", [.class("actions")]) {
                    $0.element(
                        "a", [.class("button second"), .href("/cases/\(record)/consents/\(view.record)/withdraw")], text: translator("consents.withdraw"))
                }
            }
        }
        if mayWrite {
            html.element("p", [.class("actions")]) {
                $0.element("a", [.class("button second"), .href("/cases/\(record)/consents/new")], text: translator("consents.record"))
            }
        }
    }

    private func state(of view: RecordView) -> String {
        if view.answer("withdrawn-on") != nil { return "withdrawn" }
        guard view.code("given") == "yes" else { return "refused" }
        return view.date("until")?.latest.map { $0 < today } == true ? "expired" : "given"
    }

    // MARK: Notes

    func notes(_ html: inout HTMLWriter) {
        if mayWrite {
            let controls = FormControls(translator: translator, values: FormFields())
            html.element("form", page.keptAttributes("/cases/\(record)/notes", look: nil)) { html in
                page.keptFields(&html, "case.note.add")
                controls.text(&html, "note", label: translator("case.note.label"), .init(isRequired: true, rows: 2))
                page.keptActions(&html, save: translator("case.note.add"), isLong: false)
            }
        }
        guard !sheet.notes.isEmpty else { return }
        html.element("ol", [.class("stream")]) { html in
            for note in sheet.notes {
                html.element("li") { html in
                    html.element("p", [.class("told"), .dir("auto")], text: note.view.text("text") ?? translator("cases.not-shown"))
                    html.element("p", [.class("small muted")]) { html in
                        html.element("span", [.dir("auto")], text: note.author.flatMap { names[$0] } ?? translator("cases.author.other"))
                        html.text(" · \(MomentText.text(note.view.created.milliseconds, translator)) · ")
                        html.element("a", [.href("/cases/\(record)/records/\(note.view.record)/history")], text: translator("cases.history"))
                    }
                }
            }
        }
    }

    // MARK: Timeline

    func timeline(_ html: inout HTMLWriter) {
        guard !sheet.timeline.isEmpty else {
            empty(&html)
            return
        }
        TimelinePicture(events: sheet.timeline, today: today, translator: translator).write(&html)
        html.element("details") { html in
            html.element("summary", text: translator("case.timeline.table"))
            html.element("table") { html in
                html.element("caption", [.class("hidden")], text: translator("case.timeline.table"))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["when", "what", "who"] { html.element("th", [Attribute("scope", "col")], text: translator("case.timeline.\(key)")) }
                    }
                }
                html.element("tbody") { html in for event in sheet.timeline { timelineRow(&html, event) } }
            }
        }
    }

    private func timelineRow(_ html: inout HTMLWriter, _ event: TimelineEvent) {
        html.element("tr") { html in
            var when = event.moment.map { MomentText.text($0, translator) } ?? answers.dates.text(event.date)
            if let until = event.until { when += " – \(answers.dates.text(until))" }
            html.element("td", [Attribute("data-label", translator("case.timeline.when"))], text: when)
            html.element("td", [Attribute("data-label", translator("case.timeline.what"))]) { html in
                html.text("\(translator("case.timeline.\(event.lane.rawValue)")): \(eventText(event))")
                if let result = event.result { html.text(": \(answers.label(result.field, result.code))") }
                for words in [event.remark, event.words].compactMap({ $0 }) { html.element("span", [.class("muted"), .dir("auto")], text: " — \(words)") }
            }
            html.element(
                "td", [Attribute("data-label", translator("case.timeline.who")), .dir("auto")],
                text: event.author.map { names[$0] ?? translator("cases.author.other") } ?? "–")
        }
    }

    private func eventText(_ event: TimelineEvent) -> String {
        switch event.text {
        case .key(let key): translator(key)
        case .term(let vocabulary, let code): dictionary.vocabulary(vocabulary)?.label(of: code, translator.language) ?? code
        }
    }
}
