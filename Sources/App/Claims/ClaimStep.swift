import Dictionary

/// A step that is taken for one or several heads of a worker's claim at once.
enum ClaimStep: String, Sendable, CaseIterable {
    case evidence, filing, hearing, offer, settlement, decision, enforcement, received
    case passedOn = "passed-on"
    case costs

    /// Fields of the record `claim` that the form asks for.
    var fields: [String] {
        switch self {
        case .evidence: ["evidence-held"]
        case .filing: ["forum", "forum-name", "forum-reference", "filed-on"]
        case .hearing: ["next-hearing"]
        case .offer: ["offer", "offer-on", "offer-conditions"]
        case .settlement: ["decided-on", "precedent"]
        case .decision: ["decision", "decided-on", "awarded", "precedent"]
        case .enforcement: ["enforcement"]
        case .received: ["received", "received-on"]
        case .passedOn: ["passed-on", "passed-on-on"]
        case .costs: ["costs", "costs-borne-by"]
        }
    }

    /// Those without which the step says nothing.
    var needed: [String] {
        switch self {
        case .filing: ["forum", "filed-on"]
        case .hearing: ["next-hearing"]
        case .offer: ["offer", "offer-on"]
        case .settlement: ["decided-on"]
        case .decision: ["decision", "decided-on"]
        case .enforcement: ["enforcement"]
        case .received: ["received", "received-on"]
        case .passedOn: ["passed-on", "passed-on-on"]
        case .costs: ["costs"]
        case .evidence: []
        }
    }

    /// The field that holds one sum for all heads, which is divided among them.
    var sum: String? {
        switch self {
        case .offer: "offer"
        case .decision: "awarded"
        case .received: "received"
        case .passedOn: "passed-on"
        case .costs: "costs"
        default: nil
        }
    }

    /// Whether the form adds a value to those that are there, instead of changing it.
    var adds: Bool { self == .received || self == .passedOn || self == .offer }

    /// Fields that hold a value for each of the sums, in their order.
    var besideSum: [String] { adds ? fields.filter { $0 != sum } : [] }

    /// The days of what has happened.
    static let past: Set<String> = ["filed-on", "offer-on", "decided-on", "received-on", "passed-on-on"]

    /// A code of the list `claim-stage` that the step brings the claim to.
    func stage(decision: String?) -> String? {
        switch self {
        case .filing: "filed"
        case .hearing: "hearing"
        case .settlement: "settled"
        case .decision: decision == "dismissed" ? "dismissed" : decision == "settled" ? "settled" : "decided"
        case .enforcement: "enforcement"
        default: nil
        }
    }

    /// A code of the list `action-type` under which the step stands among what was done; nil for what is no action of ours: a decision stands in the claim itself.
    var action: String? {
        switch self {
        case .filing: "complaint"
        case .hearing: "hearing"
        case .offer, .settlement: "negotiation"
        case .enforcement, .received: "enforcement"
        case .passedOn: "other"
        case .decision, .evidence, .costs: nil
        }
    }
}
