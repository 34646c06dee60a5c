import Dictionary
import HTTPTypes
import Storage
import Vault

/// Agreements are written down with their text, proposed to the partner, answered, and ended.
enum AgreementRoutes {
    static var all: [Route] {
        [
            .post("/network/agreements", .permission(.assignCases), input: .form(limit: AgreementMessage.fileLimit + (1 << 20)), add)
                .kept(on: "/network", as: "network.agreements.add", shownBy: NetworkRoutes.start),
            .post("/network/agreements/{record}/answer", .permission(.assignCases), answer),
            .post("/network/agreements/{record}/end", .permission(.assignCases), end),
            .get("/network/agreements/{record}/text", .permission(.readDirectory), text),
        ]
    }

    // MARK: Writing down

    private static func add(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let reading = try await read(request, access, services)
        guard let submission = CaseRoutes.submission(request), let today = request.day, let clearance = reading.clearance, reading.problems.isEmpty else {
            throw UnfinishedForm(problems: reading.problems)
        }
        let identifier = RecordIdentifier.text(access.node.keys.recordIdentifier(for: "agreement\n\(access.session.account)\n\(submission)"))
        var agreement = Agreement(
            identifier: identifier, partner: reading.partner, purposes: reading.purposes, clearance: clearance, since: today.description,
            until: reading.until, ended: "", words: reading.words, madeBy: access.session.account)
        // What is not told to anybody needs no conversation.
        if request.form.isTicked("tell") { agreement.conversation = ExchangeMessage.newConversation() }
        let (written, text) = (agreement, request.files.first.map { (name: $0.fileName, bytes: $0.bytes) })
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                let agreements = Agreements(node: access.node, connection: transaction.connection)
                guard try agreements.find(identifier) == nil else { return }
                let kept = try agreements.add(written, text: text, in: transaction)
                _ = try AgreementMessage.propose(kept, text: text, access.node, in: transaction)
            }
        }
        return .seeOther("/network#agreements")
    }

    private struct Reading {
        var partner: String
        var purposes: Set<String>
        var clearance: Sensitivity?
        var until: String
        var words: String
        var problems: [FieldProblem] = []
    }

    private static func read(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> Reading {
        let form = request.form
        let (until, isReadable) = day(form.text("until"), DateHabit(request), services)
        var reading = Reading(
            partner: form.text("partner") ?? "",
            purposes: Set(form.all("purposes").filter { access.node.dictionary.vocabulary("referral-kind")?.contains($0) == true }),
            clearance: form.text("clearance").flatMap { Sensitivity(rawValue: $0) }, until: until, words: form.text("words") ?? "")
        func problem(_ field: String, _ key: String? = nil) {
            reading.problems.append(.init(field: field, sentence: request.translator("network.error.\(key ?? field)")))
        }
        if try await !NetworkRoutes.isKnown(reading.partner, access, services) { problem("partner") }
        if reading.purposes.isEmpty { problem("purposes") }
        if reading.clearance == nil { problem("clearance") }
        if !isReadable { problem("until") }
        if !until.isEmpty, let today = request.day, until < today.description { problem("until", "until-past") }
        if reading.words.utf8.count > AgreementMessage.wordsLimit { problem("words") }
        if let file = request.files.first {
            if !AgreementMessage.isText(file.bytes) { problem("file") }
            if file.bytes.count > AgreementMessage.fileLimit { problem("file", "file-size") }
        }
        return reading
    }

    /// The day of a text; empty for none.
    private static func day(_ text: String?, _ habit: DateHabit, _ services: AppServices) -> (day: String, isReadable: Bool) {
        guard let text else { return ("", true) }
        guard let date = try? habit.date(text, services.calendars), let day = date.latest else { return ("", false) }
        return (day.description, true)
    }

    // MARK: Answering and ending

    private static func found(_ request: WebRequest, _ access: CaseAccess, _ connection: any Connection) throws -> Agreement {
        guard let agreement = try Agreements(node: access.node, connection: connection).find(try request.parameter("record")) else { throw WebError.notFound }
        return agreement
    }

    /// Somebody here agrees to what a partner proposes, or does not. From then on it counts here, if it is not over.
    private static func answer(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let agrees = request.form["answer"] == "agree"
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                let agreement = try found(request, access, transaction.connection)
                guard agreement.standing == .proposed else { return }
                guard !agrees || agreement.until.isEmpty || agreement.until >= today.description else {
                    throw WebError.badRequest(key: "network.error.until-past")
                }
                try Agreements(node: access.node, connection: transaction.connection).set(
                    agrees ? .ours : .declined, of: agreement.identifier, since: today, by: access.session.account)
                try AgreementMessage.tell(agrees ? .agree : .decline, of: agreement, access.node, in: transaction)
            }
        }
        return .seeOther("/network#agreements")
    }

    private static func end(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                let agreement = try found(request, access, transaction.connection)
                guard agreement.counts, agreement.ended.isEmpty else { return }
                let agreements = Agreements(node: access.node, connection: transaction.connection)
                if agreement.isOnlyProposed {
                    try agreements.withdraw(agreement.identifier, on: day)
                } else {
                    try agreements.end(agreement.identifier, on: day)
                }
                try AgreementMessage.tell(.end, of: agreement, access.node, in: transaction)
            }
        }
        return .seeOther("/network#agreements")
    }

    // MARK: The text

    private static func text(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let (file, pieces) = try await services.work {
            let agreement = try access.node.database.read { try found(request, access, $0) }
            guard let file = agreement.file else { throw WebError.notFound }
            return (file, PieceSource(try DocumentReading(DocumentStore(node: access.node), file, record: agreement.partner)))
        }
        var response = DocumentRoutes.file(named: file.name, type: file.type, isInline: false)
        response.headers[.contentLength] = "\(file.bytes)"
        response.body = .stream { try await services.work { try pieces.next() } }
        return response
    }
}
