import HTTPTypes

/// Forgotten passphrases: an administrator makes a link, the person sets a new passphrase with it, and is told of it wherever they are signed in.
enum RenewalRoutes {
    static var all: [Route] {
        [
            .get("/administration/accounts/{account}/renewal", .permission(.administer)) { request, services in try await ask(request, services) },
            .post("/administration/accounts/{account}/renewal", .permission(.administer), make),
            .get("/renewal/{token}", .anyone) { request, services in try await show(request, services) },
            .post("/renewal/{token}", .anyone, accept),
            .post("/account/renewal", .signedIn, end),
        ]
    }

    // MARK: Making a link

    private static func ask(_ request: WebRequest, _ services: AppServices, link: String? = nil, problems: [FieldProblem] = []) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let identifier = try request.parameter("account")
        let account = try await services.work { try services.accounts.account(identifier, in: node) }
        // Whoever is signed in has not forgotten the passphrase; and who cannot sign in needs another thing first.
        guard let account, identifier != session.account, !account.isDisabled else { throw WebError.notFound }
        return .page(RenewalPages.ask(request, account, link: link, problems: problems), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func make(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let identifier = try request.parameter("account")
        guard identifier != session.account else { throw WebError.notFound }
        let endsFactor = request.form.isTicked("second-factor")
        let (token, wrong) = try await services.work { () -> (String?, FieldProblem?) in
            guard try services.accounts.account(identifier, in: node) != nil else { throw WebError.notFound }
            if let wrong = try AccountRoutes.wrongPassphrase(request.form, "passphrase", session, node, request, services) { return (nil, wrong) }
            return (
                try services.accounts.renew(identifier, endingSecondFactor: endsFactor, by: session.account, in: node, now: request.now), nil
            )
        }
        if let wrong { return try await ask(request, services, problems: [wrong]) }
        guard let token else { throw WebError.notFound }
        var response = try await ask(request, services, link: "\(services.settings.publicAddress)/renewal/\(token)")
        response.logged = ["renewal": "made", "account": identifier]
        return response
    }

    // MARK: Using it

    private static func show(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem] = []) async throws -> WebResponse {
        let token = try request.parameter("token")
        guard let (node, account) = try await services.work({ try services.accounts.renewal(token, now: request.now) }) else { throw WebError.linkEnded }
        return .page(
            RenewalPages.renew(request, account, organisation: node.organisation.name, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func accept(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let token = try request.parameter("token")
        let passphrase = request.form["passphrase"] ?? ""
        do {
            guard passphrase == request.form["passphrase-again"] else { throw AccountError.missing(field: "passphrase-again") }
            let outcome = try await services.work {
                let account = try services.accounts.acceptRenewal(token, passphrase: passphrase, now: request.now)
                return try services.accounts.signIn(
                    name: account.profile.signInName, passphrase: passphrase, place: request.clientAddress,
                    device: SignInDevice.name(request.headers[.userAgent]), now: request.now)
            }
            var response = WebResponse.seeOther(outcome.needsSecondFactor ? "/sign-in/code" : "/account")
            response.sessionChange = .begin(token: outcome.token)
            response.logged = ["renewal": "used", "account": outcome.account]
            return response
        } catch let error as AccountError {
            let problem = FieldProblem(field: SignInRoutes.field(error), sentence: SignInRoutes.sentence(error, request))
            return try await show(request, services, problems: [problem])
        }
    }

    // MARK: Being told

    private static func end(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        try await services.work { try services.accounts.endRenewal(of: session.account, in: node) }
        return .seeOther("/account")
    }
}
