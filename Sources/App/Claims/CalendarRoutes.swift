import Crypto
import Dictionary
import HTTPTypes
import Storage
import Vault

/// The calendar of what is due for one person, under an address that only they know.
enum CalendarRoutes {
    static var all: [Route] {
        [
            .get("/claims/calendar", .permission(.readCases), show),
            .post("/claims/calendar", .permission(.readCases), change),
            .get("/calendar/{token}", .anyone, feed),
        ]
    }

    /// Days ahead that a calendar shows.
    static let daysAhead = 400
    private static let daysBack = 14
    private static let limit = 1_000

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services, token: nil)
    }

    private static func page(_ request: WebRequest, _ services: AppServices, token: String?) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let since = try await services.work { try CalendarAddresses(database: node.database).since(of: session.account) }
        let page = Page(request, title: "claims.calendar.title", area: .claims)
        let translator = request.translator
        return .page(
            page.html { html in
                html.element("p") { $0.element("a", [.href("/claims")], text: translator("claims.list.back")) }
                html.element("p", [.class("lead")], text: translator("claims.calendar.lead"))
                if let token {
                    html.element("div", [.class("notice"), .role("status")]) { html in
                        html.element("p", text: translator("claims.calendar.once"))
                        html.element("p") { $0.element("code", [.dir("ltr")], text: "\(services.settings.publicAddress)/calendar/\(token).ics") }
                    }
                } else if let since {
                    html.element("p", text: translator("claims.calendar.since", ["date": .text(MomentText.day(of: since, translator))]))
                }
                html.element("form", [Attribute("method", "post"), Attribute("action", "/claims/calendar")]) { html in
                    page.formToken(&html)
                    html.element("p", [.class("actions")]) { html in
                        html.element(
                            "button", [.type("submit"), .name("do"), .value("make")],
                            text: translator(since == nil ? "claims.calendar.make" : "claims.calendar.renew"))
                        if since != nil {
                            html.element(
                                "button", [.type("submit"), .class("second"), .name("do"), .value("revoke")], text: translator("claims.calendar.revoke"))
                        }
                    }
                }
            })
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let addresses = CalendarAddresses(database: node.database)
        guard request.form["do"] == "make" else {
            try await services.work { try addresses.revoke(session.account) }
            return .seeOther("/claims/calendar")
        }
        let token = try await services.work { try addresses.make(for: session.account, language: request.translator.language, now: request.now) }
        return try await page(request, services, token: token)
    }

    // MARK: The feed

    private static let kinds: [Reminder.Kind: [Int]] = [
        .hearing: [7, 1], .claimDeadline: [90, 30, 7], .mandateEnds: [30], .departure: [1], .nextStep: [], .task: [], .followUp: [], .plannedAction: [],
    ]

    /// Days that all heads of a claim have in common.
    private static let ofClaims: Set<Reminder.Kind> = [.hearing, .claimDeadline, .mandateEnds]

    private static func feed(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let token = try request.parameter("token")
        let name = token.hasSuffix(".ics") ? String(token.utf8.dropLast(4)) ?? token : token
        guard let today = request.day, let first = today.adding(days: -daysBack), let last = today.adding(days: daysAhead) else { throw WebError.notFound }
        let bytes = try await services.work { () -> [UInt8]? in
            guard let database = services.organisations.all.first?.database, let found = try CalendarAddresses(database: database).account(of: name),
                let node = services.organisations.all.first(where: { $0.organisation.number == found.organisation }),
                let session = try services.accounts.signedIn(found.account, session: "calendar", in: node), session.may(.readCases),
                !AccessPolicy.readsAsPartner(session.roles), let book = services.due.book(of: node)
            else { return nil }
            guard let items = try book.look({ $0.items(.account(found.account), from: first, through: last, limit: limit) }) else {
                throw WebError.tooManyRequests(retryAfter: 60)
            }
            let translator = Translator(catalogue: services.languages, language: found.language)
            var seen: Set<String> = []
            let events = items.compactMap { item -> CalendarFeed.Event? in
                guard let alerts = kinds[item.reminder.kind] else { return nil }
                // One decision or hearing on several heads is one day in the calendar.
                let record = ofClaims.contains(item.reminder.kind) ? "" : item.reminder.record
                let identity = "\(item.subject) \(record) \(item.reminder.kind.rawValue) \(item.reminder.day)"
                guard seen.insert(identity).inserted else { return nil }
                return .init(
                    identity: identity, day: item.reminder.day,
                    summary: translator("tasks.reminder.\(item.reminder.kind.rawValue)"), alerts: alerts)
            }
            let key = SymmetricKey(data: node.keys.recordIdentifier(for: "calendar\n\(found.account)"))
            return CalendarFeed(name: translator("claims.calendar.name"), events: events, now: request.now, key: key).bytes()
        }
        guard let bytes else { throw WebError.notFound }
        return WebResponse(headers: [.contentType: "text/calendar; charset=utf-8"], body: .bytes(bytes))
    }
}
