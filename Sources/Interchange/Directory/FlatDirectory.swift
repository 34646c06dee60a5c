import Dictionary
import Formats

/// A list of organisations and services as one table, such as a spreadsheet of shelters or of missions.
///
/// A row is a service with the organisation that gives it, or an organisation. Rows with the same organisation are one organisation. Columns are named as the fields of
/// the directory are (`service.types`), by their labels in any language of the dictionary, or as such lists usually name them; see Docs/directory.md.
///
/// In a list with the column `confidence` rows of low or unknown confidence stay out, and numbers were checked by nobody: they go into the private note, never where a
/// worker could be given them.
public struct FlatDirectory: Sendable {
    public struct Outcome: Sendable {
        /// Organisations and services, each service after its organisation.
        public var entries: [HSDSEntry] = []
        /// Rows, columns and values that were left out, each with its line, its column and what to do.
        public var leftOut: [String] = []
    }

    /// What the kinds of row are: the kind of organisation, the kind of service that every such body gives, if one follows from what it is.
    static let kinds: [String: (organisation: String, service: String?)] = [
        "embassy": ("mission", "consular-help"), "consulate": ("mission", "consular-help"), "consulate general": ("mission", "consular-help"),
        "high commission": ("mission", "consular-help"), "nhri": ("human-rights-institution", "human-rights-institution"),
        "government-complaints": ("labour-authority", "labour-inspection"), "dispute-service": ("labour-authority", "labour-inspection"),
        "information-service": ("labour-authority", nil), "ngo": ("non-governmental", nil), "trade-union": ("trade-union", "union"),
    ]

    /// What kind of organisation gives a kind of service, where that follows from the kind of service.
    private static let givers: [String: String] = [
        "union": "trade-union", "consular-help": "mission", "labour-attache": "labour-attache", "human-rights-institution": "human-rights-institution",
        "labour-inspection": "labour-authority", "police-unit": "law-enforcement",
    ]

    // MARK: Columns

    /// What a column holds.
    enum Column: Hashable {
        /// A part of a row that is put together here: `name`, `kind`, `country`, `town`, `street`, …
        case part(String)
        /// A field of `organisation` or `service`.
        case field(record: String, name: String)
        /// A field that both have: of the service where the row has one.
        case shared(String)
        /// A part of a place of one of them.
        case place(record: String, part: String)
        /// The identifier with which this program wrote the row.
        case identifier(record: String)
    }

    /// How lists usually name their columns, as they are compared.
    private static let usual: [String: Column] = {
        var usual: [String: Column] = [:]
        func name(_ column: Column, _ headers: String...) { for header in headers { usual[key(header)] = column } }
        name(.part("name"), "name", "title")
        name(.part("organisation"), "organisation", "organization", "organisation name", "organization name", "name of organisation", "name of organization", "provider", "agency")
        name(.part("kind"), "kind", "type", "category")
        name(.part("country"), "country", "located in", "located_in")
        name(.part("town"), "city", "town", "district", "town or district", "locality")
        name(.part("street"), "address", "street")
        name(.part("latitude"), "latitude", "lat")
        name(.part("longitude"), "longitude", "lon", "lng", "long")
        name(.part("phone"), "phone", "phones", "telephone", "tel", "phone number", "telephone number", "mobile", "contact number", "hotline number")
        name(.part("email"), "email", "e-mail", "mail", "e-mail address")
        name(.part("website"), "website", "web", "url", "homepage", "web page")
        name(.part("source"), "source")
        name(.part("confidence"), "confidence")
        name(.part("operator_country"), "operator_country")
        name(.part("wikidata_id"), "wikidata_id")
        name(.field(record: "service", name: "name"), "service", "service name", "name of service", "programme", "program")
        name(.field(record: "service", name: "types"), "services", "service type", "service types", "types", "kind of service", "kinds of service", "kind of help", "help")
        name(.shared("languages"), "languages", "language", "languages spoken", "spoken languages")
        name(.field(record: "service", name: "hours"), "hours", "opening hours", "open", "opening times")
        name(.field(record: "service", name: "nationalities"), "nationality", "nationalities", "for nationalities")
        name(.field(record: "service", name: "sexes"), "sex", "gender", "for", "women or men", "for women or men")
        name(.field(record: "service", name: "sectors"), "sector", "sectors")
        name(.field(record: "service", name: "migration-statuses"), "documented or not", "migration status")
        name(.field(record: "service", name: "capacity"), "beds", "places", "capacity")
        name(.field(record: "service", name: "places-free"), "free beds", "free places", "places free", "beds free")
        name(.field(record: "service", name: "emergency-phone"), "emergency", "emergency number", "emergency phone", "24 hour number")
        name(.field(record: "service", name: "how-to-apply"), "how to apply", "how to get it", "referral process")
        name(.field(record: "service", name: "cost"), "cost", "fee", "fees", "price")
        name(.shared("confirmed-on"), "confirmed", "last confirmed", "last checked", "checked on", "verified on")
        name(.shared("description"), "description", "notes on the service", "what it does")
        return usual
    }()

    /// Fields of which a list says nothing: links, what this program keeps for itself, and what no list may write.
    private static let kept: Set<String> = ["organisation", "owner", "source-details", "source-identifier", "private-note", "public-key"]
    private static let placeParts = ["country", "town", "street", "latitude", "longitude"]

    private static func key(_ header: String) -> String { WordFolding.words(header.lowercased()).joined(separator: " ") }

    /// Which column a header is; nil for one that is not read.
    static func column(_ header: String, _ dictionary: DataDictionary) -> Column? {
        let trimmed = header.trimmed
        let parts = trimmed.lowercased().split(separator: ".").map(String.init)
        if let record = parts.first, ["organisation", "service"].contains(record) {
            if parts.count == 2, parts[1] == "identifier" { return .identifier(record: record) }
            if parts.count == 3, parts[1] == placeField(record), placeParts.contains(parts[2]) { return .place(record: record, part: parts[2]) }
            if parts.count == 2, !kept.contains(parts[1]), dictionary.field(record, parts[1]) != nil { return .field(record: record, name: parts[1]) }
        }
        let wanted = key(trimmed)
        guard !wanted.isEmpty else { return nil }
        if let usual = usual[wanted] { return usual }
        func names(_ record: String) -> [String] {
            dictionary.fields(of: record).filter { field in
                !kept.contains(field.name) && (key(field.name) == wanted || field.labels.values.contains { key($0) == wanted })
            }.map(\.name)
        }
        let (services, organisations) = (names("service"), names("organisation"))
        if let name = services.first {
            switch name {
            case "name": return .part("name")
            case "phone": return .part("phone")
            case "area": return .part("town")
            case "place": return .part("street")
            case "source": return .part("source")
            default: return organisations.contains(name) ? .shared(name) : .field(record: "service", name: name)
            }
        }
        switch organisations.first {
        case "names"?: return .part("name")
        case "kind"?: return .part("kind")
        case "country"?: return .part("country")
        case "address"?: return .part("street")
        case "phones"?: return .part("phone")
        case "email"?: return .part("email")
        case "website"?: return .part("website")
        case let name?: return .field(record: "organisation", name: name)
        case nil: break
        }
        if dictionary.record("organisation")?.labels.values.contains(where: { key($0) == wanted }) == true { return .part("organisation") }
        if dictionary.record("service")?.labels.values.contains(where: { key($0) == wanted }) == true { return .field(record: "service", name: "name") }
        return nil
    }

    private static func placeField(_ record: String) -> String { record == "organisation" ? "address" : "place" }

    // MARK: Reading

    /// - Throws: ``ImportError`` if no column holds names.
    public static func read(_ bytes: [UInt8], file: String, dictionary: DataDictionary) throws(ImportError) -> Outcome {
        var table = try CSVTable(bytes: bytes, name: file, encoding: nil)
        var reading = Reading(file: file, dictionary: dictionary, columns: table.columns.map { column($0, dictionary) })
        let names: [Column] = [.part("name"), .part("organisation"), .field(record: "organisation", name: "names"), .field(record: "service", name: "name")]
        guard reading.columns.contains(where: { $0.map(names.contains) ?? false }) else {
            throw ImportError(
                place: file, problem: "no column holds the names of organisations or services",
                remedy: "Give a list with a column name or organisation, perhaps kind, country, town, phone, languages, hours, and others by the names of the directory's fields; or HSDS as JSON or as a folder of its CSV files.")
        }
        for (header, column) in zip(table.columns, reading.columns) where column == nil && !header.isEmpty && key(header) != "status" {
            reading.outcome.leftOut.append("\(file), column “\(header)”: It is none that is read. Name it as a field of the directory is named, such as service.hours.")
        }
        while let row = try table.next() { reading.take(row.fields, line: row.number) }
        return reading.outcome
    }

    /// Takes a list row by row.
    private struct Reading {
        let file: String
        let dictionary: DataDictionary
        let columns: [Column?]
        var outcome = Outcome()
        private var positions: [String: Int] = [:]

        init(file: String, dictionary: DataDictionary, columns: [Column?]) {
            (self.file, self.dictionary, self.columns) = (file, dictionary, columns)
        }

        private var isUnchecked: Bool { columns.contains(.part("confidence")) }

        private mutating func leaveOut(_ line: Int, _ what: String) { outcome.leftOut.append("\(file), line \(line): \(what)") }

        mutating func take(_ fields: [String], line: Int) {
            var cells: [Column: String] = [:]
            for (column, text) in zip(columns, fields) where !text.trimmed.isEmpty {
                // Two columns of the same kind, such as Phone and Mobile, are read one after the other.
                if let column { cells[column] = cells[column].map { "\($0) | \(text.trimmed)" } ?? text.trimmed }
            }
            guard !cells.isEmpty else { return }
            if isUnchecked, !["high", "medium"].contains(cells[.part("confidence")]?.lowercased() ?? "") {
                return leaveOut(
                    line, "confidence: “\(cells[.part("confidence")] ?? "")” is no confidence with which an entry is taken over. Check the row, and write high or medium when it is right.")
            }
            var kind: (organisation: String?, service: String?) = (nil, nil)
            if let written = cells[.part("kind")] {
                if let read = self.kind(written) {
                    kind = read
                } else {
                    leaveOut(
                        line, "kind: “\(written)” is no kind of organisation or service. It is left out. Write a code or a label of the lists organisation-kind or service-type, such as shelter.")
                }
            }
            let serviceName = cells[.field(record: "service", name: "name")]
            let organisationName = cells[.part("organisation")] ?? cells[.field(record: "organisation", name: "names")]
            guard let name = organisationName ?? cells[.part("name")] ?? serviceName else {
                return leaveOut(line, "name: It has no name. The row is left out. Write the name of the organisation.")
            }
            let ownName = serviceName ?? (organisationName == nil ? nil : cells[.part("name")])
            let isService =
                kind.service != nil || ownName != nil
                || cells.keys.contains { if case .field(let record, _) = $0 { record == "service" } else { false } }
                || cells.keys.contains { if case .place(let record, _) = $0 { record == "service" } else { false } }
            let country = cells[.part("country")].flatMap { code($0, "country", "country", line) }
            let isAlone = organisationName == nil && cells[.part("name")] == nil && cells[.identifier(record: "service")] != nil
            var organisation = entry("organisation", cells, line, isService: isService)
            organisation.identifier = cells[.identifier(record: "organisation")] ?? identifier(name, country, cells)
            set(&organisation, "names", line) { () throws(ValueError) in
                let names = try name.split(separator: "|").map { part throws(ValueError) in FieldValue.name(try PersonName(full: String(part).trimmed)) }
                return try FieldValue(list: names, type: .name)
            }
            if let code = kind.organisation, organisation.answers["kind"] == nil { organisation.answers["kind"] = Answer(.code(code)) }
            if let country, organisation.answers["country"] == nil { organisation.answers["country"] = Answer(.code(country)) }
            common(&organisation, cells, country, line, isService: isService)
            if kind.organisation == "mission" { mission(&organisation, cells, country, line) }
            // A service that this program wrote without an organisation has none.
            if !isAlone { add(organisation, line) }
            guard isService else { return }
            var service = entry("service", cells, line, isService: true)
            if !isAlone { service.organisation = organisation.identifier }
            let title = ownName ?? name.split(separator: "|").first.map { String($0).trimmed } ?? name
            set(&service, "name", line) { () throws(ValueError) in try FieldValue(text: title) }
            if let type = kind.service, service.answers["types"] == nil { service.answers["types"] = Answer(.list([.code(type)])) }
            if let country, service.answers["countries"] == nil { service.answers["countries"] = Answer(.list([.code(country)])) }
            if let town = cells[.part("town")], service.answers["area"] == nil { set(&service, "area", line) { () throws(ValueError) in try FieldValue(text: town) } }
            // A mission helps its own nationals.
            if kind.service == "consular-help", let origin = cells[.part("operator_country")].flatMap({ code($0, "country", "operator_country", line) }) {
                service.answers["nationalities"] = Answer(.list([.code(origin)]))
            }
            if !isUnchecked, let phone = cells[.part("phone")], service.answers["phone"] == nil { service.answers["phone"] = phones(phone, "phone", line) }
            source(&service, cells, line)
            let types = service.answers["types"]?.value?.displayText ?? ""
            service.identifier =
                cells[.identifier(record: "service")]
                ?? HSDSIdentifier.derived(from: ownName == nil && kind.service != nil ? "\(organisation.identifier)/\(types)" : "\(organisation.identifier)/\(title)/\(types)/\(cells[.part("town")] ?? "")")
            add(service, line)
        }

        /// The kind of organisation and the kind of service that a word for a kind says.
        private func kind(_ written: String) -> (organisation: String?, service: String?)? {
            if let known = FlatDirectory.kinds[written.lowercased()] { return known }
            func code(_ list: String) -> String? {
                guard let vocabulary = dictionary.vocabulary(list) else { return nil }
                for text in [written, WordFolding.words(written).joined(separator: "-")] {
                    let codes = vocabulary.codes(writtenAs: text)
                    if codes.count == 1 { return codes[0] }
                }
                return nil
            }
            let (service, organisation) = (code("service-type"), code("organisation-kind"))
            // “Shelter” is both; whoever runs one gives it.
            if let service { return (organisation ?? FlatDirectory.givers[service], service) }
            return organisation.map { ($0, nil) }
        }

        private func identifier(_ name: String, _ country: String?, _ cells: [Column: String]) -> String {
            guard isUnchecked else { return HSDSIdentifier.derived(from: "list/\(name)/\(country ?? "")") }
            let parts = ["wikidata_id", "kind"].map { cells[.part($0)] ?? "" } + [name, cells[.part("country")] ?? ""]
            return HSDSIdentifier.derived(from: "list/\(parts.joined(separator: "/"))")
        }

        /// The cells that are fields of this kind of record.
        private mutating func entry(_ record: String, _ cells: [Column: String], _ line: Int, isService: Bool) -> HSDSEntry {
            var entry = HSDSEntry(kind: record, identifier: "", organisation: nil, answers: [:], findings: [])
            for (column, text) in cells.sorted(by: { "\($0.key)" < "\($1.key)" }) {
                let name: String
                switch column {
                case .field(let of, let field) where of == record && !["names", "name"].contains(field): name = field
                case .shared(let field) where (record == "service") == isService: name = field
                default: continue
                }
                guard let field = dictionary.field(record, name), let value = value(text, field, line) else { continue }
                entry.answers[name] = Answer(value)
            }
            let parts = FlatDirectory.placeParts.compactMap { part in cells[.place(record: record, part: part)].map { (part, $0) } }
            if !parts.isEmpty, let place = place(Dictionary(parts, uniquingKeysWith: { first, _ in first }), line) {
                entry.answers[FlatDirectory.placeField(record)] = Answer(.place(place))
            }
            return entry
        }

        /// Address, numbers and pages of the organisation.
        private mutating func common(_ entry: inout HSDSEntry, _ cells: [Column: String], _ country: String?, _ line: Int, isService: Bool) {
            source(&entry, cells, line)
            var parts: [String: String] = [:]
            for part in ["town", "street", "latitude", "longitude"] { parts[part] = cells[.part(part)] }
            parts["country"] = country
            if entry.answers["address"] == nil, let place = place(parts, line) { entry.answers["address"] = Answer(.place(place)) }
            if isUnchecked {
                // The page of a mission is a public one; see below.
                let columns = ["phone", "email"] + (entry.answers["kind"]?.value == .code("mission") ? [] : ["website"])
                let unchecked = columns.compactMap { column in cells[.part(column)].map { "\(column): \($0)" } }
                if !unchecked.isEmpty {
                    let note = "Unchecked, from the source; call before it is given to anybody: \(unchecked.joined(separator: ", "))"
                    set(&entry, "private-note", line) { () throws(ValueError) in try FieldValue(text: note, limit: NormalText.narrativeLimit) }
                }
                return
            }
            if !isService, let phone = cells[.part("phone")], entry.answers["phones"] == nil { entry.answers["phones"] = phones(phone, "phone", line) }
            for name in ["email", "website"] {
                guard entry.answers[name] == nil, let text = cells[.part(name)], let field = dictionary.field("organisation", name), let value = value(text, field, line)
                else { continue }
                entry.answers[name] = Answer(value)
            }
        }

        private mutating func source(_ entry: inout HSDSEntry, _ cells: [Column: String], _ line: Int) {
            guard let text = cells[.part("source")] else { return }
            set(&entry, "source", line) { () throws(ValueError) in try FieldValue(text: text) }
        }

        /// Of a mission, the corridor that it serves and its page.
        private mutating func mission(_ entry: inout HSDSEntry, _ cells: [Column: String], _ country: String?, _ line: Int) {
            if let website = cells[.part("website")], let field = dictionary.field("organisation", "website"), let value = value(website, field, line) {
                entry.answers["website"] = Answer(value)
            }
            guard let origin = cells[.part("operator_country")].flatMap({ code($0, "country", "operator_country", line) }) else { return }
            entry.answers["corridors-from"] = Answer(.list([.code(origin)]))
            if let country { entry.answers["corridors-to"] = Answer(.list([.code(country)])) }
        }

        // MARK: Values

        private mutating func set(_ entry: inout HSDSEntry, _ field: String, _ line: Int, _ make: () throws(ValueError) -> FieldValue) {
            do throws(ValueError) {
                entry.answers[field] = Answer(try make())
            } catch {
                leaveOut(line, "\(entry.kind).\(field): \(error.description) It is left out.")
            }
        }

        private mutating func code(_ text: String, _ list: String, _ column: String, _ line: Int) -> String? {
            let codes = dictionary.vocabulary(list)?.codes(writtenAs: text) ?? []
            if codes.count == 1 { return codes[0] }
            leaveOut(line, "\(column): “\(text)” is no \(list). It is left out. Write two letters of ISO 3166, such as QA, or the name of one.")
            return nil
        }

        /// The value of a cell; of several in a cell those that can be read.
        private mutating func value(_ text: String, _ field: Field, _ line: Int) -> FieldValue? {
            if field.type == .phone { return phones(text, field.fullName, line, isOne: !field.takesList)?.value }
            switch (field.record, field.name) {
            case ("organisation", "email"):
                let usable = addresses(text, field, line)
                return usable.isEmpty ? nil : try? FieldValue(list: usable, type: .text)
            case ("organisation", "website") where !DirectoryValues.isPage(text):
                leaveOut(line, "\(field.fullName): “\(text)” is no address of a page. It is left out. Write one such as https://example.org.")
                return nil
            case ("service", "hours"): return (OpeningHours(text)?.text ?? text).nonEmpty.flatMap { try? FieldValue(text: $0) }
            default: break
            }
            guard field.type == .codes || field.type == .code && field.takesList else {
                do throws(ValueError) {
                    return try field.parse(field.type == .code ? Self.spelling(text) : text, in: dictionary)
                } catch {
                    leaveOut(line, "\(error.description) It is left out.")
                    return nil
                }
            }
            var values: [FieldValue] = []
            for part in parts(text, field) where !Self.everybody.contains(part.lowercased()) {
                do throws(ValueError) {
                    let read = try field.parse(Self.spelling(part), in: dictionary).elements
                    values += read.filter { !values.contains($0) }
                } catch {
                    leaveOut(line, "\(error.description) It is left out.")
                }
            }
            return values.isEmpty ? nil : try? FieldValue(list: values, type: .codes)
        }

        /// Words with which lists say that something is for all: the field stays empty.
        private static let everybody: Set<String> = ["all", "any", "everybody", "everyone", "all nationalities", "women and men", "both"]
        /// Words of lists that no vocabulary has.
        private static let spellings: [String: String] = [
            "women": "female", "woman": "female", "women only": "female", "girls": "female", "men": "male", "man": "male", "men only": "male", "undocumented": "irregular",
            "documented": "regular", "domestic workers": "domestic-work", "domestic worker": "domestic-work",
        ]

        private static func spelling(_ text: String) -> String { spellings[text.lowercased()] ?? text }

        /// The parts of a cell that holds several codes or labels: a label with a comma in it is one.
        private func parts(_ text: String, _ field: Field) -> [String] {
            func isKnown(_ text: String) -> Bool { dictionary.vocabulary(of: field)?.codes(writtenAs: Self.spelling(text)).count == 1 }
            if isKnown(text) { return [text] }
            return text.split(whereSeparator: { "|;\n".contains($0) }).map { String($0).trimmed }.flatMap { part -> [String] in
                isKnown(part) ? [part] : part.split(whereSeparator: { ",،、/&".contains($0) }).map { String($0).trimmed }
            }.filter { !$0.isEmpty }
        }

        private mutating func addresses(_ text: String, _ field: Field, _ line: Int) -> [FieldValue] {
            text.split(whereSeparator: { "|;,\n".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty }.compactMap { part in
                if DirectoryValues.isMailbox(part), let value = try? FieldValue(text: part) { return value }
                leaveOut(line, "\(field.fullName): “\(part)” is no address of e-mail. It is left out. Write one such as desk@example.org.")
                return nil
            }
        }

        private mutating func phones(_ text: String, _ column: String, _ line: Int, isOne: Bool = false) -> Answer? {
            var numbers: [FieldValue] = []
            for part in text.split(whereSeparator: { "|;,\n".contains($0) }).map({ String($0).trimmed }) where !part.isEmpty {
                if DirectoryValues.isDialled(part), let number = try? PhoneNumber(written: part) {
                    numbers.append(.phone(number))
                } else {
                    leaveOut(line, "\(column): “\(part)” is no number that can be called. It is left out. Write it with its digits, such as +974 4455 6677.")
                }
            }
            guard let first = numbers.first else { return nil }
            if isOne { return Answer(first) }
            return (try? FieldValue(list: numbers, type: .phone)).map { Answer($0) }
        }

        private mutating func place(_ parts: [String: String], _ line: Int) -> Place? {
            guard parts.values.contains(where: { !$0.isEmpty }) else { return nil }
            let country = parts["country"].flatMap { text in dictionary.vocabulary("country")?.codes(writtenAs: text) }.flatMap { $0.count == 1 ? $0[0] : nil }
            if let written = parts["country"], country == nil { leaveOut(line, "country: “\(written)” is no country. It is left out. Write two letters of ISO 3166, such as QA.") }
            do throws(ValueError) {
                let latitude = try parts["latitude"].map { text throws(ValueError) in try ExactDecimal(text) }
                let longitude = try parts["longitude"].map { text throws(ValueError) in try ExactDecimal(text) }
                if (latitude == nil) != (longitude == nil) { leaveOut(line, "latitude, longitude: One is missing, so both are left out. Write both or neither.") }
                return try Place(
                    country: country, locality: parts["town"], detail: parts["street"], latitude: longitude == nil ? nil : latitude,
                    longitude: latitude == nil ? nil : longitude)
            } catch {
                leaveOut(line, "latitude, longitude: \(error.description) They are left out.")
                guard country != nil || parts["town"] != nil || parts["street"] != nil else { return nil }
                return try? Place(country: country, locality: parts["town"], detail: parts["street"])
            }
        }

        // MARK: Putting together

        /// Adds an entry; one that is there already gets what it lacks.
        private mutating func add(_ entry: HSDSEntry, _ line: Int) {
            var entry = entry
            if let identifier = try? FieldValue(text: entry.identifier) { entry.answers["source-identifier"] = Answer(identifier) }
            for (field, answer) in entry.answers.sorted(by: { $0.key < $1.key }) {
                do throws(ValueError) {
                    try dictionary.validate(record: entry.kind, field: field, answer: answer)
                } catch {
                    entry.answers[field] = nil
                    leaveOut(line, "\(entry.kind).\(field): \(error.description) It is left out.")
                }
            }
            let key = "\(entry.kind) \(entry.identifier)"
            guard let position = positions[key] else {
                positions[key] = outcome.entries.count
                outcome.entries.append(entry)
                return
            }
            for (field, answer) in entry.answers.sorted(by: { $0.key < $1.key }) {
                let there = outcome.entries[position].answers[field]
                if there == nil {
                    outcome.entries[position].answers[field] = answer
                } else if there != answer, field != "source" {
                    leaveOut(line, "\(entry.kind).\(field): The \(entry.kind) stands in a row above with another value, which counts. Write it once, or another name.")
                }
            }
        }
    }

    // MARK: Writing

    /// The directory as one table that ``read(_:file:dictionary:)`` reads back: a row for each service, and one for each organisation without services. Places that must
    /// stay secret, private notes and keys are not in it.
    /// - Parameter services: each with the record of its organisation.
    public static func write(
        organisations: [ExportRecord], services: [(record: ExportRecord, organisation: String?)], dictionary: DataDictionary
    ) -> [UInt8] {
        func columns(_ record: String) -> [Field] { dictionary.fields(of: record).filter { !kept.contains($0.name) && $0.type != .place && $0.type != .link && $0.name != "source" } }
        let kinds = ["organisation", "service"]
        func places(_ record: String) -> [String] { placeParts.map { "\(record).\(placeField(record)).\($0)" } }
        var writer = CSVWriter(lineEnd: .lineFeed)
        writer.write(kinds.flatMap { kind in ["\(kind).identifier"] + columns(kind).map(\.fullName) + places(kind) })
        func cells(_ record: ExportRecord?, _ kind: String) -> [String] {
            guard let record else { return Array(repeating: "", count: 1 + columns(kind).count + placeParts.count) }
            var place: Place?
            if record.answers["place-secret"]?.value != .code("yes"), case .place(let known)? = record.answers[placeField(kind)]?.value { place = known }
            return [HSDSConversion.identifier(of: record)] + columns(kind).map { record.answers[$0.name]?.value.map(HSDSMember.cell) ?? "" }
                + [place?.country, place?.locality, place?.detail, place?.latitude?.description, place?.longitude?.description].map { $0 ?? "" }
        }
        let byRecord = Dictionary(organisations.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        var given: Set<String> = []
        for (service, organisation) in services {
            let giver = organisation.flatMap { byRecord[$0] }
            if let giver { given.insert(giver.identifier) }
            writer.write(cells(giver, "organisation") + cells(service, "service"))
        }
        for organisation in organisations where !given.contains(organisation.identifier) { writer.write(cells(organisation, "organisation") + cells(nil, "service")) }
        return writer.bytes
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
