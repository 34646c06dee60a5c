/// Reads a `multipart/form-data` body that is in memory (RFC 7578).
enum MultipartReader {
    private static let partLimit = 1_000
    private static let headerLimit = 8_192

    /// - Parameter contentType: the header of the request, with its boundary.
    /// - Throws: ``WebError/badRequest(key:)`` if the body is not what the header says.
    static func read(_ body: [UInt8], contentType: String) throws(WebError) -> (fields: FormFields, files: [UploadedFile]) {
        guard let boundary = parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else { throw malformed }
        let delimiter = Array("--\(boundary)".utf8)
        var fields = FormFields()
        var files: [UploadedFile] = []
        guard var position = find(delimiter, in: body, from: 0), position == 0 || endsLine(body, position) else { throw malformed }
        var parts = 0
        while true {
            position += delimiter.count
            if body[position...].starts(with: [0x2D, 0x2D]) { return (fields, files) }
            guard body[position...].starts(with: [0x0D, 0x0A]) else { throw malformed }
            position += 2
            parts += 1
            guard parts <= partLimit else { throw .tooLarge }
            guard let headerEnd = find([0x0D, 0x0A, 0x0D, 0x0A], in: body, from: position, limit: headerLimit) else { throw malformed }
            let headers = try headers(body[position..<headerEnd])
            let start = headerEnd + 4
            // The line break before a delimiter belongs to the delimiter.
            guard let end = find([0x0D, 0x0A] + delimiter, in: body, from: start) else { throw malformed }
            try add(Array(body[start..<end]), headers, &fields, &files)
            position = end + 2
        }
    }

    private static var malformed: WebError { .badRequest(key: "platform.error.malformed") }

    private static func add(_ content: [UInt8], _ headers: [String: String], _ fields: inout FormFields, _ files: inout [UploadedFile]) throws(WebError) {
        guard let disposition = headers["content-disposition"], let name = parameter("name", of: disposition) else { throw malformed }
        if let fileName = parameter("filename", of: disposition) {
            // A field without a chosen file comes as an empty file without a name.
            guard !fileName.isEmpty || !content.isEmpty else { return }
            let base = fileName.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
            files.append(UploadedFile(field: name, fileName: base, mediaType: headers["content-type"] ?? "application/octet-stream", bytes: content))
        } else {
            guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else { throw malformed }
            fields.items.append(.init(name: name, value: text))
        }
    }

    private static func headers(_ bytes: ArraySlice<UInt8>) throws(WebError) -> [String: String] {
        var headers: [String: String] = [:]
        for line in bytes.split(separator: 0x0A) {
            guard let text = String(validating: line, as: UTF8.self), let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw malformed }
            headers[text[..<colon].lowercased().trimmingSpaces] = String(text[text.index(after: colon)...]).trimmingSpaces
        }
        return headers
    }

    /// A parameter such as `boundary` or `filename` of a header's value, plain or quoted. Browsers escape quotes in names as `%22`.
    static func parameter(_ wanted: String, of header: String) -> String? {
        let bytes = Array(header.utf8)
        var index = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
        while index < bytes.count {
            index += 1
            let nameEnd = bytes[min(index, bytes.count)...].firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
            let name = String(decoding: bytes[min(index, nameEnd)..<nameEnd], as: UTF8.self).trimmingSpaces.lowercased()
            var value: [UInt8] = []
            index = nameEnd + 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    value.append(bytes[index])
                    index += 1
                }
                index = bytes[min(index, bytes.count)...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
            } else {
                let end = bytes[min(index, bytes.count)...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
                if index < end { value = Array(bytes[index..<end]) }
                index = end
            }
            if name == wanted { return String(validating: value, as: UTF8.self)?.trimmingSpaces }
        }
        return nil
    }

    private static func endsLine(_ body: [UInt8], _ position: Int) -> Bool { position >= 2 && body[position - 2] == 0x0D && body[position - 1] == 0x0A }

    /// The place of a pattern. O(body) for patterns without repetitions such as boundaries.
    private static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int, limit: Int = .max) -> Int? {
        guard let first = pattern.first, start <= body.count - pattern.count else { return nil }
        let last = limit == .max ? body.count - pattern.count : min(body.count - pattern.count, start + limit)
        guard start <= last else { return nil }
        var index = start
        while index <= last {
            if body[index] == first, body[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}
