/// A label, hint or choice with the styling that its author wrote, in the marks that ODK documents (<https://docs.getodk.org/form-styling>): emphasis, strong emphasis,
/// headings, links. Colours and typefaces are left out, since a page has its own for people who see little.
public struct StyledText: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        public var text: String
        public var isStrong = false
        public var isEmphasised = false
        /// Where a link leads, on the web.
        public var address: String?
        /// Of a value that is put in and changes with the answers: its place among those of the form.
        public var output: Int?
    }

    public private(set) var runs: [Run] = []

    /// - Parameters:
    ///   - text: O(length).
    ///   - outputs: which values of the form are put in for the signs of ``placeholder(_:)``, by ``filled(_:)``.
    init(_ text: String, outputs: [Int] = []) {
        guard text.utf8.contains(where: Self.marks.contains) else {
            runs = text.isEmpty ? [] : [Run(text: text)]
            put(outputs)
            return
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { runs.append(Run(text: "\n")) }
            let heading = line.prefix { $0 == "#" }
            let isHeading = (1...6).contains(heading.count) && line.dropFirst(heading.count).first == " "
            var reading = Reading(isHeading ? line.dropFirst(heading.count + 1) : line)
            runs += reading.runs().map { run in
                var run = run
                if isHeading { run.isStrong = true }
                return run
            }
        }
        put(outputs)
    }

    private static let marks = Set("*_[<#\\\n".utf8)

    /// A run of its own for each value.
    private mutating func put(_ outputs: [Int]) {
        guard !outputs.isEmpty else { return }
        runs = runs.flatMap { run in
            var parts: [Run] = []
            func add(_ text: some Sequence<Unicode.Scalar>, _ output: Int? = nil) {
                var part = run
                part.text = String(String.UnicodeScalarView(text))
                part.output = output
                if output != nil || !part.text.isEmpty { parts.append(part) }
            }
            var rest = run.text.unicodeScalars[...]
            while let start = rest.firstIndex(of: Self.placeholderStart), let end = rest[start...].firstIndex(of: Self.placeholderEnd),
                let index = Int(String(rest[rest.index(after: start)..<end])), outputs.indices.contains(index)
            {
                add(rest[..<start])
                add("".unicodeScalars, outputs[index])
                rest = rest[rest.index(after: end)...]
            }
            add(rest)
            return parts
        }
    }

    /// With the values put in; marks in them are no marks, since they are somebody's answers.
    func filled(_ value: (Int) -> String) -> StyledText {
        var filled = self
        for index in filled.runs.indices { if let output = filled.runs[index].output { filled.runs[index].text = value(output) } }
        return filled
    }

    /// Somebody's answer, in which marks are no marks.
    public init(unstyled text: String) { runs = text.isEmpty ? [] : [Run(text: text)] }

    /// Without its styling.
    public var plain: String { runs.map(\.text).joined() }

    /// Whether it is more than plain text: styled, or with values in it that change.
    public var isStyled: Bool { runs.contains { $0.isStrong || $0.isEmphasised || $0.address != nil || $0.output != nil } }

    /// A sign that no text of a form has.
    static func placeholder(_ index: Int) -> String { "\(placeholderStart)\(index)\(placeholderEnd)" }

    private static let placeholderStart: Unicode.Scalar = "\u{E000}"
    private static let placeholderEnd: Unicode.Scalar = "\u{E001}"
}

/// One line, from mark to mark.
private struct Reading {
    private var rest: Substring
    private var done: [StyledText.Run] = []
    private var text = ""

    init(_ line: Substring) { rest = line }

    mutating func runs(isStrong: Bool = false, isEmphasised: Bool = false) -> [StyledText.Run] {
        var before: Character?
        while let character = rest.first {
            if !styled(after: before, isStrong, isEmphasised) {
                if character == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol { rest.removeFirst() }
                if let sign = rest.popFirst() { text.append(sign) }
            }
            before = character
        }
        flush(isStrong, isEmphasised)
        return done
    }

    private mutating func flush(_ isStrong: Bool, _ isEmphasised: Bool) {
        guard !text.isEmpty else { return }
        done.append(.init(text: text, isStrong: isStrong, isEmphasised: isEmphasised))
        text = ""
    }

    /// Takes what begins here, if it is a mark and has its end.
    private mutating func styled(after before: Character?, _ isStrong: Bool, _ isEmphasised: Bool) -> Bool {
        for mark in ["***", "___", "**", "__", "*", "_"] where rest.hasPrefix(mark) {
            guard let inside = enclosed(by: mark, after: before) else { continue }
            flush(isStrong, isEmphasised)
            rest = rest[inside.endIndex...].dropFirst(mark.count)
            var inner = Reading(inside)
            done += inner.runs(isStrong: isStrong || mark.count > 1, isEmphasised: isEmphasised || mark.count != 2)
            return true
        }
        if rest.first == "[", let link = rest.prefixMatch(of: #/\[([^\[\]]+)\]\((https?:\/\/[^\s()]+)\)/#) {
            flush(isStrong, isEmphasised)
            done.append(.init(text: String(link.output.1), isStrong: isStrong, isEmphasised: isEmphasised, address: String(link.output.2)))
            rest = rest[link.range.upperBound...]
            return true
        }
        if rest.first == "<", let tag = rest.prefixMatch(of: #/<\/?(?:span|p|br|font|b|i|u)(?:\s[^<>]*)?\/?>/#.ignoresCase()) {
            rest = rest[tag.range.upperBound...]
            return true
        }
        return false
    }

    /// What stands between a mark and its next. A mark has words close to it; lines below words, as in `given_name`, are none.
    private func enclosed(by mark: String, after before: Character?) -> Substring? {
        let inside = rest.dropFirst(mark.count)
        guard let first = inside.first, !first.isWhitespace, first != mark.first, mark.first != "_" || before.map({ !$0.isLetter && !$0.isNumber }) ?? true else { return nil }
        var search = inside
        while let end = search.firstRange(of: mark) {
            let text = inside[..<end.lowerBound]
            let next = inside[end.upperBound...].first
            let isWord = mark.first == "_" && next.map { $0.isLetter || $0.isNumber } ?? false
            if let last = text.last, !last.isWhitespace, last != "\\", !isWord, mark.count > 1 || next != mark.first { return text }
            search = inside[end.upperBound...]
        }
        return nil
    }
}
