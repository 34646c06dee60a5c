import Dictionary
import Formats
import Foundation
import HTTPTypes
import Storage
import Testing

@testable import App

@Suite("The API", .serialized)
struct APITests {
    @Test("A token sees what its person sees, for what it was made for; an ended, old or foreign one nothing")
    func tokens() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)"
        let full = try APIProgram(world, .caseworker)
        #expect(await full.send(.get, path).status == 200)
        #expect("\(String(describing: await full.send(.get, path).json))".contains(place.workerName))
        let factsOnly = try APIProgram(world, .caseworker, of: 0, [.readCases])
        let shown = await factsOnly.send(.get, path)
        #expect(shown.status == 200 && !"\(String(describing: shown.json))".contains(place.workerName))
        #expect(await factsOnly.send(.get, path + "/people").status == 403)
        #expect(!"\(String(describing: await factsOnly.send(.get, "/cases").json))".contains(place.workerName))
        // Of somebody who does not work on the case, and of another organisation, it is as if it were not there.
        #expect(await (try APIProgram(world, .legal)).send(.get, path).status == 404)
        let foreign = await (try APIProgram(world, .supervisor, of: 1)).send(.get, path)
        let nowhere = await (try APIProgram(world, .supervisor, of: 1)).send(.get, "/cases/0000000000000000")
        #expect(foreign.status == 404 && foreign.json == nowhere.json)
        // Scopes beyond the person's rights are not given.
        #expect(try APIProgram(world, .analyst, of: 0, [.readCases, .readPeople, .export]).token == nil)
        #expect(await APIProgram(world: world, token: nil).send(.get, path).status == 401)
        #expect(await APIProgram(world: world, token: "corridor_none").send(.get, path).status == 401)
        let account = try #require(place.accounts[.caseworker]?.identifier)
        for token in try world.pipeline.services.accounts.tokens(of: account, in: place.node, now: world.world.clock.next()) {
            try world.pipeline.services.accounts.endToken(token.identifier, of: account, in: place.node)
        }
        #expect(await full.send(.get, path).status == 401)
        let supervisor = try APIProgram(world, .supervisor)
        let bytes = try #require(supervisor.token)
        #expect(try world.pipeline.services.accounts.program(token: bytes, now: world.world.clock.next() + 8 * 86_400_000) == nil)
        try OrganisationSettings(requiresSecondFactor: true).write(to: place.node, by: "test")
        #expect(await supervisor.send(.get, path).status == 403)
        try OrganisationSettings().write(to: place.node, by: "test")
        try world.pipeline.services.accounts.change(try #require(place.accounts[.supervisor]?.identifier), in: place.node, endingSessions: true) {
            $0.isDisabled = true
        }
        #expect(await supervisor.send(.get, path).status == 401)
    }

    @Test("A browser's cookie opens nothing of the API, so that no other site can ask in its name")
    func cookies() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        #expect(await browser.get("/cases").status == 200)
        let answer = await browser.get("/api/v1/cases")
        #expect(answer.status == 401 && answer.headers[.contentType] == "application/problem+json" && answer.headers[.wwwAuthenticate] == "Bearer")
    }

    @Test("A case is registered once for one key, read, changed from the version that was seen, and added to")
    func writing() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let body: JSONValue = [
            "case": ["summary": ["values": ["Passport kept"]], "destination-country": ["values": ["QA"]]],
            "person": ["names": ["values": ["Asha Example", "आशा"]]],
        ]
        let made = await program.send(.post, "/cases", body, headers: [key: "key-0001"])
        #expect(made.status == 201)
        let record = try #require(made.json?["record"]?.string)
        #expect(made.headers[.location] == "/api/v1/cases/\(record)")
        #expect(await program.send(.post, "/cases", body, headers: [key: "key-0001"]).json?["record"]?.string == record)
        var other = try #require(body.object)
        other["person"] = ["names": ["values": ["Somebody else"]]]
        #expect(await program.send(.post, "/cases", .object(other), headers: [key: "key-0001"]).status == 409)
        let version = try #require(made.json?["version"]?.string)
        let change: JSONValue = [
            "version": .string(version), "answers": ["priority": ["values": ["urgent"]], "summary": ["absent": "refused", "note": "Later"]],
        ]
        let changed = await program.send(.patch, "/cases/\(record)/records/\(record)", change)
        #expect(
            changed.status == 200 && changed.json?["answers"]?["priority"]?["values"] == ["urgent"]
                && changed.json?["answers"]?["summary"]?["absent"] == "refused")
        #expect(await program.send(.patch, "/cases/\(record)/records/\(record)", change).status == 409)
        let cleared: JSONValue = ["version": changed.json?["version"] ?? .null, "answers": ["priority": .null]]
        #expect(await program.send(.patch, "/cases/\(record)/records/\(record)", cleared).json?["answers"]?["priority"] == nil)
        let added = await program.send(.post, "/cases/\(record)/records", ["kind": "violation", "answers": ["type": ["values": ["non-payment"]]]])
        #expect(added.status == 201)
        let read = await program.send(.get, "/cases/\(record)")
        #expect(read.json?["records"]?.array?.compactMap { $0["kind"]?.string }.sorted() == ["person", "violation"])
        #expect(await program.send(.get, "/cases/\(record)/people").json?["items"]?.array?.first?["through"] == "worker")
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
    }

    @Test("What no page takes no program writes either: days to come, ends before beginnings, a case closed without outcome or against its own outcome")
    func implausible() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        func register(_ answers: JSONValue) async throws -> (status: Int, pointer: String?, record: String?, version: JSONValue?) {
            let made = await program.send(
                .post, "/cases", ["case": answers, "person": ["names": ["values": ["Asha Example"]]]],
                headers: [try #require(HTTPField.Name("Idempotency-Key")): "key-\(UInt64.random(in: 0...(.max)))"])
            return (made.status, made.json?["errors"]?.array?.first?["pointer"]?.string, made.json?["record"]?.string, made.json?["version"])
        }
        let told: JSONValue = ["values": ["Passport kept"]]
        let country: JSONValue = ["values": ["QA"]]
        func answers(_ more: [String: JSONValue]) -> JSONValue {
            var object: JSONObject = ["summary": told, "destination-country": country]
            for (name, value) in more { object[name] = value }
            return .object(object)
        }
        let future = try await register(answers(["events-since": ["values": ["2199-01-01"]]]))
        #expect(future.status == 422 && future.pointer == "/case/events-since")
        let order = try await register(answers(["employment-since": ["values": ["2020-05-01"]], "employment-until": ["values": ["2019-05-01"]]]))
        #expect(order.status == 422 && order.pointer == "/case/employment-until")
        let closed = try await register(answers(["status": ["values": ["closed"]]]))
        #expect(closed.status == 422)
        let made = try await register(answers([:]))
        let record = try #require(made.record)
        func change(_ answers: JSONValue, _ version: JSONValue?) async -> (status: Int, pointers: [String], version: JSONValue?) {
            let changed = await program.send(.patch, "/cases/\(record)/records/\(record)", ["version": version ?? .null, "answers": answers])
            return (changed.status, changed.json?["errors"]?.array?.compactMap { $0["pointer"]?.string } ?? [], changed.json?["version"])
        }
        let without = await change(["status": ["values": ["closed"]]], made.version)
        #expect(without.status == 422 && without.pointers.sorted() == ["/answers/closing-date", "/answers/closing-reason", "/answers/outcomes"])
        let contradictory = await change(
            [
                "status": ["values": ["closed"]], "closing-reason": ["values": ["resolved"]], "outcomes": ["values": ["none"]],
                "closing-date": ["values": ["2020-01-01"]],
            ], made.version)
        #expect(contradictory.status == 422)
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            ("{", 400, nil), ("[]", 422, "/"), ("{\"case\":{},\"person\":{}}", 422, "/person/names"), ("{\"case\":{}}", 422, "/person"),
            ("{\"case\":{\"assigned-to\":{\"values\":[\"x\"]}},\"person\":{}}", 422, "/case/assigned-to"),
            ("{\"case\":{\"destination-country\":{\"values\":[\"Atlantis\"]}},\"person\":{}}", 422, "/case/destination-country"),
            ("{\"case\":{\"summary\":{\"values\":[1]}},\"person\":{}}", 422, "/case/summary"), ("{\"case\":{},\"person\":{},\"x\":1}", 422, "/x"),
        ] as [(String, Int, String?)])
    func mistakes(_ body: String, _ status: Int, _ pointer: String?) async throws {
        let world = try WebWorld()
        let answer = await (try APIProgram(world, .caseworker)).send(.post, "/cases", text: body)
        #expect(answer.status == status, "\(body)")
        #expect(answer.headers[.contentType] == "application/problem+json" && answer.json?["title"]?.string?.isEmpty == false)
        #expect(answer.json?["errors"]?.array?.first?["pointer"]?.string == pointer, "\(body)")
    }

    @Test("Pages by cursor hold every case once, and unknown parameters are told")
    func paging() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .supervisor)
        for number in 0..<7 {
            let body: JSONValue = [
                "case": ["summary": ["values": [.string("S\(number)")]], "destination-country": ["values": ["QA"]]],
                "person": ["names": ["values": [.string("N\(number)")]]],
            ]
            #expect(await program.send(.post, "/cases", body).status == 201)
        }
        for path in ["/cases", "/exports/facts"] {
            var found: [String] = []
            var after: String?
            repeat {
                let page = await program.send(.get, "\(path)?limit=3" + (after.map { "&after=\($0)" } ?? "")).json
                found += page?["items"]?.array?.compactMap { $0["case"]?.string } ?? []
                after = page?["next"]?.string
            } while after != nil
            #expect(found.count == 8 && Set(found).count == 8, "\(path)")
        }
        // Whoever counts and sees nobody has the same facts with a scope of their own, and nothing else.
        let analyst = try APIProgram(world, .analyst)
        let facts = await analyst.send(.get, "/exports/facts?limit=100")
        #expect(facts.status == 200 && facts.json?["items"]?.array?.count == 8, "\(String(describing: facts.json))")
        let told = String(describing: facts.json)
        #expect(!told.contains("N1") && !told.contains(world.places[0].workerName))
        for path in ["/cases", "/exports/cases", "/tasks"] { #expect(await analyst.send(.get, path).status == 403, "\(path)") }
        for after in ["none", "a", "%7E"] { #expect(await analyst.send(.get, "/exports/facts?after=\(after)").status == 422) }
        for query in ["limit=0", "limit=x", "limit=101", "limit=1&limit=2", "order=none", "after=%20"] {
            #expect(await program.send(.get, "/cases?\(query)").status == 422, "\(query)")
        }
    }

    @Test("The document describes every route of the API, and the copy in Docs/ is the one that is served")
    func document() async throws {
        let world = try WebWorld()
        let served = await APIProgram(world: world, token: nil).send(.get, "/openapi.json")
        #expect(served.status == 200)
        let paths = try #require(served.json?["paths"]?.object)
        for route in RouteTable.product where route.pattern.hasPrefix("/api/v1") && route.pattern != "/api/v1/openapi.json" {
            #expect(paths[route.pattern]?[route.method.rawValue.lowercased()] != nil, "\(route.pattern)")
        }
        #expect(paths.members.count == Set(APIRoutes.operations.map(\.path)).count)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Docs/openapi.json").standardized
        if ProcessInfo.processInfo.environment["CORRIDOR_WRITE_OPENAPI"] != nil { try Data((APIRoutes.document.prettyPrinted() + "\n").utf8).write(to: file) }
        let copy = try JSONValue.parse([UInt8](Data(contentsOf: file)))
        // Not compared inside the expectation, which would print megabytes.
        let isServed = copy.canonicalBytes() == served.json?.canonicalBytes()
        #expect(isServed, "run the test once with CORRIDOR_WRITE_OPENAPI=1")
    }

    @Test("Making and ending tokens by page: shown once, only their digests kept")
    func pages() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let made = await browser.post("/account/tokens", [("scopes", "cases:read"), ("days", "7")])
        let token = try #require(made.text.firstMatch(of: #/corridor_[A-Za-z0-9_-]{43}/#)).output
        #expect(await APIProgram(world: world, token: String(token)).send(.get, "/cases").status == 200)
        let page = await browser.get("/account/tokens")
        #expect(!page.text.contains(token))
        let identifier = try #require(page.text.firstMatch(of: #/\/account\/tokens\/([0-9A-Z]{16})\/end/#)).output.1
        let colleague = await world.browser(.supervisor, of: 0)
        _ = await colleague.post("/account/tokens/\(identifier)/end", [])
        #expect(await APIProgram(world: world, token: String(token)).send(.get, "/cases").status == 200, "a colleague cannot end it")
        #expect(await browser.post("/account/tokens/\(identifier)/end", []).status == 303)
        #expect(await APIProgram(world: world, token: String(token)).send(.get, "/cases").status == 401)
        #expect(await browser.post("/account/tokens", [("days", "7")]).status == 422)
        for file in try FileManager.default.contentsOfDirectory(at: world.world.data, includingPropertiesForKeys: nil) {
            #expect(!String(decoding: try Data(contentsOf: file), as: UTF8.self).contains(token), "\(file.lastPathComponent)")
        }
    }
}
