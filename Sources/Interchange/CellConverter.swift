import Dictionary

/// What a text of the file means for a field.
enum CellOutcome: Sendable {
    case nothing
    case values([FieldValue], note: String?)
    case absent(Absence, note: String?)
    case rejected(problem: String, remedy: String)
}

/// Turns one text into values of one field: by the mapping's own table, by another standard's codes, or as the dictionary reads the type.
///
/// The same few texts come again and again in a column, so what was found is kept for the first few thousand distinct short texts.
final class CellConverter {
    let field: Field
    let dictionary: DataDictionary
    let reading: CellReading
    let missing: Set<String>
    /// Texts that the mapping gives a meaning of their own, as written and without case.
    var table: [String: CellOutcome] = [:]
    var foldedTable: [String: CellOutcome] = [:]
    var tableTexts: [String] = []
    /// What becomes of texts that the table does not name, where it is one meaning for all.
    var otherwise: CellOutcome?
    /// Whether texts that the table does not name are read by the field's type; else they are rejected.
    var readsOtherTexts = true
    /// Other standard's codes.
    var foreignCodes: ForeignCodes?
    /// Whether a text that cannot be read is kept as a note beside “unknown” instead of being rejected: the source has free text where we have none.
    var keepsUnreadAsNote = false
    private var known: [String: CellOutcome] = [:]

    private static let maximumKnown = 4_096
    private static let maximumKnownBytes = 48

    init(field: Field, dictionary: DataDictionary, reading: CellReading, missing: Set<String>) {
        self.field = field
        self.dictionary = dictionary
        self.reading = reading
        self.missing = missing
    }

    /// What a text means; it is trimmed already. O(1) for a text that came before.
    func outcome(of text: String) -> CellOutcome {
        if let found = known[text] { return found }
        let found = find(text)
        if known.count < Self.maximumKnown, text.utf8.count <= Self.maximumKnownBytes { known[text] = found }
        return found
    }

    private func find(_ text: String) -> CellOutcome {
        if let found = table[text] { return found }
        if text.isEmpty || missing.contains(text) { return .nothing }
        if !foldedTable.isEmpty, let found = foldedTable[text.lowercased()] { return found }
        if let foreignCodes {
            var own: CellOutcome?
            if case .values(let values, let note) = parse(text) { own = .values(values, note: note) }
            return foreignCodes.outcome(of: text, own: own)
        }
        if let otherwise { return otherwise }
        if !readsOtherTexts {
            return .rejected(
                problem: "the mapping gives “\(shortened(text))” no meaning",
                remedy: (Nearest.match(text, in: tableTexts).map { "Did you mean “\($0)”? Or add the text" } ?? "Add the text")
                    + " under “values” of \(field.fullName), or an “otherwise”.")
        }
        let outcome = parse(text)
        if keepsUnreadAsNote, case .rejected = outcome { return .absent(.unknown, note: text) }
        return outcome
    }

    /// The text read as the dictionary writes the field's type.
    func parse(_ text: String) -> CellOutcome {
        do {
            let value = try field.parse(text, in: dictionary, reading: reading)
            if case .list(let values) = value { return .values(values, note: nil) }
            if case .date(let date) = value, let fault = PlausibleDate.fault(date) { return rejected(text, fault) }
            return .values([value], note: nil)
        } catch {
            return rejected(text, error)
        }
    }

    private func rejected(_ text: String, _ error: ValueError) -> CellOutcome {
        let reason = RejectionReason(place: "", error)
        guard error.kind == .unknownCode, let name = field.vocabulary, let terms = dictionary.vocabulary(name)?.terms,
            let nearest = Nearest.match(text, in: terms.map(\.code))
        else { return .rejected(problem: reason.problem, remedy: reason.remedy) }
        return .rejected(problem: reason.problem, remedy: "Did you mean “\(nearest)”?")
    }

    /// Whether an empty cell is certain to mean nothing.
    var isEmptyNothing: Bool { table[""] == nil }

    private func shortened(_ text: String) -> String {
        text.utf8.count <= 60 ? text : String(text.unicodeScalars.prefix(60)) + "…"
    }
}
