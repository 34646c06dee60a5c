import Referral

/// Two organisations, each with what it knows, and what is on the way between them in either direction, in order.
struct TwoSides: Hashable {
    /// What changes no state could go on for ever: each side does it once, so that the search ends.
    private static let repeatable: [ReferralEvent] = [.remind, .message, .acknowledge, .seal]

    var sender = ReferralState.offered
    var receiver = ReferralState.offered
    var toReceiver: [ReferralEvent] = []
    var toSender: [ReferralEvent] = []
    /// A bit for each side and repeatable thing that was done.
    var done: UInt8 = 0

    var isQuiet: Bool { toReceiver.isEmpty && toSender.isEmpty }

    func state(of side: ReferralSide) -> ReferralState { side == .sender ? sender : receiver }

    /// A side does something that its own rules permit; nil if it may not, or has done so before.
    func doing(_ event: ReferralEvent, _ side: ReferralSide, _ rules: ReferralRules) -> TwoSides? {
        guard rules.permits(event, by: side, in: state(of: side)) else { return nil }
        var next = self
        if let position = Self.repeatable.firstIndex(of: event) {
            let bit = UInt8(1) << UInt8(position + (side == .sender ? 0 : Self.repeatable.count))
            guard done & bit == 0 else { return nil }
            next.done |= bit
        }
        next.apply(event, by: side, at: side, rules)
        if side == .sender { next.toReceiver.append(event) } else { next.toSender.append(event) }
        return next
    }

    /// The oldest event on the way to a side arrives; nil if none is.
    func hearing(_ side: ReferralSide, _ rules: ReferralRules) -> (next: TwoSides, event: ReferralEvent, before: ReferralState, effect: ReferralRules.Effect)? {
        var next = self
        let event: ReferralEvent
        if side == .receiver {
            guard !toReceiver.isEmpty else { return nil }
            event = next.toReceiver.removeFirst()
        } else {
            guard !toSender.isEmpty else { return nil }
            event = next.toSender.removeFirst()
        }
        let effect = rules.effect(of: event, by: side.other, in: state(of: side))
        next.apply(event, by: side.other, at: side, rules)
        return (next, event, state(of: side), effect)
    }

    private mutating func apply(_ event: ReferralEvent, by side: ReferralSide, at place: ReferralSide, _ rules: ReferralRules) {
        guard case .moves(let state) = rules.effect(of: event, by: side, in: state(of: place)) else { return }
        if place == .sender { sender = state } else { receiver = state }
    }
}
