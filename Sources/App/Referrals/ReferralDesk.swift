import Dictionary
import Journal
import Referral
import Storage

/// What a duty desk has before it: what came in, what went out, what is late.
struct ReferralDesk {
    /// A line of a list.
    struct Line: Sendable {
        var row: ReferralRow
        /// Names of workers; empty where the case does not open for the reader, or there is none yet.
        var workers: [String] = []
        /// The offer, where the list shows it and the reader may see who it is about.
        var content: ReferralContent?
        var marks = ReferralMarks()
        /// What no longer covers what was sent.
        var ended: [SharingGate.Obstacle] = []
    }

    /// The parts of the desk in the order in which one looks at them.
    enum Section: String, Sendable, CaseIterable {
        case incoming, escalated
        case outgoing, working, helped, finished

        fileprivate var choice: (direction: ReferralRow.Direction, states: [ReferralState])? {
            switch self {
            case .incoming: (.incoming, [.offered, .acknowledged, .expired, .claimed])
            case .working: (.incoming, [.accepted, .inProgress])
            case .outgoing: (.outgoing, [.offered, .acknowledged, .claimed])
            case .helped: (.outgoing, [.accepted, .inProgress])
            case .escalated, .finished: nil
            }
        }
    }

    /// A draft for which a second person is asked.
    struct Asked: Sendable {
        var draft: ReferralDraft
        /// Names of those to whom it would go.
        var partners: [String]
        /// A code of the list `referral-urgency`.
        var urgency: String?
    }

    /// What the page of the desk shows.
    struct Day: Sendable {
        var now: UInt64
        var sections: [(section: Section, lines: [Line])] = []
        /// By which its times are told.
        var clock: LocalClock
        /// For which a second person is asked, of cases that open for the reader.
        var waiting: [Asked] = []
        /// What went out and is no longer covered by what was agreed to.
        var uncovered: [Line] { sections.flatMap(\.lines).filter { !$0.ended.isEmpty } }
        /// Arrivals today and tomorrow, by the clock of the organisation.
        var arrivals = 0
    }

    /// What the view of the day says of the desk, in numbers.
    struct Waiting: Sendable {
        var incoming: Int
        var late: Int
        var news: Int
        /// Drafts of colleagues for which a second person is asked.
        var second: Int
        /// Referrals of the reader's cases whose agreement between the organisations has ended. That a consent has is a reminder of the case.
        var ended: Int
    }

    let access: CaseAccess
    let connection: any Connection
    private let rows: ReferralRows

    init(access: CaseAccess, connection: any Connection) {
        self.access = access
        self.connection = connection
        rows = ReferralRows(access.node, connection)
    }

    func read(now: UInt64) throws -> Day {
        var day = Day(now: now, clock: access.node.clock)
        for section in Section.allCases {
            let found: [ReferralRow]
            if section == .escalated {
                found = try rows.unsettled(limit: ReferralRoutes.lines)
            } else if let choice = section.choice {
                found = try rows.waiting(choice.direction, choice.states, limit: ReferralRoutes.lines)
            } else {
                found = try (rows.waiting(.incoming, Self.ended, limit: 20) + rows.waiting(.outgoing, Self.closed, limit: 20)).sorted {
                    $0.changed > $1.changed
                }
            }
            let lines = try found.compactMap(line)
            day.sections.append((section, lines.sorted { ($0.row.deadline ?? .max, $1.row.changed) < ($1.row.deadline ?? .max, $0.row.changed) }))
        }
        day.waiting = try asked()
        let today = day.clock.midnight(before: now)
        day.arrivals = try rows.arrivals(from: today, to: today + 2 * 86_400_000).count
        return day
    }

    private static let ended: [ReferralState] = [.resolved, .returned, .declined, .closed, .withdrawn]
    private static let closed: [ReferralState] = [.closed, .withdrawn]

    private func asked() throws -> [Asked] {
        try ReferralDrafts(node: access.node).waiting(connection).filter { try access.mayOpen($0.caseRecord, connection) }.map { draft in
            let partners = try draft.partners.map { try Partners.find($0, access.node, connection)?.name ?? draft.partnerName }
            let urgency = try draft.offer?.urgency ?? draft.referral.flatMap { try rows.find($0)?.urgency }
            return Asked(draft: draft, partners: partners, urgency: urgency)
        }
    }

    /// How many wait at the desk, how many of them are late, and how many a colleague asks to be let go: for the view of the day.
    func waiting(now: UInt64) throws -> Waiting {
        let incoming = try rows.waiting(.incoming, [.offered, .acknowledged], limit: 500)
        let escalated = try rows.unsettled(limit: 500).filter { $0.state != .resolved }
        let late = incoming.count { ($0.deadline ?? .max) < now } + escalated.count
        let second = try asked().count { $0.draft.account != access.session.account }
        let gate = SharingGate(node: access.node, connection: connection)
        let ended = try rows.waiting(.outgoing, ReferralState.allCases.filter(\.isOpen), limit: 200).filter { row in
            try CaseAccess.isAssigned(access.session.account, to: row.caseRecord, connection) && gate.ended(row).contains { !$0.isConsent }
        }.count
        return Waiting(incoming: incoming.count, late: late, news: try rows.newsCount(), second: second, ended: ended)
    }

    /// Nil for what does not open for this person.
    private func line(_ row: ReferralRow) throws -> Line? {
        let marks = try ReferralMarks(row.referral, access.node, connection)
        guard !row.caseRecord.isEmpty else { return Line(row: row, marks: marks) }
        guard try access.mayOpen(row.caseRecord, connection) else { return nil }
        return Line(
            row: row, workers: try access.workerNames(of: row.caseRecord, connection), marks: marks,
            ended: try SharingGate(node: access.node, connection: connection).ended(row))
    }

    /// Whoever arrives on a day, by the clock at the place, in the order of arrival.
    func arrivals(on day: CalendarDay) throws -> [Line] {
        let start = UInt64(max(0, day.daysSinceEpoch)) * 86_400_000
        let around: UInt64 = 14 * 3_600_000
        return try rows.arrivals(from: max(start, around) - around, to: start + 86_400_000 + around).compactMap { row in
            guard var line = try line(row) else { return nil }
            let content = try ReferralSteps(access.node, connection).all(of: row.referral).first?.content
            guard let arrival = content?.offer?.arrival else { return nil }
            guard (Int(arrival.moment / 60_000) + arrival.offset) / 1_440 == day.daysSinceEpoch else { return nil }
            let clearance = try row.caseRecord.isEmpty ? access.reader.clearance : access.requireCase(row.caseRecord, connection).clearance
            line.content = clearance == .identity ? content : nil
            return line
        }
    }
}

/// Everything that the page of a referral shows, read at one moment.
struct ReferralSheet: Sendable {
    var row: ReferralRow
    var steps: [ReferralStep]
    var seen: [(account: String, number: Int, moment: UInt64)]
    /// The others who were asked for the same thing.
    var chain: [ReferralDesk.Line]
    var marks: ReferralMarks
    /// Why it went beyond what the people agreed to, and who let it, where the reader may see that.
    var beyond: (reason: String?, secondPerson: String?)
    /// The most sensitive that the reader may see.
    var clearance: Sensitivity
    /// Whether the record can still be read.
    var isSealed: Bool
    /// What a link for a partner without a node is good for; nil if there is none.
    var linkEnds: UInt64?
    /// When somebody first and last read the referral by its link; nil if nobody did. It stays known when the link has ended.
    var linkRead: ClosedRange<UInt64>?
    /// How often a wrong code was given for the link in use.
    var linkFailures = 0
    /// By which its times are told.
    var clock: LocalClock
    /// To whom a form is addressed that was taken in by hand, where that is somebody else.
    var addressed: String?
    /// Why it was declined, a code of the list `referral-refusal`: that stays when the content was sealed away.
    var refusal: String?
    /// What has not reached the partner yet.
    var undelivered: Outbox.Undelivered?
    /// What no longer covers what was sent here.
    var ended: [SharingGate.Obstacle]
    /// What keeps words of ours from going.
    var silenced: [SharingGate.Obstacle]
    var now: UInt64

    var showsIdentity: Bool { clearance == .identity && !isSealed }

    /// The colleagues whom the page names.
    var accounts: Set<String> { Set(seen.map(\.account) + steps.map(\.account).filter { !$0.isEmpty }) }

    /// - Throws: ``WebError/notFound`` if there is no such referral here, or its case does not open for this person.
    init(_ referral: String, _ access: CaseAccess, _ connection: any Connection) throws {
        let rows = ReferralRows(access.node, connection)
        guard let row = try rows.find(referral), !AccessPolicy.readsAsPartner(access.session.roles) else { throw WebError.notFound }
        let reader = try row.caseRecord.isEmpty ? access.reader : access.requireCase(row.caseRecord, connection)
        clearance = reader.clearance
        let steps = ReferralSteps(access.node, connection)
        self.row = row
        marks = try ReferralMarks(referral, access.node, connection)
        self.steps = try steps.all(of: referral)
        seen = try steps.seen(referral)
        let others = try row.direction == .outgoing ? rows.chain(row.chain).filter { $0.referral != referral } : []
        chain = try others.map { ReferralDesk.Line(row: $0, marks: try ReferralMarks($0.referral, access.node, connection)) }
        isSealed = self.steps.allSatisfy { $0.content == nil }
        now = access.node.now()
        clock = access.node.clock
        let link = try connection.first("SELECT expires, failures FROM referral_link WHERE referral = ?", [.text(referral)]) {
            (expires: UInt64(max(0, $0.integer(0))), failures: Int($0.integer(1)))
        }
        linkEnds = link.flatMap { $0.failures < ReferralLinks.failureLimit ? $0.expires : nil }
        linkFailures = link?.failures ?? 0
        if row.partner.isEmpty, row.direction == .outgoing {
            let read = try RecordRows(connection: connection, organisation: access.node.organisation.number).entries(of: referral)
                .filter { $0.entry.act == .read && $0.entry.author == ReferralLinks.author }.map(\.entry.clock.milliseconds)
            if let first = read.min(), let last = read.max() { linkRead = first...last }
        }
        let state = try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: referral)
        refusal = try ReferralMarks.refusal(referral, access.node, connection)
        var gate = Gate(reader: reader, node: access.node, connection: connection)
        let view = try marks.isBeyondConsent ? state.flatMap { $0.isErased ? nil : try gate.view($0, of: referral) } : nil
        beyond = (view?.text("override-reason"), view?.text("override-second-person"))
        if row.partner.isEmpty, row.direction == .incoming {
            addressed = try state.flatMap { $0.isErased ? nil : try gate.view($0, of: referral) }?.text("to-name")
        }
        let sharing = SharingGate(node: access.node, connection: connection)
        ended = try sharing.ended(row, steps: self.steps)
        silenced = try row.state.isOpen ? sharing.obstaclesToWords(on: row) : []
        undelivered = try row.partner.isEmpty ? nil : Outbox.undelivered(row.conversation, to: row.partner, node: access.node, connection)
    }

    /// What has come from the other side so far, and what we gave: all shared parts with whose they are.
    var parts: [(side: ReferralSide, content: ReferralContent)] {
        steps.filter { !$0.isOvertaken && !$0.isHeldBack }.compactMap { step in
            guard let content = step.content, step.event == nil || step.event == .share else { return nil }
            return (step.side, content)
        }
    }
}
