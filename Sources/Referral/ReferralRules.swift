/// The rules of a referral as one total function: what each event of each side does in each state.
///
/// The two sides never see the same moment: each acts on what it knows, and hears of the other's acts later, in their order. Therefore an event may come when it has
/// been overtaken. The rules are made so that the order in which acts of the two sides are heard does not matter: the receiver's answers only move forward, an answer
/// beats the sender's deadline, and a withdrawal beats everything.
public struct ReferralRules: Sendable, Hashable {
    public let rules: ReferralKind.Rules

    public init(_ kind: ReferralKind) { rules = kind.rules }

    public init(_ rules: ReferralKind.Rules) { self.rules = rules }

    /// What an event does.
    public enum Effect: Sendable, Hashable {
        case moves(ReferralState)
        /// It is kept in the history and the state stays.
        case stays
        /// The other side had not heard of something when it did this. It is kept in the history and changes nothing.
        case overtaken
        /// No honest side can have sent this. It is refused and reported.
        case impossible
    }

    /// What an event does that a side does or the other hears of. O(1).
    public func effect(of event: ReferralEvent, by side: ReferralSide, in state: ReferralState) -> Effect {
        if let owner = event.side, owner != side { return .impossible }
        switch event {
        case .remind: return reminder(state)
        case .expire: return expiry(state)
        case .award: return award(state)
        case .close: return mayClose(state) ? .moves(.closed) : .impossible
        case .withdraw: return state == .withdrawn ? .impossible : .moves(.withdrawn)
        case .seal: return state == .withdrawn ? .stays : .impossible
        case .message, .share: return writing(state, side)
        case .acknowledge, .accept, .decline, .start, .resolve, .giveBack:
            return state == .withdrawn && isKnown(event) ? .overtaken : answer(event, state)
        }
    }

    /// Whether a side may do something now. Whoever may gets ``Effect/moves(_:)`` or ``Effect/stays``.
    public func permits(_ event: ReferralEvent, by side: ReferralSide, in state: ReferralState) -> Bool {
        switch effect(of: event, by: side, in: state) {
        case .overtaken, .impossible: return false
        case .stays: return true
        case .moves:
            // To take back an acceptance that the sender has confirmed is to return it.
            return !(event == .decline && state == .accepted)
        }
    }

    /// What a side may do now.
    public func permitted(to side: ReferralSide, in state: ReferralState) -> [ReferralEvent] {
        ReferralEvent.allCases.filter { permits($0, by: side, in: state) }
    }

    // MARK: The sender's

    private func reminder(_ state: ReferralState) -> Effect {
        switch state {
        case .offered, .acknowledged, .expired: rules == .information && state != .offered && state != .expired ? .overtaken : .stays
        case .claimed, .accepted, .inProgress, .resolved, .returned, .declined: crossing(state)
        case .closed, .withdrawn: .impossible
        }
    }

    /// What the sender did about a missing answer meets the answer. In a call an acceptance is followed by the sender's own word, so nothing crosses what comes after.
    private func crossing(_ state: ReferralState) -> Effect {
        switch rules {
        case .single: state == .claimed ? .impossible : .overtaken
        case .call: state == .claimed || state == .declined ? .overtaken : .impossible
        case .information: .impossible
        }
    }

    private func expiry(_ state: ReferralState) -> Effect {
        switch state {
        case .offered: .moves(.expired)
        // What is only told needs no decision: once it was seen there is nothing left to wait for.
        case .acknowledged: rules == .information ? .overtaken : .moves(.expired)
        case .claimed, .accepted, .inProgress, .resolved, .returned, .declined: crossing(state)
        case .expired, .closed, .withdrawn: .impossible
        }
    }

    private func award(_ state: ReferralState) -> Effect {
        guard rules == .call else { return .impossible }
        return switch state {
        case .claimed: .moves(.accepted)
        case .declined: .overtaken
        default: .impossible
        }
    }

    private func mayClose(_ state: ReferralState) -> Bool {
        switch state {
        case .resolved, .returned, .declined: rules != .information
        case .acknowledged: rules == .information
        default: false
        }
    }

    // MARK: The receiver's

    private func isKnown(_ event: ReferralEvent) -> Bool { rules != .information || event == .acknowledge }

    private func answer(_ event: ReferralEvent, _ state: ReferralState) -> Effect {
        guard isKnown(event) else { return .impossible }
        return switch (event, state) {
        case (.acknowledge, .offered): .moves(.acknowledged)
        case (.acknowledge, .expired): rules == .information ? .moves(.acknowledged) : .stays
        case (.accept, .offered), (.accept, .acknowledged), (.accept, .expired): .moves(rules == .call ? .claimed : .accepted)
        case (.decline, .offered), (.decline, .acknowledged), (.decline, .expired): .moves(.declined)
        // Nobody is held to an offer: it can be taken back until the sender's word has arrived.
        case (.decline, .claimed), (.decline, .accepted): rules == .call ? .moves(.declined) : .impossible
        case (.start, .accepted): .moves(.inProgress)
        case (.resolve, .accepted), (.resolve, .inProgress): .moves(.resolved)
        case (.giveBack, .accepted), (.giveBack, .inProgress): .moves(.returned)
        default: .impossible
        }
    }

    // MARK: Either's

    private func writing(_ state: ReferralState, _ side: ReferralSide) -> Effect {
        let canBe = isReachable(state)
        guard canBe else { return .impossible }
        if state.isOpen { return .stays }
        switch (side, state) {
        // Written before the refusal had arrived.
        case (.sender, .declined): return .overtaken
        // Written before the end or the withdrawal had arrived.
        case (.receiver, .closed), (.receiver, .withdrawn): return .overtaken
        default: return .impossible
        }
    }

    /// Whether referrals of these rules are ever in a state.
    public func isReachable(_ state: ReferralState) -> Bool {
        switch rules {
        case .single: state != .claimed
        case .call: true
        case .information: [.offered, .acknowledged, .expired, .closed, .withdrawn].contains(state)
        }
    }
}
