/// The pages of links for forgotten passphrases, and how the person is told of one.
enum RenewalPages {
    static func ask(_ request: WebRequest, _ account: Account, link: String?, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "accounts.renewal.title", area: .administration)
        let translator = request.translator
        let name = "\u{2068}\(account.profile.displayName)\u{2069}"
        return page.html { html in
            if let link {
                html.element("div", [.class("notice"), .role("status")]) { html in
                    html.element("p", text: translator("accounts.renewal.link", ["name": .text(name)]))
                    html.element("p") { $0.element("code", [.dir("ltr")], text: link) }
                }
                html.element("p") { $0.element("a", [.href("/administration/accounts")], text: translator("accounts.administration.title")) }
                return
            }
            html.element("p", [.class("lead")], text: translator("accounts.renewal.lead", ["name": .text(name)]))
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                let controls = FormControls(translator: translator, values: problems.isEmpty ? FormFields() : request.form, problems: problems)
                controls.summary(&html)
                if account.profile.secondFactor != nil {
                    controls.choices(
                        &html, "second-factor", label: translator("accounts.factor.title"),
                        options: [.init(value: "yes", label: translator("accounts.renewal.second-factor"))])
                }
                AccountPages.ownPassphrase(&html, "passphrase", controls)
                controls.submit(&html, translator("accounts.renewal.make"))
            }
        }
    }

    static func renew(_ request: WebRequest, _ account: Account, organisation: String, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "accounts.renewal.new")
        let translator = request.translator
        return page.html { html in
            html.element("dl", [.class("facts")]) { html in
                html.element("dt", text: translator("accounts.own.organisation"))
                html.element("dd", [.dir("auto")], text: organisation)
                html.element("dt", text: translator("accounts.sign-in.name"))
                html.element("dd", [.dir("auto")], text: account.profile.signInName)
            }
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                let controls = FormControls(translator: translator, values: FormFields(), problems: problems)
                controls.summary(&html)
                AccountPages.newPassphrase(&html, controls)
                if account.profile.secondFactor != nil, account.profile.renewal?.endsSecondFactor != true {
                    html.element("p", [.class("hint")], text: translator("accounts.renewal.then-code"))
                }
                controls.submit(&html, translator("accounts.renewal.button"))
            }
        }
    }

    /// On every page of whoever it concerns, until they have said that they know.
    static func notice(_ html: inout HTMLWriter, _ translator: Translator) {
        html.element("p", [.class("warning"), .role("status")]) { html in
            html.text(translator("accounts.renewal.told") + " ")
            html.element("a", [.href("/account")], text: translator("accounts.own.title"))
        }
    }

    /// What happened, on the page of the account, with what can be done.
    /// - Parameter author: the name of whoever made the link; nil for whoever runs the node.
    static func told(_ html: inout HTMLWriter, _ page: Page, _ renewal: Renewal, author: String?) {
        let translator = page.request.translator
        html.element("section", [.class("card warning")]) { html in
            html.element("h2", text: translator("accounts.renewal.title"))
            let name = author.map { "\u{2068}\($0)\u{2069}" } ?? translator("accounts.renewal.operator")
            html.element(
                "p", text: translator("accounts.renewal.made", ["name": .text(name), "time": .text(MomentText.text(renewal.made, translator))]))
            if renewal.endsSecondFactor { html.element("p", text: translator("accounts.renewal.without-factor")) }
            if let used = renewal.used {
                html.element("p", text: translator("accounts.renewal.used", ["time": .text(MomentText.text(used, translator))]))
            } else {
                html.element("p", text: translator("accounts.renewal.unused"))
            }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/account/renewal")]) { html in
                page.formToken(&html)
                html.element(
                    "button", [.type("submit"), .class("second")],
                    text: translator(renewal.used == nil ? "accounts.renewal.end" : "accounts.renewal.known"))
            }
        }
    }
}
