import Dictionary
import Exchange
import Foundation
import Matching
import Storage
import TestSupport
import Testing

@testable import App

/// Several organisations on one node, all partners of each other; the first coordinates.
struct PatternWorld {
    let world: World
    let nodes: [Node]

    init(members: Int, _ backend: Backend = .sqlite) throws {
        let world = try World(backend)
        let names = (1...members).map { "Member \($0)" }
        let nodes = [world.node] + (try names.map { try NodeOrganisations(world.node).add(name: $0, country: "NP") })
        (self.world, self.nodes) = (world, nodes)
        for (index, first) in nodes.enumerated() { for second in nodes[(index + 1)...] { try Partners.verifyEachOther(first, second) } }
    }

    var members: [String] { nodes.dropFirst().map(\.organisation.identifier) }

    func settle() throws {
        for _ in 0..<5 {
            try LocalExchange(nodes).settle()
            for node in nodes {
                try PatternWork(node: node).run()
                try ListingSharing(node: node).sweep()
            }
        }
        try LocalExchange(nodes).settle()
    }

    func join() throws {
        for node in nodes.dropFirst() {
            try node.database.write {
                try PatternRows(node, $0).setMembership(of: nodes[0].organisation.identifier, until: Int64(node.now()) + 86_400_000 * 300, by: "test")
            }
        }
    }

    @discardableResult
    func save(_ node: Node, _ kind: String, _ answers: [String: String], links: [String: String] = [:], record: String = RecordIdentifier.random()) throws
        -> String
    {
        var all: [String: Answer?] = [:]
        for (name, text) in answers { all[name] = Answer(try #require(node.dictionary.field(kind, name)).parse(text, in: node.dictionary)) }
        for (name, target) in links { all[name] = Answer(try FieldValue(link: target)) }
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: all)) }
        return record
    }

    /// A case of an organisation against an employer.
    func employer(_ place: Int, _ name: String, scopes: String? = "matching | share-with-network", party: String? = nil) throws -> String {
        let node = nodes[place]
        let caseRecord = try save(node, "case", ["destination-country": "QA"])
        let record = try party ?? save(node, "party", ["names": name, "kind": "employer-company", "country": "QA"])
        try save(node, "relation", ["role": "employer"], links: ["from": record, "to": caseRecord])
        if let scopes { try save(node, "consent", ["given": "yes", "scopes": scopes, "given-on": "2026-01-02"], links: ["case": caseRecord]) }
        return record
    }

    func told(_ place: Int, _ party: String) throws -> Int? {
        try nodes[place].database.read { try PatternRows(nodes[place], $0).members(of: party)?.members }
    }
}

@Suite("Employers behind cases of several organisations", .serialized)
struct PatternTests {
    @Test(
        "From the threshold on members are told how many have a case, never whose; the coordinator has no secret and keeps nothing",
        arguments: Backend.available)
    func count(_ backend: Backend) throws {
        let world = try PatternWorld(members: 5, backend)
        let names = ["Al Noor Trading W.L.L.", "شركة النور للتجارة ذ.م.م", "Al-Noor Trading", "Al Noor Trading LLC", "Al Noor Trading Co."]
        let parties = try names.enumerated().map { try world.employer($0 + 1, $1) }
        // Two members only, and one whose people did not agree.
        let few = try (1...2).map { try world.employer($0, "Gulf Star Cleaning") }
        _ = try world.employer(3, "Gulf Star Cleaning", scopes: "record-keeping")
        try world.join()
        try PatternWork(node: world.nodes[0]).begin(with: world.members, threshold: 4)
        #expect(throws: PatternError.tooSoon) { try PatternWork(node: world.nodes[0]).begin(with: world.members, threshold: 4) }
        try world.settle()
        let told = try parties.enumerated().map { try world.told($0 + 1, $1) }
        #expect(told.compactMap { $0 }.count >= 4 && told.allSatisfy { $0 == nil || $0 == 4 }, "\(told)")
        #expect(try world.told(1, few[0]) == nil && world.told(2, few[1]) == nil)
        let kept = try world.nodes[0].database.read { connection in
            (
                try connection.first("SELECT count(*) FROM pattern_list", []) { $0.integer(0) },
                try connection.first("SELECT count(*) FROM pattern_number", []) { $0.integer(0) },
                try connection.all("SELECT sealed FROM pattern_count WHERE state = 'done'", []) { $0.blob(0).count },
                try connection.first("SELECT count(*) FROM pattern_count WHERE state <> 'done'", []) { $0.integer(0) }
            )
        }
        #expect(kept.0 == 0 && kept.1 == 0 && kept.2.allSatisfy { $0 == 0 } && kept.3 == 0)
        let fault = try NodeMaintenance(world.nodes[0]).verify().firstFault
        #expect(fault == nil, "\(fault?.sentence ?? "")")
    }

    @Test("Whoever has not agreed takes no part; the keeper of the secret is never the coordinator; numbers that were not agreed are refused")
    func members() throws {
        let world = try PatternWorld(members: 3)
        let party = try world.employer(1, "Al Noor Trading")
        _ = try world.employer(2, "Al Noor Trading")
        _ = try world.employer(3, "Al Noor Trading")
        let work = PatternWork(node: world.nodes[0])
        #expect(throws: PatternError.tooFew) { try work.begin(with: Array(world.members.prefix(2)), threshold: 3) }
        let round = try work.begin(with: world.members, threshold: 3)
        try world.settle()
        #expect(try world.told(1, party) == nil)
        #expect(try world.nodes[0].database.read { try PatternRows(world.nodes[0], $0).find(round) }?.state == .done)
        for _ in 0..<50 {
            let name = ExchangeMessage.newConversation()
            #expect(PatternCounting.keeper(name, world.members).map(world.members.contains) == true)
            #expect(PatternCounting.keeper(name, world.members) == PatternCounting.keeper(name, world.members.reversed()))
        }
        // A coordinator that tells numbers which nobody agreed to, or of a count that is over.
        try world.join()
        let node = world.nodes[1]
        try world.nodes[0].database.write {
            try PatternSending(world.nodes[0], $0).send(.counts(round: round, results: [0: 3]), to: node.organisation.identifier)
        }
        try world.settle()
        #expect(try world.told(1, party) == nil)
    }

    @Test("Counts: likeness is not handed on, a member counts once, nothing below the threshold, steps above it")
    func counting() throws {
        #expect([2, 3, 5, 6, 11, 12, 40, 100].map { PatternCounting.told($0, threshold: 3) } == [nil, 3, 3, 6, 6, 12, 30, 60])
        #expect(PatternCounting.told(2, threshold: 1) == nil)
        let secret = [UInt8](repeating: 4, count: 32)
        func list(_ names: [String]) throws -> EncodedRecords {
            try EncodedRecords.encode(names.map { [OrganisationComparison.telling($0), "QA"] }, of: PatternCounting.meanings, secret: secret)
        }
        let lists = [
            ("a", try list(["Al Noor Trading", "Al Noor Trading WLL", "Doha Marine"])), ("b", try list(["Al Noor"])), ("c", try list(["Al-Noor Co."])),
            ("d", try list(["Gulf Star"])),
        ]
        let results = try PatternCounting.results(lists.map { (member: $0.0, encodings: $0.1) }, threshold: 3)
        #expect(results["a"] == [0: 3, 1: 3] && results["b"] == [0: 3] && results["c"] == [0: 3] && results["d"] == [:])
        // Symmetric: the order of members changes nothing.
        let reversed = try PatternCounting.results(lists.reversed().map { (member: $0.0, encodings: $0.1) }, threshold: 3)
        #expect(reversed == results)
        let other = try EncodedRecords.encode([["alnur", "QA"]], of: PatternCounting.meanings, secret: [UInt8](repeating: 9, count: 32))
        let mixed = PatternWork.comparable(lists.map { (member: $0.0, encodings: $0.1) } + [(member: "e", encodings: other)])
        #expect(mixed.map(\.member) == ["a", "b", "c", "d"])
    }

    @Test("A listing goes out only with enough cases whose people agreed; reply, correction and removal follow it; fewer consents withdraw it")
    func listings() throws {
        let world = try PatternWorld(members: 1)
        let (node, partner) = (world.nodes[0], world.nodes[1])
        let party = try world.employer(0, "Al Noor Trading")
        for _ in 0..<1 { _ = try world.employer(0, "", party: party) }
        let sharing = ListingSharing(node: node)
        let share = { try sharing.share(party, with: partner.organisation.identifier, by: "test") }
        #expect(throws: ListingError.notEnough) { try share() }
        try Listing.save(.ask, nil, of: party, node, by: "test")
        world.world.clock.advance(minutes: 15 * 1440)
        // Two cases are not enough, whoever agreed.
        #expect(throws: AppError.self) { try Listing.save(.list, "Keeps passports", of: party, node, by: "test") }
        _ = try world.employer(0, "", party: party)
        #expect(throws: ListingError.notEnough) { try share() }
        try Listing.save(.list, "Keeps passports", of: party, node, by: "test")
        try share()
        try world.settle()
        let received = { try partner.database.read { try ListingRows(partner, $0).received(limit: 10) } }
        #expect(try received().map(\.content.names) == [["Al Noor Trading"]])
        #expect(try received().first?.content.reply == nil && received().first?.content.cases == 3)
        try Listing.save(.correct, "They were returned.", of: party, node, by: "test")
        try world.settle()
        #expect(try received().map(\.content.note) == ["They were returned."])
        #expect(try received().map(\.content.status) == ["corrected"])
        try Listing.save(.remove, nil, of: party, node, by: "test")
        try world.settle()
        #expect(try received().isEmpty)
        try Listing.save(.ask, nil, of: party, node, by: "test")
        try Listing.save(.reply, "We have returned them.", of: party, node, by: "test")
        try Listing.save(.list, nil, of: party, node, by: "test")
        try share()
        try world.settle()
        #expect(try received().map(\.content.reply) == ["We have returned them."])
        _ = try Erasure(node).erase(party, reason: "asked for it")
        try world.settle()
        #expect(try received().isEmpty)
    }

    @Test("Messages are read as they were written, and no bytes bring the reader down")
    func messages() throws {
        let round = ExchangeMessage.newConversation()
        let messages: [PatternMessage] = [
            .invite(round: round, members: ["a", "b", "c"], threshold: 3), .secret(round: round, coordinator: "c", secret: [UInt8](repeating: 1, count: 32)),
            .encodings(round: round, count: 4), .no(round: round), .counts(round: round, results: [0: 3, 7: 6]),
        ]
        let dictionary = try World().node.dictionary
        var random = SeededGenerator(seed: 5)
        for message in messages {
            let bytes = message.canonicalBytes
            #expect(try PatternMessage(bytes) == message)
            for _ in 0..<200 {
                var damaged = bytes
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                _ = try? PatternMessage(damaged)
                _ = try? SharedListing.read(damaged, dictionary)
            }
        }
        #expect(throws: MessageRefusal.self) { try PatternMessage(PatternMessage.invite(round: round, members: ["a", "a", "b"], threshold: 3).canonicalBytes) }
        #expect(throws: MessageRefusal.self) { try PatternMessage(PatternMessage.invite(round: round, members: ["a", "b", "c"], threshold: 2).canonicalBytes) }
    }
}
