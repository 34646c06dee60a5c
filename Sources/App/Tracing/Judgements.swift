import Dictionary
import Journal
import Storage
import Vault

/// What a person decided on two records. Nothing is merged: a judgement is an entry beside them, and can be taken back.
struct Judgement: Sendable, Hashable {
    /// Codes of the list `verdict`.
    enum Verdict: String, Sendable, Hashable, CaseIterable {
        case same
        case notSame = "not-same"
        case cannotSay = "cannot-say"
    }

    var record: String
    var first: String
    var second: String
    var verdict: Verdict
    /// Of the evidence when it was decided, in bits.
    var weight: Double?
}

/// Reads and writes judgements: of persons, of notices and sightings, and of employers and recruiters.
struct Judgements: Sendable {
    let node: Node

    /// The judgement that holds on two records, whichever was named first.
    func latest(_ one: String, _ other: String, _ connection: any Connection) throws -> Judgement? {
        try judgements(of: one, connection).last { [$0.first, $0.second].contains(other) }
    }

    /// Those that hold and name a record, the earliest first.
    func judgements(of record: String, _ connection: any Connection) throws -> [Judgement] {
        let linked = try RecordRows(connection: connection, organisation: node.organisation.number).linking(to: record)
        return linked.compactMap { item in
            guard item.row.state.kind == "judgement", !item.row.state.isRetracted, !item.row.state.isErased else { return nil }
            return Self.judgement(item.row.record, item.row.state)
        }
    }

    static func judgement(_ record: String, _ state: RecordState) -> Judgement? {
        guard let first = CaseFacts.openText(state, "first"), let second = CaseFacts.openText(state, "second"),
            let verdict = CaseFacts.openText(state, "verdict").flatMap({ Judgement.Verdict(rawValue: $0) })
        else { return nil }
        return Judgement(record: record, first: first, second: second, verdict: verdict)
    }

    /// Records what somebody decided. Two records have one judgement, which later ones change: what was thought before stays in its history.
    ///
    /// Whether they may see both records is asked before.
    /// - Returns: the judgement's record.
    @discardableResult
    func decide(
        _ verdict: Judgement.Verdict, on first: String, _ second: String, kind: String, weight: Double?, reason: String?, by account: String
    ) throws -> String {
        let known = try node.database.read { try latest(first, second, $0)?.record }
        let record = known ?? RecordIdentifier.text(node.keys.recordIdentifier(for: "judgement\n" + [first, second].sorted().joined(separator: "\n")))
        try node.change(by: account) { transaction in
            var answers: [String: Answer?] = [
                "first": Answer(try FieldValue(link: first)), "second": Answer(try FieldValue(link: second)), "verdict": Answer(.code(verdict.rawValue)),
            ]
            if let weight { answers["weight"] = Answer(.text("\((weight * 10).rounded() / 10)")) }
            // Another verdict without a reason does not keep the reason of the one before.
            answers["reason"] = .some(try reason.map { Answer(try FieldValue(text: $0, limit: NormalText.narrativeLimit)) })
            try transaction.save(RecordChange(record: record, kind: "judgement", answers: answers))
            guard kind == "sighting" else { return }
            let answer: Answer? = verdict == .same ? Answer(try FieldValue(link: first)) : nil
            // A sighting says to which notice it belongs only while somebody holds that it does.
            let present = try transaction.state(of: second).flatMap { CaseFacts.openText($0, "notice") }
            if verdict == .same || present == first { try transaction.save(RecordChange(record: second, kind: "sighting", answers: ["notice": answer])) }
        }
        return record
    }

    /// Takes a judgement back: the two records are again as if nobody had decided.
    func takeBack(_ record: String, reason: String, by account: String) throws {
        try node.change(by: account) { transaction in
            guard let state = try transaction.state(of: record), let judgement = Self.judgement(record, state), !state.isRetracted else { return }
            try transaction.setRetracted(true, record: record, ground: reason)
            if let other = try transaction.state(of: judgement.second), other.kind == "sighting", CaseFacts.openText(other, "notice") == judgement.first {
                try transaction.save(RecordChange(record: judgement.second, kind: "sighting", answers: ["notice": nil]), ground: reason)
            }
        }
    }

    /// What the weights of evidence have led to so far, for learning: the latest decisions.
    /// - Parameters:
    ///   - first: kinds of the first record.
    ///   - second: kinds of the second record.
    func decisions(
        of first: Set<String>, with second: Set<String>, limit: Int = 2_000, _ connection: any Connection
    ) throws -> [TraceThreshold.Decision] {
        let states = try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'judgement' AND retracted = 0 ORDER BY created DESC, record DESC LIMIT ?",
            [.integer(node.organisation.number), .integer(Int64(limit))]
        ) { (record: $0.text(0), state: try RecordState(canonicalBytes: $0.blob(1))) }
        var gate = Gate(reader: Reader(account: "tracing", clearance: .sensitive), node: node, connection: connection)
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        return try states.compactMap { item in
            guard let judgement = Self.judgement(item.record, item.state), judgement.verdict != .cannotSay,
                let kind = try rows.state(of: judgement.first)?.kind, first.contains(kind),
                let other = try rows.state(of: judgement.second)?.kind, second.contains(other),
                let weight = try gate.answer("weight", item.state, of: item.record)?.value.flatMap({ Double($0.displayText) })
            else { return nil }
            return TraceThreshold.Decision(weight: weight, isSame: judgement.verdict == .same)
        }
    }
}
