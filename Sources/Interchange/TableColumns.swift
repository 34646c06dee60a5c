import Foundation

/// The names of the columns of a file, for making a mapping for it.
public enum TableColumns {
    /// - Parameters:
    ///   - file: a CSV or XLSX file, judged by its first bytes.
    ///   - name: what messages call it.
    /// - Throws: ``ImportError`` if it is neither, or damaged.
    public static func of(_ file: URL, name: String) throws(ImportError) -> [String] {
        try ImportPlan.open(file, name: name, sheet: nil, encoding: nil).columns
    }
}
