import Dictionary
import Foundation
import HTTPTypes
import Storage
import Testing

@testable import App

/// The pages of the directory as people use them.
@Suite("Pages of the directory")
struct DirectoryPageTests {
    private func world() throws -> WebWorld {
        let world = try WebWorld()
        _ = try world.places[0].node.change(by: "x") { try DemonstrationDirectory(node: world.places[0].node).save(in: $0) }
        return world
    }

    @Test("A sentence is understood, shown to be corrected, and answered with reasons")
    func find() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.get("/directory").status == 200)
        let answer = await browser.post(
            "/directory/find", [("sentence", "a domestic worker, Nepali, in Beirut, left her employer tonight"), ("understood", "")])
        #expect(answer.status == 200)
        #expect(answer.text.contains("Night shelter for women") && answer.text.contains("3 places free"))
        #expect(answer.text.contains("<option value=\"NP\" selected>"))
        #expect(!answer.text.contains("Gulf Wage Clinic"))
        // Corrected fields count, not the sentence that was read before.
        let corrected = await browser.post("/directory/find", [("sentence", "x"), ("understood", "x"), ("types", "wage-claim"), ("country", "QA")])
        #expect(corrected.text.contains("Gulf Wage Clinic") && !corrected.text.contains("Night shelter"))
    }

    @Test("An entry is confirmed with a name and a day, and free places are told in one step")
    func keep() async throws {
        let world = try world()
        let node = world.places[0].node
        let services = try node.database.read { connection in
            var reading = DirectoryReading(node, reader: .keyHolder, connection)
            return try reading.entries("service")
        }
        let service = try #require(services.first { $0.view.text("name") == "Return of a body" })
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.get("/directory/due").text.contains("Return of a body"))
        #expect(await browser.post("/directory/entries/\(service.record)/confirm", [("back", "due")]).status == 303)
        #expect(await !browser.get("/directory/due").text.contains("Return of a body"))
        #expect(await browser.get("/directory/entries/\(service.record)").text.contains("Colleague caseworker 0"))
        #expect(await browser.post("/directory/entries/\(service.record)/places", [("places", "0")]).status == 303)
        let full = try node.database.read { connection in
            var reading = DirectoryReading(node, reader: .keyHolder, connection)
            return try reading.entry(service.record).view
        }
        #expect(full.count("places-free") == 0 && full.code("status") == "full")
        #expect(await browser.post("/directory/entries/\(service.record)/places", [("places", "-3")]).status == 400)
    }

    @Test("An organisation and its service are added and edited with the usual forms; a private note stays off cards and out of the HSDS API")
    func write() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let nameless = await browser.refusal("/directory/new", [("submission", "s1"), ("country", "QA")])
        #expect(nameless.status == 200 && nameless.text.contains("Give a name"))
        let added = await browser.post("/directory/new", [("submission", "s2"), ("names", "Fresh House"), ("private-note", "Qxprivate")])
        let path = try #require(added.headers[.location])
        #expect(await browser.get(path).text.contains("Qxprivate"))
        #expect(await browser.post("\(path)/services/new", [("submission", "s3"), ("name", "Fresh shelter"), ("types", "shelter")]).status == 303)
        #expect(await browser.get(path).text.contains("Fresh shelter"))
        for page in ["/directory/card", "/directory/map", "/directory/entries", "/network", "/network/corridor?from=NP&to=QA"] {
            let answer = await browser.get(page)
            #expect(answer.status == 200 && !answer.text.contains("Qxprivate"), "\(page)")
        }
        let record = String(path.split(separator: "/").last ?? "")
        let other = await world.browser(.caseworker, of: 1)
        #expect(await other.get("/directory/entries/\(record)").status == 404)
        #expect(await other.post("/directory/entries/\(record)/confirm", []).status == 404)
    }

    @Test("Somebody who only gets referrals does not read the directory")
    func partner() async throws {
        let world = try world()
        let browser = await world.browser(.partner, of: 0)
        for page in ["/directory", "/directory/entries", "/directory/map", "/directory/card", "/network"] {
            #expect(await browser.get(page).status == 403, "\(page)")
        }
    }
}
