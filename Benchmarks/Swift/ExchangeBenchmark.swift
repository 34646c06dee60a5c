import App
import Crypto
import Foundation

/// Messages between two nodes, put, sealed, delivered and applied, beside the two things that nobody can do without: the cryptography of the same bytes, and durable inserts of
/// the same bytes on both sides. Rounds of ours and of the peers in turn, so that all meet the same disk and the same load.
///
/// Once with a message an envelope, as when people work, and once with all at a time, as after days without a connection.
struct ExchangeBenchmark {
    private let options: Options
    private let rounds = 5
    /// About what a referral without files has.
    private let contentBytes = 4_000

    init(_ options: Options) {
        self.options = options
    }

    func run() throws {
        let exchange = try MeasuredExchange(between: options.newNode("exchange-1"), and: options.newNode("exchange-2"))
        let count = options.count(or: 2_000)
        let peer = ExchangePeer(
            sender: try BareSQLite(file: options.folder.appending(path: "bare-sender.sqlite")),
            recipient: try BareSQLite(file: options.folder.appending(path: "bare-recipient.sqlite")))
        let one = try measure(exchange, peer, messages: max(1, count / 10 / rounds)) { exchange, messages in
            try (0..<messages).map { _ in
                try exchange.put(1, bytes: contentBytes)
                return try exchange.carry()
            }
        }
        let all = try measure(exchange, peer, messages: max(1, count / rounds)) { exchange, messages in
            try exchange.put(messages, bytes: contentBytes)
            return [try exchange.carry()]
        }
        try printFigures(["exchange": ["aMessageAnEnvelope": one, "allAtOnce": all, "contentBytes": contentBytes]])
    }

    private func measure(
        _ exchange: MeasuredExchange, _ peer: ExchangePeer, messages: Int, _ work: (MeasuredExchange, Int) throws -> [MeasuredExchange.Carried]
    ) throws -> [String: Any] {
        var figures: [String: [Double]] = [:]
        var envelopes = 0
        // The first round warms up.
        for round in 0...rounds {
            var carried: [MeasuredExchange.Carried] = []
            let ours = try seconds { carried = try work(exchange, messages) }
            guard carried.reduce(0, { $0 + $1.told }) == messages else { throw BenchmarkError("Not every message was told.") }
            let sent = carried.flatMap(\.envelopes)
            let bytes = sent.map { [UInt8](repeating: 7, count: $0.count) }
            let crypto = try seconds { for body in bytes { try peer.sealAndOpen(body) } }
            let durable = try peer.insert(bytes)
            guard round > 0 else { continue }
            envelopes = sent.count
            figures["messagesPerSecond", default: []].append(Double(messages) / ours)
            figures["envelopesPerSecond", default: []].append(Double(sent.count) / ours)
            figures["bareCryptoEnvelopesPerSecond", default: []].append(Double(sent.count) / crypto)
            figures["bareDurableEnvelopesPerSecond", default: []].append(Double(sent.count) / durable)
            figures["ratioToBothTogether", default: []].append((crypto + durable) / ours)
        }
        var result: [String: Any] = figures.mapValues(median)
        result["messagesARound"] = messages
        result["envelopesARound"] = envelopes
        return result
    }
}

/// The peer: HPKE and a signature by the library alone, and one durable insert of the envelope on each side.
private struct ExchangePeer {
    private let signing = Curve25519.Signing.PrivateKey()
    private let receiving = Curve25519.KeyAgreement.PrivateKey()
    private let sender: BareSQLite
    private let recipient: BareSQLite

    init(sender: BareSQLite, recipient: BareSQLite) {
        (self.sender, self.recipient) = (sender, recipient)
    }

    func sealAndOpen(_ body: [UInt8]) throws {
        let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
        let signature = try signing.signature(for: body)
        var seal = try HPKE.Sender(recipientKey: receiving.publicKey, ciphersuite: suite, info: Data())
        let sealed = try seal.seal(body)
        var open = try HPKE.Recipient(privateKey: receiving, ciphersuite: suite, info: Data(), encapsulatedKey: seal.encapsulatedKey)
        let opened = try open.open(sealed)
        guard signing.publicKey.isValidSignature(signature, for: opened) else { throw BenchmarkError("The peer's signature is not valid.") }
    }

    func insert(_ bodies: [[UInt8]]) throws -> Double { try sender.insert(bodies) + recipient.insert(bodies) }
}
