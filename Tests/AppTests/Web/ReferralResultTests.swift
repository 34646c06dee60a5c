import Crypto
import Dictionary
import Formats
import Foundation
import HTTPTypes
import Journal
import Referral
import Storage
import Testing

@testable import App

/// What comes back of a referral, and what comes in of one by other ways than it went before.
@Suite("What comes of a referral", .serialized)
struct ReferralResultTests {
    private static let results: [(event: ReferralEvent, refusal: String?, outcome: String?, said: String)] = [
        (.resolve, nil, "achieved", "Outcome: Achieved"), (.decline, "no-capacity", nil, "Declined: No capacity"), (.giveBack, nil, nil, "Given back"),
    ]

    @Test("Outcome, refusal and return stand on the sender's case with their words: on the card of the referral and in the timeline", arguments: [0, 1, 2])
    func onTheCase(_ number: Int) async throws {
        let expected = Self.results[number]
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        var received = try world.received(referral)
        if expected.event != .decline { received = try world.work(1).act(ReferralContent(.accept), on: received.referral) }
        var content = ReferralContent.saying("Qxhome with her sister", expected.event)
        (content.refusal, content.outcome) = (expected.refusal, expected.outcome)
        try world.work(1).act(content, on: received.referral)
        try world.settle()
        try world.work(0).act(ReferralContent(.close), on: referral)
        let worker = await world.web.browser(.caseworker, of: 0)
        let page = await worker.get("/cases/\(world.sender.caseRecord)").text
        let card = try #require(page.range(of: "id=\"result-\(referral)\"")).upperBound
        let shown = page[card...].prefix(700).replacing(try Regex("<[^>]+>"), with: "")
        #expect(shown.contains(expected.said) && shown.contains("Qxhome with her sister"), "\(shown)")
        #expect(page.components(separatedBy: "Qxhome with her sister").count == 3, "on the card and in the timeline")
        let row = try #require(page.range(of: "<td data-label=\"What\">Action: \(expected.said)")).upperBound
        let told = page[row...].prefix(300)
        #expect(told.contains(world.receiver.node.organisation.name) && told.contains("Qxhome with her sister"), "\(told)")
        // Whoever may see the case without who it is about sees what came of it, and no words.
        let sheets = try world.sender.node.database.read {
            try CaseReferral.all(of: world.sender.caseRecord, clearance: .sensitive, world.sender.node, $0)
        }
        #expect(sheets.first?.result?.words == nil && sheets.first?.events.allSatisfy { $0.words == nil } == true)
        #expect(sheets.first?.result?.decision?.code == expected.refusal ?? expected.outcome)
    }

    @Test("A code that the dictionary does not know is left out and counted; only what nobody could act on without it is refused")
    func newerDictionary() throws {
        let dictionary = try DataDictionary.standard()
        func read(_ text: String) throws -> ReferralContent { try ReferralContent(bytes: Array(text.utf8), dictionary) }
        let offer = try read(
            #"{"event":"offer","format":1,"offer":{"kind":"referral","needs":["shelter","0-new","legal-aid"],"reason":"0-new","urgency":"urgent"}}"#)
        #expect(offer.leftOut == 2 && offer.offer?.needs == ["shelter", "legal-aid"] && offer.offer?.reason == nil && offer.offer?.urgency == "urgent")
        let refusal = try read(#"{"event":"decline","format":1,"refusal":"0-new","words":"No bed"}"#)
        #expect(refusal.leftOut == 1 && refusal.refusal == nil && refusal.words == "No bed")
        #expect(try read(#"{"event":"resolve","format":1,"outcome":"0-new"}"#).leftOut == 1)
        let empty = try read(#"{"event":"offer","format":1,"offer":{"kind":"referral","reason":"","urgency":"urgent"},"words":""}"#)
        #expect(empty.leftOut == 0 && empty.offer?.reason == nil && empty.words == nil)
        let role = try read(
            #"{"event":"share","format":1,"part":[{"fields":{},"id":"0PERS0N0PERS0N00","kind":"person","role":"0-new"},{"fields":{"0-new":{"value":1}},"id":"0CASE0CASE0CASE0","kind":"case"}]}"#)
        #expect(role.leftOut == 2 && role.part.items.map(\.kind) == ["case"])
        for wrong in [#""kind":"0-new","urgency":"urgent""#, #""kind":"referral","urgency":"0-new""#, #""kind":"referral""#, #""kind":"referral","urgency":"urgent","reason":1"#] {
            #expect(throws: ReferralContentError.self, "\(wrong)") { try read(#"{"event":"offer","format":1,"offer":{"# + wrong + "}}") }
        }
    }

    @Test("A referral with a new kind of help arrives, its page says what was left out, and an unknown reason of a refusal still says that it was refused")
    func newerPartner() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        func hear(_ text: String, _ place: Int, _ conversation: String) throws {
            let (here, there) = (world.web.places[place].node, world.web.places[1 - place].node)
            try here.change(by: "exchange") { transaction in
                try ReferralReceiver().receive(
                    ReceivedMessage(
                        message: "", sender: there.organisation.identifier, conversation: conversation, kind: ReferralContent.messageKind,
                        content: Array(text.utf8), attachments: [], made: 0), node: here, in: transaction)
            }
        }
        let conversation = ExchangeMessage.newConversation()
        try hear(#"{"event":"offer","format":1,"offer":{"kind":"referral","needs":["shelter","0-new"],"urgency":"urgent"},"words":"Qxcome soon"}"#, 1, conversation)
        let row = try #require(
            try world.receiver.node.database.read {
                try ReferralRows(world.receiver.node, $0).find(conversation: conversation, partner: world.sender.node.organisation.identifier)
            })
        let desk = await world.web.browser(.caseworker, of: 1)
        let page = await desk.get("/referrals/\(row.referral)").text
        #expect(page.contains("Qxcome soon") && page.contains("One answer is left out"))
        let sent = try world.sent()
        try hear(#"{"event":"decline","format":1,"refusal":"0-new","words":"No bed"}"#, 0, try #require(try world.row(0, sent)).conversation)
        try world.work(0).act(ReferralContent(.close), on: sent)
        let measured = try world.sender.node.database.read { try PartnerResponses(node: world.sender.node, connection: $0).all() }.values.first { $0.sent > 0 }
        #expect(measured?.refusals == ["other": 1] && measured?.accepted == 0)
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.get("/referrals/\(sent)").text.contains("One answer is left out"))
    }

    @Test("The example in Docs/referrals.md is read whole, and is the test vector that the page says")
    func example() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Docs/referrals.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let block = try #require(text.firstMatch(of: try Regex("(?s)```json\n(.*?)```"))?[1].substring)
        let vector = try #require(text.firstMatch(of: try Regex("([0-9]+) bytes whose SHA-256 is `([0-9a-f]{64})`")))
        let bytes = try JSONValue.parse(Array(block.utf8)).canonicalBytes()
        let digest = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
        #expect(vector[1].substring.map(String.init) == "\(bytes.count)" && vector[2].substring.map(String.init) == digest)
        let content = try ReferralContent(bytes: bytes, try DataDictionary.standard())
        #expect(content.leftOut == 0 && content.canonicalBytes == bytes)
        #expect(content.offer?.kind == .arrivalHandOver && content.part.items.map(\.fields.count) == [2, 4])
    }

    @Test("The page of a corridor counts what came in as well, also where the case does not say where the worker set out")
    func corridor() throws {
        let world = try ReferralWorld()
        func open(_ place: Int, _ from: String, _ to: String) throws -> Int {
            let node = world.web.places[place].node
            return try node.database.read {
                try CorridorPicture(from: from, to: to, node: node, try DirectoryBooks().entries(of: node, .sensitive, $0), connection: $0).open
            }
        }
        try world.agree(["share-across-border"])
        let before = (try open(0, "NP", "QA"), try open(1, "NP", "QA"))
        let referral = try world.sent()
        #expect(try open(0, "NP", "QA") == before.0 + 1)
        // It came in, and nobody has accepted it yet.
        #expect(try open(1, "NP", "QA") == before.1 + 1)
        #expect(try open(1, "LK", "QA") == 0 && open(1, "NP", "MY") == 0)
        try world.work(1).act(ReferralContent(.accept), on: try world.received(referral).referral)
        #expect(try open(1, "NP", "QA") == before.1 + 1)
        // Where the worker is a national of counts before the countries of the organisations.
        try world.sender.node.change(by: "test") { transaction in
            try transaction.save(
                RecordChange(record: world.sender.personRecord, kind: "person", answers: ["nationality": Answer(try FieldValue(codes: ["LK"]))]))
        }
        #expect(try open(0, "LK", "QA") == 1 && open(0, "NP", "QA") == before.0)
    }

    private func form(_ rows: [(String, String)]) -> HTML {
        HTML { html in
            html.element("html") { html in
                html.element("body") { html in
                    html.element("table") { html in
                        html.element("tbody") { html in
                            for (name, text) in rows {
                                html.element("tr") { html in
                                    html.element("td") { $0.element("b", text: name) }
                                    html.element("td", text: text)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("The same form taken in again, in another format and language, leads to the referral that is there; one for somebody else says so")
    func takenInTwice() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sentWithoutNode()
        let worker = await world.web.browser(.caseworker, of: 0)
        let json = Array(await worker.get("/referrals/\(referral)/form/json").text.utf8)
        let desk = await world.web.browser(.caseworker, of: 1)
        func take(_ name: String, _ bytes: [UInt8], from: String = "") async -> String? {
            let token = await desk.get("/referrals/import").formToken
            var body: [UInt8] = []
            for (field, value) in [("form-token", token), ("submission", RecordIdentifier.random()), ("partner-name", from)] {
                body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
            }
            body += Array("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n".utf8) + bytes + Array("\r\n--XX--\r\n".utf8)
            return await desk.send(.post, "/referrals/import", headers: [.contentType: "multipart/form-data; boundary=XX"], body: body).location
        }
        func count() throws -> Int { try world.receiver.node.database.read { try ReferralRows(world.receiver.node, $0).latest(.incoming, limit: 50).count } }
        let before = try count()
        let first = try #require(await take("a.json", json))
        #expect(try count() == before + 1 && !first.contains("?"))
        let page = await desk.get(first).text
        #expect(page.contains("addressed to \u{2068}House of the Sisters\u{2069} and not to this organisation"))
        #expect(!page.contains("taken in before"))
        // The same with other bytes, and as a form in another language, by whoever names the sender in another way.
        #expect(await take("b.json", json + [0x0A]) == "\(first)?known=yes")
        let dictionary = world.receiver.node.dictionary
        let nepali = Translator(catalogue: try LanguageCatalogue.standard(), language: "ne")
        func label(_ field: String) throws -> String { try #require(dictionary.field("referral", field)).label("ne") }
        let rows = [
            (try label("from-organisation"), world.sender.node.organisation.name), (try label("to-organisation"), "House of the Sisters"),
            (nepali("referrals.form.code"), ReferralForm.grouped(referral)), (try label("details"), "Qxagain"),
        ]
        let docx = try DocumentConversion().convert(form(rows), to: .docx, language: "ne", isRightToLeft: false)
        #expect(await take("c.docx", docx, from: "Somebody") == "\(first)?known=yes")
        #expect(try count() == before + 1)
        #expect(await desk.get("\(first)?known=yes").text.contains("taken in before"))
        // Another sender's form may bear the same code: it is another referral. One for this organisation says nothing.
        var ours = rows
        (ours[0].1, ours[1].1) = ("Another House", " other  HELPLINE, Doha")
        let second = try #require(await take("d.docx", try DocumentConversion().convert(form(ours), to: .docx, language: "ne", isRightToLeft: false)))
        #expect(second != first && !second.contains("?"))
        #expect(try count() == before + 2)
        #expect(!(await desk.get(second).text.contains("and not to this organisation")))
    }

    @Test("By the link a partner says in words what came of it and why it declines")
    func linkWords() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        for (event, name, code) in [("resolve", "outcome", "achieved"), ("decline", "refusal", "no-capacity")] {
            let referral = try world.sentWithoutNode()
            let told = try ReferralLinks(node: world.sender.node).make(for: referral)
            let partner = WebBrowser(world.web.pipeline)
            var page = await partner.post("/referred/\(told.token)", [("code", told.code)])
            let key = try #require(WebBrowser.value(of: "key", in: page.text))
            if event == "resolve" { page = await partner.post("/referred/\(told.token)", [("key", key), ("event", "accept")]) }
            #expect(page.text.contains("id=\"field-words-\(event)\" name=\"words\""), "\(event)")
            // What was typed stays when something is missing.
            let words = ("words", "Qxin words \(event)")
            let refused = await partner.post("/referred/\(told.token)", [("key", key), ("event", event), words])
            #expect(refused.status == 422 && refused.text.contains(words.1))
            #expect(await partner.post("/referred/\(told.token)", [("key", key), ("event", event), (name, code), words]).status == 200)
            #expect(try world.steps(0, referral).last?.content?.words == words.1)
            let worker = await world.web.browser(.caseworker, of: 0)
            #expect(await worker.get("/cases/\(world.sender.caseRecord)").text.contains(words.1))
        }
    }

    @Test("The desk's link shows both days that it counts")
    func bothDays() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let node = world.receiver.node
        let tomorrow = node.clock.midnight(before: node.now()) + 86_400_000 + 10 * 3_600_000
        var draft = world.draft(.arrivalHandOver)
        draft.offer?.arrival = .init(moment: tomorrow, offset: 180, flight: "QR 652")
        let choice = try world.choice()
        let made = try world.work(0).choose(choice.usual, choice, for: draft)
        _ = try world.work(0).send(made, mark: made.mark)
        try world.settle()
        let desk = await world.web.browser(.caseworker, of: 1)
        #expect(await desk.get("/referrals").text.contains("Arrivals today and tomorrow (1)"))
        let page = await desk.get("/referrals/arrivals").text
        #expect(page.contains("QR 652") && page.components(separatedBy: "Nobody is announced for this day.").count == 2)
        let today = try #require(node.clock.day(of: node.now())).daysSinceEpoch
        #expect(page.contains("?day=\(today - 1)\"") && page.contains("?day=\(today + 2)\""))
        #expect(!(await desk.get("/referrals/arrivals?day=\(today)").text.contains("QR 652")))
    }

    @Test("Our own answers are not marked as those of a partner that asked for the case")
    func ownAnswers() async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let own = world.receiver.caseRecord
        let referral = try world.sent(.requestForCase)
        let desk = await world.web.browser(.caseworker, of: 1)
        #expect(await desk.post("/referrals/\(try world.received(referral).referral)/case", [("case", own)]).status == 303)
        #expect(try world.received(referral).caseRecord == own)
        let view = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: own, withHistory: false).view
        let shared = try world.receiver.node.database.read { try SharedOrigins(of: own, world.receiver.node, $0) }
        #expect(view.code("destination-country") == "QA" && view.fields.allSatisfy { shared.mark($0, of: own) == nil })
        // Of the case that a referral makes they are.
        let second = try world.work(1).act(ReferralContent(.accept), on: try world.received(try world.sent()).referral).caseRecord
        let made = try RecordViewing(world.receiver.node, reader: .keyHolder).report(on: second, withHistory: false).view
        let marks = try world.receiver.node.database.read { try SharedOrigins(of: second, world.receiver.node, $0) }
        #expect(made.fields.contains { marks.mark($0, of: second)?.isTheirs == true })
    }

    @Test("At the terminal names of others turn nothing, numbers are counted as people do, and a clock wrong by hours is told")
    func terminal() throws {
        let pair = try NodePair()
        var invitation = try Invitation.own(pair.sender.node)
        invitation.name = "Doha\u{202E} Desk"
        let file = pair.receiver.file("partner.txt")
        try Data(invitation.text(signedBy: pair.sender.node.keys).utf8).write(to: file)
        for result in [
            try pair.receiver.run("exchange", "add", file.path), try pair.receiver.run("exchange", "peers"), try pair.receiver.run("exchange", "status"),
        ] {
            let text = result.succeeded().text
            #expect(text.contains("Doha Desk"), "\(text)")
            #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" })
        }
        #expect(try pair.receiver.run("exchange", "try", pair.senderIdentifier).succeeded().text == "1 message is on its way.\n")
        #expect(try pair.receiver.run("exchange", "try", pair.senderIdentifier, "--count", "2").succeeded().text == "2 messages are on their way.\n")
        #expect(!(try pair.receiver.run("exchange", "status").text.contains("differ by hours")))
        for offset in [3, -400] as [Int64] {
            try pair.receiver.node.database.write { connection in
                let rows = PartnerRows(connection, organisation: pair.receiver.node.organisation)
                var partner = try rows.require(pair.senderIdentifier)
                partner.clockOffset = offset * 86_400_000
                try rows.update(partner)
            }
            #expect(try pair.receiver.run("exchange", "status").succeeded().text.contains("differ by hours"), "\(offset) days")
        }
    }

    @Test("Only what the partner reads out is taken as their code, and the other half is printed nowhere here")
    func partnersHalf() throws {
        let pair = try NodePair()
        let partner = try pair.partner(pair.senderIdentifier, of: pair.receiver)
        let halves = Partners.halves(with: partner, pair.receiver.node)
        #expect(halves.ours.count == 3 && halves.theirs.count == 3 && halves.ours != halves.theirs)
        for code in [halves.ours, halves.ours + halves.theirs, halves.theirs + halves.ours] {
            #expect(throws: ExchangeError(.wrongCode)) { try Partners.verify(partner.identifier, code: code.joined(separator: " "), pair.receiver.node) }
        }
        try Partners.verify(partner.identifier, code: halves.theirs.joined(separator: " "), pair.receiver.node)
        let printed = try pair.receiver.run("exchange", "peers", "--json").succeeded().text
        #expect(printed.contains(halves.ours.joined(separator: " ")) && !printed.contains(halves.theirs[0]))
    }

    @Test("Where an agreement no longer covers a referral its notice says what to do before it says what that does", arguments: ["en", "ne", "hi", "bn", "ar", "id"])
    func agreementNotice(_ language: String) async throws {
        let world = try ReferralWorld()
        try world.agree(["share-across-border"])
        let referral = try world.sent()
        let node = world.sender.node
        try world.addAgreement(["information"], until: "2099-12-31")
        let worker = await world.web.browser(.caseworker, of: 0)
        let page = await worker.get("/referrals/\(referral)?language=\(language)").text
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: language)
        let notice = try #require(page.range(of: "id=\"ended-\(referral)\"")).upperBound
        let todo = try #require(page.range(of: translator("referrals.ended.agreement"), range: notice..<page.endIndex))
        let effect = try #require(page.range(of: translator("referrals.withdraw.lead"), range: notice..<page.endIndex))
        #expect(todo.upperBound < effect.lowerBound)
    }
}
