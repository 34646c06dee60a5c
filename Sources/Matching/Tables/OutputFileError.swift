import Foundation

/// Why a file cannot be written, and what to do.
public struct OutputFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// The command reads the very file that it is to write.
        case isInput
        case noFolder(String)
        case isFolder
        /// What the system said, a value of `errno`.
        case system(Int32)
    }

    /// The path as it was given.
    public let file: String
    public let reason: Reason

    /// What stands in the way, as a sentence after “cannot be written:”.
    public var why: String {
        switch reason {
        case .isInput: "it is also read, and what is in it would be lost. Name another file to write."
        case .noFolder(let folder): "there is no folder \(folder). Make it, or name another file."
        case .isFolder: "it is a folder. Name a file in it."
        case .system(let code): "\(String(cString: strerror(code)))."
        }
    }

    public var description: String { "The file \(file) cannot be written: \(why)" }
}
