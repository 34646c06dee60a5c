/// Why something cannot be done with a referral. Each has a sentence with a remedy in the catalogue, `referrals.error.CODE`.
struct ReferralError: Error, Sendable, Hashable {
    enum Code: String, Sendable, Hashable, CaseIterable {
        /// The state does not allow it any more: somebody else, or the partner, was quicker.
        case notNow = "not-now"
        /// What would go is more than the people of the case agreed to.
        case beyondConsent = "beyond-consent"
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
    }

    var code: Code

    init(_ code: Code) { self.code = code }
}
