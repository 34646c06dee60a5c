@testable import Formats
@testable import Journal

/// Bytes that are read as an entry are exactly those that the entry writes, and the fold of a few entries does not depend on their order. A state that is read is
/// written in a form that is read as the same state.
///
/// Each line of the input is the body of an entry or a state.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let lines = UnsafeBufferPointer(start: data, count: count).split(separator: 0x0A, omittingEmptySubsequences: false).prefix(8).map(Array.init)
    var entries: [(entry: Entry, identifier: Digest)] = []
    for line in lines {
        if let entry = try? Entry(body: line) {
            precondition(entry.canonicalBytes() == line, "an entry is written otherwise than it was read")
            entries.append((entry, Entry.identifier(of: line)))
        } else if let state = try? RecordState(canonicalBytes: line) {
            let written = state.canonicalBytes()
            let again = try? RecordState(canonicalBytes: written)
            precondition(again?.canonicalBytes() == written, "a state is read otherwise than it was written")
        }
    }
    let state = fold(entries)?.canonicalBytes()
    precondition(fold(entries.reversed() + entries)?.canonicalBytes() == state, "the order of arrival changes the state")
    var stepwise: RecordState?
    for (index, item) in entries.enumerated() {
        stepwise = stepwise?.applying(item.entry, identifier: item.identifier) ?? fold(Array(entries.prefix(index + 1)))
    }
    precondition(stepwise?.canonicalBytes() == state, "step by step gives another state")
    return 0
}

private func fold(_ entries: [(entry: Entry, identifier: Digest)]) -> RecordState? {
    var fold = Fold()
    for item in entries { fold.insert(item.entry, identifier: item.identifier) }
    return fold.state()
}
