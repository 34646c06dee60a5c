@testable import MatchingFiles

/// The first byte chooses the reader. Whatever is read as a file of encodings is written again as the same bytes; a checkpoint is read up to its last whole part.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    if data[0] & 1 == 0 {
        // With its check sum put right, so that what lies behind it is reached.
        for candidate in [bytes, EncodedRecords.withCheckSum(bytes)] {
            guard let records = try? EncodedRecords(bytes: candidate, name: "a.clk") else { continue }
            precondition(records.bytes() == candidate, "what was read is written otherwise")
        }
    } else if let content = try? CheckpointContent.read(bytes, fingerprint: nil, name: "a.checkpoint") {
        precondition(content.end <= bytes.count)
    }
    return 0
}
