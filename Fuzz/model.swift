@testable import MatchingSettings

/// The model file of a linkage: read or refused in words, whatever it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    do {
        let settings = try LinkageSettings.parse(text)
        precondition((0...1).contains(settings.threshold), "a threshold that is no probability")
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
