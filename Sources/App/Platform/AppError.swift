/// Something that could not be done, in a sentence that says what, where and how to mend it.
public struct AppError: Error, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
