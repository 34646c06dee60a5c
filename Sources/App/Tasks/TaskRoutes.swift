import Dictionary
import HTTPTypes
import Journal
import Storage

/// The day view, tasks, and passing somebody's work on.
enum TaskRoutes {
    /// Lines of each section on the first view, and of a section shown by itself.
    static let firstLines = 8
    static let pageLines = 40

    static var all: [Route] {
        [
            .get("/today", .permission(.readCases), today).showingKept,
            .get("/today/tasks", .permission(.writeCases), askOwnTask).showingKept,
            .post("/today/tasks", .permission(.writeCases), addOwnTask).kept(on: "/today/tasks", as: "tasks.add", shownBy: askOwnTask),
            .post("/today/tasks/{record}", .permission(.writeCases), setOwnTask),
            .get("/today/tasks/{record}/edit", .permission(.writeCases), TaskChanging.askOwn).showingKept,
            .post("/today/tasks/{record}/edit", .permission(.writeCases), TaskChanging.changeOwn)
                .kept(on: "/today/tasks/{record}/edit", as: "tasks.edit", shownBy: TaskChanging.askOwn),
            .get("/cases/{case}/tasks", .permission(.writeCases), askTask).showingKept,
            .post("/cases/{case}/tasks", .permission(.writeCases), addTask).kept(on: "/cases/{case}/tasks", as: "tasks.add", shownBy: askTask),
            .post("/cases/{case}/tasks/{record}", .permission(.writeCases), setTask),
            .get("/cases/{case}/tasks/{record}/edit", .permission(.writeCases), TaskChanging.ask).showingKept,
            .post("/cases/{case}/tasks/{record}/edit", .permission(.writeCases), TaskChanging.change)
                .kept(on: "/cases/{case}/tasks/{record}/edit", as: "tasks.edit", shownBy: TaskChanging.ask),
            .get("/hand-over", .permission(.assignCases), showHandOver),
            .post("/hand-over", .permission(.assignCases), handOver),
        ]
    }

    // MARK: The day

    private static func today(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let scope: DueBoards.Scope = access.session.may(.assignCases) && request.query.text("who") == "all" ? .everyone : .account(access.session.account)
        let only = request.query.text("show").flatMap(DueBoards.Section.init)
        let from = max(0, request.query.text("from").flatMap { Int($0) } ?? 0)
        let day = try await services.work { try DayReading(access: access, services: services).day(scope, only: only, from: from, now: request.now) }
        return .page(TodayPage.html(request, day, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    private static func askOwnTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let colleagues = try await services.work { try TaskColleagues(access, services).whoWorkOnCases() }
        var request = request
        request.prefill([.init(name: "assignee", value: access.session.account)])
        return .page(TaskPages.page(request, action: "/today/tasks", colleagues: colleagues, back: "/today"))
    }

    private static func addOwnTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        var (answers, problems) = read(request, form)
        let chosen = request.form.text("assignee") ?? access.session.account
        let isKnown = try await services.work { try TaskColleagues(access, services).mayBeGivenOwn(chosen) }
        if !isKnown { problems.append(FieldProblem(field: "assignee", sentence: request.translator("tasks.error.colleague"))) }
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        let given = answers
        try await services.work {
            try CaseWork(node: access.node, account: access.session.account).addTask(given, for: [chosen], in: nil, submission: submission)
        }
        return .seeOther("/today")
    }

    private static func setOwnTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let task = try request.parameter("record")
        let done = request.form["done"] == "yes"
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            let isOwn = try access.node.database.read { try access.isOwnTask(task, $0) }
            guard isOwn else { throw WebError.notFound }
            try CaseWork(node: access.node, account: access.session.account).setTask(task, done: done, on: day)
        }
        return .seeOther("/today")
    }

    // MARK: Tasks of a case

    private static func askTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let session = access.session
        let colleagues = try await services.work { try TaskColleagues(access, services).whoWork(on: caseRecord) }
        var request = request
        request.prefill([.init(name: "assignee", value: session.account)])
        return .page(TaskPages.page(request, action: request.path, colleagues: colleagues, back: "/cases/\(caseRecord)"))
    }

    private static func addTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        let (answers, wrong) = read(request, form)
        var problems = wrong
        let chosen = request.form.text("assignee") ?? access.session.account
        let isKnown = try await services.work { try TaskColleagues(access, services).mayBeGiven(chosen, in: caseRecord) }
        if !isKnown { problems.append(FieldProblem(field: "assignee", sentence: request.translator("tasks.error.assignee"))) }
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        try await services.work {
            try CaseWork(node: access.node, account: access.session.account).addTask(answers, for: [chosen], in: caseRecord, submission: submission)
        }
        return .seeOther("/cases/\(caseRecord)#next")
    }

    private static func setTask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let task = try request.parameter("record")
        let done = request.form["done"] == "yes"
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            let kind = try access.node.database.read { try access.requireRecord(task, of: caseRecord, $0).kind }
            guard kind == "task" else { throw WebError.notFound }
            try CaseWork(node: access.node, account: access.session.account).setTask(task, done: done, on: day)
        }
        return .seeOther(request.form["back"] == "today" ? "/today" : "/cases/\(caseRecord)#next")
    }

    private static func read(_ request: WebRequest, _ form: AnswerForm) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        let (answers, problems) = TaskPages.read(request, form)
        return (answers.filter { $0.value != nil }, problems)
    }

    // MARK: Passing work on

    private static func showHandOver(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        return .page(HandOverPages.html(request, try await colleagues(access, services), problems: [], event: nil))
    }

    private static func colleagues(_ access: CaseAccess, _ services: AppServices) async throws -> [HandOverPages.Colleague] {
        try await services.work {
            try services.accounts.accounts(of: access.node).map { account in
                HandOverPages.Colleague(
                    account: account.identifier, name: account.profile.displayName, isDisabled: account.isDisabled,
                    canWork: TaskColleagues.canWork(account), amount: try HandOver(node: access.node).amount(of: account.identifier))
            }
        }
    }

    /// The first sending shows what would go, the second does it; a third takes it back.
    private static func handOver(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        if let submission = request.form.text("undo") {
            let amount = try await services.work {
                try services.handOvers.takeBack(submission, by: access.session.account) { done in
                    try HandOver(node: access.node).undo(done.outcome.passed, from: done.from, to: done.to, by: access)
                }
            }
            return try await done(.undone(amount), request, access, services)
        }
        let colleagues = try await colleagues(access, services)
        let (from, to) = (request.form.text("from") ?? "", request.form.text("to") ?? "")
        let (giver, receiver) = (colleagues.first { $0.account == from }, colleagues.first { $0.account == to && to != from })
        guard let giver, let receiver, receiver.canWork else {
            var problems: [FieldProblem] = []
            if giver == nil { problems.append(FieldProblem(field: "from", sentence: request.translator("tasks.hand-over.error.from"))) }
            if receiver?.canWork != true { problems.append(FieldProblem(field: "to", sentence: request.translator("tasks.hand-over.error.to"))) }
            return .page(HandOverPages.html(request, colleagues, problems: problems, event: nil), status: .unprocessableContent)
        }
        guard request.form["confirmed"] == "yes" else {
            let lines = try await services.work {
                let lines = try access.node.database.read { connection in
                    let cases = try HandOver(node: access.node).cases(of: from, connection).prefix(HandOverPages.namedCases)
                    var reading = CaseLines(access, access.node.listFields, connection)
                    return try reading.lines(Array(cases))
                }
                try CaseListRoutes.logReading(of: lines, access, services, request.now)
                return lines
            }
            let preview = HandOverPages.Preview(from: giver, to: receiver, lines: lines)
            return .page(HandOverPages.preview(request, preview, AnswerText(dictionary: access.node.dictionary, translator: request.translator)))
        }
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let outcome = try await services.work {
            try services.handOvers.outcome(submission, by: access.session.account, from: from, to: to) {
                try HandOver(node: access.node).run(from: from, to: to, by: access)
            }
        }
        return try await done(.passed(outcome, submission: submission), request, access, services)
    }

    private static func done(
        _ event: HandOverPages.Event, _ request: WebRequest, _ access: CaseAccess, _ services: AppServices
    ) async throws -> WebResponse {
        var shown = request
        shown.form = FormFields()
        return .page(HandOverPages.html(shown, try await colleagues(access, services), problems: [], event: event))
    }
}

extension WebRequest {
    /// The day of the request, by the clock of whoever asks.
    var day: CalendarDay? { translator.day(of: now) }
}

extension CaseAccess {
    /// Whether a record is a task outside a case that this person is to do.
    func isOwnTask(_ record: String, _ connection: any Connection) throws -> Bool {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), state.kind == "task",
            CaseFacts.openText(state, "case") == nil
        else { return false }
        return try Self.isAssigned(session.account, to: record, connection)
    }
}
