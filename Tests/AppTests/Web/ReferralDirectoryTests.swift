import Dictionary
import Exchange
import Foundation
import HTTPTypes
import Journal
import Referral
import Storage
import Testing

@testable import App

/// From the search of the directory straight on to a referral.
@Suite("A referral begins in the directory", .serialized)
struct ReferralDirectoryTests {
    private let world: ReferralWorld
    private let browser: WebBrowser
    private var node: Node { world.sender.node }
    private var path: String { "/cases/\(world.sender.caseRecord)" }

    init() async throws {
        world = try ReferralWorld()
        let node = world.sender.node
        _ = try node.change(by: "x") { try DemonstrationDirectory(node: node).save(in: $0) }
        browser = await world.web.browser(.caseworker, of: 0)
    }

    private func service(_ name: String) throws -> DirectoryEntry {
        try #require(
            try node.database.read { connection in
                var reading = DirectoryReading(node, reader: .keyHolder, connection)
                return try reading.entries("service").first { $0.view.text("name") == name }
            })
    }

    @Test("The case's own facts are the question, the case stays through search and entry, and the referral begins with the receiver and the need chosen")
    func fromCase() async throws {
        #expect(await browser.get(path).text.contains("href=\"/directory?case=\(world.sender.caseRecord)\""))
        let start = await browser.get("/directory?case=\(world.sender.caseRecord)")
        #expect(start.text.contains("name=\"case\" value=\"\(world.sender.caseRecord)\"") && start.text.contains("<option value=\"QA\" selected>"))
        let found = await browser.post("/directory/find", [("case", world.sender.caseRecord), ("types", "wage-claim"), ("country", "QA")])
        let clinic = try #require(found.text.firstMatch(of: #/href="/directory/entries/([0-9A-Z]{16})\?case=/#)).1
        let refer = "\(path)/refer?to=\(clinic)"
        #expect(found.text.contains("href=\"\(refer)\"") && found.text.contains("Not connected"))
        #expect(await browser.get("/directory/entries/\(clinic)?case=\(world.sender.caseRecord)").text.contains("href=\"\(refer)\""))
        let form = await browser.get(refer)
        let organisation = try #require(try service("Wage claims").view.links("organisation").first)
        #expect(form.text.contains("You exchange no messages with") && form.text.contains("Nothing was ever agreed with"))
        #expect(form.text.contains("<option value=\"-\" selected>") && form.text.contains("<option value=\"\(organisation)\" selected>"))
        let sheet = FormSheet(form.text, to: "\(path)/refer")
        let begun = await browser.send(
            sheet, [("kind", "referral"), ("partner", "-"), ("organisation", organisation), ("urgency", "urgent"), ("needs", "wage-claim")])
        let draft = try #require(begun.location?.split(separator: "/").last.map(String.init))
        let kept = try #require(try node.database.read { try ReferralDrafts(node: node).find(draft, ofCase: world.sender.caseRecord, $0) })
        #expect(kept.organisation == organisation && kept.partners == [ReferralDraft.withoutNode] && kept.offer?.needs == ["wage-claim"])
    }

    @Test("Of an entry somebody chooses among their own open cases, or looks for one; a partner's entry leads to the partner, and what is agreed is told")
    func fromEntry() async throws {
        let partner = world.receiver.node
        let (entry, name) = try node.database.write { connection in
            (try PartnerEntries(node: node, connection: connection).record(of: partner.organisation.identifier), partner.organisation.name)
        }
        try node.change(by: "x") { try PartnerEntries(node: node, connection: $0.connection).ensure(entry, in: $0) }
        #expect(await browser.get("/directory/entries/\(entry)").text.contains("href=\"/directory/entries/\(entry)/refer\""))
        let choose = await browser.get("/directory/entries/\(entry)/refer")
        #expect(choose.text.contains("\(path)/refer?to=\(entry)") && choose.text.contains("You exchange messages with \u{2068}\(name)\u{2069}"))
        try world.web.pipeline.services.search.prepare(node)
        let found = await browser.post("/directory/entries/\(entry)/refer", [("q", world.sender.workerName)])
        #expect(found.text.contains("\(path)/refer?to=\(entry)"))
        let form = await browser.get("\(path)/refer?to=\(entry)")
        #expect(form.text.contains("<option value=\"\(partner.organisation.identifier)\" selected>"))
        try node.database.write { connection in
            try Agreements(node: node, connection: connection).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: entry, purposes: ["referral"], clearance: .sensitive, since: "2020-01-01",
                    until: "2020-12-31", ended: "", words: "", madeBy: ""))
        }
        #expect(await browser.get("\(path)/refer?to=\(entry)").text.contains("ended on"))
        try Partners.set(.blocked, of: partner.organisation.identifier, node)
        let blocked = await browser.get("\(path)/refer?to=\(entry)")
        #expect(blocked.text.contains("Nothing crosses to") && !blocked.text.contains("<option value=\"\(partner.organisation.identifier)\""))
        #expect(blocked.text.contains("You exchange messages with nobody yet"))
    }

    @Test("Nobody keeps a case through the search, or refers it, who may not open it; whoever writes no cases sees no way to a referral")
    func closed() async throws {
        let other = world.receiver.caseRecord
        let entry = try service("Wage claims").record
        #expect(await browser.get("/directory?case=\(other)").status == 404)
        #expect(await browser.post("/directory/find", [("case", other), ("country", "QA")]).status == 404)
        #expect(await browser.get("/directory/entries/\(entry)?case=\(other)").status == 404)
        #expect(await browser.get("\(path)/refer?to=\(RecordIdentifier.random())").status == 404)
        let stranger = await world.web.browser(.caseworker, of: 1)
        #expect(await stranger.get("/directory/entries/\(entry)/refer").status == 404)
        let coordinator = await world.web.browser(.coordinator, of: 0)
        let results = await coordinator.post("/directory/find", [("types", "wage-claim"), ("country", "QA")])
        #expect(results.status == 200 && !results.text.contains("Refer a case to them"))
        #expect(await coordinator.get("/directory/entries/\(entry)/refer").status == 403)
    }

    @Test("A message that is sent again is one message, also when the program ended after it was saved and before that was noted beside the form")
    func messageOnce() async throws {
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let place = "/referrals/\(referral)/steps"
        let page = await browser.get("/referrals/\(referral)").text
        let form = try #require(page.components(separatedBy: "<form ").first { $0.contains("value=\"message\"") })
        #expect(form.contains("data-waits=") && form.contains("data-seal=") && form.contains("data-place="))
        #expect(await browser.get(path).text.contains("data-waits="), "the page of the case has it too")
        let number = RecordIdentifier.random()
        let fields = [("submission", number), ("event", "message"), ("words", "She is at the gate"), ("back", "case"), ("action", "save")]
        #expect(await browser.post(place, fields).location == "\(path)#record-\(referral)")
        #expect(await browser.post(place, fields).location == "\(path)#record-\(referral)")
        func messages() throws -> [String] { try world.steps(0, referral).filter { $0.event == .message }.compactMap { $0.content?.words } }
        #expect(try messages() == ["She is at the gate"])
        // The note beside the form is of the message's own transaction.
        let account = try #require(world.sender.accounts[.caseworker]).identifier
        let sending = FormBeingSent(number: RecordIdentifier.random(), mark: "mark", account: account)
        _ = try node.database.write {
            try SentForms(node: node, connection: $0, account: account).begin(sending.number, sending.mark, now: node.now())
        }
        var message = ReferralContent(.message)
        message.words = "Second"
        try world.work(0).act(message, on: referral, form: sending) { "/referrals/\($0.referral)" }
        let again = try node.database.write {
            try SentForms(node: node, connection: $0, account: account).begin(sending.number, sending.mark, now: node.now())
        }
        #expect(again == .done("/referrals/\(referral)"))
        #expect(try messages() == ["She is at the gate", "Second"])
    }
    @Test("Whoever cannot be reminded by the program is called: the sender is told half-way; and by the link a partner gives the case back, with the reason")
    func byHand() async throws {
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        world.web.world.clock.advance(minutes: 31)
        try ReferralClockwork(node: node).run()
        #expect(try world.row(0, referral)?.hasNews == true && world.steps(0, referral).last?.event == .remind)
        let page = await browser.get("/referrals/\(referral)").text
        #expect(page.contains("No answer yet: call them") && page.contains("We have reminded them"))
        let told = try ReferralLinks(node: node).make(for: referral)
        let partner = WebBrowser(world.web.pipeline)
        let opened = await partner.post("/referred/\(told.token)", [("code", told.code)])
        let key = try #require(WebBrowser.value(of: "key", in: opened.text))
        #expect(opened.text.contains("Nepal") && !opened.text.contains(" UTC"), "times are told by the clock of the sender's country")
        #expect(await partner.post("/referred/\(told.token)", [("key", key), ("event", "accept")]).text.contains("value=\"return\""))
        let wordless = await partner.post("/referred/\(told.token)", [("key", key), ("event", "return")])
        #expect(wordless.status == 422 && wordless.text.contains("Say in a sentence why"))
        #expect(await partner.post("/referred/\(told.token)", [("key", key), ("event", "return"), ("words", "She has moved on")]).status == 200)
        #expect(try world.row(0, referral)?.state == .returned && world.steps(0, referral).last?.content?.words == "She has moved on")
    }
}
