@testable import Formats

/// No archive unpacks to more than the limits say.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let limits = ZIPLimits(entries: 50, entryBytes: 1 << 20, ratio: 50, ratioFreeBytes: 4_096)
    guard let archive = try? ZIPArchive(bytes: bytes, limits: limits) else { return 0 }
    for entry in archive.entries {
        guard let contents = try? archive.contents(of: entry) else { continue }
        precondition(contents.count == entry.bytes && contents.count <= limits.entryBytes)
    }
    return 0
}
