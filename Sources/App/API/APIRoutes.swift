import Dictionary
import Formats
import HTTPTypes

/// All addresses of the API, and the pages on which a person makes tokens for it.
enum APIRoutes {
    /// The operations with the standard dictionary; an organisation's own fields are not in the API yet.
    static let operations: [APIOperation] =
        (try? DataDictionary.standard()).map { dictionary in
            APICases(dictionary).operations + APIForms().operations + APISearch().operations + APITasks(dictionary).operations
                + APIExports(dictionary).operations + DirectoryAPI().operations
        } ?? []

    static var all: [Route] {
        operations.map(\.route) + [
            .get("/api/v1/openapi.json", .anyone) { _, _ in .json(document) },
            .get("/account/tokens", .signedIn) { request, services in try await page(request, services, token: nil) },
            .post("/account/tokens", .signedIn, make),
            .post("/account/tokens/{apitoken}/end", .signedIn, end),
        ]
    }

    static let document = APIDocument.json(operations)

    private static func page(_ request: WebRequest, _ services: AppServices, token: String?, problems: [FieldProblem] = []) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let tokens = try await services.work { try services.accounts.tokens(of: session.account, in: node, now: request.now) }
        return .page(TokenPages.tokens(request, tokens, made: token, problems: problems), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func make(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let scopes = Set(request.form.all("scopes").compactMap { APIScope(rawValue: $0) })
        let days = request.form.text("days").flatMap { Int($0) }.flatMap { APIToken.daysOffered.contains($0) ? $0 : nil }
        guard let days, !scopes.isEmpty else {
            let problem = FieldProblem(field: "scopes", sentence: request.translator("api.tokens.choose"))
            return try await page(request, services, token: nil, problems: [problem])
        }
        let token = try await services.work { try services.accounts.makeToken(scopes, days: days, for: session, in: node, now: request.now) }
        guard let token else {
            let problem = FieldProblem(field: "scopes", sentence: request.translator("api.tokens.not-made", ["count": .number(APIToken.limit)]))
            return try await page(request, services, token: nil, problems: [problem])
        }
        return try await page(request, services, token: token)
    }

    private static func end(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let identifier = try request.parameter("apitoken")
        try await services.work { try services.accounts.endToken(identifier, of: session.account, in: node) }
        return .seeOther("/account/tokens")
    }
}

enum TokenPages {
    static func tokens(_ request: WebRequest, _ tokens: [APIToken], made: String?, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "api.tokens.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        let scopes = APIScope.allCases.filter { request.session?.may($0.permission) == true }
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("api.tokens.lead"))
            controls.summary(&html)
            if let made {
                html.element("div", [.class("notice"), .role("status")]) { html in
                    html.element("p", text: translator("api.tokens.made"))
                    html.element("p") { $0.element("code", [.dir("ltr")], text: made) }
                }
            }
            for token in tokens {
                html.element("section", [.class("card")]) { html in
                    html.element(
                        "h2", text: token.scopes.map { translator("api.scope.\($0.rawValue)") }.sorted().joined(separator: translator("cases.list-separator")))
                    html.element("p", [.class("muted")]) { html in
                        html.text(translator("api.tokens.until", ["time": .text(MomentText.text(token.expires, translator))]))
                        html.text(" · ")
                        html.text(
                            token.used.map { translator("api.tokens.used", ["time": .text(MomentText.text($0, translator))]) }
                                ?? translator("api.tokens.unused"))
                    }
                    html.element("form", [Attribute("method", "post"), Attribute("action", "/account/tokens/\(token.identifier)/end")]) { html in
                        page.formToken(&html)
                        html.element("button", [.type("submit"), .class("second")], text: translator("api.tokens.end"))
                    }
                }
            }
            guard !scopes.isEmpty else {
                html.element("p", text: translator("api.tokens.none-possible"))
                return
            }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/tokens"), .class("card")]) { html in
                page.formToken(&html)
                controls.choices(
                    &html, "scopes", label: translator("api.tokens.scopes"),
                    options: scopes.map { .init(value: $0.rawValue, label: translator("api.scope.\($0.rawValue)")) })
                controls.select(
                    &html, "days", label: translator("api.tokens.days"),
                    options: APIToken.daysOffered.map { .init(value: "\($0)", label: translator("api.tokens.days.count", ["count": .number($0)])) },
                    .init(isRequired: true))
                controls.submit(&html, translator("api.tokens.make"))
            }
        }
    }
}
