/// Lets each caller do something so often and no oftener: a bucket of tokens that fills steadily. Memory is bounded; what was idle longest is forgotten first.
actor RateLimiter {
    private struct Bucket {
        var tokens: Double
        var updated: UInt64
    }

    private let capacity: Double
    private let perSecond: Double
    private let entryLimit: Int
    private var buckets: [String: Bucket] = [:]

    /// - Parameters:
    ///   - capacity: how many at once.
    ///   - perSecond: how many a second in the long run.
    init(capacity: Int, perSecond: Double, entryLimit: Int = 50_000) {
        self.capacity = Double(capacity)
        self.perSecond = perSecond
        self.entryLimit = entryLimit
    }

    /// Takes one token.
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: nil if there was one, else the seconds until there is.
    func take(_ key: String, now: UInt64) -> Int? {
        if buckets.count >= entryLimit { forgetFull(now) }
        var bucket = buckets[key] ?? Bucket(tokens: capacity, updated: now)
        let elapsed = Double(now > bucket.updated ? now - bucket.updated : 0) / 1000
        bucket.tokens = min(capacity, bucket.tokens + elapsed * perSecond)
        bucket.updated = now
        defer { buckets[key] = bucket }
        guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up))) }
        bucket.tokens -= 1
        return nil
    }

    /// A bucket that is full again says the same as none.
    private func forgetFull(_ now: UInt64) {
        let capacity = capacity
        let perSecond = perSecond
        buckets = buckets.filter { $0.value.tokens + Double(now > $0.value.updated ? now - $0.value.updated : 0) / 1000 * perSecond < capacity }
        if buckets.count >= entryLimit {
            for key in buckets.sorted(by: { $0.value.updated < $1.value.updated }).prefix(entryLimit / 4).map(\.key) { buckets[key] = nil }
        }
    }
}
