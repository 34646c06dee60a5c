import Dictionary
import Formats
import Foundation
import Storage
import Vault

/// What two organisations have agreed that may be shared, for what, and until when. It never replaces what the worker agreed to: both must allow.
struct Agreement: Sendable, Hashable {
    var identifier: String
    /// The partner's record in the directory.
    var partner: String
    /// Codes of `referral-kind`.
    var purposes: Set<String>
    /// The most sensitive values that may be shared.
    var clearance: Sensitivity
    /// Days as `2026-11-25`; ``until`` empty: without an end; ``ended`` empty: not ended before its time.
    var since: String
    var until: String
    var ended: String
    /// The text of the agreement, or where it lies.
    var words: String
    var madeBy: String
    var standing = Standing.ours
    var theirs = Theirs.untold
    /// In which the two organisations speak of it; empty where only we have written it down.
    var conversation = ""
    /// The text as a file, sealed with the key of the partner's record; nil for none.
    var file: FileReference?

    /// How it stands here.
    enum Standing: String, Sendable, Hashable {
        /// Somebody here has written it down, or agreed to what the partner proposed.
        case ours = ""
        /// The partner proposes it. It allows nothing until somebody here agrees.
        case proposed
        /// Somebody here did not agree to what the partner proposed.
        case declined
        /// Whoever proposed it took it back before the other side had agreed: nothing was ever agreed, so nothing has come to an end.
        case withdrawn
    }

    /// How the partner stands to it.
    enum Theirs: String, Sendable, Hashable {
        case untold = ""
        case told, agreed, declined
    }

    /// Whether it counts here at all, now or at another time.
    var counts: Bool { standing == .ours }

    /// Whether we proposed it and the partner has not agreed: ending it takes a proposal back.
    var isOnlyProposed: Bool { counts && (theirs == .told || theirs == .declined) }

    func isInForce(on day: CalendarDay) -> Bool {
        let today = day.description
        return counts && since <= today && (until.isEmpty || today <= until) && (ended.isEmpty || today < ended)
    }
}

/// The agreements of one organisation. ``SharingGate`` asks ``allow(_:of:with:on:)`` before anything goes to a partner.
struct Agreements {
    let node: Node
    let connection: any Connection

    /// Whether something may be shared with a partner, and if not, why not.
    enum Verdict: Sendable, Hashable {
        case allowed(Agreement)
        /// Nothing was ever agreed with this partner. That forbids nothing: the worker's consent decides.
        case noAgreement
        /// What was agreed has come to its end.
        case expired(Agreement)
        /// The partner is in no network any more, and nothing was agreed with it since.
        case left(Networks.Leaving)
        /// There is an agreement in force, and it does not cover this purpose or values as sensitive as these.
        case notCovered(Agreement)

        var isAllowed: Bool { if case .allowed = self { true } else { false } }
    }

    /// - Parameters:
    ///   - purpose: code of `referral-kind`.
    ///   - sensitivity: of the most sensitive value that would go.
    ///   - partner: the partner's record in the directory.
    /// - Returns: what the agreements with any entry of the organisation say. O(agreements with the partner).
    func allow(_ purpose: String, of sensitivity: Sensitivity, with partner: String, on day: CalendarDay) throws -> Verdict {
        let known = try all(with: partner)
        let inForce = known.filter { $0.isInForce(on: day) }
        if let fitting = inForce.first(where: { $0.purposes.contains(purpose) && $0.clearance >= sensitivity }) { return .allowed(fitting) }
        if let other = inForce.first { return .notCovered(other) }
        if let leaving = try Networks(node: node, connection: connection).lastLeaving(of: partner), !known.contains(where: { $0.since > leaving.day }) {
            return .left(leaving)
        }
        return known.last.map(Verdict.expired) ?? .noAgreement
    }

    /// The most sensitive that may go to a partner for a purpose; nil without an agreement in force that covers it.
    func clearance(for purpose: String, with partner: String, on day: CalendarDay) throws -> Sensitivity? {
        try all(with: partner).filter { $0.isInForce(on: day) && $0.purposes.contains(purpose) }.map(\.clearance).max()
    }

    /// Those that count here.
    /// - Parameter partner: nil for all partners.
    func all(with partner: String? = nil) throws -> [Agreement] { try everything(with: partner).filter(\.counts) }

    /// Also what partners propose.
    func everything(with partner: String? = nil) throws -> [Agreement] {
        guard let partner else { return try find("1 = 1 ORDER BY partner, since, agreement", []) }
        let records = try PartnerEntries(node: node, connection: connection).same(as: partner)
        let marks = records.map { _ in "?" }.joined(separator: ", ")
        return try find("partner IN (\(marks)) ORDER BY since, agreement", records.map { .text($0) })
    }

    func find(_ identifier: String) throws -> Agreement? { try find("agreement = ?", [.text(identifier)]).first }

    /// - Parameter partner: the record in the directory.
    func find(conversation: String, partner: String) throws -> Agreement? {
        let records = try PartnerEntries(node: node, connection: connection).same(as: partner)
        return try find("conversation = ?", [.text(conversation)]).first { records.contains($0.partner) }
    }

    private func find(_ condition: String, _ arguments: [Value]) throws -> [Agreement] {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        return try connection.all(
            """
            SELECT agreement, partner, purposes, clearance, since, until, ended, words, made_by, standing, theirs, conversation, file FROM network_agreement
            WHERE organisation = ? AND \(condition)
            """, [.integer(node.organisation.number)] + arguments
        ) { (Self.read($0), sealed: $0.text(12)) }.map { agreement, sealed in
            guard !sealed.isEmpty, let bytes = Data(base64Encoded: sealed), let key = try keyring.key(of: agreement.partner) else { return agreement }
            var agreement = agreement
            agreement.file = try FileReference(json: try JSONValue.parse(try key.open(Array(bytes), for: context(agreement))))
            return agreement
        }
    }

    /// Writes an agreement down; the same identifier twice changes nothing.
    func add(_ agreement: Agreement) throws { try insert(agreement, sealed: "") }

    /// The same with its text as a file, which the key of the partner's record seals.
    /// - Parameter text: nil for none.
    /// - Returns: the agreement with its file.
    func add(_ agreement: Agreement, text: (name: String, bytes: [UInt8])?, in transaction: RecordTransaction) throws -> Agreement {
        var agreement = agreement
        guard let text, let file = try DocumentStore(node: node).keep(text.bytes, name: text.name, record: agreement.partner, in: transaction) else {
            try insert(agreement, sealed: "")
            return agreement
        }
        agreement.file = file
        let sealed = try transaction.key(of: agreement.partner).seal(file.json.canonicalBytes(), for: context(agreement))
        try insert(agreement, sealed: Data(sealed).base64EncodedString())
        return agreement
    }

    private func insert(_ agreement: Agreement, sealed: String) throws {
        try connection.execute(
            """
            INSERT INTO network_agreement
                (agreement, organisation, partner, purposes, clearance, since, until, ended, words, made_by, standing, theirs, conversation, file)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agreement) DO NOTHING
            """,
            [
                .text(agreement.identifier), .integer(node.organisation.number), .text(agreement.partner),
                .text(agreement.purposes.sorted().joined(separator: " ")), .text(agreement.clearance.rawValue), .text(agreement.since), .text(agreement.until),
                .text(agreement.ended), .text(agreement.words), .text(agreement.madeBy), .text(agreement.standing.rawValue), .text(agreement.theirs.rawValue),
                .text(agreement.conversation), .text(sealed),
            ])
    }

    private func context(_ agreement: Agreement) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: agreement.partner, field: "agreement.file", version: agreement.identifier)
    }

    /// Notes how it stands here, and since when it counts.
    func set(_ standing: Agreement.Standing, of identifier: String, since day: CalendarDay, by account: String) throws {
        try connection.execute(
            "UPDATE network_agreement SET standing = ?, since = ?, made_by = ? WHERE agreement = ? AND organisation = ? AND standing = 'proposed'",
            [.text(standing.rawValue), .text(day.description), .text(account), .text(identifier), .integer(node.organisation.number)])
    }

    /// Notes how the partner stands to it.
    func set(_ theirs: Agreement.Theirs, of identifier: String) throws {
        try connection.execute(
            "UPDATE network_agreement SET theirs = ? WHERE agreement = ? AND organisation = ?",
            [.text(theirs.rawValue), .text(identifier), .integer(node.organisation.number)])
    }

    /// Ends an agreement with a day; from that day it allows nothing.
    func end(_ identifier: String, on day: CalendarDay) throws {
        try connection.execute(
            "UPDATE network_agreement SET ended = ? WHERE agreement = ? AND organisation = ? AND ended = ''",
            [.text(day.description), .text(identifier), .integer(node.organisation.number)])
    }

    /// Takes a proposal back, on either side, that was not agreed to.
    func withdraw(_ identifier: String, on day: CalendarDay) throws {
        try connection.execute(
            "UPDATE network_agreement SET standing = 'withdrawn', ended = ? WHERE agreement = ? AND organisation = ? AND standing IN ('', 'proposed')",
            [.text(day.description), .text(identifier), .integer(node.organisation.number)])
    }

    /// The partner had agreed before it heard that the proposal was taken back: both sides then have an agreement that was ended.
    func noteAgreedBeforeWithdrawal(_ identifier: String) throws {
        try connection.execute(
            "UPDATE network_agreement SET standing = '', theirs = 'agreed' WHERE agreement = ? AND organisation = ? AND standing = 'withdrawn'",
            [.text(identifier), .integer(node.organisation.number)])
    }

    private static func read(_ row: Row) -> Agreement {
        var agreement = Agreement(
            identifier: row.text(0), partner: row.text(1), purposes: Set(row.text(2).split(separator: " ").map(String.init)),
            clearance: Sensitivity(rawValue: row.text(3)) ?? .open, since: row.text(4), until: row.text(5), ended: row.text(6), words: row.text(7),
            madeBy: row.text(8))
        agreement.standing = Agreement.Standing(rawValue: row.text(9)) ?? .declined
        agreement.theirs = Agreement.Theirs(rawValue: row.text(10)) ?? .untold
        agreement.conversation = row.text(11)
        return agreement
    }
}
