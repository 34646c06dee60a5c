import Storage

/// The tables of directory.
enum DirectorySchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
