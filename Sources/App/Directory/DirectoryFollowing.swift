import Interchange
import Storage
import Vault

/// Takes in the feeds of other organisations. Entries keep saying where they come from; a member's private notes on them stay the member's. What an owner no longer
/// publishes is taken out, and comes back when the owner publishes it again.
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
        try follow(feed, .init(comparedCode: comparedCode), isCoordinator: isCoordinator, by: author)
    }

    func follow(_ feed: DirectoryFeed, _ word: FollowedFeeds.Word, isCoordinator: Bool = false, by author: String) throws -> Outcome {
        let owner = feed.keys.organisation
        let entries = HSDSConversion(dictionary: node.dictionary).entries(feed.document)
        let directory = DirectoryExchange(node)
        let (outcome, trust) = try FollowedFeeds(node).takeIn(feed.signed, word, isCoordinator: isCoordinator, by: author) { transaction in
            var outcome = try directory.save(entries, source: "Feed of \(feed.name)", owner: owner, in: transaction)
            let published = Set(entries.map { directory.recordOfFeed(owner, $0.identifier) })
            outcome.takenOut = try takeOut(allBut: published, of: owner, named: feed.name, transaction)
            return outcome
        }
        return Outcome(entries: outcome, owner: owner, trust: trust)
    }

    /// - Returns: how many entries were taken out.
    private func takeOut(allBut published: Set<String>, of owner: String, named name: String, _ transaction: RecordTransaction) throws -> Int {
        let pair: [Value] = [.integer(node.organisation.number), .text(owner)]
        let known = Set(
            try transaction.connection.all("SELECT record FROM directory_feed_entry WHERE organisation = ? AND owner = ?", pair) { $0.text(0) })
        for record in published.subtracting(known).sorted() {
            // Only what the owner had taken out comes back by itself, not what somebody here has taken out.
            try transaction.setRetracted(false, record: record, ground: "In the feed of \(name) again")
            try transaction.connection.execute(
                "INSERT INTO directory_feed_entry (organisation, owner, record) VALUES (?, ?, ?)", pair + [.text(record)])
        }
        let gone = known.subtracting(published).sorted()
        for record in gone {
            try transaction.setRetracted(true, record: record, ground: "No longer in the feed of \(name)")
            try transaction.connection.execute(
                "DELETE FROM directory_feed_entry WHERE organisation = ? AND owner = ? AND record = ?", pair + [.text(record)])
        }
        return gone.count
    }
}
