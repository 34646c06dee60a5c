/// What became of a proposed change, as a total function of what people did. Every way of writing asks it.
///
/// | stands as | approve | refuse | withdraw |
/// |---|---|---|---|
/// | waiting | approved, by anybody but the proposer | refused, by anybody but the proposer | withdrawn, by the proposer |
/// | approved, refused, withdrawn | no | no | no |
public enum ProposalState: String, Sendable, Hashable, CaseIterable {
    case waiting, approved, refused, withdrawn

    public enum Act: String, Sendable, Hashable, CaseIterable { case approve, refuse, withdraw }

    /// Why an act is not possible.
    public enum Refusal: String, Error, Sendable, Hashable {
        /// Nobody decides on a change of their own.
        case ownProposal = "own-proposal"
        /// Only the proposer takes a proposal back.
        case notOwn = "not-own"
        /// Somebody was quicker.
        case decided
    }

    public func after(_ act: Act, by person: String, proposer: String) throws(Refusal) -> ProposalState {
        guard self == .waiting else { throw .decided }
        switch act {
        case .approve, .refuse:
            guard person != proposer else { throw .ownProposal }
            return act == .approve ? .approved : .refused
        case .withdraw:
            guard person == proposer else { throw .notOwn }
            return .withdrawn
        }
    }
}
