import Dictionary
import Foundation
import Journal
import Matching
import Storage
import TestSupport
import Testing

@testable import App

/// What is held in memory against the plainest way to say the same.
@Suite("Claims, candidates and words held in memory")
struct HeldInMemoryTests {
    @Test("Claims stand in the order of their days, whatever is put in, changed and taken out", arguments: [UInt64(1), 2])
    func claims(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var table = ClaimTable()
        var plain: [String: ClaimLine] = [:]
        func line(_ record: String) -> ClaimLine {
            let days = (0..<2).map { _ in Int.random(in: 0..<4, using: &random) == 0 ? nil : CalendarDay(daysSinceEpoch: Int.random(in: 0..<50, using: &random))
            }
            return ClaimLine(
                record: record, caseRecord: "C\(Int.random(in: 0..<9, using: &random))",
                stage: ["considered", "filed", "closed"].randomElement(using: &random) ?? "",
                forum: ["court", "ministry", nil].randomElement(using: &random) ?? nil, respondents: [], deadline: days[0], hearing: days[1])
        }
        for number in 0..<40 { plain["R\(number)"] = line("R\(number)") }
        table.fill(Array(plain.values))
        for _ in 0..<300 {
            let record = "R\(Int.random(in: 0..<60, using: &random))"
            let (before, revision) = (plain[record], table.revision)
            plain[record] = Int.random(in: 0..<3, using: &random) == 0 ? nil : line(record)
            table.set(plain[record], of: record)
            #expect((table.revision == revision) == (before == plain[record]), "what is computed of all claims must be computed anew, and only then")
        }
        let expected = plain.values.sorted {
            ($0.next?.daysSinceEpoch ?? .max, $0.record) < ($1.next?.daysSinceEpoch ?? .max, $1.record)
        }
        #expect(table.all { _ in true } == expected)
        #expect(table.all { $0 == "C3" } == expected.filter { $0.caseRecord == "C3" })
        for stage in [nil, "considered", "filed", "nowhere"] {
            for forum in [nil, "court", "nowhere"] {
                for next in [nil, ClaimFilter.Next.unknown, .within(10...30), .within(Int(Int32.min)...9), .within(49...Int.max)] {
                    let fitting = expected.filter { line in
                        let day = line.next?.daysSinceEpoch
                        let isNext =
                            switch next {
                            case nil: true
                            case .unknown: day == nil
                            case .within(let range): day.map(range.contains) ?? false
                            }
                        return (stage.map { $0 == line.stage } ?? line.isOpen) && (forum == nil || forum == line.forum) && isNext && line.caseRecord != "C3"
                    }
                    var order: [String] = []
                    for line in fitting where !order.contains(line.caseRecord) { order.append(line.caseRecord) }
                    for (skip, limit) in [(0, 3), (2, 3), (0, 100)] {
                        let found = table.cases(ClaimFilter(stage: stage, forum: forum, next: next), skip: skip, limit: limit) { $0 != "C3" }
                        #expect(found.map(\.record) == Array(order.dropFirst(skip).prefix(limit)))
                        for one in found { #expect(one.lines == fitting.filter { $0.caseRecord == one.record }) }
                    }
                }
            }
        }
        for number in 0..<9 { #expect(table.claims(ofCase: "C\(number)") == Set(expected.filter { $0.caseRecord == "C\(number)" }.map(\.record))) }
    }

    @Test("What was computed of everything is kept until what it rests on changes, and only what was asked for of late")
    func recentAnswers() {
        let answers = RecentAnswers<String, Int>(limit: 2)
        var computed = 0
        func ask(_ question: String, _ basis: UInt64) -> Int {
            answers.answer(question, basis: [basis]) {
                computed += 1
                return computed
            }
        }
        for (question, basis, answer) in [
            ("a", 1, 1), ("a", 1, 1), ("a", 2, 2), ("a", 2, 2), ("b", 1, 3), ("a", 2, 2), ("c", 1, 4), ("a", 2, 2), ("c", 1, 4), ("b", 1, 5),
        ] as [(String, UInt64, Int)] {
            let given = ask(question, basis)
            #expect(given == answer, "\(question) \(basis)")
        }
    }

    @Test("Of many cases that words speak for, those are kept that sorting all would put first, and all are counted")
    func candidates() {
        var random = SeededGenerator(seed: 3)
        let cases = (0..<500).map { (record: "R\($0)", recency: Double(Int.random(in: 0..<100, using: &random)) / 100) }
        var candidates = Candidates(limit: 30)
        candidates.change("R7") { $0.score += 20 }
        for item in cases.shuffled(using: &random) { candidates.addWordCase(item.record, recency: item.recency) }
        candidates.countWordCases(4)
        #expect(candidates.count == 504)
        let ordered = candidates.ordered
        #expect(ordered.first?.record == "R7" && ordered.first?.candidate.hasWords == true)
        let expected = cases.filter { $0.record != "R7" }.sorted { ($0.recency, $0.record) > ($1.recency, $1.record) }.prefix(30).map(\.record)
        #expect(ordered.dropFirst().map(\.record) == Array(expected))
    }

    @Test("Words that come one by one and words that come all at once are found alike")
    func words() {
        var random = SeededGenerator(seed: 4)
        let words = (0..<600).map { _ in String((0..<6).map { _ in "abcde".randomElement(using: &random) ?? "a" }) }
        var (slowly, atOnce) = (WordIndex(), WordIndex())
        for (number, word) in words.enumerated() {
            slowly.add(Int32(number), words: [word])
            if number % 7 == 0 { _ = slowly.units(with: "abc") }
            atOnce.add(Int32(number), words: [word])
        }
        for beginning in ["abc", "dea", "eee", "cab"] {
            let found = slowly.units(with: beginning)
            #expect(found == atOnce.units(with: beginning))
            for (number, word) in words.enumerated() { #expect(found.contains(number) == word.utf8.starts(with: beginning.utf8)) }
        }
    }

    /// A table that is read for as long as the test wants.
    private struct SlowTable: JournalTable {
        static let isWaitedFor = false
        static let begun = DispatchSemaphore(value: 0)
        static let mayEnd = DispatchSemaphore(value: 0)
        var sequence: Int64 = 0

        static func filled(_ node: Node, _ connection: any Connection, known: (SlowTable) -> Void) throws -> SlowTable {
            known(SlowTable(sequence: 7))
            begun.signal()
            mayEnd.wait()
            return SlowTable()
        }

        mutating func follow(_ tail: JournalTail, _ node: Node) throws {}
    }

    @Test("While a table is read for the first time others are told to come back, and answered from then on")
    func beingPrepared() throws {
        let world = try World()
        let node = world.node
        let tables = JournalTables<SlowTable>(OrganisationDirectory([node]))
        func ask() throws -> Bool { try node.database.read { try tables.read(node, $0) { _ in true } } }
        let ended = DispatchSemaphore(value: 0)
        Thread {
            try? tables.prepare(OrganisationDirectory([node]))
            ended.signal()
        }.start()
        SlowTable.begun.wait()
        #expect(throws: WebError.beingPrepared) { try ask() }
        #expect(tables.known(node)?.sequence == 7, "what was read so far is there meanwhile")
        SlowTable.mayEnd.signal()
        ended.wait()
        #expect(try ask() && tables.known(node) == nil)
        // Whoever comes first does not read all of it either: that goes on by itself, once however many ask.
        let fresh = JournalTables<SlowTable>(OrganisationDirectory([node]))
        func askAnew() throws -> Bool { try node.database.read { try fresh.read(node, $0) { _ in true } } }
        #expect(throws: WebError.beingPrepared) { try askAnew() }
        SlowTable.begun.wait()
        #expect(throws: WebError.beingPrepared) { try askAnew() }
        SlowTable.mayEnd.signal()
        var isAnswered = false
        while !isAnswered {
            isAnswered = (try? askAnew()) ?? false
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    @Test("What was broken off when the server ended is not taken for whole at the next start")
    func brokenOff() throws {
        let world = try World()
        let answers: [String: Answer?] = ["status": Answer(.code("intake")), "next-step-date": Answer(.date(try PartialDate(edtf: "2026-03-01")))]
        try world.node.change(by: "test") { try $0.save(RecordChange(record: "AAAAAAAAAAAAAAA0", kind: "case", answers: answers)) }
        let search = SearchService(OrganisationDirectory([world.node]))
        search.end()
        #expect(throws: CancellationError.self) { try search.prepare(world.node) }
        #expect(SearchSnapshotFile(node: world.node).read() == nil)
        let book = DueBook(world.node)
        book.end()
        #expect(throws: CancellationError.self) { try book.prepare() }
        #expect(try DueBook(world.node).look { $0.reminders(of: "AAAAAAAAAAAAAAA0").isEmpty } == false)
    }
}
