import HTTPTypes
import Storage

/// Asking to see an identity, opening a case in an emergency, and what custodians decide about both.
enum OpeningRoutes {
    /// How many are listed. Older ones are in the log.
    private static let listed = 100

    static var all: [Route] {
        [
            .get("/cases/{case}/opening", .permission(.askForOpening), form).showingKept,
            .post("/cases/{case}/opening", .permission(.askForOpening), ask).kept(on: "/cases/{case}/opening", as: "access.opening.title", shownBy: form),
            .get("/openings/find", .permission(.writeCases), askToFind).showingKept,
            .post("/openings/find", .permission(.writeCases), find).kept(on: "/openings/find", as: "access.find.title", shownBy: askToFind),
            .get("/openings/own", .permission(.askForOpening), own),
            .get("/openings", .permission(.authoriseIdentity), list),
            .post("/openings/{opening}", .permission(.authoriseIdentity), decide),
            .post("/openings/beyond/{referral}", .permission(.authoriseIdentity), seeBeyond),
        ]
    }

    private static func askToFind(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        .page(OpeningPages.find(request, found: nil))
    }

    /// Cases that are closed to the person, by whom or what they are about. That somebody looked, and why, is kept with each case that was found.
    private static func find(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let question = request.form.text("question") ?? ""
        let reason = request.form.text("reason") ?? ""
        var problems: [FieldProblem] = []
        if SearchQuery(question).isEmpty { problems.append(FieldProblem(field: "question", sentence: request.translator("access.find.question-needed"))) }
        if !Opening.isReason(reason) { problems.append(FieldProblem(field: "reason", sentence: request.translator("access.opening.reason-needed"))) }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        if let wait = await services.closedCaseLookups.take(access.session.account, now: request.now) { throw WebError.tooManyRequests(retryAfter: wait) }
        let found = try await services.work {
            let records = try access.node.database.read { try CaseSearch(access, services, $0).closed(to: question) }
            try access.node.change(by: access.session.account) { transaction in
                for record in records { try transaction.logReading(of: record, kind: "case", ground: LogRoutes.lookup + reason) }
            }
            return records
        }
        return .page(OpeningPages.find(request, found: found))
    }

    private static func form(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let sight = try await sight(request, services)
        return .page(OpeningPages.ask(request, sight))
    }

    /// What the person may ask for on the case of the path. A case that they may not ask about answers like one that is not there.
    private static func sight(_ request: WebRequest, _ services: AppServices) async throws -> CaseSight {
        let access = try CaseAccess(try request.signedIn(), services)
        let record = try request.parameter("case")
        let sight = try await services.work { try access.node.database.read { try access.sight(of: record, $0) } }
        guard let sight, sight.mayAsk || sight.mayOpenInEmergency else { throw WebError.notFound }
        return sight
    }

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let sight = try await sight(request, services)
        let access = try CaseAccess(try request.signedIn(), services)
        let caseRecord = try request.parameter("case")
        guard let submission = request.form.text("submission"), submission.utf8.count <= 64 else { throw WebError.badRequest(key: "platform.error.malformed") }
        let way = request.form.text("way").flatMap(Opening.Way.init(rawValue:))
        var problems: [FieldProblem] = []
        if way.map({ $0 == .emergency ? sight.mayOpenInEmergency : sight.mayAsk }) != true {
            problems.append(FieldProblem(field: "way", sentence: request.translator("access.opening.way-needed")))
        }
        let reason = request.form.text("reason") ?? ""
        if !Opening.isReason(reason) {
            problems.append(FieldProblem(field: "reason", sentence: request.translator("access.opening.reason-needed")))
        }
        guard problems.isEmpty, let way else { throw UnfinishedForm(problems: problems) }
        try await services.work {
            try Openings(node: access.node).ask(way, on: caseRecord, by: access.session.account, reason: reason, submission: submission)
        }
        return .seeOther(way == .emergency ? "/cases/\(caseRecord)" : "/openings/own")
    }

    private static func own(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let lines = try await services.work {
            try node.database.read { connection in
                let openings = Openings(node: node)
                return try openings.own(of: session.account, limit: listed, connection).map { opening in
                    OpeningPages.Line(opening: opening, words: try openings.words(of: opening, connection), name: nil)
                }
            }
        }
        return .page(OpeningPages.own(request, lines))
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let node = try services.node(for: try request.signedIn())
        let (lines, beyond, names) = try await services.work {
            let names = try services.accounts.names(of: node)
            return try node.database.read { connection in
                let openings = Openings(node: node)
                let lines = try openings.forCustodians(limit: listed, at: request.now, connection).map { opening in
                    OpeningPages.Line(opening: opening, words: try openings.words(of: opening, connection), name: names[opening.account])
                }
                return (lines, try BeyondConsent(node: node, connection: connection).lines(limit: listed), names)
            }
        }
        return .page(OpeningPages.list(request, lines, beyond, names))
    }

    /// A custodian has looked at a referral that went beyond what the people agreed to.
    private static func seeBeyond(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let referral = try request.parameter("referral")
        let isSeen = try await services.work { try BeyondConsent.see(referral, by: session.account, called: session.displayName, node) }
        guard isSeen else { throw WebError.notFound }
        return .seeOther("/openings#beyond")
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let record = try request.parameter("opening")
        let form = request.form
        let isThere = try await services.work { try node.database.read { try Openings(node: node).opening(record, $0) } != nil }
        guard isThere else { throw WebError.notFound }
        guard let decision = form.text("decision").flatMap(Opening.Decision.init(rawValue:)), decision != .asked else {
            throw WebError.badRequest(key: "access.openings.nothing-to-decide")
        }
        let hours = form.text("hours").flatMap { Int($0) }.flatMap { Opening.hoursOffered.contains($0) ? $0 : nil }
        let reply = form.text("reply").map { String($0.prefix(500)) }
        let isDecided = try await services.work {
            try Openings(node: node).decide(record, decision, hours: hours, reply: reply, by: session.account)
        }
        guard isDecided else { throw WebError.badRequest(key: "access.openings.nothing-to-decide") }
        return .seeOther("/openings")
    }
}
