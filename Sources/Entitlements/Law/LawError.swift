/// What is wrong in a file of rules, where, and how to mend it.
public struct LawError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file and line.
    public let place: String
    public let problem: String
    public let remedy: String

    public var description: String { "\(place): \(problem). \(remedy)" }
}
