import Dictionary
import Formats
import Forms
import Journal
import Storage
import Vault

/// Filling in forms and going on with drafts.
enum FormRoutes {
    /// Answers and the files that come with them.
    static let limit = Route.Input.form(limit: 12 << 20)
    /// The form in which a worker is registered.
    static let firstContact = "first_contact"

    static var all: [Route] {
        [
            .get("/cases/new", .permission(.writeCases)) { try await begin(firstContact, $0, $1) },
            .get("/forms", .permission(.writeCases), list),
            .get("/forms/fill/{form}", .permission(.writeCases)) { try await begin(try $0.parameter("form"), $0, $1) },
            .post("/forms/fill/{form}", .permission(.writeCases), input: limit, send).rescued(by: FormRescuing.rescue),
            .get("/forms/drafts/{draft}", .permission(.writeCases), resume),
            .post("/forms/drafts/{draft}/discard", .permission(.writeCases), discard),
            .get("/forms/recover", .permission(.writeCases), FormRescuing.recover),
        ] + OwnFormRoutes.all + FormListRoutes.all
    }

    static func library(_ request: WebRequest, _ services: AppServices) throws -> FormLibrary {
        FormLibrary(node: try services.node(for: try request.signedIn()), cache: services.forms)
    }

    // MARK: Choosing

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let caseRecord = request.query.text("case")
        let (forms, drafts, words) = try await services.work {
            if let caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
            let drafts = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).all(of: access.session.account) }
            return (try library.forms(), drafts, try firstWords(of: drafts, access))
        }
        return .page(FormListPages.list(request, forms, drafts, words, access.node.dictionary, caseRecord: caseRecord))
    }

    /// By number, what drafts begin with: of a new case, and of cases that open for the person now with everything in them. A form may have been filled in from records that
    /// have closed since.
    private static func firstWords(of drafts: [FormDraft], _ access: CaseAccess) throws -> [String: String] {
        try access.node.database.read { connection in
            try drafts.reduce(into: [:]) { words, draft in
                switch (draft.sheet, draft.caseRecord) {
                case (.questionnaire, nil): words[draft.number] = draft.firstWords
                case (_, let caseRecord?) where try isOpen(caseRecord, access, connection): words[draft.number] = draft.firstWords
                default: break
                }
            }
        }
    }

    private static func isOpen(_ caseRecord: String, _ access: CaseAccess, _ connection: any Connection) throws -> Bool {
        guard let sight = try access.sight(of: caseRecord, connection), sight.opensCase, sight.clearance == .identity else { return false }
        return try !ReferralGuard.isSealed(caseRecord, connection)
    }

    // MARK: Filling in

    private static func begin(_ identifier: String, _ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let caseRecord = request.query.text("case")
        return try await services.work {
            guard let form = try library.form(identifier), form.start != .existingCase || caseRecord != nil, form.start != .newCase || caseRecord == nil else {
                throw WebError.notFound
            }
            var filling = form.filling(access.node, language: request.translator.language, clock: access.node.clock.formClock(request.now))
            var state = FormSheetState(number: RecordIdentifier.random(), caseRecord: caseRecord)
            if let caseRecord {
                let known = try KnownCase(caseRecord, access, services, request)
                FormPosting(form: form, dictionary: access.node.dictionary, calendars: services.calendars).fill(&filling, known.answers)
                state.heads = known.heads
            }
            return page(request, access, form, filling, state, services.forms)
        }
    }

    private static func page(
        _ request: WebRequest, _ access: CaseAccess, _ form: AvailableForm, _ filling: FormFilling, _ state: FormSheetState, _ cache: FormCache
    ) -> WebResponse {
        let lists = form.lists(access.node, request.translator.language)
        let script =
            form.program.isDynamic
            ? filling.script(
                tables: { lists.table($0) },
                address: { lists.isAttached($0) ? nil : cache.listFile($0, language: lists.language, access.node.dictionary)?.path }) : nil
        return .page(FormPage(request: request, access: access, form: form, filling: filling, state: state).html(script))
    }

    private static func resume(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try library(request, services)
        let number = try request.parameter("draft")
        return try await services.work {
            let found = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
            if found == nil, let saved = try FormSubmission.saved(number, access.node) {
                // Going back after saving.
                try access.node.database.read { try access.requireCase(saved, $0) }
                return .seeOther("/cases/\(saved)")
            }
            guard let draft = found else { throw WebError.notFound }
            if let caseRecord = draft.caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
            switch draft.sheet {
            case .page(let address, _): return .seeOther("\(address)?draft=\(number)")
            case .questionnaire(let identifier, let version):
                guard let form = try library.form(identifier, version: version.isEmpty ? nil : version) else { throw WebError.notFound }
                return try resume(draft, form, request, access, services)
            }
        }
    }

    private static func resume(_ draft: FormDraft, _ form: AvailableForm, _ request: WebRequest, _ access: CaseAccess, _ services: AppServices) throws
        -> WebResponse
    {
        var filling = form.filling(access.node, language: request.translator.language, clock: access.node.clock.formClock(request.now))
        filling.restore(draft.answers)
        var state = FormSheetState(number: draft.number, caseRecord: draft.caseRecord, heads: draft.heads, files: draft.files)
        if request.query.isTicked("check") { state.problems = FormFaults(
                request, form, filling, access.node.dictionary, files: draft.files, addsToCase: draft.caseRecord != nil
            ).problems }
        if request.query.isTicked("known") {
            let answers = FormAnswers(filling, form.plan, access.node.dictionary).workers(form.plan)
            let hints = DuplicateHints(access, services)
            (state.hints, state.isWithColleague) = (try hints.find(answers, now: request.now), try hints.isWithColleague(answers))
        }
        state.notice =
            request.query.isTicked("more") ? "forms.more-questions" : request.query.isTicked("late") ? "forms.saved-before" : KeptForm.notice(request)
        return page(request, access, form, filling, state, services.forms)
    }

    private static func send(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let sending = FormSending(request, try CaseAccess(try request.signedIn(), services), try library(request, services), services)
        let identifier = try request.parameter("form")
        return request.leading(to: try await services.work { try sending.send(identifier) })
    }

    private static func discard(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let number = try request.parameter("draft")
        try await services.work {
            let drafts = try access.node.database.read { try FormDrafts(node: access.node, connection: $0).find(number, of: access.session.account) }
            guard drafts != nil else { throw WebError.notFound }
            try access.node.database.write { try FormDrafts(node: access.node, connection: $0).remove(number, of: access.session.account) }
        }
        return .seeOther("/forms")
    }
}
