/// What is passed between two organisations. The raw values are codes of the list `referral-kind`.
public enum ReferralKind: String, Sendable, Hashable, CaseIterable {
    /// The receiver helps with something; the sender keeps the lead.
    case referral
    /// The lead moves to the receiver once it accepts, and back if it returns the case.
    case transfer
    /// The receiver meets the worker on arrival.
    case arrivalHandOver = "arrival-hand-over"
    /// The sender asks for a case that it knows to exist.
    case requestForCase = "request-for-case"
    /// A call to several at once; the first whose acceptance the sender hears takes it.
    case urgentCall = "urgent-call"
    /// The receiver is told and asked for nothing.
    case information

    /// Kinds that go by the same rules.
    public enum Rules: String, Sendable, Hashable, CaseIterable {
        /// One receiver, who decides by itself.
        case single
        /// Several receivers; an acceptance is an offer until the sender gives its word.
        case call
        /// Nothing is decided.
        case information
    }

    public var rules: Rules {
        switch self {
        case .referral, .transfer, .arrivalHandOver, .requestForCase: .single
        case .urgentCall: .call
        case .information: .information
        }
    }
}

/// The two ends of a referral.
public enum ReferralSide: String, Sendable, Hashable, CaseIterable {
    case sender, receiver

    public var other: ReferralSide { self == .sender ? .receiver : .sender }
}
