import Referral

/// Says that nothing covers any more what was sent in a referral, and gives the button that takes it back: on its page, on the page of its case and at the desk.
enum ReferralEndedNotice {
    /// - Parameter ended: as ``SharingGate/ended(_:steps:)`` found it; nothing is written for none.
    static func write(_ html: inout HTMLWriter, _ page: Page, _ row: ReferralRow, _ ended: [SharingGate.Obstacle], _ answers: AnswerText) {
        guard !ended.isEmpty else { return }
        let translator = answers.translator
        html.element("div", [.class("warning"), .id("ended-\(row.referral)")]) { html in
            for obstacle in ended { html.element("p", text: sentence(obstacle, row, answers)) }
            // Of a consent its own sentence says what to do.
            if !ended.contains(where: \.isConsent) { html.element("p", text: translator("referrals.ended.agreement")) }
            html.element("p", text: translator(row.partner.isEmpty ? "referrals.withdraw.lead.by-hand" : "referrals.withdraw.lead"))
            withdrawal(&html, page, row, translator)
        }
    }

    private static func sentence(_ obstacle: SharingGate.Obstacle, _ row: ReferralRow, _ answers: AnswerText) -> String {
        switch obstacle {
        case .consent: answers.translator("referrals.ended.consent")
        case .agreementEnded, .memberLeft, .agreementLimit: ReferralOfferPages.sentence(obstacle, row.partnerName, answers)
        }
    }

    private static func withdrawal(_ html: inout HTMLWriter, _ page: Page, _ row: ReferralRow, _ translator: Translator) {
        guard page.request.session?.may(.writeCases) == true, row.rules.permits(.withdraw, by: row.side, in: row.state) else { return }
        html.element("form", [Attribute("method", "post"), Attribute("action", "/referrals/\(row.referral)/steps")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("event"), .value(ReferralEvent.withdraw.rawValue)])
            html.element("button", [.type("submit")], text: translator("referrals.ended.withdraw"))
        }
    }
}
