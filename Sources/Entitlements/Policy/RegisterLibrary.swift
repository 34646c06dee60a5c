import Formats
import Synchronization
import Yams

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

    static func statutes() throws(LawError) -> [StatuteInstruments.Statute] {
        var statutes: [StatuteInstruments.Statute] = []
        for row in try table("policy/statutes.csv", columns: 4) {
            guard let kind = InstrumentKind(rawValue: row.fields[3]) else { throw error("policy/statutes.csv", row.line, "“\(row.fields[3])” is no kind") }
            statutes.append(.init(country: row.fields[0], law: row.fields[1], identifier: row.fields[2], kind: kind))
        }
        return statutes
    }

    /// Titles of statutes in the language of their country, as a page that is named prints them.
    static func titles() throws(LawError) -> [(country: String, law: String, language: String, title: String)] {
        try table("policy/titles.csv", columns: 5).map { row throws(LawError) in
            guard SourceCitation.isUsable(row.fields[4]) else { throw error("policy/titles.csv", row.line, "“\(row.fields[4])” is no source") }
            return (row.fields[0], row.fields[1], row.fields[2], row.fields[3])
        }
    }

    private static func ratifications() throws(LawError) -> [Instrument] {
        var titles: [String: String] = [:]
        for row in try table("policy/treaties.csv", columns: 4) { titles[row.fields[0]] = "\(row.fields[0]) (\(row.fields[2])): \(row.fields[3])" }
        var entries: [Instrument] = []
        for row in try table("policy/ratifications.csv", columns: 10) {
            let fields = row.fields
            guard let standing = Standing(rawValue: fields[2]), let confidence = Confidence(rawValue: fields[8]) else {
                throw error("policy/ratifications.csv", row.line, "“\(fields[2])” or “\(fields[8])” is not known")
            }
            entries.append(
                RatificationInstruments.entry(
                    .init(
                        treaty: fields[0], country: fields[1], standing: standing, date: KnownDate(fields[4]), signed: KnownDate(fields[5]),
                        asOf: KnownDate(fields[6]), source: fields[7], confidence: confidence, note: fields[9]), title: titles[fields[0]] ?? fields[0]))
        }
        return entries
    }

    /// The treaties that ratifications are on file of, in the order of the file.
    public static func treaties() throws(LawError) -> [String] { try table("policy/treaties.csv", columns: 4).map { $0.fields[0] } }

    private static func table(_ file: String, columns: Int) throws(LawError) -> [CSVRecord] {
        guard let bytes = EmbeddedFiles.all(in: file).first?.bytes else { throw error(file, 0, "it is missing") }
        do {
            var reader = try CSVReader(bytes: bytes, dialect: CSVDialect(delimiter: .comma))
            _ = try reader.readHeader()
            var rows: [CSVRecord] = []
            while let row = try reader.next() {
                guard row.fields.count == columns else { throw self.error(file, row.line, "it has \(row.fields.count) columns and not \(columns)") }
                rows.append(row)
            }
            return rows
        } catch let problem as LawError {
            throw problem
        } catch {
            throw self.error(file, 0, "\(error)")
        }
    }

    private static func error(_ file: String, _ line: Int, _ problem: String) -> LawError {
        LawError(place: "\(file), line \(line)", problem: problem, remedy: "Correct the line.")
    }

    /// Entries that are written by hand, in YAML.
    private static func written() throws(LawError) -> [Instrument] {
        guard let bytes = EmbeddedFiles.all(in: "policy/entries.yaml").first?.bytes else { throw error("policy/entries.yaml", 0, "it is missing") }
        return try read(yaml: bytes, file: "policy/entries.yaml")
    }

    /// Reads entries written by hand. Versions without identifier get one from their first day.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(yaml bytes: [UInt8], file: String) throws(LawError) -> [Instrument] {
        guard bytes.count <= 4 << 20 else { throw error(file, 0, "it is larger than 4 MB") }
        guard let node = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), case .sequence(let list)? = node.mapping?["entries"] else {
            throw error(file, 1, "it has no list “entries”")
        }
        var entries: [Instrument] = []
        for item in list {
            guard case .object(var object) = json(item) else { throw error(file, item.mark?.line ?? 0, "an entry must be “name: value” lines") }
            let identifier = object["identifier"]?.string ?? ""
            object["versions"] = .array((object["versions"]?.array ?? []).map { version($0, of: identifier) })
            do {
                entries.append(try RegisterDocument.entry(.object(object), place: identifier))
            } catch {
                throw LawError(place: "\(file), line \(item.mark?.line ?? 0), \(error.place)", problem: error.problem, remedy: error.remedy)
            }
        }
        return entries
    }

    private static func version(_ value: JSONValue, of identifier: String) -> JSONValue {
        guard case .object(var object) = value else { return value }
        if object["identifier"] == nil {
            let from = object["from"]?.string.flatMap { KnownDate($0) }
            object["identifier"] = .string("\(identifier)@\(from?.earliest.description ?? "start")")
        }
        // `ne: …` alone is a translation of this very summary that no native speaker has read yet.
        if let translations = object["translations"]?.object {
            object["translations"] = .object(
                JSONObject(
                    translations.members.map { member in
                        guard let text = member.value.string else { return member }
                        return .init(member.name, .object(["text": .string(text), "original": object["summary"] ?? .string(""), "review": .string("awaiting")]))
                    }))
        }
        return .object(object)
    }

    /// Every scalar is a text: nobody need know which of them YAML would turn into something else.
    private static func json(_ node: Node) -> JSONValue {
        switch node {
        case .scalar(let scalar): .string(scalar.string)
        case .sequence(let sequence): .array(sequence.map { json($0) })
        case .mapping(let mapping): .object(JSONObject(mapping.map { JSONObject.Member($0.key.string ?? "", json($0.value)) }))
        case .alias: .null
        }
    }
}
