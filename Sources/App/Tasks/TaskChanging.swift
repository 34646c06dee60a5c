import Dictionary
import HTTPTypes
import Journal
import Storage

/// Changing what a task says, by when it is to be done, and who does it.
enum TaskChanging {
    /// A task as this person may see it.
    private struct Changeable: Sendable {
        var access: CaseAccess
        var task: String
        /// Nil for a task outside a case.
        var caseRecord: String?
        var reader: Reader
        var view: RecordView
        /// Its latest entries.
        var heads: String

        var back: String { caseRecord.map { "/cases/\($0)" } ?? "/today" }
    }

    static func askOwn(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { try await show(request, own(request, services), services) }
    static func changeOwn(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { try await save(request, own(request, services), services) }
    static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { try await show(request, ofCase(request, services), services) }
    static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { try await save(request, ofCase(request, services), services) }

    private static func own(_ request: WebRequest, _ services: AppServices) async throws -> Changeable {
        let access = try CaseAccess(try request.signedIn(), services)
        let task = try request.parameter("record")
        return try await services.work {
            try access.node.database.read { connection in
                guard try access.isOwnTask(task, connection) else { throw WebError.notFound }
                return try changeable(task, of: nil, access, Reader(account: access.session.account, clearance: .identity), connection)
            }
        }
    }

    private static func ofCase(_ request: WebRequest, _ services: AppServices) async throws -> Changeable {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, task) = (try request.parameter("case"), try request.parameter("record"))
        let found = try await services.work {
            try access.node.database.read { connection in
                guard try access.requireRecord(task, of: caseRecord, connection).kind == "task" else { throw WebError.notFound }
                return try changeable(task, of: caseRecord, access, try access.requireCase(caseRecord, connection), connection)
            }
        }
        // Nobody writes over what they cannot see.
        guard found.reader.clearance == .identity else { throw WebError.notFound }
        try await services.work {
            guard services.readings.isDue(caseRecord, by: access.session.account, now: request.now) else { return }
            try access.node.change(by: access.session.account) { try $0.logReading(of: caseRecord, kind: "case", ground: nil) }
        }
        return found
    }

    private static func changeable(
        _ task: String, of caseRecord: String?, _ access: CaseAccess, _ reader: Reader, _ connection: any Connection
    ) throws -> Changeable {
        guard let state = try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: task) else { throw WebError.notFound }
        var gate = Gate(reader: reader, node: access.node, connection: connection)
        return Changeable(
            access: access, task: task, caseRecord: caseRecord, reader: reader, view: try gate.view(state, of: task),
            heads: state.heads.map(\.description).joined(separator: " "))
    }

    private static func show(_ request: WebRequest, _ found: Changeable, _ services: AppServices) async throws -> WebResponse {
        let form = CaseRoutes.answerForm(request, found.access.node, services)
        let present = found.view.links("assigned-to")
        let colleagues = try await services.work {
            let all = TaskColleagues(found.access, services)
            return try found.caseRecord.map { try all.whoWork(on: $0) } ?? all.whoWorkOnCases()
        }
        let chosen = colleagues.first { present.contains($0.account) }?.account ?? found.access.session.account
        var request = request
        request.prefill(form.fields(found.view).items + [.init(name: "assignee", value: chosen), .init(name: "seen", value: found.heads)])
        return .page(TaskPages.page(request, title: "tasks.edit", action: request.path, colleagues: colleagues, back: found.back))
    }

    private static func save(_ request: WebRequest, _ found: Changeable, _ services: AppServices) async throws -> WebResponse {
        guard let seen = request.form["seen"]?.split(separator: " ").compactMap({ Digest(String($0)) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let versions = RecordVersion(node: found.access.node, reader: found.reader)
        let original = try await services.work { try versions.view(of: found.task, seen: seen) }
        var (answers, problems) = TaskPages.read(request, CaseRoutes.answerForm(request, found.access.node, services), keeping: original)
        let present = found.view.links("assigned-to")
        let chosen = request.form.text("assignee")
        if let chosen, !present.contains(chosen) {
            let isKnown = try await services.work {
                let all = TaskColleagues(found.access, services)
                return try found.caseRecord.map { try all.mayBeGiven(chosen, in: $0) } ?? all.mayBeGivenOwn(chosen)
            }
            let key = found.caseRecord == nil ? "tasks.error.colleague" : "tasks.error.assignee"
            if !isKnown { problems.append(FieldProblem(field: "assignee", sentence: request.translator(key))) }
        }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        answers = answers.filter { $0.value != original?.answer($0.key) }
        let changed = answers
        try await services.work {
            let receiver = chosen.flatMap { present.contains($0) ? nil : $0 }
            guard try !versions.holds(changed, of: found.task, by: found.access.session.account, seen: seen) || receiver != nil else { return }
            try CaseWork(node: found.access.node, account: found.access.session.account).changeTask(found.task, changed, givenTo: receiver, seen: seen)
        }
        return .seeOther(found.caseRecord == nil ? "/today" : found.back + "#next")
    }
}
