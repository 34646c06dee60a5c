import Storage

/// The tables of network.
enum NetworkSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
