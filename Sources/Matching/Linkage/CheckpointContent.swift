/// The bytes of a checkpoint, numbers in little-endian order: the 8 letters `CORRCHK1`, a 64-bit fingerprint of records, model and rules, then for every part its number (32 bits),
/// pairs compared (64-bit floating point), number of pairs found (32 bits), these (left and right 32 bits each, pattern 64 bits, weight 32 bits), and a 64-bit check sum of the part.
/// A part that was not written to its end is done again.
enum CheckpointContent {
    static let magic = Array("CORRCHK1".utf8)
    private static let pairBytes = 20

    /// A part that is done.
    static func part(_ piece: Int, _ outcome: ScanOutcome) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24 + outcome.pairs.count * pairBytes)
        append(UInt32(piece), to: &bytes)
        append(outcome.compared.bitPattern, to: &bytes)
        append(UInt32(outcome.pairs.count), to: &bytes)
        for pair in outcome.pairs {
            append(pair.left, to: &bytes)
            append(pair.right, to: &bytes)
            append(pair.pattern, to: &bytes)
            append(pair.weight, to: &bytes)
        }
        append(bytes.withUnsafeBufferPointer(Hashing.hash), to: &bytes)
        return bytes
    }

    /// Reads what a file holds. Anything after the last whole part is left out.
    static func read(_ bytes: [UInt8], fingerprint: UInt64?, name: String) throws(LinkageError) -> (outcomes: [Int: ScanOutcome], end: Int) {
        guard bytes.count >= 16, bytes.starts(with: magic) else { throw .damagedCheckpoint(file: name, why: "it does not begin as one.") }
        if let fingerprint, number(bytes, 8, UInt64.self) != fingerprint { throw .otherCheckpoint(file: name) }
        var outcomes: [Int: ScanOutcome] = [:]
        var position = 16
        while bytes.count - position >= 24 {
            let count = Int(number(bytes, position + 12, UInt32.self))
            let end = position + 16 + count * pairBytes
            guard end + 8 <= bytes.count, number(bytes, end, UInt64.self) == Hashing.hash(bytes[position..<end]) else { break }
            var outcome = ScanOutcome(compared: Double(bitPattern: number(bytes, position + 4, UInt64.self)))
            outcome.pairs = (0..<count).map { index in
                let start = position + 16 + index * pairBytes
                return ScoredPair(
                    left: number(bytes, start, UInt32.self), right: number(bytes, start + 4, UInt32.self), pattern: number(bytes, start + 8, UInt64.self),
                    weight: Int32(bitPattern: number(bytes, start + 16, UInt32.self)))
            }
            outcomes[Int(number(bytes, position, UInt32.self))] = outcome
            position = end + 8
        }
        return (outcomes, position)
    }

    static func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    @inline(__always)
    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: [UInt8], _ start: Int, _: Number.Type) -> Number {
        (0..<Number.bitWidth / 8).reduce(Number(0)) { $0 | Number(truncatingIfNeeded: bytes[start + $1]) << ($1 * 8) }
    }
}
