import Dictionary
import HTTPTypes
import Storage
import Vault

/// Missing workers: notices, sightings, comparison, reunion.
enum TracingRoutes {
    static var all: [Route] {
        [
            .get("/tracing", .permission(.writeCases), home),
            .get("/tracing/sightings/new", .permission(.writeCases), newSighting).showingKept,
            .post("/tracing/sightings/new", .permission(.writeCases), input: .form(limit: pictureLimit), saveSighting)
                .kept(on: "/tracing/sightings/new", as: "tracing.sighting.new", shownBy: newSighting),
            .get("/tracing/sightings/{sighting}", .permission(.writeCases), sighting),
            .get("/tracing/notices/{notice}", .permission(.writeCases), notice).showingKept,
            .post("/tracing/notices/{notice}/steps", .permission(.writeCases), step)
                .kept(on: "/tracing/notices/{notice}", as: "tracing.notice.title", shownBy: notice),
            .get("/tracing/notices/{notice}/compare/{other}", .permission(.writeCases), compare).showingKept,
            .post("/tracing/notices/{notice}/compare/{other}", .permission(.writeCases), decide)
                .kept(on: "/tracing/notices/{notice}/compare/{other}", as: "tracing.compare.title", shownBy: compare),
            .post("/tracing/notices/{notice}/compare/{other}/undo", .permission(.writeCases), takeBack),
        ] + TraceImportRoutes.all + PosterRoutes.all + PictureRoutes.all
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.writeCases) ? (.tracing, "/tracing") : nil
    }

    private static let shown = 30
    /// The bytes of a form with pictures.
    private static let pictureLimit = 16 << 20

    // MARK: The desk

    private static func home(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let desk = try await services.work {
            let book = services.tracing.book(of: access.node)
            let isReady = try book.catchUp(services.search)
            let desk = try access.node.database.read { connection in
                let reading = TracingReading(access, connection)
                let threshold = try book.threshold(connection)
                return TracingDesk(
                    isReady: isReady, threshold: threshold, suggestions: try suggestions(reading, threshold),
                    notices: try reading.latest("notice", limit: shown),
                    sightings: try reading.latest("sighting", limit: shown))
            }
            try TracingReading.log(desk.notices + desk.sightings + desk.suggestions.flatMap { [$0.notice, $0.other] }, access, services, now: request.now)
            return desk
        }
        return .page(TracingPages.home(request, desk, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    private static func suggestions(_ reading: TracingReading, _ threshold: TraceThreshold) throws -> [TracingDesk.Line] {
        let rows = SuggestionRows(connection: reading.connection, organisation: reading.access.node.organisation.number)
        var lines: [TracingDesk.Line] = []
        for suggestion in try rows.undecided(from: threshold.shownWeight, limit: shown * 10) {
            guard let notice = try reading.ifOpen({ try reading.notice(suggestion.notice) }),
                let other = try reading.ifOpen({ try reading.other(suggestion.other) })
            else { continue }
            lines.append(TracingDesk.Line(suggestion: suggestion, notice: notice, other: other))
            if lines.count == shown { break }
        }
        return lines
    }

    // MARK: Sightings

    private static func newSighting(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        return .page(SightingPages.form(request, CaseRoutes.answerForm(request, access.node, services)))
    }

    private static func saveSighting(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        guard let submission = CaseRoutes.submission(request), let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let (answers, faults) = Sightings.read(request.form, form)
        var problems = faults
        let files = request.files
        if !files.allSatisfy(Sightings.isPicture) { problems.append(FieldProblem(field: "photo", sentence: request.translator("tracing.picture.refused"))) }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        let record = try await services.work {
            try Sightings(node: access.node).save(answers, pictures: files, by: access.session.account, submission: submission, day: today)
        }
        return .seeOther("/tracing/sightings/\(record)")
    }

    private static func sighting(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("sighting"))
        let (opened, lines) = try await services.work {
            try access.node.database.read { _ = try TracingReading(access, $0).sighting(record) }
            _ = try services.tracing.book(of: access.node).catchUp(services.search)
            let found = try access.node.database.read { connection in
                let reading = TracingReading(access, connection)
                let opened = try reading.sighting(record)
                let rows = SuggestionRows(connection: connection, organisation: access.node.organisation.number)
                let lines = try rows.all(ofOther: record).compactMap { suggestion -> TracingDesk.Line? in
                    try reading.ifOpen { try reading.notice(suggestion.notice) }.map { TracingDesk.Line(suggestion: suggestion, notice: $0, other: opened) }
                }
                return (opened, lines)
            }
            try TracingReading.log([found.0] + found.1.map(\.notice), access, services, now: request.now)
            return found
        }
        return .page(SightingPages.show(request, opened, lines, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    // MARK: A notice

    private static func notice(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("notice"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let sheet = try await services.work {
            // Whether it opens is asked before anything is computed for it.
            try access.node.database.read { _ = try TracingReading(access, $0).notice(record) }
            let book = services.tracing.book(of: access.node)
            let isReady = try book.catchUp(services.search)
            let sheet = try access.node.database.read { connection in
                try NoticeSheet(record, TracingReading(access, connection), try book.threshold(connection), isReady: isReady, today: today)
            }
            try TracingReading.log([sheet.notice] + sheet.lines.map(\.other), access, services, now: request.now)
            return sheet
        }
        let form = CaseRoutes.answerForm(request, access.node, services)
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(NoticePages(request, sheet, form, answers).html())
    }

    private static func step(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("notice"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let opened = try await services.work { try access.node.database.read { try TracingReading(access, $0).notice(record) } }
        guard let step = request.form.text("step").flatMap({ NoticeStep(rawValue: $0) }) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let form = CaseRoutes.answerForm(request, access.node, services)
        let (answers, problems) = step.read(request, form, opened.view, today: today)
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        try await services.work {
            try step.save(answers, of: record, in: opened.caseRecord, access.node, by: access.session.account, today: today)
        }
        return .seeOther("/tracing/notices/\(record)")
    }

    // MARK: Comparing

    private static func compare(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (notice, other) = (try request.parameter("notice"), try request.parameter("other"))
        let comparing = try await services.work {
            let comparing = try access.node.database.read { connection in
                try TraceComparing(notice, other, TracingReading(access, connection), try services.tracing.book(of: access.node).threshold(connection))
            }
            try TracingReading.log([comparing.first, comparing.second], access, services, now: request.now)
            return comparing
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(ComparePages.html(request, comparing, answers))
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (notice, other) = (try request.parameter("notice"), try request.parameter("other"))
        let (weight, kind) = try await services.work {
            try access.node.database.read { connection in
                let threshold = try services.tracing.book(of: access.node).threshold(connection)
                let comparing = try TraceComparing(notice, other, TracingReading(access, connection), threshold)
                return (comparing.comparison.weight, comparing.second.view.kind)
            }
        }
        let form = JudgementForm(request)
        let verdict = try form.needed(request)
        try await services.work {
            _ = try Judgements(node: access.node).decide(verdict, on: notice, other, kind: kind, weight: weight, reason: form.reason, by: access.session.account)
        }
        return .seeOther("/tracing/notices/\(notice)")
    }

    private static func takeBack(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (notice, other) = (try request.parameter("notice"), try request.parameter("other"))
        try await JudgementForm.takeBack(notice, other, request, access, services) { _ = (try $0.notice(notice), try $0.other(other)) }
        return .seeOther("/tracing/notices/\(notice)/compare/\(other)")
    }
}
