import Dictionary
import Journal

/// The list of people who are likely one, and two of them side by side.
enum DuplicateDeskPages {
    /// The way to the list, for pages of cases and of the search.
    /// - Parameter count: how many pairs wait, where that is known.
    static func link(_ html: inout HTMLWriter, _ request: WebRequest, count: Int? = nil) {
        guard let session = request.session, session.may(.writeCases), !AccessPolicy.readsAsPartner(session.roles) else { return }
        html.element("p") { html in
            html.element("a", [.href("/duplicates")], text: request.translator("search.twice.title"))
            guard let count, count > 0 else { return }
            html.text(" · " + request.translator("search.twice.count", ["count": .number(count)]))
        }
    }

    static func list(_ request: WebRequest, _ desk: DuplicateDesk, _ answers: AnswerText, isFurther: Bool) -> HTML {
        let page = Page(request, title: "search.twice.title", area: .search)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("search.twice.lead"))
            progress(&html, desk.progress, translator)
            filters(&html, desk, answers)
            html.element("div", [.role("status")]) { $0.element("h2", text: translator("search.twice.count", ["count": .number(desk.total)])) }
            if desk.isCutOff { html.element("p", [.class("muted")], text: translator("search.twice.more-behind")) }
            html.element("p", [.class("muted")]) { html in
                html.text(translator("tracing.compare.learned", ["count": .number(desk.threshold.decisionCount)]))
                guard desk.shown == .undecided else { return }
                let percent = Int((desk.threshold.toldProbability(desk.threshold.shownWeight) * 100).rounded())
                html.text(" " + translator("search.twice.from", ["percent": .text(translator.facts.text(percent))]))
            }
            if desk.lines.isEmpty { html.element("p", text: translator("search.twice.none")) }
            lines(&html, desk, answers)
            html.element("p", [.class("actions")]) { html in
                if isFurther { html.element("a", [.class("button second"), .href(address(desk.shown))], text: translator("search.twice.first")) }
                if let next = desk.next {
                    html.element("a", [.class("button second"), .href("\(address(desk.shown))&after=\(next.text)")], text: translator("search.more"))
                }
            }
        }
    }

    private static func address(_ shown: DuplicateDesk.Shown) -> String { "/duplicates?shown=\(shown.rawValue)" }

    private static func filters(_ html: inout HTMLWriter, _ desk: DuplicateDesk, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("nav", [.class("within"), Attribute("aria-label", translator("search.twice.shown"))]) { html in
            html.element("ul") { html in
                for shown in DuplicateDesk.Shown.allCases {
                    html.element("li") { html in
                        let text = shown.verdict.map { answers.label("judgement.verdict", $0.rawValue) } ?? translator("search.twice.undecided")
                        html.element("a", [.href(address(shown)), shown == desk.shown ? Attribute("aria-current", "page") : nil], text: text)
                    }
                }
            }
        }
    }

    private static func progress(_ html: inout HTMLWriter, _ progress: DuplicateBook.Progress, _ translator: Translator) {
        switch progress {
        case .ready: return
        case .waiting: html.element("p", [.class("warning"), .role("status")], text: translator("tracing.preparing"))
        case .building(let done, let total):
            html.element("div", [.class("warning"), .role("status")]) { html in
                html.element(
                    "p",
                    text: translator("search.twice.building", ["done": .text(translator.facts.text(done)), "total": .text(translator.facts.text(total))]))
                html.element(
                    "progress", [Attribute("max", "\(max(total, 1))"), .value("\(done)"), Attribute("aria-label", translator("search.twice.title"))])
            }
        }
    }

    private static func lines(_ html: inout HTMLWriter, _ desk: DuplicateDesk, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("ul", [.class("due")]) { html in
            for line in desk.lines {
                html.element("li") { html in
                    html.element("a", [.class("task"), .href("/duplicates/\(line.pair.first)/\(line.pair.second)")]) { html in
                        html.element("bdi", text: TracingPages.name(line.first.view, translator))
                        html.text(" ↔ ")
                        html.element("bdi", text: TracingPages.name(line.second.view, translator))
                    }
                    if let verdict = line.pair.verdict {
                        html.element("span", [.class("badge strong")], text: answers.label("judgement.verdict", verdict.rawValue))
                    }
                    LikelihoodPicture.write(&html, desk.threshold.toldProbability(line.pair.weight), translator)
                    let reasons = line.pair.reasons.map { translator("tracing.evidence.\($0.rawValue)") }
                    html.element("span", [.class("muted")], text: reasons.joined(separator: translator("cases.list-separator")))
                }
            }
        }
    }

    /// - Parameter names: of those who decided, by their accounts.
    static func compare(_ request: WebRequest, _ found: DuplicateComparing, _ names: [String: String], _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "tracing.compare.title", area: .search)
        let translator = request.translator
        let (first, second) = (found.comparing.first.view, found.comparing.second.view)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/duplicates")], text: translator("search.twice.back")) }
            if found.comparing.judgement?.verdict == .same { next(&html, found, answers) }
            TracingPages.part(&html, "cases", translator("search.twice.cases")) { html in
                for (view, cases) in [(first, found.cases.first), (second, found.cases.second)] {
                    html.element("h3") { $0.element("bdi", text: TracingPages.name(view, translator)) }
                    html.element("ul") { html in
                        for line in cases { html.element("li") { $0.element("a", [.href("/cases/\(line.record)")], text: SearchPages.caseText(line, answers)) } }
                    }
                }
            }
            ComparePages.parts(&html, page, found.comparing, answers, path: "/duplicates/\(first.record)/\(second.record)")
            history(&html, found.history, names, answers)
        }
    }

    private static func history(_ html: inout HTMLWriter, _ history: [DuplicateComparing.Step], _ names: [String: String], _ answers: AnswerText) {
        let translator = answers.translator
        guard !history.isEmpty else { return }
        TracingPages.part(&html, "history", translator("search.twice.history")) { html in
            html.element("ol") { html in
                for step in history {
                    html.element("li") { html in
                        html.text(step.verdict.map { answers.label("judgement.verdict", $0.rawValue) } ?? translator("tracing.compare.taken-back"))
                        html.text(" ")
                        html.element("bdi", [.class("muted")], text: names[step.author] ?? step.author)
                        html.text(" · ")
                        html.element("span", [.class("muted")], text: MomentText.text(step.moment, translator))
                    }
                }
            }
        }
    }

    /// What there is to do when two people are one. Nothing of it happens by itself.
    private static func next(_ html: inout HTMLWriter, _ found: DuplicateComparing, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("search.twice.next"))
            html.element("p", text: translator("search.twice.next.help"))
            for (later, earlier) in found.tieable {
                let role = answers.dictionary.vocabulary("relation-role")?.label(of: "duplicate-of", translator.language) ?? "duplicate-of"
                html.element("p") { html in
                    html.element("bdi", text: SearchPages.caseText(later, answers))
                    html.element("strong", text: " \(role) ")
                    html.element("bdi", text: SearchPages.caseText(earlier, answers))
                }
                let path = "/cases/\(later.record)/related/new?role=duplicate-of&other=\(earlier.record)"
                html.element("p") { $0.element("a", [.class("button second"), .href(path)], text: translator("search.twice.tie")) }
            }
            if found.tieable.isEmpty { html.element("p", [.class("muted")], text: translator("search.twice.tied")) }
        }
    }
}
