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
            .optional("account", .string(1...64)),
        ])
        let change = APISchema.object([
            .optional("done", .boolean), .optional("title", .string(1...1_000)), .optional("details", .string(0...20_000)), .optional("due", .string(0...64)),
            .optional("account", .string(1...64)),
        ])
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
                method: .post, pattern: "/tasks", name: "addOwnTask", 
                summary: "Adds a task that belongs to no case, for the person or for a colleague who can work on cases.", scope: .writeTasks,
                parameters: [.idempotencyKey], body: task, status: .created, answer: saved, handler: addOwn),
            APIOperation(
                method: .patch, pattern: "/tasks/{record}", name: "setOwnTask", summary: "Changes a task that belongs to no case: what it says, who does it (`account`), and whether it is done. An empty text takes out what stood there.",
                scope: .writeTasks, parameters: [.record], body: change, answer: saved, handler: setOwn),
            APIOperation(
                method: .post, pattern: "/cases/{case}/tasks", name: "addTask",
                summary: "Adds a task to a case, for the person or for a colleague who works on it.", scope: .writeTasks,
                parameters: [.caseIdentifier, .idempotencyKey],
                body: task, status: .created, answer: saved, handler: add),
            APIOperation(
                method: .patch, pattern: "/cases/{case}/tasks/{record}", name: "setTask", summary: "Changes a task of a case: what it says, who does it (`account`), and whether it is done. An empty text takes out what stood there.",
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
        let place = try call.text("after").map { text in
            guard let place = DueBoards.Place(cursor: text) else { throw APIError.invalid([APIProblem(parameter: "after", problem: "is not `next` of a page")]) }
            return place
        }
        return try await call.services.work {
            let reading = DayReading(access: access, services: call.services)
            let day = try reading.day(scope, only: section, after: place, limit: limit, now: call.request.now)
            let part = day?.parts.first
            return [
                "items": .array((part?.lines ?? []).map { Self.json($0, access) }), "total": .integer(Int64(part?.count ?? 0)),
                "next": part?.next.map { .string($0.cursor) } ?? .null, "ready": .bool(day != nil),
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
    private func answers(_ call: APICall, without left: [String] = []) throws -> [String: Answer?] {
        var object = JSONObject()
        for name in ["title", "details", "due"] where !left.contains(name) { if let text = call.body[name] { object[name] = ["values": [text]] } }
        return try forms.read(.object(object), of: "task", at: "", upTo: .identity, call)
    }

    private func addOwn(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let answers = try answers(call)
        return try await call.services.work {
            let chosen = try assignee(call, in: nil, access) ?? access.session.account
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let work = CaseWork(node: access.node, account: access.session.account)
            return ["task": .string(try work.addTask(answers, for: [chosen], in: nil, submission: submission))]
        }
    }

    private func add(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let caseRecord = try call.request.parameter("case")
        let answers = try answers(call)
        return try await call.services.work {
            try access.node.database.read { _ = try access.requireCase(caseRecord, $0) }
            let chosen = try assignee(call, in: caseRecord, access) ?? access.session.account
            let submission = try IdempotentRequests(access.node).submission(of: call)
            let work = CaseWork(node: access.node, account: access.session.account)
            let task = try work.addTask(answers, for: [chosen], in: caseRecord, submission: submission)
            return ["task": .string(task), "case": .string(caseRecord)]
        }
    }

    /// Who is to do it; nil where the body does not say it.
    private func assignee(_ call: APICall, in caseRecord: String?, _ access: CaseAccess) throws -> String? {
        guard let chosen = call.body["account"]?.string else { return nil }
        let colleagues = TaskColleagues(access, call.services)
        guard try caseRecord.map({ try colleagues.mayBeGiven(chosen, in: $0) }) ?? colleagues.mayBeGivenOwn(chosen) else {
            let problem = caseRecord == nil ? "is nobody who can work on cases" : "does not work on this case"
            throw APIError.invalid([APIProblem(pointer: "/account", problem: problem)])
        }
        return chosen
    }

    private func setOwn(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let task = try call.request.parameter("record")
        return try await call.services.work {
            guard try access.node.database.read({ try access.isOwnTask(task, $0) }) else { throw WebError.notFound }
            try set(task, in: nil, call, access)
            return ["task": .string(task)]
        }
    }

    private func set(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let (caseRecord, task) = (try call.request.parameter("case"), try call.request.parameter("record"))
        return try await call.services.work {
            guard try access.node.database.read({ try access.requireRecord(task, of: caseRecord, $0).kind }) == "task" else { throw WebError.notFound }
            try set(task, in: caseRecord, call, access)
            return ["task": .string(task), "case": .string(caseRecord)]
        }
    }

    private func set(_ task: String, in caseRecord: String?, _ call: APICall, _ access: CaseAccess) throws {
        guard ["title", "details", "due", "account", "done"].contains(where: { call.body[$0] != nil }) else {
            throw APIError.invalid([APIProblem(pointer: "", problem: "says nothing that is to be changed")])
        }
        guard let day = call.request.day else { throw APIError.malformed }
        let receiver = try assignee(call, in: caseRecord, access)
        let changed = try changes(call)
        let work = CaseWork(node: access.node, account: access.session.account)
        if !changed.isEmpty || receiver != nil { try work.changeTask(task, changed, givenTo: receiver) }
        if let done = call.body["done"]?.bool { try work.setTask(task, done: done, on: day) }
    }

    /// What the body says of title, details and day; nil for what is taken out.
    private func changes(_ call: APICall) throws -> [String: Answer?] {
        let taken = ["details", "due"].filter { call.body[$0]?.string == "" }
        var answers = try answers(call, without: taken)
        for name in taken { answers[name] = .some(nil) }
        return answers
    }
}

/// The place as programs send it back: days since 1970, the record, and which of its reminders.
extension DueBoards.Place {
    var cursor: String { "\(day.daysSinceEpoch).\(subject).\(index)" }

    init?(cursor: String) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let day = Int(parts[0]).flatMap({ CalendarDay(daysSinceEpoch: $0) }), let subject = RecordIdentifier.read(parts[1]), let index = Int(parts[2]), index >= 0 else {
            return nil
        }
        self.init(day: day, subject: subject, index: index)
    }
}
