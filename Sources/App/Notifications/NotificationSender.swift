import Foundation
import Logging
import Storage

/// Sends what waits, as each person wishes it. One runs in each server; it holds nothing that a restart would lose.
struct NotificationSender: Sendable {
    /// Between two looks at the queue.
    static let rhythm: Duration = .seconds(5)
    private static let batch = 50

    let services: AppServices
    let logger: Logger
    let now: @Sendable () -> UInt64
    let send: @Sendable (MailMessage) async throws(MailError) -> Void

    init(_ services: AppServices, _ settings: MailSettings, logger: Logger, now: @escaping @Sendable () -> UInt64) {
        let client = MailClient(settings: settings)
        self.init(services, logger: logger, now: now) { message throws(MailError) in try await client.send(message) }
    }

    init(
        _ services: AppServices, logger: Logger, now: @escaping @Sendable () -> UInt64, send: @escaping @Sendable (MailMessage) async throws(MailError) -> Void
    ) {
        self.services = services
        self.logger = logger
        self.now = now
        self.send = send
    }

    func run() async {
        while !Task.isCancelled {
            do { try await step() } catch { logger.error("mail", metadata: ["error": "\(type(of: error))"]) }
            try? await Task.sleep(for: Self.rhythm)
        }
    }

    /// Looks at the queue once.
    /// - Returns: how many messages were taken by the mail server.
    @discardableResult
    func step() async throws -> Int {
        guard let database = services.organisations.all.first?.database else { return 0 }
        let moment = now()
        let ready = try await services.work { try prepare(database, moment) }
        var count = 0
        for (waiting, message) in ready {
            do throws(MailError) {
                try await send(message)
                count += 1
                try await note(database) { try $0.sent(waiting, now: moment) }
            } catch {
                switch error {
                case .refused(let code):
                    logger.warning("mail", metadata: ["refused": "\(code)"])
                    try await note(database) { try $0.remove(waiting.account) }
                case .notNow(let reason):
                    logger.warning("mail", metadata: ["waiting": "\(reason)"])
                    try await note(database) { try $0.failed(waiting, now: moment) }
                }
            }
        }
        return count
    }

    private func note(_ database: any Database, _ body: @escaping @Sendable (MailQueue) throws -> Void) async throws(MailError) {
        do { try await services.work { try database.write { try body(MailQueue(connection: $0)) } } } catch { throw .notNow("the database") }
    }

    /// Those whose turn it is, with their messages. Who wants none is taken out of the queue; whose hour has not come waits for it.
    private func prepare(_ database: any Database, _ moment: UInt64) throws -> [(MailQueue.Waiting, MailMessage)] {
        let waiting = try database.read { try MailQueue(connection: $0).due(moment, limit: Self.batch) }
        var ready: [(MailQueue.Waiting, MailMessage)] = []
        for one in waiting {
            let node = services.organisations.all.first { $0.organisation.number == one.organisation }
            let account = try node.flatMap { try services.accounts.account(one.account, in: $0) }
            guard let account, !account.isDisabled, let wishes = account.profile.mail, let message = message(to: wishes.address, account, moment) else {
                try database.write { try MailQueue(connection: $0).remove(one.account) }
                continue
            }
            let next = wishes.next(after: moment, last: one.lastSent, isUrgent: one.isUrgent)
            if next > moment {
                try database.write { try MailQueue(connection: $0).wait(one.account, until: next) }
            } else {
                ready.append((one, message))
            }
        }
        return ready
    }

    /// It says that there is something to see and where to sign in; not what, from whom or about whom.
    private func message(to address: String, _ account: Account, _ moment: UInt64) -> MailMessage? {
        guard let mail = services.settings.mail, let to = MailAddress(address) else { return nil }
        let translator = Translator(catalogue: services.languages, language: account.profile.language ?? "en")
        let text = translator("notifications.mail.text", ["address": .text(services.settings.publicAddress)])
        return MailMessage(
            from: mail.from, to: to.text, subject: translator("notifications.mail.subject"), text: text, date: moment, number: RecordIdentifier.random())
    }
}
