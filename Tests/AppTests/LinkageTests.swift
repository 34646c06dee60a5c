import Dictionary
import Exchange
import Foundation
import Journal
import Matching
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// Two organisations on one node that have compared their keys, and look for common people by encodings.
struct LinkageWorld {
    let web: WebWorld

    init(_ backend: Backend = .sqlite) throws {
        web = try WebWorld(backend)
        try Partners.verifyEachOther(web.places[0].node, web.places[1].node)
    }

    func node(_ place: Int) -> Node { web.places[place].node }
    func identifier(_ place: Int) -> String { node(place).organisation.identifier }
    func asking(_ place: Int) -> LinkageAsking { LinkageAsking(node: node(place), account: web.places[place].accounts[.caseworker]?.identifier ?? "") }

    /// Carries and works until nothing happens any more.
    func settle() throws {
        for _ in 0..<4 {
            try LocalExchange([node(0), node(1)]).settle()
            for place in 0...1 { try LinkageWork(node: node(place)).run() }
        }
        try LocalExchange([node(0), node(1)]).settle()
    }

    func agree(records: Int = 500, rounds: Int = 8) throws {
        for place in 0...1 {
            try asking(place).say(
                LinkageTerms(records: records, rounds: rounds, until: Int64(node(place).now()) + 300 * 86_400_000), to: identifier(1 - place))
        }
        try settle()
    }

    @discardableResult
    func round(from place: Int = 0) throws -> LinkageRound {
        let name = try LinkageWork(node: node(place)).begin(with: identifier(1 - place), by: "test")
        try settle()
        return try #require(try node(place).database.read { try LinkageRounds(node(place), $0).find(name) })
    }

    func pairs(_ place: Int) throws -> [LinkagePair] {
        try node(place).database.read { connection in
            try LinkagePair.State.allCases.flatMap { try LinkagePairs(node(place), connection).all(in: $0) }
        }
    }

    @discardableResult
    func save(_ place: Int, _ kind: String, _ answers: [String: String], links: [String: String] = [:], record: String = RecordIdentifier.random()) throws
        -> String
    {
        let node = node(place)
        var all: [String: Answer?] = [:]
        for (name, text) in answers { all[name] = Answer(try #require(node.dictionary.field(kind, name)).parse(text, in: node.dictionary)) }
        for (name, target) in links { all[name] = Answer(try FieldValue(link: target)) }
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: all)) }
        return record
    }

    /// A notice in the place's case, with what the family agrees to.
    func notice(_ place: Int, _ name: String, scopes: String? = "matching | share-across-border", more: [String: String] = [:]) throws -> String {
        if let scopes { try consent(place, scopes) }
        var answers = ["full-name": name, "sex": "male", "last-country": "SA", "status": "information-sought", "reported-on": "2026-01-20"]
        answers.merge(more) { $1 }
        return try save(place, "notice", answers, links: ["case": web.places[place].caseRecord])
    }

    @discardableResult
    func consent(_ place: Int, _ scopes: String, withdrawn: Bool = false, record: String = RecordIdentifier.random()) throws -> String {
        var answers = ["given": "yes", "scopes": scopes, "given-on": "2026-01-02"]
        if withdrawn { answers["withdrawn-on"] = "2026-01-03" }
        return try save(place, "consent", answers, links: ["case": web.places[place].caseRecord], record: record)
    }

    /// Sends a message that no program of ours would send.
    /// - Returns: how many messages the other side has refused in all.
    func hostile(_ content: LinkageMessage, from place: Int = 1, attachments: [ExchangeMessage.Attachment] = []) throws -> Int {
        try hostile(content.canonicalBytes, from: place, attachments: attachments)
    }

    func hostile(_ content: [UInt8], from place: Int = 1, attachments: [ExchangeMessage.Attachment] = []) throws -> Int {
        let (node, victim) = (node(place), node(1 - place))
        try node.database.write { connection in
            _ = try Outbox.put(
                ExchangeMessage(
                    conversation: LinkageMessage.conversation(identifier(0), identifier(1)), kind: LinkageMessage.kind, content: content,
                    attachments: attachments), to: identifier(1 - place), node: node, connection)
        }
        try LocalExchange([self.node(0), self.node(1)]).settle()
        return try victim.database.read { connection in
            try connection.first(
                "SELECT count(*) FROM exchange_incoming WHERE organisation = ? AND state = 2", [.integer(victim.organisation.number)]
            ) { Int($0.integer(0)) } ?? 0
        }
    }
}

@Suite("Finding common people with a partner by encodings", .serialized)
struct LinkageTests {
    @Test("Each learns only its own records; both agree before anything is shown; a withdrawn consent ends it at both", arguments: Backend.available)
    func wholeStory(_ backend: Backend) throws {
        let world = try LinkageWorld(backend)
        let consent = try world.consent(0, "matching | share-across-border")
        let notice = try world.notice(0, "Mohammad Rafiq Ullah | মোহাম্মদ রফিক উল্লাহ", scopes: nil, more: ["description": "He has a scar."])
        for name in ["Sunita Gurung", "Hari Bahadur Thapa", "Maria Santos"] { try world.save(0, "sighting", ["full-name": name, "sex": "female"]) }
        let sighting = try world.save(
            1, "sighting", ["full-name": "Rafiq Ullah Mohammad", "sex": "male", "country": "SA", "author-contact": "+966500000000", "kind": "spoken-to"])
        for name in ["Anjali Rai", "Ramesh Shrestha", "Sunita Gurung"] { try world.save(1, "sighting", ["full-name": name, "sex": "female"]) }
        #expect(throws: LinkageError(.notAgreed)) { _ = try world.round() }
        try world.agree()
        let round = try world.round()
        #expect(round.state == .done && round.matches == 1)
        // Two sightings of one woman whom nobody looks for are not told.
        let (ours, theirs) = (try world.pairs(0), try world.pairs(1))
        #expect(ours.map(\.record) == [notice] && theirs.map(\.record) == [sighting] && ours.map(\.token) == theirs.map(\.token))
        #expect(ours.map(\.likeness) == [0] && theirs.map(\.likeness) == [100])
        // Nothing is kept of what was sent.
        let kept = try world.node(1).database.read { connection in
            try connection.all("SELECT sealed FROM linkage_round", []) { $0.blob(0).count } + connection.all("SELECT number FROM linkage_number", []) { _ in 1 }
        }
        #expect(kept.allSatisfy { $0 == 0 })
        let token = try #require(ours.first).token
        #expect(throws: LinkageError(.notPossible)) { try world.asking(0).act(.agree, on: token) }
        // In no letters and in no spelling does the name of our record go out before both have agreed.
        for words in ["Is it Rafiq?", "Do you know Mohamed Rafeeq Ullah", "মোহাম্মদ রফিক উল্লাহ কি?"] {
            #expect(throws: LinkageError(.named), "\(words)") { try world.asking(0).act(.ask, on: token, words: words, fields: ["full-name"]) }
        }
        try world.asking(0).act(.ask, on: token, words: "May we speak about this one?", fields: ["full-name", "sex", "description"])
        try world.settle()
        #expect(try world.pairs(1).map(\.state) == [.asking])
        #expect(try world.pairs(1).map(\.counterpart) == [""])
        try world.asking(1).act(.agree, on: token, fields: ["full-name", "country", "kind", "author-contact"])
        try world.settle()
        #expect(try world.pairs(0).map(\.state) == [.agreed])
        let shown = try #require(try world.pairs(0).first?.counterpart)
        let seen = try RecordViewing(world.node(0), reader: .keyHolder).report(on: shown, withHistory: false).view
        #expect(seen.kind == "sighting" && seen.answer("full-name")?.value?.displayText == "Rafiq Ullah Mohammad" && seen.code("country") == "SA")
        #expect(seen.answer("author-contact") == nil && seen.text("author") == world.node(1).organisation.name)
        let other = try #require(try world.pairs(1).first?.counterpart)
        #expect(try RecordViewing(world.node(1), reader: .keyHolder).report(on: other, withHistory: false).view.kind == "notice")
        try world.asking(1).act(.message, on: token, words: "He is in Hall 4")
        try world.settle()
        let pair = try #require(try world.pairs(0).first)
        let steps = try world.node(0).database.read { try LinkagePairs(world.node(0), $0).steps(of: pair) }
        #expect(steps.map(\.event) == [.ask, .agree, .share, .message] && steps.last?.words == "He is in Hall 4")
        // What a partner showed is not compared with others.
        for (place, record) in [(0, shown), (1, other)] {
            let takesPart = try world.node(place).database.read { connection in
                var candidates = LinkageCandidates(world.node(place), connection)
                return try candidates.takesPart(record)
            }
            #expect(!takesPart)
        }
        try world.consent(0, "matching | share-across-border", withdrawn: true, record: consent)
        try world.settle()
        #expect(try world.pairs(0).map(\.state) == [.over])
        #expect(try world.pairs(1).map(\.state) == [.over])
        let erased = try world.node(1).database.read {
            try RecordRows(connection: $0, organisation: world.node(1).organisation.number).state(of: other)?.isErased
        }
        #expect(erased == true)
        #expect(throws: LinkageError(.notPossible)) { try world.asking(0).act(.message, on: token, words: "Again") }
        for place in 0...1 {
            let fault = try NodeMaintenance(world.node(place)).verify().firstFault
            #expect(fault == nil, "\(fault?.sentence ?? "")")
        }
    }

    @Test("Who has not agreed, whose notice is closed, ran out or stays inside, takes no part; a worker of a case who agreed is found, and only at home")
    func whoTakesPart() throws {
        let world = try LinkageWorld()
        try world.agree()
        let silent = try world.notice(0, "Karim Miah", scopes: nil)
        let closed = try world.notice(0, "Abdul Halim Sarkar", more: ["closed-on": "2026-01-25"])
        let inside = try world.notice(0, "Jahangir Alam", more: ["publish": "own-organisation"])
        let sent = {
            try world.node(0).database.read { connection in
                var candidates = LinkageCandidates(world.node(0), connection)
                return try candidates.forAsking(most: 500).map(\.record)
            }
        }
        // The consent of the case's family now holds, for the one that runs and may leave the house.
        #expect(try sent() == [silent])
        #expect(![closed, inside].contains(silent))
        let person = try world.save(1, "person", ["names": "Miah Karim", "sex": "male"])
        try world.save(1, "relation", ["role": "worker"], links: ["from": person, "to": world.web.places[1].caseRecord])
        #expect(try world.round().matches == 0)
        try world.consent(1, "matching")
        #expect(try world.round().matches == 1)
        #expect(try world.pairs(1).map(\.record) == [person])
        // The worker agreed to the comparison and to nothing else: nothing can be shown.
        let showing = try world.node(1).database.read { connection in
            try LinkageShowing(world.node(1), connection).limit(
                of: person, for: try #require(try Partners.find(world.identifier(0), world.node(1), connection)))
        }
        #expect(showing == nil)
        // The other way round the worker's encoding does not leave.
        #expect(try world.round(from: 1).code == LinkageRefusal.nothing.rawValue)
    }

    @Test("The number of encodings and of comparisons is kept to on both sides, whatever the partner's program does")
    func limits() throws {
        let world = try LinkageWorld()
        try world.agree(records: 10, rounds: 3)
        _ = try world.notice(0, "Mohammad Rafiq Ullah")
        for _ in 0..<3 { try world.round() }
        #expect(throws: LinkageError(.tooOften)) { _ = try world.round() }
        // Without our own brake the other side refuses.
        let name = ExchangeMessage.newConversation()
        _ = try world.hostile(.open(round: name, key: [UInt8](repeating: 9, count: 32)), from: 0)
        let round = try world.node(1).database.read { try LinkageRounds(world.node(1), $0).find(name) }
        #expect(round?.code == LinkageRefusal.tooOften.rawValue)
        try world.asking(0).end(with: world.identifier(1))
        try world.settle()
        #expect(throws: LinkageError(.notAgreed)) { _ = try world.round(from: 1) }
    }

    @Test("Lists that are too long, damaged, made with another secret or put together to meet many are refused; made-up names are held until a person decides")
    func madeUpLists() throws {
        let world = try LinkageWorld()
        try world.agree(records: 400, rounds: 20)
        let known = [
            "Mohammad Rafiq Ullah", "Sunita Gurung", "Hari Bahadur Thapa", "Maria Santos", "Joy Cruz", "Dewi Lestari", "Anjali Rai", "Ramesh Shrestha",
        ]
        for name in known { _ = try world.notice(0, name) }
        /// The attacker's half of a round, up to the secret.
        func secret(_ round: String, _ half: OneTimeAgreement) throws -> [UInt8] {
            _ = try world.hostile(.open(round: round, key: half.publicPart))
            // Its own program would have noted the round; here the answer is looked up where it was made.
            let node = world.node(0)
            return try node.database.read { connection in
                let rounds = LinkageRounds(node, connection)
                let partner = try #require(try Partners.find(world.identifier(1), node, connection))
                let found = try #require(try rounds.find(round))
                return try #require(try rounds.content(of: found, key: try rounds.key(for: partner)))
            }
        }
        func send(_ rows: [[String]], claiming count: Int? = nil, secret other: [UInt8]? = nil, spoil: Bool = false) throws -> LinkageRound? {
            let round = ExchangeMessage.newConversation()
            let shared = try secret(round, OneTimeAgreement())
            var bytes = try EncodedRecords.encode(rows, of: LinkageSet.names.meanings, secret: other ?? shared).bytes()
            if spoil { bytes[40] ^= 0xFF }
            let sizes = [LinkageMessage.SetSize(set: .names, count: count ?? rows.count, notices: 0)]
            _ = try world.hostile(
                .encodings(round: round, sets: sizes), attachments: [.init(name: "names", mediaType: "application/octet-stream", bytes: bytes)])
            try LinkageWork(node: world.node(0)).run()
            return try world.node(0).database.read { try LinkageRounds(world.node(0), $0).find(round) }
        }
        let one = ["Mohammad Rafiq", "", "m"]
        #expect(try send([[String]](repeating: one, count: 401))?.code == LinkageRefusal.tooMany.rawValue)
        #expect(try send([one], claiming: 2)?.code == LinkageRefusal.malformed.rawValue)
        #expect(try send([one], spoil: true)?.code == LinkageRefusal.malformed.rawValue)
        #expect(try send([one], secret: [UInt8](repeating: 3, count: 32))?.code == LinkageRefusal.malformed.rawValue)
        #expect(try send([["", "", ""]])?.code == LinkageRefusal.malformed.rawValue)
        // Names varied by a letter, as a script does that looks for a hit.
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let varied = letters.flatMap { first in letters.prefix(8).map { ["rafik\(first) ula\($0) muhamad", "1990", "m"] } }
        let held = try #require(try send(varied))
        #expect(held.state == .held && held.doubts.contains(.alike))
        #expect(try world.pairs(0).isEmpty && world.pairs(1).isEmpty)
        try LinkageWork(node: world.node(0)).decide(held.round, answers: false, by: "test")
        #expect(try world.node(0).database.read { try LinkageRounds(world.node(0), $0).find(held.round) }?.code == LinkageRefusal.doubtful.rawValue)
        // A list of people of whom nearly all are known here.
        let more = ["Budi Santoso", "Kamala Devi Yadav", "Suresh Kumar Mahato", "Tsering Lama", "Farida Khatun", "Nguyen Van An", "Abdul Karim Sheikh"]
        for name in more { _ = try world.notice(0, name) }
        let list = try #require(try send((known + more).map { [$0, "", "m"] }))
        #expect(list.state == .held && list.doubts == [.manyMatches])
        try LinkageWork(node: world.node(0)).decide(list.round, answers: true, by: "test")
        #expect(try world.node(0).database.read { try LinkageRounds(world.node(0), $0).find(list.round) }?.state == .done)
    }

    @Test("Real lists of names are not held, made-up ones are")
    func brakes() throws {
        let random = NameLists(seed: 11)
        let secret = [UInt8](repeating: 5, count: 32)
        func encoded(_ names: [String]) throws -> EncodedRecords {
            try EncodedRecords.encode(names.map { [$0, "", "m"] }, of: LinkageSet.names.meanings, secret: secret)
        }
        for size in [60, 400, 1_000] {
            #expect(!LinkageBrakes.isVaried(try encoded(random.people(size))), "\(size) people")
            #expect(LinkageBrakes.isVaried(try encoded(random.varied(size))), "\(size) made up")
        }
    }

    @Test("Nothing out of turn takes effect: invented numbers, names of pairs, rounds and records of others")
    func outOfTurn() throws {
        let world = try LinkageWorld()
        try world.agree()
        let notice = try world.notice(0, "Mohammad Rafiq Ullah")
        try world.save(1, "sighting", ["full-name": "Rafiq Ullah Mohammad", "sex": "male"])
        try world.round()
        let token = try #require(try world.pairs(0).first?.token)
        let part = SharedRecord(.sighting, until: nil, fields: [])
        let nowhere = ExchangeMessage.newConversation()
        var refused = 0
        for message in [
            LinkageMessage.share(token: token, part: part), .agree(token: token, words: ""), .message(token: token, words: "x"),
            .ask(token: nowhere, words: ""),
            .refuse(token: nowhere, words: ""), .ready(round: nowhere, key: [UInt8](repeating: 1, count: 32)), .answer(round: nowhere, matches: []),
            .encodings(round: nowhere, sets: []), .no(round: nowhere, code: "late"),
        ] {
            let now = try world.hostile(message)
            #expect(now == refused + 1, "\(message)")
            refused = now
        }
        #expect(try world.pairs(0).map(\.state) == [.found])
        // An answer with numbers that were not sent, twice the same, or of a round that is done.
        _ = try LinkageWork(node: world.node(0)).begin(with: world.identifier(1), by: "test")
        try LocalExchange([world.node(0), world.node(1)]).settle()
        try LinkageWork(node: world.node(0)).run()
        let open = try #require(try world.node(0).database.read { try LinkageRounds(world.node(0), $0).all(in: .sent) }.first)
        for matches in [[(7, nowhere)], [(0, nowhere), (0, token)], [(-1, nowhere)]] {
            let now = try world.hostile(.answer(round: open.round, matches: matches.map { .init(number: $0.0, token: $0.1) }))
            #expect(now == refused + 1)
            refused = now
        }
        #expect(try world.pairs(0).map(\.record) == [notice])
        for bytes in [Array("{}".utf8), Array("[]".utf8), [], Array("{\"event\":\"over\",\"format\":1,\"token\":\"\(token.dropLast())\"}".utf8)]
        where !bytes.isEmpty {
            let now = try world.hostile(bytes)
            #expect(now == refused + 1)
            refused = now
        }
    }

    @Test("Erasing a record tells the partner, and nothing that was said about it stays")
    func erasure() throws {
        let world = try LinkageWorld()
        try world.agree()
        let sighting = try world.save(1, "sighting", ["full-name": "Rafiq Ullah Mohammad", "sex": "male"])
        _ = try world.notice(0, "Mohammad Rafiq Ullah")
        try world.round()
        let token = try #require(try world.pairs(1).first?.token)
        try world.asking(1).act(.ask, on: token, words: "Do you look for somebody?", fields: ["full-name"])
        try world.settle()
        try world.asking(0).act(.agree, on: token)
        try world.settle()
        let shown = try #require(try world.pairs(0).first?.counterpart)
        _ = try Erasure(world.node(1)).erase(sighting, reason: "asked for it")
        try world.settle()
        #expect(try world.pairs(1).isEmpty)
        #expect(try world.pairs(0).map(\.state) == [.over])
        let rows = try world.node(0).database.read { connection in
            (
                try RecordRows(connection: connection, organisation: world.node(0).organisation.number).state(of: shown)?.isErased,
                try connection.first(
                    "SELECT count(*) FROM linkage_step WHERE organisation = ?", [.integer(world.node(1).organisation.number)]
                ) { $0.integer(0) }
            )
        }
        #expect(rows.0 == true && rows.1 == 0)
        // The notice, its own people and pages are as they were; a later comparison finds nothing.
        #expect(try world.round().matches == 0)
    }

    @Test("Messages are read as they were written, and no bytes bring the reader down")
    func messages() throws {
        let reading = SharedRecord.Reading(dictionary: try World().node.dictionary)
        let (name, key) = (ExchangeMessage.newConversation(), [UInt8](0..<32))
        let field = SharedRecord.Field(name: "sex", answer: Answer(.code("male")))
        let messages: [LinkageMessage] = [
            .terms(LinkageTerms(records: 10, rounds: 2, until: 5)), .end, .open(round: name, key: key), .ready(round: name, key: key),
            .encodings(round: name, sets: [.init(set: .names, count: 3, notices: 2), .init(set: .numbers, count: 1, notices: 0)]),
            .answer(round: name, matches: [.init(number: 4, token: name)]), .no(round: name, code: "too-many"), .ask(token: name, words: "রফিক"),
            .agree(token: name, words: ""), .refuse(token: name, words: ""), .message(token: name, words: "x"),
            .share(token: name, part: SharedRecord(.notice, until: nil, fields: [field])), .over(token: name),
        ]
        var random = SeededGenerator(seed: 3)
        for message in messages {
            let bytes = message.canonicalBytes
            #expect(try LinkageMessage(bytes, reading) == message)
            for _ in 0..<200 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try? LinkageMessage(damaged, reading)
            }
            for end in stride(from: 0, to: bytes.count, by: 3) { _ = try? LinkageMessage(Array(bytes[..<end]), reading) }
        }
    }

    @Test("A name is the same whatever the order of its parts, its spelling and its script, and another is not; a number has one form however it is grouped")
    func forms() throws {
        let names = ["Mohammad Rafiq", "Rafiq Mohammad", "Md. Rafiq", "Mohamed Rafeek", "মোহাম্মদ রফিক", "मोहम्मद रफ़ीक़", "محمد رفيق", "Mohammad Karim", "Sunita Gurung"]
        let encoded = try EncodedRecords.encode(names.map { [$0, "1990", "m"] }, of: LinkageSet.names.meanings, secret: [UInt8](repeating: 1, count: 32))
        let pairs = try EncodedComparison(encoded, encoded).pairs(from: 0.01).pairs.filter { $0.left == 0 }
        func likeness(_ number: Int) -> Double { pairs.first { $0.right == number }?.similarity ?? 0 }
        #expect(likeness(0) == 1 && likeness(1) == 1)
        for number in 2...6 { #expect(likeness(number) > LinkageSet.names.threshold + 0.1, "\(names[number]) \(likeness(number))") }
        for number in 7...8 { #expect(likeness(number) < LinkageSet.names.threshold, "\(names[number]) \(likeness(number))") }
        let long = String(repeating: "Abdul Karim Mohammad Bahadur ", count: 12)
        let most = try EncodedRecords.encode([[long, "1990", "m"]], of: LinkageSet.names.meanings, secret: [UInt8](repeating: 1, count: 32))
        #expect(LinkageBrakes.arePossible(most, .names))
        #expect(LinkageEncoding.forms(ofNumber: "bx-012 3456") == ["BX0123456", "0123456"])
        #expect(LinkageEncoding.forms(ofNumber: "+966 50 123 4567") == LinkageEncoding.forms(ofNumber: "٠٥٠١٢٣٤٥٦٧"))
        #expect(LinkageEncoding.forms(ofNumber: "12").isEmpty)
    }

    @Test("The pages: who may agree, who may ask, and that another organisation's pairs are not there")
    func pages() async throws {
        let world = try LinkageWorld()
        _ = try world.notice(0, "Mohammad Rafiq Ullah")
        try world.save(1, "sighting", ["full-name": "Rafiq Ullah Mohammad", "sex": "male"])
        let (first, second) = (await world.web.browser(.supervisor, of: 0), await world.web.browser(.supervisor, of: 1))
        let caseworker = await world.web.browser(.caseworker, of: 0)
        let (path, other) = ("/tracing/partners/\(world.identifier(1))", "/tracing/partners/\(world.identifier(0))")
        let terms = [("records", "300"), ("rounds", "৮"), ("days", "90")]
        #expect(await caseworker.post("\(path)/terms", terms).status == 403)
        #expect(await first.post("\(path)/terms", [("records", "5"), ("rounds", "8"), ("days", "90")]).status == 422)
        #expect(await first.post("\(path)/terms", terms).status == 303)
        #expect(await first.post("\(path)/rounds", []).status >= 400)
        try world.settle()
        #expect(await second.get("/tracing/partners").text.contains("They propose it"))
        #expect(await second.post("\(other)/terms", terms).status == 303)
        try world.settle()
        #expect(await caseworker.post("\(path)/rounds", []).status == 303)
        try world.settle()
        let token = try #require(try world.pairs(0).first?.token)
        let page = await caseworker.get("/tracing/pairs/\(token)")
        #expect(page.status == 200 && page.text.contains("Mohammad Rafiq Ullah") && !page.text.contains("Rafiq Ullah Mohammad"))
        #expect(await caseworker.get("/tracing/partners").text.contains("/tracing/pairs/\(token)"))
        #expect(await caseworker.post("/tracing/pairs/\(token)/steps", [("event", "ask"), ("fields", "full-name")]).status == 303)
        try world.settle()
        #expect(await second.post("/tracing/pairs/\(token)/steps", [("event", "message")]).status == 422)
        #expect(await second.post("/tracing/pairs/\(token)/steps", [("event", "agree"), ("fields", "full-name")]).status == 303)
        try world.settle()
        let shown = await caseworker.get("/tracing/pairs/\(token)")
        #expect(shown.text.contains("Rafiq Ullah Mohammad"))
        let compare = try #require(shown.text.firstMatch(of: #/href="(\/tracing\/notices\/[0-9A-Z]{16}\/compare\/[0-9A-Z]{16})"/#)).output.1
        #expect(await caseworker.get(String(compare)).status == 200)
        for role in [Role.partner, .analyst, .coordinator] {
            let browser = await world.web.browser(role, of: 0)
            #expect(await browser.get("/tracing/pairs/\(token)").status >= 400)
        }
        #expect(await caseworker.get("/tracing/pairs/\(String(repeating: "0", count: 32))").status == 404)
    }
}

/// Lists of names as they occur, and as a script makes them up.
struct NameLists {
    private let given = [
        "Mohammad", "Abdul", "Rafiq", "Karim", "Jahangir", "Sunil", "Hari", "Ramesh", "Bishnu", "Krishna", "Maria", "Jose", "Budi", "Agus", "Dewi", "Siti",
        "Anil", "Suresh", "Rajesh", "Kamal", "Farid", "Nasir", "Salim", "Yusuf", "Omar", "Ibrahim", "Dil", "Tek", "Man", "Prem",
    ]
    private let middle = ["", "Bahadur", "Kumar", "Prasad", "Begum", "Bin", "Lal", "", "Devi", "Hasan", "Uddin", "Ali"]
    private let family = [
        "Ullah", "Mia", "Hossain", "Islam", "Thapa", "Gurung", "Rai", "Shrestha", "Tamang", "Magar", "Yadav", "Mahato", "Santos", "Cruz", "Reyes", "Santoso",
        "Wijaya", "Lestari", "Khan", "Sheikh", "Rahman", "Ahmed", "Das", "Roy", "Chowdhury", "Sarkar", "Lama", "Sherpa", "Karki", "Basnet",
    ]
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    func people(_ count: Int) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            [given, middle, family].compactMap { $0.randomElement(using: &random) }.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// A few names, each with many slips.
    func varied(_ count: Int) -> [String] {
        var random = SeededGenerator(seed: seed)
        let letters = Array("abdefghiklmnoprstuz")
        let bases = people(max(1, count / 20))
        return (0..<count).map { number in
            var name = Array(bases[number % bases.count])
            let place = Int.random(in: 0..<name.count, using: &random)
            if name[place] != " " { name[place] = letters[Int.random(in: 0..<letters.count, using: &random)] }
            return String(name)
        }
    }
}
