/// Parses an expression (XPath 1.0, 3; the grammar of ODK XForms) and checks its functions.
public struct ExpressionParser {
    /// Deeper than anybody nests, and shallow enough for the stack.
    private static let depthLimit = 120

    private let tokens: [ExpressionLexer.Token]
    private var index = 0
    private var depth = 0

    /// - Parameter text: with paths instead of `${name}`.
    /// - Throws: ``ExpressionError`` if it is no expression, or calls a function that does not exist or takes other arguments. O(length).
    public static func parse(_ text: String) throws(ExpressionError) -> Expression {
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(text))
        guard !parser.tokens.isEmpty else { throw ExpressionError("The expression is empty.", remedy: "Write one, or clear the cell.") }
        let expression = try parser.expression(0)
        guard parser.index == parser.tokens.count else { throw parser.unexpected() }
        return expression
    }

    private init(tokens: [ExpressionLexer.Token]) { self.tokens = tokens }

    private var next: ExpressionLexer.Token? { index < tokens.count ? tokens[index] : nil }

    private mutating func takes(_ token: ExpressionLexer.Token) -> Bool {
        guard next == token else { return false }
        index += 1
        return true
    }

    private func unexpected() -> ExpressionError {
        guard let next else {
            return ExpressionError("The expression ends where something should follow.", remedy: "Complete it, or remove the last operator or comma.")
        }
        if case .close = next {
            return ExpressionError("A closing parenthesis has no opening one.", remedy: "Count the parentheses.")
        }
        return ExpressionError(
            "“\(Self.text(next))” stands where it cannot be.", remedy: "Put an operator or a comma before it, and texts between quotation marks.")
    }

    private static func text(_ token: ExpressionLexer.Token) -> String {
        switch token {
        case .number(let number): FormValue.text(number)
        case .literal(let text): "'\(text)'"
        case .name(let name): name
        case .function(let name): name + "("
        case .operation(let operation): operation.rawValue
        case .slash: "/"
        case .doubleSlash: "//"
        case .open: "("
        case .close: ")"
        case .openBracket: "["
        case .closeBracket: "]"
        case .comma: ","
        case .at: "@"
        case .dot: "."
        case .dots: ".."
        case .star: "*"
        case .axis(let name): name + "::"
        }
    }

    // MARK: Operators

    /// Operators from the loosest to the tightest.
    private static func level(_ operation: Expression.Operator) -> Int {
        switch operation {
        case .or: 1
        case .and: 2
        case .equal, .unequal: 3
        case .less, .atMost, .greater, .atLeast: 4
        case .plus, .minus: 5
        case .times, .divided, .remainder: 6
        case .union: 8
        }
    }

    private mutating func expression(_ level: Int) throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { throw ExpressionError("The expression is nested too deeply.", remedy: "Split it into several calculations.") }
        var left = try unary()
        while case .operation(let operation)? = next, Self.level(operation) > level {
            index += 1
            left = .binary(operation, left, try expression(Self.level(operation)))
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Expression {
        guard takes(.operation(.minus)) else { return try path() }
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { throw ExpressionError("The expression is nested too deeply.", remedy: "Split it into several calculations.") }
        // A sign binds looser than a union and tighter than all else.
        return .negated(try expression(7))
    }

    // MARK: Paths

    private mutating func path() throws(ExpressionError) -> Expression {
        switch next {
        case .number(let number):
            index += 1
            return .number(number)
        case .literal(let text):
            index += 1
            return .text(text)
        case .open:
            index += 1
            let inner = try expression(0)
            guard takes(.close) else { throw unclosed() }
            return try continued(inner)
        case .function(let name):
            index += 1
            if ["node", "text"].contains(name) {
                index -= 1
                return .path(Expression.Path(.context, try steps()))
            }
            return try continued(try call(name))
        case .slash:
            index += 1
            // A slash alone is the form itself.
            return .path(Expression.Path(.root, beginsStep ? try steps() : []))
        case .doubleSlash:
            index += 1
            return .path(Expression.Path(.root, [Expression.Step(.descendant)] + (try steps())))
        case .name, .dot, .dots, .star, .at, .axis: return .path(Expression.Path(.context, try steps()))
        default: throw unexpected()
        }
    }

    private func unclosed() -> ExpressionError {
        next == nil ? ExpressionError("A parenthesis is not closed.", remedy: "Write “)” where it ends.") : unexpected()
    }

    /// Steps behind the value of a call or a parenthesis, such as `instance('list')/root/item`.
    private mutating func continued(_ value: Expression) throws(ExpressionError) -> Expression {
        var steps: [Expression.Step] = []
        let predicates = try self.predicates()
        if !predicates.isEmpty { steps.append(Expression.Step(.itself, predicates: predicates)) }
        if takes(.slash) {
            steps += try self.steps()
        } else if takes(.doubleSlash) {
            steps += [Expression.Step(.descendant)] + (try self.steps())
        }
        return steps.isEmpty ? value : .path(Expression.Path(.value(value), steps))
    }

    private var beginsStep: Bool {
        switch next {
        case .name, .dot, .dots, .star, .at, .axis: true
        case .function(let name): ["node", "text"].contains(name)
        default: false
        }
    }

    private mutating func steps() throws(ExpressionError) -> [Expression.Step] {
        var steps = [try step()]
        while true {
            if takes(.slash) {
                steps.append(try step())
            } else if takes(.doubleSlash) {
                steps += [Expression.Step(.descendant), try step()]
            } else {
                return steps
            }
        }
    }

    private mutating func step() throws(ExpressionError) -> Expression.Step {
        var step: Expression.Step
        switch next {
        case .dot: (step, index) = (Expression.Step(.itself), index + 1)
        case .dots: (step, index) = (Expression.Step(.parent), index + 1)
        case .at:
            index += 1
            step = Expression.Step(.attribute, try nodeTest())
        case .axis(let name):
            index += 1
            let axes: [String: Expression.Step.Axis] = [
                "child": .child, "parent": .parent, "self": .itself, "attribute": .attribute, "descendant-or-self": .descendant,
            ]
            guard let axis = axes[name] else {
                throw ExpressionError("The axis “\(name)::” is not known to forms.", remedy: "Use a path of names, “..” and “.”.")
            }
            step = Expression.Step(axis, try nodeTest())
        case .name, .star, .function: step = Expression.Step(.child, try nodeTest())
        default: throw unexpected()
        }
        step.predicates = try predicates()
        return step
    }

    /// Nil for any name.
    private mutating func nodeTest() throws(ExpressionError) -> String? {
        switch next {
        case .name(let name):
            index += 1
            return name
        case .star:
            index += 1
            return nil
        case .function("node"), .function("text"):
            index += 1
            guard takes(.open), takes(.close) else { throw unexpected() }
            return nil
        default: throw unexpected()
        }
    }

    private mutating func predicates() throws(ExpressionError) -> [Expression] {
        var predicates: [Expression] = []
        while takes(.openBracket) {
            predicates.append(try expression(0))
            guard takes(.closeBracket) else {
                throw next == nil ? ExpressionError("A bracket is not closed.", remedy: "Write “]” where it ends.") : unexpected()
            }
        }
        return predicates
    }

    // MARK: Calls

    private mutating func call(_ name: String) throws(ExpressionError) -> Expression {
        guard takes(.open) else { throw unexpected() }
        var arguments: [Expression] = []
        if !takes(.close) {
            repeat { arguments.append(try expression(0)) } while takes(.comma)
            guard takes(.close) else { throw unclosed() }
        }
        try FormFunctions.check(name, argumentCount: arguments.count)
        return .call(name, arguments)
    }
}
