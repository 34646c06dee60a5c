import Dictionary
import Foundation

extension CalendarTables {
    /// The tables of a node: those in its folder (`calendars/bikram-sambat.csv`, `calendars/umm-al-qura.csv`) in place of those that come with the product, since sources
    /// disagree for some years and are corrected.
    /// - Throws: `DictionaryError` that names file and column of a table that cannot be used.
    static func own(in folder: URL?) throws(DictionaryError) -> CalendarTables {
        guard let folder else { return try standard() }
        return try CalendarTables { path in (try? Data(contentsOf: folder.appending(path: path))).map([UInt8].init) ?? DataDictionary.embeddedFiles(path) }
    }
}
