/// When a sender is reminded of an answer that is missing, and when it asks the next partner. Times are milliseconds since 1970; the clock is passed in.
public struct ReferralClock: Sendable, Hashable {
    /// When it was offered.
    public let offered: UInt64
    /// How long the receiver has to say that it has seen it, by the urgency.
    public let patience: UInt64

    /// - Parameter minutes: the column `acknowledge_minutes` of the list `referral-urgency`.
    public init(offered: UInt64, acknowledgeWithin minutes: UInt64) {
        self.offered = offered
        patience = minutes * 60_000
    }

    /// By when the receiver must have acknowledged.
    public var acknowledgeBy: UInt64 { offered + patience }

    /// By when it must have said yes or no: as long again. To have seen something is no help yet.
    public var decideBy: UInt64 { offered + 2 * patience }

    /// What is due of the sender without anybody's doing.
    public enum Due: Sendable, Hashable {
        case remind
        /// The deadline passed: the next on the list is asked.
        case expire
    }

    /// What is due now. Half-way to each deadline the receiver is reminded, once.
    /// - Parameter reminded: when it was last reminded.
    public func due(_ state: ReferralState, reminded: UInt64?, now: UInt64) -> Due? {
        guard let (start, deadline) = span(state) else { return nil }
        if now >= deadline { return .expire }
        guard now >= start + (deadline - start) / 2 else { return nil }
        return reminded.map { $0 >= start } == true ? nil : .remind
    }

    /// When ``due(_:reminded:now:)`` has next to be asked; nil if nothing will come due in this state.
    public func next(_ state: ReferralState, reminded: UInt64?) -> UInt64? {
        guard let (start, deadline) = span(state) else { return nil }
        return reminded.map { $0 >= start } == true ? deadline : start + (deadline - start) / 2
    }

    private func span(_ state: ReferralState) -> (start: UInt64, deadline: UInt64)? {
        switch state {
        case .offered: (offered, acknowledgeBy)
        case .acknowledged: (acknowledgeBy, decideBy)
        default: nil
        }
    }
}

/// The partners who are asked one after the other, in the sender's order.
public struct EscalationList: Sendable, Hashable {
    public var partners: [String]

    public init(_ partners: [String]) { self.partners = partners }

    /// Whom to ask next; nil if all were asked.
    public func next(asked: Set<String>) -> String? { partners.first { !asked.contains($0) } }
}
