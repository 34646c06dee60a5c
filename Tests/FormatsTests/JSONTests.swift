import Testing

@testable import Formats

struct JSONTests {
    private func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try JSONValue.parse(text.bytes, limits: limits)
    }

    private func error(_ text: String, limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try parse(text, limits: limits)
            return nil
        } catch { return error }
    }

    @Test func readsEveryKindOfValue() throws {
        let value = try parse(#" {"a": [null, true, false, -12, 1.5e3, "x\n\u00e9\ud83d\ude00é"], "b": {}} "#)
        #expect(value["a"]?.array == [.null, .bool(true), .bool(false), .integer(-12), .number(1500), .string("x\né😀é")])
        #expect(value["b"] == .object([:]))
    }

    @Test func errorsNameLineColumnAndByte() throws {
        let fault = try #require(error("{\n  \"é\": 1,\n  \"é\"; 2}"))
        #expect(fault.line == 3)
        #expect(fault.column == 6)
        #expect(fault.offset == 19)
        #expect(fault.reason == .unexpected(byte: UInt8(ascii: ";"), expected: "“:”"))
        #expect(fault.description == "JSON, line 3, column 6 (byte 19): “;” cannot stand here; expected “:”.")
    }

    @Test(arguments: [
        ("", JSONError.Reason.unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd), ("tru", .unexpectedEnd), ("-", .unexpectedEnd),
        ("\"\\u12", .unexpectedEnd), ("01", .invalidNumber), ("-01", .invalidNumber), ("1.", .unexpectedEnd), ("1.e1", .invalidNumber),
        ("1e+", .unexpectedEnd), ("1 2", .trailingContent), ("\u{FEFF}1", .byteOrderMark), ("\"\u{1}\"", .controlCharacter(1)),
        ("\"\\x\"", .invalidEscape), ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\\ud800\"", .loneSurrogate), ("\"\\ud800\\u0041\"", .loneSurrogate),
        ("1e999", .numberOutOfRange), ("{\"a\":1,\"a\":1}", .duplicateName("a")), ("{\"a\":1,\"\\u0061\":1}", .duplicateName("a")),
    ])
    func refuses(text: String, reason: JSONError.Reason) {
        #expect(error(text)?.reason == reason)
    }

    @Test func refusesBytesThatAreNotUTF8() throws {
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let text = "\"a\\n".bytes + bad + "\"".bytes
            #expect { try JSONValue.parse(text) } throws: { error in
                (error as? JSONError)?.reason == .invalidUTF8 && (error as? JSONError)?.offset == 4
            }
        }
    }

    @Test func limitsDepthLengthAndNumbers() {
        let deep = String(repeating: "[", count: 600)
        #expect(error(deep)?.reason == .tooDeep(limit: 512))
        #expect(error(deep)?.offset == 512)
        let closed = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(error(closed) == nil)
        #expect(error("[[1]]", limits: JSONLimits(depth: 1))?.reason == .tooDeep(limit: 1))
        #expect(error("\"12345\"", limits: JSONLimits(bytes: 6))?.reason == .tooLong(limit: 6))
        #expect(error(String(repeating: "1", count: 1025))?.reason == .numberTooLong(limit: 1024))
        #expect(JSONLimits(depth: .max).depth == JSONLimits.deepest)
    }

    @Test func duplicateNamesAreFoundInLargeObjects() throws {
        let members = (0..<200).map { "\"name\($0)\":\($0)" }
        #expect(error("{" + members.joined(separator: ",") + "}") == nil)
        #expect(error("{" + (members + ["\"name7\":0"]).joined(separator: ",") + "}")?.reason == .duplicateName("name7"))
        #expect(error("{" + (members + ["\"name150\":0"]).joined(separator: ",") + "}")?.reason == .duplicateName("name150"))
        // The names of an object within do not count for the one around it.
        #expect(error(#"{"a":{"a":1,"b":{"a":2}},"b":3}"#) == nil)
        #expect(error(#"{"a":{"x":1},"b":3,"a":4}"#)?.reason == .duplicateName("a"))
        let kept = try parse(#"{"a":1,"a":2}"#, limits: JSONLimits(duplicateNames: .kept))
        #expect(kept.object?.members.count == 2)
        #expect(kept["a"] == .integer(1))
    }

    @Test func canonicallyEquivalentNamesStayApart() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == .integer(1))
        #expect(value["e\u{301}"] == .integer(2))
    }

    @Test func readsNumbersToTheNearestDouble() throws {
        for text in [
            "0.1", "123456789012345678", "9007199254740993.0", "2.2250738585072011e-308", "1.7976931348623157e308", "1e22", "1e23", "-0.0",
            "4.9e-324", "123456789.123456789e-5", "0.000000000000000000000000000000000000000000000001234567890123456789",
        ] {
            switch try parse(text) {
            case .integer(let integer): #expect(integer == Int64(text))
            case .number(let number): #expect(number.bitPattern == Double(text)?.bitPattern, "\(text)")
            default: Issue.record("\(text) is not read as a number")
            }
        }
        #expect(try parse("-0") == .integer(0))
        #expect(try parse("-9223372036854775808") == .integer(.min))
    }

    @Test func canonicalOrderIsThatOfUTF16() throws {
        // U+FF61 and U+FB33 stand after U+1F602 in UTF-16 and before it in UTF-8.
        let value = try parse("{\"\u{FF61}\":1,\"\u{1F602}\":2,\"\u{FB33}\":3,\"a\":4,\"\":5,\"ab\":6,\"\u{D7FF}\":7}")
        let expected = "{\"\":5,\"a\":4,\"ab\":6,\"\u{D7FF}\":7,\"\u{1F602}\":2,\"\u{FB33}\":3,\"\u{FF61}\":1}"
        #expect(value.canonicalBytes() == expected.bytes)
    }

    @Test func nameOrderAgreesWithUTF16ForRandomNames() {
        var generator = SeededGenerator(seed: 8785)
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
        ]
        for _ in 0..<5_000 {
            let names = (0..<2).map { _ in
                var name = ""
                for _ in 0..<Int.random(in: 0...4, using: &generator) { name.unicodeScalars.append(alphabet.randomElement(using: &generator) ?? "a") }
                return name
            }
            #expect(JSONNameOrder.precedes(names[0], names[1]) == names[0].utf16.lexicographicallyPrecedes(names[1].utf16))
        }
    }

    @Test func canonicalFormEscapesOnlyWhatItMust() {
        let text = (0..<0x20).map { String(UnicodeScalar(UInt8($0))) }.joined() + "\"\\/\u{7F}é\u{2028}"
        let written = JSONValue.string(text).canonicalBytes()
        let controls =
            #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016"#
            + #"\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
        #expect(written == ("\"" + controls + "\\\"\\\\/\u{7F}é\u{2028}\"").bytes)
        #expect(try! JSONValue.parse(written) == .string(text))
    }

    @Test func canonicalIntegersBeyondDoublesAreRounded() {
        #expect(JSONValue.integer(9_007_199_254_740_992).canonicalBytes() == "9007199254740992".bytes)
        #expect(JSONValue.integer(9_007_199_254_740_993).canonicalBytes() == "9007199254740992".bytes)
        #expect(JSONValue.integer(.max).canonicalBytes() == "9223372036854776000".bytes)
        #expect(JSONValue.integer(.min).canonicalBytes() == "-9223372036854776000".bytes)
        #expect(JSONValue.integer(.max).prettyPrinted() == "9223372036854775807")
        #expect(JSONValue.number(.nan).canonicalBytes() == "null".bytes)
    }

    @Test func appendsToABuffer() {
        var bytes = "x".bytes
        JSONValue.bool(true).appendCanonicalBytes(to: &bytes)
        #expect(bytes == "xtrue".bytes)
    }

    @Test func prettyForm() {
        let value: JSONValue = .object(["b": .array([.integer(1), .object(["c": .null])]), "a": .array([]), "d": .object([:])])
        #expect(
            value.prettyPrinted() == """
                {
                  "b": [
                    1,
                    {
                      "c": null
                    }
                  ],
                  "a": [],
                  "d": {}
                }
                """)
    }

    @Test func escapesAtEveryOffsetOfAWord() throws {
        for offset in 0..<20 {
            for special in ["\"", "\\", "\u{1F}", "é", "\u{7F}", "\u{20}", "!", "#"] {
                let text = String(repeating: "a", count: offset) + special + String(repeating: "é", count: 9)
                #expect(try JSONValue.parse(JSONValue.string(text).canonicalBytes()) == .string(text))
            }
        }
    }
}
