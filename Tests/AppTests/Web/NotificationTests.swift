import Foundation
import Logging
import Storage
import Synchronization
import Testing

@testable import App

@Suite("Messages by mail", .serialized)
struct NotificationTests {
    private static func moment(_ text: String) throws -> UInt64 {
        UInt64(try #require(try? Date(text, strategy: .iso8601)).timeIntervalSince1970 * 1000)
    }

    @Test(
        "A message goes at the first moment that the person wishes, in their own time zone",
        arguments: [
            // At once, with quiet hours from 21 to 7 in Kathmandu (UTC+5:45).
            ("at-once", "2026-11-25T06:00:00Z", nil, "2026-11-25T06:00:00Z"), ("at-once", "2026-11-25T15:14:00Z", nil, "2026-11-25T15:14:00Z"),
            ("at-once", "2026-11-25T15:15:00Z", nil, "2026-11-26T01:15:00Z"), ("at-once", "2026-11-25T22:00:00Z", nil, "2026-11-26T01:15:00Z"),
            // Not more often than every quarter of an hour; what that pushes into the quiet hours waits for the morning.
            ("at-once", "2026-11-25T06:05:00Z", "2026-11-25T06:00:00Z", "2026-11-25T06:15:00Z"),
            ("at-once", "2026-11-25T15:05:00Z", "2026-11-25T15:04:00Z", "2026-11-26T01:15:00Z"),
            // Once a day at eight: today if it is not over, else tomorrow.
            ("daily", "2026-11-25T01:00:00Z", nil, "2026-11-25T02:15:00Z"), ("daily", "2026-11-25T02:30:00Z", nil, "2026-11-25T02:30:00Z"),
            ("daily", "2026-11-25T02:40:00Z", "2026-11-25T02:20:00Z", "2026-11-26T02:15:00Z"), ("daily", "2026-11-25T04:00:00Z", nil, "2026-11-26T02:15:00Z"),
            // The clock was ahead when the last one went.
            ("at-once", "2026-11-25T06:05:00Z", "2026-11-25T07:20:00Z", "2026-11-25T06:20:00Z"),
            ("daily", "2026-11-25T02:40:00Z", "2026-11-25T03:55:00Z", "2026-11-26T02:15:00Z"),
        ] as [(String, String, String?, String)])
    func times(_ pace: String, _ now: String, _ last: String?, _ expected: String) throws {
        var wishes = MailWishes(address: "a@example.org")
        wishes.pace = try #require(MailWishes.Pace(rawValue: pace))
        wishes.zone = "Asia/Kathmandu"
        let next = wishes.next(after: try Self.moment(now), last: try last.map(Self.moment) ?? 0)
        let wanted = try Self.moment(expected)
        #expect(next == wanted, "\(now) after \(last ?? "none")")
    }

    @Test("What is most urgent waits neither for quiet hours nor for the pause nor for the daily hour, unless somebody chose that it does")
    func urgent() async throws {
        var wishes = MailWishes(address: "a@example.org", zone: "Asia/Kathmandu")
        let night = try Self.moment("2026-11-25T22:00:00Z")
        for pace in MailWishes.Pace.allCases {
            wishes.pace = pace
            #expect(wishes.next(after: night, last: night - 60_000, isUrgent: true) == night)
            #expect(wishes.next(after: night, last: 0) > night)
            wishes.holdsUrgent = true
            #expect(wishes.next(after: night, last: 0, isUrgent: true) > night)
            wishes.holdsUrgent = nil
        }
        // Wishes of before say nothing of it.
        let old = #"{"address":"a@example.org","pace":"at-once","hour":8,"quietFrom":21,"quietUntil":7,"zone":"UTC"}"#
        #expect(try JSONDecoder().decode(MailWishes.self, from: Data(old.utf8)).holdsUrgent == nil)
        let world = try WebWorld()
        let node = world.places[1].node
        let account = try #require(world.places[1].accounts[.caseworker]).identifier
        try node.database.write { connection in
            try Notifications.announce(to: account, of: node, now: 5, connection)
            try MailQueue(connection: connection).wait(account, until: 1_000_000)
            #expect(try MailQueue(connection: connection).due(10, limit: 9).isEmpty)
            try Notifications.announce(to: account, of: node, isUrgent: true, now: 6, connection)
            #expect(try MailQueue(connection: connection).due(10, limit: 9).map(\.isUrgent) == [true])
        }
        // The hours are meant where the organisation works until somebody chooses another zone.
        let worker = await world.browser(.caseworker, of: 1)
        #expect(await worker.get("/account/mail").text.contains("value=\"Asia/Qatar\" selected"))
        let chosen = [("address", "a@example.org"), ("pace", "at-once"), ("hour", "8"), ("quiet-from", "21"), ("quiet-until", "7"), ("zone", "Asia/Qatar")]
        #expect(await worker.post("/account/mail", chosen + [("hold-urgent", "yes")]).status == 303)
        #expect(await worker.get("/account/mail").text.contains("name=\"hold-urgent\" value=\"yes\" id=\"field-hold-urgent-0\" checked"))
    }

    @Test("Every time zone to choose from is known, and equal hours mean no quiet")
    func zones() {
        for zone in MailWishes.zones { #expect(TimeZone(identifier: zone) != nil, "\(zone)") }
        var wishes = MailWishes(address: "a@example.org", quietFrom: 9, quietUntil: 9)
        #expect((0..<24).allSatisfy { !wishes.isQuiet($0) })
        wishes.quietUntil = 11
        #expect((0..<24).filter { wishes.isQuiet($0) } == [9, 10])
    }

    @Test(
        "What could end a line or a command is no address",
        arguments: [
            ("a@example.org", true), ("first.last+tag@sub.example.org", true), ("a@example", false), ("a@b@example.org", false), ("a b@example.org", false),
            ("a@example.org>\r\nRCPT TO:<b@example.org", false), ("<a@example.org>", false), ("a@[192.0.2.1]", false), ("", false), ("a..b@example.org", false),
        ])
    func addresses(_ text: String, _ isOne: Bool) { #expect((MailAddress(text) != nil) == isOne, "\(text)") }

    @Test("A message is ASCII in short lines, says its subject in encoded words, and doubles the dots at the beginning of lines")
    func message() throws {
        let subject = "हेर्नुपर्ने केही छ, हेर्नुपर्ने केही छ, हेर्नुपर्ने केही छ"
        let message = MailMessage(
            from: "corridor@example.org", to: "a@example.org", subject: subject, text: String(repeating: "छ\n", count: 100),
            date: try Self.moment("2026-11-25T06:05:09Z"), number: "N1")
        let lines = String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(message.bytes.allSatisfy { $0 < 0x80 } && lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") })
        #expect(lines.contains("Date: Wed, 25 Nov 2026 06:05:09 +0000") && lines.contains("Auto-Submitted: auto-generated"))
        let words = MailMessage.encodedWords(subject).components(separatedBy: "\r\n ")
        let read = words.map { word in
            Data(base64Encoded: word.replacing("=?utf-8?B?", with: "").replacing("?=", with: "")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        #expect(read.joined() == subject && words.allSatisfy { $0.utf8.count <= 75 })
        #expect(MailClient.doubled(Array(".a\r\nb.\r\n..c".utf8)) == Array("..a\r\nb.\r\n...c".utf8))
    }

    private final class Box: Sendable {
        let messages = Mutex<[MailMessage]>([])
        let answer = Mutex<MailError?>(nil)

        func take(_ message: MailMessage) throws(MailError) {
            if let error = answer.withLock({ $0 }) { throw error }
            messages.withLock { $0.append(message) }
        }
    }

    private func waiting(_ world: WebWorld) throws -> [MailQueue.Waiting] {
        try world.places[0].node.database.read { try MailQueue(connection: $0).due(.max / 2, limit: 100) }
    }

    @Test("Who is given work hears that there is something, once, and nothing of what it is", arguments: Backend.available)
    func sending(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        var services = world.pipeline.services
        services.settings.mail = try MailSettings.read(["mail-server": "127.0.0.1", "mail-security": "none", "mail-from": "corridor@example.org"])
        let box = Box()
        // On the day of the clock of the world, so that what waits is not too old.
        let clock = Mutex(try Self.moment("2026-02-02T06:00:00Z"))
        let sender = NotificationSender(services, logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() }), now: { clock.withLock { $0 } }) {
            message throws(MailError) in try box.take(message)
        }
        func later(_ minutes: UInt64) { clock.withLock { $0 += minutes * 60_000 } }
        let supervisor = await world.browser(.supervisor, of: 0)
        let lawyer = await world.browser(.legal, of: 0)
        let both = [Role.legal, .caseworker].compactMap { world.places[0].accounts[$0]?.identifier }.map { ("account", $0) }
        func assign(_ accounts: [(String, String)]) async { _ = await supervisor.post("/cases/\(world.places[0].caseRecord)/assign", accounts) }

        // Without an address nothing goes, and nothing is kept.
        await assign(both)
        #expect(try waiting(world).map(\.account) == [world.places[0].accounts[.legal]?.identifier])
        #expect(try await sender.step() == 0)
        #expect(try waiting(world).isEmpty)

        let wishes = [
            ("address", "law@example.org"), ("pace", "at-once"), ("hour", "8"), ("quiet-from", "21"), ("quiet-until", "7"), ("zone", "Asia/Kathmandu"),
        ]
        #expect(await lawyer.post("/account/mail", wishes).status == 303)
        #expect(await lawyer.get("/account/mail").text.contains("law@example.org"))
        await assign([both[1]])
        await assign(both)
        #expect(try await sender.step() == 1)
        let message = try #require(box.messages.withLock { $0.first })
        #expect(message.to == "law@example.org" && message.text.contains(services.settings.publicAddress))
        for secret in [world.places[0].workerName, world.places[0].caseRecord, "Colleague", "Helpline", "/cases"] {
            #expect(!message.text.contains(secret) && !message.subject.contains(secret), "\(secret)")
        }
        #expect(try waiting(world).isEmpty)
        #expect(try await sender.step() == 0)

        // Within a quarter of an hour all is one message; a server that is away is tried again, and a refusal ends it.
        for _ in 0..<2 {
            await assign([both[1]])
            await assign(both)
        }
        #expect(try await sender.step() == 0)
        #expect(try waiting(world).count == 1)
        later(16)
        box.answer.withLock { $0 = .notNow("away") }
        #expect(try await sender.step() == 0)
        #expect(try waiting(world).first?.tries == 1)
        box.answer.withLock { $0 = nil }
        #expect(try await sender.step() == 0, "not before the pause is over")
        later(2)
        #expect(try await sender.step() == 1)
        #expect(box.messages.withLock { $0.count } == 2)
        await assign([both[1]])
        await assign(both)
        later(20)
        box.answer.withLock { $0 = .refused(550) }
        #expect(try await sender.step() == 0)
        #expect(try waiting(world).isEmpty)
        #expect(await lawyer.post("/account/mail", [("address", "no address")] + wishes.dropFirst()).status == 422)
        #expect(await lawyer.post("/account/mail", []).status == 303)
        #expect(!(await lawyer.get("/account/mail").text.contains("law@example.org")))
    }

    @Test(
        "Settings of mail that cannot be right are told",
        arguments: [
            (["mail-from": "a@example.org"], "mail-server"), (["mail-server": "m"], "mail-from"),
            (["mail-server": "m", "mail-from": "a@example.org", "mail-security": "none"], "this machine"),
            (["mail-server": "m", "mail-from": "a@example.org", "mail-security": "maybe"], "starttls"),
            (["mail-server": "m", "mail-from": "a@example.org", "mail-user": "u"], "mail-password"),
            (["mail-server": "m", "mail-from": "a@example.org", "mail-port": "0"], "mail-port"),
        ])
    func settings(_ values: [String: String], _ word: String) throws {
        let error = #expect(throws: AppError.self) { try MailSettings.read(values) }
        #expect(error?.description.contains(word) == true, "\(String(describing: error))")
        let good = try MailSettings.read(["mail-server": "m", "mail-from": "a@example.org", "mail-security": "tls"])
        #expect(good?.port == 465)
        #expect(try MailSettings.read([:]) == nil)
    }
}
