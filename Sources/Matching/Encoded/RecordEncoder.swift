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

    /// Sums of shares that should be whole numbers are, whatever the order of the operations.
    private static let roundingError = 1e-6

    private let keys: [SymmetricKey]
    let fields: [EncodedField]
    let hardening: Hardening
    /// The bits of every piece met so far; a hundred thousand people have few thousand different pairs of letters.
    private var cache: [[UInt8]: [UInt16]] = [:]

    /// The pieces of every name met so far.
    private var names: [[UInt8]: [EncodedField.Piece]] = [:]

    init(keys: EncodingKeys, fields: [EncodedField], hardening: Hardening) {
        self.fields = fields
        self.hardening = hardening
        self.keys = fields.map(keys.key(of:))
    }

    /// - Parameter values: for each field what is cut of its values, see ``EncodedField/cut(of:_:)``; empty where there are none.
    mutating func encode(_ values: [[[UInt8]]]) -> [UInt64] {
        let size = hardening == .fold ? 2 * Self.bits : Self.bits
        var filter = [UInt64](repeating: 0, count: size / 64)
        for (index, values) in values.enumerated() {
            let pieces = values.filter { !$0.isEmpty }.map { self.pieces(of: $0, field: index) }
            let bits = Double(fields[index].bits) / Double(max(1, pieces.count))
            for piece in pieces.joined() {
                // Of many small pieces of a name some set nothing, so that a field sets no more than its bits.
                let exact = bits * piece.share + Self.roundingError
                let places = fields[index].pieces == .sounds ? Int(exact) : max(1, Int(exact.rounded()))
                for place in self.places(of: piece.bytes, field: index).prefix(places) {
                    let place = Int(place) & (size - 1)
                    filter[place / 64] |= 1 << UInt64(place % 64)
                }
            }
        }
        guard hardening == .fold else { return filter }
        return (0..<Self.words).map { filter[$0] ^ filter[$0 + Self.words] }
    }

    private mutating func pieces(of value: [UInt8], field: Int) -> [EncodedField.Piece] {
        guard fields[field].pieces == .sounds else { return fields[field].pieces(of: value) }
        let name = [UInt8(field)] + value
        if let known = names[name] { return known }
        let pieces = fields[field].pieces(of: value)
        names[name] = pieces
        return pieces
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
