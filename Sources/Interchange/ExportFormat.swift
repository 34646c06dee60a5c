import Dictionary

/// The formats in which cases are exported.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    /// Human Trafficking Case Data Standard 2.0.
    case htcdsJSON = "htcds-json"
    case htcdsCSV = "htcds-csv"
    /// One row a case, open facts only.
    case factsCSV = "facts-csv"
    /// Everything given, one record a line.
    case jsonLines = "jsonl"

    /// A new exporter of this format.
    public func exporter(dictionary: DataDictionary) -> any CaseExporter {
        switch self {
        case .htcdsJSON: HTCDSJSONExporter(dictionary: dictionary)
        case .htcdsCSV: HTCDSCSVExporter(dictionary: dictionary)
        case .factsCSV: FactsCSVExporter(dictionary: dictionary)
        case .jsonLines: JSONLinesExporter()
        }
    }
}
