/// Refuses what a YAML reader would spend memory or stack on without use, before it reads: size, depth, aliases, several documents.
enum MappingGuard {
    /// Nested brackets and dashes are counted without closing ones, so this bounds the depth from above.
    private static let maximumOpenings = 2_000
    private static let maximumIndentation = 64

    /// The text of a mapping file.
    ///
    /// - Throws: ``ImportError`` that names the line. O(size).
    static func text(of bytes: [UInt8], file: String, limits: ImportLimits) throws(ImportError) -> String {
        guard bytes.count <= limits.mappingBytes else {
            throw ImportError(
                place: file, problem: "the mapping file has \(bytes.count) bytes; at most \(limits.mappingBytes) are read",
                remedy: "Check that this is the mapping and not the data.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ImportError(place: file, problem: "the mapping file is not UTF-8 text", remedy: "Save it as UTF-8 in the text editor.")
        }
        guard !bytes.contains(0) else {
            throw ImportError(place: file, problem: "the mapping file holds a NUL character", remedy: "Save it as plain UTF-8 text.")
        }
        var openings = 0
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            try check(line, number: index + 1, openings: &openings, file: file)
        }
        return text
    }

    private static func check(_ line: ArraySlice<UInt8>, number: Int, openings: inout Int, file: String) throws(ImportError) {
        let indentation = line.prefix { $0 == UInt8(ascii: " ") }.count
        let place = "\(file), line \(number)"
        guard indentation <= maximumIndentation else {
            throw ImportError(place: place, problem: "the line is indented by more than \(maximumIndentation) spaces", remedy: "Indent less.")
        }
        var markers = 0
        var inIndicators = true
        for byte in line {
            if inIndicators, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") { markers += 1 }
            if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "?"), byte != UInt8(ascii: " ") { inIndicators = false }
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { openings += 1 }
        }
        guard markers <= 16 else {
            throw ImportError(place: place, problem: "the line begins with \(markers) dashes", remedy: "Write one dash for an entry of a list.")
        }
        guard openings <= maximumOpenings else {
            throw ImportError(
                place: place, problem: "the mapping has more than \(maximumOpenings) opening brackets",
                remedy: "Write lists with dashes on lines of their own.")
        }
        try refuseAlias(line, place: place)
    }

    /// Refuses `*name` where a value or key may begin; within quotes and in the middle of a text it is fine.
    private static func refuseAlias(_ line: ArraySlice<UInt8>, place: String) throws(ImportError) {
        var quote: UInt8?
        var atStart = true
        var previous = UInt8(ascii: " ")
        for byte in line {
            if let open = quote {
                if byte == open { quote = nil }
                atStart = false
            } else if byte == UInt8(ascii: "#"), previous == UInt8(ascii: " ") {
                return
            } else if atStart, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if atStart, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&") {
                throw ImportError(
                    place: place, problem: "anchors (&name) and aliases (*name) are not read in mapping files",
                    remedy: "Write the text out, or put it in quotes if it begins with & or *.")
            } else if byte != UInt8(ascii: " ") {
                atStart =
                    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: ",")
                    || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?")
            }
            previous = byte
        }
    }
}
