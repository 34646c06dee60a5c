/// Splits an expression, or a text with expressions in it, into the pieces that other converters of XLSForm see (the lexer of pyxform 4.5).
/// It never fails: what is no token is an `other` of one character.
struct ExpressionToken: Hashable {
    enum Kind: Hashable {
        case dateTime, date, time, number, arithmetic, comparison, logic, union, openParenthesis, closeParenthesis, bracket, parent, current, slash, literal,
            comma, space, reference, function, predicate, predicateEnd, scheme, name, other
    }

    var kind: Kind
    /// Indices of Unicode scalars.
    var range: Range<Int>
}

struct ExpressionTokens {
    let scalars: [Unicode.Scalar]
    let tokens: [ExpressionToken]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var scanner = Scanner(scalars: scalars)
        tokens = scanner.all()
    }

    func text(_ token: ExpressionToken) -> String { text(token.range) }

    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        var index = 0

        init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

        mutating func all() -> [ExpressionToken] {
            var tokens: [ExpressionToken] = []
            while index < scalars.count {
                let (kind, length) = next()
                tokens.append(ExpressionToken(kind: kind, range: index..<(index + length)))
                index += length
            }
            return tokens
        }

        private func at(_ offset: Int) -> Unicode.Scalar? {
            let position = index + offset
            return position < scalars.count ? scalars[position] : nil
        }

        private func isDigit(_ offset: Int) -> Bool { at(offset).map { (0x30...0x39).contains($0.value) } ?? false }

        private func digits(_ count: Int, at offset: Int) -> Bool { (0..<count).allSatisfy { isDigit(offset + $0) } }

        private func has(_ word: String, at offset: Int = 0) -> Bool {
            var offset = offset
            for scalar in word.unicodeScalars {
                guard at(offset) == scalar else { return false }
                offset += 1
            }
            return true
        }

        private func next() -> (ExpressionToken.Kind, Int) {
            if let length = date() {
                if at(length) == "T", let time = time(at: length + 1) { return (.dateTime, length + 1 + time) }
                return (.date, length)
            }
            if let length = time(at: 0) { return (.time, length) }
            if let length = number() { return (.number, length) }
            guard let scalar = at(0) else { return (.other, 1) }
            for word in [" mod ", " div "] where has(word) { return (.arithmetic, word.utf8.count) }
            for word in [" and ", " or "] where has(word) { return (.logic, word.utf8.count) }
            switch scalar {
            case "*", "+", "-": return (.arithmetic, 1)
            case "=", "<", ">": return (.comparison, 1)
            case "!" where has("!="): return (.comparison, 2)
            case "|": return (.union, 1)
            case "(": return (.openParenthesis, 1)
            case ")": return (.closeParenthesis, 1)
            case "[", "{", "}": return (.bracket, 1)
            case ".": return has("..") ? (.parent, 2) : (.current, 1)
            case "/": return (.slash, 1)
            case "\"", "'":
                if let end = scalars[(index + 1)...].firstIndex(of: scalar) { return (.literal, end - index + 1) }
                return (.other, 1)
            case ",": return (.comma, 1)
            case "]": return (.predicateEnd, 1)
            default: break
            }
            if SheetText.isSpace(scalar) {
                var length = 1
                while let next = at(length), SheetText.isSpace(next) { length += 1 }
                return (.space, length)
            }
            if has("${") {
                let start = has("last-saved#", at: 2) ? 13 : 2
                if let length = simpleName(at: start), at(start + length) == "}" { return (.reference, start + length + 1) }
                return (.other, 1)
            }
            return name() ?? (.other, 1)
        }

        private func name() -> (ExpressionToken.Kind, Int)? {
            guard let first = simpleName(at: 0) else { return nil }
            var length = first
            if at(length) == ":", let second = simpleName(at: length + 1) { length += 1 + second }
            if at(length) == "(" { return (.function, length + 1) }
            if at(length) == "[" { return (.predicate, length + 1) }
            if has("://", at: first) { return (.scheme, first + 3) }
            return (.name, length)
        }

        private func simpleName(at offset: Int) -> Int? {
            guard let first = at(offset), SheetText.isNameStart(first) else { return nil }
            var length = 1
            while let next = at(offset + length), SheetText.isNamePart(next) { length += 1 }
            return length
        }

        private func date() -> Int? {
            let start = at(0) == "-" ? 1 : 0
            guard digits(4, at: start), at(start + 4) == "-", digits(2, at: start + 5), at(start + 7) == "-", digits(2, at: start + 8) else { return nil }
            return start + 10
        }

        private func time(at offset: Int) -> Int? {
            guard digits(2, at: offset), at(offset + 2) == ":", digits(2, at: offset + 3), at(offset + 5) == ":", digits(2, at: offset + 6) else { return nil }
            var end = offset + 8
            if at(end) == "Z" { return end + 1 - offset }
            if at(end) == "+" || at(end) == "-", digits(2, at: end + 1), at(end + 3) == ":", digits(2, at: end + 4) { end += 6 }
            return end - offset
        }

        private func number() -> Int? {
            var length = at(0) == "-" ? 1 : 0
            let start = length
            while isDigit(length) { length += 1 }
            if length > start {
                if at(length) == "." {
                    length += 1
                    while isDigit(length) { length += 1 }
                }
                return length
            }
            guard at(length) == ".", isDigit(length + 1) else { return nil }
            length += 1
            while isDigit(length) { length += 1 }
            return length
        }
    }
}

extension FormNode {
    /// Whether the default is an expression rather than a value.
    public var defaultIsExpression: Bool {
        guard let defaultValue, let type = questionType else { return false }
        return DefaultValue.isExpression(defaultValue, of: type)
    }
}

enum DefaultValue {
    /// A default is an expression if it has arithmetic, calls or references in it. Hyphens within dates and places are none.
    static func isExpression(_ text: String, of type: QuestionType) -> Bool {
        let isHyphenated = [.date, .dateTime, .geopoint, .geotrace, .geoshape].contains(type)
        let tokens = ExpressionTokens(text)
        for token in tokens.tokens {
            switch token.kind {
            case .arithmetic:
                if isHyphenated, tokens.text(token) == "-" { return false }
                return true
            case .union, .reference, .function: return true
            default: continue
            }
        }
        return false
    }
}
