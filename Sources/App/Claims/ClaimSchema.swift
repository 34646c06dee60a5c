import Storage

/// The tables of claims.
enum ClaimSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
