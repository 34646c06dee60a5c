import Dictionary

/// Somebody who reads: a person through a page or a command, a partner, a publication.
public struct Reader: Sendable {
    /// Identifier of the account; it is written into the journal when identity is seen.
    public var account: String
    /// The most sensitive values that the reader may see.
    public var clearance: Sensitivity

    public init(account: String, clearance: Sensitivity) {
        self.account = account
        self.clearance = clearance
    }

    /// The person at the command line of the node, who has unlocked its key.
    public static let keyHolder = Reader(account: "operator", clearance: .identity)
}
