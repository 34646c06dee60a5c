import Formats

/// A file that is kept elsewhere, by the hash of its bytes.
public struct FileReference: Sendable, Hashable {
    /// SHA-256 of the bytes: 64 small hexadecimal digits.
    public let sha256: String
    /// The name of the file as it was received.
    public let name: String
    /// The media type, such as image/jpeg (RFC 6838).
    public let type: String
    /// The size in bytes.
    public let bytes: Int64

    /// Refuses a hash, name, type or size that cannot be one.
    public init(sha256: String, name: String, type: String, bytes: Int64) throws(ValueError) {
        guard sha256.utf8.count == 64, sha256.utf8.allSatisfy({ CodeSyntax.isDigit($0) || (0x61...0x66).contains($0) }) else {
            throw ValueError(
                .malformed, offered: sha256, "is not a SHA-256 hash.", remedy: "Write the 64 hexadecimal digits in small letters.")
        }
        guard FileReference.isMediaType(type) else {
            throw ValueError(.malformed, offered: type, "is not a media type.", remedy: "Write type and subtype, such as image/jpeg.")
        }
        guard bytes >= 0 else {
            throw ValueError(.outOfRange, offered: String(bytes), "is not a size.", remedy: "Give the number of bytes, 0 or more.")
        }
        self.sha256 = sha256
        self.name = try NormalText.clean(name, limit: 255, what: "name of the file")
        self.type = type
        self.bytes = bytes
    }

    /// RFC 6838, 4.2: restricted names of at most 127 characters.
    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        let others = Array("!#$&-^_.+".utf8)
        return parts.count == 2
            && parts.allSatisfy { part in
                part.count <= 127 && part.first.map(CodeSyntax.isLetterOrDigit) == true
                    && part.allSatisfy { CodeSyntax.isLetterOrDigit($0) || others.contains($0) }
            }
    }
}

extension FileReference {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .file, allowed: ["sha256", "name", "type", "bytes"])
        try self.init(
            sha256: members.required("sha256"), name: members.required("name"), type: members.required("type"), bytes: members.integer("bytes"))
    }

    /// `{"sha256":"…","name":"…","type":"image/jpeg","bytes":123}`
    public var json: JSONValue {
        .object(["sha256": .string(sha256), "name": .string(name), "type": .string(type), "bytes": .integer(bytes)])
    }
}
