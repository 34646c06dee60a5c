import Formats

/// Reads PFIF documents of versions 1.1 to 1.4. A record that is wrong is left out with its reason; the others are read.
public struct PFIFReader {
    private static let namespace = "http://zesty.ca/pfif/"
    private static let versions: Set<String> = ["1.1", "1.2", "1.3", "1.4"]
    /// More people than any document is sent with.
    private static let recordLimit = 200_000

    /// The domain that all identifiers must begin with; nil for any. Who sends a feed speaks for its own records only.
    private let domain: String?
    private var document = PFIFDocument()
    private var position = 0

    /// - Throws: ``PFIFError`` if it is no PFIF document, or no well-formed XML.
    public static func read(_ bytes: [UInt8], domain: String? = nil) throws(PFIFError) -> PFIFDocument {
        var reader = PFIFReader(domain: domain)
        try reader.run(bytes)
        return reader.document
    }

    private init(domain: String?) { self.domain = domain }

    private struct Open {
        var kind: String
        var record = PFIFDocument.Record()
        var notes: [PFIFDocument.Record] = []
        var position: Int
    }

    private mutating func run(_ bytes: [UInt8]) throws(PFIFError) {
        do {
            var xml = try XMLReader(bytes: bytes)
            var stack: [Open] = []
            var field: String?
            var text = ""
            var hasRoot = false
            while let event = try xml.next() {
                switch event {
                case .start(let element):
                    if !hasRoot {
                        guard element.name.local == "pfif", Self.isKnown(element.name.namespace) else {
                            throw PFIFError(
                                description:
                                    "The PFIF file cannot be read: the document is no PFIF of version 1.1 to 1.4. Its first element must be pfif in the namespace http://zesty.ca/pfif/1.4."
                            )
                        }
                        hasRoot = true
                    } else if element.name.local == "person" || element.name.local == "note", field == nil {
                        position += 1
                        guard position <= Self.recordLimit else {
                            throw PFIFError(
                                description: "The PFIF file cannot be read: the document has more than \(Self.recordLimit) records. Send it in parts.")
                        }
                        stack.append(Open(kind: element.name.local, position: position))
                    } else if !stack.isEmpty {
                        field = element.name.local
                        text = ""
                    }
                case .text(let piece): if field != nil { text += piece }
                case .end(let name):
                    if let open = field, open == name.local {
                        Self.set(open, Self.trimmed(text), &stack[stack.count - 1].record)
                        field = nil
                    } else if name.local == "person" || name.local == "note", let record = stack.popLast() {
                        finish(record, in: &stack)
                    }
                }
            }
            if !hasRoot { throw PFIFError(description: "The PFIF file cannot be read: the document is empty.") }
        } catch let error as PFIFError {
            throw error
        } catch {
            throw PFIFError(description: "The PFIF file is no well-formed XML: \(error)")
        }
    }

    private static func isKnown(_ namespace: String?) -> Bool {
        guard let namespace, namespace.hasPrefix(Self.namespace) else { return false }
        return versions.contains(String(namespace.dropFirst(Self.namespace.count)))
    }

    private static func set(_ name: String, _ value: String, _ record: inout PFIFDocument.Record) {
        guard !value.isEmpty else { return }
        if name == "other" {
            // Before 1.4 the description stands in a field of several: “description:” and indented lines.
            record["description"] = description(inOther: value)
            return
        }
        record[PFIFDocument.earlierNames[name] ?? name] = value
    }

    private static func description(inOther text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map { trimmed(String($0)) }
        guard let first = lines.first, first.lowercased().hasPrefix("description:") else { return text }
        return trimmed(([trimmed(String(first.dropFirst("description:".count)))] + lines.dropFirst()).joined(separator: "\n"))
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars.filter { $0 != "\r" }))
    }

    // MARK: Records

    private mutating func finish(_ open: Open, in stack: inout [Open]) {
        if open.kind == "person" {
            finishPerson(open)
        } else if stack.last?.kind == "person" {
            stack[stack.count - 1].notes.append(open.record)
            // Notes are judged with their person, whose identifier may come behind them.
        } else {
            guard let reason = fault(inNote: open.record, person: nil) else {
                document.notes.append(open.record)
                return
            }
            reject(open.position, "note", open.record["note_record_id"], reason)
        }
    }

    private mutating func finishPerson(_ open: Open) {
        var record = open.record
        if record["full_name"] == nil {
            let parts = [record["given_name"], record["family_name"]].compactMap { $0 }
            if !parts.isEmpty { record["full_name"] = parts.joined(separator: " ") }
        }
        if let reason = fault(inPerson: record) {
            reject(open.position, "person", record["person_record_id"], reason)
            return
        }
        var person = PFIFDocument.Person(record)
        for (index, note) in open.notes.enumerated() {
            var note = note
            note["person_record_id"] = note["person_record_id"] ?? record["person_record_id"]
            if let reason = fault(inNote: note, person: record["person_record_id"]) {
                reject(open.position + index + 1, "note", note["note_record_id"], reason)
            } else {
                person.notes.append(note)
            }
        }
        document.people.append(person)
    }

    private func fault(inPerson record: PFIFDocument.Record) -> String? {
        guard let identifier = record["person_record_id"] else { return "person_record_id is missing." }
        if let reason = fault(inIdentifier: identifier, "person_record_id") { return reason }
        if record["full_name"] == nil, record["expiry_date"] == nil { return "full_name is missing." }
        return fault(inDates: record)
    }

    private func fault(inNote record: PFIFDocument.Record, person: String?) -> String? {
        guard let identifier = record["note_record_id"] else { return "note_record_id is missing." }
        if let reason = fault(inIdentifier: identifier, "note_record_id") { return reason }
        guard let about = record["person_record_id"] else { return "person_record_id is missing." }
        if let person, about != person { return "person_record_id is «\(about)», but the note stands in the person «\(person)»." }
        if record["text"] == nil, record["status"] == nil { return "text is missing." }
        if let status = record["status"], !PFIFDocument.statuses.contains(status) {
            return "status is «\(status)». It must be one of \(PFIFDocument.statuses.sorted().joined(separator: ", "))."
        }
        return fault(inDates: record)
    }

    private func fault(inIdentifier identifier: String, _ field: String) -> String? {
        let parts = identifier.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, identifier.utf8.count <= 500 else {
            return "\(field) is «\(identifier)». It must be a domain, a slash and a name, such as example.org/person.1."
        }
        if let domain, parts[0].lowercased() != domain.lowercased() { return "\(field) is «\(identifier)», which is not of the domain \(domain)." }
        return nil
    }

    /// Dates are `2000-01-16T02:07:57Z`.
    private func fault(inDates record: PFIFDocument.Record) -> String? {
        for field in ["source_date", "entry_date", "expiry_date"] {
            guard let date = record[field] else { continue }
            let shape = date.utf8.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
            guard shape == Array("0000-00-00T00:00:00Z".utf8) || shape.starts(with: Array("0000-00-00T00:00:00.".utf8)) && shape.last == UInt8(ascii: "Z")
            else {
                return "\(field) is «\(date)». It must be a time in UTC, such as 2026-01-16T02:07:57Z."
            }
        }
        return nil
    }

    private mutating func reject(_ position: Int, _ kind: String, _ identifier: String?, _ reason: String) {
        document.rejects.append(PFIFDocument.Reject(position: position, kind: kind, identifier: identifier ?? "", reason: reason))
    }
}
