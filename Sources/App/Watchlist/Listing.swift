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

    /// Codes of the list `listing-status`.
    enum Step: String, Sendable, Hashable, CaseIterable {
        case ask = "asked"
        case reply = "replied"
        case list = "listed"
        case correct = "corrected"
        case remove = "removed"
    }

    struct Standing: Sendable, Hashable {
        var status: String?
        var cases: Int
        var askedOn: CalendarDay?
        var hasReplied: Bool
        /// From when on it may be listed although no reply came; nil before it was asked.
        var replyEnds: CalendarDay?
        var mayList: Bool

        init(_ view: RecordView, cases: Int, today: CalendarDay) {
            status = view.code("listing")
            self.cases = cases
            askedOn = view.date("asked-to-reply-on")?.latest
            hasReplied = view.answer("reply")?.value != nil
            replyEnds = askedOn?.adding(days: Listing.replyDays)
            mayList = cases >= Listing.leastCases && (hasReplied || replyEnds.map { $0 <= today } ?? false)
        }

        /// Whether anything about it may leave: it is listed, or it could be, since there are enough cases and it had its chance to reply.
        var mayLeave: Bool { status == "listed" || status == "corrected" || status != "removed" && mayList }

        var steps: [Step] {
            switch status {
            case nil, "removed": return mayList ? [.ask, .list] : [.ask]
            case "asked": return mayList ? [.reply, .list, .remove] : [.reply, .remove]
            case "replied": return mayList ? [.list, .reply, .remove] : [.reply, .remove]
            default: return [.correct, .remove]
            }
        }
    }

    /// What the journal refuses of a party, whichever page, form, import or program writes it: listing without having asked.
    static func check(_ change: RecordChange, before: RecordState?, _ transaction: RecordTransaction) throws {
        guard change.kind == "party", case .some(.some(let listing)) = change.answers["listing"], listing.value == .code("listed") else { return }
        let asked: Answer?
        if let changed = change.answers["asked-to-reply-on"] {
            asked = changed
        } else {
            asked = try before?.fields["asked-to-reply-on"].flatMap {
                try transaction.answer($0, field: "asked-to-reply-on", kind: "party", record: change.record)
            }
        }
        guard asked?.value != nil else {
            throw AppError("The party cannot be listed: it has not been told what it is said to have done and asked for its reply.")
        }
    }

    static func save(_ step: Step, _ note: String?, of party: String, _ node: Node, by account: String, today: CalendarDay) throws {
        try node.change(by: account) { transaction in
            var answers: [String: Answer?] = ["listing": Answer(.code(step.rawValue))]
            // The reply is the party's own words, kept as such beside what was said of it.
            if let note { answers[step == .reply ? "reply" : "listing-note"] = Answer(try FieldValue(text: note)) }
            switch step {
            case .ask: answers["asked-to-reply-on"] = Answer(.date(PartialDate(today)))
            case .list: answers["listed-on"] = Answer(.date(PartialDate(today)))
            case .reply, .correct, .remove: break
            }
            try transaction.save(RecordChange(record: party, kind: "party", answers: answers))
        }
    }
}
