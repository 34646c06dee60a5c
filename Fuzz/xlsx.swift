@testable import Formats

/// The first byte chooses the part of a small workbook that the rest stands for; the archive around it is well-formed, so that the rest is reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    var parts = workbook
    parts[Int(data[0]) % parts.count].contents = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    let limits = XLSXLimits(archive: ZIPLimits(entryBytes: 1 << 20), sharedStringBytes: 1 << 16, cellBytes: 1 << 12)
    do throws(XLSXError) {
        let workbook = try XLSXWorkbook(bytes: archive(of: parts), limits: limits)
        for sheet in workbook.sheets {
            _ = try workbook.mergedRanges(of: sheet.name)
            try read(workbook, sheet.name)
        }
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}

private func read(_ workbook: XLSXWorkbook, _ name: String) throws(XLSXError) {
    do {
        try workbook.readSheet(name) { row in
            precondition((1...1_048_576).contains(row.number))
            for (cell, next) in zip(row.cells, row.cells.dropFirst()) { precondition(cell.column < next.column, "columns are not in order") }
            for cell in row.cells { precondition(!cell.value.text.isEmpty && row[cell.column] == cell.value) }
        }
    } catch let error as XLSXError {
        throw error
    } catch {
        fatalError("an error of another type: \(error)")
    }
}

private struct Part {
    let name: String
    var contents: [UInt8]

    init(_ name: String, _ text: String) {
        self.name = name
        contents = Array(text.utf8)
    }
}

private let workbook = [
    Part("_rels/.rels", "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
    Part(
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships><Relationship Id='r1' Type='x/worksheet' Target='sheet.xml'/><Relationship Id='r2' Type='x/sharedStrings' Target='strings.xml'/>
        <Relationship Id='r3' Type='x/styles' Target='styles.xml'/></Relationships>
        """),
    Part("xl/workbook.xml", "<workbook xmlns:r='u'><sheets><sheet name='Cases' r:id='r1'/></sheets></workbook>"),
    Part("xl/sheet.xml", "<worksheet><sheetData><row><c t='s'><v>0</v></c><c s='1'><v>1.5</v></c></row></sheetData></worksheet>"),
    Part("xl/strings.xml", "<sst><si><t>x</t></si></sst>"),
    Part("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"),
]

/// An archive of stored entries.
private func archive(of parts: [Part]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
        let name = Array(part.name.utf8)
        let size = long(part.contents.count)
        let common = short(20) + short(0) + short(0) + long(0) + long(checksum(part.contents)) + size + size + short(name.count) + short(0)
        directory += long(0x0201_4B50) + short(20) + common + short(0) + short(0) + short(0) + long(0) + long(body.count) + name
        body += long(0x0403_4B50) + common + name + part.contents
    }
    let count = short(parts.count)
    return body + directory + long(0x0605_4B50) + long(0) + count + count + long(directory.count) + long(body.count) + short(0)
}

private func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

private func long(_ value: Int) -> [UInt8] { short(value) + short(value >> 16) }

/// CRC-32 (ISO 3309), bit by bit.
private func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(~sum)
}
