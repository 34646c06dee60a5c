import Dictionary
import HTTPTypes
import Journal
import Referral
import Storage
import Vault

/// Referring a case in three steps: whom and why; what goes; what the partner will see. The same last two steps add to what is shared already.
enum ReferralOfferRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/refer", .permission(.writeCases), askWhom).showingKept,
            .post("/cases/{case}/refer", .permission(.writeCases), begin).kept(on: "/cases/{case}/refer", as: "referrals.refer", shownBy: askWhom),
            .post("/cases/{case}/share-more", .permission(.writeCases), shareMore),
            .get("/cases/{case}/refer/{draft}", .permission(.writeCases), askWhat).showingKept,
            .post("/cases/{case}/refer/{draft}", .permission(.writeCases), choose)
                .kept(on: "/cases/{case}/refer/{draft}", as: "referrals.what", shownBy: askWhat),
            .get("/cases/{case}/refer/{draft}/preview", .permission(.writeCases), preview).showingKept,
            .post("/cases/{case}/refer/{draft}/ask", .permission(.writeCases), askSecondPerson)
                .kept(on: "/cases/{case}/refer/{draft}/preview", as: "referrals.preview", shownBy: preview),
            .post("/cases/{case}/refer/{draft}/send", .permission(.writeCases), send),
            .post("/cases/{case}/refer/{draft}/refuse", .permission(.writeCases), refuse),
        ]
    }

    // MARK: Whom

    private static func askWhom(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let receivers = try await receivers(access, services)
        var request = request
        var way: ReferralWay?
        if let entry = request.query.text("to") {
            let found = try await ReferralDirectoryRoutes.way(to: entry, access, services)
            request.prefill(ReferralDirectoryRoutes.fields(found, receivers))
            way = found.way
        }
        let isClosed = try await services.work {
            let state = try access.node.database.read { try RecordRows(connection: $0, organisation: access.node.organisation.number).state(of: caseRecord) }
            return ReminderRules.closedStatuses.contains(state.flatMap { CaseFacts.openText($0, "status") } ?? "")
        }
        let today = request.day
        let keepingEnded = try await services.work { try Consents.keepingEndedOn(caseRecord, access, on: today) }
        return .page(
            ReferralOfferPages.whom(request, caseRecord, receivers, way, isClosed: isClosed, keepingEnded: keepingEnded, answers(request, access, services)))
    }

    private static func receivers(_ access: CaseAccess, _ services: AppServices) async throws -> ReferralOfferPages.Choices {
        try await services.work {
            try access.node.database.read { connection in
                let trusted = try PartnerRows(connection, organisation: access.node.organisation).all().filter { $0.trust.isTrusted && $0.changedKeys == nil }
                return ReferralOfferPages.Choices(
                    partners: trusted.sorted { ($0.name, $0.identifier) < ($1.name, $1.identifier) }.map { ($0.identifier, $0.name, $0.country) },
                    organisations: try PartnerEntries(node: access.node, connection: connection).choices(services.directory).filter { !$0.isPartner })
            }
        }
    }

    private static func begin(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let receivers = try await receivers(access, services)
        let dictionary = access.node.dictionary
        let read = ReferralOfferForm(request: request, dictionary: dictionary, calendars: services.calendars, receivers: receivers).read()
        guard read.problems.isEmpty, let offer = read.offer, let submission = CaseRoutes.submission(request) else {
            throw UnfinishedForm(problems: read.problems)
        }
        // The same form sent twice begins one draft.
        let identifier = RecordIdentifier.text(
            access.node.keys.recordIdentifier(for: "referral-draft\n\(caseRecord)\n\(access.session.account)\n\(submission)"))
        var draft = ReferralDraft(draft: identifier, caseRecord: caseRecord, account: access.session.account, made: request.now)
        (draft.partners, draft.partnerName, draft.offer, draft.words) = (read.partners, read.partnerName, offer, read.words)
        draft.organisation = read.organisation
        try await save(draft, access, services)
        return .seeOther("/cases/\(caseRecord)/refer/\(identifier)")
    }

    private static func save(_ draft: ReferralDraft, _ access: CaseAccess, _ services: AppServices) async throws {
        try await services.work { try access.node.change(by: access.session.account) { try ReferralDrafts(node: access.node).save(draft, in: $0) } }
    }

    /// Begins to add something to what is shared.
    private static func shareMore(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let row = try await services.work { try access.node.database.read { try ReferralRows(access.node, $0).find(request.form.text("referral") ?? "") } }
        guard let row, row.caseRecord == caseRecord else { throw WebError.notFound }
        guard row.rules.permits(.share, by: row.side, in: row.state) else { throw ReferralRoutes.visible(ReferralError(.notNow), request) }
        return .seeOther(try await services.work { try addition(to: row, access, now: request.now) })
    }

    /// Begins to add something to what is shared in a referral.
    /// - Returns: the page on which is chosen what goes.
    static func addition(to row: ReferralRow, _ access: CaseAccess, now: UInt64) throws -> String {
        var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: row.caseRecord, account: access.session.account, made: now)
        draft.referral = row.referral
        draft.partners = [row.partner.isEmpty ? ReferralDraft.withoutNode : row.partner]
        draft.partnerName = row.partnerName
        let field = row.direction == .outgoing ? "to-organisation" : "from-organisation"
        draft.organisation = try access.node.database.read {
            let rows = RecordRows(connection: $0, organisation: access.node.organisation.number)
            return try rows.state(of: row.referral).flatMap { CaseFacts.openText($0, field) }
        }
        let begun = draft
        try access.node.change(by: access.session.account) { try ReferralDrafts(node: access.node).save(begun, in: $0) }
        return "/cases/\(row.caseRecord)/refer/\(begun.draft)"
    }

    // MARK: What

    /// A draft of a case that opens for whoever asks, with what can be chosen of it.
    private struct Opened: Sendable {
        var access: CaseAccess
        var draft: ReferralDraft
        var choice: SharedChoice
        /// What people said they do not agree to.
        var excluded: [String]
        var limits: SharingGate.Limits
        /// Names of the receivers whom an agreement stops, and why.
        var stopped: [(name: String, obstacle: SharingGate.Obstacle)]
    }

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> Opened {
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        let identifier = try request.parameter("draft")
        return try await services.work {
            try access.node.database.read { connection in
                let reader = try access.requireCase(caseRecord, connection)
                // Who sees only a part of a case cannot say what of it may go.
                guard reader.clearance == .identity, !reader.isPartner else { throw WebError.notAllowed }
                guard let draft = try ReferralDrafts(node: access.node).find(identifier, ofCase: caseRecord, connection) else { throw WebError.notFound }
                let limits = try SharingGate(node: access.node, connection: connection).limits(for: draft)
                let choice = try SharedChoice(of: caseRecord, as: reader, access.node, connection).limited(to: limits.clearance)
                var gate = Gate(reader: reader, node: access.node, connection: connection)
                let group = try CaseGroup(connection: connection, organisation: access.node.organisation.number).records(ofCase: caseRecord)
                let excluded = try group.filter { $0.state.kind == "consent" }.compactMap { try gate.view($0.state, of: $0.record).text("excluded") }
                let stopped = try limits.stopped.flatMap { finding in
                    let name = try name(finding.partner, draft, access.node, connection)
                    return finding.obstacles.map { (name, $0) }
                }
                return Opened(access: access, draft: draft, choice: choice, excluded: excluded, limits: limits, stopped: stopped)
            }
        }
    }

    private static func name(_ partner: String, _ draft: ReferralDraft, _ node: Node, _ connection: any Connection) throws -> String {
        try Partners.find(partner, node, connection)?.name ?? draft.partnerName
    }

    private static func answers(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) -> AnswerText {
        AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
    }

    private static func askWhat(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        var request = request
        let isNew = opened.draft.content.isEmpty && opened.draft.referral == nil
        let ticked = isNew ? opened.choice.usual.sorted() : opened.draft.chosen
        let words = opened.draft.words.map { [FormFields.Item(name: "words", value: $0)] } ?? []
        request.prefill(ticked.map { FormFields.Item(name: "chosen", value: $0) } + words)
        return .page(whatPage(request, opened, services))
    }

    private static func whatPage(_ request: WebRequest, _ opened: Opened, _ services: AppServices) -> HTML {
        let advice = ReferralOfferPages.Advice(excluded: opened.excluded, clearance: opened.limits.clearance, stopped: opened.stopped)
        return ReferralOfferPages.what(request, opened.draft, opened.choice, advice, answers(request, opened.access, services))
    }

    private static func choose(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        guard opened.draft.account == opened.access.session.account else { throw WebError.notAllowed }
        let chosen = Set(request.form.all("chosen"))
        // A request for a case, or a call for help, may go with words alone.
        guard !chosen.isEmpty || opened.draft.offer != nil else {
            throw UnfinishedForm(problems: [FieldProblem(field: "chosen", sentence: request.translator("referrals.error.nothing-chosen"))])
        }
        var draft = opened.draft
        if draft.offer != nil, request.form["words"] != nil {
            let words = request.form.text("words")
            guard (words?.unicodeScalars.count ?? 0) <= ReferralContent.wordsLimit else {
                throw UnfinishedForm(problems: ReferralRoutes.problems(["words"], request))
            }
            draft.words = words
        }
        let changed = draft
        try await ReferralRoutes.explained(request) {
            try await services.work {
                _ = try ReferralWork(node: opened.access.node, account: opened.access.session.account).choose(chosen, opened.choice, for: changed)
            }
        }
        return .seeOther("/cases/\(opened.draft.caseRecord)/refer/\(opened.draft.draft)/preview")
    }

    // MARK: Preview and sending

    private static func preview(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        var opened = try await opened(request, services)
        let (node, draft, account) = (opened.access.node, opened.draft, opened.access.session.account)
        // Where the people have agreed since, it does not go beyond anything any more.
        let settled = try await services.work { () -> ReferralDraft? in
            guard !draft.content.isEmpty, try ReferralContent(bytes: draft.content, node.dictionary).isBeyondConsent else { return nil }
            let findings = try node.database.read { try SharingGate(node: node, connection: $0).findings(for: draft) }
            guard findings.allSatisfy({ !$0.obstacles.contains(.consent) }) else { return nil }
            return try ReferralWork(node: node, account: account).settle(draft)
        }
        if let settled { opened.draft = settled }
        return .page(try await previewPage(request, services, opened))
    }

    private static func previewPage(_ request: WebRequest, _ services: AppServices, _ opened: Opened) async throws -> HTML {
        let access = opened.access
        guard !opened.draft.content.isEmpty else { throw WebError.notFound }
        let (content, receivers) = try await services.work {
            try access.node.database.read { connection in
                let findings = try SharingGate(node: access.node, connection: connection).findings(for: opened.draft)
                let named = try findings.map { (name: try name($0.partner, opened.draft, access.node, connection), finding: $0) }
                return (
                    try ReferralContent(bytes: opened.draft.content, access.node.dictionary),
                    ReferralOfferPages.Receivers(
                        names: named.map(\.name), uncovered: named.filter { $0.finding.obstacles.contains(.consent) }.map(\.name),
                        stopped: named.flatMap { item in item.finding.obstacles.filter { !$0.isConsent }.map { (item.name, $0) } },
                        isReturn: named.contains { $0.finding.isReturn },
                        earlier: try earlier(opened.draft, access.node, connection))
                )
            }
        }
        return ReferralOfferPages.preview(
            request, opened.draft, content, receivers, answers(request, access, services), isOwn: opened.draft.account == access.session.account)
    }

    /// Whom it tells that they know the case already, from which referral.
    private static func earlier(_ draft: ReferralDraft, _ node: Node, _ connection: any Connection) throws -> [ReferralRow] {
        guard draft.offer != nil else { return [] }
        return try draft.partners.compactMap { partner in
            guard partner != ReferralDraft.withoutNode else { return nil }
            return try ReferralEarlier.known(of: draft.caseRecord, with: partner, before: draft.draft, ReferralRows(node, connection)).first
        }
    }

    private static func askSecondPerson(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        guard opened.draft.account == opened.access.session.account, request.form["mark"] == opened.draft.mark else { throw WebError.notAllowed }
        guard let reason = request.form.text("reason"), reason.unicodeScalars.count <= ReferralContent.wordsLimit else {
            throw UnfinishedForm(problems: [FieldProblem(field: "reason", sentence: request.translator("case.reason.error"))])
        }
        try await services.work {
            try ReferralWork(node: opened.access.node, account: opened.access.session.account).askSecondPerson(opened.draft, reason: reason)
        }
        return .seeOther("/cases/\(opened.draft.caseRecord)/refer/\(opened.draft.draft)/preview")
    }

    /// The second person says no.
    private static func refuse(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        let session = opened.access.session
        guard opened.draft.account != session.account, request.form["mark"] == opened.draft.mark else { throw WebError.notAllowed }
        let words = request.form.text("reply").map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(ReferralContent.wordsLimit))) }
        try await ReferralRoutes.explained(request) {
            try await services.work {
                try ReferralWork(node: opened.access.node, account: session.account).refuse(
                    opened.draft, words: words, as: .init(account: session.account, name: session.displayName))
            }
        }
        return .seeOther("/referrals")
    }

    private static func send(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        let session = opened.access.session
        let isBeyond = request.form["beyond"] == "yes" && opened.draft.isWaiting
        guard opened.draft.account == session.account || isBeyond else { throw WebError.notAllowed }
        let mark = request.form["mark"] ?? ""
        let sent = try await ReferralRoutes.explained(request) {
            try await services.work {
                try ReferralWork(node: opened.access.node, account: session.account).send(
                    opened.draft, mark: mark, second: isBeyond ? .init(account: session.account, name: session.displayName) : nil)
            }
        }
        return .seeOther(sent.count == 1 ? "/referrals/\(sent[0])" : "/referrals")
    }
}

/// Reads the form of whom to ask and why.
struct ReferralOfferForm {
    let request: WebRequest
    let dictionary: DataDictionary
    let calendars: CalendarTables
    let receivers: ReferralOfferPages.Choices

    struct Reading {
        var offer: ReferralContent.Offer?
        var partners: [String] = []
        var partnerName = ""
        /// The record in the directory of a partner without a node.
        var organisation: String?
        var words: String?
        var problems: [FieldProblem] = []
    }

    /// The fields for those who are asked after the first, in their order: as many as there are others, and at most eight.
    static func places(_ receivers: ReferralOfferPages.Choices) -> [String] { (1..<min(max(receivers.partners.count, 1), 9)).map { "next-\($0)" } }

    func read() -> Reading {
        var reading = Reading()
        func problem(_ field: String) { reading.problems.append(FieldProblem(field: field, sentence: request.translator("referrals.error.\(field)"))) }
        let form = request.form
        let kind = form.text("kind").flatMap(ReferralKind.init(rawValue:))
        if kind == nil { problem("kind") }
        let urgency = form.text("urgency").flatMap { dictionary.vocabulary("referral-urgency")?.contains($0) == true ? $0 : nil }
        if urgency == nil { problem("urgency") }
        reading.words = form.text("words")
        if (reading.words?.unicodeScalars.count ?? 0) > ReferralContent.wordsLimit { problem("words") }
        reading.partnerName = String(String.UnicodeScalarView((form.text("partner-name") ?? "").unicodeScalars.prefix(200)))
        switch form.text("partner") {
        case ReferralDraft.withoutNode?:
            reading.partners = [ReferralDraft.withoutNode]
            if let chosen = receivers.organisations.first(where: { $0.record == form.text("organisation") }) {
                (reading.organisation, reading.partnerName) = (chosen.record, chosen.name)
            }
            if reading.partnerName.isEmpty { problem("partner-name") }
        case let partner? where receivers.partners.contains(where: { $0.identifier == partner }):
            // In the sender's order, each once.
            reading.partners = [partner]
            for next in Self.places(receivers).compactMap(form.text) {
                guard receivers.partners.contains(where: { $0.identifier == next }), !reading.partners.contains(next) else { continue }
                reading.partners.append(next)
            }
        default: reading.problems.append(FieldProblem(field: "partner", sentence: request.translator("referrals.error.partner-choice")))
        }
        var arrival: ReferralContent.Arrival?
        if kind == .arrivalHandOver {
            arrival = self.arrival(&reading)
        }
        guard let kind, let urgency else { return reading }
        let needs = form.all("needs").filter { dictionary.vocabulary("service-type")?.contains($0) == true }
        let reason = form.text("reason").flatMap { dictionary.vocabulary("referral-reason")?.contains($0) == true ? $0 : nil }
        reading.offer = ReferralContent.Offer(kind: kind, urgency: urgency, reason: reason, needs: needs, arrival: arrival)
        return reading
    }

    /// How long ago an arrival may be that is handed over, in milliseconds.
    static let arrivalPast: UInt64 = 24 * 3_600_000

    /// How far ahead an arrival may be, in milliseconds: a year further on is a slip.
    static let arrivalAhead: UInt64 = 366 * 24 * 3_600_000

    /// The arrival as it was entered; each field that is missing or cannot be used is told by itself.
    private func arrival(_ reading: inout Reading) -> ReferralContent.Arrival? {
        var problems: [FieldProblem] = []
        func problem(_ field: String, _ key: String? = nil, _ arguments: [String: Translator.Argument] = [:]) {
            problems.append(FieldProblem(field: field, sentence: request.translator("referrals.error.\(key ?? field)", arguments)))
        }
        func short(_ name: String, _ limit: Int = 200) -> String {
            let text = request.form.text(name) ?? ""
            if text.unicodeScalars.count > limit { problem(name, "too-long", ["count": .number(limit)]) }
            return text
        }
        let written = request.form.text("arrival-day")
        let date = written.flatMap { try? DateHabit(request).date($0, calendars) }
        let day = date?.earliest == date?.latest ? date?.earliest : nil
        if written == nil { problem("arrival-day") } else if day == nil { problem("arrival-day", "arrival-day-unread") }
        let time = request.form.text("arrival-time").map(DecimalDigits.time)
        let isTime = time.map { ArrivalTime.moment(day: "2026-01-01", time: $0, offset: 0) != nil } ?? false
        if !isTime { problem("arrival-time") }
        let offset = request.form.text("arrival-offset").flatMap { Int($0) }.flatMap { ArrivalTime.offsets.contains($0) ? $0 : nil }
        if offset == nil { problem("arrival-offset") }
        let told = (flight: short("flight"), desk: short("desk"), description: short("recognise", 2_000))
        var moment: UInt64?
        if let day, let time, let offset, isTime {
            moment = ArrivalTime.moment(day: day.description, time: time, offset: offset)
            if moment == nil { problem("arrival-day", "arrival-day-unread") }
        }
        // Somebody who has just landed can still be met; a day of last year is a slip.
        if let moment, moment + Self.arrivalPast < request.now { problem("arrival-day", "arrival-past") }
        if let moment, moment > request.now + Self.arrivalAhead { problem("arrival-day", "arrival-far") }
        reading.problems += problems
        guard let moment, let offset, problems.isEmpty else { return nil }
        return .init(moment: moment, offset: offset, flight: told.flight, desk: told.desk, description: told.description)
    }
}
