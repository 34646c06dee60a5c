import Dictionary
import HTTPTypes
import Storage

/// The addresses of letters, below their case.
enum LetterRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/letters", .permission(.writeCases), choose),
            .get("/cases/{case}/letters/{letter}", .permission(.writeCases), show).showingKept,
            .post("/cases/{case}/letters/{letter}", .permission(.writeCases), make)
                .kept(on: "/cases/{case}/letters/{letter}", as: "letters.title", shownBy: show),
        ]
    }

    private static func access(_ request: WebRequest, _ services: AppServices) throws -> (CaseAccess, caseRecord: String) {
        var access = try CaseAccess(try request.signedIn(), services)
        access.refusesSealed = true
        return (access, try request.parameter("case"))
    }

    private static func choose(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try access(request, services)
        let (catalogue, keepingEnded) = try await services.work {
            try access.node.database.read { try access.requireCase(caseRecord, $0) }
            return (try LetterCatalogue(of: access.node), try Consents.keepingEndedOn(caseRecord, access, on: request.day))
        }
        return .page(LetterPages.choose(request, caseRecord, catalogue, keepingEnded: keepingEnded, dates(request, services)))
    }

    /// What a letter is made from.
    private struct Draft: Sendable {
        var access: CaseAccess
        var caseRecord: String
        var template: LetterTemplate
        var letter: Letter
        var languages: [String]
        /// What the worker has not agreed to, though this letter needs it; a code of the list `consent-scope`.
        var lacking: String?
        /// Since when the case is not to be kept any more.
        var keepingEnded: CalendarDay?
    }

    private static func draft(_ request: WebRequest, _ services: AppServices, _ fields: FormFields) async throws -> Draft {
        let (access, caseRecord) = try access(request, services)
        let name = try request.parameter("letter")
        let words = self.words(fields, access, request)
        let chosen = fields.text("letter-language") ?? request.translator.language
        return try await services.work {
            let reader = try access.node.database.read { try access.requireCase(caseRecord, $0) }
            let catalogue = try LetterCatalogue(of: access.node)
            let languages = catalogue.languages(of: name)
            guard
                let template = catalogue.template(name, language: chosen) ?? catalogue.template(name, language: "en")
                    ?? languages.first.flatMap({ catalogue.template(name, language: $0) })
            else { throw WebError.notFound }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: caseRecord, withHistory: false, log: { services.readings.isDue(caseRecord, by: access.session.account, now: request.now) })
            // In a language that the program does not speak, codes and dates are written in English.
            let translator = Translator(
                catalogue: services.languages, language: services.languages.languages.contains(template.language) ? template.language : "en")
            let today = request.day.map { MomentText.day($0, translator) } ?? ""
            let values = LetterValues(
                report, words: words.merging(["letter.date": today]) { $1 }, answers: AnswerText(dictionary: access.node.dictionary, dates: .forPapers(translator)))
            let isRightToLeft = translator.direction == "rtl" || ["ur", "fa", "ps"].contains(template.language)
            return Draft(
                access: access, caseRecord: caseRecord, template: template, letter: Letter(template, values, isRightToLeft: isRightToLeft),
                languages: languages, lacking: try template.scope.flatMap { try Consents.isLacking($0, for: caseRecord, access, on: request.day) ? $0 : nil },
                keepingEnded: try Consents.keepingEndedOn(caseRecord, access, on: request.day))
        }
    }

    private static func words(_ fields: FormFields, _ access: CaseAccess, _ request: WebRequest) -> [String: String] {
        func short(_ name: String) -> String { String(String.UnicodeScalarView((fields.text(name) ?? "").unicodeScalars.prefix(500))) }
        return [
            "organisation.name": access.node.organisation.name, "author.name": access.session.displayName, "letter.addressee": short("addressee"),
            "letter.place": short("place"), "letter.request": short("request"), "letter.powers": short("powers"),
            "letter.deadline": short("deadline"), "letter.representative": short("representative"),
        ]
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let draft = try await draft(request, services, request.isResumed ? request.form : FormFields())
        return .page(page(request, draft, services))
    }

    private static func page(_ request: WebRequest, _ draft: Draft, _ services: AppServices) -> HTML {
        LetterPages.show(
            request, draft.caseRecord, draft.template, draft.letter, draft.languages, lacking: draft.lacking.map { label($0, draft, request) },
            keepingEnded: draft.keepingEnded, dates(request, services))
    }

    private static func dates(_ request: WebRequest, _ services: AppServices) -> DateText { DateText(request, services) }

    /// Gives the file, or keeps it as a document of the case.
    private static func make(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let draft = try await draft(request, services, request.form)
        if request.form.isTicked("look") { return .page(page(request, draft, services)) }
        if let lacking = draft.lacking { try await keepReason(request, draft, lacking, services) }
        let letter = draft.letter
        let document = MadeDocument(
            page: letter.page, title: draft.template.title, fileName: draft.template.name, language: letter.language, isRightToLeft: letter.isRightToLeft)
        return try await document.answer(request, draft.access, draft.caseRecord, services)
    }

    /// Whoever works on the case finds among its notes why a letter went out without the worker's agreement.
    private static func keepReason(_ request: WebRequest, _ draft: Draft, _ lacking: String, _ services: AppServices) async throws {
        guard let reason = request.form.text("reason") else {
            throw UnfinishedForm(problems: [FieldProblem(field: "reason", sentence: request.translator("letters.error.reason"))])
        }
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let note = request.translator(
            "letters.reason.note", ["letter": .text(draft.template.title), "scope": .text(label(lacking, draft, request)), "reason": .text(reason)])
        let work = CaseWork(node: draft.access.node, account: draft.access.session.account)
        try await services.work { try work.addNote(note, to: draft.caseRecord, submission: submission) }
    }

    private static func label(_ scope: String, _ draft: Draft, _ request: WebRequest) -> String {
        draft.access.node.dictionary.vocabulary("consent-scope")?.label(of: scope, request.translator.language) ?? scope
    }
}
