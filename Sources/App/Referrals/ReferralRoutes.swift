import Dictionary
import HTTPTypes
import Journal
import Referral
import Storage

/// Passing a case, or a part of the work, to another organisation and bringing the outcome back.
enum ReferralRoutes {
    static let lines = 60

    static var all: [Route] {
        ReferralOfferRoutes.all + ReferralLinkRoutes.all + ReferralImportRoutes.all + ReferralCaseRoutes.all + [
            .get("/referrals", .permission(.writeCases), desk),
            .get("/referrals/arrivals", .permission(.writeCases), arrivals),
            .get("/referrals/{referral}", .permission(.writeCases), show).showingKept,
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
        guard let day = request.query.text("day").flatMap({ Int($0) }).map({ CalendarDay(daysSinceEpoch: $0) }) ?? clock.day(of: request.now) else {
            throw WebError.notFound
        }
        let lines = try await services.work {
            let lines = try access.node.database.read { try ReferralDesk(access: access, connection: $0).arrivals(on: day) }
            let seen = lines.filter { $0.content != nil && services.readings.isDue($0.row.referral, by: access.session.account, now: request.now) }
            if !seen.isEmpty {
                try access.node.change(by: access.session.account) { transaction in
                    for line in seen { try transaction.logReading(of: line.row.referral, kind: "referral", ground: nil) }
                }
            }
            return lines
        }
        return .page(ArrivalsPage.html(request, day, lines, clock, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
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
        let (access, sheet) = try await opened(request, services)
        let names = try await services.work {
            if sheet.showsIdentity, services.readings.isDue(sheet.row.referral, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: sheet.row.referral, kind: "referral", ground: nil) }
            }
            try ReferralWork(node: access.node, account: access.session.account).noteSeen(sheet.row.referral)
            return try services.accounts.names(of: sheet.accounts, in: access.node)
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ReferralPage(request, sheet, answers, names: names).html())
    }

    private static func step(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await opened(request, services)
        let reading = ReferralStepForm(request: request, dictionary: access.node.dictionary).read()
        guard let content = reading.content, reading.problems.isEmpty else {
            throw UnfinishedForm(problems: reading.problems)
        }
        if request.form["side"] == "partner" {
            try await explained(request) {
                try await services.work { try ReferralWork(node: access.node, account: access.session.account).enter(content, on: sheet.row.referral) }
            }
            return .seeOther("/referrals/\(sheet.row.referral)")
        }
        // Whoever is asked for a case says first which it is.
        if content.event == .accept, sheet.row.asksForOwnCase { return .seeOther("/referrals/\(sheet.row.referral)/case") }
        let row = try await explained(request) {
            try await services.work { try ReferralWork(node: access.node, account: access.session.account).act(content, on: sheet.row.referral) }
        }
        if content.event == .accept, !row.caseRecord.isEmpty { return .seeOther("/cases/\(row.caseRecord)") }
        return .seeOther("/referrals/\(row.referral)\(content.event == .message ? "#conversation" : "")")
    }
}

/// Reads what somebody does to a referral.
struct ReferralStepForm {
    let request: WebRequest
    let dictionary: DataDictionary

    func read() -> (content: ReferralContent?, problems: [FieldProblem]) {
        let form = request.form
        // What is shared goes through the preview, and what nobody does by hand is none of a form's.
        guard let event = form.text("event").flatMap(ReferralEvent.init(rawValue:)), ![.share, .seal, .award, .expire].contains(event) else {
            return (nil, [FieldProblem(field: "event", sentence: request.translator("referrals.error.event"))])
        }
        var content = ReferralContent(event)
        var problems: [FieldProblem] = []
        func problem(_ field: String) { problems.append(FieldProblem(field: field, sentence: request.translator("referrals.error.\(field)"))) }
        content.words = form.text("words")
        if (content.words?.unicodeScalars.count ?? 0) > ReferralContent.wordsLimit { problem("words") }
        switch event {
        case .message: if content.words == nil { problem("message") }
        case .decline:
            content.refusal = form.text("refusal").flatMap { dictionary.vocabulary("referral-refusal")?.contains($0) == true ? $0 : nil }
            if content.refusal == nil { problem("refusal") }
        case .resolve:
            content.outcome = form.text("outcome").flatMap { dictionary.vocabulary("action-result")?.contains($0) == true ? $0 : nil }
            if content.outcome == nil { problem("outcome") }
        case .giveBack: if content.words == nil { problem("give-back") }
        default: break
        }
        return (content, problems)
    }
}
