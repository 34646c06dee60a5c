/// The pages for people who are not signed in.
enum SignInPages {
    /// - Parameter isTypedKept: whether a form that was sent too late waits for its writer in this browser.
    static func signIn(_ request: WebRequest, problem: String? = nil, isTypedKept: Bool = false) -> HTML {
        let page = Page(request, title: "accounts.sign-in.title")
        let translator = request.translator
        return page.html { html in
            if isTypedKept { html.element("p", [.class("notice"), .role("status")], text: translator("accounts.sign-in.kept")) }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/sign-in"), .class("card")]) { html in
                page.formToken(&html)
                // The name and the problem belong together: nothing says which of the two was wrong.
                let controls = FormControls(
                    translator: translator, values: request.form, problems: problem.map { [FieldProblem(field: "name", sentence: $0)] } ?? [])
                controls.summary(&html)
                controls.text(&html, "name", label: translator("accounts.sign-in.name"), .init(isRequired: true, autocomplete: "username", direction: "ltr"))
                controls.text(
                    &html, "passphrase", label: translator("accounts.sign-in.passphrase"),
                    .init(isRequired: true, type: "password", autocomplete: "current-password", direction: "ltr"))
                controls.submit(&html, translator("accounts.sign-in.button"))
            }
            html.element("p", [.class("muted")], text: translator("accounts.sign-in.help"))
        }
    }

    static func code(_ request: WebRequest, problem: String? = nil) -> HTML {
        let page = Page(request, title: "accounts.code.title")
        let translator = request.translator
        return page.html { html in
            html.element("form", [Attribute("method", "post"), Attribute("action", "/sign-in/code"), .class("card")]) { html in
                page.formToken(&html)
                let controls = FormControls(
                    translator: translator, values: FormFields(), problems: problem.map { [FieldProblem(field: "code", sentence: $0)] } ?? [])
                controls.summary(&html)
                controls.text(
                    &html, "code", label: translator("accounts.code.label"),
                    .init(hint: translator("accounts.code.hint"), isRequired: true, autocomplete: "one-time-code", direction: "ltr"))
                controls.submit(&html, translator("accounts.sign-in.button"))
            }
        }
    }

    static func invitation(_ request: WebRequest, organisation: String, problems: [FieldProblem] = []) -> HTML {
        let page = Page(request, title: "accounts.invitation.title")
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("accounts.invitation.for", ["organisation": .text(organisation)]))
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                let controls = FormControls(translator: translator, values: request.form, problems: problems)
                controls.summary(&html)
                controls.text(
                    &html, "display-name", label: translator("accounts.invitation.display-name"),
                    .init(hint: translator("accounts.invitation.display-name.hint"), isRequired: true, autocomplete: "name"))
                controls.text(
                    &html, "sign-in-name", label: translator("accounts.sign-in.name"),
                    .init(hint: translator("accounts.invitation.name.hint"), isRequired: true, autocomplete: "username", direction: "ltr"))
                AccountPages.newPassphrase(&html, controls)
                controls.submit(&html, translator("accounts.invitation.button"))
            }
        }
    }

    /// A page that tells nothing to whoever looks over a shoulder.
    static func left(_ request: WebRequest) -> HTML {
        HTML { html in
            html.doctype()
            html.element("html", [.lang(request.translator.language), .dir(request.translator.direction)]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("meta", [.name("viewport"), Attribute("content", "width=device-width, initial-scale=1")])
                    html.element("title", text: request.translator("platform.left.title"))
                }
                html.element("body") { html in
                    html.element("main") { html in
                        html.element("h1", text: request.translator("platform.left.title"))
                        html.element("p", text: request.translator("platform.left.text"))
                    }
                }
            }
        }
    }
}
