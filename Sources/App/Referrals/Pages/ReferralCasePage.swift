import Dictionary
import Referral

/// Which of the own cases a partner asks for.
enum ReferralCasePage {
    /// - Parameter found: nil before anything was looked for.
    static func html(_ request: WebRequest, _ row: ReferralRow, found: CaseSearch.Found?, _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "referrals.case.title", area: .referrals)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: FormFields())
        let path = "/referrals/\(row.referral)/case"
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals/\(row.referral)")], text: translator("referrals.show")) }
            html.element("p", [.class("lead")], text: translator("referrals.case.lead"))
            search(&html, page, path: path)
            guard let found else { return }
            if found.results.isEmpty { html.element("p", [.class("notice"), .role("status")], text: translator("referrals.case.none")) }
            for result in found.results {
                html.element("form", [Attribute("method", "post"), Attribute("action", path), .class("card")]) { html in
                    page.formToken(&html)
                    html.element("input", [.type("hidden"), .name("case"), .value(result.line.record)])
                    SearchPages.caseLine(&html, result.line, answers)
                    controls.submit(&html, translator("referrals.case.this"))
                }
            }
        }
    }
    /// The form that looks for one of the own cases.
    static func search(_ html: inout HTMLWriter, _ page: Page, path: String) {
        let translator = page.request.translator
        let controls = FormControls(translator: translator, values: page.request.form)
        html.element("form", [Attribute("method", "post"), Attribute("action", path), .class("card")]) { html in
            page.formToken(&html)
            controls.text(&html, "q", label: translator("referrals.case.query"), .init(isRequired: true))
            controls.submit(&html, translator("referrals.case.search"))
        }
    }
}
