/// What the number formats of cells say about their values: whether a number is a date or a length of time.
struct XLSXStyles: Sendable {
    enum Kind: Sendable {
        case number
        case date
        case duration
    }

    private var kinds: [Kind] = []

    init() {}

    init(_ part: String, in package: XLSXPackage) throws(XLSXError) {
        var reader = try package.reader(part)
        var codes: [Int: String] = [:]
        var formats: [Int] = []
        // Formats for conditions (dxf) have elements of the same names.
        var isInNumberFormats = false
        var isInCellFormats = false
        do throws(XMLError) {
            while let event = try reader.next() {
                switch event {
                case .start(let element):
                    switch element.name.local {
                    case "numFmts": isInNumberFormats = true
                    case "numFmt" where isInNumberFormats:
                        if let identifier = element["numFmtId"].flatMap({ Int($0) }), let code = element["formatCode"] { codes[identifier] = code }
                    case "cellXfs": isInCellFormats = true
                    case "xf" where isInCellFormats: formats.append(element["numFmtId"].flatMap { Int($0) } ?? 0)
                    default: break
                    }
                case .end(let name):
                    if name.local == "cellXfs" { isInCellFormats = false }
                    if name.local == "numFmts" { isInNumberFormats = false }
                case .text: break
                }
            }
        } catch {
            throw .part(name: part, error)
        }
        let kindByCode = codes.mapValues { Self.kind(ofCode: $0) }
        kinds = formats.map { kindByCode[$0] ?? Self.kind(ofBuiltIn: $0) }
    }

    /// The kind of a cell's style number; a number that is missing or unknown is that of plain numbers.
    func kind(ofStyle style: String?) -> Kind {
        guard let index = style.flatMap({ Int($0) }), kinds.indices.contains(index) else { return .number }
        return kinds[index]
    }

    /// The formats that are not written down (ECMA-376 part 1, section 18.8.30), those of East Asian languages included.
    static func kind(ofBuiltIn identifier: Int) -> Kind {
        switch identifier {
        case 14...22, 27...36, 45, 47, 50...58: .date
        case 46: .duration
        default: .number
        }
    }

    /// A format is of a date if its first section has a letter of a date outside quotes, escapes and brackets; of a length of time
    /// if it has hours, minutes or seconds in brackets, such as `[h]:mm`.
    static func kind(ofCode code: String) -> Kind {
        var isDate = false
        var isQuoted = false
        var isEscaped = false
        var bracket: [UInt8]?
        for byte in code.utf8 {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isQuoted = byte != UInt8(ascii: "\"")
            } else if let content = bracket {
                if byte != UInt8(ascii: "]") {
                    bracket = content + [byte | 0x20]
                    continue
                }
                if let first = content.first, "hms".utf8.contains(first), content.allSatisfy({ $0 == first }) { return .duration }
                bracket = nil
            } else {
                switch byte {
                case UInt8(ascii: "\""): isQuoted = true
                // A backslash shows the next character, an underscore leaves its width, an asterisk repeats it.
                case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): isEscaped = true
                case UInt8(ascii: "["): bracket = []
                case UInt8(ascii: ";"): return isDate ? .date : .number
                default: if "dmyhs".utf8.contains(byte | 0x20) { isDate = true }
                }
            }
        }
        return isDate ? .date : .number
    }
}
