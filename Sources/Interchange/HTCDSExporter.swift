import Dictionary
import Formats

/// Writes cases as HTCDS 2.0 in JSON: `{"standard":"HTCDS","version":"2.0","cases":[…]}`, one case a line, each in canonical form (RFC 8785).
///
/// What is written is checked against the standard's fields, types and lists; what does not fit is an error and not a file.
public struct HTCDSJSONExporter: CaseExporter {
    private let export: HTCDSExport
    private let checker: HTCDSChecker
    private var isFirst = true

    public init(dictionary: DataDictionary) {
        let profile = HTCDSProfile(dictionary: dictionary)
        export = HTCDSExport(profile: profile)
        checker = HTCDSChecker(dictionary: dictionary)
    }

    public mutating func start() -> [UInt8] {
        Array("{\"standard\":\"HTCDS\",\"version\":\"\(HTCDSStandard.version)\",\"cases\":[".utf8)
    }

    public mutating func add(_ group: ExportCase) throws(ExportError) -> [UInt8] {
        var bytes: [UInt8] = []
        for one in try export.convert(group) {
            let json = one.json
            try checker.require(json)
            bytes += Array(isFirst ? "\n".utf8 : ",\n".utf8)
            bytes += json.canonicalBytes()
            isFirst = false
        }
        return bytes
    }

    public mutating func finish() -> [UInt8] { Array("\n]}\n".utf8) }
}

/// Writes cases as HTCDS 2.0 in CSV: the column `identifier` and one for each field by its full name; several values of a list are joined by `;`.
/// Further entries of the sections that may come several times stand in further rows with the same identifier.
public struct HTCDSCSVExporter: CaseExporter {
    private let export: HTCDSExport
    private let checker: HTCDSChecker
    private let columns: [HTCDSStandard.StandardField]
    private var writer = CSVWriter()

    public init(dictionary: DataDictionary) {
        let profile = HTCDSProfile(dictionary: dictionary)
        export = HTCDSExport(profile: profile)
        checker = HTCDSChecker(dictionary: dictionary)
        columns = profile.slots.map(\.standard)
    }

    public mutating func start() -> [UInt8] {
        writer.write(["identifier"] + columns.map(\.name))
        return writer.takeBytes()
    }

    public mutating func add(_ group: ExportCase) throws(ExportError) -> [UInt8] {
        for one in try export.convert(group) {
            try checker.require(one.json)
            let count = max(1, one.repeated.values.map(\.count).max() ?? 0)
            for row in 0..<count {
                writer.write(
                    [one.identifier ?? ""]
                        + columns.map { column in
                            if column.section == .single { return row == 0 ? Self.cell(one.single[column.name]) : "" }
                            let entries = one[column.section]
                            return row < entries.count ? Self.cell(entries[row][column.name]) : ""
                        })
            }
        }
        return writer.takeBytes()
    }

    public mutating func finish() -> [UInt8] { [] }

    private static func cell(_ texts: [String]?) -> String { texts?.joined(separator: ";") ?? "" }
}
