import Foundation

/// The functions of expressions.
extension FormFilling {
    func call(_ name: String, _ arguments: [Expression], _ context: Context) throws(ExpressionError) -> FormValue {
        switch name {
        case "if": return try value(arguments[boolean(value(arguments[0], context)) ? 1 : 2], context)
        case "coalesce":
            let first = try value(arguments[0], context)
            return string(first).isEmpty ? try value(arguments[1], context) : first
        case "once":
            let present = nodes[context.current].value
            return present.isEmpty ? try value(arguments[0], context) : .text(present)
        case "position":
            guard let argument = arguments.first else { return .number(Double(context.position ?? position(of: context.node))) }
            guard let node = try found(argument, name, context).first else { return .number(.nan) }
            return .number(Double(position(of: node)))
        case "last": return .number(Double(context.size))
        case "current": return .nodes([context.current])
        case "instance": return .nodes([try list(string(value(arguments[0], context)))])
        case "pulldata": return .text(try lookUp(arguments, context))
        case "indexed-repeat": return .nodes(try indexedRepeat(arguments, context))
        case "jr:choice-name": return .text(try choiceName(arguments, context))
        case "randomize": return .nodes(try randomized(arguments, context))
        case "count": return .number(Double(try found(arguments[0], name, context).count))
        case "count-non-empty": return .number(Double(try found(arguments[0], name, context).count { !nodes[$0].value.isEmpty }))
        case "sum":
            // Unanswered questions add nothing, in ODK as against XPath.
            return .number(try found(arguments[0], name, context).reduce(0) { sum, node in nodes[node].value.isEmpty ? sum : sum + number(.nodes([node])) })
        default: break
        }
        var values: [FormValue] = []
        for argument in arguments { values.append(try value(argument, context)) }
        if values.isEmpty, ["string", "number", "string-length", "normalize-space"].contains(name) { values = [.nodes([context.node])] }
        if let result = try textFunction(name, values) { return result }
        if let result = try dateFunction(name, values) { return result }
        if let result = try placeFunction(name, values) { return result }
        return try numberFunction(name, values)
    }

    private func found(_ argument: Expression, _ name: String, _ context: Context) throws(ExpressionError) -> [Int] {
        guard case .nodes(let found) = try value(argument, context) else {
            throw ExpressionError("“\(name)” counts over questions, but its argument is a value.", remedy: "Name a question or repeat: \(name)(${name}).")
        }
        return found
    }

    // MARK: Lists and rounds

    /// The document node of a list, with `root/item` below it.
    private func list(_ name: String) throws(ExpressionError) -> Int {
        guard let node = listNodes[name] else {
            throw ExpressionError("There is no list “\(name)”.", remedy: "Name a list of the sheet choices or an attached file without its suffix.")
        }
        return node
    }

    private func lookUp(_ arguments: [Expression], _ context: Context) throws(ExpressionError) -> String {
        var texts: [String] = []
        for argument in arguments { texts.append(string(try value(argument, context))) }
        let file = texts[0].hasSuffix(".csv") ? texts[0] : texts[0] + ".csv"
        guard let table = tables(file) else {
            throw ExpressionError("There is no file “\(file)”.", remedy: "Attach it to the form.")
        }
        return table.rows.first { table.value(texts[2], $0) == texts[3] }.flatMap { table.value(texts[1], $0) } ?? ""
    }

    private func indexedRepeat(_ arguments: [Expression], _ context: Context) throws(ExpressionError) -> [Int] {
        guard case .path(let path) = arguments[0] else {
            throw ExpressionError("The first argument of “indexed-repeat” names no question.", remedy: "Write indexed-repeat(${question}, ${repeat}, number).")
        }
        var found = try nodes(path, context, inOwnRounds: false)
        for index in stride(from: 1, to: arguments.count - 1, by: 2) {
            guard case .path(let path) = arguments[index] else {
                throw ExpressionError(
                    "Argument \(index + 1) of “indexed-repeat” names no repeat.", remedy: "Write indexed-repeat(${question}, ${repeat}, number).")
            }
            let wanted = number(try value(arguments[index + 1], context))
            let rounds = Set(try nodes(path, context, inOwnRounds: false).filter { Double(position(of: $0)) == wanted })
            found = found.filter { node in
                var next = nodes[node].parent
                while let index = next {
                    if rounds.contains(index) { return true }
                    next = nodes[index].parent
                }
                return false
            }
        }
        return found
    }

    private func choiceName(_ arguments: [Expression], _ context: Context) throws(ExpressionError) -> String {
        let name = string(try value(arguments[0], context))
        guard !name.isEmpty, case .number(let number) = arguments[1], let element = Int(exactly: number) else { return "" }
        return label(ofChoice: name, element: element)
    }

    /// The label of a choice in the reader's language; empty if there is none of this name.
    func label(ofChoice name: String, element: Int) -> String {
        switch program.tree.elements[element].node.questionType?.offeredSource {
        case .list(let list):
            return program.list(list)?.choices.first { $0.name == name }?.label.text(in: language, otherwise: program.form.defaultLanguage) ?? ""
        case .file(let file, let valueColumn, let labelColumn):
            guard let table = tables(file) else { return "" }
            return table.rows.first { table.value(valueColumn, $0) == name }.flatMap { table.value(labelColumn, $0) } ?? ""
        case .answers: return name
        case nil: return ""
        }
    }

    private func randomized(_ arguments: [Expression], _ context: Context) throws(ExpressionError) -> [Int] {
        var found = try self.found(arguments[0], "randomize", context)
        guard arguments.count == 2 else { return found.shuffled() }
        var generator = ParkMiller(seed: number(try value(arguments[1], context)))
        for index in stride(from: found.count - 1, to: 0, by: -1) { found.swapAt(index, Int(generator.next() * Double(index + 1))) }
        return found
    }

    // MARK: Numbers and truth

    /// Numbers of all arguments, those of nodes one by one without the unanswered.
    private func numbers(_ values: [FormValue]) -> [Double] {
        values.flatMap { value -> [Double] in
            guard case .nodes(let found) = value else { return [number(value)] }
            return found.filter { !nodes[$0].value.isEmpty }.map { number(.nodes([$0])) }
        }
    }

    private func numberFunction(_ name: String, _ values: [FormValue]) throws(ExpressionError) -> FormValue {
        let first = values.first.map { number($0) } ?? .nan
        let second = values.count > 1 ? number(values[1]) : .nan
        switch name {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "not": return .boolean(!boolean(values[0]))
        case "boolean": return .boolean(boolean(values[0]))
        case "boolean-from-string": return .boolean(["1", "true"].contains(string(values[0]).lowercased()))
        case "checklist": return .boolean(Self.isWithin(values.dropFirst(2).count { boolean($0) }, first, second))
        case "weighted-checklist":
            var sum = 0.0
            for index in stride(from: 2, to: values.count - 1, by: 2) where boolean(values[index]) { sum += number(values[index + 1]) }
            return .boolean(Self.isWithin(sum, first, second))
        case "number": return .number(first)
        case "int": return .number(first.rounded(.towardZero))
        case "round": return .number(values.count == 1 ? first.roundedHalfUp : Self.rounded(first, second))
        case "floor": return .number(first.rounded(.down))
        case "ceiling": return .number(first.rounded(.up))
        case "abs": return .number(abs(first))
        case "pow": return .number(pow(first, second))
        case "sqrt": return .number(first.squareRoot())
        case "log": return .number(log(first))
        case "log10": return .number(log10(first))
        case "exp": return .number(exp(first))
        case "exp10": return .number(pow(10, first))
        case "sin": return .number(sin(first))
        case "cos": return .number(cos(first))
        case "tan": return .number(tan(first))
        case "asin": return .number(asin(first))
        case "acos": return .number(acos(first))
        case "atan": return .number(atan(first))
        case "atan2": return .number(atan2(first, second))
        case "pi": return .number(.pi)
        case "random": return .number(Double.random(in: 0..<1))
        case "max": return .number(numbers(values).reduce(.nan) { $0.isNaN ? $1 : Swift.max($0, $1) })
        case "min": return .number(numbers(values).reduce(.nan) { $0.isNaN ? $1 : Swift.min($0, $1) })
        default: throw ExpressionError("There is no function “\(name)”.", remedy: "Use a function of the ODK documentation.")
        }
    }

    /// A bound of -1 is none.
    private static func isWithin(_ sum: some BinaryInteger, _ least: Double, _ most: Double) -> Bool { isWithin(Double(sum), least, most) }
    private static func isWithin(_ sum: Double, _ least: Double, _ most: Double) -> Bool { (least < 0 || sum >= least) && (most < 0 || sum <= most) }

    private static func rounded(_ number: Double, _ places: Double) -> Double {
        guard places.isFinite else { return .nan }
        let factor = pow(10, min(30, max(-30, places.rounded(.towardZero))))
        return (number * factor).roundedHalfUp / factor
    }
}

/// The generator behind `randomize` with a seed (Park and Miller, 1988), as ODK XForms has it, so that an order can be had again.
private struct ParkMiller {
    private var state: Double

    init(seed: Double) {
        let seed = seed.isFinite ? seed.rounded(.towardZero).truncatingRemainder(dividingBy: 2_147_483_647) : 0
        state = seed <= 0 ? seed + 2_147_483_646 : seed
    }

    /// From 0 up to, but without, 1.
    mutating func next() -> Double {
        state = (state * 16_807).truncatingRemainder(dividingBy: 2_147_483_647)
        return (state - 1) / 2_147_483_646
    }
}
