import Entitlements
import Formats
import Foundation
import Testing

/// Calculations that statutes, ministries, law firms and newspapers published, kept in `published-examples.json` with the address of each.
@Suite struct PublishedExampleTests {
    private static let examples: [JSONValue] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "published-examples.json")
        guard let bytes = try? Data(contentsOf: file), let examples = try? JSONValue.parse([UInt8](bytes)).array else { return [] }
        return examples
    }()

    @Test func thereAreAtLeastForty() {
        #expect(Self.examples.count >= 40)
        #expect(Self.examples.allSatisfy { $0["source"]?.string?.hasPrefix("http") == true })
    }

    /// To the coin; or, where `difference` says why the page has another figure, that figure must be among the readings and roundings that the output names.
    @Test(arguments: examples)
    func comesOutAsPublished(_ example: JSONValue) throws {
        let facts = try #require(example["facts"])
        let published = try #require(example["published"]?.string)
        let kind = try #require(example["head"]?.string.flatMap(HeadKind.init(rawValue:)))
        let claim = try #require(try Claims.answer(facts.prettyPrinted()).claims.first)
        let head = try #require(claim.heads.first { $0.kind == kind })
        // A page that names only the most that can be paid is held against the upper end of the span.
        let computed = (example["bound"]?.string == "high" ? head.high : head.amount).map(claim.currency.text)
        let name = example["source"]?.string ?? ""
        switch example["difference"]?.string {
        case nil: #expect(computed == published, "\(name)")
        case "wrong"?:
            #expect(computed == example["correct"]?.string, "\(name)")
            #expect(example["why"]?.string?.isEmpty == false)
        default:
            #expect(computed != published, "no difference is left to explain: \(name)")
            #expect(
                (head.readings + head.roundings).contains { claim.currency.text($0.amount) == published },
                "\(published) is not explained, computed \(computed ?? "nothing"): \(name)")
        }
    }
}
