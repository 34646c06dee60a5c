import Synchronization

/// Which readings of identity were written into the journal a short while ago, so that somebody who goes to and fro between pages leaves one entry an hour and record
/// instead of one a click.
final class ReadingLog: Sendable {
    private static let interval: UInt64 = 60 * 60 * 1000
    private static let limit = 100_000

    private struct Key: Hashable {
        var account: String
        var record: String
    }

    private let latest = Mutex<[Key: UInt64]>([:])

    /// Whether the reading is to be written; if so it counts as written.
    /// - Parameter now: milliseconds since 1970.
    func isDue(_ record: String, by account: String, now: UInt64) -> Bool {
        latest.withLock { latest in
            let key = Key(account: account, record: record)
            if let last = latest[key], now < last + Self.interval { return false }
            // Forgetting only leads to an entry more.
            if latest.count >= Self.limit { latest.removeAll(keepingCapacity: true) }
            latest[key] = now
            return true
        }
    }
}
