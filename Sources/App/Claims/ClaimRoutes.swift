import Dictionary
import Entitlements
import Formats
import HTTPTypes
import Journal
import Storage

/// What a worker is owed, and getting it: the addresses below a case. ``ClaimListRoutes`` has those over all cases.
enum ClaimRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/claim", .permission(.readCases), workers),
            .get("/cases/{case}/claim/{record}", .permission(.readCases), show),
            .get("/cases/{case}/claim/{record}/facts", .permission(.writeCases), askFacts).showingKept,
            .post("/cases/{case}/claim/{record}/facts", .permission(.writeCases), saveFacts)
                .kept(on: "/cases/{case}/claim/{record}/facts", as: "claims.facts.title", shownBy: askFacts),
            .post("/cases/{case}/claim/{record}/heads", .permission(.writeCases), saveHeads),
        ] + ContractRoutes.all + StepRoutes.all + ScheduleRoutes.all + MandateRoutes.all + DepartureRoutes.all + ClaimListRoutes.all + CalendarRoutes.all
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.readCases) && !AccessPolicy.readsAsPartner(session.roles) ? (.claims, "/claims") : nil
    }

    static func today(_ request: WebRequest) throws(WebError) -> CalendarDay {
        guard let day = request.day else { throw .badRequest(key: "platform.error.malformed") }
        return day
    }

    static func phrases(_ language: String) throws -> Phrases {
        guard let phrases = Phrases.standard(language) ?? Phrases.standard("en") else {
            throw AppError("The sentences of claims are missing from the program.")
        }
        return phrases
    }

    /// A worker of a case with the claim that the engine makes.
    struct Opened: Sendable {
        var sheet: CaseSheet
        var computed: ComputedClaim
    }

    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (reading: ClaimReading, opened: Opened) {
        let reading = try ClaimReading(request, services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        let opened = try await services.work {
            let sheet = try reading.sheet(of: caseRecord)
            return Opened(sheet: sheet, computed: try reading.compute(try reading.worker(record, sheet), sheet))
        }
        return (reading, opened)
    }

    // MARK: Showing

    private static func workers(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let reading = try ClaimReading(request, services)
        let caseRecord = try request.parameter("case")
        let (sheet, claims) = try await services.work {
            let sheet = try reading.sheet(of: caseRecord)
            return (sheet, try ClaimReading.workers(sheet).map { try reading.compute($0, sheet) })
        }
        if claims.count == 1, let only = claims.first { return .seeOther("/cases/\(caseRecord)/claim/\(only.facts.worker.record)") }
        return .page(ClaimWorkersPage.html(request, sheet, claims))
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await opened(request, services)
        let answers = AnswerText(dictionary: reading.access.node.dictionary, dates: DateText(request, services))
        return .page(
            ClaimPages(
                request, opened.sheet, opened.computed, answers, phrases: try phrases(request.translator.language), today: try today(request),
                notice: request.query["saved"] == nil ? nil : request.translator("claims.notice.saved")
            ).html())
    }

    // MARK: Facts

    private static func askFacts(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await opened(request, services)
        let form = CaseRoutes.answerForm(request, reading.access.node, services)
        let facts = opened.computed.facts
        var request = request
        var items = facts.employment.map { form.fields($0).items } ?? []
        // What the case says is offered, so that nothing is typed twice; it is saved with the form.
        for fact in facts.facts where fact.origin == .case && fact.field.type == fact.shown.type && fact.field.vocabulary == fact.shown.vocabulary {
            guard case .value(let value) = fact.answer.content else { continue }
            let text = if case .date(let date) = value { date.edtf } else { value.displayText }
            items.append(.init(name: fact.field.name, value: text))
        }
        if FormFields(items: items).text("category") == nil, let category = facts.json["category"]?.string {
            items.append(.init(name: "category", value: category))
        }
        items.append(.init(name: "seen", value: try await services.work { try heads(of: facts.employment?.record, reading) }))
        request.prefill(items)
        return .page(FactsPage.html(request, facts, form, caseRecord: opened.sheet.view.record, currency: try currency(facts)))
    }

    private static func heads(of record: String?, _ reading: ClaimReading) throws -> String {
        guard let record else { return "" }
        return try reading.access.node.database.read {
            try RecordRows(connection: $0, organisation: reading.access.node.organisation.number).state(of: record)?.heads.map(\.description)
                .joined(separator: " ") ?? ""
        }
    }

    /// The currency of the law of the country of work; nil where no law is on file.
    static func currency(_ facts: ClaimFacts) throws -> String? {
        guard let country = facts.code("country") else { return nil }
        return try LawLibrary.book(country: country, category: .privateSector)?.currency.code
    }

    private static func saveFacts(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await opened(request, services)
        let node = reading.access.node
        var form = CaseRoutes.answerForm(request, node, services)
        let facts = opened.computed.facts
        var currency = try currency(facts)
        if let country = request.form.text("country"), let book = try LawLibrary.book(country: country, category: .privateSector) {
            currency = book.currency.code
        }
        form.currency = currency
        let (answers, problems) = form.read(request.form, FactsPage.fields(node.dictionary))
        let seen = (request.form["seen"] ?? "").split(separator: " ").compactMap { Digest(String($0)) }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        try await services.work {
            let original = try facts.employment.flatMap { employment in
                let reader = try node.database.read { try reading.access.requireCase(opened.sheet.view.record, $0) }
                return try RecordVersion(node: node, reader: reader).view(of: employment.record, seen: seen)
            }
            let changed = answers.filter { $0.value != original?.answer($0.key) }
            try ClaimWork(node: node, account: reading.access.session.account).save(
                changed, of: facts.worker.record, in: opened.sheet.view.record, record: facts.employment?.record, seen: seen)
        }
        return .seeOther("/cases/\(opened.sheet.view.record)/claim/\(facts.worker.record)")
    }

    // MARK: Heads

    private static func saveHeads(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await opened(request, services)
        let chosen = Set(request.form.all("head"))
        let caseRecord = opened.sheet.view.record
        let worker = opened.computed.facts.worker.record
        guard let claim = opened.computed.claim else { return .seeOther("/cases/\(caseRecord)/claim/\(worker)") }
        let heads = claim.heads.filter { chosen.contains($0.kind.rawValue) }
        let phrases = try phrases(request.translator.language)
        let answers = try heads.compactMap { head -> [String: Answer?]? in
            let under = ClaimWork.underWay(head.kind.rawValue, worker, opened.sheet.claims)
            let record = HeadRecord(
                head: head, computed: opened.computed, sheet: opened.sheet, phrases: phrases, claimed: under.compactMap { HeadSums($0).claimed })
            // What is filed already is not claimed twice: only what is above it is new.
            return under.isEmpty || record.isMore(claim) ? try record.answers(claim) : nil
        }
        try await services.work {
            try ClaimWork(node: reading.access.node, account: reading.access.session.account).save(
                answers, of: worker, in: caseRecord, over: opened.sheet.claims)
        }
        if answers.count < heads.count { return .seeOther("/cases/\(caseRecord)/claim/\(worker)/steps?claimed=1") }
        return .seeOther(heads.isEmpty ? "/cases/\(caseRecord)/claim/\(worker)" : "/cases/\(caseRecord)/claim/\(worker)/steps")
    }
}
