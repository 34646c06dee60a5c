import Dictionary
import Formats
import Journal
import Storage
import Vault

/// What a check of a whole node found.
public struct VerificationReport: Sendable {
    /// Where the first fault is and what it is.
    public struct Fault: Sendable {
        public enum Part: String, Sendable {
            case chain, signatures, keys, projections, documents
        }

        public var part: Part
        /// Place in the journal, where the fault has one.
        public var sequence: Int64?
        public var record: String?
        /// Table in which the fault was found.
        public var table: String
        public var sentence: String
    }

    public var entries = 0
    public var records = 0
    public var signatures = 0
    /// Files of documents whose content was compared with the journal, and their bytes.
    public var files = 0
    public var fileBytes: Int64 = 0
    /// The last link of the chain; whoever has written it down can tell later whether the journal was cut.
    public var head: String = ""
    /// The first fault of each part that has one, in the order of the checks; of documents every damaged file.
    public var faults: [Fault] = []

    public var firstFault: Fault? { faults.first }

    /// «ok», or the sentence about the first fault of this part.
    public func result(_ part: Fault.Part) -> String {
        faults.first { $0.part == part }?.sentence ?? "ok"
    }
}

/// Proves that nothing was altered: recomputes the chain, checks the signatures and keys, folds every record and compares the projections.
struct Verification {
    let connection: any Connection
    /// The organisation that is being checked.
    private var node: Node
    /// The organisations of the node, by number.
    private var nodes: [Int64: Node] = [:]
    let progress: (Int) -> Void
    private var report = VerificationReport()
    /// A reason of each organisation that was sealed with the organisation's own record key.
    private var reasonsSealedByOrganisations: [String: (ground: [UInt8], clock: Timestamp)] = [:]

    init(connection: any Connection, node: Node, progress: @escaping (Int) -> Void = { _ in }) {
        self.connection = connection
        self.node = node
        self.progress = progress
    }

    /// The organisations of the node, once they have been checked.
    var members: [Node] { nodes.sorted { $0.key < $1.key }.map(\.value) }

    mutating func run() throws -> VerificationReport {
        let first = node
        try checkStrayEntries()
        for (number, sealedKeys) in try organisationRows() where report.faults.isEmpty {
            guard let member = opened(number, sealedKeys) else { break }
            node = member
            try checkChain(isFirst: number == first.organisation.number)
            if report.faults.isEmpty { try checkOrganisation() }
            nodes[number] = member
        }
        node = first
        if report.faults.isEmpty, nodes[first.organisation.number] == nil {
            fault(.signatures, "organisation", "The table organisation lacks the row of this node's organisation: it was removed.")
        }
        // Projections of entries that are not what was written would only repeat the same fault.
        guard report.faults.isEmpty else { return report }
        do {
            try checkRecords()
        } catch let error as StorageError where error.kind == .other {
            fault(
                .projections, "record_state",
                "A table that is computed from the journal is missing or not in its form: \(error) The journal is not affected; mend the table with: corridor rebuild --data DIR"
            )
        }
        return report
    }

    private mutating func fault(_ part: VerificationReport.Fault.Part, _ table: String, sequence: Int64? = nil, record: String? = nil, _ sentence: String) {
        guard !report.faults.contains(where: { $0.part == part }) else { return }
        report.faults.append(.init(part: part, sequence: sequence, record: record, table: table, sentence: sentence))
    }

    private func organisationRows() throws -> [(number: Int64, row: OrganisationRow)] {
        try connection.all("SELECT number, identifier, name, country, sealed_keys FROM organisation ORDER BY number") { row in
            let organisation = Organisation(number: row.integer(0), identifier: row.text(1), name: row.text(2), country: row.text(3))
            return (organisation.number, OrganisationRow(organisation: organisation, sealedKeys: row.blob(4)))
        }
    }

    private struct OrganisationRow {
        var organisation: Organisation
        var sealedKeys: [UInt8]
    }

    /// The node as an organisation sees it. A row whose keys this node's key does not open, or that hold another identifier, was added by hand.
    private mutating func opened(_ number: Int64, _ row: OrganisationRow) -> Node? {
        if number == node.organisation.number, row.organisation.identifier == node.organisation.identifier { return node }
        guard let keys = try? OrganisationKeys(opening: row.sealedKeys, with: node.nodeKey), keys.organisation == row.organisation.identifier else {
            fault(.signatures, "organisation", "The table organisation has a row that is not of an organisation of this node: it was added.")
            return nil
        }
        return node.seen(by: row.organisation, keys: keys)
    }

    /// The row of the organisation must be as its own keys have signed it.
    private mutating func checkOrganisation() throws {
        let row = try connection.first(
            "SELECT name, country, public_keys, statement FROM organisation WHERE number = ?", [.integer(node.organisation.number)]
        ) { (name: $0.text(0), country: $0.text(1), publicKeys: $0.text(2), statement: $0.blob(3)) }
        guard let row else { return fault(.signatures, "organisation", "The table organisation lacks a row: it was removed.") }
        guard try row.publicKeys == OrganisationRows.publicText(node.keys) else {
            return fault(
                .signatures, "organisation", "The organisation's public keys in the table organisation are not those of its own keys: they were altered.")
        }
        let statement = OrganisationRows.statement(node.organisation.identifier, name: row.name, country: row.country)
        guard node.keys.publicKeys.isValid(signature: row.statement, for: statement) else {
            return fault(
                .signatures, "organisation", "The organisation's name or country in the table organisation is not what its key has signed: it was altered.")
        }
    }

    // MARK: Chain and signatures

    /// Entries where the chain does not pass: before its beginning, or filed under an organisation that this node does not keep.
    private mutating func checkStrayEntries() throws {
        let stray = try connection.first(
            """
            SELECT sequence, record FROM journal_entry WHERE organisation NOT IN (SELECT number FROM organisation) OR sequence < 1
            ORDER BY sequence, organisation LIMIT 1
            """
        ) { (sequence: $0.integer(0), record: $0.text(1)) }
        guard let stray else { return }
        fault(
            .chain, "journal_entry", sequence: stray.sequence, record: stray.record,
            "Entry \(stray.sequence) of the journal stands outside the chain: it was added by hand, or filed under another organisation.")
    }

    private struct EntryRow {
        var sequence: Int64
        var record: String
        var identifier: [UInt8]
        var link: [UInt8]
        var body: [UInt8]
    }

    private mutating func checkChain(isFirst: Bool) throws {
        let number = node.organisation.number
        var signatures = try signatureRows()[...]
        var link = Digest.zero
        var sequence: Int64 = 0
        var lastClock: Timestamp?
        while report.faults.isEmpty {
            let page = try connection.all(
                "SELECT sequence, record, identifier, link, body FROM journal_entry WHERE organisation = ? AND sequence > ? ORDER BY sequence LIMIT 5000",
                [.integer(number), .integer(sequence)]
            ) { EntryRow(sequence: $0.integer(0), record: $0.text(1), identifier: $0.blob(2), link: $0.blob(3), body: $0.blob(4)) }
            guard !page.isEmpty else { break }
            for row in page {
                guard let clock = checkEntry(row, expected: sequence + 1, link: &link) else { return }
                lastClock = max(clock, lastClock ?? clock)
                sequence = row.sequence
                report.entries += 1
                if let signature = signatures.first, signature.sequence <= sequence {
                    checkSignature(signature, sequence: sequence, link: link)
                    signatures = signatures.dropFirst()
                }
                guard report.faults.isEmpty else { return }
            }
            progress(report.entries)
        }
        if isFirst { report.head = link.description }
        try checkEnd(sequence: sequence, link: link, clock: lastClock, remaining: signatures)
    }

    /// Checks one row against the chain and returns the entry's clock; nil after a fault.
    private mutating func checkEntry(_ row: EntryRow, expected: Int64, link: inout Digest) -> Timestamp? {
        let place = "Entry \(row.sequence) of the journal"
        guard row.sequence == expected else {
            fault(
                .chain, "journal_entry", sequence: expected,
                "Entry \(expected) of the journal is missing: after entry \(expected - 1) comes entry \(row.sequence). It was removed from the database.")
            return nil
        }
        let identifier = Entry.identifier(of: row.body)
        let next = Chain.link(previous: link, entry: identifier)
        guard row.identifier == identifier.bytes else {
            fault(
                .chain, "journal_entry", sequence: row.sequence, record: row.record,
                "\(place) was altered: its content does not have the identifier that was written with it.")
            return nil
        }
        guard row.link == next.bytes else {
            fault(
                .chain, "journal_entry", sequence: row.sequence, record: row.record,
                "\(place) does not follow on the one before it: entries were altered, swapped or replaced at this place.")
            return nil
        }
        let entry: Entry
        do {
            entry = try Entry(body: row.body)
        } catch {
            fault(.chain, "journal_entry", sequence: row.sequence, record: row.record, "\(place) is not in the journal's form: \(error).")
            return nil
        }
        guard entry.record == row.record, entry.organisation == node.organisation.identifier else {
            fault(
                .chain, "journal_entry", sequence: row.sequence, record: row.record,
                "\(place) is filed under another record or organisation than it says itself.")
            return nil
        }
        link = next
        if reasonsSealedByOrganisations[entry.organisation] == nil, entry.act == .erase || entry.act == .read, let ground = entry.ground {
            reasonsSealedByOrganisations[entry.organisation] = (ground, entry.clock)
        }
        return entry.clock
    }

    private struct SignatureRow {
        var sequence: Int64
        var generation: UInt32
        var signature: [UInt8]
    }

    private func signatureRows() throws -> [SignatureRow] {
        try connection.all(
            "SELECT sequence, generation, signature FROM journal_signature WHERE organisation = ? ORDER BY sequence", [.integer(node.organisation.number)]
        ) { SignatureRow(sequence: $0.integer(0), generation: UInt32(exactly: $0.integer(1)) ?? 0, signature: $0.blob(2)) }
    }

    private mutating func checkSignature(_ row: SignatureRow, sequence: Int64, link: Digest) {
        guard row.sequence == sequence else {
            fault(.signatures, "journal_signature", sequence: row.sequence, "The signature of entry \(row.sequence) belongs to no entry.")
            return
        }
        let message = Chain.signedMessage(organisation: node.organisation.identifier, sequence: sequence, link: link)
        guard node.keys.publicKeys.isValid(signature: row.signature, for: message, generation: row.generation) else {
            fault(
                .signatures, "journal_signature", sequence: sequence,
                "The signature of the entries up to \(sequence) is not one of this organisation's key (generation \(row.generation)).")
            return
        }
        report.signatures += 1
    }

    private mutating func checkEnd(sequence: Int64, link: Digest, clock: Timestamp?, remaining: ArraySlice<SignatureRow>) throws {
        let head = try connection.first("SELECT sequence, link, clock FROM journal_head WHERE organisation = ?", [.integer(node.organisation.number)]) {
            (sequence: $0.integer(0), link: $0.blob(1), clock: $0.text(2))
        }
        if let signature = remaining.first {
            fault(
                .chain, "journal_entry", sequence: sequence + 1,
                "The journal ends at entry \(sequence), but the entries up to \(signature.sequence) were signed. Entries were removed at its end.")
        } else if let head, head.sequence > sequence {
            fault(
                .chain, "journal_entry", sequence: sequence + 1,
                "The journal ends at entry \(sequence), but \(head.sequence) entries were written. Entries were removed at its end.")
        } else if sequence > 0, head == nil || head?.sequence != sequence || head?.link != link.bytes || head?.clock != clock?.description {
            fault(.chain, "journal_head", sequence: sequence, "The note of where the journal ends does not fit its last entry, \(sequence).")
        } else if sequence == 0, head != nil {
            fault(.chain, "journal_head", "There is a note of where the journal ends, but the journal has no entries.")
        } else if sequence > 0,
            try connection.first("SELECT max(sequence) FROM journal_signature WHERE organisation = ?", [.integer(node.organisation.number)], { $0.integer(0) })
                != sequence
        {
            fault(.signatures, "journal_signature", sequence: sequence, "The last entries of the journal, up to \(sequence), are not signed.")
        }
    }

    // MARK: Records

    /// Folds every record once, and checks its key and its projections.
    private mutating func checkRecords() throws {
        var keyrings = nodes.mapValues { RecordKeyring(connection, organisation: $0.organisation, keys: $0.keys) }
        let first = node
        var comparison = ProjectionComparison(connection: connection, dictionary: node.dictionary)
        try FoldedRecords(connection: connection).forEach { folded in
            report.records += 1
            if report.records.isMultiple(of: 1000) {
                progress(report.entries)
                for number in keyrings.keys { keyrings[number]?.forget() }
            }
            if let member = nodes[folded.organisation], var keyring = keyrings[folded.organisation] {
                node = member
                try checkKey(of: folded, keyring: &keyring)
                keyrings[folded.organisation] = keyring
            }
            note(try comparison.difference(for: folded))
        }
        note(try comparison.differenceAtEnd())
        for (number, member) in nodes.sorted(by: { $0.key < $1.key }) {
            node = member
            if var keyring = keyrings[number] { try checkStrayKeys(&keyring) }
        }
        node = first
        // Facts are computed from the other projections, and would only repeat a fault of theirs.
        if !report.faults.contains(where: { $0.part == .projections }) { note(try comparison.differenceOfFacts()) }
    }

    /// Every record with sealed parts must have a key that opens them, and an erased record must have none.
    private mutating func checkKey(of folded: FoldedRecords.Folded, keyring: inout RecordKeyring) throws {
        guard let state = folded.state, !report.faults.contains(where: { $0.part == .keys }) else { return }
        let record = folded.record
        do {
            let key = try keyring.key(of: record)
            if state.isErased {
                if key != nil { fault(.keys, "record_key", record: record, "Record \(record) was erased, but its key is still there.") }
                return
            }
            guard state.hasSealedPart || folded.sealedEntry != nil else { return }
            guard let key else {
                fault(
                    .keys, "record_key", record: record,
                    "The key of record \(record) is missing although the record was not erased: its sealed values cannot be read.")
                return
            }
            let sealing = AnswerSealing(organisation: node.organisation.identifier, record: record, key: key)
            for (name, field) in state.fields {
                for written in [(field.answer, field.clock)] + field.others.map({ ($0.answer, $0.clock) }) {
                    try sealing.check(written.0, field: name, clock: written.1)
                }
            }
            // Where the state shows nothing sealed, an earlier answer or a reason still needs the key.
            if !state.hasSealedPart, let entry = folded.sealedEntry {
                for (name, answer) in entry.answers { try sealing.check(answer, field: name, clock: entry.clock) }
                if let ground = entry.ground { _ = try sealing.ground(ground, clock: entry.clock) }
            }
        } catch let error as VaultError {
            fault(.keys, "record_key", record: record, "The key of record \(record) does not open what was sealed with it: \(error)")
        }
    }

    /// The organisation's own key seals the reasons of erasures and readings, and what is on its way to partners has keys too; any other key must belong to a record of
    /// the journal.
    private mutating func checkStrayKeys(_ keyring: inout RecordKeyring) throws {
        guard !report.faults.contains(where: { $0.part == .keys }) else { return }
        let identifier = node.organisation.identifier
        let stray = try connection.first(
            """
            SELECT record FROM record_key WHERE (organisation = ? OR organisation NOT IN (SELECT number FROM organisation)) AND record <> ? AND NOT EXISTS
                (SELECT 1 FROM journal_entry WHERE journal_entry.record = record_key.record AND journal_entry.organisation = record_key.organisation)
                AND record NOT IN (SELECT key_record FROM exchange_partner) AND record NOT IN (SELECT mailbox_record FROM exchange_profile)
            ORDER BY record LIMIT 1
            """, [.integer(node.organisation.number), .text(identifier)]
        ) { $0.text(0) }
        if let stray {
            fault(.keys, "record_key", record: stray, "There is a key for record \(stray), which the journal does not have.")
            return
        }
        guard let sample = reasonsSealedByOrganisations[identifier] else { return }
        do {
            guard let key = try keyring.key(of: identifier) else {
                fault(
                    .keys, "record_key", record: identifier,
                    "The key with which the organisation seals reasons is missing: the reasons of erasures and readings cannot be read.")
                return
            }
            _ = try AnswerSealing(organisation: identifier, record: identifier, key: key).ground(sample.ground, clock: sample.clock)
        } catch let error as VaultError {
            fault(.keys, "record_key", record: identifier, "The key with which the organisation seals reasons does not open them: \(error)")
        }
    }

    private mutating func note(_ difference: ProjectionComparison.Difference?) {
        guard let difference else { return }
        fault(
            .projections, difference.table, record: difference.record,
            "\(difference.sentence) The journal is not affected; mend the table with: corridor rebuild --data DIR")
    }
}
