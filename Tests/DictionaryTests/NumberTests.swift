import Dictionary
import TestSupport
import Testing

@Suite struct NumberTests {
    @Test(
        arguments: [
            ("0", "0"), ("-0", "0"), ("-0.000", "0"), ("007", "7"), ("+1.50", "1.5"), ("1200.50", "1200.5"), ("-12.340", "-12.34"),
            ("0.000000000001", "0.000000000001"), ("99999999999999999999.999999999999", "99999999999999999999.999999999999"),
            ("0000000000000000000000001", "1"), ("1.0000000000000000000", "1"),
        ])
    func canonical(_ text: String, _ canonical: String) throws {
        let number = try ExactDecimal(text)
        #expect(number.description == canonical)
        #expect(try ExactDecimal(number.description) == number)
    }

    @Test(
        arguments: [
            "", "-", "+", ".", "1.", ".5", "1e3", "1,000", " 1", "1 ", "٣", "NaN", "inf", "0x10", "1.2.3", "--1", "100000000000000000000",
            "0.0000000000001", "1\u{0}",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueError.self) { try ExactDecimal(text) }
    }

    @Test("Order and sums are those of whole numbers of the smallest unit")
    func orderAndSums() throws {
        var random = Seeded(state: 11)
        for _ in 0..<2_000 {
            let left = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
            let right = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
            let first = try ExactDecimal(thousandths(left))
            let second = try ExactDecimal(thousandths(right))
            #expect((first < second) == (left < right))
            #expect(try first.adding(second) == ExactDecimal(thousandths(left + right)))
        }
        let most = try ExactDecimal("99999999999999999999")
        #expect(most.adding(most) == nil)
        #expect(try ExactDecimal("85.32409").truncated(fractionDigits: 1).description == "85.3")
        #expect(try ExactDecimal("-85.39").truncated(fractionDigits: 1).description == "-85.3")
        #expect(try ExactDecimal("1.250").scale == 2)
    }

    private func thousandths(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return (number < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
    }

    @Test(arguments: [
        ("1200.5", "QAR", "1200.50"), ("1200.50", "JPY", "1200.5"), ("1", "KWD", "1.000"), ("1200", "KRW", "1200"), ("0.125", "USD", "0.125"),
    ])
    func money(_ amount: String, _ currency: String, _ text: String) throws {
        #expect(try Money(amount: amount, currency: currency).amountText == text)
        #expect(try Money(amount: amount, currency: currency) == Money(amount: text, currency: currency))
    }

    @Test(arguments: ["qar", "QA", "QARR", "Q1R", "\u{212A}WD"])
    func noCurrency(_ code: String) {
        #expect(throws: ValueError.self) { try Money(amount: "1", currency: code) }
    }
}

@Suite struct PhoneNumberTests {
    @Test(
        "A number is given only where the reference library reads the same one without a country",
        .enabled(if: GroundTruth.has("conformance/phones/written-variants.csv"), "the phone numbers are not there"))
    func written() throws {
        var certain = 0
        for row in try groundTruthRows("conformance/phones/written-variants.csv") {
            guard let text = row["text"], let phone = try? PhoneNumber(written: text), let number = phone.number else { continue }
            certain += 1
            #expect(number == row["without_default_country"], "\(text)")
        }
        #expect(certain > 150)
    }

    @Test(
        "The international and the compact form of the examples are read",
        .enabled(if: GroundTruth.has("conformance/phones/examples.csv"), "the phone numbers are not there"))
    func examples() throws {
        for row in try groundTruthRows("conformance/phones/examples.csv") {
            let number = try #require(row["e164"])
            #expect(try PhoneNumber(written: number).number == number)
            let international = try #require(row["international"])
            if !international.contains("(") { #expect(try PhoneNumber(written: international).number == number) }
            #expect(try PhoneNumber(written: #require(row["national"])).number == nil, "a national number belongs to no country by itself")
        }
    }

    @Test(
        "A number without its country is kept as it was written and taken for nobody's, whichever countries would have it",
        .enabled(if: GroundTruth.has("conformance/phones/invalid-or-ambiguous.csv"), "the phone numbers are not there"))
    func withoutCountry() throws {
        var count = 0
        for row in try groundTruthRows("conformance/phones/invalid-or-ambiguous.csv") {
            let text = row["text"] ?? ""
            guard !text.isEmpty, let phone = try? PhoneNumber(written: text) else { continue }
            #expect(phone.written == text)
            if !text.hasPrefix("+"), !text.hasPrefix("00") { #expect(phone.number == nil, "\(text)") }
            count += 1
        }
        #expect(count > 500)
    }

    @Test(
        arguments: [
            "+977 9841234567 (brother)", "+977 9841234567 / +974 33123456", "00977 9841234567", "9841234567", "+977 (0) 9841234567", "+0779841234567",
            "+123", "+12345678901234567", "call me",
        ])
    func uncertain(_ text: String) throws {
        let phone = try PhoneNumber(written: text)
        #expect(phone.number == nil)
        #expect(phone.written == text)
    }

    @Test func nativeDigitsAndMarks() throws {
        #expect(try PhoneNumber(written: "+९७७ ९८४-१२३४५६७").number == "+9779841234567")
        #expect(try PhoneNumber(written: "\u{202A}+974 3312 3456\u{202C}").number == "+97433123456")
        #expect(throws: ValueError.self) { try PhoneNumber(written: "x", number: "977") }
    }
}
