import Storage

/// The records that the steps of a referral write. What they say is what both organisations did: nobody here can make it say something else, whether on a form, by taking
/// an entry back, or by a program. A referral that was only written down, and never went through this program, is a record like any other.
enum ReferralGuard {
    static func isWritten(_ record: String, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM referral WHERE referral = ?", [.text(record)]) { _ in true } ?? false
    }

    /// - Throws: ``ReferralError`` if only the steps of a referral may change the record.
    static func check(_ record: String, kind: String, _ connection: any Connection) throws {
        guard kind == "referral", try isWritten(record, connection) else { return }
        throw ReferralError(.byHand)
    }
}
