import TestSupport
import Testing

@testable import Exchange

@Suite("A file as a sequence of codes")
struct ExchangeCodesTests {
    private func file(_ count: Int, seed: UInt64 = 3) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    @Test("In any order, repeated, in small letters and with line breaks inside, it becomes the file again", arguments: [1, 479, 480, 481, 5_000, 100_000])
    func anyOrder(_ count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let bytes = file(count)
        let texts = ExchangeCodes.texts(of: bytes)
        #expect(texts.count == (count + 479) / 480)
        let scanned = (texts + texts.prefix(3)).shuffled(using: &random).map { (text: String) -> String in
            let small = text.lowercased()
            return "QR: \(small.prefix(small.count / 2))\r\n  \(small.dropFirst(small.count / 2))\n"
        }.joined()
        let (collections, damaged) = ExchangeCodes.read(scanned)
        #expect(damaged == 0 && collections.count == 1)
        #expect(collections.first?.missing.isEmpty == true)
        #expect(collections.first?.file == bytes)
    }

    @Test("What is missing is named; what is damaged is counted and believed by nobody; two files do not mix")
    func incomplete() {
        let (first, second) = (ExchangeCodes.texts(of: file(2_000)), ExchangeCodes.texts(of: file(2_000, seed: 4)))
        var altered = Array(first[1].utf8)
        altered[60] = altered[60] == 0x41 ? 0x42 : 0x41
        let text = [first[0], String(decoding: altered, as: UTF8.self), first[3], second[2], "CORRIDOR1/", "CORRIDOR1/A/0/9/00/X"].joined(separator: "\n")
        let (collections, damaged) = ExchangeCodes.read(text)
        #expect(damaged == 3)
        #expect(collections.map(\.missing) == [[2, 3, 5], [1, 2, 4, 5]])
        #expect(collections.allSatisfy { $0.file == nil })
    }

    @Test("A file that is too long makes no codes, and a text that is too long is not read")
    func limits() {
        #expect(ExchangeCodes.texts(of: file(ExchangeCodes.bytes)).count == ExchangeCodes.limit)
        #expect(ExchangeCodes.texts(of: file(ExchangeCodes.bytes + 1)).isEmpty)
        #expect(ExchangeCodes.read(String(repeating: "A", count: ExchangeCodes.characters + 1)).collections.isEmpty)
    }
}
