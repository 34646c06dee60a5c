import Dictionary
import Entitlements

/// The page on which a worker's claim is computed: what is owed, by which rule and which arithmetic, what would narrow it, by when and before whom.
struct ClaimPages {
    let page: Page
    let sheet: CaseSheet
    let computed: ComputedClaim
    let answers: AnswerText
    let phrases: Phrases
    let today: CalendarDay
    let mayWrite: Bool

    var translator: Translator { page.request.translator }
    var caseRecord: String { sheet.view.record }
    var worker: String { computed.facts.worker.record }
    var path: String { "/cases/\(caseRecord)/claim/\(worker)" }

    init(_ request: WebRequest, _ sheet: CaseSheet, _ computed: ComputedClaim, _ answers: AnswerText, phrases: Phrases, today: CalendarDay, notice: String?) {
        page = Page(request, title: "claims.title", area: .claims, notice: notice)
        self.sheet = sheet
        self.computed = computed
        self.answers = answers
        self.phrases = phrases
        self.today = today
        mayWrite = request.session?.may(.writeCases) == true && !sheet.view.isErased
    }

    /// What leads from the page of a case to its claim.
    static func links(_ html: inout HTMLWriter, _ caseRecord: String, _ translator: Translator, mayWrite: Bool) {
        html.element("p", [.class("actions")]) { html in
            html.element("a", [.class("button"), .href("/cases/\(caseRecord)/claim")], text: translator("claims.title"))
            guard mayWrite else { return }
            html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/departure")], text: translator("claims.departure.title"))
        }
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)#owed")], text: translator("cases.back")) }
            html.element("p", [.class("head name"), .dir("auto")], text: computed.facts.worker.names ?? translator("list.unnamed"))
            html.element("p", [.class("actions")]) { html in
                if mayWrite { html.element("a", [.class("button second"), .href("\(path)/facts")], text: translator("claims.facts.edit")) }
                html.element("a", [.class("button second"), .href("\(path)/steps")], text: translator("claims.steps.title"))
                html.element("a", [.class("button second"), .href("\(path)/contract")], text: translator("claims.contract.title"))
                html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/mandate")], text: translator("claims.mandate.title"))
            }
            problems(&html)
            if let claim = computed.claim {
                summary(&html, claim)
                heads(&html, claim)
                duties(&html, claim)
                deadlines(&html, claim)
                bodies(&html)
                if let wage = claim.realWage { realWage(&html, wage, claim.currency) }
                html.element("p", [.class("muted")], text: phrases.words("statement.note"))
                if mayWrite, !claim.heads.isEmpty {
                    ScheduleRoutes.write(&html, page, caseRecord, action: "\(path)/schedule", country: claim.facts.country)
                }
            }
            facts(&html)
        }
    }

    // MARK: Head

    /// What is wrong with the facts, and what could not be counted.
    private func problems(_ html: inout HTMLWriter) {
        let currency = computed.claim?.currency
        let said = (computed.refused + (computed.claim?.problems ?? [])).map { problem -> String in
            let names = ComputedClaim.fields(of: problem.field).compactMap { label($0) }
            let sentence = phrases.text(problem.sentence, currency)
            return names.isEmpty ? sentence : "\(names.joined(separator: translator("cases.list-separator"))): \(sentence)"
        }
        let leftOut = computed.facts.leftOut.map { translator("claims.left-out", ["field": .text($0.label(translator.language))]) }
        let uncounted = computed.facts.events.filter { !$0.isCounted }.map { event in
            translator("claims.not-counted", ["field": .text(event.violation.code("type").map { answers.label("violation.type", $0) } ?? "")])
        }
        guard !(said + leftOut + uncounted).isEmpty else { return }
        html.element("div", [.class("warning")]) { html in
            html.element("h2", text: phrases.words("statement.problems"))
            html.element("ul") { html in for line in said + leftOut + uncounted { html.element("li", text: line) } }
        }
    }

    private func summary(_ html: inout HTMLWriter, _ claim: Claim) {
        html.element("div", [.class("card")]) { html in
            let country = claim.facts.country
            html.element(
                "p",
                text: translator(
                    "claims.law",
                    [
                        "country": .text(answers.label("employment.country", country)),
                        "category": .text(answers.label("employment.category", claim.facts.category.rawValue)),
                    ]))
            html.element("p", [.class("lead")]) { html in
                html.text(phrases.words("statement.total") + ": ")
                html.element("strong") { $0.element("bdi", text: "\(claim.currency.code) \(claim.currency.text(claim.total))") }
            }
            let span = claim.totalSpan
            if span.low != claim.total || span.high != claim.total {
                let low = "\u{2068}\(claim.currency.code) \(claim.currency.text(span.low))\u{2069}"
                let text =
                    span.high.map {
                        translator("claims.span", ["low": .text(low), "high": .text("\u{2068}\(claim.currency.code) \(claim.currency.text($0))\u{2069}")])
                    } ?? translator("claims.span.open", ["low": .text(low), "heads": .text(openHeads(claim))])
                html.element("p", text: text)
            }
            let left = claim.heads.filter { !$0.isInTotal }.map { title($0.kind) }
            if !left.isEmpty {
                html.element(
                    "p",
                    text: phrases.text(Sentence("statement.not-in-total", [.text(left.joined(separator: translator("cases.list-separator")))]), claim.currency))
            }
        }
        if claim.heads.isEmpty {
            html.element("p", text: translator("claims.nothing"))
        } else {
            BarPicture(claim, phrases: phrases, translator: translator).write(&html)
        }
    }

    /// The heads that nothing bounds.
    private func openHeads(_ claim: Claim) -> String {
        claim.heads.filter { !$0.restsOnLowConfidence && $0.low != nil && $0.high == nil }.map { title($0.kind) }
            .joined(separator: translator("cases.list-separator"))
    }

    func title(_ kind: HeadKind) -> String { phrases.words("head." + kind.rawValue) }

    func label(_ field: String) -> String? { answers.dictionary.field("employment", field)?.label(translator.language) }

    // MARK: Heads

    private func heads(_ html: inout HTMLWriter, _ claim: Claim) {
        guard !claim.heads.isEmpty else { return }
        html.element("h2", text: translator("claims.heads"))
        html.element("form", [Attribute("method", "post"), Attribute("action", "\(path)/heads")]) { html in
            page.formToken(&html)
            for head in claim.heads { card(&html, head, claim) }
            guard mayWrite else { return }
            html.element("p", [.class("hint")], text: translator("claims.save.hint"))
            html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: translator("claims.save")) }
        }
    }

    private func card(_ html: inout HTMLWriter, _ head: Head, _ claim: Claim) {
        let amount = ComputedClaim.text(head, claim.currency, phrases)
        html.element("article", [.class("card"), .id("head-\(head.kind.rawValue)")]) { html in
            html.element("h3") { html in
                html.text("\(title(head.kind)): ")
                html.element("bdi", text: amount)
                if head.restsOnLowConfidence {
                    html.text(" ")
                    html.element("span", [.class("badge strong")], text: translator("claims.ask-a-lawyer"))
                }
            }
            if mayWrite {
                html.element("label", [.class("choice")]) { html in
                    html.element(
                        "input", [.type("checkbox"), .name("head"), .value(head.kind.rawValue), .flag("checked", if: head.isInTotal && !isSaved(head, claim))])
                    html.element("span", text: translator(isSaved(head, claim) ? "claims.saved" : "claims.choose", ["head": .text(title(head.kind))]))
                }
            }
            filed(&html, head, claim)
            narrowing(&html, head)
            for warning in head.warnings { html.element("p", [.class("small late")], text: phrases.text(warning, claim.currency)) }
            chain(&html, head, claim)
        }
    }

    /// Whether the same sum stands in the claims of this worker already.
    private func isSaved(_ head: Head, _ claim: Claim) -> Bool {
        let saved = sheet.claims.filter {
            $0.code("head") == head.kind.rawValue && $0.links("claimant").contains(worker) && $0.code("stage") != "withdrawn"
        }
        guard !saved.isEmpty else { return false }
        guard let span = HeadRecord.span(head, claim) else { return true }
        return CoinSpan.totals(saved.map { HeadSums($0).claimed }).contains(span)
    }

    /// What of the head is filed already, and what that leaves.
    private func filed(_ html: inout HTMLWriter, _ head: Head, _ claim: Claim) {
        let under = ClaimWork.underWay(head.kind.rawValue, worker, sheet.claims)
        for sum in CoinSpan.totals(under.map { HeadSums($0).claimed }) {
            html.element("p", [.class("small")], text: translator("claims.filed-before", ["sum": .text("\u{2068}\(sum.text(translator))\u{2069}")]))
        }
    }

    private func narrowing(_ html: inout HTMLWriter, _ head: Head) {
        let fields = head.narrowedBy.flatMap(ComputedClaim.fields)
        guard !fields.isEmpty else { return }
        html.element("p") { html in
            html.text(translator("claims.narrow") + " ")
            for (index, name) in fields.enumerated() {
                if index > 0 { html.text(translator("cases.list-separator")) }
                html.element("a", [.href("\(path)/facts#field-\(name)")], text: label(name) ?? name)
            }
        }
    }

    /// Facts, rule with its source, arithmetic, amount.
    private func chain(_ html: inout HTMLWriter, _ head: Head, _ claim: Claim) {
        html.element("details") { html in
            html.element("summary") { html in
                html.text(phrases.words("statement.how"))
                html.element("span", [.class("hidden")], text: " \(title(head.kind))")
            }
            html.element("ol") { html in for step in head.steps { html.element("li", text: phrases.text(step, claim.currency)) } }
            if let apart = head.apart {
                let low = "\(claim.currency.code) \(claim.currency.text(apart.low))", high = "\(claim.currency.code) \(claim.currency.text(apart.high))"
                let sum = low == high ? high : phrases.text(Sentence("statement.between", [.text(low), .text(high)]), claim.currency)
                html.element("p", text: phrases.text(Sentence("statement.apart", [.text(sum)]), claim.currency))
                html.element("ol") { html in for step in apart.steps { html.element("li", text: phrases.text(step, claim.currency)) } }
            }
            html.element("h4", text: phrases.words("statement.rules"))
            html.element("ul") { html in for rule in head.rules + (head.apart?.rules ?? []) { html.element("li") { self.rule(&$0, rule) } } }
            readings(&html, "statement.readings", head.readings.map { "\(phrases.text($0.basis, claim.currency)): \(claim.currency.text($0.amount))" })
            if !head.roundings.isEmpty {
                html.element("p", [.class("small")], text: phrases.text(Sentence("statement.roundings", [.text("")]), claim.currency))
                html.element("ul", [.class("small")]) { html in
                    for rounding in head.roundings {
                        html.element("li", text: "\(phrases.text(rounding.basis, claim.currency)): \(claim.currency.text(rounding.amount))")
                    }
                }
            }
            for comparison in head.comparisons {
                let name = comparison.isBetter ? "statement.better" : "statement.comparison"
                html.element(
                    "p", [.class("small")],
                    text: phrases.text(Sentence(name, [.text(phrases.paper(comparison.basis)), .money(comparison.amount)]), claim.currency))
            }
        }
    }

    private func readings(_ html: inout HTMLWriter, _ key: String, _ lines: [String]) {
        guard !lines.isEmpty else { return }
        html.element("h4", text: phrases.words(key))
        html.element("ul") { html in for line in lines { html.element("li", text: line) } }
    }

    /// The law, the article, and where it was read. Rules are in the language of their file.
    func rule(_ html: inout HTMLWriter, _ rule: Rule) {
        // Forum steps and limitations have a sentence in the reader's language; of others the topic, the number and the unit have words, or else they are in that of their file.
        let said = phrases.sentence(of: rule)
        let line = said.language == phrases.language ? nil : RuleLine(PolicyText(dictionary: answers.dictionary, dates: answers.dates)).line(rule)
        html.element("span", [.lang(line == nil ? said.language : phrases.language), .dir(line == nil && said.language == "en" ? "ltr" : "auto")]) { html in
            let value = said.language == "en" ? computed.measure(rule) : phrases.says(value: rule, in: computed.currency)
            html.text(line.map { $0 + ". " } ?? "\(said.text)\(value.map { ": " + $0 } ?? ""). ")
            let article = rule.article.isEmpty ? "" : phrases.comma + phrases.article(rule.article)
            if let title = phrases.title(of: rule) {
                html.element("bdi", [.lang(phrases.language)], text: title + article)
            } else {
                html.element("bdi", [.lang("en")], text: rule.law)
                html.text(article)
            }
            html.text(". ")
            // A source is a web address or words; nothing else becomes a link.
            if rule.source.utf8.starts(with: "https://".utf8) || rule.source.utf8.starts(with: "http://".utf8) {
                html.element("a", [.href(rule.source), Attribute("rel", "noreferrer")], text: translator("claims.source"))
            } else {
                html.text(rule.source)
            }
        }
        html.text(" ")
        html.element(
            "span", [.class(rule.confidence == .low ? "badge strong" : "badge")],
            text: rule.confidence == .low ? translator("claims.ask-a-lawyer") : phrases.words("confidence.\(rule.confidence.rawValue)"))
    }

    private func duties(_ html: inout HTMLWriter, _ claim: Claim) {
        guard !claim.duties.isEmpty else { return }
        html.element("h2", text: translator("claims.duties"))
        html.element("ul") { html in
            for duty in claim.duties {
                html.element("li") { html in
                    html.element("p", text: phrases.text(duty.sentence, claim.currency))
                    if let rule = duty.rule { html.element("p", [.class("small")]) { self.rule(&$0, rule) } }
                }
            }
        }
    }

    // MARK: By when, before whom

    private func deadlines(_ html: inout HTMLWriter, _ claim: Claim) {
        html.element("h2", [.id("deadlines")], text: phrases.words("statement.deadlines"))
        for gap in claim.limitationGaps { html.element("p", [.class("warning")], text: gap.says(phrases, claim.currency)) }
        guard !claim.deadlines.isEmpty else {
            if claim.limitationGaps.isEmpty { html.element("p", text: translator("claims.deadline.none")) }
            return
        }
        html.element("ul", [.class("due")]) { html in
            for deadline in claim.deadlines {
                let left = deadline.daysLeft(from: Entitlements.Day(number: today.daysSinceEpoch))
                html.element("li") { html in
                    html.element("span", [.class(left < 0 ? "when late" : "when")]) { html in
                        html.text(CalendarDay(daysSinceEpoch: deadline.day.number).map { answers.dates.text($0) } ?? deadline.day.description)
                        if let date = deadline.lawDate { html.element("span", [.class("muted")], text: " (\(date))") }
                    }
                    html.element("span", [.class("what")]) { html in
                        html.element(
                            "strong", text: left < 0 ? translator("claims.deadline.over") : translator("claims.deadline.left", ["count": .number(left)]))
                        html.text(" ")
                        self.rule(&html, deadline.rule)
                        for sentence in deadline.steps + deadline.warnings {
                            html.element("p", [.class("small muted")], text: phrases.text(sentence, claim.currency))
                        }
                    }
                }
            }
        }
    }

    private func bodies(_ html: inout HTMLWriter) {
        html.element("h2", text: translator("claims.bodies"))
        let steps = computed.steps
        if steps.isEmpty {
            html.element("p", text: translator("claims.bodies.none"))
        } else {
            html.element("ol") { html in for step in steps { html.element("li") { self.rule(&$0, step) } } }
        }
        AgencySection.write(&html, self)
    }

    private func realWage(_ html: inout HTMLWriter, _ wage: RealWage, _ currency: Currency) {
        html.element("details") { html in
            html.element("summary", text: phrases.text(Sentence("statement.real-wage", [.money(wage.agreed), .money(wage.real)]), currency))
            html.element("ul") { html in for step in wage.steps { html.element("li", text: phrases.text(step, currency)) } }
        }
    }

    // MARK: Facts

    /// Which facts are known, from which record, and which are missing.
    private func facts(_ html: inout HTMLWriter) {
        let known = computed.facts.facts
        let asked = FactsPage.fields(answers.dictionary)
        let missing = asked.filter { field in !known.contains { $0.field.name == field.name } }
        html.element("h2", [.id("facts")], text: translator("claims.facts.known", ["count": .number(known.count), "total": .number(asked.count)]))
        html.element("dl", [.class("facts card")]) { html in
            for fact in known {
                html.element("dt", text: fact.field.label(translator.language))
                html.element("dd") { html in
                    html.element("span", [.dir("auto")], text: answers.text(fact.answer, fact.shown))
                    if fact.origin != .employment {
                        html.element("span", [.class("muted small")], text: " " + translator("claims.origin.\(fact.origin.rawValue)"))
                    }
                }
            }
            for event in computed.facts.events where event.isCounted {
                html.element("dt", text: event.violation.code("type").map { answers.label("violation.type", $0) } ?? "")
                html.element("dd") { html in
                    let dates = ["since", "until"].compactMap { event.violation.date($0) }.map { answers.dates.text($0) }.joined(separator: " – ")
                    html.text([dates, event.violation.answer("amount")?.value?.displayText ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))
                    html.element("span", [.class("muted small")], text: " " + translator("claims.origin.violation"))
                }
            }
        }
        guard mayWrite else { return }
        html.element("p") { html in
            html.element("strong", text: translator("claims.facts.missing", ["count": .number(missing.count)]) + " ")
            for (index, field) in missing.enumerated() {
                if index > 0 { html.text(translator("cases.list-separator")) }
                html.element("a", [.href("\(path)/facts#field-\(field.name)")], text: field.label(translator.language))
            }
        }
        html.element("p", [.class("actions")]) { html in
            html.element("a", [.class("button second"), .href("\(path)/facts")], text: translator("claims.facts.edit"))
            html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/add/violation")], text: translator("claims.facts.add-violation"))
        }
    }
}
