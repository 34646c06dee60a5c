import CZlib

/// Compresses what is in memory.
enum Compression {
    /// gzip (RFC 1952); nil if zlib refuses or it would not become smaller.
    static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
        // 15 bits of window, 16 for the gzip format.
        deflated(bytes, level: level, window: 15 + 16)
    }

    /// Deflate without a heading (RFC 1951), as ZIP archives have it; nil if zlib refuses or it would not become smaller.
    static func raw(_ bytes: [UInt8]) -> [UInt8]? { deflated(bytes, level: 6, window: -15) }

    private static func deflated(_ bytes: [UInt8], level: Int32, window: Int32) -> [UInt8]? {
        var stream = z_stream()
        guard deflateInit2_(&stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        let written: Int? = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : nil
            }
        }
        guard let written, written < bytes.count else { return nil }
        return Array(output[..<written])
    }
}
