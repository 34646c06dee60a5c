/// An Excel workbook (ECMA-376, transitional and strict), for reading.
///
/// The archive and the shared texts are in memory, rows are made one at a time. Formulas count as their last value; links to other files, macros,
/// pictures and external data are not looked at.
public struct XLSXWorkbook: Sendable {
    /// A sheet of the workbook.
    public struct Sheet: Hashable, Sendable {
        public enum Visibility: String, Hashable, Sendable {
            case visible
            case hidden
            /// Hidden so that the program's menus do not show it.
            case veryHidden
        }

        public let name: String
        public let visibility: Visibility
        /// False for charts, modules of macros and other sheets without cells, and when the workbook has lost the sheet's part.
        public let hasCells: Bool
        let part: String
    }

    /// In the order in which they are shown.
    public let sheets: [Sheet]
    /// Whether the numbers of dates count from 1 January 1904.
    public let usesDatesSince1904: Bool
    let package: XLSXPackage
    let styles: XLSXStyles
    let strings: [String]
    let limits: XLSXLimits

    public var sheetNames: [String] { sheets.map(\.name) }

    /// Opens a workbook: reads its list of sheets, its number formats and its shared texts.
    /// - Throws: ``XLSXError`` for what is not a workbook, is encrypted, damaged, or larger than the limits.
    public init(bytes: [UInt8], limits: XLSXLimits = .standard) throws(XLSXError) {
        self.limits = limits
        let package = try XLSXPackage(bytes: bytes, limits: limits.archive)
        self.package = package
        let part = try Self.mainPart(of: package)
        let relationships = try package.relationships(of: part)
        var written: [XMLElement] = []
        var since1904 = false
        var isWorkbook = false
        try package.forEachElement(of: part) { element in
            // Extensions have elements of the same names in namespaces of their own.
            guard XLSXSheetReader.isSpreadsheet(element.name.namespace) else { return }
            switch element.name.local {
            case "workbook": isWorkbook = true
            case "workbookPr": since1904 = element["date1904"] == "1" || element["date1904"] == "true"
            case "sheet": written.append(element)
            default: break
            }
        }
        guard isWorkbook else { throw .notAWorkbook("its part “\(part)” is something else") }
        usesDatesSince1904 = since1904
        sheets = try Self.sheets(written, relationships)
        if sheets.isEmpty { throw .noSheets }
        let stylesPart = relationships.first { $0.kind == "styles" && package.has($0.target) }?.target
        styles = if let stylesPart { try XLSXStyles(stylesPart, in: package) } else { XLSXStyles() }
        let stringsPart = relationships.first { $0.kind == "sharedStrings" }?.target
        strings = if let stringsPart { try XLSXText.sharedStrings(stringsPart, in: package, limits: limits) } else { [] }
    }

    private static func mainPart(of package: XLSXPackage) throws(XLSXError) -> String {
        if let main = try package.relationships(of: "").first(where: { $0.kind == "officeDocument" })?.target {
            if !package.has(main) { throw .missingPart(main) }
            return main
        }
        if package.has("xl/workbook.xml") { return "xl/workbook.xml" }
        throw .notAWorkbook("it is a ZIP archive without a workbook in it")
    }

    private static func sheets(_ elements: [XMLElement], _ relationships: [XLSXPackage.Relationship]) throws(XLSXError) -> [Sheet] {
        var sheets: [Sheet] = []
        for element in elements {
            guard let name = element["name"] else { continue }
            let identifier = element.attributes.first { $0.name.local == "id" && $0.name.namespace != nil }?.value
            // A sheet without a part, such as a module of macros, has no cells.
            let relationship = relationships.first { $0.identifier == identifier }
            sheets.append(
                Sheet(
                    name: name, visibility: element["state"].flatMap(Sheet.Visibility.init) ?? .visible,
                    hasCells: relationship?.kind == "worksheet", part: relationship?.target ?? ""))
        }
        return sheets
    }

    /// Calls the body for each row of a sheet that has a cell, in the order of the file.
    ///
    /// A sheet without any cell gives no row and no error; one that cannot be read is an error, so that the two are never taken for each other.
    ///
    /// - Parameters:
    ///   - name: the sheet's name, compared by bytes.
    ///   - body: gets one row at a time; an error of its own ends the reading and is passed on.
    /// - Throws: ``XLSXError``, also in the middle of a sheet: the checksum of the sheet is known only at its end.
    public func readSheet(_ name: String, _ body: (XLSXRow) throws -> Void) throws {
        var reader = try sheetReader(name)
        while let row = try reader.nextRow() { try body(row) }
    }

    /// The merged cells of a sheet; their value is that of the first cell. Reads the whole sheet.
    public func mergedRanges(of name: String) throws(XLSXError) -> [XLSXRange] {
        var reader = try sheetReader(name)
        return try reader.mergedRanges()
    }

    private func sheetReader(_ name: String) throws(XLSXError) -> XLSXSheetReader {
        guard let sheet = sheets.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            throw .noSuchSheet(name: name, available: sheetNames)
        }
        guard sheet.hasCells else { throw .notAWorksheet(name) }
        return try XLSXSheetReader(sheet: name, part: sheet.part, workbook: self)
    }
}
