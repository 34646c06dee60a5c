import Formats

/// How a language writes numbers and dates and chooses plurals: `language.json` of its folder. Values are those of Unicode CLDR 47.
struct LanguageFacts: Sendable, Hashable {
    /// In the language itself.
    var name: String
    /// `ltr` or `rtl`.
    var direction: String
    /// Ten digits, from zero.
    var digits: [String]
    /// Between groups of digits; the last group has three, those before it two or three.
    var groupSeparator: String
    var secondaryGroup: Int
    var decimalSeparator: String
    var months: [String]
    var plurals: [(category: String, rule: PluralRule)]

    static func == (left: LanguageFacts, right: LanguageFacts) -> Bool {
        left.name == right.name && left.digits == right.digits && left.months == right.months && left.plurals.map(\.category) == right.plurals.map(\.category)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// - Returns: nil if something is missing or malformed; the catalogue then says which file.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let direction = json["direction"]?.string, ["ltr", "rtl"].contains(direction),
            let digits = json["digits"]?.string?.unicodeScalars.map({ String($0) }), digits.count == 10,
            let months = json["months"]?.array?.compactMap(\.string), months.count == 12,
            let group = json["group"]?.string, let decimal = json["decimal"]?.string,
            let plurals = json["plurals"]?.array
        else { return nil }
        self.name = name
        self.direction = direction
        self.digits = digits
        self.months = months
        groupSeparator = group
        secondaryGroup = json["grouping"]?.string == "3;2" ? 2 : 3
        decimalSeparator = decimal
        self.plurals = []
        for pair in plurals {
            guard let category = pair.array?.first?.string, let text = pair.array?.last?.string, let rule = PluralRule(text) else { return nil }
            self.plurals.append((category, rule))
        }
    }

    func pluralCategory(_ number: DecimalOperands) -> String {
        plurals.first { $0.rule.holds(for: number) }?.category ?? "other"
    }

    /// A whole number with the language's digits and groups.
    func text(_ number: Int) -> String { (number < 0 ? "-" : "") + grouped(String(number.magnitude).utf8) }

    /// A number such as `-1200.50` with the language's digits, groups and decimal sign. What is no such number stays as it is.
    func text(decimal number: String) -> String {
        let unsigned = number.hasPrefix("-") ? number.dropFirst() : number[...]
        let parts = unsigned.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }) else { return number }
        let fraction = parts.count > 1 ? decimalSeparator + parts[1].map { digits[Int($0 - 0x30)] }.joined() : ""
        return (number.hasPrefix("-") ? "-" : "") + grouped(parts[0]) + fraction
    }

    private func grouped(_ whole: some Sequence<UInt8>) -> String {
        let digits = whole.map { self.digits[Int($0 - 0x30)] }
        var groups: [String] = []
        var end = digits.count
        while end > 0 {
            let start = max(0, end - (groups.isEmpty ? 3 : secondaryGroup))
            groups.insert(digits[start..<end].joined(), at: 0)
            end = start
        }
        return groups.joined(separator: groupSeparator)
    }

    /// ASCII digits of a text in the language's digits, as in dates and times.
    func localised(_ text: String) -> String {
        text.unicodeScalars.map { (0x30...0x39).contains($0.value) ? digits[Int($0.value - 0x30)] : String($0) }.joined()
    }
}
