import Dictionary
import Foundation

/// Checks the standard dictionary, and an organisation's own parts where there are some.
public enum DictionaryChecking {
    /// - Parameter folder: a node's folder; nil for the standard alone.
    public static func findings(folder: URL?) throws -> [DictionaryFinding] {
        let standardFiles = DataDictionary.embeddedFiles
        let standard = DictionaryCheck.findings(files: standardFiles)
        guard let local = folder.map(Node.dictionaryFolder), FileManager.default.fileExists(atPath: local.path) else { return standard }
        return standard
            + DictionaryCheck.findings(local: DataDictionary.files(in: local), standard: try DataDictionary.standard(), reference: standardFiles)
    }
}
