import Exchange
import Formats
import Foundation
import Storage
import Vault

/// What an organisation gives to another so that the two can exchange: who it is, its public keys, where its mailbox is. It is no secret, and it is believed only when
/// two people have compared the code that follows from both sides' keys.
public struct Invitation: Sendable {
    public var organisation: String
    public var name: String
    public var country: String
    public var keys: OrganisationPublicKeys
    /// The replacements of its keys so far, oldest first, so that whoever knows an older key can follow.
    public var rotations: [KeyRotation]
    public var mailbox: String
    public var address: String
    public var relay: String

    private static let prefix = "corridor-invitation-1:"
    private static let domain = Array("corridor/invitation/1\0".utf8)

    /// The organisation's own invitation.
    static func own(_ node: Node) throws -> Invitation {
        try node.database.write { connection in
            let profile = try ExchangeProfile.ensure(node, connection)
            return Invitation(
                organisation: node.organisation.identifier, name: node.organisation.name, country: node.organisation.country, keys: node.keys.publicKeys,
                rotations: try KeyRotations.all(of: node, connection), mailbox: profile.mailbox, address: profile.address, relay: profile.relay)
        }
    }

    /// The text to be sent or shown: a prefix and base64 of canonical JSON, its signature first.
    func text(signedBy keys: OrganisationKeys) throws -> String {
        let content = try content()
        let signature = try keys.sign(Self.domain + content)
        return Self.prefix + Data(signature + content).base64EncodedString()
    }

    private func content() throws -> [UInt8] {
        let encoder = JSONEncoder()
        func value(_ encodable: some Encodable) throws -> JSONValue { try JSONValue.parse(Array(encoder.encode(encodable))) }
        return JSONValue.object([
            "address": .string(address), "country": .string(country), "keys": try value(keys), "mailbox": .string(mailbox), "name": .string(name),
            "organisation": .string(organisation), "relay": .string(relay), "rotations": .array(try rotations.map { try value($0) }),
        ]).canonicalBytes()
    }

    /// Reads an invitation as it came: with line breaks and spaces, as mail programs add them.
    /// - Throws: ``ExchangeError`` of the kind `damaged` if it is none, or not signed with the key that it names.
    static func read(_ text: String) throws(ExchangeError) -> Invitation {
        let compact = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
        guard compact.utf8.count <= 64 << 10, compact.hasPrefix(prefix), let data = Data(base64Encoded: String(compact.dropFirst(prefix.count))),
            data.count > 64, let json = try? JSONValue.parse(Array(data.dropFirst(64)), limits: JSONLimits(depth: 8, bytes: 64 << 10)),
            let invitation = read(json),
            invitation.keys.isValid(signature: data.prefix(64), for: domain + Array(data.dropFirst(64)))
        else { throw ExchangeError(.damaged) }
        return invitation
    }

    /// Reads what an invitation says; whose word that is, is for the caller to know.
    static func read(_ json: JSONValue) -> Invitation? {
        func decode<Element: Decodable>(_ type: Element.Type, _ value: JSONValue?) -> Element? {
            value.flatMap { try? JSONDecoder().decode(type, from: Data($0.canonicalBytes())) }
        }
        guard let organisation = json["organisation"]?.string, RecordIdentifier.read(organisation) == organisation, let name = json["name"]?.string,
            (1...200).contains(name.unicodeScalars.count), name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }),
            let country = json["country"]?.string, country.utf8.count == 2,
            let keys = decode(OrganisationPublicKeys.self, json["keys"]), keys.organisation.utf8.elementsEqual(organisation.utf8),
            let rotations = json["rotations"]?.array, rotations.count <= 64, let mailbox = json["mailbox"]?.string, ExchangeIdentifier(mailbox) != nil,
            let address = json["address"]?.string, let relay = json["relay"]?.string, max(address.utf8.count, relay.utf8.count) <= 400
        else { return nil }
        let statements = rotations.compactMap { decode(KeyRotation.self, $0) }
        guard statements.count == rotations.count else { return nil }
        return Invitation(
            organisation: organisation, name: name, country: country, keys: keys, rotations: statements, mailbox: mailbox, address: address, relay: relay)
    }
}
