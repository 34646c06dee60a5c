/// Where a referral stands for one side. The raw values are codes of the list `referral-status`.
public enum ReferralState: String, Sendable, Hashable, CaseIterable {
    /// Sent; no answer yet.
    case offered
    /// The receiver has seen it.
    case acknowledged
    /// The sender's deadline passed and the next partner was asked. A late acceptance still counts.
    case expired
    /// The receiver of an urgent call offers to take it and waits for the sender's word.
    case claimed
    case accepted
    case inProgress = "in-progress"
    /// The receiver did what was asked.
    case resolved
    /// The receiver gives it back undone.
    case returned
    case declined
    /// Finished on both sides.
    case closed
    /// The sender took it back: nothing of it may be used any more, whatever else happened.
    case withdrawn

    /// Whether the receiver has taken the work on and not yet ended it.
    public var isTaken: Bool { self == .accepted || self == .inProgress }

    /// Whether the receiver has still to say yes or no.
    public var isUndecided: Bool { self == .offered || self == .acknowledged || self == .expired }

    /// Whether the two sides still write to each other in it.
    public var isOpen: Bool { ![.declined, .closed, .withdrawn].contains(self) }
}
