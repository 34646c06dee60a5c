import Testing

@testable import Formats

/// Valid inputs with random damage, the same in each run: each is read or refused, and nothing crashes or goes on without end.
/// `Scripts/fuzz.sh` searches deeper.
struct MutationTests {
    private func damaged(_ seeds: [[UInt8]], seed: UInt64, rounds: Int = 2_000, _ body: ([UInt8]) throws -> Void) {
        var generator = SeededGenerator(seed: seed)
        var refused = 0
        for round in 0..<rounds {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes, with: seeds, &generator) }
            do { try body(bytes) } catch {
                refused += 1
                #expect("\(error)".count > 20)
            }
        }
        #expect(refused > 0, "no damage was noticed")
    }

    private func damage(_ bytes: inout [UInt8], with seeds: [[UInt8]], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: bytes.indices, using: &generator)
        let end = min(bytes.count, index + Int.random(in: 1...20, using: &generator))
        let telling: [UInt8] = [0, 0x0A, 0x0D, 0x22, 0x26, 0x27, 0x2C, 0x2F, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0x80, 0xC0, 0xED, 0xFF]
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[index] = telling.randomElement(using: &generator) ?? 0
        case 2: bytes.insert(telling.randomElement(using: &generator) ?? 0, at: index)
        case 3: bytes.removeSubrange(index..<end)
        case 4: bytes.insert(contentsOf: bytes[index..<end], at: index)
        case 5: bytes.removeSubrange(index...)
        default:
            let other = seeds.randomElement(using: &generator) ?? []
            if let start = other.indices.randomElement(using: &generator) { bytes.insert(contentsOf: other[start...].prefix(30), at: index) }
        }
    }

    @Test func json() {
        let seeds = [#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"é":"é😀"}}"#, #"[9223372036854775808,1e-7,[[[[]]]],"\"\\"]"#]
        damaged(seeds.map(\.bytes), seed: 1) { bytes in
            let value = try JSONValue.parse(bytes)
            let canonical = value.canonicalBytes()
            #expect(try JSONValue.parse(canonical).canonicalBytes() == canonical)
        }
    }

    @Test func csv() {
        let seeds = [
            "id,\"na\"\"me\"\r\n1,\"a\nb\"\r\n\r\n2,=1+1\r\n".bytes, "a;b\n1,5;\"é\"\n".bytes, [0xFF, 0xFE] + "a,b\n😀,é\r\n".utf16LittleEndian,
        ]
        damaged(seeds, seed: 2) { bytes in
            var reader = try CSVReader(bytes: bytes)
            var writer = CSVWriter()
            var read: [[[UInt8]]] = []
            while let record = try reader.next() {
                writer.write(record.fields)
                read.append(record.fields.map(\.bytes))
            }
            let delimiter: CSVDialect.Delimiter? = read.first.map { $0.count > 1 } == true ? nil : .comma
            var again = try CSVReader(bytes: writer.bytes, dialect: CSVDialect(delimiter: delimiter, blankLines: .kept))
            for fields in read { #expect(try again.next()?.fields.map(\.bytes) == fields) }
        }
    }

    @Test func xml() {
        let seeds = [
            "<?xml version='1.0' encoding='UTF-8'?><p:a xmlns:p='u' x='&lt;&#65;'><!-- c -->t\r\n<b/><![CDATA[<]]></p:a>".bytes,
            [0xFE, 0xFF, 0, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E], "<a><b c='d'>é</b></a>".bytes,
        ]
        damaged(seeds, seed: 3) { bytes in
            var reader = try XMLReader(bytes: bytes)
            while let event = try reader.next() {
                if case .text(let text) = event { #expect(text.utf8.count <= bytes.count * 2) }
            }
        }
    }

    @Test func zip() {
        var writer = ZIPWriter()
        writer.add("a", [UInt8](repeating: 65, count: 200))
        writer.add("b", "stored".bytes, deflated: false)
        damaged([writer.bytes], seed: 4) { bytes in
            let archive = try ZIPArchive(bytes: bytes)
            for entry in archive.entries { #expect(try archive.contents(of: entry).count == entry.bytes) }
        }
    }

    @Test func xlsx() {
        let parts = WorkbookWriter.parts(
            sheetData:
                "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c s='1'><v>44197.5</v></c><c t='inlineStr'><is><t>x</t></is></c></row></sheetData>",
            strings: "<si><t>x</t></si>", styles: "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>")
        // Damage within the parts; the archive around them is whole.
        for index in parts.indices {
            damaged([parts[index].1.bytes], seed: UInt64(5 + index), rounds: 300) { bytes in
                var writer = ZIPWriter()
                for (other, part) in parts.enumerated() { writer.add(part.0, other == index ? bytes : part.1.bytes, deflated: false) }
                let workbook = try XLSXWorkbook(bytes: writer.bytes)
                for sheet in workbook.sheets { try workbook.readSheet(sheet.name) { #expect(!$0.cells.isEmpty) } }
            }
        }
    }
}
