import Dictionary
import Exchange
import HTTPTypes
import Storage
import Vault

/// Finding common people with partners by encodings.
enum LinkageRoutes {
    static var all: [Route] {
        [
            .get("/tracing/partners", .permission(.writeCases), desk),
            .get("/tracing/partners/{partner}", .permission(.writeCases), partner),
            .post("/tracing/partners/{partner}/terms", .permission(.assignCases), sayTerms),
            .post("/tracing/partners/{partner}/end", .permission(.assignCases), end),
            .post("/tracing/partners/{partner}/rounds", .permission(.writeCases), begin),
            .post("/tracing/partners/{partner}/rounds/{round}", .permission(.assignCases), decide),
            .get("/tracing/pairs/{pair}", .permission(.writeCases), pair),
            .post("/tracing/pairs/{pair}/steps", .permission(.writeCases), step),
        ]
    }

    // MARK: What goes wrong

    /// Whatever the feature or the exchange refuses, in the reader's language.
    private static func explained<Result: Sendable>(_ request: WebRequest, _ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error as LinkageError {
            throw VisibleError(sentence: request.translator("linkage.error.\(error.code.rawValue)"))
        } catch let error as ExchangeError {
            throw VisibleError(sentence: PartnerRoutes.sentence(error, request))
        }
    }

    private static func access(_ request: WebRequest, _ services: AppServices) throws -> CaseAccess {
        let access = try CaseAccess(try request.signedIn(), services)
        guard !access.reader.isPartner else { throw WebError.notFound }
        return access
    }

    // MARK: Partners

    private static func desk(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let desk = try await services.work {
            let desk = try access.node.database.read { try LinkageReading(access, $0).desk() }
            try TracingReading.log(desk.pairs.flatMap { $0.lines.map(\.own) }, access, services, now: request.now)
            return desk
        }
        return .page(LinkagePages.desk(request, desk, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    private static func partner(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await partnerPage(request, try access(request, services), services, problems: [])
    }

    private static func partnerPage(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse
    {
        let identifier = try request.parameter("partner")
        let (line, rounds) = try await services.work {
            try access.node.database.read { connection in
                (
                    try LinkageReading(access, connection).partner(identifier),
                    try LinkageRounds(access.node, connection).latest(of: identifier, limit: 30)
                )
            }
        }
        return .page(
            LinkagePartnerPage(request, line, rounds, problems).html(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// The partner of the address, that there is one.
    private static func known(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> String {
        let identifier = try request.parameter("partner")
        _ = try await services.work { try access.node.database.read { try LinkageReading(access, $0).partner(identifier) } }
        return identifier
    }

    private static func sayTerms(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let identifier = try await known(request, access, services)
        var problems: [FieldProblem] = []
        func number(_ name: String, _ range: ClosedRange<Int>) -> Int {
            let number = Int(DecimalDigits.ascii(request.form.text(name) ?? "")) ?? -1
            if !range.contains(number) {
                problems.append(
                    FieldProblem(
                        field: name,
                        sentence: request.translator(
                            "linkage.error.range", ["least": .number(range.lowerBound), "most": .number(range.upperBound)])))
            }
            return number
        }
        let (records, rounds) = (number("records", LinkageTerms.recordRange), number("rounds", LinkageTerms.roundRange))
        let days = number("days", LinkageTerms.dayRange)
        guard problems.isEmpty else { return try await partnerPage(request, access, services, problems: problems) }
        let terms = LinkageTerms(records: records, rounds: rounds, until: Int64(request.now) + Int64(days) * 86_400_000)
        try await explained(request) {
            try await services.work { try LinkageAsking(node: access.node, account: access.session.account).say(terms, to: identifier) }
        }
        return .seeOther("/tracing/partners/\(identifier)")
    }

    private static func end(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let identifier = try await known(request, access, services)
        try await explained(request) {
            try await services.work { try LinkageAsking(node: access.node, account: access.session.account).end(with: identifier) }
        }
        return .seeOther("/tracing/partners/\(identifier)")
    }

    // MARK: Rounds

    private static func begin(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let identifier = try await known(request, access, services)
        try await explained(request) {
            _ = try await services.work { try LinkageWork(node: access.node).begin(with: identifier, by: access.session.account) }
        }
        return .seeOther("/tracing/partners/\(identifier)")
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let (identifier, round) = (try await known(request, access, services), try request.parameter("round"))
        let answers = request.form.text("decision") == "answer"
        try await explained(request) {
            try await services.work { try LinkageWork(node: access.node).decide(round, answers: answers, by: access.session.account) }
        }
        return .seeOther("/tracing/partners/\(identifier)")
    }

    // MARK: Pairs

    private static func pair(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await pairPage(request, try access(request, services), services, problems: [])
    }

    private static func pairPage(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let token = try request.parameter("pair")
        let (sheet, names) = try await services.work {
            let sheet = try access.node.database.read { try LinkagePairSheet(token, access, $0) }
            try TracingReading.log([sheet.own, sheet.counterpart].compactMap { $0 }, access, services, now: request.now)
            try LinkageAsking(node: access.node, account: access.session.account).noteSeen(token)
            return (sheet, try services.accounts.names(of: Set(sheet.steps.map(\.account)).subtracting([""]), in: access.node))
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(LinkagePairPage(request, sheet, answers, names, problems).html(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func step(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let token = try request.parameter("pair")
        // Whether it opens is asked first, so that nothing is said of what does not.
        let sheet = try await services.work { try access.node.database.read { try LinkagePairSheet(token, access, $0) } }
        guard let event = request.form.text("event").flatMap({ LinkageStep.Event(rawValue: $0) }), event != .share, event != .over else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let words = request.form.text("words") ?? ""
        let known = Set(sheet.choices.map(\.field.name))
        let fields = request.form.all("fields").filter(known.contains)
        if event == .message, words.isEmpty {
            return try await pairPage(
                request, access, services, problems: [FieldProblem(field: "words-message", sentence: request.translator("linkage.error.words"))])
        }
        let names = try await services.work {
            try access.node.database.read {
                try LinkageAsking(node: access.node, account: access.session.account).names(in: words, with: event, of: sheet.pair, $0)
            }
        }
        guard names.isEmpty else {
            let told = names.joined(separator: request.translator("cases.list-separator"))
            return try await pairPage(
                request, access, services,
                problems: [FieldProblem(field: "words-\(event.rawValue)", sentence: request.translator("linkage.error.named.words", ["names": .text(told)]))])
        }
        try await explained(request) {
            try await services.work {
                try LinkageAsking(node: access.node, account: access.session.account).act(event, on: token, words: words, fields: fields)
            }
        }
        return .seeOther("/tracing/pairs/\(token)")
    }
}
