/// Why the dictionary could not be read or a name in it not be found: a sentence that says what, where and how to mend it.
public struct DictionaryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, such as `fields.csv`; nil if no file is at fault.
    public let file: String?
    /// The line of the file, from 1.
    public let line: Int?
    /// The column of the file.
    public let column: String?
    /// What is wrong and how to mend it: one sentence or two.
    public let message: String

    /// A fault, with its place where there is one.
    public init(_ message: String, file: String? = nil, line: Int? = nil, column: String? = nil) {
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    /// The sentence with its place.
    public var description: String {
        var place: [String] = []
        if let file { place.append(file) }
        if let line { place.append("line \(line)") }
        if let column { place.append("column \(column)") }
        return place.isEmpty ? message : place.joined(separator: ", ") + ": " + message
    }
}
