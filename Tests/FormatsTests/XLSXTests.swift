import Testing

@testable import Formats

struct XLSXTests {
    private func rows(_ bytes: [UInt8], limits: XLSXLimits = .standard) throws -> [XLSXRow] {
        let workbook = try XLSXWorkbook(bytes: bytes, limits: limits)
        var rows: [XLSXRow] = []
        try workbook.readSheet("Cases") { rows.append($0) }
        return rows
    }

    private func refusal(_ bytes: [UInt8], limits: XLSXLimits = .standard) -> XLSXError? {
        do {
            _ = try rows(bytes, limits: limits)
            return nil
        } catch { return error as? XLSXError }
    }

    @Test func valuesOfEveryType() throws {
        let bytes = WorkbookWriter.workbook(
            sheetData: """
                <sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v> 1 </v></c><c r="E2"><f>1+1</f><v>2</v></c><c r="F2" t="b"><v>1</v></c>
                <c r="G2" t="e"><v>#N/A</v></c><c r="H2" t="str"><v>a_x0041_&amp;</v></c><c r="I2" s="1"><v>44197.5</v></c><c r="J2" s="2"><v>1.5</v></c>
                <c r="K2" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c><c r="L2" t="d"><v>2014-02-14T08:27:48.765Z</v></c>
                <c r="M2" s="3"/><c r="N2" s="1"><v>0.25</v></c><c r="O2"><v>x</v></c></row><row><c><v>1e3</v></c></row><row r="9"/></sheetData>
                """,
            strings: "<si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh sb='0' eb='1'><t>FURIGANA</t></rPh></si>",
            styles:
                "<numFmts><numFmt numFmtId='170' formatCode='[h]:mm:ss'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs>"
        )
        let rows = try rows(bytes)
        #expect(rows.map(\.number) == [2, 3])
        let texts = rows[0].cells.map { "\($0.columnLetters)=\($0.value.text)" }
        #expect(
            texts == [
                "B=plain", "C=rich", "E=2", "F=true", "G=#N/A", "H=aA&", "I=2021-01-01T12:00:00", "J=36:00:00", "K=in line",
                "L=2014-02-14T08:27:48.765",
                "N=06:00:00", "O=x",
            ])
        #expect(rows[0][6] == .error("#N/A"))
        #expect(rows[0][0] == nil)
        #expect(rows[0][100] == nil)
        #expect(rows[1].cells == [XLSXCell(column: 0, value: .number(1000))])
    }

    @Test func dates() {
        func text(_ serial: Double, since1904: Bool = false) -> String? { XLSXDate(serial: serial, since1904: since1904)?.text }
        #expect(text(1) == "1900-01-01")
        #expect(text(59) == "1900-02-28")
        #expect(text(60) == nil)
        #expect(text(61) == "1900-03-01")
        #expect(text(36_526) == "2000-01-01")
        #expect(text(2_958_465) == "9999-12-31")
        #expect(text(2_958_466) == nil)
        #expect(text(-1) == nil)
        #expect(text(.nan) == nil)
        #expect(text(0, since1904: true) == "1904-01-01")
        #expect(text(42_735.999_999_999, since1904: true) == "2021-01-02")
        #expect(text(44_197.000_011_574_074) == "2021-01-01T00:00:01")
        #expect(XLSXDate(iso8601: "2021-13-01") == nil)
        #expect(XLSXDate(iso8601: "2021-12-01x") == nil)
        #expect(XLSXDate(iso8601: "2021-12-01T10:20")?.text == "2021-12-01T10:20:00")
        #expect(XLSXValue.duration(seconds: -3661.5).text == "-1:01:01.500")
        #expect(XLSXValue.number(1e21).text == "1e+21")
        #expect(XLSXValue.number(0.1).text == "0.1")
    }

    @Test(arguments: [
        ("General", false), ("0.00E+00", false), ("yyyy-mm-dd", true), ("[$-409]d\\ mmm;@", true), ("\"day\" 0", false), ("[Red]0", false),
        ("#,##0\\d", false),
        ("mm:ss.0", true), ("0;yyyy", false), ("_d0", false), ("[$-F400]h:mm:ss\\ AM/PM", true),
    ])
    func numberFormats(code: String, isDate: Bool) {
        #expect((XLSXStyles.kind(ofCode: code) == .date) == isDate)
    }

    @Test func lengthsOfTime() {
        for code in ["[h]:mm", "[mm]:ss", "[ss]", "[H]"] { #expect(XLSXStyles.kind(ofCode: code) == .duration) }
        #expect(XLSXStyles.kind(ofBuiltIn: 46) == .duration)
        #expect(XLSXStyles.kind(ofBuiltIn: 14) == .date)
        #expect(XLSXStyles.kind(ofBuiltIn: 2) == .number)
    }

    @Test func escapedCharacters() {
        #expect(XLSXText.unescaped("a_x000D_\nb") == "a\r\nb")
        #expect(XLSXText.unescaped("_x005F_x000D_") == "_x000D_")
        #expect(XLSXText.unescaped("_xD800_ _x0000_ _x00_ _xGGGG_ _x000") == "_xD800_ _x0000_ _x00_ _xGGGG_ _x000")
    }

    @Test func cellsOutOfOrder() throws {
        let bytes = WorkbookWriter.workbook(
            sheetData: "<sheetData><row><c r='C1'><v>3</v></c><c r='A1'><v>0</v></c><c r='A1'><v>1</v></c></row></sheetData>")
        #expect(try rows(bytes)[0].cells == [XLSXCell(column: 0, value: .number(1)), XLSXCell(column: 2, value: .number(3))])
    }

    @Test func noCellsIsNotTheSameAsCannotRead() throws {
        #expect(try rows(WorkbookWriter.workbook(sheetData: "<sheetData/>")) == [])
        #expect(refusal(WorkbookWriter.workbook(sheetData: "<cols/>")) == .notAWorksheet("Cases"))
        let foreign = WorkbookWriter.workbook(sheetData: "<f:sheetData xmlns:f='urn:other'><f:row><f:c><f:v>1</f:v></f:c></f:row></f:sheetData>")
        #expect(refusal(foreign) == .notAWorksheet("Cases"))
        let workbook = try XLSXWorkbook(bytes: WorkbookWriter.workbook(sheetData: "<sheetData/>"))
        #expect { try workbook.readSheet("cases") { _ in } } throws: { "\($0)".contains("no sheet “cases”. It has “Cases”") }
    }

    @Test func refusesWhatItCannotRead() {
        let good = WorkbookWriter.parts(sheetData: "<sheetData><row><c t='s'><v>0</v></c></row></sheetData>", strings: "<si><t>x</t></si>")
        #expect(refusal(WorkbookWriter.archive(good)) == nil)
        #expect(refusal([]) == .empty)
        #expect(refusal("a,b\n".bytes) == .archive(.notAnArchive))
        #expect(refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 2_000)) == .olderFormat)
        #expect(refusal(WorkbookWriter.archive([("readme.txt", "x")])) == .notAWorkbook("it is a ZIP archive without a workbook in it"))
        for index in good.indices.dropFirst() {
            var parts = good
            parts.remove(at: index)
            #expect((refusal(WorkbookWriter.archive(parts))?.description.count ?? 0) > 30, "without \(good[index].0)")
        }
        let cells: [(String, XLSXError)] = [
            ("<c t='s'><v>1</v></c>", .invalidSharedString(sheet: "Cases", cell: "A1", index: "1")),
            ("<c t='s'><v>-1</v></c>", .invalidSharedString(sheet: "Cases", cell: "A1", index: "-1")),
            ("<c r='XFE1'><v>1</v></c>", .invalidReference(sheet: "Cases", reference: "XFE1")),
            ("<c r='A1048577'><v>1</v></c>", .invalidReference(sheet: "Cases", reference: "A1048577")),
            ("<c r='7'><v>1</v></c>", .invalidReference(sheet: "Cases", reference: "7")),
        ]
        for (cell, expected) in cells {
            #expect(
                refusal(WorkbookWriter.workbook(sheetData: "<sheetData><row r='1'>\(cell)</row></sheetData>", strings: "<si><t>x</t></si>"))
                    == expected)
        }
        #expect(
            refusal(WorkbookWriter.workbook(sheetData: "<sheetData><row r='0'/></sheetData>")) == .invalidReference(sheet: "Cases", reference: "0"))
    }

    @Test func limits() {
        let long = String(repeating: "x", count: 2_000)
        let bytes = WorkbookWriter.workbook(
            sheetData: "<sheetData><row><c t='str'><v>\(long)</v></c></row></sheetData>", strings: "<si><t>x</t></si><si><t>y</t></si>")
        #expect(refusal(bytes) == nil)
        #expect(refusal(bytes, limits: XLSXLimits(cellBytes: 1_999)) == .textTooLong(part: "xl/worksheets/sheet1.xml", limit: 1_999))
        #expect(refusal(bytes, limits: XLSXLimits(sharedStringBytes: 65)) == .tooManySharedStrings(limit: 65))
        #expect(refusal(bytes, limits: XLSXLimits(archive: ZIPLimits(entryBytes: 1_000)))?.description.contains("more than 1000 bytes") == true)
    }

    @Test func documentTypesInPartsAreRefused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
        var parts = WorkbookWriter.parts(sheetData: "<sheetData/>")
        parts[3].1 = bomb + parts[3].1
        #expect(refusal(WorkbookWriter.archive(parts))?.description.contains("DOCTYPE") == true)
    }

    @Test func references() {
        #expect(XLSXReference.parse("XFD1048576").map { [$0.column, $0.row] } == [16_383, 1_048_576])
        #expect(XLSXReference.parse("$aB$12").map { [$0.column, $0.row] } == [27, 12])
        for bad in ["", "A", "1", "A0", "AAAA1", "1A", "A1B", "A-1", "XFE1"] { #expect(XLSXReference.parse(bad) == nil, "\(bad)") }
        for column in [0, 25, 26, 51, 52, 701, 702, 16_383] {
            #expect(XLSXReference.parse(XLSXReference.letters(ofColumn: column) + "1")?.column == column)
        }
        #expect(XLSXRange("B3:A1")?.columns == 0...1)
        #expect(XLSXRange("C2")?.rows == 2...2)
        #expect(XLSXRange("A1:B2:C3") == nil)
    }
}
