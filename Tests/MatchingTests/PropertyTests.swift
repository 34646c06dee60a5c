import Foundation
import TestSupport
import Testing

@testable import Matching

/// What must hold for any input, tried with many that were made up from a seed.
@Suite("Properties of matching")
struct PropertyTests {
    @Test("dates, numbers, places and organisations agree with themselves, and alike in both directions, for any text")
    func evidence() {
        var dice = SeededGenerator(seed: 21)
        var texts = (0..<300).map { _ in NameTests.anyText(&dice) }
        texts += [
            "1988-04-03", "03/04/1988", "1988", "~1990", "BK1234567", "+977 984-1234567", "Sylhet, Bangladesh", "Ward 5, Dhading",
            "Gulf Star Co. (L.L.C.) t/a Star",
        ]
        for text in texts {
            let other = texts[Int.random(in: 0..<texts.count, using: &dice)]
            if let date = ComparedDate(text) {
                #expect(date.agreement(with: date) == .same || date.day == nil, "\(text)")
                if let second = ComparedDate(other) { #expect(date.agreement(with: second) == second.agreement(with: date), "\(text) \(other)") }
            }
            if let number = ComparedNumber(text) {
                #expect(number.agreement(with: number, isTelephone: true) == .same, "\(text)")
                if let second = ComparedNumber(other) {
                    #expect(number.agreement(with: second, isTelephone: true) == second.agreement(with: number, isTelephone: true), "\(text) \(other)")
                }
            }
            if let place = ComparedPlace(text) {
                #expect(place.agreement(with: place) == .same, "\(text)")
                if let second = ComparedPlace(other) { #expect(place.agreement(with: second) == second.agreement(with: place), "\(text) \(other)") }
            }
            let (one, two) = (OrganisationComparison(text, other).score, OrganisationComparison(other, text).score)
            #expect((0...1).contains(one) && abs(one - two) < 1e-6, "\(text) \(other)")
        }
    }

    @Test("sounds are as far apart if readings are left out that drop more than the limit allows")
    func droppedSounds() {
        var dice = SeededGenerator(seed: 5)
        let costs = SoundCosts.standard
        let least = Int(costs.leastDrop(.alphabet))
        for _ in 0..<2000 {
            let words = (0..<2).map { _ in (0..<Int.random(in: 1...9, using: &dice)).map { _ in UInt8.random(in: 1..<12, using: &dice) } }
            let limit = Int32.random(in: 20...400, using: &dice)
            let found = words[0].withUnsafeBufferPointer { left in
                words[1].withUnsafeBufferPointer { right in
                    costs.costs.withUnsafeBufferPointer { table in
                        [SoundDistance.lengthLimit, Int(limit) / least].map { dropped in
                            table.baseAddress.map {
                                min(
                                    limit,
                                    SoundDistance.cost(left, right, costs: $0 + SoundCosts.offset(.alphabet, .alphabet), limit: limit, mostDropped: dropped))
                            }
                        }
                    }
                }
            }
            #expect(found[0] == found[1], "\(words) within \(limit)")
        }
    }

    @Test("a text that is kept is as far from others as one that is not")
    func keptText() {
        var dice = SeededGenerator(seed: 22)
        func text() -> [UInt8] { (0..<Int.random(in: 0...80, using: &dice)).map { _ in UInt8.random(in: 97...101, using: &dice) } }
        for _ in 0..<200 {
            let left = text()
            let kept = KeptText(left)
            for _ in 0..<5 {
                let right = text()
                right.withUnsafeBufferPointer { right in
                    let distance = left.withUnsafeBufferPointer { EditDistance.between($0, right) }
                    #expect(kept.distance(to: right) == distance)
                }
            }
        }
    }

    @Test("a person is found by the own name in any order of its words, any case, composed or decomposed")
    func ownName() {
        var dice = SeededGenerator(seed: 23)
        let syllables = ["ka", "ri", "mo", "té", "lú", "sha", "ven", "dro", "pi", "nañ", "gör", "bes"]
        func word() -> String { (0..<Int.random(in: 2...4, using: &dice)).map { _ in syllables[Int.random(in: 0..<syllables.count, using: &dice)] }.joined() }
        let names = (0..<1500).map { _ in "\(word()) \(word()) \(word())" }
        let index = PersonIndex(names.enumerated().map { PersonRecord(identifier: "\($0.offset)", names: [$0.element.capitalized]) })
        for (number, name) in names.enumerated().prefix(80) {
            let words = name.split(separator: " ").map(String.init)
            for asked in [name, name.uppercased(), name.decomposedStringWithCanonicalMapping, words.reversed().joined(separator: " ")] {
                let found = index.find(PersonQuery(asked), limit: 3)
                #expect(found.contains { $0.identifier == "\(number)" || $0.names == [name.capitalized] }, "\(asked)")
            }
        }
    }

    @Test(
        "a name is found in whichever script it was written and is asked for",
        arguments: [
            ["Rafiq", "রফিক", "رفيق", "रफ़ीक"], ["Karim", "করিম", "كريم", "करीम"], ["Sunita", "সুনিতা", "सुनीता"], ["Kamal", "কামাল", "كمال", "कमल"],
            ["Nasir", "নাসির", "ناصر", "नासिर"],
        ])
    func scripts(spellings: [String]) {
        let others = ["Bikram", "Dolma", "Prakash", "Jennifer", "মিজানুর", "وليد", "गणेश"].enumerated().map {
            PersonRecord(identifier: "o\($0.offset)", names: [$0.element])
        }
        for written in spellings {
            let index = PersonIndex(others + [PersonRecord(identifier: "right", names: [written])])
            for asked in spellings { #expect(index.find(PersonQuery(asked)).first?.identifier == "right", "\(asked) for \(written)") }
        }
    }

    @Test("what a spelling loses does not depend on who else is in the index, and the same spelling loses nothing")
    func losses() throws {
        let part = try #require(NameKey("Begum").parts.first)
        var small = NameVocabulary()
        let entries = ["Begum", "Begam", "Beghum", "Bagem"].compactMap { NameKey($0).parts.first }.map { small.intern($0) }
        var large = small
        for name in ["Thapa", "Rai", "Perera", "Santos"] { if let other = NameKey(name).parts.first { _ = large.intern(other) } }
        for entry in entries.dropFirst() {
            let loss = try #require(SpellingScan(part, small).loss(entry))
            #expect(loss >= EvidenceWeights.otherSpelling && loss <= EvidenceWeights.greatestLoss)
            #expect(SpellingScan(part, large).loss(entry) == loss)
        }
    }
}
