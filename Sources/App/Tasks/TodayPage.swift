import Dictionary

/// What is due, with what it takes to show it.
struct DueLine: Sendable {
    /// What a reminder is about, beside its kind.
    enum Detail: Sendable, Hashable {
        case words(String)
        /// Of a field by its full name.
        case code(String, of: String)
    }

    var item: DueBoards.Item
    /// The names of the case's workers; empty for a task outside a case.
    var workers: [String]
    /// The title of a task.
    var title: String?
    /// What helps to do a task.
    var details: String?
    var detail: Detail?
    /// Codes of open facts of the case by full name of the field.
    var facts: [String: [String]] = [:]

    /// Whether it shows what is not an open fact.
    var showsIdentity: Bool {
        if case .words? = detail { return true }
        return !workers.isEmpty || title != nil
    }
}

/// What the day view shows.
struct Day: Sendable {
    struct Part: Sendable {
        var section: DueBoards.Section
        var count: Int
        var lines: [DueLine]
        /// The last item of this page, if others come after it.
        var next: DueBoards.Place?
    }

    var today: CalendarDay
    var scope: DueBoards.Scope
    var parts: [Part]
    /// What is due for everybody, for whoever assigns work.
    var everybody = 0
    /// Where one section is shown by itself: the first line that is shown.
    var from: Int?
    /// What waits at the desk for referrals; nil for whoever does not work there.
    var referrals: ReferralDesk.Waiting?
    /// What is new in the rules of corridors that the person follows, and what waits for them in the register.
    var policy = PolicyNews()
    /// Members of a network that left it, as its coordinator says, of which nobody here has said that they know.
    var leavings = 0
}

/// The page of the day: what is overdue, what is due today and soon, and what stands open.
enum TodayPage {
    static func html(_ request: WebRequest, _ day: Day?, _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "tasks.today.title", area: .today)
        let translator = request.translator
        return page.html { html in
            guard let day else {
                html.element("p", [.class("lead")], text: translator("tasks.today.preparing"))
                html.element("p") { $0.element("a", [.href("/today")], text: translator("tasks.today.again")) }
                return
            }
            html.element("p", [.class("lead")], text: answers.dates.text(day.today))
            scopes(&html, request, day.scope)
            if let referrals = day.referrals, referrals.incoming + referrals.late + referrals.news > 0 {
                html.element("p", [.class(referrals.late > 0 ? "warning" : "notice")]) { html in
                    let numbers: [String: Translator.Argument] = ["incoming": .number(referrals.incoming), "late": .number(referrals.late)]
                    html.element("a", [.href("/referrals")], text: translator("referrals.today", numbers))
                }
            }
            if let second = day.referrals?.second, second > 0 {
                html.element("p", [.class("warning")]) {
                    $0.element("a", [.href("/referrals")], text: translator("referrals.today.second", ["count": .number(second)]))
                }
            }
            if let ended = day.referrals?.ended, ended > 0 {
                html.element("p", [.class("warning")]) {
                    $0.element("a", [.href("/referrals#ended")], text: translator("referrals.today.ended", ["count": .number(ended)]))
                }
            }
            policy(&html, day.policy, translator)
            if day.leavings > 0 {
                html.element("p", [.class("warning")]) {
                    $0.element("a", [.href("/network#left")], text: translator("network.left.today", ["count": .number(day.leavings)]))
                }
            }
            if day.parts.allSatisfy({ $0.count == 0 }) { nothing(&html, day, translator) }
            for part in day.parts where part.count > 0 { section(&html, page, part, day, answers) }
            if request.session?.may(.writeCases) == true { foot(&html, page) }
        }
    }

    /// Whoever leads others often has nothing of their own to do, and wants to see what the others have.
    private static func nothing(_ html: inout HTMLWriter, _ day: Day, _ translator: Translator) {
        html.element("p", text: translator("tasks.today.nothing"))
        guard day.scope != .everyone, day.everybody > 0 else { return }
        html.element("p", [.class("actions")]) {
            $0.element("a", [.class("button second"), .href("/today?who=all")], text: translator("tasks.today.everybody", ["count": .number(day.everybody)]))
        }
    }

    private static func policy(_ html: inout HTMLWriter, _ news: PolicyNews, _ translator: Translator) {
        let lines = [
            (news.count, "/policy/following", "policy.today.news"), (news.waiting, "/policy/proposals", "policy.today.waiting"),
            (news.reviews, "/policy/due", "policy.today.reviews"),
        ]
        for (count, path, key) in lines where count > 0 {
            html.element("p", [.class("notice")]) { $0.element("a", [.href(path)], text: translator(key, ["count": .number(count)])) }
        }
    }

    private static func scopes(_ html: inout HTMLWriter, _ request: WebRequest, _ scope: DueBoards.Scope) {
        guard request.session?.may(.assignCases) == true else { return }
        let translator = request.translator
        html.element("nav", [.class("within"), Attribute("aria-label", translator("tasks.today.whose"))]) { html in
            html.element("ul") { html in
                for (path, key, isCurrent) in [("/today", "tasks.today.mine", scope != .everyone), ("/today?who=all", "tasks.today.all", scope == .everyone)] {
                    html.element("li") { $0.element("a", [.href(path), isCurrent ? Attribute("aria-current", "page") : nil], text: translator(key)) }
                }
            }
        }
        if scope == .everyone { html.element("p", [.class("muted")], text: translator("tasks.today.all.help")) }
    }

    private static func section(_ html: inout HTMLWriter, _ page: Page, _ part: Day.Part, _ day: Day, _ answers: AnswerText) {
        let translator = page.request.translator
        let name = part.section.rawValue
        html.element("section", [Attribute("aria-labelledby", "title-\(name)"), .class("part")]) { html in
            html.element("h2", [.id("title-\(name)")], text: translator("tasks.today.\(name)", ["count": .number(part.count)]))
            html.element("ul", [.class("due")]) { html in for line in part.lines { self.line(&html, page, line, day, answers) } }
            let shown = (day.from ?? 0) + part.lines.count
            if part.count > shown, !part.lines.isEmpty {
                let who = day.scope == .everyone ? "&who=all" : ""
                let from = day.from == nil ? 0 : shown
                html.element("p", [.class("actions")]) { html in
                    html.element("a", [.class("button second"), .href("/today?show=\(name)&from=\(from)\(who)")]) { html in
                        html.text(translator(day.from == nil ? "tasks.today.more" : "tasks.today.next", ["count": .number(part.count)]))
                        html.element("span", [.class("hidden")], text: " " + translator("tasks.today.\(name)", ["count": .number(part.count)]))
                    }
                }
            }
        }
    }

    private static func line(_ html: inout HTMLWriter, _ page: Page, _ line: DueLine, _ day: Day, _ answers: AnswerText) {
        let translator = page.request.translator
        let reminder = line.item.reminder
        let isLate = !reminder.kind.isStanding && reminder.day < day.today
        html.element("li") { html in
            html.element("span", [.class(isLate ? "when late" : "when")], text: answers.dates.text(reminder.day))
            html.element("span", [.class("what")]) { html in
                if let title = line.title {
                    if line.item.isCase {
                        html.element("span", [.dir("auto"), .class("task")], text: title)
                    } else {
                        html.element("a", [.href("/today/tasks/\(reminder.record)/edit"), .dir("auto"), .class("task")], text: title)
                    }
                } else {
                    html.text(translator("tasks.reminder.\(reminder.kind.rawValue)"))
                    if let detail = line.detail { self.detail(&html, detail, answers) }
                }
                if line.item.isCase {
                    html.text(" · ")
                    html.element(
                        "a", [.href("/cases/\(line.item.subject)#\(anchor(reminder.kind))"), .dir("auto")],
                        text: line.workers.isEmpty ? translator("list.unnamed") : line.workers.joined(separator: translator("cases.list-separator")))
                    about(&html, line, answers)
                }
                if let details = line.details { html.element("span", [.class("told"), .dir("auto")], text: details) }
            }
            if reminder.kind == .task || reminder.kind == .openTask, page.request.session?.may(.writeCases) == true {
                let action = line.item.isCase ? "/cases/\(line.item.subject)/tasks/\(reminder.record)" : "/today/tasks/\(reminder.record)"
                html.element("form", [Attribute("method", "post"), Attribute("action", action)]) { html in
                    page.formToken(&html)
                    html.element("input", [.type("hidden"), .name("done"), .value("yes")])
                    html.element("input", [.type("hidden"), .name("back"), .value("today")])
                    html.element("button", [.type("submit"), .class("second")]) { html in
                        html.text(translator("tasks.mark-done"))
                        html.element("span", [.class("hidden"), .dir("auto")], text: " " + (line.title ?? ""))
                    }
                }
            }
        }
    }

    static func detail(_ html: inout HTMLWriter, _ detail: DueLine.Detail, _ answers: AnswerText) {
        html.text(": ")
        switch detail {
        case .words(let words): html.element("span", [.dir("auto")], text: words)
        case .code(let code, let field): html.text(answers.label(field, code))
        }
    }

    /// Which corridor, and whether it is urgent: whoever has forty cases tells them apart by that.
    private static func about(_ html: inout HTMLWriter, _ line: DueLine, _ answers: AnswerText) {
        if let urgency = CaseBadges.urgency(line.facts, answers) { CaseBadges.write(&html, urgency) }
        guard let corridor = CaseBadges.corridor(line.facts, answers) else { return }
        html.text(" ")
        html.element("span", [.class("muted")], text: corridor)
    }

    /// The part of the case's page where it can be dealt with.
    private static func anchor(_ kind: Reminder.Kind) -> String {
        switch kind {
        case .task, .openTask, .nextStep, .departure, .noAction: "next"
        case .hearing, .claimDeadline, .claimIn90Days, .claimIn30Days, .claimIn7Days, .mandateEnds: "owed"
        case .followUp, .plannedAction, .referralEnded: "done"
        case .consentExpires, .noConsent, .keepingEnded: "consent"
        case .passportHeld, .noticeEnds: "happened"
        }
    }

    private static func foot(_ html: inout HTMLWriter, _ page: Page) {
        let translator = page.request.translator
        html.element("details", [.class("card")]) { html in
            html.element("summary", text: translator("tasks.add-own"))
            TaskPages.form(
                &html, page, action: "/today/tasks", controls: FormControls(translator: translator, values: FormFields()), colleagues: [])
            html.element("p", [.class("small")]) { $0.element("a", [.href("/today/tasks")], text: translator("tasks.give")) }
        }
        if page.request.session?.may(.assignCases) == true {
            html.element("p") { $0.element("a", [.href("/hand-over")], text: translator("tasks.hand-over.title")) }
        }
    }
}
