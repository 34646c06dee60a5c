import Crypto
import Exchange
import Journal
import Matching

/// Counts how many organisations have cases about the same employer, from encodings of which the counter does not know the secret.
enum PatternCounting {
    /// Fewer organisations than this are never told. In a network of few members a smaller number would say whose cases they are.
    static let leastThreshold = 3
    /// "Five members have a case": what a page offers.
    static let usualThreshold = 5
    /// From this likeness on two encodings are probably of one employer. Judgement.
    static let likeness = 0.8
    static let meanings: [ColumnMeaning] = [.fullName, .place]
    /// Bits that an encoding's fields may set.
    static let mostBits = 280
    static let mostEncodings = 5_000

    /// Of each member the numbers about which enough members have a case, with a rounded number of members.
    ///
    /// An encoding counts the members that have one like it, its own member once: likeness is not passed on from one to the next, so that a chain of similar names does not grow.
    /// - Complexity: O(encodings²), by the comparison of filters.
    /// - Throws: `EncodingError` if lists were made with different secrets.
    static func results(_ lists: [(member: String, encodings: EncodedRecords)], threshold: Int) throws -> [String: [Int: Int]] {
        var others = lists.map { [Set<Int>](repeating: [], count: $0.encodings.count) }
        for left in lists.indices {
            for right in lists.indices where right > left {
                for pair in try EncodedComparison(lists[left].encodings, lists[right].encodings).pairs(from: likeness).pairs {
                    others[left][pair.left].insert(right)
                    others[right][pair.right].insert(left)
                }
            }
        }
        var results: [String: [Int: Int]] = [:]
        for (index, list) in lists.enumerated() {
            var ofMember: [Int: Int] = [:]
            for (number, with) in others[index].enumerated() {
                if let told = told(with.count + 1, threshold: threshold) { ofMember[number] = told }
            }
            results[list.member] = ofMember
        }
        return results
    }

    /// The number that is told: at least so many. It moves in steps, so that from one count to the next nobody reads off that a certain member joined in; nil below the threshold.
    static func told(_ members: Int, threshold: Int) -> Int? {
        let least = max(leastThreshold, threshold)
        return [20, 10, 4, 2, 1].map { $0 * least }.first { $0 <= members }
    }

    /// Who makes the secret: a member, never the coordinator, and not of the coordinator's choice.
    static func keeper(_ round: String, _ members: [String]) -> String? {
        members.min { digest(round, $0) < digest(round, $1) }
    }

    private static func digest(_ round: String, _ member: String) -> String {
        Hexadecimal.text(Array(SHA256.hash(data: Array("corridor/pattern-keeper/1\n\(round)\n\(member)".utf8))))
    }

    /// Whether encodings can have been made from names of employers.
    static func arePossible(_ encodings: EncodedRecords) -> Bool {
        (1...mostEncodings).contains(encodings.count) && (0..<encodings.count).allSatisfy { (1...mostBits).contains(encodings.bitCount($0)) }
    }
}
