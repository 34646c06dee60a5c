import Dictionary
import Journal

/// Everything that the page of a case shows, read at one moment and through the gate.
struct CaseSheet: Sendable {
    /// Somebody or some body that a relation ties to the case.
    struct Involved: Sendable {
        var view: RecordView
        /// A code of the list `relation-role`.
        var role: String
        /// The record that ties them to the case.
        var relation: String
        /// Other cases that name the same record and may be opened, the latest relations first.
        var otherCases: [CaseLabel] = []
    }

    /// A tie between two people of the case.
    struct Tie: Sendable {
        var relation: String
        var from: String
        var to: String
        var role: String
    }

    /// A tie to another case that may be opened.
    struct RelatedCase: Sendable {
        var relation: String
        var other: CaseLabel
        var role: String
        /// Whether this case is the one whose role is named.
        var isFirst: Bool
    }

    /// How a case is called where it is only mentioned.
    struct CaseLabel: Sendable, Hashable {
        var record: String
        /// Names of workers; empty if none is recorded.
        var workers: [String]
        var status: String?
    }

    /// A remark with who wrote it and when.
    struct Note: Sendable {
        var view: RecordView
        /// The account; nil if the entry is not there.
        var author: String?
    }

    /// A form that was filled in for the case; its answers have a page of their own.
    struct Submission: Sendable {
        var record: String
        /// The identifier of the form.
        var form: String
        /// The account.
        var author: String?
        /// When it was saved, since 1970.
        var milliseconds: UInt64?
    }

    var view: RecordView
    var people: [Involved] = []
    var parties: [Involved] = []
    var violations: [RecordView] = []
    var employments: [RecordView] = []
    var claims: [RecordView] = []
    var actions: [RecordView] = []
    var documents: [RecordView] = []
    var consents: [RecordView] = []
    var tasks: [RecordView] = []
    /// The latest first.
    var notes: [Note] = []
    var submissions: [Submission] = []
    /// Records of other kinds: referrals, notices.
    var others: [RecordView] = []
    /// Those that went through this program.
    var referrals: [CaseReferral] = []
    /// By which deadlines are told; nil where there are none.
    var clock: LocalClock?
    var ties: [Tie] = []
    var related: [RelatedCase] = []
    var agreement: ConsentAgreement
    var reminders: [Reminder]
    var timeline: [TimelineEvent] = []
    /// What came from partner organisations.
    var shared = SharedOrigins()
    /// Names of the organisations that consents name, by record.
    var receivers: [String: String] = [:]
    /// Whether it was passed on to the reader from outside.
    var isPartner: Bool
    /// Whether a custodian can be asked to let the reader see who it is about.
    var mayAsk: Bool

    /// Whether identity is in it, so that the reading has to be logged.
    var showsIdentity: Bool { all.contains(where: \.showsIdentity) }

    /// Who wrote an answer that clashes with another, by the clock of its entry.
    var clashAuthors: [Timestamp: String] = [:]

    /// Whether two people answered something differently, anywhere in the case.
    var hasClash: Bool { all.contains { $0.fields.contains { !$0.others.isEmpty } } }

    var isClosed: Bool { ReminderRules.closedStatuses.contains(view.code("status") ?? "") }

    /// All records with answers, the case first.
    var all: [RecordView] {
        let involved: [RecordView] = people.map(\.view) + parties.map(\.view)
        let events: [RecordView] = violations + employments + claims + actions + documents
        let rest: [RecordView] = consents + tasks + notes.map(\.view) + others
        return [view] + involved + events + rest
    }

    /// A person or party of the case by its record.
    func involved(_ record: String) -> Involved? { (people + parties).first { $0.view.record == record } }

    /// The accounts that are named somewhere on the page.
    var accounts: Set<String> {
        let authors: [String?] = notes.map(\.author) + submissions.map(\.author) + timeline.map(\.author) + clashAuthors.values.map { $0 }
        return Set(([view] + tasks).flatMap { $0.links("assigned-to") } + authors.compactMap { $0 })
    }
}
