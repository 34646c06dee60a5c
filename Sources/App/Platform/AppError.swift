/// Something that could not be done, in a sentence that says what, where and how to mend it.
public struct AppError: Error, Sendable, CustomStringConvertible {
    public var description: String
    /// Whether what was asked for made no sense, as opposed to work that failed.
    public var isWrongUse: Bool

    public init(_ description: String, isWrongUse: Bool = false) {
        self.description = description
        self.isWrongUse = isWrongUse
    }
}
