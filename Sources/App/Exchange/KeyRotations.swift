import Exchange
import Foundation
import Storage
import Vault

/// The statements with which an organisation of this node has replaced its keys. Partners who know an older key follow them one by one.
enum KeyRotations {
    static func append(_ rotation: KeyRotation, of node: Node, _ connection: any Connection) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try connection.execute(
            "INSERT INTO exchange_rotation (organisation, kind, generation, statement) VALUES (?, ?, ?, ?)",
            [
                .integer(node.organisation.number), .text(rotation.kind.rawValue), .integer(Int64(rotation.generation)),
                .text(String(decoding: try encoder.encode(rotation), as: UTF8.self)),
            ])
        // Partners are told at once, although there may be nothing else to tell them.
        try connection.execute(
            "UPDATE exchange_partner SET due = 0, marks = marks | 1 WHERE organisation = ? AND trust IN ('verified', 'vouched')",
            [.integer(node.organisation.number)])
    }

    /// Oldest first, as they have to be applied.
    static func all(of node: Node, _ connection: any Connection) throws -> [KeyRotation] {
        let statements = try connection.all("SELECT statement FROM exchange_rotation WHERE organisation = ?", [.integer(node.organisation.number)]) {
            try JSONDecoder().decode(KeyRotation.self, from: Data($0.text(0).utf8))
        }
        // A receiving key is stated by the signing key of its time; a signing key of the same millisecond comes after it only if it was made after it.
        return statements.sorted { ($0.since, $0.generation) < ($1.since, $1.generation) }
    }

    /// Those that a partner has not reported to know.
    static func unknown(to partner: Partner, of node: Node, _ connection: any Connection) throws -> [KeyRotation] {
        try all(of: node, connection).filter { rotation in
            rotation.generation > (rotation.kind == .signing ? partner.state.partnerKnowsSigning : partner.state.partnerKnowsReceiving)
        }
    }
}
