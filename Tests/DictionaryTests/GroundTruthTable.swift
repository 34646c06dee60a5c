import Formats
import TestSupport

/// The rows of a CSV file of the ground truth, by column name.
func groundTruthRows(_ path: String) throws -> [[String: String]] {
    var reader = try CSVReader(bytes: GroundTruth.bytes(path), dialect: CSVDialect(delimiter: .comma))
    guard let header = try reader.next()?.fields else { return [] }
    var rows: [[String: String]] = []
    while let record = try reader.next() {
        rows.append([String: String](zip(header, record.fields).map { ($0, $1) }, uniquingKeysWith: { first, _ in first }))
    }
    return rows
}

/// Repeatable random numbers (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
