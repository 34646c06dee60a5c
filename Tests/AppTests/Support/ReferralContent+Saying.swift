import Referral

@testable import App

extension ReferralContent {
    /// A step of a referral with words, a message unless told.
    static func saying(_ text: String, _ event: ReferralEvent = .message) -> ReferralContent {
        var content = ReferralContent(event)
        content.words = text
        return content
    }
}
