/// The same need put to several partners: an urgent call to all at once, or one after the other as deadlines pass. One of them gets it.
///
/// Only the sender hears all of them, so its order of hearing decides. What it decides follows from the states alone, so that a restart in the middle changes nothing.
public struct ReferralCall: Sendable, Hashable {
    /// What the sender does to one of the conversations.
    public struct Decision: Sendable, Hashable {
        public var conversation: String
        public var event: ReferralEvent

        public init(_ conversation: String, _ event: ReferralEvent) {
            self.conversation = conversation
            self.event = event
        }
    }

    /// What follows when an answer was heard in one conversation.
    /// - Parameters:
    ///   - states: where each conversation stands for the sender, the answer included.
    ///   - conversation: the one in which the answer was heard.
    /// - Returns: the sender's word to whoever gets it, and to all others that it was taken. O(conversations).
    public static func decisions(_ rules: ReferralRules, _ states: [(conversation: String, state: ReferralState)], after conversation: String) -> [Decision] {
        guard let heard = states.first(where: { $0.conversation == conversation })?.state, heard == .claimed || heard.isTaken else { return [] }
        let others = states.filter { $0.conversation != conversation }
        // Another has it already: this one comes too late.
        if others.contains(where: { $0.state.isTaken || $0.state == .resolved }) { return [Decision(conversation, .withdraw)] }
        let word = heard == .claimed ? [Decision(conversation, .award)] : []
        return word + others.filter { $0.state.isUndecided || $0.state == .claimed }.map { Decision($0.conversation, .withdraw) }
    }
}
