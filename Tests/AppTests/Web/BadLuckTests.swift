import Dictionary
import Exchange
import Foundation
import Journal
import Referral
import Storage
import Testing
import Vault

@testable import App

/// What people read when something between organisations goes wrong: the page that they have before them says it, in their language, with what to do.
@Suite("Bad luck between organisations, in sentences", .serialized)
struct BadLuckTests {
    private static let languages = ["en", "ne", "hi", "bn", "ar", "id"]

    private let catalogue: LanguageCatalogue

    init() throws {
        catalogue = try .standard()
    }

    /// A text of the catalogue as a page writes it: its longest part without a name or number.
    private func sentence(_ key: String, _ language: String) -> String {
        let parts = Translator(catalogue: catalogue, language: language)(key).split(separator: "{").map { $0.split(separator: "}").last ?? "" }
        let longest = parts.max { $0.utf8.count < $1.utf8.count } ?? ""
        return HTML { $0.text(String(longest)) }.text
    }

    private func partner(_ world: ReferralWorld, _ change: (inout Partner) throws -> Void) throws {
        let node = world.sender.node
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(world.receiver.node.organisation.identifier)
            try change(&partner)
            try rows.update(partner)
        }
    }

    @Test(
        "What hinders the delivery to a partner stands on the partner's page: certificate, full mailbox, refusal, no carrier, a clock wrong by hours, changed keys"
    )
    func partnerPage() async throws {
        let world = try ReferralWorld()
        let path = "/administration/partners/\(world.receiver.node.organisation.identifier)"
        let administrator = await world.web.browser(.administrator, of: 0)
        func check(_ kind: ExchangeError.Kind) async {
            for language in Self.languages {
                let page = await administrator.get("\(path)?language=\(language)")
                #expect(page.status == 200 && page.text.contains(sentence("exchange.error.\(kind.rawValue)", language)), "\(kind), \(language)")
            }
        }
        let before = await administrator.get("\(path)?language=en").text
        for kind in [ExchangeError.Kind.invalidCertificate, .mailboxFull, .refused, .noCarrier, .unreachable] {
            #expect(!before.contains(sentence("exchange.error.\(kind.rawValue)", "en")))
            try ExchangeDelivery(node: world.sender.node).failed(world.receiver.node.organisation.identifier, kind)
            await check(kind)
        }
        try partner(world) { ($0.trouble, $0.clockOffset) = (nil, 6 * 3_600_000) }
        await check(.wrongClock)
        try partner(world) { $0.clockOffset = 0 }
        #expect(!(await administrator.get("\(path)?language=en")).text.contains(sentence("exchange.error.wrong-clock", "en")))
        // Another invitation under the same name, with keys that nothing ties to the known ones.
        var invitation = try Invitation.own(world.receiver.node)
        let other = try OtherKeys(world.receiver.node.organisation.identifier)
        invitation.keys = other.keys.publicKeys
        let added = await administrator.post("/administration/partners", [("invitation", try invitation.text(signedBy: other.keys))])
        #expect(added.status == 303)
        await check(.changedKeys)
        let wrong = await administrator.post("\(path)/verify", [("code", "123456789012345")])
        #expect(wrong.status == 422 && wrong.text.contains(sentence("exchange.error.wrong-code", "en")))
    }

    @Test("A relay that has no mailbox for us, and one whose clock is another, are told on the page of partners")
    func relay() async throws {
        let world = try ReferralWorld()
        let node = world.sender.node
        let administrator = await world.web.browser(.administrator, of: 0)
        for kind in [ExchangeError.Kind.noMailbox, .wrongClock, .invalidCertificate] {
            try node.database.write { connection in
                try ExchangeProfile.set(address: "", relay: "https://relay.example", of: node, connection)
                _ = try connection.execute("UPDATE exchange_profile SET fetch_trouble = ?", [.text(kind.rawValue)])
            }
            for language in Self.languages {
                let page = await administrator.get("/administration/partners?language=\(language)")
                #expect(page.text.contains(sentence("exchange.error.\(kind.rawValue)", language)) && page.text.contains("https://relay.example"))
            }
        }
    }

    @Test("An unknown partner: the same page as for anything that is not there; the command says the way to the list")
    func unknownPartner() async throws {
        let world = try ReferralWorld()
        let administrator = await world.web.browser(.administrator, of: 0)
        #expect((await administrator.get("/administration/partners/0123456789ABCDEF")).status == 404)
        #expect(throws: ExchangeError(.unknownPartner)) { try ExchangeAdministration(world.sender.node).repair("0123456789ABCDEF") }
        #expect(ExchangeError(.unknownPartner).description.contains("corridor exchange peers"))
    }

    @Test("A link: a wrong code, and one whose time is over")
    func link() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let told = try ReferralLinks(node: world.sender.node).make(for: try world.sentWithoutNode())
        let partner = WebBrowser(world.web.pipeline)
        let path = "/referred/\(told.token)"
        let wrong = await partner.post(path, [("code", told.code == "00000000" ? "11111111" : "00000000")])
        #expect(wrong.status == 401 && wrong.text.contains(sentence("referrals.link.wrong", "en")))
        world.web.world.clock.advance(minutes: 73 * 60)
        for language in Self.languages {
            let late = await partner.get("\(path)?language=\(language)")
            #expect(late.status == 404 && late.text.contains(sentence("referrals.link.gone", language)), "\(language)")
        }
    }

    @Test("A consent that is missing, and an agreement that has ended, stand in the preview, and nothing can be sent")
    func gate() async throws {
        let world = try ReferralWorld()
        let worker = await world.web.browser(.caseworker, of: 0)
        func preview(_ submission: String) async throws -> String {
            let begun = await worker.post(
                "/cases/\(world.sender.caseRecord)/refer",
                [
                    ("submission", submission), ("kind", "referral"), ("partner", world.receiver.node.organisation.identifier), ("urgency", "same-day"),
                    ("words", "Please"),
                ])
            let draft = try #require(begun.location)
            let choice = try world.choice()
            return try #require((await worker.post(draft, choice.usual.map { ("chosen", $0) })).location)
        }
        let without = try await preview("one")
        for language in Self.languages {
            let page = await worker.get("\(without)?language=\(language)").text
            #expect(page.contains(sentence("referrals.beyond", language)) && !page.contains("/send\""), "\(language)")
        }
        try world.agree(["share-across-border"])
        let before = try await preview("two")
        #expect((await worker.get("\(before)?language=en")).text.contains("/send\""))
        let record = try world.sender.node.change(by: "test") { transaction in
            let entries = PartnerEntries(node: world.sender.node, connection: transaction.connection)
            let record = try entries.record(of: world.receiver.node.organisation.identifier)
            try entries.ensure(record, in: transaction)
            return record
        }
        try world.sender.node.database.write {
            try Agreements(node: world.sender.node, connection: $0).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: record, purposes: ["referral"], clearance: .identity, since: "2020-01-01",
                    until: "2020-12-31", ended: "", words: "", madeBy: "test"))
        }
        for language in Self.languages {
            let page = await worker.get("\(before)?language=\(language)").text
            #expect(page.contains(sentence("referrals.agreement.ended", language)) && !page.contains("/send\""), "\(language)")
        }
    }
}

/// Keys that an organisation never had.
private struct OtherKeys {
    let keys: OrganisationKeys

    init(_ organisation: String) throws { keys = try OrganisationKeys(organisation: organisation, at: 0) }
}
