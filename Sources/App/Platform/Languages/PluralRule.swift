/// When a form of the plural is used, in the syntax of Unicode CLDR (UTS 35, part 3, “Plural rules syntax”): `n % 100 = 3..10`, `i = 1 and v = 0`, `n = 0,1 or …`.
struct PluralRule: Sendable, Hashable {
    private struct Relation: Sendable, Hashable {
        var operand: String
        var modulus: Int?
        var isNegated: Bool
        var ranges: [ClosedRange<Int>]
    }

    /// Any of these, each all of its relations.
    private let alternatives: [[Relation]]

    /// - Returns: nil if the text is no such rule.
    init?(_ text: String) {
        var alternatives: [[Relation]] = []
        for alternative in Self.split(text, at: "or") {
            var relations: [Relation] = []
            for part in Self.split(alternative, at: "and") {
                guard let relation = Self.relation(part) else { return nil }
                relations.append(relation)
            }
            alternatives.append(relations)
        }
        self.alternatives = alternatives
    }

    /// Whether the rule holds for a number as it is written: digits, perhaps a point and decimals.
    func holds(for number: DecimalOperands) -> Bool {
        alternatives.contains { $0.allSatisfy { Self.holds($0, number) } }
    }

    private static func holds(_ relation: Relation, _ number: DecimalOperands) -> Bool {
        // The operand n is a whole number only if all decimals are zero.
        if relation.operand == "n", number.fraction != 0 { return relation.isNegated }
        var value =
            switch relation.operand {
            case "v": number.visibleDecimals
            case "f": number.fraction
            default: number.integer
            }
        if let modulus = relation.modulus { value %= modulus }
        return relation.ranges.contains { $0.contains(value) } != relation.isNegated
    }

    private static func split(_ text: String, at word: String) -> [String] {
        var parts: [[Substring]] = [[]]
        for token in text.split(separator: " ") {
            if token == word { parts.append([]) } else { parts[parts.count - 1].append(token) }
        }
        return parts.map { $0.joined(separator: " ") }
    }

    private static func relation(_ text: String) -> Relation? {
        let isNegated = text.contains("!=")
        let sides = text.replacing("!=", with: "=").split(separator: "=")
        guard sides.count == 2 else { return nil }
        let left = sides[0].split(separator: " ").map(String.init)
        guard let operand = left.first, ["n", "i", "v", "f", "w", "t"].contains(operand), left.count == 1 || (left.count == 3 && left[1] == "%") else {
            return nil
        }
        let modulus = left.count == 3 ? Int(left[2]) : nil
        if left.count == 3, modulus == nil || modulus == 0 { return nil }
        var ranges: [ClosedRange<Int>] = []
        for part in sides[1].split(separator: ",") {
            let ends = part.split(whereSeparator: { $0 == "." || $0 == " " }).compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else { return nil }
            ranges.append(first...last)
        }
        return Relation(operand: operand, modulus: modulus, isNegated: isNegated, ranges: ranges)
    }
}

/// A number as plural rules look at it (UTS 35, “Operands”).
struct DecimalOperands: Sendable, Hashable {
    /// i: the digits before the point.
    var integer: Int
    /// v: how many digits are written behind the point.
    var visibleDecimals = 0
    /// f: those digits as a number.
    var fraction = 0

    init(_ number: Int) {
        integer = Int(clamping: number.magnitude)
    }

    /// Nil if the text is not digits with at most one point.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let integer = Int(parts[0]) else { return nil }
        self.integer = abs(integer)
        guard parts.count == 2 else { return }
        guard let fraction = Int(parts[1]) else { return nil }
        self.fraction = fraction
        visibleDecimals = parts[1].utf8.count
    }
}
