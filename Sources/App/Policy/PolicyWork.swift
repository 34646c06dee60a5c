import Dictionary
import Entitlements
import Formats
import Journal
import Storage
import Vault

/// A change to the register as somebody proposed it.
struct ProposedChange: Sendable {
    var record: String
    /// Identifier of the entry in the register.
    var entry: String
    var change: RegisterChange
    var reason: String
    var proposer: String
    var state: ProposalState
    var decidedBy: String?
    var remark: String?
    /// When it was decided, or proposed while it waits, in milliseconds since 1970.
    var moment: UInt64
}

/// The steps of keeping the register, each one transaction under the name of whoever takes it.
struct PolicyWork: Sendable {
    let node: Node
    let account: String

    // MARK: Proposing

    /// Keeps a proposal if it could be made as the register is now. The same submission makes one.
    /// - Throws: ``RegisterError`` if it could not be made.
    func propose(_ change: RegisterChange, to entry: String, reason: String, submission: String) throws -> String {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "policy change\n\(account)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            var reading = PolicyReading(node, reader: .keyHolder, transaction.connection)
            _ = try Instrument.applying(change, to: try reading.register()[entry]?.instrument)
            let content = String(decoding: PolicyContent.json(change).canonicalBytes(), as: UTF8.self)
            try transaction.save(
                RecordChange(
                    record: record, kind: PolicyKinds.change,
                    answers: [
                        "entry": Answer(try FieldValue(text: entry)), "kind": Answer(.code(change.kind.rawValue)),
                        "content": Answer(try FieldValue(text: content, limit: NormalText.narrativeLimit)),
                        "reason": reason.isEmpty ? nil : Answer(try FieldValue(text: reason, limit: NormalText.narrativeLimit)),
                        "proposed-by": Answer(try FieldValue(link: account)), "decision": Answer(.code(ProposalState.waiting.rawValue)),
                    ]), isGuarded: true)
        }
        return record
    }

    /// A new identifier for an entry or a version of this organisation.
    func newIdentifier(_ what: String, submission: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "policy \(what)\n\(account)\n\(submission)"))
    }

    // MARK: Deciding

    /// Approves, refuses or takes back. An approved change is made in the same transaction, or nothing happens.
    /// - Throws: ``ProposalState/Refusal`` if this person may not, ``RegisterError`` if the register has changed so that it can no longer be made.
    func decide(_ act: ProposalState.Act, on record: String, remark: String) throws {
        try node.change(by: account) { transaction in
            guard let state = try transaction.state(of: record), state.kind == PolicyKinds.change, !state.isRetracted else { throw WebError.notFound }
            var reading = PolicyReading(node, reader: .keyHolder, transaction.connection)
            guard let proposed = try reading.change(record) else { throw WebError.notFound }
            let next = try proposed.state.after(act, by: account, proposer: proposed.proposer)
            if next == .approved { try make(proposed.change, of: proposed.entry, &reading, transaction) }
            try transaction.save(
                RecordChange(
                    record: record, kind: PolicyKinds.change,
                    answers: [
                        "decision": Answer(.code(next.rawValue)), "decided-by": Answer(try FieldValue(link: account)),
                        "remark": remark.isEmpty ? nil : Answer(try FieldValue(text: remark, limit: NormalText.narrativeLimit)),
                    ]), isGuarded: true)
            if proposed.proposer != account { try Notifications.announce(to: proposed.proposer, in: transaction) }
        }
    }

    private func make(_ change: RegisterChange, of identifier: String, _ reading: inout PolicyReading, _ transaction: RecordTransaction) throws {
        let before = try reading.register()[identifier]
        let after = try Instrument.applying(change, to: before?.instrument)
        try PolicyWriting(transaction).write(after, over: before)
        for follower in try PolicyFollowing(node: node, connection: transaction.connection).followers(of: after) where follower != account {
            try Notifications.announce(to: follower, in: transaction)
        }
    }

    // MARK: Review

    /// Names who looks at an entry again, and by when.
    func setReview(of entry: PolicyEntry, reviewer: String?, by day: CalendarDay?) throws {
        try node.change(by: account) { transaction in
            let record = try PolicyWriting(transaction).record(of: entry)
            try transaction.save(
                RecordChange(
                    record: record, kind: PolicyKinds.entry,
                    answers: [
                        "reviewer": try reviewer.map { Answer(try FieldValue(link: $0)) }, "review-by": day.map { Answer(.date(PartialDate($0))) },
                    ]), isGuarded: true)
            if let reviewer, reviewer != account { try Notifications.announce(to: reviewer, in: transaction) }
        }
    }

    /// Says that it was looked at and is still right.
    func review(_ entry: PolicyEntry, on today: CalendarDay, next: CalendarDay?) throws {
        try node.change(by: account) { transaction in
            let record = try PolicyWriting(transaction).record(of: entry)
            try transaction.save(
                RecordChange(
                    record: record, kind: PolicyKinds.entry,
                    answers: ["reviewed-on": Answer(.date(PartialDate(today))), "review-by": next.map { Answer(.date(PartialDate($0))) }]), isGuarded: true)
        }
    }
}

/// Writes entries into the records of the journal: only what differs from what is there.
struct PolicyWriting {
    let transaction: RecordTransaction

    init(_ transaction: RecordTransaction) { self.transaction = transaction }

    /// The organisation's record of an entry; made if the entry is only the program's so far.
    func record(of entry: PolicyEntry) throws -> String {
        if let record = entry.record { return record }
        let record = identifier("entry", entry.instrument.identifier)
        try save(record, PolicyKinds.entry, ["identifier": Answer(try FieldValue(text: entry.instrument.identifier))])
        return record
    }

    /// - Parameter over: the entry as it was; nil if it is new.
    func write(_ entry: Instrument, over before: PolicyEntry?, owner: String? = nil, source: String? = nil) throws {
        let record = try before.map { try self.record(of: $0) } ?? newRecord(entry, owner)
        var answers = try description(entry, over: before?.instrument)
        if before == nil, entry.identifier != record, owner == nil { answers["identifier"] = Answer(try FieldValue(text: entry.identifier)) }
        if let owner { answers["feed-owner"] = Answer(try FieldValue(text: owner)) }
        if let source { answers["source"] = Answer(try FieldValue(text: source)) }
        try save(record, PolicyKinds.entry, answers)
        for version in entry.versions where before?.instrument.versions.first(where: { $0.identifier == version.identifier }) != version {
            try write(
                version, of: record, before?.versionRecords[version.identifier], before?.instrument.versions.first { $0.identifier == version.identifier })
        }
        for old in before?.instrument.versions ?? [] where !entry.versions.contains(where: { $0.identifier == old.identifier }) {
            let versionRecord = before?.versionRecords[old.identifier] ?? identifier("version\n\(record)", old.identifier)
            try save(
                versionRecord, PolicyKinds.version,
                [
                    "instrument": Answer(try FieldValue(link: record)), "identifier": Answer(try FieldValue(text: old.identifier)),
                    "withdrawn": Answer(.code("yes")),
                ])
        }
    }

    /// The record in which an entry of another organisation's feed is kept.
    static func record(ofFeed owner: String, _ identifier: String, _ node: Node) -> String { self.identifier("feed\n\(owner)", identifier, node) }

    private func newRecord(_ entry: Instrument, _ owner: String?) -> String {
        if let owner { return Self.record(ofFeed: owner, entry.identifier, transaction.node) }
        // Identifiers of entries that were made here are those of their records.
        return RecordIdentifier.read(entry.identifier) == entry.identifier ? entry.identifier : identifier("entry", entry.identifier)
    }

    private func description(_ entry: Instrument, over before: Instrument?) throws -> [String: Answer?] {
        var answers: [String: Answer?] = [:]
        if entry.title != before?.title { answers["title"] = Answer(try FieldValue(text: entry.title)) }
        if entry.kind != before?.kind { answers["kind"] = Answer(.code(entry.kind.rawValue)) }
        if entry.treaty != before?.treaty, !entry.treaty.isEmpty { answers["treaty"] = Answer(try FieldValue(text: entry.treaty)) }
        let lists = [
            ("countries", entry.countries, before?.countries), ("corridors-from", entry.origins, before?.origins),
            ("corridors-to", entry.destinations, before?.destinations), ("sectors", entry.sectors, before?.sectors),
        ]
        for (field, codes, old) in lists where codes != old {
            answers[field] = .some(codes.isEmpty ? nil : Answer(try FieldValue(codes: codes)))
        }
        return answers
    }

    private func write(_ version: InstrumentVersion, of entry: String, _ known: String?, _ before: InstrumentVersion?) throws {
        let record = known ?? identifier("version\n\(entry)", version.identifier)
        func text(_ text: String) throws -> Answer? { text.isEmpty ? nil : Answer(try FieldValue(text: text, limit: NormalText.narrativeLimit)) }
        func date(_ date: KnownDate?) throws -> Answer? { try date.map { Answer(.date(try PartialDate(edtf: $0.description))) } }
        var answers: [String: Answer?] = [
            "instrument": Answer(try FieldValue(link: entry)), "identifier": Answer(try FieldValue(text: version.identifier)),
            "from": try date(version.from), "until": try date(version.until), "standing": Answer(.code(version.standing.rawValue)),
            "summary": try text(version.summary), "language": Answer(try FieldValue(text: version.language)),
            "confidence": Answer(.code(version.confidence.rawValue)),
            "remark": try text(version.note), "as-of": try date(version.asOf), "withdrawn": nil,
        ]
        answers["sources"] = .some(version.sources.isEmpty ? nil : Answer(.list(try version.sources.map { try FieldValue(text: $0) })))
        try save(record, PolicyKinds.version, answers)
        for (language, translation) in version.translations.sorted(by: { $0.key < $1.key }) where before?.translations[language] != translation {
            try save(
                identifier("translation\n\(record)", language), PolicyKinds.translation,
                [
                    "version": Answer(try FieldValue(link: record)), "language": Answer(try FieldValue(text: language)), "text": try text(translation.text),
                    "original": try text(translation.original),
                ])
        }
    }

    private func identifier(_ what: String, _ name: String) -> String { Self.identifier(what, name, transaction.node) }

    private static func identifier(_ what: String, _ name: String, _ node: Node) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "policy \(what)\n\(name)"))
    }

    private func save(_ record: String, _ kind: String, _ answers: [String: Answer?]) throws {
        _ = try transaction.save(RecordChange(record: record, kind: kind, answers: answers), isGuarded: true)
    }
}
