@testable import Entitlements

/// A file of rules. What is read must be checked and shown without a trap; what is refused must say where and why.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    do throws(LawError) {
        let book = try LawReading.read(Array(UnsafeBufferPointer(start: data, count: count)), file: "law.yaml")
        _ = LawCheck.findings(book)
        _ = LawChanges.since(Day(number: 18_000), in: book)
        for rule in book.rules { _ = rule.json }
    } catch {
        precondition(!error.problem.isEmpty && !error.remedy.isEmpty, "refused without a reason")
    }
    return 0
}
