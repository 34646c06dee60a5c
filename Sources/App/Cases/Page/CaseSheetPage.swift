import Dictionary
import Journal

/// The page of a case, which reads from top to bottom: who, what happened, what is owed, what was done, what is next; then what supports it.
struct CaseSheetPage {
    let page: Page
    let sheet: CaseSheet
    let answers: AnswerText
    /// Everybody, for those who may assign the case; else who is named on the page.
    let colleagues: [(account: String, name: String)]
    /// The accounts that the case can be assigned to.
    let assignable: Set<String>
    /// The titles of the forms that were filled in, by identifier.
    let formTitles: [String: String]
    let names: [String: String]
    let today: CalendarDay
    let mayWrite: Bool
    let mayAssign: Bool

    var translator: Translator { page.request.translator }
    var dictionary: DataDictionary { answers.dictionary }
    var record: String { sheet.view.record }

    init(
        _ request: WebRequest, _ sheet: CaseSheet, _ answers: AnswerText, colleagues: [(account: String, name: String)], assignable: Set<String>,
        formTitles: [String: String], today: CalendarDay
    ) {
        page = Page(request, title: "cases.show.title", area: .cases)
        self.sheet = sheet
        self.answers = answers
        self.colleagues = colleagues
        self.assignable = assignable
        self.formTitles = formTitles
        self.today = today
        names = [String: String](colleagues.map { ($0.account, $0.name) }, uniquingKeysWith: { $1 })
        mayWrite = request.session?.may(.writeCases) == true && !sheet.view.isErased && !sheet.view.isRetracted
        mayAssign = request.session?.may(.assignCases) == true && !sheet.view.isErased && !Self.isSealed(sheet)
    }

    /// The parts of the page in the order in which they are read, with their addresses within it.
    private var sections: [(name: String, write: (inout HTMLWriter) -> Void)] {
        let all: [(name: String, write: (inout HTMLWriter) -> Void)] = [
            ("who", who), ("happened", happened), ("owed", owed), ("done", done), ("next", next), ("consent", consent), ("documents", documents),
            ("notes", notes), ("timeline", timeline), ("related", related), ("case", caseFacts),
        ]
        return sheet.isPartner ? all.filter { !["next", "notes", "related"].contains($0.name) } : all
    }

    func html() -> HTML {
        page.html { html in
            head(&html)
            if sheet.mayAsk { OpeningPages.invitation(&html, record, translator) }
            warnings(&html)
            actions(&html)
            html.element("nav", [.class("within"), Attribute("aria-label", translator("case.sections"))]) { html in
                html.element("ul") { html in
                    for section in sections {
                        html.element("li") { $0.element("a", [.href("#\(section.name)")], text: translator("case.section.\(section.name)")) }
                    }
                }
            }
            for section in sections {
                html.element("section", [.id(section.name), Attribute("aria-labelledby", "title-\(section.name)"), .class("part")]) { html in
                    html.element("h2", [.id("title-\(section.name)")], text: translator("case.section.\(section.name)"))
                    section.write(&html)
                }
            }
            if mayAssign { assignment(&html) }
        }
    }

    // MARK: Head

    private func head(_ html: inout HTMLWriter) {
        html.element("div", [.class("head")]) { html in
            let people = sheet.people.filter { $0.role == "worker" }.map(\.view)
            let workers = people.isEmpty ? [translator("list.unnamed")] : people.map(name)
            html.element(
                "p", [.class("name"), .dir("auto")],
                text: workers.prefix(3).joined(separator: translator("cases.list-separator")))
            html.element("p", [.class("badges")]) { html in
                if case .identifier(let reference)? = sheet.view.answer("reference")?.value {
                    html.element("bdi", [.class("reference")], text: reference.number)
                    html.text(" ")
                }
                badge(&html, "status", isStrong: false)
                badge(&html, "priority", isStrong: ReminderRules.urgentPriorities.contains(sheet.view.code("priority") ?? ""))
                if sheet.view.code("confidential") == "yes" { html.element("span", [.class("badge strong")], text: translator("case.confidential")) }
                if sheet.view.code("group") == "yes" { html.element("span", [.class("badge")], text: translator("case.group")) }
            }
            let corridor = CaseBadges.corridor(from: sheet.view.code("origin-country"), to: sheet.view.code("destination-country"), answers)
            let line = [corridor, sheet.view.code("sector").map { answers.label("case.sector", $0) }].compactMap { $0 }
            if !line.isEmpty { html.element("p", text: line.joined(separator: " · ")) }
            let assigned = sheet.view.links("assigned-to").map { names[$0] ?? translator("cases.author.other") }
            html.element("p", [.class("muted")]) { html in
                if let intake = sheet.view.date("intake-date") { html.text(translator("case.since", ["date": .text(answers.dates.text(intake))]) + " ") }
                html.element(
                    "span", [.dir("auto")],
                    text: assigned.isEmpty
                        ? translator("case.assigned.nobody")
                        : translator("case.assigned", ["names": .text(assigned.joined(separator: translator("cases.list-separator")))]))
            }
        }
    }

    private func badge(_ html: inout HTMLWriter, _ field: String, isStrong: Bool) {
        guard let code = sheet.view.code(field) else { return }
        html.element("span", [.class(isStrong ? "badge strong" : "badge")], text: answers.label("case.\(field)", code))
    }

    private func warnings(_ html: inout HTMLWriter) {
        if sheet.view.isErased { html.element("p", [.class("warning")], text: translator("cases.erased")) }
        if isSealed {
            html.element("p", [.class("warning")], text: translator("referrals.sealed.case"))
        } else if sheet.view.isRetracted {
            html.element("p", [.class("warning")]) { html in
                html.text(translator("case.removed") + " ")
                if !sheet.isPartner { html.element("a", [.href("/cases/\(record)/history")], text: translator("cases.history")) }
            }
        }
        if sheet.hasClash { html.element("p", [.class("warning")], text: translator("case.clash.help")) }
        guard !sheet.isClosed, !sheet.view.isErased, !sheet.view.isRetracted else { return }
        ConsentPages.keepingEnded(&html, sheet.agreement.keepingEndedOn, answers.dates)
        if sheet.agreement.keepingEndedOn == nil, sheet.agreement.standing != .given {
            html.element("p", [.class("warning")]) { html in
                html.text(translator("consents.standing.\(sheet.agreement.standing.rawValue)") + " ")
                if mayWrite { html.element("a", [.href("/cases/\(record)/consents/new")], text: translator("consents.record")) }
            }
        }
    }

    /// What is done with the whole case, before the long page begins.
    private func actions(_ html: inout HTMLWriter) {
        html.element("p", [.class("actions")]) { html in
            if mayWrite {
                html.element("a", [.class("button"), .href("/cases/\(record)/refer")], text: translator("referrals.refer"))
                if page.request.session.flatMap(DirectoryRoutes.place) != nil {
                    html.element("a", [.class("button second"), .href("/directory?case=\(record)")], text: translator("directory.title"))
                }
                html.element("a", [.class("button second"), .href("/forms?case=\(record)")], text: translator("forms.from-case"))
                html.element(
                    "a", [.class("button second"), .href("/cases/\(record)/\(sheet.isClosed ? "reopen" : "close")")],
                    text: translator(sheet.isClosed ? "case.reopen.title" : "case.close.title"))
            }
            if !sheet.isPartner, !isSealed { html.element("a", [.href("/cases/\(record)/history")], text: translator("cases.history")) }
        }
    }

    /// Whether it was here only because of a referral that its sender has taken back.
    private static func isSealed(_ sheet: CaseSheet) -> Bool {
        sheet.view.isRetracted && sheet.view.code("closing-reason") == ReferralSealing.closingReason
    }

    private var isSealed: Bool { Self.isSealed(sheet) }

    // MARK: What happened, what is owed, what was done

    private func happened(_ html: inout HTMLWriter) {
        paragraph(&html, "summary")
        if sheet.violations.isEmpty { empty(&html) }
        for view in sheet.violations { card(&html, view, title: view.code("type").map { answers.label("violation.type", $0) }) }
        add(&html, ["violation"])
    }

    private func owed(_ html: inout HTMLWriter) {
        if !sheet.isPartner, !sheet.view.isErased { ClaimPages.links(&html, record, translator, mayWrite: mayWrite) }
        if sheet.claims.isEmpty { empty(&html) }
        for view in sheet.employments { card(&html, view, title: nil) }
        for view in sheet.others where view.kind == "clause" { card(&html, view, title: view.code("topic").map { answers.label("clause.topic", $0) }) }
        for view in sheet.claims { card(&html, view, title: view.code("head").map { answers.label("claim.head", $0) }) }
        add(&html, ["claim"])
    }

    private func done(_ html: inout HTMLWriter) {
        if sheet.actions.isEmpty { empty(&html) }
        for view in sheet.actions { card(&html, view, title: view.code("type").map { answers.label("action.type", $0) }) }
        referrals(&html)
        let shown = Set(sheet.referrals.map(\.row.referral))
        for view in sheet.others where view.kind != "clause" && !shown.contains(view.record) { card(&html, view, title: nil) }
        add(&html, ["action"])
    }

    private func documents(_ html: inout HTMLWriter) {
        DocumentPages.list(&html, sheet.documents, record, answers, mayWrite: mayWrite)
        SubmissionList(caseRecord: record, submissions: sheet.submissions, titles: formTitles, names: names).write(&html, translator, level: 3)
    }

    private func caseFacts(_ html: inout HTMLWriter) {
        html.element("div", [.class("card")]) { html in
            facts(&html, sheet.view, besides: ["summary", "wishes", "next-step", "next-step-date", "status", "priority"])
            clashes(&html, sheet.view)
            if mayWrite { html.element("p") { $0.element("a", [.href("/cases/\(record)/records/\(record)")], text: translator("cases.edit")) } }
        }
    }

    /// How somebody is called; a name that the reader's role does not see is something else than one that nobody has written down.
    func name(_ view: RecordView) -> String {
        view.names ?? translator(view.hiddenFields.contains("names") ? "cases.not-shown" : "list.unnamed")
    }

    /// An answer of the case in full, as it was told.
    func paragraph(_ html: inout HTMLWriter, _ name: String) {
        guard let field = dictionary.field("case", name), let answer = sheet.view.answer(name) else { return }
        html.element("h3", text: field.label(translator.language))
        html.element("p", [.class("told"), .dir("auto")], text: answers.text(answer, field))
    }

    func empty(_ html: inout HTMLWriter) { html.element("p", [.class("muted")], text: translator("cases.section.empty")) }

    func add(_ html: inout HTMLWriter, _ kinds: [String]) {
        guard mayWrite else { return }
        html.element("p", [.class("actions")]) { html in
            for kind in kinds {
                html.element(
                    "a", [.class("button second"), .href("/cases/\(record)/add/\(kind)")],
                    text: translator("cases.add", ["kind": .text(dictionary.record(kind)?.label(translator.language) ?? kind)]))
            }
        }
    }

    private func assignment(_ html: inout HTMLWriter) {
        let values = FormFields(items: sheet.view.links("assigned-to").map { .init(name: "account", value: $0) })
        let controls = FormControls(translator: translator, values: values)
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("cases.assign.title"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/\(record)/assign")]) { html in
                page.formToken(&html)
                controls.choices(
                    &html, "account", label: translator("cases.assign.who"),
                    options: colleagues.filter { assignable.contains($0.account) }.map { .init(value: $0.account, label: $0.name) })
                controls.submit(&html, translator("cases.assign.button"))
            }
        }
    }
}
