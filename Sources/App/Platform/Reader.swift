import Dictionary

/// Somebody who reads: a person through a page or a command, a partner, a publication.
public struct Reader: Sendable, Hashable {
    /// Identifier of the account; it is written into the journal when identity is seen.
    public var account: String
    /// The most sensitive values that the reader may see.
    public var clearance: Sensitivity
    /// Whether a case was passed on to the reader from outside; then the records in it that were not meant for others stay out.
    public var isPartner: Bool

    public init(account: String, clearance: Sensitivity, isPartner: Bool = false) {
        self.account = account
        self.clearance = clearance
        self.isPartner = isPartner
    }

    /// The person at the command line of the node, who has unlocked its key.
    public static let keyHolder = Reader(account: "operator", clearance: .identity)
}
