import Formats

@testable import Entitlements

/// What a feed or a file of the register holds. What is read has no version that overlaps another, is written and read again as the same, and takes every kind of change
/// without a trap; what is refused says where and why.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let value = try? JSONValue.parse(Array(UnsafeBufferPointer(start: data, count: count))) else { return 0 }
    do throws(RegisterDocument.Problem) {
        let entries = try RegisterDocument.read(value)
        for entry in entries {
            precondition(Instrument.overlap(entry.versions) == nil, "versions overlap")
            change(entry)
        }
        let again = try RegisterDocument.read(RegisterDocument.json(entries))
        precondition(again == entries, "it is written otherwise than it was read")
        let register = Register(entries)
        _ = register.changes(since: Day(number: 18_000))
        _ = LawCheck.findings(register, books: [])
        _ = RegisterDocument.csv(entries)
    } catch {
        precondition(!error.problem.isEmpty && !error.remedy.isEmpty, "refused without a reason")
    }
    return 0
}

private func change(_ entry: Instrument) {
    for version in entry.versions {
        var later = version
        later.identifier += "x"
        later.from = version.until ?? version.from
        later.until = nil
        for change in [RegisterChange.version(later), .correction(later), .withdrawal(version: version.identifier), .entry(entry)] {
            guard let after = try? Instrument.applying(change, to: entry) else { continue }
            precondition(Instrument.overlap(after.versions) == nil, "a change makes versions overlap")
        }
        if let first = entry.versions.first { _ = VersionDifference(from: first, to: version) }
    }
}
