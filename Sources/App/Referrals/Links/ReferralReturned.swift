import Dictionary
import Formats
import HTTPTypes
import Referral
import Storage
import Vault

/// The answer on a form that came back with the reply code of a referral: read as steps, shown beside what was written, and taken when somebody confirms it. The form is
/// read anew each time from where it is kept, so that nothing of it stands in an address.
enum ReferralReturnedRoutes {
    static var all: [Route] {
        [
            .get("/referrals/{referral}/returned", .permission(.writeCases), show),
            .post("/referrals/{referral}/returned", .permission(.writeCases), confirm),
        ]
    }

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, sheet: ReferralSheet) {
        let (access, sheet) = try await ReferralRoutes.opened(request, services)
        guard sheet.row.partner.isEmpty, sheet.row.direction == .outgoing, sheet.showsIdentity else { throw WebError.notFound }
        return (access, sheet)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await opened(request, services)
        return try await page(sheet, access, request, services)
    }

    /// - Parameter problems: what is wrong with the form that was sent; empty where it is first shown.
    private static func page(
        _ sheet: ReferralSheet, _ access: CaseAccess, _ request: WebRequest, _ services: AppServices, problems: [FieldProblem] = []
    ) async throws -> WebResponse {
        guard let answer = try await answer(sheet, access, request, services), !answer.isEmpty else { return .seeOther("/referrals/\(sheet.row.referral)") }
        let texts = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(html(request, sheet.row, answer, texts, problems), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// What the form says that came last.
    private static func answer(
        _ sheet: ReferralSheet, _ access: CaseAccess, _ request: WebRequest, _ services: AppServices
    ) async throws -> ReferralFormAnswer? {
        let references = sheet.steps.filter { $0.side == .receiver && $0.event == .share }.compactMap(\.content).flatMap(\.part.items)
            .flatMap(ReferralFiles.references)
        let formats: [String: DocumentFormat] = [MediaKind.docx.mediaType: .docx, MediaKind.odt.mediaType: .odt]
        guard let reference = references.last(where: { formats[$0.type] != nil }), let format = formats[reference.type],
            DocumentConversion().isAvailable(.docx)
        else { return nil }
        return try await services.conversions.run { () async throws -> ReferralFormAnswer? in
            try await services.work { () throws -> ReferralFormAnswer? in
                let bytes = try access.node.database.read {
                    try DocumentStore(node: access.node).bytes(of: reference, record: sheet.row.referral, $0)
                }
                guard let bytes else { return nil }
                let reading = ReferralFormReading(dictionary: access.node.dictionary, catalogue: request.translator.catalogue)
                return try? reading.read(ReferralFormReading.lines(try DocumentConversion().tables(in: bytes, format))).answer
            }
        }
    }

    private static func confirm(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await opened(request, services)
        let dictionary = access.node.dictionary
        var contents: [ReferralContent] = []
        let words = request.form.text("words")
        guard (words?.unicodeScalars.count ?? 0) <= ReferralContent.wordsLimit else {
            return try await page(sheet, access, request, services, problems: ReferralRoutes.problems(["words"], request))
        }
        for event in request.form.all("events").compactMap(ReferralEvent.init(rawValue:)) where steps.contains(event) {
            var fields = [FormFields.Item(name: "event", value: event.rawValue)]
            for name in ["refusal", "outcome"] { if let value = request.form.text(name) { fields.append(.init(name: name, value: value)) } }
            if let words, event == carrier(of: request.form.all("events")) { fields.append(.init(name: "words", value: words)) }
            let (content, wrong) = ReferralStepForm(form: FormFields(items: fields), dictionary: dictionary).read()
            guard let content, wrong.isEmpty else {
                return try await page(sheet, access, request, services, problems: ReferralRoutes.problems(wrong, request))
            }
            contents.append(content)
        }
        let entered = contents
        guard !entered.isEmpty else {
            let problem = FieldProblem(field: "events", sentence: request.translator("referrals.error.event"))
            return try await page(sheet, access, request, services, problems: [problem])
        }
        try await ReferralRoutes.explained(request) {
            try await services.work { try ReferralWork(node: access.node, account: access.session.account).enter(entered, on: sheet.row.referral) }
        }
        return .seeOther("/referrals/\(sheet.row.referral)")
    }

    private static let steps: [ReferralEvent] = [.acknowledge, .accept, .decline, .resolve, .message]

    /// The step that says the remarks: the last that was confirmed.
    private static func carrier(of events: [String]) -> ReferralEvent? { steps.last { events.contains($0.rawValue) } }

    private static func html(
        _ request: WebRequest, _ row: ReferralRow, _ answer: ReferralFormAnswer, _ texts: AnswerText, _ problems: [FieldProblem]
    ) -> HTML {
        let page = Page(request, title: "referrals.returned", area: .referrals)
        let translator = request.translator
        var values = answer.events(row).map { FormFields.Item(name: "events", value: $0.rawValue) }
        for (name, value) in [("refusal", answer.refusal), ("outcome", answer.outcome), ("words", answer.remarks)] {
            if let value { values.append(FormFields.Item(name: name, value: value)) }
        }
        let controls = FormControls(translator: translator, values: problems.isEmpty ? FormFields(items: values) : request.form, problems: problems)
        func select(_ html: inout HTMLWriter, _ name: String, _ field: String, _ list: String) {
            let terms = texts.dictionary.vocabulary(list)?.terms ?? []
            controls.select(
                &html, name, label: texts.dictionary.field("referral", field)?.label(translator.language) ?? name,
                options: terms.map { .init(value: $0.code, label: $0.label(translator.language)) })
        }
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals/\(row.referral)")], text: translator("referrals.show")) }
            html.element("p", [.class("lead")], text: translator("referrals.returned.lead"))
            controls.summary(&html)
            if answer.accepts, answer.declines { html.element("p", [.class("warning")], text: translator("referrals.returned.both")) }
            if !answer.acknowledgedOn.isEmpty {
                let label = texts.dictionary.field("referral", "acknowledged-on")?.label(translator.language) ?? ""
                html.element("p", [.dir("auto")], text: "\(label): \(answer.acknowledgedOn)")
            }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/referrals/\(row.referral)/returned"), .class("card")]) { html in
                page.formToken(&html)
                controls.choices(
                    &html, "events", label: translator("referrals.answer.what"),
                    options: steps.map { .init(value: $0.rawValue, label: translator("referrals.event.\($0.rawValue)")) })
                select(&html, "refusal", "refusal-reason", "referral-refusal")
                select(&html, "outcome", "outcome", "action-result")
                controls.text(&html, "words", label: translator("referrals.words"), .init(rows: 3))
                controls.submit(&html, translator("referrals.returned.confirm"))
            }
        }
    }
}
