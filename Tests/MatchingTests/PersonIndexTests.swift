import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite("Finding people")
struct PersonIndexTests {
    private static let people = [
        PersonRecord(
            identifier: "a", names: ["Md. Rafiqul Islam", "রফিকুল ইসলাম"], born: ComparedDate("1988-04-03"), place: "Sylhet, Bangladesh", numbers: ["BK1234567"]),
        PersonRecord(identifier: "b", names: ["Sita Kumari Thapa"], born: ComparedDate("1990-01-15"), place: "Dhading, Nepal", numbers: ["+9779841234567"]),
        PersonRecord(identifier: "c", names: ["Shahnaz Bibi"], born: ComparedDate("1979"), place: "Lahore"),
        PersonRecord(identifier: "d", names: ["Fernando Dela Cruz"], born: ComparedDate("1985-12-01")),
        PersonRecord(identifier: "e", names: ["Rafiq Ahmed"], born: ComparedDate("1970-06-06"), place: "Chittagong"),
        PersonRecord(identifier: "f", names: ["राम बहादुर तामाङ"], born: nil),
    ]

    @Test(
        "by what people write",
        arguments: [
            ("Mohamed Rafeekul Islam", "a"), ("রফিকুল", "a"), ("Thapa Sita", "b"), ("shahnazbibi", "c"), ("Dela Cruz", "d"), ("Ram Bahadur Tamang", "f"),
            ("Rafik Ahmad", "e"),
            ("tha", "b"), ("fern", "d"), ("BK1234567", "a"), ("BK1234576", "a"), ("09841234567", "b"),
        ])
    func queries(text: String, expected: String) throws {
        let index = PersonIndex(Self.people)
        let found = index.find(PersonQuery(text))
        #expect(found.first?.identifier == expected, "\(text): \(found.map(\.identifier))")
        let first = try #require(found.first)
        #expect((0...1).contains(first.score))
        #expect(!first.evidence.isEmpty)
    }

    @Test("Burmese names are found by what is written in Latin letters, and the other way", arguments: [("Aung Zaw Min", "m"), ("အောင်ဇော်မင်း", "l"), ("Hla Hla Win", "w"), ("ဇော်မင်း", "l")])
    func burmese(text: String, expected: String) {
        let index = PersonIndex([
            PersonRecord(identifier: "m", names: ["အောင်ဇော်မင်း"]), PersonRecord(identifier: "l", names: ["Aung Zaw Min"]), PersonRecord(identifier: "w", names: ["ဒေါ်လှလှဝင်း"]),
            PersonRecord(identifier: "o", names: ["Kyaw Thu Soe"]), PersonRecord(identifier: "p", names: ["ကျော်သူစိုး"]),
        ])
        #expect(index.find(PersonQuery(text), limit: 2).map(\.identifier).contains(expected))
    }

    @Test("Chinese names are found as passports write them, the given name as one word", arguments: [("Wang Xiaoming", "w"), ("Xiaoming Wang", "w"), ("LI JIANGUO", "l"), ("王小明", "w"), ("Zhang Wei", "z")])
    func chinese(text: String, expected: String) {
        let index = PersonIndex([
            PersonRecord(identifier: "w", names: ["王小明"]), PersonRecord(identifier: "l", names: ["李建国"]), PersonRecord(identifier: "z", names: ["张伟"]), PersonRecord(identifier: "o", names: ["王小平"]),
            PersonRecord(identifier: "p", names: ["Wang Ming"]),
        ])
        #expect(index.find(PersonQuery(text)).first?.identifier == expected, "\(text)")
    }

    @Test(
        "a place at the end of the text is understood where the index has it",
        arguments: ["Md. Rafiqul Islam, Sylhet", "Rafiqul Islam Sylhet", "Rafiqul Islam, from Sylhet", "Rafiqul Islam from Silhet", "Rafiqul Islam,Sylhet", "Sylhet, Rafiqul Islam", "Rafiqul Islam (Sylhet)", "Islam, Rafiqul, Sylhet", "Rafiqul Islam from Sylhet (Bangladesh)", "Rafiqul Islam，Sylhet", "Rafiqul Islam, dist. Sylhet, Bangladesh", "রফিকুল ইসলাম সিলেট", "Rafiqul Islam, Sylhet, Bangladesh"])
    func placeInText(text: String) throws {
        let other = PersonRecord(identifier: "other", names: ["Rafiqul Islam"], place: "Khulna, Bangladesh")
        let index = PersonIndex(Self.people + [other] + (0..<40).map { PersonRecord(identifier: "\($0)", names: ["Abdul Karim \($0)"], place: "Khulna, Bangladesh") })
        let first = try #require(index.find(PersonQuery(text)).first)
        #expect(first.identifier == "a")
        #expect(first.evidence.contains { $0.kind == .place && $0.weight > 0 }, "\(first.evidence)")
        #expect(!first.evidence.contains { $0.kind == .missingName && $0.weight < -1 })
    }

    @Test("a Latin name that could be cut into Chinese syllables is not, where people of the index have it or another word of the query is not Chinese")
    func notChinese() {
        let han = ["王小明", "张伟", "他忙", "马亚"].enumerated().map { PersonRecord(identifier: "h\($0)", names: [$1]) }
        let index = PersonIndex(han + [PersonRecord(identifier: "s", names: ["Suresh Tamag"]), PersonRecord(identifier: "m", names: ["Maya Tamang"]), PersonRecord(identifier: "o", names: ["Suresh Rai"])])
        #expect(index.find(PersonQuery("Suresh Tamang")).first?.identifier == "s")
        #expect(index.find(PersonQuery("Maya Tamang")).first?.identifier == "m")
    }

    @Test("surname and given name with a comma between are a name", arguments: ["Islam, Rafiqul", "ISLAM,Rafiqul"])
    func commaInName(text: String) { #expect(PersonIndex(Self.people).find(PersonQuery(text)).first?.identifier == "a") }

    @Test(
        "a place is found by any of its parts, in other scripts and as one word, however many places share a word with it",
        arguments: [("Sylhet", "s"), ("সিলেট", "s"), ("Udon Thani", "t"), ("Chiang Mai", "c"), ("Ward 7, Pokhara", "p"), ("Ramganj 3, Sylhet", "s")])
    func partsOfPlaces(place: String, expected: String) throws {
        let crowd = (0..<60).map { PersonRecord(identifier: "v\($0)", names: ["Abdul Karim"], place: "Ramganj \($0 + 10), Barisal") }
        let index = PersonIndex(
            crowd + [("s", "Ramganj 3, Sylhet"), ("t", "อุดรธานี"), ("c", "Chiangmai"), ("p", "Pokhara, Ward 7")].map { PersonRecord(identifier: $0.0, names: ["Abdul Karim"], place: $0.1) })
        let first = try #require(index.find(PersonQuery("Abdul Karim", place: place)).first)
        #expect(first.identifier == expected)
        #expect(first.evidence.contains { $0.kind == .place && $0.weight > 0 }, "\(first.evidence)")
        #expect(try PersonIndex(snapshot: index.snapshot()).find(PersonQuery("Abdul Karim", place: place)).first?.identifier == expected)
    }

    @Test("a name that is also a place stays a name")
    func nameThatIsAPlace() throws {
        let index = PersonIndex([
            PersonRecord(identifier: "k", names: ["Abdul Karim"], place: "Sylhet"), PersonRecord(identifier: "n", names: ["Abdul Hannan"], place: "Karim Nagar"),
            PersonRecord(identifier: "o", names: ["Rina Akter"], place: "Dhaka"),
        ])
        #expect(index.find(PersonQuery("Abdul Karim")).first?.identifier == "k")
        #expect(index.find(PersonQuery("Karim")).first?.identifier == "k")
    }

    @Test("particles run together are the same name", arguments: ["Maria Delacruz", "Maria Dela Cruz", "De La Cruz, Maria"])
    func particles(text: String) {
        let index = PersonIndex([PersonRecord(identifier: "m", names: ["De La Cruz Maria"]), PersonRecord(identifier: "o", names: ["Maria Santos"])])
        #expect(index.find(PersonQuery(text)).first?.identifier == "m")
    }

    @Test("the beginning of a name finds it in other scripts too", arguments: [("Rafi", "a"), ("tama", "f"), ("রফি", "e")])
    func beginnings(text: String, expected: String) {
        let index = PersonIndex([
            PersonRecord(identifier: "a", names: ["রফিকুল ইসলাম"]), PersonRecord(identifier: "e", names: ["Rafiqul Ahmed"]), PersonRecord(identifier: "f", names: ["राम बहादुर तामाङ"]),
            PersonRecord(identifier: "g", names: ["Sunita Gurung"]),
        ])
        #expect(index.find(PersonQuery(text)).map(\.identifier).contains(expected))
        #expect(!index.find(PersonQuery(text)).map(\.identifier).contains("g"))
    }

    @Test("lines with one identifier are one person by all their names; an identifier of everybody is nobody's")
    func repeatedIdentifiers() {
        func read(_ records: [PersonRecord]) -> (index: PersonIndex, repeated: PersonIndex.RepeatedPeople) {
            var repeated = PersonIndex.RepeatedPeople()
            let index = PersonIndex.build(joining: &repeated) { add in for record in records { add(record) } }
            return (index, repeated)
        }
        let (index, repeated) = read([
            PersonRecord(identifier: "1", names: ["Rafiq Islam"], numbers: ["A1234567"]), PersonRecord(identifier: "2", names: ["Sita Rai"]),
            PersonRecord(identifier: "1", names: ["Kamal Hossain"], born: ComparedDate("1990"), numbers: ["B7654321"]),
        ])
        #expect(index.count == 2 && repeated.count == 1 && repeated.overfull == nil)
        for name in ["Rafiq Islam", "Kamal Hossain"] { #expect(index.find(PersonQuery(name)).first?.identifier == "1", "\(name)") }
        #expect(index.records.first { $0.identifier == "1" }?.numbers == ["A1234567", "B7654321"])
        let crowd = read((0..<200).map { PersonRecord(identifier: "list", names: ["Person Number\($0)"]) })
        #expect(crowd.repeated.overfull == "list")
    }

    @Test("birth and place decide between like names")
    func evidence() {
        var index = PersonIndex()
        for number in 0..<300 {
            let born = ComparedDate("\(1960 + number % 40)-0\(1 + number % 9)-1\(number % 10)")
            index.insert(PersonRecord(identifier: "p\(number)", names: ["Ram Thapa"], born: born, place: "District \(number % 50)"))
        }
        let found = index.find(PersonQuery("Raam Thapa", born: ComparedDate("1977"), place: "District 17"))
        #expect(found.first?.identifier == "p17" || found.first?.identifier == "p217", "\(found.prefix(3).map(\.identifier))")
        #expect(found.first?.evidence.contains { $0.kind == .born } == true)
        #expect(found.first?.evidence.contains { $0.kind == .place } == true)
    }

    @Test("Md. stands for Mohammad in every spelling, and tells little")
    func abbreviations() throws {
        let people = [("1", "Md Karim"), ("2", "Mohamed Rafeek"), ("3", "Sita Thapa"), ("4", "Mahmud Rafeek")].map {
            PersonRecord(identifier: $0.0, names: [$0.1])
        }
        let found = PersonIndex(people).find(PersonQuery("Md Rafik"))
        #expect(found.first?.identifier == "2" && found.first.map { $0.score > 0.5 } == true, "\(found.map { "\($0.identifier) \($0.score)" })")
        for match in found {
            #expect(match.evidence.allSatisfy { $0.left != "md" || $0.weight < 5 })
        }
        #expect(PersonIndex(people).find(PersonQuery("Mohamed Karim")).first?.identifier == "1")
    }

    @Test("a name that is divided otherwise is the same name")
    func dividedNames() throws {
        let people = [("han", "王小明"), ("whole", "Wang Xiaoming"), ("other", "Li Ming")].map { PersonRecord(identifier: $0.0, names: [$0.1]) }
        let found = PersonIndex(people).find(PersonQuery("wang xiao ming"))
        #expect(found.first?.identifier == "whole")
        #expect(found.prefix(2).map(\.identifier) == ["whole", "han"])
    }

    @Test("nobody is shown of whom all that is known speaks against")
    func onlyAgainst() {
        var dice = SeededGenerator(seed: 8)
        let index = PersonIndex((0..<300).map { Self.person($0, &dice) } + Self.people)
        for text in ["王小明", "Mr Thapa", "Zz", "Rafiq Karim Zaman"] {
            let found = index.find(PersonQuery(text, born: ComparedDate("1931"), place: "Nowhere"), limit: 50)
            #expect(found.allSatisfy { $0.evidence.contains { $0.weight > 0 } }, "\(text)")
        }
    }

    @Test("the weight is the sum of the evidence, but for the order of words")
    func sum() throws {
        let found = try #require(PersonIndex(Self.people).find(PersonQuery("Sita Thapa", born: ComparedDate("1990"))).first)
        let sum = found.evidence.reduce(0) { $0 + $1.weight }
        #expect(abs(sum - found.weight) <= Double(EvidenceWeights.order) + 0.001)
    }

    @Test("a name as it was written stands before those that only sound so")
    func exactSpelling() {
        var people = (0..<40).map { PersonRecord(identifier: "u\($0)", names: ["Nazrul Thapa"]) }
        people.append(PersonRecord(identifier: "right", names: ["Nazrool Prodhan"]))
        people += (0..<200).map { PersonRecord(identifier: "o\($0)", names: ["Hari Thapa"]) }
        #expect(PersonIndex(people).find(PersonQuery("Nazrool")).first?.identifier == "right")
    }

    @Test(
        "a misspelt name that could also be two names written as one is looked for both ways",
        arguments: [("Nadsema Aktir", "whole"), ("Shahnazbibi", "divided")])
    func dividedWords(text: String, expected: String) {
        let people = [
            PersonRecord(identifier: "whole", names: ["Nasema Aktir"]), PersonRecord(identifier: "divided", names: ["Shahnaz Bibi"]),
            PersonRecord(identifier: "x", names: ["Nad Sema Thangden"]), PersonRecord(identifier: "y", names: ["Sema Thangden"]),
        ]
        #expect(PersonIndex(people).find(PersonQuery(text)).first?.identifier == expected)
    }

    @Test("a word with several slips is recognised where the other words lead to the person")
    func distantWords() {
        let others = ["Prasad", "Kaur", "Khan", "Rizvi", "Noman", "Yusuf", "Zafar", "Latif", "Omar", "Tariq"]
        var people = (0..<200).map { PersonRecord(identifier: "o\($0)", names: ["Wahab \(others[$0 % others.count])"]) }
        people.append(PersonRecord(identifier: "right", names: ["Wahab Yafir"]))
        people += (0..<50).map { PersonRecord(identifier: "n\($0)", names: ["सीता सिटौला"]) }
        people.append(PersonRecord(identifier: "nepali", names: ["विवेक सिटौला"]))
        let index = PersonIndex(people)
        #expect(index.find(PersonQuery("Wahab Yfayr")).first?.identifier == "right")
        #expect(index.find(PersonQuery("विेक सिटौला")).first?.identifier == "nepali")
    }

    @Test("words written short, and initials that are also particles")
    func shortWords() {
        var people = (0..<40).map { PersonRecord(identifier: "o\($0)", names: ["Kabir Howlader"]) }
        people += (0..<40).map { PersonRecord(identifier: "p\($0)", names: ["Pradeep Wijesinghe"]) }
        people.append(PersonRecord(identifier: "middle", names: ["Kabir Jahidul Howlader"]))
        people.append(PersonRecord(identifier: "initial", names: ["Pradeep Lalith Wijesinghe"]))
        let index = PersonIndex(people)
        #expect(index.find(PersonQuery("Kabir Jahid Howlader")).first?.identifier == "middle")
        #expect(index.find(PersonQuery("Pradeep L. Wijesinghe")).first?.identifier == "initial")
    }

    @Test("people come and go, and the last record of an identifier counts")
    func changes() {
        var index = PersonIndex(Self.people)
        index.remove("b")
        index.remove("nobody")
        #expect(index.count == 5)
        #expect(!index.find(PersonQuery("Sita Thapa")).contains { $0.identifier == "b" })
        index.insert(PersonRecord(identifier: "c", names: ["Anita Gurung"]))
        #expect(index.count == 5)
        #expect(index.find(PersonQuery("Anita Gurung")).first?.identifier == "c")
        #expect(!index.find(PersonQuery("Shahnaz Bibi")).contains { $0.identifier == "c" })
        let copy = index
        index.remove("c")
        #expect(copy.find(PersonQuery("Anita Gurung")).first?.identifier == "c")
    }

    @Test("one by one gives the same answers as all at once")
    func incremental() {
        var dice = SeededGenerator(seed: 4)
        let records = (0..<6000).map { Self.person($0, &dice) }
        let whole = PersonIndex(records)
        var grown = PersonIndex()
        for record in records { grown.insert(record) }
        for record in records.prefix(60) {
            let query = PersonQuery(record.names[0])
            #expect(whole.find(query).map(\.identifier) == grown.find(query).map(\.identifier))
            #expect(whole.find(query).contains { $0.identifier == record.identifier || $0.names == record.names })
        }
    }

    @Test("a snapshot is read back, and answers the same")
    func snapshot() throws {
        var dice = SeededGenerator(seed: 5)
        var index = PersonIndex((0..<2000).map { Self.person($0, &dice) } + Self.people)
        index.remove("p7")
        index.insert(PersonRecord(identifier: "late", names: ["Nirmala Rai"]))
        let again = try PersonIndex(snapshot: index.snapshot())
        #expect(again.count == index.count)
        for text in ["Nirmala Rai", "Rafiq", "Sita Thapa", "0984-1234567"] {
            #expect(again.find(PersonQuery(text)) == index.find(PersonQuery(text)), "\(text)")
        }
    }

    @Test("a damaged snapshot is refused or harmless, never a crash")
    func damage() {
        let bytes = PersonIndex(Self.people).snapshot()
        var dice = SeededGenerator(seed: 6)
        #expect(throws: SnapshotError.self) { try PersonIndex(snapshot: []) }
        #expect(throws: SnapshotError.self) { try PersonIndex(snapshot: Array(bytes.dropLast())) }
        #expect(throws: SnapshotError.self) { try PersonIndex(snapshot: bytes + [0]) }
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                damaged[Int.random(in: 0..<damaged.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            guard let index = try? PersonIndex(snapshot: damaged) else { continue }
            _ = index.find(PersonQuery("Rafiqul Islam", born: ComparedDate("1988"), place: "Sylhet", numbers: ["BK1234567"]))
        }
    }

    @Test("any text may be put in and looked for")
    func anyText() {
        var dice = SeededGenerator(seed: 7)
        var index = PersonIndex()
        for number in 0..<400 {
            index.insert(
                PersonRecord(
                    identifier: "p\(number)", names: [NameTests.anyText(&dice), NameTests.anyText(&dice)], place: NameTests.anyText(&dice),
                    numbers: [NameTests.anyText(&dice)]))
        }
        for _ in 0..<400 {
            let found = index.find(PersonQuery(NameTests.anyText(&dice), place: NameTests.anyText(&dice), numbers: [NameTests.anyText(&dice)]), limit: 3)
            #expect(found.count <= 3)
            #expect(found.allSatisfy { (0...1).contains($0.score) })
        }
    }

    @Test("searches may run at the same time")
    func together() async {
        let index = PersonIndex(Self.people)
        let answers = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<64 { group.addTask { index.find(PersonQuery("Sita Thapa")).first?.identifier } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == "b" })
    }

    @Test("columns are known by their names")
    func columns() throws {
        let columns = PersonColumns(header: ["rec_id", "Given Name", "surname", "date_of_birth", "District", "phone", "note"])
        let record = try #require(columns.record(["7", "Sita", "Thapa", "1990-01-15", "Dhading", "98412", "x"], number: 1))
        #expect(record == PersonRecord(identifier: "7", names: ["Sita Thapa"], born: ComparedDate("1990-01-15"), place: "Dhading", numbers: ["98412"]))
        #expect(columns.record(["8", "", "", "", "", "", ""], number: 2) == nil)
        let kin = PersonColumns(header: ["ID", "First Name", "Father's Name", "Last Name", "Alias", "Year of Birth", "State", "Mobile No."])
        let other = kin.record(["9", "Ram", "Hari", "Rai", "Kancha", "1990", "Koshi", "98412"], number: 3)
        #expect(other == PersonRecord(identifier: "9", names: ["Ram Rai", "Kancha"], born: ComparedDate("1990"), place: "Koshi", numbers: ["98412"]))
    }

    private static let given = [
        "Ram", "Sita", "Hari", "Gita", "Rafiq", "Selim", "Nimal", "Sunil", "Maria", "Jose", "Anil", "Sunita", "Dawa", "Pasang", "Kamal", "Jamal",
    ]
    private static let family = [
        "Thapa", "Rai", "Tamang", "Gurung", "Islam", "Hossain", "Perera", "Silva", "Santos", "Reyes", "Khan", "Chowdhury", "Sherpa", "Magar",
    ]

    private static func person(_ number: Int, _ dice: inout SeededGenerator) -> PersonRecord {
        let middle = ["", " Bahadur", " Kumari", " " + given[Int.random(in: 0..<given.count, using: &dice)]][Int.random(in: 0..<4, using: &dice)]
        let name = given[Int.random(in: 0..<given.count, using: &dice)] + middle + " " + family[Int.random(in: 0..<family.count, using: &dice)]
        return PersonRecord(
            identifier: "p\(number)", names: [name], born: ComparedDate("\(Int.random(in: 1960...2005, using: &dice))"), place: "District \(number % 40)")
    }
}
