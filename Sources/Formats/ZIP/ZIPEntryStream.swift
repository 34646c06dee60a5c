import CZlib

/// Unpacks one entry piece by piece, so that an entry is never whole in memory, and counts against the limits while it does.
struct ZIPEntryStream: XMLSource {
    private let archive: ZIPArchive
    private let entry: ZIPArchive.Entry
    private let inflater: Inflater?
    private var position: Int
    private let end: Int
    private var unpacked = 0
    private var checksum: uLong
    private var isFinished = false

    private static let pieceBytes = 64 << 10

    init(_ entry: ZIPArchive.Entry, of archive: ZIPArchive) throws(ZIPError) {
        // Bit 0: encrypted; bit 6: strongly; bit 13: the directory too.
        if entry.flags & 0x2041 != 0 { throw .encrypted(name: entry.name) }
        switch entry.method {
        case 0: inflater = nil
        case 8: inflater = try Inflater(name: entry.name)
        default: throw .unsupportedMethod(name: entry.name, method: entry.method)
        }
        self.archive = archive
        self.entry = entry
        position = entry.dataOffset
        end = entry.dataOffset + entry.packedBytes
        checksum = crc32(0, nil, 0)
    }

    /// The next piece, empty at the end. Size and checksum are checked when the last piece has been given.
    mutating func nextPiece() throws(ZIPError) -> [UInt8] {
        if isFinished { return [] }
        let piece = try inflater == nil ? storedPiece() : inflatedPiece()
        unpacked += piece.count
        if unpacked > archive.limits.entryBytes { throw .tooLarge(name: entry.name, limit: archive.limits.entryBytes) }
        if unpacked > archive.limits.ratioFreeBytes, unpacked / archive.limits.ratio > entry.packedBytes {
            throw .ratioTooHigh(name: entry.name, limit: archive.limits.ratio)
        }
        checksum = piece.withUnsafeBufferPointer { crc32(checksum, $0.baseAddress, uInt($0.count)) }
        if piece.isEmpty {
            isFinished = true
            if unpacked != entry.bytes { throw .damaged("“\(entry.name)” has \(unpacked) bytes and should have \(entry.bytes)") }
            if UInt32(truncatingIfNeeded: checksum) != entry.checksum { throw .wrongChecksum(name: entry.name) }
        }
        return piece
    }

    mutating func next() throws(XMLSourceError) -> [UInt8] {
        do throws(ZIPError) {
            return try nextPiece()
        } catch {
            throw XMLSourceError(sentence: error.description)
        }
    }

    private mutating func storedPiece() throws(ZIPError) -> [UInt8] {
        let pieceEnd = min(end, position + Self.pieceBytes)
        defer { position = pieceEnd }
        return Array(archive.bytes[position..<pieceEnd])
    }

    private mutating func inflatedPiece() throws(ZIPError) -> [UInt8] {
        guard let inflater, !inflater.isFinished else { return [] }
        var status = Z_OK
        var consumed = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { output, count in
            archive.bytes.withUnsafeBufferPointer { input in
                let packed = UnsafeBufferPointer(rebasing: input[position..<end])
                (status, consumed, count) = inflater.inflate(packed, into: output)
            }
        }
        position += consumed
        guard status == Z_OK || status == Z_STREAM_END else { throw .damaged("“\(entry.name)” cannot be unpacked") }
        // A packed stream that gives nothing and has not ended has been cut off.
        if piece.isEmpty, status != Z_STREAM_END { throw .damaged("“\(entry.name)” is cut off") }
        return piece
    }
}

/// A zlib stream for raw deflate data. A class because zlib keeps the address of the state.
private final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isFinished = false

    init(name: String) throws(ZIPError) {
        stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative window size means deflate without a header of its own.
        let status = inflateInit2_(stream, -MAX_WBITS, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK {
            stream.deallocate()
            throw .damaged("“\(name)” cannot be unpacked, because zlib could not start (status \(status))")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func inflate(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (status: Int32, consumed: Int, produced: Int) {
        let offered = min(input.count, Int(Int32.max))
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = uInt(offered)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = uInt(output.count)
        var status = CZlib.inflate(stream, Z_NO_FLUSH)
        if status == Z_STREAM_END { isFinished = true }
        // No progress is told from the counts.
        if status == Z_BUF_ERROR { status = Z_OK }
        return (status, offered - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
    }
}
