import Foundation
import TestSupport
import Testing

@testable import Matching

/// Lists as organisations keep them, in which people who are not one share much: made up, with a seed.
@Suite struct SharedGroupTests {
    /// Households of whom several are in the list: surname, telephone, village and father are one, given name, sex and date of birth their own.
    @Test(arguments: [10, 40])
    func peopleOfAHouseholdStayApart(percent: Int) throws {
        let list = GroupedList(groups: 400, percentOfGroups: percent, members: 2...4, seed: 3) { random in
            [GroupedList.surnames[random.next(below: 12)], "98\(10_000_000 + random.next(below: 89_999_999))", GroupedList.places[random.next(below: 16)], "\(GroupedList.given[random.next(below: 30)])"]
        }
        try check(list, header: "surname,phone,village,father_name", precision: 0.95, recall: 0.9)
    }

    /// Workers of one agent have the agent's telephone, employer and district.
    @Test func workersOfAnAgentStayApart() throws {
        let list = GroupedList(groups: 50, percentOfGroups: 100, members: 5...12, seed: 4) { random in
            ["017\(10_000_000 + random.next(below: 89_999_999))", "\(GroupedList.surnames[random.next(below: 12)]) Contracting", GroupedList.places[random.next(below: 16)], GroupedList.surnames[random.next(below: 12)]]
        }
        try check(list, header: "phone,employer,district,agency", precision: 0.95, recall: 0.9)
    }

    /// Given name and surname in each other's place are known again, and two people are not one because they are called Tamang. Of the pairs a quarter has no date in one
    /// record, and without it names that so many share cannot tell.
    @Test func exchangedNamesWeighNoMoreThanInTheirPlaces() throws {
        var list = GroupedList(groups: 500, percentOfGroups: 0, members: 1...1, seed: 5) { random in
            [random.next(below: 10) < 8 ? "Tamang" : GroupedList.surnames[random.next(below: 12)], GroupedList.places[random.next(below: 16)]]
        }
        list.exchange(everyOther: 6)
        try check(list, header: "surname,district", precision: 0.93, recall: 0.75)
    }

    /// What groups share is taken off columns that speak for them, and the sum stays that of the pair.
    @Test func evidenceStillAddsUp() throws {
        let list = GroupedList(groups: 100, percentOfGroups: 60, members: 2...4, seed: 6) { random in
            [GroupedList.surnames[random.next(below: 12)], "98\(10_000_000 + random.next(below: 89_999_999))", GroupedList.places[random.next(below: 16)]]
        }
        let result = try Linkage().run([TemporaryFile.csv("id,given_name,date_of_birth,sex,surname,phone,village\n" + list.text)])
        #expect(!result.model.groups.isEmpty)
        for pair in result.pairs() {
            let sum = result.evidence(pair.left, pair.right).reduce(0) { $0 + $1.weight }
            #expect(abs(sum - pair.weight) < 0.01)
        }
    }

    private func check(_ list: GroupedList, header: String, precision: Double, recall: Double) throws {
        let result = try Linkage().run([TemporaryFile.csv("id,given_name,date_of_birth,sex,\(header)\n" + list.text)])
        let quality = try LinkageQuality(result.pairs(), truth: TemporaryFile.csv("left,right\n" + list.truth), names: result.names)
        #expect(quality.precision >= precision && quality.recall >= recall, "precision \(quality.precision), recall \(quality.recall)")
    }
}

/// People in groups, a quarter of them twice, with a slip in the name or a missing value.
private struct GroupedList {
    static let surnames = ["Tamang", "Gurung", "Rai", "Limbu", "Magar", "Thapa", "Sherpa", "Islam", "Mondal", "Sarkar", "Biswas", "Molla"]
    static let places = ["Sylhet", "Jashore", "Comilla", "Pabna", "Kaski", "Dhading", "Rasuwa", "Sarlahi", "Chitwan", "Mugu", "Jumla", "Bogra", "Feni", "Natore", "Gorkha", "Tanahun"]
    static let given = [
        "Sabina", "Rafiq", "Monir", "Anita", "Bishal", "Kamala", "Dipak", "Farida", "Gopal", "Hasina", "Indra", "Jamal", "Kiran", "Laxman", "Mina", "Nabin", "Osman", "Pabitra", "Ranju",
        "Sujan", "Tulasi", "Uttam", "Yasmin", "Zakir", "Bimala", "Chandra", "Dolma", "Gita", "Hari", "Jiban",
    ]
    private var rows: [[String]] = []
    private var pairs: [(Int, Int)] = []

    init(groups: Int, percentOfGroups: Int, members: ClosedRange<Int>, seed: UInt64, shared: (inout SplitMix) -> [String]) {
        var random = SplitMix(seed: seed)
        for _ in 0..<groups {
            let values = shared(&random)
            let count = random.next(below: 100) < percentOfGroups ? members.lowerBound + random.next(below: members.count) : 1
            var taken: Set<String> = []
            for _ in 0..<count {
                let name = Self.given[random.next(below: Self.given.count)]
                if !taken.insert(name).inserted { continue }
                let born = "\(1960 + random.next(below: 45))-0\(1 + random.next(below: 9))-\(10 + random.next(below: 19))"
                rows.append([name, born, random.next(below: 2) == 0 ? "F" : "M"] + values)
            }
        }
        for row in rows.indices where random.next(below: 4) == 0 {
            var copy = rows[row]
            switch random.next(below: 4) {
            case 0: copy[0] = String(copy[0].dropLast())
            case 1: copy[1] = ""
            case 2: copy[copy.count - 1] = ""
            default: break
            }
            pairs.append((row, rows.count))
            rows.append(copy)
        }
    }

    mutating func exchange(everyOther step: Int) {
        for row in stride(from: 0, to: rows.count, by: step) { rows[row].swapAt(0, 3) }
    }

    var text: String { rows.enumerated().map { "r\($0.offset)," + $0.element.joined(separator: ",") }.joined(separator: "\n") + "\n" }
    var truth: String { pairs.map { "r\($0.0),r\($0.1)" }.joined(separator: "\n") + "\n" }
}
