import HTTPTypes

/// The doors: signing in and out, the second factor, accepting an invitation, the language, leaving.
enum SignInRoutes {
    static var all: [Route] {
        [
            .get("/", .anyone) { request, services in .seeOther(Landing.path(for: request, services)) },
            .get("/sign-in", .anyone) { request, services in
                let cookies = Cookies(isSecure: services.settings.isSecure)
                return .page(SignInPages.signIn(request, isTypedKept: cookies.value(cookies.rescueName, in: request.headers) != nil))
            },
            .post("/sign-in", .anyone, signIn),
            .get("/sign-in/code", .anyone, askCode),
            .post("/sign-in/code", .anyone, confirm),
            .post("/sign-out", .signedIn, signOut),
            .get("/invitation/{token}", .anyone, invitation),
            .post("/invitation/{token}", .anyone, accept),
            .post("/language", .anyone, language),
            .get("/leave", .anyone) { request, _ in .page(SignInPages.left(request)) },
            .post("/leave", .anyone, leave),
        ]
    }

    private static func signIn(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let name = request.form.text("name") ?? ""
        let passphrase = request.form["passphrase"] ?? ""
        let cookies = Cookies(isSecure: services.settings.isSecure)
        let browser = cookies.value(cookies.knownName, in: request.headers)
        do {
            let outcome = try await services.work {
                try services.accounts.signIn(
                    name: name, passphrase: passphrase, place: request.clientAddress, browser: browser,
                    device: SignInDevice.name(request.headers[.userAgent]), now: request.now)
            }
            // Whoever signs in anew in the same browser leaves no session behind that nobody would end.
            if let before = request.session, let node = services.organisations.node(before.organisation) {
                try await services.work { try services.accounts.endSession(before.session, of: before.account, in: node) }
            }
            var response = WebResponse.seeOther(outcome.needsSecondFactor ? "/sign-in/code" : "/")
            response.sessionChange = .begin(token: outcome.token)
            response.logged = ["factor": "passphrase", "account": outcome.account]
            if !outcome.needsSecondFactor { try await remember(outcome.account, in: &response, services) }
            return response
        } catch let error as AccountError {
            let account = try await services.work { try services.accounts.account(signInName: name)?.identifier }
            return refused(SignInPages.signIn(request, problem: sentence(error, request)), error, factor: "passphrase", account)
        }
    }

    /// The second step, for whoever has done the first.
    private static func askCode(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let cookies = Cookies(isSecure: services.settings.isSecure)
        guard let pending = cookies.value(cookies.sessionName, in: request.headers),
            try await services.work({ try services.accounts.pendingAccount(token: pending, now: request.now) }) != nil
        else { return .seeOther(Landing.path(for: request, services)) }
        return .page(SignInPages.code(request))
    }

    private static func confirm(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let cookies = Cookies(isSecure: services.settings.isSecure)
        guard let pending = cookies.value(cookies.sessionName, in: request.headers) else { return .seeOther("/sign-in") }
        let code = request.form.text("code") ?? ""
        let account = try await services.work { try services.accounts.pendingAccount(token: pending, now: request.now)?.identifier }
        do {
            let token = try await services.work {
                try services.accounts.confirm(
                    pendingToken: pending, code: code, place: request.clientAddress, browser: cookies.value(cookies.knownName, in: request.headers), now: request.now)
            }
            var response = WebResponse.seeOther("/")
            response.sessionChange = .begin(token: token)
            response.logged = ["factor": "code", "account": account ?? "none"]
            if let account { try await remember(account, in: &response, services) }
            return response
        } catch let error as AccountError {
            return refused(SignInPages.code(request, problem: sentence(error, request)), error, factor: "code", account)
        }
    }

    /// From now on this browser is a place of its own for the account's tries.
    private static func remember(_ account: String, in response: inout WebResponse, _ services: AppServices) async throws {
        let kept = try await services.work { try services.accounts.newKnownBrowser(of: account) }
        guard let kept else { return }
        let cookies = Cookies(isSecure: services.settings.isSecure)
        response.headers.append(HTTPField(name: .setCookie, value: cookies.setting(cookies.knownName, kept, seconds: KnownBrowser.lifetime)))
    }

    private static func refused(_ page: HTML, _ error: AccountError, factor: String, _ account: String?) -> WebResponse {
        var response = WebResponse.page(page, status: .unauthorized)
        response.logged = ["factor": factor, "account": account ?? "none"]
        if case .wait(let seconds) = error {
            response.status = .tooManyRequests
            response.headers[.retryAfter] = "\(seconds)"
        }
        return response
    }

    /// Whoever leaves in a hurry leaves no session behind for the next one at this computer.
    private static func leave(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        if let session = request.session, let node = services.organisations.node(session.organisation) {
            try await services.work { try services.accounts.endSession(session.session, of: session.account, in: node) }
        }
        var response = WebResponse.seeOther("/leave")
        response.sessionChange = .end
        let cookies = Cookies(isSecure: services.settings.isSecure)
        response.headers.append(HTTPField(name: .setCookie, value: cookies.clearing(cookies.knownName)))
        return response
    }

    private static func signOut(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        try await services.work { try services.accounts.endSession(session.session, of: session.account, in: node) }
        var response = WebResponse.seeOther("/sign-in")
        response.sessionChange = .end
        return response
    }

    private static func invitation(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let token = try request.parameter("token")
        guard let (node, _) = try await services.work({ try services.accounts.invitation(token, now: request.now) }) else { throw WebError.linkEnded }
        return .page(SignInPages.invitation(request, organisation: node.organisation.name))
    }

    private static func accept(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let token = try request.parameter("token")
        let form = request.form
        let language = request.translator.language
        guard let (node, _) = try await services.work({ try services.accounts.invitation(token, now: request.now) }) else { throw WebError.linkEnded }
        do {
            guard form["passphrase"] == form["passphrase-again"] else { throw AccountError.missing(field: "passphrase-again") }
            let outcome = try await services.work {
                let name = form.text("sign-in-name") ?? ""
                let passphrase = form["passphrase"] ?? ""
                try services.accounts.accept(
                    token, displayName: form.text("display-name") ?? "", signInName: name, passphrase: passphrase, language: language, now: request.now)
                return try services.accounts.signIn(
                    name: name, passphrase: passphrase, place: request.clientAddress, device: SignInDevice.name(request.headers[.userAgent]), now: request.now)
            }
            var response = WebResponse.seeOther("/account")
            response.sessionChange = .begin(token: outcome.token)
            return response
        } catch let error as AccountError {
            let problem = FieldProblem(field: field(error), sentence: sentence(error, request))
            return .page(SignInPages.invitation(request, organisation: node.organisation.name, problems: [problem]), status: .unprocessableContent)
        }
    }

    /// Whoever is signed in keeps the choice with the account; others in a cookie.
    private static func language(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        guard let chosen = request.form["language"], services.languages.languages.contains(chosen) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        if let session = request.session {
            let node = try services.node(for: session)
            try await services.work {
                _ = try services.accounts.change(session.account, in: node, endingSessions: false) { $0.profile.language = chosen }
            }
        }
        let cookies = Cookies(isSecure: services.settings.isSecure)
        var response = WebResponse.seeOther(request.form["from"].flatMap(ownPath) ?? (request.session == nil ? "/sign-in" : "/"))
        response.headers.append(HTTPField(name: .setCookie, value: cookies.setting(cookies.languageName, chosen)))
        return response
    }

    /// A path on this server; nil for anything that could lead elsewhere.
    private static func ownPath(_ text: String) -> String? {
        guard text.utf8.first == UInt8(ascii: "/"), !text.hasPrefix("//"), let segments = try? FormReading.segments(ofPath: text.utf8) else { return nil }
        return "/" + segments.map(FormReading.encoded).joined(separator: "/")
    }

    static func field(_ error: AccountError) -> String {
        switch error {
        case .missing(let field): field
        case .nameTaken: "sign-in-name"
        default: "passphrase"
        }
    }

    static func sentence(_ error: AccountError, _ request: WebRequest) -> String {
        let translator = request.translator
        switch error {
        case .wrong: return translator("accounts.error.wrong")
        case .wait(let seconds): return translator("accounts.error.wait", ["count": .number(seconds)])
        case .invitationInvalid: return translator("accounts.error.invitation")
        case .nameTaken: return translator("accounts.error.name-taken")
        case .commonPassphrase: return translator("accounts.error.passphrase-common")
        case .namedPassphrase: return translator("accounts.error.passphrase-words")
        case .unsuitablePassphrase: return translator("accounts.error.passphrase", ["count": .number(AccountService.passphraseLength)])
        case .missing(let field): return translator("accounts.error.missing.\(field)")
        }
    }
}

/// Where somebody starts.
enum Landing {
    /// Where what was typed waits, if something does; else as the role says.
    static func path(for request: WebRequest, _ services: AppServices) -> String {
        let cookies = Cookies(isSecure: services.settings.isSecure)
        if request.session?.may(.writeCases) == true, cookies.value(cookies.rescueName, in: request.headers) != nil { return "/forms/recover" }
        return path(for: request.session)
    }

    static func path(for session: SignedIn?) -> String {
        guard let session else { return "/sign-in" }
        guard !session.needsSecondFactor else { return "/account" }
        if session.may(.readCases) { return AccessPolicy.readsAsPartner(session.roles) ? "/cases" : "/today" }
        if session.may(.administer) { return "/administration/accounts" }
        if session.may(.authoriseIdentity) { return "/openings" }
        if session.may(.readFacts) { return "/facts" }
        if session.may(.readStatistics) { return "/statistics" }
        return "/account"
    }
}
