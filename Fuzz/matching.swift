@testable import Matching

/// The first byte chooses: a snapshot as it is, a good snapshot with some bytes changed, or a name.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    switch data[0] & 3 {
    case 0: readSnapshot(bytes)
    case 1: readSnapshot(damaged(bytes))
    default: compareNames(String(decoding: bytes, as: UTF8.self))
    }
    return 0
}

private func readSnapshot(_ bytes: [UInt8]) {
    guard var index = try? PersonIndex(snapshot: bytes) else { return }
    for match in index.find(PersonQuery("Rafiqul Islam", born: ComparedDate("1988"), place: "Sylhet", numbers: ["BK1234567"])) {
        precondition((0...1).contains(match.score), "a score is no share")
    }
    index.remove("a")
    index.insert(PersonRecord(identifier: "z", names: ["Sita Thapa"]))
    _ = index.find(PersonQuery("Sita"))
}

/// A good snapshot in which places that the input names have the values that it names.
private func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var snapshot = PersonIndex([
        PersonRecord(identifier: "a", names: ["Md. Rafiqul Islam", "রফিকুল ইসলাম"], born: ComparedDate("1988-04-03"), place: "Sylhet", numbers: ["BK1234567"]),
        PersonRecord(identifier: "b", names: ["Shahnaz Bibi"]),
    ]).snapshot()
    for change in stride(from: 0, to: bytes.count - 2, by: 3) {
        snapshot[(Int(bytes[change]) << 8 | Int(bytes[change + 1])) % snapshot.count] = bytes[change + 2]
    }
    return snapshot
}

private func compareNames(_ text: String) {
    let halves = text.split(separator: "|", maxSplits: 1)
    let (left, right) = (NameKey(String(halves.first ?? "")), NameKey(String(halves.last ?? "")))
    let (one, other) = (NameComparison(left, right).score, NameComparison(right, left).score)
    precondition((0...1).contains(one) && abs(one - other) < 1e-6, "a score depends on the order")
    _ = ComparedDate(text)
    _ = ComparedNumber(text)
    _ = ComparedPlace(text)
    _ = OrganisationComparison(String(halves.first ?? ""), String(halves.last ?? "")).score
}
