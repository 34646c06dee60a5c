import Dictionary
import Storage

/// How much of a case may go to a partner by what its people agree to on a day.
struct SharingConsent: Sendable, Hashable {
    /// The most sensitive that may cross; nil for nothing.
    var limit: Sensitivity?

    /// Across a border the people must have agreed to just that; within a country to a partner. Who agreed that the network sees the case without identity has agreed to
    /// open facts. Limits by organisation, kind and country are the agreement's own.
    /// - Parameter country: where the sender works.
    init(_ agreement: ConsentAgreement, for receiver: ConsentAgreement.Receiver, from country: String) {
        let isAbroad = receiver.country != country
        let scopes = isAbroad ? ["share-across-border"] : ConsentAgreement.partnerScopes
        if scopes.contains(where: { agreement.allows($0, for: receiver) }) {
            limit = .identity
        } else if agreement.allows("share-with-network", for: receiver) {
            limit = .open
        } else {
            limit = nil
        }
    }
}
