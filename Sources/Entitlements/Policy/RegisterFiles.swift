import Formats
import Yams

/// Reads the files that the register is made from, each with everything that is wrong in it.
enum RegisterFiles {
    /// What a statute is called in the language of its country.
    struct Title: Sendable, Hashable {
        var country: String
        var law: String
        var language: String
        var title: String
    }

    /// A treaty by its code, with the title that its entries have.
    struct Treaty: Sendable, Hashable {
        var code: String
        var title: String
    }

    /// What is wrong in a file, by its name without folders; nil if it is none of these.
    static func errors(named name: String, _ bytes: [UInt8], file: String) -> [LawError]? {
        switch name {
        case "statutes.csv": statutes(bytes, file: file).errors
        case "titles.csv": titles(bytes, file: file).errors
        case "treaties.csv": treaties(bytes, file: file).errors
        case "ratifications.csv": ratifications(bytes, file: file).errors
        case "publishers.csv": publishers(bytes, file: file).errors
        case "entries.yaml": entries(bytes, file: file).errors
        default: nil
        }
    }

    static func statutes(_ bytes: [UInt8], file: String) -> (values: [StatuteInstruments.Statute], errors: [LawError]) {
        read(bytes, file, ["country", "law", "identifier", "kind"]) { row in
            let kind = InstrumentKind(rawValue: row["kind"])
            if kind == nil { row.fault("kind", "“\(row["kind"])” is no kind", "Write one of \(InstrumentKind.allCases.map(\.rawValue).joined(separator: ", ")).") }
            row.needCountry()
            row.need(["law", "identifier"])
            return kind.map { .init(country: row["country"], law: row["law"], identifier: row["identifier"], kind: $0) }
        }
    }

    static func titles(_ bytes: [UInt8], file: String) -> (values: [Title], errors: [LawError]) {
        var seen: Set<[String]> = []
        return read(bytes, file, ["country", "law", "language", "title", "source"]) { row in
            row.needCountry()
            row.need(["law", "title"])
            if !Phrases.languages.contains(row["language"]) {
                row.fault("language", "“\(row["language"])” is no language of the program", "Write one of \(Phrases.languages.joined(separator: ", ")).")
            }
            if !SourceCitation.isUsable(row["source"]) {
                row.fault("source", "the source “\(row["source"])” is no address of a page and no print", SourceCitation.remedy)
            }
            if !seen.insert([row["country"], row["law"], row["language"]]).inserted {
                row.fault("law", "“\(row["law"])” has a title in “\(row["language"])” already", "Keep one line.")
            }
            return Title(country: row["country"], law: row["law"], language: row["language"], title: row["title"])
        }
    }

    static func treaties(_ bytes: [UInt8], file: String) -> (values: [Treaty], errors: [LawError]) {
        read(bytes, file, ["code", "family", "year", "subject"]) { row in
            row.need(["code"])
            return Treaty(code: row["code"], title: "\(row["code"]) (\(row["year"])): \(row["subject"])")
        }
    }

    static func ratifications(_ bytes: [UInt8], file: String) -> (values: [RatificationInstruments.Line], errors: [LawError]) {
        let columns = ["instrument", "country", "standing", "act", "date", "signed", "as-of", "source", "confidence", "note"]
        return read(bytes, file, columns) { row in
            let (standing, confidence) = (Standing(rawValue: row["standing"]), Confidence(rawValue: row["confidence"]))
            if standing == nil {
                row.fault("standing", "“\(row["standing"])” is no standing", "Write one of \(Standing.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            if confidence == nil { row.fault("confidence", "the confidence “\(row["confidence"])” is not known", "Write high, medium or low.") }
            for name in ["date", "signed", "as-of"] where !row[name].isEmpty && KnownDate(row[name]) == nil {
                row.fault(name, "“\(row[name])” is no date", "Write 2021-03-20, or 2021-03 or 2021 if no more is known.")
            }
            row.needCountry()
            guard let standing, let confidence else { return nil }
            return .init(
                treaty: row["instrument"], country: row["country"], standing: standing, date: KnownDate(row["date"]), signed: KnownDate(row["signed"]),
                asOf: KnownDate(row["as-of"]), source: row["source"], confidence: confidence, note: row["note"])
        }
    }

    /// Hosts of ``OfficialPublishers``.
    static func publishers(_ bytes: [UInt8], file: String) -> (values: [String], errors: [LawError]) {
        read(bytes, file, nil) { row in
            guard let host = row.record.fields.first, !host.isEmpty, host.utf8.contains(UInt8(ascii: ".")), !host.utf8.contains(UInt8(ascii: "/")) else {
                row.fault("host", "“\(row.record.fields.first ?? "")” is no host", "Write the host alone, such as www.ilo.org.")
                return nil
            }
            return host
        }
    }

    // MARK: Tables

    /// A line of a table, and what is wrong in it.
    private final class Row {
        let record: CSVRecord
        private let place: String
        private let columns: [String]
        fileprivate var errors: [LawError] = []

        init(_ record: CSVRecord, _ file: String, _ columns: [String]) {
            self.record = record
            self.place = "\(file), line \(record.line)"
            self.columns = columns
        }

        subscript(name: String) -> String { columns.firstIndex(of: name).flatMap { $0 < record.fields.count ? record.fields[$0] : nil } ?? "" }

        func fault(_ field: String, _ problem: String, _ remedy: String) {
            errors.append(LawError(place: place, problem: problem, remedy: remedy, field: field))
        }

        func need(_ names: [String]) {
            for name in names where self[name].isEmpty { fault(name, "“\(name)” is empty", "Write it.") }
        }

        func needCountry() {
            let country = self["country"]
            guard country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) }) else { return }
            fault("country", "“\(country)” is no country code", "Write two capital letters, such as QA.")
        }
    }

    /// The lines of a table; those with a fault are left out, and the rest is read all the same.
    /// - Parameter columns: nil if lines may have any number of fields.
    private static func read<Value>(_ bytes: [UInt8], _ file: String, _ columns: [String]?, _ value: (Row) -> Value?) -> (values: [Value], errors: [LawError]) {
        var (values, errors): ([Value], [LawError]) = ([], [])
        func fault(_ error: CSVError) {
            let (problem, remedy): (String, String) =
                if case .fieldCount(let expected, let found) = error.reason {
                    ("it has \(found) columns and not \(expected)", "Write \(columns?.joined(separator: ",") ?? "as many as the first line"); put a text that holds a comma in quotes.")
                } else {
                    ("\(error)", "Correct the line.")
                }
            errors.append(LawError(place: "\(file), line \(error.line)", problem: problem, remedy: remedy))
        }
        do throws(CSVError) {
            var reader = try CSVReader(bytes: bytes, dialect: CSVDialect(delimiter: .comma))
            let header = try reader.readHeader()
            if let columns, header != columns {
                errors.append(LawError(place: "\(file), line 1", problem: "the first line does not name its columns", remedy: "Write \(columns.joined(separator: ","))."))
                return (values, errors)
            }
            while true {
                do throws(CSVError) {
                    guard let record = try reader.next() else { break }
                    let row = Row(record, file, columns ?? [])
                    let read = value(row)
                    errors += row.errors
                    if row.errors.isEmpty, let read { values.append(read) }
                } catch {
                    // A line with too few columns hides no other.
                    guard error.isRecoverable else { throw error }
                    fault(error)
                }
            }
        } catch {
            fault(error)
        }
        return (values, errors)
    }

    // MARK: Entries

    /// Entries written by hand, in YAML. Versions without identifier get one from their first day.
    static func entries(_ bytes: [UInt8], file: String) -> (values: [Instrument], errors: [LawError]) {
        guard bytes.count <= 4 << 20 else { return ([], [LawError(place: file, problem: "it is larger than 4 MB", remedy: "Take out what is not used.")]) }
        guard let node = try? Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)), case .sequence(let list)? = node.mapping?["entries"] else {
            return ([], [LawError(place: "\(file), line 1", problem: "it has no list “entries”", remedy: "Begin with “entries:”.", field: "entries")])
        }
        var (entries, errors): ([Instrument], [LawError]) = ([], [])
        for item in list {
            let line = item.mark?.line ?? 0
            guard case .object(var object) = json(item) else {
                errors.append(LawError(place: "\(file), line \(line)", problem: "an entry must be “name: value” lines", remedy: "Write a name, a colon and a value on each."))
                continue
            }
            let identifier = object["identifier"]?.string ?? ""
            let versions = (object["versions"]?.array ?? []).map { version($0, of: identifier) }
            // Each version by itself, so that the fault of one hides none of another's.
            var faults: [RegisterDocument.Problem] = []
            for (index, version) in versions.enumerated() {
                do throws(RegisterDocument.Problem) { _ = try RegisterDocument.version(version, place: "\(identifier), version \(index + 1)") } catch { faults.append(error) }
            }
            object["versions"] = .array(faults.isEmpty ? versions : [])
            do throws(RegisterDocument.Problem) {
                let entry = try RegisterDocument.entry(.object(object), place: identifier)
                if faults.isEmpty { entries.append(entry) }
            } catch {
                faults.append(error)
            }
            errors += faults.map { LawError(place: "\(file), line \(line), \($0.place)", problem: $0.problem, remedy: $0.remedy) }
        }
        return (entries, errors)
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
