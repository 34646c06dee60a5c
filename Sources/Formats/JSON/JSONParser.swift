extension JSONValue {
    /// Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no byte order mark, UTF-8 only.
    ///
    /// Decisions where the standard leaves a choice:
    /// - Half a surrogate pair (`\uD800` alone) is refused: strings here are well-formed Unicode.
    /// - Names that stand twice in an object are refused unless `limits` keeps them; names are compared by bytes, never by canonical equivalence.
    /// - A number without fraction and exponent that fits `Int64` is ``JSONValue/integer(_:)``, `-0` is `0`; any other is the nearest `Double`.
    ///   A number that overflows to infinity is refused; one that underflows is zero.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - limits: bounds on depth and length.
    /// - Throws: ``JSONError`` with byte offset, line and column.
    /// - Complexity: O(n), for objects of more than 32 members O(m log m) in their members.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer in parsing(buffer, limits: limits) }
        return try result.get()
    }

    /// Reads one JSON text from memory that the caller holds, such as a line of a larger buffer. See ``parse(_:limits:)-([UInt8],_)``.
    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try parsing(bytes, limits: limits).get()
    }

    private static func parsing(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) -> Result<JSONValue, JSONError> {
        do throws(JSONFault) {
            var parser = JSONParser(bytes, limits: limits)
            return .success(try parser.document())
        } catch {
            return .failure(JSONError(error, in: bytes))
        }
    }
}

/// Recursive descent over a buffer. Every access is behind a comparison with `end`.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let end: Int
    let limits: JSONLimits
    var position = 0
    /// Decoded bytes of a string that has escapes; kept between strings so that it is allocated once.
    var scratch: [UInt8] = []
    /// Hashes of the names of the objects that are open, innermost last.
    var nameHashes: [UInt64] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        end = bytes.count
    }

    mutating func document() throws(JSONFault) -> JSONValue {
        if end > limits.bytes { throw JSONFault(.tooLong(limit: limits.bytes), at: 0) }
        if end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { throw JSONFault(.byteOrderMark, at: 0) }
        skipSpace()
        let result = try value(depth: 0)
        skipSpace()
        if position < end { throw JSONFault(.trailingContent, at: position) }
        return result
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            position += 1
            return .string(try string())
        case UInt8(ascii: "{"):
            return try object(depth: depth + 1)
        case UInt8(ascii: "["):
            return try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case let byte:
            throw JSONFault(.unexpected(byte: byte, expected: "a value"), at: position)
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONFault) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
            guard bytes[position] == word.utf8Start[index] else {
                throw JSONFault(.unexpected(byte: bytes[position], expected: "“\(word)”"), at: position)
            }
            position += 1
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
        if depth > limits.depth { throw JSONFault(.tooDeep(limit: limits.depth), at: position) }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if position < end, bytes[position] == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            if try closes(with: UInt8(ascii: "]"), expected: "“,” or “]”") { return .array(elements) }
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        if depth > limits.depth { throw JSONFault(.tooDeep(limit: limits.depth), at: position) }
        position += 1
        var members: [JSONObject.Member] = []
        skipSpace()
        if position < end, bytes[position] == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject(members))
        }
        let firstHash = nameHashes.count
        while true {
            let nameStart = position
            let name = try memberName()
            if limits.duplicateNames == .refused { try refuseDuplicate(name, of: members, firstHash: firstHash, at: nameStart) }
            skipSpace()
            members.append(JSONObject.Member(name, try value(depth: depth)))
            if try closes(with: UInt8(ascii: "}"), expected: "“,” or “}”") { break }
            skipSpace()
        }
        nameHashes.removeLast(nameHashes.count - firstHash)
        if limits.duplicateNames == .refused, members.count > Self.scannedMembers { try refuseDuplicates(in: members) }
        return .object(JSONObject(members))
    }

    /// A name and the colon after it.
    private mutating func memberName() throws(JSONFault) -> String {
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        guard bytes[position] == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpected(byte: bytes[position], expected: "a name in double quotes"), at: position)
        }
        position += 1
        let name = try string()
        skipSpace()
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        guard bytes[position] == UInt8(ascii: ":") else {
            throw JSONFault(.unexpected(byte: bytes[position], expected: "“:”"), at: position)
        }
        position += 1
        return name
    }

    /// Reads a comma (false) or the closing bracket (true).
    @inline(__always)
    private mutating func closes(with closing: UInt8, expected: @autoclosure () -> String) throws(JSONFault) -> Bool {
        skipSpace()
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        let byte = bytes[position]
        guard byte == closing || byte == UInt8(ascii: ",") else {
            throw JSONFault(.unexpected(byte: byte, expected: expected()), at: position)
        }
        position += 1
        return byte == closing
    }
}
