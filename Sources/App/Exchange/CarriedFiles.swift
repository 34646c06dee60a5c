import Exchange
import Formats
import Storage
import Vault

/// Envelopes that go to a partner by hand: as a file, or as a sequence of QR codes.
struct CarriedFiles: Sendable {
    let node: Node

    /// For how long a file stays to be shown or fetched again, in milliseconds: a day.
    private static let life: Int64 = 86_400_000

    /// Everything that a partner does not have yet, sealed to them.
    /// - Parameter limit: bytes that the file holds at most; attachments only go where there is none. What finds no room goes another time.
    /// - Throws: ``ExchangeError`` if nothing crosses to the partner.
    func make(for partner: String, limit: Int? = nil) throws -> (file: [UInt8], envelopes: Int) {
        let delivery = ExchangeDelivery(node: node)
        var cursor = Channel<DatabaseChannelStore>.Cursor()
        var envelopes: [[UInt8]] = []
        var bytes = ExchangeFile.write([]).count
        while envelopes.count < ExchangeFile.envelopes {
            let before = cursor
            let envelope = try delivery.envelope(
                for: partner, after: &cursor, isAsked: envelopes.isEmpty, bytes: limit.map { $0 / 4 } ?? ExchangeLimits.parcel, withPieces: limit == nil)
            guard let envelope, cursor != before || envelopes.isEmpty else { break }
            bytes += envelope.count + 4
            if let limit, bytes > limit {
                guard !envelopes.isEmpty else { throw ExchangeError(.tooLarge) }
                break
            }
            envelopes.append(envelope)
        }
        try delivery.handedOver(partner)
        return (ExchangeFile.write(envelopes), envelopes.count)
    }

    // MARK: What is shown as codes

    /// Makes a sequence of codes and keeps it, so that each of its pages shows the same one.
    func begin(for partner: String) throws {
        let file = try make(for: partner, limit: ExchangeCodes.bytes).file
        try node.database.write { connection in
            try connection.execute(
                "DELETE FROM exchange_carried WHERE organisation = ? AND (partner = ? OR made < ?)",
                [.integer(node.organisation.number), .text(partner), .integer(Int64(node.now()) - Self.life)])
            try connection.execute(
                "INSERT INTO exchange_carried (organisation, partner, made, file) VALUES (?, ?, ?, ?)",
                [.integer(node.organisation.number), .text(partner), .integer(Int64(node.now())), .blob(file)])
        }
    }

    /// The codes that were made last; empty if there are none, or they are too old.
    func codes(for partner: String) throws -> [String] {
        // What is in them is asked again each time: what may not go any more ends them.
        try ExchangeDelivery(node: node).holdBack(for: partner)
        let file = try node.database.read { connection in
            try connection.first(
                "SELECT file FROM exchange_carried WHERE organisation = ? AND partner = ? AND made >= ?",
                [.integer(node.organisation.number), .text(partner), .integer(Int64(node.now()) - Self.life)]
            ) { $0.blob(0) }
        }
        return file.map(ExchangeCodes.texts) ?? []
    }

    // MARK: Taking

    /// What came of a file.
    struct Taken: Sendable, Hashable {
        var taken = 0
        var refused = 0
        var new = 0
        var repeated = 0
        /// Why something was refused, without repeats.
        var reasons: [ExchangeError.Kind] = []

        fileprivate mutating func refuse(_ reason: ExchangeError.Kind) {
            refused += 1
            if !reasons.contains(reason) { reasons.append(reason) }
        }
    }

    /// Takes a file that a partner has made.
    func take(_ file: [UInt8]) throws -> Taken {
        let delivery = ExchangeDelivery(node: node)
        var outcome = Taken()
        for envelope in try ExchangeFile.read(file) {
            do {
                let received = try delivery.take(envelope, isDirect: false)
                outcome.taken += 1
                outcome.new += received.outcome.new
                outcome.repeated += received.outcome.repeated
                try delivery.tell(from: received.partner)
            } catch is VaultError {
                outcome.refuse(.damaged)
            } catch let error as ExchangeError {
                outcome.refuse(error.kind)
            }
        }
        return outcome
    }

    /// What is in a text of scanned codes.
    enum Scanned: Sendable {
        case file([UInt8])
        /// Codes that are still to be scanned, of how many, and pieces that could not be read.
        case incomplete(missing: [Int], count: Int, damaged: Int)
        case nothing(damaged: Int)
    }

    static func scanned(_ text: String) -> Scanned {
        let (collections, damaged) = ExchangeCodes.read(text)
        for collection in collections { if let file = collection.file { return .file(file) } }
        // The one of which there is most.
        guard let best = collections.min(by: { $0.missing.count < $1.missing.count }) else { return .nothing(damaged: damaged) }
        return .incomplete(missing: best.missing, count: best.count, damaged: damaged)
    }
}
