import Crypto
import Formats
import Foundation
import Testing

@testable import Exchange
@testable import Vault

/// What the peer in Python, written from the specification, has sealed and computed.
@Suite("Test vectors of the exchange")
struct VectorTests {
    private let vectors: JSONValue

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/exchange.json")
        vectors = try JSONValue.parse(Array(Data(contentsOf: file)))
    }

    private func text(_ name: String) throws -> String { try #require(vectors[name]?.string) }

    private func bytes(_ name: String) throws -> [UInt8] {
        let digits = try text(name)
        let read = Vault.bytes(hexadecimal: digits)
        return try #require(read)
    }

    private func keys(_ role: String) throws -> OrganisationKeys {
        let signing = try Curve25519.Signing.PrivateKey(rawRepresentation: try bytes("\(role)SigningSecret"))
        let receiving = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: try bytes("\(role)ReceivingSecret"))
        let organisation = try text(role)
        let publicKeys = try OrganisationPublicKeys(
            organisation: organisation, signing: [PublicKeyGeneration(generation: 1, key: signing.publicKey.rawRepresentation, since: 0)],
            receiving: [PublicKeyGeneration(generation: 1, key: receiving.publicKey.rawRepresentation, since: 0)])
        return OrganisationKeys(
            organisation: organisation, publicKeys: publicKeys, signingKey: signing, receivingKeys: [.init(generation: 1, key: receiving)],
            wrappingKeys: [.init(generation: 1, key: SymmetricKey(size: .bits256))], pseudonymKey: SymmetricKey(size: .bits256))
    }

    @Test("An envelope of the peer opens to what it says")
    func envelope() throws {
        let (sender, recipient) = (try keys("sender"), try keys("recipient"))
        let opened = try Envelope.open(try bytes("envelope"), with: recipient)
        #expect(opened.made == vectors["made"]?.integer)
        let (parcel, _) = try Envelope.verify(opened, with: sender.publicKeys, recipient: recipient.organisation)
        let numbered = try #require(parcel.items.first)
        let (message, link) = (try bytes("messageBytes"), try bytes("linkOne"))
        #expect(numbered.number == 1 && numbered.item.encoded() == message)
        #expect(parcel.report.sentLink.bytes == link)
        #expect(parcel.pieces.map(\.bytes) == [Array("attached".utf8)])
        #expect(numbered.item.attachments.first?.name == "नाम.pdf")
    }

    @Test("Links, lengths, mailbox and code are those of the peer")
    func values() throws {
        let name = try text("messageIdentifier")
        let identifier = try #require(ExchangeIdentifier(name))
        let link = try bytes("linkOne")
        #expect(StreamLink.start.followed(by: identifier).bytes == link)
        for member in vectors["padded"]?.object?.members ?? [] {
            let length = try #require(Int(member.name))
            #expect(Int64(Envelope.paddedLength(length)) == member.value.integer)
        }
        let (secret, mailbox) = (try bytes("recipientMailboxSecret"), try text("recipientMailbox"))
        #expect(MailboxKey(secret: secret)?.mailbox == mailbox)
        let groups = (vectors["codeGroups"]?.array ?? []).flatMap { ($0.array ?? []).compactMap(\.string) }
        let ours = PairCode.groups(try keys("sender").publicKeys, try keys("recipient").publicKeys)
        #expect(groups.count == 6 && ours == groups)
    }
}
