/// A letter with gaps, as its file says it. `Docs/letters.md` explains the notation to whoever writes one.
struct LetterTemplate: Sendable, Hashable {
    /// A piece of a line: words, or a gap that is filled from the case.
    enum Piece: Sendable, Hashable {
        case words(String)
        /// The subject, such as `worker`, and the field, such as `names`.
        case gap(subject: String, field: String)
    }

    enum Shape: Sendable, Hashable {
        case title, heading, paragraph, item, right, signature
        /// A row of a table; one of which nothing is known is left out if it is optional.
        case row(label: String, isOptional: Bool)
    }

    struct Line: Sendable, Hashable {
        var shape: Shape
        var pieces: [Piece]
    }

    enum Part: Sendable, Hashable {
        case line(Line)
        /// Lines that are there once for each record of a kind.
        case each(subject: String, [Line])
        /// Lines that are there where the case has a record of a kind.
        case ifAny(subject: String, [Line])
    }

    var name: String
    var language: String
    /// What the list of letters calls it.
    var title: String
    /// What the worker must have agreed to, a code of the list `consent-scope`; nil for a letter that goes to nobody by itself.
    var scope: String?
    /// Lists without which the letter says little: where the case has none, that is told like an empty gap.
    var needs: [String]
    var parts: [Part]

    /// Subjects of which a case can have several.
    static let repeated: Set<String> = ["worker", "violation", "claim", "action", "party", "person", "document"]
    /// Subjects of which a letter knows one; of the workers the first, outside their list.
    static let single: Set<String> = ["case", "worker", "employer", "agency", "employment", "organisation", "author", "letter", "sums", "mandate"]

    /// - Throws: ``AppError`` that names the line and what would be right.
    init(_ text: String, name: String, language: String) throws {
        var parts: [Part] = []
        var open: (subject: String, isList: Bool, lines: [Line])?
        var needs: [String] = []
        var title: String?
        var scope: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = String(line).trimmingSpaces
            func wrong(_ sentence: String) -> AppError { AppError("Letter \(name) (\(language)), line \(index + 1): \(sentence)", isWrongUse: true) }
            guard !text.isEmpty, !text.hasPrefix("//") else { continue }
            if text.hasPrefix(Self.scopeMark) {
                scope = String(text.dropFirst(Self.scopeMark.count)).trimmingSpaces
                continue
            }
            func list(_ subject: String) throws -> String {
                guard Self.repeated.contains(subject) else {
                    throw wrong("there is no list «\(subject)». The lists are \(Self.repeated.sorted().joined(separator: ", ")).")
                }
                return subject
            }
            if text.hasPrefix(Self.needMark) {
                needs.append(try list(String(text.dropFirst(Self.needMark.count)).trimmingSpaces))
                continue
            }
            if text.hasPrefix("{#") || text.hasPrefix("{?"), text.hasSuffix("}") {
                guard open == nil else { throw wrong("«\(text)» stands within another «{#…}» or «{?…}». End that one first.") }
                open = (try list(String(text.dropFirst(2).dropLast())), text.hasPrefix("{#"), [])
                continue
            }
            if text.hasPrefix("{/"), text.hasSuffix("}") {
                guard let ended = open, ended.subject == String(text.dropFirst(2).dropLast()) else { throw wrong("«\(text)» ends nothing that was begun.") }
                parts.append(ended.isList ? .each(subject: ended.subject, ended.lines) : .ifAny(subject: ended.subject, ended.lines))
                open = nil
                continue
            }
            let read: Line
            do { read = try Self.line(text, repeated: open?.isList == true ? open?.subject : nil) } catch { throw wrong(error.sentence) }
            if read.shape == .title, title == nil, case .words(let words)? = read.pieces.first { title = words }
            if open == nil { parts.append(.line(read)) } else { open?.lines.append(read) }
        }
        if let open { throw AppError("Letter \(name) (\(language)): «{\(open.isList ? "#" : "?")\(open.subject)}» is not ended by «{/\(open.subject)}».", isWrongUse: true) }
        guard let title else { throw AppError("Letter \(name) (\(language)): the first line must be its title: # Title", isWrongUse: true) }
        self.name = name
        self.language = language
        self.title = title
        self.scope = scope
        self.needs = needs
        self.parts = parts
    }

    private static let scopeMark = "@consent "
    private static let needMark = "@needs "

    private struct LineError: Error { var sentence: String }

    private static let marks: [(mark: String, shape: Shape)] = [("# ", .title), ("## ", .heading), ("- ", .item), ("> ", .right)]

    private static func line(_ text: String, repeated: String?) throws(LineError) -> Line {
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }), text.utf8.count >= 3 { return Line(shape: .signature, pieces: []) }
        if text.hasPrefix("|") {
            let cells = text.utf8.dropFirst().split(separator: UInt8(ascii: "|"), maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
            guard cells.count == 2 else { throw LineError(sentence: "a row is written «| Label | text», or «|? Label | text» if it may be left out.") }
            let isOptional = cells[0].hasPrefix("?")
            let label = (isOptional ? String(cells[0].dropFirst()) : cells[0]).trimmingSpaces
            return Line(shape: .row(label: label, isOptional: isOptional), pieces: try pieces(cells[1].trimmingSpaces, repeated))
        }
        for (mark, shape) in marks where text.hasPrefix(mark) {
            return Line(shape: shape, pieces: try pieces(String(text.dropFirst(mark.count)).trimmingSpaces, repeated))
        }
        return Line(shape: .paragraph, pieces: try pieces(text, repeated))
    }

    private static func pieces(_ text: String, _ repeated: String?) throws(LineError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text.utf8[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "{")) {
            if start > rest.startIndex { pieces.append(.words(String(decoding: rest[..<start], as: UTF8.self))) }
            guard let end = rest[start...].firstIndex(of: UInt8(ascii: "}")) else { throw LineError(sentence: "a gap is not ended by «}».") }
            let inside = String(decoding: rest[rest.index(after: start)..<end], as: UTF8.self).trimmingSpaces
            let names = inside.split(separator: ".", maxSplits: 1).map(String.init)
            guard names.count == 2, single.contains(names[0]) || names[0] == repeated else {
                throw LineError(
                    sentence:
                        "«{\(inside)}» is not a gap. Write subject and field, such as {worker.names}; the subjects are \(single.sorted().joined(separator: ", ")), and within a list that list's."
                )
            }
            pieces.append(.gap(subject: names[0], field: names[1]))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(decoding: rest, as: UTF8.self))) }
        return pieces
    }
}
