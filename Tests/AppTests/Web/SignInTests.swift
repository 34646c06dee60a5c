import Foundation
import HTTPTypes
import Logging
import NIOPosix
import Synchronization
import Testing
import Vault

@testable import App

@Suite("Signing in", .serialized)
struct SignInTests {
    @Test("A session gets a new token at sign-in, and one that was planted before opens nothing")
    func fixation() async throws {
        let world = try WebWorld()
        let browser = WebBrowser(world.pipeline)
        _ = await browser.get("/sign-in")
        #expect(browser.cookies["session"] == nil)
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        let first = try #require(browser.cookies["session"])
        #expect(await browser.get("/cases").status == 200)
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        #expect(browser.cookies["session"] != first)
        #expect(await browser.post("/sign-out", []).status == 303)
        #expect(browser.cookies["session"] == nil)
        #expect(await browser.get("/cases").location == "/sign-in")
    }

    @Test("An unknown name and a wrong passphrase are told the same")
    func unknownName() async throws {
        let world = try WebWorld()
        let browser = WebBrowser(world.pipeline)
        let wrong = await browser.signIn("supervisor-0", "not the passphrase")
        let unknown = await browser.signIn("nobody-here", "not the passphrase")
        #expect(wrong.status == 401 && unknown.status == 401)
        func plain(_ text: String) -> String { text.replacing(#/value="[^"]*"/#, with: "") }
        #expect(plain(wrong.text) == plain(unknown.text))
        #expect(!wrong.text.contains("not the passphrase"))
    }

    @Test("Somebody who guesses has to wait; the owner elsewhere does not")
    func throttling() async throws {
        let world = try WebWorld()
        let guesser = WebBrowser(world.pipeline, address: "198.51.100.7")
        var statuses: [Int] = []
        for _ in 0..<8 { statuses.append(await guesser.signIn("supervisor-0", "a wrong passphrase").status) }
        #expect(statuses.prefix(5).allSatisfy { $0 == 401 })
        #expect(statuses.suffix(2).contains(429))
        let owner = WebBrowser(world.pipeline, address: "192.0.2.99")
        #expect(await owner.signIn("supervisor-0", WebWorld.passphrase).status == 303)
    }

    @Test("The second step: a code is good once, a recovery code once, the passphrase alone opens nothing")
    func secondFactor() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let account = try #require(world.places[0].accounts[.supervisor])
        let service = world.pipeline.services.accounts
        let factor = OneTimePassword()
        let (codes, stored) = RecoveryCodes.generate()
        try service.change(account.identifier, in: node, endingSessions: true) {
            $0.profile.secondFactor = Data(factor.secretBytes).base64EncodedString()
            $0.profile.recoveryCodes = stored
        }
        func attempt(_ code: String) async -> Int {
            let browser = WebBrowser(world.pipeline, address: "203.0.113.\(code.hashValue & 127)")
            #expect(await browser.signIn("supervisor-0", WebWorld.passphrase).location == "/sign-in/code")
            #expect(await browser.get("/cases").location == "/sign-in", "the passphrase alone opens the cases")
            let before = browser.cookies["session"]
            let status = await browser.post("/sign-in/code", [("code", code)]).status
            if status == 303 {
                #expect(browser.cookies["session"] != before)
                #expect(await browser.get("/cases").status == 200)
            }
            return status
        }
        let code = factor.code(at: Int64(world.world.clock.next() / 1000))
        #expect(await attempt(code) == 303)
        #expect(await attempt(code) == 401)
        #expect(await attempt(codes[3]) == 303)
        #expect(await attempt(codes[3]) == 401)
        #expect(await attempt("000000") == 401)
    }

    @Test("Sessions end with the passphrase's change, with the account's, after an hour idle and after twelve")
    func sessionsEnd() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let account = try #require(world.places[0].accounts[.supervisor])
        let service = world.pipeline.services.accounts
        let now = world.world.clock.next()
        let token = try service.signIn(name: "supervisor-0", passphrase: WebWorld.passphrase, place: "here", now: now).token
        #expect(try service.session(token: token, now: now + AccountService.idleLimit - 1) != nil)
        #expect(try service.session(token: token, now: now + 2 * AccountService.idleLimit - 1_000) != nil)
        #expect(try service.session(token: token, now: now + 4 * AccountService.idleLimit) == nil)
        let browser = await world.browser(.supervisor, of: 0)
        let other = await world.browser(.supervisor, of: 0)
        let change = [
            ("passphrase", WebWorld.passphrase), ("new-passphrase", "five other words that differ"), ("new-passphrase-again", "five other words that differ"),
        ]
        #expect(await browser.post("/account/passphrase", change).status == 303)
        #expect(await browser.get("/cases").status == 200)
        #expect(await other.get("/cases").status == 303)
        let administrator = await world.browser(.administrator, of: 0)
        #expect(await administrator.post("/administration/accounts/\(account.identifier)", [("state", "disabled")]).status == 303)
        #expect(await browser.get("/cases").status == 303)
        #expect(await browser.signIn("supervisor-0", "five other words that differ").status == 401)
        #expect(try service.account(account.identifier, in: node)?.isDisabled == true)
    }

    @Test("Whoever finds a session open changes nothing about signing in without the passphrase, and cannot try them all")
    func again() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let other = await world.browser(.supervisor, of: 0)
        let page = await browser.post("/account/second-factor", [])
        let secret = try #require(WebBrowser.value(of: "secret", in: page.text).flatMap { Data(base64Encoded: $0) })
        func confirm(_ passphrase: String) async throws -> Int {
            let code = try OneTimePassword(secret: [UInt8](secret)).code(at: Int64(world.world.clock.next() / 1000))
            let fields = [("secret", secret.base64EncodedString()), ("code", code), ("factor-passphrase", passphrase)]
            return await browser.post("/account/second-factor/confirm", fields).status
        }
        let end = try #require(await browser.get("/account").text.firstMatch(of: #/formaction="([^"]+)"/#)).1
        #expect(try await confirm("not the passphrase") == 422)
        let refused = await browser.post(String(end), [("session-passphrase", "")])
        #expect(refused.status == 422 && refused.text.contains("problem-session-passphrase"))
        #expect(await other.get("/cases").status == 200)
        #expect(await browser.post(String(end), [("session-passphrase", WebWorld.passphrase)]).status == 303)
        #expect(await other.get("/cases").location == "/sign-in")
        let account = try #require(world.places[0].accounts[.supervisor])
        let (accounts, node, now) = (world.pipeline.services.accounts, world.places[0].node, world.world.clock.next())
        let session = try #require(try accounts.signedIn(account.identifier, session: "", in: node))
        for _ in 0..<AccountService.freeTries { #expect(try !accounts.isOwner("not the passphrase", of: session, in: node, now: now)) }
        // After five wrong tries the right one has to wait too.
        #expect(throws: AccountError.wait(2)) { try accounts.isOwner(WebWorld.passphrase, of: session, in: node, now: now) }
        #expect(try accounts.isOwner(WebWorld.passphrase, of: session, in: node, now: now + 2_000))
        #expect(try world.pipeline.services.accounts.account(account.identifier, in: world.places[0].node)?.profile.secondFactor == nil)
    }

    @Test(
        "A passphrase that is little more than the names of the person or the organisation is not taken",
        arguments: [("Supervisor-0 2026", false), ("CORRIDOR corridor 12", false), ("Colleagué 1234567", false), ("four corridor words that differ", true)])
    func names(_ passphrase: String, _ isGood: Bool) async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let change = await browser.post(
            "/account/passphrase", [("passphrase", WebWorld.passphrase), ("new-passphrase", passphrase), ("new-passphrase-again", passphrase)])
        #expect(change.status == (isGood ? 303 : 422) && !change.text.contains(passphrase))
        #expect(KnownWords(["Migrant Helpline"]).leaveEnough(of: "helpline99 migrant") == false && KnownWords(["A B"]).leaveEnough(of: "abab"))
    }

    @Test("The operator's log tells whose sign-in failed or succeeded with which factor, and who asked for what they may not, by numbers only")
    func logged() async throws {
        let world = try WebWorld()
        let lines = CapturedLines()
        let clock = world.world.clock
        let pipeline = try WebPipeline.standard(
            settings: ServerSettings(), nodes: world.places.map(\.node), logger: Logger(label: "test", factory: { _ in lines.handler }), threads: .singleton,
            now: { clock.next() })
        let account = try #require(world.places[0].accounts[.administrator]?.identifier)
        let browser = WebBrowser(pipeline)
        for (name, passphrase) in [("nobody-here", "Qxsecret of nobody"), ("administrator-0", "Qxsecret of mine"), ("administrator-0", WebWorld.passphrase)] {
            _ = await browser.post("/sign-in", [("name", name), ("passphrase", passphrase)], token: await browser.get("/sign-in").formToken)
        }
        #expect(await browser.get("/cases").status == 403)
        let told = lines.all.filter { $0.contains("POST") && $0.contains("/sign-in") }
        #expect(told.count == 3 && told.allSatisfy { $0.contains("factor=passphrase") })
        #expect(told[0].contains("account=none") && told[0].contains("status=401"))
        #expect(told[1].contains("account=\(account)") && told[1].contains("status=401"))
        #expect(told[2].contains("account=\(account)") && told[2].contains("status=303"))
        #expect(lines.all.contains { $0.contains("status=403") && $0.contains("account=\(account)") })
        #expect(!lines.all.contains { $0.contains("nobody-here") || $0.contains("administrator-0") || $0.contains("Qxsecret") })
    }

    @Test("An invitation is good once, not after a week, and not for a name that is taken")
    func invitations() throws {
        let world = try WebWorld()
        let service = world.pipeline.services.accounts
        let node = world.places[0].node
        let now = world.world.clock.next()
        func accept(_ token: String, _ name: String, at moment: UInt64) throws {
            try service.accept(token, displayName: "N", signInName: name, passphrase: WebWorld.passphrase, language: nil, now: moment)
        }
        let token = try service.invite([.legal], to: node, by: "operator", now: now)
        #expect(throws: AccountError.nameTaken) { try accept(token, "LEGAL-1", at: now) }
        try accept(token, "new-name", at: now)
        #expect(throws: AccountError.invitationInvalid) { try accept(token, "another", at: now) }
        let late = try service.invite([.legal], to: node, by: "operator", now: now)
        #expect(throws: AccountError.invitationInvalid) { try accept(late, "another", at: now + AccountService.invitationLimit) }
    }

    @Test("Somebody who tries passphrases from the same address does not make the owner wait in a browser that the account is known in")
    func lockingOut() async throws {
        let world = try WebWorld()
        let owner = WebBrowser(world.pipeline)
        #expect(await owner.signIn("coordinator-0", WebWorld.passphrase).status == 303)
        let attacker = WebBrowser(world.pipeline)
        for _ in 0..<8 { #expect([401, 429].contains(await attacker.signIn("coordinator-0", "not the passphrase at all").status)) }
        #expect(await attacker.signIn("coordinator-0", WebWorld.passphrase).status == 429)
        #expect(await WebBrowser(world.pipeline).signIn("coordinator-0", WebWorld.passphrase).status == 429)
        // The owner, from the same address, in the browser of yesterday.
        #expect(await owner.post("/sign-out", []).status == 303)
        #expect(await owner.signIn("coordinator-0", WebWorld.passphrase).status == 303)
        // The mark of one account opens no way for another, and a made-up one none at all.
        let node = world.places[0].node
        let (coordinator, legal) = (try #require(world.places[0].accounts[.coordinator]), try #require(world.places[0].accounts[.legal]))
        let kept = KnownBrowser(node).make(for: coordinator.identifier)
        #expect(KnownBrowser(node).number(kept, of: coordinator.identifier) != nil && KnownBrowser(node).number(kept, of: legal.identifier) == nil)
        #expect(KnownBrowser(world.places[1].node).number(kept, of: coordinator.identifier) == nil)
        for other in [nil, "", "_", kept + "A", String(kept.dropLast(2)), "A" + kept] as [String?] {
            #expect(KnownBrowser(node).number(other, of: coordinator.identifier) == nil)
        }
        // Leaving in a hurry leaves no trace of having been here.
        #expect(await owner.post("/leave", []).headers[values: .setCookie].contains { $0.hasPrefix("known=;") && $0.contains("Max-Age=0") })
    }

    @Test("One address cannot try one passphrase for many names without waiting, and whoever signs in there rightly does not count")
    func spraying() throws {
        let world = try WebWorld()
        let service = world.pipeline.services.accounts
        let now = world.world.clock.next()
        for number in 0..<AccountService.freeTriesOfAddress {
            #expect(throws: AccountError.wrong) { try service.signIn(name: "nobody-\(number)", passphrase: "one passphrase for all", place: "office", now: now) }
        }
        #expect(throws: AccountError.wait(2)) { try service.signIn(name: "nobody-else", passphrase: "one passphrase for all", place: "office", now: now) }
        let account = try service.signIn(name: "legal-0", passphrase: WebWorld.passphrase, place: "office", now: now + 2_000).account
        // Known browsers go on whatever others do there.
        let kept = try service.newKnownBrowser(of: account)
        _ = try service.signIn(name: "legal-0", passphrase: WebWorld.passphrase, place: "office", browser: kept, now: now + 2_001)
        #expect(throws: AccountError.wrong) { try service.signIn(name: "nobody-else", passphrase: "one passphrase for all", place: "elsewhere", now: now) }
    }

    @Test("A link that was used, mistyped or has ended says what to do, and no more than that it opens nothing")
    func endedLinks() async throws {
        let world = try WebWorld()
        let service = world.pipeline.services.accounts
        let token = try service.invite([.legal], to: world.places[0].node, by: "operator", now: world.world.clock.next())
        let browser = WebBrowser(world.pipeline)
        #expect(await browser.get("/invitation/\(token)").status == 200)
        try service.accept(
            token, displayName: "N", signInName: "new-name", passphrase: WebWorld.passphrase, language: nil, now: world.world.clock.next())
        let used = await browser.get("/invitation/\(token)")
        let never = await browser.get("/invitation/\(RandomToken.make())")
        #expect(used.status == 404 && used.text.contains("it has been used, has ended or is not whole"))
        #expect(used.text.contains("sign in") && never.status == 404 && never.text.contains("it has been used, has ended"))
        #expect(await browser.get("/renewal/\(RandomToken.make())").text.contains("This link opens nothing"))
    }

    @Test("The list of sessions says with what somebody signed in and when it was last used, and nothing more particular")
    func devices() async throws {
        let world = try WebWorld()
        let service = world.pipeline.services.accounts
        let account = try #require(world.places[0].accounts[.supervisor])
        let browser = await world.browser(.supervisor, of: 0)
        _ = try service.signIn(
            name: "supervisor-0", passphrase: WebWorld.passphrase, place: "there",
            device: SignInDevice.name("Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0"), now: world.world.clock.next())
        let page = await browser.get("/account").text
        #expect(page.contains("Firefox · Android") && page.contains("last used") && !page.contains("121"))
        #expect(try service.sessions(of: account.identifier, in: world.places[0].node, now: world.world.clock.next()).count == 2)
        // The second step takes over with what the first was done.
        #expect(await browser.get("/sign-in/code").location == "/today")
        #expect(await WebBrowser(world.pipeline).get("/sign-in/code").location == "/sign-in")
    }

    @Test(
        "Browsers and systems are told by what they say of themselves",
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
            ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome · Android"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge · Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari · macOS"),
            ("curl/8.5.0", ""), ("", ""),
        ])
    func deviceNames(_ said: String, _ name: String) {
        #expect(SignInDevice.name(said) == name)
    }

    @Test("Names of staff, tokens and passphrases are nowhere in the database's files")
    func secrecy() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let session = try #require(browser.cookies["session"])
        _ = await browser.get("/cases")
        for file in try FileManager.default.contentsOfDirectory(at: world.world.data, includingPropertiesForKeys: nil) {
            let bytes = [UInt8](try Data(contentsOf: file))
            for secret in ["supervisor-0", "Colleague supervisor", WebWorld.passphrase, session, world.places[0].workerName] {
                #expect(!bytes.contains(sequence: Array(secret.utf8)), "\(secret) is in \(file.lastPathComponent)")
            }
        }
    }

    @Test(
        "A passphrase that many people use is not taken, however it is written", arguments: ["qwerty1234567", "QWERTY 1234567", "1q2w3e4r5t6y", "Password1234", "Correct Horse battery staple"])
    func commonPassphrase(_ passphrase: String) async throws {
        #expect(CommonPassphrases.standard.count >= 3_000)
        #expect(CommonPassphrases.standard.contains(passphrase) && !CommonPassphrases.standard.contains(WebWorld.passphrase))
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let change = await browser.post(
            "/account/passphrase", [("passphrase", WebWorld.passphrase), ("new-passphrase", passphrase), ("new-passphrase-again", passphrase)])
        #expect(change.status == 422 && change.text.contains("Many people use this passphrase") && !change.text.contains(passphrase))
        let token = try world.pipeline.services.accounts.invite([.caseworker], to: world.places[0].node, by: "operator", now: world.world.clock.next())
        #expect(throws: AccountError.commonPassphrase) {
            try world.pipeline.services.accounts.accept(
                token, displayName: "New", signInName: "newcomer", passphrase: passphrase, language: nil, now: world.world.clock.next())
        }
        #expect(await WebBrowser(world.pipeline).signIn("caseworker-0", WebWorld.passphrase).status == 303)
    }
}

/// Keeps what is logged.
private final class CapturedLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var handler: Handler { Handler(lines: self) }

    struct Handler: LogHandler {
        let lines: CapturedLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(lines: CapturedLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let said = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            lines.lines.withLock { $0.append("\(event.message) \(said)") }
        }
    }
}

extension [UInt8] {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        guard let first = sequence.first, count >= sequence.count else { return false }
        return (0...(count - sequence.count)).contains { self[$0] == first && self[$0..<$0 + sequence.count].elementsEqual(sequence) }
    }
}
