import Exchange
import Foundation
import Storage
import Vault

/// What the command line does about the exchange of one organisation.
public struct ExchangeAdministration: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    public func partners() throws -> [Partner] { try Partners.list(node) }

    /// The half of the code that this side reads out, and the one that it hears.
    public func halves(with partner: Partner) -> (ours: [String], theirs: [String]) { Partners.halves(with: partner, node) }

    /// The text of the organisation's own invitation.
    /// - Parameters:
    ///   - address: where partners reach the node from now on; nil leaves it as it is.
    ///   - relay: the relay that keeps the mailbox from now on; nil leaves it as it is.
    public func invitation(address: String? = nil, relay: String? = nil) throws -> String {
        for text in [address, relay] { if let text, !text.isEmpty { _ = try ExchangeAddress(text, allowsLoopback: true) } }
        if address != nil || relay != nil {
            try node.database.write { connection in
                let profile = try ExchangeProfile.ensure(node, connection)
                try ExchangeProfile.set(address: address ?? profile.address, relay: relay ?? profile.relay, of: node, connection)
            }
        }
        return try Invitation.own(node).text(signedBy: node.keys)
    }

    /// Where partners and relays leave envelopes for the organisation, the relay that keeps them where the node cannot be reached, and what hindered the last fetching.
    public func mailbox() throws -> (name: String, relay: String, trouble: ExchangeError?) {
        let profile = try node.database.write { try ExchangeProfile.ensure(node, $0) }
        return (profile.mailbox, profile.relay, profile.trouble.map { ExchangeError($0) })
    }

    public func add(_ invitation: String) throws -> Partner { try Partners.add(try Invitation.read(invitation), node) }

    public func verify(_ partner: String, code: String) throws { try Partners.verify(partner, code: code, node) }

    public func set(_ trust: PartnerTrust, of partner: String) throws { try Partners.set(trust, of: partner, node) }

    public func repair(_ partner: String) throws {
        guard try node.database.read({ try Partners.find(partner, node, $0) }) != nil else { throw ExchangeError(.unknownPartner) }
        try ExchangeDelivery(node: node).compare(partner)
    }

    /// Puts messages that say nothing on their way, to try whether the partner is reached.
    /// - Parameter progress: told after each part how many are on their way, so that somebody who waits sees that it goes on; what was put on its way before an interruption
    ///   goes.
    public func sendTest(to partner: String, count: Int, progress: (Int) -> Void = { _ in }) throws {
        let conversation = ExchangeMessage.newConversation()
        for start in stride(from: 1, through: max(1, count), by: Self.testsPerTransaction) {
            let end = min(max(1, count), start + Self.testsPerTransaction - 1)
            try node.change(by: Reader.keyHolder.account) { transaction in
                for number in start...end {
                    try Outbox.put(
                        ExchangeMessage(conversation: conversation, kind: TestMessage.kind, content: TestMessage.content(number)), to: partner, node: node,
                        in: transaction)
                }
            }
            progress(end)
        }
    }

    /// Test messages at once, and in one transaction: a partner's mailbox holds no more than it can drain in minutes.
    public static let testLimit = 10_000
    private static let testsPerTransaction = 250

    /// Messages of a partner that arrived and that no feature could be told yet.
    public func untold(of partner: Partner) throws -> Int { try node.database.read { try PartnerPages.Traffic.read(partner, node, $0).untold } }

    /// Writes everything that a partner does not have into a file.
    /// - Returns: how many envelopes.
    public func export(to partner: String, into file: URL) throws -> Int {
        let made = try CarriedFiles(node: node).make(for: partner)
        let output = try OutputFile(file, keeping: node.ownFiles)
        try output.write(made.file)
        try output.finish()
        return made.envelopes
    }

    /// What a partner does not have, without attachments, as the texts of QR codes.
    public func codes(for partner: String) throws -> [String] {
        ExchangeCodes.texts(of: try CarriedFiles(node: node).make(for: partner, limit: ExchangeCodes.bytes).file)
    }

    /// What came of a file.
    public struct Imported: Sendable {
        public var taken: Int
        public var refused: Int
        public var new: Int
        public var repeated: Int
        /// Why something was refused, without repeats.
        public var reasons: [ExchangeError]
    }

    /// Takes what a partner has exported: a file, or the texts of scanned codes.
    public func take(_ bytes: [UInt8]) throws -> Imported {
        let text = String(decoding: bytes, as: UTF8.self)
        let file: [UInt8]
        switch CarriedFiles.scanned(text) {
        case .file(let scanned): file = scanned
        case .incomplete(let missing, let count, let damaged):
            throw AppError(
                "\(missing.count) of \(count) codes are missing: \(missing.prefix(20).map(String.init).joined(separator: ", ")); \(damaged) could not be read. "
                    + "Scan them and import all texts together.")
        case .nothing: file = bytes
        }
        let taken = try CarriedFiles(node: node).take(file)
        return Imported(taken: taken.taken, refused: taken.refused, new: taken.new, repeated: taken.repeated, reasons: taken.reasons.map { ExchangeError($0) })
    }
}

extension Partner {
    /// Up to which number the partner has everything, and up to which we have.
    public var confirmed: Int64 { state.acknowledged }
    public var received: Int64 { state.received }
}
