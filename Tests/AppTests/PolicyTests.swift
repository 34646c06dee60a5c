import Dictionary
import Entitlements
import Formats
import Foundation
import Journal
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// The register of law and policy in a node: proposed, approved, followed, drawn into sheets.
@Suite("The register of law and policy in a node")
struct PolicyTests {
    private func work(_ world: World, _ account: String) -> PolicyWork { PolicyWork(node: world.node, account: account) }

    private func register(_ world: World) throws -> PolicyRegister {
        try world.node.database.read { connection in
            var reading = PolicyReading(world.node, reader: .keyHolder, connection)
            return try reading.register()
        }
    }

    private func version(_ identifier: String, _ from: String, summary: String = "No departures.") -> InstrumentVersion {
        InstrumentVersion(identifier: identifier, from: KnownDate(from), summary: summary, sources: ["https://example.org/gazette"], confidence: .medium)
    }

    private func ban(_ identifier: String = "AAAAAAAAAAAAAAA1") -> Instrument {
        Instrument(
            identifier: identifier, kind: .ban, title: "Stop of departures", countries: ["NP"], origins: ["NP"], destinations: ["QA"],
            sectors: ["domestic-work"], versions: [version("V1", "2024-01-01")])
    }

    @discardableResult
    private func approve(_ change: RegisterChange, to entry: String, in world: World, _ submission: String = RecordIdentifier.random()) throws -> String {
        let record = try work(world, "first").propose(change, to: entry, reason: "r", submission: submission)
        try work(world, "second").decide(.approve, on: record, remark: "")
        return record
    }

    // MARK: Two people

    @Test("A change takes effect when somebody else approves it, and is in the journal with both names", arguments: Backend.available)
    func twoPeople(_ backend: Backend) throws {
        let world = try World(backend)
        let entry = ban()
        let record = try work(world, "first").propose(.entry(entry), to: entry.identifier, reason: "Gazette", submission: "1")
        #expect(try register(world)[entry.identifier] == nil)
        #expect(throws: ProposalState.Refusal.ownProposal) { try work(world, "first").decide(.approve, on: record, remark: "") }
        #expect(throws: ProposalState.Refusal.notOwn) { try work(world, "second").decide(.withdraw, on: record, remark: "") }
        try work(world, "second").decide(.approve, on: record, remark: "Read it")
        #expect(throws: ProposalState.Refusal.decided) { try work(world, "third").decide(.approve, on: record, remark: "") }
        let kept = try #require(try register(world)[entry.identifier])
        #expect(kept.instrument == entry && kept.origin == .own)
        // A new version ends the one before; a correction and a translation are kept too.
        try approve(.version(version("V2", "2025-06", summary: "Only with an agreement.")), to: entry.identifier, in: world)
        try approve(.translation(version: "V2", language: "ne", text: "सम्झौता भए मात्र।"), to: entry.identifier, in: world)
        let after = try #require(try register(world)[entry.identifier]?.instrument)
        #expect(after.versions.map { $0.until?.description } == ["2025-05-31", nil])
        #expect(after.versions[1].summary(in: "ne").text == "सम्झौता भए मात्र।")
        try approve(.withdrawal(version: "V2"), to: entry.identifier, in: world)
        #expect(try register(world)[entry.identifier]?.instrument.versions.map(\.identifier) == ["V1"])
        #expect(try NodeMaintenance(world.node).verify().firstFault == nil)
        // Nothing goes round the second person.
        #expect(throws: AppError.self) {
            try world.node.change(by: "first") {
                _ = try $0.save(RecordChange(record: entry.identifier, kind: "instrument", answers: ["title": Answer(try FieldValue(text: "x"))]))
            }
        }
    }

    @Test("In random interleavings of proposals and decisions the register holds exactly what somebody else approved", arguments: UInt64(1)...4)
    func interleavings(_ seed: UInt64) throws {
        let world = try World()
        var random = SeededGenerator(seed: seed)
        let people = ["ann", "bo", "cy"]
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: world)
        var proposed: [(record: String, by: String, text: String)] = []
        var approved: [String] = ["No departures."]
        for step in 0..<30 {
            let person = people[Int.random(in: people.indices, using: &random)]
            guard Int.random(in: 0..<3, using: &random) > 0, let chosen = proposed.randomElement(using: &random) else {
                let text = "Wording \(step)"
                let change = RegisterChange.correction(version("V1", "2024-01-01", summary: text))
                proposed.append((try work(world, person).propose(change, to: "AAAAAAAAAAAAAAA1", reason: "r", submission: "\(step)"), person, text))
                continue
            }
            let act = ProposalState.Act.allCases[Int.random(in: ProposalState.Act.allCases.indices, using: &random)]
            do {
                try work(world, person).decide(act, on: chosen.record, remark: "")
                #expect(act == .withdraw ? person == chosen.by : person != chosen.by)
                if act == .approve { approved.append(chosen.text) }
            } catch is ProposalState.Refusal {}
            #expect(try register(world)["AAAAAAAAAAAAAAA1"]?.instrument.versions.map(\.summary) == [approved.last ?? ""])
        }
        #expect(Set(approved).count == approved.count)
    }

    @Test("An entry of the program is corrected over what comes with it, and keeps its rules")
    func overTheProgram() throws {
        let world = try World()
        let identifier = "QA/law-17-2020"
        let before = try #require(try RegisterLibrary.register()[identifier])
        let open = try #require(before.versions.last)
        try approve(.version(version("V9", "2026-01-01", summary: "A new minimum wage.")), to: identifier, in: world)
        let after = try #require(try register(world)[identifier])
        #expect(after.origin == .own && after.instrument.title == before.title && after.instrument.rules == before.rules)
        #expect(after.instrument.versions.first { $0.identifier == open.identifier }?.until?.description == "2025-12-31")
        #expect(after.instrument.version(on: Day(number: 20_500))?.summary == "A new minimum wage.")
        // Everything else of the program is as it was.
        #expect(try register(world).register.entries.count == RegisterLibrary.register().entries.count)
    }

    // MARK: Sheets

    private func draw(_ world: World, on day: CalendarDay, _ stage: OrientationSheet.Stage = .beforeDeparture, language: String = "ne") throws
        -> OrientationSheet
    {
        let scope = OrientationSheet.Scope(stage: stage, origin: "NP", destination: "QA", sector: "domestic-work", language: language)
        let text = PolicyText(
            dictionary: world.node.dictionary, dates: DateText(Translator(catalogue: try LanguageCatalogue.standard(), language: language)))
        return SheetDrawing(register: try register(world).register, text: text, scope: scope, today: day).sheet()
    }

    @Test("A sheet goes out of date exactly when a version that it rests on is superseded")
    func staleness() throws {
        let world = try World()
        let today = try #require(CalendarDay(year: 2026, month: 5, day: 1))
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: world)
        let sheet = try draw(world, on: today)
        let record = try work(world, "first").keep(sheet, submission: "s")
        let kept = try world.node.database.read { connection in
            var reading = PolicyReading(world.node, reader: .keyHolder, connection)
            return try reading.sheet(record).sheet
        }
        #expect(kept.sections == sheet.sections && kept.basis == sheet.basis)
        #expect(kept.basis.contains { $0.entry == "AAAAAAAAAAAAAAA1" } && kept.basis.contains { $0.entry == "QA/law-15-2017" })
        func stale(_ day: CalendarDay? = nil) throws -> [String] { kept.superseded(in: try register(world).register, on: (day ?? today).lawDay).map(\.entry) }
        #expect(try stale().isEmpty)
        // What it does not rest on, an announced end and a translation change nothing.
        let other = ban("AAAAAAAAAAAAAAA2")
        try approve(.entry(other), to: other.identifier, in: world)
        try approve(.translation(version: "V1", language: "hi", text: "x"), to: "AAAAAAAAAAAAAAA1", in: world)
        try approve(.version(version("V2", "2026-06-01", summary: "Lifted.")), to: "AAAAAAAAAAAAAAA1", in: world)
        #expect(try stale().isEmpty)
        let (eve, morrow) = (try #require(CalendarDay(year: 2026, month: 5, day: 31)), try #require(CalendarDay(year: 2026, month: 6, day: 1)))
        #expect(try stale(eve).isEmpty)
        #expect(try stale(morrow) == ["AAAAAAAAAAAAAAA1"])
        // A correction does at once.
        try approve(
            .correction(InstrumentVersion(identifier: "V1", from: KnownDate("2024-01-01"), until: KnownDate("2026-05-31"), summary: "Other.", sources: ["p"])),
            to: "AAAAAAAAAAAAAAA1", in: world)
        #expect(try stale() == ["AAAAAAAAAAAAAAA1"])
    }

    @Test("Sheets say in each language what has words in it, and mark what has not", arguments: ["en", "ne", "hi", "bn", "ar", "id"])
    func languages(_ language: String) throws {
        let world = try World()
        let today = try #require(CalendarDay(year: 2026, month: 5, day: 1))
        for stage in OrientationSheet.Stage.allCases {
            let sheet = try draw(world, on: today, stage, language: language)
            let lines = sheet.sections.flatMap(\.lines)
            #expect(lines.contains { $0.language == language } && lines.allSatisfy { !$0.text.isEmpty && !$0.source.isEmpty })
            #expect(!lines.contains { $0.text.contains("policy.") }, "\(lines.map(\.text))")
            #expect(Set(sheet.sections.map(\.key)).isSubset(of: Set(SheetDrawing.sectionKeys)))
        }
    }

    @Test("A sheet tells what the law of the country of origin gives against the agency, and marks translations that nobody has read")
    func lawOfTheCountryOfOrigin() throws {
        let world = try World()
        let today = try #require(CalendarDay(year: 2026, month: 5, day: 1))
        let complaint = try #require(try draw(world, on: today, .afterArrival).sections.first { $0.key == "complaint" })
        let line = try #require(complaint.lines.first { $0.source.hasPrefix("Foreign Employment Act, 2064 (2007)") })
        #expect(line.language == "ne" && line.source.contains("जाँच बाँकी"))
        let english = try #require(try draw(world, on: today, .afterArrival, language: "en").sections.first { $0.key == "complaint" })
        #expect(english.lines.contains { $0.text.contains("section 55") && !$0.source.contains("review") })
        // The country of work's own laws are told by their rules.
        #expect(!complaint.lines.contains { $0.source.hasPrefix("Domestic Workers Law") && $0.source.contains("–") })
    }

    @Test("Nothing uncertain is on a sheet")
    func certain() throws {
        let world = try World()
        let sheet = try draw(world, on: try #require(CalendarDay(year: 2026, month: 5, day: 1)), .afterArrival, language: "en")
        let low = Set(try RegisterLibrary.entries().flatMap(\.rules).filter { $0.confidence == .low }.map(\.says))
        #expect(!sheet.sections.isEmpty && sheet.sections.flatMap(\.lines).allSatisfy { !low.contains($0.text) })
    }

    // MARK: Following

    @Test("Whoever follows a corridor is told of changes in it, and of no others", arguments: Backend.available)
    func following(_ backend: Backend) throws {
        let world = try World(backend)
        try world.node.database.write { connection in
            let rows = PolicyFollowing(node: world.node, connection: connection)
            try rows.follow(.init(origin: "NP", destination: "QA"), by: "follower", now: world.clock.next())
            try rows.follow(.init(origin: "", destination: "MY"), by: "elsewhere", now: world.clock.next())
            try rows.follow(.init(origin: "NP", destination: ""), by: "second", now: world.clock.next())
        }
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: world)
        let told = try world.node.database.read { try $0.all("SELECT account FROM mail_waiting ORDER BY account", []) { $0.text(0) } }
        // Who proposed it too, and not whoever approved it, who knows.
        #expect(told == ["first", "follower"])
        try world.node.database.write { connection in
            let rows = PolicyFollowing(node: world.node, connection: connection)
            #expect(try rows.corridors(of: "follower").map(\.destination) == ["QA"])
            try rows.unfollow(.init(origin: "NP", destination: "QA"), by: "follower")
            #expect(try rows.followers(of: ban()) == ["second"])
        }
    }

    // MARK: Feeds and imports

    @Test("A feed is taken in once its code was compared; its entries stand beside the own ones; what it no longer has goes", arguments: Backend.available)
    func feeds(_ backend: Backend) throws {
        let (owner, follower) = (try World(backend), try World(backend))
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: owner)
        let bytes = try PolicyExchange(owner.node).feed()
        let code = try SignedFeed(bytes: bytes, file: "f", purpose: .policy).keys.verificationCode
        #expect(throws: AppError.self) { try PolicyExchange(follower.node).follow(bytes, file: "f", by: "x") }
        #expect(throws: AppError.self) { try PolicyExchange(follower.node).follow(bytes, file: "f", comparedCode: "0000", by: "x") }
        #expect(throws: AppError.self) { try PolicyExchange(owner.node).follow(bytes, file: "f", by: "x") }
        // A feed of another collection is none of this one.
        let directory = try DirectoryFeed.bytes(of: owner.node)
        #expect(throws: AppError.self) { try PolicyExchange(follower.node).follow(directory, file: "f", comparedCode: code, by: "x") }
        #expect(try PolicyExchange(follower.node).follow(bytes, file: "f", comparedCode: code, by: "x").changed == 1)
        let entries = try register(follower).all.filter { $0.origin == .feed }
        #expect(entries.count == 1 && entries[0].instrument.versions == ban().versions && entries[0].instrument.title == ban().title)
        #expect(try PolicyExchange(follower.node).follow(bytes, file: "f", by: "x").changed == 0)
        // The follower's own feed has nothing of others in it.
        let own = try SignedFeed(bytes: try PolicyExchange(follower.node).feed(), file: "f", purpose: .policy)
        #expect(own.entries["entries"]?.array?.isEmpty == true)
        try approve(.withdrawal(version: "V1"), to: "AAAAAAAAAAAAAAA1", in: owner)
        let later = try PolicyExchange(owner.node).feed()
        _ = try PolicyExchange(follower.node).follow(later, file: "f", by: "x")
        #expect(throws: AppError.self) { try PolicyExchange(follower.node).follow(bytes, file: "f", by: "x") }
        #expect(try NodeMaintenance(follower.node).verify().firstFault == nil)
    }

    @Test("What a feed would do is told before it is taken in, and nothing happens until then", arguments: Backend.available)
    func waitingFeeds(_ backend: Backend) throws {
        let (owner, follower) = (try World(backend), try World(backend))
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: owner)
        let bytes = try PolicyExchange(owner.node).feed()
        let feed = try SignedFeed(bytes: bytes, file: "f", purpose: .policy)
        let feeds = FollowedFeeds(follower.node)
        let exchange = PolicyExchange(follower.node)
        #expect(try feeds.standing(of: feed) == .unknown && FollowedFeeds(owner.node).standing(of: feed) == .own)
        try feeds.keep(feed, bytes: bytes, by: "x")
        try feeds.keep(feed, bytes: bytes, by: "y")
        #expect(try feeds.waiting(.policy).map(\.standing) == [.unknown] && feeds.waiting(.directory).isEmpty && feeds.all(.policy).isEmpty)
        #expect(try FollowedFeeds(owner.node).waiting(.policy).isEmpty)
        var difference = try exchange.difference(feed, file: "f")
        #expect(difference.added.map(\.title) == [ban().title] && difference.changed.isEmpty && difference.gone.isEmpty)
        #expect(try register(follower).all.allSatisfy { $0.origin != .feed }, "looking takes nothing in")
        #expect(FollowedFeeds.isCode(feed.keys.verificationCode.lowercased().filter { $0 != " " }, of: feed) && !FollowedFeeds.isCode("", of: feed))
        _ = try exchange.follow(bytes, file: "f", comparedCode: feed.keys.verificationCode, by: "x")
        try feeds.drop(feed.keys.organisation, .policy)
        #expect(try feeds.waiting(.policy).isEmpty && feeds.all(.policy).map(\.trust) == [.compared] && feeds.standing(of: feed) == .compared)
        difference = try exchange.difference(feed, file: "f")
        #expect(difference.added.isEmpty && difference.unchanged == 1)
        try approve(.withdrawal(version: "V1"), to: "AAAAAAAAAAAAAAA1", in: owner)
        let later = try SignedFeed(bytes: try PolicyExchange(owner.node).feed(), file: "f", purpose: .policy)
        difference = try exchange.difference(later, file: "f")
        #expect(difference.changed.count + difference.gone.count == 1 && difference.added.isEmpty)
    }

    @Test("A feed that was altered in any byte is refused", arguments: UInt64(1)...3)
    func tampering(_ seed: UInt64) throws {
        let owner = try World()
        try approve(.entry(ban()), to: "AAAAAAAAAAAAAAA1", in: owner)
        let bytes = try PolicyExchange(owner.node).feed()
        let whole = try SignedFeed(bytes: bytes, file: "f", purpose: .policy)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<120 {
            var altered = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: altered[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            case 1: altered.remove(at: place)
            default: altered.insert(UInt8.random(in: 32..<127, using: &random), at: place)
            }
            // What is read all the same says what was signed: only signs that mean nothing were touched.
            guard let read = try? SignedFeed(bytes: altered, file: "f", purpose: .policy) else { continue }
            #expect(read.entries == whole.entries && read.keys == whole.keys && read.issued == whole.issued && read.name == whole.name)
        }
    }

    @Test("An import proposes what is new, once, and changes nothing by itself")
    func imports() throws {
        let world = try World()
        let file = RegisterDocument.json([ban("XX/a-ban")]).canonicalBytes()
        let first = try PolicyExchange(world.node).propose(file, reason: "List of a partner", by: Reader.keyHolder.account)
        #expect(first.proposed == 1 && first.findings.isEmpty)
        #expect(try PolicyExchange(world.node).propose(file, reason: "again", by: Reader.keyHolder.account).proposed == 0)
        #expect(try register(world)["XX/a-ban"] == nil)
        let change = try world.node.database.read { connection in
            var reading = PolicyReading(world.node, reader: .keyHolder, connection)
            return try #require(try reading.changes().first)
        }
        try work(world, "second").decide(.approve, on: change.record, remark: "")
        #expect(try register(world)["XX/a-ban"]?.instrument.versions == ban().versions)
        #expect(try PolicyExchange(world.node).propose(file, reason: "again", by: Reader.keyHolder.account).proposed == 0)
        // What the program has is unchanged by its own export.
        let shipped = RegisterDocument.json(try RegisterLibrary.register().entries(.init(country: "QA", kind: .sponsorship))).canonicalBytes()
        #expect(try PolicyExchange(world.node).propose(shipped, reason: "same", by: "x").proposed == 0)
    }

    @Test("Reviews that are overdue are found, for their reviewer")
    func reviews() throws {
        let world = try World()
        let today = try #require(CalendarDay(year: 2026, month: 5, day: 1))
        let entry = try #require(try register(world)["QA/exit-permit"])
        try work(world, "lead").setReview(of: entry, reviewer: "ann", by: try #require(CalendarDay(year: 2026, month: 4, day: 30)))
        #expect(try register(world).due(today, reviewer: "ann").map(\.instrument.identifier) == ["QA/exit-permit"])
        #expect(try register(world).due(today, reviewer: "bo").isEmpty)
        let kept = try #require(try register(world)["QA/exit-permit"])
        #expect(kept.instrument == entry.instrument)
        try work(world, "ann").review(kept, on: today, next: CalendarDay(year: 2026, month: 11, day: 1))
        #expect(try register(world).due(today).isEmpty)
    }
}
