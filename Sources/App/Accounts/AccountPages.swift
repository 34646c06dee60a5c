import Dictionary
import Formats
import Foundation
import Vault

/// The pages of one's own account and of the administration of accounts.
enum AccountPages {
    struct SecondFactorOffer: Sendable {
        /// In Base64.
        var secret: String
    }

    static func account(
        _ request: WebRequest, _ account: Account, organisation: String, renewedBy author: String?, sessions: [OpenSession], offer: SecondFactorOffer?,
        codes: [String]?, problems: [FieldProblem]
    ) -> HTML {
        let page = Page(request, title: "accounts.own.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: FormFields(), problems: problems)
        return page.html { html in
            controls.summary(&html)
            if let renewal = account.profile.renewal { RenewalPages.told(&html, page, renewal, author: author) }
            html.element("dl", [.class("facts")]) { html in
                html.element("dt", text: translator("accounts.own.name"))
                html.element("dd", [.dir("auto")], text: account.profile.displayName)
                html.element("dt", text: translator("accounts.own.organisation"))
                html.element("dd", [.dir("auto")], text: organisation)
                html.element("dt", text: translator("accounts.own.roles"))
                html.element("dd", text: roles(account.roles, translator))
            }
            if request.session?.needsSecondFactor == true, codes == nil { html.element("p", [.class("warning")], text: translator("accounts.factor.needed")) }
            secondFactor(&html, page, account, offer, codes, controls, organisation)
            html.element("p", [.class("actions")]) { html in
                var places = [("/account/mail", "notifications.title"), ("/account/tokens", "api.tokens.title")]
                if request.session?.may(.askForOpening) == true { places.append(("/openings/own", "access.openings.own")) }
                for (path, title) in places { html.element("a", [.class("button second"), .href(path)], text: translator(title)) }
            }
            passphrase(&html, page, controls)
            calendar(&html, page, account)
            sessionList(&html, page, sessions, controls)
        }
    }

    private static func calendar(_ html: inout HTMLWriter, _ page: Page, _ account: Account) {
        let translator = page.request.translator
        let chosen = account.profile.calendar ?? CalendarSystem.gregorian.rawValue
        let controls = FormControls(translator: translator, values: FormFields(items: [.init(name: "calendar", value: chosen)]))
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("platform.calendar.title"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/calendar")]) { html in
                page.formToken(&html)
                controls.choices(
                    &html, "calendar", label: translator("platform.calendar.label"),
                    options: CalendarSystem.allCases.map { .init(value: $0.rawValue, label: translator("platform.calendar.\($0.rawValue)")) }, single: true)
                controls.submit(&html, translator("platform.save"))
            }
        }
    }

    private static func secondFactor(
        _ html: inout HTMLWriter, _ page: Page, _ account: Account, _ offer: SecondFactorOffer?, _ codes: [String]?, _ controls: FormControls,
        _ organisation: String
    ) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("accounts.factor.title"))
            if let codes {
                html.element("p", [.class("warning")], text: translator("accounts.factor.codes"))
                html.element("ul") { html in for code in codes { html.element("li") { $0.element("code", [.dir("ltr")], text: code) } } }
                return
            }
            if let offer, let secret = Data(base64Encoded: offer.secret), let factor = try? OneTimePassword(secret: [UInt8](secret)) {
                let address = factor.address(issuer: "Corridor", account: account.profile.signInName)
                html.element("p", text: translator("accounts.factor.scan"))
                html.element("p") { html in html.element("a", [.href(address)], text: translator("accounts.factor.open")) }
                if let code = try? QRCode(address) { QRPicture.write(&html, code, label: translator("accounts.factor.picture")) }
                html.element("p") { html in html.element("code", [.dir("ltr")], text: secretText(address)) }
                html.element("form", [Attribute("method", "post"), Attribute("action", "/account/second-factor/confirm")]) { html in
                    page.formToken(&html)
                    html.element("input", [.type("hidden"), .name("secret"), .value(offer.secret)])
                    controls.text(
                        &html, "code", label: translator("accounts.code.label"),
                        .init(isRequired: true, autocomplete: "one-time-code", inputMode: "numeric", direction: "ltr"))
                    ownPassphrase(&html, "factor-passphrase", controls)
                    controls.submit(&html, translator("accounts.factor.confirm"))
                }
                return
            }
            html.element("p", text: translator(account.profile.secondFactor == nil ? "accounts.factor.off" : "accounts.factor.on"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/second-factor")]) { html in
                page.formToken(&html)
                controls.submit(&html, translator(account.profile.secondFactor == nil ? "accounts.factor.set-up" : "accounts.factor.replace"))
            }
        }
    }

    /// Asked for again, since the session may have been left open for somebody else.
    static func ownPassphrase(_ html: inout HTMLWriter, _ name: String, _ controls: FormControls) {
        controls.text(
            &html, name, label: controls.translator("accounts.passphrase.passphrase"),
            .init(isRequired: true, type: "password", autocomplete: "current-password", direction: "ltr"))
    }

    /// A passphrase to be chosen, typed twice.
    static func newPassphrase(_ html: inout HTMLWriter, _ controls: FormControls) {
        let translator = controls.translator
        for name in ["passphrase", "passphrase-again"] {
            let hint = translator("accounts.invitation.passphrase.hint", ["count": .number(AccountService.passphraseLength)])
            controls.text(
                &html, name, label: translator("accounts.invitation.\(name)"),
                .init(
                    hint: name == "passphrase" ? hint : nil, isRequired: true, type: "password", autocomplete: "new-password", direction: "ltr"))
        }
    }

    /// The secret in Base32, in groups of four, for typing it into a phone.
    private static func secretText(_ address: String) -> String {
        let secret = URLComponents(string: address)?.queryItems?.first { $0.name == "secret" }?.value ?? ""
        let letters = Array(secret.utf8)
        return stride(from: 0, to: letters.count, by: 4).map { String(decoding: letters[$0..<min($0 + 4, letters.count)], as: UTF8.self) }.joined(
            separator: " ")
    }

    private static func passphrase(_ html: inout HTMLWriter, _ page: Page, _ controls: FormControls) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("accounts.passphrase.title"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/passphrase")]) { html in
                page.formToken(&html)
                for (name, autocomplete) in [("passphrase", "current-password"), ("new-passphrase", "new-password"), ("new-passphrase-again", "new-password")] {
                    controls.text(
                        &html, name, label: translator("accounts.passphrase.\(name)"),
                        .init(isRequired: true, type: "password", autocomplete: autocomplete, direction: "ltr"))
                }
                controls.submit(&html, translator("accounts.passphrase.button"))
            }
        }
    }

    private static func sessionList(_ html: inout HTMLWriter, _ page: Page, _ sessions: [OpenSession], _ controls: FormControls) {
        let translator = page.request.translator
        let own = page.request.session?.session
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("accounts.sessions.title"))
            html.element("ul") { html in
                for session in sessions {
                    html.element("li") { html in
                        html.text(description(session, translator))
                        guard session.identifier == own else { return }
                        html.text(" ")
                        html.element("span", [.class("badge")], text: translator("accounts.sessions.this"))
                    }
                }
            }
            let others = sessions.filter { $0.identifier != own }
            guard let first = others.first else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", path(first))]) { html in
                page.formToken(&html)
                ownPassphrase(&html, "session-passphrase", controls)
                html.element("p", [.class("actions")]) { html in
                    for session in others {
                        html.element("button", [.type("submit"), .class("second"), Attribute("formaction", path(session))]) { html in
                            html.text(translator("accounts.sessions.end") + " · " + description(session, translator))
                        }
                    }
                }
            }
        }
    }

    /// With what and since when, and when it was last used.
    private static func description(_ session: OpenSession, _ translator: Translator) -> String {
        let device = session.device.isEmpty ? [] : ["\u{2068}\(session.device)\u{2069}"]
        let times = [("since", session.created), ("seen", session.seen)].map { key, time in
            translator("accounts.sessions.\(key)", ["time": .text(MomentText.text(time, translator))])
        }
        return (device + times).joined(separator: " · ")
    }

    private static func path(_ session: OpenSession) -> String { "/account/sessions/\(session.identifier)/end" }

    static func administration(
        _ request: WebRequest, _ accounts: [Account], _ invitations: [OpenInvitation], link: String?, problems: [FieldProblem] = []
    ) -> HTML {
        let page = Page(request, title: "accounts.administration.title", area: .administration)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        let options = Role.allCases.map { FormControls.Option(value: $0.rawValue, label: translator("accounts.role.\($0.rawValue)")) }
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/administration/settings")], text: translator("access.settings.title")) }
            html.element("p") { $0.element("a", [.href("/administration/partners")], text: translator("exchange.partners.title")) }
            controls.summary(&html)
            if let link {
                html.element("div", [.class("notice")]) { html in
                    html.element("p", text: translator("accounts.administration.link"))
                    html.element("p") { $0.element("code", [.dir("ltr")], text: link) }
                }
            }
            for account in accounts { card(&html, page, account, options) }
            html.element("section", [.class("card")]) { html in
                html.element("h2", text: translator("accounts.administration.invite"))
                html.element("form", [Attribute("method", "post"), Attribute("action", "/administration/invitations")]) { html in
                    page.formToken(&html)
                    controls.choices(&html, "roles", label: translator("accounts.own.roles"), options: options)
                    controls.submit(&html, translator("accounts.administration.invite.button"))
                }
            }
            open(&html, page, invitations)
        }
    }

    private static func open(_ html: inout HTMLWriter, _ page: Page, _ invitations: [OpenInvitation]) {
        let translator = page.request.translator
        guard !invitations.isEmpty else { return }
        html.element("section", [.class("card")]) { html in
            html.element("h2", text: translator("accounts.administration.open"))
            html.element("ul", [.class("plain")]) { html in
                for invitation in invitations {
                    let until = translator("accounts.administration.until", ["time": .text(MomentText.text(invitation.expires, translator))])
                    html.element("li") { html in
                        html.element(
                            "form", [Attribute("method", "post"), Attribute("action", "/administration/invitations/\(invitation.identifier)/withdraw"), .class("line")]
                        ) { html in
                            page.formToken(&html)
                            html.element("span", text: roles(invitation.roles, translator) + " · " + until)
                            html.element("button", [.type("submit"), .class("second")]) { html in
                                html.text(translator("accounts.administration.withdraw"))
                                html.element("span", [.class("hidden")], text: " " + until)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func card(_ html: inout HTMLWriter, _ page: Page, _ account: Account, _ options: [FormControls.Option]) {
        let translator = page.request.translator
        html.element("section", [.class("card")]) { html in
            html.element("h2", [.dir("auto")], text: account.profile.displayName)
            html.element("p") { html in
                html.text(roles(account.roles, translator))
                html.text(" · ")
                html.text(translator(account.profile.secondFactor == nil ? "accounts.factor.off" : "accounts.factor.on"))
                if account.isDisabled {
                    html.text(" ")
                    html.element("span", [.class("badge")], text: translator("accounts.administration.disabled"))
                }
            }
            guard account.identifier != page.request.session?.account else { return }
            if !account.isDisabled {
                html.element("p") {
                    $0.element("a", [.href("/administration/accounts/\(account.identifier)/renewal")], text: translator("accounts.renewal.title"))
                }
            }
            html.element("details") { html in
                html.element("summary", text: translator("accounts.administration.change"))
                html.element("form", [Attribute("method", "post"), Attribute("action", "/administration/accounts/\(account.identifier)")]) { html in
                    page.formToken(&html)
                    var values = FormFields()
                    values.items =
                        account.roles.map { .init(name: "roles", value: $0.rawValue) } + [
                            .init(name: "state", value: account.isDisabled ? "disabled" : "active")
                        ]
                    let controls = FormControls(translator: translator, values: values)
                    html.element("div") { html in
                        // Names of fields repeat on the page; the account makes their identifiers differ.
                        AccountPages.boxes(&html, account, controls, options)
                    }
                    controls.submit(&html, translator("platform.save"))
                }
            }
        }
    }

    private static func boxes(_ html: inout HTMLWriter, _ account: Account, _ controls: FormControls, _ options: [FormControls.Option]) {
        let translator = controls.translator
        html.element("fieldset", [.class("field")]) { html in
            html.element("legend", text: translator("accounts.own.roles"))
            for option in options {
                html.element("label", [.class("choice")]) { html in
                    html.element(
                        "input",
                        [.type("checkbox"), .name("roles"), .value(option.value), .flag("checked", if: controls.values.all("roles").contains(option.value))])
                    html.element("span", text: option.label)
                }
            }
        }
        html.element("fieldset", [.class("field")]) { html in
            html.element("legend", text: translator("accounts.administration.state"))
            for state in ["active", "disabled"] {
                html.element("label", [.class("choice")]) { html in
                    html.element("input", [.type("radio"), .name("state"), .value(state), .flag("checked", if: controls.values["state"] == state)])
                    html.element("span", text: translator("accounts.administration.state.\(state)"))
                }
            }
        }
    }

    private static func roles(_ roles: Set<Role>, _ translator: Translator) -> String {
        Role.allCases.filter(roles.contains).map { translator("accounts.role.\($0.rawValue)") }.joined(separator: translator("cases.list-separator"))
    }
}
