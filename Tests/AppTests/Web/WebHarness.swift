import Dictionary
import Foundation
import HTTPTypes
import Logging
import NIOPosix
import Storage
import Testing
import Vault

@testable import App

/// A browser without a socket: sends requests through the pipeline that the server uses, and keeps cookies.
final class WebBrowser {
    let pipeline: WebPipeline
    private(set) var cookies: [String: String] = [:]
    var address: String

    init(_ pipeline: WebPipeline, address: String = "192.0.2.1") {
        self.pipeline = pipeline
        self.address = address
    }

    /// The cookies of another browser, as on a shared computer.
    func take(_ cookies: [String: String]) { self.cookies = cookies }

    struct Answer {
        var status: Int
        var headers: HTTPFields
        var text: String
        var location: String? { headers[.location] }
        /// The token of the page's forms.
        var formToken: String { WebBrowser.value(of: "form-token", in: text) ?? "" }
    }

    func send(_ method: HTTPRequest.Method, _ target: String, headers: HTTPFields = [:], body: [UInt8] = []) async -> Answer {
        var headers = headers
        if !cookies.isEmpty { headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let source = BodyPieces(body)
        let response = await pipeline.answer(
            RawRequest(method: method, target: target, headers: headers, peer: address, nextPiece: { await source.next() }))
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1).map(String.init)
            if cookie.contains("Max-Age=0") { cookies[pair[0]] = nil } else { cookies[pair[0]] = pair.count > 1 ? pair[1] : "" }
        }
        var bytes: [UInt8] = []
        if case .bytes(let all) = response.body { bytes = all }
        return Answer(status: response.status.code, headers: response.headers, text: String(decoding: bytes, as: UTF8.self))
    }

    func get(_ target: String) async -> Answer { await send(.get, target) }

    /// Posts a form, with the token of a page that was just loaded unless one is given.
    func post(_ target: String, _ fields: [(String, String)], token: String? = nil) async -> Answer {
        var fields = fields
        let formToken: String = if let token { token } else { await get("/leave-token").formToken }
        fields.append(("form-token", formToken))
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        // Routes that take no form find the token in the header, as the page's script sends it.
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let name = HTTPField.Name("X-Form-Token") { headers[name] = formToken }
        return await send(.post, target, headers: headers, body: Array(body.utf8))
    }

    func signIn(_ name: String, _ passphrase: String) async -> Answer {
        await post("/sign-in", [("name", name), ("passphrase", passphrase)])
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
                ? String(UnicodeScalar(byte)) : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The value of a hidden field of a page.
    static func value(of name: String, in page: String) -> String? {
        guard let field = page.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(page[field.upperBound...].prefix { $0 != "\"" })
    }
}

private actor BodyPieces {
    private var pieces: [[UInt8]]

    init(_ body: [UInt8]) {
        pieces = stride(from: 0, to: body.count, by: 1_000).map { Array(body[$0..<min($0 + 1_000, body.count)]) }
    }

    func next() -> [UInt8]? { pieces.isEmpty ? nil : pieces.removeFirst() }
}

/// A node with two organisations, an account of each role in each, and a case in each that names somebody.
struct WebWorld {
    struct Place {
        var node: Node
        var caseRecord: String
        var personRecord: String
        /// A name that is nowhere else.
        var workerName: String
        var accounts: [Role: Account]
        /// A request of the lawyer to see the identity in the case.
        var openingRecord = ""
        /// A referral of the case.
        var referralRecord = ""
    }

    static let passphrase = "four words that differ"
    /// Made once: a hash takes as long as a whole test, and each world has eighteen accounts.
    private static let passphraseHash = Result { try PassphraseHash(passphrase) }

    let world: World
    let pipeline: WebPipeline
    var places: [Place]

    init(_ backend: Backend = .sqlite, rateLimited: Bool = false) throws {
        world = try World(backend)
        let second = try NodeOrganisations(world.node).add(name: "Other Helpline", country: "QA")
        var places: [Place] = []
        let nodes = [world.node, second]
        let clock = world.clock
        for (index, node) in nodes.enumerated() {
            var accounts: [Role: Account] = [:]
            for role in Role.allCases {
                let account = Account(
                    identifier: RecordIdentifier.random(), organisation: node.organisation.identifier,
                    profile: AccountProfile(displayName: "Colleague \(role.rawValue) \(index)", signInName: "\(role.rawValue)-\(index)", language: nil),
                    passphrase: try Self.passphraseHash.get(), roles: [role], created: clock.next(), isDisabled: false, lastStep: 0)
                try node.database.write { try AccountRows(node: node, connection: $0).insert(account) }
                accounts[role] = account
            }
            let name = "Qxworker\(index)Zz"
            let contact = CaseRegistration(node: node, account: accounts[.caseworker]?.identifier ?? "")
            let record = try contact.save(
                [
                    "person.names": Answer(try FieldValue(list: [.name(PersonName(full: name))], type: .name)),
                    "case.destination-country": Answer(.code("QA")), "case.summary": Answer(try FieldValue(text: "Told \(name)", limit: 1000)),
                ], submission: "first", day: try #require(CalendarDay(year: 2026, month: 1, day: 2)))
            let person = try node.database.read { connection in
                try connection.first("SELECT record FROM record_state WHERE organisation = ? AND kind = 'person'", [.integer(node.organisation.number)]) {
                    $0.text(0)
                }
            }
            places.append(Place(node: node, caseRecord: record, personRecord: person ?? "", workerName: name, accounts: accounts))
        }
        self.places = places
        let standard = try WebPipeline.standard(
            settings: ServerSettings(), nodes: nodes, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), threads: .singleton,
            now: { clock.next() })
        let token = Route.get("/leave-token", .anyone) { request, _ in .page(Page(request, title: "platform.left.title").html { _ in }) }
        pipeline = WebPipeline(
            services: standard.services, table: try RouteTable(RouteTable.product + [token]), sessions: standard.sessions, tokens: standard.tokens,
            limiter: rateLimited ? standard.limiter : RateLimiter(capacity: 1_000_000, perSecond: 1_000), metrics: standard.metrics, logger: standard.logger,
            now: standard.now)
    }

    /// A browser in which the colleague has signed in; nil is nobody. The session is begun without the hash of signing in, which `SignInTests` and `SecurityTests` go through.
    func browser(_ role: Role?, of place: Int) async -> WebBrowser {
        let browser = WebBrowser(pipeline)
        guard let role, let account = places[place].accounts[role] else { return browser }
        let token = RandomToken.make()
        do {
            try places[place].node.database.write {
                try AccountService.insertSession(token, of: account.identifier, pending: false, now: pipeline.now(), $0)
            }
        } catch {
            Issue.record(error)
        }
        browser.take([pipeline.cookies.sessionName: token])
        _ = await browser.get("/leave-token")
        return browser
    }
}
