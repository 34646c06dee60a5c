import Dictionary
import Foundation
import Interchange
import Journal
import Storage
import Vault

/// What reading entries into the directory did.
public struct DirectoryOutcome: Sendable {
    public var read = 0
    public var saved = 0
    public var unchanged = 0
    /// Of a feed: entries that its owner no longer publishes.
    public var takenOut = 0
    /// What no field could hold, and rows that were left out, each with the entry's name.
    public var findings: [String] = []
    /// The batch of the journal, which `corridor undo` takes.
    public var batch = ""
}

/// Entries into the directory and out of it.
public struct DirectoryExchange: Sendable {
    private let node: Node

    public init(_ node: Node) { self.node = node }

    // MARK: In

    /// Reads a file: HSDS 3.0 as JSON, a folder or archive of its CSV files, or a flat list as CSV.
    /// - Throws: `ImportError` if it is none of these.
    public static func read(_ file: URL, dictionary: DataDictionary) throws -> (entries: [HSDSEntry], leftOut: [String]) {
        let conversion = HSDSConversion(dictionary: dictionary)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            throw AppError("There is no file \(file.path). Check its name.")
        }
        if isFolder.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: file.path).filter { $0.hasSuffix(".csv") }.sorted()
            let files = try names.map { (name: $0, bytes: [UInt8](try Data(contentsOf: file.appending(path: $0)))) }
            let document = try HSDSDocument(tables: files, place: file.lastPathComponent)
            return (conversion.entries(document), document.leftOut.map { "\(file.lastPathComponent): \($0)" })
        }
        let bytes = [UInt8](try Data(contentsOf: file))
        if file.pathExtension.lowercased() == "csv" {
            let outcome = try FlatDirectory.read(bytes, file: file.lastPathComponent, dictionary: dictionary)
            return (outcome.entries, outcome.leftOut)
        }
        let document = try HSDSDocument(json: bytes, file: file.lastPathComponent)
        return (conversion.entries(document), document.leftOut.map { "\(file.lastPathComponent): \($0)" })
    }

    /// What is to be said of an entry, each with where it stands: the file, the record, the field.
    public static func remarks(_ entry: HSDSEntry, source: String) -> [String] {
        let name = entry.answers["names"]?.value?.displayText ?? entry.answers["name"]?.value?.displayText ?? entry.identifier
        return entry.findings.map { "\(source), \(name), \($0)" }
    }

    /// Saves entries as one batch. Repeating it meets its own entries and adds nothing.
    /// - Parameters:
    ///   - source: where they come from, for entries that do not say it themselves.
    ///   - owner: who owns the entries; such entries are kept apart by owner, so that nobody's feed changes the entries of this organisation or of another.
    public func save(
        _ entries: [HSDSEntry], leftOut: [String] = [], source: String, owner: String? = nil, by author: String, isTrial: Bool = false
    ) throws -> DirectoryOutcome {
        struct TrialEnded: Error { let outcome: DirectoryOutcome }
        var outcome: DirectoryOutcome
        do {
            outcome = try node.change(by: author) { transaction in
                let outcome = try save(entries, source: source, owner: owner, in: transaction)
                if isTrial { throw TrialEnded(outcome: outcome) }
                return outcome
            }
        } catch let trial as TrialEnded {
            outcome = trial.outcome
            outcome.batch = ""
        }
        outcome.findings = leftOut + outcome.findings
        return outcome
    }

    func save(_ entries: [HSDSEntry], source: String, owner: String?, in transaction: RecordTransaction) throws -> DirectoryOutcome {
        var outcome = DirectoryOutcome(read: entries.count, batch: RecordIdentifier.random())
        for entry in node.today.map({ today in entries.map { DirectoryValues.possible($0, today: today) } }) ?? entries {
            let change = try change(entry, source: source, owner: owner, transaction)
            // Whose it is, its owner's signature has said.
            if try transaction.save(change, batch: outcome.batch, isGuarded: owner != nil) == nil { outcome.unchanged += 1 } else { outcome.saved += 1 }
            outcome.findings += Self.remarks(entry, source: source)
        }
        guard outcome.saved > 0 else { return outcome }
        let note = RecordChange(
            record: outcome.batch, kind: "import",
            answers: [
                "source": Answer(try FieldValue(text: source)), "title": Answer(try FieldValue(text: "Directory")), "status": Answer(.code("complete")),
                "rows-read": Answer(.quantity(try Quantity(amount: String(entries.count), unit: "rows"))),
            ])
        try transaction.save(note, batch: outcome.batch)
        return outcome
    }

    private func change(_ entry: HSDSEntry, source: String, owner: String?, _ transaction: RecordTransaction) throws -> RecordChange {
        let record = try record(of: entry.identifier, owner: owner, transaction)
        var answers: [String: Answer?] = [:]
        for (field, answer) in entry.answers { answers[field] = answer }
        answers.removeValue(forKey: PartnerEntries.owner)
        if let owner {
            answers.removeValue(forKey: "private-note")
            if entry.kind == "organisation" { answers[PartnerEntries.owner] = Answer(try FieldValue(link: owner)) }
        }
        if owner != nil || entry.answers["source"] == nil { answers["source"] = Answer(try FieldValue(text: source)) }
        // An own entry that comes back keeps its own identity.
        if owner == nil, HSDSIdentifier.record(uuid: entry.identifier) == record {
            for field in ["source", "source-identifier"] { answers.removeValue(forKey: field) }
        }
        if let organisation = entry.organisation {
            let target = try self.record(of: organisation, owner: owner, transaction)
            answers["organisation"] = Answer(try FieldValue(link: target))
        }
        // A note of our own is written once, and never over.
        if let note = answers["private-note"], note != nil, try transaction.state(of: record)?.fields["private-note"] != nil {
            answers.removeValue(forKey: "private-note")
        }
        return RecordChange(record: record, kind: entry.kind, answers: answers)
    }

    private func record(of identifier: String, owner: String?, _ transaction: RecordTransaction) throws -> String {
        if let owner { return recordOfFeed(owner, identifier) }
        if let own = HSDSIdentifier.record(uuid: identifier), try transaction.state(of: own) != nil { return own }
        return RecordIdentifier.text(node.keys.recordIdentifier(for: "directory\n\(identifier)"))
    }

    /// The record of an entry of another organisation's feed.
    func recordOfFeed(_ owner: String, _ identifier: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "directory feed\n\(owner)\n\(identifier)"))
    }

    // MARK: Out

    /// The whole directory as HSDS, as far as the reader may see it. Private notes never go out, and a secret place neither.
    public func document(for reader: Reader) throws -> HSDSDocument {
        try node.database.read { connection in
            var reading = DirectoryReading(node, reader: reader, connection)
            return document(organisations: try reading.entries("organisation"), services: try reading.entries("service"))
        }
    }

    /// The same, with when each entry was last changed here (milliseconds since 1970), by its HSDS identifier.
    func dated(for reader: Reader) throws -> (document: HSDSDocument, modified: [String: UInt64]) {
        try node.database.read { connection in
            var reading = DirectoryReading(node, reader: reader, connection)
            let (organisations, services) = (try reading.entries("organisation"), try reading.entries("service"))
            let modified = (organisations + services).map { (HSDSConversion.identifier(of: Self.exported($0)), $0.changed) }
            return (document(organisations: organisations, services: services), Dictionary(modified, uniquingKeysWith: { max($0, $1) }))
        }
    }

    /// The whole directory as one table, a row for each service, as far as the reader may see it.
    public func list(for reader: Reader) throws -> [UInt8] {
        try node.database.read { connection in
            var reading = DirectoryReading(node, reader: reader, connection)
            let services = try reading.entries("service").map { (record: Self.exported($0), organisation: $0.view.links("organisation").first) }
            return FlatDirectory.write(organisations: try reading.entries("organisation").map(Self.exported), services: services, dictionary: node.dictionary)
        }
    }

    func document(organisations: [DirectoryEntry], services: [DirectoryEntry]) -> HSDSDocument {
        let conversion = HSDSConversion(dictionary: node.dictionary)
        var identifiers: [String: String] = [:]
        var document = HSDSDocument()
        for entry in organisations {
            let record = Self.exported(entry)
            identifiers[entry.record] = HSDSConversion.identifier(of: record)
            document.add(organization: conversion.object(record))
        }
        for entry in services {
            let owner = entry.view.links("organisation").first.flatMap { identifiers[$0] }
            document.add(service: conversion.object(Self.exported(entry), organisation: owner))
        }
        return document
    }

    static func exported(_ entry: DirectoryEntry) -> ExportRecord {
        var answers: [String: Answer] = [:]
        for item in entry.view.fields where item.field.name != "private-note" { answers[item.field.name] = item.answer }
        return ExportRecord(identifier: entry.record, kind: entry.view.kind, answers: answers)
    }
}
