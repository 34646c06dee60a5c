/// Reads XML 1.0 as a sequence of events, from memory or from pieces that are made while reading (an entry of a ZIP archive).
///
/// Safe by construction: there is no code that opens an address or a file, and none that expands a defined entity. A document type declaration is
/// an error before any of it is read. Only XML's own five entities and character references are replaced. Instructions and comments are passed
/// over; XInclude is an element like any other. UTF-8, and UTF-16 with a byte order mark, are read; another declared encoding is refused.
///
/// Memory: one piece and the names of the open elements. It is not a validator: that `]]>` must not stand in text is not checked.
public struct XMLReader {
    var buffer: [UInt8] = []
    var position = 0
    var isExhausted = false
    let limits: XMLLimits

    private var source: (any XMLSource)?
    private var decoder: TextDecoder
    private var decodingFault: TextDecoder.Fault?
    private var offsetBefore = 0
    private var linesBefore = 0
    private var pending: XMLEvent?
    private var failure: XMLError?
    private var hasElement = false
    var open: [OpenElement] = []
    var bindings: [Binding] = []

    struct OpenElement {
        let written: String
        let name: XMLName
        let bindingsBefore: Int
    }

    struct Binding {
        let prefix: String
        let namespace: String?
    }

    /// What reading a token can come to besides an event.
    enum Stop: Error {
        /// The buffer ends inside the token.
        case incomplete
        case fault(XMLError.Reason, at: Int)
    }

    /// Reads a document that is in memory.
    public init(bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        try self.init(source: nil, first: bytes, limits: limits)
    }

    init(source: any XMLSource, limits: XMLLimits = .standard) throws(XMLError) {
        var source = source
        // The encoding and the declaration must be whole.
        var first: [UInt8] = []
        do throws(XMLSourceError) {
            while first.count < 1_024 {
                let piece = try source.next()
                if piece.isEmpty { break }
                first += piece
            }
        } catch {
            throw XMLError(reason: .source(error.sentence), line: 1, offset: 0)
        }
        try self.init(source: source, first: first, limits: limits)
    }

    private init(source: (any XMLSource)?, first: [UInt8], limits: XMLLimits) throws(XMLError) {
        self.limits = limits
        self.source = source
        let (encoding, markBytes) = try XMLDeclaration.encoding(of: first)
        decoder = TextDecoder(encoding: encoding, offset: markBytes)
        take(Array(first.dropFirst(markBytes)), isLast: source == nil)
        do throws(Stop) {
            position = try XMLDeclaration.length(in: buffer, encoding: encoding)
        } catch {
            throw self.error(error)
        }
    }

    /// The next event, nil after the end of the document.
    /// - Complexity: O(bytes of the event).
    public mutating func next() throws(XMLError) -> XMLEvent? {
        if let failure { throw failure }
        if let event = pending {
            pending = nil
            if case .end = event { close() }
            return event
        }
        while true {
            do throws(Stop) {
                guard position < buffer.count else {
                    if !isExhausted { throw Stop.incomplete }
                    if !open.isEmpty { throw Stop.fault(.unexpectedEnd, at: position) }
                    if !hasElement { throw Stop.fault(.noElement, at: position) }
                    return nil
                }
                let start = position
                let event = try token()
                if position - start > limits.tokenBytes { throw Stop.fault(.tokenTooLong(limit: limits.tokenBytes), at: start) }
                if let event { return event }
            } catch {
                guard case .incomplete = error, !isExhausted else { throw failing(error) }
                try refill()
            }
        }
    }

    /// Reads one token and moves past it; nil for what is not told. Nothing is changed when it is incomplete.
    private mutating func token() throws(Stop) -> XMLEvent? {
        guard buffer[position] == UInt8(ascii: "<") else { return try textToken() }
        guard position + 1 < buffer.count else { throw .incomplete }
        switch buffer[position + 1] {
        case UInt8(ascii: "/"):
            return try endToken()
        case UInt8(ascii: "?"):
            position = try end(of: "?>", from: position + 2)
            return nil
        case UInt8(ascii: "!"):
            return try declarationToken()
        default:
            return try startToken()
        }
    }

    private mutating func textToken() throws(Stop) -> XMLEvent? {
        var index = position
        while index < buffer.count, buffer[index] != UInt8(ascii: "<") { index += 1 }
        if index == buffer.count, !isExhausted { throw .incomplete }
        if open.isEmpty {
            if let stray = buffer[position..<index].firstIndex(where: { !Self.isSpace($0) }) {
                throw .fault(.malformed(expected: hasElement ? "nothing after the outermost element" : "“<”; this is not an XML document"), at: stray)
            }
            position = index
            return nil
        }
        let text = try XMLText.decoded(buffer[position..<index], isAttribute: false)
        position = index
        return .text(text)
    }

    private mutating func declarationToken() throws(Stop) -> XMLEvent? {
        if try begins("<!--") {
            position = try end(of: "-->", from: position + 4)
            return nil
        }
        if try begins("<![CDATA[") {
            if open.isEmpty { throw .fault(.malformed(expected: "an element before any text"), at: position) }
            let end = try end(of: "]]>", from: position + 9)
            let text = try XMLText.literal(buffer[(position + 9)..<(end - 3)])
            position = end
            return .text(text)
        }
        if try begins("<!DOCTYPE") { throw .fault(.documentType, at: position) }
        throw .fault(.malformed(expected: "a comment, a CDATA section or an element after “<!”"), at: position)
    }

    private mutating func startToken() throws(Stop) -> XMLEvent? {
        if open.isEmpty, hasElement { throw .fault(.malformed(expected: "nothing after the outermost element"), at: position) }
        if open.count == limits.depth { throw .fault(.tooDeep(limit: limits.depth), at: position) }
        let tag = try startTag()
        position = tag.end
        hasElement = true
        open.append(OpenElement(written: tag.written, name: tag.element.name, bindingsBefore: tag.bindingsBefore))
        if tag.isEmpty { pending = .end(tag.element.name) }
        return .start(tag.element)
    }

    private mutating func endToken() throws(Stop) -> XMLEvent? {
        let nameEnd = try self.nameEnd(from: position + 2)
        var index = nameEnd
        while index < buffer.count, Self.isSpace(buffer[index]) { index += 1 }
        guard index < buffer.count else { throw .incomplete }
        guard buffer[index] == UInt8(ascii: ">") else { throw .fault(.malformed(expected: "“>” after the name of an end tag"), at: index) }
        let written = try string(buffer[(position + 2)..<nameEnd])
        guard let last = open.last else { throw .fault(.malformed(expected: "no end tag, because no element is open"), at: position) }
        guard UTF8Check.same(last.written, written) else {
            throw .fault(.mismatchedEnd(open: last.written, found: written), at: position)
        }
        position = index + 1
        close()
        return .end(last.name)
    }

    private mutating func close() {
        if let last = open.popLast() { bindings.removeLast(bindings.count - last.bindingsBefore) }
    }

    private mutating func refill() throws(XMLError) {
        if let fault = decodingFault {
            throw failing(.fault(.invalidCharacter(fault.byte), at: buffer.count))
        }
        if buffer.count - position > limits.tokenBytes { throw failing(.fault(.tokenTooLong(limit: limits.tokenBytes), at: position)) }
        linesBefore += buffer[..<position].count { $0 == 0x0A }
        offsetBefore += position
        buffer.removeFirst(position)
        position = 0
        var piece: [UInt8] = []
        // At least as much again as is there already, so that a long token is looked at only a few times.
        let wanted = buffer.count
        while piece.count <= wanted {
            do throws(XMLSourceError) {
                let next = try source?.next() ?? []
                if next.isEmpty {
                    take(piece, isLast: true)
                    return
                }
                if piece.isEmpty { piece = next } else { piece += next }
            } catch {
                throw failing(.fault(.source(error.sentence), at: 0))
            }
        }
        take(piece, isLast: false)
    }

    private mutating func take(_ piece: [UInt8], isLast: Bool) {
        isExhausted = isLast
        if decoder.encoding == .utf8 {
            if buffer.isEmpty { buffer = piece } else { buffer += piece }
            return
        }
        do throws(TextDecoder.Fault) {
            try decoder.append(piece, isLast: isLast, to: &buffer)
        } catch {
            decodingFault = error
            // The fault is told when what is before it has been read.
            isExhausted = false
        }
    }

    private mutating func failing(_ stop: Stop) -> XMLError {
        let error = error(stop)
        failure = error
        return error
    }

    private func error(_ stop: Stop) -> XMLError {
        let (reason, index): (XMLError.Reason, Int) =
            switch stop {
            case .incomplete: (.unexpectedEnd, buffer.count)
            case .fault(let reason, let index): (reason, index)
            }
        return XMLError(reason: reason, line: linesBefore + buffer.prefix(index).count { $0 == 0x0A } + 1, offset: offsetBefore + index)
    }
}
