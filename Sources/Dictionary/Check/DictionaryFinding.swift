/// A gap or an error in the files of a dictionary: where it is, what is wrong, how to mend it.
public struct DictionaryFinding: Sendable, Hashable, CustomStringConvertible {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The dictionary must not be used like this.
        case error
        /// It can be used; somebody should look at it.
        case warning
    }

    /// What is wrong, for callers that decide by kind and not by wording.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case missingFile = "missing-file"
        case unreadableFile = "unreadable-file"
        case missingColumn = "missing-column"
        case duplicateColumn = "duplicate-column"
        case wrongCellCount = "wrong-cell-count"
        case missingVersion = "missing-version"
        case malformedName = "malformed-name"
        case malformedCode = "malformed-code"
        case duplicateName = "duplicate-name"
        case duplicateCode = "duplicate-code"
        case missingLabel = "missing-label"
        case missingDefinition = "missing-definition"
        case unknownRecord = "unknown-record"
        case unknownType = "unknown-type"
        case unknownFlag = "unknown-flag"
        case missingSensitivity = "missing-sensitivity"
        case unknownSensitivity = "unknown-sensitivity"
        case missingVocabulary = "missing-vocabulary"
        case unknownVocabulary = "unknown-vocabulary"
        case needlessVocabulary = "needless-vocabulary"
        case unusedVocabulary = "unused-vocabulary"
        case missingTarget = "missing-target"
        case unknownTarget = "unknown-target"
        case needlessTarget = "needless-target"
        case unknownParent = "unknown-parent"
        case parentCycle = "parent-cycle"
        /// A code excludes one that the list does not have.
        case unknownExclusion = "unknown-exclusion"
        case malformedEquivalent = "malformed-equivalent"
        case unknownHTCDS = "unknown-htcds"
        case unknownHURIDOCS = "unknown-huridocs"
        /// Two codes of one list stand for one value of HTCDS, so that an import cannot tell which is meant.
        case sharedHTCDSValue = "shared-htcds-value"
        case malformedLanguage = "malformed-language"
        case incompleteLanguage = "incomplete-language"
        /// A label of something that the dictionary does not have.
        case unknownLabel = "unknown-label"
        case hiddenCharacter = "hidden-character"
        case notNormalized = "not-normalized"
        case outerSpace = "outer-space"
        /// Local files that redefine the standard, or use names that it may use.
        case localConflict = "local-conflict"

        /// How much this kind matters.
        public var severity: Severity {
            switch self {
            case .unusedVocabulary, .sharedHTCDSValue, .incompleteLanguage: .warning
            default: .error
            }
        }
    }

    /// What kind of fault it is.
    public let kind: Kind
    /// How much it matters.
    public var severity: Severity { kind.severity }
    /// The path below the folder of the dictionary, such as `vocabularies/sex.csv`.
    public let file: String
    /// The line of the file, from 1; nil if the whole file is meant.
    public let line: Int?
    /// The column of the file; nil if a whole row is meant.
    public let column: String?
    /// What is wrong: a sentence.
    public let message: String
    /// How to mend it: a sentence.
    public let remedy: String

    /// The finding with its place and remedy.
    public var description: String {
        var place = file
        if let line { place += ", line \(line)" }
        if let column { place += ", column \(column)" }
        return "\(place): \(message) \(remedy)"
    }
}
