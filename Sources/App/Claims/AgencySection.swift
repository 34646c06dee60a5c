import Dictionary
import Entitlements

/// The part of the claim's page on the agency at home, from what is on file about it (`AgencyLibrary`).
enum AgencySection {
    /// The part of the claim's page on the second respondent.
    static func write(_ html: inout HTMLWriter, _ pages: ClaimPages) {
        let translator = pages.translator
        let origin = pages.sheet.view.code("origin-country")
        let agencies = pages.sheet.parties.filter { $0.role == "recruiter" || $0.role == "sub-agent" }
        html.element("h2", [.id("agency")], text: translator("claims.agency"))
        if agencies.isEmpty { html.element("p", [.class("muted")], text: translator("claims.agency.unknown")) }
        for agency in agencies { html.element("p", [.dir("auto")], text: agency.view.names ?? translator("list.unnamed")) }
        if let fact = origin.flatMap({ AgencyLibrary.liability(in: $0) }) {
            html.element("p") { html in
                MandatePage.fileText(&html, fact.says, pages.phrases, translator)
                html.text(" ")
                // A statute is cited as its place cites it.
                html.element("bdi", [.lang("en")], text: "\(fact.law), \(fact.article).")
                html.text(" ")
                html.element("a", [.href(fact.source), Attribute("rel", "noreferrer")], text: translator("claims.source"))
                html.text(" ")
                html.element("span", [.class("badge")], text: pages.phrases.words("confidence." + fact.confidence.rawValue))
            }
            html.element("p", [.class("small muted")], text: translator("claims.agency.forum"))
        } else {
            html.element("p", text: translator("claims.agency.ask"))
        }
    }
}
