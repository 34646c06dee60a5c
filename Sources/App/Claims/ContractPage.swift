import Dictionary
import Entitlements

/// Terms in a table — the law, each paper, the minimum of the country of origin — with the best one marked; under it each clause in its words, its translation
/// and the article that it is to be read beside.
struct ContractPage {
    private let page: Page
    private let sheet: CaseSheet
    private let computed: ComputedClaim
    private let answers: AnswerText
    private let form: AnswerForm
    private let phrases: Phrases
    private let today: CalendarDay
    private let clauses: [ContractClause]

    init(
        _ request: WebRequest, _ sheet: CaseSheet, _ computed: ComputedClaim, _ answers: AnswerText, _ form: AnswerForm, phrases: Phrases, today: CalendarDay
    ) {
        page = Page(request, title: "claims.contract.title", area: .claims)
        self.sheet = sheet
        self.computed = computed
        self.answers = answers
        self.form = form
        self.phrases = phrases
        self.today = today
        clauses = ContractClause.of(computed.facts.worker.record, in: sheet)
    }

    private var translator: Translator { page.request.translator }
    private var worker: RecordView { computed.facts.worker }
    private var caseRecord: String { sheet.view.record }
    private var mayWrite: Bool { page.request.session?.may(.writeCases) == true && !sheet.view.isErased }
    private func label(_ field: String) -> String { answers.dictionary.field("clause", field)?.label(translator.language) ?? field }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)/claim/\(worker.record)")], text: translator("claims.back")) }
            html.element("p", [.class("head name"), .dir("auto")], text: worker.names ?? translator("list.unnamed"))
            html.element("p", [.class("lead")], text: translator("claims.contract.lead"))
            table(&html)
            if !clauses.isEmpty { html.element("h2", text: translator("claims.contract.clauses")) }
            for clause in clauses.sorted(by: { ($0.topic, $0.paper, $0.view.record) < ($1.topic, $1.paper, $1.view.record) }) { card(&html, clause) }
            if mayWrite { add(&html) }
        }
    }

    // MARK: Side by side

    private func table(_ html: inout HTMLWriter) {
        guard let claim = computed.claim, let law = computed.law else {
            html.element("p", text: translator("claims.contract.no-law"))
            return
        }
        let papers = ContractClause.terms(clauses)
        let calculation = ClaimCalculation(law: law, today: Entitlements.Day(number: today.daysSinceEpoch))
        let rows = calculation.compareTerms(for: claim.facts, papers: papers.map(\.terms))
        html.element("table", [.class("cases")]) { html in
            html.element("caption", text: translator("claims.contract.caption"))
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("th", [Attribute("scope", "col")], text: label("topic"))
                    html.element("th", [Attribute("scope", "col")], text: translator("claims.contract.law"))
                    for paper in papers { html.element("th", [Attribute("scope", "col")], text: answers.label("clause.paper", paper.paper)) }
                }
            }
            html.element("tbody") { html in for row in rows { self.row(&html, row, papers.map(\.paper)) } }
        }
    }

    private func row(_ html: inout HTMLWriter, _ row: TermComparison, _ papers: [String]) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")]) { html in
                html.text(answers.label("clause.topic", row.term.rawValue))
                html.element("span", [.class("small muted")], text: " (\(translator("claims.contract.unit.\(row.term.rawValue)")))")
            }
            html.element("td", [Attribute("data-label", translator("claims.contract.law"))]) { html in
                html.element("bdi", text: row.statute?.shortText ?? row.rule.map { phrases.says($0, in: computed.law?.currency) } ?? "–")
                if row.isStatuteBest { badge(&html, "claims.contract.best", strong: false) }
                if let rule = row.rule { html.element("div", [.class("small muted")]) { self.citation(&$0, rule) } }
            }
            for (index, paper) in papers.enumerated() {
                html.element("td", [Attribute("data-label", answers.label("clause.paper", paper))]) { html in
                    html.element("bdi", text: row.papers[index]?.shortText ?? "–")
                    if row.breaches(index) { badge(&html, "claims.contract.less", strong: true) }
                    if row.isBest(index) { badge(&html, "claims.contract.best", strong: false) }
                }
            }
        }
    }

    private func badge(_ html: inout HTMLWriter, _ key: String, strong: Bool) {
        html.text(" ")
        html.element("span", [.class(strong ? "badge strong" : "badge")], text: translator(key))
    }

    private func citation(_ html: inout HTMLWriter, _ rule: Rule) {
        let title = phrases.title(of: rule)
        html.element("span", [.lang(title == nil ? "en" : phrases.language), .dir(title == nil ? "ltr" : "auto")]) { html in
            html.text("\(title ?? rule.law)\(rule.article.isEmpty ? "" : ", \(phrases.article(rule.article))") ")
            if rule.source.utf8.starts(with: "https://".utf8) || rule.source.utf8.starts(with: "http://".utf8) {
                html.element("a", [.href(rule.source), Attribute("rel", "noreferrer")], text: translator("claims.source"))
            }
        }
        html.text(" ")
        html.element(
            "span", [.class("badge")],
            text: rule.confidence == .low ? translator("claims.ask-a-lawyer") : phrases.words("confidence.\(rule.confidence.rawValue)"))
    }

    // MARK: Clauses

    /// The topics of rules that a clause is read beside.
    private static let topics = [
        "wage": ["minimum-wage", "minimum-wage-food", "minimum-wage-housing", "wage-payment"], "hours": ["hours-week", "hours-day"],
        "overtime": ["overtime-premium", "overtime-night-premium"], "leave": ["annual-leave"], "notice": ["notice"], "award": ["end-of-service-rate"],
        "rest-day": ["weekly-rest", "rest-day-pay", "rest-day-as-overtime"], "ticket": ["return-ticket"], "fees": ["recruitment-fee", "recruitment-fee-cap"],
        "deduction": ["deduction-rule", "deduction-cap"], "passport": ["passport"],
    ]

    private func card(_ html: inout HTMLWriter, _ clause: ContractClause) {
        html.element("article", [.class("card"), .id("clause-\(clause.view.record)")]) { html in
            html.element("h3") { html in
                html.text("\(answers.label("clause.topic", clause.topic)): \(answers.label("clause.paper", clause.paper))")
                if clause.view.code("breaches") == "yes" { badge(&html, "claims.contract.breaches", strong: true) }
            }
            html.element("div", [.class("columns")]) { html in
                for field in ["wording", "translation"] {
                    guard let text = clause.text(field) else { continue }
                    html.element("div") { html in
                        html.element("h4", text: label(field))
                        html.element("p", [.dir("auto"), .class("narrative")], text: text)
                    }
                }
                html.element("div") { html in
                    html.element("h4", text: translator("claims.contract.law"))
                    rules(&html, clause.topic)
                }
            }
            guard mayWrite else { return }
            html.element("p") { html in
                html.element("a", [.href("/cases/\(caseRecord)/records/\(clause.view.record)")]) { html in
                    html.text(translator("claims.contract.change"))
                    html.element("span", [.class("hidden")], text: " \(answers.label("clause.topic", clause.topic))")
                }
            }
        }
    }

    private func rules(_ html: inout HTMLWriter, _ topic: String) {
        let day = computed.claim?.facts.end?.latest ?? Entitlements.Day(number: today.daysSinceEpoch)
        let rules = (Self.topics[topic] ?? []).flatMap { computed.law?.rules($0, on: day) ?? [] }
        guard !rules.isEmpty else {
            html.element("p", [.class("muted")], text: translator("claims.contract.nothing"))
            return
        }
        html.element("ul") { html in
            for rule in rules {
                html.element("li") { html in
                    sentence(&html, rule)
                    citation(&html, rule)
                }
            }
        }
    }

    /// In the reader's language from the topic, the number and the unit; where a part of it has no words, in that of the file.
    private func sentence(_ html: inout HTMLWriter, _ rule: Rule) {
        let said = phrases.sentence(of: rule)
        if translator.language != "en", said.language == "en", let line = RuleLine(PolicyText(dictionary: answers.dictionary, dates: answers.dates)).line(rule) {
            html.text(line + ". ")
        } else {
            let value = said.language == "en" ? computed.measure(rule) : phrases.says(value: rule, in: computed.currency)
            html.element(
                "span", [.lang(said.language), .dir(said.language == "en" ? "ltr" : "auto")], text: "\(said.text)\(value.map { ": " + $0 } ?? ""). ")
        }
    }

    // MARK: A new clause

    private func add(_ html: inout HTMLWriter) {
        let controls = FormControls(translator: translator, values: page.request.form, problems: page.request.problems)
        html.element("h2", [.id("add")], text: translator("claims.contract.add"))
        controls.summary(&html)
        html.element("form", page.keptAttributes(page.request.path)) { html in
            page.keptFields(&html, "claims.contract.title")
            for name in ContractClause.fields {
                if let field = form.dictionary.field("clause", name) { form.control(&html, field, controls, isRequired: name == "paper" || name == "topic") }
            }
            html.element("p", [.class("hint")], text: translator("claims.contract.hint"))
            page.keptActions(&html, save: translator("claims.contract.save"))
        }
        html.element("p", [.class("actions")]) { html in
            html.element("a", [.class("button second"), .href("/cases/\(caseRecord)/documents/new")], text: translator("documents.new.title"))
        }
    }
}
