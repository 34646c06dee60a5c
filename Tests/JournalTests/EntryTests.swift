import Formats
import Foundation
import TestSupport
import Testing

@testable import Journal

struct EntryTests {
    /// Texts with everything that canonical JSON, UTF-8 and UTF-16 treat in a way of its own.
    private static func nastyText(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "", "\"", "\\", "/", "\u{0}", "\u{1}", "\u{8}", "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{1F}", " ", "\u{7F}", "\u{80}", "\u{E9}", "e\u{301}",
            "\u{2028}", "\u{2029}",
            "\u{FEFF}", "\u{FFFD}", "\u{FFFF}", "\u{E000}", "\u{1F600}", "\u{10FFFF}", "\u{202E}", "नेपाल", "العربية", "</script>", "' OR 1=1 --", "\r\n", "null",
        ]
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    private static func json(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 3: return .number(Double(bitPattern: UInt64.random(in: 0...(0x7FE0 << 48), using: &random)))
        case 4: return .string(nastyText(&random))
        case 5: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in json(depth: depth - 1, &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &random) { object[nastyText(&random)] = json(depth: depth - 1, &random) }
            return .object(object)
        }
    }

    private static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    static func entry(_ random: inout SeededGenerator) -> Entry {
        var answers: [String: StoredAnswer] = [:]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let name = ["a", "a-b", "a1", "ab", "z9-", "x"].randomElement(using: &random) ?? "a"
            switch Int.random(in: 0..<4, using: &random) {
            case 0: answers[name] = .cleared
            case 1: answers[name] = .sealed(bytes(&random))
            case 2: answers[name] = .open(content: ["value": json(depth: 3, &random)], sealedNote: Bool.random(using: &random) ? bytes(&random) : nil)
            default: answers[name] = .open(content: ["absent": .string(nastyText(&random))], sealedNote: Bool.random(using: &random) ? bytes(&random) : nil)
            }
        }
        if Int.random(in: 0..<5, using: &random) == 0 { answers[Mark.retracted] = Bool.random(using: &random) ? .mark : .cleared }
        if Int.random(in: 0..<9, using: &random) == 0 { answers[Mark.erased] = .mark }
        return Entry(
            organisation: nastyText(&random), record: nastyText(&random), kind: nastyText(&random),
            act: Entry.Act.allCases.randomElement(using: &random) ?? .change,
            author: nastyText(&random),
            clock: Timestamp(
                milliseconds: random.next() >> 16, counter: .random(in: 0 ... .max, using: &random),
                device: DeviceIdentifier(.random(in: 0 ... .max, using: &random))),
            base: (0..<Int.random(in: 0...3, using: &random)).map { _ in Digest(of: [UInt8.random(in: 0...3, using: &random)]) },
            dictionary: nastyText(&random),
            batch: Bool.random(using: &random) ? nastyText(&random) : nil, ground: Bool.random(using: &random) ? bytes(&random) : nil, answers: answers)
    }

    @Test func bodiesAreCanonicalAndReadBack() throws {
        var random = SeededGenerator(seed: 1)
        for number in 0..<5000 {
            let entry = Self.entry(&random)
            let body = entry.canonicalBytes()
            #expect(try JSONValue.parse(body).canonicalBytes() == body, "case \(number)")
            let again = try Entry(body: body)
            #expect(again == entry && again.canonicalBytes() == body, "case \(number)")
        }
    }

    private static let good =
        #"{"act":"change","author":"a","base":["\#(Digest.zero)"],"clock":"019b76daa80000000a0a0a0a","dictionary":"1","format":1,"kind":"k","organisation":"o","record":"r","set":{"f":{"value":"v"}}}"#

    @Test func theGoodOneIsRead() throws {
        #expect(try Entry(body: Array(Self.good.utf8)).answers == ["f": .open(content: ["value": .string("v")], sealedNote: nil)])
    }

    /// Each is one change to an entry that is read, and is no entry.
    @Test(arguments: [
        (#""act":"change""#, #""act":"sing""#), (#""act":"change","#, ""), (#""author":"a""#, #""author":1"#), (#"{"act""#, #"{ "act""#),
        (#""format":1"#, #""format":2"#), (#""format":1"#, #""format":1.0"#), (#""format":1"#, #""format":"1""#), (#""format":1"#, #""format":1,"format":1"#),
        (#""kind":"k""#, #""kind":"\u006b""#), (#""kind":"k""#, #""kind":"k","name":"n""#),
        (#""kind":"k","organisation":"o""#, #""organisation":"o","kind":"k""#),
        (#""clock":"019b76daa80000000a0a0a0a""#, #""clock":"019B76DAA80000000A0A0A0A""#), (#""clock":"019b76daa80000000a0a0a0a""#, #""clock":null"#),
        (#""base":["0000"#, #""base":["000"#), (#""base":["#, #""base":[1,"#), (#""base":["#, #""base":["\#(Digest.zero)","#),
        (#""base":["#, #""base":["\#(String(repeating: "f", count: 64))","#), (#""set":{"#, #""set":{"F":null,"#), (#""set":{"#, #""set":{"":null,"#),
        (#""set":{"#, #""set":{"1":null,"#), (#"{"f":{"value":"v"}}"#, #"{"f":{"value":"v"},"é":null}"#), (#"{"f":{"value":"v"}}"#, #"[]"#),
        (#"{"f":{"value":"v"}}"#, #"{"f":{"value":"v"},"a":null}"#), (#""set":{"#, #""set":{"@other":null,"#), (#""set":{"#, #""set":{"@erased":null,"#),
        (#""set":{"#, #""set":{"@erased":{"sealed":""},"#), (#""set":{"#, #""set":{"@retracted":{"value":false},"#),
        (#""set":{"#, #""set":{"@retracted":{"value":1},"#),
        (#"{"value":"v"}"#, #"{"value":1.0}"#), (#"{"value":"v"}"#, #"{"value":9007199254740993}"#), (#"{"value":"v"}"#, #"{"value":-0}"#),
        (#"{"value":"v"}"#, #"{"value":1e2}"#),
        (#"{"value":"v"}"#, #"{"absent":"unknown","value":"v"}"#), (#"{"value":"v"}"#, #"{}"#), (#"{"value":"v"}"#, #"{"note":"AA=="}"#),
        (#"{"value":"v"}"#, #""v""#),
        (#"{"value":"v"}"#, #"{"note":null,"value":"v"}"#), (#"{"value":"v"}"#, #"{"sealed":"AA==","value":"v"}"#), (#"{"value":"v"}"#, #"{"sealed":1}"#),
        (#"{"value":"v"}"#, #"{"sealed":"AB=="}"#), (#"{"value":"v"}"#, #"{"sealed":"AA"}"#), (#"{"value":"v"}"#, #"{"sealed":"A A="}"#),
        (#"{"value":"v"}"#, #"{"sealed":"AA-_"}"#),
        (#""dictionary""#, #""batch":1,"dictionary""#), (#""kind":"k""#, #""ground":"*","kind":"k""#), (#""v"}}}"#, #""v"}}}\#n"#), (#""v"}}}"#, #""v"}}"#),
        (#""v""#, #""\ud800""#), (#""v"}}}"#, #""v"}}}{}"#),
    ])
    func otherBytesAreNoEntry(_ good: String, _ bad: String) throws {
        let body = Self.good.replacingOccurrences(of: good, with: bad)
        #expect(body != Self.good)
        #expect(throws: EntryFormatError.self) { try Entry(body: Array(body.utf8)) }
    }

    /// Composed and decomposed letters are two texts: what is read says which.
    @Test func textsAreKeptToTheByte() throws {
        for text in ["\u{E9}", "e\u{301}"] {
            let body = Array(Self.good.replacingOccurrences(of: #""v""#, with: "\"\(text)\"").utf8)
            #expect(try Entry(body: body).canonicalBytes() == body)
        }
    }

    /// Whatever happens to the bytes of an entry or a state, the reader refuses or reads exactly them, and never ends the program.
    @Test func damagedBytesAreRefusedOrReadExactly() throws {
        var random = SeededGenerator(seed: 2)
        var accepted = 0
        for number in 0..<20_000 {
            let entry = Self.entry(&random)
            let isEntry = number.isMultiple(of: 2)
            let state = RecordState(first: entry, identifier: .zero)
            let bytes = Self.damaged(isEntry ? entry.canonicalBytes() : state.canonicalBytes(), &random)
            if isEntry, let read = try? Entry(body: bytes) {
                accepted += 1
                #expect(read.canonicalBytes() == bytes)
            } else if !isEntry, let read = try? RecordState(canonicalBytes: bytes) {
                #expect(try RecordState(canonicalBytes: read.canonicalBytes()).canonicalBytes() == read.canonicalBytes())
            }
        }
        // Damage inside a text leaves an entry, with another identifier.
        #expect(accepted > 100)
    }

    private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = Array(#"{}[]",:\0a"#.utf8).randomElement(using: &random) ?? 0
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + Int.random(in: 1...40, using: &random))], at: place)
            }
        }
        return bytes
    }
}

struct Base64Tests {
    /// RFC 4648 section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
    func publishedExamples(_ content: String, _ text: String) {
        var written: [UInt8] = []
        Base64.append(Array(content.utf8), to: &written)
        #expect(written == Array(text.utf8))
        #expect(Base64.decode(text) == Array(content.utf8))
    }

    @Test func agreesWithFoundation() {
        var random = SeededGenerator(seed: 3)
        for length in 0..<600 {
            let content = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            var written: [UInt8] = []
            Base64.append(content, to: &written)
            let text = Data(content).base64EncodedString()
            #expect(written == Array(text.utf8))
            #expect(Base64.decode(text) == content)
        }
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "=", "==", "Z===", "Zg= =", "Zm9v\n", "Zm-_", "Zé==", "Zg==\u{0}", "=Zm9"])
    func otherTextsAreRefused(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
