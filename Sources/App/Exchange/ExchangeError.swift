/// Why something of the exchange with a partner was not done.
public struct ExchangeError: Error, Sendable, Hashable {
    /// The sort of failure; each has a sentence in the catalogue under `exchange.error.` and its name.
    public enum Kind: String, Sendable, CaseIterable {
        /// No partner has this identifier.
        case unknownPartner = "unknown-partner"
        /// The partner's key was not compared yet, nor vouched for.
        case unverifiedPartner = "unverified-partner"
        case blockedPartner = "blocked-partner"
        case removedPartner = "removed-partner"
        /// The partner shows other keys than before, which nothing ties to the former ones: call them before you go on.
        case changedKeys = "changed-keys"
        /// An envelope that is signed with keys of the partner that were replaced since: a copy of their node from before may be in use, or their keys were stolen.
        case olderKeys = "older-keys"
        /// The partner's relay keeps no mailbox for them.
        case partnerNoMailbox = "partner-no-mailbox"
        /// An invitation with keys of a partner that were replaced since.
        case olderInvitation = "older-invitation"
        /// An envelope that does not open here.
        case notOurs = "not-ours"
        /// The message or an attachment is larger than what may cross.
        case tooLarge = "too-large"
        /// An invitation, envelope or file that cannot be read, or whose signature does not hold.
        case damaged
        /// The organisation itself, or an organisation on its own node that is somebody else.
        case ownInvitation = "own-invitation"
        /// The code does not agree with the one computed here.
        case wrongCode = "wrong-code"
        /// An address that is not https, or http where that is not allowed.
        case unsuitableAddress = "unsuitable-address"
        /// Nothing answers, or not as a node does.
        case unreachable
        /// The certificate of the partner's server is not valid for its address.
        case invalidCertificate = "invalid-certificate"
        /// The partner takes nothing from us: it does not know us yet, or has blocked us.
        case refused
        /// The mailbox at the relay, or the partner, takes no more for now.
        case mailboxFull = "mailbox-full"
        /// The relay has no mailbox for the organisation: it is full, or keeps those only that its operator has named.
        case noMailbox = "no-mailbox"
        /// The clocks of the two machines differ by hours.
        case wrongClock = "wrong-clock"
        /// There is neither an address nor a relay: the envelopes go by file.
        case noCarrier = "no-carrier"
    }

    public var kind: Kind

    public init(_ kind: Kind) {
        self.kind = kind
    }
}

extension ExchangeError: CustomStringConvertible {
    /// For the command line; pages take the sentence of their language from the catalogue.
    public var description: String {
        switch kind {
        case .unknownPartner: "No partner has this identifier. corridor exchange peers lists them."
        case .unverifiedPartner: "The partner's keys were not compared yet. Call them and compare the code: corridor exchange verify."
        case .blockedPartner: "The partner is blocked. Unblock it on the page of partners first."
        case .removedPartner: "The partner was removed. Add it again with a new invitation."
        case .changedKeys: "The partner shows other keys than before. Call them before you go on, on a number you had before, and compare the code."
        case .olderKeys:
            "It is signed with keys that the partner has replaced since: an old copy of their node may be in use, or in other hands. Call them before you go on, on a number you had before."
        case .partnerNoMailbox: "The partner's relay keeps no mailbox for them. Call them; envelopes can also go by file."
        case .olderInvitation:
            "The invitation bears older keys of the partner than those held here. Nothing was changed. Ask for a new one; if they say that it is new, do not go on."
        case .notOurs: "It does not open here: it was made for another organisation, or was altered on the way. Ask the partner to make it again for you."
        case .tooLarge: "The message or an attachment is too large: 256 KiB of content, 16 attachments of 64 MiB each. Divide it."
        case .damaged: "It cannot be read, or its signature does not hold. Ask for an unaltered copy."
        case .ownInvitation: "This is the organisation's own invitation. Send it to the partner, and add theirs here."
        case .wrongCode: "The code is not the one computed here. Do not go on: call them on a number you had before, and ask for their invitation again."
        case .unsuitableAddress: "The address must begin with https:// (http:// is for a test on one machine only, with the setting exchange-loopback: yes)."
        case .unreachable: "Nothing answers at the partner's address. It is tried again by itself; envelopes can also go by file."
        case .invalidCertificate: "The certificate of the partner's server is not valid for its address. Tell the partner; nothing was sent."
        case .refused: "The partner takes nothing from this organisation. Ask them whether they have added and verified it."
        case .mailboxFull: "The partner takes no more for now. It is tried again by itself."
        case .noMailbox:
            "The relay keeps no mailbox for this organisation. Ask whoever runs it, and say the name of the mailbox: corridor exchange status."
        case .wrongClock: "The clock of this machine and the partner's differ by hours. Set them right."
        case .noCarrier: "The partner has neither an address nor a relay. Carry the envelopes by file: corridor exchange export."
        }
    }
}
