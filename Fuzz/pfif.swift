@testable import Interchange

/// A PFIF document is read or refused with a sentence; what was read can be written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(PFIFError) {
        let document = try PFIFReader.read(bytes)
        let again = try PFIFReader.read(PFIFWriter.bytes(document))
        precondition(again.people.count == document.people.count, "people were lost on the way")
    } catch {
        precondition(!error.description.isEmpty, "a document was refused without saying why")
    }
    return 0
}
