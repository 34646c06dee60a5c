/// Whether the keys of a feed can be taken for its owner's, and what must be done first where they cannot.
public enum FeedStanding: String, Sendable, CaseIterable {
    /// Somebody here compared these keys with the owner before.
    case compared
    /// A coordinator whose keys were compared has signed for them.
    case vouched
    /// Nobody has compared them yet.
    case unknown
    /// Others were compared before: the owner must be asked.
    case otherKeys = "other-keys"
    /// The feed of this organisation itself.
    case own
    /// A newer feed of the collection was taken in already.
    case older

    /// Whether the feed can be taken in once its code was compared.
    public var canBeTaken: Bool { self != .own && self != .older }

    /// Whether the code of the keys must be compared first.
    public var needsCode: Bool { self == .unknown || self == .otherKeys }
}

/// A feed that was handed over and waits for somebody to take it in or refuse it.
public struct WaitingFeed: Sendable {
    public let feed: SignedFeed
    public let bytes: [UInt8]
    public let standing: FeedStanding
}

/// A feed that was taken in, as it is remembered.
public struct FollowedFeed: Sendable {
    /// Identifier of the organisation.
    public let owner: String
    public let name: String
    public let trust: FollowedFeeds.Trust
    public let verificationCode: String
    /// Milliseconds since 1970.
    public let issued: UInt64
}
