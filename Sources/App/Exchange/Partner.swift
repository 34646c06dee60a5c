import Exchange
import Foundation
import Storage
import Vault

/// Whether a partner's keys are known to be theirs.
public enum PartnerTrust: String, Sendable, CaseIterable {
    /// Added by invitation; nobody has compared the code yet. Nothing is sent and nothing is taken.
    case unverified
    /// Two people have compared the code.
    case verified
    /// The coordinator of a network that both belong to has signed for it.
    case vouched
    /// Nothing is sent and nothing is taken until it is unblocked.
    case blocked
    case removed

    /// Whether messages cross.
    public var isTrusted: Bool { self == .verified || self == .vouched }
}

/// Another organisation that this one exchanges messages with, or may come to.
public struct Partner: Sendable {
    /// The organisation's identifier everywhere.
    public var identifier: String
    public var name: String
    /// ISO 3166-1 alpha-2 code.
    public var country: String
    public var keys: OrganisationPublicKeys
    /// Keys that an invitation shows which nothing ties to the ones held; nil for none. While there are some, nothing crosses.
    public var changedKeys: OrganisationPublicKeys?
    public var trust: PartnerTrust
    /// Whether its word on the keys of others counts here.
    public var isCoordinator = false
    /// Identifier of the coordinator that vouched for it; empty for none. While it is unverified, nobody here has accepted that yet.
    public var vouchedBy: String
    /// When its keys came to be trusted, milliseconds since 1970; 0 for never.
    public var trusted: Int64
    /// Name of its mailbox, 32 hexadecimal digits.
    public var mailbox: String
    /// Address of its node; empty for none.
    public var address: String
    /// Address of the relay that keeps its mailbox; empty for none.
    public var relay: String
    var keyRecord: String
    var state: ChannelState
    /// Failures since something last went through.
    public var attempts: Int
    /// When the next attempt is due, milliseconds since 1970; ``never`` while there is nothing to send.
    public var due: Int64
    /// When something last arrived from it, milliseconds since 1970; 0 for never.
    public var arrived: Int64
    /// What hinders the exchange; nil for nothing.
    public var trouble: ExchangeError.Kind?
    /// By how many milliseconds its clock was ahead of ours when it was last heard.
    public var clockOffset: Int64

    /// Clocks that differ by no more milliseconds are right enough.
    private static let clockTolerance: UInt64 = 3_600_000

    /// All that hinders the exchange or may mislead in it: ``trouble``, and a clock that is wrong by hours.
    public var troubles: [ExchangeError.Kind] {
        [trouble, clockOffset.magnitude > Self.clockTolerance ? .wrongClock : nil].compactMap { $0 }
    }

    static let never = Int64.max >> 1
    /// No attempt is put off longer, in milliseconds: what would be was put down while the clock was ahead, and is due now.
    static let longestWait: Int64 = 7 * 3_600_000

    /// There is nothing to tell. What is put for the partner from now on goes at once, whatever failed before.
    mutating func rest() { (due, attempts) = (Self.never, 0) }

    /// Messages that it has not confirmed.
    public var unconfirmed: Int64 { state.unconfirmed }

    /// - Throws: ``ExchangeError`` if nothing crosses to or from it.
    func requireTrust() throws(ExchangeError) {
        guard changedKeys == nil else { throw ExchangeError(.changedKeys) }
        switch trust {
        case .verified, .vouched: return
        case .unverified: throw ExchangeError(.unverifiedPartner)
        case .blocked: throw ExchangeError(.blockedPartner)
        case .removed: throw ExchangeError(.removedPartner)
        }
    }
}

/// Rows of the table of partners.
struct PartnerRows {
    let connection: any Connection
    let organisation: Int64

    init(_ connection: any Connection, organisation: Organisation) {
        self.connection = connection
        self.organisation = organisation.number
    }

    private static let columns = """
        partner, name, country, public_keys, changed_keys, trust, vouched_by, trusted, mailbox, address, relay, key_record, sent, sent_link, acknowledged, received, \
        received_link, question, owed_answer, marks, heard, knows_signing, knows_receiving, attempts, due, arrived, trouble, clock_offset, acknowledged_link, \
        announced, announced_link, coordinator
        """

    func all() throws -> [Partner] {
        try connection.all("SELECT \(Self.columns) FROM exchange_partner WHERE organisation = ? ORDER BY partner", [.integer(organisation)], Self.partner)
    }

    func find(_ identifier: String) throws -> Partner? {
        try connection.first(
            "SELECT \(Self.columns) FROM exchange_partner WHERE organisation = ? AND partner = ?", [.integer(organisation), .text(identifier)], Self.partner)
    }

    func require(_ identifier: String) throws -> Partner {
        guard let partner = try find(identifier) else { throw ExchangeError(.unknownPartner) }
        return partner
    }

    func insert(_ partner: Partner, added: Int64) throws {
        try connection.execute(
            """
            INSERT INTO exchange_partner (organisation, added, \(Self.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [.integer(organisation), .integer(added)] + (try Self.values(partner)))
    }

    /// Saves everything that is known of the partner.
    func update(_ partner: Partner) throws {
        let assignments = Self.columns.split(separator: ",").map { "\(String($0).trimmingSpaces) = ?" }.dropFirst().joined(separator: ", ")
        try connection.execute(
            "UPDATE exchange_partner SET \(assignments) WHERE organisation = ? AND partner = ?",
            try Self.values(partner).dropFirst() + [.integer(organisation), .text(partner.identifier)])
    }

    private static func values(_ partner: Partner) throws -> [Value] {
        let state = partner.state
        let marks = (state.isReportOwed ? 1 : 0) | (state.isPartnerFull ? 2 : 0)
        return [
            .text(partner.identifier), .text(partner.name), .text(partner.country), .text(try text(partner.keys)),
            .text(try partner.changedKeys.map(text) ?? ""), .text(partner.trust.rawValue), .text(partner.vouchedBy), .integer(partner.trusted),
            .text(partner.mailbox), .text(partner.address), .text(partner.relay), .text(partner.keyRecord), .integer(state.sent), .blob(state.sentLink.bytes),
            .integer(state.acknowledged), .integer(state.received), .blob(state.receivedLink.bytes), .text(state.question?.description ?? ""),
            .text(state.owedAnswer?.description ?? ""), .integer(Int64(marks)), .integer(state.heard), .integer(Int64(state.partnerKnowsSigning)),
            .integer(Int64(state.partnerKnowsReceiving)), .integer(Int64(partner.attempts)), .integer(partner.due), .integer(partner.arrived),
            .text(partner.trouble?.rawValue ?? ""), .integer(partner.clockOffset), .blob(state.acknowledgedLink.bytes), .integer(state.announced),
            .blob(state.announcedLink.bytes), .bool(partner.isCoordinator),
        ]
    }

    private static func partner(_ row: Row) throws -> Partner {
        var state = ChannelState()
        state.sent = row.integer(12)
        state.sentLink = StreamLink(bytes: row.blob(13)) ?? .start
        state.acknowledged = row.integer(14)
        state.received = row.integer(15)
        state.receivedLink = StreamLink(bytes: row.blob(16)) ?? .start
        state.question = ExchangeIdentifier(row.text(17))
        state.owedAnswer = ExchangeIdentifier(row.text(18))
        state.acknowledgedLink = StreamLink(bytes: row.blob(28)) ?? .start
        (state.announced, state.announcedLink) = (row.integer(29), StreamLink(bytes: row.blob(30)) ?? .start)
        state.isReportOwed = row.integer(19) & 1 != 0
        state.isPartnerFull = row.integer(19) & 2 != 0
        state.heard = row.integer(20)
        state.partnerKnowsSigning = UInt32(clamping: row.integer(21))
        state.partnerKnowsReceiving = UInt32(clamping: row.integer(22))
        var partner = Partner(
            identifier: row.text(0), name: row.text(1), country: row.text(2), keys: try keys(row.text(3)),
            changedKeys: row.text(4).isEmpty ? nil : try keys(row.text(4)), trust: PartnerTrust(rawValue: row.text(5)) ?? .blocked, vouchedBy: row.text(6),
            trusted: row.integer(7), mailbox: row.text(8), address: row.text(9), relay: row.text(10), keyRecord: row.text(11), state: state,
            attempts: Int(row.integer(23)), due: row.integer(24), arrived: row.integer(25), trouble: ExchangeError.Kind(rawValue: row.text(26)),
            clockOffset: row.integer(27))
        partner.isCoordinator = row.integer(31) != 0
        return partner
    }

    static func text(_ keys: OrganisationPublicKeys) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(keys), as: UTF8.self)
    }

    static func keys(_ text: String) throws -> OrganisationPublicKeys {
        try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(text.utf8))
    }
}
