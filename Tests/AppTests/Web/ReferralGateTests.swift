import Dictionary
import Foundation
import HTTPTypes
import Journal
import Referral
import Storage
import TestSupport
import Testing

@testable import App

/// What lets something of a case go, and what does not: consents that name somebody, agreements between organisations, links.
@Suite("The gate of referrals", .serialized)
struct ReferralGateTests {
    private func entries(_ world: ReferralWorld, _ connection: any Connection) -> PartnerEntries {
        PartnerEntries(node: world.sender.node, connection: connection)
    }

    /// The entry of the receiver in the sender's directory.
    private func entry(_ world: ReferralWorld) throws -> String {
        try world.sender.node.change(by: "test") { transaction in
            let entries = entries(world, transaction.connection)
            let record = try entries.record(of: world.receiver.node.organisation.identifier)
            try entries.ensure(record, in: transaction)
            return record
        }
    }

    private func draft(_ world: ReferralWorld, _ kind: ReferralKind = .referral) throws -> ReferralDraft {
        let choice = try world.choice()
        return try world.work(0).choose(choice.usual, choice, for: world.draft(kind))
    }

    private func agree(_ world: ReferralWorld, on receivers: [String]) throws {
        let answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border"])), "manner": Answer(.code("spoken")),
            "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
            "for-organisations": Answer(try FieldValue(list: receivers.map { try FieldValue(link: $0) }, type: .link)),
        ]
        try CaseWork(node: world.sender.node, account: "test").addConsent(
            answers, of: nil, to: world.sender.caseRecord, submission: RecordIdentifier.random())
    }

    @Test("A consent limited to named organisations lets exactly those receive", arguments: Backend.available)
    func namedReceivers(_ backend: Backend) throws {
        let world = try ReferralWorld(backend)
        let other = try world.sender.node.change(by: "test") { transaction in
            let record = RecordIdentifier.random()
            // Giving itself the name of the partner makes nobody the partner.
            let name = FieldValue.name(try PersonName(full: world.receiver.node.organisation.name))
            try transaction.save(
                RecordChange(record: record, kind: "organisation", answers: ["names": Answer(try FieldValue(list: [name], type: .name))]))
            return record
        }
        try agree(world, on: [other])
        let refused = try draft(world)
        #expect(throws: ReferralError(.beyondConsent)) { _ = try world.work(0).send(refused, mark: refused.mark) }
        // Until somebody says that this entry is the partner.
        try world.sender.node.change(by: "test") {
            try entries(world, $0.connection).tie(other, to: world.receiver.node.organisation.identifier, in: $0)
        }
        let sent = try world.work(0).send(refused, mark: refused.mark)[0]
        let record = try RecordViewing(world.sender.node, reader: .keyHolder).report(on: sent, withHistory: false).view
        #expect(record.links("to-organisation") == [other])
        try world.sender.node.change(by: "test") { try entries(world, $0.connection).tie(other, to: nil, in: $0) }
        let again = try draft(world)
        #expect(throws: ReferralError(.beyondConsent)) { _ = try world.work(0).send(again, mark: again.mark) }
        try agree(world, on: [try entry(world)])
        let named = try draft(world)
        _ = try world.work(0).send(named, mark: named.mark)
    }

    @Test("An agreement is asked: what it covers goes, what is more or for something else does not, and after its end nothing")
    func agreements() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let partner = try entry(world)
        func add(_ purposes: Set<String>, _ clearance: Sensitivity, until: String = "") throws {
            try world.sender.node.database.write {
                try Agreements(node: world.sender.node, connection: $0).add(
                    Agreement(
                        identifier: RecordIdentifier.random(), partner: partner, purposes: purposes, clearance: clearance, since: "2020-01-01", until: until,
                        ended: "", words: "", madeBy: "test"))
            }
        }
        try add(["referral"], .identity, until: "2020-12-31")
        let ended = try draft(world)
        #expect(throws: ReferralError(.agreementEnded)) { _ = try world.work(0).send(ended, mark: ended.mark) }
        try add(["referral"], .open)
        #expect(throws: ReferralError(.agreementLimit)) { _ = try world.work(0).send(ended, mark: ended.mark) }
        // What can be chosen follows it.
        let (choice, all) = (try world.choice(), try world.choice())
        let limits = try world.sender.node.database.read { try SharingGate(node: world.sender.node, connection: $0).limits(for: ended) }
        #expect(limits.clearance == .open && limits.stopped.isEmpty)
        let open = choice.limited(to: limits.clearance)
        #expect(open.leftOut > 0 && open.records.flatMap(\.fields).allSatisfy { $0.field.sensitivity == .open })
        #expect(open.leftOut + open.records.flatMap(\.fields).count == all.records.flatMap(\.fields).count)
        let fitting = try world.work(0).choose(all.usual, open, for: world.draft())
        _ = try world.work(0).send(fitting, mark: fitting.mark)
        // It was made for referrals, not for transfers; a second person does not help against it.
        let transfer = try world.work(0).choose(all.usual, open, for: world.draft(.transfer))
        let supervisor = try #require(world.sender.accounts[.supervisor])
        let second = ReferralWork.SecondPerson(account: supervisor.identifier, name: "Somebody else")
        #expect(throws: ReferralError(.agreementLimit)) { _ = try world.work(0).send(transfer, mark: transfer.mark, second: second) }
        try add(["referral", "transfer"], .identity)
        let whole = try draft(world, .transfer)
        _ = try world.work(0).send(whole, mark: whole.mark)
    }

    @Test("A paper crosses with its file and belongs to the receiver's case, whose page opens")
    func papers() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let bytes = Array("%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n".utf8)
        let reference = try world.keepTicket(bytes).file
        let referral = try world.sent()
        let received = try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        let report = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: received.caseRecord, withHistory: false)
        let arrived = try #require(report.linked.first { $0.view.text("title") == "Ticket" }).view
        #expect(arrived.links("case") == [received.caseRecord])
        let stored = try world.receiver.node.database.read { try DocumentStore(node: world.receiver.node).bytes(of: reference, record: arrived.record, $0) }
        #expect(stored == bytes)
    }

    @Test("A link: ten tries whoever makes them at once, one opening, an end with the consent, and a limit to what can be added")
    func links() throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        #expect(try world.row(0, referral)?.partnerName == "House of the Sisters")
        let links = ReferralLinks(node: world.sender.node)
        let dead = try links.make(for: referral)
        let wrong = dead.code == "00000000" ? "11111111" : "00000000"
        for _ in 0..<ReferralLinks.failureLimit { #expect(try links.open(dead.token, code: wrong) == .wrongCode) }
        #expect(try links.open(dead.token, code: dead.code) == .gone)
        let told = try links.make(for: referral)
        guard case .opened(let key) = try links.open(told.token, code: told.code) else {
            Issue.record("the right code does not open the link")
            return
        }
        #expect(try links.open(told.token, code: told.code) == .gone)
        let (row, steps) = (try #require(try world.row(0, referral)), try world.steps(0, referral))
        #expect(try world.sender.node.database.read { try links.referral(told.token, key: key, $0) } == referral)
        #expect(try world.sender.node.database.read { try ReferralLinks.isCovered(row, steps, world.sender.node, $0) })
        var message = ReferralContent(.message)
        message.words = "We have a bed"
        try links.act(message, [], on: referral)
        try world.sender.node.database.write { _ = try $0.execute("UPDATE referral_link SET acts = ?", [.integer(Int64(ReferralLinks.actLimit))]) }
        #expect(throws: ReferralError(.linkFull)) { try links.act(message, [], on: referral) }
        #expect(throws: WebError.self) { try links.act(message, [], on: RecordIdentifier.random()) }
        // Taking the consent back ends what the link shows.
        try CaseWork(node: world.sender.node, account: "test").addConsent(
            ["given": Answer(.code("no")), "scopes": Answer(try FieldValue(codes: ["share-across-border"]))], of: nil, to: world.sender.caseRecord,
            submission: RecordIdentifier.random())
        #expect(try world.sender.node.database.read { try !ReferralLinks.isCovered(row, steps, world.sender.node, $0) })
        // The sender's closing ends the link itself.
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        #expect(try world.sender.node.database.read { try links.referral(told.token, key: key, $0) } == nil)
    }

    @Test("A partner by link gets the files that were shared, and no others; that it did is in the journal")
    func filesByLink() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let node = world.sender.node
        let bytes = [UInt8]("%PDF-1.7 a ticket".utf8)
        let (paper, reference) = try world.keepTicket(bytes)
        let referral = try world.sentWithoutNode(isWhole: true)
        let told = try ReferralLinks(node: node).make(for: referral)

        func entries() throws -> Int64? {
            try node.database.read { try $0.first("SELECT count(*) FROM journal_entry WHERE record = ?", [.text(paper)]) { $0.integer(0) } }
        }
        let before = try #require(try entries())
        let partner = WebBrowser(world.web.pipeline)
        #expect(await partner.post("/referred/\(told.token)/document", [("key", "x"), ("file", reference.sha256)]).status == 404)
        let page = await partner.post("/referred/\(told.token)", [("code", told.code)])
        #expect(page.status == 200 && page.text.contains("ticket.pdf"))
        let key = try #require(WebBrowser.value(of: "key", in: page.text))
        let file = await partner.post("/referred/\(told.token)/document", [("key", key), ("file", reference.sha256)])
        #expect(file.status == 200 && file.headers[.contentDisposition] == "attachment; filename=\"ticket.pdf\"")
        let pieces = try #require(try ReferralLinks(node: node).file(reference.sha256, told.token, key: key)).pieces
        var received: [UInt8] = []
        while let piece = try pieces.next() { received += piece }
        #expect(received == bytes)
        let other = DocumentStore.digest(of: [1])
        #expect(await partner.post("/referred/\(told.token)/document", [("key", key), ("file", other)]).status == 404)
        #expect(await partner.post("/referred/\(told.token)/document", [("key", told.code), ("file", reference.sha256)]).status == 404)
        #expect(try entries() == before + 2)
        try world.work(0).act(ReferralContent(.withdraw), on: referral)
        #expect(await partner.post("/referred/\(told.token)/document", [("key", key), ("file", reference.sha256)]).status == 404)
    }

    private actor Counter {
        private(set) var count = 0

        func add() { count += 1 }
    }

    @Test("Of what is sent to a link or a mailbox that is not here, nothing is read")
    func nothingIsRead() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let told = try ReferralLinks(node: world.sender.node).make(for: try world.sentWithoutNode())
        func isRead(_ target: String) async -> Bool {
            let counter = Counter()
            let headers: HTTPFields = [.contentType: "multipart/form-data; boundary=x", .contentLength: "12000000"]
            let answer = await world.web.pipeline.answer(
                RawRequest(method: .post, target: target, headers: headers, peer: "192.0.2.1") {
                    await counter.add()
                    return nil
                })
            let pieces = await counter.count
            #expect(pieces > 0 || answer.status.code == 404)
            return pieces > 0
        }
        #expect(await !isRead("/referred/\(String(repeating: "A", count: 43))"))
        #expect(await !isRead("/referred/\(String(repeating: "A", count: 43))/files"))
        // Whoever has the link and not the code cannot send files.
        #expect(await !isRead("/referred/\(told.token)/files"))
        #expect(await !isRead("/exchange/mailboxes/\(String(repeating: "a", count: 32))"))
        guard case .opened = try ReferralLinks(node: world.sender.node).open(told.token, code: told.code) else {
            Issue.record("the right code does not open the link")
            return
        }
        #expect(await isRead("/referred/\(told.token)/files"))
    }
}

/// Referrals that come as a form or a list by hand.
@Suite("Forms of referrals")
struct ReferralFormTests {
    private func content(_ dictionary: DataDictionary) throws -> ReferralContent {
        var offer = ReferralContent.Offer(kind: .arrivalHandOver, urgency: "same-day", reason: nil, needs: ["legal-aid", "shelter"])
        let moment = try #require(ArrivalTime.moment(day: "2026-11-27", time: "14:35", offset: 345))
        offer.arrival = ReferralContent.Arrival(moment: moment, offset: 345, flight: "QR 652", desk: "Counter 4", description: "Blue scarf")
        var content = ReferralContent(offer: offer)
        content.words = "Please meet her"
        func answer(_ kind: String, _ name: String, _ text: String) throws -> (name: String, answer: Answer) {
            let field = try #require(dictionary.field(kind, name))
            return (name, Answer(try field.parse(text, in: dictionary)))
        }
        content.part.items = [
            .init(
                shared: RecordIdentifier.random(), kind: "case", role: nil,
                fields: [
                    try answer("case", "destination-country", "QA"), try answer("case", "summary", "Passport kept"),
                    try answer("case", "sector", "domestic-work"),
                ]),
            .init(
                shared: RecordIdentifier.random(), kind: "person", role: "worker",
                fields: [
                    try answer("person", "date-of-birth", "1994-05"), try answer("person", "other-languages", "npi | hin"),
                    try answer("person", "mobile-phones", "+974 5512 3456"), try answer("person", "names", "माया तामाङ | Maya Tamang"),
                ]),
        ]
        for index in content.part.items.indices { content.part.items[index].fields.sort { $0.name < $1.name } }
        return content
    }

    @Test("The form in each language and format is read back as what it was made of", arguments: [DocumentFormat.docx, .odt])
    func roundTrip(_ format: DocumentFormat) throws {
        guard DocumentConversion().isAvailable(format) else {
            print("pandoc is not installed: skipped")
            return
        }
        let dictionary = try DataDictionary.standard()
        let catalogue = try LanguageCatalogue.standard()
        let original = try content(dictionary)
        for language in format == .docx ? catalogue.languages : ["ar"] {
            let translator = Translator(catalogue: catalogue, language: language)
            let answers = AnswerText(dictionary: dictionary, translator: translator)
            let form = ReferralForm(
                answers: answers, head: [(translator("referrals.form.code"), "7JWN-NCP4-A7DB-QBM7")], contents: [original], replyCode: "7JWN-NCP4-A7DB-QBM7")
            let file = try DocumentConversion().convert(form.page, to: format, language: language, isRightToLeft: translator.direction == "rtl")
            let rows = try DocumentConversion().tables(in: file, format)
            let reading = try ReferralFormReading(dictionary: dictionary, catalogue: catalogue).read(ReferralFormReading.lines(rows))
            #expect(reading.replyCode == "7JWNNCP4A7DBQBM7")
            #expect(reading.content.offer == original.offer, "\(language)")
            #expect(reading.content.words == original.words, "\(language): \(reading.content.words ?? "")")
            let pairs = zip(reading.content.part.items, original.part.items)
            #expect(reading.content.part.items.count == original.part.items.count)
            for (item, expected) in pairs {
                #expect(item.kind == expected.kind && item.role == expected.role)
                #expect(item.fields.elementsEqual(expected.fields) { $0 == $1 }, "\(language): \(item.fields.map(\.name))")
            }
        }
    }

    /// A group case: several workers and violations, each with some of the answers that such a record can have.
    private func group(_ dictionary: DataDictionary, _ random: inout SeededGenerator) throws -> ReferralContent {
        var content = ReferralContent(offer: .init(kind: .referral, urgency: "same-day", reason: nil, needs: []))
        content.words = "About all of them"
        let choices: [String: [(name: String, texts: [String])]] = [
            "person": [
                ("names", ["Sita Rai", "माया तामाङ | Maya Tamang", "سارة علي"]), ("sex", ["female", "male"]), ("nationality", ["NP", "BD | IN"]),
                ("date-of-birth", ["1994-05", "1988-03-04"]), ("mobile-phones", ["+974 5512 3456", "+977 9841234567"]), ("other-languages", ["npi | hin"]),
            ],
            "violation": [("type", ["document-retention", "wage-abuse"]), ("country", ["QA", "LB"]), ("description", ["Kept since May", "Three months unpaid"])],
        ]
        func item(_ kind: String, _ role: String?) throws -> SharedPart.Item {
            let offered = choices[kind] ?? []
            let kept = offered.filter { _ in Bool.random(using: &random) }
            let fields = try (kept.isEmpty ? Array(offered.prefix(1)) : kept).map { choice -> (name: String, answer: Answer) in
                let field = try #require(dictionary.field(kind, choice.name))
                return (choice.name, Answer(try field.parse(try #require(choice.texts.randomElement(using: &random)), in: dictionary)))
            }
            return .init(shared: RecordIdentifier.random(), kind: kind, role: role, fields: fields.sorted { $0.name < $1.name })
        }
        for _ in 0..<Int.random(in: 2...4, using: &random) { content.part.items.append(try item("person", Bool.random(using: &random) ? "worker" : "family-contact")) }
        for _ in 0..<Int.random(in: 2...3, using: &random) { content.part.items.append(try item("violation", nil)) }
        return content
    }

    @Test("A group comes back from the form and from the list as the people that it was, none of them with what is another's")
    func groups() throws {
        let dictionary = try DataDictionary.standard()
        let catalogue = try LanguageCatalogue.standard()
        let reading = ReferralFormReading(dictionary: dictionary, catalogue: catalogue)
        var random = SeededGenerator(seed: 4)
        func check(_ items: [SharedPart.Item], _ expected: [SharedPart.Item], _ place: String) {
            #expect(items.map(\.kind) == expected.map(\.kind) && items.map(\.role) == expected.map(\.role), "\(place)")
            for (item, one) in zip(items, expected) { #expect(item.fields.elementsEqual(one.fields) { $0 == $1 }, "\(place): \(one.fields.map(\.name))") }
        }
        for format in [DocumentFormat.docx, .odt] where DocumentConversion().isAvailable(format) {
            for language in catalogue.languages {
                let original = try group(dictionary, &random)
                let translator = Translator(catalogue: catalogue, language: language)
                let form = ReferralForm(answers: AnswerText(dictionary: dictionary, translator: translator), head: [], contents: [original], replyCode: nil)
                let file = try DocumentConversion().convert(form.page, to: format, language: language, isRightToLeft: translator.direction == "rtl")
                let read = try reading.read(ReferralFormReading.lines(try DocumentConversion().tables(in: file, format)))
                check(read.content.part.items, original.part.items, "\(format) \(language)")
                #expect(read.content.words == original.words, "\(format) \(language)")
            }
        }
        // What was added later to a person is that person's.
        let original = try group(dictionary, &random)
        var more = ReferralContent(.share)
        more.part.items = [original.part.items[1]]
        let form = ReferralForm(
            answers: AnswerText(dictionary: dictionary, translator: Translator(catalogue: catalogue, language: "en")), head: [],
            contents: [original, more], replyCode: nil)
        #expect(String(decoding: form.page.bytes, as: UTF8.self).components(separatedBy: "<table>").count == 3 + original.part.items.count)
        let list = """
            referral.urgency,person.names,person.sex,person.2.names,person.3.names,person.3.sex,violation.type,violation.2.type
            same-day,Sita,female,Maya,Gita,no such thing,document-retention,wage-abuse
            """
        let found = try #require(try reading.referrals(csv: Array(list.utf8)).first).content
        #expect(found.part.items.map(\.kind) == ["person", "person", "person", "violation", "violation"])
        #expect(found.part.items.map { $0.fields.map(\.name) } == [["names", "sex"], ["names"], ["names"], ["type"], ["type"]])
        #expect(found.words == "(3) sex: no such thing")
    }

    @Test("A list gives a referral a row; what cannot be read is kept in words; what is no list is refused")
    func list() throws {
        let dictionary = try DataDictionary.standard()
        let reading = ReferralFormReading(dictionary: dictionary, catalogue: try LanguageCatalogue.standard())
        let text = """
            referral.from-organisation,referral.urgency,referral.details,arrival.time,person.names,person.sex,case.destination-country
            Night Shelter,life-at-risk,"Come soon, please",,Maya,Female,Qatar
            Night Shelter,,,2026-11-27 14:35 UTC+05:45,Sita,no such thing,
            """
        let found = try reading.referrals(csv: Array(text.utf8))
        #expect(found.map(\.from) == ["Night Shelter", "Night Shelter"])
        #expect(found[0].content.offer?.urgency == "life-at-risk" && found[0].content.words == "Come soon, please")
        #expect(found[0].content.part.items.map(\.kind) == ["case", "person"])
        #expect(found[1].content.offer?.kind == .arrivalHandOver && found[1].content.words == "sex: no such thing")
        // What is entered is what can cross, and is read again.
        #expect(try ReferralContent(bytes: found[0].content.canonicalBytes, dictionary).part.items.count == 2)
        #expect(throws: (any Error).self) { try reading.referrals(csv: Array("a,b\n1,2\n".utf8)) }
        #expect(throws: (any Error).self) { try reading.read([]) }
    }
}
