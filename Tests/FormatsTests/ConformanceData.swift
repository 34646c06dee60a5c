import Foundation
import TestSupport

@testable import Formats

/// Reading of the suites that lie beside the project, with our own JSON parser.
enum ConformanceData {
    static func jsonLines(_ path: String) throws -> [JSONValue] {
        try GroundTruth.bytes(path).split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0)) }
    }

    static func base64(_ value: JSONValue?) throws -> [UInt8] {
        guard let text = value?.string, let data = Data(base64Encoded: text) else { throw CocoaError(.coderInvalidValue) }
        return [UInt8](data)
    }

    /// The rows of a file by the names of its columns.
    static func csv(_ path: String) throws -> [[String: String]] {
        var reader = try CSVReader(file: GroundTruth.url(path))
        let header = try reader.readHeader()
        var rows: [[String: String]] = []
        while let record = try reader.next() {
            rows.append(Dictionary(zip(header, record.fields)) { first, _ in first })
        }
        return rows
    }
}

/// Numbers that look random and are the same in each run (SplitMix64, G. Steele and others, 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
    var utf16LittleEndian: [UInt8] { utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] } }
}
