import Dictionary
import Formats
import Testing

@Suite struct JSONRoundTripTests {
    @Test("A random value of every type is the same after its JSON form, and has one canonical form", arguments: FieldType.allCases)
    func values(_ type: FieldType) throws {
        var maker = ValueMaker(random: Seeded(state: UInt64(type.rawValue.utf8.reduce(17) { $0 &* 31 &+ Int($1) })))
        for round in 0..<400 {
            let multiple = round % 3 == 0
            let value = try maker.value(type, multiple: multiple)
            #expect(value.isOf(type: type, multiple: multiple))
            let bytes = value.json.canonicalBytes()
            let read = try FieldValue(json: JSONValue.parse(bytes), type: type, multiple: multiple)
            #expect(read == value)
            #expect(read.json.canonicalBytes() == bytes)

            let answers = [Answer(value), Answer(value, note: try maker.text()), Answer(absent: .refused), Answer(absent: .notApplicable, note: "x")]
            for answer in answers {
                let bytes = answer.json.canonicalBytes()
                let again = try Answer(json: JSONValue.parse(bytes), type: type, multiple: multiple)
                #expect(again == answer)
                #expect(again.json.canonicalBytes() == bytes)
            }
        }
    }

    @Test(
        "The JSON form is the documented one",
        arguments: [
            (FieldType.text, #""a\nb""#), (.narrative, #""नेपाल""#), (.code, #""passport-retention""#), (.codes, #"["a","b"]"#),
            (.date, #""2019-04-03?""#),
            (.money, #"{"amount":"1200.50","currency":"QAR"}"#), (.quantity, #"{"amount":"12","unit":"hours-per-week"}"#),
            (.place, #"{"country":"NP","detail":"d","latitude":"27.7","locality":"l","longitude":"85.3","subdivision":"NP-P3"}"#),
            (.phone, #"{"number":"+9779812345678","written":"98-123"}"#), (.phone, #"{"written":"98-123"}"#),
            (.identifier, #"{"issuer":"NP","kind":"passport","number":"A1"}"#),
            (.name, #"{"family":"b","full":"a b","given":"a","middle":"m","script":"Deva"}"#),
            (
                .file,
                ##"{"bytes":123,"name":"a.jpg","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","type":"image/jpeg"}"##
            ),
            (.link, #""case:01J-x_y""#),
        ])
    func documented(_ type: FieldType, _ json: String) throws {
        let value = try FieldValue(json: JSONValue.parse(Array(json.utf8)), type: type)
        #expect(String(decoding: value.json.canonicalBytes(), as: UTF8.self) == json)
    }

    @Test func codesAreSortedByBytesAndUnique() throws {
        let value = try FieldValue(json: .array(["b", "a", "B", "a", "a-b", "10", "9"].map { .string($0) }), type: .codes)
        #expect(value.codes == ["10", "9", "B", "a", "a-b", "b"])
        #expect(try FieldValue(json: .array([.string("b"), .string("a")]), type: .code, multiple: true).codes == ["a", "b"])
        let texts = try FieldValue(json: .array([.string("b"), .string("a"), .string("b")]), type: .text, multiple: true)
        #expect(texts.elements == [.text("b"), .text("a"), .text("b")])
    }

    @Test(
        "What is not the form of the type is refused with a sentence",
        arguments: [
            (FieldType.text, "1"), (.text, #""""#), (.text, "null"), (.text, #"["a"]"#), (.code, #""two words""#), (.code, "\"\u{212A}w\""),
            (.code, #""""#),
            (.codes, #""a""#), (.codes, "[]"), (.codes, #"["a",1]"#), (.date, #""3/4/2019""#), (.money, #"{"amount":"1"}"#),
            (.money, #"{"amount":1,"currency":"QAR"}"#), (.money, #"{"amount":"1","currency":"QAR","x":1}"#),
            (.quantity, #"{"amount":"1","unit":"Two Days"}"#),
            (.place, "{}"), (.place, #"{"country":"np"}"#), (.place, #"{"country":"QA","subdivision":"NP-P3"}"#), (.place, #"{"latitude":"1"}"#),
            (.place, #"{"latitude":"91","longitude":"1"}"#), (.place, #"{"latitude":"1","longitude":"181"}"#), (.phone, "{}"),
            (.phone, #"{"number":"977","written":"x"}"#), (.identifier, #"{"kind":"passport"}"#), (.identifier, #"{"kind":"a b","number":"1"}"#),
            (.name, #"{"given":"a"}"#), (.name, #"{"full":"a","script":"deva"}"#), (.file, #"{"sha256":"00","name":"a","type":"a/b","bytes":1}"#),
            (.link, #""a b""#), (.link, #""../x""#),
        ])
    func refused(_ type: FieldType, _ json: String) throws {
        let json = try JSONValue.parse(Array(json.utf8))
        do {
            let value = try FieldValue(json: json, type: type)
            Issue.record("read as \(value)")
        } catch {
            #expect(error.description.hasSuffix(".") && !error.remedy.isEmpty, "\(error)")
        }
    }

    @Test(
        arguments: [
            "{}", #"{"value":"a","absent":"unknown"}"#, #"{"absent":"dunno"}"#, #"{"value":"a","note":1}"#, #"{"value":"a","extra":1}"#, #""a""#,
            #"{"note":"a"}"#, #"{"value":"a","note":""}"#, #"{"absent":null}"#,
        ])
    func refusedAnswers(_ json: String) throws {
        let json = try JSONValue.parse(Array(json.utf8))
        #expect(throws: ValueError.self) { try Answer(json: json, type: .text) }
    }
}

/// Makes random values of every type.
struct ValueMaker {
    var random: Seeded
    private static let scalars = Array(
        "aZ09 -_.,:;/\\\"'<>&%|{}[]\u{E9}\u{301}\u{915}\u{94D}\u{937}\u{628}\u{200D}\u{202E}\u{1F468}\u{4E2D}\u{1100}\u{1161}\n\t\r\u{0}\u{85}"
            .unicodeScalars)

    init(random: Seeded) { self.random = random }

    mutating func text() throws -> String {
        var text = "x"
        for _ in 0..<Int.random(in: 0...20, using: &random) { text.unicodeScalars.append(ValueMaker.scalars.randomElement(using: &random) ?? "y") }
        return NormalText.clean(text)
    }

    private mutating func maybeText() throws -> String? { Bool.random(using: &random) ? try text() : nil }

    private mutating func code() -> String {
        let letters = Array("abcxyz")
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in String(letters.randomElement(using: &random) ?? "a") }.joined(separator: "-")
    }

    private mutating func number(_ range: ClosedRange<Int>) -> String {
        let fraction = Bool.random(using: &random) ? "." + String(Int.random(in: 0...999_999, using: &random)) : ""
        return "\(Int.random(in: range, using: &random))\(fraction)"
    }

    mutating func value(_ type: FieldType, multiple: Bool) throws -> FieldValue {
        guard multiple || type == .codes else { return try single(type) }
        let values = try (0..<Int.random(in: 1...6, using: &random)).map { _ in try single(type) }
        return try FieldValue(list: values, type: type)
    }

    private mutating func single(_ type: FieldType) throws -> FieldValue {
        switch type {
        case .text: return try FieldValue(text: text())
        case .narrative: return try FieldValue(text: text() + "\n" + text(), limit: NormalText.narrativeLimit)
        case .code, .codes: return try FieldValue(code: code())
        case .link: return try FieldValue(link: code())
        case .date:
            let year = 1900 + Int.random(in: 0...150, using: &random)
            let month = Int.random(in: 10...12, using: &random)
            let forms = ["\(year)", "\(year)-\(month)", "\(year)-\(month)-11", "\(year)~", "\(year)-XX", "\(year)/", "[\(year),\(year + 1)]"]
            return .date(try PartialDate(edtf: forms.randomElement(using: &random) ?? "2019"))
        case .money:
            let currency = ["QAR", "KWD", "JPY", "NPR"].randomElement(using: &random) ?? "QAR"
            return .money(try Money(amount: number(-1_000_000...1_000_000), currency: currency))
        case .quantity: return .quantity(try Quantity(amount: number(0...1_000), unit: code()))
        case .place:
            let located = Bool.random(using: &random)
            return .place(
                try Place(
                    country: "NP", subdivision: Bool.random(using: &random) ? "NP-P3" : nil, locality: maybeText(), detail: maybeText(),
                    latitude: located ? ExactDecimal(number(-89...89)) : nil, longitude: located ? ExactDecimal(number(-179...179)) : nil))
        case .phone: return .phone(try PhoneNumber(written: Bool.random(using: &random) ? "+977 9841234567" : text()))
        case .identifier: return .identifier(try Identifier(kind: code(), number: text(), issuer: maybeText()))
        case .name:
            return .name(
                try PersonName(
                    full: text(), given: maybeText(), family: maybeText(), middle: maybeText(), script: Bool.random(using: &random) ? "Deva" : nil))
        case .file:
            let hash = String((0..<64).map { _ in Array("0123456789abcdef").randomElement(using: &random) ?? "0" })
            return .file(try FileReference(sha256: hash, name: text(), type: "image/jpeg", bytes: Int64.random(in: 0...1 << 40, using: &random)))
        }
    }
}
