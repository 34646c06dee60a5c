import Formats
import Foundation
import HTTPTypes
import Testing

@testable import App

/// A program with a token, without cookies.
struct APIProgram {
    let world: WebWorld
    let token: String?

    init(world: WebWorld, token: String?) {
        self.world = world
        self.token = token
    }

    init(_ world: WebWorld, _ role: Role, of place: Int = 0, _ scopes: [APIScope] = APIScope.allCases) throws {
        let place = world.places[place]
        let account = try #require(place.accounts[role])
        let session = try #require(try world.pipeline.services.accounts.signedIn(account.identifier, session: "s", in: place.node))
        self.init(
            world: world,
            token: try world.pipeline.services.accounts.makeToken(Set(scopes), days: 7, for: session, in: place.node, now: world.world.clock.next()))
    }

    func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, headers: HTTPFields = [:], text: String? = nil) async -> (
        status: Int, json: JSONValue?, headers: HTTPFields
    ) {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil || text != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let browser = WebBrowser(world.pipeline)
        let answer = await browser.send(method, "/api/v1" + path, headers: headers, body: body?.canonicalBytes() ?? Array((text ?? "").utf8))
        return (answer.status, try? JSONValue.parse(Array(answer.text.utf8)), answer.headers)
    }
}
