/// Cuts a JSON document into the elements of its array `cases` without holding the document.
///
/// Only strings, brackets and commas are looked at; whether an element is well formed is for the JSON reader to say. What stands around the elements is
/// kept (without them) as the frame.
struct JSONCaseSplitter {
    let file: String
    private let maximumBytes: Int
    private let read: () throws -> [UInt8]
    private var piece: [UInt8] = []
    private var position = 0
    private(set) var bytesRead = 0
    /// The document with an empty array of cases; whole when the last element was given.
    private(set) var frame: [UInt8] = []
    private(set) var foundCases = false
    private var isInCases = false
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var lastString: [UInt8] = []
    private var keyBefore: [UInt8] = []

    private static let maximumFrame = 64 << 10

    init(file: String, maximumBytes: Int, read: @escaping () throws -> [UInt8]) {
        self.file = file
        self.maximumBytes = maximumBytes
        self.read = read
    }

    /// The bytes of the next element; nil at the end of the document. O(bytes).
    mutating func next() throws(ImportError) -> [UInt8]? {
        var element: [UInt8] = []
        while let byte = try nextByte() {
            if isInCases {
                if let whole = try take(byte, into: &element) { return whole }
            } else {
                try readFrame(byte)
            }
        }
        guard element.allSatisfy(isBlank) else {
            throw ImportError(place: file, problem: "the file ends within a case", remedy: "The file was cut off: copy or export it again.")
        }
        return nil
    }

    private mutating func nextByte() throws(ImportError) -> UInt8? {
        if position == piece.count {
            do { piece = try read() } catch {
                throw ImportError(place: file, problem: "the file cannot be read any further", remedy: "Copy it to this machine and try again.")
            }
            position = 0
            bytesRead += piece.count
            if piece.isEmpty { return nil }
            if bytesRead == piece.count, piece.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
            if position == piece.count { return nil }
        }
        defer { position += 1 }
        return piece[position]
    }

    private mutating func readFrame(_ byte: UInt8) throws(ImportError) {
        guard frame.count < Self.maximumFrame else {
            throw ImportError(
                place: file, problem: "the file does not begin as an HTCDS document",
                remedy: "The file is {\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[…]} (Docs/import.md).")
        }
        frame.append(byte)
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                return
            }
            lastString.append(byte)
            return
        }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            lastString = []
        case UInt8(ascii: ":"): keyBefore = lastString
        case UInt8(ascii: "["):
            if depth == 1, !foundCases, keyBefore == Array("cases".utf8) {
                foundCases = true
                isInCases = true
            } else {
                depth += 1
            }
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
    }

    /// Adds a byte to the element; gives the element when it is whole. `depth` counts within the element.
    private mutating func take(_ byte: UInt8, into element: inout [UInt8]) throws(ImportError) -> [UInt8]? {
        if !isInString, elementDepth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
            let whole = element
            if byte == UInt8(ascii: "]") {
                isInCases = false
                frame.append(byte)
            }
            element = []
            if whole.allSatisfy(isBlank) {
                guard byte == UInt8(ascii: "]") else {
                    throw ImportError(place: file, problem: "a case is missing before a comma", remedy: "Remove the comma.")
                }
                return nil
            }
            return whole
        }
        element.append(byte)
        guard element.count <= maximumBytes else {
            throw ImportError(
                place: file, problem: "a case has more than \(maximumBytes) bytes", remedy: "Keep long texts and files out of the document.")
        }
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
        } else if byte == UInt8(ascii: "\"") {
            isInString = true
        } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            elementDepth += 1
        } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
            elementDepth -= 1
        }
        return nil
    }

    private var elementDepth = 0

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
