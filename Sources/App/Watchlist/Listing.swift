import Dictionary
import Journal

/// When a party may be put on the list that is shown to others, and how it comes off it.
///
/// Not a rule of law but of fairness, which laws on data and on defamation also ask for: enough evidence, the right of reply before, correction and removal after.
enum Listing {
    /// So many cases have to name the party: one complaint may be a quarrel.
    static let leastCases = 3
    /// So many days the party has for its reply, unless it replies earlier.
    static let replyDays = 14

    /// The answers of a party that the steps on its page of the ledger write, and nothing else (``check(_:act:isGuarded:before:now:_:)``).
    static let fields: Set<String> = ["listing", "asked-to-reply-on", "listed-on", "reply", "listing-note"]

    /// Whether a field belongs to the steps: it is shown in forms and answers of the interface for programs, and not asked for.
    static func isStep(_ field: Field) -> Bool { field.record == "party" && fields.contains(field.name) }

    /// Codes of the list `listing-status`.
    enum Step: String, Sendable, Hashable, CaseIterable {
        case ask = "asked"
        case reply = "replied"
        case list = "listed"
        case correct = "corrected"
        case remove = "removed"

        /// Whether others are shown the party after it.
        var isShown: Bool { self == .list || self == .correct }
    }

    struct Standing: Sendable, Hashable {
        var status: String?
        var cases: Int
        /// The day whose entry in the journal says that the party was asked.
        var askedOn: CalendarDay?
        var hasReplied: Bool
        /// From when on it may be listed although no reply came; nil before it was asked.
        var replyEnds: CalendarDay?
        var mayList: Bool

        init(_ view: RecordView, cases: Int, _ node: Node) {
            self.init(
                status: view.code("listing"), cases: cases, asked: view.date("asked-to-reply-on")?.latest,
                written: view.fields.first { $0.field.name == "asked-to-reply-on" }?.clock,
                replied: view.fields.first { $0.field.name == "reply" && $0.answer?.value != nil }?.clock, node)
        }

        /// - Parameters:
        ///   - written: when the answer that says the day was written. A day before it counts as that day: nobody shortens the time for the reply by typing another.
        ///   - replied: when the reply was written. One from before the party was asked, for an earlier listing, answers something else.
        init(status: String?, cases: Int, asked: CalendarDay?, written: Timestamp?, replied: Timestamp?, _ node: Node) {
            self.status = status
            self.cases = cases
            hasReplied = replied.flatMap { replied in written.map { $0 <= replied } } ?? false
            askedOn = asked.flatMap { asked in written.flatMap { node.clock.day(of: $0.milliseconds) }.map { max($0, asked) } }
            replyEnds = askedOn?.adding(days: Listing.replyDays)
            let isOver = replyEnds.flatMap { ends in node.today.map { ends <= $0 } } ?? false
            mayList = cases >= Listing.leastCases && askedOn != nil && (hasReplied || isOver)
        }

        /// Whether anything about it may leave: it is listed, or it could be, since there are enough cases and it had its chance to reply.
        var mayLeave: Bool { status == "listed" || status == "corrected" || status != "removed" && mayList }

        /// Whether it was taken off the list, which whoever was told of it has to learn.
        var isRemoved: Bool { status == "removed" }

        var steps: [Step] {
            switch status {
            case nil: return mayList ? [.ask, .list] : [.ask]
            // Whoever was taken off is asked anew before being listed again.
            case "removed": return [.ask]
            case "asked": return mayList ? [.reply, .list, .remove] : [.reply, .remove]
            case "replied": return mayList ? [.list, .reply, .remove] : [.reply, .remove]
            default: return [.correct, .remove]
            }
        }
    }

    // MARK: What the journal refuses

    /// What the journal refuses of a party, whichever page, form, import or program writes it: what belongs to the steps from anybody but the ledger's own page, a step that
    /// is not open, and an asking on another day than its entry's. Taking an entry back may bring a party off the list and never onto it.
    /// - Throws: ``AppError`` that says what has to come first.
    static func check(
        _ change: RecordChange, act: Entry.Act?, isGuarded: Bool, before: RecordState?, _ transaction: RecordTransaction
    ) throws {
        guard change.kind == "party", !fields.isDisjoint(with: change.answers.keys) else { return }
        let present = try standing(of: change.record, before, transaction)
        let shown = ["listed", "corrected"]
        if act == .undo {
            let isListed = shown.contains(code(change.answers["listing"] ?? nil) ?? "")
            let goesOff = change.answers.keys.contains("listing") && !isListed
            guard !isListed, goesOff || !shown.contains(present.status ?? "") else {
                throw AppError("Where the party stands with the list is not changed by taking an entry back, except to take it off. Do it on the party's page in the ledger.")
            }
            return
        }
        guard isGuarded else {
            throw AppError(
                "Where a party stands with the list, when it was asked and what it replied (\(fields.sorted().joined(separator: ", "))) cannot be written from outside. Do it on the party's page in the ledger."
            )
        }
        guard let step = code(change.answers["listing"] ?? nil).flatMap({ Step(rawValue: $0) }) else {
            throw AppError("A step of the listing says where the party stands after it.")
        }
        guard step == .remove || present.steps.contains(step) else {
            throw AppError(
                "The party cannot be listed yet, or this step is not open: it takes \(leastCases) cases, and a reply or \(replyDays) days since the party was asked for it.")
        }
        guard step == .ask || !change.answers.keys.contains("asked-to-reply-on") else { throw AppError("Only asking the party for its reply says when it was asked.") }
        if step == .ask, case .date(let day)? = (change.answers["asked-to-reply-on"] ?? nil)?.value, let today = transaction.node.today {
            guard day.earliest == today, day.latest == today else {
                throw AppError("The party was asked on the day on which it is written down: \(today). Its time for the reply counts from then.")
            }
        }
    }

    private static func code(_ answer: Answer?) -> String? {
        if case .code(let code)? = answer?.value { code } else { nil }
    }

    /// Where a party stands by the journal, with all cases that name it or one that was judged to be the same.
    private static func standing(of party: String, _ before: RecordState?, _ transaction: RecordTransaction) throws -> Standing {
        func answer(_ field: String) throws -> Answer? {
            try before?.fields[field].flatMap { try transaction.answer($0, field: field, kind: "party", record: party) }
        }
        let counts = PartyCounts(transaction.node, transaction.connection)
        let cases = try counts.group(of: party).reduce(into: Set<String>()) { $0.formUnion(try counts.cases(of: $1)) }
        var asked: CalendarDay?
        if case .date(let day)? = try answer("asked-to-reply-on")?.value { asked = day.latest }
        return Standing(
            status: code(try answer("listing")), cases: cases.count, asked: asked, written: before?.fields["asked-to-reply-on"]?.clock,
            replied: try answer("reply")?.value == nil ? nil : before?.fields["reply"]?.clock, transaction.node)
    }

    // MARK: Steps

    /// One step of the ledger's page. Whether whoever takes it may is asked before.
    /// - Throws: ``AppError`` for one that is not open.
    static func save(_ step: Step, _ note: String?, of party: String, _ node: Node, by account: String) throws {
        try node.change(by: account) { try save(step, note, of: party, in: $0) }
    }

    static func save(_ step: Step, _ note: String?, of party: String, in transaction: RecordTransaction) throws {
        guard let today = transaction.node.today else { return }
        var answers: [String: Answer?] = ["listing": Answer(.code(step.rawValue))]
        // The reply is the party's own words, kept as such beside what was said of it.
        let written = try note.map { Answer(try FieldValue(text: $0)) }
        if step == .reply {
            if let written { answers["reply"] = written }
        } else {
            // The note is of this step: none of the one before stays.
            answers["listing-note"] = .some(written)
        }
        switch step {
        case .ask: answers["asked-to-reply-on"] = Answer(.date(PartialDate(today)))
        case .list: answers["listed-on"] = Answer(.date(PartialDate(today)))
        case .reply, .correct, .remove: break
        }
        try transaction.save(RecordChange(record: party, kind: "party", answers: answers), isGuarded: true)
    }

    /// What arrived with a partner's case says where the party stands with the partner's list, which is theirs: here it was neither asked nor listed.
    static func withoutSteps(_ answers: [String: Answer?], of kind: String) -> [String: Answer?] {
        kind == "party" ? answers.filter { !fields.contains($0.key) } : answers
    }
}
