import HTTPTypes
import Storage

/// The page on which somebody says whether, where to and when they want mail.
enum NotificationRoutes {
    static var all: [Route] {
        [
            .get("/account/mail", .signedIn) { request, services in try await page(request, services) },
            .post("/account/mail", .signedIn, change),
        ]
    }

    private static func page(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem] = []) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let account = try await services.work { try services.accounts.account(session.account, in: node) }
        guard let account else { throw WebError.signInNeeded }
        let html = NotificationPages.page(
            request, account.profile.mail, zone: node.clock.zoneName, isSent: services.settings.mail != nil, problems: problems)
        return .page(html, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let form = request.form
        var wishes: MailWishes?
        if let typed = form.text("address") {
            guard let address = MailAddress(typed) else {
                let problem = FieldProblem(field: "address", sentence: request.translator("notifications.error.address"))
                return try await page(request, services, problems: [problem])
            }
            guard let pace = form.text("pace").flatMap(MailWishes.Pace.init(rawValue:)), let zone = form.text("zone"), MailWishes.zones.contains(zone) || zone == node.clock.zoneName,
                let hour = hourOfDay(form, "hour"), let from = hourOfDay(form, "quiet-from"), let until = hourOfDay(form, "quiet-until")
            else { throw WebError.badRequest(key: "platform.error.malformed") }
            wishes = MailWishes(address: address.text, pace: pace, hour: hour, quietFrom: from, quietUntil: until, zone: zone, holdsUrgent: form["hold-urgent"] == "yes")
        }
        let chosen = wishes
        try await services.work {
            _ = try services.accounts.change(session.account, in: node, endingSessions: false) { $0.profile.mail = chosen }
            // What waits is looked at anew, as the person wishes it now.
            try node.database.write { try MailQueue(connection: $0).wait(session.account, until: 0) }
        }
        return .seeOther("/account/mail")
    }

    private static func hourOfDay(_ form: FormFields, _ name: String) -> Int? {
        form.text(name).flatMap { Int($0) }.flatMap { (0...23).contains($0) ? $0 : nil }
    }
}

enum NotificationPages {
    /// - Parameter zone: that of the organisation's country, for whoever has not chosen one; nil if it is not known.
    static func page(_ request: WebRequest, _ wishes: MailWishes?, zone: String?, isSent: Bool, problems: [FieldProblem]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "notifications.title")
        let zones = MailWishes.zones + [zone, wishes?.zone].compactMap { $0 }.filter { !MailWishes.zones.contains($0) }
        let shown = wishes ?? MailWishes(address: "", zone: zone ?? "UTC")
        let present: [(String, String)] = [
            ("address", shown.address), ("pace", shown.pace.rawValue), ("hour", "\(shown.hour)"), ("quiet-from", "\(shown.quietFrom)"),
            ("quiet-until", "\(shown.quietUntil)"), ("zone", shown.zone), ("hold-urgent", shown.holdsUrgent == true ? "yes" : ""),
        ]
        let values = problems.isEmpty ? FormFields(items: present.map { .init(name: $0.0, value: $0.1) }) : request.form
        let controls = FormControls(translator: translator, values: values, problems: problems)
        let facts = translator.catalogue.facts(of: translator.language)
        let hours = (0..<24).map { FormControls.Option(value: "\($0)", label: facts.text($0)) }
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("notifications.lead"))
            if !isSent { html.element("p", [.class("warning")], text: translator("notifications.no-server")) }
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/mail"), .class("card")]) { html in
                page.formToken(&html)
                controls.text(
                    &html, "address", label: translator("notifications.address"),
                    .init(hint: translator("notifications.address.hint"), type: "email", autocomplete: "email", direction: "ltr"))
                controls.choices(
                    &html, "pace", label: translator("notifications.pace"),
                    options: MailWishes.Pace.allCases.map { .init(value: $0.rawValue, label: translator("notifications.pace.\($0.rawValue)")) }, single: true)
                controls.select(&html, "hour", label: translator("notifications.hour"), options: hours, .init(isRequired: true))
                controls.select(
                    &html, "quiet-from", label: translator("notifications.quiet-from"), options: hours,
                    .init(hint: translator("notifications.quiet.hint"), isRequired: true))
                controls.select(&html, "quiet-until", label: translator("notifications.quiet-until"), options: hours, .init(isRequired: true))
                controls.select(
                    &html, "zone", label: translator("notifications.zone"), options: zones.map { .init(value: $0, label: $0) },
                    .init(isRequired: true))
                controls.choices(
                    &html, "hold-urgent", label: translator("notifications.urgent"), options: [.init(value: "yes", label: translator("notifications.urgent.hold"))])
                controls.submit(&html, translator("platform.save"))
            }
            html.element("p") { $0.element("a", [.href("/account")], text: translator("notifications.back")) }
        }
    }
}
