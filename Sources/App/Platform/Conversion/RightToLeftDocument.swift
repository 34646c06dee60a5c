import CZlib
import Formats

/// Turns the tables of a document of a word processor, whose text runs from right to left: their first column stands right. pandoc writes only the paragraphs so.
enum RightToLeftDocument {
    /// - Throws: ``ZIPError`` if the document is none.
    static func tables(of document: [UInt8], _ format: DocumentFormat) throws -> [UInt8] {
        let archive = try ZIPArchive(bytes: document)
        var parts: [(name: String, bytes: [UInt8])] = []
        for entry in archive.entries {
            let bytes = try archive.contents(of: entry)
            let text: (String) -> String =
                switch (format, entry.name) {
                // ECMA-376, part 1, 17.4.1: it stands behind the style and before the width.
                case (.docx, "word/document.xml"): { $0.replacing("<w:tblPr><w:tblStyle w:val=\"Table\" />", with: "<w:tblPr><w:tblStyle w:val=\"Table\" /><w:bidiVisual />") }
                // OpenDocument 1.2, 20.394.
                case (.odt, "content.xml"): { $0.replacing("<style:table-properties ", with: "<style:table-properties style:writing-mode=\"rl-tb\" ") }
                case (.odt, "styles.xml"): { $0.replacing("style:writing-mode=\"lr-tb\"", with: "style:writing-mode=\"rl-tb\"") }
                default: { $0 }
                }
            parts.append((entry.name, entry.name.utf8.suffix(4).elementsEqual(".xml".utf8) ? Array(text(String(decoding: bytes, as: UTF8.self)).utf8) : bytes))
        }
        return written(parts)
    }

    /// A ZIP archive (APPNOTE 6.3.9) of these parts in their order; the first, which names the kind of an OpenDocument, stands uncompressed.
    static func written(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var (archive, directory): ([UInt8], [UInt8]) = ([], [])
        func two(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
        func four(_ number: Int) -> [UInt8] { two(number & 0xFFFF) + two(number >> 16 & 0xFFFF) }
        for part in parts {
            let packed = part.name == "mimetype" ? nil : Compression.raw(part.bytes)
            let name = Array(part.name.utf8)
            let sum = part.bytes.withUnsafeBufferPointer { Int(crc32(0, $0.baseAddress, UInt32($0.count))) }
            // Version 2.0, names in UTF-8, no time: 1 January 1980.
            let heading = two(20) + two(1 << 11) + two(packed == nil ? 0 : 8) + two(0) + two(33)
            let sizes = four(part.bytes.isEmpty ? 0 : sum) + four((packed ?? part.bytes).count) + four(part.bytes.count) + two(name.count) + two(0)
            directory += [0x50, 0x4B, 1, 2] + two(20) + heading + sizes + two(0) + two(0) + two(0) + four(0) + four(archive.count) + name
            archive += [0x50, 0x4B, 3, 4] + heading + sizes + name + (packed ?? part.bytes)
        }
        let place = archive.count
        archive += directory
        return archive + [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(parts.count) + two(parts.count) + four(directory.count) + four(place) + two(0)
    }
}
