import Exchange
import Storage
import Synchronization
import Vault

/// Carries what waits for partners in the background, and fetches from relays, as long as the server runs.
struct ExchangeWorker: Sendable {
    private let services: AppServices
    private let client: ExchangeClient
    private let underWay = UnderWay()

    /// How often it looks whether something is due, in milliseconds; how often a relay is asked.
    private static let interval = 500
    private static let fetchInterval: Int64 = 30_000
    /// How long what a partner has can be sent again: 90 days, in milliseconds.
    private static let retention: Int64 = 90 * 86_400_000
    /// Envelopes to one partner before others get their turn.
    private static let turn = 16
    /// Partners that are talked to at the same time.
    private static let atOnce = 32

    init(_ services: AppServices) {
        self.services = services
        client = ExchangeClient(trustedCertificates: services.settings.exchangeTrustedCertificates)
    }

    func run() async {
        try? await services.work {
            try publishAddress()
            for node in services.organisations.all { try PartnerEntries.carryOver(node) }
        }
        await withDiscardingTaskGroup { group in
            var rounds = 0
            while !Task.isCancelled {
                // When it starts, and once a day: whichever side was restored from a backup meanwhile, both learn it now.
                if rounds % (86_400_000 / Self.interval) == 0 { try? await services.work { try askAll() } }
                // Once an hour.
                if rounds % (3_600_000 / Self.interval) == 0 { try? await services.work { try emptyOld() } }
                // Every ten minutes somebody may have changed our entries; what has arrived, and who has just begun to follow, does not wait for that.
                let isTurn = rounds % (DirectoryFeedExchange.interval / Self.interval) == 0
                try? await services.work { try exchangeFeeds(isTurn: isTurn) }
                // A key that was replaced on the command line is used at once: partners who know of it take nothing that the old one has signed.
                try? await services.work { try services.organisations.refreshKeys() }
                rounds += 1
                // A failure of the database must not end the exchange: the next round tries again.
                try? await round(&group)
                try? await Task.sleep(for: .milliseconds(Self.interval))
            }
        }
    }

    /// Feeds of the directory that have arrived are taken in, and our own goes to followers if it has changed.
    private func exchangeFeeds(isTurn: Bool) throws {
        for node in services.organisations.all {
            let feeds = DirectoryFeedExchange(node: node)
            guard try isTurn || node.database.read({ try feeds.isSomethingDue($0) }) else { continue }
            try feeds.takeWaiting(by: "exchange")
            try feeds.sendChanged(by: "exchange")
        }
    }

    private func askAll() throws {
        for node in services.organisations.all {
            for partner in try Partners.list(node) where partner.trust.isTrusted { try ExchangeDelivery(node: node).compare(partner.identifier) }
        }
    }

    /// Begins everything that is due now. Each partner and each relay is talked to by itself: one that does not answer holds up nobody else.
    private func round(_ group: inout DiscardingTaskGroup) async throws {
        for node in services.organisations.all {
            for partner in try await services.work({ try Self.due(node) }) {
                begin("\(node.organisation.number) \(partner.identifier)", &group) { await serve(partner, node) }
            }
            for partner in try await services.work({ try Self.waiting(node) }) {
                _ = try? await services.work { try ExchangeDelivery(node: node).tell(from: partner) }
            }
            guard try await services.work({ try node.database.read { try ExchangeProfile.isFetchDue(node, $0) } }) else { continue }
            let profile = try await services.work { try node.database.write { try ExchangeProfile.ensure(node, $0) } }
            begin("\(node.organisation.number)", &group) { await RelayFetching(services, client).run(node, profile) }
        }
    }

    /// Unless it is going on already, or so much is going on that it has to wait for the next round.
    private func begin(_ name: String, _ group: inout DiscardingTaskGroup, _ work: @escaping @Sendable () async -> Void) {
        guard underWay.enter(name, limit: Self.atOnce) else { return }
        group.addTask {
            await work()
            underWay.leave(name)
        }
    }

    /// The names of what is going on.
    private final class UnderWay: Sendable {
        private let names = Mutex<Set<String>>([])

        func enter(_ name: String, limit: Int) -> Bool { names.withLock { $0.count < limit && $0.insert(name).inserted } }
        func leave(_ name: String) { names.withLock { _ = $0.remove(name) } }
    }

    private func emptyOld() throws {
        for node in services.organisations.all {
            for partner in try Partners.list(node) {
                try node.database.write { connection in
                    try DatabaseChannelStore.channel(with: partner, node: node, connection).store
                        .emptyOld(madeBefore: Int64(node.now()) - Self.retention, confirmed: partner.state.acknowledged)
                }
            }
        }
    }

    /// The address of the node, unless somebody has set another.
    private func publishAddress() throws {
        let address = services.settings.publicAddress
        guard (try? ExchangeAddress(address, allowsLoopback: services.settings.allowsLoopbackExchange)) != nil else { return }
        for node in services.organisations.all {
            try node.database.write { connection in
                let profile = try ExchangeProfile.ensure(node, connection)
                if profile.address.isEmpty { try ExchangeProfile.set(address: address, relay: profile.relay, of: node, connection) }
            }
        }
    }

    private static func due(_ node: Node) throws -> [Partner] {
        try node.database.read { connection in
            let due = try connection.all(
                "SELECT partner FROM exchange_partner WHERE (due <= ? OR (due > ? AND due < ?)) AND organisation = ? ORDER BY due LIMIT 50",
                [
                    .integer(Int64(node.now())), .integer(Int64(node.now()) + Partner.longestWait), .integer(Partner.never),
                    .integer(node.organisation.number),
                ]
            ) { $0.text(0) }
            let rows = PartnerRows(connection, organisation: node.organisation)
            return try due.compactMap { try rows.find($0) }
        }
    }

    private static func waiting(_ node: Node) throws -> [String] {
        try node.database.read { connection in
            try connection.all(
                "SELECT DISTINCT partner FROM exchange_incoming WHERE state = 0 AND lacking = 0 AND organisation = ?", [.integer(node.organisation.number)]
            ) { $0.text(0) }
        }
    }

    private func serve(_ partner: Partner, _ node: Node) async {
        let delivery = ExchangeDelivery(node: node)
        do {
            if services.organisations.node(partner.identifier) != nil {
                let nodes = services.organisations.all
                try await services.work {
                    var cursor = Channel<DatabaseChannelStore>.Cursor()
                    _ = try LocalExchange(nodes).carry(from: node, to: partner.identifier, &cursor)
                }
            } else if !partner.address.isEmpty {
                try await talk(partner, node, delivery)
            } else if !partner.relay.isEmpty {
                try await leave(partner, delivery)
            } else {
                throw ExchangeError(.noCarrier)
            }
        } catch let error as ExchangeError {
            try? await services.work { try delivery.failed(partner.identifier, error.kind) }
        } catch {
            try? await services.work { try delivery.failed(partner.identifier, .unreachable) }
        }
    }

    /// Envelope and answer in turn, as long as there is something to tell and it gets on.
    private func talk(_ partner: Partner, _ node: Node, _ delivery: ExchangeDelivery) async throws {
        let address = try ExchangeAddress(partner.address, allowsLoopback: services.settings.allowsLoopbackExchange)
        for _ in 0..<Self.turn {
            let envelope = try await services.work {
                var cursor = Channel<DatabaseChannelStore>.Cursor()
                return try delivery.envelope(for: partner.identifier, after: &cursor)
            }
            guard let envelope else { return try await services.work { try delivery.rest(partner.identifier) } }
            let answer = try await client.post(envelope, to: address, path: "/exchange/mailboxes/\(partner.mailbox)")
            switch answer.status {
            case 200: break
            case 202: return try await services.work { try delivery.handedOver(partner.identifier) }
            case 404, 403: throw ExchangeError(.refused)
            case 413, 429, 507: throw ExchangeError(.mailboxFull)
            default: throw ExchangeError(.unreachable)
            }
            let body = answer.body
            let outcome = try await services.work {
                do { return try delivery.take(body).outcome } catch let error as ExchangeError where [.changedKeys, .olderKeys].contains(error.kind) {
                    throw error
                } catch {
                    throw ExchangeError(.damaged)
                }
            }
            _ = try await services.work { try delivery.tell(from: partner.identifier) }
            guard outcome.isConfirming || outcome.isMended || outcome.new > 0 || outcome.pieces > 0 else {
                // It was taken and nothing was confirmed: it goes again after a while.
                return try await services.work { try delivery.restIfDone(partner.identifier) }
            }
        }
    }

    /// Leaves everything that the partner does not have at their relay.
    private func leave(_ partner: Partner, _ delivery: ExchangeDelivery) async throws {
        let address = try ExchangeAddress(partner.relay, allowsLoopback: services.settings.allowsLoopbackExchange)
        var cursor = Channel<DatabaseChannelStore>.Cursor()
        // A question alone moves no cursor: it goes once.
        var isFirst = true
        for _ in 0..<Self.turn {
            let start = cursor
            let made = try await services.work {
                var cursor = start
                return try delivery.envelope(for: partner.identifier, after: &cursor).map { ($0, cursor) }
            }
            guard let (envelope, next) = made, next != start || isFirst else { break }
            (cursor, isFirst) = (next, false)
            let answer = try await client.post(envelope, to: address, path: "/exchange/mailboxes/\(partner.mailbox)")
            switch answer.status {
            case 200, 202: break
            case 413, 429, 507: throw ExchangeError(.mailboxFull)
            case 404: throw ExchangeError(.partnerNoMailbox)
            default: throw ExchangeError(.unreachable)
            }
        }
        try await services.work { try delivery.handedOver(partner.identifier) }
    }
}
