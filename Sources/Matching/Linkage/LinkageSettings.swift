import Formats
import Foundation

/// What a person may decide about a linkage; everything left out is found out.
public struct LinkageSettings: Sendable {
    /// What is said of a column by name.
    public struct ColumnSetting: Sendable {
        public var meaning: ColumnMeaning?
        public var comparison: ComparisonKind?
        /// The name in the second file where it differs.
        public var second: String?

        public init(meaning: ColumnMeaning? = nil, comparison: ComparisonKind? = nil, second: String? = nil) {
            self.meaning = meaning
            self.comparison = comparison
            self.second = second
        }
    }

    public var columns: [String: ColumnSetting] = [:]
    /// Rules as lists of names of columns: records are compared that agree on all columns of a rule. Empty: rules are learned.
    public var blocking: [[String]] = []
    /// The probability from which a pair is given out.
    public var threshold = 0.5
    public var oneToOne = false
    /// How the files without a byte order mark are written, in their order; of fewer than there are files the last holds for the rest. Empty: UTF-8.
    public var encodings: [CSVDialect.Encoding] = []

    /// What one file by itself is to have: a whole name is put together and a year of birth taken from a date or age, as they are for another file that has them.
    public var wantedMeanings: Set<ColumnMeaning> = []
    /// The year in which ages were told.
    public var referenceYear = OtherCalendars.currentYear
    /// Whether the values as they were written are kept, to explain pairs by them.
    public var keepsValues = false

    public init() {}

    func encoding(ofFile number: Int) -> CSVDialect.Encoding? { encodings.indices.contains(number) ? encodings[number] : encodings.last }
}
