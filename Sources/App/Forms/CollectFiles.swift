import Dictionary
import Formats
import Forms

/// What ODK Collect needs beside a converted form: it knows nothing of the dictionary's lists, so they go along as files.
public enum CollectFiles {
    /// - Parameters:
    ///   - language: tag of the language in which the dictionary's lists are written.
    ///   - beside: a file that lies beside the form; nil if there is none.
    /// - Returns: the files by name, and the names of those that the form names and that are nowhere.
    public static func files(
        for form: FormDefinition, language: String, dictionary: DataDictionary? = nil, beside: (String) -> [UInt8]?
    ) throws -> (files: [(name: String, bytes: [UInt8])], missing: [String]) {
        let lists = FormLists(dictionary: try dictionary ?? DataDictionary.standard(), language: language)
        var files: [(name: String, bytes: [UInt8])] = []
        var missing: [String] = []
        if let itemsets = form.itemsets { files.append(("itemsets.csv", itemsets)) }
        for name in form.listFiles {
            if let bytes = beside(name) ?? lists.table(name)?.csv { files.append((name, bytes)) } else { missing.append(name) }
        }
        return (files, missing)
    }
}
