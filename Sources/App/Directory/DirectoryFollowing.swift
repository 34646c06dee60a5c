import Formats
import Foundation
import Interchange
import Journal
import Storage
import Vault

/// Takes in the feeds of other organisations. Entries keep saying where they come from; a member's private notes on them stay the member's.
public struct DirectoryFollowing: Sendable {
    /// Why the keys of a feed are taken for its owner's.
    public enum Trust: String, Sendable {
        /// Somebody compared the verification code with the owner, by voice or face to face.
        case compared
        /// A coordinator whose feed is followed has signed for the keys.
        case vouched
    }

    public struct Outcome: Sendable {
        public var entries: DirectoryOutcome
        public var owner: String
        public var trust: Trust
    }

    private let node: Node

    public init(_ node: Node) { self.node = node }

    /// - Parameters:
    ///   - comparedCode: the verification code that somebody has compared with the owner; nil where keys are known or vouched for.
    ///   - isCoordinator: whether the owner is from now on believed when it vouches for the keys of others. Only together with a compared code.
    /// - Throws: ``AppError`` if the keys are not known to be the owner's, have changed, or the feed is older than one that was taken in.
    public func follow(_ feed: DirectoryFeed, comparedCode: String? = nil, isCoordinator: Bool = false, by author: String) throws -> Outcome {
        let owner = feed.keys.organisation
        guard owner != node.organisation.identifier else { throw AppError("This is the feed of your own organisation; its entries are here already.") }
        let known = try node.database.read { try self.known(owner, $0) }
        let trust = try trust(feed, known: known, comparedCode)
        if let known, feed.issued < known.issued {
            throw AppError("This feed of \(feed.name) is older than the one that was taken in before. Ask for the newest.")
        }
        let entries = HSDSConversion(dictionary: node.dictionary).entries(feed.document)
        let outcome = try DirectoryExchange(node).save(entries, source: "Feed of \(feed.name)", owner: owner, by: author)
        let keys = String(decoding: try DirectoryFeed.json(feed.keys).canonicalBytes(), as: UTF8.self)
        try node.database.write { connection in
            try connection.execute(
                """
                INSERT INTO directory_feed (organisation, owner, name, public_keys, trust, vouched_by, coordinator, issued) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (organisation, owner) DO UPDATE SET name = excluded.name, public_keys = excluded.public_keys, trust = excluded.trust,
                    vouched_by = excluded.vouched_by, issued = excluded.issued,
                    coordinator = CASE WHEN excluded.coordinator = 1 THEN 1 ELSE directory_feed.coordinator END
                """,
                [
                    .integer(node.organisation.number), .text(owner), .text(feed.name), .text(keys), .text(trust.rawValue),
                    .text(trust == .vouched ? feed.vouchers.map(\.coordinator).joined(separator: " ") : ""),
                    .integer(isCoordinator && comparedCode != nil ? 1 : 0), .integer(Int64(feed.issued)),
                ])
        }
        return Outcome(entries: outcome, owner: owner, trust: trust)
    }

    private func trust(_ feed: DirectoryFeed, known: (keys: OrganisationPublicKeys, issued: UInt64, trust: Trust)?, _ comparedCode: String?) throws -> Trust {
        if let comparedCode {
            let typed = comparedCode.filter { !$0.isWhitespace && $0 != "-" }.uppercased()
            guard typed == feed.keys.verificationCode.filter({ !$0.isWhitespace && $0 != "-" }).uppercased() else {
                throw AppError("The code is not that of the keys in this feed. Do not use it; call \(feed.name) and compare again.")
            }
            return .compared
        }
        if let known {
            guard known.keys == feed.keys else {
                throw AppError(
                    "The keys of \(feed.name) are not those that were compared before. Call them before you go on; then give the new code with --code.")
            }
            return known.trust
        }
        let coordinators = try node.database.read { try self.coordinators($0) }
        if try coordinators.contains(where: { try feed.isVouched(by: $0) }) { return .vouched }
        throw AppError(
            "Nobody has said yet that the keys in this feed are those of \(feed.name). Call them, compare the code \(feed.keys.verificationCode), and give it with --code."
        )
    }

    private func known(_ owner: String, _ connection: any Connection) throws -> (keys: OrganisationPublicKeys, issued: UInt64, trust: Trust)? {
        try connection.first(
            "SELECT public_keys, issued, trust FROM directory_feed WHERE organisation = ? AND owner = ?", [.integer(node.organisation.number), .text(owner)]
        ) { row in
            (
                try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(row.text(0).utf8)), UInt64(max(0, row.integer(1))),
                Trust(rawValue: row.text(2)) ?? .vouched
            )
        }
    }

    /// Coordinators whose keys somebody here has compared: only they vouch for others, so that trust goes one step and no further.
    private func coordinators(_ connection: any Connection) throws -> [OrganisationPublicKeys] {
        try connection.all(
            "SELECT public_keys FROM directory_feed WHERE organisation = ? AND trust = ? AND coordinator = 1",
            [.integer(node.organisation.number), .text(Trust.compared.rawValue)]
        ) { try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data($0.text(0).utf8)) }
    }
}
