import Storage

/// The tables of tracing.
enum TracingSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
