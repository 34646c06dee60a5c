/// From what a limitation runs, as rules name it in `when: work:`.
public enum LimitationStart: String, Sendable, Hashable, CaseIterable {
    case end = "end of employment"
    case dueDate = "due date"
    case dismissal
    /// Of a payment for the loss of work because there was none.
    case redundancy
    case injury

    /// A rule that names nothing runs from the end of the employment.
    init(_ rule: Rule) { self = rule.conditions.work.flatMap { LimitationStart(rawValue: $0) } ?? .end }
}

/// What sort of decision an event is; nil for events of other kinds.
enum DecisionKind: String, CaseIterable {
    case ministry = "ministry decision"
    case court = "court decision"
    /// By whom is not known: every appeal on file is named.
    case any = "decision"

    init?(_ kind: String) {
        self.init(rawValue: String(decoding: kind.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: " ") : $0 }, as: UTF8.self))
    }
}
