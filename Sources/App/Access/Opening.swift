import Dictionary
import Foundation
import Journal
import Storage
import Vault

/// Somebody's request to see the identity in a case, or an opening of it in an emergency, with what was decided. It is a record in the journal.
struct Opening: Sendable {
    static let kind = "opening"

    enum Way: String, Sendable, Hashable, CaseIterable {
        /// A custodian was asked.
        case authorisation
        /// The case was opened at once; the custodian is told.
        case emergency
    }

    enum Decision: String, Sendable, Hashable, CaseIterable {
        case asked, allowed, refused, ended
    }

    /// Hours that a custodian can allow.
    static let hoursOffered = [1, 8, 24, 72, 168]
    /// An emergency opens a case for so long: until colleagues are back at work, also over a night.
    static let emergencyHours = 12
    /// Bytes of a reason.
    static let reasonLimit = 2_000

    /// Whether somebody has said enough, and not too much, of why.
    static func isReason(_ text: String) -> Bool { (10...reasonLimit).contains(text.utf8.count) }

    var record: String
    var caseRecord: String
    var account: String
    var way: Way
    var decision: Decision
    /// Milliseconds since 1970.
    var asked: UInt64
    /// When the decision was taken; milliseconds since 1970.
    var decided: UInt64
    var hours: Int
    /// Whether a custodian has looked at an opening in an emergency.
    var isSeen: Bool
    var decidedBy: String?

    /// When it ends; milliseconds since 1970.
    var end: UInt64 { decided + UInt64(max(0, hours)) * 3_600_000 }

    func isInForce(at now: UInt64) -> Bool { decision == .allowed && now < end }

    /// Whether a custodian has something to do about it.
    func isPending(at now: UInt64) -> Bool { decision == .asked || (way == .emergency && !isSeen) }

    /// From a record's state; nil if it is none of this kind or was taken out.
    init?(_ state: RecordState, record: String) {
        guard state.kind == Self.kind, !state.isRetracted, let caseRecord = CaseFacts.openText(state, "opened-case"),
            let account = CaseFacts.openText(state, "account"), let way = CaseFacts.openText(state, "way").flatMap(Way.init(rawValue:)),
            let decision = CaseFacts.openText(state, "decision").flatMap(Decision.init(rawValue:)), let decided = state.fields["decision"]
        else { return nil }
        self.record = record
        self.caseRecord = caseRecord
        self.account = account
        self.way = way
        self.decision = decision
        asked = state.created.milliseconds
        self.decided = decided.clock.milliseconds
        hours = CaseFacts.openText(state, "hours").flatMap { Int($0) } ?? 0
        isSeen = CaseFacts.openText(state, "seen") == "yes"
        decidedBy = CaseFacts.openText(state, "decided-by")
    }
}

/// Reads and writes openings of one organisation.
struct Openings: Sendable {
    let node: Node

    /// The opening that is in force for an account on a case; of several the one that ends last.
    static func inForce(on caseRecord: String, for account: String, _ node: Node, _ connection: any Connection, now: UInt64) throws -> Opening? {
        try all(of: caseRecord, node, connection).filter { $0.account == account && $0.isInForce(at: now) }.max { $0.end < $1.end }
    }

    private static func all(of caseRecord: String, _ node: Node, _ connection: any Connection) throws -> [Opening] {
        try connection.all(
            """
            SELECT s.record, s.state FROM record_link l JOIN record_state s ON s.record = l.record
            WHERE l.target = ? AND l.field = 'opened-case' AND s.organisation = ? ORDER BY s.record
            """, [.text(caseRecord), .integer(node.organisation.number)]
        ) { Opening(try RecordState(canonicalBytes: $0.blob(1)), record: $0.text(0)) }.compactMap { $0 }
    }

    /// The latest openings, the newest first.
    func latest(limit: Int, _ connection: any Connection) throws -> [Opening] {
        try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'opening' AND retracted = 0 ORDER BY created DESC, record DESC LIMIT ?",
            [.integer(node.organisation.number), .integer(Int64(limit))]
        ) { Opening(try RecordState(canonicalBytes: $0.blob(1)), record: $0.text(0)) }.compactMap { $0 }
    }

    /// So many of the latest openings are looked through for what a custodian has to do.
    private static let scanned = 5_000

    /// What custodians are shown: emergencies that nobody has looked at before all, then what waits for a decision, then the rest, each the newest first. Whoever asks often
    /// pushes no emergency off the page.
    func forCustodians(limit: Int, at now: UInt64, _ connection: any Connection) throws -> [Opening] {
        let all = try latest(limit: Self.scanned, connection)
        let emergencies = all.filter { $0.way == .emergency && $0.isPending(at: now) }
        let asked = all.filter { $0.way != .emergency && $0.isPending(at: now) }
        let rest = all.filter { !$0.isPending(at: now) }
        return emergencies + (asked + rest).prefix(max(0, limit - emergencies.count))
    }

    /// Whether an account waits for an answer about a case: then asking again asks nothing more.
    private func isWaiting(_ account: String, for caseRecord: String, _ connection: any Connection) throws -> Bool {
        try Self.all(of: caseRecord, node, connection).contains { $0.account == account && $0.decision == .asked }
    }

    /// What an account asked for, the newest first.
    func own(of account: String, limit: Int, _ connection: any Connection) throws -> [Opening] {
        try connection.all(
            """
            SELECT s.record, s.state FROM record_link l JOIN record_state s ON s.record = l.record
            WHERE l.target = ? AND l.field = 'account' AND s.organisation = ? ORDER BY s.created DESC, s.record DESC LIMIT ?
            """, [.text(account), .integer(node.organisation.number), .integer(Int64(limit))]
        ) { Opening(try RecordState(canonicalBytes: $0.blob(1)), record: $0.text(0)) }.compactMap { $0 }
    }

    func opening(_ record: String, _ connection: any Connection) throws -> Opening? {
        try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record).flatMap { Opening($0, record: record) }
    }

    /// The words of an opening: why it was asked for, and what the custodian replied. For the custodian and whoever asked.
    func words(of opening: Opening, _ connection: any Connection) throws -> (reason: String?, reply: String?) {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: opening.record) else { return (nil, nil) }
        var gate = Gate(reader: Reader(account: "", clearance: .identity), node: node, connection: connection)
        let view = try gate.view(state, of: opening.record)
        return (view.answer("reason")?.value?.displayText, view.answer("reply")?.value?.displayText)
    }

    /// Asks a custodian, or opens at once.
    /// - Parameter submission: the number of the form, so that sending it twice asks once.
    func ask(_ way: Opening.Way, on caseRecord: String, by account: String, reason: String, submission: String) throws {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "opening\n\(caseRecord)\n\(account)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            guard try way == .emergency || !isWaiting(account, for: caseRecord, transaction.connection) else { return }
            var answers: [String: Answer?] = [
                "opened-case": Answer(try FieldValue(link: caseRecord)), "account": Answer(try FieldValue(link: account)), "way": Answer(.code(way.rawValue)),
                "reason": Answer(try FieldValue(text: reason, limit: Opening.reasonLimit)),
                "decision": Answer(.code((way == .emergency ? Opening.Decision.allowed : .asked).rawValue)),
            ]
            if way == .emergency { answers["hours"] = Answer(.code(String(Opening.emergencyHours))) }
            try transaction.save(RecordChange(record: record, kind: Opening.kind, answers: answers), isGuarded: true)
        }
    }

    /// What a custodian decides. Nobody decides about what they asked for themselves.
    /// - Returns: false if there is nothing to decide, or not for this person.
    func decide(_ record: String, _ decision: Opening.Decision, hours: Int?, reply: String?, by account: String) throws -> Bool {
        try node.change(by: account) { transaction in
            guard let state = try transaction.state(of: record), let opening = Opening(state, record: record), opening.account != account else { return false }
            var answers: [String: Answer?] = ["decided-by": Answer(try FieldValue(link: account)), "seen": Answer(.code("yes"))]
            switch (opening.decision, decision) {
            case (.asked, .allowed):
                answers["decision"] = Answer(.code(Opening.Decision.allowed.rawValue))
                answers["hours"] = Answer(.code(String(hours ?? Opening.hoursOffered[0])))
            case (.asked, .refused), (.allowed, .ended): answers["decision"] = Answer(.code(decision.rawValue))
            // An opening in an emergency has been looked at.
            case (.allowed, .allowed): break
            default: return false
            }
            if let reply { answers["reply"] = Answer(try FieldValue(text: reply, limit: Opening.reasonLimit)) }
            _ = try transaction.save(RecordChange(record: record, kind: Opening.kind, answers: answers), isGuarded: true)
            return true
        }
    }
}
