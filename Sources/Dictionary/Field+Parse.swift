/// How the cells of a table are read where a text alone does not say it.
public struct CellReading: Sendable, Hashable {
    /// How dates are written.
    public var dates: DateReader
    /// The currency of amounts without one.
    public var currency: String?
    /// The unit of quantities without one.
    public var unit: String?
    /// The kind of identifiers without one, such as `passport`.
    public var identifierKind: String?

    /// By default nothing is known beside the text.
    public init(dates: DateReader = DateReader(), currency: String? = nil, unit: String? = nil, identifierKind: String? = nil) {
        self.dates = dates
        self.currency = currency
        self.unit = unit
        self.identifierKind = identifierKind
    }
}

extension Field {
    /// Reads a value as people write it in the cell of a table.
    ///
    /// Space at the ends is dropped. Several values are separated by `|`; codes and links also by `;`. A code may also be given by its label in any
    /// language, if only one code has it. Money is `1200.50 QAR` or `QAR 1200.50`; a quantity `12 hours-per-week`; a place is a country code, a
    /// subdivision code, or else a locality; an identifier `passport: A123` . A number or date that can be read in two ways is refused.
    public func parse(_ text: String, in dictionary: DataDictionary, reading: CellReading = CellReading()) throws(ValueError) -> FieldValue {
        do {
            guard takesList else { return try single(text.trimmingSpaces, dictionary, reading) }
            let alsoSemicolon = [.code, .codes, .link].contains(type)
            var values: [FieldValue] = []
            for part in text.split(whereSeparator: { $0 == "|" || (alsoSemicolon && $0 == ";") }) {
                let part = part.trimmingSpaces
                if !part.isEmpty { values.append(try single(part, dictionary, reading)) }
            }
            return try FieldValue(list: values, type: type)
        } catch {
            throw error.named(fullName)
        }
    }

    private func single(_ text: String, _ dictionary: DataDictionary, _ reading: CellReading) throws(ValueError) -> FieldValue {
        guard !text.isEmpty else {
            throw ValueError(.empty, "is empty.", remedy: "Give a value, or answer unknown, refused or not applicable.")
        }
        switch type {
        case .text: return try FieldValue(text: text)
        case .narrative: return try FieldValue(text: text, limit: NormalText.narrativeLimit)
        case .code, .codes: return .code(try code(text, dictionary))
        case .link: return try FieldValue(link: text)
        case .date: return .date(try reading.dates.read(text))
        case .money: return .money(try CellText.money(text, currency: reading.currency))
        case .quantity: return .quantity(try CellText.quantity(text, unit: reading.unit ?? unit))
        case .place: return .place(try CellText.place(text))
        case .phone: return .phone(try PhoneNumber(written: text))
        case .identifier: return .identifier(try CellText.identifier(text, kind: reading.identifierKind))
        case .name: return .name(try PersonName(written: text))
        case .file:
            throw ValueError(
                .wrongType, "stands in a table, and a file cannot.", remedy: "Attach the file to the record with a document of its own.")
        }
    }

    private func code(_ text: String, _ dictionary: DataDictionary) throws(ValueError) -> String {
        guard let vocabulary = dictionary.vocabulary(of: self) else {
            guard case .code(let code) = try FieldValue(code: text) else { return text }
            return code
        }
        if vocabulary.contains(text) { return text }
        let matches = vocabulary.codes(writtenAs: text)
        if matches.count == 1 { return matches[0] }
        if matches.count > 1 {
            throw ValueError(
                .ambiguous, offered: text, "is the label of several codes of the vocabulary \(vocabulary.name).",
                remedy: "Write one of the codes \(matches.prefix(5).joined(separator: ", ")).")
        }
        throw vocabulary.unknownCode(text)
    }
}
