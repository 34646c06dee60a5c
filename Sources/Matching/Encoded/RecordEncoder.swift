import Crypto
import Foundation

/// Encodes records as cryptographic long-term keys: one Bloom filter a record, filled from all its fields (R. Schnell, T. Bachteler, J. Reiher,
/// A Novel Error-Tolerant Anonymous Linking Code, 2011), hardened by folding.
///
/// Each piece of a value sets bits at places that a keyed pseudorandom function draws one by one (HMAC with SHA-256, RFC 2104). The older double hashing
/// uses only few of the possible sets of places, and was broken because of it (F. Niedermeyer, S. Steinmetzer, M. Kroll, R. Schnell, Cryptanalysis of Basic Bloom
/// Filters Used for Privacy Preserving Record Linkage, 2014).
struct RecordEncoder {
    /// What is done to a filter so that its patterns cannot be read off.
    enum Hardening: String, Sendable, CaseIterable {
        /// A filter of 2,048 bits, of which both halves are combined by exclusive or (R. Schnell, C. Borgs, XOR-Folding for Bloom Filter-based Encryptions for
        /// Privacy-preserving Record Linkage, 2016): a bit then no longer says that a certain piece is there.
        case fold
        case none
    }

    static let bits = 1_024
    static let words = bits / 64

    private let keys: [SymmetricKey]
    let fields: [EncodedField]
    let hardening: Hardening
    /// The bits of every piece met so far; a hundred thousand people have few thousand different pairs of letters.
    private var cache: [[UInt8]: [UInt16]] = [:]

    init(keys: EncodingKeys, fields: [EncodedField], hardening: Hardening) {
        self.fields = fields
        self.hardening = hardening
        self.keys = fields.map(keys.key(of:))
    }

    /// - Parameter forms: for each field the compared forms of its values, empty where there are none.
    mutating func encode(_ forms: [[[UInt8]]]) -> [UInt64] {
        let size = hardening == .fold ? 2 * Self.bits : Self.bits
        var filter = [UInt64](repeating: 0, count: size / 64)
        for (index, values) in forms.enumerated() {
            let pieces = values.filter { !$0.isEmpty }.map { fields[index].pieces(of: $0) }
            for ofValue in pieces {
                let perPiece = max(1, (fields[index].bits / pieces.count + ofValue.count / 2) / ofValue.count)
                for piece in ofValue {
                    for place in places(of: piece, field: index).prefix(perPiece) {
                        let place = Int(place) & (size - 1)
                        filter[place / 64] |= 1 << UInt64(place % 64)
                    }
                }
            }
        }
        guard hardening == .fold else { return filter }
        return (0..<Self.words).map { filter[$0] ^ filter[$0 + Self.words] }
    }

    /// Places from 0 to 65,535 in the order in which they are used, 256 of them.
    private mutating func places(of piece: [UInt8], field: Int) -> [UInt16] {
        let name = [UInt8(field)] + piece
        if let known = cache[name] { return known }
        var places: [UInt16] = []
        places.reserveCapacity(256)
        for counter in 0..<UInt8(16) {
            let code = HMAC<SHA256>.authenticationCode(for: piece + [counter], using: keys[field])
            let bytes = Array(code)
            for index in stride(from: 0, to: bytes.count, by: 2) { places.append(UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8) }
        }
        cache[name] = places
        return places
    }
}
