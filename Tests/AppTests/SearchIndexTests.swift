import Dictionary
import Foundation
import Journal
import Matching
import Storage
import TestSupport
import Testing

@testable import App

@Suite("Search index")
struct SearchIndexTests {
    @Test("Words are compared without case, accents, vowel points and the digits' script; the signs of Indic scripts stay")
    func folding() {
        #expect(SearchWords.words("Łódź, Đặng-Văn  STRASSE/Straße 1٢३") == ["lodz", "dang", "van", "strasse", "strasse", "123"])
        #expect(SearchWords.words("कम्पनीले तलब दिएन।") == ["कम्पनीले", "तलब", "दिएन"])
        #expect(SearchWords.words("ज़मीन") == SearchWords.words("ज\u{093C}मीन"), "composed and taken apart")
        #expect(SearchWords.words("الأُجُور الأجور الاجور") == ["الاجور", "الاجور", "الاجور"])
        #expect(SearchWords.words("worker\u{2019}s") == ["workers"])
        #expect(SearchWords.words("未支払い賃金") == ["未支", "支払", "払い", "い賃", "賃金"])
        #expect(SearchWords.words(" \u{200D}\u{0301} !? ") == [])
        #expect(SearchWords.words(String(repeating: "a", count: 100_000)).map(\.utf8.count) == [SearchWords.lengthLimit])
    }

    @Test("Random texts: words and beginnings find the units that hold them, also after removing, compacting and a snapshot", arguments: [UInt64(1), 2, 3, 4])
    func againstBruteForce(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let vocabulary = (0..<60).map { _ in
            String(
                (0..<Int.random(in: 1...5, using: &generator)).map { _ in "abअबمن".unicodeScalars.randomElement(using: &generator).map { Character($0) } ?? "a"
                })
        }
        var plain: [String: Set<String>] = [:]
        var index = SearchIndex()
        for round in 0..<6 {
            for _ in 0..<60 {
                let record = "R\(Int.random(in: 0..<80, using: &generator))"
                if Int.random(in: 0..<5, using: &generator) == 0 {
                    plain[record] = nil
                    index.remove(record)
                } else {
                    let words = Set((0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in vocabulary.randomElement(using: &generator) })
                    plain[record] = words
                    index.put(SearchContent(record: record, words: words))
                }
            }
            if round == 2 { index = index.compacted() }
            if round == 4 {
                var writer = SnapshotWriter()
                index.write(to: &writer)
                var reader = try SnapshotReader(writer.bytes)
                index = try SearchIndex(from: &reader)
                try reader.end()
            }
            #expect(index.count == plain.count)
            for _ in 0..<40 {
                let asked = (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in vocabulary.randomElement(using: &generator) }
                let expected = plain.filter { item in
                    asked.allSatisfy { word in item.value.contains { $0 == word || (word.unicodeScalars.count >= 3 && $0.utf8.starts(with: word.utf8)) } }
                }
                #expect(Self.records(withWords: asked, &index).sorted() == expected.keys.sorted(), "seed \(seed), round \(round), \(asked)")
            }
        }
    }

    @Test("A damaged, cut or foreign snapshot is refused, whatever byte is touched")
    func damagedBytes() throws {
        var index = SearchIndex()
        for number in 0..<5 { index.put(SearchContent(record: "R\(number)", words: ["word\(number)", "all"])) }
        var writer = SnapshotWriter()
        index.write(to: &writer)
        for length in stride(from: 0, to: writer.bytes.count, by: 3) {
            var reader = try SnapshotReader(Array(writer.bytes.prefix(length)))
            #expect(throws: SnapshotError.self) { _ = try SearchIndex(from: &reader) }
        }
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            var bytes = writer.bytes
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
            var reader = try SnapshotReader(bytes)
            // It may read as another index or not at all, but it must not end the program. The file is sealed, so that this is never met.
            if var other = try? SearchIndex(from: &reader) { _ = Self.records(withWords: ["all"], &other) }
        }
    }

    @Test(
        "The index on disk says nothing to whoever has no key, is read again at the next start, and is not used when it was altered",
        arguments: Backend.available)
    func snapshotFile(_ backend: Backend) throws {
        let world = try World(backend)
        let saved = try world.saveCase(name: "Dhanmaya Qxrai", summary: "peculiarword")
        let organisations = OrganisationDirectory([world.node])
        let first = SearchService(organisations)
        try first.prepare(world.node)
        let file = SearchSnapshotFile.folder(of: world.node).appending(path: "1.index")
        let bytes = try Data(contentsOf: file)
        for secret in ["Qxrai", "peculiarword", saved.case, "qxrai"] { #expect(bytes.range(of: Data(secret.utf8)) == nil) }
        let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
        #expect(permissions?.intValue == 0o600)
        let read = try #require(SearchSnapshotFile(node: world.node).read())
        #expect(read.count == 2)
        #expect(read.people.records.map(\.names) == [["Dhanmaya Qxrai"]])

        // What came after the file was written is read at the next start.
        let second = try world.saveCase(name: "Maya Zzgurung", summary: "otherword")
        let again = SearchService(organisations)
        try again.prepare(world.node)
        #expect(try found(again, world, "otherword") == [second.case])
        #expect(try found(again, world, "peculiarword") == [saved.case])

        for place in [0, 5, bytes.count / 2, bytes.count - 1] {
            var altered = bytes
            altered[place] ^= 1
            try altered.write(to: file)
            #expect(SearchSnapshotFile(node: world.node).read() == nil, "byte \(place)")
        }
        try Data().write(to: file)
        #expect(SearchSnapshotFile(node: world.node).read() == nil)
        let anew = SearchService(organisations)
        try anew.prepare(world.node)
        #expect(try found(anew, world, "peculiarword") == [saved.case], "it is built anew")
    }

    @Test("Whoever was erased is gone from memory and disk, and copies of the file open no more")
    func erasure() throws {
        let world = try World()
        let saved = try world.saveCase(name: "Dhanmaya Qxrai", summary: "peculiarword")
        _ = try world.saveCase(name: "Maya Rai", summary: "otherword")
        let service = SearchService(OrganisationDirectory([world.node]))
        try service.prepare(world.node)
        let file = SearchSnapshotFile.folder(of: world.node).appending(path: "1.index")
        let copy = try Data(contentsOf: file)
        #expect(try found(service, world, "peculiarword") == [saved.case])
        _ = try Erasure(world.node).erase(saved.case, reason: "Asked for it")
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try copy.write(to: file)
        #expect(SearchSnapshotFile(node: world.node).read() == nil, "its key was destroyed")
        #expect(try found(service, world, "peculiarword") == [])
        service.tendAll()
        let left = try world.node.database.read { connection in
            try service.read(world.node, connection) { index -> [UInt8] in
                var writer = SnapshotWriter()
                index.write(to: &writer)
                return writer.bytes
            }.result
        }
        let memory = Data(try #require(left))
        #expect(memory.range(of: Data("peculiarword".utf8)) == nil && memory.range(of: Data("Qxrai".utf8)) == nil)
        #expect(memory.range(of: Data("otherword".utf8)) != nil)
        #expect(SearchSnapshotFile(node: world.node).read() != nil, "it was written anew under a new key")
        _ = try KeyAdministration(world.node).rotateWrappingKey()
        #expect(try world.count("search_key") == 0)
    }

    @Test("An index kept in step is the one that is built anew, over random histories", arguments: [UInt64(1), 2, 3])
    func inStep(_ seed: UInt64) throws {
        let world = try World()
        let organisations = OrganisationDirectory([world.node])
        let kept = SearchService(organisations)
        try kept.prepare(world.node)
        var history = RandomHistory(world: world, seed: seed)
        for round in 0..<8 {
            try history.run(steps: 8)
            let fresh = SearchService(organisations)
            SearchSnapshotFile(node: world.node).remove()
            try fresh.prepare(world.node)
            for word in ["person", "told", "paid", "months", "she"] {
                #expect(try found(kept, world, word) == found(fresh, world, word), "seed \(seed), round \(round), \(word)")
            }
            func people(_ service: SearchService) throws -> [String] {
                try world.node.database.read { try service.read(world.node, $0) { $0.people.records.map { "\($0.identifier) \($0.names)" }.sorted() }.result }
                    ?? []
            }
            #expect(try people(kept) == people(fresh), "seed \(seed), round \(round)")
        }
    }

    /// All records with the words: to somebody who knows no cases everything is a person or a party.
    private static func records(withWords asked: [String], _ index: inout SearchIndex) -> [String] {
        index.hits(withWords: asked, otherLimit: .max, state: 0, tableSequence: index.sequence) { _ in nil }.others
    }

    @Test("Words find cases by their places, also cases that came later, and anew when places have come to mean other cases")
    func places() {
        var index = SearchIndex()
        index.sequence = 4
        for record in ["CASE0", "PERSON", "CASE1"] { index.put(SearchContent(record: record, words: ["passport"])) }
        func hits(_ state: UInt64, _ sequence: Int64, _ places: [String: Int32]) -> (cases: [Int], others: [String]) {
            let hits = index.hits(withWords: ["passport"], otherLimit: 5, state: state, tableSequence: sequence) { places[$0] }
            var cases: [Int] = []
            hits.cases.forEach { cases.append($0) }
            return (cases, hits.others)
        }
        #expect(hits(1, 4, ["CASE0": 7, "CASE1": 2]) == ([2, 7], ["PERSON"]))
        index.put(SearchContent(record: "CASE2", words: ["passport"]))
        index.sequence = 5
        // A table that does not know the new case yet takes it for something else, but only this once.
        #expect(hits(1, 4, [:]) == ([2, 7], ["PERSON", "CASE2"]))
        #expect(hits(1, 5, ["CASE2": 3]) == ([2, 3, 7], ["PERSON"]))
        index.remove("CASE1")
        #expect(hits(1, 5, [:]) == ([3, 7], ["PERSON"]))
        #expect(hits(2, 5, ["CASE0": 0, "CASE2": 1]) == ([0, 1], ["PERSON"]))
        index = index.compacted()
        #expect(hits(2, 5, ["CASE0": 0, "CASE2": 1]) == ([0, 1], ["PERSON"]))
    }

    private func found(_ service: SearchService, _ world: World, _ word: String) throws -> [String] {
        try world.node.database.read { try service.read(world.node, $0) { Self.records(withWords: [word], &$0) }.result }?.sorted() ?? ["no index"]
    }
}
