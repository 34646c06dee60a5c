import Logging
import NIOPosix
import Synchronization

/// What the server does besides answering: it begins once connections are taken, and has ended before the database is closed.
final class BackgroundWork: Sendable {
    private let pipeline: WebPipeline
    private let settings: ServerSettings
    private let logger: Logger
    /// Reading many cases takes seconds; the threads that work for requests stay free for them.
    private let preparing = NIOThreadPool(numberOfThreads: 1)
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(_ pipeline: WebPipeline, _ settings: ServerSettings, _ logger: Logger) {
        self.pipeline = pipeline
        self.settings = settings
        self.logger = logger
    }

    private var services: AppServices { pipeline.services }

    /// Begins all of it. To be called once.
    func start() {
        let (services, logger) = (services, logger)
        let preparing = preparing
        preparing.start()
        // Lists and what is due are read before somebody asks. A fault is met again, and told, by whoever asks.
        add {
            try? await preparing.runIfActive { try services.lists.prepare(services.organisations) }
            try? await preparing.runIfActive { try services.due.prepare() }
            try? await preparing.runIfActive { try services.ties.prepare(services.organisations) }
            try? await preparing.runIfActive { try services.claims.prepare(services.organisations) }
        }
        add {
            while !Task.isCancelled {
                try? await preparing.runIfActive { try services.tracing.prepare(services.organisations, services.search) }
                // A caseload of pairs takes minutes: in pieces, so that tracing does not wait for it, and with a pause for whoever asks meanwhile.
                let isMore = try? await preparing.runIfActive { try services.duplicates.prepare(services.organisations, services.search) }
                try? await Task.sleep(for: isMore == true ? .milliseconds(50) : .seconds(2))
            }
        }
        if let mail = settings.mail {
            let sender = NotificationSender(services, mail, logger: logger, now: pipeline.now)
            add { await sender.run() }
        }
        add { await ExchangeWorker(services).run() }
        add { await Self.keepDeadlines(services, logger) }
        add { await LinkageKeeping(services, logger).run() }
        services.search.start()
    }

    /// Ends all of it, and waits until it has.
    func end() async {
        services.due.end()
        services.tracing.end()
        services.duplicates.end()
        let running = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
        try? await preparing.shutdownGracefully()
        services.search.end()
    }

    private func add(_ work: @escaping @Sendable () async -> Void) {
        tasks.withLock { $0.append(Task { await work() }) }
    }

    /// Reminds partners of referrals, and asks the next when a deadline has passed: looked at every half minute, the shortest deadline being an hour.
    private static func keepDeadlines(_ services: AppServices, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await services.work { for node in services.organisations.all { try ReferralClockwork(node: node).run() } }
            } catch {
                logger.error("The deadlines of referrals were not looked at: \(error)")
            }
            try? await Task.sleep(for: .seconds(30))
        }
    }
}
