import Crypto
import Formats
import HTTPTypes
import Storage

/// Requests that must not be carried out twice: what is made from the key that a program gives is the same record each time.
struct IdempotentRequests {
    /// Keys are kept so long; milliseconds.
    static let memory: UInt64 = 7 * 24 * 60 * 60 * 1000

    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    /// The number of the submission that the request makes, from which the identifier of the record follows. Random without a key.
    /// - Throws: ``APIError/keyReused`` if the same person used the key for something else.
    func submission(of call: APICall) throws -> String {
        guard let key = call.text("Idempotency-Key") else { return RecordIdentifier.random() }
        let account = try call.request.signedIn().account
        let digest = Array(SHA256.hash(data: Array("\(account)\n\(key)".utf8)))
        let fingerprint = Array(SHA256.hash(data: Array("\(call.request.method.rawValue) \(call.request.path)\n".utf8) + call.body.canonicalBytes()))
        let now = call.request.now
        let fresh = RecordIdentifier.random()
        return try node.database.write { connection in
            try connection.execute("DELETE FROM api_request WHERE created < ?", [.integer(Int64(now) - Int64(Self.memory))])
            let present = try connection.first("SELECT fingerprint, record FROM api_request WHERE key = ?", [.blob(digest)]) { ($0.blob(0), $0.text(1)) }
            if let present {
                guard present.0 == fingerprint else { throw APIError.keyReused }
                return present.1
            }
            try connection.execute(
                "INSERT INTO api_request (key, fingerprint, record, created) VALUES (?, ?, ?, ?)",
                [.blob(digest), .blob(fingerprint), .text(fresh), .integer(Int64(now))])
            return fresh
        }
    }
}
