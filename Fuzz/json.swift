@testable import Formats

/// Whatever parses is written in its canonical form, which parses again and is its own canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: count)
    for limits in [JSONLimits.standard, JSONLimits(duplicateNames: .kept)] {
        guard let value = try? JSONValue.parse(bytes, limits: limits) else { continue }
        let canonical = value.canonicalBytes()
        guard let again = try? JSONValue.parse(canonical, limits: limits) else { fatalError("the canonical form does not parse") }
        precondition(again.canonicalBytes() == canonical, "the canonical form changes")
        let pretty = try? JSONValue.parse(Array(value.prettyPrinted().utf8), limits: limits)
        precondition(pretty?.canonicalBytes() == canonical, "the pretty form is another value")
    }
    return 0
}
