import Dictionary
import Journal
import Storage
import Vault

/// What a person or an import wants a record to say.
public struct RecordChange: Sendable {
    public var record: String
    public var kind: String
    /// The answers by field name; nil clears the field. Fields that are not named stay as they are.
    public var answers: [String: Answer?]

    public init(record: String, kind: String, answers: [String: Answer?]) {
        self.record = record
        self.kind = kind
        self.answers = answers
    }
}

/// Changes to records within one transaction: entries in the journal, the projections in step with them, one signature at the end.
final class RecordTransaction {
    let connection: any Connection
    let node: Node
    let author: String
    private let now: @Sendable () -> UInt64
    private var journal: JournalWriter
    private var keyring: RecordKeyring
    private var projections: Projections

    init(_ connection: any Connection, node: Node, author: String) throws {
        self.connection = connection
        self.node = node
        self.author = author
        now = node.now
        journal = try JournalWriter(connection, organisation: node.organisation, keys: node.keys, device: node.configuration.device)
        keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        projections = Projections(connection, dictionary: node.dictionary, terms: node.terms, organisation: node.organisation.number)
    }

    func state(of record: String) throws -> RecordState? {
        try projections.state(of: record)
    }

    /// Appends an entry with those answers that differ from what the record says.
    /// - Parameter seen: the record's latest entries that the author had seen, if those are not what it says now.
    /// - Parameter isGuarded: whether the gate itself saves; records of ``GuardedKinds`` take changes from it only, referrals (``ReferralGuard``) from their steps, and
    ///   whose entry of the directory it is (``PartnerEntries``) from those who may say so, and where a party stands with the list (``Listing``) from the ledger's page.
    /// - Returns: nil if nothing differs, so that saving twice adds nothing.
    @discardableResult
    func save(
        _ change: RecordChange, act: Entry.Act? = nil, ground: String? = nil, batch: String? = nil, seen: [Digest]? = nil, isGuarded: Bool = false
    ) throws -> Digest? {
        guard isGuarded || !GuardedKinds.all.contains(change.kind) else {
            throw AppError("Records of the kind «\(change.kind)» need the decision of a second person or of the gate and cannot be written from outside.")
        }
        let before = try state(of: change.record)
        if let before { try check(before, accepts: change) }
        if !isGuarded, before != nil { try ReferralGuard.check(change.record, kind: change.kind, connection) }
        if !isGuarded { try ReferralGuard.checkUse(change, before: before, connection) }
        // Taking an entry of the journal back gives only what was said there before.
        if !isGuarded, act != .undo { try PartnerEntries.check(change) }
        try NoticeRules.check(change, before: before, self)
        try Listing.check(change, act: act, isGuarded: isGuarded, before: before, self)
        let clock = journal.tick(now: now())
        var answers = try altered(change.answers, by: change, before, clock)
        let day = batch == nil ? node.clock.day(of: (before?.created ?? clock).milliseconds) : nil
        let following = DerivedFacts.following(change, written: Set(answers.keys), on: day, in: node.dictionary)
        answers.merge(try altered(following, by: change, before, clock)) { own, _ in own }
        if before?.isRetracted == true { answers[Mark.retracted] = .cleared }
        guard before == nil || !answers.isEmpty else { return nil }
        return try append(
            record: change.record, kind: change.kind, act: act ?? (before == nil ? .create : .change), clock: clock, before: before, answers: answers,
            ground: ground,
            batch: batch, seen: seen)
    }

    /// Takes the record out of lists and statistics, or back in.
    func setRetracted(_ retracted: Bool, record: String, ground: String, batch: String? = nil) throws {
        guard let before = try state(of: record), before.isRetracted != retracted else { return }
        try ReferralGuard.check(record, kind: before.kind, connection)
        if !retracted, try ReferralGuard.isSealed(record, connection) { throw ReferralError(.withdrawn) }
        try append(
            record: record, kind: before.kind, act: retracted ? .retract : .restore, clock: journal.tick(now: now()), before: before,
            answers: [Mark.retracted: retracted ? .mark : .cleared], ground: ground, batch: batch)
    }

    /// Marks the record as erased and destroys its key. The ground is sealed with the organisation's own record key, since the record's is gone.
    func erase(record: String, ground: String) throws {
        guard let before = try state(of: record), !before.isErased else { return }
        let clock = journal.tick(now: now())
        let sealed = try sealedByOrganisation(ground, clock: clock)
        try keyring.destroyKey(of: record)
        if ["document", "sighting"].contains(before.kind) { try DocumentStore(node: node).removeFiles(of: record, connection) }
        try Outbox.removeContent(about: record, node: node, connection)
        // What was due in it goes with it, and not only when that is computed again.
        try connection.execute("DELETE FROM due_subject WHERE subject = ?", [.text(record)])
        try LinkageEnding.erased(record, self)
        let suggestions = SuggestionRows(connection: connection, organisation: node.organisation.number)
        if before.kind == "notice" { try suggestions.remove(notice: record) } else { try suggestions.remove(other: record) }
        try DuplicateRows(connection: connection, organisation: node.organisation.number).remove(record)
        try append(
            record: record, kind: before.kind, act: .erase, clock: clock, before: before, answers: [Mark.erased: .mark], sealedGround: sealed, batch: nil)
    }

    /// Writes down that identity was seen.
    func logReading(of record: String, kind: String, ground: String?) throws {
        let clock = journal.tick(now: now())
        let sealed = try ground.map { try sealedByOrganisation($0, clock: clock) }
        try append(record: record, kind: kind, act: .read, clock: clock, before: nil, answers: [:], sealedGround: sealed, batch: nil)
    }

    /// To be called once, at the end: facts and signature.
    func finish() throws -> Set<Int64> {
        try projections.finish()
        try journal.finish()
        return projections.freshTerms
    }

    /// What opens the record's sealed answers; nil if it has no key.
    func sealing(of record: String) throws -> AnswerSealing? {
        try keyring.key(of: record).map { AnswerSealing(organisation: node.organisation.identifier, record: record, key: $0) }
    }

    /// The key of a record, made if it has none.
    func key(of record: String) throws -> RecordKey { try existingOrNewKey(of: record) }

    // MARK: Steps

    /// Those of the answers that differ from what the record says, as they are kept.
    private func altered(
        _ given: [String: Answer?], by change: RecordChange, _ before: RecordState?, _ clock: Timestamp
    ) throws -> [String: StoredAnswer] {
        var answers: [String: StoredAnswer] = [:]
        for (name, answer) in given {
            guard let field = node.dictionary.field(change.kind, name) else {
                throw AppError(
                    "The record kind «\(change.kind)» has no field «\(name)». The command `corridor dictionary show \(change.kind)` lists its fields.")
            }
            if let present = before?.fields[name], present.others.isEmpty, try isSame(present, answer, field, record: change.record) { continue }
            if before?.fields[name] == nil && answer == nil { continue }
            answers[name] = try stored(answer, field, record: change.record, clock: clock)
        }
        return answers
    }

    private func check(_ state: RecordState, accepts change: RecordChange) throws {
        guard !state.isErased else {
            throw AppError("The record \(change.record) was erased. Nothing can be added to it; make a new record.")
        }
        guard state.kind == change.kind else {
            throw AppError("The record \(change.record) is a \(state.kind), not a \(change.kind).")
        }
    }

    private func isSame(_ present: FieldState, _ answer: Answer?, _ field: Field, record: String) throws -> Bool {
        guard let answer else { return present.answer == .cleared }
        if !present.answer.hasSealedPart && !AnswerSealing.needsKey(answer, sensitivity: field.sensitivity) {
            return present.answer == AnswerSealing.stored(open: answer)
        }
        guard let key = try keyring.key(of: record) else { return false }
        let sealing = AnswerSealing(organisation: node.organisation.identifier, record: record, key: key)
        return try sealing.answer(present.answer, field: field.name, type: field.type, multiple: field.multiple, clock: present.clock) == answer
    }

    private func stored(_ answer: Answer?, _ field: Field, record: String, clock: Timestamp) throws -> StoredAnswer {
        guard let answer else { return .cleared }
        guard AnswerSealing.needsKey(answer, sensitivity: field.sensitivity) else { return AnswerSealing.stored(open: answer) }
        let sealing = AnswerSealing(organisation: node.organisation.identifier, record: record, key: try existingOrNewKey(of: record))
        return try sealing.stored(answer, field: field.name, sensitivity: field.sensitivity, clock: clock)
    }

    /// A ground that outlives the record's key: sealed as if it were a ground of the organisation's own record.
    private func sealedByOrganisation(_ ground: String, clock: Timestamp) throws -> [UInt8] {
        let identifier = node.organisation.identifier
        return try AnswerSealing(organisation: identifier, record: identifier, key: existingOrNewKey(of: identifier)).sealedGround(ground, clock: clock)
    }

    func existingOrNewKey(of record: String) throws -> RecordKey {
        try keyring.key(of: record) ?? keyring.makeKey(of: record)
    }

    @discardableResult
    private func append(
        record: String, kind: String, act: Entry.Act, clock: Timestamp, before: RecordState?, answers: [String: StoredAnswer], ground: String?, batch: String?,
        seen: [Digest]? = nil
    ) throws -> Digest {
        let sealed = try ground.map { ground in
            // An erased record must never get a key again.
            guard before?.isErased != true else { return try sealedByOrganisation(ground, clock: clock) }
            return try AnswerSealing(organisation: node.organisation.identifier, record: record, key: existingOrNewKey(of: record)).sealedGround(
                ground, clock: clock)
        }
        return try append(record: record, kind: kind, act: act, clock: clock, before: before, answers: answers, sealedGround: sealed, batch: batch, seen: seen)
    }

    @discardableResult
    private func append(
        record: String, kind: String, act: Entry.Act, clock: Timestamp, before: RecordState?, answers: [String: StoredAnswer], sealedGround: [UInt8]?,
        batch: String?,
        seen: [Digest]? = nil
    ) throws -> Digest {
        let entry = Entry(
            organisation: node.organisation.identifier, record: record, kind: kind, act: act, author: author, clock: clock, base: seen ?? before?.heads ?? [],
            dictionary: node.dictionary.version, batch: batch, ground: sealedGround, answers: answers)
        let identifier = try journal.append(entry)
        if act != .read, let state = try newState(before, entry, identifier) {
            try projections.write(state, of: record, organisation: node.organisation.number, before: before)
        }
        return identifier
    }

    private func newState(_ before: RecordState?, _ entry: Entry, _ identifier: Digest) throws -> RecordState? {
        guard let before else { return RecordState(first: entry, identifier: identifier) }
        if let state = before.applying(entry, identifier: identifier) { return state }
        var fold = Fold()
        for earlier in try RecordRows(connection: connection, organisation: node.organisation.number).entries(of: entry.record) {
            fold.insert(earlier.entry, identifier: earlier.identifier)
        }
        fold.insert(entry, identifier: identifier)
        return fold.state()
    }
}
