/// Kinds of claim of which no limitation is on file: silence must not be taken for time.
extension ClaimCalculation {
    /// The kinds of claim of which no limitation is on file that can be counted: silence must not be taken for time.
    func limitationGaps(_ heads: [Head], _ facts: EmploymentFacts) -> [LimitationGap] {
        let day = facts.end?.earliest ?? facts.asOf ?? today
        let known = Set(law.rules("limitation", on: day).filter { $0.confidence > .low && $0.number != nil }.map { LimitationStart($0) })
        let open = LimitationGap.Kind.allCases.filter { $0.isClaimed(heads, facts) && known.isDisjoint(with: $0.starts) }
        var gaps = open.map { kind in
            LimitationGap(
                kind: kind, sentence: Sentence("limitation.none", [.words("limitation." + kind.rawValue)]),
                looked: looked(kind).map { Sentence("limitation.looked", [.text($0.description)]) })
        }
        let decided = facts.events.filter { DecisionKind($0.kind) != nil }.max { $0.day < $1.day }
        if let decided, appeals(facts).isEmpty {
            gaps.append(LimitationGap(kind: .appeal, sentence: Sentence("limitation.no-appeal", [.day(decided.day)]), looked: nil))
        }
        return gaps
    }

    /// When a limitation of this kind was looked for in vain.
    private func looked(_ kind: LimitationGap.Kind) -> KnownDate? {
        law.notFound.first { entry in
            guard entry.topic == "limitation" else { return false }
            guard let work = entry.work else { return true }
            return LimitationStart(rawValue: work).map(kind.starts.contains) ?? false
        }?.looked
    }
}

/// A kind of claim of which no limitation is on file.
public struct LimitationGap: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case wages
        /// What becomes due at the end: award for service, leave, notice, ticket.
        case end
        case dismissal
        case injury
        /// A decision of which no time of appeal is on file.
        case appeal

        /// The starts of which a limitation covers it.
        var starts: [LimitationStart] {
            switch self {
            case .wages, .end: [.dueDate, .end]
            case .dismissal: [.dismissal, .end]
            case .injury: [.injury]
            case .appeal: []
            }
        }

        func isClaimed(_ heads: [Head], _ facts: EmploymentFacts) -> Bool {
            switch self {
            case .wages: heads.contains { HeadKind.fallDueWhileEmployed.contains($0.kind) }
            case .end: heads.contains { !HeadKind.fallDueWhileEmployed.contains($0.kind) && ![.unfairDismissal, .injury, .death].contains($0.kind) }
            case .dismissal: facts.isDismissal
            case .injury: facts.injury != nil || heads.contains { $0.kind == .injury || $0.kind == .death }
            case .appeal: false
            }
        }
    }

    public let kind: Kind
    /// That nothing is on file, and to ask a lawyer.
    public let sentence: Sentence
    /// That it was looked for, and until when; nil if nobody has.
    public let looked: Sentence?
}

extension HeadKind {
    /// Heads that fall due on a day of payment while the employment lasts.
    public static let fallDueWhileEmployed: Set<HeadKind> = [
        .unpaidWages, .underpayment, .minimumWageShortfall, .overtime, .restDay, .holiday, .illegalDeduction, .latePayment,
    ]
}

extension EmploymentFacts {
    /// Whether the employer ended it, or it is said to have been a dismissal.
    var isDismissal: Bool { ending == .termination || ending == .retrenchment || unfairDismissal == true }
}
