/// Why a picture, recording or film could not be freed from what its device wrote into it.
public struct MediaError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// It ends early, or a part of it claims to be longer than it is.
        case truncated
        /// It is not built as its kind must be.
        case malformed
    }

    public let reason: Reason
    /// What was being read, in the words of the format's specification.
    public let part: String

    init(_ reason: Reason, _ part: String) {
        self.reason = reason
        self.part = part
    }

    public var description: String {
        switch reason {
        case .truncated: "The file ends within its \(part). Take the picture or copy the file again."
        case .malformed: "The file's \(part) is not as it must be. Open it in another program, save it anew and try again."
        }
    }
}
