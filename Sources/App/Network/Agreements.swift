import Dictionary
import Storage

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

    func isInForce(on day: CalendarDay) -> Bool {
        let today = day.description
        return since <= today && (until.isEmpty || today <= until) && (ended.isEmpty || today < ended)
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
    /// - Returns: O(agreements with the partner).
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

    /// - Parameter partner: nil for all partners.
    func all(with partner: String? = nil) throws -> [Agreement] {
        let columns = "agreement, partner, purposes, clearance, since, until, ended, words, made_by"
        let number = Value.integer(node.organisation.number)
        guard let partner else {
            return try connection.all("SELECT \(columns) FROM network_agreement WHERE organisation = ? ORDER BY partner, since, agreement", [number], Self.read)
        }
        return try connection.all(
            "SELECT \(columns) FROM network_agreement WHERE organisation = ? AND partner = ? ORDER BY since, agreement", [number, .text(partner)], Self.read)
    }

    /// Writes an agreement down; the same identifier twice changes nothing.
    func add(_ agreement: Agreement) throws {
        try connection.execute(
            """
            INSERT INTO network_agreement (agreement, organisation, partner, purposes, clearance, since, until, ended, words, made_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agreement) DO NOTHING
            """,
            [
                .text(agreement.identifier), .integer(node.organisation.number), .text(agreement.partner),
                .text(agreement.purposes.sorted().joined(separator: " ")), .text(agreement.clearance.rawValue), .text(agreement.since), .text(agreement.until),
                .text(agreement.ended), .text(agreement.words), .text(agreement.madeBy),
            ])
    }

    /// Ends an agreement with a day; from that day it allows nothing.
    func end(_ identifier: String, on day: CalendarDay) throws {
        try connection.execute(
            "UPDATE network_agreement SET ended = ? WHERE agreement = ? AND organisation = ? AND ended = ''",
            [.text(day.description), .text(identifier), .integer(node.organisation.number)])
    }

    private static func read(_ row: Row) throws -> Agreement {
        Agreement(
            identifier: row.text(0), partner: row.text(1), purposes: Set(row.text(2).split(separator: " ").map(String.init)),
            clearance: Sensitivity(rawValue: row.text(3)) ?? .open, since: row.text(4), until: row.text(5), ended: row.text(6), words: row.text(7),
            madeBy: row.text(8))
    }
}
