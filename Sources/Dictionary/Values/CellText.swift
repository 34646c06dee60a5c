import Formats

/// Values as people write them in the cell of a table.
enum CellText {
    /// `1200.50 QAR`, `QAR 1,200.50`, or a bare amount in a currency that is known.
    static func money(_ text: String, currency: String?) throws(ValueError) -> Money {
        let (number, rest) = split(text)
        let code = rest.isEmpty ? currency : rest
        guard let code else {
            throw ValueError(
                .ambiguous, offered: text, "has no currency.", remedy: "Write it beside the amount, such as 1200.50 QAR, or name it in the mapping.")
        }
        return try Money(amount: decimal(number, in: text), currency: code)
    }

    /// `12 hours-per-week`, or a bare number of a unit that is known.
    static func quantity(_ text: String, unit: String?) throws(ValueError) -> Quantity {
        let (number, rest) = split(text)
        let words = rest.isEmpty ? unit : rest.lowercased().split(separator: " ").joined(separator: "-")
        guard let words else {
            throw ValueError(
                .ambiguous, offered: text, "has no unit.", remedy: "Write it after the number, such as 12 days, or name it in the mapping.")
        }
        return try Quantity(amount: decimal(number, in: text), unit: words)
    }

    /// A country code, a code of a subdivision, or else the name of a locality.
    static func place(_ text: String) throws(ValueError) -> Place {
        if CodeSyntax.isCountry(text) { return try Place(country: text) }
        if CodeSyntax.isSubdivision(text) { return try Place(country: String(text.prefix(2)), subdivision: text) }
        return try Place(locality: text)
    }

    /// `passport: A123`, or the bare number of a kind that is known.
    static func identifier(_ text: String, kind: String?) throws(ValueError) -> Identifier {
        if let colon = text.firstIndex(of: ":") {
            let before = text[..<colon].trimmingSpaces
            if CodeSyntax.isName(before) { return try Identifier(kind: before, number: text[text.index(after: colon)...].trimmingSpaces) }
        }
        guard let kind else {
            throw ValueError(
                .ambiguous, offered: text, "does not say what kind of number it is.",
                remedy: "Write the kind before it, such as passport: A123, or name it in the mapping.")
        }
        return try Identifier(kind: kind, number: text)
    }

    /// The number at the start or the end, and the rest.
    private static func split(_ text: String) -> (number: String, rest: String) {
        let text = withPlainNumerals(text) ?? text
        func isNumeric(_ character: UInt8) -> Bool {
            CodeSyntax.isDigit(character) || [0x2E, 0x2C, 0x2D, 0x2B].contains(character)
        }
        let bytes = Array(text.utf8)
        let front = bytes.prefix { isNumeric($0) || $0 == 0x20 }
        if front.contains(where: CodeSyntax.isDigit) {
            return (String(decoding: front, as: UTF8.self).trimmingSpaces, String(decoding: bytes[front.endIndex...], as: UTF8.self).trimmingSpaces)
        }
        guard let start = bytes.firstIndex(where: isNumeric) else { return (text, "") }
        return (String(decoding: bytes[start...], as: UTF8.self).trimmingSpaces, String(decoding: bytes[..<start], as: UTF8.self).trimmingSpaces)
    }

    /// A number whose commas can only be marks of groups: `1,200.50`, `1,200,300`. A single comma (`1,200`, `12,5`) can also be a decimal mark.
    static func decimal(_ text: String, in whole: String) throws(ValueError) -> ExactDecimal {
        guard text.utf8.contains(0x2C) else { return try ExactDecimal(text) }
        let unsigned = text.drop { $0 == "-" || $0 == "+" }
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        let groups = (parts.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let hasFraction = parts.count == 2 && !parts[1].utf8.contains(0x2C)
        guard groups.count > 1, parts.count == 1 || hasFraction, isGrouped(groups), hasFraction || groups.count > 2 else {
            throw ValueError(
                .ambiguous, offered: whole, "has a comma that can mark thousands or a fraction.",
                remedy: "Write the number without marks of thousands and with a point for the fraction, such as 1200.50.")
        }
        return try ExactDecimal(text.filter { $0 != "," })
    }

    /// Groups of three (1,200,300), or as in South Asia of two before the last three (12,34,567).
    private static func isGrouped(_ groups: [Substring]) -> Bool {
        guard let first = groups.first, let last = groups.last, last.utf8.count == 3, (1...3).contains(first.utf8.count) else { return false }
        let middle = groups.dropFirst().dropLast()
        return middle.allSatisfy { $0.utf8.count == 3 } || (first.utf8.count <= 2 && middle.allSatisfy { $0.utf8.count == 2 })
    }
}
