import Foundation
import Testing

@testable import Formats

struct CSVTests {
    private func read(_ text: [UInt8], _ dialect: CSVDialect? = nil, limits: CSVLimits = .standard) throws -> [CSVRecord] {
        var reader = try CSVReader(bytes: text, dialect: dialect, limits: limits)
        var records: [CSVRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func fields(_ text: String, _ dialect: CSVDialect? = nil) throws -> [[String]] {
        try read(text.bytes, dialect).map(\.fields)
    }

    private func error(_ text: [UInt8], _ dialect: CSVDialect? = nil, limits: CSVLimits = .standard) -> CSVError? {
        do {
            _ = try read(text, dialect, limits: limits)
            return nil
        } catch { return error as? CSVError }
    }

    @Test func lineEndsAndLineNumbers() throws {
        let records = try read("a,b\r\n\"1\r\n2\",\"x\ry\"\rc,d\ne,\"\"\"\"".bytes)
        #expect(records.map(\.fields) == [["a", "b"], ["1\r\n2", "x\ry"], ["c", "d"], ["e", "\""]])
        #expect(records.map(\.line) == [1, 2, 5, 6])
    }

    @Test func blankLines() throws {
        #expect(try fields("\n\na,b\n\n1,2\n\n") == [["a", "b"], ["1", "2"]])
        #expect(try fields("a\n\nb\n") == [["a"], [""], ["b"]])
        #expect(try fields("a\n\nb\n", CSVDialect(blankLines: .skipped)) == [["a"], ["b"]])
        #expect(try fields("a,b\n\n", CSVDialect(blankLines: .kept)) == [["a", "b"], [""]])
        #expect(try fields("a,b\n\"\"\n") == [["a", "b"], [""]])
        #expect(try fields("") == [])
    }

    @Test func delimiters() throws {
        #expect(try fields("a;b,c;d\n") == [["a", "b,c", "d"]])
        #expect(try fields("\"a;b;c\",d\n") == [["a;b;c", "d"]])
        #expect(try fields("a\tb\n1,2\t3") == [["a", "b"], ["1,2", "3"]])
        #expect(try fields("sep=;\r\na,b;c\n") == [["a,b", "c"]])
        #expect(try fields("sep=,\n") == [])
        #expect(try fields("a,b|c\n", CSVDialect(delimiter: .pipe)) == [["a,b", "c"]])
        #expect(try fields("a,b,", nil) == [["a", "b", ""]])
        #expect(try CSVReader(bytes: "a;b".bytes).dialect == CSVDialect(delimiter: .semicolon, encoding: .utf8))
    }

    @Test func encodings() throws {
        let text = "a,é\n😀,नमस्ते\n"
        let expected = [["a", "é"], ["😀", "नमस्ते"]]
        let little = text.utf16LittleEndian
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(try read([0xEF, 0xBB, 0xBF] + text.bytes).map(\.fields) == expected)
        #expect(try read([0xFF, 0xFE] + little).map(\.fields) == expected)
        #expect(try read([0xFE, 0xFF] + big).map(\.fields) == expected)
        #expect(try read(big, CSVDialect(encoding: .utf16BigEndian)).map(\.fields) == expected)
        #expect(try read([0x80, 0x2C, 0xE9, 0x0A], CSVDialect(encoding: .windows1252)).map(\.fields) == [["€", "é"]])
        #expect(error([0, 0, 0xFE, 0xFF, 0])?.reason == .unsupportedEncoding("UTF-32"))
    }

    @Test func wrongEncodingNamesLineByteAndRemedy() throws {
        let fault = try #require(error("a,b\n1,\"x\ny".bytes + [0xE9, 0x22, 0x0A]))
        #expect(fault.reason == .invalidEncoding(.utf8, byte: 0xE9))
        #expect(fault.line == 3)
        #expect(fault.offset == 10)
        #expect(fault.description.contains("0xe9"))
        #expect(fault.description.contains("Save the file as “CSV UTF-8”"))
        let windows = try #require(error("a\nb".bytes + [0x81], CSVDialect(encoding: .windows1252)))
        #expect(windows.reason == .invalidEncoding(.windows1252, byte: 0x81))
        #expect(windows.line == 2)
        let half = try #require(error([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8, 0x62, 0]))
        #expect(half.line == 2)
        #expect(half.offset == 6)
        #expect(error([0xFF, 0xFE, 0x61, 0, 0x0A])?.offset == 4)
        // Records before the fault are given.
        var reader = try CSVReader(bytes: [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xD8])
        #expect(try reader.next()?.fields == ["a"])
        #expect(throws: CSVError.self) { try reader.next() }
        #expect(throws: CSVError.self) { try reader.next() }
    }

    @Test func faultsNameWhereTheyAre() throws {
        let unclosed = try #require(error("a,b\n1,\"2\n3\n4".bytes))
        #expect(unclosed.reason == .unclosedQuote)
        #expect(unclosed.line == 2)
        #expect(unclosed.offset == 6)
        #expect(error("a\n\"b\"c\n".bytes)?.reason == .textAfterQuote)
        #expect(error("a\nb\"c\n".bytes)?.reason == .strayQuote)
        #expect(error("a\nb\0c\n".bytes)?.reason == .nulByte)
        #expect(error("a\n\"b\0c\"\n".bytes)?.line == 2)
        #expect(try fields("a\nb\"c\"\n", CSVDialect(strayQuotes: .literal)) == [["a"], ["b\"c\""]])
        let missing = URL(filePath: "/nonexistent/people.csv")
        #expect { try CSVReader(file: missing) } throws: { "\($0)".contains("people.csv cannot be read: there is no such file") }
    }

    @Test func limits() {
        let limits = CSVLimits(fieldBytes: 10, columns: 3, recordBytes: 25)
        #expect(error("a,12345678901".bytes, limits: limits)?.reason == .fieldTooLong(column: 2, limit: 10, quoted: false))
        #expect(error("\"12345678901\"".bytes, limits: limits)?.reason == .fieldTooLong(column: 1, limit: 10, quoted: true))
        #expect(error("1,2,3,4".bytes, limits: limits)?.reason == .tooManyColumns(limit: 3))
        #expect(error("123456789,123456789,12345".bytes, limits: limits) == nil)
        #expect(error("123456789,123456789,123456".bytes, limits: limits)?.reason == .recordTooLong(limit: 25))
        let million = [UInt8](repeating: UInt8(ascii: ","), count: 1_000_000)
        #expect(error(million)?.description.contains("more than 16384 fields") == true)
    }

    @Test func readingGoesOnAfterARecordOfWrongWidth() throws {
        var reader = try CSVReader(bytes: "a,b\n1\n2,3\n4,5,6\n7,8\n".bytes)
        #expect(try reader.readHeader() == ["a", "b"])
        var rows: [[String]] = []
        var faults: [CSVError] = []
        while true {
            do throws(CSVError) {
                guard let record = try reader.next() else { break }
                rows.append(record.fields)
            } catch {
                #expect(error.isRecoverable)
                faults.append(error)
            }
        }
        #expect(rows == [["2", "3"], ["7", "8"]])
        #expect(faults.map(\.line) == [2, 4])
        #expect(faults.map(\.reason) == [.fieldCount(expected: 2, found: 1), .fieldCount(expected: 2, found: 3)])
    }

    /// Any seam between pieces of a file gives the same records as the whole.
    @Test func piecesOfAnySizeGiveTheSameRecords() throws {
        let text = "id,\"na\"\"me\"\r\n1,\"é\r\n\"\"😀\"\"\"\r2,x\n\n\"\",\"y\"\"\"\r\n3,"
        let wide: [UInt8] = text.utf16LittleEndian
        for bytes in [text.bytes, [0xFF, 0xFE] + wide] {
            let whole = try read(bytes, CSVDialect(delimiter: .comma, blankLines: .kept))
            #expect(whole.map(\.fields) == [["id", "na\"me"], ["1", "é\r\n\"😀\""], ["2", "x"], [""], ["", "y\""], ["3", ""]])
            for size in 4...40 {
                var reader = try CSVReader(
                    CSVSource(bytes: bytes, inPieces: true), dialect: CSVDialect(delimiter: .comma, blankLines: .kept), limits: .standard,
                    pieceBytes: size)
                var records: [CSVRecord] = []
                while let record = try reader.next() { records.append(record) }
                #expect(records == whole, "pieces of \(size) bytes")
            }
        }
    }

    @Test func readsFilesLongerThanAPiece() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: url) }
        var writer = CSVWriter()
        let long = String(repeating: "long, \"text\" ", count: 40_000)
        for index in 0..<20_000 { writer.write(["\(index)", index == 10_000 ? long : "name \(index)"]) }
        try Data(writer.takeBytes()).write(to: url)
        #expect(writer.byteCount == 0)
        var reader = try CSVReader(file: url)
        for index in 0..<20_000 {
            let record = try reader.next()
            #expect(record == CSVRecord(line: index + 1, fields: ["\(index)", index == 10_000 ? long : "name \(index)"]))
        }
        #expect(try reader.next() == nil)
        #expect(reader.recordsRead == 20_000)
    }

    @Test func writerQuotesOnlyWhatItMust() {
        var writer = CSVWriter(lineEnd: .lineFeed, byteOrderMark: true)
        writer.write(["plain text", "a,b", "q\"q", "", " x"])
        writer.write([""])
        #expect(writer.bytes == [0xEF, 0xBB, 0xBF] + "plain text,\"a,b\",\"q\"\"q\",,\" x\"\n\"\"\n".bytes)
    }

    @Test func guardKnowsFormulasFromNumbersAndNests() {
        for text in ["=1", "+1", "-1+1", "@x", "\t=1", "\r=1", "  =1", "＝1", "–1", "-", "−1"] {
            #expect(FormulaGuard.added(to: text) == "'" + text)
            #expect(FormulaGuard.removed(from: "'" + text) == text)
            #expect(FormulaGuard.removed(from: FormulaGuard.added(to: "'" + text)) == "'" + text)
            #expect(FormulaGuard.removed(from: FormulaGuard.added(to: "''" + text)) == "''" + text)
        }
        for text in ["", "-1", "-12.50", "1=1", "'tis", "a@b", "'-5", "é", "‘=1"] {
            #expect(FormulaGuard.added(to: text) == text)
            #expect(FormulaGuard.removed(from: text) == text)
        }
    }

    @Test func randomTablesSurvive() throws {
        var generator = SeededGenerator(seed: 4180)
        let pieces = ["", "a", "\"", ",", ";", "\t", "\r", "\n", " ", "'", "=", "-", "1", "é", "e\u{301}", "😀", "\u{FEFF}", "sep=", "|"]
        for _ in 0..<2_000 {
            let columns = Int.random(in: 2...4, using: &generator)
            let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (0..<columns).map { _ in
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                }
            }
            let delimiter = CSVDialect.Delimiter.allCases.randomElement(using: &generator)
            var writer = CSVWriter(delimiter: delimiter ?? .comma, guardsFormulas: true)
            for row in rows { writer.write(row) }
            let read = try read(writer.bytes, CSVDialect(delimiter: delimiter == .pipe ? .pipe : nil, removesFormulaGuard: true))
            #expect(read.map { $0.fields.map(\.bytes) } == rows.map { $0.map(\.bytes) })
        }
    }
}
