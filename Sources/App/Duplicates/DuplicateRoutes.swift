import Storage

/// Likely duplicates among the people who are there: the list, and two of them side by side.
enum DuplicateRoutes {
    static var all: [Route] {
        let pair = "/duplicates/{first}/{second}"
        return [
            .get("/duplicates", .permission(.writeCases), list),
            .get(pair, .permission(.writeCases), compare).showingKept,
            .post(pair, .permission(.writeCases), decide).kept(on: pair, as: "tracing.compare.title", shownBy: compare),
            .post("\(pair)/undo", .permission(.writeCases), takeBack),
        ]
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let shown = request.query.text("shown").flatMap { DuplicateDesk.Shown(rawValue: $0) } ?? .undecided
        let cursor = request.query.text("after").flatMap { DuplicateDesk.Cursor(text: $0) }
        let desk = try await services.work {
            let book = services.duplicates.book(of: access.node)
            let progress = try book.catchUp(services.search)
            let desk = try access.node.database.read { connection in
                try DuplicateDesk(
                    shown, after: cursor, TracingReading(access, connection), services, try book.threshold(services.search, connection), progress)
            }
            try TracingReading.log(desk.lines.flatMap { [$0.first, $0.second] }, access, services, now: request.now)
            return desk
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(DuplicateDeskPages.list(request, desk, answers, isFurther: cursor != nil))
    }

    /// How many pairs wait for whoever asks; nil where there is nothing to tell. What is still to be looked up does not hold anybody up.
    static func waiting(_ request: WebRequest, _ services: AppServices) async throws -> Int? {
        let session = try request.signedIn()
        guard session.may(.writeCases), !AccessPolicy.readsAsPartner(session.roles) else { return nil }
        let access = try CaseAccess(session, services)
        return try await services.work {
            try access.node.database.read { connection in
                let threshold = try services.duplicates.book(of: access.node).threshold(services.search, connection)
                return try DuplicateDesk.count(TracingReading(access, connection), services, threshold)
            }
        }
    }

    private static func pair(_ request: WebRequest) throws -> (String, String) { (try request.parameter("first"), try request.parameter("second")) }

    private static func compare(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (first, second) = try pair(request)
        let (comparing, names) = try await services.work {
            // Whether both open is asked before anything is computed for them.
            try access.node.database.read { connection in
                let reading = TracingReading(access, connection)
                _ = (try reading.person(first), try reading.person(second))
            }
            _ = try services.duplicates.book(of: access.node).catchUp(services.search)
            let comparing = try access.node.database.read { try DuplicateComparing(first, second, TracingReading(access, $0), services) }
            try TracingReading.log([comparing.comparing.first, comparing.comparing.second], access, services, now: request.now)
            return (comparing, try services.accounts.names(of: Set(comparing.history.map(\.author)), in: access.node))
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(DuplicateDeskPages.compare(request, comparing, names, answers))
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (first, second) = try pair(request)
        let weight = try await services.work {
            try access.node.database.read { try DuplicateComparing(first, second, TracingReading(access, $0), services).comparing.comparison.weight }
        }
        let form = JudgementForm(request)
        let verdict = try form.needed(request)
        try await services.work {
            _ = try Judgements(node: access.node).decide(verdict, on: first, second, kind: "person", weight: weight, reason: form.reason, by: access.session.account)
        }
        // Of those who are one there is more to do; else the next pair waits.
        return .seeOther(verdict == .same ? "/duplicates/\(first)/\(second)" : "/duplicates")
    }

    private static func takeBack(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (first, second) = try pair(request)
        try await JudgementForm.takeBack(first, second, request, access, services) { _ = (try $0.person(first), try $0.person(second)) }
        return .seeOther("/duplicates/\(first)/\(second)")
    }
}
