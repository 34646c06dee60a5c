import Storage

/// The tables of watchlist.
enum WatchlistSchema {
    static let migrations: [Migration] = []

    static let sourceTables: [SourceTable] = []
}
