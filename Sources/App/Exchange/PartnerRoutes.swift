import Exchange
import HTTPTypes
import Storage
import Vault

/// The pages of partner organisations, for whoever administers the organisation.
enum PartnerRoutes {
    static var all: [Route] {
        [
            .get("/administration/partners", .permission(.administer), list),
            .post("/administration/partners", .permission(.administer), add),
            .get("/administration/partners/{partner}", .permission(.administer), show),
            .post("/administration/partners/{partner}/verify", .permission(.administer), verify),
            .post("/administration/partners/{partner}/trust", .permission(.administer), setTrust),
            .post("/administration/partners/{partner}/vouch", .permission(.administer), vouch),
            .post("/administration/partners/{partner}/repair", .permission(.administer), repair),
        ]
    }

    private static func node(_ request: WebRequest, _ services: AppServices) throws -> Node { try services.node(for: try request.signedIn()) }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services, problems: [])
    }

    private static func page(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let node = try node(request, services)
        let (partners, invitation, own) = try await services.work {
            let invitation = try Invitation.own(node).text(signedBy: node.keys)
            return (try Partners.list(node), invitation, try node.database.write { try ExchangeProfile.ensure(node, $0) })
        }
        return .page(
            PartnerPages.list(request, partners, ownInvitation: invitation, own: own, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func add(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let node = try node(request, services)
        let text = request.form.text("invitation") ?? request.files.first.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        do {
            let partner = try await services.work { try Partners.add(try Invitation.read(text), node) }
            return .seeOther("/administration/partners/\(partner.identifier)")
        } catch let error as ExchangeError {
            return try await page(request, services, problems: [FieldProblem(field: "invitation", sentence: sentence(error, request))])
        }
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(of: request, services, problems: [])
    }

    private static func page(of request: WebRequest, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let (node, identifier) = (try node(request, services), try request.parameter("partner"))
        let found = try await services.work { () -> (Partner, PartnerPages.Traffic, VouchingParts.Words, DirectoryFeedExchange.Following)? in
            try node.database.read { connection in
                guard let partner = try Partners.find(identifier, node, connection) else { return nil }
                let following = try DirectoryFeedExchange(node: node).following(identifier, connection)
                return (partner, try PartnerPages.Traffic.read(partner, node, connection), try VouchingParts.Words(on: partner, node, connection), following)
            }
        }
        guard let (partner, traffic, words, following) = found else { throw WebError.notFound }
        return .page(
            PartnerPages.show(
                request, partner, ours: Partners.halves(with: partner, node).ours, words: words, following: following,
                traffic: traffic, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func verify(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, identifier) = (try node(request, services), try request.parameter("partner"))
        let code = request.form.text("code") ?? ""
        do {
            try await services.work { try Partners.verify(identifier, code: code, node) }
        } catch let error as ExchangeError {
            guard error.kind != .unknownPartner else { throw WebError.notFound }
            return try await page(of: request, services, problems: [FieldProblem(field: "code", sentence: sentence(error, request))])
        }
        return .seeOther("/administration/partners/\(identifier)")
    }

    /// What a coordinator says about keys: we say it, take it back, accept it, or say whose word counts; and whose directory is followed.
    private static func vouch(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let (node, identifier, act) = (try node(request, services), try request.parameter("partner"), request.form["act"] ?? "")
        do {
            try await services.work {
                switch act {
                case "say": _ = try Vouching.vouch(for: identifier, node, by: session.account)
                case "revoke": _ = try Vouching.vouch(for: identifier, isRevoked: true, node, by: session.account)
                case "follow": try DirectoryFeedExchange(node: node).follow(identifier, true, by: session.account)
                case "unfollow": try DirectoryFeedExchange(node: node).follow(identifier, false, by: session.account)
                case "accept": try Vouching.accept(identifier, node)
                case "believe": try Vouching.setCoordinator(identifier, true, node)
                case "disbelieve": try Vouching.setCoordinator(identifier, false, node)
                default: throw WebError.badRequest(key: "platform.error.malformed")
                }
            }
        } catch let error as ExchangeError {
            guard error.kind != .unknownPartner else { throw WebError.notFound }
            return try await page(of: request, services, problems: [FieldProblem(field: "code", sentence: sentence(error, request))])
        }
        return .seeOther("/administration/partners/\(identifier)")
    }

    private static func setTrust(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, identifier) = (try node(request, services), try request.parameter("partner"))
        let trust: PartnerTrust
        switch request.form.text("trust") {
        case "blocked": trust = .blocked
        case "unverified": trust = .unverified
        case "removed": trust = .removed
        default:
            // An identifier that is not ours answers like one that is nowhere, whatever else was sent.
            _ = try await page(of: request, services, problems: [])
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        do {
            try await services.work { try Partners.set(trust, of: identifier, node) }
        } catch is ExchangeError {
            throw WebError.notFound
        }
        return .seeOther(trust == .removed ? "/administration/partners" : "/administration/partners/\(identifier)")
    }

    private static func repair(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, identifier) = (try node(request, services), try request.parameter("partner"))
        try await services.work {
            guard try node.database.read({ try Partners.find(identifier, node, $0) }) != nil else { throw WebError.notFound }
            try ExchangeDelivery(node: node).compare(identifier)
        }
        return .seeOther("/administration/partners/\(identifier)")
    }

    static func sentence(_ error: ExchangeError, _ request: WebRequest) -> String {
        request.translator("exchange.error.\(error.kind.rawValue)")
    }
}
