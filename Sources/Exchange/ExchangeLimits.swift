/// How large the parts of what crosses may be. Whoever sends more is refused before anything is kept.
public enum ExchangeLimits {
    /// Bytes of a message's content.
    public static let content = 256 << 10
    /// Bytes of one attachment.
    public static let attachment: Int64 = 64 << 20
    /// Attachments of one message.
    public static let attachments = 16
    /// Bytes of all pieces but the last of an attachment.
    public static let piece = 128 << 10
    /// Bytes of a name: of a kind, of a file, of a media type.
    public static let name = 400
    /// Bytes of one envelope.
    public static let envelope = 2 << 20
    /// Bytes that a parcel is filled to; one message may go beyond.
    public static let parcel = 512 << 10
    /// Messages in one parcel.
    public static let items = 256
    /// Numbers that a report lists beyond the first gap, and attachments that it says are not whole.
    public static let listed = 256
    /// Messages of one partner that wait here, for a predecessor or an attachment, before no more are taken.
    public static let waitingItems = 10_000
    /// Bytes of attachments of one partner that wait here before no more are taken.
    public static let waitingBytes: Int64 = 1 << 30
    /// The highest number of a stream: what any program can hold exactly.
    public static let number: Int64 = 1 << 53
}
