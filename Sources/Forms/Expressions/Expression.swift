/// An expression of a form, parsed: ODK XForms' subset of XPath 1.0, with `${name}` already replaced by paths.
///
/// <https://getodk.github.io/xforms-spec/#xpath-paths>
public indirect enum Expression: Hashable, Sendable {
    case number(Double)
    case text(String)
    case negated(Expression)
    case binary(Operator, Expression, Expression)
    case call(String, [Expression])
    case path(Path)

    public enum Operator: String, Hashable, Sendable {
        case or, and
        case equal = "=", unequal = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="
        case plus = "+", minus = "-", times = "*", divided = "div", remainder = "mod"
        case union = "|"
    }

    /// A way from somewhere to nodes of the answers or of a list.
    public struct Path: Hashable, Sendable {
        public var start: Start
        public var steps: [Step]

        public init(_ start: Start, _ steps: [Step]) {
            self.start = start
            self.steps = steps
        }
    }

    public enum Start: Hashable, Sendable {
        /// The form: a path that begins with a slash.
        case root
        /// The node that the expression is evaluated for; within brackets, the node that is looked at.
        case context
        /// What a call gives, such as `instance('list')`.
        case value(Expression)
    }

    public struct Step: Hashable, Sendable {
        public enum Axis: String, Hashable, Sendable {
            case child, parent, itself = "self", descendant, attribute
        }

        public var axis: Axis
        /// Nil for any.
        public var name: String?
        public var predicates: [Expression]

        public init(_ axis: Axis, _ name: String? = nil, predicates: [Expression] = []) {
            self.axis = axis
            self.name = name
            self.predicates = predicates
        }
    }

    /// All parts of the expression, itself first.
    func forEach(_ body: (Expression) -> Void) {
        body(self)
        switch self {
        case .number, .text: break
        case .negated(let inner): inner.forEach(body)
        case .binary(_, let left, let right):
            left.forEach(body)
            right.forEach(body)
        case .call(_, let arguments): for argument in arguments { argument.forEach(body) }
        case .path(let path):
            if case .value(let inner) = path.start { inner.forEach(body) }
            for predicate in path.steps.flatMap(\.predicates) { predicate.forEach(body) }
        }
    }
}

/// What is wrong with an expression, or with evaluating it.
public struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A whole sentence.
    public var fault: String
    /// A whole sentence: what to do.
    public var remedy: String

    public init(_ fault: String, remedy: String) {
        self.fault = fault
        self.remedy = remedy
    }

    public var description: String { "\(fault) \(remedy)" }
}
