import Dictionary
import Storage

/// How a case reaches an organisation of the directory, and what is agreed with it: told before anybody begins a referral, so that nobody finds out at its end.
struct ReferralWay: Sendable {
    enum Carrier: Sendable {
        /// Messages cross to this partner.
        case exchange(Partner)
        /// A partner to whom nothing crosses: its keys were not compared, have changed, or it is blocked.
        case hindered(Partner)
        /// No partner of the exchange: by a link that opens once, or on paper.
        case byHand
    }

    /// The organisation's record in the directory.
    var organisation: String
    var name: String
    var carrier: Carrier
    /// Whether a referral with open facts alone would be let.
    var agreement: Agreements.Verdict

    /// The partner to whom messages cross; nil for one who is told by link or on paper.
    var partner: Partner? {
        guard case .exchange(let partner) = carrier else { return nil }
        return partner
    }
}

/// Finds the ways to entries of the directory.
struct ReferralWays {
    private let node: Node
    private let connection: any Connection

    init(_ node: Node, _ connection: any Connection) { (self.node, self.connection) = (node, connection) }

    /// - Parameter name: the organisation's, in the directory.
    /// - Returns: nil for this organisation's own entry: nobody refers a case to themselves.
    func way(to organisation: String, name: String) throws -> ReferralWay? {
        let entries = PartnerEntries(node: node, connection: connection)
        guard try entries.owner(of: organisation) != node.organisation.identifier else { return nil }
        var verdict = Agreements.Verdict.noAgreement
        if let today = node.today {
            verdict = try Agreements(node: node, connection: connection).allow("referral", of: .open, with: organisation, on: today)
        }
        guard let partner = try entries.partner(of: organisation) else {
            return ReferralWay(organisation: organisation, name: name, carrier: .byHand, agreement: verdict)
        }
        let crosses = partner.trust.isTrusted && partner.changedKeys == nil
        return ReferralWay(organisation: organisation, name: name, carrier: crosses ? .exchange(partner) : .hindered(partner), agreement: verdict)
    }
}

/// The way to an organisation in words.
enum ReferralWayPage {
    /// One line beside a result of the search.
    static func line(_ html: inout HTMLWriter, _ way: ReferralWay, _ translator: Translator) {
        let sentence =
            switch way.carrier {
            // Whose keys were compared gets it, whatever the entry calls itself.
            case .exchange(let partner): translator("referrals.way.exchange.short", ["partner": .text("\u{2068}\(partner.name)\u{2069}")])
            case .hindered, .byHand: translator("referrals.way.by-hand.short")
            }
        html.element("p", [.class("small muted")], text: sentence)
    }

    /// Both sentences, before a referral begins.
    /// - Parameter mayAdminister: whether the reader can open the page on which keys are compared.
    static func write(_ html: inout HTMLWriter, _ way: ReferralWay, _ answers: AnswerText, mayAdminister: Bool) {
        let translator = answers.translator
        let partner = Translator.Argument.text("\u{2068}\(way.name)\u{2069}")
        html.element("div", [.class(isHindered(way) ? "warning" : "notice")]) { html in
            switch way.carrier {
            case .exchange(let known):
                html.element("p", text: translator("referrals.way.exchange", ["partner": .text("\u{2068}\(known.name)\u{2069}")]))
            case .byHand: html.element("p", text: translator("referrals.way.by-hand", ["partner": partner]))
            case .hindered(let known):
                html.element("p") { html in
                    html.text(translator("referrals.way.hindered", ["partner": partner]) + " ")
                    guard mayAdminister else { return }
                    html.element("a", [.href("/administration/partners/\(known.identifier)")], text: translator("exchange.partners.title"))
                }
            }
            html.element("p", text: agreement(way, partner, answers))
        }
    }

    private static func isHindered(_ way: ReferralWay) -> Bool {
        if case .hindered = way.carrier { return true }
        switch way.agreement {
        case .expired, .left: return true
        case .allowed, .noAgreement, .notCovered: return false
        }
    }

    private static func agreement(_ way: ReferralWay, _ partner: Translator.Argument, _ answers: AnswerText) -> String {
        let translator = answers.translator
        switch way.agreement {
        case .allowed(let agreement):
            return translator("referrals.way.agreed", ["partner": partner, "what": .text(translator("network.clearance.\(agreement.clearance.rawValue)"))])
        case .noAgreement: return translator("referrals.way.no-agreement", ["partner": partner])
        case .notCovered(let agreement):
            let purposes = agreement.purposes.sorted().map { answers.label("referral.kind", $0) }.joined(separator: translator("cases.list-separator"))
            return translator("referrals.way.covers", ["partner": partner, "purposes": .text(purposes)])
        case .expired(let agreement): return ReferralOfferPages.sentence(.agreementEnded(agreement), way.name, answers)
        case .left(let leaving): return ReferralOfferPages.sentence(.memberLeft(leaving), way.name, answers)
        }
    }
}
