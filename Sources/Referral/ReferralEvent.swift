/// What one side does to a referral, and the other hears of. The raw values are what stands in messages.
public enum ReferralEvent: String, Sendable, Hashable, CaseIterable {
    // The sender's.
    case remind
    /// The deadline passed and the next partner is asked.
    case expire
    /// The sender's word to one of those who offered to take an urgent call.
    case award
    case close
    case withdraw
    // The receiver's.
    case acknowledge, accept, decline, start, resolve
    case giveBack = "return"
    /// The receiver's copy was sealed away after a withdrawal, with an account of what had been read.
    case seal
    // Either's.
    case message
    /// Something was added to the shared part.
    case share

    /// Whose it is; nil for either.
    public var side: ReferralSide? {
        switch self {
        case .remind, .expire, .award, .close, .withdraw: .sender
        case .acknowledge, .accept, .decline, .start, .resolve, .giveBack, .seal: .receiver
        case .message, .share: nil
        }
    }
}
