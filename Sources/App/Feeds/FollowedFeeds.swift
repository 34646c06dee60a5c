import Formats
import Foundation
import Storage
import Vault

/// Whose feeds are followed, and why their keys are taken for theirs. Keys that were compared for one collection hold for the others of the same owner.
public struct FollowedFeeds: Sendable {
    /// Why the keys of a feed are taken for its owner's.
    public enum Trust: String, Sendable {
        /// Somebody compared the verification code with the owner, by voice or face to face.
        case compared
        /// A coordinator whose feed is followed has signed for the keys.
        case vouched
    }

    /// What somebody has to say about the keys of a feed that is to be taken in.
    enum Word: Sendable {
        /// Nothing: the keys must be known, or a coordinator must have signed for them in the feed.
        case nothing
        /// The verification code that somebody has compared with the owner.
        case code(String)
        /// The exchange holds exactly these keys for a partner, who is trusted in this way.
        case partner(Trust)

        init(comparedCode: String?) { self = comparedCode.map(Word.code) ?? .nothing }
    }

    private let node: Node

    public init(_ node: Node) { self.node = node }

    private struct Known {
        var keys: OrganisationPublicKeys
        var trust: Trust
        /// Of the latest feed of the collection that was taken in; 0 if none was.
        var issued: UInt64
    }

    /// Takes a feed in, whatever it is of: checks whose it is, lets the collection take its entries, and remembers it; all of that or nothing.
    /// - Parameters:
    ///   - isCoordinator: whether the owner is from now on believed when it vouches for the keys of others. Only for keys whose code is compared now.
    ///   - take: takes the entries into the collection.
    /// - Throws: ``AppError`` if the keys are not known to be the owner's, have changed, or the feed is older than one that was taken in; what `take` throws.
    func takeIn<Outcome>(
        _ feed: SignedFeed, _ word: Word, isCoordinator: Bool = false, by author: String, _ take: (RecordTransaction) throws -> Outcome
    ) throws -> (outcome: Outcome, trust: Trust) {
        try node.change(by: author) { transaction in
            let trust = try check(feed, word, transaction.connection)
            let outcome = try take(transaction)
            var isBelieved = false
            if case .code = word { isBelieved = isCoordinator }
            try remember(feed, trust, isCoordinator: isBelieved, transaction.connection)
            return (outcome, trust)
        }
    }

    private func check(_ feed: SignedFeed, _ word: Word, _ connection: any Connection) throws -> Trust {
        guard feed.keys.organisation != node.organisation.identifier else {
            throw AppError("This is the feed of your own organisation; its entries are here already.")
        }
        let known = try known(feed, connection)
        let trust = try trust(feed, known: known, word, connection)
        if let known, feed.issued < known.issued {
            throw AppError("This feed of \(feed.name) is older than the one that was taken in before. Ask for the newest.")
        }
        return trust
    }

    private func remember(_ feed: SignedFeed, _ trust: Trust, isCoordinator: Bool, _ connection: any Connection) throws {
        let keys = String(decoding: try SignedFeed.json(feed.keys).canonicalBytes(), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO followed_feed (organisation, owner, purpose, name, public_keys, trust, vouched_by, coordinator, issued)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, owner, purpose) DO UPDATE SET name = excluded.name, public_keys = excluded.public_keys, trust = excluded.trust,
                vouched_by = excluded.vouched_by, issued = excluded.issued,
                coordinator = CASE WHEN excluded.coordinator = 1 THEN 1 ELSE followed_feed.coordinator END
            """,
            [
                .integer(node.organisation.number), .text(feed.keys.organisation), .text(feed.purpose.rawValue), .text(feed.name), .text(keys),
                .text(trust.rawValue), .text(trust == .vouched ? feed.vouchers.map(\.coordinator).joined(separator: " ") : ""),
                .bool(isCoordinator), .integer(Int64(feed.issued)),
            ])
        // New keys that were compared replace the old ones for every collection of the owner.
        try connection.execute(
            "UPDATE followed_feed SET public_keys = ?, trust = ? WHERE organisation = ? AND owner = ?",
            [.text(keys), .text(trust.rawValue), .integer(node.organisation.number), .text(feed.keys.organisation)])
    }

    private func trust(_ feed: SignedFeed, known: Known?, _ word: Word, _ connection: any Connection) throws -> Trust {
        switch word {
        case .code(let code):
            guard Self.plain(code) == Self.plain(feed.keys.verificationCode) else {
                throw AppError("The code is not that of the keys in this feed. Do not use it; call \(feed.name) and compare again.")
            }
            return .compared
        case .partner(let trust):
            // Who has compared these very keys before need not believe less of them now.
            return known.map { $0.keys == feed.keys && $0.trust == .compared } == true ? .compared : trust
        case .nothing: break
        }
        if let known {
            guard known.keys == feed.keys else {
                throw AppError(
                    "The keys of \(feed.name) are not those that were compared before. Call them before you go on; then give the new code with --code.")
            }
            return known.trust
        }
        if try coordinators(connection).contains(where: { try feed.isVouched(by: $0) }) { return .vouched }
        throw AppError(
            "Nobody has said yet that the keys in this feed are those of \(feed.name). Call them, compare the code \(feed.keys.verificationCode), and give it with --code."
        )
    }

    private static func plain(_ code: String) -> String { code.filter { !$0.isWhitespace && $0 != "-" }.uppercased() }

    private func known(_ feed: SignedFeed, _ connection: any Connection) throws -> Known? {
        let rows = try connection.all(
            "SELECT public_keys, issued, trust, purpose FROM followed_feed WHERE organisation = ? AND owner = ?",
            [.integer(node.organisation.number), .text(feed.keys.organisation)]
        ) { row in
            Known(
                keys: try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(row.text(0).utf8)), trust: Trust(rawValue: row.text(2)) ?? .vouched,
                issued: row.text(3) == feed.purpose.rawValue ? UInt64(max(0, row.integer(1))) : 0)
        }
        return rows.max { $0.issued < $1.issued }
    }

    /// Coordinators whose keys somebody here has compared: only they vouch for others, so that trust goes one step and no further.
    private func coordinators(_ connection: any Connection) throws -> [OrganisationPublicKeys] {
        try connection.all(
            "SELECT public_keys FROM followed_feed WHERE organisation = ? AND trust = ? AND coordinator = 1",
            [.integer(node.organisation.number), .text(Trust.compared.rawValue)]
        ) { try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data($0.text(0).utf8)) }
    }
}
