/// Gives a document piece by piece.
protocol XMLSource {
    /// The next piece, empty at the end.
    mutating func next() throws(XMLSourceError) -> [UInt8]
}

/// Why a source failed, as a sentence.
struct XMLSourceError: Error {
    let sentence: String
}

/// The beginning of a document: byte order mark and `<?xml …?>`.
enum XMLDeclaration {
    static func encoding(of bytes: [UInt8]) throws(XMLError) -> (CSVDialect.Encoding, markBytes: Int) {
        func refused(_ name: String) -> XMLError { XMLError(reason: .unsupportedEncoding(name), line: 1, offset: 0) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { throw refused("UTF-32") }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if bytes.prefix(4).contains(0) { throw refused("UTF-16 or UTF-32 without a byte order mark") }
        if bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) { throw refused("EBCDIC") }
        return (.utf8, 0)
    }

    /// Bytes of the declaration, 0 without one. The encoding that it names must be the one that is read.
    static func length(in text: [UInt8], encoding: CSVDialect.Encoding) throws(XMLReader.Stop) -> Int {
        guard text.starts(with: "<?xml".utf8), text.count > 5, XMLReader.isSpace(text[5]) else { return 0 }
        guard let end = text.prefix(1_024).indices.dropFirst(5).first(where: { text[$0] == UInt8(ascii: ">") && text[$0 - 1] == UInt8(ascii: "?") })
        else { throw .fault(.malformed(expected: "“?>” at the end of the XML declaration"), at: 0) }
        guard let name = encodingName(in: text[5..<end]) else { return end + 1 }
        let known: Set<String> = encoding == .utf8 ? ["utf-8", "utf8", "us-ascii", "ascii"] : ["utf-16", "utf-16le", "utf-16be"]
        guard known.contains(name.lowercased()) else { throw .fault(.unsupportedEncoding(name), at: 0) }
        return end + 1
    }

    private static func encodingName(in declaration: ArraySlice<UInt8>) -> String? {
        let key = Array("encoding".utf8)
        guard let start = declaration.indices.first(where: { declaration[$0...].starts(with: key) }) else { return nil }
        guard let opening = declaration[start...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) else { return "?" }
        let rest = declaration[(opening + 1)...]
        guard let closing = rest.firstIndex(of: declaration[opening]) else { return "?" }
        return String(decoding: rest[..<closing], as: UTF8.self)
    }
}
