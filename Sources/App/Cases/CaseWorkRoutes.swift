import Dictionary
import HTTPTypes
import Journal
import Storage

/// Steps on a case besides filling in its records: notes, closing, group, relations, taking back, resolving a clash.
enum CaseWorkRoutes {
    static let memberLimit = 200

    static var all: [Route] {
        [
            .get("/cases/{case}/notes", .permission(.writeCases), askNote).showingKept,
            .post("/cases/{case}/notes", .permission(.writeCases), addNote).kept(on: "/cases/{case}/notes", as: "case.note.add", shownBy: askNote),
            .get("/cases/{case}/close", .permission(.writeCases), askClosing).showingKept,
            .post("/cases/{case}/close", .permission(.writeCases), close).kept(on: "/cases/{case}/close", as: "case.close.title", shownBy: askClosing),
            .get("/cases/{case}/reopen", .permission(.writeCases), askReopening).showingKept,
            .post("/cases/{case}/reopen", .permission(.writeCases), reopen).kept(on: "/cases/{case}/reopen", as: "case.reopen.title", shownBy: askReopening),
            .get("/cases/{case}/members", .permission(.writeCases), askMembers).showingKept,
            .post("/cases/{case}/members", .permission(.writeCases), addMembers)
                .kept(on: "/cases/{case}/members", as: "case.members.add", shownBy: askMembers),
            .get("/cases/{case}/related/new", .permission(.writeCases), askRelated).showingKept,
            .post("/cases/{case}/related/new", .permission(.writeCases), addRelated)
                .kept(on: "/cases/{case}/related/new", as: "case.related.add", shownBy: askRelated),
            .get("/cases/{case}/ties/new", .permission(.writeCases), askTie).showingKept,
            .post("/cases/{case}/ties/new", .permission(.writeCases), addTie).kept(on: "/cases/{case}/ties/new", as: "case.tie.add", shownBy: askTie),
            .get("/cases/{case}/records/{record}/history", .permission(.readCases), recordHistory).showingKept,
            .post("/cases/{case}/records/{record}/undo", .permission(.writeCases), undo)
                .kept(on: "/cases/{case}/records/{record}/history", as: "case.undo", shownBy: recordHistory),
            .post("/cases/{case}/records/{record}/remove", .permission(.writeCases), remove)
                .kept(on: "/cases/{case}/records/{record}/history", as: "case.remove", shownBy: recordHistory),
            .post("/cases/{case}/records/{record}/resolve", .permission(.writeCases), resolve),
        ]
    }

    private static func work(_ access: CaseAccess) -> CaseWork { CaseWork(node: access.node, account: access.session.account) }

    // MARK: Notes

    private static func askNote(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (_, caseRecord) = try await CaseRoutes.opened(request, services)
        return .page(CaseWorkPages.note(request, caseRecord))
    }

    private static func addNote(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        guard let field = access.node.dictionary.field("note", "text"), let submission = CaseRoutes.submission(request), let text = request.form.text("note"),
            case .text(let note)? = try? field.parse(text, in: access.node.dictionary)
        else {
            throw UnfinishedForm(problems: [FieldProblem(field: "note", sentence: request.translator("case.note.error"))])
        }
        try await services.work { try work(access).addNote(note, to: caseRecord, submission: submission) }
        return .seeOther("/cases/\(caseRecord)#notes")
    }

    // MARK: Closing

    private static func askClosing(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        var request = request
        request.prefill([.init(name: "status", value: "closed")] + (request.day.map { [.init(name: "closing-date", value: $0.description)] } ?? []))
        let tasks = try await services.work {
            try services.due.book(of: access.node)?.look { $0.reminders(of: caseRecord) }?.filter { [.task, .openTask].contains($0.kind) } ?? []
        }
        return .page(CaseWorkPages.close(request, CaseRoutes.answerForm(request, access.node, services), caseRecord, openTasks: tasks.count))
    }

    private static func close(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        let original = try await services.work { try view(of: caseRecord, access) }
        var (answers, problems) = form.read(request.form, CaseWorkPages.closingFields(form.dictionary), keeping: original)
        for name in CaseWorkPages.closingNeeded where answers[name] == .some(nil) {
            problems.append(FieldProblem(field: name, sentence: request.translator("case.close.error.\(name)")))
        }
        if original?.fields.contains(where: { !$0.others.isEmpty }) == true {
            problems.append(FieldProblem(field: "status", sentence: request.translator("case.close.error.clash")))
        }
        if let problem = ClosingContradiction.find(answers, form.dictionary, request.translator) { problems.append(problem) }
        if let status = request.form.text("status"), !ReminderRules.closedStatuses.contains(status) {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        answers = answers.filter { $0.value != nil }
        let checked = answers
        try await services.work { try work(access).close(caseRecord, checked) }
        return .seeOther("/cases/\(caseRecord)#timeline")
    }

    /// The case's own answers as they stand.
    private static func view(of caseRecord: String, _ access: CaseAccess) throws -> RecordView? {
        try access.node.database.read { connection in
            var gate = Gate(reader: try access.requireCase(caseRecord, connection), node: access.node, connection: connection)
            let state = try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: caseRecord)
            return try state.map { try gate.view($0, of: caseRecord) }
        }
    }

    private static func askReopening(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (_, caseRecord) = try await CaseRoutes.opened(request, services)
        return .page(CaseWorkPages.reopen(request, caseRecord))
    }

    private static func reopen(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        guard let reason = reason(request) else {
            throw UnfinishedForm(problems: [FieldProblem(field: "reason", sentence: request.translator("case.reason.error"))])
        }
        guard try await services.work({ try work(access).reopen(caseRecord, reason: reason) }) else {
            throw UnfinishedForm(problems: [FieldProblem(field: "reason", sentence: request.translator("case.reopen.open"))])
        }
        return .seeOther("/cases/\(caseRecord)#timeline")
    }

    // MARK: Members

    private static func askMembers(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        // Whoever wrote names sees, before anybody is added, which cases may be about the same people.
        var hints: (shown: [SearchResult], isWithColleague: Bool) = ([], false)
        if request.isResumed {
            let answers = names(request, access).answers
            hints = try await services.work { try known(answers, access, services, now: request.now) }
        }
        let text = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(CaseWorkPages.members(request, text, caseRecord, hints.shown, isWithColleague: hints.isWithColleague))
    }

    /// Cases about people of these names, this one included: a list that is given a second time doubles nobody unasked.
    private static func known(
        _ names: [Answer], _ access: CaseAccess, _ services: AppServices, now: UInt64
    ) throws -> (shown: [SearchResult], isWithColleague: Bool) {
        let hints = DuplicateHints(access, services)
        return (try hints.find(names, now: now), try hints.isWithColleague(names))
    }

    /// A name a line. Two lines in the same words are two people.
    private static func addMembers(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let (checked, problems) = names(request, access)
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        let isSentAgain = try await services.work { try work(access).hasAddedMembers(to: caseRecord, submission: submission) }
        if request.form["duplicates"] != "seen", !isSentAgain {
            let found = try await services.work { try known(checked, access, services, now: request.now) }
            guard found.shown.isEmpty, !found.isWithColleague else { throw UnfinishedForm(problems: []) }
        }
        try await services.work { try work(access).addMembers(checked, to: caseRecord, submission: submission) }
        return .seeOther("/cases/\(caseRecord)#who")
    }

    private static func names(_ request: WebRequest, _ access: CaseAccess) -> (answers: [Answer], problems: [FieldProblem]) {
        let lines = (request.form["members"] ?? "").unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }).map { String($0).trimmingSpaces }.filter
        { !$0.isEmpty }
        var names: [Answer] = []
        var problems: [FieldProblem] = []
        if lines.isEmpty { problems.append(FieldProblem(field: "members", sentence: request.translator("case.members.error"))) }
        if lines.count > memberLimit {
            problems.append(FieldProblem(field: "members", sentence: request.translator("case.members.error.many", ["count": .number(memberLimit)])))
        }
        for (index, line) in lines.prefix(memberLimit).enumerated() {
            guard let field = access.node.dictionary.field("person", "names"), let value = try? field.parse(line, in: access.node.dictionary) else {
                problems.append(FieldProblem(field: "members", sentence: request.translator("case.members.error.line", ["count": .number(index + 1)])))
                continue
            }
            names.append(Answer(value))
        }
        return (names, problems)
    }

    // MARK: Relations

    private static let relatedLines = 20

    private static func askRelated(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        var request = request
        // A page that knows which cases are meant, such as that of two people who are one, leads here with both.
        for name in ["role", "other"] where !request.isResumed {
            if let value = request.query.text(name) { request.form.items.append(.init(name: name, value: value)) }
        }
        // Whoever wrote a number or a name finds the cases that it may mean, to choose from.
        let typed = request.isResumed ? request.form.text("other") : nil
        let found = if let typed { try await found(typed, besides: caseRecord, access, services, now: request.now) } else { [CaseLine]() }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(CaseWorkPages.related(request, answers, caseRecord, found: found))
    }

    private static func addRelated(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        var problems: [FieldProblem] = []
        let role = request.form.text("role").flatMap { code in
            CaseWorkPages.roles("case", "case", access.node.dictionary).contains { $0.code == code } ? code : nil
        }
        if role == nil { problems.append(FieldProblem(field: "role", sentence: request.translator("case.related.error.role"))) }
        let typed = request.form.text("chosen") ?? request.form.text("other") ?? ""
        let other = caseIdentifier(typed)
        // What does not open for this person is told like what is not there.
        let opens = try await services.work { try access.node.database.read { connection in try other.map { try access.mayOpen($0, connection) } ?? false } }
        if let role, let other, opens, other != caseRecord, let submission = CaseRoutes.submission(request) {
            try await services.work { try work(access).relate(caseRecord, to: other, as: role, submission: submission) }
            return .seeOther("/cases/\(caseRecord)#related")
        }
        if !opens, problems.isEmpty {
            let found = try await found(typed, besides: caseRecord, access, services, now: request.now)
            if !found.isEmpty { throw UnfinishedForm(problems: [FieldProblem(field: "chosen", sentence: request.translator("case.related.which"))]) }
        }
        if !opens || other == caseRecord { problems.append(FieldProblem(field: "other", sentence: request.translator("case.related.error.other"))) }
        throw UnfinishedForm(problems: problems)
    }

    /// The cases that a number, a name or words may mean.
    private static func found(_ typed: String, besides caseRecord: String, _ access: CaseAccess, _ services: AppServices, now: UInt64) async throws -> [CaseLine] {
        try await services.work {
            let found = try access.node.database.read { try CaseSearch(access, services, $0).find(SearchQuery(typed), limit: relatedLines) }
            let lines = found.results.map(\.line).filter { $0.record != caseRecord }
            try CaseListRoutes.logReading(of: lines, access, services, now)
            return lines
        }
    }

    /// The case in an address of its page, or its identifier as a person types it.
    static func caseIdentifier(_ typed: String) -> String? {
        let parts = typed.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        let last = parts.firstIndex(of: "cases").flatMap { $0 + 1 < parts.count ? parts[$0 + 1] : nil } ?? typed
        let plain =
            last.utf8.split(whereSeparator: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") }).first.map { String(decoding: $0, as: UTF8.self) } ?? last
        return RecordIdentifier.read(plain)
    }

    private static func askTie(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let involved = try await involved(access, caseRecord, services)
        return .page(CaseWorkPages.tie(request, access.node.dictionary, caseRecord, involved))
    }

    private static func involved(_ access: CaseAccess, _ caseRecord: String, _ services: AppServices) async throws -> [CaseWorkPages.Involved] {
        try await services.work {
            try access.node.database.read { connection in
                var gate = Gate(reader: try access.requireCase(caseRecord, connection), node: access.node, connection: connection)
                return try CaseGroup(connection: connection, organisation: access.node.organisation.number).records(ofCase: caseRecord)
                    .filter { $0.state.kind == "person" || $0.state.kind == "party" }
                    .map { .init(record: $0.record, kind: $0.state.kind, name: try gate.view($0.state, of: $0.record).names) }
            }
        }
    }

    private static func addTie(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let involved = try await involved(access, caseRecord, services)
        let first = involved.first { $0.record == request.form.text("first") }
        let second = involved.first { $0.record == request.form.text("second") }
        var problems: [FieldProblem] = []
        if first == nil { problems.append(FieldProblem(field: "first", sentence: request.translator("case.tie.error.first"))) }
        if second == nil || second?.record == first?.record {
            problems.append(FieldProblem(field: "second", sentence: request.translator("case.tie.error.second")))
        }
        let role = request.form.text("role")
        let fitting = first.flatMap { first in second.map { CaseWorkPages.roles(first.kind, $0.kind, access.node.dictionary) } } ?? []
        if problems.isEmpty, !fitting.contains(where: { $0.code == role }) {
            problems.append(FieldProblem(field: "role", sentence: request.translator("case.tie.error.role")))
        }
        guard let first, let second, let role, let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        try await services.work { try work(access).relate(first.record, to: second.record, as: role, submission: submission) }
        return .seeOther("/cases/\(caseRecord)#who")
    }

    // MARK: History of a record, taking back

    private static func recordHistory(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        return .page(try await historyPage(request, access, caseRecord, record, services))
    }

    /// The history of one record of a case; of the case itself together with a list of what was removed from it.
    static func historyPage(
        _ request: WebRequest, _ access: CaseAccess, _ caseRecord: String, _ record: String, _ services: AppServices
    ) async throws -> HTML {
        let library = try FormRoutes.library(request, services)
        let history = try await services.work {
            let (reader, removed, submissions) = try access.node.database.read { connection -> (Reader, [HistoryPages.Removed], [CaseSheet.Submission]) in
                let reader = try access.requireCase(caseRecord, connection)
                // Who did what inside the organisation is not referred.
                guard !reader.isPartner else { throw WebError.notFound }
                // What the sender has taken back still stands in the history of the case.
                guard try !ReferralGuard.isSealed(caseRecord, connection), try !ReferralGuard.isSealed(record, connection) else { throw ReferralError(.withdrawn) }
                _ = try access.requireRecord(record, of: caseRecord, connection)
                guard record == caseRecord else { return (reader, [], []) }
                let removed = try RecordRows(connection: connection, organisation: access.node.organisation.number).linking(to: caseRecord)
                    .filter { $0.row.state.isRetracted }.map { HistoryPages.Removed(record: $0.row.record, kind: $0.row.state.kind) }
                return (reader, removed, try CaseSheetReading(of: caseRecord, access, connection).submissions(of: caseRecord))
            }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: true, log: { services.readings.isDue(record, by: access.session.account, now: request.now) })
            let others = record == caseRecord ? try RecordViewing(access.node, reader: reader).histories(besides: caseRecord) : []
            let entries = report.history + others.flatMap(\.entries)
            let authors = entries.map(\.author) + submissions.compactMap(\.author)
            let names = try services.accounts.names(of: Set(authors + entries.flatMap(\.changes).flatMap(\.links)), in: access.node)
            let forms = SubmissionList(
                caseRecord: caseRecord, submissions: submissions,
                titles: try SubmissionList.titles(of: submissions, library, request.translator.language), names: names)
            let isOfReferral = try access.node.database.read { try ReferralGuard.isWritten(record, $0) }
            return HistoryPages.History(
                report: report, caseRecord: caseRecord, others: others, names: names, removed: removed, forms: forms, isOfReferral: isOfReferral)
        }
        return HistoryPages(request, history, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))).html()
    }

    private static func undo(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, record) = try await recordOfCase(request, services)
        guard let sequence = request.form.text("entry").flatMap({ Int64($0) }) else { throw WebError.badRequest(key: "platform.error.malformed") }
        guard let reason = reason(request) else { throw reasonNeeded(request) }
        // A case is closed, with a reason that statistics know; taken back it would be in no list and no search.
        if record == caseRecord, try await services.work({ try work(access).made(record, by: sequence) }) {
            throw VisibleError(sentence: request.translator("case.undo.error.case"))
        }
        do {
            try await ReferralRoutes.explained(request) {
                try await services.work { try work(access).undo(sequence, of: record, reason: reason) }
            }
        } catch is AppError {
            throw WebError.badRequest(key: "case.undo.error")
        }
        return .seeOther(historyPath(caseRecord, record))
    }

    private static func remove(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, record) = try await recordOfCase(request, services)
        // The case itself is closed, or erased by whoever runs the node.
        guard record != caseRecord else { throw WebError.badRequest(key: "platform.error.malformed") }
        guard let reason = reason(request) else { throw reasonNeeded(request) }
        try await ReferralRoutes.explained(request) { try await services.work { try work(access).remove(record, reason: reason) } }
        return .seeOther("/cases/\(caseRecord)")
    }

    private static func resolve(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, record) = try await recordOfCase(request, services)
        guard let field = request.form.text("field"), let clock = request.form.text("clock").flatMap(Timestamp.init) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        try await services.work { try work(access).resolve(record, field: field, choosing: clock) }
        return .seeOther("/cases/\(caseRecord)")
    }

    private static func recordOfCase(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, caseRecord: String, record: String) {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let record = try request.parameter("record")
        try await services.work {
            try access.node.database.read { connection in
                _ = try access.requireRecord(record, of: caseRecord, connection)
                // Nobody takes back, removes or decides what they cannot see.
                guard try access.requireCase(caseRecord, connection).clearance == .identity else { throw WebError.badRequest(key: "case.undo.hidden") }
            }
        }
        return (access, caseRecord, record)
    }

    /// Words that say why; at most as long as a narrative of a few paragraphs.
    private static func reason(_ request: WebRequest) -> String? { request.form.text("reason").flatMap { $0.utf8.count <= 4_000 ? $0 : nil } }

    private static func reasonNeeded(_ request: WebRequest) -> UnfinishedForm {
        let entry = request.form.text("entry") ?? "remove"
        return UnfinishedForm(problems: [FieldProblem(field: "reason-\(entry)", sentence: request.translator("case.reason.error"))])
    }

    private static func historyPath(_ caseRecord: String, _ record: String) -> String {
        record == caseRecord ? "/cases/\(caseRecord)/history" : "/cases/\(caseRecord)/records/\(record)/history"
    }
}
