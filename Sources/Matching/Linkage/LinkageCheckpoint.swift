import Foundation
import Synchronization

/// A file that remembers which parts of a comparison are done and what they found, so that a run that was stopped goes on where it was.
final class LinkageCheckpoint: Sendable {
    private let file: URL
    private let handle: Mutex<FileHandle>
    private let done: [Int: ScanOutcome]

    /// - Parameter replacesOther: whether a file that is of other work, or damaged, is written anew instead of being refused.
    init(file: URL, of scan: CandidateScan, pieces: [CandidateScan.Piece], replacesOther: Bool) throws {
        self.file = file
        let fingerprint = Self.fingerprint(scan, pieces)
        if let content = try Self.content(of: file, fingerprint, replacesOther) {
            done = content.outcomes
            let opened = try FileHandle(forUpdating: file)
            try opened.truncate(atOffset: UInt64(content.end))
            try opened.seekToEnd()
            handle = Mutex(opened)
        } else {
            done = [:]
            do {
                try Data(CheckpointContent.magic + CheckpointContent.bytes(fingerprint)).write(to: file)
                let opened = try FileHandle(forUpdating: file)
                try opened.seekToEnd()
                handle = Mutex(opened)
            } catch {
                throw LinkageError.cannotWrite(file: file.lastPathComponent, why: error.localizedDescription)
            }
        }
    }

    /// Nil where nothing is to go on with.
    private static func content(of file: URL, _ fingerprint: UInt64, _ replacesOther: Bool) throws -> (outcomes: [Int: ScanOutcome], end: Int)? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return try CheckpointContent.read([UInt8](Data(contentsOf: file)), fingerprint: fingerprint, name: file.lastPathComponent)
        } catch is LinkageError where replacesOther {
            return nil
        }
    }

    func outcome(of piece: Int) -> ScanOutcome? { done[piece] }

    func append(_ piece: Int, _ outcome: ScanOutcome) throws {
        let bytes = CheckpointContent.part(piece, outcome)
        do {
            try handle.withLock { handle in
                try handle.write(contentsOf: bytes)
                try handle.synchronize()
            }
        } catch {
            throw LinkageError.cannotWrite(file: file.lastPathComponent, why: error.localizedDescription)
        }
    }

    /// Changes whenever the records, what was learned, or the rules change.
    private static func fingerprint(_ scan: CandidateScan, _ pieces: [CandidateScan.Piece]) -> UInt64 {
        var state = Hashing.mix(UInt64(scan.records.recordCount) << 32 | UInt64(scan.records.boundary))
        for cell in scan.records.cells { state = Hashing.mix(state ^ UInt64(cell.value) ^ cell.mask) }
        for weight in scan.tables.weights + scan.tables.references + scan.tables.exactGains { state = Hashing.mix(state ^ UInt64(bitPattern: Int64(weight))) }
        for piece in pieces {
            state = Hashing.mix(state ^ UInt64(piece.part) << 32 ^ UInt64(piece.parts))
            for key in piece.rule.keys { state = Hashing.mix(state ^ UInt64(key)) }
        }
        return Hashing.mix(state ^ UInt64(bitPattern: Int64(scan.floor)))
    }
}
