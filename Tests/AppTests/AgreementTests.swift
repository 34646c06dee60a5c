import Dictionary
import Exchange
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

/// Agreements with their text, between two organisations.
@Suite("Agreements between organisations", .serialized)
struct AgreementTests {
    private static let text = Array("%PDF-1.7\nThe two organisations agree.\n%%EOF\n".utf8)

    private func send(_ browser: WebBrowser, _ fields: [(String, String)], file: (name: String, bytes: [UInt8])? = nil) async -> WebBrowser.Answer {
        let sheet = FormSheet(await browser.get("/network").text, to: "/network/agreements")
        var body: [UInt8] = []
        for (name, value) in sheet.fields + fields + [("action", "save"), ("form-token", sheet.token)] {
            body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            body += Array("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\nContent-Type: text/plain\r\n\r\n".utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return await browser.send(
            .post, "/network/agreements", headers: [.contentType: "multipart/form-data; boundary=XX"], body: body + Array("--XX--\r\n".utf8))
    }

    private func fields(_ world: ReferralWorld, until: String = "") throws -> [(String, String)] {
        let partner = try world.sender.node.database.read {
            try PartnerEntries(node: world.sender.node, connection: $0).record(of: world.receiver.node.organisation.identifier)
        }
        return [
            ("partner", partner), ("purposes", "referral"), ("purposes", "urgent-call"), ("clearance", "sensitive"), ("until", until), ("words", "Qxwords"),
            ("tell", "yes"),
        ]
    }

    private func agreements(_ place: WebWorld.Place) throws -> [Agreement] {
        try place.node.database.read { try Agreements(node: place.node, connection: $0).everything() }
    }

    private func text(of agreement: Agreement, _ place: WebWorld.Place) throws -> [UInt8] {
        try DocumentStore(node: place.node).bytes(of: try #require(agreement.file), record: agreement.partner)
    }

    private func isAllowed(_ world: ReferralWorld) throws -> Bool {
        let (node, sender) = (world.receiver.node, world.sender.node)
        return try node.database.read { connection in
            let record = try PartnerEntries(node: node, connection: connection).record(of: sender.organisation.identifier)
            let day = try #require(CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)))
            return try Agreements(node: node, connection: connection).allow("referral", of: .sensitive, with: record, on: day).isAllowed
        }
    }

    @Test("An agreement travels with its text: it counts here at once, there when they agree, and either side ends it for both", arguments: Backend.available)
    func travels(_ backend: Backend) async throws {
        let world = try ReferralWorld(backend)
        let (here, there) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.supervisor, of: 1))
        #expect(await send(here, try fields(world), file: ("Qxagreement.pdf", Self.text)).location == "/network#agreements")
        let own = try #require(try agreements(world.sender).first)
        #expect(own.counts && own.theirs == .told && own.file?.name == "Qxagreement.pdf")
        let given = await here.get("/network/agreements/\(own.identifier)/text")
        #expect(given.status == 200 && given.headers[.contentDisposition] == "attachment; filename=\"Qxagreement.pdf\"")
        #expect(try text(of: own, world.sender) == Self.text)
        #expect(await here.get("/network").text.contains("has not answered yet"))
        try world.settle()
        let proposed = try #require(try agreements(world.receiver).first)
        #expect(proposed.standing == .proposed && proposed.purposes == own.purposes && proposed.clearance == .sensitive && proposed.words == "Qxwords")
        #expect(try !isAllowed(world), "the word of a partner begins nothing")
        #expect(await there.get("/network").text.contains("Proposed by the partner"))
        #expect(await there.get("/network/agreements/\(proposed.identifier)/text").status == 200)
        #expect(try text(of: proposed, world.receiver) == Self.text)
        #expect(await here.get("/network/agreements/\(proposed.identifier)/text").status == 404)
        #expect(await there.post("/network/agreements/\(proposed.identifier)/answer", [("answer", "agree")]).status == 303)
        #expect(try isAllowed(world))
        try world.settle()
        #expect(try agreements(world.sender).first?.theirs == .agreed)
        #expect(await there.post("/network/agreements/\(proposed.identifier)/end", []).status == 303)
        try world.settle()
        #expect(try agreements(world.sender).first?.ended.isEmpty == false && !isAllowed(world))
        // The text lies sealed on both sides.
        let search = ByteSearch(["The two organisations agree", "Qxagreement"])
        #expect(try search.found(inFilesOf: world.web.world.folder).isEmpty)
        #expect(try NodeMaintenance(world.receiver.node).verify().firstFault == nil)
    }

    @Test("What a partner proposes can be declined; twice the same answer, or one to what was never proposed, is refused")
    func declined() async throws {
        let world = try ReferralWorld()
        let (here, there) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.supervisor, of: 1))
        #expect(await send(here, try fields(world)).status == 303)
        try world.settle()
        let proposed = try #require(try agreements(world.receiver).first)
        #expect(await there.post("/network/agreements/\(proposed.identifier)/answer", [("answer", "decline")]).status == 303)
        try world.settle()
        #expect(try agreements(world.sender).first?.theirs == .declined && !isAllowed(world))
        #expect(await there.post("/network/agreements/\(proposed.identifier)/answer", [("answer", "agree")]).status == 303)
        #expect(try !isAllowed(world), "an answer is given once")
        func receive(_ content: String, _ conversation: String) throws {
            let node = world.sender.node
            try node.change(by: "test") { transaction in
                try AgreementMessage().receive(
                    ReceivedMessage(
                        message: "m", sender: world.receiver.node.organisation.identifier, conversation: conversation, kind: AgreementMessage.kind,
                        content: Array(content.utf8), attachments: [], made: 0), node: node, in: transaction)
            }
        }
        let conversation = try #require(try agreements(world.sender).first).conversation
        #expect(throws: MessageRefusal(code: "not-possible")) { try receive(#"{"event":"agree","format":1}"#, conversation) }
        #expect(throws: MessageRefusal(code: "not-available")) { try receive(#"{"event":"end","format":1}"#, ExchangeMessage.newConversation()) }
        for bad in ["", "{}", #"{"event":"offer","format":1}"#, #"{"event":"offer","format":1,"purposes":["x"],"clearance":"open","until":"","words":""}"#] {
            #expect(throws: MessageRefusal(code: "malformed"), "\(bad)") { try receive(bad, ExchangeMessage.newConversation()) }
        }
        let flood = #"{"clearance":"open","event":"offer","format":1,"purposes":["referral"],"until":"","words":""}"#
        for _ in 0..<AgreementMessage.proposalLimit { try receive(flood, ExchangeMessage.newConversation()) }
        #expect(throws: MessageRefusal(code: "not-possible")) { try receive(flood, ExchangeMessage.newConversation()) }
    }

    @Test("A proposal taken back before an answer was never an agreement: neither side is told that the other refused, and nothing is hindered by it")
    func takenBack() async throws {
        let world = try ReferralWorld()
        let (here, there) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.supervisor, of: 1))
        #expect(await send(here, try fields(world)).status == 303)
        try world.settle()
        let own = try #require(try agreements(world.sender).first)
        #expect(await here.post("/network/agreements/\(own.identifier)/end", []).status == 303)
        try world.settle()
        #expect(try agreements(world.sender).map(\.standing) == [.withdrawn] && agreements(world.receiver).map(\.standing) == [.withdrawn])
        #expect(try verdict(world.sender, on: world.receiver) == .noAgreement && verdict(world.receiver, on: world.sender) == .noAgreement)
        for browser in [here, there] {
            let page = await browser.get("/network").text
            #expect(page.contains("Taken back before it was agreed") && !page.contains("We did not agree"))
        }
        // Another one goes its way.
        #expect(await send(here, try fields(world)).status == 303)
        try world.settle()
        let next = try #require(try agreements(world.receiver).first { $0.standing == .proposed })
        #expect(await there.post("/network/agreements/\(next.identifier)/answer", [("answer", "agree")]).status == 303)
        try world.settle()
        #expect(try isAllowed(world))
    }

    @Test("Agreeing and taking back that cross leave both sides with an agreement that was ended")
    func crossing() async throws {
        let world = try ReferralWorld()
        let (here, there) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.supervisor, of: 1))
        #expect(await send(here, try fields(world)).status == 303)
        try world.settle()
        let (own, proposed) = (try #require(try agreements(world.sender).first), try #require(try agreements(world.receiver).first))
        #expect(await here.post("/network/agreements/\(own.identifier)/end", []).status == 303)
        #expect(await there.post("/network/agreements/\(proposed.identifier)/answer", [("answer", "agree")]).status == 303)
        try world.settle()
        for place in [world.sender, world.receiver] {
            let agreement = try #require(try agreements(place).first)
            #expect(agreement.standing == .ours && agreement.theirs == .agreed && !agreement.ended.isEmpty)
        }
        guard case .expired = try verdict(world.sender, on: world.receiver), case .expired = try verdict(world.receiver, on: world.sender) else {
            Issue.record("both sides know that it was agreed and ended")
            return
        }
    }

    private func verdict(_ place: WebWorld.Place, on other: WebWorld.Place) throws -> Agreements.Verdict {
        let node = place.node
        return try node.database.read { connection in
            let record = try PartnerEntries(node: node, connection: connection).record(of: other.node.organisation.identifier)
            return try Agreements(node: node, connection: connection).allow("referral", of: .sensitive, with: record, on: try #require(node.today))
        }
    }

    @Test("An end in the past, or a file that is no text, is refused with a sentence, and nothing is written down")
    func refused() async throws {
        let world = try ReferralWorld()
        let browser = await world.web.browser(.supervisor, of: 0)
        let past = await send(browser, try fields(world, until: "2020-12-31"))
        #expect(await browser.get(try #require(past.location)).text.contains("This day is past"))
        let picture = await send(
            browser, try fields(world), file: ("x.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 40)))
        #expect(await browser.get(try #require(picture.location)).text.contains("must be a PDF"))
        #expect(try agreements(world.sender).isEmpty)
        let worker = await world.web.browser(.caseworker, of: 0)
        #expect(await worker.post("/network/agreements", try fields(world)).status == 403)
    }
}
