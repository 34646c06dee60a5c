import Storage

/// The tables of referrals.
enum ReferralSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
