import Foundation
import Synchronization

/// A file that remembers which parts of a comparison are done and what they found, so that a run that was stopped goes on where it was.
///
/// Bytes, numbers in little-endian order: the 8 letters `CORRCHK1`, a 64-bit fingerprint of records, model and rules, then for every part its number (32 bits), pairs compared
/// (64-bit floating point), number of pairs found (32 bits), these (left and right 32 bits each, pattern 64 bits, weight 32 bits), and a 64-bit check sum of the part.
/// A part that was not written to its end is done again.
final class LinkageCheckpoint: Sendable {
    private static let magic = Array("CORRCHK1".utf8)
    private static let pairBytes = 20
    private let file: URL
    private let handle: Mutex<FileHandle>
    private let done: [Int: CandidateScan.Outcome]

    init(file: URL, of scan: CandidateScan, pieces: [CandidateScan.Piece]) throws {
        self.file = file
        let fingerprint = Self.fingerprint(scan, pieces)
        if FileManager.default.fileExists(atPath: file.path) {
            let bytes = try [UInt8](Data(contentsOf: file))
            let content = try Self.content(bytes, fingerprint: fingerprint, name: file.lastPathComponent)
            done = content.outcomes
            let opened = try FileHandle(forUpdating: file)
            try opened.truncate(atOffset: UInt64(content.end))
            try opened.seekToEnd()
            handle = Mutex(opened)
        } else {
            done = [:]
            do {
                try Data(Self.magic + Self.bytes(fingerprint)).write(to: file)
                let opened = try FileHandle(forUpdating: file)
                try opened.seekToEnd()
                handle = Mutex(opened)
            } catch {
                throw LinkageError.cannotWrite(file: file.lastPathComponent, why: error.localizedDescription)
            }
        }
    }

    func outcome(of piece: Int) -> CandidateScan.Outcome? { done[piece] }

    func append(_ piece: Int, _ outcome: CandidateScan.Outcome) throws {
        var bytes = Self.bytes(UInt32(piece)) + Self.bytes(outcome.compared.bitPattern) + Self.bytes(UInt32(outcome.pairs.count))
        bytes.reserveCapacity(bytes.count + outcome.pairs.count * Self.pairBytes + 8)
        for pair in outcome.pairs {
            bytes += Self.bytes(pair.left)
            bytes += Self.bytes(pair.right)
            bytes += Self.bytes(pair.pattern)
            bytes += Self.bytes(UInt32(bitPattern: pair.weight))
        }
        bytes += Self.bytes(Hashing.hash(bytes))
        do {
            try handle.withLock { handle in
                try handle.write(contentsOf: bytes)
                try handle.synchronize()
            }
        } catch {
            throw LinkageError.cannotWrite(file: file.lastPathComponent, why: error.localizedDescription)
        }
    }

    /// Reads what a file holds. Anything after the last whole part is left out.
    static func content(_ bytes: [UInt8], fingerprint: UInt64?, name: String) throws(LinkageError) -> (outcomes: [Int: CandidateScan.Outcome], end: Int) {
        guard bytes.count >= 16, bytes.starts(with: magic) else { throw .damagedCheckpoint(file: name, why: "it does not begin as one.") }
        if let fingerprint, number(bytes, 8, UInt64.self) != fingerprint { throw .otherCheckpoint(file: name) }
        var outcomes: [Int: CandidateScan.Outcome] = [:]
        var position = 16
        while bytes.count - position >= 24 {
            let count = Int(number(bytes, position + 12, UInt32.self))
            let end = position + 16 + count * pairBytes
            guard end + 8 <= bytes.count, number(bytes, end, UInt64.self) == Hashing.hash(bytes[position..<end]) else { break }
            var outcome = CandidateScan.Outcome(compared: Double(bitPattern: number(bytes, position + 4, UInt64.self)))
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

    /// Changes whenever the records, what was learned, or the rules change.
    private static func fingerprint(_ scan: CandidateScan, _ pieces: [CandidateScan.Piece]) -> UInt64 {
        var state = Hashing.mix(UInt64(scan.records.recordCount) << 32 | UInt64(scan.records.boundary))
        for cell in scan.records.cells { state = Hashing.mix(state ^ UInt64(cell.value) ^ cell.mask) }
        for weight in scan.tables.weights { state = Hashing.mix(state ^ UInt64(bitPattern: Int64(weight))) }
        for piece in pieces {
            state = Hashing.mix(state ^ UInt64(piece.part) << 32 ^ UInt64(piece.parts))
            for key in piece.rule.keys { state = Hashing.mix(state ^ UInt64(key)) }
        }
        return Hashing.mix(state ^ UInt64(bitPattern: Int64(scan.floor)))
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: [UInt8], _ start: Int, _: Number.Type) -> Number {
        (0..<Number.bitWidth / 8).reduce(Number(0)) { $0 | Number(truncatingIfNeeded: bytes[start + $1]) << ($1 * 8) }
    }
}
