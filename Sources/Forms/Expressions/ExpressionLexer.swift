/// Splits an expression into tokens (XPath 1.0, 3.7), over Unicode scalars.
struct ExpressionLexer {
    enum Token: Hashable {
        case number(Double)
        case literal(String)
        case name(String)
        /// A name directly before an opening parenthesis.
        case function(String)
        case operation(Expression.Operator)
        case slash, doubleSlash, open, close, openBracket, closeBracket, comma, at, dot, dots, star
        /// `child::` and the like.
        case axis(String)
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var tokens: [Token] = []

    /// - Throws: ``ExpressionError`` for a character that has no place in an expression and for a text that is not closed.
    static func tokens(_ text: String) throws(ExpressionError) -> [Token] {
        var lexer = ExpressionLexer(text)
        while try lexer.readNext() {}
        return lexer.tokens
    }

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? { index + offset < scalars.count ? scalars[index + offset] : nil }

    private mutating func take(_ token: Token, _ length: Int = 1) {
        tokens.append(token)
        index += length
    }

    private mutating func readNext() throws(ExpressionError) -> Bool {
        while let scalar = peek(), SheetText.isSpace(scalar) { index += 1 }
        guard let scalar = peek() else { return false }
        switch scalar {
        case "(": take(.open)
        case ")": take(.close)
        case "[": take(.openBracket)
        case "]": take(.closeBracket)
        case ",": take(.comma)
        case "@": take(.at)
        case "|": take(.operation(.union))
        case "+": take(.operation(.plus))
        case "-", "\u{2212}": take(.operation(.minus))
        case "=": take(.operation(.equal))
        case "!" where peek(1) == "=": take(.operation(.unequal), 2)
        case "<": peek(1) == "=" ? take(.operation(.atMost), 2) : take(.operation(.less))
        case ">": peek(1) == "=" ? take(.operation(.atLeast), 2) : take(.operation(.greater))
        case "/": peek(1) == "/" ? take(.doubleSlash, 2) : take(.slash)
        case "*": take(followsOperand ? .operation(.times) : .star)
        case "'", "\"": try readLiteral(scalar)
        case "." where !isDigit(peek(1)): peek(1) == "." ? take(.dots, 2) : take(.dot)
        case _ where isDigit(scalar) || scalar == ".": readNumber()
        case _ where SheetText.isNameStart(scalar): readName()
        default: throw Self.unexpected(scalar)
        }
        return true
    }

    private static func unexpected(_ scalar: Unicode.Scalar) -> ExpressionError {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}":
            ExpressionError("The expression has a typographic quotation mark (\(scalar)).", remedy: "Write straight marks: ' or \".")
        case "!": ExpressionError("“!” alone means nothing.", remedy: "Write != for “is not”, or not(…).")
        case "&": ExpressionError("“&” means nothing in an expression.", remedy: "Write and.")
        case "$": ExpressionError("“$” does not begin a reference here.", remedy: "Write ${name} with the name of a question.")
        default: ExpressionError("“\(scalar)” has no place in an expression.", remedy: "Remove it, or put texts between quotation marks.")
        }
    }

    /// Whether the last token ends an operand, so that `*`, `and`, `or`, `mod` and `div` are operators (XPath 1.0, 3.7).
    private var followsOperand: Bool {
        switch tokens.last {
        case nil, .open, .openBracket, .comma, .at, .operation, .slash, .doubleSlash, .axis, .function: false
        default: true
        }
    }

    private mutating func readLiteral(_ quote: Unicode.Scalar) throws(ExpressionError) {
        guard let end = scalars[(index + 1)...].firstIndex(of: quote) else {
            throw ExpressionError("A text that begins with \(quote) is not closed.", remedy: "Write \(quote) at its end too.")
        }
        tokens.append(.literal(String(String.UnicodeScalarView(scalars[(index + 1)..<end]))))
        index = end + 1
    }

    private func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { (0x30...0x39).contains($0.value) } ?? false }

    private mutating func readNumber() {
        let start = index
        while isDigit(peek()) { index += 1 }
        if peek() == "." {
            index += 1
            while isDigit(peek()) { index += 1 }
        }
        tokens.append(.number(Double(String(String.UnicodeScalarView(scalars[start..<index]))) ?? .nan))
    }

    private mutating func readName() {
        let start = index
        func scan(_ index: inout Int) { while index < scalars.count, SheetText.isNamePart(scalars[index]) { index += 1 } }
        scan(&index)
        // The prefix of a name such as jr:choice-name, but not an axis such as child::.
        if peek() == ":", let next = peek(1), SheetText.isNameStart(next) {
            index += 1
            scan(&index)
        }
        let name = String(String.UnicodeScalarView(scalars[start..<index]))
        if followsOperand, let operation = ["and": Expression.Operator.and, "or": .or, "mod": .remainder, "div": .divided][name] {
            tokens.append(.operation(operation))
            return
        }
        if peek() == ":", peek(1) == ":" {
            index += 2
            tokens.append(.axis(name))
            return
        }
        var next = index
        while next < scalars.count, SheetText.isSpace(scalars[next]) { next += 1 }
        tokens.append(next < scalars.count && scalars[next] == "(" ? .function(name) : .name(name))
    }
}
