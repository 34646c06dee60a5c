import Storage

/// The tables of policy.
enum PolicySchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
