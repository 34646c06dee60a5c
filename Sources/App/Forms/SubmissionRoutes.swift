import Dictionary
import Formats
import Forms
import Journal
import Storage

/// Forms as they were filled in, below their case.
enum SubmissionRoutes {
    static var all: [Route] { [.get("/cases/{case}/submissions/{record}", .permission(.readCases), show)] }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        let library = try FormRoutes.library(request, services)
        let sheet = try await services.work { () -> SubmissionSheet in
            let reader = try access.node.database.read { connection in
                guard try access.requireRecord(record, of: caseRecord, connection).kind == "submission" else { throw WebError.notFound }
                return try access.requireCase(caseRecord, connection)
            }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: true, log: { services.readings.isDue(record, by: access.session.account, now: request.now) })
            guard let first = report.history.first else { throw WebError.notFound }
            let names = try services.accounts.names(of: [first.author], in: access.node)
            var sheet = SubmissionSheet(
                caseRecord: caseRecord, view: report.view, author: names[first.author], milliseconds: first.clock.milliseconds)
            sheet.form = try library.form(report.view.text("form") ?? "", version: report.view.text("version"))
            sheet.content = try report.view.answer("content")?.value.map { try JSONValue.parse(Array($0.displayText.utf8)) }
            sheet.made = try access.node.database.read { try made(report.view, access, caseRecord, $0) }
            if let content = sheet.content, let form = sheet.form {
                var filling = form.filling(
                    access.node, language: request.translator.language, clock: access.node.clock.formClock(first.clock.milliseconds))
                filling.restore(content)
                sheet.filling = filling
            }
            return sheet
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(SubmissionPage(request: request, sheet: sheet, answers: answers).html())
    }

    /// The records that the answers made or added to, as far as they can be shown and are not the case itself.
    private static func made(_ view: RecordView, _ access: CaseAccess, _ caseRecord: String, _ connection: any Connection) throws -> [SubmissionSheet.Made] {
        let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
        return try view.links("records").compactMap { record in
            guard record != caseRecord, let state = try rows.state(of: record), !state.isRetracted, state.kind != "relation" else { return nil }
            return .init(record: record, kind: state.kind)
        }
    }
}

/// A form as it was filled in, and what is known of that.
struct SubmissionSheet: Sendable {
    struct Made: Sendable {
        var record: String
        var kind: String
    }

    var caseRecord: String
    var view: RecordView
    /// The name of whoever filled it in; nil if the account is not there any more.
    var author: String?
    /// When it was saved, since 1970.
    var milliseconds: UInt64
    /// The form in the version that was filled in; nil if the organisation does not keep it.
    var form: AvailableForm?
    /// Nil if the gate does not show the answers.
    var content: JSONValue?
    var filling: FormFilling?
    var made: [Made] = []
}
