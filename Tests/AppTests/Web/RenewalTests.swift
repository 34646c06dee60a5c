import Foundation
import Storage
import Testing
import Vault

@testable import App

@Suite("A forgotten passphrase", .serialized)
struct RenewalTests {
    private static let fresh = "four lamps under rivers"

    /// The path of a link that the administrator makes for the supervisor.
    private func link(_ world: WebWorld, _ more: [(String, String)] = []) async throws -> String {
        let account = try #require(world.places[0].accounts[.supervisor])
        let administrator = await world.browser(.administrator, of: 0)
        let made = await administrator.post("/administration/accounts/\(account.identifier)/renewal", [("passphrase", WebWorld.passphrase)] + more)
        #expect(made.status == 200)
        let path = try #require(made.text.firstMatch(of: #/\/renewal\/[A-Za-z0-9_-]{43}/#)).output
        return String(path)
    }

    @Test("A link sets a new passphrase once, ends every session, and the person is told who made it", arguments: Backend.available)
    func renewal(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let open = await world.browser(.supervisor, of: 0)
        let path = try await link(world)
        // Until it is used the person goes on, and is told on every page.
        let told = await open.get("/cases")
        #expect(told.status == 200 && told.text.contains("A link for a new passphrase"))
        #expect(await open.get("/account").text.contains("Colleague administrator 0"))
        let newcomer = WebBrowser(world.pipeline)
        #expect(await newcomer.get(path).text.contains("supervisor-0"))
        #expect(await newcomer.post(path, [("passphrase", Self.fresh), ("passphrase-again", "another")]).status == 422)
        #expect(await newcomer.post(path, [("passphrase", "password1234"), ("passphrase-again", "password1234")]).status == 422)
        #expect(await newcomer.post(path, [("passphrase", Self.fresh), ("passphrase-again", Self.fresh)]).location == "/account")
        #expect(await newcomer.get("/cases").status == 200)
        #expect(await open.get("/cases").location == "/sign-in")
        #expect(await newcomer.get(path).status == 404)
        #expect(await WebBrowser(world.pipeline).signIn("supervisor-0", WebWorld.passphrase).status == 401)
        #expect(await newcomer.get("/account").text.contains("It was used"))
        #expect(await newcomer.post("/account/renewal", []).status == 303)
        #expect(await !newcomer.get("/account").text.contains("It was used"))
    }

    @Test("The second step is asked for as always, unless it was said to be lost too; then it must be set up anew")
    func secondFactor() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let account = try #require(world.places[0].accounts[.supervisor])
        let service = world.pipeline.services.accounts
        let factor = OneTimePassword()
        try service.change(account.identifier, in: node, endingSessions: true) {
            $0.profile.secondFactor = Data(factor.secretBytes).base64EncodedString()
        }
        var settings = try node.database.read { try OrganisationSettings.read(node, $0) }
        settings.requiresSecondFactor = true
        try settings.write(to: node, by: "test")
        let passphrases = [("passphrase", Self.fresh), ("passphrase-again", Self.fresh)]
        let path = try #require(try service.renew(account.identifier, endingSecondFactor: false, by: "", in: node, now: node.now()))
        let browser = WebBrowser(world.pipeline)
        #expect(await browser.post("/renewal/\(path)", passphrases).location == "/sign-in/code")
        #expect(await browser.get("/cases").location == "/sign-in")
        #expect(await browser.post("/sign-in/code", [("code", factor.code(at: Int64(world.world.clock.next() / 1000)))]).status == 303)
        let both = try #require(try service.renew(account.identifier, endingSecondFactor: true, by: "", in: node, now: node.now()))
        let without = WebBrowser(world.pipeline)
        #expect(await without.post("/renewal/\(both)", passphrases).location == "/account")
        #expect(try service.account(account.identifier, in: node)?.profile.secondFactor == nil)
        #expect(await without.get("/cases").location == "/account")
    }

    @Test("A link ends by a newer one, after a day, when the person ends it, and with the account; it makes no account and an invitation renews none")
    func ends() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let account = try #require(world.places[0].accounts[.supervisor])
        let service = world.pipeline.services.accounts
        let now = node.now()
        func make() throws -> String { try #require(try service.renew(account.identifier, endingSecondFactor: false, by: "", in: node, now: now)) }
        let (first, second) = (try make(), try make())
        #expect(try service.renewal(first, now: now) == nil)
        #expect(try service.renewal(second, now: now + AccountService.renewalLimit - 1)?.account.identifier == account.identifier)
        #expect(try service.renewal(second, now: now + AccountService.renewalLimit) == nil)
        #expect(try service.invitation(second, now: now) == nil)
        #expect(try service.renewal(try service.invite([.caseworker], to: node, by: "operator", now: now), now: now) == nil)
        let person = await world.browser(.supervisor, of: 0)
        #expect(await person.post("/account/renewal", []).status == 303)
        #expect(try service.renewal(second, now: now) == nil)
        let third = try make()
        try service.change(account.identifier, in: node, endingSessions: true) { $0.isDisabled = true }
        #expect(try service.renewal(third, now: now) == nil)
        #expect(throws: AccountError.invitationInvalid) { _ = try service.acceptRenewal(third, passphrase: Self.fresh, now: now) }
        #expect(try service.renew(account.identifier, endingSecondFactor: false, by: "", in: node, now: now) == nil)
    }

    @Test("Nobody makes one from a session that was left open, for another organisation, or for themselves")
    func making() async throws {
        let world = try WebWorld()
        let administrator = await world.browser(.administrator, of: 0)
        let supervisor = try #require(world.places[0].accounts[.supervisor])
        let stranger = try #require(world.places[1].accounts[.supervisor])
        let own = try #require(world.places[0].accounts[.administrator])
        func post(_ account: Account, _ passphrase: String) async -> Int {
            await administrator.post("/administration/accounts/\(account.identifier)/renewal", [("passphrase", passphrase)]).status
        }
        #expect(await post(supervisor, "not the passphrase") == 422)
        #expect(try world.pipeline.services.accounts.account(supervisor.identifier, in: world.places[0].node)?.profile.renewal == nil)
        #expect(await post(stranger, WebWorld.passphrase) == 404)
        #expect(await post(own, WebWorld.passphrase) == 404)
        #expect(throws: AppError.self) { _ = try Invitations(world.places[1].node).renew("supervisor-0", endingSecondFactor: false) }
        #expect(try Invitations(world.places[0].node).renew("supervisor-0", endingSecondFactor: false).hasPrefix("/renewal/"))
    }
}
