import Dictionary
import Referral

/// The list of the duty desk: what came in first, with its deadline.
enum ReferralDeskPage {
    /// - Parameter names: of colleagues by account.
    static func html(_ request: WebRequest, _ desk: ReferralDesk.Day, names: [String: String], _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "referrals.title", area: .referrals)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("actions")]) { html in
                html.element("a", [.class("button second"), .href("/referrals/arrivals")]) { html in
                    html.text(translator("referrals.arrivals", ["count": .number(desk.arrivals)]))
                }
                html.element("a", [.href("/referrals/import")], text: translator("referrals.import"))
            }
            if !desk.waiting.isEmpty { waiting(&html, desk, names, answers) }
            if !desk.uncovered.isEmpty { uncovered(&html, page, desk, answers) }
            if desk.sections.allSatisfy(\.lines.isEmpty) { html.element("p", [.class("lead")], text: translator("referrals.none")) }
            for (section, lines) in desk.sections where !lines.isEmpty {
                html.element("section", [Attribute("aria-labelledby", "title-\(section.rawValue)"), .class("part")]) { html in
                    html.element(
                        "h2", [.id("title-\(section.rawValue)")],
                        text: translator("referrals.section.\(section.rawValue)", ["count": .number(lines.count)]))
                    html.element("ul", [.class("due")]) { html in for line in lines { self.line(&html, line, desk.now, desk.clock, answers) } }
                }
            }
        }
    }

    private static func waiting(_ html: inout HTMLWriter, _ desk: ReferralDesk.Day, _ names: [String: String], _ answers: AnswerText) {
        let translator = answers.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("referrals.beyond.asked"))
            html.element("ul", [.class("due")]) { html in
                for asked in desk.waiting {
                    let draft = asked.draft
                    let name = "\u{2068}\(names[draft.account] ?? translator("cases.author.other"))\u{2069}"
                    let partners = "\u{2068}\(asked.partners.joined(separator: translator("cases.list-separator")))\u{2069}"
                    html.element("li") { html in
                        html.element("span", [.class("when")], text: desk.clock.text(draft.made, answers))
                        html.element("span", [.class("what")]) { html in
                            html.element(
                                "a", [.href("/cases/\(draft.caseRecord)/refer/\(draft.draft)/preview")],
                                text: translator("referrals.beyond.line", ["name": .text(name), "partners": .text(partners)]))
                            guard let urgency = asked.urgency else { return }
                            html.text(" ")
                            html.element("span", [.class("badge strong")], text: answers.label("referral.urgency", urgency))
                        }
                    }
                }
            }
        }
    }

    /// What went out and nothing covers any more: before everything else that waits, each with the button that takes it back.
    private static func uncovered(_ html: inout HTMLWriter, _ page: Page, _ desk: ReferralDesk.Day, _ answers: AnswerText) {
        html.element("section", [.class("card"), .id("ended")]) { html in
            html.element("h2", text: answers.translator("referrals.ended", ["count": .number(desk.uncovered.count)]))
            for line in desk.uncovered {
                html.element("ul", [.class("due")]) { self.line(&$0, line, desk.now, desk.clock, answers) }
                ReferralEndedNotice.write(&html, page, line.row, line.ended, answers)
            }
        }
    }

    static func line(_ html: inout HTMLWriter, _ line: ReferralDesk.Line, _ now: UInt64, _ clock: LocalClock, _ answers: AnswerText) {
        let translator = answers.translator
        let row = line.row
        html.element("li") { html in
            if let deadline = row.deadline {
                html.element("span", [.class(deadline < now ? "when late" : "when")], text: clock.text(deadline, answers))
            } else {
                html.element("span", [.class("when")], text: MomentText.day(of: row.changed, translator))
            }
            html.element("span", [.class("what")]) { html in
                html.element("a", [.href("/referrals/\(row.referral)"), .dir("auto")], text: row.partnerName.isEmpty ? "–" : row.partnerName)
                html.text(" · \(answers.label("referral.kind", row.kind.rawValue)) · ")
                html.element("span", [.class(isUrgent(row) ? "badge strong" : "badge")], text: answers.label("referral.urgency", row.urgency))
                html.text(" ")
                line.marks.write(&html, row, answers, isStrong: false)
                if row.hasNews {
                    html.text(" ")
                    html.element("span", [.class("badge strong")], text: translator("referrals.news"))
                }
                if !line.workers.isEmpty {
                    html.text(" · ")
                    html.element("span", [.dir("auto")], text: line.workers.joined(separator: translator("cases.list-separator")))
                }
            }
        }
    }

    static func isUrgent(_ row: ReferralRow) -> Bool { row.patience <= 360 }
}

/// Who arrives on a day or two, for the desk at an airport or border.
enum ArrivalsPage {
    /// - Parameter days: one after the other; at least one.
    static func html(
        _ request: WebRequest, _ days: [(day: CalendarDay, lines: [ReferralDesk.Line])], _ clock: LocalClock, _ answers: AnswerText
    ) -> HTML {
        let page = Page(request, title: "referrals.arrivals.title", area: .referrals)
        let translator = request.translator
        return page.html { html in
            html.element("nav", [.class("within"), Attribute("aria-label", translator("referrals.arrivals.days"))]) { html in
                html.element("ul") { html in
                    let ends = [("before", days.first.map { $0.day.daysSinceEpoch - 1 }), ("after", days.last.map { $0.day.daysSinceEpoch + 1 })]
                    for case (let key, let number?) in ends {
                        html.element("li") { $0.element("a", [.href("/referrals/arrivals?day=\(number)")], text: translator("referrals.arrivals.\(key)")) }
                    }
                    html.element("li") { $0.element("a", [.href("/referrals")], text: translator("referrals.title")) }
                }
            }
            for (day, lines) in days {
                html.element("h2", text: answers.dates.text(day))
                if lines.isEmpty { html.element("p", text: translator("referrals.arrivals.nobody")) }
                for line in lines { card(&html, line, clock, answers) }
            }
        }
    }

    private static func card(_ html: inout HTMLWriter, _ line: ReferralDesk.Line, _ clock: LocalClock, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("article", [.class("card")]) { html in
            html.element("h3") { html in
                guard let arrival = line.content?.offer?.arrival else { return html.text(translator("cases.not-shown")) }
                html.text(ArrivalTime.text(arrival, translator))
                if !arrival.flight.isEmpty {
                    html.text(" · ")
                    html.element("bdi", text: arrival.flight)
                }
            }
            if let arrival = line.content?.offer?.arrival {
                if !arrival.desk.isEmpty { html.element("p", [.dir("auto")], text: arrival.desk) }
                if !arrival.description.isEmpty { html.element("p", [.class("told"), .dir("auto")], text: arrival.description) }
            }
            let names = line.content?.part.items.filter { $0.kind == "person" }.compactMap { item in
                item.fields.first { $0.name == "names" }?.answer.value?.namesText
            }
            if let names, !names.isEmpty {
                html.element("p", [.class("name"), .dir("auto")], text: names.joined(separator: translator("cases.list-separator")))
            }
            html.element("ul", [.class("due")]) { ReferralDeskPage.line(&$0, line, 0, clock, answers) }
        }
    }
}
