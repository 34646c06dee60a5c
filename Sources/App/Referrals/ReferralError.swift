/// Why something cannot be done with a referral. Each has a sentence with a remedy in the catalogue, `referrals.error.CODE`.
struct ReferralError: Error, Sendable, Hashable {
    enum Code: String, Sendable, Hashable, CaseIterable {
        /// The state does not allow it any more: somebody else, or the partner, was quicker.
        case notNow = "not-now"
        /// What would go is more than the people of the case agreed to.
        case beyondConsent = "beyond-consent"
        /// Words would go although the people of the case do not agree to it now.
        case wordsBeyond = "words-beyond"
        /// What was agreed with the partner has come to its end.
        case agreementEnded = "agreement-ended"
        /// What is agreed with the partner does not cover it.
        case agreementLimit = "agreement-limit"
        /// The second person must be somebody else than the first.
        case samePerson = "same-person"
        /// What would go is not what was shown.
        case changedSincePreview = "changed"
        /// There is nothing to go.
        case nothingChosen = "nothing-chosen"
        /// More than one message holds.
        case tooLarge = "too-large"
        /// More than one link may be used for.
        case linkFull = "link-full"
        /// Nothing crosses to the partner.
        case partner
        case withdrawn
        /// What a referral says is written by its steps.
        case byHand = "by-hand"
    }

    var code: Code

    init(_ code: Code) { self.code = code }
}

extension ReferralError: CustomStringConvertible {
    /// For the command line; pages take the sentence of their language from the catalogue.
    var description: String {
        switch code {
        case .byHand: "What a referral says is written by its steps. Take the step on the referral's own page."
        default: "The referral does not let this be done: \(code.rawValue). Look at its page."
        }
    }
}
