import Dictionary
import Foundation
import HTTPTypes
import Vault

/// One's own account, and for administrators everybody's.
enum AccountRoutes {
    static var all: [Route] {
        SignInRoutes.all + RenewalRoutes.all + [
            .get("/account", .signedIn, show),
            // Asked by the page's script, so that the session goes on while somebody reads or types.
            .get("/account/stay", .signedIn) { _, _ in WebResponse(status: .noContent) },
            .post("/account/passphrase", .signedIn, changePassphrase),
            .post("/account/second-factor", .signedIn, beginSecondFactor),
            .post("/account/second-factor/confirm", .signedIn, confirmSecondFactor),
            .post("/account/sessions/{session}/end", .signedIn, endSession),
            .post("/account/calendar", .signedIn, changeCalendar),
            .get("/administration/accounts", .permission(.administer), list),
            .post("/administration/invitations", .permission(.administer), invite),
            .post("/administration/invitations/{invitation}/withdraw", .permission(.administer), withdraw),
            .post("/administration/accounts/{account}", .permission(.administer), change),
        ]
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services)
    }

    static func page(
        _ request: WebRequest, _ services: AppServices, offer: AccountPages.SecondFactorOffer? = nil, codes: [String]? = nil, problems: [FieldProblem] = []
    ) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let (account, author, sessions) = try await services.work {
            let account = try services.accounts.account(session.account, in: node)
            let author = try account?.profile.renewal.flatMap { try services.accounts.account($0.author, in: node)?.profile.displayName }
            return (
                account, author,
                try services.accounts.sessions(of: session.account, in: node, now: request.now)
            )
        }
        guard let account else { throw WebError.signInNeeded }
        let html = AccountPages.account(
            request, account, organisation: node.organisation.name, renewedBy: author, sessions: sessions, offer: offer, codes: codes, problems: problems)
        return .page(html, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func changePassphrase(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let form = request.form
        let translator = request.translator
        let problem: FieldProblem? = try await services.work {
            guard form["new-passphrase"] == form["new-passphrase-again"] else {
                return FieldProblem(field: "new-passphrase-again", sentence: translator("accounts.error.missing.passphrase-again"))
            }
            if let wrong = try wrongPassphrase(form, "passphrase", session, node, request, services) { return wrong }
            guard let profile = try services.accounts.account(session.account, in: node)?.profile else { throw WebError.signInNeeded }
            let hash: PassphraseHash
            do throws(AccountError) {
                hash = try AccountService.hash(form["new-passphrase"] ?? "", besides: [node.organisation.name, profile.displayName, profile.signInName])
            } catch {
                return FieldProblem(field: "new-passphrase", sentence: SignInRoutes.sentence(error, request))
            }
            try services.accounts.change(session.account, in: node, endingSessions: true, keeping: session.session) { $0.passphrase = hash }
            return nil
        }
        if let problem { return try await page(request, services, problems: [problem]) }
        return .seeOther("/account")
    }

    /// What is wrong with the passphrase that is asked for again; nil if it is right.
    static func wrongPassphrase(
        _ form: FormFields, _ field: String, _ session: SignedIn, _ node: Node, _ request: WebRequest, _ services: AppServices
    ) throws -> FieldProblem? {
        do {
            let isRight = try services.accounts.isOwner(form[field] ?? "", of: session, in: node, now: request.now)
            return isRight ? nil : FieldProblem(field: field, sentence: request.translator("accounts.error.wrong-passphrase"))
        } catch let error as AccountError {
            return FieldProblem(field: field, sentence: SignInRoutes.sentence(error, request))
        }
    }

    /// Shows a new secret; it counts only once a code of it has been given, with the passphrase.
    private static func beginSecondFactor(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services, offer: .init(secret: Data(OneTimePassword().secretBytes).base64EncodedString()))
    }

    private static func confirmSecondFactor(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        guard let text = request.form["secret"], let secret = Data(base64Encoded: text), let factor = try? OneTimePassword(secret: [UInt8](secret)) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let wrong = try await services.work { try wrongPassphrase(request.form, "factor-passphrase", session, node, request, services) }
        let step = factor.verify(request.form.text("code") ?? "", at: Int64(request.now / 1000), lastUsedStep: nil)
        guard let step, wrong == nil else {
            let problem = FieldProblem(field: "code", sentence: request.translator("accounts.error.code"))
            return try await page(request, services, offer: .init(secret: text), problems: [step == nil ? problem : nil, wrong].compactMap { $0 })
        }
        let (codes, stored) = RecoveryCodes.generate()
        _ = try await services.work {
            try services.accounts.change(session.account, in: node, endingSessions: true, keeping: session.session) { account in
                account.profile.secondFactor = text
                account.profile.recoveryCodes = stored
                account.lastStep = step
            }
        }
        return try await page(request, services, codes: codes)
    }

    private static func endSession(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let other = try request.parameter("session")
        let wrong = try await services.work { () -> FieldProblem? in
            if let wrong = try wrongPassphrase(request.form, "session-passphrase", session, node, request, services) { return wrong }
            try services.accounts.endSession(other, of: session.account, in: node)
            return nil
        }
        if let wrong { return try await page(request, services, problems: [wrong]) }
        return .seeOther("/account")
    }

    private static func changeCalendar(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        guard let calendar = request.form["calendar"].flatMap(CalendarSystem.init) else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            _ = try services.accounts.change(session.account, in: node, endingSessions: false) { $0.profile.calendar = calendar.rawValue }
        }
        return .seeOther("/account")
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await administration(request, services)
    }

    private static func administration(
        _ request: WebRequest, _ services: AppServices, link: String? = nil, problems: [FieldProblem] = []
    ) async throws -> WebResponse {
        let node = try services.node(for: try request.signedIn())
        let (accounts, invitations) = try await services.work {
            (try services.accounts.accounts(of: node), try services.accounts.openInvitations(of: node, now: request.now))
        }
        return .page(
            AccountPages.administration(request, accounts, invitations, link: link, problems: problems), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func invite(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let roles = Set(request.form.all("roles").compactMap { Role(rawValue: $0) })
        guard !roles.isEmpty else {
            return try await administration(request, services, problems: [FieldProblem(field: "roles", sentence: request.translator("accounts.error.roles"))])
        }
        let token = try await services.work { try services.accounts.invite(roles, to: node, by: session.account, now: request.now) }
        var response = try await administration(request, services, link: "\(services.settings.publicAddress)/invitation/\(token)")
        // Whoever gives roles could give them to an account of their own: the operator's log has it beside the journal.
        response.logged = ["invited": roles.map(\.rawValue).sorted().joined(separator: " ")]
        return response
    }

    private static func withdraw(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let invitation = try request.parameter("invitation")
        let isGone = try await services.work {
            try services.accounts.withdraw(invitation: invitation, in: node, by: session.account, now: request.now)
        }
        guard isGone else { throw WebError.notFound }
        return .seeOther("/administration/accounts")
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let identifier = try request.parameter("account")
        let roles = Set(request.form.all("roles").compactMap { Role(rawValue: $0) })
        let disable = request.form["state"] == "disabled"
        // Nobody takes their own administration away: an organisation would be left without.
        guard identifier != session.account else { throw WebError.badRequest(key: "accounts.error.own") }
        guard disable || !roles.isEmpty else { throw WebError.badRequest(key: "accounts.error.roles") }
        let isThere = try await services.work {
            try services.accounts.setRoles(roles, isDisabled: disable, of: identifier, in: node, by: session.account)
        }
        guard isThere else { throw WebError.notFound }
        var response = WebResponse.seeOther("/administration/accounts")
        response.logged = ["account": identifier, "roles": roles.map(\.rawValue).sorted().joined(separator: " "), "state": disable ? "disabled" : "active"]
        return response
    }
}
