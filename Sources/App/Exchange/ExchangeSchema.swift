import Storage

/// The tables of exchange.
enum ExchangeSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
