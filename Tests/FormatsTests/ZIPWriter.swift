import CZlib

/// Writes small ZIP archives for tests, well-formed or with faults.
struct ZIPWriter {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// - Parameters:
    ///   - declaredBytes: what the archive says of the unpacked size, if not the truth.
    ///   - flags: general purpose bits.
    mutating func add(
        _ name: String, _ contents: [UInt8], deflated: Bool = true, flags: Int = 0x800, declaredBytes: Int? = nil, checksum: UInt32? = nil
    ) {
        let packed = deflated ? Self.deflated(contents) : contents
        let sum = checksum ?? UInt32(truncatingIfNeeded: contents.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) })
        let sizes = Self.long(Int(sum)) + Self.long(packed.count) + Self.long(declaredBytes ?? contents.count)
        let nameBytes = Array(name.utf8)
        let common = Self.short(20) + Self.short(flags) + Self.short(deflated ? 8 : 0) + Self.short(0) + Self.short(0) + sizes
        directory += Self.long(0x0201_4B50) + Self.short(20) + common + Self.short(nameBytes.count) + Self.short(0) + Self.short(0)
        directory += Self.short(0) + Self.short(0) + Self.long(0) + Self.long(body.count) + nameBytes
        body += Self.long(0x0403_4B50) + common + Self.short(nameBytes.count) + Self.short(0) + nameBytes + packed
        count += 1
    }

    /// Repeats the last directory entry under another name, so that both share their bytes.
    mutating func addOverlap(of name: String, as other: String) {
        guard let range = Self.find(Array(name.utf8), in: directory) else { return }
        var entry = Array(directory[(range.lowerBound - 46)..<range.upperBound])
        entry.replaceSubrange(46..., with: Array(other.utf8))
        entry.replaceSubrange(28..<30, with: Self.short(other.utf8.count))
        directory += entry
        count += 1
    }

    var bytes: [UInt8] {
        body + directory + Self.long(0x0605_4B50) + Self.short(0) + Self.short(0) + Self.short(count) + Self.short(count)
            + Self.long(directory.count) + Self.long(body.count) + Self.short(0)
    }

    private static func find(_ needle: [UInt8], in hay: [UInt8]) -> Range<Int>? {
        hay.indices.first { hay[$0...].starts(with: needle) }.map { $0..<($0 + needle.count) }
    }

    private static func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

    private static func long(_ value: Int) -> [UInt8] { short(value) + short(value >> 16) }

    private static func deflated(_ contents: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard deflateInit2_(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return [] }
        defer { deflateEnd(&stream) }
        var input = contents
        return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, uLong(contents.count))) + 16) { output, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                _ = deflate(&stream, Z_FINISH)
                count = output.count - Int(stream.avail_out)
            }
        }
    }
}

/// Makes small workbooks.
enum WorkbookWriter {
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let packageLinks = "http://schemas.openxmlformats.org/package/2006/relationships"

    static func parts(sheetData: String, strings: String? = nil, styles: String? = nil, properties: String = "") -> [(String, String)] {
        var links = "<Relationship Id=\"r1\" Type=\"\(Self.links)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        if strings != nil { links += "<Relationship Id=\"r2\" Type=\"\(Self.links)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>" }
        if styles != nil { links += "<Relationship Id=\"r3\" Type=\"\(Self.links)/styles\" Target=\"../xl/styles.xml\"/>" }
        var parts = [
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(packageLinks)\"><Relationship Id=\"a\" Type=\"\(Self.links)/officeDocument\" "
                    + "Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"\(packageLinks)\">\(links)</Relationships>"),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(Self.links)\">\(properties)<sheets>"
                    + "<sheet name=\"Cases\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
            ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"\(main)\">\(sheetData)</worksheet>"),
        ]
        if let strings { parts.append(("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\">\(strings)</sst>")) }
        if let styles { parts.append(("xl/styles.xml", "<styleSheet xmlns=\"\(main)\">\(styles)</styleSheet>")) }
        return parts
    }

    static func archive(_ parts: [(String, String)]) -> [UInt8] {
        var writer = ZIPWriter()
        for (name, text) in parts { writer.add(name, Array(text.utf8)) }
        return writer.bytes
    }

    static func workbook(sheetData: String, strings: String? = nil, styles: String? = nil, properties: String = "") -> [UInt8] {
        archive(parts(sheetData: sheetData, strings: strings, styles: styles, properties: properties))
    }
}
