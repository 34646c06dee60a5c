import Dictionary
import Foundation
import Interchange
import Testing

/// Workbooks and archives, made here without compression.
struct ArchiveTests {
    /// A ZIP archive with stored entries (APPNOTE 6.3, 4.3).
    static func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
        func little(_ number: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let name = Array(file.name.utf8)
            let data = Array(file.text.utf8)
            let common =
                little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) + little(Int(crc(data)), 4) + little(data.count, 4)
                + little(data.count, 4) + little(name.count, 2) + little(0, 2)
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(archive.count, 4)
                + name
            archive += [0x50, 0x4B, 3, 4] + common + name + data
        }
        let end =
            [0x50, 0x4B, 5, 6] + little(0, 4) + little(files.count, 2) + little(files.count, 2) + little(directory.count, 4)
            + little(archive.count, 4) + little(0, 2)
        return archive + directory + end
    }

    /// CRC-32 as in ZIP (polynomial EDB88320).
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? (register >> 1) ^ 0xEDB8_8320 : register >> 1 }
        }
        return ~register
    }

    private static func workbook(_ sheets: [(name: String, rows: [[String]])]) -> [UInt8] {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006"
        var files: [(name: String, text: String)] = [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" Type=\"\(relation)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ]
        var list = ""
        var relations = ""
        for (index, sheet) in sheets.enumerated() {
            list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" r:id=\"s\(index)\"/>"
            relations += "<Relationship Id=\"s\(index)\" Type=\"\(relation)/worksheet\" Target=\"sheet\(index).xml\"/>"
            var rows = ""
            for (number, row) in sheet.rows.enumerated() {
                let cells = row.enumerated().map { column, text in
                    let reference = "\(Character(UnicodeScalar(UInt8(65 + column))))\(number + 1)"
                    return text.isEmpty ? "" : "<c r=\"\(reference)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
                }
                rows += "<row r=\"\(number + 1)\">\(cells.joined())</row>"
            }
            files.append(("xl/sheet\(index).xml", "<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData></worksheet>"))
        }
        files.append(("xl/workbook.xml", "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relation)\"><sheets>\(list)</sheets></workbook>"))
        files.append(("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"\(package)/relationships\">\(relations)</Relationships>"))
        return zip(files)
    }

    private static let mapping = "source: s\nidentifier: No\nrecords:\n  - record: case\n    fields: {title: T, summary: U}\n"

    @Test func aSheetIsReadAsATable() throws {
        let bytes = Self.workbook([("Intake", [["No", "T", "U"], ["1", "x", ""], ["2", "", "long"], ["", "", ""], ["1", "again", ""]])])
        let rows = try Support.withFile(bytes, name: "a.xlsx") { try Support.rows(Support.reader($0, mapping: Self.mapping)) }
        #expect(rows.map(\.row) == [2, 3, 5])
        #expect(rows[0].drafts[0].answers.map(\.field) == ["title"])
        #expect(rows[1].drafts[0]["summary"]?.value == .text("long"))
        #expect(rows[2].reasons.count == 1)
    }

    @Test func ofSeveralSheetsOneMustBeNamed() throws {
        let sheet = [["No", "T", "U"], ["1", "x", "y"]]
        let bytes = Self.workbook([("Intake", sheet), ("Other", sheet)])
        let cases = [
            ("", "the workbook has 2 sheets. Name one in the mapping, such as “sheet: Intake”."),
            ("sheet: Intaek\n", "the workbook has no sheet “Intaek”. Did you mean “Intake”?"),
        ]
        for (line, sentence) in cases {
            let error = #expect(throws: ImportError.self) {
                try Support.withFile(bytes, name: "a.xlsx") { try Support.reader($0, mapping: line + Self.mapping) }
            }
            #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
        }
        let rows = try Support.withFile(bytes, name: "a.xlsx") { try Support.rows(Support.reader($0, mapping: "sheet: Other\n" + Self.mapping)) }
        #expect(rows.count == 1)
    }

    @Test func aWorkbookThatWasCutOffIsRefused() throws {
        let bytes = Self.workbook([("Intake", [["No", "T", "U"], ["1", "x", "y"]])])
        for length in stride(from: 4, to: bytes.count - 1, by: 37) {
            #expect(throws: ImportError.self) {
                try Support.withFile(Array(bytes.prefix(length)), name: "a.xlsx") { try Support.rows(Support.reader($0, mapping: Self.mapping)) }
            }
        }
    }

    @Test func openEvSysTablesInAnArchive() throws {
        let files = OpenEvSysTests.tables.sorted { $0.key < $1.key }.map { (name: "export/" + $0.key, text: $0.value) }
        let packed = try Support.withFile(Self.zip(files), name: "a.zip") { try Support.read($0, preset: .openevsys) }
        let folder = try Support.withFiles(OpenEvSysTests.tables.mapValues { Array($0.utf8) }) { try Support.read($0, preset: .openevsys) }
        #expect(packed.flatMap(\.reasons) == [])
        #expect(Set(packed.flatMap(\.drafts)) == Set(folder.flatMap(\.drafts)))
    }

    @Test func rejectedRowsOfSeveralTablesShareTheirColumns() throws {
        let files = [
            "event.csv": Array("event_record_number,event_title\n,x\n".utf8), "person.csv": Array("person_record_number,person_name\n,Sita\n".utf8),
        ]
        try Support.withFiles(files) { folder in
            let reader = try ImportReader(file: folder, instructions: .preset(.openevsys), fileDigest: "d", dictionary: Support.dictionary.get())
            #expect(reader.columns == ["event_record_number", "event_title", "person_record_number", "person_name"])
            let rows = try Support.rows(reader)
            guard case .rejected(let event) = rows[0], case .rejected(let person) = rows[1] else {
                Issue.record("two rejected rows were expected")
                return
            }
            #expect(event.fields == ["", "x", "", ""])
            #expect(person.fields == ["", "", "", "Sita"])
            #expect(person.file == "person.csv")
        }
    }
}
