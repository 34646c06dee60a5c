/// What two organisations of a rehearsal tell each other about: it acts, hears, and knows what may not be said any more. A value, so that a copy of it is what is on
/// a disk at one moment.
public protocol RehearsedApplication: Sendable {
    /// Something is done here in a conversation.
    /// - Parameter isOwn: whether this side begins it.
    /// - Returns: what the partner is told of it; nil if nothing can be done now.
    mutating func act(in conversation: ExchangeIdentifier, isOwn: Bool, _ random: inout some RandomNumberGenerator) -> RehearsedAct?
    /// A message of the partner takes effect.
    /// - Returns: what is done about it, in the same transaction.
    mutating func hear(_ content: [UInt8], in conversation: ExchangeIdentifier) -> RehearsedAct?
    /// Whether a message may not leave any more, since it was taken back or refused.
    func isTakenBack(_ content: [UInt8], in conversation: ExchangeIdentifier) -> Bool
    /// What must be found nowhere at the partner at the end.
    var secrets: [[UInt8]] { get }
    /// What can be read here.
    var readable: [[UInt8]] { get }
    /// What is wrong once both sides have heard all. It is not asked after a restore, in which a side forgets what it did.
    func faults(with partner: Self) -> [String]
}

/// What one side does in a rehearsal.
public struct RehearsedAct: Sendable, Hashable {
    public var content: [UInt8]
    /// Whether everything that was said before in the conversation is taken back.
    public var takesBack: Bool
    /// Whether the partner is told of it; what was only heard may take back without a word.
    public var isTold: Bool

    public init(_ content: [UInt8], takesBack: Bool = false, isTold: Bool = true) {
        self.content = content
        self.takesBack = takesBack
        self.isTold = isTold
    }
}

/// Messages that say nothing.
public struct SilentApplication: RehearsedApplication {
    public init() {}

    public mutating func act(in conversation: ExchangeIdentifier, isOwn: Bool, _ random: inout some RandomNumberGenerator) -> RehearsedAct? {
        RehearsedAct([UInt8](repeating: 0x20, count: Int(random.next() % 199) + 2))
    }

    public mutating func hear(_ content: [UInt8], in conversation: ExchangeIdentifier) -> RehearsedAct? { nil }
    public func isTakenBack(_ content: [UInt8], in conversation: ExchangeIdentifier) -> Bool { false }
    public var secrets: [[UInt8]] { [] }
    public var readable: [[UInt8]] { [] }
    public func faults(with partner: SilentApplication) -> [String] { [] }
}
