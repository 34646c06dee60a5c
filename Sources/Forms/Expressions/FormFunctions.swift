/// The functions of expressions and how many arguments they take.
///
/// ODK XForms specification, “XPath functions”: <https://getodk.github.io/xforms-spec/#xpath-functions>; XPath 1.0, 4.
public enum FormFunctions {
    /// By name, the least and the greatest number of arguments.
    static let arities: [String: ClosedRange<Int>] = {
        let many = Int.max
        return [
            // Choosing and looking up
            "selected": 2...2, "selected-at": 2...2, "count-selected": 1...1, "jr:choice-name": 2...2, "if": 3...3, "coalesce": 2...2, "once": 1...1,
            "regex": 2...2, "indexed-repeat": 3...many, "position": 0...1, "last": 0...0, "current": 0...0, "instance": 1...1, "pulldata": 4...4,
            "randomize": 1...2, "version": 0...0, "jr:itext": 1...1,
            // Texts
            "string": 0...1, "string-length": 0...1, "substr": 2...3, "substring-before": 2...2, "substring-after": 2...2, "concat": 0...many,
            "join": 1...many, "contains": 2...2, "starts-with": 2...2, "ends-with": 2...2, "normalize-space": 0...1, "translate": 3...3,
            "digest": 2...3, "base64-decode": 1...1, "uuid": 0...1,
            // Numbers
            "number": 0...1, "int": 1...1, "round": 1...2, "floor": 1...1, "ceiling": 1...1, "abs": 1...1, "pow": 2...2, "sqrt": 1...1, "log": 1...1,
            "log10": 1...1, "exp": 1...1, "exp10": 1...1, "sin": 1...1, "cos": 1...1, "tan": 1...1, "asin": 1...1, "acos": 1...1, "atan": 1...1,
            "atan2": 2...2, "pi": 0...0, "random": 0...0, "sum": 1...1, "max": 0...many, "min": 0...many, "count": 1...1, "count-non-empty": 1...1,
            // Truth
            "true": 0...0, "false": 0...0, "not": 1...1, "boolean": 1...1, "boolean-from-string": 1...1, "checklist": 2...many,
            "weighted-checklist": 2...many,
            // Dates
            "today": 0...0, "now": 0...0, "date": 1...1, "date-time": 1...1, "format-date": 2...2, "format-date-time": 2...2, "decimal-date-time": 1...1,
            "decimal-time": 1...1,
            // Places
            "area": 1...1, "enclosed-area": 1...1, "distance": 1...many, "geofence": 2...2,
        ]
    }()

    /// Functions of other clients and what to write instead.
    private static let foreign = [
        "search": "Use select_one_from_file with a choice_filter.", "substring": "Use substr(text, start, end), which counts from 0.",
        "lower-case": "Use regex() or translate().", "upper-case": "Use translate().", "ceil": "Use ceiling().", "today-date": "Use today().",
        "concatenate": "Use concat().", "len": "Use string-length().", "average": "Divide sum() by count().",
    ]

    static func check(_ name: String, argumentCount count: Int) throws(ExpressionError) {
        guard let arity = arities[name] else {
            let near = SheetText.nearest(to: name, among: arities.keys.sorted())
            throw ExpressionError(
                "There is no function “\(name)”.", remedy: foreign[name] ?? near.map { "Did you mean “\($0)”?" } ?? "Use a function of the ODK documentation.")
        }
        guard arity.contains(count) else {
            let wanted =
                arity.upperBound == .max
                ? "at least \(arity.lowerBound)" : arity.lowerBound == arity.upperBound ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
            throw ExpressionError("“\(name)” has \(count) argument\(count == 1 ? "" : "s").", remedy: "It takes \(wanted).")
        }
        if name == "indexed-repeat", count % 2 == 0 || count > 7 {
            throw ExpressionError("“indexed-repeat” has \(count) arguments.", remedy: "Name the question, then a repeat and its number, up to three times.")
        }
    }
}
