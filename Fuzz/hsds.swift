import Formats

@testable import Interchange

/// A document of the directory, as it comes in a partner's feed or in a file, is read or refused with a sentence; what was read is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    do throws(ImportError) {
        if data[0] % 2 == 0 {
            let document = try HSDSDocument(json: bytes, file: "file")
            precondition((try? JSONValue.parse(document.page.canonicalBytes(), limits: JSONLimits(depth: 100, bytes: 64 << 20))) != nil, "what was read cannot be written")
        } else {
            _ = try HSDSDocument(tables: [(name: "organizations.csv", bytes: bytes), (name: "services.csv", bytes: bytes)], place: "folder")
        }
    } catch {
        precondition(!error.description.isEmpty, "a document was refused without saying why")
    }
    return 0
}
