import Formats

/// The sentences of claims in one language, from `Resources/languages`.
public struct Phrases: Sendable {
    /// The languages that statements are written in.
    public static let languages = ["en", "ne", "hi", "bn", "ar", "id"]

    public let language: String
    private let phrases: [String: String]

    /// The catalogue of a language; nil if there is none.
    public static func standard(_ language: String) -> Phrases? { all[language] }

    /// Each catalogue is read once.
    private static let all = Dictionary(languages.compactMap { language in read(language).map { (language, $0) } }) { first, _ in first }

    private static func read(_ language: String) -> Phrases? {
        guard languages.contains(language), let bytes = EmbeddedFiles.bytes("Entitlements/Resources/languages/\(language).json"),
            let object = (try? JSONValue.parse(bytes))?.object
        else { return nil }
        return Phrases(
            language: language, phrases: Dictionary(object.members.compactMap { member in member.value.string.map { (member.name, $0) } }) { first, _ in first }
        )
    }

    init(language: String, phrases: [String: String]) {
        self.language = language
        self.phrases = phrases
    }

    /// The names of all phrases, in order.
    public var names: [String] { phrases.keys.sorted() }

    /// A phrase without anything filled in; its name if it is missing.
    public func words(_ name: String) -> String { phrases[name] ?? name }

    /// What a paper is called that terms stand in: in this language where it is one of the usual ones, else as the facts name it.
    public func paper(_ basis: String) -> String { phrases["paper." + basis] ?? basis }

    /// What a member of a file of facts is called in words; its name where it has none.
    public func fact(_ field: String) -> String { phrases["fact." + field] ?? entry(field) ?? field }

    /// The name of a list of facts with the number of the entry, for a member of an entry such as `unpaidPeriods[2].from`.
    private func entry(_ field: String) -> String? {
        let bytes = field.utf8
        guard let open = bytes.firstIndex(of: UInt8(ascii: "[")), let close = bytes.firstIndex(of: UInt8(ascii: "]")), open < close,
            let name = phrases["fact." + field[..<open]], let index = Int(field[bytes.index(after: open)..<close])
        else { return nil }
        let member = bytes.index(after: close)
        let rest = member < bytes.endIndex ? phrases["fact.entry" + field[member...]].map { comma + $0 } ?? "" : ""
        return "\(name) (\(index + 1))\(rest)"
    }

    /// Between the parts of a list.
    public var comma: String { language == "ar" ? "، " : ", " }

    /// Whether the phrase is there.
    public func has(_ name: String) -> Bool { phrases[name] != nil }

    /// The sentence in this language, amounts in the currency; without one they stand as plain numbers. O(length).
    public func text(_ sentence: Sentence, _ currency: Currency?) -> String {
        var result: [UInt8] = []
        var bytes = words(sentence.phrase).utf8[...]
        while let byte = bytes.popFirst() {
            // `{3}`: the fourth value. `{3:year|years}`: the form of a word that goes with it.
            guard byte == UInt8(ascii: "{"), let digit = bytes.first, (48...57).contains(digit), let end = bytes.firstIndex(of: UInt8(ascii: "}")) else {
                result.append(byte)
                continue
            }
            let index = Int(digit - 48)
            let forms = bytes[bytes.index(after: bytes.startIndex)..<end]
            bytes = bytes[bytes.index(after: end)...]
            guard index < sentence.values.count else { continue }
            // Where two of something have a word of their own, it stands for the number as well.
            if let space = bytes.first, space == UInt8(ascii: " "), forms.isEmpty, isTwo(sentence.values[index]), namesTwo(bytes.dropFirst(), index, sentence) {
                bytes = bytes.dropFirst()
                continue
            }
            if forms.first == UInt8(ascii: ":") {
                result.append(contentsOf: form(String(Substring(forms.dropFirst())), after: sentence.values[index]).utf8)
            } else {
                let before = index > 0 ? sentence.values[index - 1] : nil
                result.append(contentsOf: text(sentence.values[index], after: before, currency).utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Of `year|years` the form that goes with a number in this language; words without a second form as they are. A third form is that of two, where a language has one.
    private func form(_ forms: String, after value: SentenceValue?) -> String {
        let forms = forms.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard forms.count > 1 else { return forms.first ?? "" }
        guard case .number(let number)? = value else { return forms[1] }
        if forms.count > 2, number == 2 { return forms[2] }
        return isFirst(number) ? forms[0] : forms[1]
    }

    private func isTwo(_ value: SentenceValue) -> Bool { value == .number(2) }

    /// Whether what comes next is the word for what was counted, with a form of its own for two: `{3:year|years|both}`, or the name of a unit as the next value.
    private func namesTwo(_ bytes: Substring.UTF8View, _ index: Int, _ sentence: Sentence) -> Bool {
        guard bytes.first == UInt8(ascii: "{"), let end = bytes.firstIndex(of: UInt8(ascii: "}")) else { return false }
        let inside = bytes[bytes.index(after: bytes.startIndex)..<end]
        guard let digit = inside.first, (48...57).contains(digit) else { return false }
        func hasThree(_ forms: some Sequence<UInt8>) -> Bool { forms.reduce(0) { $0 + ($1 == UInt8(ascii: "|") ? 1 : 0) } == 2 }
        if Int(digit - 48) == index { return hasThree(inside) }
        guard inside.count == 1, Int(digit - 48) == index + 1, index + 1 < sentence.values.count, case .words(let name) = sentence.values[index + 1] else { return false }
        return hasThree(words(name).utf8)
    }

    /// Which numbers take the first of two forms: one in English; one and less in Hindi; in Arabic all but three to ten, which take the plural.
    private func isFirst(_ number: Fraction) -> Bool {
        switch language {
        case "hi": number <= 1
        case "ar": number.denominator != 1 || !(3...10).contains(number.floor % 100)
        default: number == 1
        }
    }

    private func text(_ value: SentenceValue, after before: SentenceValue?, _ currency: Currency?) -> String {
        let plain = plain(value, after: before, currency)
        guard isRightToLeft else { return plain }
        // Sums and days stand in their own direction, each by itself: two sums with a sign between them would else be read in the wrong order.
        return switch value {
        case .words, .service: plain
        default: "\u{2068}\(plain)\u{2069}"
        }
    }

    /// Whether its text runs from right to left.
    public var isRightToLeft: Bool { language == "ar" }

    private func plain(_ value: SentenceValue, after before: SentenceValue?, _ currency: Currency?) -> String {
        switch value {
        case .text(let text): text.isEmpty ? "–" : text
        case .article(let article): self.article(article)
        case .rule(let rule): says(rule, currency)
        case .statute(let rule): law(rule)
        case .money(let amount): currency.map { "\($0.code) \(amount.text(places: $0.places, atMost: max($0.places, 6)))" } ?? amount.shortText
        case .number(let number): number.shortText
        case .day(let day): day.description
        case .service(let length): service(length)
        case .words(let name): form(words(name), after: before)
        }
    }

    /// A length of service in years, months and days.
    func service(_ length: ServiceLength) -> String {
        let parts = [(length.years, "unit.years"), (length.months, "unit.months"), (length.days, "unit.days")].filter { $0.0 != 0 }
        let shown = parts.isEmpty ? [(0, "unit.days")] : parts
        return shown.map { count, unit in
            let forms = words(unit), name = form(forms, after: .number(Fraction(count)))
            return count == 2 && forms.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "|") ? 1 : 0) } == 2 ? name : "\(count) \(name)"
        }.joined(separator: comma)
    }
}
