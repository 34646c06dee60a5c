@testable import Formats

/// A document in pieces gives the same events and the same error as the whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let limits = XMLLimits(depth: 20, attributes: 20, tokenBytes: 100_000)
    let (whole, error) = read { () throws(XMLError) in try XMLReader(bytes: bytes, limits: limits) }
    let size = 1 + count % 7
    let (parts, partsError) = read { () throws(XMLError) in try XMLReader(source: Pieces(rest: bytes[...], size: size), limits: limits) }
    precondition(parts == whole, "pieces give other events")
    precondition(partsError?.reason == error?.reason, "pieces give another error")
    precondition(!whole.contains { if case .text(let text) = $0 { text.utf8.count > count } else { false } }, "text has grown")
    return 0
}

private struct Pieces: XMLSource {
    var rest: ArraySlice<UInt8>
    let size: Int

    mutating func next() throws(XMLSourceError) -> [UInt8] {
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}

private func read(_ open: () throws(XMLError) -> XMLReader) -> ([XMLEvent], XMLError?) {
    var events: [XMLEvent] = []
    do throws(XMLError) {
        var reader = try open()
        while let event = try reader.next() { events.append(event) }
        return (events, nil)
    } catch {
        precondition(!error.description.isEmpty)
        return (events, error)
    }
}
