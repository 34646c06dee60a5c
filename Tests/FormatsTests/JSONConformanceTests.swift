import Foundation
import TestSupport
import Testing

@testable import Formats

/// The suites of others. Where the JSON test suite leaves the answer open ("i"), ours is pinned here.
struct JSONConformanceTests {
    static let parsing = "conformance/json/jsontestsuite-parsing.jsonl"
    static let transform = "conformance/json/jsontestsuite-transform.jsonl"
    static let canonical = "conformance/json/jcs-rfc8785.jsonl"
    static let numbers = "conformance/json/jcs-numbers-first-7000.csv"

    /// Open cases that we accept; every other open case we refuse (ill-formed Unicode, byte order marks, UTF-16, overflow to infinity).
    static let acceptedOpenCases: Set<String> = [
        // Underflows to zero.
        "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json",
        // Integers beyond 64 bits become the nearest double.
        "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
        // 500 levels; the limit is 512.
        "i_structure_500_nested_arrays.json",
    ]

    @Test(.enabled(if: GroundTruth.has(parsing), "the JSON test suite is not here"))
    func parsingSuite() throws {
        let cases = try ConformanceData.jsonLines(Self.parsing)
        #expect(cases.count > 200)
        let limits = JSONLimits(duplicateNames: .kept)
        for item in cases {
            let name = try #require(item["name"]?.string)
            let text = try bytes(of: item)
            let accepted = (try? JSONValue.parse(text, limits: limits)) != nil
            switch item["expect"]?.string {
            case "y": #expect(accepted, "\(name) must parse")
            case "n": #expect(!accepted, "\(name) must be refused")
            default: #expect(accepted == Self.acceptedOpenCases.contains(name), "\(name) is open; our answer changed to \(accepted)")
            }
        }
    }

    private func bytes(of item: JSONValue) throws -> [UInt8] {
        guard let repetition = item["repeat"] else { return try ConformanceData.base64(item["base64"]) }
        let unit = try ConformanceData.base64(repetition["unit_base64"])
        let count = try #require(repetition["count"]?.integer)
        return Array(repeatElement(unit, count: Int(count)).joined()) + (try ConformanceData.base64(repetition["tail_base64"]))
    }

    @Test(.enabled(if: GroundTruth.has(transform), "the JSON test suite is not here"))
    func transformSuite() throws {
        let refused: Set<String> = [
            "object_same_key_different_values.json", "object_same_key_same_value.json", "object_same_key_unclear_values.json",
            "string_1_escaped_invalid_codepoint.json", "string_1_invalid_codepoint.json", "string_2_escaped_invalid_codepoints.json",
            "string_2_invalid_codepoints.json", "string_3_escaped_invalid_codepoints.json", "string_3_invalid_codepoints.json",
        ]
        let expected: [String: JSONValue] = [
            "number_-9223372036854775808.json": [.integer(.min)],
            "number_-9223372036854775809.json": [.number(-9_223_372_036_854_775_808)],
            "number_1.0.json": [.number(1)],
            "number_1.000000000000000005.json": [.number(1)],
            "number_1000000000000000.json": [.integer(1_000_000_000_000_000)],
            "number_10000000000000000999.json": [.number(1e19)],
            "number_1e-999.json": [.number(0)],
            "number_1e6.json": [.number(1_000_000)],
            "number_9223372036854775807.json": [.integer(.max)],
            "number_9223372036854775808.json": [.number(9_223_372_036_854_775_808)],
        ]
        for item in try ConformanceData.jsonLines(Self.transform) {
            let name = try #require(item["name"]?.string)
            let result = try? JSONValue.parse(ConformanceData.base64(item["base64"]))
            #expect((result == nil) == refused.contains(name), "\(name)")
            if let value = expected[name] { #expect(result == value, "\(name)") }
            // Names that differ only in normalization are two names.
            if name.hasPrefix("object_key_nf") { #expect(result?.object?.members.count == 2, "\(name)") }
        }
    }

    @Test(.enabled(if: GroundTruth.has(canonical), "the RFC 8785 vectors are not here"))
    func canonicalForm() throws {
        for item in try ConformanceData.jsonLines(Self.canonical) {
            let value = try JSONValue.parse(ConformanceData.base64(item["input_base64"]))
            let expected = try ConformanceData.base64(item["output_base64"])
            #expect(value.canonicalBytes() == expected, "\(item["name"]?.string ?? "")")
        }
    }

    @Test(.enabled(if: GroundTruth.has(numbers), "the RFC 8785 number vectors are not here"))
    func canonicalNumbers() throws {
        var checked = 0
        for line in try GroundTruth.bytes(Self.numbers).split(separator: UInt8(ascii: "\n")) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: ",")
            let pattern = try #require(UInt64(parts[0], radix: 16))
            let number = Double(bitPattern: pattern)
            let written = JSONValue.number(number).canonicalBytes()
            #expect(String(decoding: written, as: UTF8.self) == parts[1])
            guard case .number(let read) = try JSONValue.parse(written) else { continue }
            #expect(read == number)
            checked += 1
        }
        #expect(checked > 6_000)
    }
}

extension JSONValue: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
