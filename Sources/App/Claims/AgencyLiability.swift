import Dictionary
import Entitlements

/// Where the law of a country of origin makes the recruitment agency answer for what the employer abroad owes, as far as a source was read. No other country is
/// supposed to have, or not to have, such a rule.
enum AgencyLiability {
    struct Fact: Sendable {
        /// In English, as the sources are.
        var says: String
        var law: String
        var source: String
    }

    /// By country of origin, ISO 3166-1 alpha-2.
    static let facts: [String: Fact] = [
        "PH": Fact(
            says:
                "Employer and recruitment agency are jointly and severally liable for money claims from overseas employment; the agency's bond answers for them. Labor Arbiters of the National Labor Relations Commission decide.",
            law: "Republic Act No. 8042 (1995), section 10, as amended by Republic Act No. 10022",
            source: "https://www.projectjurisprudence.com/2021/08/non-substitution-of-solidary-liability-principal-recruitment-agency.html"),
        "NP": Fact(
            says:
                "A licensed agency whose worker is given less pay or other work than the contract says is fined and has to pay the shortfall. The Department of Foreign Employment decides.",
            law: "Foreign Employment Act, 2064 (2007), section 55", source: "https://accountabilityhub.org/provision/section-55/"),
        "BD": Fact(
            says:
                "When a recruiting agent's licence is cancelled, the government may pay compensation and the cost of return from the agent's surety, and order the agent to pay what is missing. That the agent answers for the wages themselves was not read.",
            law: "Overseas Employment and Migrants Act, 2013, section 18", source: "https://accountabilityhub.org/provision/s-18/"),
    ]

    /// The part of the claim's page on the second respondent.
    static func write(_ html: inout HTMLWriter, _ pages: ClaimPages) {
        let translator = pages.translator
        let origin = pages.sheet.view.code("origin-country")
        let agencies = pages.sheet.parties.filter { $0.role == "recruiter" || $0.role == "sub-agent" }
        html.element("h2", [.id("agency")], text: translator("claims.agency"))
        if agencies.isEmpty { html.element("p", [.class("muted")], text: translator("claims.agency.unknown")) }
        for agency in agencies { html.element("p", [.dir("auto")], text: agency.view.names ?? translator("list.unnamed")) }
        if let origin, let fact = facts[origin] {
            html.element("p") { html in
                html.element("span", [.lang("en"), .dir("ltr")]) { html in
                    html.text("\(fact.says) \(fact.law). ")
                    html.element("a", [.href(fact.source), Attribute("rel", "noreferrer")], text: translator("claims.source"))
                }
                html.text(" ")
                html.element("span", [.class("badge")], text: pages.phrases.words("confidence.medium"))
            }
            html.element("p", [.class("small muted")], text: translator("claims.agency.forum"))
        } else {
            html.element("p", text: translator("claims.agency.ask"))
        }
    }
}
