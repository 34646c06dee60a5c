import Exchange
import Storage
import Vault

/// Fetches what a relay keeps for an organisation of this node.
struct RelayFetching: Sendable {
    private let services: AppServices
    private let client: ExchangeClient
    private static let interval: Int64 = 30_000

    init(_ services: AppServices, _ client: ExchangeClient) {
        self.services = services
        self.client = client
    }

    func run(_ node: Node, _ profile: ExchangeProfile) async {
        var number = profile.fetched
        var trouble: ExchangeError.Kind?
        do {
            let address = try ExchangeAddress(profile.relay, allowsLoopback: services.settings.allowsLoopbackExchange)
            // The relay forgets what is confirmed, so each round confirms what the one before has made durable here.
            for _ in 0..<64 {
                let request = try profile.key.request(relay: profile.relay, after: number, at: Int64(node.now()))
                let answer = try await client.post(request.encoded(), to: address, path: "/exchange/mailboxes/\(profile.mailbox)/fetch")
                guard answer.status == 200 else { throw ExchangeError(answer.status == 422 ? .wrongClock : answer.status == 404 ? .noMailbox : .unreachable) }
                let envelopes = try RelayAnswer.read(answer.body)
                guard let last = envelopes.last?.number else { break }
                for envelope in envelopes {
                    // What does not open is somebody's rubbish: it is forgotten, or it would come again for ever.
                    let taken = try? await services.work { try ExchangeDelivery(node: node).take(envelope.bytes, isDirect: false) }
                    if let taken { _ = try? await services.work { try ExchangeDelivery(node: node).tell(from: taken.partner) } }
                }
                number = last
            }
        } catch let error as ExchangeError {
            trouble = error.kind
        } catch {
            trouble = .unreachable
        }
        let (fetched, found) = (number, trouble)
        try? await services.work {
            _ = try node.database.write { connection in
                try connection.execute(
                    "UPDATE exchange_profile SET fetched = ?, fetch_due = ?, fetch_trouble = ? WHERE organisation = ?",
                    [
                        .integer(fetched), .integer(Int64(node.now()) + Self.interval), .text(found?.rawValue ?? ""), .integer(node.organisation.number),
                    ])
            }
        }
    }
}
