import Testing
import Vault

@testable import Exchange

@Suite("Envelopes")
struct EnvelopeTests {
    private let (first, second, third): (OrganisationKeys, OrganisationKeys, OrganisationKeys)
    private let parcel = Parcel(
        report: .init(
            sent: 3, sentLink: .start, received: 1, receivedLink: .start, knownSigning: 1, knownReceiving: 1, isFull: true, beyond: [3, 9],
            lacking: [.init(message: .init(high: 1, low: 2), attachment: 1, held: 4)]),
        question: .init(high: 3, low: 4), answer: .init(high: 5, low: 6),
        items: [
            .init(
                number: 2,
                item: .init(
                    identifier: .init(high: 7, low: 8), conversation: .init(high: 9, low: 1), after: .none, made: 5, kind: "referral",
                    content: Array("{}".utf8),
                    attachments: [.init(digest: [UInt8](repeating: 7, count: 32), size: 9, name: "नाम.pdf", mediaType: "application/pdf")]))
        ], pieces: [.init(message: .init(high: 7, low: 8), attachment: 0, index: 0, bytes: [1, 2])])

    init() throws {
        first = try OrganisationKeys(organisation: "first", at: 0)
        second = try OrganisationKeys(organisation: "second", at: 0)
        third = try OrganisationKeys(organisation: "third", at: 0)
    }

    @Test("What was sealed is what is opened")
    func roundTrip() throws {
        let opened = try Envelope.open(try Envelope.seal(parcel, from: first, to: second.publicKeys, made: 77), with: second)
        #expect(opened.made == 77 && opened.sender == "first")
        #expect(try Envelope.verify(opened, with: first.publicKeys, recipient: "second").parcel == parcel)
    }

    @Test("Somebody else's envelope does not open, and one passed on is not taken")
    func wrongRecipient() throws {
        let envelope = try Envelope.seal(parcel, from: first, to: second.publicKeys, made: 0)
        #expect(throws: VaultError.self) { try Envelope.open(envelope, with: third) }
        let opened = try Envelope.open(envelope, with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(opened, with: first.publicKeys, recipient: "third") }
    }

    @Test("A sender who only claims to be a partner, or sends our own envelope back, is not believed")
    func forgedSender() throws {
        let forger = try OrganisationKeys(organisation: "first", at: 0)
        let forged = try Envelope.open(try Envelope.seal(parcel, from: forger, to: second.publicKeys, made: 0), with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(forged, with: first.publicKeys, recipient: "second") }
        let reflected = try Envelope.open(try Envelope.seal(parcel, from: second, to: second.publicKeys, made: 0), with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(reflected, with: second.publicKeys, recipient: "second") }
    }

    @Test("A replaced key is followed by its statement, and signs nothing any more")
    func rotation() throws {
        var keys = first
        let rotation = try keys.rotateSigningKey(at: 10)
        let opened = try Envelope.open(try Envelope.seal(parcel, from: keys, to: second.publicKeys, made: 0, rotations: [rotation]), with: second)
        let (_, followed) = try Envelope.verify(opened, with: first.publicKeys, recipient: "second")
        #expect(followed == keys.publicKeys)
        // Without the statement the new key is nobody's; with it the old one is.
        let unstated = try Envelope.open(try Envelope.seal(parcel, from: keys, to: second.publicKeys, made: 0), with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(unstated, with: first.publicKeys, recipient: "second") }
        let old = try Envelope.open(try Envelope.seal(parcel, from: first, to: second.publicKeys, made: 0), with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(old, with: followed, recipient: "second") }
        var thief = try OrganisationKeys(organisation: "first", at: 0)
        let stolen = try thief.rotateSigningKey(at: 10)
        let forged = try Envelope.open(try Envelope.seal(parcel, from: thief, to: second.publicKeys, made: 0, rotations: [stolen]), with: second)
        #expect(throws: VaultError.self) { try Envelope.verify(forged, with: first.publicKeys, recipient: "second") }
    }

    @Test("Any altered bit and any missing end are found")
    func damage() throws {
        let envelope = try Envelope.seal(parcel, from: first, to: second.publicKeys, made: 0)
        for position in stride(from: 0, to: envelope.count, by: 7) {
            var altered = envelope
            altered[position] ^= 1 << UInt8(position % 8)
            #expect(throws: VaultError.self) { try Envelope.open(altered, with: second) }
            #expect(throws: VaultError.self) { try Envelope.open(Array(envelope[..<position]), with: second) }
        }
        #expect(throws: VaultError.self) { try Envelope.open([UInt8](repeating: 1, count: ExchangeLimits.envelope + 1), with: second) }
    }

    @Test("Both sides see one code, and another for any other key")
    func code() throws {
        #expect(PairCode.groups(first.publicKeys, second.publicKeys) == PairCode.groups(second.publicKeys, first.publicKeys))
        let other = try OrganisationKeys(organisation: "first", at: 0)
        #expect(PairCode.groups(other.publicKeys, second.publicKeys) != PairCode.groups(first.publicKeys, second.publicKeys))
    }

    @Test("Lengths are told only roughly")
    func padding() {
        #expect(Envelope.paddedLength(1) == 512 && Envelope.paddedLength(512) == 512)
        for length in stride(from: 513, to: 500_000, by: 331) {
            let padded = Envelope.paddedLength(length)
            #expect(padded >= length && Double(padded) <= Double(length) * 1.12)
            #expect(Envelope.paddedLength(padded) == padded)
        }
    }
}
