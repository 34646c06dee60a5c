import Dictionary
import Formats
import Foundation
import HTTPTypes
import Interchange
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

    @Test("A place that was not understood is told and asked for, also where a country stands beside it")
    func askedPlace() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let missing = await browser.post("/directory/find", [("sentence", "shelter for a woman in Jounieh"), ("understood", "")]).text
        #expect(missing.contains("Where the help is needed was not understood") && missing.contains("\u{2068}jounieh\u{2069}"))
        let unsure = await browser.post("/directory/find", [("sentence", "a woman in Jounieh, wants to go home to Nepal"), ("understood", "")]).text
        #expect(unsure.contains("The sentence names Nepal"))
        let told = await browser.post("/directory/find", [("sentence", "shelter in Beirut"), ("understood", "")]).text
        #expect(!told.contains("place-question"))
    }

    @Test("Programs read the directory at all addresses of the HSDS API, with its filters")
    func api() async throws {
        let world = try world()
        let node = world.places[0].node
        // Of the made-up services none says a place of its own.
        try node.change(by: "x") { transaction in
            var reading = DirectoryReading(node, reader: .keyHolder, transaction.connection)
            let record = try #require(try reading.entries("service").first { $0.view.codes("types").contains("shelter") && $0.view.code("place-secret") != "yes" }).record
            try transaction.save(
                RecordChange(record: record, kind: "service", answers: ["place": Answer(.place(try Place(country: "QA", locality: "Doha", detail: "Street 5")))]))
        }
        let program = try APIProgram(world, .caseworker)
        for path in ["/hsds", "/hsds/"] {
            let start = await program.send(.get, path)
            #expect(start.status == 200 && start.json?["version"]?.string == "3.0" && start.json?["openapi_url"]?.string?.hasSuffix("/api/v1/openapi.json") == true)
        }
        func contents(_ path: String) async throws -> [JSONValue] {
            let answer = await program.send(.get, "/hsds/\(path)")
            #expect(answer.status == 200, "\(path)")
            #expect(answer.json?["total_items"]?.integer.map { Int($0) } == answer.json?["contents"]?.array?.count, "\(path)")
            return try #require(answer.json?["contents"]?.array)
        }
        for resource in ["organizations", "services", "service_at_locations", "taxonomies", "taxonomy_terms"] {
            let all = try await contents("\(resource)?per_page=100")
            #expect(!all.isEmpty, "\(resource)")
            let identifier = try #require(all.first?["id"]?.string)
            let one = await program.send(.get, "/hsds/\(resource)/\(identifier)")
            #expect(one.status == 200 && one.json?["id"]?.string == identifier, "\(resource)")
            #expect(await program.send(.get, "/hsds/\(resource)/00000000-0000-8000-8000-000000000000").status == 404)
            #expect(try await contents("\(resource)?search=qwertzuiop").isEmpty)
        }
        let services = try await contents("services?per_page=100&full=true")
        #expect(services.contains { $0["attributes"]?.array?.isEmpty == false } && services.allSatisfy { $0["last_modified"] != nil })
        let simple = try await contents("services?per_page=100")
        #expect(simple.allSatisfy { $0.object?.members.allSatisfy { $0.value.array == nil } == true && $0["organization"] != nil })
        #expect(try await contents("services?minimal=true").allSatisfy { $0.object?.members.map(\.name).sorted() == ["id", "modified_date"] })
        let owner = try #require(services.first?["organization_id"]?.string)
        #expect(try await contents("services?per_page=100&organization_id=\(owner)").allSatisfy { $0["organization_id"]?.string == owner })
        // The term of a kind of service finds the services that give it.
        let terms = try await contents("taxonomy_terms?per_page=100&search=shelter")
        let shelter = try #require(terms.first { $0["code"]?.string == "shelter" })
        let term = try #require(shelter["id"]?.string)
        let marked = try await contents("services?per_page=100&full=true&taxonomy_term_id=\(term)")
        #expect(!marked.isEmpty && marked.count < services.count)
        for service in marked { #expect(service["attributes"]?.array?.contains { $0["taxonomy_term"]?["id"]?.string == term } == true) }
        let taxonomy = try #require(shelter["taxonomy_id"]?.string)
        #expect(try await contents("services?per_page=100&taxonomy_id=\(taxonomy)").count == services.count)
        let placed = try await contents("service_at_locations?per_page=100&taxonomy_term_id=\(term)")
        #expect(placed.allSatisfy { place in marked.contains { $0["id"] == place["service"]?["id"] } })
        #expect(try await contents("organizations?full_service=true&per_page=100").contains { $0["services"]?.array?.isEmpty == false })
        let later = UInt64(world.world.clock.next() / 1000) + 86_400
        let day = Date(timeIntervalSince1970: Double(later)).formatted(.iso8601)
        #expect(try await contents("services?modified_after=\(day)").isEmpty)
        #expect(try await contents("services?per_page=100&modified_after=2020-01-01").count == services.count)
        #expect(await program.send(.get, "/hsds/services?modified_after=soon").status == 422)
        #expect(await program.send(.get, "/hsds/services?full=perhaps").status == 422)
    }

    @Test("Of a sentence that says nothing nobody is found: what was not understood is told, and the fields are offered")
    func notUnderstood() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let nothing = await browser.post("/directory/find", [("sentence", "qwertz uiop"), ("understood", "")])
        #expect(nothing.text.contains("Nothing of this was understood") && nothing.text.contains("\u{2068}qwertz\u{2069}; \u{2068}uiop\u{2069}"))
        #expect(nothing.text.contains("<details open>") && !nothing.text.contains("Pearl Helpline"))
        #expect(await browser.post("/directory/find", [("sentence", ""), ("understood", "")]).text.contains("Say at least one thing"))
        let part = await browser.post("/directory/find", [("sentence", "somebody qwertz in Doha"), ("understood", "")])
        #expect(part.text.contains("Not understood: \u{2068}qwertz\u{2069}") && part.text.contains("No kind of help was understood"))
        #expect(part.text.contains("Pearl Helpline"))
        let kept = await browser.post("/directory/find", [("sentence", "passport kept, Doha"), ("understood", "")])
        #expect(kept.text.contains("Gulf Wage Clinic"))
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

    @Test("A supervisor adds the own organisation and says whose another entry is; whoever may not say it adds an entry of somebody")
    func whose() async throws {
        let world = try world()
        let node = world.places[0].node
        let (supervisor, caseworker) = (await world.browser(.supervisor, of: 0), await world.browser(.caseworker, of: 0))
        #expect(await supervisor.get("/directory").text.contains("/directory/new?own=yes"))
        #expect(await !caseworker.get("/directory").text.contains("/directory/new?own=yes"))
        #expect(await supervisor.get("/directory/new?own=yes").text.contains("value=\"\(node.organisation.name)\""))
        let pretended = await caseworker.post("/directory/new", [("submission", "o1"), ("names", "Pretended"), ("own", "yes")])
        #expect(try node.database.read { try DirectoryFeed.entries(of: node, $0).organisations.isEmpty })
        let added = await supervisor.post("/directory/new", [("submission", "o2"), ("names", "Us"), ("own", "yes")])
        let path = try #require(added.headers[.location])
        #expect(await supervisor.get(path).text.contains("This is your own organisation"))
        #expect(await !supervisor.get("/directory").text.contains("/directory/new?own=yes"))
        #expect(try node.database.read { try DirectoryFeed.entries(of: node, $0).organisations.map(\.view.firstName) } == ["Us"])
        let other = try #require(pretended.headers[.location])
        #expect(await caseworker.post("\(other)/owner", [("owner", node.organisation.identifier)]).status == 403)
        #expect(await supervisor.post("\(other)/owner", [("owner", "NOBODY0000000000")]).status == 400)
        #expect(await supervisor.post("\(other)/owner", [("owner", node.organisation.identifier)]).status == 303)
        #expect(try node.database.read { try DirectoryFeed.entries(of: node, $0).organisations.count } == 2)
    }

    @Test("A confirmation to come and places that cannot be are refused at their fields, for a new service and for one that is there")
    func impossible() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let added = await browser.post("/directory/new", [("submission", "i1"), ("names", "Fresh House")])
        let path = try #require(added.headers[.location])
        let day = try #require(world.places[0].node.today?.adding(days: 400)).description
        for (field, value) in [("confirmed-on", day), ("capacity-on", day)] {
            let answer = await browser.refusal("\(path)/services/new", [("submission", "i-\(field)"), ("name", "X"), (field, value)])
            #expect(answer.status == 200 && answer.text.contains("This day has not come yet"), "\(field) \(value)")
        }
        let below = await browser.refusal("\(path)/services/new", [("submission", "i2"), ("name", "X"), ("places-free", "-3")])
        #expect(below.status == 200 && below.text.contains("write a whole number from 0"))
        let more = await browser.refusal(
            "\(path)/services/new",
            [("submission", "i3"), ("name", "X"), ("places-free", "30"), ("capacity", "2")])
        #expect(more.status == 200 && more.text.contains("there are 2 places in all"))
        let right = await browser.post(
            "\(path)/services/new",
            [("submission", "i4"), ("name", "Small shelter"), ("places-free", "2"), ("capacity", "2")])
        let service = try #require(right.headers[.location])
        #expect(await browser.post("\(service)/places", [("places", "3")]).status != 303)
        #expect(await browser.post("\(service)/places", [("places", "1")]).status == 303)
        #expect(await !browser.get(service).text.contains("value=\"5\""))
    }

    @Test("An import with what cannot be is taken without it, and says so; the day to come counts as never confirmed")
    func impossibleImport() async throws {
        let world = try world()
        let node = world.places[0].node
        let list = "organisation,kind,country,confirmed on,places free,capacity\nFuture House,shelter,QA,2199-01-01,30,2\n"
        let outcome = try FlatDirectory.read(Array(list.utf8), file: "list.csv", dictionary: node.dictionary)
        let saved = try DirectoryExchange(node).save(outcome.entries, leftOut: outcome.leftOut, source: "list.csv", by: "x")
        #expect(saved.findings.contains { $0.contains("list.csv, Future House, confirmed-on") } && saved.findings.contains { $0.contains("places-free") }, "\(saved.findings)")
        var need = DirectoryNeed()
        (need.types, need.country) = (["shelter"], "QA")
        let found = try DirectoryFinding(node, reader: .keyHolder).find(need)
        let future = try #require(found.first { $0.listing.organisationName == "Future House" })
        #expect(future.listing.confirmedAge == nil && future.listing.placesFree == nil && future.listing.capacityAge == nil)
    }

    @Test("A sentence with two countries that does not say in which is asked, with both readings; the choice leads on")
    func twoCountries() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let asked = await browser.post("/directory/find", [("sentence", "wife in Beirut, husband in Doha, unpaid wages"), ("understood", "")])
        #expect(asked.status == 200 && asked.text.contains("Where is the help needed?"))
        #expect(asked.text.contains("In Beirut") && asked.text.contains("In Doha") && asked.text.contains("Gulf Wage Clinic"))
        let sentence = "wife in Beirut, husband in Doha, unpaid wages"
        let chosen = await browser.post(
            "/directory/find", [("sentence", sentence), ("understood", sentence), ("types", "wage-claim"), ("country", "QA"), ("locality", "Doha")])
        #expect(chosen.text.contains("Gulf Wage Clinic") && !chosen.text.contains("Where is the help needed?"))
        let home = await browser.post("/directory/find", [("sentence", "tonight returning from Doha to Nepal, need someone at the airport"), ("understood", "")])
        #expect(home.text.contains("<option value=\"NP\" selected>") && !home.text.contains("Where is the help needed?"))
    }

    @Test("The card says hours, prices and days in the language of the page, and when it was made")
    func cardInLanguages() async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let english = await browser.get("/directory/card?from=NP&to=QA").text
        #expect(english.contains("Sunday to Thursday") && english.contains("Free of charge") && english.contains("As of ") && !english.contains("macrolanguage"))
        #expect(english.contains("Confirmed on ") && english.contains("by \u{2068}Demonstration"))
        let arabic = await browser.get("/directory/card?from=NP&to=QA&language=ar").text
        if arabic.contains("dir=\"rtl\"") { #expect(arabic.contains("من الأحد إلى الخميس") && arabic.contains("مجانًا") && !arabic.contains("Su-Th")) }
    }

    @Test("Countries are offered by their names, those of the directory first", arguments: ["/directory/card", "/directory/entries", "/network/corridor"])
    func countries(page: String) async throws {
        let world = try world()
        let browser = await world.browser(.caseworker, of: 0)
        let text = await browser.get(page).text
        let select = try #require(text.split(separator: "<select").dropFirst().first.map(String.init))
        let codes = select.split(separator: "<option value=\"").dropFirst().compactMap { $0.split(separator: "\"").first.map(String.init) }.filter { $0.count == 2 }
        let dictionary = world.places[0].node.dictionary
        let labels = codes.compactMap { dictionary.vocabulary("country")?.label(of: $0) }
        let turn = try #require(labels.indices.dropFirst().first { labels[$0] < labels[$0 - 1] })
        #expect(labels[..<turn] == labels[..<turn].sorted()[...] && labels[turn...] == labels[turn...].sorted()[...])
        #expect(codes[..<turn].contains("NP") && codes[..<turn].contains("QA") && !codes[..<turn].contains("AD"))
    }

    @Test("Entries at one place are dots beside each other")
    func spreadDots() {
        let places: [(x: Double, y: Double)] = [(100, 100), (100, 100), (101, 100), (300, 50)] + Array(repeating: (500, 500), count: 20)
        let dots = DirectoryMap.spread(places)
        #expect(dots.count == 24 && Set(dots.map { $0.index }) == Set(0..<24))
        for left in dots {
            for right in dots where left.index < right.index {
                let (across, along): (Double, Double) = (abs(left.x - right.x), abs(left.y - right.y))
                #expect(across + along > 14)
            }
        }
        let alone = dots.first { $0.index == 3 }
        #expect(alone?.x == 300 && alone?.y == 50)
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
