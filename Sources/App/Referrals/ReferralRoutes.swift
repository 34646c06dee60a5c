import Dictionary
import HTTPTypes
import Journal
import Referral
import Storage

/// Passing a case, or a part of the work, to another organisation and bringing the outcome back.
enum ReferralRoutes {
    static let lines = 60

    static var all: [Route] {
        ReferralOfferRoutes.all + ReferralLinkRoutes.all + ReferralImportRoutes.all + ReferralReturnedRoutes.all + ReferralCaseRoutes.all + ReferralDirectoryRoutes.all + [
            .get("/referrals", .permission(.writeCases), desk),
            .get("/referrals/arrivals", .permission(.writeCases), arrivals),
            .get("/referrals/{referral}", .permission(.writeCases), show).showingKept,
            .get("/referrals/{referral}/files/{file}", .permission(.writeCases), file),
            .post("/referrals/{referral}/steps", .permission(.writeCases), step)
                .kept(on: "/referrals/{referral}", as: "referrals.show", shownBy: show),
        ]
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.writeCases) && !AccessPolicy.readsAsPartner(session.roles) ? (.referrals, "/referrals") : nil
    }

    // MARK: What goes wrong

    /// An error with its sentence in the reader's language.
    static func visible(_ error: ReferralError, _ request: WebRequest) -> VisibleError {
        VisibleError(sentence: request.translator("referrals.error.\(error.code.rawValue)"))
    }

    /// What is wrong with fields of a form, each with its sentence.
    static func problems(_ fields: [String], _ request: WebRequest) -> [FieldProblem] {
        fields.map { FieldProblem(field: $0, sentence: request.translator("referrals.error.\($0)")) }
    }

    static func explained<Result: Sendable>(_ request: WebRequest, _ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let error as ReferralError { throw visible(error, request) }
    }

    // MARK: The desk

    private static func desk(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let desk = try await services.work { try access.node.database.read { try ReferralDesk(access: access, connection: $0).read(now: request.now) } }
        let names = try await services.work { try services.accounts.names(of: Set(desk.waiting.map(\.draft.account)), in: access.node) }
        return .page(ReferralDeskPage.html(request, desk, names: names, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    private static func arrivals(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let clock = access.node.clock
        // Without a day both that the desk counts: today and tomorrow.
        let asked = request.query.text("day").flatMap { Int($0) }
        guard let first = asked.map({ CalendarDay(daysSinceEpoch: $0) }) ?? clock.day(of: request.now) else { throw WebError.notFound }
        let days = [first] + (asked == nil ? [CalendarDay(daysSinceEpoch: first.daysSinceEpoch + 1)].compactMap { $0 } : [])
        let arrivals = try await services.work {
            let arrivals = try access.node.database.read { connection in
                try days.map { (day: $0, lines: try ReferralDesk(access: access, connection: connection).arrivals(on: $0)) }
            }
            let lines = arrivals.flatMap(\.lines)
            let seen = lines.filter { $0.content != nil && services.readings.isDue($0.row.referral, by: access.session.account, now: request.now) }
            if !seen.isEmpty {
                try access.node.change(by: access.session.account) { transaction in
                    for line in seen { try transaction.logReading(of: line.row.referral, kind: "referral", ground: nil) }
                }
            }
            return arrivals
        }
        return .page(ArrivalsPage.html(request, arrivals, clock, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    // MARK: One referral

    /// A referral that this person may see: through its case if there is one, else whoever works at the desk.
    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, sheet: ReferralSheet) {
        let access = try CaseAccess(try request.signedIn(), services)
        let referral = try request.parameter("referral")
        let sheet = try await services.work { try access.node.database.read { try ReferralSheet(referral, access, $0) } }
        return (access, sheet)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, opened) = try await opened(request, services)
        let (sheet, names, known) = try await services.work {
            var sheet = opened
            if sheet.showsIdentity, services.readings.isDue(sheet.row.referral, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: sheet.row.referral, kind: "referral", ground: nil) }
            }
            try ReferralWork(node: access.node, account: access.session.account).noteSeen(sheet.row.referral)
            // Whoever reads it now has seen it.
            sheet.seen = try access.node.database.read { try ReferralSteps(access.node, $0).seen(sheet.row.referral) }
            return (
                sheet, try services.accounts.names(of: sheet.accounts, in: access.node), try ReferralKnown(sheet, access, services, now: request.now)
            )
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ReferralPage(request, sheet, answers, names: names, known: known).html())
    }

    /// A paper of the shared part, to be kept by whoever asks: each time is written down.
    private static func file(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await opened(request, services)
        let fingerprint = try request.parameter("file")
        guard sheet.showsIdentity else { throw WebError.notFound }
        let (reference, pieces) = try await services.work {
            let found = try access.node.change(by: access.session.account) { transaction -> (reference: FileReference, record: String)? in
                let files = ReferralFiles(node: access.node)
                guard let found = try files.find(fingerprint, in: sheet.row, transaction.connection) else { return nil }
                try transaction.logReading(of: found.record, kind: found.kind, ground: nil)
                return (found.reference, found.record)
            }
            guard let found else { throw WebError.notFound }
            return (found.reference, PieceSource(try DocumentReading(DocumentStore(node: access.node), found.reference, record: found.record)))
        }
        var response = DocumentRoutes.file(named: reference.name, type: reference.type, isInline: false)
        response.headers[.contentLength] = "\(reference.bytes)"
        response.body = .stream { try await services.work { try pieces.next() } }
        return response
    }

    private static func step(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await opened(request, services)
        var reading = ReferralStepForm(form: request.form, dictionary: access.node.dictionary).read()
        // Whoever may not write any words of the case can give it back all the same.
        if !sheet.silenced.isEmpty, request.form["side"] != "partner" { reading.wrong.removeAll { $0 == "give-back" } }
        guard let content = reading.content, reading.wrong.isEmpty else { throw UnfinishedForm(problems: problems(reading.wrong, request)) }
        if request.form["side"] == "partner" {
            try await explained(request) {
                try await services.work { try ReferralWork(node: access.node, account: access.session.account).enter(content, on: sheet.row.referral) }
            }
            return .seeOther("/referrals/\(sheet.row.referral)")
        }
        // Whoever is asked for a case says first which it is.
        if content.event == .accept, sheet.row.asksForOwnCase { return .seeOther("/referrals/\(sheet.row.referral)/case") }
        let into = try await into(request, content, access, services)
        let (form, isFromCase) = (request.sending, request.form["back"] == "case")
        let place: @Sendable (ReferralRow) -> String = { Self.place(after: content.event, $0, isFromCase: isFromCase) }
        let row = try await explained(request) {
            try await services.work {
                try ReferralWork(node: access.node, account: access.session.account).act(
                    content, on: sheet.row.referral, into: into, form: form, place: place)
            }
        }
        return .seeOther(place(row))
    }

    /// The case here to which an accepted referral is put; nil for a case of its own.
    private static func into(_ request: WebRequest, _ content: ReferralContent, _ access: CaseAccess, _ services: AppServices) async throws -> String? {
        guard content.event == .accept, let record = request.form.text("into") else { return nil }
        try await services.work {
            let reader = try access.node.database.read { try access.requireCase(record, $0) }
            guard reader.clearance == .identity, !reader.isPartner else { throw WebError.notAllowed }
        }
        return record
    }

    /// Where somebody goes on after a step.
    /// - Parameter isFromCase: whether it was taken on the page of the case.
    private static func place(after event: ReferralEvent?, _ row: ReferralRow, isFromCase: Bool) -> String {
        if event == .accept, !row.caseRecord.isEmpty { return "/cases/\(row.caseRecord)" }
        guard event == .message else { return "/referrals/\(row.referral)" }
        return isFromCase && !row.caseRecord.isEmpty ? "/cases/\(row.caseRecord)#record-\(row.referral)" : "/referrals/\(row.referral)#conversation"
    }
}
