import Dictionary
import Foundation
import HTTPTypes
import Journal
import Referral
import Storage
import Testing

@testable import App

/// Every route as every role of every organisation, with the other organisation's identifiers.
@Suite("Who may see what on the web", .serialized)
struct AccessTests {
    @Test("Nobody learns of another organisation's records, and an identifier of theirs answers like one that is nowhere", arguments: Backend.available)
    func organisations(_ backend: Backend) async throws {
        var world = try WebWorld(backend)
        for index in 0...1 {
            world.places[index].openingRecord = try opening(in: world.places[index])
            try saveView(in: world.places[index])
            world.places[index].referralRecord = try refer(world.places[index])
        }
        for place in 0...1 {
            let other = world.places[1 - place]
            for role in [nil] + Role.allCases.map({ Optional($0) }) {
                let browser = await world.browser(role, of: place)
                for route in RouteTable.product where route.pattern.contains("{") && !route.pattern.hasPrefix("/assets") {
                    let foreign = try await answer(browser, route, world, caseRecord: other.caseRecord, other: other)
                    let nowhere = try await answer(browser, route, world, caseRecord: "0000000000000000", other: nil)
                    let situation = "\(route.method.rawValue) \(route.pattern) as \(role?.rawValue ?? "nobody") of \(place)"
                    #expect(foreign.status == nowhere.status, "\(situation)")
                    #expect(plain(foreign.text) == plain(nowhere.text), "\(situation)")
                    #expect(!foreign.text.contains(other.workerName), "\(situation)")
                    #expect(foreign.status >= 300, "\(situation)")
                }
                for route in RouteTable.product where !route.pattern.contains("{") && route.method == .get {
                    let answer = await browser.get(route.pattern)
                    for secret in [
                        other.workerName, other.caseRecord, other.personRecord, other.node.organisation.identifier, "Colleague caseworker \(1 - place)",
                    ] {
                        #expect(!answer.text.contains(secret), "\(route.pattern) as \(role?.rawValue ?? "nobody")")
                    }
                }
            }
        }
        // The other organisation's records are as they were.
        for place in world.places {
            let report = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false)
            #expect(report.view.answer("summary")?.value?.displayText == "Told \(place.workerName)")
            // The worker, who they are in the case, and the referral.
            #expect(report.linked.count == 3)
        }
        let fault = try NodeMaintenance(world.places[0].node).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    /// A request of the lawyer to see the identity.
    private func opening(in place: WebWorld.Place) throws -> String {
        let openings = Openings(node: place.node)
        try openings.ask(
            .authorisation, on: place.caseRecord, by: place.accounts[.legal]?.identifier ?? "", reason: "Told \(place.workerName)", submission: "one")
        return try #require(try place.node.database.read { try openings.latest(limit: 1, $0) }.first?.record)
    }

    /// A referral of the case to somebody without a node.
    private func refer(_ place: WebWorld.Place) throws -> String {
        let account = place.accounts[.caseworker]?.identifier ?? ""
        var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: place.caseRecord, account: account, made: place.node.now())
        (draft.partners, draft.partnerName) = ([ReferralDraft.withoutNode], "Shelter of \(place.workerName)")
        draft.offer = ReferralContent.Offer(kind: .referral, urgency: "normal")
        let work = ReferralWork(node: place.node, account: account)
        let choice = try place.node.database.read { try SharedChoice(of: place.caseRecord, as: .keyHolder, place.node, $0) }
        let chosen = try work.choose([], choice, for: draft)
        return try work.send(chosen, mark: chosen.mark)[0]
    }

    private static func viewIdentifier(of place: WebWorld.Place?) -> String { "VIEW" + (place?.caseRecord.prefix(12) ?? "") }

    /// A saved list of a colleague, shared with the others.
    private func saveView(in place: WebWorld.Place) throws {
        try place.node.database.write { connection in
            _ = try ListViews(node: place.node, connection: connection).insert(
                ListView(
                    identifier: Self.viewIdentifier(of: place), account: place.accounts[.caseworker]?.identifier ?? "", isShared: true, name: place.workerName,
                    address: ""),
                now: place.node.now())
        }
    }

    /// What stands for each named segment of a pattern: of another organisation, or nowhere. A route with a name that is not here fails the test until somebody says
    /// what it stands for.
    private func identifiers(caseRecord: String, other: WebWorld.Place?) -> [String: String] {
        let nowhere = "0000000000000000"
        return [
            "case": caseRecord, "record": other?.personRecord ?? nowhere, "person": other?.personRecord ?? nowhere, "kind": "violation",
            "account": other?.accounts[.caseworker]?.identifier ?? nowhere, "session": nowhere, "opening": other?.openingRecord ?? nowhere,
            "view": other == nil ? nowhere : Self.viewIdentifier(of: other),
            "token": String(repeating: "A", count: 43), "apitoken": nowhere, "invitation": String(repeating: "0", count: 64), "document": other?.personRecord ?? nowhere, "upload": nowhere, "number": "0",
            "letter": "complaint", "form": "nowhere", "version": "1", "name": "nowhere.png", "draft": nowhere,
            "partner": other?.node.organisation.identifier ?? nowhere, "mailbox": String(repeating: "0", count: 32),
            "round": String(repeating: "0", count: 32), "pair": String(repeating: "0", count: 32),
            "referral": other?.referralRecord ?? nowhere, "file": String(repeating: "0", count: 64), "format": "json", "notice": other?.personRecord ?? nowhere,
            "sighting": other?.personRecord ?? nowhere, "other": other?.personRecord ?? nowhere, "party": other?.personRecord ?? nowhere,
            "first": other?.personRecord ?? nowhere, "second": other?.personRecord ?? nowhere,
            "entry": other?.personRecord ?? nowhere, "change": other?.personRecord ?? nowhere, "sheet": other?.personRecord ?? nowhere,
            "list": "nowhere", "language": "en", "hash": String(repeating: "0", count: 16),
            "feed": other?.node.organisation.identifier ?? nowhere,
            // The pages for people outside are open by intent, and say nothing of any record.
            "organisation": nowhere,
        ]
    }

    private func path(_ route: Route, _ identifiers: [String: String]) -> String {
        route.pattern.replacing(#/\{([a-z-]+)\}/#) { match in
            guard let identifier = identifiers[String(match.output.1)] else {
                Issue.record("\(route.pattern): say in identifiers(caseRecord:other:) what \(match.output.0) stands for")
                return "none"
            }
            return identifier
        }
    }

    /// A request that would do something if it were let through: all identifiers of the pattern are the other organisation's.
    private func answer(_ browser: WebBrowser, _ route: Route, _ world: WebWorld, caseRecord: String, other: WebWorld.Place?) async throws -> WebBrowser.Answer
    {
        let identifiers = identifiers(caseRecord: caseRecord, other: other)
        let path = path(route, identifiers)
        if route.method == .get { return await browser.get(path) }
        return await browser.post(
            path,
            [
                ("type", "passport-kept"), ("description", "x"), ("submission", "s"), ("seen", ""), ("account", identifiers["account"] ?? ""),
                ("roles", "administrator"), ("state", "disabled"), ("display-name", "n"), ("sign-in-name", "nnn"), ("passphrase", "long enough words"),
                ("passphrase-again", "long enough words"), ("way", "emergency"), ("reason", "long enough words"), ("decision", "ended"), ("hours", "8"),
            ])
    }

    /// Without what differs from one answer to the next.
    private func plain(_ page: String) -> String {
        page.replacing(#/value="[A-Za-z0-9_-]{80,}"/#, with: "token").replacing(#/\/cases\/[0-9A-Z]{16}[^"]*/#, with: "case").replacing(
            #/name="submission" value="[^"]*"/#, with: "submission")
    }

    @Test("A route does nothing for a role without the permission, and for nobody at all")
    func roles() async throws {
        let world = try WebWorld()
        var mine = world.places[0]
        mine.openingRecord = try opening(in: mine)
        mine.referralRecord = try refer(mine)
        try saveView(in: mine)
        for role in [nil] + Role.allCases.map({ Optional($0) }) {
            let browser = await world.browser(role, of: 0)
            for route in RouteTable.product {
                guard case .permission(let permission) = route.access else { continue }
                let path = path(route, identifiers(caseRecord: mine.caseRecord, other: mine))
                let answer = route.method == .get ? await browser.get(path) : await browser.post(path, [])
                let situation = "\(route.method.rawValue) \(route.pattern) as \(role?.rawValue ?? "nobody")"
                if let role {
                    if !role.permissions.contains(permission) {
                        #expect(answer.status == 403, "\(situation)")
                        #expect(!answer.text.contains(mine.workerName), "\(situation)")
                    } else {
                        #expect(answer.status != 403, "\(situation)")
                    }
                } else {
                    #expect(answer.status == (route.method == .get ? 303 : 401), "\(situation)")
                }
            }
        }
    }

    @Test("A case opens for those who work on it and for supervisors; a confidential one for those who work on it")
    func ownCases() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)"
        for (role, status) in [
            (Role.caseworker, 200), (.supervisor, 200), (.legal, 404), (.partner, 404), (.administrator, 403), (.custodian, 403), (.analyst, 403),
        ] {
            let browser = await world.browser(role, of: 0)
            let answer = await browser.get(path)
            #expect(answer.status == status, "\(role)")
            #expect(answer.text.contains(place.workerName) == (status == 200), "\(role)")
            let list = await browser.get("/cases")
            #expect(list.text.contains(place.workerName) == (status == 200), "\(role)")
        }
        try place.node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: place.caseRecord, kind: "case", answers: ["confidential": .init(.code("yes"))]))
        }
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get(path).status == 404)
        #expect(!(await supervisor.get("/cases").text.contains(place.workerName)))
        let caseworker = await world.browser(.caseworker, of: 0)
        #expect(await caseworker.get(path).status == 200)
    }

    @Test("Assigning opens a case to a colleague")
    func assigning() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let lawyer = await world.browser(.legal, of: 0)
        #expect(await lawyer.get("/cases/\(place.caseRecord)").status == 404)
        let supervisor = await world.browser(.supervisor, of: 0)
        let both = [Role.legal, .caseworker].compactMap { place.accounts[$0]?.identifier }.map { ("account", $0) }
        #expect(await supervisor.post("/cases/\(place.caseRecord)/assign", both).status == 303)
        #expect(await lawyer.get("/cases/\(place.caseRecord)").status == 200)
        // Somebody of another organisation is nobody here.
        let stranger = world.places[1].accounts[.legal]?.identifier ?? ""
        #expect(await supervisor.post("/cases/\(place.caseRecord)/assign", [("account", stranger)]).status == 400)
    }

    @Test("What identity was seen is in the journal, once an hour")
    func readings() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.supervisor, of: 0)
        for _ in 0..<3 { _ = await browser.get("/cases/\(place.caseRecord)") }
        let entries = try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).entries(of: place.caseRecord)
        }
        let readings = entries.filter { $0.entry.act == .read }
        #expect(readings.map(\.entry.author) == [place.accounts[.supervisor]?.identifier])
    }
}
