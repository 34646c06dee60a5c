/// Why records cannot be encoded or encodings not be compared, and what to do.
public enum EncodingError: Error, Hashable, Sendable, CustomStringConvertible {
    case secretTooShort(bytes: Int)
    case secretGuessable
    case cannotRead(file: String, why: String)
    case cannotWrite(file: String, why: String)
    case notEncodings(file: String, why: String)
    case otherSecret
    case otherSettings(left: String, right: String)
    case nothingToEncode
    case noField(String, known: [String])
    case fieldNotInFile(String, file: String, found: [String])

    public var description: String {
        switch self {
        case .secretTooShort(let bytes):
            "The secret file has \(bytes) bytes; at least \(EncodingKeys.leastSecretBytes) are needed, or the encodings could be undone by trying secrets. "
                + "Make one with: head -c 32 /dev/urandom > secret"
        case .secretGuessable:
            "The secret file repeats itself: it can be guessed, and the encodings be undone. Make one with: head -c 32 /dev/urandom > secret"
        case .cannotRead(let file, let why): "The file \(file) cannot be read: \(why)"
        case .cannotWrite(let file, let why): "The file \(file) cannot be written: \(why)"
        case .notEncodings(let file, let why): "\(file) is no file of encodings: \(why) Ask for it to be made and sent again."
        case .otherSecret: "The two files were made with different secrets, so nothing in them can be compared. Both sides must use the same secret file."
        case .otherSettings(let left, let right):
            "The two files were made with different settings (\(left); \(right)). Encode both with the same fields, as with --fields full-name,birth-year,sex, and the same hardening."
        case .noField(let name, let known): "There is no field \(name). There are: \(known.joined(separator: ", "))."
        case .fieldNotInFile(let name, let file, let found):
            "\(file) has nothing for the field \(name); it has: \(found.joined(separator: ", ")). Name its column in a model file (--config), or leave the field out on both sides."
        case .nothingToEncode:
            "No column can be encoded: names, date of birth, sex, phone, document, address or place are needed. Name the columns in a model file (--config)."
        }
    }
}
