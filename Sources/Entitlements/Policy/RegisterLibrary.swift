import Synchronization

/// The register that comes with the program: the statutes that the books of law rest on, what is on file about ratifications, and entries that are written by
/// hand.
public enum RegisterLibrary {
    /// Read once, and again when books were corrected: reading all of them takes longer than a page may.
    private static let held = Mutex<Contents?>(nil)

    private static func contents() throws(LawError) -> Contents {
        if let contents = held.withLock({ $0 }) { return contents }
        let contents = try load()
        held.withLock { $0 = contents }
        return contents
    }

    static func readAgain() { held.withLock { $0 = nil } }

    private struct Contents: Sendable {
        var entries: [Instrument]
        /// By country.
        var currencies: [String: Currency]
    }

    /// The whole of it.
    /// - Throws: ``LawError`` if a file is damaged.
    public static func register() throws(LawError) -> Register { Register(try contents().entries) }

    /// Its entries, in no order.
    public static func entries() throws(LawError) -> [Instrument] { try contents().entries }

    /// The currency of the book that a rule stands in.
    public static func currency(of rule: Rule) -> Currency? {
        (try? contents())?.currencies[rule.country]
    }

    private static func load() throws(LawError) -> Contents {
        let books = try LawLibrary.books()
        let written = try written()
        let statutes = StatuteInstruments.entries(try statutes(), books: books).map { $0.described(by: written) }
        let described = Set(statutes.map(\.identifier))
        let entries = statutes + (try ratifications()) + written.filter { !described.contains($0.identifier) }
        return Contents(entries: entries, currencies: Dictionary(books.map { ($0.country, $0.currency) }) { first, _ in first })
    }

    // MARK: Files

    static func statutes() throws(LawError) -> [StatuteInstruments.Statute] { try taken("policy/statutes.csv", RegisterFiles.statutes) }

    /// Titles of statutes in the language of their country, as a page that is named prints them.
    static func titles() throws(LawError) -> [RegisterFiles.Title] { try taken("policy/titles.csv", RegisterFiles.titles) }

    private static func ratifications() throws(LawError) -> [Instrument] {
        let titles = Dictionary(try taken("policy/treaties.csv", RegisterFiles.treaties).map { ($0.code, $0.title) }) { first, _ in first }
        return try taken("policy/ratifications.csv", RegisterFiles.ratifications).map {
            RatificationInstruments.entry($0, title: titles[$0.treaty] ?? $0.treaty)
        }
    }

    /// The treaties that ratifications are on file of, in the order of the file.
    public static func treaties() throws(LawError) -> [String] { try taken("policy/treaties.csv", RegisterFiles.treaties).map(\.code) }

    /// Entries that are written by hand, in YAML.
    private static func written() throws(LawError) -> [Instrument] { try taken("policy/entries.yaml", RegisterFiles.entries) }

    /// Reads entries written by hand. Versions without identifier get one from their first day.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(yaml bytes: [UInt8], file: String) throws(LawError) -> [Instrument] {
        let (entries, errors) = RegisterFiles.entries(bytes, file: file)
        if let error = errors.first { throw error }
        return entries
    }

    /// What a file that comes with the program holds; none of it where anything is wrong.
    private static func taken<Value>(_ file: String, _ read: ([UInt8], String) -> (values: [Value], errors: [LawError])) throws(LawError) -> [Value] {
        guard let bytes = EmbeddedFiles.all(in: file).first?.bytes else {
            throw LawError(place: file, problem: "it is missing", remedy: "Take the program again.")
        }
        let (values, errors) = read(bytes, file)
        if let error = errors.first { throw error }
        return values
    }
}
