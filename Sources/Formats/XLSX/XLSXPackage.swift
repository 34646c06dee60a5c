/// The parts of a workbook and how they refer to each other (ECMA-376 part 2, Open Packaging Conventions).
struct XLSXPackage: Sendable {
    struct Relationship: Sendable {
        let identifier: String
        /// The last component of the type, the same in the strict and the transitional form, such as `worksheet`.
        let kind: String
        let target: String
    }

    let archive: ZIPArchive
    /// Names of parts are compared without regard to the case of ASCII letters, and some programs write backslashes.
    private let entryByFoldedName: [[UInt8]: ZIPArchive.Entry]

    init(bytes: [UInt8], limits: ZIPLimits) throws(XLSXError) {
        if bytes.isEmpty { throw .empty }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw Self.namesEncryptedPackage(bytes) ? .encrypted : .olderFormat
        }
        do throws(ZIPError) {
            archive = try ZIPArchive(bytes: bytes, limits: limits)
        } catch {
            throw .archive(error)
        }
        entryByFoldedName = Dictionary(archive.entries.map { (Self.folded($0.name), $0) }) { first, _ in first }
    }

    /// The directory of an OLE container holds names as UTF-16 (MS-OFFCRYPTO section 2.3.4.4 names the stream).
    private static func namesEncryptedPackage(_ bytes: [UInt8]) -> Bool {
        let name = Array("EncryptedPackage".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        // Directory entries are 128 bytes long, in sectors of 512 or 4096.
        return stride(from: 512, to: bytes.count - name.count, by: 128).contains { bytes[$0..<($0 + name.count)].elementsEqual(name) }
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "\\"): UInt8(ascii: "/")
            default: byte
            }
        }
    }

    func has(_ part: String) -> Bool { entryByFoldedName[Self.folded(part)] != nil }

    /// Opens a part for reading piece by piece.
    func reader(_ part: String) throws(XLSXError) -> XMLReader {
        guard let entry = entryByFoldedName[Self.folded(part)] else { throw .missingPart(part) }
        let stream: ZIPEntryStream
        do throws(ZIPError) {
            stream = try ZIPEntryStream(entry, of: archive)
        } catch {
            throw .archive(error)
        }
        do throws(XMLError) {
            return try XMLReader(source: stream)
        } catch {
            throw .part(name: part, error)
        }
    }

    /// Calls the body for each start tag of a part.
    func forEachElement(of part: String, _ body: (XMLElement) -> Void) throws(XLSXError) {
        var reader = try reader(part)
        do throws(XMLError) {
            while let event = try reader.next() {
                if case .start(let element) = event { body(element) }
            }
        } catch {
            throw .part(name: part, error)
        }
    }

    /// What a part refers to; none if it has no list of relationships. The package itself is the part "".
    func relationships(of part: String) throws(XLSXError) -> [Relationship] {
        let folder = Self.folder(of: part)
        let name = String(decoding: Array(part.utf8.dropFirst(folder.utf8.count)), as: UTF8.self)
        let list = folder + "_rels/" + name + ".rels"
        guard has(list) else { return [] }
        var relationships: [Relationship] = []
        try forEachElement(of: list) { element in
            guard element.name.local == "Relationship", let identifier = element["Id"], let type = element["Type"], let target = element["Target"],
                element["TargetMode"] != "External"
            else { return }
            let kind = type.split(separator: "/").last.map(String.init) ?? type
            relationships.append(Relationship(identifier: identifier, kind: kind, target: Self.resolved(target, in: folder)))
        }
        return relationships
    }

    private static func folder(of part: String) -> String {
        guard let slash = part.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(part.utf8[...slash]) ?? ""
    }

    private static func resolved(_ target: String, in folder: String) -> String {
        let path = target.utf8.first == UInt8(ascii: "/") || target.utf8.first == UInt8(ascii: "\\") ? target : folder + target
        var components: [Substring.UTF8View] = []
        for component in path.utf8[...].split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
            if component.elementsEqual(".".utf8) { continue }
            if component.elementsEqual("..".utf8) {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return components.map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "/")
    }
}
