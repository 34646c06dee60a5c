import Dictionary
import Formats
import HTTPTypes
import Journal
import Storage

/// What is due, and tasks: the same as on the day view and on the page of a case.
struct APITasks: Sendable {
    private let forms: APIAnswers

    init(_ dictionary: DataDictionary) { forms = APIAnswers(dictionary: dictionary) }

    var operations: [APIOperation] {
        let task = APISchema.object([
            .required("title", .string(1...1_000)), .optional("details", .string(1...20_000)), .optional("due", .string(1...64)),
        ])
        let change = APISchema.object([.required("done", .boolean)])
        let saved = APISchema.named("Task") { .object([.required("task", APIRecord.identifier), .optional("case", APIRecord.identifier)]) }
        return [
            APIOperation(
                method: .get, pattern: "/tasks", name: "listTasks",
                summary: "What is due: tasks, and what the records call for. What is overdue comes the latest first, everything else by day.",
                scope: .readTasks, parameters: [Self.section, Self.whose, .limit, .after],
                answer: .object([
                    .required("items", .array(Self.due, 0...100)), .required("total", .integer(0...Int64.max)), .required("next", APIRecord.cursor),
                    .required("ready", .boolean),
                ]),
                handler: list),
            APIOperation(
                method: .post, pattern: "/tasks", name: "addOwnTask", summary: "Adds a task of the person's own that belongs to no case.", scope: .writeTasks,
                parameters: [.idempotencyKey], body: task, status: .created, answer: saved, handler: addOwn),
            APIOperation(
                method: .patch, pattern: "/tasks/{record}", name: "setOwnTask", summary: "Marks a task that belongs to no case as done, or as open again.",
                scope: .writeTasks, parameters: [.record], body: change, answer: saved, handler: setOwn),
            APIOperation(
                method: .post, pattern: "/cases/{case}/tasks", name: "addTask",
                summary: "Adds a task to a case, for the person or for a colleague who works on it.", scope: .writeTasks,
                parameters: [.caseIdentifier, .idempotencyKey],
                body: .object([
                    .required("title", .string(1...1_000)), .optional("details", .string(1...20_000)), .optional("due", .string(1...64)),
                    .optional("account", .string(1...64)),
                ]),
                status: .created, answer: saved, handler: add),
            APIOperation(
                method: .patch, pattern: "/cases/{case}/tasks/{record}", name: "setTask", summary: "Marks a task of a case as done, or as open again.",
                scope: .writeTasks, parameters: [.caseIdentifier, .record], body: change, answer: saved, handler: set),
        ]
    }

    private static let section = APIOperation.Parameter(
        name: "section", place: .query, schema: .choice(DueBoards.Section.allCases.map(\.rawValue)),
        description: "overdue (if it is not given), today, soon (within \(DueBoards.soonDays) days) or standing (until something changes).")
    private static let whose = APIOperation.Parameter(
        name: "whose", place: .query, schema: .choice(["mine", "all"]),
        description: "mine if it is not given; all of the organisation for whoever assigns cases, without confidential ones.")
    private static let due = APISchema.named("DueItem") {
        .object([
            .required("kind", .choice(Reminder.Kind.allCases.map(\.rawValue))), .required("day", .string(10...10)), .required("record", APIRecord.identifier),
            .optional("case", APIRecord.identifier), .optional("title", .string(1...20_000)), .optional("workers", .array(.string(1...10_000), 0...10)),
        ])
    }

    // MARK: What is due

    private func list(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let section = call.text("section").flatMap(DueBoards.Section.init(rawValue:)) ?? .overdue
        let scope: DueBoards.Scope = call.text("whose") == "all" && access.session.may(.assignCases) ? .everyone : .account(access.session.account)
        let limit = call.number("limit") ?? 25
        var from = 0
        if let after = call.text("after") {
            guard let number = Int(after), number > 0, number < 10_000_000 else {
                throw APIError.invalid([APIProblem(parameter: "after", problem: "is not `next` of a page")])
            }
            from = number
        }
        let place = from
        return try await call.services.work {
            let day = try DayReading(access: access, services: call.services).day(scope, only: section, from: place, limit: limit, now: call.request.now)
            let part = day?.parts.first
            let total = part?.count ?? 0
            return [
                "items": .array((part?.lines ?? []).map { Self.json($0, access) }), "total": .integer(Int64(total)),
                "next": total > place + limit ? .string("\(place + limit)") : .null, "ready": .bool(day != nil),
            ]
        }
    }

    private static func json(_ line: DueLine, _ access: CaseAccess) -> JSONValue {
        let reminder = line.item.reminder
        var object: JSONObject = ["kind": .string(reminder.kind.rawValue), "day": .string(reminder.day.description), "record": .string(reminder.record)]
        if line.item.isCase { object["case"] = .string(line.item.subject) }
        if let title = line.title, !title.isEmpty { object["title"] = .string(title) }
        if access.mayReadPeople, line.item.isCase { object["workers"] = .array(line.workers.filter { !$0.isEmpty }.map { .string($0) }) }
        return .object(object)
    }

    // MARK: Tasks

    /// Title, details and day in the form in which the dictionary checks them.
    private func answers(_ call: APICall) throws -> [String: Answer?] {
        var object = JSONObject()
        for name in ["title", "details", "due"] { if let text = call.body[name] { object[name] = ["values": [text]] } }
        return try forms.read(.object(object), of: "task", at: "", upTo: .identity, call)
    }

    private func addOwn(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let answers = try answers(call)
        return try await call.services.work {
            let account = access.session.account
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let task = try CaseWork(node: access.node, account: account).addTask(answers, for: [account], in: nil, submission: submission)
            return ["task": .string(task)]
        }
    }

    private func add(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let caseRecord = try call.request.parameter("case")
        let answers = try answers(call)
        let chosen = call.body["account"]?.string ?? access.session.account
        return try await call.services.work {
            try access.node.database.read { connection in
                try access.requireCase(caseRecord, connection)
                // Whoever does a task must be able to open its case.
                guard try chosen == access.session.account || CaseAccess.isAssigned(chosen, to: caseRecord, connection) else {
                    throw APIError.invalid([APIProblem(pointer: "/account", problem: "does not work on this case")])
                }
            }
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let work = CaseWork(node: access.node, account: access.session.account)
            let task = try work.addTask(answers, for: [chosen], in: caseRecord, submission: submission)
            return ["task": .string(task), "case": .string(caseRecord)]
        }
    }

    private func setOwn(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let task = try call.request.parameter("record")
        return try await call.services.work {
            guard try access.node.database.read({ try access.isOwnTask(task, $0) }) else { throw WebError.notFound }
            try set(task, call, access)
            return ["task": .string(task)]
        }
    }

    private func set(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let (caseRecord, task) = (try call.request.parameter("case"), try call.request.parameter("record"))
        return try await call.services.work {
            guard try access.node.database.read({ try access.requireRecord(task, of: caseRecord, $0).kind }) == "task" else { throw WebError.notFound }
            try set(task, call, access)
            return ["task": .string(task), "case": .string(caseRecord)]
        }
    }

    private func set(_ task: String, _ call: APICall, _ access: CaseAccess) throws {
        guard let day = call.request.day, let done = call.body["done"]?.bool else { throw APIError.malformed }
        try CaseWork(node: access.node, account: access.session.account).setTask(task, done: done, on: day)
    }
}
