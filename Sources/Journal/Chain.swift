/// The hash chain of one organisation's journal: each link depends on all entries before it.
public enum Chain {
    /// The link after `entry`, whose predecessor's link is `previous` (``Digest/zero`` for the first entry).
    public static func link(previous: Digest, entry: Digest) -> Digest {
        Digest(of: Array("corridor-link-1\n".utf8) + previous.bytes + entry.bytes)
    }

    /// What is signed for the entries up to and including `sequence`: since the link depends on all of them, one signature covers a whole transaction.
    public static func signedMessage(organisation: String, sequence: Int64, link: Digest) -> [UInt8] {
        Array("corridor-signature-1\n\(organisation)\n\(sequence)\n\(link)\n".utf8)
    }
}
