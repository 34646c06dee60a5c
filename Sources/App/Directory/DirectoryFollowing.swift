import Interchange
import Vault

/// Takes in the feeds of other organisations. Entries keep saying where they come from; a member's private notes on them stay the member's.
public struct DirectoryFollowing: Sendable {
    public struct Outcome: Sendable {
        public var entries: DirectoryOutcome
        public var owner: String
        public var trust: FollowedFeeds.Trust
    }

    private let node: Node

    public init(_ node: Node) { self.node = node }

    /// - Parameters:
    ///   - comparedCode: the verification code that somebody has compared with the owner; nil where keys are known or vouched for.
    ///   - isCoordinator: whether the owner is from now on believed when it vouches for the keys of others. Only together with a compared code.
    /// - Throws: ``AppError`` if the keys are not known to be the owner's, have changed, or the feed is older than one that was taken in.
    public func follow(_ feed: DirectoryFeed, comparedCode: String? = nil, isCoordinator: Bool = false, by author: String) throws -> Outcome {
        let owner = feed.keys.organisation
        let followed = FollowedFeeds(node)
        let trust = try followed.check(feed.signed, comparedCode: comparedCode)
        let entries = HSDSConversion(dictionary: node.dictionary).entries(feed.document)
        let outcome = try DirectoryExchange(node).save(entries, source: "Feed of \(feed.name)", owner: owner, by: author)
        try followed.remember(feed.signed, trust, isCoordinator: isCoordinator && comparedCode != nil)
        return Outcome(entries: outcome, owner: owner, trust: trust)
    }
}
