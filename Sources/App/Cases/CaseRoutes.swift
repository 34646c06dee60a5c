import Dictionary
import HTTPTypes
import Journal
import Storage
import Vault

/// The addresses of cases.
enum CaseRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}", .permission(.readCases), show).showingKept,
            .get("/cases/{case}/history", .permission(.readCases), history).showingKept,
            .post("/cases/{case}/assign", .permission(.assignCases), assign),
        ]
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("case"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let library = try FormRoutes.library(request, services)
        let (sheet, (colleagues, assignable), titles) = try await services.work {
            let sheet = try access.node.database.read { connection in
                var reading = try CaseSheetReading(of: record, access, connection)
                return try reading.sheet(of: record, today: today)
            }
            if sheet.showsIdentity, services.readings.isDue(record, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: record, kind: "case", ground: nil) }
            }
            let titles = try SubmissionList.titles(of: sheet.submissions, library, request.translator.language)
            return (sheet, try shownColleagues(access, sheet, services), titles)
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(
            CaseSheetPage(
                request, sheet, answers, colleagues: colleagues, assignable: assignable, formTitles: titles, today: today
            ).html())
    }

    /// Everybody for whoever assigns cases, with those who can be chosen; else those who are named on the page, and the reader.
    private static func shownColleagues(
        _ access: CaseAccess, _ sheet: CaseSheet, _ services: AppServices
    ) throws -> (all: [(account: String, name: String)], assignable: Set<String>) {
        guard !access.session.may(.assignCases) else {
            let accounts = try services.accounts.accounts(of: access.node)
            return (accounts.map { ($0.identifier, $0.profile.displayName) }, Set(accounts.filter(\.isAssignable).map(\.identifier)))
        }
        let names = try services.accounts.names(of: sheet.accounts.union([access.session.account]), in: access.node)
        return (names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, [])
    }

    private static func history(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("case"))
        return .page(try await CaseWorkRoutes.historyPage(request, access, record, record, services))
    }

    /// The case of a request, found to open for whoever asks.
    /// - Throws: a sentence where the case was taken back by the sender of a referral: nothing is done with it any more.
    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, caseRecord: String) {
        let access = try CaseAccess(try request.signedIn(), services)
        let record = try request.parameter("case")
        let isSealed = try await services.work {
            try access.node.database.read { connection in
                try access.requireCase(record, connection)
                return try ReferralGuard.isSealed(record, connection)
            }
        }
        guard !isSealed else { throw ReferralRoutes.visible(ReferralError(.withdrawn), request) }
        return (access, record)
    }

    /// The number that a form was shown with; nil if it is not there or none of ours.
    static func submission(_ request: WebRequest) -> String? { request.form.text("submission").flatMap { $0.utf8.count <= 64 ? $0 : nil } }

    private static func assign(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let caseRecord = try request.parameter("case")
        let chosen = request.form.all("account")
        try await services.work {
            try access.node.database.read { try access.requireCase(caseRecord, $0) }
            let known = Set(try services.accounts.accounts(of: access.node).filter(\.isAssignable).map(\.identifier))
            let accounts = chosen.filter(known.contains)
            guard !accounts.isEmpty else { throw WebError.badRequest(key: "cases.error.assign") }
            let value = try FieldValue(list: accounts.map { try FieldValue(link: $0) }, type: .link)
            try access.node.change(by: access.session.account) { transaction in
                try access.requireAssignable(accounts, to: caseRecord, transaction.connection)
                try Notifications.announceAssignment(of: caseRecord, to: accounts, in: transaction)
                _ = try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: ["assigned-to": Answer(value)]))
            }
        }
        return .seeOther("/cases/\(caseRecord)")
    }

    static func answerForm(_ request: WebRequest, _ node: Node, _ services: AppServices) -> AnswerForm {
        AnswerForm(dictionary: node.dictionary, calendars: services.calendars, translator: request.translator, habit: DateHabit(request), today: request.day)
    }
}
