import HTTPTypes

/// The page on which an administrator decides what the organisation requires.
enum SettingsRoutes {
    static var all: [Route] {
        [
            .get("/administration/settings", .permission(.administer)) { request, _ in
                .page(SettingsPages.settings(request, try request.signedIn().settings))
            },
            .post("/administration/settings", .permission(.administer), save),
        ]
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        let settings = OrganisationSettings(
            requiresSecondFactor: request.form.isTicked("second-factor"), identityNeedsAuthorisation: request.form.isTicked("identity-authorisation"),
            publicContact: request.form.text(OrganisationSettings.publicContactField).map { String($0.prefix(200)) })
        let hasCustodian = try await services.work {
            try services.accounts.accounts(of: node).contains { !$0.isDisabled && $0.roles.contains(.custodian) }
        }
        // Otherwise nobody could allow anything.
        guard !settings.identityNeedsAuthorisation || hasCustodian else {
            let problem = FieldProblem(field: "identity-authorisation", sentence: request.translator("access.settings.custodian-needed"))
            return .page(SettingsPages.settings(request, settings, problems: [problem]), status: .unprocessableContent)
        }
        try await services.work { try settings.write(to: node, by: session.account) }
        return .seeOther("/administration/settings")
    }
}

enum SettingsPages {
    static func settings(_ request: WebRequest, _ settings: OrganisationSettings, problems: [FieldProblem] = []) -> HTML {
        let page = Page(request, title: "access.settings.title", area: .administration)
        let translator = request.translator
        var values = FormFields()
        if let contact = settings.publicContact { values.items.append(.init(name: OrganisationSettings.publicContactField, value: contact)) }
        let controls = FormControls(translator: translator, values: values, problems: problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/administration/accounts")], text: translator("accounts.administration.title")) }
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/administration/settings"), .class("card")]) { html in
                page.formToken(&html)
                for (name, isOn) in [("second-factor", settings.requiresSecondFactor), ("identity-authorisation", settings.identityNeedsAuthorisation)] {
                    html.element("div", [.class("field")]) { html in
                        html.element("label", [.class("choice")]) { html in
                            html.element(
                                "input",
                                [
                                    .type("checkbox"), .id("field-\(name)"), .name(name), .value("yes"), .flag("checked", if: isOn),
                                    Attribute("aria-describedby", "hint-\(name)"),
                                ])
                            html.element("span", text: translator("access.settings.\(name)"))
                        }
                        html.element("p", [.class("hint"), .id("hint-\(name)")], text: translator("access.settings.\(name).hint"))
                    }
                }
                controls.text(
                    &html, OrganisationSettings.publicContactField, label: translator("access.settings.public-contact"),
                    .init(hint: translator("access.settings.public-contact.hint")))
                controls.submit(&html, translator("platform.save"))
            }
        }
    }
}
