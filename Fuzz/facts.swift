@testable import Entitlements
import Formats

/// Facts of an employment. What is read must be computed without a trap by the law of its country, and come out as JSON in every currency's coins.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let reading = FactsReader.read(Array(UnsafeBufferPointer(start: data, count: count)))
    guard let facts = reading.facts else {
        precondition(reading.problems.contains(where: \.isFatal), "refused without a reason")
        return 0
    }
    guard let phrases, let book = books[facts.country] else { return 0 }
    let claim = ClaimCalculation(law: book, today: Day(number: 20_600), hijri: hijri).claim(for: facts, problems: reading.problems)
    for head in claim.heads {
        if let low = head.low, let high = head.high { precondition(low <= high, "the least is more than the most") }
        if let amount = head.amount { precondition(!amount.isNegative && amount.rounded(places: claim.currency.places) == amount, "no coin") }
    }
    _ = JSONValue.object(claim.json(phrases)).prettyPrinted()
    return 0
}

private let phrases = Phrases.standard("en")
private let hijri = HijriCalendar.standard()
private let books: [String: LawBook] = {
    let books = (try? LawLibrary.books()) ?? []
    return Dictionary(books.filter { $0.category == .privateSector }.map { ($0.country, $0) }) { first, _ in first }
}()
