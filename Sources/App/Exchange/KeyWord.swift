import Exchange
import Formats
import Journal
import Storage
import Vault

/// What an organisation says of the keys of another, whose code it has compared: a signed statement with its date, which the latest of the same organisation replaces.
struct KeyWord: Sendable {
    /// Identifier of the organisation that says it.
    var coordinator: String
    /// Milliseconds since 1970, by the clock of whoever says it; later than whatever it said of the same organisation before.
    var said: Int64
    /// Whether what was said before is taken back.
    var isRevoked: Bool
    /// The canonical JSON that is signed: an invitation's members, and who says it, when, and whether it takes back.
    var content: [UInt8]
    /// Of which generation the signing key is.
    var generation: UInt32
    var signature: [UInt8]
    /// Whose keys, which, and how to reach them.
    var subject: Invitation

    private static let domain = Array("corridor/key-word/1\0".utf8)
    private static let limits = JSONLimits(depth: 8, bytes: 64 << 10)

    /// A statement of this organisation.
    init(on partner: Partner, said: Int64, isRevoked: Bool, by node: Node) throws {
        let content = JSONValue.object([
            "address": .string(partner.address), "by": .string(node.organisation.identifier), "country": .string(partner.country),
            "keys": try JSONValue.parse(Array(PartnerRows.text(partner.keys).utf8)), "mailbox": .string(partner.mailbox), "name": .string(partner.name),
            "organisation": .string(partner.identifier), "relay": .string(partner.relay), "revoked": .bool(isRevoked), "rotations": .array([]),
            "said": .integer(said),
        ]).canonicalBytes()
        let signature = try node.keys.sign(Self.domain + content)
        guard let word = Self(content: content, signature: signature, generation: node.keys.publicKeys.signingGeneration) else { throw ExchangeError(.damaged) }
        self = word
    }

    /// Reads a statement; whether the signature holds is for ``isSigned(by:)`` to say.
    init?(content: [UInt8], signature: [UInt8], generation: UInt32) {
        guard let json = try? JSONValue.parse(content, limits: Self.limits), let subject = Invitation.read(json), let coordinator = json["by"]?.string,
            let said = json["said"]?.integer, said >= 0, let isRevoked = json["revoked"]?.bool
        else { return nil }
        (self.coordinator, self.said, self.isRevoked, self.subject) = (coordinator, said, isRevoked, subject)
        (self.content, self.signature, self.generation) = (content, signature, generation)
    }

    /// Reads what crosses.
    init?(message: [UInt8]) {
        guard let json = try? JSONValue.parse(message, limits: Self.limits), let word = json["word"], let signature = json["signature"]?.string,
            let bytes = Hexadecimal.bytes(signature), let generation = json["generation"]?.integer.flatMap({ UInt32(exactly: $0) })
        else { return nil }
        self.init(content: word.canonicalBytes(), signature: bytes, generation: generation)
    }

    /// What crosses.
    func message() throws -> [UInt8] {
        JSONValue.object([
            "generation": .integer(Int64(generation)), "signature": .string(Hexadecimal.text(signature)),
            "word": try JSONValue.parse(content, limits: Self.limits),
        ]).canonicalBytes()
    }

    /// Whether a partner has signed it, with its present key or one that it had before.
    func isSigned(by partner: Partner) -> Bool {
        partner.identifier == coordinator && partner.keys.isValid(signature: signature, for: Self.domain + content, generation: generation)
    }
}

/// The latest statement of each organisation on each other, this organisation's own among them. They are kept whoever says them, so that a word counts also for who
/// becomes a partner, or is believed, later.
struct KeyWords {
    let node: Node
    let connection: any Connection
    /// Of one partner not more are kept.
    static let limit = 2_000

    private static let columns = "coordinator, subject, said, revoked, content, generation, signature"

    func find(by coordinator: String, on subject: String) throws -> KeyWord? {
        try select("coordinator = ? AND subject = ?", [.text(coordinator), .text(subject)]).first
    }

    func all(by coordinator: String) throws -> [KeyWord] { try select("coordinator = ?", [.text(coordinator)]) }

    func all(on subject: String) throws -> [KeyWord] { try select("subject = ?", [.text(subject)]) }

    func count(by coordinator: String) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM exchange_word WHERE organisation = ? AND coordinator = ?", [.integer(node.organisation.number), .text(coordinator)]
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Keeps a statement in the place of what the same organisation said of the same before.
    func keep(_ word: KeyWord) throws {
        try connection.execute(
            """
            INSERT INTO exchange_word (organisation, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, coordinator, subject) DO UPDATE SET said = excluded.said, revoked = excluded.revoked, content = excluded.content,
                generation = excluded.generation, signature = excluded.signature
            """,
            [
                .integer(node.organisation.number), .text(word.coordinator), .text(word.subject.organisation), .integer(word.said), .bool(word.isRevoked),
                .blob(word.content), .integer(Int64(word.generation)), .blob(word.signature),
            ])
    }

    /// Forgets what an organisation has said: with its keys the proof is gone.
    func remove(by coordinator: String) throws {
        try connection.execute(
            "DELETE FROM exchange_word WHERE organisation = ? AND coordinator = ?", [.integer(node.organisation.number), .text(coordinator)])
    }

    private func select(_ condition: String, _ arguments: [Value]) throws -> [KeyWord] {
        try connection.all(
            "SELECT content, signature, generation FROM exchange_word WHERE organisation = ? AND \(condition) ORDER BY coordinator, subject",
            [.integer(node.organisation.number)] + arguments
        ) { KeyWord(content: $0.blob(0), signature: $0.blob(1), generation: UInt32(clamping: $0.integer(2))) }.compactMap { $0 }
    }
}
