/// Lets only so many conversions run at once: each takes a core and some hundred megabytes for a second, and the server has others to answer.
actor ConversionQueue {
    private let limit: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(limit: Int = 2) {
        self.limit = limit
    }

    /// - Throws: ``WebError/tooManyRequests(retryAfter:)`` if too many are waiting already.
    func run<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
        try await begin()
        defer { end() }
        return try await work()
    }

    private func begin() async throws(WebError) {
        guard running >= limit else {
            running += 1
            return
        }
        guard waiting.count < 20 else { throw .tooManyRequests(retryAfter: 20) }
        // Whoever ends hands its place over, so the count stays as it is.
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
    }
}
