/// A text with values put in: `Hello ${name}`, or a path into a list as it stands.
struct TextPieces: Equatable {
    enum Piece: Equatable {
        case text(String)
        /// An expression whose value is shown.
        case output(String)
    }

    var pieces: [Piece] = []

    init(_ text: String, in context: FormTree.Context?, of tree: FormTree) {
        // A dash stands for a missing translation.
        guard text != "-" else {
            pieces = [.text(text)]
            return
        }
        guard SheetText.contains(text, "instance(") else {
            add(text, context, tree)
            return
        }
        let tokens = ExpressionTokens(text)
        var last = 0
        for range in Self.instanceExpressions(tokens) {
            add(tokens.text(last..<range.lowerBound), context, tree)
            pieces.append(.output(tree.resolved(tokens.text(range), in: context)))
            last = range.upperBound
        }
        add(tokens.text(last..<tokens.scalars.count), context, tree)
    }

    var hasOutput: Bool { pieces.contains { if case .output = $0 { true } else { false } } }

    /// As the content of an element.
    var nodes: [XMLNode.Child] {
        pieces.map { piece in
            switch piece {
            case .text(let text): .text(text)
            case .output(let expression): .element(XMLNode("output", ["value": expression]))
            }
        }
    }

    private mutating func add(_ text: String, _ context: FormTree.Context?, _ tree: FormTree) {
        let bytes = Array(text.utf8)
        var last = 0
        for reference in FormReferences.all(in: text) {
            addText(bytes[last..<reference.range.lowerBound])
            pieces.append(.output(tree.path(of: reference, in: text, context)))
            last = reference.range.upperBound
        }
        addText(bytes[last...])
    }

    private mutating func addText(_ bytes: ArraySlice<UInt8>) {
        if !bytes.isEmpty { pieces.append(.text(String(decoding: bytes, as: UTF8.self))) }
    }

    /// Where calls of `instance(…)` and the paths after them stand. Outside of brackets, white space ends a path.
    private static func instanceExpressions(_ tokens: ExpressionTokens) -> [Range<Int>] {
        enum State { case outside, call, path, predicate }
        var ranges: [Range<Int>] = []
        var state = State.outside
        var start = 0
        var last: ExpressionToken?
        for token in tokens.tokens {
            var isPart = false
            let isCall = token.kind == .function && tokens.text(token) == "instance("
            switch state {
            case .outside:
                guard isCall else { continue }
                start = token.range.lowerBound
                (state, isPart) = (.call, true)
            case .call:
                let lastIsCall = last?.kind == .function
                if token.kind == .literal && lastIsCall || token.kind == .closeParenthesis && last?.kind == .literal {
                    isPart = true
                } else if token.kind == .slash, last?.kind == .closeParenthesis || last?.kind == .predicateEnd {
                    (state, isPart) = (.path, true)
                }
            case .path:
                if token.kind == .predicate { (state, isPart) = (.predicate, true) } else { isPart = token.kind != .space }
            case .predicate:
                isPart = true
                if token.kind == .predicateEnd { state = .call }
            }
            if isPart {
                last = token
            } else {
                ranges.append(start..<(last?.range.upperBound ?? start))
                state = .outside
            }
        }
        if state != .outside, let last { ranges.append(start..<last.range.upperBound) }
        return ranges
    }
}
