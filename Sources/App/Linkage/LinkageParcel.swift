import Formats
import Matching

/// Encodings of a partner that wait to be compared, with the secret by which ours are made: as bytes that are kept sealed.
struct LinkageParcel: Sendable {
    struct Part: Sendable {
        var size: LinkageMessage.SetSize
        var encodings: EncodedRecords
    }

    var secret: [UInt8]
    var parts: [Part]

    init(secret: [UInt8], parts: [Part]) { (self.secret, self.parts) = (secret, parts) }

    /// The secret, a length and a description in JSON, then the encodings one behind the other.
    var bytes: [UInt8] {
        let files = parts.map { $0.encodings.bytes() }
        let sets = zip(parts, files).map { part, file in
            JSONValue.object([
                "count": .integer(Int64(part.size.count)), "notices": .integer(Int64(part.size.notices)), "set": .string(part.size.set.rawValue),
                "size": .integer(Int64(file.count)),
            ])
        }
        let header = JSONValue.array(sets).canonicalBytes()
        return secret + (0..<4).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header + files.flatMap { $0 }
    }

    init(bytes: [UInt8]) throws {
        let damaged = AppError("Encodings of a partner that wait here are damaged. Refuse the comparison; the partner can ask again.")
        guard bytes.count >= 36 else { throw damaged }
        secret = Array(bytes[..<32])
        let length = (0..<4).reduce(0) { $0 | Int(bytes[32 + $1]) << ($1 * 8) }
        guard length <= bytes.count - 36, let sets = try JSONValue.parse(Array(bytes[36..<36 + length]), limits: JSONLimits(depth: 4, bytes: 1 << 16)).array
        else { throw damaged }
        var start = 36 + length
        parts = []
        for value in sets {
            guard let set = value["set"]?.string.flatMap({ LinkageSet(rawValue: $0) }), let count = value["count"]?.integer,
                let notices = value["notices"]?.integer, let size = value["size"]?.integer, size >= 0, Int(size) <= bytes.count - start
            else { throw damaged }
            parts.append(
                Part(
                    size: .init(set: set, count: Int(count), notices: Int(notices)),
                    encodings: try EncodedRecords(bytes: Array(bytes[start..<start + Int(size)]), name: set.rawValue)))
            start += Int(size)
        }
    }
}
