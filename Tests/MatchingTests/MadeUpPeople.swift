import Formats
import Foundation
import TestSupport

@testable import Matching

/// People who do not exist, some of them twice with slips, as files.
struct MadeUpPeople {
    let folder: URL
    var file: URL { folder.appending(path: "people.csv") }
    var truth: URL { folder.appending(path: "truth.csv") }
    private let lines: [String]
    private static let header = "id,given_name,surname,date_of_birth,sex,city,phone"

    /// - Parameter copies: of ten people so many have a second record.
    init(count: Int, seed: UInt64, copies: Int = 3) {
        var random = SplitMix(seed: seed)
        let syllables = ["ra", "mi", "ku", "sa", "ne", "po", "la", "di", "ho", "ta", "be", "jo", "vi", "ga"]
        func word(_ length: Int) -> String { (0..<length).map { _ in syllables[random.next(below: syllables.count)] }.joined() }
        let given = (0..<300).map { _ in word(3) }
        let surnames = (0..<500).map { _ in word(4) }
        let cities = (0..<40).map { _ in word(3) }
        var lines: [String] = []
        var pairs: [String] = []
        while lines.count < count {
            let person = [
                given[random.next(below: 300)], surnames[random.next(below: 500)],
                "19\(50 + random.next(below: 50))-\(10 + random.next(below: 3))-\(10 + random.next(below: 18))", random.next(below: 2) == 0 ? "m" : "f",
                cities[random.next(below: 40)], "9\(10_000_000 + random.next(below: 89_999_999))",
            ]
            lines.append("r\(lines.count)," + person.joined(separator: ","))
            guard random.next(below: 10) < copies, lines.count < count else { continue }
            var copy = person
            for field in 0..<6 where field != 3 && random.next(below: 5) == 0 {
                copy[field] = random.next(below: 3) == 0 ? "" : Self.withSlip(copy[field], &random)
            }
            pairs.append("r\(lines.count - 1),r\(lines.count)")
            lines.append("r\(lines.count)," + copy.joined(separator: ","))
        }
        self.lines = lines
        folder = FileManager.default.temporaryDirectory.appending(path: "corridor-people-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data((Self.header + "\n" + lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try? Data(("left,right\n" + pairs.joined(separator: "\n") + "\n").utf8).write(to: truth)
    }

    /// The records dealt out to two files in turn.
    func halves() throws -> (URL, URL) {
        let files = ["first.csv", "second.csv"].map { folder.appending(path: $0) }
        for (index, file) in files.enumerated() {
            let part = lines.enumerated().filter { $0.offset % 2 == index }.map(\.element)
            try Data((Self.header + "\n" + part.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
        return (files[0], files[1])
    }

    private static func withSlip(_ text: String, _ random: inout SplitMix) -> String {
        var symbols = Array(text.utf8)
        let place = random.next(below: symbols.count)
        if random.next(below: 2) == 0, place + 1 < symbols.count {
            symbols.swapAt(place, place + 1)
        } else {
            symbols[place] = symbols[place] < 0x3A ? 0x30 + UInt8(random.next(below: 10)) : 0x61 + UInt8(random.next(below: 26))
        }
        return String(decoding: symbols, as: UTF8.self)
    }
}

enum TemporaryFile {
    static func csv(_ text: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-table-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "table.csv")
        try Data(text.utf8).write(to: file)
        return file
    }
}

/// Two lists of people who do not exist, half of them in both, one in the script of their language and one in Latin letters.
struct ListsInTwoScripts {
    let native: URL
    let latin: URL
    let truth: URL

    /// - Parameters:
    ///   - source: of `names/name-script-pairs.csv`.
    ///   - isSplit: whether given name and surname have columns of their own.
    ///   - places: of which each person has one, in both scripts; none for lists without.
    init(source: String, isSplit: Bool, count: Int, places: [(native: String, latin: String)] = []) throws {
        var reader = try CSVReader(file: GroundTruth.url("names/name-script-pairs.csv"))
        _ = try reader.readHeader()
        var names: [(native: String, latin: String)] = []
        while let row = try reader.next() {
            let (native, latin) = (row.fields[2], row.fields[3])
            if row.fields[4] == source, !native.contains(" "), !latin.contains(" ") { names.append((native, latin)) }
        }
        var random = SplitMix(seed: 12)
        var (left, right, pairs) = ([String](), [String](), [String]())
        for person in 0..<count {
            let (given, family) = (names[random.next(below: names.count)], names[random.next(below: names.count)])
            let born = "19\(60 + random.next(below: 40))-\(10 + random.next(below: 3))-\(10 + random.next(below: 18))"
            let between = isSplit ? "," : " "
            let lists = random.next(below: 4)
            let place = places.isEmpty ? nil : places[random.next(below: places.count)]
            if lists != 0 { left.append("a\(person),\(given.native)\(between)\(family.native),\(born)" + (place.map { ",\($0.native)" } ?? "")) }
            if lists != 1 { right.append("b\(person),\(given.latin)\(between)\(family.latin),\(born)" + (place.map { ",\($0.latin)" } ?? "")) }
            if lists > 1 { pairs.append("a\(person),b\(person)") }
        }
        let header = (isSplit ? "id,given_name,surname,date_of_birth" : "id,name,date_of_birth") + (places.isEmpty ? "\n" : ",district\n")
        native = try TemporaryFile.csv(header + left.joined(separator: "\n") + "\n")
        latin = try TemporaryFile.csv(header + right.joined(separator: "\n") + "\n")
        truth = try TemporaryFile.csv("left,right\n" + pairs.joined(separator: "\n") + "\n")
    }
}
