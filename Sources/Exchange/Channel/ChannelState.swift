/// What one side remembers of its streams with one partner, apart from the messages themselves.
public struct ChannelState: Sendable, Hashable {
    /// The last number given to a message to the partner, and the link there.
    public var sent: Int64 = 0
    public var sentLink = StreamLink.start
    /// Up to which number the partner has everything.
    public var acknowledged: Int64 = 0
    /// The link there, which is not among the messages where these were numbered anew from it on.
    public var acknowledgedLink = StreamLink.start
    /// Up to which number we have everything, and the link there.
    public var received: Int64 = 0
    public var receivedLink = StreamLink.start
    /// The question to which the partner's answer will be believed even where it contradicts what they said before.
    public var question: ExchangeIdentifier?
    /// The partner's question that our next parcel answers.
    public var owedAnswer: ExchangeIdentifier?
    /// Whether something arrived that the partner has not been told of.
    public var isReportOwed = false
    /// Whether the partner takes no more for now.
    public var isPartnerFull = false
    /// The sender's time of the newest parcel that was taken, milliseconds since 1970.
    public var heard: Int64 = 0
    /// The last number that the partner had given when that parcel was made, and the link there: nothing older can say more.
    public var announced: Int64 = 0
    public var announcedLink = StreamLink.start
    /// The newest generations of our keys that the partner has reported to know.
    public var partnerKnowsSigning: UInt32 = 0
    public var partnerKnowsReceiving: UInt32 = 0

    public init() {}

    /// Messages that the partner has not confirmed.
    public var unconfirmed: Int64 { sent - acknowledged }

    /// Whether we have what the partner, as it was last heard, does not know to have sent: it was restored from a backup, and what it sent before that still
    /// arrived.
    var hasForgottenMessages: Bool { announced < received || (announced == received && announcedLink != receivedLink) }
}
