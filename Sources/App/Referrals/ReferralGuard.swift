import Dictionary
import Journal
import Storage

/// The records that the steps of a referral write. What they say is what both organisations did: nobody here can make it say something else, whether on a form, by taking
/// an entry back, or by a program. A referral that was only written down, and never went through this program, is a record like any other.
enum ReferralGuard {
    static func isWritten(_ record: String, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM referral WHERE referral = ?", [.text(record)]) { _ in true } ?? false
    }

    /// Whether a record was taken back by the sender of a referral: a case that was here only because of it, or a record that came with it. It is kept for what was
    /// written here and for the log, and nobody uses it any more.
    static func isSealed(_ record: String, _ connection: any Connection) throws -> Bool {
        let state = try connection.first("SELECT state FROM record_state WHERE record = ? AND retracted = 1", [.text(record)]) {
            try RecordState(canonicalBytes: $0.blob(0))
        }
        guard let state else { return false }
        if state.kind == "case" { return CaseFacts.openText(state, "closing-reason") == ReferralSealing.closingReason }
        return try connection.first(
            """
            SELECT 1 FROM referral_record t JOIN referral r ON r.referral = t.referral
            WHERE t.record = ? AND t.side = 'sender' AND r.direction = 'incoming' AND r.state = 'withdrawn'
            """, [.text(record)]
        ) { _ in true } ?? false
    }

    /// - Throws: ``ReferralError`` if what was taken back would be used again: changed, brought back into lists, or added to.
    static func checkUse(_ change: RecordChange, before: RecordState?, _ connection: any Connection) throws {
        if let before {
            guard before.isRetracted, try isSealed(change.record, connection) else { return }
            throw ReferralError(.withdrawn)
        }
        for name in ["case", "to"] {
            guard let value = change.answers[name]??.value else { continue }
            for element in value.elements where try isSealed(element.displayText, connection) { throw ReferralError(.withdrawn) }
        }
    }

    /// - Throws: ``ReferralError`` if only the steps of a referral may change the record.
    static func check(_ record: String, kind: String, _ connection: any Connection) throws {
        guard kind == "referral", try isWritten(record, connection) else { return }
        throw ReferralError(.byHand)
    }
}
