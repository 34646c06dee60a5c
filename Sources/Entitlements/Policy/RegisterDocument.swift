import Formats

/// The register as a JSON document: what exports write, imports read, and feeds carry.
///
/// `{"register": 1, "entries": [{"identifier", "kind", "title", "countries", "origins", "destinations", "sectors", "treaty", "versions": [{"identifier",
/// "from", "until",
/// "standing", "summary", "language", "translations": {"ne": {"text", "original", "review"}}, "sources", "confidence", "note", "asOf", "provisions"}]}]}`. Days are
/// `2021-03-20`, `2021-03`
/// or `2021`. `provisions` are the rules of the books of law; they are written for reading and never read.
public enum RegisterDocument {
    /// Entries of the largest document that is read.
    public static let entryLimit = 20_000
    /// UTF-8 bytes of the longest text of one field.
    public static let textLimit = 20_000
    private static let listLimit = 500

    /// What is wrong in a document, and where.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public let place: String
        public let problem: String
        public let remedy: String

        public var description: String { "\(place): \(problem). \(remedy)" }
    }

    // MARK: Writing

    public static func json(_ entries: [Instrument], withProvisions: Bool = true) -> JSONValue {
        .object(["register": .integer(1), "entries": .array(entries.map { .object(json($0, withProvisions: withProvisions)) })])
    }

    static func json(_ entry: Instrument, withProvisions: Bool) -> JSONObject {
        var object: JSONObject = [
            "identifier": .string(entry.identifier), "kind": .string(entry.kind.rawValue), "title": .string(entry.title), "countries": texts(entry.countries),
            "origins": texts(entry.origins), "destinations": texts(entry.destinations), "sectors": texts(entry.sectors),
        ]
        if !entry.treaty.isEmpty { object["treaty"] = .string(entry.treaty) }
        object["versions"] = .array(entry.versions.map { .object(json($0, withProvisions: withProvisions)) })
        return object
    }

    public static func json(_ version: InstrumentVersion, withProvisions: Bool) -> JSONObject {
        var object: JSONObject = [
            "identifier": .string(version.identifier), "from": day(version.from), "until": day(version.until), "standing": .string(version.standing.rawValue),
            "summary": .string(version.summary), "language": .string(version.language), "sources": texts(version.sources),
            "confidence": .string(version.confidence.rawValue), "note": .string(version.note),
        ]
        if let asOf = version.asOf { object["asOf"] = day(asOf) }
        if !version.translations.isEmpty {
            object["translations"] = .object(
                JSONObject(
                    version.translations.sorted { $0.key < $1.key }.map { language, translation in
                        var object: JSONObject = ["text": .string(translation.text), "original": .string(translation.original)]
                        if !translation.isReviewed { object["review"] = .string("awaiting") }
                        return .init(language, .object(object))
                    }))
        }
        if withProvisions, !version.provisions.isEmpty { object["provisions"] = .array(version.provisions.map { .object($0.json) }) }
        return object
    }

    private static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    private static func day(_ date: KnownDate?) -> JSONValue { date.map { .string($0.description) } ?? .null }

    // MARK: Reading

    /// Reads a whole document. Nothing of it is taken if anything is wrong.
    /// - Throws: ``Problem`` with the place and the remedy.
    public static func read(_ value: JSONValue) throws(Problem) -> [Instrument] {
        guard value["register"]?.integer == 1, let list = value["entries"]?.array else {
            throw Problem(place: "the document", problem: "it is no register of law and policy", remedy: "Take the file that corridor policy export wrote.")
        }
        guard list.count <= entryLimit else {
            throw Problem(place: "entries", problem: "there are more than \(entryLimit)", remedy: "Export them in parts.")
        }
        var entries: [Instrument] = []
        var seen: Set<String> = []
        for (index, item) in list.enumerated() {
            let entry = try entry(item, place: "entry \(index + 1)")
            guard seen.insert(entry.identifier).inserted else {
                throw Problem(place: "entry \(index + 1)", problem: "“\(entry.identifier)” is there twice", remedy: "Give each entry an identifier of its own.")
            }
            entries.append(entry)
        }
        return entries
    }

    public static func entry(_ value: JSONValue, place: String) throws(Problem) -> Instrument {
        let reader = Reader(place: place, value: value)
        var entry = Instrument(
            identifier: try reader.identifier(), kind: try reader.choice("kind"), title: try reader.required("title"),
            countries: try reader.codes("countries"), origins: try reader.codes("origins"), destinations: try reader.codes("destinations"),
            sectors: try reader.texts("sectors"), treaty: try reader.text("treaty"))
        let list = value["versions"]?.array ?? []
        guard list.count <= listLimit else { throw reader.problem("versions", "there are more than \(listLimit)", "Leave out the oldest.") }
        var versions: [InstrumentVersion] = []
        for (index, item) in list.enumerated() { versions.append(try version(item, place: "\(place), version \(index + 1)")) }
        guard Set(versions.map(\.identifier)).count == versions.count else {
            throw reader.problem("versions", "two have one identifier", "Give each an identifier of its own.")
        }
        if let (earlier, later) = Instrument.overlap(versions) {
            throw reader.problem("versions", "\(earlier.identifier) and \(later.identifier) overlap in time", "End one before the other begins.")
        }
        entry.versions = Instrument.ordered(versions)
        return entry
    }

    public static func version(_ value: JSONValue, place: String) throws(Problem) -> InstrumentVersion {
        let reader = Reader(place: place, value: value)
        var version = InstrumentVersion(
            identifier: try reader.identifier(), from: try reader.date("from"), until: try reader.date("until"),
            standing: try reader.choice("standing", otherwise: .inForce), summary: try reader.text("summary"),
            language: try reader.text("language", otherwise: "en"), sources: try reader.texts("sources"),
            confidence: try reader.choice("confidence", otherwise: .low), note: try reader.text("note"), asOf: try reader.date("asOf"))
        for member in value["translations"]?.object?.members ?? [] {
            let part = Reader(place: "\(place), translation \(member.name)", value: member.value)
            guard member.name.utf8.count <= 8, !member.name.isEmpty else { throw part.problem("language", "it is no code", "Write such as ne.") }
            version.translations[member.name] = SummaryTranslation(
                text: try part.required("text"), original: try part.text("original"), isReviewed: try part.text("review") != "awaiting")
        }
        return version
    }

    /// Reads the members of one object.
    private struct Reader {
        let place: String
        let value: JSONValue

        func problem(_ name: String, _ problem: String, _ remedy: String) -> Problem {
            Problem(place: "\(place), \(name)", problem: problem, remedy: remedy)
        }

        func text(_ name: String, otherwise: String = "") throws(Problem) -> String {
            switch value[name] {
            case nil, .null?: return otherwise
            case .string(let text)?:
                guard text.utf8.count <= RegisterDocument.textLimit else { throw problem(name, "it is too long", "Shorten it.") }
                return text.isEmpty ? otherwise : text
            default: throw problem(name, "it is no text", "Write it in quotes.")
            }
        }

        func required(_ name: String) throws(Problem) -> String {
            let text = try text(name)
            guard !text.isEmpty else { throw problem(name, "it is missing", "Write it.") }
            return text
        }

        /// They stand in addresses: letters and digits of ASCII and a few marks.
        func identifier() throws(Problem) -> String {
            let text = try required("identifier")
            let marks = Array("/-_@".utf8)
            guard text.utf8.count <= 120,
                text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || marks.contains($0) })
            else { throw problem("identifier", "“\(text)” is no identifier", "Write letters, digits and / - _ @ only, at most 120.") }
            return text
        }

        func texts(_ name: String) throws(Problem) -> [String] {
            guard let member = value[name], member != .null else { return [] }
            guard let list = member.array, list.count <= RegisterDocument.listLimit else { throw problem(name, "it is no list of texts", "Write [\"…\"].") }
            var texts: [String] = []
            for item in list {
                guard let text = item.string, !text.isEmpty, text.utf8.count <= RegisterDocument.textLimit else {
                    throw problem(name, "it is no list of texts", "Write [\"…\"].")
                }
                texts.append(text)
            }
            return texts
        }

        func codes(_ name: String) throws(Problem) -> [String] {
            let codes = try texts(name)
            guard codes.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (65...90).contains($0) } }) else {
                throw problem(name, "it holds what is no country code", "Write two capital letters, such as QA.")
            }
            return codes
        }

        func date(_ name: String) throws(Problem) -> KnownDate? {
            let text = try text(name)
            guard !text.isEmpty else { return nil }
            guard let date = KnownDate(text) else { throw problem(name, "“\(text)” is no date", "Write 2021-03-20, 2021-03 or 2021.") }
            return date
        }

        func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, otherwise: Choice? = nil) throws(Problem) -> Choice
        where Choice.RawValue == String {
            let text = try text(name)
            if text.isEmpty, let otherwise { return otherwise }
            guard let choice = Choice(rawValue: text) else {
                throw problem(name, "“\(text)” is not known", "Write one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return choice
        }
    }

    // MARK: CSV

    /// One line for each version, for spreadsheets.
    public static func csv(_ entries: [Instrument]) -> [UInt8] {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.write([
            "identifier", "kind", "title", "countries", "origins", "destinations", "sectors", "treaty", "version", "from", "until", "standing", "summary",
            "language", "translated", "confidence", "sources", "note", "as_of", "rules",
        ])
        for entry in entries {
            for version in entry.versions {
                writer.write([
                    entry.identifier, entry.kind.rawValue, entry.title, entry.countries.joined(separator: " "), entry.origins.joined(separator: " "),
                    entry.destinations.joined(separator: " "), entry.sectors.joined(separator: " "), entry.treaty, version.identifier,
                    version.from?.description ?? "", version.until?.description ?? "", version.standing.rawValue, version.summary, version.language,
                    version.translations.keys.sorted().filter { version.translationStatus($0) == .checked }.joined(separator: " "),
                    version.confidence.rawValue, version.sources.joined(separator: " | "), version.note, version.asOf?.description ?? "",
                    version.provisions.isEmpty ? "" : String(version.provisions.count),
                ])
            }
        }
        return writer.takeBytes()
    }
}
