import Dictionary
import Journal

/// Adds the consents of a case up to what holds on a day.
struct ConsentSum {
    /// Something that was said, in the order in which it was said.
    private struct Step {
        var day: CalendarDay
        var clock: Timestamp
        var person: String?
        var change: Change
    }

    private enum Change {
        case give([ConsentAgreement.Grant])
        /// Nil for everything.
        case end(Set<String>?)
    }

    private let workers: Set<String>
    private let day: CalendarDay
    private var steps: [Step] = []
    /// Whether somebody ever agreed to something, also if it has ended since.
    private var hasGiven = false
    private var spoken: Set<String> = []

    /// - Parameters:
    ///   - workers: the known workers of the case.
    ///   - day: the day for which it is asked.
    init(workers: Set<String>, day: CalendarDay) {
        self.workers = workers
        self.day = day
    }

    /// Adds one consent.
    /// - Parameters:
    ///   - consent: seen at least up to `sensitive`.
    ///   - state: what the view was made of; it says that words of withdrawal are there, which themselves are not opened.
    mutating func add(_ consent: RecordView, _ state: RecordState) {
        guard !consent.isRetracted, let recorded = Self.day(of: consent.created) else { return }
        let person = consent.links("person").first.flatMap { workers.contains($0) ? $0 : nil }
        if let person { spoken.insert(person) }
        let scopes = Set(consent.codes("scopes"))
        let given = consent.date("given-on")?.earliest ?? recorded
        let withdrawal = Self.withdrawal(of: consent, state)
        switch consent.code("given") {
        case "yes":
            if given <= day { hasGiven = true }
            // A consent that was taken back is over, whatever the order of days says.
            if given <= day, withdrawal == nil || withdrawal.map({ day < $0.day }) == true { addGiving(consent, person, given) }
        case "no":
            if given <= day { steps.append(Step(day: given, clock: consent.created, person: person, change: .end(scopes.isEmpty ? nil : scopes))) }
        default: break
        }
        if let withdrawal, withdrawal.day <= day {
            steps.append(Step(day: withdrawal.day, clock: withdrawal.clock, person: person, change: .end(scopes.isEmpty ? nil : scopes)))
        }
    }

    /// What holds.
    func agreement() -> ConsentAgreement {
        var grants: [ConsentAgreement.Grant] = []
        var hasEnded = false
        var keepingEnded: CalendarDay?
        var endedScopes: Set<String> = []
        var isAllEnded = false
        var lastEnded: UInt64?
        for step in steps.sorted(by: { ($0.day, $0.clock) < ($1.day, $1.clock) }) {
            switch step.change {
            case .give(let given):
                grants += given
                if given.contains(where: { $0.scope == Self.keeping }) { keepingEnded = nil }
            case .end(let scopes):
                hasEnded = true
                if let scopes { endedScopes.formUnion(scopes) } else { isAllEnded = true }
                lastEnded = max(lastEnded ?? 0, step.clock.milliseconds)
                grants.removeAll { grant in
                    (scopes?.contains(grant.scope) ?? true) && (step.person == nil || grant.person == nil || grant.person == step.person)
                }
                if scopes?.contains(Self.keeping) ?? true { keepingEnded = step.day }
            }
        }
        return ConsentAgreement(
            standing: standing(grants, hasEnded: hasEnded), workers: workers, grants: grants, lastEnded: lastEnded, keepingEndedOn: keepingEnded,
            endedScopes: endedScopes, isAllEnded: isAllEnded, spoken: spoken)
    }

    private static let keeping = "record-keeping"

    private func standing(_ grants: [ConsentAgreement.Grant], hasEnded: Bool) -> ConsentAgreement.Standing {
        if !grants.isEmpty { return .given }
        if hasEnded { return hasGiven ? .withdrawn : .refused }
        return hasGiven ? .expired : .missing
    }

    private mutating func addGiving(_ consent: RecordView, _ person: String?, _ given: CalendarDay) {
        let until = consent.date("until")?.latest
        if let until, until < day { return }
        let grants = consent.codes("scopes").map { scope in
            ConsentAgreement.Grant(
                scope: scope, person: person, consent: consent.record, until: until, receiverKinds: Set(consent.codes("for-whom")),
                receivers: Set(consent.links("for-organisations")), countries: Set(consent.codes("for-country")))
        }
        steps.append(Step(day: given, clock: consent.created, person: person, change: .give(grants)))
    }

    /// When a consent was taken back, and when that was written down; nil if it was not. Words without a day count from when they were written.
    private static func withdrawal(of consent: RecordView, _ state: RecordState) -> (day: CalendarDay, clock: Timestamp)? {
        for name in ["withdrawn-on", "withdrawal-words"] {
            guard let field = state.fields[name], field.answer != .cleared, let day = consent.date("withdrawn-on")?.earliest ?? day(of: field.clock) else {
                continue
            }
            return (day, field.clock)
        }
        return nil
    }

    private static func day(of clock: Timestamp) -> CalendarDay? { CalendarDay(daysSinceEpoch: Int(clock.milliseconds / 86_400_000)) }
}
