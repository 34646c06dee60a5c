import Dictionary
import Exchange
import Foundation
import HTTPTypes
import Interchange
import Journal
import Referral
import Storage
import Testing
import Vault

@testable import App

/// What somebody found who used referrals between two organisations without having seen how they are made.
@Suite("Referrals as an outsider used them", .serialized)
struct ReferralReviewTests {
    /// The record of a referral at one of the places.
    private func state(_ world: ReferralWorld, _ place: Int, _ referral: String) throws -> RecordState? {
        let node = world.web.places[place].node
        return try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).state(of: referral) }
    }

    // MARK: Beyond consent

    private func asked(_ world: ReferralWorld) throws -> ReferralDraft {
        let choice = try world.choice()
        let draft = try world.work(0).choose(choice.usual, choice, for: world.draft())
        return try world.work(0).askSecondPerson(draft, reason: "She is locked in")
    }

    @Test("The second person says no: whoever asked reads it with the reason, it stands in the log, and nothing went")
    func secondPersonSaysNo() async throws {
        let world = try ReferralWorld()
        let draft = try asked(world)
        let path = "/cases/\(world.sender.caseRecord)/refer/\(draft.draft)"
        let (supervisor, worker) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.caseworker, of: 0))
        #expect(await supervisor.get("\(path)/preview").text.contains("More than the workers agreed to was shared"))
        // Nobody answers their own question.
        #expect(await worker.post("\(path)/refuse", [("mark", draft.mark), ("reply", "x")]).status == 403)
        #expect(await supervisor.post("\(path)/refuse", [("mark", draft.mark), ("reply", "Qxask the sister first")]).status == 303)
        let told = await worker.get("\(path)/preview").text
        #expect(told.contains("Qxask the sister first") && told.contains("Colleague supervisor 0"))
        #expect(await !supervisor.get("/referrals").text.contains(path))
        let kept = try #require(try world.sender.node.database.read { try ReferralDrafts(node: world.sender.node).find(draft.draft, ofCase: draft.caseRecord, $0) })
        #expect(!kept.isWaiting && kept.refusedBy == "Colleague supervisor 0")
        #expect(try !ReferralContent(bytes: kept.content, world.sender.node.dictionary).isBeyondConsent)
        #expect(throws: ReferralError(.beyondConsent)) { _ = try world.work(0).send(kept, mark: kept.mark) }
        let history = try RecordViewing(world.sender.node, reader: .keyHolder).report(on: draft.caseRecord, withHistory: true).history
        #expect(history.contains { $0.ground?.contains("Qxask the sister first") == true })
    }

    @Test("What goes beyond consent says so on both sides, in lists and after it was closed, and custodians look at it; none at their own")
    func markedOnBothSides() async throws {
        let world = try ReferralWorld()
        let draft = try asked(world)
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: supervisor.profile.displayName)
        let referral = try ReferralWork(node: world.sender.node, account: supervisor.identifier).send(draft, mark: draft.mark, second: second)[0]
        try world.settle()
        let theirs = try world.received(referral).referral
        for (place, record) in [(0, referral), (1, theirs)] {
            let browser = await world.web.browser(.caseworker, of: place)
            #expect(await browser.get("/referrals").text.contains("Beyond consent"), "\(place)")
            #expect(await browser.get("/referrals/\(record)").text.contains("Beyond consent"), "\(place)")
            #expect(try state(world, place, record).flatMap { CaseFacts.openText($0, "beyond-consent") } == "yes")
        }
        #expect(await world.web.browser(.caseworker, of: 0).get("/referrals/\(referral)").text.contains("She is locked in"))
        #expect(await world.web.browser(.caseworker, of: 1).get("/referrals/\(theirs)").text.contains("Use no more of it than the emergency needs"))
        let custodian = await world.web.browser(.custodian, of: 0)
        let list = await custodian.get("/openings").text
        #expect(list.contains("She is locked in") && list.contains(supervisor.profile.displayName) && list.contains("not looked at yet: 1"))
        #expect(await custodian.post("/openings/beyond/\(referral)", []).status == 303)
        #expect(await custodian.get("/openings").text.contains("not looked at yet: 0"))
        #expect(await world.web.browser(.custodian, of: 1).post("/openings/beyond/\(referral)", []).status == 404)
        #expect(try !BeyondConsent.see(referral, by: supervisor.identifier, called: supervisor.profile.displayName, world.sender.node))
    }

    @Test("Where the people agree while the second person is asked, it goes as what it is then")
    func agreedMeanwhile() async throws {
        let world = try ReferralWorld()
        let draft = try asked(world)
        try world.agree(["share-across-border"])
        #expect(throws: ReferralError(.changedSincePreview)) { _ = try world.work(0).send(draft, mark: draft.mark) }
        let worker = await world.web.browser(.caseworker, of: 0)
        let path = "/cases/\(world.sender.caseRecord)/refer/\(draft.draft)"
        let page = await worker.get("\(path)/preview").text
        let mark = try #require(WebBrowser.value(of: "mark", in: page))
        #expect(!page.contains("More than the workers agreed to") && mark != draft.mark)
        #expect(await worker.post("\(path)/send", [("mark", mark)]).status == 303)
    }

    // MARK: Calls to several

    @Test("Who loses an urgent call reads that another took it, on every page that tells where it stands", arguments: Backend.available)
    func takenElsewhere(_ backend: Backend) async throws {
        let world = try ReferralWorld(backend)
        let third = try NodeOrganisations(world.sender.node).add(name: "Third Helpline", country: "QA")
        try Partners.verifyEachOther(world.sender.node, third)
        try world.agree(["share-across-border"])
        let choice = try world.choice()
        let draft = try world.work(0).choose(
            choice.usual, choice, for: world.draft(.urgentCall, to: [third.organisation.identifier, world.receiver.node.organisation.identifier]))
        let sent = try world.work(0).send(draft, mark: draft.mark)
        let all = LocalExchange([world.sender.node, world.receiver.node, third])
        try all.settle()
        let row = try #require(
            try third.database.read { connection in
                try ReferralRows(third, connection).latest(.incoming, limit: 1).first
            })
        try ReferralWork(node: third, account: "test").act(ReferralContent(.accept), on: row.referral)
        try all.settle()
        let lost = try #require(try sent.compactMap { try world.row(0, $0) }.first { $0.partner == world.receiver.node.organisation.identifier })
        let theirs = try world.received(lost.referral)
        #expect(theirs.state == .withdrawn && lost.state == .withdrawn)
        let browser = await world.web.browser(.caseworker, of: 1)
        let page = await browser.get("/referrals/\(theirs.referral)").text
        #expect(page.contains("Another organisation took it") && page.contains("your help is not needed any more") && !page.contains("Withdrawn"))
        #expect(await browser.get("/referrals").text.contains("Another organisation took it"))
        #expect(try state(world, 1, theirs.referral).flatMap { CaseFacts.openText($0, "taken-elsewhere") } == "yes")
        // Whoever takes a referral back without that says nothing of it.
        let plain = try world.sent()
        try world.work(0).act(ReferralContent(.withdraw), on: plain)
        try world.settle()
        #expect(try state(world, 1, world.received(plain).referral).flatMap { CaseFacts.openText($0, "taken-elsewhere") } == nil)
    }

    // MARK: One case

    @Test(
        "Several referrals of one case are one case at the receiver where whoever accepts says so; when one is withdrawn, what the other brought stays",
        arguments: Backend.available)
    func oneCase(_ backend: Backend) async throws {
        let world = try ReferralWorld(backend)
        try world.agree(["share-across-border"])
        let first = try world.sent()
        try world.work(1).act(ReferralContent(.accept), on: try world.received(first).referral)
        try world.settle()
        let into = try world.received(first).caseRecord
        // Before it goes the sender reads what the partner is told.
        let choice = try world.choice()
        let prepared = try world.work(0).choose(choice.usual, choice, for: world.draft())
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/cases/\(world.sender.caseRecord)/refer/\(prepared.draft)/preview").text.contains("is told that this is the case"))
        let second = try world.sent()
        let row = try world.received(second)
        let earlier = try world.receiver.node.database.read { try ReferralEarlier.rows(of: row.referral, ReferralRows(world.receiver.node, $0)) }
        #expect(earlier.map(\.caseRecord) == [into])
        let desk = await world.web.browser(.caseworker, of: 1)
        let page = await desk.get("/referrals/\(row.referral)").text
        #expect(page.contains("this is a case that you know") && page.contains("value=\"\(into)\" checked"))
        // A case of somebody else's does not open, so nothing is put to it.
        let foreign = await desk.post("/referrals/\(row.referral)/steps", [("event", "accept"), ("into", world.sender.caseRecord), ("submission", "n")])
        #expect(foreign.status == 404)
        let accepted = await desk.post("/referrals/\(row.referral)/steps", [("event", "accept"), ("into", into), ("submission", "a")])
        #expect(accepted.location == "/cases/\(into)")
        #expect(try world.received(second).caseRecord == into)
        func workers() throws -> [String] {
            try world.receiver.node.database.read { connection in
                let group = CaseGroup(connection: connection, organisation: world.receiver.node.organisation.number)
                return try group.records(ofCase: into).filter { $0.state.kind == "person" && !$0.state.isErased }.map(\.record)
            }
        }
        let before = try workers()
        #expect(before.count == 1)
        try world.settle()
        try world.work(0).act(ReferralContent(.withdraw), on: first)
        try world.settle()
        let after = try workers()
        #expect(after.count == 1 && after != before)
        #expect(await desk.get("/cases/\(into)").text.contains(world.sender.workerName))
        try world.work(0).act(ReferralContent(.withdraw), on: second)
        try world.settle()
        #expect(try workers().isEmpty)
        #expect(await !desk.get("/cases/\(into)").text.contains(world.sender.workerName))
    }

    @Test("Of another's referral, who may be here already is told as it is at registration, and accepting makes a case of its own unless somebody says otherwise")
    func alike() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        // The receiver knows the worker from elsewhere.
        let name = Answer(try FieldValue(list: [.name(PersonName(full: world.sender.workerName))], type: .name))
        let contact = CaseRegistration(node: world.receiver.node, account: world.receiver.accounts[.caseworker]?.identifier ?? "")
        let known = try contact.save(
            ["person.names": name, "case.destination-country": Answer(.code("QA")), "case.summary": Answer(try FieldValue(text: "Told", limit: 1000))],
            submission: "known", day: try #require(CalendarDay(year: 2026, month: 1, day: 2)))
        try world.web.pipeline.services.search.prepare(world.receiver.node)
        let referral = try world.received(try world.sent())
        let desk = await world.web.browser(.caseworker, of: 1)
        let page = await desk.get("/referrals/\(referral.referral)").text
        #expect(page.contains("value=\"\(known)\"") && page.contains("id=\"into-own\" value=\"\" checked"))
        let accepted = await desk.post("/referrals/\(referral.referral)/steps", [("event", "accept"), ("into", ""), ("submission", "a")])
        #expect(accepted.location != nil && accepted.location != "/cases/\(known)")
    }

    // MARK: Back to the sender

    @Test("What a receiver did and its papers go back under the sender's consent; what it knows besides needs one of its own, and what was said here decides")
    func outcomePaper() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        let row = try world.received(referral)
        let node = world.receiver.node
        let bytes = Array("%PDF-1.4 outcome".utf8)
        let file = try FileReference(sha256: DocumentStore.digest(of: bytes), name: "outcome.pdf", type: "application/pdf", bytes: Int64(bytes.count))
        func save(_ kind: String, _ answers: [String: Answer?]) throws -> String {
            let record = RecordIdentifier.random()
            try node.change(by: "test") { try $0.save(RecordChange(record: record, kind: kind, answers: answers)) }
            return record
        }
        let link = Answer(try FieldValue(link: row.caseRecord))
        let paper = try save(
            "document",
            [
                "title": Answer(try FieldValue(text: "Outcome")), "share-allowed": Answer(.code("yes")),
                "case": Answer(try FieldValue(list: [FieldValue(link: row.caseRecord)], type: .link)),
                "file": Answer(try FieldValue(list: [.file(file)], type: .file)),
            ])
        let told = try save("violation", ["case": link, "description": Answer(try FieldValue(text: "Told here in confidence", limit: 1000))])
        func findings(_ chosen: String) throws -> [SharingGate.Finding] {
            var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: row.caseRecord, account: "test", made: node.now())
            (draft.referral, draft.partners) = (row.referral, [row.partner])
            let choice = try node.database.read { try SharedChoice(of: row.caseRecord, as: .keyHolder, node, $0) }
            let names = choice.records.filter { $0.view.record == chosen }.flatMap { record in
                record.fields.map { SharedChoice.name(record.view.record, $0.field.name) }
            }
            #expect(!names.isEmpty)
            let made = try world.work(1).choose(Set(names), choice, for: draft)
            return try node.database.read { try SharingGate(node: node, connection: $0).findings(for: made) }
        }
        #expect(try findings(paper).allSatisfy { $0.obstacles.isEmpty && $0.isReturn })
        #expect(try findings(told).map(\.obstacles) == [[.consent]])
        // Whoever was asked here and agreed to nothing of the kind has decided.
        try CaseWork(node: node, account: "test").addConsent(
            [
                "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["record-keeping"])), "manner": Answer(.code("spoken")),
                "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
            ], of: nil, to: row.caseRecord, submission: RecordIdentifier.random())
        #expect(try findings(paper).map(\.obstacles) == [[.consent]])
    }

    // MARK: Agreements

    @Test("An agreement that lets coded facts go names what keeps the rest, and the words can be taken out where it is chosen")
    func whatIsTooMuch() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let node = world.sender.node
        let partner = world.receiver.node.organisation.identifier
        try node.change(by: "test") { transaction in
            let entries = PartnerEntries(node: node, connection: transaction.connection)
            let record = try entries.record(of: partner)
            try entries.ensure(record, in: transaction)
            try Agreements(node: node, connection: transaction.connection).add(
                Agreement(
                    identifier: RecordIdentifier.random(), partner: record, purposes: ["referral"], clearance: .open, since: "2020-01-01", until: "", ended: "",
                    words: "", madeBy: ""))
        }
        let worker = await world.web.browser(.caseworker, of: 0)
        let begun = await worker.post(
            "/cases/\(world.sender.caseRecord)/refer",
            [("submission", "w"), ("kind", "referral"), ("partner", partner), ("urgency", "same-day"), ("words", "Qxcall her brother")])
        let path = try #require(begun.location)
        let chosen = SharedChoice.name(world.sender.caseRecord, "destination-country")
        #expect(await worker.get(path).text.contains("Words count as confidential"))
        #expect(await worker.post(path, [("submission", "x"), ("chosen", chosen), ("words", "Qxcall her brother")]).status == 303)
        let blocked = await worker.get("\(path)/preview").text
        #expect(blocked.contains("More confidential than that are: Referral: Details") && !blocked.contains("\(path)/send\""))
        #expect(await worker.post(path, [("submission", "y"), ("chosen", chosen), ("words", "")]).status == 303)
        let free = await worker.get("\(path)/preview").text
        #expect(free.contains("\(path)/send\"") && !free.contains("Qxcall"))
    }

    // MARK: Codes, files, keys

    @Test("A reply code leads to its referral from the search, in any grouping, and to nobody else's; the file for programs says who sent it")
    func replyCode() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        let worker = await world.web.browser(.caseworker, of: 0)
        for typed in [ReferralForm.grouped(referral), referral, " \(ReferralForm.grouped(referral).lowercased()) "] {
            #expect(await worker.post("/search", [("q", typed)]).location == "/referrals/\(referral)", "\(typed)")
        }
        #expect(await world.web.browser(.caseworker, of: 1).post("/search", [("q", referral)]).location == nil)
        let file = await worker.get("/referrals/\(referral)/form/json")
        let json = try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any]
        #expect((json?["from"] as? [String: Any])?["name"] as? String == world.sender.node.organisation.name)
        #expect((json?["to"] as? [String: Any])?["name"] as? String == "House of the Sisters")
        let content = try ReferralContent(bytes: Array(file.text.utf8), world.sender.node.dictionary)
        let read = try ReferralFile.read(Array(file.text.utf8), content)
        #expect(read.from == world.sender.node.organisation.name && read.replyCode == referral)
    }

    @Test("A key that is replaced beside a running server is used by it")
    func rotatedKey() throws {
        let pair = try NodePair()
        pair.passKeys()
        let directory = OrganisationDirectory([pair.sender.node])
        try directory.refreshKeys()
        let before = try #require(directory.node(pair.senderIdentifier)).keys.signingGeneration
        try KeyAdministration(pair.sender.node).rotateSigningKey()
        #expect(directory.node(pair.senderIdentifier)?.keys.signingGeneration == before)
        try directory.refreshKeys()
        let node = try #require(directory.node(pair.senderIdentifier))
        #expect(node.keys.signingGeneration == before + 1)
        // What it signs now the partner takes.
        try DirectoryFeedExchange(node: node).follow(pair.receiverIdentifier, true, by: "test")
        #expect(try pair.carry(from: node, to: pair.receiver.node))
        #expect(try pair.receiver.node.database.read { try DirectoryFeedExchange(node: pair.receiver.node).following(pair.senderIdentifier, $0).followsUs })
    }

    // MARK: Partners

    @Test("A partner whom the other side has blocked and unblocked still sees the digits to read out; blocking is said before it is done")
    func comparedAgain() async throws {
        let world = try ReferralWorld()
        let (ours, theirs) = (world.sender.node, world.receiver.node)
        try Partners.set(.blocked, of: theirs.organisation.identifier, ours)
        try Partners.set(.unverified, of: theirs.organisation.identifier, ours)
        let partner = try #require(try theirs.database.read { try Partners.find(ours.organisation.identifier, theirs, $0) })
        #expect(partner.trust == .verified)
        let page = await world.web.browser(.administrator, of: 1).get("/administration/partners/\(ours.organisation.identifier)").text
        #expect(page.contains(Partners.halves(with: partner, theirs).ours.joined(separator: " ")) && page.contains("You have compared these keys"))
        #expect(page.contains("Nothing is sent to") && page.contains("Block now"))
    }

    @Test("What the messages of a partner did here is told with the partner's name")
    func partnerIsNamed() throws {
        let world = try ReferralWorld()
        let mark = ExchangeDelivery.authorMark + world.sender.node.organisation.identifier
        let account = try #require(world.receiver.accounts[.caseworker])
        let names = try world.web.pipeline.services.accounts.names(of: [mark, account.identifier, "clock"], in: world.receiver.node)
        #expect(names == [mark: world.sender.node.organisation.name, account.identifier: account.profile.displayName])
        #expect(try world.web.pipeline.services.accounts.names(of: world.receiver.node)[mark] == world.sender.node.organisation.name)
    }

    @Test("Who could not be called, written to or opened does not get into the directory", arguments: [
        ("phones", "call me"), ("phones", "12"), ("duty-phone", "abc"), ("email", "nobody"), ("website", "no page"), ("public-key", "secret"),
    ])
    func nonsense(_ field: String, _ text: String) async throws {
        let world = try ReferralWorld()
        let browser = await world.web.browser(.caseworker, of: 0)
        let refused = await browser.refusal("/directory/new", [("submission", "n"), ("names", "Fresh House"), (field, text)])
        let label = try #require(world.sender.node.dictionary.field("organisation", field)).label("en")
        #expect(refused.text.contains("\(label):") && refused.text.contains("Fresh House"))
        #expect(DirectoryValues.isDialled("112") && DirectoryValues.isDialled("+974 4455 6677 ext. 12") && DirectoryValues.isDialled("९८४१२३४५६७"))
        #expect(DirectoryValues.isPage("example.org/help") && DirectoryValues.isMailbox("desk@example.org"))
    }

    @Test("The day of an arrival is read as the reader writes days, and its time in the reader's digits")
    func arrivalDay() throws {
        #expect(DecimalDigits.time("१४:३५") == "14:35" && DecimalDigits.time("9.05") == "9:05")
    }
}
