import Dictionary
import Journal
import Storage

/// Reads the day view of somebody: what is due from the boards, who it is about through the gate.
struct DayReading {
    let access: CaseAccess
    let services: AppServices

    /// - Returns: nil while what is due is being computed for the first time.
    /// - Parameters:
    ///   - place: the last line that was shown of a section that is asked for by itself, in place of `from`.
    ///   - limit: lines of such a section.
    func day(
        _ scope: DueBoards.Scope, only: DueBoards.Section?, from: Int = 0, after place: DueBoards.Place? = nil, limit: Int = TaskRoutes.pageLines, now: UInt64
    ) throws -> Day? {
        guard let today = access.node.clock.day(of: now) else { return nil }
        // What an organisation means to do in a case is not referred.
        guard !AccessPolicy.readsAsPartner(access.session.roles) else { return Day(today: today, scope: scope, parts: [], from: nil) }
        guard let book = services.due.book(of: access.node) else { return nil }
        let leads = access.session.may(.assignCases)
        let seen = try book.look { boards in
            let everybody = leads ? DueBoards.Section.allCases.reduce(0) { $0 + boards.count($1, .everyone, today: today) } : 0
            // One more says whether others come after them.
            let length = (only == nil ? TaskRoutes.firstLines : limit) + 1
            let found = (only.map { [$0] } ?? DueBoards.Section.allCases).map { section in
                let items =
                    place.map { boards.items(section, scope, today: today, after: $0, limit: length) }
                    ?? boards.items(section, scope, today: today, from: only == nil ? 0 : from, limit: length)
                return (section: section, count: boards.count(section, scope, today: today), items: items)
            }
            return (found: found, everybody: everybody)
        }
        guard let (found, everybody) = seen else { return nil }
        let referrals =
            try access.session.may(.writeCases) ? access.node.database.read { try ReferralDesk(access: access, connection: $0).waiting(now: now) } : nil
        let news = try access.node.database.read { try PolicyNews.read(access, today: today, $0) }
        let leavings = try leads ? access.node.database.read { try Networks(node: access.node, connection: $0).countUnseen() } : 0
        let parts = try access.node.database.read { connection in
            try found.map { part in
                let shown = part.items.prefix(only == nil ? TaskRoutes.firstLines : limit)
                return Day.Part(
                    section: part.section, count: part.count, lines: try shown.compactMap { try line($0, connection) },
                    next: part.items.count > shown.count ? shown.last?.place : nil)
            }
        }
        try log(parts.flatMap(\.lines), now)
        return Day(
            today: today, scope: scope, parts: parts, everybody: everybody, from: only == nil ? nil : from, referrals: referrals, policy: news,
            leavings: leavings)
    }

    /// Nil for what does not open for this person any more.
    private func line(_ item: DueBoards.Item, _ connection: any Connection) throws -> DueLine? {
        let reader: Reader
        var workers: [String] = []
        var facts: [String: [String]] = [:]
        if item.isCase {
            guard let row = try CaseListRow.find(item.subject, organisation: access.node.organisation.number, in: connection),
                try access.mayOpen(row, connection)
            else { return nil }
            reader = try access.lineReader(item.subject, connection)
            workers = row.workers
            facts = access.node.listFields.facts(of: row)
        } else {
            // A task outside a case is read by whoever is to do it, and by nobody else.
            guard try CaseAccess.isAssigned(access.session.account, to: item.subject, connection) else { return nil }
            reader = Reader(account: access.session.account, clearance: .identity)
        }
        var gate = Gate(reader: reader, node: access.node, connection: connection)
        var line = DueLine(item: item, workers: try access.names(of: workers, &gate, connection), facts: facts)
        guard Self.isTold(item.reminder.kind),
            let state = try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: item.reminder.record)
        else { return line }
        let view = try gate.view(state, of: item.reminder.record)
        if item.reminder.kind == .task || item.reminder.kind == .openTask {
            line.title = view.text("title")
            line.details = view.text("details")
        }
        line.detail = DueLine.Detail(item.reminder.kind, view)
        return line
    }

    /// Whether the record that calls for it says more than the reminder's kind does.
    private static func isTold(_ kind: Reminder.Kind) -> Bool {
        switch kind {
        case .departure, .consentExpires, .noAction, .noConsent, .keepingEnded, .referralEnded, .passportHeld, .noticeEnds: false
        default: true
        }
    }

    /// The day view shows names and words, which is reading too.
    private func log(_ lines: [DueLine], _ now: UInt64) throws {
        let cases = Set(lines.filter { $0.item.isCase && $0.showsIdentity }.map(\.item.subject))
        let seen = cases.sorted().filter { services.readings.isDue($0, by: access.session.account, now: now) }
        guard !seen.isEmpty else { return }
        try access.node.change(by: access.session.account) { transaction in
            for record in seen { try transaction.logReading(of: record, kind: "case", ground: nil) }
        }
    }
}

extension DueLine.Detail {
    private static let excerptLength = 120

    /// What the record that calls for a reminder says of it beyond its kind.
    init?(_ kind: Reminder.Kind, _ view: RecordView) {
        let code: (field: String, code: String?)
        switch kind {
        case .nextStep:
            guard let text = view.answer("next-step")?.value?.displayText else { return nil }
            self = .words(text.count <= Self.excerptLength ? text : text.prefix(Self.excerptLength - 1) + "…")
            return
        case .followUp, .plannedAction: code = ("action.type", view.code("type"))
        case .hearing, .claimDeadline, .claimIn90Days, .claimIn30Days, .claimIn7Days, .mandateEnds: code = ("claim.head", view.code("head"))
        default: return nil
        }
        guard let known = code.code else { return nil }
        self = .code(known, of: code.field)
    }
}
