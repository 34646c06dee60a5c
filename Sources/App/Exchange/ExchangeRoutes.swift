import Exchange
import Foundation
import HTTPTypes
import Storage
import Vault

/// Envelopes between organisations: partners, keys, delivery.
enum ExchangeRoutes {
    static var all: [Route] {
        [
            envelopeRoute("/exchange/mailboxes/{mailbox}", limit: ExchangeLimits.envelope, takeEnvelope).admitted(by: isNobodys),
            envelopeRoute("/exchange/mailboxes/{mailbox}/fetch", limit: 4096, fetch),
        ] + CarryingRoutes.all + PartnerRoutes.all
    }

    private static func envelopeRoute(
        _ pattern: String, limit: Int, _ handler: @escaping @Sendable (WebRequest, AppServices) async throws -> WebResponse
    ) -> Route {
        Route(method: .post, pattern: pattern, access: .envelope, input: .bytes(limit: limit), handler: handler)
    }

    /// Nothing is read of what is for a mailbox that is not here: two megabytes of anything are not to be had for asking.
    private static func isNobodys(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse? {
        let (mailbox, isRelay) = (try request.parameter("mailbox"), services.settings.relayMailboxes > 0)
        guard let first = services.organisations.all.first, ExchangeIdentifier(mailbox) != nil else { throw WebError.notFound }
        let isHere = try await services.work {
            try first.database.read { connection in
                if try ExchangeProfile.organisation(ofMailbox: mailbox, connection) != nil { return true }
                return try isRelay && Relay(connection: connection, now: Int64(request.now)).holds(mailbox)
            }
        }
        guard isHere else { throw WebError.notFound }
        return nil
    }

    /// An envelope for an organisation of this node is answered with one; for a mailbox that is kept here for somebody else it is kept. Whatever is wrong with it,
    /// the answer is the same as for a mailbox that does not exist.
    private static func takeEnvelope(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (mailbox, envelope, now) = (try request.parameter("mailbox"), request.body, Int64(request.now))
        guard let first = services.organisations.all.first, ExchangeIdentifier(mailbox) != nil, !envelope.isEmpty else { throw WebError.notFound }
        return try await services.work {
            let organisation = try first.database.read { try ExchangeProfile.organisation(ofMailbox: mailbox, $0) }
            if let node = services.organisations.all.first(where: { $0.organisation.number == organisation }) { return try answer(envelope, node) }
            guard services.settings.relayMailboxes > 0 else { throw WebError.notFound }
            switch try first.database.write({ try Relay(connection: $0, now: now).deposit(envelope, in: mailbox) }) {
            case .kept: return WebResponse(status: .accepted)
            case .full: return WebResponse(status: .init(code: 507))
            case .unknown: throw WebError.notFound
            }
        }
    }

    private static func answer(_ envelope: [UInt8], _ node: Node) throws -> WebResponse {
        let delivery = ExchangeDelivery(node: node)
        let taken: ExchangeDelivery.Received
        do {
            taken = try delivery.take(envelope)
        } catch is VaultError {
            throw WebError.notFound
        } catch is ExchangeError {
            throw WebError.notFound
        }
        // What has arrived is durable; if telling the features fails, the worker does it later.
        _ = try? delivery.tell(from: taken.partner)
        var cursor = Channel<DatabaseChannelStore>.Cursor()
        guard let answer = try delivery.envelope(for: taken.partner, after: &cursor, isAsked: true) else { throw WebError.notFound }
        return WebResponse(headers: [.contentType: "application/octet-stream"], body: .bytes(answer), isCompressible: false)
    }

    private static func fetch(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        guard services.settings.relayMailboxes > 0, let first = services.organisations.all.first, let asked = try? FetchRequest(encoded: request.body),
            asked.mailbox == request.parameters["mailbox"], asked.isSigned, isOurs(asked.relay, services.settings)
        else { throw WebError.notFound }
        let now = Int64(request.now)
        guard abs(asked.time - now) <= Relay.clockTolerance else { return WebResponse(status: .unprocessableContent) }
        let capacity = Relay.Capacity(mailboxes: services.settings.relayMailboxes, named: services.settings.relayFor)
        let kept = try await services.work { try first.database.write { try Relay(connection: $0, now: now).fetch(asked, capacity: capacity) } }
        guard let kept else { throw WebError.notFound }
        return WebResponse(headers: [.contentType: "application/octet-stream"], body: .bytes(RelayAnswer.write(kept)), isCompressible: false)
    }

    private static func isOurs(_ relay: String, _ settings: ServerSettings) -> Bool {
        func trimmed(_ text: String) -> String { text.hasSuffix("/") ? String(text.dropLast()) : text }
        return trimmed(relay) == trimmed(settings.publicAddress)
    }
}
