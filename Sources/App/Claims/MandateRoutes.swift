import Dictionary
import Entitlements
import HTTPTypes
import Storage
import Vault

/// The power to act for the worker: who holds it, how far it is certified, until when.
enum MandateRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/mandate", .permission(.readCases), show).showingKept,
            .post("/cases/{case}/mandate", .permission(.writeCases), save).kept(on: "/cases/{case}/mandate", as: "claims.mandate.title", shownBy: show),
        ]
    }

    static let names = ["mandate-holder", "mandate-country", "mandate-given-on", "mandate-until", "mandate-steps"]

    /// The claim whose mandate counts: the first that names a holder.
    static func holder(_ claims: [RecordView]) -> RecordView? { claims.first { $0.answer("mandate-holder") != nil } }

    private static func read(_ request: WebRequest, _ services: AppServices) async throws -> (ClaimReading, CaseSheet, AnswerForm) {
        let reading = try ClaimReading(request, services)
        let caseRecord = try request.parameter("case")
        let sheet = try await services.work { try reading.sheet(of: caseRecord) }
        return (reading, sheet, CaseRoutes.answerForm(request, reading.access.node, services))
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (_, sheet, form) = try await read(request, services)
        var request = request
        if let view = holder(sheet.claims) { request.prefill(form.fields(view).items) }
        return .page(MandatePage.html(request, sheet, form, dates: DateText(request, services), today: try ClaimRoutes.today(request)))
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, sheet, form) = try await read(request, services)
        let fields = names.compactMap { form.dictionary.field("claim", $0) }
        var (answers, problems) = form.read(request.form, fields)
        if answers["mandate-holder"] == .some(nil) {
            let label = form.dictionary.field("claim", "mandate-holder")?.label(request.translator.language) ?? ""
            problems.append(FieldProblem(field: "mandate-holder", sentence: request.translator("cases.form.needed", ["field": .text(label)])))
        }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        answers = answers.filter { $0.value != nil || holder(sheet.claims)?.answer($0.key) != nil }
        let checked = answers
        try await services.work {
            try ClaimWork(node: reading.access.node, account: reading.access.session.account).saveMandate(
                checked, in: sheet.view.record, claims: sheet.claims.filter { !ReminderRules.endedStages.contains($0.code("stage") ?? "") })
        }
        return .seeOther("/cases/\(sheet.view.record)/mandate")
    }
}

extension ClaimWork {
    /// Writes a mandate into all open claims of a case. Where nothing is claimed yet, a claim that is only considered keeps it, so that it can be taken before anything is
    /// computed: a worker who leaves tonight signs tonight.
    func saveMandate(_ answers: [String: Answer?], in caseRecord: String, claims: [RecordView]) throws {
        try node.change(by: account) { transaction in
            for view in claims { try transaction.save(RecordChange(record: view.record, kind: "claim", answers: answers)) }
            guard claims.isEmpty else { return }
            var answers = answers
            answers["case"] = Answer(try FieldValue(link: caseRecord))
            answers["stage"] = Answer(.code("considered"))
            let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "mandate\n\(caseRecord)"))
            try transaction.save(RecordChange(record: record, kind: "claim", answers: answers))
        }
    }
}

extension RecordView {
    /// Whether a claim says neither what is claimed nor how much, and nothing was done about it.
    var claimsNothing: Bool { answer("head") == nil && HeadSums(self).claimed == nil && ClaimWork.isPrepared(self) }

    /// Whether a claim only keeps a mandate that was taken before anything was claimed.
    var isOnlyMandate: Bool { claimsNothing && answer("mandate-holder") != nil }
}

/// The page of a mandate.
enum MandatePage {
    static func html(_ request: WebRequest, _ sheet: CaseSheet, _ form: AnswerForm, dates: DateText, today: CalendarDay) -> HTML {
        let page = Page(request, title: "claims.mandate.title", area: .claims)
        let translator = request.translator
        let answers = AnswerText(dictionary: form.dictionary, dates: dates)
        let forum = sheet.claims.compactMap { $0.code("country") }.first ?? sheet.view.code("destination-country")
        let country = request.form.text("mandate-country") ?? sheet.view.code("origin-country")
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(sheet.view.record)/claim")], text: translator("claims.back")) }
            html.element("p", [.class("lead")], text: translator("claims.mandate.lead"))
            certification(&html, country, forum, today, answers, translator)
            guard request.session?.may(.writeCases) == true, !sheet.view.isErased else { return }
            let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "claims.mandate.title")
                for name in MandateRoutes.names {
                    guard let field = form.dictionary.field("claim", name) else { continue }
                    if name == "mandate-steps" {
                        controls.choices(
                            &html, name, label: field.label(translator.language),
                            options: MandateSteps.steps(from: country, to: forum, on: today).map { .init(value: $0, label: answers.label("claim.mandate-steps", $0)) })
                    } else {
                        form.control(&html, field, controls, isRequired: name == "mandate-holder")
                    }
                }
                page.keptActions(&html, save: translator("platform.save"))
            }
            html.element("p", [.class("actions")]) { html in
                html.element(
                    "a", [.class("button second"), .href("/cases/\(sheet.view.record)/letters/power-of-attorney")],
                    text: translator("claims.papers.power-of-attorney"))
                html.element("a", [.class("button second"), .href("/cases/\(sheet.view.record)/documents/new")], text: translator("documents.new.title"))
            }
        }
    }

    /// What is on file about certifying a paper of one country for the other, with its source; or whom to ask.
    private static func certification(
        _ html: inout HTMLWriter, _ country: String?, _ forum: String?, _ today: CalendarDay, _ answers: AnswerText, _ translator: Translator
    ) {
        let countries = country == forum ? [country] : [country, forum]
        let held = countries.compactMap { $0 }.compactMap { MandateLibrary.facts(of: $0) }
        let phrases = Phrases.standard(translator.language)
        html.element("div", [.class("card")]) { html in
            html.element("h2", text: translator("claims.mandate.certified"))
            for facts in held {
                guard let apostille = facts.apostille else { continue }
                let country = answers.label("case.origin-country", facts.country)
                html.element("p") { html in
                    let since = apostille.from?.partial.map { answers.dates.text($0) } ?? ""
                    html.text(
                        apostille.isParty
                            ? translator("claims.mandate.apostille", ["country": .text(country), "date": .text(since)])
                            : translator("claims.mandate.no-apostille", ["country": .text(country)]))
                    if !apostille.note.isEmpty {
                        html.text(" ")
                        fileText(&html, apostille.note, phrases, translator)
                    }
                    html.text(" ")
                    source(&html, apostille.source, translator)
                }
            }
            switch MandateLibrary.needsOnlyApostille(from: country, to: forum, on: today.lawDay) {
            case true?: html.element("p", text: translator("claims.mandate.only-apostille"))
            case false? where country != forum: html.element("p", text: translator("claims.mandate.chain"))
            default: html.element("p", text: translator("claims.mandate.ask"))
            }
            for facts in held where !facts.statements.isEmpty {
                html.element("h3", text: answers.label("case.origin-country", facts.country))
                html.element("ul") { html in for statement in facts.statements { html.element("li") { Self.statement(&$0, statement, phrases, translator) } } }
            }
            html.element("p", text: translator("claims.mandate.who"))
        }
    }

    /// One statement as it is on file, with who says it and where it is written.
    private static func statement(_ html: inout HTMLWriter, _ statement: MandateFacts.Statement, _ phrases: Phrases?, _ translator: Translator) {
        html.element("strong", text: translator("claims.mandate.about.\(statement.subject.rawValue)"))
        html.text(" ")
        fileText(&html, statement.says, phrases, translator)
        html.text(" (")
        if statement.law.isEmpty {
            fileText(&html, statement.by, phrases, translator)
        } else {
            // A statute is cited as its place cites it.
            html.element("bdi", [.lang("en")], text: statement.law)
            if !statement.article.isEmpty { html.text((translator.language == "ar" ? "، " : ", ") + (phrases?.article(statement.article) ?? statement.article)) }
        }
        html.text(") ")
        if !statement.note.isEmpty {
            fileText(&html, statement.note, phrases, translator)
            html.text(" ")
        }
        source(&html, statement.source, translator)
    }

    /// A text of the data files in the reader's language; one that is not translated as it is, marked as English.
    static func fileText(_ html: inout HTMLWriter, _ english: String, _ phrases: Phrases?, _ translator: Translator) {
        let said = phrases?.sentence(english) ?? (text: english, language: "en")
        guard said.language != translator.language else { return html.text(said.text) }
        html.element("span", [.lang("en"), .dir("ltr")], text: said.text)
        html.text(" ")
        html.element("span", [.class("small muted")], text: translator("claims.in-english"))
    }

    private static func source(_ html: inout HTMLWriter, _ source: String, _ translator: Translator) {
        if SourceCitation.isAddress(source) {
            html.element("a", [.href(source), Attribute("rel", "noreferrer noopener")], text: translator("claims.source"))
        } else {
            html.element("span", [.class("small"), .dir("auto")], text: source)
        }
    }
}
