@testable import Interchange

/// A mapping is read or refused with a sentence; it never makes the reader crash, hang or take all memory.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(ImportError) {
        let mapping = try MappingReader.read(bytes, file: "mapping.yaml", limits: .standard)
        precondition(!mapping.source.isEmpty, "a mapping without a source was read")
    } catch {
        precondition(!error.description.isEmpty && !error.problem.isEmpty && !error.remedy.isEmpty, "a mapping was refused without saying why")
    }
    return 0
}
